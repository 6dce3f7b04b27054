from datetime import date, time, timedelta
from fractions import Fraction

import pytest
from reading_helpers import CellKind, moment, only_row, read, remarks

from pushpull_sched.domain.service import PatternKind, Per, WeekPattern
from pushpull_sched.workbook.cell import Cell, CellState, Fault, Scope, clean, listed
from pushpull_sched.workbook.cells import read_cell
from pushpull_sched.workbook.schema import SHEET
from pushpull_sched.workbook.values import WeekKind, WeekSet

ROTATION = Scope(days=("A", "B"))
SIX = Scope(days=("1", "2", "3", "4", "5", "6"))


@pytest.mark.parametrize(
    ("value", "minute"),
    [
        ("8:30", 510),
        ("08:30", 510),
        ("08:30:00", 510),
        ("8.30", 510),
        ("8h30", 510),
        ("8:30 AM", 510),
        ("8:30am", 510),
        ("8:30 a.m.", 510),
        ("0830", 510),
        ("830", 510),
        (830, 510),
        (830.0, 510),
        (time(8, 30), 510),
        (0.354166, 510),
        ("0.354166", 510),
        (timedelta(hours=8, minutes=30), 510),
        (moment(1899, 12, 30, 8, 30), 510),
        (moment(1904, 1, 1, 8, 30), 510),
        (moment(2026, 9, 1, 8, 30), 510),
        ("2026-09-01 08:30:00", 510),
        (time(8, 29, 59, 999_990), 510),
        ("1:15 pm", 795),
        ("1:15", 795),
        ("01:15", 795),
        ("13:15", 795),
        ("115", 795),
        (115, 795),
        (time(1, 15), 795),
        ("5:59", 1079),
        ("6:00", 360),
        ("0:59", 59),
        ("12:30", 750),
        ("12:30 PM", 750),
        ("12:30 AM", 30),
        ("1:15 AM", 75),
        ("9 am", 540),
        ("13:15 pm", 795),
        ("23:59", 1439),
        ("\uff18\uff1a\uff13\uff10", 510),
    ],
)
def test_times(value, minute):
    assert read(value, CellKind.TIME) == minute


@pytest.mark.parametrize(
    "value",
    [
        "8.3",
        8.3,
        8,
        -0.5,
        "25:00",
        "24:00",
        "8:75",
        "-0:30",
        "noon",
        "8",
        "13:15 AM",
        "8:30-9:30",
        "8:30 to 9:30",
        2400,
        99,
        860,
        1.5,
        True,
        moment(2026, 9, 1),
        date(2026, 9, 1),
        timedelta(days=2),
        timedelta(hours=-1),
        "2026-09-01",
        "2026-09-01 99:00",
        pytest.param(10**5000, id="huge"),
        "8:30:75",
    ],
)
def test_not_times(value):
    assert read(value, CellKind.TIME) == "W206"


def test_excel_time_shown_with_am_is_taken_as_shown():
    assert read(time(1, 15), CellKind.TIME, number_format="h:mm AM/PM") == 75
    assert read(time(1, 15), CellKind.TIME, number_format="[$-F400]h:mm AM/PM") == 75
    assert read(time(1, 15), CellKind.TIME, number_format='h:mm "am/pm"') == 795


def test_what_is_said_about_times():
    assert remarks("1:15", CellKind.TIME) == ["W224"]
    assert remarks("6:15", CellKind.TIME) == []
    assert remarks(moment(2026, 9, 1, 8, 30), CellKind.TIME) == ["W225"]
    assert remarks(moment(1899, 12, 30, 8, 30), CellKind.TIME) == []
    assert remarks("8:30:20", CellKind.TIME) == ["W226"]
    assert remarks(time(8, 30, 0, 400), CellKind.TIME) == []
    assert remarks("2026-09-01 08:30", CellKind.TIME) == ["W225"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon,Wed,Fri", {0, 2, 4}),
        ("MWF", {0, 2, 4}),
        ("MTWThF", {0, 1, 2, 3, 4}),
        ("M T W Th F", {0, 1, 2, 3, 4}),
        ("MTWRF", {0, 1, 2, 3, 4}),
        ("Mon-Fri", {0, 1, 2, 3, 4}),
        ("M-F", {0, 1, 2, 3, 4}),
        ("Mon \u2013 Wed", {0, 1, 2}),
        ("Tue to Thu", {1, 2, 3}),
        ("all", {0, 1, 2, 3, 4}),
        ("Daily", {0, 1, 2, 3, 4}),
        ("TTh", {1, 3}),
        ("TuTh", {1, 3}),
        ("T/Th", {1, 3}),
        ("Tuesday & Thursday", {1, 3}),
        ("Mon and Fri", {0, 4}),
        ("Thurs.", {3}),
        ("Mo", {0}),
        ("Mon-Tue; Fri", {0, 1, 4}),
        ("monday, MONDAY", {0}),
    ],
)
def test_days(text, days):
    assert read(text, CellKind.DAYS) == frozenset(days)


