"""What can be done beside the run: prove a bound, or search from a given schedule."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pushpull_sched.domain.policy import Level
from pushpull_sched.engine.annealing import improve_on
from pushpull_sched.engine.bounds import Held, StudentBounds, cannot_stay
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.rebuild import Rebuilder
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import Timetable

Limits = tuple[tuple[Level, int], ...]
"""Levels above, in order, each with the value it may not exceed."""
SAID_EVERY = 20
"""Students after whom the sum so far is said: in a large school all of them take longer
than the time that is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prove:
    """Prove a lower bound of a level with those above held.

    Attributes:
        level: The level.
        held: Levels above.
        seed: Seed of the solver.
        only: Students who lack something, where the others' best is 0 anyway.
    """

    level: Level
    held: Limits
    seed: int
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anneal:
    """Improve a level on the board for some seconds."""

    now: Timetable
    order: tuple[str, ...]
    level: Level
    held: Limits
    seconds: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A lower bound of a level; a better one may follow."""

    level: str
    bound: int
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Annealed:
    """The best schedule of a search."""

    timetable: Timetable


Task = Prove | Anneal
Found = Proved | Annealed


@dataclass
class Bench:
    """What is kept between two tasks.

    Attributes:
        atlas: Static possibilities of the school.
        deterministic: No clock limits a search.
        bests: Each student's own best of the levels asked for, by level.
    """

    atlas: Atlas
    deterministic: bool = False
    bests: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = Knowledge(self.atlas)
        self.bounds = StudentBounds(self.atlas, deterministic=self.deterministic)

    def held(self, limits: Limits) -> list[Held]:
        """Levels above as bounds see them; those never asked for count nothing."""
        return [
            Held(level=level, limit=limit, best=self.bests.get(level.name, {}))
            for level, limit in limits
        ]


def proofs(
    bench: Bench, task: Prove, should_stop: Callable[[], bool] = lambda: False
) -> Iterator[Proved]:
    """Yield what students alone have proven so far, then the bound with prices."""
    name, held = task.level.name, bench.held(task.held)
    least = cannot_stay(bench.atlas, task.level)
    bests = bench.bests[name] = {}
    for student, best in bench.bounds.bests(
        task.level, held, task.seed, should_stop, task.only
    ):
        bests[student] = best
        if len(bests) % SAID_EVERY == 0:
            so_far = max(sum(bests.values()), least)
            yield Proved(level=name, bound=so_far, last=False)
    alone = max(sum(bests.values()), least)
    yield Proved(level=name, bound=alone, last=False)
    served = bool(task.held) and task.held[0][1] == 0
    priced = 0
    if served:
        priced = bench.bounds.priced(task.level, held, task.seed, should_stop)
    yield Proved(level=name, bound=max(alone, priced), last=True)


def anneal(bench: Bench, task: Anneal) -> Annealed:
    """Search from a schedule, by the clock."""
    builder = Rebuilder(
        bench.known,
        task.now,
        task.order,
        random.Random(task.seed),  # noqa: S311 - seeded on purpose
    )
    began = time.monotonic()
    best = improve_on(
        builder,
        task.level,
        task.held,
        lambda: (time.monotonic() - began) / task.seconds,
        lambda value: value <= 0,
        lambda _: None,
        lambda _: None,
    )
    return Annealed(timetable=best)
