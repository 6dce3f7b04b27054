"""The days of a student, a room and a class: what happens, hour by hour."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pushpull_sched.domain.result import SolveResult
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Meeting, Room, School, SchoolClass, Student
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.free_time import Span, merged, without
from pushpull_sched.export.names import Names
from pushpull_sched.export.pages.model import Tint
from pushpull_sched.export.views import (
    Block,
    BlockKind,
    DayPlan,
    ordered_sessions,
    provider_plans,
    session_block,
)

Day = tuple[int, int]
"""Week (from 1) and day (position)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What pages are made from.

    Attributes:
        school: The roster.
        result: The schedule.
        names: How everybody is named.
        tint: What colours tell.
        mark: A warning on every page; empty for none.
    """

    school: School
    result: SolveResult
    names: Names
    tint: Tint = Tint.SERVICE
    mark: str = ""

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions by week, day and time."""
        return ordered_sessions(self.result.schedule)


def days_of(school: School) -> tuple[Day, ...]:
    """Return every day of the template, week by week."""
    settings = school.settings
    return tuple(
        (week, day)
        for week in range(1, settings.weeks + 1)
        for day in range(len(settings.days))
    )


def grade_text(grade: int) -> str:
    """Name a grade: ``grade PK``, ``grade K``, ``grade 3``."""
    return f"grade {({-1: 'PK', 0: 'K'}).get(grade, str(grade))}"


def tint_of(source: Source, session: Session) -> str:
    """Return what a session's colour stands for: its services, or its grades."""
    school = source.school
    if source.tint is Tint.SERVICE:
        return " + ".join(dict.fromkeys(served.service for served in session.served))
    students = (
        school.student.get(served.student_id or "") for served in session.served
    )
    grades = sorted({student.grade for student in students if student})
    if not grades:
        return "no grade"
    low, high = grade_text(grades[0]), grade_text(grades[-1])
    return low if low == high else f"{low} to {high.removeprefix('grade ')}"


def provider_days(source: Source, key: str) -> tuple[DayPlan, ...]:
    """Return the days of a provider, students named as asked, sessions coloured."""
    own = {
        (found.week, found.day, found.start, found.end): found
        for found in source.sessions
        if found.provider_id == key
    }
    return tuple(
        replace(
            plan,
            blocks=tuple(
                _of_provider(
                    source, block, own[plan.week, plan.day, block.start, block.end]
                )
                if block.is_session
                else block
                for block in plan.blocks
            ),
        )
        for plan in provider_plans(source.school, source.result, key)
    )


def _of_provider(source: Source, block: Block, session: Session) -> Block:
    """Name the students as asked; of several services, service by service."""
    by_service: dict[str, list[str]] = {}
    for served in session.served:
        if served.student_id is not None:
            label = source.names.student(served.student_id)
            by_service.setdefault(served.service, []).append(label)
    groups = [", ".join(sorted(labels)) for labels in by_service.values()]
    if len(block.services) > 1:
        groups = [
            f"{service}: {group}"
            for service, group in zip(by_service, groups, strict=True)
        ]
    return replace(block, students=tuple(groups), tint=tint_of(source, session))


def student_days(source: Source, student: Student) -> tuple[DayPlan, ...]:
    """Return the days of a student: classes, and sessions that stand in for them."""
    classes = [source.school.school_class[key] for key in sorted(student.classes)]
    own = [
        session
        for session in source.sessions
        if any(served.student_id == student.id for served in session.served)
        and session.setting is not Setting.CONSULT
    ]
    plans = []
    for when in days_of(source.school):
        sessions = [
            _of_student(source, student, session)
            for session in own
            if (session.week, session.day) == when
        ]
        meetings = _meetings(source, classes, when)
        away = [
            (found.start, found.end)
            for found in student.unavailable
            if (found.week, found.day) == when
        ]
        edges = [
            edge
            for block in (*meetings, *sessions)
            for edge in (block.start, block.end)
        ]
        present: tuple[Span, ...] = ((min(edges), max(edges)),) if edges else ()
        blocks = (*_around(meetings, sessions), *sessions)
        plans.append(_plan(when, without(present, away), blocks))
    return tuple(plans)


