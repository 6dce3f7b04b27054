"""Rows of Services: ids, names, amounts, patterns, dates."""

from datetime import date
from fractions import Fraction

import pytest

from pushpull_sched.domain.findings import Severity
from pushpull_sched.domain.service import Amount, Delivery, PatternKind, Per, Setting
from pushpull_sched.workbook.tables import tables_of
from schools import built, codes, school, speech


def push(student="S1", **cells):
    return speech(student, setting="push-in", subject="Math", **cells)


def faults(*rows, settings=None, **sheets):
    return built(settings, services=list(rows), **sheets)[1]


def only(*rows, settings=None, **sheets):
    found = school(settings, services=list(rows), **sheets)
    return found.services[0]


# Ids and names


def test_default_ids_count_rows_of_student_and_service():
    rows = [
        speech(),
        speech("s1", service="speech"),
        speech("S2"),
        speech(service="Reading SDI", service_id="X1"),
        speech(service="Reading SDI"),
        {
            "service": "Common planning",
            "setting": "consult",
            "role": "SLP",
            "minutes": 30,
        },
    ]
    found = school(services=rows)
    assert [one.id for one in found.services] == [
        "S1-Speech-1",
        "S1-Speech-2",
        "S2-Speech-1",
        "X1",
        "S1-Reading SDI-2",
        "Common planning-1",
    ]
    assert {one.name for one in found.services[:3]} == {"Speech"}


def test_a_default_id_that_is_taken_is_an_error():
    rows = [speech(service_id="S1-Speech-2"), speech()]
    (found,) = [one for one in faults(*rows) if one.code == "W314"]
    assert found.source.row == 3


def test_names_are_spelled_alike():
    rows = [
        speech(goal_area="Fluency", level="Tier 2", role="SLP; OT"),
        speech("S2", goal_area=" fluency", level="tier  2", role="slp"),
    ]
    found = school(services=rows).services
    assert found[0].goal_area == found[1].goal_area
    assert found[0].level == found[1].level
    assert found[1].roles < found[0].roles


def test_service_names_are_those_of_services():
    rooms = [{"room_id": "R1", "services": "SPEECH"}]
    found = school(services=[speech(), speech("S2", service="speech")], rooms=rooms)
    assert [one.name for one in found.services] == ["Speech", "Speech"]
    assert found.room["R1"].allows == {"Speech"}


def test_a_service_needs_a_known_student():
    findings = faults(speech(None), speech("S11"))
    assert codes(findings) == ["W401", "W301"]
    assert findings[-1].advice == "Did you mean S1?"
    block = speech(None, setting="consult")
    assert only(block).student is None


def test_a_student_with_a_faulty_row_makes_no_further_noise():
    students = [{"student_id": "S1", "grade": "third-ish", "homeroom": "3A"}]
    found, findings = built(students=students, services=[speech()])
    assert codes(findings) == ["W210"]
    assert found is None


def test_a_role_or_a_provider_is_needed():
    assert codes(faults(speech(role=None))) == ["W402"]
    assert only(speech(role=None, provider="p1")).provider == "P1"


def test_a_provider_may_be_given_by_a_unique_name():
    base = {"role": "SLP", "days": "all", "start": "8:00", "end": "15:00"}
    providers = [
        base | {"provider_id": "P1", "name": "Ann Lee"},
        base | {"provider_id": "P2", "name": "Bo Ray"},
        base | {"provider_id": "P3", "name": "bo ray"},
    ]
    assert only(speech(provider="ann lee"), providers=providers).provider == "P1"
    (found,) = faults(
        speech(provider="Bo Ray", frequency="30 min 1x weekly"), providers=providers
    )[1:]
    assert found.code == "W302"
    assert "P2, P3" in found.message
    findings = faults(speech(provider="An Lee"), providers=providers)
    assert findings[-1].advice == "Did you mean Ann Lee?"


def test_the_named_provider_without_the_role_is_a_warning():
    assert codes(faults(speech(provider="P1", role="OT"))) == ["W428"]


def test_plain_cells():
    found = only(
        speech(
            group="individual",
            max_group=2,
            days="Mon,Wed",
            earliest="9:00",
            latest="14:00",
            min_days_apart=2,
            max_per_day=1,
            category="504",
            priority=3,
            session_minutes="20,30",
        )
    )
    assert found.individual
    assert found.max_group == 2
    assert found.days == {0, 2}
    assert (found.earliest, found.latest) == (540, 840)
    assert (found.min_days_apart, found.max_per_day) == (2, 1)
    assert (found.category, found.priority) == ("504", 3)
    assert found.session_minutes == (20, 30)


