"""Warnings about students, classes, rooms and providers."""

from collections.abc import Collection, Iterator

from pushpull_sched.domain.school import School, Student
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Spelling, did_you_mean, listed


def check_people(school: School, log: Log, *, without_hours: Collection[str]) -> None:
    """Report double meetings, unused homerooms, empty hours and unknown names.

    Args:
        school: The whole instance.
        log: Takes the warnings.
        without_hours: Providers whose hours Availability has taken away altogether.
    """
    _check_double_meetings(school, log)
    _check_homerooms(school, log)
    for student in school.students:
        if school.classes and not student.classes:
            log.at(
                "W322",
                student.source,
                f"Student {student.id} attends no class at all.",
                value=student.id,
                expected="a homeroom, a grade with classes, or enrollments",
            )
    for provider in school.providers:
        if provider.id in without_hours:
            log.at(
                "W323",
                provider.source,
                f"Provider {provider.id} has no available hours left.",
                value=provider.id,
                expected="hours that Availability does not take away",
            )
    _check_room_lists(school, log)


def _check_double_meetings(school: School, log: Log) -> None:
    """Name each pair of classes that meets at once for a student, one time."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for student in school.students:
        for pair in _double(school, student):
            pairs.setdefault(pair, []).append(student.id)
    for (one, other), students in pairs.items():
        same = one == other
        text = f"Two meetings of {one}" if same else f"{one} and {other}"
        log.at(
            "W320",
            school.school_class[other].source,
            f"{text} are at the same time for {listed(students)}; both count.",
            value=other,
            expected="one class at a time for a student",
        )


def _double(school: School, student: Student) -> Iterator[tuple[str, str]]:
    """Find pairs of the student's classes that overlap on a day of attendance."""
    meetings = sorted(
        (
            meeting.when.week,
            meeting.when.day,
            meeting.when.start,
            meeting.when.end,
            name,
        )
        for name in student.classes
        for meeting in school.school_class[name].meetings
        if meeting.when.day in student.days
    )
    found: dict[tuple[str, str], None] = {}
    for position, (week, day, _, end, name) in enumerate(meetings):
        for later in meetings[position + 1 :]:
            if later[:2] != (week, day) or later[2] >= end:
                break
            found[min(name, later[4]), max(name, later[4])] = None
    yield from found


def _check_homerooms(school: School, log: Log) -> None:
    """Ask about homerooms that no class has, where classes have homerooms."""
    known = Spelling(one.homeroom for one in school.classes if one.homeroom)
    if not len(known):
        return
    for student in school.students:
        if student.homeroom and known.find(student.homeroom) is None:
            log.at(
                "W321",
                student.source,
                f"No class has the homeroom {student.homeroom} of {student.id}.",
                value=student.homeroom,
                expected="a homeroom of Classes",
                advice=did_you_mean(student.homeroom, known),
            )


def _check_room_lists(school: School, log: Log) -> None:
    known = Spelling(
        (
            *(service.name for service in school.services),
            *(role for service in school.services for role in sorted(service.roles)),
            *(role for one in school.providers for role in sorted(one.roles)),
        )
    )
    for room in school.rooms:
        for name in sorted(room.allows):
            if known.find(name) is None:
                log.at(
                    "W324",
                    room.source,
                    f"Room {room.id} is for {name}, which is no service and no role.",
                    value=name,
                    expected="service names or roles",
                    advice=did_you_mean(name, known),
                )
