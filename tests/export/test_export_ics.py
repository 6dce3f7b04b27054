"""Calendars, read by parsers that have no part in writing them."""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import export_sample as sample
import icalendar
import ics
import pages_sample as pages
import pytest
import recurring_ical_events

from pushpull_sched.export.formats.ics import CalendarOptions, render_ics
from pushpull_sched.export.names import NameStyle
from pushpull_sched.export.pages.model import By
from pushpull_sched.export.pages.whose import concern
from pushpull_sched.export.school_calendar import begins_text, school_days, weekdays

ZONE = "America/Chicago"
STAMP = datetime(2026, 8, 20, 12, tzinfo=UTC)
SIX = ("1", "2", "3", "4", "5", "6")


def options(**more):
    return CalendarOptions(**{"zone": ZONE, "stamp": STAMP, **more})


def written(made, by, *keys, **more):
    some = [each for each in pages.everyone(made, by) if not keys or each.key in keys]
    return render_ics(made, by, some, options(**more))


def expanded(content):
    """Return the local start and end of every event, as another library says."""
    calendar = icalendar.Calendar.from_ical(content)
    found = recurring_ical_events.of(calendar).between(
        date(2026, 1, 1), date(2027, 12, 31)
    )
    return Counter(
        (
            event["DTSTART"].dt.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None),
            event["DTEND"].dt.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None),
        )
        for event in found
    )


def by_hand(made, by, key, days):
    """Return what a person would write into a diary, date by date."""
    person = next(each for each in pages.everyone(made, by) if each.key == key)
    concerned = concern(made.school, by, person)
    found = Counter()
    for on, week, day in days:
        midnight = datetime.combine(on, datetime.min.time())
        for session in made.sessions:
            if (session.week, session.day) == (week, day) and concerned(session):
                found[
                    midnight + timedelta(minutes=session.start),
                    midnight + timedelta(minutes=session.end),
                ] += 1
    return found


def diary(settings):
    """Count through the term with a pencil: the day and week of every school day."""
    on, weeks_seen, number = settings.term_start, [], 0
    while on <= settings.term_end:
        if on.weekday() < 5 and on not in settings.holidays:
            if settings.days == sample.DAYS:
                week = on.isocalendar()[:2]
                if week not in weeks_seen:
                    weeks_seen.append(week)
                yield on, (len(weeks_seen) - 1) % settings.weeks + 1, on.weekday()
            else:
                count = len(settings.days)
                yield on, number // count % settings.weeks + 1, number % count
            number += 1
        on += timedelta(days=1)


def rotating(weeks):
    """The sample with six rotation days in place of weekdays."""
    school = pages.school(weeks)
    return replace(school, settings=replace(school.settings, days=SIX))


CASES = [
    (By.PROVIDER, "P1"),
    (By.PROVIDER, "P2"),
    (By.STUDENT, "7"),
    (By.ROOM, "R5"),
    (By.CLASS, "3A"),
    (By.TEACHER, "Lee"),
    (By.MASTER, "master"),
]


@pytest.mark.parametrize(("by", "key"), CASES)
@pytest.mark.parametrize("weeks", [1, 2, 4])
def test_expanded_events_are_the_sessions_of_the_term(by, key, weeks):
    made = pages.source(weeks)
    content = written(made, by, key)
    assert expanded(content) == by_hand(made, by, key, diary(made.school.settings))


@pytest.mark.parametrize("weeks", [1, 2])
def test_a_rotation_of_six_days_moves_through_the_term(weeks):
    made = pages.source(weeks, of=rotating(weeks))
    content = written(made, By.PROVIDER, "P1")
    found = expanded(content)
    assert found == by_hand(made, By.PROVIDER, "P1", diary(made.school.settings))
    assert b"RRULE" not in content.split(b"BEGIN:VEVENT", 1)[1]
    assert len({start.weekday() for start, _ in found}) == 5


def test_a_week_without_school_is_not_counted():
    school = pages.school(2)
    off = tuple(date(2026, 9, 14) + timedelta(days=number) for number in range(5))
    settings = replace(school.settings, holidays=off)
    made = pages.source(2, of=replace(school, settings=settings))
    weeks = {day.on: day.week for day in school_days(settings)}
    assert weeks[date(2026, 9, 11)] == 2
    assert weeks[date(2026, 9, 21)] == 1
    assert expanded(written(made, By.PROVIDER, "P1")) == by_hand(
        made, By.PROVIDER, "P1", diary(settings)
    )


def test_holidays_have_no_events():
    content = written(pages.source(1), By.PROVIDER, "P1")
    dates = {start.date() for start, _ in expanded(content)}
    assert date(2026, 9, 14) in dates
    assert date(2026, 9, 7) not in dates
    assert date(2026, 11, 26) not in dates
    assert b"EXDATE" in content


def test_clock_time_stays_when_summer_time_ends():
    content = written(pages.source(1), By.PROVIDER, "P1")
    mondays = {
        start.time() for start, _ in expanded(content) if start.date().weekday() == 0
    }
    assert mondays == {datetime(2026, 1, 1, 8, 30).time()}  # noqa: DTZ001
    assert b"BEGIN:VTIMEZONE" in content


