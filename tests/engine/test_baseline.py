"""Runs that start from an earlier schedule: as little as possible moves, proven."""

from dataclasses import replace

import drawn
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.running import Ticks, one
from oracle.enumeration import legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.changes import ChangeKind, changes_between
from pushpull_sched.domain.policy import DEFAULT_POLICY, Level, Measure
from pushpull_sched.domain.result import Params, SolveStatus, StageStatus
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.engine import ladder as ladder_module
from pushpull_sched.engine.bounds import cannot_stay
from pushpull_sched.engine.ladder import Ladder
from pushpull_sched.engine.same_rooms import to_same_rooms
from pushpull_sched.engine.search import Search
from pushpull_sched.engine.solve import solve
from pushpull_sched.engine.staying import Staying
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.earlier import timetable_of
from pushpull_sched.verify import measures_of
from verify.build import (
    MON,
    TUE,
    WED,
    amount,
    at,
    hours,
    pin,
    provider,
    room,
    school,
    service,
    session,
    settings,
    student,
)

STUDENTS = tuple(student(f"S{n}") for n in range(1, 5))
SPEECH = tuple(
    service(f"{one.id}-Speech-1", one.id, amount=amount(sessions=2)) for one in STUDENTS
)
NEW = service("S4-OT-1", "S4", name="OT", roles=frozenset({"OT"}))
BEFORE = school(
    settings=settings(grid=10),
    students=STUDENTS,
    services=SPEECH[:3],
    providers=(provider(), provider("SLP2"), provider("OT1", "OT")),
    rooms=(room(), room("R2")),
)


def run(of, old=None, *, seconds=6.0, **asked):
    """Solve by a clock of its own; ``old`` is an earlier schedule of the school."""
    rows = None if old is None else tuple(old.rows(of.settings.days))
    params = Params(time_limit=seconds, workers=1, baseline=rows, **asked)
    return solve(of, params, clock=Ticks())


@pytest.fixture(scope="module")
def before():
    """A schedule of the school before anything changed."""
    found = run(BEFORE)
    assert found.status is SolveStatus.COMPLETE
    return found.schedule


def stage(result, name="moved"):
    return next(one for one in result.stages if one.level == name)


def changes(of, old, new):
    days = of.settings.days
    return changes_between(old.rows(days), new.schedule.rows(days))


def check(of, old, result):
    """What is said of the level is what the verifier counts."""
    rows = tuple(old.rows(of.settings.days))
    moved = measures_of(of, result.schedule, rows)[Measure.MOVED]
    assert result.verdict.measures[Measure.MOVED] == moved == stage(result).value
    assert stage(result).bound <= moved


def test_nothing_moves_in_the_same_roster(before):
    result = run(BEFORE, before)
    check(BEFORE, before, result)
    assert result.status is SolveStatus.COMPLETE
    assert (stage(result).value, stage(result).status) == (0, StageStatus.PROVEN)


def in_the_other_room(schedule):
    other = {"R1": "R2", "R2": "R1"}
    sessions = (replace(s, room_id=other[s.room_id]) for s in schedule.sessions)
    return Schedule(sessions=tuple(sessions))


def test_who_stays_stays_in_the_same_room(before):
    old = in_the_other_room(before)
    of = replace(BEFORE, services=(*BEFORE.services, NEW))
    kinds = {one.kind for one in changes(of, old, run(of, old))}
    assert kinds == {ChangeKind.NEW}


def test_sessions_return_to_their_rooms_at_the_end(before):
    rows = tuple(in_the_other_room(before).rows(BEFORE.settings.days))
    atlas = Atlas(BEFORE, rows)
    search = Search(
        atlas=atlas,
        params=Params(time_limit=6.0, workers=1, baseline=rows),
        clock=Ticks(),
        on_progress=lambda _: None,
        on_incumbent=lambda _: None,
        asked_to_stop=lambda: False,
    )
    search.keep(timetable_of(atlas, tuple(before.rows(BEFORE.settings.days))))
    search.hand_out(at_once=True)
    to_same_rooms(search)
    timetable, verdict = search.best
    assert verdict.legal
    assert timetable == timetable_of(atlas, rows)


