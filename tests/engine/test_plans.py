"""Every split of what is owed into sessions, against all there are."""

from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from pushpull_sched.domain.service import Demand, Repetition
from pushpull_sched.engine.plans import plans

LENGTHS = ((30,), (20, 30), (15, 20, 45))


def demand(required, lengths, **fields):
    return Demand(
        service_id="S1-Speech-1",
        required_minutes=Fraction(required),
        lengths=lengths,
        **{
            "repetition": Repetition.FREE,
            "most_minutes": required,
            "max_per_day": 1,
            **fields,
        },
    )


def splits(lengths, required, most, count, limit):
    """All splits that serve in full, none with a session that it could do without."""
    for number in range(limit + 1):
        for plan in combinations_with_replacement(
            sorted(lengths, reverse=True), number
        ):
            enough = required <= sum(plan) <= most
            if count is None:
                if enough and (not plan or sum(plan[:-1]) < required):
                    yield plan
            elif number == count and enough:
                yield plan


@pytest.mark.parametrize(
    ("lengths", "required", "spare", "count"),
    list(product(LENGTHS, (0, 20, 30, 60, 75), (0, 10, 40), (None, 1, 2, 3))),
)
def test_every_split_in_full_and_no_other(lengths, required, spare, count):
    owed = demand(
        required, lengths, most_minutes=required + spare, sessions=count, weeks=(1,)
    )
    found = plans(owed, 4, 1)
    assert sorted(found) == sorted(
        splits(lengths, required, required + spare, count, 4)
    )
    costs = [(sum(plan), len(plan)) for plan in found]
    assert costs == sorted(costs)


def test_weeks_alike_are_split_one_by_one():
    owed = demand(
        120,
        (20, 30),
        most_minutes=120,
        weeks=(1, 2),
        repetition=Repetition.IDENTICAL,
        weekly_minutes=Fraction(60),
        weekly_sessions=3,
        sessions=6,
    )
    assert plans(owed, 5, 2) == [(20, 20, 20)]


def test_a_free_service_may_use_every_day_of_its_weeks():
    owed = demand(120, (30,), weeks=(1, 2))
    assert plans(owed, 2, 2) == [(30, 30, 30, 30)]


@pytest.mark.parametrize("count", [None, 3])
def test_where_the_days_are_too_few_there_is_a_split_to_give_a_part_of(count):
    owed = demand(60, (20,), sessions=count)
    assert plans(owed, 2, 1) == [(20, 20, 20)]


def test_without_a_length_there_is_no_split():
    assert plans(demand(60, ()), 5, 1) == ()
    assert plans(demand(50, (20,)), 5, 1) == []


def test_two_sessions_a_day_make_more_splits():
    owed = demand(60, (30,), max_per_day=2)
    assert plans(owed, 1, 1) == [(30, 30)]


def test_lengths_of_class_meetings_count_as_well():
    owed = demand(42, (30,), exact_lengths=(42,), most_minutes=42)
    assert plans(owed, 1, 1) == [(42,)]


def test_without_an_upper_limit_no_minute_is_given_too_many():
    owed = demand(45, (20, 45), most_minutes=None)
    assert plans(owed, 5, 1) == [(45,)]


def test_months_of_short_sessions_are_split_at_once():
    lengths = (15, 20, 25, 30, 35, 40, 45, 50, 55, 60)
    owed = demand(2400, lengths, weeks=(1, 2, 3, 4), most_minutes=2410, max_per_day=2)
    assert plans(owed, 5, 4)[0] == (60,) * 40