@pytest.mark.parametrize(
    "value",
    ["Sat", "X", "MWX", "Fri-Mon", "Mon-Sun", ",", 1, 1.2, True, "MFR", "A", "M-W-F"],
)
def test_not_days(value):
    assert read(value, CellKind.DAYS) == "W208"


def test_excel_date_in_days_says_what_to_do():
    reading = read_cell(
        Cell(value=moment(2026, 1, 3)), SHEET["classes"].column("days"), Scope()
    )
    assert isinstance(reading, Fault)
    assert "text" in reading.advice


@pytest.mark.parametrize(
    ("value", "scope", "days"),
    [
        ("A,B", ROTATION, {0, 1}),
        ("AB", ROTATION, {0, 1}),
        ("A day", ROTATION, {0}),
        ("Day B", ROTATION, {1}),
        ("A/B days", ROTATION, {0, 1}),
        ("1,2,6", SIX, {0, 1, 5}),
        ("1-3", SIX, {0, 1, 2}),
        (2, SIX, {1}),
        (2.0, SIX, {1}),
    ],
)
def test_rotation_days(value, scope, days):
    assert read(value, CellKind.DAYS, scope=scope) == frozenset(days)


@pytest.mark.parametrize(
    ("value", "scope"),
    [("Mon", ROTATION), ("C", ROTATION), (126, SIX), (1.2, SIX), ("7", SIX)],
)
def test_not_rotation_days(value, scope):
    assert read(value, CellKind.DAYS, scope=scope) == "W208"


def test_a_day_named_like_a_word_for_all_days_is_that_day():
    scope = Scope(days=("All", "Any"))
    assert read("all", CellKind.DAYS, scope=scope) == frozenset({0})


def test_one_day():
    assert read("Tue", CellKind.DAY) == 1
    assert read("Tue,Wed", CellKind.DAY) == "W208"
    assert read("Xyz", CellKind.DAY) == "W208"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mon,Tue,Wed", ("Mon", "Tue", "Wed")),
        ("Monday; Tuesday", ("Monday", "Tuesday")),
        ("Mon-Fri", ("Mon", "Tue", "Wed", "Thu", "Fri")),
        ("MTWThF", ("Mon", "Tue", "Wed", "Thu", "Fri")),
        ("A,B", ("A", "B")),
        ("A/B", ("A", "B")),
        ("1-6", ("1", "2", "3", "4", "5", "6")),
        (1, ("1",)),
    ],
)
def test_day_names(text, names):
    assert read(text, CellKind.DAY_NAMES) == names


@pytest.mark.parametrize(
    "value",
    [
        "Mon,mon",
        "Mon,Monday",
        "all",
        ",",
        "all,B",
        ",".join(map(str, range(21))),
        moment(2026, 1, 6),
        "3-1",
    ],
)
def test_not_day_names(value):
    assert read(value, CellKind.DAY_NAMES) == "W208"


@pytest.mark.parametrize(
    ("value", "weeks"),
    [
        ("all", WeekSet()),
        ("every week", WeekSet()),
        ("odd", WeekSet(kind=WeekKind.ODD)),
        ("Even weeks", WeekSet(kind=WeekKind.EVEN)),
        ("1,3", WeekSet(kind=WeekKind.LIST, weeks=frozenset({1, 3}))),
        ("1-3", WeekSet(kind=WeekKind.LIST, weeks=frozenset({1, 2, 3}))),
        ("1 and 4", WeekSet(kind=WeekKind.LIST, weeks=frozenset({1, 4}))),
        (2, WeekSet(kind=WeekKind.LIST, weeks=frozenset({2}))),
    ],
)
def test_weeks(value, weeks):
    assert read(value, CellKind.WEEKS) == weeks


@pytest.mark.parametrize("value", ["5", 0, "3-1", "A", ",", "1,5", moment(2026, 1, 3)])
def test_not_weeks(value):
    assert read(value, CellKind.WEEKS) == "W209"


