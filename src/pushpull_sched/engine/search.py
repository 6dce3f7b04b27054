"""The state of one run: the schedule at hand, its values, the clock, the reports.

The only mutable object of the engine. Everything that enters it as the schedule at hand
is measured by the verifier's measures, and verified whole before it is handed out.
"""

import os
import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pushpull_sched.domain.explanation import Staffing
from pushpull_sched.domain.findings import Breach, Violation
from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.result import (
    Params,
    Progress,
    SolveResult,
    SolveStatus,
    Verdict,
)
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.service import Service
from pushpull_sched.engine.bench import Proved
from pushpull_sched.engine.construct import careful_order
from pushpull_sched.engine.crew import Crew
from pushpull_sched.engine.knowledge import Knowledge, lacking
from pushpull_sched.engine.narrowing import narrowed
from pushpull_sched.engine.offers import FULL_WIDTH, Width
from pushpull_sched.engine.solver import Answer, Effort
from pushpull_sched.engine.step import Goal, Stepped, step
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import Timetable, schedule_of
from pushpull_sched.verify import measures_of, verify_schedule

PINS = "C2"
"""The rule that only further sessions can mend."""
REPORT_EVERY, REPORT_SHARE = 2.0, 10.0
"""Seconds between two verified schedules handed out while a level improves, and so many
times what verifying one takes."""


STEP_WORK, BOARD_WORK, PROOF_WORK = 0.1, 0.0015, 0.03
"""Seconds that stand, where no clock counts, for building a step's model, for putting
up one service on the board, and for one student's bound."""


@dataclass
class Work:
    """A clock that only work moves, so that nothing depends on the machine."""

    now: float = 0.0

    def __call__(self) -> float:
        """The seconds of work so far."""
        return self.now


