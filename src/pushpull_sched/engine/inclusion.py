"""Push-in where the IEP leaves the setting open: one service after the other.

A service given as pull-out is treated as one that is missing and may only come back as
push-in; others make room, as when a schedule is completed. What is push-in already may
not go back meanwhile.
"""

from collections.abc import Callable, Sequence

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.service import Setting
from pushpull_sched.engine.rebuild import Rebuilder
from pushpull_sched.engine.search import HeldLevel, Search

MOVES = 60
"""Moves made for one service before the next one is tried, in the first round."""
ROUNDS = 3
"""Rounds over the services that are left, each with twice the moves of the last."""


def counts_inclusion(level: Level) -> bool:
    """Whether a level counts nothing but pull-out of services with an open setting."""
    return {measure for measure, _ in level.weights} == {Measure.LRE}


def include(
    search: Search, level: Level, held: Sequence[HeldLevel], until: Callable[[], bool]
) -> None:
    """Give as push-in what is pull-out and could be either, while others make room."""
    order = [each for each in search.order if search.is_served(each)]
    for number in range(ROUNDS):
        _round(search, order, MOVES << number, level, held, until)


def _round(  # noqa: PLR0913, PLR0917 - one round with its conditions
    search: Search,
    order: Sequence[str],
    moves: int,
    level: Level,
    held: Sequence[HeldLevel],
    until: Callable[[], bool],
) -> None:
    for service_id in _pulled_out(search, order):
        if until() or search.over():
            return
        builder = Rebuilder(search.known, search.now, order, search.rng)
        builder.only.update(dict.fromkeys(_pushed_in(search), Setting.PUSH_IN))
        builder.only[service_id] = Setting.PUSH_IN
        builder.remove(service_id)

        def give_up(_: int, builder: Rebuilder = builder) -> bool:
            return until() or search.over() or builder.moves >= moves

        if not builder.complete([service_id], give_up, search.spend_moves):
            kept = search.keep_if_better(builder.board.timetable(), level, held)
            if kept:
                search.report(level.name, search.value(level), None)


def _pulled_out(search: Search, order: Sequence[str]) -> list[str]:
    """Movable services with an open setting that are pull-out, most minutes first."""
    minutes = {
        each: sum(
            option.minutes
            for option in search.now.taken.get(each, ())
            if option.setting is Setting.PULL_OUT
        )
        for each in order
        if search.atlas.school.service[each].setting is Setting.EITHER
        and len(search.known.unit(each)) == 1
    }
    return sorted((e for e in minutes if minutes[e]), key=lambda e: -minutes[e])


def _pushed_in(search: Search) -> list[str]:
    return [
        service.id
        for service in search.atlas.services
        if service.setting is Setting.EITHER
        and all(
            option.setting is Setting.PUSH_IN
            for option in search.now.taken.get(service.id, ())
        )
    ]
