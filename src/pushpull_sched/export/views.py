"""Pure views of a result, the same under every format.

A view holds what a page says, in order and with every name looked up; how it looks is
the format's business. Times are minutes since midnight.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from pushpull_sched.domain.findings import Breach, Violation
from pushpull_sched.domain.result import ServiceOutcome, ServiceStatus, SolveResult
from pushpull_sched.domain.schedule import Schedule, ScheduleRow, Session
from pushpull_sched.domain.school import School, SchoolClass
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.export.free_time import lunch_and_planning, merged, without

OUTSIDE_REASON = (
    "The number of sessions is whole for no template of 1, 2 or 4 weeks, so it has no "
    "place in a repeating week: book it by date."
)
ENDED_EARLY = "The run ended before the reason was looked for."


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceRow:
    """One service in Compliance; the fields are the columns of the contract."""

    service_id: str
    student_id: str | None
    service: str
    setting: str
    required_minutes: int
    scheduled_minutes: int
    minutes_short: int
    sessions: int
    provider_id: str | None
    status: str
    conversion: str
    reason: str


def ordered_sessions(schedule: Schedule | None) -> tuple[Session, ...]:
    """Return the sessions by week, day, start, provider and id."""
    if schedule is None:
        return ()
    return tuple(
        sorted(
            schedule.sessions,
            key=lambda session: (
                session.week,
                session.day,
                session.start,
                session.provider_id,
                session.id,
            ),
        )
    )


def schedule_rows(school: School, result: SolveResult) -> tuple[ScheduleRow, ...]:
    """Return the rows of the Schedule sheet, in order of time and provider."""
    schedule = Schedule(sessions=ordered_sessions(result.schedule))
    return tuple(schedule.rows(school.settings.days))


def compliance_rows(school: School, result: SolveResult) -> tuple[ComplianceRow, ...]:
    """Return one row per service in the order of the roster.

    Empty where there is no verdict, hence nothing to comply with.
    """
    if result.verdict is None:
        return ()
    return tuple(
        _compliance_row(school.service[outcome.service_id], outcome, result)
        for outcome in result.verdict.outcomes
    )


def _compliance_row(
    service: Service, outcome: ServiceOutcome, result: SolveResult
) -> ComplianceRow:
    return ComplianceRow(
        service_id=service.id,
        student_id=service.student,
        service=service.name,
        setting=service.setting.value,
        required_minutes=outcome.required_minutes,
        scheduled_minutes=outcome.scheduled_minutes,
        minutes_short=outcome.minutes_short,
        sessions=outcome.sessions,
        provider_id=", ".join(outcome.provider_ids) or None,
        status=outcome.status.value,
        conversion=service.conversion,
        reason=_reason(service, outcome, result),
    )


def _reason(service: Service, outcome: ServiceOutcome, result: SolveResult) -> str:
    if outcome.status is ServiceStatus.NOT_ACTIVE:
        return service.inactive_because
    if outcome.status is ServiceStatus.OUTSIDE_TEMPLATE:
        return OUTSIDE_REASON
    if outcome.status is ServiceStatus.MET:
        return ""
    known = result.service_reasons.get(service.id, "")
    if known:
        return known
    ended = (ENDED_EARLY,) if result.interrupted else ()
    return " ".join((*_shortfalls(service, result), *ended))


def _shortfalls(service: Service, result: SolveResult) -> list[str]:
    """What the verifier says of a service that falls short."""
    violations: tuple[Violation, ...] = (
        result.verdict.violations if result.verdict else ()
    )
    return [
        found.message
        for found in violations
        if found.severity is Breach.SHORT and service.id in found.service_ids
    ]


def student_label(school: School, student_id: str | None) -> str:
    """Name a student: ``Ana Ruiz (S1)``, or the id alone where no name is given."""
    if student_id is None:
        return ""
    student = school.student.get(student_id)
    if student is None or not student.name or student.name == student_id:
        return student_id
    return f"{student.name} ({student_id})"


def provider_name(school: School, provider_id: str) -> str:
    """Name a provider; the id where no name is given."""
    provider = school.provider.get(provider_id)
    return provider.name if provider and provider.name else provider_id


class BlockKind(StrEnum):
    """What happens in a stretch of a day."""

    PUSH_IN = "push-in"
    PULL_OUT = "pull-out"
    CONSULT = "consult"
    LUNCH = "lunch"
    PLANNING = "planning"
    CLASS = "class"


_SESSIONS = frozenset({BlockKind.PUSH_IN, BlockKind.PULL_OUT, BlockKind.CONSULT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of somebody's day. Equal blocks in two weeks are the same event.

    Attributes:
        start: First minute.
        end: Minute after the last.
        kind: A setting, lunch, planning or a class meeting.
        services: Service names, each once.
        students: Labels of the students; of several services, each with its service.
        student_ids: Their ids.
        place: Where it is held; empty for consult, lunch and planning.
        title: What heads it in place of the services: the subject of a class, or the
            provider where a page names no service.
        staff: Who gives it, where the page is not the provider's own.
        tint: What decides its colour; empty for none.
        brief: The place in a word, for a block with little room.
    """

    start: int
    end: int
    kind: BlockKind
    services: tuple[str, ...] = ()
    students: tuple[str, ...] = ()
    student_ids: tuple[str, ...] = ()
    place: str = ""
    title: str = ""
    staff: str = ""
    tint: str = ""
    brief: str = ""

    @property
    def is_session(self) -> bool:
        """Whether a service is given."""
        return self.kind in _SESSIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlan:
    """A day of a provider, a student, a room or a class.

    Attributes:
        week: From 1.
        day: Position of the day.
        available: Available or open hours as (start, end), disjoint, in order.
        blocks: What happens, in order of time.
    """

    week: int
    day: int
    available: tuple[tuple[int, int], ...]
    blocks: tuple[Block, ...]