class Disagreement(Exception):
    """Model and verifier disagree: a fault of this program.

    Attributes:
        rules: Codes of the rules that the verifier found broken.
    """

    def __init__(self, rules: Collection[str]) -> None:
        super().__init__("model and verifier disagree on " + ", ".join(sorted(rules)))
        self.rules = frozenset(rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLevel:
    """A level that is done: it may not exceed its limit any more."""

    level: Level
    limit: int


@dataclass
class Search:
    """One run.

    Attributes:
        atlas: Static possibilities of the school.
        params: What was asked.
        clock: Seconds of a steady clock.
        on_progress: Told about every step forward.
        on_incumbent: Handed every verified schedule that is better than the last.
        asked_to_stop: Whether the user wants to end.
        limits: How far each level with a tolerance may worsen, by its name.
    """

    atlas: Atlas
    params: Params
    clock: Callable[[], float]
    on_progress: Callable[[Progress], None]
    on_incumbent: Callable[[SolveResult], None]
    asked_to_stop: Callable[[], bool]
    now: Timetable = field(default_factory=Timetable)
    best: tuple[Timetable, Verdict] | None = None

    def __post_init__(self) -> None:
        if self.params.deterministic:
            self.clock = Work()
        self.began = self.clock()
        self.rng = random.Random(self.params.seed)  # noqa: S311 - seeded on purpose
        self.handed_out = self.began
        self.known = Knowledge(self.atlas)
        self.blame: Counter[str] = Counter()
        self.crew: Crew | None = None
        self.proved: dict[str, int] = {}
        self.limits: dict[str, int] = {}
        self.kept_back = 0.0
        self.needs: Staffing | None = None
        self.arrived: list[Timetable] = []
        self._verifying = 0.0
        self._measured: tuple[Timetable, Mapping[Measure, int]] | None = None

    # ── time ────────────────────────────────────────────────────────────────────────
    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return self.clock() - self.began

    @property
    def remaining(self) -> float:
        """Seconds left, without those kept back for the end."""
        return self.params.time_limit - self.kept_back - self.elapsed

    def over(self) -> bool:
        """Whether the run must end now."""
        return self.asked_to_stop() or self.remaining <= 0

    def spend_moves(self, services: int) -> None:
        """Count what putting up services on the board takes, where no clock does."""
        self._spend(services * BOARD_WORK)

    def spend_proof(self) -> None:
        """Count what a student's bound takes, where no clock does."""
        self._spend(PROOF_WORK)

    def spend_step(self, answer: Answer) -> None:
        """Count what building a model and solving it takes, where no clock does."""
        self._spend(STEP_WORK + answer.seconds)

    def _spend(self, seconds: float) -> None:
        if isinstance(self.clock, Work):
            self.clock.now += seconds

    def effort(self, seconds: float) -> Effort:
        """A solver run of at most so many seconds of what is left."""
        return Effort(
            seconds=min(seconds, max(self.remaining, 0.05)),
            workers=self.free_threads,
            seed=self.rng.randrange(1 << 30),
            deterministic=self.params.deterministic,
        )

    @property
    def threads(self) -> int:
        """Cores to use: as asked, or all; one where the answer must be repeatable."""
        if self.params.deterministic:
            return 1
        return self.params.workers or os.cpu_count() or 1

    @property
    def free_threads(self) -> int:
        """Cores that no member of the crew is busy on."""
        return max(1, self.threads - (self.crew.busy if self.crew else 0))

    # ── the crew ────────────────────────────────────────────────────────────────────
    def absorb(self, seconds: float = 0.0) -> None:
        """Take in what the crew has found, waiting so long for the first of it."""
        for found in self.crew.found(seconds) if self.crew else ():
            if isinstance(found, Proved):
                self.prove(found.level, found.bound)
            else:
                self.arrived.append(found.timetable)

    def prove(self, level: str, bound: int) -> None:
        """Keep a proven lower bound, where it is the best so far."""
        self.proved[level] = max(bound, self.proved.get(level, 0))

    # ── the schedule at hand ────────────────────────────────────────────────────────
    @cached_property
    def order(self) -> list[str]:
        """Services that moves on the board may touch, in the order of placing.

        Of those bound together the first one stands for all.
        """
        return careful_order(self.known)

    @property
    def values(self) -> Mapping[Measure, int]:
        """Every measure of the schedule at hand, as the verifier counts it."""
        if self._measured is None or self._measured[0] is not self.now:
            self._measured = (
                self.now,
                measures_of(self.atlas.school, self.schedule, self.params.baseline),
            )
        return self._measured[1]

    def minutes_short(self) -> int:
        """Minutes short of the schedule at hand, times priority; without the rest."""
        return sum(
            service.priority * max(0, self.missing(service))
            for service in self.atlas.services
        )

    def missing(self, service: Service) -> int:
        """Minutes that a service still lacks; at least 1 where sessions lack."""
        return lacking(self.atlas, service.id, self.now.taken.get(service.id, ()))

    def missing_of(self, service_id: str) -> int:
        """Minutes that a service still lacks, by its id."""
        return self.missing(self.atlas.school.service[service_id])

    def is_served(self, leader: str) -> bool:
        """Whether a service, and whoever is bound to it, is served in full."""
        return all(self.missing_of(each) <= 0 for each in self.known.unit(leader))

    @property
    def schedule(self) -> Schedule:
        """The schedule at hand as sessions."""
        return schedule_of(self.atlas.school, self.now)

    def value(self, level: Level) -> int:
        """Value of a level in the schedule at hand."""
        return level.value(self.values)

    def take(
        self,
        free: Collection[str],
        goal: Goal,
        seconds: float,
        width: Width = FULL_WIDTH,
    ) -> Stepped:
        """Make one step and keep what it found."""
        stepped = self.try_out(free, goal, seconds, width)
        self.keep(stepped.timetable)
        return stepped

    def try_out(
        self,
        free: Collection[str],
        goal: Goal,
        seconds: float,
        width: Width = FULL_WIDTH,
    ) -> Stepped:
        """Make one step without keeping what it found."""
        stepped = step(
            self.atlas,
            self.now,
            free,
            goal,
            self.effort(seconds),
            width=width,
            should_stop=self.over,
        )
        self.spend_step(stepped.answer)
        return stepped

    def keep_if_better(
        self, timetable: Timetable, level: Level, held: Sequence[HeldLevel]
    ) -> bool:
        """Keep a schedule that is better at a level and holds those above.

        By the verifier's measures: the model may have left a part of churn out.
        """
        before, value = self.now, self.value(level)
        self.keep(timetable)
        if self.value(level) < value and all(
            self.value(above.level) <= above.limit for above in held
        ):
            return True
        self.keep(before)
        return False

    def step_forward(
        self, timetable: Timetable, level: Level, held: Sequence[HeldLevel]
    ) -> bool:
        """Keep a schedule that is better, say so and hand it out."""
        better = self.keep_if_better(timetable, level, held)
        if better:
            self.report(level.name, self.value(level), None)
            self.hand_out()
        return better

    def narrow(self, free: Collection[str], count: int, *, fine: bool) -> Width:
        """Offer each service its own providers and the ``count`` least loaded ones."""
        few = narrowed(self.atlas, self.now, free, count, self.rng)
        return replace(few, fine=fine)

    def keep(self, timetable: Timetable) -> None:
        """Make a schedule the one at hand."""
        self.now = timetable

    def broken(self, timetable: Timetable) -> list[tuple[str, ...]]:
        """Services named by each broken rule of a timetable, pins left out."""
        broken = self._breaches(timetable)
        return [found.service_ids for found in broken if found.rule != PINS]

    def pins_stand(self) -> bool:
        """Whether every pinned session stands in the schedule at hand."""
        return all(found.rule != PINS for found in self._breaches(self.now))

    def _breaches(self, timetable: Timetable) -> list[Violation]:
        school = self.atlas.school
        verdict = verify_schedule(school, schedule_of(school, timetable))
        return [one for one in verdict.violations if one.severity is Breach.BROKEN]

    def hand_out(self, *, at_once: bool = False) -> None:
        """Verify the schedule at hand and hand it out where it is the best so far.

        Raises:
            Disagreement: Where the verifier finds a broken rule.
        """
        pause = max(REPORT_EVERY, REPORT_SHARE * self._verifying)
        if not at_once and self.clock() - self.handed_out < pause:
            return
        if self.best is not None and self.best[0] is self.now:
            return
        began = self.clock()
        verdict = verify_schedule(
            self.atlas.school, self.schedule, baseline=self.params.baseline
        )
        self._verifying = self.clock() - began
        if not verdict.legal:
            raise Disagreement({found.rule for found in verdict.violations})
        if self.best is None or self._better(verdict):
            self.best = self.now, verdict
            self.on_incumbent(
                SolveResult(
                    status=status_of(verdict),
                    schedule=self.schedule,
                    verdict=verdict,
                    seconds=self.elapsed,
                )
            )
        self.handed_out = self.clock()

    def _better(self, verdict: Verdict) -> bool:
        return self.best is None or self._worth(verdict) <= self._worth(self.best[1])

    def _worth(self, verdict: Verdict) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Values by which schedules are compared, smaller is better.

        What a level may worsen by its tolerance counts only among equals.
        """
        policy = self.params.policy
        values = policy.values(verdict.measures)
        tolerated = tuple(
            max(value, self.limits.get(level.name, 0))
            for level, value in zip(policy.levels, values, strict=True)
        )
        return tolerated, values

    def report(self, level: str, value: int | None, bound: int | None) -> None:
        """Tell how far a level is."""
        self.on_progress(
            Progress(
                level=level,
                value=value,
                bound=bound,
                elapsed=self.elapsed,
                remaining=max(self.remaining, 0.0),
            )
        )


def status_of(verdict: Verdict) -> SolveStatus:
    """Status of a legal schedule."""
    return SolveStatus.COMPLETE if verdict.complete else SolveStatus.INCOMPLETE
