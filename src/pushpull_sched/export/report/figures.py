"""What the overview counts: people, sessions, levels and loads."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pushpull_sched.domain.policy import MEASURE_TITLES, Measure
from pushpull_sched.domain.result import (
    RunInfo,
    ServiceStatus,
    SolveResult,
    StageStatus,
)
from pushpull_sched.domain.school import KINDERGARTEN, Provider, School
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.free_time import merged
from pushpull_sched.export.names import Names
from pushpull_sched.export.views import DayPlan, ordered_sessions, provider_plans
from pushpull_sched.export.wording import STAGE_WORDS, level_title

SETTINGS = (Setting.PUSH_IN, Setting.PULL_OUT, Setting.CONSULT)
"""The settings of sessions, in the order in which they are shown."""

IDLE = frozenset({ServiceStatus.OUTSIDE_TEMPLATE, ServiceStatus.NOT_ACTIVE})
"""The states of services that count nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """A level of the policy.

    Attributes:
        title: What it counts.
        value: Its value; 0 is perfect.
        bound: No schedule can be below it.
        gap: The share of the value that may be above the best, from 0 to 1.
        words: How far it was taken.
        proven: Whether no schedule does better.
    """

    title: str
    value: int
    bound: int
    gap: float
    words: str
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """How the available minutes of a provider are used, over the template.

    Attributes:
        provider_id: The provider.
        name: Name.
        roles: Roles, in order.
        minutes: Session minutes by setting, in the order of :data:`SETTINGS`.
        pauses: Minutes of lunch and planning.
        available: Available minutes.
        sessions: Number of sessions.
        students: Number of different students.
        group_size: Students in a pull-out session on average; None without any.
    """

    provider_id: str
    name: str
    roles: str
    minutes: tuple[int, ...]
    pauses: int
    available: int
    sessions: int
    students: int
    group_size: float | None

    @property
    def used(self) -> int:
        """Session minutes."""
        return sum(self.minutes)

    @property
    def share(self) -> float:
        """Session minutes by available minutes; 0 without available minutes."""
        return self.used / self.available if self.available else 0.0


def level_rows(result: SolveResult, run: RunInfo) -> tuple[LevelRow, ...]:
    """Return the levels in the order of the policy.

    Moves are left out where there is no baseline from which anything could move.
    """
    idle = Measure.MOVED.value if run.params.baseline is None else None
    return tuple(
        LevelRow(
            title=level_title(stage.level),
            value=stage.value,
            bound=stage.bound,
            gap=stage.gap,
            words=STAGE_WORDS[stage.status],
            proven=stage.status is StageStatus.PROVEN,
        )
        for stage in result.stages
        if stage.level != idle
    )


def measure_rows(result: SolveResult) -> tuple[tuple[str, int], ...]:
    """Return every measure with its title; empty without a schedule."""
    if result.verdict is None:
        return ()
    return tuple(
        (MEASURE_TITLES[measure], value)
        for measure, value in result.verdict.measures.items()
    )


def session_counts(result: SolveResult) -> tuple[tuple[str, int], ...]:
    """Return the number of sessions of each setting that occurs."""
    counts = Counter(found.setting for found in ordered_sessions(result.schedule))
    return tuple(
        (setting.value, counts[setting]) for setting in SETTINGS if counts[setting]
    )


def load_rows(school: School, result: SolveResult, names: Names) -> tuple[LoadRow, ...]:
    """Return one row per provider, the fullest first."""
    rows = [_load_row(school, result, names, each) for each in school.providers]
    return tuple(sorted(rows, key=lambda row: (-row.share, row.name)))


def _load_row(
    school: School, result: SolveResult, names: Names, provider: Provider
) -> LoadRow:
    own = [
        session
        for session in ordered_sessions(result.schedule)
        if session.provider_id == provider.id
    ]
    pulled = [len(found.served) for found in own if found.setting is Setting.PULL_OUT]
    students = {served.student_id for session in own for served in session.served} - {
        None
    }
    plans = provider_plans(school, result, provider.id)
    return LoadRow(
        provider_id=provider.id,
        name=names.provider(provider.id),
        roles=", ".join(sorted(provider.roles)),
        minutes=tuple(
            sum(found.minutes for found in own if found.setting is setting)
            for setting in SETTINGS
        ),
        pauses=_pauses(plans),
        available=available_minutes(provider),
        sessions=len(own),
        students=len(students),
        group_size=sum(pulled) / len(pulled) if pulled else None,
    )


def _pauses(plans: Iterable[DayPlan]) -> int:
    """Minutes of lunch and planning on the days that have sessions."""
    return sum(
        block.end - block.start
        for plan in plans
        for block in plan.blocks
        if not block.is_session
    )


def available_minutes(provider: Provider) -> int:
    """Sum the available minutes over the template; hours that overlap count once."""
    days: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for hours in provider.hours:
        when = hours.when
        days.setdefault((when.week, when.day), []).append((when.start, when.end))
    return sum(end - start for spans in days.values() for start, end in merged(spans))


def grade_text(grade: int) -> str:
    """Write a grade as in the workbook: ``PK``, ``K``, ``1`` … ``12``."""
    if grade < KINDERGARTEN:
        return "PK"
    return "K" if grade == KINDERGARTEN else str(grade)
