"""Bring home what stands elsewhere than in the earlier schedule.

Moves on the board see one service at a time. That several have to change places at once
before one of them is home again, only the exact model sees: it is given services that
are away together with those who stand in their old places (a neighbourhood of related
services: Shaw, CP 1998). Where much is away moves gain more in the same time; where
little is left, exact steps do.
"""

import math
from collections.abc import Callable, Sequence

from pushpull_sched.domain.policy import Level
from pushpull_sched.engine.improve import PROVIDERS, goal_for, improve_on_board
from pushpull_sched.engine.rebuild import Rebuilder
from pushpull_sched.engine.search import HeldLevel, Search
from pushpull_sched.engine.solver import Found

SMALLEST, FIRST, LARGEST = 8, 30, 80
"""Services opened in one step: at least, in the first one, at most."""
MORE, FEWER = 3, 4
"""Services that a step opens more after one that came to its end, else fewer."""
STEP_SECONDS = 1.5
"""Limit of one step."""
FAILURES = 12
"""Steps in a row without a gain after which it is left."""
TURN_SECONDS, TURN_SHARE = 2.0, 0.15
"""One turn of moves or of steps: seconds at least, and share of the time."""


def bring_home(
    search: Search,
    level: Level,
    held: Sequence[HeldLevel],
    enough: Callable[[int], bool],
    until: float,
) -> None:
    """Improve a level that counts nothing but ``moved``, the levels above held.

    Moves and steps take turns: next is what gained more in a second of its last turn.

    Args:
        search: The run.
        level: The level.
        held: Levels above.
        enough: Whether a value needs no improving.
        until: Elapsed seconds of the run at which to end.
    """
    turn = max(TURN_SECONDS, TURN_SHARE * (until - search.elapsed))
    gains = {improve_on_board: math.inf, _take_steps: math.inf}
    while any(gains.values()) and search.elapsed < until and not search.over():
        before, began = search.value(level), search.elapsed
        if enough(before):
            return
        way = max(gains, key=lambda each: gains[each])
        latest = began + turn if began + 1.5 * turn < until else until
        way(search, level, held, enough, latest)
        gained = before - search.value(level)
        gains[way] = gained / max(search.elapsed - began, turn / 2)


def _take_steps(
    search: Search,
    level: Level,
    held: Sequence[HeldLevel],
    enough: Callable[[int], bool],
    until: float,
) -> None:
    """Solve around services that are away, as long as that gains something."""
    size, failures = FIRST, 0
    while failures < FAILURES and search.elapsed < until and not search.over():
        free = _around_homes(search, size)
        if not free or enough(search.value(level)):
            return
        stepped = search.try_out(
            free,
            goal_for(search, level, held),
            min(STEP_SECONDS, until - search.elapsed),
            search.narrow(free, PROVIDERS, fine=False),
        )
        failures += 1
        if search.step_forward(stepped.timetable, level, held):
            failures = 0
        if stepped.answer.found in {Found.BEST, Found.NONE_EXISTS}:
            size = min(LARGEST, size + MORE)
        else:
            size = max(SMALLEST, size - FEWER)


def _around_homes(search: Search, size: int) -> list[str]:
    """Services that are away and who stands in their places, then others around."""
    rng, baseline, now = search.rng, search.atlas.baseline, search.now
    away = [
        name
        for name in sorted(baseline.minutes)
        if baseline.moved(name, now.taken.get(name, ()))
    ]
    rng.shuffle(away)
    around = Rebuilder(search.known, now, search.order, rng)
    found: dict[str, None] = {}
    for name in away:
        found[name] = None
        found.update(dict.fromkeys(around.away_from_home(name)))
        if len(found) >= size:
            break
    for _ in range(len(found)):
        if len(found) < size:
            found.update(dict.fromkeys(around.choose(rng.choice(list(found)))))
    return list(found)[:size]