def test_defaults():
    found = only(speech())
    assert not found.individual
    assert found.days == {0, 1, 2, 3, 4}
    assert (found.min_days_apart, found.max_per_day) == (1, None)
    assert (found.category, found.priority) == ("IEP", 1)
    assert found.delivery is Delivery.SUPPORT
    assert found.may_miss is None
    assert found.never_miss == frozenset()
    assert found.active


# Subjects


def test_push_in_and_either_need_a_subject():
    assert codes(faults(speech(setting="push-in"))) == ["W411"]
    assert codes(faults(speech(setting="either"))) == ["W411"]
    assert only(push()).classes == {"3A-Math", "4A-Math"}
    assert only(speech(setting="either", subject="math, WIN")).classes == {
        "3A-Math",
        "4A-Math",
        "3A-WIN",
        "4A-WIN",
    }


def test_a_subject_that_no_class_has():
    findings = faults(push() | {"subject": "Mth"})
    (found,) = [one for one in findings if one.code == "W412"]
    assert found.advice == "Did you mean Math?"
    assert codes(faults(push() | {"subject": "Math, Latin"})) == ["W425"]
    assert codes(faults(speech(setting="either", subject="Latin"))) == ["W425"]


def test_subjects_of_pull_out_are_not_used():
    found = only(speech(subject="Latin"))
    assert found.classes == frozenset()
    assert found.subjects == ()


def test_may_miss_and_never_miss_name_classes():
    found = only(speech(may_miss="WIN, art", never_miss="Math"))
    assert found.may_miss == {"3A-WIN", "4A-WIN", "3A-Art", "4A-Art"}
    assert found.never_miss == {"3A-Math", "4A-Math"}
    assert codes(faults(speech(never_miss="Latin"))) == ["W425"]
    assert only(speech(may_miss="Latin")).may_miss == frozenset()


def test_co_teach_is_for_push_in():
    assert only(push(delivery="co-teach")).is_co_teach
    row = speech(delivery="co-teach", frequency="30 min 2x weekly")
    assert codes(faults(row)) == ["W409"]
    row = push(delivery="co-teach", minutes=60, week_pattern="3 of 4")
    assert codes(faults(row)) == ["W410"]
    row = push(delivery="co-teach", frequency="30 min twice weekly, 3 of 4 weeks")
    assert codes(faults(row)) == ["W410"]


# Amounts


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        ({"minutes": 60}, Amount(minutes=60)),
        ({"minutes": 60, "per": "month"}, Amount(minutes=60, per=Per.MONTH)),
        (
            {"minutes": 30, "per": "session", "sessions": 2},
            Amount(minutes=30, per=Per.SESSION, sessions=2),
        ),
        (
            {"minutes": 60, "per": "week", "sessions": 2},
            Amount(minutes=60, per=Per.WEEK, sessions=2),
        ),
        (
            {"minutes": 30, "per": "session", "sessions": 1, "sessions_per": "month"},
            Amount(minutes=30, per=Per.SESSION, sessions=1, sessions_per=Per.MONTH),
        ),
    ],
)
def test_amounts_from_cells(cells, amount):
    assert only(speech(**cells)).amount == amount


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"minutes": None}, "W403", "minutes"),
        ({"minutes": None, "sessions": 2}, "W403", "minutes"),
        ({"minutes": 30, "sessions": 2}, "W405", "per"),
        ({"minutes": 30, "per": "session"}, "W406", "sessions"),
        ({"frequency": "30 min weekly", "minutes": 30}, "W404", "frequency"),
        ({"frequency": "30 min weekly", "sessions": 2}, "W404", "frequency"),
        ({"frequency": "30 min weekly", "per": "week"}, "W404", "frequency"),
    ],
)
def test_amounts_that_do_not_fit_together(cells, code, column):
    found, findings = built(services=[speech(**cells)])
    (fault,) = [one for one in findings if one.severity is not Severity.NOTE]
    assert fault.code == code
    assert fault.source == source_of(column)
    assert fault.severity is Severity.ERROR
    assert found.services == ()


def source_of(column):
    workbook, _ = tables_of({"services": [dict.fromkeys([column], "x")]})
    return workbook.tables["services"].ref(2, None if column is None else column)


def test_co_teach_may_be_without_minutes():
    assert only(push(delivery="co-teach")).amount == Amount(minutes=None)
    row = push(delivery="co-teach", minutes=60, per="session")
    assert only(row).amount == Amount(minutes=None)


