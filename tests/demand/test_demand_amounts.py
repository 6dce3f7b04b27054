"""Minutes, session counts, week patterns and lengths, computed by hand."""

from fractions import Fraction

import pytest
from demand_cases import demand, pattern, school, service, whole

from pushpull_sched.demand import demands
from pushpull_sched.demand.amounts import periods
from pushpull_sched.domain.school import Settings
from pushpull_sched.domain.service import PatternKind, Per, Repetition, Setting

ODD = pattern(PatternKind.ODD)
EVEN = pattern(PatternKind.EVEN)
SECOND = pattern(PatternKind.WEEK, week=2)


def n_of_m(n, m):
    return pattern(PatternKind.N_OF_M, n=n, m=m)


@pytest.mark.parametrize(
    ("minutes", "per", "weeks", "required"),
    [
        (60, Per.WEEK, 1, 60),
        (60, Per.WEEK, 4, 240),
        (60, Per.CYCLE, 2, 120),
        (20, Per.DAY, 1, 100),
        (20, Per.DAY, 2, 200),
        (60, Per.MONTH, 1, 15),
        (60, Per.MONTH, 4, 60),
        (50, Per.MONTH, 1, 13),  # 12.5 is rounded up
        (90, Per.QUARTER, 1, 10),
        (90, Per.QUARTER, 4, 40),
        (100, Per.QUARTER, 1, 12),  # 11.1
        (1200, Per.YEAR, 4, 134),  # 133.3
        (300, Per.YEAR, 1, 9),  # 8.3
        (360, Per.YEAR, 1, 10),
    ],
)
def test_minutes_of_a_period_count_over_the_template(minutes, per, weeks, required):
    assert demand(service(minutes, per), weeks=weeks).required_minutes == required


@pytest.mark.parametrize(
    ("sessions", "sessions_per", "weeks", "required", "count"),
    [
        (2, Per.WEEK, 1, 60, 2),
        (2, Per.WEEK, 2, 120, 4),
        (1, Per.DAY, 1, 150, 5),
        (2, Per.CYCLE, 4, 240, 8),
        (1, Per.MONTH, 4, 30, 1),
        (2, Per.MONTH, 2, 30, 1),
        (9, Per.QUARTER, 1, 30, 1),
        (36, Per.YEAR, 1, 30, 1),
        (9, Per.YEAR, 4, 30, 1),
    ],
)
def test_minutes_per_session_are_multiplied_by_the_count(
    sessions, sessions_per, weeks, required, count
):
    found = demand(service(30, Per.SESSION, sessions, sessions_per), weeks=weeks)
    assert found.required_minutes == required
    assert found.sessions == count
    assert found.lengths == (30,)
    assert not found.outside_template


def test_a_student_who_attends_three_days_owes_three_days_of_daily_minutes():
    found = demand(service(20, Per.DAY), days=frozenset({0, 2, 4}))
    assert found.required_minutes == 60
    assert found.sessions == 3
    assert found.lengths == (20,)


def test_limits_on_the_days_of_a_service_do_not_change_what_it_owes():
    found = demand(service(20, Per.DAY, days=frozenset({0, 1})))
    assert found.required_minutes == 100
    assert found.sessions == 5
    assert found.max_per_day == 3  # 5 sessions on 2 days


def test_a_service_without_a_student_counts_all_days():
    block = service(30, Per.DAY, student=None, setting=Setting.CONSULT)
    found = demand(block, days=frozenset({0}))
    assert found.required_minutes == 150
    assert found.sessions == 5
    assert found.repetition is Repetition.IDENTICAL


ROTATION = {
    "days": frozenset(range(6)),
    "weeks_per_year": Fraction(180, 6),
    "weeks_per_month": Fraction(20, 6),
}


@pytest.mark.parametrize(
    ("minutes", "per", "required"),
    [
        (10, Per.DAY, 60),
        (60, Per.WEEK, 60),  # week means one pass through the days
        (60, Per.CYCLE, 60),
        (60, Per.MONTH, 18),  # 60 x 6 / 20
        (90, Per.QUARTER, 12),  # 90 x 4 x 6 / 180
        (1200, Per.YEAR, 40),  # 1200 x 6 / 180
    ],
)
def test_amounts_in_a_rotation_of_six_days(minutes, per, required):
    wanted = service(minutes, per, days=ROTATION["days"])
    assert demand(wanted, **ROTATION).required_minutes == required


