"""What services are owed, against values counted by hand (workbook.md, section 3)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.service import (
    Amount,
    Delivery,
    PatternKind,
    Per,
    Repetition,
    Setting,
    WeekPattern,
)
from pushpull_sched.verify import owed
from verify.build import (
    ALL_DAYS,
    MON,
    TUE,
    WED,
    amount,
    push_service,
    school,
    school_class,
    service,
    settings,
    student,
    usual_classes,
    weekly,
)

ODD = WeekPattern(kind=PatternKind.ODD)
EVEN = WeekPattern(kind=PatternKind.EVEN)
WEEK_3 = WeekPattern(kind=PatternKind.WEEK, week=3)
THREE_OF_FOUR = WeekPattern(kind=PatternKind.N_OF_M, n=3, m=4)


def minutes(number, per=Per.WEEK):
    return Amount(minutes=number, per=per)


def demand(stated, *, weeks=1, of=None, **fields):
    """The demand of one service in a school of given weeks."""
    parts = {key: fields.pop(key) for key in ("students", "classes") if key in fields}
    more = {
        key: fields.pop(key)
        for key in ("grid", "weeks_per_year", "weeks_per_month", "days_named")
        if key in fields
    }
    if "days_named" in more:
        more["days"] = more.pop("days_named")
    lengths = fields.pop("usual", (30,))
    made = school(
        settings=settings(weeks=weeks, session_minutes=lengths, **more),
        services=(replace(of or service(), amount=stated, **fields),),
        **parts,
    )
    return owed(made, made.services[0])


@pytest.mark.parametrize(
    ("stated", "weeks", "required", "count"),
    [
        (amount(30, sessions=2), 1, 60, 2),
        (amount(30, sessions=2), 4, 240, 8),
        (amount(30, sessions=1, sessions_per=Per.DAY), 1, 150, 5),
        (amount(30, sessions=1, sessions_per=Per.CYCLE), 2, 60, 2),
        (amount(20, sessions=1, sessions_per=Per.MONTH), 4, 20, 1),
        (amount(20, sessions=9, sessions_per=Per.QUARTER), 1, 20, 1),
        (amount(20, sessions=18, sessions_per=Per.YEAR), 2, 20, 1),
        (minutes(60), 2, 120, None),
        (minutes(20, Per.DAY), 2, 200, 10),
        (minutes(60, Per.CYCLE), 1, 60, None),
        (minutes(60, Per.MONTH), 1, 15, None),
        (minutes(50, Per.MONTH), 1, 13, None),
        (minutes(90, Per.QUARTER), 1, 10, None),
        (minutes(300, Per.YEAR), 1, 9, None),
        (minutes(300, Per.YEAR), 4, 34, None),
    ],
)
def test_required_minutes_and_sessions(stated, weeks, required, count):
    found = demand(stated, weeks=weeks)
    assert (found.required_minutes, found.sessions) == (required, count)


@pytest.mark.parametrize(
    ("stated", "pattern", "required", "count"),
    [
        (amount(30, sessions=2), ODD, 120, 4),
        (amount(30, sessions=2), EVEN, 120, 4),
        (amount(30, sessions=2), WEEK_3, 60, 2),
        (amount(30, sessions=2), THREE_OF_FOUR, 180, 6),
        (minutes(20, Per.DAY), ODD, 200, 10),
        (minutes(60, Per.MONTH), ODD, 60, None),
        (Amount(minutes=120, per=Per.MONTH, sessions=2), ODD, 120, 4),
        (amount(30, sessions=1, sessions_per=Per.MONTH), EVEN, 30, 1),
    ],
)
def test_a_pattern_scales_what_is_stated_for_short_periods(
    stated, pattern, required, count
):
    found = demand(stated, weeks=4, pattern=pattern)
    assert (found.required_minutes, found.sessions) == (required, count)
    assert found.repetition is Repetition.FREE


@pytest.mark.parametrize(
    ("pattern", "weeks"),
    [
        (WeekPattern(), (1, 2, 3, 4)),
        (ODD, (1, 3)),
        (EVEN, (2, 4)),
        (WEEK_3, (3,)),
        (THREE_OF_FOUR, (1, 2, 3, 4)),
    ],
)
def test_weeks_of_a_pattern(pattern, weeks):
    assert demand(amount(), weeks=4, pattern=pattern).weeks == weeks


def test_a_number_of_sessions_that_is_not_whole_is_outside_the_template():
    found = demand(amount(30, sessions=3, sessions_per=Per.YEAR), weeks=4)
    assert found.outside_template
    assert found.sessions is None


def test_a_day_is_a_day_on_which_the_student_attends():
    part_time = (student(days=frozenset({MON, TUE, WED})),)
    found = demand(minutes(20, Per.DAY), students=part_time)
    assert (found.required_minutes, found.sessions) == (60, 3)
    without = demand(minutes(20, Per.DAY), student=None, setting=Setting.CONSULT)
    assert (without.required_minutes, without.sessions) == (100, 5)


def test_a_student_who_never_attends_is_owed_nothing_a_day():
    found = demand(minutes(20, Per.DAY), students=(student(days=frozenset()),))
    assert (found.required_minutes, found.sessions, found.max_per_day) == (0, 0, 1)


@pytest.mark.parametrize(
    ("stated", "fields", "lengths", "exact"),
    [
        (amount(42, sessions=5), {}, (45,), (42,)),
        (amount(40, sessions=5), {}, (40,), ()),
        (Amount(minutes=100, per=Per.WEEK, sessions=3), {}, (35,), ()),
        (amount(30), {"session_minutes": (42, 20)}, (20, 45), (42,)),
        (minutes(60), {}, (30,), ()),
        (minutes(60), {"usual": (25, 45)}, (60,), ()),
        (minutes(90), {"usual": (25,)}, (25,), ()),
        (minutes(65), {"usual": (30,)}, (30,), ()),
        (minutes(20), {}, (20,), ()),
        (minutes(41), {}, (45,), ()),
        (minutes(45), {"usual": (20, 25)}, (20, 25), ()),
        (minutes(84), {"usual": (42,)}, (45,), (42,)),
        (minutes(0), {}, (30,), ()),
        (minutes(60), {"usual": (25, 45), "grid": 1}, (60,), ()),
        (minutes(61), {"usual": (25, 45), "grid": 1}, (25, 45), ()),
    ],
)
def test_lengths(stated, fields, lengths, exact):
    found = demand(stated, **fields)
    assert (found.lengths, found.exact_lengths) == (lengths, exact)


def test_without_a_student_no_class_meeting_allows_a_length_off_the_grid():
    block = demand(amount(42), student=None, setting=Setting.CONSULT)
    assert (block.lengths, block.exact_lengths) == ((45,), ())


def test_the_repeated_amount_is_that_of_a_week_only_where_weeks_repeat():
    assert demand(minutes(40), weeks=2).lengths == (40,)
    assert demand(minutes(80, Per.MONTH), weeks=2).lengths == (40,)
    assert demand(minutes(160, Per.MONTH), weeks=2).lengths == (30,)


@pytest.mark.parametrize(
    ("stated", "weeks", "fields", "most"),
    [
        (minutes(60), 1, {}, 89),
        (minutes(60), 2, {}, 179),
        (minutes(120, Per.MONTH), 2, {}, 89),
        (amount(30, sessions=2), 1, {}, 89),
        (amount(25, sessions=2), 1, {"session_minutes": (30,)}, 79),
        (amount(20, sessions=5), 1, {"session_minutes": (30,)}, 150),
        (amount(20, sessions=5), 1, {"session_minutes": (10, 15)}, 109),
        (amount(20, sessions=5), 1, {"session_minutes": (10, 30, 40)}, 150),
        (amount(20, sessions=5), 1, {"session_minutes": (20, 60)}, 119),
    ],
)
def test_the_upper_limit(stated, weeks, fields, most):
    assert demand(stated, weeks=weeks, **fields).most_minutes == most


@pytest.mark.parametrize(
    ("stated", "fields", "most"),
    [
        (amount(sessions=5), {}, 1),
        (amount(sessions=6), {}, 2),
        (amount(sessions=5), {"days": frozenset({MON, TUE})}, 3),
        (amount(sessions=3, sessions_per=Per.DAY), {"days": frozenset({MON})}, 3),
        (minutes(20, Per.DAY), {"days": frozenset({MON, TUE})}, 3),
        (minutes(150), {}, 1),
        (minutes(151), {}, 2),
        (minutes(200), {"session_minutes": (20, 40)}, 1),
        (amount(sessions=2), {"max_per_day": 2}, 2),
        (amount(sessions=6), {"student": None, "setting": Setting.CONSULT}, 2),
    ],
)
def test_sessions_on_a_day(stated, fields, most):
    assert demand(stated, **fields).max_per_day == most


def test_sessions_on_a_day_are_counted_by_week_also_for_patterns():
    assert demand(amount(sessions=8), weeks=2, pattern=ODD).max_per_day == 1


AB_CLASSES = (*usual_classes(2)[:3], school_class("art", "13:00-14:00"))
ATTENDS_ART = (student(classes=frozenset({"read", "art"})),)


@pytest.mark.parametrize(
    ("stated", "fields", "repetition"),
    [
        (amount(), {}, Repetition.IDENTICAL),
        (amount(sessions_per=Per.DAY), {}, Repetition.IDENTICAL),
        (minutes(60, Per.CYCLE), {}, Repetition.IDENTICAL),
        (minutes(20, Per.DAY), {}, Repetition.IDENTICAL),
        (minutes(60, Per.MONTH), {}, Repetition.FREE),
        (amount(sessions=2, sessions_per=Per.MONTH), {}, Repetition.FREE),
        (amount(), {"pattern": ODD}, Repetition.FREE),
        (
            amount(),
            {"classes": AB_CLASSES, "students": ATTENDS_ART},
            Repetition.SHARE,
        ),
        (amount(), {"classes": AB_CLASSES}, Repetition.IDENTICAL),
        (
            amount(),
            {"student": None, "setting": Setting.CONSULT, "classes": AB_CLASSES},
            Repetition.IDENTICAL,
        ),
    ],
)
def test_what_repeats(stated, fields, repetition):
    assert demand(stated, weeks=2, **fields).repetition is repetition


def test_the_share_of_a_week():
    found = demand(amount(30, sessions=2), weeks=2)
    assert (found.weekly_sessions, found.weekly_minutes) == (2, Fraction(60))
    free = demand(minutes(60), weeks=2)
    assert (free.weekly_sessions, free.weekly_minutes) == (None, Fraction(60))
    monthly = demand(minutes(60, Per.MONTH), weeks=2)
    assert (monthly.weekly_sessions, monthly.weekly_minutes) == (None, None)


@pytest.mark.parametrize(
    ("stated", "sessions", "most"),
    [
        (amount(sessions=2), 2, None),
        (amount(sessions=2, sessions_per=Per.DAY), 10, None),
        (minutes(20, Per.DAY), 5, None),
        (minutes(60), None, 89),
        (minutes(60, Per.MONTH), None, None),
        (Amount(minutes=60, per=Per.MONTH, sessions=1), 1, None),
    ],
)
def test_limits_of_a_week_for_n_of_m(stated, sessions, most):
    found = demand(stated, weeks=4, pattern=THREE_OF_FOUR)
    assert found.block == (3, 4)
    assert (found.block_sessions, found.block_minutes) == (sessions, most)


def test_minutes_a_day_in_named_lengths_limit_a_week_by_minutes():
    found = demand(
        minutes(60, Per.DAY), weeks=4, pattern=THREE_OF_FOUR, session_minutes=(30,)
    )
    assert (found.block_sessions, found.block_minutes) == (None, 329)
    mixed = demand(
        minutes(60), weeks=4, pattern=THREE_OF_FOUR, session_minutes=(20, 30)
    )
    assert mixed.block_minutes == 79


CO_TEACH = replace(
    push_service(),
    delivery=Delivery.CO_TEACH,
    amount=Amount(minutes=None),
    classes=frozenset({"read", "math"}),
)


def co_teach(stated=CO_TEACH.amount, **fields):
    return demand(stated, of=CO_TEACH, **fields)


def test_co_teach_owes_every_meeting_of_one_class():
    found = co_teach()
    assert [(each.class_id, each.minutes) for each in found.co_teach] == [
        ("read", 450),
        ("math", 450),
    ]
    assert found.required_minutes == 450
    limits = (found.sessions, found.most_minutes, found.max_per_day, found.lengths)
    assert limits == (None, None, None, ())
    assert found.repetition is Repetition.FREE


@pytest.mark.parametrize(
    ("stated", "required"),
    [
        (minutes(200), 200),
        (minutes(900), 450),
        (minutes(1000, Per.YEAR), Fraction(250, 9)),
        (minutes(60, Per.SESSION), 450),
        (amount(30, sessions=3, sessions_per=Per.YEAR), Fraction(5, 2)),
    ],
)
def test_co_teach_owes_no_more_than_is_stated_or_can_be_held(stated, required):
    found = co_teach(stated)
    assert found.required_minutes == required
    assert not found.outside_template


def test_co_teach_leaves_out_meetings_that_it_cannot_have():
    found = co_teach(
        earliest=480, latest=570, days=ALL_DAYS - {TUE}, classes=usual_classes()[:2]
    )
    assert [option.class_id for option in found.co_teach] == ["read"]
    assert found.required_minutes == 360


def test_co_teach_owes_the_smaller_of_two_classes():
    shorter = school_class("math", "9:30-10:00", subject="Math")
    read, _, *others = usual_classes()
    assert co_teach(classes=(read, shorter, *others)).required_minutes == 150


def test_co_teach_owes_meetings_that_touch_an_unavailable_time():
    around = (Interval(1, MON, 470, 480), Interval(1, MON, 570, 571))
    away = (student(unavailable=around),)
    assert co_teach(classes=usual_classes(), students=away).co_teach[0].minutes == 450
    inside = (student(unavailable=(Interval(1, MON, 569, 570),)),)
    assert co_teach(classes=usual_classes(), students=inside).co_teach[0].minutes == 360


def test_co_teach_without_a_class_owes_what_is_stated():
    away = (student(classes=frozenset({"lunch"})),)
    assert co_teach(students=away).required_minutes == 0
    assert co_teach(minutes(60), students=away).required_minutes == 60
    closed = tuple(
        school_class(key, "8:00-9:30", push_in=False) for key in ("read", "math")
    )
    lunch = usual_classes()[2]
    assert co_teach(classes=(*closed, lunch)).co_teach == ()


def test_co_teach_without_a_student_owes_no_meetings():
    assert co_teach(student=None).co_teach == ()


def test_a_weekly_amount_in_one_session():
    found = demand(weekly(45))
    assert (found.lengths, found.most_minutes) == ((45,), 89)