def _of_student(source: Source, student: Student, session: Session) -> Block:
    """Say what a session is to one of its students; the others are not named."""
    mine = tuple(found for found in session.served if found.student_id == student.id)
    own = replace(session, served=mine)
    return replace(
        session_block(source.school, own, _unnamed),
        students=(),
        student_ids=(student.id,),
        staff=source.names.provider(session.provider_id),
        tint=tint_of(source, own),
    )


def _unnamed(_: School, __: str | None) -> str:
    return ""


def room_days(source: Source, room: Room) -> tuple[DayPlan, ...]:
    """Return the days of a room: who is in it, and the classes that meet there.

    A door tells no one who gets which service: providers head the sessions.
    """
    sessions = [
        session
        for session in source.sessions
        if session.room_id is not None
        and session.room_id.casefold() == room.id.casefold()
    ]
    day_span = school_day(source.school)
    plans = []
    for when in days_of(source.school):
        visits = [
            at_door(source, session)
            for session in sessions
            if (session.week, session.day) == when
        ]
        classes = _meetings(
            source, source.school.classes, when, lambda met: _is_in(met, room)
        )
        hours = merged(
            (max(found.start, day_span[0]), min(found.end, day_span[1]))
            for found in room.hours
            if (found.week, found.day) == when
            and found.start < day_span[1]
            and found.end > day_span[0]
        )
        plans.append(_plan(when, hours, (*classes, *visits)))
    return tuple(plans)


def _is_in(meeting: Meeting, room: Room) -> bool:
    return (meeting.room or "").casefold() in {
        room.id.casefold(),
        room.name.casefold() or room.id.casefold(),
    }


def at_door(source: Source, session: Session) -> Block:
    """Say what a session is to who stands at the door: provider and students."""
    names = source.names
    students = {names.student(found.student_id) for found in session.served}
    provider = names.provider(session.provider_id)
    return replace(
        session_block(source.school, session, _unnamed),
        services=(),
        title=provider,
        students=tuple(sorted(students - {""})),
        place="",
        brief="",
        tint=provider,
    )


def class_days(source: Source, classes: Sequence[SchoolClass]) -> tuple[DayPlan, ...]:
    """Return the days of a class or homeroom: its meetings, and who comes in."""
    ids = {met.id for met in classes}
    sessions = [session for session in source.sessions if session.class_id in ids]
    plans = []
    for when in days_of(source.school):
        visits = [
            at_door(source, session)
            for session in sessions
            if (session.week, session.day) == when
        ]
        meetings = _meetings(source, classes, when)
        lessons = _around(meetings, visits)
        hours = merged((block.start, block.end) for block in (*meetings, *visits))
        plans.append(_plan(when, hours, (*lessons, *visits)))
    return tuple(plans)


def _meetings(
    source: Source,
    classes: Iterable[SchoolClass],
    when: Day,
    keep: Callable[[Meeting], bool] = lambda _: True,
) -> list[Block]:
    """Return the meetings of classes on a day as blocks."""
    return [
        Block(
            start=meeting.when.start,
            end=meeting.when.end,
            kind=BlockKind.CLASS,
            title=met.subject,
            staff=met.teacher or "",
            place=source.names.room(meeting.room),
        )
        for met in classes
        for meeting in met.meetings
        if (meeting.when.week, meeting.when.day) == when and keep(meeting)
    ]


def _around(lessons: Iterable[Block], sessions: Iterable[Block]) -> list[Block]:
    """Leave of the lessons what the sessions do not cover."""
    taken = [(block.start, block.end) for block in sessions]
    return [
        replace(lesson, start=start, end=end)
        for lesson in lessons
        for start, end in without([(lesson.start, lesson.end)], taken)
    ]


def _plan(when: Day, hours: tuple[Span, ...], blocks: Iterable[Block]) -> DayPlan:
    unique = dict.fromkeys(blocks)
    ordered = sorted(unique, key=lambda block: (block.start, block.end, block.title))
    return DayPlan(week=when[0], day=when[1], available=hours, blocks=tuple(ordered))


def school_day(school: School) -> Span:
    """Return the first and last minute at which a class meets or a provider works."""
    edges = [
        edge
        for met in school.classes
        for meeting in met.meetings
        for edge in (meeting.when.start, meeting.when.end)
    ]
    edges += [
        edge
        for provider in school.providers
        for hours in provider.hours
        for edge in (hours.when.start, hours.when.end)
    ]
    return (min(edges), max(edges)) if edges else (8 * 60, 15 * 60)