def test_a_session_is_no_period():
    with pytest.raises(ValueError, match=r"^a session is no period of time$"):
        periods(Per.SESSION, days=5, weeks=1, settings=Settings())


def test_minutes_are_needed_where_it_is_not_co_teach():
    with pytest.raises(ValueError, match="V1"):
        demand(service(None))
    with pytest.raises(ValueError, match="V1"):
        demand(service(30, Per.SESSION))


def test_every_service_gets_its_demand_also_when_it_is_not_active():
    small = school(service(id="V1"), service(60, id="V2", active=False))
    found = demands(small)
    assert list(found) == ["V1", "V2"]
    assert found["V2"].required_minutes == 60


# Session count


def test_minutes_alone_leave_the_count_free():
    found = demand(service(120))
    assert found.sessions is None
    assert found.weekly_sessions is None
    assert found.weekly_minutes == 120


def test_total_minutes_with_a_count_give_the_length():
    found = demand(service(100, Per.WEEK, 3))
    assert found.required_minutes == 100
    assert found.sessions == 3
    assert found.lengths == (35,)  # 33.3 on the grid


def test_minutes_per_day_with_lengths_leave_the_count_free():
    found = demand(service(40, Per.DAY, session_minutes=(20,)))
    assert found.sessions is None
    assert found.required_minutes == 200
    assert found.max_per_day == 2


@pytest.mark.parametrize("weeks", [1, 2, 4])
def test_three_times_a_year_is_outside_every_template(weeks):
    found = demand(service(30, Per.SESSION, 3, Per.YEAR), weeks=weeks)
    assert found.outside_template
    assert found.sessions is None
    assert found.required_minutes == {1: 3, 2: 5, 4: 10}[weeks]


def test_once_a_month_is_outside_a_template_of_two_weeks():
    assert demand(service(30, Per.SESSION, 1, Per.MONTH), weeks=2).outside_template


# Week pattern


@pytest.mark.parametrize(
    ("kind", "weeks", "required", "count", "allowed"),
    [
        (ODD, 2, 60, 2, (1,)),
        (ODD, 4, 120, 4, (1, 3)),
        (EVEN, 4, 120, 4, (2, 4)),
        (SECOND, 2, 60, 2, (2,)),
        (SECOND, 4, 60, 2, (2,)),
        (n_of_m(3, 4), 4, 180, 6, (1, 2, 3, 4)),
        (n_of_m(1, 2), 2, 60, 2, (1, 2)),
        (n_of_m(1, 2), 4, 120, 4, (1, 2, 3, 4)),
        (n_of_m(1, 1), 1, 60, 2, (1,)),
    ],
)
def test_a_pattern_scales_weekly_sessions(kind, weeks, required, count, allowed):
    found = demand(service(30, Per.SESSION, 2, pattern=kind), weeks=weeks)
    assert found.required_minutes == required
    assert found.sessions == count
    assert found.weeks == allowed
    assert found.repetition is Repetition.FREE
    assert found.weekly_minutes is None


@pytest.mark.parametrize("per", [Per.DAY, Per.WEEK, Per.CYCLE])
def test_a_pattern_scales_daily_and_weekly_minutes(per):
    found = demand(service(20, per, pattern=ODD), weeks=2)
    assert found.required_minutes == (100 if per is Per.DAY else 20)


@pytest.mark.parametrize(
    ("per", "required"), [(Per.MONTH, 360), (Per.QUARTER, 160), (Per.YEAR, 40)]
)
def test_a_pattern_only_places_long_periods(per, required):
    found = demand(service(360, per, pattern=EVEN), weeks=4)
    assert found.required_minutes == required
    assert found.weeks == (2, 4)


def test_a_pattern_scales_neither_sessions_of_a_month():
    found = demand(service(30, Per.SESSION, 2, Per.MONTH, pattern=ODD), weeks=4)
    assert found.sessions == 2
    assert found.required_minutes == 60


def test_minutes_and_sessions_are_scaled_each_by_its_own_period():
    found = demand(service(120, Per.MONTH, 2, Per.WEEK, pattern=ODD), weeks=4)
    assert found.required_minutes == 120
    assert found.sessions == 4
    assert found.lengths == (30,)


def test_the_implied_daily_session_is_scaled():
    found = demand(service(20, Per.DAY, pattern=ODD), weeks=2)
    assert found.sessions == 5
    assert found.lengths == (20,)