def test_a_room_that_is_closed_moves_only_what_was_in_it():
    old = held(
        *(session(each, MON, "8:30-9:00", room_id="R2") for each in SPEECH[:1]),
        *(session(each, TUE, "9:00-9:30", room_id="R3") for each in SPEECH[:1]),
        *(session(each, MON, "9:30-10:00", room_id="R3") for each in SPEECH[1:2]),
        *(session(each, TUE, "9:30-10:00", room_id="R2") for each in SPEECH[1:2]),
    )
    of = replace(BEFORE, services=SPEECH[:2], rooms=(room(), room("R3")))
    result = run(of, old)
    check(of, old, result)
    moved = {(one.kind, one.before.place) for one in changes(of, old, result)}
    assert moved == {(ChangeKind.PLACE, "R2")}


@pytest.mark.parametrize("added", [SPEECH[3], NEW])
def test_a_new_service_finds_its_place_beside_the_others(before, added):
    of = replace(BEFORE, services=(*BEFORE.services, added))
    result = run(of, before)
    check(of, before, result)
    assert result.status is SolveStatus.COMPLETE
    assert (stage(result).value, stage(result).status) == (0, StageStatus.PROVEN)
    assert {one.service_id for one in changes(of, before, result)} == {added.id}


def test_the_first_complete_draw_is_handed_out_at_once(before, monkeypatch):
    days = BEFORE.settings.days
    elsewhere = held(session(SPEECH[0], MON, "13:00-13:30"))
    atlas = Atlas(BEFORE, tuple(elsewhere.rows(days)))
    whole = timetable_of(atlas, tuple(before.rows(days)))
    told, known = [], []

    def complete(search, _):
        known.append(list(told))
        search.keep(whole)

    monkeypatch.setattr(ladder_module, "complete", complete)
    search = Search(
        atlas=atlas,
        params=Params(time_limit=6.0, baseline=tuple(elsewhere.rows(days))),
        clock=Ticks(),
        on_progress=lambda _: None,
        on_incumbent=lambda result: told.append(result.status),
        asked_to_stop=lambda: False,
    )
    Ladder(search)._draw(one(Measure.MOVED), 6.0)
    assert known[:2] == [[], [SolveStatus.COMPLETE]]


def test_an_ended_service_moves_nobody(before):
    of = replace(BEFORE, services=BEFORE.services[1:])
    result = run(of, before)
    check(of, before, result)
    assert (stage(result).value, stage(result).status) == (0, StageStatus.PROVEN)


def test_only_the_absent_providers_sessions_move():
    services = (SPEECH[0], replace(SPEECH[1], amount=amount()))
    of = replace(BEFORE, services=services)
    old = held(
        session(SPEECH[0], MON),
        session(SPEECH[0], WED),
        session(SPEECH[1], MON, "10:00-10:30"),
    )
    away = provider(hours=hours(days={TUE, WED}))
    changed = replace(of, providers=(away, *of.providers[1:]))
    result = run(changed, old)
    check(changed, old, result)
    assert result.status is SolveStatus.COMPLETE
    assert (stage(result).value, stage(result).status) == (60, StageStatus.PROVEN)


def test_what_nobody_can_give_again_is_a_bound():
    rows = tuple(
        held(
            session(SPEECH[0], MON),
            session(SPEECH[0], WED, "8:45-9:15"),
            session(SPEECH[1], MON, "10:00-10:30"),
        ).rows(BEFORE.settings.days)
    )
    away = provider(hours=(*hours("9:00-15:00", days={WED}), *hours(days={TUE})))
    of = replace(BEFORE, providers=(away, *BEFORE.providers[1:]))
    moved = Level(name="moved", weights=((Measure.MOVED, 2), (Measure.MISSED, 1)))
    assert cannot_stay(Atlas(of, rows), moved) == 2 * (30 + 15 + 30)
    assert cannot_stay(Atlas(BEFORE, rows), moved) == 0
    missed = Level(name="missed", weights=((Measure.MISSED, 1),))
    assert cannot_stay(Atlas(of, rows), missed) == 0


