"""Why a single pinned session cannot stand, in the words of a school.

Every possibility that blank cells leave open (length, provider, room, class) is tried.
A pin breaks a rule by itself only where all of them do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pushpull_sched.domain.clock import Interval, clock_text
from pushpull_sched.domain.school import (
    Meeting,
    Pin,
    Provider,
    Pull,
    RelationKind,
    Room,
    School,
    SchoolClass,
    Student,
)
from pushpull_sched.domain.service import Demand, Service, Setting
from pushpull_sched.workbook.hours import Span, joined, without
from pushpull_sched.workbook.relations import qualified

LUNCH_SLACK = 30
"""Lunch is not owed where the window holds less than lunch and this many minutes."""
PLANNING_DAY = 240
"""Planning is not owed on a day with fewer available minutes."""

Faults = tuple[str, ...]
Occupied = Mapping[str, Sequence[tuple[str, Interval]]]
"""Room to (class, meeting)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Try:
    """One way to hold the pin."""

    school: School
    service: Service
    pin: Pin
    when: Interval
    occupied: Occupied


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
        _Try(
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
    else:
        possible = (*owed.lengths, *owed.exact_lengths)
    return tuple(
        sorted({one for one in possible if pin.minutes is None or one == pin.minutes})
    )


def _faults(one: _Try, owed: Demand) -> Faults:
    general = tuple(_service_faults(one)) + tuple(_student_faults(one))
    return general + _place_faults(one, owed)


def _service_faults(one: _Try) -> Iterator[str]:
    service, when = one.service, one.when
    if when.day not in service.days:
        yield f"{_day(one)} is not a day of the service"
    if service.earliest is not None and when.start < service.earliest:
        yield f"it starts before {clock_text(service.earliest)}, the earliest"
    if service.latest is not None and when.end > service.latest:
        yield f"it ends at {clock_text(when.end)}, after {clock_text(service.latest)}"


def _student_faults(one: _Try) -> Iterator[str]:
    student = _student(one)
    if student is None or one.service.setting is Setting.CONSULT:
        return
    if one.when.day not in student.days:
        yield f"{student.id} does not attend on {_day(one)}"
    if any(_overlap(one.when, taken) for taken in student.unavailable):
        yield f"{student.id} or the grade is unavailable then"


def _place_faults(one: _Try, owed: Demand) -> Faults:
    """Return the faults of the best setting, place and provider."""
    options: list[Faults] = []
    setting = one.service.setting
    if setting is Setting.CONSULT:
        room = ("consult has no room",) if one.pin.room else ()
        options.append(room + _provider_faults(one, setting, None, frozenset()))
    if setting in {Setting.PUSH_IN, Setting.EITHER}:
        options.append(_push_in_faults(one, owed))
    if setting in {Setting.PULL_OUT, Setting.EITHER}:
        options.append(_pull_out_faults(one, owed))
    return min(options, key=len)


def _push_in_faults(one: _Try, owed: Demand) -> Faults:
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


def _meetings_around(one: _Try) -> Iterator[tuple[SchoolClass, Meeting]]:
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
    one: _Try, found: SchoolClass, meeting: Meeting, owed: Demand
) -> Faults:
    faults: list[str] = []
    if not meeting.push_in:
        faults.append(f"{found.id} allows no push-in")
    if any(_overlap(one.when, taken) for taken in found.unavailable):
        faults.append(f"{found.id} is unavailable then")
    if _is_exact_only(one, owed) and one.when != meeting.when:
        faults.append("a length off the grid must be the whole class meeting")
    return tuple(faults) + _provider_faults(
        one, Setting.PUSH_IN, None, _building(meeting.building)
    )


def _pull_out_faults(one: _Try, owed: Demand) -> Faults:
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
            + _provider_faults(one, Setting.PULL_OUT, room, _building(room.building))
            for room in rooms
        ),
        key=len,
    )


def _class_faults(one: _Try, owed: Demand) -> Iterator[str]:
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
        if not _overlap(one.when, meeting.when):
            continue
        may = one.service.may_miss
        if meeting.pull is Pull.NEVER:
            yield f"{found.subject} ({found.id}) may never be missed"
        elif found.id in one.service.never_miss:
            yield f"never_miss names {found.subject} ({found.id})"
        elif may is not None and found.id not in may:
            yield f"{found.subject} ({found.id}) is not in may_miss"
    if _is_exact_only(one, owed) and not any(
        meeting.when == one.when for _, meeting in meetings
    ):
        yield "a length off the grid must be a whole class meeting"


def _room_faults(one: _Try, room: Room) -> Faults:
    faults: list[str] = []
    student = _student(one)
    if not _covered(one.when, room.hours):
        faults.append(f"room {room.id} is not open then")
    faults.extend(
        f"{class_id} meets in room {room.id} then"
        for class_id, when in one.occupied.get(room.id, ())
        if _overlap(one.when, when)
    )
    homes = {student.building if student else None, room.building} - {None}
    if student and len(homes) > 1:
        faults.append(f"room {room.id} is not in the building of {student.id}")
    return tuple(faults)


def _provider_faults(
    one: _Try, setting: Setting, room: Room | None, building: frozenset[str]
) -> Faults:
    """Return the faults of the best provider."""
    able = [
        provider
        for provider in one.school.providers
        if one.pin.provider in {None, provider.id} and qualified(one.service, provider)
    ]
    if not able:
        who = one.pin.provider
        return (
            f"{who} is not qualified for {one.service.name}"
            if who
            else f"no provider is qualified for {one.service.name}",
        )
    return min(
        (
            tuple(_one_provider_faults(one, provider, setting, room, building))
            for provider in able
        ),
        key=len,
    )