def test_weeks_within_a_template():
    assert WeekSet().within(2) == {1, 2}
    assert WeekSet(kind=WeekKind.ODD).within(4) == {1, 3}
    assert WeekSet(kind=WeekKind.EVEN).within(4) == {2, 4}
    assert WeekSet(kind=WeekKind.LIST, weeks=frozenset({1, 4})).within(2) == {1}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("every", "every"),
        ("odd", "odd"),
        ("even weeks", "even"),
        ("every other week", "1 of 2"),
        ("3 of 4", "3 of 4"),
        ("3 out of 4 weeks", "3 of 4"),
        ("1of2", "1 of 2"),
        ("1 of 1", "1 of 1"),
        (2, "2"),
        ("week 3", "3"),
    ],
)
def test_week_patterns(value, text):
    pattern = read(value, CellKind.WEEK_PATTERN)
    assert isinstance(pattern, WeekPattern)
    assert str(pattern) == text


def test_week_pattern_of_a_week():
    expected = WeekPattern(kind=PatternKind.WEEK, week=4)
    assert read("4", CellKind.WEEK_PATTERN) == expected


@pytest.mark.parametrize(
    "value", ["5", "5 of 4", "0 of 2", "2 of 3", "1/2", "x", moment(2026, 1, 2), True]
)
def test_not_week_patterns(value):
    assert read(value, CellKind.WEEK_PATTERN) == "W214"


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        ("PK", -1),
        ("Pre-K", -1),
        ("pre-kindergarten", -1),
        ("K", 0),
        ("Kindergarten", 0),
        ("KG", 0),
        ("1st", 1),
        ("Grade 3", 3),
        ("3rd Grade", 3),
        ("third", 3),
        ("Gr. 5", 5),
        ("03", 3),
        (3, 3),
        (3.0, 3),
        ("12", 12),
    ],
)
def test_grades(value, grade):
    assert read(value, CellKind.GRADE) == grade


def test_a_date_is_no_grade():
    assert read(moment(2026, 1, 1), CellKind.GRADE) == "W230"


@pytest.mark.parametrize("value", ["13", 0, -1, "TK", 2.5, "x", "-1", "3-1", True])
def test_not_grades(value):
    assert read(value, CellKind.GRADE) == "W210"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (7.0, "7"),
        ("7", "7"),
        ("7.0", "7"),
        ("007", "007"),
        (" S 1 ", "S 1"),
        ("A\u00a01\u200b", "A 1"),
        ("NA", "NA"),
        ("None", "None"),
        ("null", "null"),
        (True, "TRUE"),
        (False, "FALSE"),
        (7.5, "7.5"),
        (999_999_999_999_999, "999999999999999"),
        ("=x", "=x"),
        ("Zoe\u0308", "Zoë"),
        ("O\u2019Neil", "O'Neil"),
    ],
)
def test_ids(value, text):
    assert read(value, CellKind.ID) == text


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.23e17, "W216"),
        (10**15, "W216"),
        ("1.23E+17", "W216"),
        (float("inf"), "W216"),
        (moment(2026, 3, 1), "W230"),
        (time(3, 1), "W230"),
        ("x" * 1001, "W221"),
        ("#N/A", "W203"),
        ("#ref!", "W203"),
    ],
)
def test_not_ids(value, code):
    assert read(value, CellKind.ID) == code
    assert read(value, CellKind.TEXT) == code


def test_free_text_takes_dates_and_long_texts():
    assert read(moment(2026, 3, 1), CellKind.TEXT, free=True) == "2026-03-01"
    assert read("x " * 1000, CellKind.TEXT, free=True) == ("x " * 1000).strip()
    assert read("x" * 32_767, CellKind.TEXT, free=True) == "W221"
    assert read(moment(2026, 3, 1, 8, 5), CellKind.TEXT, free=True).endswith("08:05:00")


def test_lists():
    assert read("SLP, OT;PT", CellKind.TEXT_LIST) == ("SLP", "OT", "PT")
    assert read("OT,,ot, OT", CellKind.TEXT_LIST) == ("OT",)
    assert read("7.0, 007", CellKind.ID_LIST) == ("7", "007")
    assert read("7.0", CellKind.TEXT_LIST) == ("7.0",)
    assert read(7.0, CellKind.ID_LIST) == ("7",)
    assert read(" ; ", CellKind.ID_LIST) == "W230"
    assert read(time(1, 2), CellKind.ID_LIST) == "W230"
    assert read("a" * 32_001, CellKind.ID_LIST) == "W221"
    assert read("\ufb03" * 20_000, CellKind.ID_LIST) == "W221"