def held(*sessions):
    """A schedule that somebody made."""
    return Schedule(sessions=sessions)


def test_minutes_owed_come_before_staying():
    longer = replace(SPEECH[0], amount=amount(45, sessions=2), session_minutes=(45,))
    of = replace(BEFORE, settings=settings(grid=5), services=(longer,))
    old = held(session(SPEECH[0], MON), session(SPEECH[0], WED))
    result = run(of, old)
    check(of, old, result)
    assert result.status is SolveStatus.COMPLETE
    assert stage(result).value == 0


def test_a_closed_room_moves_no_minutes():
    of = replace(BEFORE, services=SPEECH[:1], rooms=(room("R2"),))
    old = held(session(SPEECH[0], MON), session(SPEECH[0], WED))
    result = run(of, old)
    check(of, old, result)
    assert result.status is SolveStatus.COMPLETE
    assert stage(result).value == 0


def test_a_pin_wins_over_the_baseline():
    pinned = pin("S1-Speech-1", TUE, "9:00")
    of = replace(BEFORE, services=SPEECH[:1], pins=(pinned,))
    old = held(session(SPEECH[0], MON), session(SPEECH[0], WED))
    result = run(of, old)
    check(of, old, result)
    assert (TUE, at("9:00")) in {(s.day, s.start) for s in result.schedule.sessions}
    # The other session has to leave at least one day between.
    assert stage(result).value == 30


@pytest.mark.parametrize("in_time", [True, False])
def test_who_stands_in_the_way_of_a_new_services_pin_makes_room(in_time, monkeypatch):
    if not in_time:
        monkeypatch.setattr(Staying, "begin", lambda *_: None)
    alone, new = (replace(one, individual=True) for one in SPEECH[:2])
    of = replace(
        BEFORE,
        services=(alone, new),
        providers=(provider(),),
        pins=(pin("S2-Speech-1", MON, "9:00"),),
    )
    old = held(session(alone, MON, "9:00-9:30"), session(alone, WED, "9:00-9:30"))
    result = run(of, old)
    assert result.status is SolveStatus.COMPLETE
    check(of, old, result)
    assert (stage(result).value, stage(result).status) == (30, StageStatus.PROVEN)


def test_hand_made_sessions_that_clash_do_not_stop_the_run():
    of = replace(BEFORE, services=SPEECH[:2])
    clash = [session(one, day, "9:00-9:30") for one in SPEECH[:2] for day in (MON, WED)]
    old = held(*(replace(s, id=f"X{n}") for n, s in enumerate(clash)))
    result = run(of, old)
    check(of, old, result)
    assert result.status is SolveStatus.COMPLETE
    assert stage(result).value == 0  # the two may meet as a group


def test_without_the_level_the_run_is_free_to_move(before):
    result = run(BEFORE, before, policy=DEFAULT_POLICY.without(Measure.MOVED))
    assert "moved" not in {one.level for one in result.stages}
    assert result.status is SolveStatus.COMPLETE


def test_without_a_baseline_nothing_has_moved():
    result = run(BEFORE)
    assert (stage(result).value, stage(result).bound) == (0, 0)


@given(tiny_schools(), st.integers(0, 1000))
@drawn.schools(15)
def test_least_movement_is_found_and_never_bounded_too_high(of, seed):
    assume(size(of) <= 100)
    legal = [found for found, _ in legal_schedules(of)]
    assume(legal)
    old = legal[seed % len(legal)]
    # The school has changed since: its first service is at home one day less.
    first = of.services[0]
    of = replace(
        of,
        services=(replace(first, days=first.days - {0}), *of.services[1:]),
        pins=(),
    )
    rows = tuple(old.rows(of.settings.days))
    counted = [measures_of(of, found, rows) for found, _ in legal_schedules(of)]
    best = min((m[Measure.MINUTES_SHORT], m[Measure.MOVED]) for m in counted)
    result = run(of, old)
    check(of, old, result)
    found = result.verdict.measures
    assert (found[Measure.MINUTES_SHORT], found[Measure.MOVED]) == best
    assert stage(result).bound <= best[1]
