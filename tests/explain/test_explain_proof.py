"""What the solver says of a small school, held against every schedule there is."""

from dataclasses import replace

from hypothesis import assume, given

from oracle.enumeration import legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.explanation import DEFAULT_COSTS
from pushpull_sched.engine.hitting import cheapest_choice
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.proof import (
    Servable,
    can_serve,
    confirm,
    least_short,
    left_over,
    verified,
)
from pushpull_sched.explain.changes import Pick
from pushpull_sched.explain.finder import Finder
from pushpull_sched.explain.oracle import Budget, Oracle
from pushpull_sched.explain.parts import part_of
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import Timetable
from schools import school, speech
from support.drawn import schools

SECONDS = 20
SMALL_ENOUGH = 200


def complete_one_exists(found):
    return any(verdict.complete for _, verdict in legal_schedules(found))


def answer(found):
    return can_serve(found, SECONDS).found


def all_of(found):
    return [one.id for one in Atlas(found).services]


# ── against the truth ───────────────────────────────────────────────────────────────
@schools(12)
@given(tiny_schools())
def test_yes_and_no_are_what_trying_every_schedule_says(found):
    assume(size(found) <= SMALL_ENOUGH)
    said = can_serve(found, SECONDS)
    if complete_one_exists(found):
        assert said.found is Servable.YES
        assert verified(found, said.timetable)
        assert not confirm(found, SECONDS)
    else:
        assert said.found is Servable.NO
        assert confirm(found, SECONDS)


@schools(20)
@given(tiny_schools())
def test_no_conflict_is_shown_where_a_complete_schedule_exists(found):
    assume(size(found) <= SMALL_ENOUGH)
    finder = Finder(Oracle(found), DEFAULT_COSTS)
    cores = list(finder.find(all_of(found), (), Budget(60.0)))
    if complete_one_exists(found):
        assert not cores
    for core in cores:
        assert core.confirmed
        assert not complete_one_exists(part_of(found, core.services))


@schools(5)
@given(tiny_schools())
def test_a_minimal_conflict_needs_every_member(found):
    assume(size(found) <= SMALL_ENOUGH)
    oracle = Oracle(found)
    finder = Finder(oracle, DEFAULT_COSTS)
    for core in finder.find(all_of(found), (), Budget(60.0)):
        assert core.minimal
        for each in core.services:
            rest = [one for one in core.services if one != each]
            assert complete_one_exists(part_of(found, rest))
        for pick in core.clause:
            assert pick.rule in {rule.key for rule in core.rules}


@schools(6)
@given(tiny_schools())
def test_minutes_said_to_be_short_are_short_in_every_schedule(found):
    assume(size(found) <= SMALL_ENOUGH)
    least = least_short(found, SECONDS)
    for _, verdict in legal_schedules(found):
        weights = {one.id: one.priority for one in found.services}
        short = sum(
            weights[one.service_id] * one.minutes_short for one in verdict.outcomes
        )
        assert short >= least


# ── by hand ─────────────────────────────────────────────────────────────────────────
def with_slp(services, **row):
    """A school whose only SLP has the given hours."""
    slp = {
        "provider_id": "P1",
        "role": "SLP",
        "days": "Tue,Thu",
        "start": "8:00",
        "end": "14:30",
        **row,
    }
    return school(services=services, providers=[slp])


def test_a_service_fits_as_long_as_there_are_days_enough():
    assert answer(with_slp([speech()])) is Servable.YES
    assert answer(with_slp([speech(frequency="30 min 3x weekly")])) is Servable.NO


def test_what_fits_alone_may_not_fit_together():
    rows = [speech("S1", group="individual"), speech("S2", group="individual")]
    short = {"days": "Mon,Tue", "start": "8:00", "end": "8:30"}
    both = with_slp(rows, **short)
    assert answer(both) is Servable.NO
    for one in both.services:
        assert answer(part_of(both, {one.id})) is Servable.YES
    grouped = with_slp([speech("S1"), speech("S2")], **short)
    assert answer(grouped) is Servable.YES


def test_time_over_is_no_answer():
    found = with_slp([speech(frequency="30 min 3x weekly")])
    budget = Budget(0.0)
    assert Oracle(found).ask(all_of(found), (), budget) is Servable.UNKNOWN
    assert not Oracle(with_slp([speech()])).confirmed(("S1-Speech-1",), (), budget)