@pytest.mark.parametrize(
    "value", [30, 30.0, "30", "30.0", " 30 ", 30.0000001, "30 min", "30 minutes", "+30"]
)
def test_minutes(value):
    assert read(value, CellKind.INTEGER, unit="min", minimum=1, maximum=480) == 30


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("abc", "W204"),
        (22.5, "W204"),
        ("22.5", "W204"),
        (True, "W204"),
        (time(0, 30), "W204"),
        (float("inf"), "W204"),
        ("9" * 30, "W204"),
        (0, "W205"),
        (-5, "W205"),
        (481, "W205"),
        pytest.param(10**5000, "W205", id="huge"),
    ],
)
def test_not_minutes(value, code):
    assert read(value, CellKind.INTEGER, unit="min", minimum=1, maximum=480) == code


def test_thousands_and_units():
    assert read("1,200", CellKind.INTEGER) == 1200
    assert read("30 min", CellKind.INTEGER) == "W204"
    assert read(-3, CellKind.INTEGER) == -3
    assert read(5, CellKind.INTEGER, minimum=6) == "W205"


@pytest.mark.parametrize("value", ["2x30", "30 min 2x/week", "60/wk"])
def test_frequency_in_the_minutes_cell_names_the_right_column(value):
    reading = read_cell(Cell(value=value), SHEET["services"].column("minutes"), Scope())
    assert isinstance(reading, Fault)
    assert "frequency" in reading.advice


def test_fractions():
    assert read("33.3", CellKind.FRACTION) == Fraction(333, 10)
    assert read(4.33, CellKind.FRACTION) == Fraction(433, 100)
    assert read(36, CellKind.FRACTION) == 36
    assert read("x", CellKind.FRACTION) == "W204"
    assert read(True, CellKind.FRACTION) == "W204"
    assert read(0, CellKind.FRACTION) == "W205"
    assert read(-1, CellKind.FRACTION) == "W205"
    assert read(367, CellKind.FRACTION, maximum=366) == "W205"


@pytest.mark.parametrize(
    ("value", "lengths"),
    [
        (30, (30,)),
        ("30 min", (30,)),
        ("20,30", (20, 30)),
        ("30;20;30", (20, 30)),
        ("20 or 30", (20, 30)),
        ("20-45", (20, 25, 30, 35, 40, 45)),
        ("22 to 31", (25, 30)),
        ("20-25, 42", (20, 25, 42)),
        ("480", (480,)),
    ],
)
def test_lengths(value, lengths):
    assert read(value, CellKind.LENGTHS, maximum=480) == lengths


@pytest.mark.parametrize(
    "value",
    [
        "0",
        "481",
        "45-20",
        "21-24",
        "x",
        ",",
        True,
        30.5,
        moment(2026, 3, 1),
        "20-999",
    ],
)
def test_not_lengths(value):
    assert read(value, CellKind.LENGTHS, maximum=480) == "W215"


def test_the_grid_decides_a_range():
    scope = Scope(grid=10)
    assert read("20-45", CellKind.LENGTHS, maximum=480, scope=scope) == (20, 30, 40)


@pytest.mark.parametrize("value", ["yes", "Y", "x", 1, 1.0, True, "TRUE", "✓", "✔"])
def test_yes(value):
    assert read(value, CellKind.YES_NO) is True


@pytest.mark.parametrize("value", ["no", "N", 0, False, "false"])
def test_no(value):
    assert read(value, CellKind.YES_NO) is False


@pytest.mark.parametrize("value", ["maybe", 2, "ja", time(1, 0)])
def test_neither_yes_nor_no(value):
    assert read(value, CellKind.YES_NO) == "W212"


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("Push-In", "push-in"),
        ("push in", "push-in"),
        ("Inclusion", "push-in"),
        ("gen ed", "push-in"),
        ("B grid", "push-in"),
        ("GEE", "push-in"),
        ("Resource", "pull-out"),
        ("C Grid", "pull-out"),
        ("SEE", "pull-out"),
        ("either", "either"),
        ("indirect", "consult"),
        ("A-grid", "consult"),
        ("Monitor", "consult"),
    ],
)
def test_settings_of_services(text, setting):
    row, findings = only_row("services", {"service": "Speech", "setting": text})
    assert row["setting"] == setting
    assert findings == ()


