"""Least movement: everybody stays who can, and only who must is placed anew.

A model in which every service may stay as it was, wholly or in part, or leave without
having to arrive anywhere, is small, and its best value is a lower bound of ``moved``:
from any schedule, take away what no service had before, and a solution of that model is
left. Services that leave are then opened with all their options, until nobody leaves
without a place: that solution is a schedule, and none moves less. (A relaxation refined
where its solution fails, as in logic-based Benders decomposition: Hooker and Ottosson,
Mathematical Programming 96, 2003.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.engine.improve import complete, short_services
from pushpull_sched.engine.search import HeldLevel, Search
from pushpull_sched.engine.solver import Answer, Presolve, run
from pushpull_sched.model.build import build, read
from pushpull_sched.model.calendar import fits_pin
from pushpull_sched.model.levels import level_total
from pushpull_sched.model.options import options_of
from pushpull_sched.model.slots import Option
from pushpull_sched.model.timetable import Timetable
from pushpull_sched.model.variables import Model, Total

Options = Sequence[Option]

ROUND_SHARE = 0.5
"""Share of the time left that one model may take."""
PATCH_SECONDS = 2.0
"""Seconds for giving a place to those who left."""


def counts_moved(level: Level) -> bool:
    """Whether a level counts nothing but what is moved."""
    return {measure for measure, _ in level.weights} == {Measure.MOVED}


def stay(search: Search, level: Level, held: Sequence[HeldLevel], until: float) -> None:
    """Find, and prove, the least movement; keep what is better on the way.

    Does nothing where other levels than minutes short are held.

    Args:
        search: The run; its schedule at hand serves as hint.
        level: A level that counts nothing but ``moved``.
        held: Levels above.
        until: Elapsed seconds of the run at which to end.
    """
    if not held or not all(_counts_short(above.level) for above in held):
        return
    every = {
        service.id: options_of(search.atlas, service)
        for service in search.atlas.services
    }
    stays = {name: _as_before(search, name, every[name]) for name in every}
    opened = {name for name in every if not search.atlas.baseline.minutes.get(name)}
    while search.elapsed < until and not search.over():
        if search.value(level) <= search.proved.get(level.name, 0):
            return
        offered = {
            name: every[name] if name in opened else stays[name] for name in every
        }
        partial = frozenset(every) - opened
        seconds = ROUND_SHARE * (until - search.elapsed)
        answer, found = _least(search, level, held, offered, partial, seconds)
        search.prove(level.name, max(0, answer.bound or 0))
        if found is None:
            return
        leaving = _leaving(search, found, held) & partial
        if not leaving:
            search.keep_if_better(found, level, held)
            search.hand_out()
            return
        if not search.broken(found):
            _patch(search, found, level, held, until)
        opened |= leaving


def _counts_short(level: Level) -> bool:
    return {measure for measure, _ in level.weights} == {Measure.MINUTES_SHORT}


def _as_before(search: Search, service_id: str, options: Sequence[Option]) -> Options:
    """Options that keep minutes of the earlier schedule, or that a pin asks for."""
    pins = [pin for pin, _ in search.known.pins(service_id)]
    baseline = search.atlas.baseline
    return [
        option
        for option in options
        if baseline.kept_by(option)
        or any(fits_pin(pin, option, slot) for pin in pins for slot in option.slots)
    ]


def _least(  # noqa: PLR0913, PLR0917 - one model with its conditions
    search: Search,
    level: Level,
    held: Sequence[HeldLevel],
    offered: Mapping[str, Options],
    partial: frozenset[str],
    seconds: float,
) -> tuple[Answer, Timetable | None]:
    """Solve the model of who stays; its schedule lacks what left without a place."""
    model = build(search.atlas, search.now, offered, partial=partial)
    for above in held:
        short = _short_of_opened(model, above.level)
        if short.terms or short.constant > above.limit:
            model.cp.add(short.expression <= above.limit)
    model.cp.minimize(level_total(model, search.atlas, level).expression)
    effort = replace(search.effort(seconds), presolve=Presolve.FULL)
    answer = run(model, effort, search.over)
    search.spend_step(answer)
    found = read(model, answer.value, search.now) if answer.solved else None
    return answer, found


def _short_of_opened(model: Model, level: Level) -> Total:
    """Minutes short of those who need a place; the others may have others as well."""
    total = Total()
    for _, weight in level.weights:
        for name in model.free_services:
            if name not in model.partial:
                priority = model.service(name).priority
                total.extend(model.short[name], weight * priority)
    return total


def _leaving(
    search: Search, found: Timetable, held: Sequence[HeldLevel]
) -> frozenset[str]:
    """Services that are short where that is not allowed, or in a broken rule."""
    before = search.now
    search.keep(found)
    short = short_services(search)
    allowed = all(search.value(above.level) <= above.limit for above in held)
    search.keep(before)
    named = frozenset(name for names in search.broken(found) for name in names)
    return named if allowed else named | short


def _patch(
    search: Search,
    found: Timetable,
    level: Level,
    held: Sequence[HeldLevel],
    until: float,
) -> None:
    """Give those who left a place, by moves of whoever is in the way."""
    before, latest = search.now, min(until, search.elapsed + PATCH_SECONDS)
    search.keep(found)
    complete(search, lambda: search.elapsed > latest)
    patched = search.now
    search.keep(before)
    if search.keep_if_better(patched, level, held):
        search.report(level.name, search.value(level), None)
        search.hand_out()
