"""What is counted for groups, classes and rooms, and missed time by subject."""

from collections import Counter
from collections.abc import Iterable, Mapping

from pushpull_sched.compare.lookup import Counted, overlap, students_of
from pushpull_sched.domain.facts import (
    ClassFacts,
    GroupFacts,
    RoomFacts,
    SubjectFacts,
)
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Meeting, Room, School, SchoolClass
from pushpull_sched.domain.service import Setting
from pushpull_sched.verify.spans import Span, clipped, merged, total, without

Day = tuple[int, int]


def group_facts(found: Counted) -> GroupFacts:
    """Count the pull-out sessions by size and by span of grades."""
    sizes: Counter[int] = Counter()
    spans: Counter[int] = Counter()
    school = found.school
    for session in _pull_outs(found):
        sizes[len(session.served)] += 1
        grades = [
            school.student[key].grade
            for key in students_of(session)
            if school and key in school.student
        ]
        if grades:
            spans[max(grades) - min(grades)] += 1
    return GroupFacts(
        sizes={size: found.weekly(n) for size, n in sorted(sizes.items())},
        spans={span: found.weekly(n) for span, n in sorted(spans.items())},
    )


def subject_facts(found: Counted) -> tuple[SubjectFacts, ...]:
    """Sum the class minutes missed by subject, most first."""
    missed: Counter[tuple[str, str]] = Counter()
    free: Counter[tuple[str, str]] = Counter()
    for session, _, met, meeting in _departures(found):
        counter = missed if meeting.weight else free
        counter[met.subject, met.kind.value] += overlap(session, meeting)
    keys = sorted({*missed, *free}, key=lambda key: (-missed[key], -free[key], key))
    return tuple(
        SubjectFacts(
            subject=subject,
            kind=kind,
            missed=found.weekly(missed[subject, kind]),
            free=found.weekly(free[subject, kind]),
        )
        for subject, kind in keys
    )


def class_facts(found: Counted) -> tuple[ClassFacts, ...]:
    """Count departures and visits of every class with meetings."""
    if found.school is None:
        return ()
    leaving: dict[str, set[tuple[Day, str, int]]] = {}
    for session, _, met, meeting in _departures(found):
        key = ((session.week, session.day), session.id, meeting.when.start)
        leaving.setdefault(met.id, set()).add(key)
    visits: dict[str, list[Day]] = {}
    for session in found.sessions:
        if session.class_id is not None:
            visits.setdefault(session.class_id, []).append((session.week, session.day))
    return tuple(
        _class(met, [day for day, _, _ in leaving.get(met.id, ())], visits)
        for met in found.school.classes
        if met.meetings
    )


def _class(
    met: SchoolClass, leaving: list[Day], visits: Mapping[str, list[Day]]
) -> ClassFacts:
    visited = visits.get(met.id, [])
    return ClassFacts(
        id=met.id,
        subject=met.subject,
        teacher=met.teacher or "",
        days=len({(one.when.week, one.when.day) for one in met.meetings}),
        departures=len(leaving),
        visits=len(visited),
        most=max(Counter([*leaving, *visited]).values(), default=0),
    )


def room_facts(found: Counted) -> tuple[RoomFacts, ...]:
    """Count the use of every room."""
    mine: dict[str, list[Session]] = {}
    for session in found.sessions:
        if session.room_id is not None:
            mine.setdefault(session.room_id, []).append(session)
    known = {room.id: room for room in found.school.rooms} if found.school else {}
    others = sorted(set(mine) - set(known))
    return tuple(
        _room(found, room_id, known.get(room_id), mine.get(room_id, []))
        for room_id in (*known, *others)
    )


def _room(
    found: Counted, room_id: str, room: Room | None, sessions: list[Session]
) -> RoomFacts:
    days: dict[Day, list[Span]] = {}
    for session in sessions:
        key = (session.week, session.day)
        days.setdefault(key, []).append((session.start, session.end))
    open_minutes = None
    if found.school is not None and room is not None:
        open_minutes = found.weekly(_open_minutes(found.school, room))
    return RoomFacts(
        id=room_id,
        name=room.name if room else "",
        sessions=found.weekly(len(sessions)),
        minutes=found.weekly(sum(total(merged(spans)) for spans in days.values())),
        open_minutes=open_minutes,
        most=max((_at_once(spans) for spans in days.values()), default=0),
    )


def _at_once(spans: Iterable[Span]) -> int:
    """Return the most stretches that hold at one minute."""
    listed = list(spans)
    return max(sum(start <= at < end for start, end in listed) for at, _ in listed)


def _open_minutes(school: School, room: Room) -> int:
    """Minutes of the template in which the room could hold sessions."""
    meetings = [meeting for met in school.classes for meeting in met.meetings]
    days: dict[Day, list[Meeting]] = {}
    for meeting in meetings:
        days.setdefault((meeting.when.week, meeting.when.day), []).append(meeting)
    found = 0
    for day, held in days.items():
        window = (min(m.when.start for m in held), max(m.when.end for m in held))
        hours = [
            (each.start, each.end)
            for each in room.hours
            if (each.week, each.day) == day
        ]
        taken = [(m.when.start, m.when.end) for m in held if m.room == room.id]
        found += total(without(clipped(hours, window), taken))
    return found


def _pull_outs(found: Counted) -> list[Session]:
    return [one for one in found.sessions if one.setting is Setting.PULL_OUT]


def _departures(
    found: Counted,
) -> Iterable[tuple[Session, str, SchoolClass, Meeting]]:
    """Yield every student who leaves a class meeting for a pull-out session."""
    for session in _pull_outs(found):
        for student_id in students_of(session):
            days = found.meetings.get(student_id, {})
            for met, meeting in days.get((session.week, session.day), ()):
                if overlap(session, meeting):
                    yield session, student_id, met, meeting