def test_another_parser_reads_it_too():
    content = written(pages.source(), By.PROVIDER, "P1").decode()
    calendar = ics.Calendar(content)
    assert len(calendar.events) == content.count("BEGIN:VEVENT")
    assert {event.name for event in calendar.events} == {
        "Speech (3 students)",
        "Common planning",
    }
    assert {event.location for event in calendar.events} == {"Resource Room", None}


def test_lines_are_folded_and_end_as_the_standard_says():
    made = pages.source(of=pages.named_nastily(), style=NameStyle.FULL)
    content = written(made, By.MASTER, with_students=True)
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    calendar = icalendar.Calendar.from_ical(content)
    texts = {str(event.get("description", "")) for event in calendar.walk("VEVENT")}
    assert any("ليلى حداد" in text for text in texts)


def test_no_student_is_named_unless_asked_for():
    made = pages.source(style=NameStyle.INITIALS)
    for by in By:
        unfolded = written(made, by).replace(b"\r\n ", b"").decode()
        body = re.sub(r"X-WR-CALNAME.*", "", unfolded)
        assert "A.R." not in body
        assert "S1" not in re.sub(r"UID:.*", "", body)
    asked = written(made, By.PROVIDER, "P1", with_students=True).decode()
    assert "DESCRIPTION:1.\\, A.R.\\, M.F." in asked


@pytest.mark.parametrize(
    ("by", "summaries"),
    [
        (By.STUDENT, {"Math SDI with {P2}", "Reading SDI with {P2}"}),
        (By.ROOM, {"Ms. Alvarez"}),
        (By.TEACHER, {"out: Speech with Ms. Alvarez (3 students)"}),
        (By.MASTER, {"Ms. Alvarez: Common planning"}),
    ],
)
def test_summaries_say_what_matters_to_the_reader(by, summaries):
    made = pages.source()
    key = {By.STUDENT: "7", By.ROOM: "R5"}.get(by)
    content = written(made, by, *([key] if key else []))
    calendar = icalendar.Calendar.from_ical(content)
    found = {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")}
    wanted = {text.replace("{P2}", made.names.provider("P2")) for text in summaries}
    assert wanted <= found


def uids(content):
    calendar = icalendar.Calendar.from_ical(content)
    return [str(event["UID"]) for event in calendar.walk("VEVENT")]


@pytest.mark.parametrize("weeks", [1, 2])
def test_every_event_has_a_uid_of_its_own_that_stays(weeks):
    made = pages.source(weeks)
    for by in By:
        before = uids(written(made, by))
        assert len(set(before)) == len(before)
        assert before == uids(written(made, by, stamp=STAMP + timedelta(days=9)))


def test_a_moved_session_keeps_its_uid_and_counts_as_newer():
    made = pages.source(1)
    moved = tuple(
        replace(each, start=each.start + 60, end=each.end + 60, room_id="+R6")
        for each in made.sessions
        if each.provider_id == "P1"
    )
    later = pages.source(1, sessions=moved)
    before = written(made, By.PROVIDER, "P1")
    after = written(later, By.PROVIDER, "P1", stamp=STAMP + timedelta(days=1))
    assert set(uids(after)) <= set(uids(before))
    sequences = [
        {
            int(event["SEQUENCE"])
            for event in icalendar.Calendar.from_ical(each).walk("VEVENT")
        }
        for each in (before, after)
    ]
    assert max(sequences[0]) < min(sequences[1])


def test_pages_say_when_each_week_of_the_template_begins():
    settings = replace(
        sample.school().settings,
        weeks=2,
        term_start=date(2026, 9, 2),
        term_end=date(2026, 10, 9),
        holidays=(date(2026, 9, 7), *(date(2026, 9, day) for day in range(21, 26))),
    )
    assert begins_text(settings, (1, 2)) == (
        "Week 1 begins on Sep 2, 14, Oct 5. Week 2 begins on Sep 8, 28."
    )
    assert begins_text(settings, (2,)) == "Week 2 begins on Sep 8, 28."
    assert begins_text(replace(settings, days=("A", "B")), (1, 2)) == ""
    assert begins_text(replace(settings, weeks=1), (1,)) == ""
    assert begins_text(replace(settings, term_end=None), (1, 2)) == ""
    short = replace(settings, term_end=date(2026, 9, 4))
    assert begins_text(short, (1, 2)) == "Week 1 begins on Sep 2."


def test_without_a_term_there_are_no_school_days():
    settings = sample.school().settings
    assert school_days(settings) == ()
    only_start = replace(settings, term_start=date(2026, 9, 1))
    assert school_days(only_start) == ()
    backwards = replace(only_start, term_end=date(2026, 8, 1))
    assert school_days(backwards) == ()


def test_a_term_over_before_a_day_comes_has_no_event_for_it():
    school = pages.school(1)
    short = replace(
        school.settings, term_start=date(2026, 9, 2), term_end=date(2026, 9, 2)
    )
    made = pages.source(1, of=replace(school, settings=short))
    assert expanded(written(made, By.PROVIDER, "P1")) == Counter()


@pytest.mark.parametrize(
    ("days", "known"),
    [
        (("Mon", "Tue"), (0, 1)),
        (("monday", " THU "), (0, 3)),
        (("M", "T", "W", "Th", "F"), (0, 1, 2, 3, 4)),
        (("A", "B"), ()),
        (("Mon", "B"), ()),
        (("Mon", "Monday"), ()),
        (("1", "2"), ()),
    ],
)
def test_weekdays_are_known_by_their_names(days, known):
    assert weekdays(days) == known
