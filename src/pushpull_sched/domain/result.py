"""What the verifier and the engine answer, and what a run was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pushpull_sched.domain.explanation import Staffing
from pushpull_sched.domain.findings import Breach, Violation
from pushpull_sched.domain.policy import DEFAULT_POLICY, Measure, Policy
from pushpull_sched.domain.schedule import Schedule, ScheduleRow


class ServiceStatus(StrEnum):
    """Status of one service in Compliance."""

    MET = "met"
    SHORT = "short"
    UNPLACED = "unplaced"
    OUTSIDE_TEMPLATE = "outside template"
    NOT_ACTIVE = "not active"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOutcome:
    """How one service fares in a schedule, as the verifier counts it.

    Attributes:
        service_id: The service.
        required_minutes: R over the template, rounded up to the minute.
        scheduled_minutes: T over the template.
        minutes_short: max(0, R - T), not weighted.
        sessions: Number of its sessions.
        sessions_required: N, where it is given.
        provider_ids: Who gives them, in order of first appearance.
        status: Met, short, unplaced, outside template or not active.
    """

    service_id: str
    required_minutes: int
    scheduled_minutes: int
    minutes_short: int
    sessions: int
    sessions_required: int | None
    provider_ids: tuple[str, ...]
    status: ServiceStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the verifier says of a schedule.

    Attributes:
        violations: Broken rules and shortfalls, in the order of the rules.
        measures: Every measure (``moved`` is 0 without a baseline).
        outcomes: One per service of the roster, in its order.
    """

    violations: tuple[Violation, ...]
    measures: Mapping[Measure, int]
    outcomes: tuple[ServiceOutcome, ...]

    @property
    def legal(self) -> bool:
        """Whether no rule is broken; shortfalls do not count."""
        return all(found.severity is not Breach.BROKEN for found in self.violations)

    @property
    def complete(self) -> bool:
        """Whether no service falls short."""
        return all(
            outcome.status not in {ServiceStatus.SHORT, ServiceStatus.UNPLACED}
            for outcome in self.outcomes
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """What a run of the engine was asked.

    Attributes:
        time_limit: Seconds for everything, up to the written files.
        workers: Threads of the solver; 0 chooses by the machine.
        seed: Seed of every random choice.
        policy: Order of the levels.
        baseline: Rows of an earlier schedule as they were read, right or wrong, from
            which as little as possible is to move; None for a fresh schedule. It is
            what the verifier's ``baseline`` takes.
        gap: A level counts as good enough once (value - bound) / max(value, 1) is not
            above it; 0 asks for the proven best.
        deterministic: No clock decides anything: the same roster, parameters and
            versions give the same schedule.
    """

    time_limit: float = 60.0
    workers: int = 0
    seed: int = 1
    policy: Policy = DEFAULT_POLICY
    baseline: tuple[ScheduleRow, ...] | None = None
    gap: float = 0.0
    deterministic: bool = False


class SolveStatus(StrEnum):
    """Status of a result."""

    COMPLETE = "complete"
    """Every service is served in full."""
    INCOMPLETE = "incomplete"
    """The best schedule found leaves minutes or sessions missing."""
    INFEASIBLE = "infeasible"
    """The pins cannot stand together: there is no legal schedule at all."""
    UNKNOWN = "unknown"
    """Time ran out before any schedule was found."""


class StageStatus(StrEnum):
    """How far a level was taken."""

    PROVEN = "proven"
    """No schedule has a smaller value while the levels above are held."""
    CLOSE_ENOUGH = "gap"
    """The gap that was asked for is reached."""
    IMPROVED = "time"
    """Time ended before a proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One level of the policy after a run.

    Attributes:
        level: Name of the level.
        value: Its value in the schedule.
        bound: A proven lower bound, valid with the levels above held.
        status: Proven where the two meet.
        seconds: Time spent on it.
    """

    level: str
    value: int
    bound: int
    status: StageStatus
    seconds: float

    @property
    def gap(self) -> float:
        """(value - bound) / max(value, 1)."""
        return (self.value - self.bound) / max(self.value, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a run says while it works.

    Attributes:
        level: Name of the level in work, or a phase (``reading``, ``first schedule``).
        value: Best value of the level so far; None before any schedule.
        bound: Proven lower bound so far; None where there is none.
        elapsed: Seconds since the run began.
        remaining: Seconds left.
    """

    level: str
    value: int | None
    bound: int | None
    elapsed: float
    remaining: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveResult:
    """What the engine answers. Its schedule has passed the verifier.

    Attributes:
        status: Complete, incomplete, infeasible or unknown.
        schedule: The best schedule found; None where there is none.
        verdict: The verifier's word on it; None where there is no schedule.
        stages: The levels, in the order of the policy.
        reasons: Sentences: why the roster is infeasible, or what ended the run early.
        service_reasons: For services that fall short, why, by service id.
        needs: What each role needs at the least, by counting; None where the run ended
            before it was counted.
        seconds: Duration of the run.
        interrupted: The user ended it.
    """

    status: SolveStatus
    schedule: Schedule | None = None
    verdict: Verdict | None = None
    stages: tuple[Stage, ...] = ()
    reasons: tuple[str, ...] = ()
    service_reasons: Mapping[str, str] = field(default_factory=dict)
    needs: Staffing | None = None
    seconds: float = 0.0
    interrupted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """What made a result, for Summary and ``schedule.json``.

    Attributes:
        roster_name: File name of the workbook, without its folder.
        roster_sha256: SHA-256 of the workbook's bytes, in hexadecimal.
        params: What the run was asked.
        versions: Versions of this program and of what it stands on, by name.
        created: Day of the run; None keeps dates out of the files.
        baseline_name: File name of the baseline, without its folder; empty without.
        baseline_sha256: SHA-256 of its bytes, in hexadecimal.
        frozen: Providers, students and days whose sessions had to stay.
        only_new: Every session of the baseline had to stay.
    """

    roster_name: str
    roster_sha256: str
    params: Params = field(default_factory=Params)
    versions: Mapping[str, str] = field(default_factory=dict)
    created: date | None = None
    baseline_name: str = ""
    baseline_sha256: str = ""
    frozen: tuple[str, ...] = ()
    only_new: bool = False