def test_sessions_per_alone_is_a_warning():
    row = speech(minutes=30, sessions_per="month")
    assert codes(faults(row)) == ["W417"]
    assert only(row).amount == Amount(minutes=30)


@pytest.mark.parametrize(
    ("text", "column", "pattern"),
    [
        ("30 min 2x weekly", None, "every"),
        ("30 min 2x weekly", "odd", "odd"),
        ("30 min 2x weekly", "3 of 4", "3 of 4"),
        ("30 min every other week", None, "1 of 2"),
        ("30 min every other week", "even", "even"),
        ("30 min every other week", "1 of 2", "1 of 2"),
        ("Twice weekly 30 min, 3 of 4 weeks", None, "3 of 4"),
    ],
)
def test_patterns_of_text_and_column(text, column, pattern):
    assert str(only(speech(frequency=text, week_pattern=column)).pattern) == pattern


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("30 min every other week", "every"),
        ("30 min every other week", "2"),
        ("Twice weekly 30 min, 3 of 4 weeks", "odd"),
    ],
)
def test_patterns_that_differ_are_an_error(text, column):
    (found,) = [
        one
        for one in faults(speech(frequency=text, week_pattern=column))
        if one.severity is Severity.ERROR
    ]
    assert found.code == "W408"
    assert found.value == column


# Dates

TERM = {"term_start": date(2026, 9, 1), "term_end": date(2027, 1, 29)}
FALL = {"start_date": date(2026, 9, 1), "end_date": date(2026, 12, 18)}
WINTER = {"start_date": date(2026, 12, 19), "end_date": date(2027, 1, 29)}


def active(*rows, **settings):
    found = school(settings, services=list(rows))
    return {one.source.row: one.active for one in found.services}


def test_services_outside_the_term_are_not_active():
    rows = [
        speech(end_date=date(2026, 8, 31)),
        speech("S2", end_date=date(2026, 9, 1)),
        speech("S3", start_date=date(2027, 1, 29)),
        speech("S3", service="OT", start_date=date(2027, 1, 30)),
    ]
    assert active(*rows, **TERM) == {2: False, 3: True, 4: True, 5: False}
    found = school(TERM, services=rows)
    assert "2026-08-31" in found.services[0].inactive_because
    assert found.services[1].inactive_because == ""


def test_the_row_of_the_day_counts_else_the_next():
    rows = [speech(**FALL), speech(minutes=60, **WINTER)]
    assert active(*rows, **TERM) == {2: True, 3: False}
    later = TERM | {"as_of": date(2027, 1, 5)}
    assert active(*rows, **later) == {2: False, 3: True}
    gap = [
        speech(start_date=date(2026, 9, 1), end_date=date(2026, 9, 30)),
        speech(start_date=date(2026, 11, 1), end_date=date(2026, 11, 30)),
        speech(start_date=date(2027, 1, 1), end_date=date(2027, 1, 29)),
    ]
    between = TERM | {"as_of": date(2026, 10, 15)}
    assert active(*gap, **between) == {2: False, 3: True, 4: False}
    after = TERM | {"as_of": date(2027, 1, 29)}
    assert active(*gap[:2], **after) == {2: False, 3: True}


def test_rows_that_overlap_both_count():
    rows = [speech(**FALL), speech(minutes=60), speech("S2", **WINTER)]
    assert active(*rows, **TERM) == {2: True, 3: True, 4: True}


def test_without_a_day_the_first_row_counts_and_it_is_a_warning():
    rows = [speech(**WINTER), speech(**FALL)]
    assert active(*rows) == {2: False, 3: True}
    findings = faults(*rows)
    (found,) = [one for one in findings if one.code == "W418"]
    assert "as_of" in found.advice


def test_as_of_outside_the_term_is_a_warning():
    findings = built(TERM | {"as_of": date(2027, 2, 1)})[1]
    assert codes(findings) == ["W327"]
    assert school(TERM).settings.as_of == date(2026, 9, 1)


# Conversion


