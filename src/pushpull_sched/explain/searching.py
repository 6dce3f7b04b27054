"""What needs solving: the conflicts, the repair, what each change buys."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from pushpull_sched.domain.explanation import Alone, Ask, Conflict, Repair
from pushpull_sched.domain.result import Progress
from pushpull_sched.domain.school import School
from pushpull_sched.explain.cores import Core
from pushpull_sched.explain.finder import Finder
from pushpull_sched.explain.oracle import QUESTION_SECONDS, Budget, Oracle
from pushpull_sched.explain.parts import part_of
from pushpull_sched.explain.repairing import Outcome, Repairer
from pushpull_sched.explain.solving import Attempt, attempt
from pushpull_sched.explain.wording import conflict_of

FIRST_SHARE, FIRST_SECONDS = 0.1, 4.0
"""Share of the time, and seconds at most, for the first try at a complete schedule."""
FIND_SHARE = 0.45
"""Share of the time up to which conflicts are looked for."""
REPAIR_SHARE = 0.8
"""Share of the time up to which a repair is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """What solving says.

    Attributes:
        complete: A complete schedule was found: nothing is in the way.
        clash: The pins cannot stand together.
        missing: Minutes short in the best schedule found; None without one.
        conflicts: Independent conflicts, the largest effect first.
        complete_list: There is no further independent one.
        repair: The best repair.
        least_cost: No complete repair costs less.
        alone: What each change alone buys.
        hopeless: Conflicts that no change of the catalogue resolves.
    """

    complete: bool
    clash: bool = False
    missing: int | None = None
    conflicts: tuple[Conflict, ...] = ()
    complete_list: bool = False
    repair: Repair | None = None
    least_cost: int = 0
    alone: tuple[Alone, ...] = ()
    hopeless: int = 0


@dataclass
class Searching:
    """One run.

    Attributes:
        school: The school.
        ask: What is asked.
        budget: Time.
        hints: Services that cannot all be served for what counting knows.
        on_progress: Told what is done at the moment.
        cores: The conflicts found.
        patience: Limit of one question to the exact model, in seconds.
        one_by_one: Look what each change alone buys, where a repair is found as well.
    """

    school: School
    ask: Ask
    budget: Budget
    hints: Sequence[Collection[str]] = ()
    on_progress: Callable[[Progress], None] = lambda _: None
    cores: list[Core] = field(default_factory=list)
    one_by_one: bool = True
    patience: float = QUESTION_SECONDS

    def __post_init__(self) -> None:
        self.oracle = Oracle(self.school, self.ask.seed, patience=self.patience)
        self.finder = Finder(self.oracle, self.ask.costs)

    def run(self) -> Solved:
        """Look for a complete schedule, for conflicts, and for a repair."""
        self._say("looking for a complete schedule")
        seconds = min(FIRST_SECONDS, FIRST_SHARE * self.ask.time_limit)
        now = self._attempt(self.school, seconds)
        if now.complete or now.clash:
            return Solved(complete=now.complete, clash=now.clash, missing=now.minutes)
        now = self._find(now)
        if now.complete:
            return Solved(complete=True, missing=0)
        whole_list = self._is_whole_list(now)
        conflicts = self._conflicts()
        outcome, alone = self._repair(now)
        return Solved(
            complete=False,
            missing=now.minutes,
            conflicts=conflicts,
            complete_list=whole_list,
            repair=outcome.repair,
            least_cost=outcome.least_cost,
            alone=alone,
            hopeless=outcome.hopeless,
        )

    def _attempt(
        self, school: School, seconds: float, start: Attempt | None = None
    ) -> Attempt:
        return attempt(
            school,
            seconds,
            self.budget,
            seed=self.ask.seed,
            workers=self.ask.workers,
            start=() if start is None else start.rows,
        )

    def _find(self, now: Attempt) -> Attempt:
        """Look for conflicts; search on for a schedule in between."""
        seconds = FIRST_SECONDS
        until = FIND_SHARE * self.ask.time_limit
        while not self.budget.over():
            self._say("looking for conflicts", now.minutes)
            part = self.budget.part(until - self.budget.elapsed)
            for core in self.finder.find(now.short, self.hints, part):
                self.cores.append(core)
                self._say(f"conflicts found: {len(self.cores)}", now.minutes)
            if self.cores or part.over():
                return now
            self._say("looking for a complete schedule", now.minutes)
            again = self._attempt(self.school, seconds, now)
            if again.complete or again.bought(now) > 0:
                now = again
            if now.complete:
                return now
            seconds *= 2
        return now

    def _is_whole_list(self, now: Attempt) -> bool:
        """Whether everything outside the conflicts can be served together."""
        if not self.cores:
            return False
        used = {each for core in self.cores for each in core.services}
        if used.issuperset(now.short):
            return True
        rest = [s.id for s in self.school.services if s.id not in used]
        return self._attempt(part_of(self.school, rest), FIRST_SECONDS / 2).complete

    def _conflicts(self) -> tuple[Conflict, ...]:
        written = [
            conflict_of(
                self.school,
                core,
                max(1, self.oracle.effect(core.services, self.budget)),
            )
            for core in self.cores
        ]
        return tuple(sorted(written, key=lambda one: -one.minutes))

    def _repair(self, now: Attempt) -> tuple[Outcome, tuple[Alone, ...]]:
        repairer = Repairer(
            self.oracle,
            self.ask.costs,
            now,
            workers=self.ask.workers,
            limit=self.ask.budget,
        )
        self._say("looking for the cheapest repair", now.minutes)
        until = REPAIR_SHARE * self.ask.time_limit - self.budget.elapsed
        part = self.budget.part(max(until, 0.0))
        outcome = repairer.run(
            self.cores,
            part,
            lambda cost: self._say(f"cheapest repair (cost {cost} at least)"),
        )
        found = outcome.repair is not None and outcome.repair.complete
        if found and not self.one_by_one:
            return outcome, ()
        self._say("what each change buys", now.minutes)
        alone = repairer.alone(self.budget)
        if not found:
            self._say("putting changes together", now.minutes)
            outcome = replace(outcome, repair=repairer.joined(alone, self.budget))
        outcome = replace(outcome, repair=repairer.cheaper(outcome.repair))
        return outcome, tuple(one for _, one in alone)

    def _say(self, what: str, value: int | None = None) -> None:
        self.on_progress(
            Progress(
                level=what,
                value=value,
                bound=None,
                elapsed=self.budget.elapsed,
                remaining=max(self.budget.left, 0.0),
            )
        )