def test_unknown_choice_gets_the_nearest():
    row, findings = only_row("services", {"service": "Speech", "setting": "pul-aut"})
    assert row["setting"] is None
    assert row.bad("setting")
    assert findings[0].code == "W211"
    assert findings[0].advice == "Did you mean pull-out?"
    assert str(findings[0].source) == "Services!D2"


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("week", Per.WEEK),
        ("Weekly", Per.WEEK),
        ("per month", Per.MONTH),
        ("yr", Per.YEAR),
        ("6-day cycle", Per.CYCLE),
        ("session", Per.SESSION),
        ("each day", Per.DAY),
        ("qtr.", Per.QUARTER),
    ],
)
def test_periods(text, per):
    assert read(text, CellKind.PER, key="per") is per


def test_numbers_that_a_program_wrote_as_text():
    assert read("3.0", CellKind.GRADE) == 3
    assert read("1.0", CellKind.YES_NO) is True
    assert read("2.0", CellKind.CHOICE, choices=("auto", "2")) == "2"
    assert read("2.0", CellKind.DAYS, scope=SIX) == frozenset({1})
    assert read("2.0", CellKind.WEEKS).weeks == frozenset({2})
    assert read("2.0", CellKind.WEEK_PATTERN).week == 2
    assert read("3.5", CellKind.GRADE) == "W210"


def test_sessions_are_never_per_session():
    assert read("session", CellKind.PER, key="sessions_per") == "W211"
    assert read("fortnight", CellKind.PER, key="per") == "W211"


@pytest.mark.parametrize(
    "value",
    [
        date(2026, 9, 1),
        moment(2026, 9, 1, 12, 0),
        "2026-09-01",
        "2026/9/1",
        "2026-09-01 00:00:00",
        "9/1/2026",
        "9/1/26",
        "Sep 1, 2026",
        "September 1st 2026",
        "1 Sep 2026",
        "Tue, Sep 1 2026",
        46266,
        "46266",
    ],
)
def test_dates(value):
    assert read(value, CellKind.DATE) == date(2026, 9, 1)


@pytest.mark.parametrize(
    "value",
    [
        "13/45/2026",
        "2026-02-30",
        "Foo 1, 2026",
        "soon",
        time(8, 0),
        timedelta(1),
        True,
        7,
        "1-1-1800",
        date(1800, 1, 1),
        "1 Foo 2026",
    ],
)
def test_not_dates(value):
    assert read(value, CellKind.DATE) == "W207"


def test_two_digit_years():
    assert read("1/2/49", CellKind.DATE) == date(2049, 1, 2)
    assert read("1/2/50", CellKind.DATE) == date(1950, 1, 2)


def test_what_is_said_about_dates():
    assert remarks("9/1/2026", CellKind.DATE) == ["W227"]
    assert remarks("2026-09-01", CellKind.DATE) == []
    assert remarks(46266, CellKind.DATE) == ["W231"]
    assert remarks("9/1/2026; 9/2/2026", CellKind.DATE_LIST) == ["W227"]


def test_date_lists():
    first, second = date(2026, 11, 26), date(2026, 11, 27)
    assert read("2026-11-26, 2026-11-27", CellKind.DATE_LIST) == (first, second)
    assert read("2026-11-27; 2026-11-26", CellKind.DATE_LIST) == (first, second)
    assert read("Nov 26, 2026, Nov 27, 2026", CellKind.DATE_LIST) == (first, second)
    assert read("2026-11-26 to 2026-11-27", CellKind.DATE_LIST) == (first, second)
    assert read(first, CellKind.DATE_LIST) == (first,)


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-27 to 2026-11-26",
        "2026-01-01 to 2027-01-01",
        "a to b",
        "x",
        ",",
        True,
        "2026-11-26 to x",
        "1 to 2 to 3",
    ],
)
def test_not_date_lists(value):
    assert read(value, CellKind.DATE_LIST) == "W207"


def test_formula_without_a_value():
    cell = Cell(value=None, state=CellState.NO_VALUE)
    reading = read_cell(cell, SHEET["students"].column("grade"), Scope())
    assert isinstance(reading, Fault)
    assert reading.code == "W202"


def test_characters_that_cannot_be_seen():
    assert clean("a\x00b").control
    assert clean("a_x0007_b").text == "ab"
    assert not clean(" a  b ").odd
    assert remarks("a\x07b", CellKind.TEXT) == ["W222"]
    assert remarks("a\u00a0b", CellKind.TEXT) == ["W223"]


def test_words_in_a_sentence():
    assert listed(()) == ""
    assert listed(("a",)) == "a"
    assert listed(("a", "b", "c")) == "a, b or c"