Label = Callable[[School, str | None], str]
"""Names a student by id."""


def provider_plans(
    school: School,
    result: SolveResult,
    provider_id: str,
    label: Label = student_label,
) -> tuple[DayPlan, ...]:
    """Return a provider's days, week by week: hours, sessions, lunch and planning.

    Lunch and planning are shown where the rules V4 and V5 find room for them; of
    several free stretches, lunch takes the one nearest to the middle of its window.

    Args:
        school: The roster.
        result: The schedule.
        provider_id: Whose days.
        label: Names the students.
    """
    sessions = [
        session
        for session in ordered_sessions(result.schedule)
        if session.provider_id == provider_id
    ]
    settings = school.settings
    return tuple(
        _day_plan(school, provider_id, (week, day), sessions, label)
        for week in range(1, settings.weeks + 1)
        for day in range(len(settings.days))
    )


def _day_plan(
    school: School,
    provider_id: str,
    when: tuple[int, int],
    sessions: Iterable[Session],
    label: Label,
) -> DayPlan:
    provider = school.provider[provider_id]
    here = [found for found in sessions if (found.week, found.day) == when]
    available = merged(
        (hours.when.start, hours.when.end)
        for hours in provider.hours
        if (hours.when.week, hours.when.day) == when
    )
    free = without(available, [(found.start, found.end) for found in here])
    lunch, planning = lunch_and_planning(provider, available, free)
    pauses = ((BlockKind.LUNCH, lunch), (BlockKind.PLANNING, planning))
    blocks = [session_block(school, found, label) for found in here]
    blocks += [
        Block(start=piece[0], end=piece[1], kind=kind)
        for kind, piece in pauses
        if piece is not None
    ]
    blocks.sort(key=lambda block: (block.start, block.end))
    return DayPlan(week=when[0], day=when[1], available=available, blocks=tuple(blocks))


def session_block(
    school: School, session: Session, label: Label = student_label
) -> Block:
    """Say what a session is, as its provider sees it.

    Args:
        school: The roster.
        session: The session.
        label: Names the students.
    """
    services = tuple(dict.fromkeys(served.service for served in session.served))
    several = len(services) > 1
    entries = [
        (
            label(school, served.student_id)
            + (f": {served.service}" if several else ""),
            served.student_id,
        )
        for served in session.served
        if served.student_id is not None
    ]
    entries.sort()
    return Block(
        start=session.start,
        end=session.end,
        kind=BlockKind(session.setting.value),
        services=services,
        students=tuple(label for label, _ in entries),
        student_ids=tuple(student_id for _, student_id in entries),
        place=place_label(school, session),
        brief=_brief_place(school, session),
    )


def _brief_place(school: School, session: Session) -> str:
    """Name the room of a session, or its class where it has none."""
    met = school.school_class.get(session.class_id or "")
    if met is None:
        return place_label(school, session)
    return room_label(school, room_of(met, session)) or met.id


def place_label(school: School, session: Session) -> str:
    """Name the place of a session; empty for consult."""
    if session.setting is Setting.CONSULT:
        return ""
    if session.class_id is not None:
        met = school.school_class.get(session.class_id)
        return class_label(school, met, session) if met else session.class_id
    return room_label(school, session.room_id)


def class_label(school: School, met: SchoolClass, session: Session) -> str:
    """Name a class with its teacher and its room: ``Math 3 [3A-M], Lee, Room 5``."""
    subject = met.subject if met.subject == met.id else f"{met.subject} [{met.id}]"
    room = room_label(school, room_of(met, session))
    return ", ".join(part for part in (subject, met.teacher or "", room) if part)


def room_of(met: SchoolClass, session: Session) -> str | None:
    """Return the room of the meeting in which a session lies."""
    for meeting in met.meetings:
        when = meeting.when
        if (when.week, when.day) == (session.week, session.day) and (
            when.start <= session.start and session.end <= when.end
        ):
            return meeting.room
    return None


def room_label(school: School, room_id: str | None) -> str:
    """Name a room; the id where no name is given."""
    if room_id is None:
        return ""
    room = school.room.get(room_id)
    return room.name if room and room.name else room_id


@dataclass(frozen=True, slots=True, kw_only=True)
class DayColumn:
    """A column of a printed week: a day in the weeks in which it is the same.

    Attributes:
        day: Position of the day.
        weeks: The weeks, increasing.
        plan: The day in the first of them.
    """

    day: int
    weeks: tuple[int, ...]
    plan: DayPlan


def day_columns(plans: Iterable[DayPlan]) -> tuple[DayColumn, ...]:
    """Join the weeks in which a day is the same; in order of day and first week."""
    groups: dict[object, list[DayPlan]] = {}
    for plan in sorted(plans, key=lambda found: (found.day, found.week)):
        key = (plan.day, plan.available, plan.blocks)
        groups.setdefault(key, []).append(plan)
    return tuple(
        DayColumn(
            day=same[0].day, weeks=tuple(plan.week for plan in same), plan=same[0]
        )
        for same in groups.values()
    )
