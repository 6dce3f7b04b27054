"""Sessions as an iCalendar file (RFC 5545) for phones and shared calendars.

A session that is the same in every week recurs weekly until the end of the term, with
the holidays taken out; any other is written date by date. Every event keeps its UID
from export to export, so that a second import moves events and does not double them.
No student is named unless that was asked for: calendars leave the building.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

from pushpull_sched.domain.schedule import Served, Session
from pushpull_sched.domain.school import School
from pushpull_sched.export.pages.days import Source
from pushpull_sched.export.pages.model import By
from pushpull_sched.export.pages.whose import Person, concern
from pushpull_sched.export.school_calendar import SchoolDay, school_days, weekdays
from pushpull_sched.export.views import place_label
from pushpull_sched.export.wording import counted

PRODUCT = "-//pushpull-sched//timetables//EN"
_RULE_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOptions:
    """How a calendar is written.

    Attributes:
        zone: IANA name of the school's time zone.
        stamp: When it is written: newer events replace older ones.
        with_students: Name the students, as the pages do.
    """

    zone: str
    stamp: datetime
    with_students: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What a calendar shows, the same in all weeks of one series."""

    day: int
    start: int
    end: int
    summary: str
    place: str
    students: str
    identity: str


def render_ics(
    source: Source, by: By, people: Sequence[Person], options: CalendarOptions
) -> bytes:
    """Write the sessions that concern some people.

    Args:
        source: The schedule. Its school has a term.
        by: Whose sessions.
        people: Whom of that kind.
        options: Time zone, time stamp, names.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _title(source.school, people))
    calendar.add("x-wr-timezone", options.zone)
    for person in people:
        for event in _events(source, by, person, options):
            calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _title(school: School, people: Sequence[Person]) -> str:
    names = f"{people[0].name}: " if len(people) == 1 else ""
    return f"{names}{school.settings.school}"


def _events(
    source: Source, by: By, person: Person, options: CalendarOptions
) -> Iterable[Event]:
    """Yield the events of one person, in order."""
    settings = source.school.settings
    dates = school_days(settings)
    weeks: dict[_Entry, list[int]] = {}
    for week in range(1, settings.weeks + 1):
        for entry in _entries(source, by, person, week):
            weeks.setdefault(entry, []).append(week)
    by_name = bool(weekdays(settings.days))
    for entry, found in weeks.items():
        on = [each for each in dates if each.day == entry.day and each.week in found]
        if by_name and len(found) == settings.weeks and on:
            yield _series(entry, on, options)
        else:
            for each in on:
                yield _single(entry, each, options)


def _entries(source: Source, by: By, person: Person, week: int) -> Iterable[_Entry]:
    """Yield what concerns someone in a week of the template.

    The identity of an entry is who is served by whom, and its place among the entries
    of the week that serve the same: another time or room leaves it as it is.
    """
    concerned = concern(source.school, by, person)
    seen: Counter[str] = Counter()
    for session in source.sessions:
        served = concerned(session) if session.week == week else ()
        if not served:
            continue
        same = "|".join(
            (
                source.school.settings.school,
                by.value,
                person.key,
                *sorted(each.service_id for each in served),
            )
        )
        seen[same] += 1
        yield _Entry(
            day=session.day,
            start=session.start,
            end=session.end,
            summary=_summary(source, by, session, served),
            place=place_label(source.school, session),
            students=", ".join(
                sorted(source.names.student(each.student_id) for each in served)
            ),
            identity=f"{same}|{seen[same]}",
        )


def _summary(source: Source, by: By, session: Session, served: Sequence[Served]) -> str:
    """Say what a session is without naming a student.

    A room's or class's calendar hangs on a door, and names no service either.
    """
    provider = source.names.provider(session.provider_id)
    if by in {By.ROOM, By.CLASS}:
        return provider
    what = " + ".join(dict.fromkeys(each.service for each in served))
    if by is By.STUDENT:
        return f"{what} with {provider}"
    students = sum(each.student_id is not None for each in served)
    group = f" ({counted(students, 'student')})" if students else ""
    if by is By.PROVIDER:
        return f"{what}{group}"
    verb = "out" if session.class_id is None else "in"
    if by is By.TEACHER:
        return f"{verb}: {what} with {provider}{group}"
    return f"{provider}: {what}{group}"


def _series(entry: _Entry, on: Sequence[SchoolDay], options: CalendarOptions) -> Event:
    """Write an entry that is the same every week."""
    first, last = on[0].on, on[-1].on
    event = _event(entry, first, "weekly", options)
    zone = ZoneInfo(options.zone)
    until = datetime.combine(last, _clock(entry.start), zone).astimezone(UTC)
    rule = {"freq": "weekly", "byday": _RULE_DAYS[first.weekday()], "until": until}
    event.add("rrule", vRecur(rule))
    kept = {each.on for each in on}
    weeks = (last - first).days // 7
    skipped = [
        datetime.combine(found, _clock(entry.start), zone)
        for number in range(weeks + 1)
        if (found := first + timedelta(weeks=number)) not in kept
    ]
    if skipped:
        event.add("exdate", skipped)
    return event


def _single(entry: _Entry, day: SchoolDay, options: CalendarOptions) -> Event:
    """Write an entry on one date."""
    return _event(entry, day.on, f"turn {day.turn}", options)


def _event(entry: _Entry, on: date, part: str, options: CalendarOptions) -> Event:
    zone = ZoneInfo(options.zone)
    event = Event()
    event.add("uid", _uid(f"{entry.identity}|{part}"))
    event.add("dtstamp", options.stamp.astimezone(UTC))
    event.add("last-modified", options.stamp.astimezone(UTC))
    minutes = int((options.stamp - _EPOCH).total_seconds() // 60)
    event.add("sequence", max(0, minutes))
    event.add("dtstart", datetime.combine(on, _clock(entry.start), zone))
    event.add("dtend", datetime.combine(on, _clock(entry.end), zone))
    event.add("summary", _clean(entry.summary))
    if entry.place:
        event.add("location", _clean(entry.place))
    if options.with_students and entry.students:
        event.add("description", _clean(entry.students))
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _uid(identity: str) -> str:
    digest = hashlib.sha256(identity.encode("utf-8", errors="replace")).hexdigest()
    return f"{digest[:32]}@pushpull-sched"


def _clean(text: str) -> str:
    """Drop control characters, which no calendar takes."""
    return "".join(char if char.isprintable() else " " for char in text)