@pytest.mark.parametrize(
    ("cells", "settings", "text"),
    [
        ({"minutes": 60}, {}, "60 min per week -> 60 min in 1 week"),
        (
            {"minutes": 1200, "per": "year"},
            {"weeks": 4},
            "1200 min per year = 1200 x 4 / 36 -> 134 min in 4 weeks",
        ),
        (
            {"minutes": 90, "per": "quarter"},
            {},
            "90 min per quarter = 90 x 4 x 1 / 36 -> 10 min in 1 week",
        ),
        (
            {"minutes": 20, "per": "day"},
            {},
            "20 min per day = 20 x 5 -> 100 min in 1 week, 5 sessions",
        ),
        (
            {"minutes": 30, "per": "session", "sessions": 2},
            {"weeks": 2},
            (
                "2 sessions of 30 min per week = 2 x 30 x 2 -> 120 min in 2 weeks, "
                "4 sessions"
            ),
        ),
        (
            {"minutes": 30, "week_pattern": "odd"},
            {},
            "30 min per week = 30 x 2 / 2 (odd weeks) -> 30 min in 2 weeks",
        ),
        (
            {"minutes": 30, "week_pattern": "2"},
            {},
            "30 min per week = 30 x 2 / 2 (week 2 only) -> 30 min in 2 weeks",
        ),
        (
            {"minutes": 30, "week_pattern": "3 of 4"},
            {},
            "30 min per week = 30 x 4 x 3 / 4 (3 of 4 weeks) -> 90 min in 4 weeks",
        ),
        (
            {"minutes": 60, "per": "month", "week_pattern": "odd"},
            {},
            "60 min per month = 60 x 2 / 4 -> 30 min in 2 weeks",
        ),
        (
            {"minutes": 30, "per": "session", "sessions": 3, "sessions_per": "year"},
            {},
            (
                "3 sessions of 30 min per year = 3 x 30 x 1 / 36 -> 3 min in 1 week; "
                "no template of 1, 2 or 4 weeks holds whole sessions"
            ),
        ),
        (
            {"minutes": 60},
            {"days": "A,B,C,D,E,F"},
            (
                "60 min per week -> 60 min in 1 week; 60 min per pass of 6 days = "
                "50 min per 5 school days"
            ),
        ),
    ],
)
def test_conversion_shows_the_arithmetic(cells, settings, text):
    found, _ = built(settings, **everyday(settings), services=[speech(**cells)])
    assert found.services[0].conversion == text


def everyday(settings):
    """Return sheets without day names of Monday to Friday."""
    if "days" not in settings:
        return {}
    base = {"days": "all", "start": "8:00", "end": "15:00"}
    return {
        "providers": [{"provider_id": "P1", "role": "SLP", **base}],
        "classes": [{"class_id": "C", "subject": "Math", "homeroom": "3A", **base}],
    }


def test_conversion_quotes_the_text():
    found = only(speech(frequency="30 min 2x weekly"))
    assert found.conversion.startswith('"30 min 2x weekly" read as ')
    assert found.conversion.endswith("= 2 x 30 -> 60 min in 1 week, 2 sessions")


def test_conversion_of_co_teach():
    assert only(push(delivery="co-teach")).conversion == (
        "co-teach: every meeting of the class, 300 min in 1 week"
    )


def test_conversion_of_a_daily_block_without_a_student():
    found = only(speech(None, setting="consult", minutes=20, per="day"))
    assert found.conversion.startswith("20 min per day = 20 x 5 -> 100")


# Settings


def test_rotations_have_their_own_months_and_years():
    found = school({"days": "A,B,C,D,E,F"}, **everyday({"days": 1})).settings
    assert found.weeks_per_year == 30
    assert found.weeks_per_month == Fraction(10, 3)
    assert school().settings.weeks_per_year == 36
    given = school(
        {"days": "A,B,C,D,E,F", "weeks_per_year": 31}, **everyday({"days": 1})
    ).settings
    assert given.weeks_per_year == 31


def test_settings_as_written():
    found = school(
        {
            "school": "Lincoln",
            "weeks": 2,
            "grid": 10,
            "session_minutes": "20-45",
            "same_provider": "no",
            "max_grade_span": 2,
            "transition_minutes": 5,
            "travel_minutes": 20,
            "target_group": 4,
            "holidays": "2026-11-26",
        }
    ).settings
    assert (found.school, found.weeks, found.weeks_are_given) == ("Lincoln", 2, True)
    assert found.session_minutes == (20, 30, 40)
    assert not found.same_provider
    assert (found.max_grade_span, found.target_group) == (2, 4)
    assert (found.transition_minutes, found.travel_minutes) == (5, 20)
    assert found.holidays == (date(2026, 11, 26),)
    assert school({"weeks": "auto"}).settings.weeks_are_given is False


def test_settings_and_pattern_kinds():
    assert only(speech(week_pattern="1 of 1")).pattern.kind is PatternKind.N_OF_M
    assert only(push()).setting is Setting.PUSH_IN
