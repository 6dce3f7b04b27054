"""Questions to the solver about parts of a school, each asked once, within the time."""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from pushpull_sched.counting.reasons import counts_of_school
from pushpull_sched.domain.explanation import Count, Strength
from pushpull_sched.domain.school import School
from pushpull_sched.engine.proof import (
    Servable,
    Served,
    can_serve,
    confirm,
    least_short,
    never,
)
from pushpull_sched.explain.changes import Pick, Rule, Step, applied
from pushpull_sched.explain.parts import part_of

QUESTION_SECONDS = 3.0
"""Limit of one question."""
SECOND_SHARE = 4.0
"""How much longer the second opinion may take, which works without presolve."""
MANY = 12
"""Services from which a question is a large one."""
EFFECT_SECONDS = 1.0
"""Limit for proving how many minutes a conflict costs."""


@dataclass
class Budget:
    """The time of one run.

    Attributes:
        seconds: Seconds for everything.
        clock: Seconds of a steady clock.
        should_stop: Whether the user wants to end.
    """

    seconds: float
    clock: Callable[[], float] = time.monotonic
    should_stop: Callable[[], bool] = never

    def __post_init__(self) -> None:
        self.began = self.clock()

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return self.clock() - self.began

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.seconds - self.elapsed

    def over(self) -> bool:
        """Whether the run must end now."""
        return self.should_stop() or self.left <= 0

    def part(self, seconds: float) -> "Budget":
        """A share of what is left."""
        return Budget(min(seconds, max(self.left, 0.0)), self.clock, self.should_stop)


@dataclass
class Oracle:
    """What is known about parts of one school, changed or not.

    Attributes:
        school: The school as it is in the workbook.
        seed: Seed of every random choice.
        rules: What can be eased, by key; grows with the conflicts.
        patience: Limit of one question in seconds.
    """

    school: School
    seed: int = 1
    rules: dict[str, Rule] = field(default_factory=dict)
    patience: float = QUESTION_SECONDS

    def __post_init__(self) -> None:
        self._known: dict[tuple[frozenset[str], frozenset[Pick]], Served] = {}
        self._counted: dict[tuple[frozenset[str], frozenset[Pick]], bool] = {}

    def learn(self, rules: Iterable[Rule]) -> None:
        """Take in what can be eased."""
        for rule in rules:
            self.rules.setdefault(rule.key, rule)

    def changed(self, picks: Iterable[Pick]) -> School:
        """The school after some changes."""
        return applied(self.school, map(self._step, strongest(picks)))

    def cost(self, pick: Pick) -> int:
        """Cost of a change."""
        return self._step(pick).change.cost

    def _step(self, pick: Pick) -> Step:
        return self.rules[pick.rule].steps[pick.level]

    def ask(
        self,
        services: Collection[str],
        picks: Iterable[Pick],
        budget: Budget,
        seconds: float | None = None,
    ) -> Servable:
        """Say whether some services can be served in full after some changes."""
        return self.serve(services, picks, budget, seconds).found

    def serve(
        self,
        services: Collection[str],
        picks: Iterable[Pick],
        budget: Budget,
        seconds: float | None = None,
    ) -> Served:
        """Serve some services in full after some changes, or say that it cannot be."""
        made = frozenset(strongest(picks))
        key = frozenset(services), made
        known = self._known.get(key)
        if known is not None and known.found is not Servable.UNKNOWN:
            return known
        if budget.over():
            return Served(found=Servable.UNKNOWN)
        if self.counted(services, made):
            found = Served(found=Servable.NO)
        else:
            found = can_serve(
                part_of(self.changed(made), services),
                min(self._patience(services, seconds), budget.left),
                seed=self.seed,
                should_stop=budget.over,
            )
        self._known[key] = found
        return found

    def _patience(self, services: Collection[str], seconds: float | None) -> float:
        """Seconds for a question: fewer for many services, proven soon or never."""
        limit = self.patience if seconds is None else seconds
        return limit if len(services) <= MANY else limit / 3

    def counted(self, services: Collection[str], picks: Iterable[Pick]) -> bool:
        """Whether counting alone shows that they cannot all be served."""
        made = frozenset(strongest(picks))
        key = frozenset(services), made
        if key not in self._counted:
            part = part_of(self.changed(made), services)
            self._counted[key] = cannot_by_counting(part)
        return self._counted[key]

    def still_ruled_out(self, picks: Iterable[Pick]) -> list[tuple[str, ...]]:
        """Sets of services that counting rules out after some changes."""
        return ruled_out(counts_of_school(self.changed(picks)))

    def confirmed(
        self, services: Collection[str], picks: Iterable[Pick], budget: Budget
    ) -> bool:
        """Whether counting or a second, different search says so too."""
        made = tuple(picks)
        if self.counted(services, made):
            return True
        if budget.over():
            return False
        return confirm(
            part_of(self.changed(made), services),
            min(SECOND_SHARE * self.patience, budget.left),
            seed=self.seed,
            should_stop=budget.over,
        )

    def effect(self, services: Collection[str], budget: Budget) -> int:
        """Minutes that stay short among some services, proven from below."""
        seconds = min(EFFECT_SECONDS, max(budget.left, 0.1))
        return least_short(part_of(self.school, services), seconds, seed=self.seed)


@dataclass(frozen=True)
class Counter:
    """The same questions, answered by counting alone: for sets too large to solve.

    "Yes" means only that counting shows nothing.

    Attributes:
        oracle: Who knows the school and what can be eased.
    """

    oracle: Oracle

    def ask(
        self, services: Collection[str], picks: Iterable[Pick], budget: Budget
    ) -> Servable:
        """Say whether counting shows that the services cannot all be served."""
        if budget.over():
            return Servable.UNKNOWN
        shown = self.oracle.counted(services, picks)
        return Servable.NO if shown else Servable.YES


Asked = Oracle | Counter


def cannot_by_counting(school: School) -> bool:
    """Whether arithmetic alone shows that not everything can be served."""
    return any(count.strength is Strength.CANNOT for count in counts_of_school(school))


def ruled_out(counts: Iterable[Count]) -> list[tuple[str, ...]]:
    """Sets of services that cannot all be served by counting, the fewest first."""
    found = {
        count.service_ids
        for count in counts
        if count.strength is Strength.CANNOT and count.service_ids
    }
    return sorted(found, key=lambda services: (len(services), services))


def strongest(picks: Iterable[Pick]) -> list[Pick]:
    """Keep the furthest step of every rule, in order of the rules."""
    best: dict[str, int] = {}
    for pick in picks:
        best[pick.rule] = max(pick.level, best.get(pick.rule, 0))
    return [Pick(rule, level) for rule, level in sorted(best.items())]