def test_a_pattern_may_leave_the_count_broken():
    found = demand(service(30, Per.SESSION, 1, pattern=n_of_m(3, 4)), weeks=2)
    assert found.outside_template


# n of m: the limit of a week


def test_n_of_m_keeps_to_the_sessions_of_a_week():
    found = demand(service(30, Per.SESSION, 2, pattern=n_of_m(3, 4)), weeks=4)
    assert found.block == (3, 4)
    assert found.block_sessions == 2
    assert found.block_minutes is None


def test_n_of_m_counts_sessions_of_a_day_for_the_days_attended():
    daily = service(30, Per.SESSION, 2, Per.DAY, pattern=n_of_m(1, 2))
    found = demand(daily, weeks=2, days=frozenset({0, 1, 2}))
    assert found.block_sessions == 6


def test_n_of_m_counts_one_session_of_an_amount_per_day():
    found = demand(service(20, Per.DAY, pattern=n_of_m(1, 2)), weeks=2)
    assert found.block_sessions == 5


def test_n_of_m_with_minutes_alone_stays_below_one_session_more():
    found = demand(
        service(60, Per.WEEK, pattern=n_of_m(3, 4), session_minutes=(20, 30)), weeks=4
    )
    assert found.block_sessions is None
    assert found.block_minutes == 79  # less than 60 + 20


def test_n_of_m_with_minutes_per_day_and_lengths():
    daily = service(40, Per.DAY, pattern=n_of_m(1, 2), session_minutes=(20,))
    assert demand(daily, weeks=2).block_minutes == 219  # less than 200 + 20


def test_n_of_m_of_a_month_limits_the_weeks_only():
    found = demand(service(60, Per.MONTH, pattern=n_of_m(2, 4)), weeks=4)
    assert found.block == (2, 4)
    assert found.block_sessions is None
    assert found.block_minutes is None


def test_other_patterns_have_no_block():
    found = demand(service(pattern=ODD), weeks=2)
    assert (found.block, found.block_sessions, found.block_minutes) == (
        None,
        None,
        None,
    )


# Lengths


def test_lengths_of_the_service_win_and_are_rounded_up_to_the_grid():
    found = demand(service(90, Per.WEEK, 3, session_minutes=(42, 20, 18)))
    assert found.lengths == (20, 45)
    assert found.exact_lengths == (18, 42)


def test_lengths_of_the_settings_serve_where_nothing_is_said():
    found = demand(service(120), session_minutes=(30, 20))
    assert found.lengths == (20, 30)
    assert found.exact_lengths == ()


def test_lengths_of_the_settings_off_the_grid_may_be_a_whole_meeting():
    found = demand(service(210), session_minutes=(42,))
    assert found.lengths == (45,)
    assert found.exact_lengths == (42,)


@pytest.mark.parametrize(
    ("minutes", "lengths"),
    [
        (20, (20,)),
        (45, (45,)),
        (18, (20,)),
        (30, (30,)),
        (60, (30,)),
        (57, (30,)),  # 60 on the grid, two sessions of 30
        (61, (30,)),  # 65 on the grid is above 60
        (90, (30,)),
    ],
)
def test_a_small_weekly_amount_may_be_one_session(minutes, lengths):
    assert demand(service(minutes)).lengths == lengths


def test_sums_of_several_settings_lengths_are_kept():
    assert demand(service(50), session_minutes=(20, 30)).lengths == (20, 30)
    assert demand(service(55), session_minutes=(20, 30)).lengths == (55,)


def test_an_hour_a_week_may_still_be_one_session():
    assert demand(service(60), session_minutes=(25,)).lengths == (60,)
    assert demand(service(65), session_minutes=(25,)).lengths == (25,)


def test_the_repeated_amount_is_that_of_a_week_where_weeks_repeat():
    assert demand(service(20), weeks=4).lengths == (20,)
    assert demand(service(20, Per.DAY, session_minutes=()), weeks=4).lengths == (20,)


def test_the_repeated_amount_is_that_of_the_template_elsewhere():
    assert demand(service(45, Per.MONTH), weeks=4).lengths == (45,)
    assert demand(service(80, Per.MONTH), weeks=4).lengths == (30,)
    assert demand(service(20, pattern=ODD), weeks=4).lengths == (40,)


