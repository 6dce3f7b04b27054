"""The meetings that a co-teach service owes (workbook.md, section 3, "co-teach")."""

from fractions import Fraction

from pushpull_sched.demand.amounts import pattern_weeks
from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.school import Meeting, School, SchoolClass, Student
from pushpull_sched.domain.service import CoTeachOption, Service


def co_teach_options(school: School, service: Service) -> tuple[CoTeachOption, ...]:
    """List the classes the service may choose, in the school's order.

    Args:
        school: The whole instance.
        service: A co-teach service.

    Returns:
        One option for each class of the student with a named subject that has at
        least one meeting owed.
    """
    if service.student is None:
        return ()
    student = school.student[service.student]
    weeks = frozenset(pattern_weeks(service.pattern, school.settings.weeks))
    options = (
        CoTeachOption(
            class_id=attended.id,
            meetings=_owed_meetings(attended, student, service, weeks),
        )
        for attended in school.classes
        if attended.id in student.classes and attended.id in service.classes
    )
    return tuple(option for option in options if option.meetings)


def co_teach_required(
    stated: Fraction | None, options: tuple[CoTeachOption, ...]
) -> Fraction:
    """Compute R of a co-teach service, not rounded (docs/readings.md, Demand 8).

    Args:
        stated: Stated minutes over the template; None where minutes are blank.
        options: The classes with meetings owed.
    """
    if not options:
        return stated or Fraction(0)
    owed = Fraction(min(option.minutes for option in options))
    return owed if stated is None else min(stated, owed)


def _owed_meetings(
    attended: SchoolClass,
    student: Student,
    service: Service,
    weeks: frozenset[int],
) -> tuple[tuple[int, int, int, int], ...]:
    blocked = student.unavailable + attended.unavailable
    days = service.days & student.days
    return tuple(
        sorted(
            (meeting.when.week, meeting.when.day, meeting.when.start, meeting.when.end)
            for meeting in attended.meetings
            if meeting.when.week in weeks
            and meeting.when.day in days
            and _is_allowed(meeting, service, blocked)
        )
    )


def _is_allowed(
    meeting: Meeting, service: Service, blocked: tuple[Interval, ...]
) -> bool:
    when = meeting.when
    return (
        meeting.push_in
        and (service.earliest is None or when.start >= service.earliest)
        and (service.latest is None or when.end <= service.latest)
        and not any(_overlap(when, interval) for interval in blocked)
    )


def _overlap(one: Interval, other: Interval) -> bool:
    return (
        (one.week, one.day) == (other.week, other.day)
        and one.start < other.end
        and other.start < one.end
    )
