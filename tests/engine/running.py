"""Small runs of the engine: a clock that ticks by itself, and a search at hand."""

import random

from pushpull_sched.domain.policy import DEFAULT_POLICY, Level
from pushpull_sched.domain.result import Params
from pushpull_sched.engine.construct import careful_order
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.rebuild import Rebuilder
from pushpull_sched.engine.search import Search
from pushpull_sched.engine.solve import _place_pins, solve
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import Timetable, schedule_of
from pushpull_sched.verify import verify_schedule

TICK = 0.01


class Ticks:
    """A clock on which a hundredth of a second goes by each time it is read.

    Runs end after so many looks at the clock, on a fast machine and on a slow one.
    """

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += TICK
        return self.now


def run(school, *, seconds=3.0, policy=DEFAULT_POLICY, seed=1, **watchers):
    """Solve a school by a clock of its own."""
    params = Params(time_limit=seconds, policy=policy, seed=seed, workers=1)
    return solve(school, params, clock=Ticks(), **watchers)


def searching(school, *, seconds=30.0, should_stop=lambda: False):
    """A search with nothing placed yet."""
    return Search(
        atlas=Atlas(school),
        params=Params(time_limit=seconds, workers=1),
        clock=Ticks(),
        on_progress=lambda _: None,
        on_incumbent=lambda _: None,
        asked_to_stop=should_stop,
    )


def one(measure):
    """A level of one measure."""
    return Level(name=measure.value, weights=((measure, 1),))


def building(school, *, seed=1, old=()):
    """A board with nothing on it but the pins, and the moves on it."""
    known = Knowledge(Atlas(school, tuple(old)))
    order = careful_order(known)
    rng = random.Random(seed)  # noqa: S311 - seeded on purpose
    now = Timetable()
    if school.pins:
        search = searching(school)
        _place_pins(search)
        now = search.now
    return Rebuilder(known, now, order, rng)


def placed(school, *, seed=1, old=(), moves=20):
    """A board on which as much stands as a few moves can put up."""
    builder = building(school, seed=seed, old=old)
    missing = builder.place_all(lambda: False, lambda _: None)
    until = builder.moves + moves
    missing = builder.complete(
        missing, lambda _: builder.moves >= until, lambda _: None
    )
    builder.fill(missing)
    return builder


def on(builder):
    """What stands on a board, as a schedule."""
    return schedule_of(builder.school, builder.board.timetable())


def whole(builder):
    """Whether what stands on a board is legal and serves everybody in full."""
    verdict = verify_schedule(builder.school, on(builder))
    return verdict.legal and verdict.complete
