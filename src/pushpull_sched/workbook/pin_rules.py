"""Why a single pinned session cannot stand, in the words of a school.

Every possibility that blank cells leave open (length, provider, room, class) is tried.
A pin breaks a rule by itself only where all of them do.
"""

from collections.abc import Iterable, Iterator

from pushpull_sched.domain.clock import Interval, clock_text
from pushpull_sched.domain.school import (
    Meeting,
    Pin,
    Pull,
    Room,
    School,
    SchoolClass,
    Student,
)
from pushpull_sched.domain.service import Demand, Service, Setting
from pushpull_sched.workbook.hours import covered, overlap
from pushpull_sched.workbook.pin_providers import (
    Attempt,
    Faults,
    Occupied,
    provider_faults,
)


def occupied_rooms(school: School) -> Occupied:
    """List the class meetings in each room."""
    found: dict[str, list[tuple[str, Interval]]] = {}
    for one in school.classes:
        for meeting in one.meetings:
            if meeting.room is not None and meeting.room in school.room:
                found.setdefault(meeting.room, []).append((one.id, meeting.when))
    return found


def pin_faults(school: School, pin: Pin, owed: Demand, occupied: Occupied) -> Faults:
    """Return why a pin cannot stand in its week; nothing where it can.

    Args:
        school: The whole instance.
        pin: A pin with a week, of a service that is active and in the template.
        owed: What its service demands.
        occupied: Class meetings by room, from :func:`occupied_rooms`.
    """
    service = school.service[pin.service]
    tries = [
        Attempt(
            school=school,
            service=service,
            pin=pin,
            when=Interval(
                week=pin.week or 1,
                day=pin.day,
                start=pin.start,
                end=pin.start + minutes,
            ),
            occupied=occupied,
        )
        for minutes in _lengths(school, service, pin, owed)
    ]
    if not tries:
        lengths = ", ".join(map(str, (*owed.lengths, *owed.exact_lengths)))
        if service.is_co_teach:
            return (f"no owed meeting of the class starts at {clock_text(pin.start)}",)
        return (f"{pin.minutes} minutes is not an allowed length ({lengths})",)
    return min((_faults(one, owed) for one in tries), key=len)


def _lengths(
    school: School, service: Service, pin: Pin, owed: Demand
) -> tuple[int, ...]:
    """List the lengths that the pin may have."""
    if service.is_co_teach:
        possible: Iterable[int] = (
            end - start
            for option in owed.co_teach
            for week, day, start, end in option.meetings
            if (week, day, start) == (pin.week, pin.day, pin.start)
        )
    elif pin.start % school.settings.grid:
        possible = owed.exact_lengths
    else:
        possible = (*owed.lengths, *owed.exact_lengths)
    return tuple(
        sorted({one for one in possible if pin.minutes is None or one == pin.minutes})
    )


def _faults(one: Attempt, owed: Demand) -> Faults:
    general = tuple(_service_faults(one)) + tuple(_student_faults(one))
    return general + _place_faults(one, owed)


def _service_faults(one: Attempt) -> Iterator[str]:
    service, when = one.service, one.when
    if when.day not in service.days:
        yield f"{_day(one)} is not a day of the service"
    if service.earliest is not None and when.start < service.earliest:
        yield f"it starts before {clock_text(service.earliest)}, the earliest"
    if service.latest is not None and when.end > service.latest:
        yield f"it ends at {clock_text(when.end)}, after {clock_text(service.latest)}"


def _student_faults(one: Attempt) -> Iterator[str]:
    student = _student(one)
    if student is None or one.service.setting is Setting.CONSULT:
        return
    if one.when.day not in student.days:
        yield f"{student.id} does not attend on {_day(one)}"
    if any(overlap(one.when, taken) for taken in student.unavailable):
        yield f"{student.id} or the grade is unavailable then"


def _place_faults(one: Attempt, owed: Demand) -> Faults:
    """Return the faults of the best setting, place and provider."""
    options: list[Faults] = []
    setting = one.service.setting
    if setting is Setting.CONSULT:
        faults: Faults = ("consult has no room",) if one.pin.room else ()
        faults += _exact_faults(one, owed)
        options.append(faults + provider_faults(one, None, frozenset()))
    in_a_room = setting is Setting.EITHER and one.pin.room is not None
    if setting in {Setting.PUSH_IN, Setting.EITHER} and not in_a_room:
        options.append(_push_in_faults(one, owed))
    if setting in {Setting.PULL_OUT, Setting.EITHER}:
        options.append(_pull_out_faults(one, owed))
    return min(options, key=len)


def _push_in_faults(one: Attempt, owed: Demand) -> Faults:
    if one.pin.room is not None:
        return ("a push-in session is in the class; leave room_id blank",)
    options = [
        _meeting_faults(one, found, meeting, owed)
        for found, meeting in _meetings_around(one)
    ]
    if not options:
        subjects = ", ".join(one.service.subjects)
        return (f"no class meeting of {one.service.student} in {subjects} holds it",)
    return min(options, key=len)