def test_five_sessions_of_42_minutes_may_be_exact():
    found = demand(service(42, Per.SESSION, 5))
    assert found.lengths == (45,)
    assert found.exact_lengths == (42,)
    assert found.required_minutes == 210
    assert found.most_minutes == 254  # 210 + 45 - 1 is above 5 x 45


def test_a_single_amount_as_length_names_no_exact_length():
    found = demand(service(42))
    assert found.lengths == (45,)
    assert found.exact_lengths == ()


def test_a_broken_length_is_never_exact():
    assert demand(service(100, Per.WEEK, 3)).exact_lengths == ()


def test_consult_may_be_a_class_meeting_of_its_student():
    found = demand(service(42, Per.SESSION, 5, setting=Setting.CONSULT))
    assert (found.lengths, found.exact_lengths) == ((45,), (42,))
    blank = service(42, Per.SESSION, 5, student=None, setting=Setting.CONSULT)
    assert demand(blank).exact_lengths == ()


def test_the_grid_may_be_one_minute():
    found = demand(service(42, Per.SESSION, 5), grid=1)
    assert found.lengths == (42,)
    assert found.exact_lengths == ()


def test_a_student_without_days_owes_nothing_by_the_day():
    found = demand(service(20, Per.DAY), days=frozenset())
    assert found.required_minutes == 0
    assert found.sessions == 0
    assert found.lengths == (30,)
    assert found.max_per_day == 1


# No session too many


def test_one_session_too_many_is_not_allowed():
    assert demand(service(120)).most_minutes == 149


def test_a_repeating_service_may_go_over_in_every_week():
    found = demand(service(120, session_minutes=(50,)), weeks=4)
    assert found.most_minutes == 480 + 4 * 50 - 1


def test_a_service_that_does_not_repeat_may_go_over_once():
    found = demand(service(480, Per.MONTH, session_minutes=(50,)), weeks=4)
    assert found.most_minutes == 529


def test_the_count_may_always_be_held_in_the_shortest_length_that_is_enough():
    found = demand(service(90, Per.WEEK, 3, session_minutes=(20, 45, 60)))
    assert found.most_minutes == 135  # 3 x 45, above 90 + 20 - 1


def test_a_length_that_is_just_enough_is_enough():
    found = demand(service(60, Per.WEEK, 2, session_minutes=(30, 45)))
    assert found.most_minutes == 89  # 60 + 30 - 1 is above 2 x 30, below 2 x 45


def test_lengths_that_are_all_too_short_add_nothing():
    found = demand(service(90, Per.WEEK, 3, session_minutes=(20,)))
    assert found.most_minutes == 109


# Sessions on a day


def test_max_per_day_as_written():
    assert demand(service(30, Per.SESSION, 10, max_per_day=4)).max_per_day == 4


def test_max_per_day_is_the_number_stated_per_day():
    wanted = service(30, Per.SESSION, 2, Per.DAY, days=frozenset({0}))
    assert demand(wanted).max_per_day == 2


@pytest.mark.parametrize(("count", "most"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_max_per_day_serves_the_count(count, most):
    assert demand(service(30, Per.SESSION, count), weeks=2).max_per_day == most


@pytest.mark.parametrize(
    ("minutes", "most"), [(60, 1), (300, 1), (301, 2), (600, 2), (601, 3)]
)
def test_max_per_day_serves_the_minutes_in_the_longest_sessions(minutes, most):
    wanted = service(minutes, session_minutes=(30, 60))
    assert demand(wanted).max_per_day == most


def test_max_per_day_looks_at_days_shared_with_the_student():
    wanted = service(30, Per.SESSION, 4, days=frozenset({0, 1, 2}))
    assert demand(wanted, days=frozenset({1, 2, 3})).max_per_day == 2
    assert demand(wanted, days=frozenset({4})).max_per_day == 1


def test_max_per_day_spreads_a_pattern_over_all_weeks():
    found = demand(service(30, Per.SESSION, 10, pattern=ODD), weeks=2)
    assert found.sessions == 10
    assert found.max_per_day == 1  # 10 / 2 over 5 days


def test_weekly_sessions_are_the_share_of_the_count():
    found = demand(service(30, Per.SESSION, 3), weeks=4)
    assert found.weekly_sessions == 3
    assert found.weekly_minutes == whole(90)
    assert found.repetition is Repetition.IDENTICAL
