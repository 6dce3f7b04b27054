"""Bounds from one student at a time: never above the best there is."""

from dataclasses import replace

import drawn
import pytest
from hypothesis import assume, given

from engine.running import one
from oracle.enumeration import best, size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Delivery, Setting
from pushpull_sched.engine import bench as bench_module
from pushpull_sched.engine import bounds as bounds_module
from pushpull_sched.engine.bench import Bench, Prove, proofs
from pushpull_sched.engine.bounds import Held, StudentBounds
from pushpull_sched.engine.solver import Found
from pushpull_sched.model.atlas import Atlas
from verify.build import (
    MON,
    TUE,
    amount,
    at,
    push_service,
    relation,
    school,
    service,
    student,
)

SHORT, MISSED = one(Measure.MINUTES_SHORT), one(Measure.MISSED)


def go_on():
    return False


def bests(of, level, held=(), only=None):
    return dict(StudentBounds(Atlas(of)).bests(level, held, 1, go_on, only))


def early(student_id, **fields):
    """Speech that can only be taken out of Reading, at 3 a minute."""
    return service(f"{student_id}-Speech-1", student_id, latest=at("9:30"), **fields)


TOO_MUCH = {
    "amount": amount(sessions=3),
    "days": frozenset({MON, TUE}),
    "max_per_day": 1,
}


def two(**fields):
    return school(
        students=(student("S1"), student("S2")),
        services=(early("S1", **fields), early("S2")),
    )


@given(tiny_schools())
@drawn.schools(30)
def test_sums_of_bests_are_never_above_the_best_schedule(school):
    assume(size(school) <= 100)
    true = best(school)
    assume(true is not None)
    bounds = StudentBounds(Atlas(school))
    short = dict(bounds.bests(SHORT, (), 1, go_on))
    assert sum(short.values()) <= true.values[0]
    held = Held(level=SHORT, limit=true.values[0], best=short)
    missed = dict(bounds.bests(MISSED, (held,), 1, go_on))
    assert sum(missed.values()) <= true.values[1]


def test_each_student_has_the_cheapest_time_of_its_own():
    short = Held(level=SHORT, limit=0, best={"S1": 0, "S2": 0})
    assert bests(two(), MISSED, (short,)) == {"S1": 90, "S2": 90}


def test_what_cannot_be_served_is_counted_with_its_priority():
    assert bests(two(**TOO_MUCH, priority=2), SHORT) == {"S1": 60, "S2": 0}


def test_without_a_held_level_nothing_need_be_missed():
    assert bests(two(), MISSED) == {"S1": 0, "S2": 0}


def test_a_held_level_leaves_each_student_what_the_others_do_not_need():
    own = {"S1": 30, "S2": 0}
    exact = Held(level=SHORT, limit=30, best=own)
    assert bests(two(**TOO_MUCH), MISSED, (exact,)) == {"S1": 180, "S2": 90}
    loose = Held(level=SHORT, limit=60, best=own)
    assert bests(two(**TOO_MUCH), MISSED, (loose,)) == {"S1": 90, "S2": 0}


def test_co_teaching_and_pull_out_at_once_leave_the_smaller_one_short():
    co_teach = push_service(
        delivery=Delivery.CO_TEACH,
        amount=replace(amount(), minutes=None, sessions=None),
    )
    inside = early("S1", earliest=at("8:00"))
    of = school(services=(co_teach, inside))
    assert bests(of, SHORT) == {"S1": 30}
    free = replace(inside, latest=None)
    assert bests(replace(of, services=(co_teach, free)), SHORT) == {"S1": 0}


def test_services_without_a_student_have_no_bound():
    talk = service("Talk-1", None, name="Talk", setting=Setting.CONSULT)
    assert bests(school(services=(talk,)), SHORT) == {}


def test_only_some_students_are_asked():
    found = bests(two(**TOO_MUCH), SHORT, only=frozenset({"S1"}))
    assert found == {"S1": 30}


def test_measures_that_are_no_sums_over_services_count_nothing():
    assert bests(two(), one(Measure.SPLITS)) == {}
    joined = Level(name="both", weights=((Measure.SPLITS, 1), (Measure.MISSED, 2)))
    short = Held(level=SHORT, limit=0, best={"S1": 0, "S2": 0})
    assert bests(two(), joined, (short,)) == {"S1": 180, "S2": 180}


def test_a_held_level_binds_by_its_part_that_is_a_sum_over_services():
    wish = relation(RelationKind.PREFER_PROVIDER, "S1", "S2", provider="SLP1")
    of = replace(two(), relations=(wish,))
    both = Level(
        name="both",
        weights=(
            (Measure.MINUTES_SHORT, 1),
            (Measure.PREFERENCES, 1),
            (Measure.CHURN, 1),
        ),
    )
    held = Held(level=both, limit=0, best={"S1": 0, "S2": 0})
    assert bests(of, MISSED, (held,)) == {"S1": 90, "S2": 90}
    splits = Held(level=one(Measure.SPLITS), limit=0, best={})
    assert bests(of, MISSED, (held, splits)) == {"S1": 90, "S2": 90}


@pytest.mark.parametrize("students", [0, 1, 2])
def test_a_stopped_run_keeps_the_bounds_of_those_it_asked(students):
    asked = []

    def stop():
        asked.append(None)
        return len(asked) > students

    of = two(**TOO_MUCH)
    found = StudentBounds(Atlas(of)).bests(SHORT, (), 1, stop)
    assert list(found) == [("S1", 30), ("S2", 0)][:students]


def test_a_large_school_hears_what_the_first_students_have_proven(monkeypatch):
    monkeypatch.setattr(bench_module, "SAID_EVERY", 1)
    task = Prove(level=MISSED, held=((SHORT, 0),), seed=1)
    found = list(proofs(Bench(Atlas(two())), task))
    assert [each.bound for each in found] == [90, 180, 180, 180]
    assert [each.last for each in found] == [False, False, False, True]


def test_a_bound_that_no_second_search_confirms_is_not_believed(monkeypatch):
    honest = bounds_module.run
    asked = []

    def doubtful(model, effort):
        asked.append(effort)
        answer = honest(model, effort)
        if answer.found is Found.NONE_EXISTS:
            return honest(_any_model(), effort)
        return answer

    def _any_model():
        return bounds_module.Model(two(), {}, frozenset())

    monkeypatch.setattr(bounds_module, "run", doubtful)
    assert bests(two(**TOO_MUCH), SHORT) == {"S1": 0, "S2": 0}
    first, second = asked[0], asked[1]
    assert (first.seed, first.presolve) != (second.seed, second.presolve)
