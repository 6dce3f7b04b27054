"""The timetables as data for the script of the page.

Everything that is the same in several weeks stands there once: the first number of an
entry is a sum of 2 ** (week - 1) over its weeks. Times are minutes since midnight,
people and places are positions in their lists.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from pushpull_sched.domain.result import ServiceStatus, SolveResult
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Provider, Room, School, SchoolClass, Student
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.names import Names
from pushpull_sched.export.report.figures import SETTINGS, grade_text
from pushpull_sched.export.views import ordered_sessions, provider_plans
from pushpull_sched.export.wording import counted, status_mark, term_text

Json = dict[str, Any]
Entry = list[Any]

NOWHERE = -1
_STEP = 30
_DEFAULT_DAY = (8 * 60, 15 * 60)
_SHORT = frozenset({ServiceStatus.SHORT, ServiceStatus.UNPLACED})


def timetable_data(school: School, result: SolveResult, names: Names) -> Json:
    """Return what the script needs to draw every timetable.

    Args:
        school: The roster.
        result: What the engine answered.
        names: How students are named; nothing else of them is in the data.
    """
    places = _places(school, result, names)
    place_at = {name.casefold(): place for place, name in enumerate(places)}
    for place, room in enumerate(school.rooms):
        place_at[room.id.casefold()] = place
    class_at = {each.id: place for place, each in enumerate(school.classes)}
    services = sorted({service.name for service in school.services})
    return {
        "school": school.settings.school,
        "term": term_text(school.settings),
        "mark": status_mark(result),
        "days": list(school.settings.days),
        "weeks": school.settings.weeks,
        "axis": _axis(school, result),
        "services": services,
        "places": places,
        "providers": [
            _provider(school, result, names, each) for each in school.providers
        ],
        "students": [
            _student(school, result, names, each, class_at) for each in school.students
        ],
        "rooms": [
            _room(each, name) for each, name in zip(school.rooms, places, strict=False)
        ],
        "classes": [_class(each, place_at) for each in school.classes],
        "sessions": _sessions(school, result, services, place_at, class_at),
    }


def _merged(weekly: Iterable[tuple[int, tuple[Hashable, ...]]]) -> list[Entry]:
    """Join what is the same in several weeks; in order of day and time."""
    masks: dict[tuple[Any, ...], int] = {}
    for week, content in weekly:
        masks[content] = masks.get(content, 0) | 1 << (week - 1)
    return [[masks[content], *content] for content in sorted(masks)]


def _axis(school: School, result: SolveResult) -> list[int]:
    """First and last minute of every grid, on half hours."""
    edges = {
        edge
        for provider in school.providers
        for hours in provider.hours
        for edge in (hours.when.start, hours.when.end)
    }
    for met in school.classes:
        for meeting in met.meetings:
            edges.update((meeting.when.start, meeting.when.end))
    for session in ordered_sessions(result.schedule):
        edges.update((session.start, session.end))
    first, last = (min(edges), max(edges)) if edges else _DEFAULT_DAY
    return [first // _STEP * _STEP, -(-last // _STEP) * _STEP]


def _places(school: School, result: SolveResult, names: Names) -> list[str]:
    """Name the rooms of Rooms, in their order, and then all other places.

    These are the rooms of classes, and those of sessions, that Rooms does not list.
    """
    places = [names.room(room.id) for room in school.rooms]
    known = {name.casefold() for name in places}
    known |= {room.id.casefold() for room in school.rooms}
    others = [meeting.room for met in school.classes for meeting in met.meetings]
    others += [session.room_id for session in ordered_sessions(result.schedule)]
    for room in others:
        if room is not None and room.casefold() not in known:
            known.add(room.casefold())
            places.append(room)
    return places


def _provider(
    school: School, result: SolveResult, names: Names, provider: Provider
) -> Json:
    hours = (
        (each.when.week, (each.when.day, each.when.start, each.when.end, buildings))
        for each in provider.hours
        for buildings in [", ".join(sorted(each.buildings))]
    )
    pauses = (
        (plan.week, (plan.day, block.start, block.end, block.kind.value))
        for plan in provider_plans(school, result, provider.id)
        for block in plan.blocks
        if not block.is_session
    )
    return {
        "id": provider.id,
        "name": names.provider(provider.id),
        "about": ", ".join(sorted(provider.roles)),
        "hours": _merged(hours),
        "pauses": _merged(pauses),
    }


def _student(
    school: School,
    result: SolveResult,
    names: Names,
    student: Student,
    class_at: Mapping[str, int],
) -> Json:
    about = (f"grade {grade_text(student.grade)}", student.homeroom, student.building)
    return {
        "id": student.id,
        "name": names.student(student.id),
        "about": ", ".join(part for part in about if part),
        "missing": _missing(school, result, student),
        "classes": sorted(class_at[class_id] for class_id in student.classes),
        "away": _merged(
            (when.week, (when.day, when.start, when.end))
            for when in student.unavailable
        ),
    }


def _missing(school: School, result: SolveResult, student: Student) -> list[str]:
    """Say what of a student's services is not there."""
    if result.verdict is None:
        return []
    found = []
    for outcome in result.verdict.outcomes:
        service = school.service[outcome.service_id]
        if service.student == student.id and outcome.status in _SHORT:
            missing = (
                f"{outcome.minutes_short} of "
                f"{counted(outcome.required_minutes, 'minute')} missing"
                if outcome.minutes_short
                else "sessions missing"
            )
            found.append(f"{service.name}: {missing}")
    return found


