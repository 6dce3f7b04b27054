"""Weekly repetition, the template's weeks and co-teach, computed by hand."""

from fractions import Fraction

import pytest
from demand_cases import MON_TO_FRI, at, co_teach, demand, pattern, school, service

from pushpull_sched.demand import (
    co_teach_options,
    fits_some_template,
    pattern_fits,
    template_weeks,
)
from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.school import SchoolClass, Settings
from pushpull_sched.domain.service import PatternKind, Per, Repetition, Setting

ODD = pattern(PatternKind.ODD)


def daily_class(class_id="MATH", weeks=1, days=range(5), start=540, end=600, **more):
    return SchoolClass(
        id=class_id,
        subject="Math",
        meetings=tuple(
            at(week, day, start, end, **more)
            for week in range(1, weeks + 1)
            for day in days
        ),
    )


# Weekly repetition

ALTERNATING = SchoolClass(
    id="ART",
    subject="Art",
    meetings=(at(1, 0, 540, 600), at(2, 1, 540, 600)),
)


def test_classes_that_differ_between_weeks_leave_a_share():
    found = demand(
        service(60, Per.WEEK, 2), weeks=2, classes=(daily_class(weeks=2), ALTERNATING)
    )
    assert found.repetition is Repetition.SHARE
    assert (found.weekly_sessions, found.weekly_minutes) == (2, 60)
    assert isinstance(found.weekly_sessions, int)
    assert found.most_minutes == 120 + 2 * 30 - 1


def test_classes_that_meet_alike_repeat():
    found = demand(service(60), weeks=2, classes=(daily_class(weeks=2),))
    assert found.repetition is Repetition.IDENTICAL


def test_consult_looks_at_the_classes_of_its_student_too():
    wanted = service(setting=Setting.CONSULT)
    found = demand(wanted, weeks=2, classes=(ALTERNATING,))
    assert found.repetition is Repetition.SHARE


def test_consult_without_a_student_repeats():
    wanted = service(setting=Setting.CONSULT, student=None)
    found = demand(wanted, weeks=2, classes=(ALTERNATING,))
    assert found.repetition is Repetition.IDENTICAL


@pytest.mark.parametrize(
    "wanted",
    [
        service(60, Per.MONTH),
        service(60, Per.WEEK, 4, Per.MONTH),
        service(30, Per.SESSION, 1, Per.MONTH),
        service(30, pattern=ODD),
    ],
)
def test_other_demands_are_free(wanted):
    found = demand(wanted, weeks=4)
    assert found.repetition is Repetition.FREE
    assert found.weekly_sessions is None
    assert found.weekly_minutes is None


# Template


def weeks_for(*services, named=(), alternating=False, **settings):
    return template_weeks(
        services,
        attendance={"S1": MON_TO_FRI},
        settings=Settings(**settings),
        named_weeks=named,
        alternating=alternating,
    )


@pytest.mark.parametrize(
    ("wanted", "weeks"),
    [
        (service(60), 1),
        (service(60, Per.MONTH), 1),  # minutes play no part
        (service(1, Per.YEAR), 1),
        (service(20, Per.DAY), 1),
        (service(30, Per.SESSION, 2), 1),
        (service(30, Per.SESSION, 2, Per.MONTH), 2),
        (service(30, Per.SESSION, 1, Per.MONTH), 4),
        (service(30, Per.SESSION, 4, Per.MONTH), 1),
        (service(30, Per.SESSION, 9, Per.YEAR), 4),
        (service(30, Per.SESSION, 3, Per.YEAR), 1),  # outside every template
        (service(30, pattern=ODD), 2),
        (service(30, pattern=pattern(PatternKind.EVEN)), 2),
        (service(30, Per.SESSION, 2, pattern=ODD), 2),
        (service(30, pattern=pattern(PatternKind.WEEK, week=1)), 2),
        (service(30, pattern=pattern(PatternKind.WEEK, week=3)), 4),
        (service(30, pattern=pattern(PatternKind.N_OF_M, n=1, m=1)), 1),
        (service(30, pattern=pattern(PatternKind.N_OF_M, n=1, m=2)), 2),
        (service(30, pattern=pattern(PatternKind.N_OF_M, n=2, m=4)), 4),
        (service(30, Per.SESSION, 1, Per.MONTH, active=False), 1),
        (service(30, Per.SESSION, 1, Per.MONTH, student=None), 4),
        (co_teach(30, Per.SESSION, 3), 1),
    ],
)
def test_the_template_is_the_least_that_fits(wanted, weeks):
    assert weeks_for(wanted) == weeks


def test_every_service_is_looked_at():
    assert weeks_for(service(60), service(30, pattern=ODD), service(20)) == 2


def test_weeks_columns_and_pins_ask_for_weeks():
    assert weeks_for(named=[2]) == 2
    assert weeks_for(named=[1, 3]) == 4
    assert weeks_for(alternating=True) == 2
    assert weeks_for() == 1
    assert template_weeks([], attendance={}, settings=Settings()) == 1


def test_more_weeks_than_there_are_get_the_largest_template():
    assert weeks_for(named=[5]) == 4