def _one_provider_faults(
    one: _Try,
    provider: Provider,
    setting: Setting,
    room: Room | None,
    building: frozenset[str],
) -> Iterator[str]:
    hours = [
        work.when
        for work in provider.hours
        if not building or not work.buildings or building & work.buildings
    ]
    if not _covered(one.when, hours):
        there = f" in {', '.join(building)}" if building else ""
        yield f"{provider.id} is not there{there} from {_clock(one.when)}"
    else:
        yield from _pause_faults(one, provider)
    caps = (
        (provider.max_minutes_day, "max_minutes_day"),
        (provider.max_minutes_week, "max_minutes_week"),
        (provider.max_consecutive, "max_consecutive"),
    )
    for cap, name in caps:
        if cap is not None and one.when.minutes > cap:
            yield f"it is longer than {name} of {provider.id} ({cap} min)"
    if _is_forbidden(one, provider):
        yield f"a relation keeps {provider.id} from it"
    if room is not None:
        if provider.rooms and room.id not in provider.rooms:
            yield f"room {room.id} is not one of {provider.id}'s rooms"
        names = {one.service.name, *one.service.roles, *provider.roles}
        if room.allows and not room.allows & names:
            yield f"room {room.id} is not for {one.service.name}"


def _pause_faults(one: _Try, provider: Provider) -> Iterator[str]:
    """Say that no lunch, or no planning piece, is left beside the session."""
    day = joined(
        (work.when.start, work.when.end)
        for work in provider.hours
        if (work.when.week, work.when.day) == (one.when.week, one.when.day)
    )
    free = without(day, [(one.when.start, one.when.end)])
    window = (provider.lunch_start, provider.lunch_end)
    lunches: list[Span] = [(0, 0)]
    if provider.lunch_minutes and _owes_lunch(provider, day):
        lunches = list(_pieces(_inside(free, window), provider.lunch_minutes))
        if not lunches:
            yield f"it leaves {provider.id} no lunch"
            return
    owes_planning = sum(end - start for start, end in day) >= PLANNING_DAY
    if (
        provider.planning_minutes
        and owes_planning
        and not any(
            end - start >= provider.planning_minutes
            for lunch in lunches
            for start, end in without(free, [lunch])
        )
    ):
        yield f"it leaves {provider.id} no planning time"


def _owes_lunch(provider: Provider, day: Iterable[Span]) -> bool:
    window = (provider.lunch_start, provider.lunch_end)
    inside = sum(end - start for start, end in _inside(day, window))
    return inside >= provider.lunch_minutes + LUNCH_SLACK


def _inside(spans: Iterable[Span], window: Span) -> tuple[Span, ...]:
    return tuple(
        (max(start, window[0]), min(end, window[1]))
        for start, end in spans
        if max(start, window[0]) < min(end, window[1])
    )


def _pieces(spans: Iterable[Span], minutes: int) -> Iterator[Span]:
    """List pieces at both ends of each stretch: no other choice leaves more room."""
    for start, end in spans:
        if end - start >= minutes:
            yield start, start + minutes
            yield end - minutes, end


def _is_forbidden(one: _Try, provider: Provider) -> bool:
    for relation in one.school.relations:
        mine = any(
            entry.service == one.service.id
            if entry.service is not None
            else entry.student == one.service.student
            for entry in relation.who
        )
        if not mine or relation.service not in {None, one.service.name}:
            continue
        named = one.school.provider.get(relation.provider or "")
        if named is None or not qualified(one.service, named):
            continue
        if relation.kind is RelationKind.NOT_PROVIDER and named.id == provider.id:
            return True
        if relation.kind is RelationKind.WITH_PROVIDER and named.id != provider.id:
            return True
    return False


def _meetings_that_day(one: _Try) -> Iterator[tuple[SchoolClass, Meeting]]:
    student = _student(one)
    if student is None:
        return
    for class_id in sorted(student.classes):
        found = one.school.school_class[class_id]
        for meeting in found.meetings:
            if (meeting.when.week, meeting.when.day) == (one.when.week, one.when.day):
                yield found, meeting


def _student(one: _Try) -> Student | None:
    return (
        None if one.service.student is None else one.school.student[one.service.student]
    )


def _is_exact_only(one: _Try, owed: Demand) -> bool:
    minutes = one.when.minutes
    return minutes in owed.exact_lengths and minutes not in owed.lengths


def _covered(when: Interval, hours: Iterable[Interval]) -> bool:
    """Tell whether stretches, joined, hold the whole session."""
    spans = joined(
        (one.start, one.end)
        for one in hours
        if (one.week, one.day) == (when.week, when.day)
    )
    return any(start <= when.start and when.end <= end for start, end in spans)


def _overlap(one: Interval, other: Interval) -> bool:
    return (
        (one.week, one.day) == (other.week, other.day)
        and one.start < other.end
        and other.start < one.end
    )


def _building(name: str | None) -> frozenset[str]:
    return frozenset() if name is None else frozenset({name})


def _day(one: _Try) -> str:
    return one.school.settings.days[one.when.day]


def _clock(when: Interval) -> str:
    return f"{clock_text(when.start)} to {clock_text(when.end)}"