def _room(room: Room, name: str) -> Json:
    about = (
        f"{counted(room.groups, 'session')} and "
        f"{counted(room.capacity, 'student')} at a time"
    )
    return {
        "id": room.id,
        "name": name,
        "about": ", ".join(part for part in (room.building, about) if part),
        "hours": _merged(
            (when.week, (when.day, when.start, when.end)) for when in room.hours
        ),
    }


def _class(met: SchoolClass, place_at: Mapping[str, int]) -> Json:
    grade = None if met.grade is None else f"grade {grade_text(met.grade)}"
    return {
        "id": met.id,
        "name": met.subject,
        "about": ", ".join(part for part in (met.homeroom, grade) if part),
        "teacher": met.teacher or "",
        "meetings": _merged(
            (
                when.week,
                (
                    when.day,
                    when.start,
                    when.end,
                    place_at[meeting.room.casefold()] if meeting.room else NOWHERE,
                    meeting.pull.value,
                ),
            )
            for meeting in met.meetings
            for when in [meeting.when]
        ),
    }


def _sessions(
    school: School,
    result: SolveResult,
    services: Sequence[str],
    place_at: Mapping[str, int],
    class_at: Mapping[str, int],
) -> list[Entry]:
    """List the sessions: mask, day, times, setting, provider, place, class, served.

    ``served`` pairs a service with a student, or with -1 for none.
    """
    provider_at = {each.id: place for place, each in enumerate(school.providers)}
    student_at = {each.id: place for place, each in enumerate(school.students)}
    service_at = {name: place for place, name in enumerate(services)}

    def content(session: Session) -> tuple[Hashable, ...]:
        served = sorted(
            (
                service_at[each.service],
                NOWHERE if each.student_id is None else student_at[each.student_id],
            )
            for each in session.served
        )
        return (
            session.day,
            session.start,
            session.end,
            SETTINGS.index(Setting(session.setting)),
            provider_at[session.provider_id],
            place_at[session.room_id.casefold()] if session.room_id else NOWHERE,
            NOWHERE if session.class_id is None else class_at[session.class_id],
            tuple(served),
        )

    return _merged(
        (session.week, content(session))
        for session in ordered_sessions(result.schedule)
    )