def test_an_answer_is_asked_for_once(monkeypatch):
    found = with_slp([speech()])
    oracle = Oracle(found)
    budget = Budget(60.0)
    assert oracle.ask(all_of(found), (), budget) is Servable.YES
    monkeypatch.setattr("pushpull_sched.explain.oracle.can_serve", None)
    assert oracle.ask(all_of(found), (), budget) is Servable.YES


def test_what_finds_no_place_is_left_over():
    rows = [speech("S1", group="individual"), speech("S2", group="individual")]
    found = with_slp(rows, days="Mon,Tue", start="8:00", end="8:30")
    first, second = all_of(found)
    stands = can_serve(part_of(found, {first}), SECONDS).timetable
    known = Knowledge(Atlas(found))
    missing, timetable = left_over(known, stands, 10)
    assert missing == [second]
    assert set(timetable.taken) == {first}
    assert not verified(found, timetable)


def test_nothing_is_short_where_everything_fits():
    found = with_slp([speech()])
    assert least_short(found, SECONDS) == 0
    assert not verified(found, Timetable())


# ── parts of a school ───────────────────────────────────────────────────────────────
def test_a_part_keeps_what_concerns_its_services():
    rows = [speech("S1"), speech("S2"), speech("S3")]
    relations = [
        {"type": "apart", "who": "S1,S2"},
        {"type": "together", "who": "S2,S3"},
        {"type": "not-provider", "who": "S1", "provider": "P1"},
    ]
    pins = [{"service_id": "S3-Speech-1", "day": "Mon", "start": "9:00"}]
    providers = [
        {"provider_id": name, "role": "SLP", "days": "all", "start": "8:00",
         "end": "15:00"}
        for name in ("P1", "P2")
    ]  # fmt: skip
    found = school(services=rows, relations=relations, pins=pins, providers=providers)
    part = part_of(found, {"S1-Speech-1", "S2-Speech-1"})
    assert [one.id for one in part.students] == ["S1", "S2"]
    assert [one.kind.value for one in part.relations] == ["apart", "not-provider"]
    assert not part.pins
    assert {one.id for one in part.classes} == {
        one.id for one in found.classes if one.id.startswith("3A")
    }
    assert len(part_of(found, {"S3-Speech-1"}).pins) == 1


def test_classes_in_rooms_for_pull_out_stay_in_a_part():
    found = school(services=[speech("S1")])
    room = found.rooms[0]
    there = tuple(
        replace(one, meetings=tuple(replace(m, room=room.id) for m in one.meetings))
        if one.id == "4A-Math"
        else one
        for one in found.classes
    )
    part = part_of(replace(found, classes=there), {"S1-Speech-1"})
    assert "4A-Math" in {one.id for one in part.classes}
    assert "4A-Art" not in {one.id for one in part.classes}


# ── the cheapest choice ─────────────────────────────────────────────────────────────
def test_the_cheapest_choice_takes_something_from_every_set():
    cost = {1: 5, 2: 3, 3: 3, 4: 7}
    assert cheapest_choice([{1, 2}, {1, 3}], cost) == (1,)
    assert cheapest_choice([{2, 4}, {3, 4}], cost) == (2, 3)
    assert cheapest_choice([{4}], cost, limit=6) is None
    assert cheapest_choice([{4}], cost, limit=7) == (4,)
    assert cheapest_choice([{1}, set()], cost) is None
    assert cheapest_choice([], cost) == ()


def test_of_one_rule_the_furthest_step_counts():
    found = with_slp([speech(frequency="30 min 3x weekly")], days="Tue", end="12:00")
    oracle = Oracle(found)
    finder = Finder(oracle, DEFAULT_COSTS)
    list(finder.find(all_of(found), (), Budget(30.0)))
    key = "later P1 1"
    longest = len(oracle.rules[key].steps) - 1
    changed = oracle.changed([Pick(key, 0), Pick(key, longest)])
    assert max(h.when.end for h in changed.provider["P1"].hours) == 14 * 60 + 30
    shorter = oracle.changed([Pick(key, 0)])
    assert max(h.when.end for h in shorter.provider["P1"].hours) == 12 * 60 + 30
