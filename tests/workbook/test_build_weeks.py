"""The template, and warnings about what is lost or gained in it."""

import pytest

from schools import DEFAULTS, built, codes, school, speech


def push(student="S1", **cells):
    return speech(student, setting="push-in", subject="Math", **cells)


def faults(*rows, settings=None, **sheets):
    return built(settings, services=list(rows), **sheets)[1]


def weeks(*rows, **sheets):
    return school(services=list(rows), **sheets).settings.weeks


MONTHLY = {"minutes": 30, "per": "session", "sessions": 1, "sessions_per": "month"}
YEARLY = MONTHLY | {"sessions": 3, "sessions_per": "year"}


def test_auto_takes_the_least_that_fits():
    assert weeks(speech()) == 1
    assert weeks(speech(week_pattern="odd")) == 2
    assert weeks(speech(**MONTHLY)) == 4
    assert weeks(speech(**YEARLY)) == 1


def test_weeks_columns_and_pins_count():
    away = {"who": "P1", "days": "Mon", "start": "8:00", "end": "9:00"}
    assert weeks(availability=[away | {"weeks": "3"}]) == 4
    assert weeks(availability=[away | {"weeks": "even"}]) == 2
    pin = {"service_id": "s1-speech-1", "day": "Mon", "start": "9:00", "week": 2}
    assert weeks(speech(), pins=[pin]) == 2


def test_pins_that_count_for_nothing_ask_for_no_weeks():
    pin = {"service_id": "S1-Speech-1", "day": "Mon", "start": "9:00", "week": 4}
    found, findings = built(services=[speech(**YEARLY)], pins=[pin])
    assert found.settings.weeks == 1
    assert codes(findings) == ["W420", "W513"]


@pytest.mark.parametrize(
    ("given", "cell"),
    [(1, "odd"), (1, "2"), (2, "1,3"), (2, "4")],
)
def test_weeks_that_do_not_fit_the_given_template(given, cell):
    away = {"who": "P1", "days": "Mon", "start": "8:00", "end": "9:00", "weeks": cell}
    _, findings = built({"weeks": given}, availability=[away])
    (found,) = [one for one in findings if one.code == "W312"]
    assert found.value == cell
    assert "auto" in found.advice


@pytest.mark.parametrize(
    ("given", "cells"),
    [
        (1, {"week_pattern": "odd"}),
        (2, {"week_pattern": "3"}),
        (2, {"week_pattern": "3 of 4"}),
        (1, {"frequency": "30 min every other week"}),
    ],
)
def test_patterns_that_do_not_fit_the_given_template(given, cells):
    findings = faults(speech(**cells), settings={"weeks": given})
    assert "W312" in codes(findings)


def test_given_weeks_that_fit():
    assert "W312" not in codes(
        faults(speech(week_pattern="3 of 4"), settings={"weeks": 4})
    )


def test_services_outside_the_template_are_a_warning():
    (found,) = [one for one in faults(speech(**YEARLY)) if one.code == "W420"]
    assert "1, 2 or 4 weeks" in found.message
    findings = faults(speech(**MONTHLY), settings={"weeks": 2})
    (found,) = [one for one in findings if one.code == "W420"]
    assert "2 weeks" in found.message
    text = speech(frequency="3 times/year 15 min")
    assert "W420" in codes(faults(text))


def test_short_sessions_name_what_four_weeks_give():
    (found,) = faults(speech(minutes=60, per="month"))
    assert found.code == "W421"
    assert "15 min in 1 week" in found.message
    assert "With weeks 4: 60 min in sessions of 30 min" in found.message
    (found,) = faults(speech(minutes=20, per="month"), settings={"weeks": 4})
    assert "With weeks" not in found.message


def test_amounts_that_make_no_short_session_are_fine():
    assert codes(faults(speech(minutes=120, per="month"))) == []
    assert codes(faults(speech(minutes=20))) == []
    row = speech(minutes=60, per="month", session_minutes=15)
    assert codes(faults(row)) == []


def rotation(*rows, days="A,B,C,D,E,F"):
    base = {"days": "all", "start": "8:00", "end": "15:00"}
    return faults(
        *rows,
        settings={"days": days},
        providers=[{"provider_id": "P1", "role": "SLP", **base}],
        classes=[{"class_id": "C", "subject": "Math", "homeroom": "3A", **base}],
        students=DEFAULTS["students"][:1],
    )


def test_a_rotation_says_what_a_weekly_amount_is_worth():
    (found,) = [one for one in rotation(speech(minutes=60)) if one.code == "W422"]
    assert "60 min per pass of 6 days = 50 min per 5 school days" in found.message
    found = rotation(speech(minutes=60), days="1,2,3,4")[0]
    assert "60 min per pass of 4 days = 75 min per 5 school days" in found.message
    (found,) = [one for one in rotation(speech()) if one.code == "W422"]
    assert "60 min per pass of 6 days" in found.message


def test_a_rotation_of_five_days_or_other_periods_lose_nothing():
    assert "W422" not in codes(rotation(speech(minutes=60), days="A,B,C,D,E"))
    assert "W422" not in codes(rotation(speech(minutes=60, per="cycle")))
    assert "W422" not in codes(rotation(speech(minutes=20, per="day")))
    assert "W422" not in codes(rotation(speech(minutes=60), days="Mon,Tue,Wed,Thu"))


def test_minutes_above_the_meetings_of_co_teaching():
    row = push(delivery="co-teach", minutes=400)
    (found,) = [one for one in faults(row) if one.code == "W423"]
    assert "400 min" in found.message
    assert "300 min" in found.message
    assert codes(faults(push(delivery="co-teach", minutes=300))) == []
    assert codes(faults(push(delivery="co-teach"))) == []


def test_a_student_who_attends_no_class_of_the_subject():
    classes = [one for one in DEFAULTS["classes"] if one["class_id"] != "4A-Math"]
    findings = faults(push("S3"), classes=classes)
    (found,) = [one for one in findings if one.code == "W424"]
    assert "S3 attends no class" in found.message


def test_co_teach_without_a_meeting_that_can_be_had():
    row = push(delivery="co-teach", latest="9:30")
    (found,) = [one for one in faults(row) if one.code == "W424"]
    assert "3A-Math" in found.message


def test_services_that_are_not_active_are_noted_only():
    term = {"term_start": "2026-09-01", "term_end": "2027-01-29"}
    row = speech(**YEARLY, end_date="2026-08-31", role="Nobody")
    findings = faults(row, settings=term)
    assert codes(findings) == []
    assert [one.code for one in findings] == ["W426"]