def _meetings_around(one: Attempt) -> Iterator[tuple[SchoolClass, Meeting]]:
    """Find the meetings of the named subjects that hold the whole session."""
    for found, meeting in _meetings_that_day(one):
        inside = (
            meeting.when.start <= one.when.start and one.when.end <= meeting.when.end
        )
        whole = (meeting.when.start, meeting.when.end) == (
            one.when.start,
            one.when.end,
        )
        if found.id in one.service.classes and inside:
            if one.service.is_co_teach and not whole:
                continue
            yield found, meeting


def _meeting_faults(
    one: Attempt, found: SchoolClass, meeting: Meeting, owed: Demand
) -> Faults:
    faults: list[str] = []
    if not meeting.push_in:
        faults.append(f"{found.id} allows no push-in")
    if any(overlap(one.when, taken) for taken in found.unavailable):
        faults.append(f"{found.id} is unavailable then")
    if _is_exact_only(one, owed) and one.when != meeting.when:
        faults.append("a length off the grid must be the whole class meeting")
    return tuple(faults) + provider_faults(one, None, _building(meeting.building))


def _pull_out_faults(one: Attempt, owed: Demand) -> Faults:
    student = _student(one)
    faults = tuple(_class_faults(one, owed)) if student else ()
    most = student.max_pullout_day if student else None
    if student and most is not None and one.when.minutes > most:
        faults += (f"{student.id} may be pulled out {most} min a day",)
    rooms = (
        one.school.rooms if one.pin.room is None else (one.school.room[one.pin.room],)
    )
    if not rooms:
        return (*faults, "there is no room for pull-out")
    return faults + min(
        (
            _room_faults(one, room)
            + provider_faults(one, room, _building(room.building))
            for room in rooms
        ),
        key=len,
    )


def _class_faults(one: Attempt, owed: Demand) -> Iterator[str]:
    """Say what is wrong with the classes that a pull-out session touches."""
    meetings = list(_meetings_that_day(one))
    first = min((meeting.when.start for _, meeting in meetings), default=None)
    last = max((meeting.when.end for _, meeting in meetings), default=None)
    if first is None or last is None:
        yield f"{one.service.student} has no classes on {_day(one)}"
        return
    if one.when.start < first or one.when.end > last:
        yield (
            f"it is not between {clock_text(first)} and {clock_text(last)}, the "
            f"school day of {one.service.student}"
        )
    for found, meeting in meetings:
        if not overlap(one.when, meeting.when):
            continue
        may = one.service.may_miss
        if meeting.pull is Pull.NEVER:
            yield f"{found.subject} ({found.id}) may never be missed"
        elif found.id in one.service.never_miss:
            yield f"never_miss names {found.subject} ({found.id})"
        elif may is not None and found.id not in may:
            yield f"{found.subject} ({found.id}) is not in may_miss"
    yield from _exact_faults(one, owed)


def _room_faults(one: Attempt, room: Room) -> Faults:
    faults: list[str] = []
    student = _student(one)
    if not covered(one.when, room.hours):
        faults.append(f"room {room.id} is not open then")
    faults.extend(
        f"{class_id} meets in room {room.id} then"
        for class_id, when in one.occupied.get(room.id, ())
        if overlap(one.when, when)
    )
    homes = {student.building if student else None, room.building} - {None}
    if student and len(homes) > 1:
        faults.append(f"room {room.id} is not in the building of {student.id}")
    return tuple(faults)


def _meetings_that_day(one: Attempt) -> Iterator[tuple[SchoolClass, Meeting]]:
    student = _student(one)
    if student is None:
        return
    for class_id in sorted(student.classes):
        found = one.school.school_class[class_id]
        for meeting in found.meetings:
            if (meeting.when.week, meeting.when.day) == (one.when.week, one.when.day):
                yield found, meeting


def _student(one: Attempt) -> Student | None:
    return (
        None if one.service.student is None else one.school.student[one.service.student]
    )


def _exact_faults(one: Attempt, owed: Demand) -> Faults:
    """Ask for a whole class meeting where the length is off the grid."""
    if _is_exact_only(one, owed) and not any(
        meeting.when == one.when for _, meeting in _meetings_that_day(one)
    ):
        return ("a length off the grid must be a whole class meeting",)
    return ()


def _is_exact_only(one: Attempt, owed: Demand) -> bool:
    minutes = one.when.minutes
    return minutes in owed.exact_lengths and minutes not in owed.lengths


def _building(name: str | None) -> frozenset[str]:
    return frozenset() if name is None else frozenset({name})


def _day(one: Attempt) -> str:
    return one.school.settings.days[one.when.day]
