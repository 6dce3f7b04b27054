import pytest
from reading_helpers import CellKind, only_row, read

from pushpull_sched.domain.service import Amount, PatternKind, Per, WeekPattern
from pushpull_sched.workbook.cell import Fault
from pushpull_sched.workbook.frequency import FORMS, conversion, read_frequency
from pushpull_sched.workbook.values import FrequencyReading


def each(minutes, sessions, per=Per.WEEK):
    return Amount(minutes=minutes, per=Per.SESSION, sessions=sessions, sessions_per=per)


def total(minutes, per):
    return Amount(minutes=minutes, per=per)


@pytest.mark.parametrize(("text", "words"), FORMS)
def test_documented_forms(text, words):
    reading = read_frequency(text, 6 if "6-day" in text else 5)
    assert isinstance(reading, FrequencyReading)
    assert reading.text == words.split(" (")[0]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("30 mins served Weekly", total(30, Per.WEEK)),
        ("Weekly 45 min", total(45, Per.WEEK)),
        ("30 min daily", total(30, Per.DAY)),
        ("1,200 min yearly", total(1200, Per.YEAR)),
        ("1 hour weekly", total(60, Per.WEEK)),
        ("90 min quarterly", total(90, Per.QUARTER)),
        ("30min/wk", total(30, Per.WEEK)),
        ("2x30", each(30, 2)),
        ("30 x 2", each(30, 2)),
        ("10 x 15", each(15, 10)),
        ("2 x 12 min", each(12, 2)),
        ("2X30MIN weekly", each(30, 2)),
        ("30 min x 2", each(30, 2)),
        ("30 min x 2 times/week", each(30, 2)),
        ("60 min x 2 Times = 120 min Daily", each(60, 2, Per.DAY)),
        ("60 min x 2 = 120 min", each(60, 2)),
        ("60 min x 2 weekly = 120 min weekly", each(60, 2)),
        ("90 min x 3 Times = 270 min Yearly", each(90, 3, Per.YEAR)),
        ("30 min, 5 days per week", each(30, 5)),
        ("2 sessions of 30 minutes per week", each(30, 2)),
        ("30 min per session 2x weekly", each(30, 2)),
        ("1x/week x 30 min", each(30, 1)),
        ("15 minutes once monthly", each(15, 1, Per.MONTH)),
        ("one session per week 30 min", each(30, 1)),
        ("60 min x 2 = 120 min total weekly", each(60, 2)),
        ("60 min total weekly", total(60, Per.WEEK)),
        ("30 min 2 times in each week", each(30, 2)),
        ("20 times/year 30", each(30, 20, Per.YEAR)),
        ("2 times a cycle 30 min", each(30, 2, Per.CYCLE)),
        ("1.5 hours 2x weekly", each(90, 2)),
        ("\uff12 \u00d7 30", each(30, 2)),
    ],
)
def test_amounts(text, amount):
    reading = read_frequency(text)
    assert isinstance(reading, FrequencyReading)
    assert reading.amount == amount
    assert reading.pattern is None


@pytest.mark.parametrize(
    ("text", "amount", "pattern"),
    [
        ("30 min every other week", total(30, Per.WEEK), "1 of 2"),
        ("30 min once every 2 weeks", each(30, 1), "1 of 2"),
        ("30 min 2x weekly, odd weeks", each(30, 2), "odd"),
        ("30 min in even weeks", total(30, Per.WEEK), "even"),
        ("2x weekly 30 min for 3 out of 4 weeks", each(30, 2), "3 of 4"),
        ("30 min every 4 weeks", total(30, Per.WEEK), "1 of 4"),
        ("30 min 2x weekly alternating weeks", each(30, 2), "1 of 2"),
    ],
)
def test_patterns(text, amount, pattern):
    reading = read_frequency(text)
    assert isinstance(reading, FrequencyReading)
    assert (reading.amount, str(reading.pattern)) == (amount, pattern)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("30 min", "how often"),
        ("30 min per session", "how often"),
        ("20-30 min weekly", "range"),
        ("2 to 3 x 30 min", "range"),
        ("biweekly", "twice a week or every other week"),
        ("30 min bi-weekly", "twice a week or every other week"),
        ("30 min Weekly / monthly", "two periods"),
        ("60 min x 2 weekly = 120 min monthly", "two periods"),
        ("weekly", "how many minutes"),
        ("2x weekly", "how many minutes"),
        ("60/wk", "how many minutes"),
        ("11 x 30", "which number"),
        ("10 x 14", "which number"),
        ("2x weekly 14", "which number"),
        ("30 min weekly 2x", "one session or of all"),
        ("60 min total 2x weekly", "one session or of all"),
        ("60 min for 2 sessions weekly", "one session or of all"),
        ("60 min in 2 sessions weekly", "word in is not understood"),
        ("30 min 3 of 5 weeks", "not a week pattern"),
        ("30 min odd weeks, 3 of 4 weeks", "two week patterns"),
        ("as needed", "not understood"),
        ("60 min x 2 times = 100 min weekly", "are 120, not 100"),
        ("60 min weekly = 60 min", "cannot be compared"),
        ("10 x 14 = 140 min", "which number"),
        ("30 min = 30 min = 30 min", "more than one ="),
        ("30 min = foo", "not understood"),
        ("22.5 min weekly", "whole number"),
        ("0 min weekly", "whole number"),
        ("30 min/6-day cycle", "cycle of 6 days"),
        ("600 min 2x weekly", "too long"),
        ("60 min x 9 x 2 weekly", "more than one way"),
        ("", "how many minutes"),
    ],
)
def test_refused(text, says):
    reading = read_frequency(text)
    assert isinstance(reading, Fault)
    assert says in reading.message
    assert reading.expected


def test_excel_values_are_refused():
    assert read(30, CellKind.FREQUENCY) == "W213"
    assert read(True, CellKind.FREQUENCY) == "W213"


def test_the_reading_is_noted_once_per_text():
    row, findings = only_row("services", {"service": "OT", "frequency": "2 x 30"})
    reading = row["frequency"]
    assert isinstance(reading, FrequencyReading)
    notes = [f.message for f in findings if f.code == "W228"]
    assert notes == ["2 x 30: 2 sessions per week of 30 minutes each."]


def test_conversion_of_a_plain_pattern():
    every = WeekPattern(kind=PatternKind.EVERY)
    assert conversion(total(45, Per.WEEK), every) == "45 minutes per week"