def test_months_of_another_length():
    wanted = service(30, Per.SESSION, 2, Per.MONTH)
    assert weeks_for(wanted, weeks_per_month=Fraction(2)) == 1
    assert fits_some_template(wanted, days=5, settings=Settings())
    odd_month = Settings(weeks_per_month=Fraction(10, 3))
    assert not fits_some_template(wanted, days=5, settings=odd_month)


def test_patterns_that_do_not_fit():
    assert not pattern_fits(ODD, 1)
    assert not pattern_fits(pattern(PatternKind.WEEK, week=3), 2)
    assert not pattern_fits(pattern(PatternKind.N_OF_M, n=1, m=4), 2)
    assert pattern_fits(pattern(PatternKind.EVERY), 1)


# Co-teach

PUSHED = {"classes": frozenset({"MATH"})}


def test_co_teach_owes_every_meeting_of_the_class():
    found = demand(co_teach(**PUSHED), classes=(daily_class(),))
    assert found.required_minutes == 300
    assert [option.class_id for option in found.co_teach] == ["MATH"]
    assert found.co_teach[0].meetings[0] == (1, 0, 540, 600)
    assert len(found.co_teach[0].meetings) == 5
    assert found.lengths == ()
    assert found.sessions is None
    assert found.most_minutes is None
    assert found.max_per_day is None
    assert found.repetition is Repetition.FREE


@pytest.mark.parametrize(
    ("wanted", "required"),
    [
        (co_teach(100, **PUSHED), 100),  # fewer than owed: R is what is stated
        (co_teach(400, **PUSHED), 300),  # more than owed: R is the sum
        (co_teach(50, Per.MONTH, **PUSHED), Fraction(25, 2)),  # not rounded
        (co_teach(60, Per.SESSION, 3, **PUSHED), 180),
        (co_teach(60, Per.SESSION, **PUSHED), 300),
        (co_teach(None, sessions=2, **PUSHED), 300),
        (co_teach(100), 100),  # no class with an owed meeting
        (co_teach(), 0),
    ],
)
def test_minutes_of_co_teach(wanted, required):
    assert demand(wanted, classes=(daily_class(),)).required_minutes == required


def test_co_teach_takes_the_smallest_sum_of_several_classes():
    short = daily_class("LAB", days=[0], start=700, end=742)
    wanted = co_teach(classes=frozenset({"MATH", "LAB"}))
    found = demand(wanted, classes=(daily_class(), short))
    assert found.required_minutes == 42
    assert [option.minutes for option in found.co_teach] == [300, 42]


def test_classes_without_an_owed_meeting_do_not_count():
    shut = daily_class("LAB", push_in=False)
    wanted = co_teach(classes=frozenset({"MATH", "LAB"}))
    found = demand(wanted, classes=(daily_class(), shut))
    assert found.required_minutes == 300
    assert len(found.co_teach) == 1


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ({"days": frozenset({0, 1})}, [0, 1]),
        ({"earliest": 540, "latest": 600}, [0, 1, 2, 3, 4]),
        ({"earliest": 541}, []),
        ({"latest": 599}, []),
    ],
)
def test_limits_of_the_service_release_meetings(more, days):
    found = demand(co_teach(**PUSHED, **more), classes=(daily_class(),))
    owed = [day for option in found.co_teach for _, day, _, _ in option.meetings]
    assert owed == days


def test_days_without_the_student_release_meetings():
    found = demand(co_teach(**PUSHED), classes=(daily_class(),), days=frozenset({1, 3}))
    assert found.required_minutes == 120


@pytest.mark.parametrize(
    ("start", "end", "owed"),
    [(500, 540, 5), (500, 541, 4), (600, 700, 5), (599, 700, 4), (550, 560, 4)],
)
def test_unavailable_time_of_the_student_releases_what_it_overlaps(start, end, owed):
    found = demand(
        co_teach(**PUSHED),
        classes=(daily_class(),),
        unavailable=(Interval(week=1, day=2, start=start, end=end),),
    )
    assert len(found.co_teach[0].meetings) == owed


def test_unavailable_time_of_the_class_releases_only_that_week():
    blocked = SchoolClass(
        id="MATH",
        subject="Math",
        meetings=daily_class(weeks=2).meetings,
        unavailable=(Interval(week=2, day=0, start=540, end=550),),
    )
    found = demand(co_teach(**PUSHED), classes=(blocked,), weeks=2)
    assert len(found.co_teach[0].meetings) == 9


def test_co_teach_in_odd_weeks_owes_the_meetings_of_odd_weeks():
    found = demand(
        co_teach(100, **PUSHED, pattern=ODD), classes=(daily_class(weeks=4),), weeks=4
    )
    assert {week for week, *_ in found.co_teach[0].meetings} == {1, 3}
    assert found.required_minutes == 200  # 100 a week, half of four weeks
    assert found.weeks == (1, 3)


def test_co_teach_is_never_outside_the_template():
    wanted = co_teach(60, Per.SESSION, 3, **PUSHED)
    assert not demand(wanted, classes=(daily_class(),)).outside_template


def test_co_teach_needs_a_student():
    wanted = co_teach(student=None, **PUSHED)
    assert co_teach_options(school(wanted, classes=(daily_class(),)), wanted) == ()
