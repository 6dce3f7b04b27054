"""The search counts as the verifier counts, whatever it has at hand."""

from dataclasses import replace

import drawn
from hypothesis import assume, given

from engine.running import one, searching
from oracle.enumeration import size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.service import Delivery
from pushpull_sched.engine.construct import pinned
from pushpull_sched.engine.step import Better, Fill, Serve, open_model, post
from pushpull_sched.model import churn
from pushpull_sched.model.build import build
from pushpull_sched.model.levels import MEASURES, level_total
from pushpull_sched.model.options import options_of
from pushpull_sched.verify import measures_of, verify_schedule
from verify.build import (
    MON,
    TUE,
    amount,
    at,
    provider,
    push_service,
    room,
    school,
    service,
    student,
)


def count(search):
    """Value of every measure in a model around the schedule at hand, as it stands."""
    options = {s.id: options_of(search.atlas, s) for s in search.atlas.services}
    model = build(search.atlas, search.now, options)
    return {
        measure: model.total_now(level_total(model, search.atlas, one(measure)))
        for measure in MEASURES
    }


@given(tiny_schools())
@drawn.schools(25)
def test_values_are_those_of_the_verifier_after_every_step(school):
    assume(size(school) <= 400)
    search = searching(school)
    assume(not pinned(search.atlas))
    for opened in search.atlas.services:
        search.take([opened.id], Fill(), 5)
        verified = measures_of(school, search.schedule)
        assert search.values == verified
        assert search.minutes_short() == verified[Measure.MINUTES_SHORT]
        assert count(search) == {measure: verified[measure] for measure in MEASURES}
        assert verify_schedule(school, search.schedule).legal


NAMES = ("S1", "S2", "S3")
TEAM = school(
    students=tuple(student(name) for name in NAMES),
    services=(
        *(service(f"{n}-Speech-1", n, amount=amount(sessions=2)) for n in NAMES),
        *(push_service(f"{n}-SDI-1", n) for n in NAMES),
    ),
    providers=(provider(), provider("SLP2")),
    rooms=(room(), room("R2")),
)
IDS = tuple(one.id for one in TEAM.services)


def placed():
    search = searching(TEAM)
    search.take(IDS, Serve(services=frozenset(IDS)), 10)
    return search


def test_serving_all_leaves_nothing_short():
    assert placed().minutes_short() == 0


def test_a_level_improves_while_the_ones_above_are_held():
    search = placed()
    short, missed = one(Measure.MINUTES_SHORT), one(Measure.MISSED)
    stepped = search.take(IDS, Better(level=missed, held=((short, 0),)), 10)
    assert search.value(missed) == stepped.answer.objective == 0
    assert search.value(short) == 0


def test_a_step_that_finds_nothing_better_leaves_the_schedule_alone():
    search = placed()
    before = search.now
    search.take(IDS[:1], Better(level=one(Measure.MINUTES_SHORT)), 10)
    assert search.now is before


def test_filling_joins_students_in_groups():
    speech = TEAM.services[: len(NAMES)]
    monday = tuple(
        replace(each, amount=amount(), days=frozenset({MON})) for each in speech
    )
    search = searching(replace(TEAM, services=monday))
    for each in monday:
        search.take([each.id], Serve(services=frozenset({each.id})), 10)
    search.take([each.id for each in monday], Fill(first=False), 10)
    assert search.minutes_short() == 0
    assert [len(session.served) for session in search.schedule.sessions] == [3]


def test_what_cannot_be_served_in_full_is_refused_as_a_hard_demand():
    away = replace(TEAM, providers=(provider("OT1", "OT"),))
    search = searching(away)
    stepped = search.take(IDS[:1], Serve(services=frozenset(IDS[:1])), 10)
    assert not stepped.answer.solved
    model = open_model(search.atlas, search.now, IDS[:1])
    assert post(model, search.atlas, Fill()) is not None


def test_a_tolerance_leaves_a_held_level_room():
    search = placed()
    short, missed = one(Measure.MINUTES_SHORT), one(Measure.MISSED)
    pull_out = one(Measure.PULL_OUT)
    held = ((short, 30), (missed, 0))
    search.take(IDS, Better(level=pull_out, held=held), 10)
    assert search.value(short) == 30
    assert search.value(pull_out) == 150


def test_a_co_teach_service_nobody_can_give_is_refused_as_a_hard_demand():
    co_teach = push_service(
        delivery=Delivery.CO_TEACH,
        amount=replace(amount(), minutes=None, sessions=None),
        roles=frozenset({"OT"}),
    )
    search = searching(school(services=(co_teach,)))
    goal = Serve(services=frozenset({co_teach.id}))
    assert not search.take([co_teach.id], goal, 10).answer.solved
    assert search.missing(co_teach) > 0


def test_two_services_of_one_name_and_student_change_sets_like_others():
    again = service("S1-Speech-2", "S1", amount=amount(sessions=2))
    services = tuple(
        replace(each, latest=at("9:00"), days=frozenset({MON, TUE}), max_per_day=2)
        for each in (*TEAM.services[:2], again)
    )
    search = searching(replace(TEAM, services=services, providers=(provider(),)))
    ids = [each.id for each in services]
    search.take(ids, Serve(services=frozenset(ids)), 10)
    assert search.minutes_short() == 0
    assert count(search)[Measure.CHURN] == search.values[Measure.CHURN]
    search.take(ids, Better(level=one(Measure.CHURN)), 10)
    assert count(search)[Measure.CHURN] == search.values[Measure.CHURN]


def test_where_churn_is_too_large_to_count_the_model_says_so(monkeypatch):
    search = placed()
    monkeypatch.setattr(churn, "CLAUSES", 0)
    options = {s.id: options_of(search.atlas, s) for s in search.atlas.services}
    model = build(search.atlas, search.now, options)
    assert model.exact
    total = level_total(model, search.atlas, one(Measure.CHURN))
    assert not model.exact
    assert model.total_now(total) <= search.values[Measure.CHURN]


def test_without_rooms_nobody_is_offered_one():
    search = searching(replace(TEAM, rooms=()))
    assert search.narrow(IDS, 1, fine=True).rooms == {}
