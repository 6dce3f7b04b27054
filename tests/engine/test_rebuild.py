"""Moves on the board: always legal, always counted right, and taken back in full."""

from dataclasses import replace

import drawn
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.running import building, on, one, placed, run, whole
from engine.team import EVERYTHING, team
from oracle.enumeration import broken
from oracle.strategies import tiny_schools
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Delivery, PatternKind, WeekPattern
from pushpull_sched.engine import exact
from pushpull_sched.engine.annealing import Annealing, improve_on
from pushpull_sched.engine.tally import Tally
from pushpull_sched.model.options import option_at
from pushpull_sched.verify import measures_of, verify_schedule
from verify.build import (
    FRI,
    MON,
    TUE,
    amount,
    at,
    hours,
    pin,
    provider,
    push_service,
    relation,
    room,
    school,
    school_class,
    service,
    settings,
    student,
)

OTHERS = frozenset({"C2", "G4"})
"""Pins that clash, and ``together``, whose services the exact model places."""
SHORT = one(Measure.MINUTES_SHORT)


def check(builder, old=()):
    """What stands breaks no rule, and every measure is what the verifier counts."""
    verdict = verify_schedule(builder.school, on(builder))
    assert broken(verdict) <= OTHERS
    return measures_of(builder.school, on(builder), old)


def shake(builder, level, held, old, moves):
    """Make moves; the values kept up to date are those of the verifier."""
    run = Annealing(builder, level, held)
    measures = [
        m for each in (level, *(above for above, _ in held)) for m, _ in each.weights
    ]
    for number in range(moves):
        _, better = run.move(number / moves)
        if better or not number % 20:
            counted = check(builder, old)
            assert run.tally.totals == {m: counted[m] for m in run.tally.measures}
            assert run.value == level.value(counted)
    counted = check(builder, old)
    assert run.tally.totals == {each: counted[each] for each in measures}
    assert Tally(builder.board, measures).totals == run.tally.totals
    kept = run.best_timetable()
    builder.board = type(builder.board)(builder.atlas, kept)
    assert level.value(check(builder, old)) == run.best
    return run


@given(tiny_schools(most_services=4), st.integers(0, 1000))
@drawn.schools(40)
def test_whatever_is_done_stays_legal_and_counted(of, seed):
    first = placed(of, seed=seed + 1)
    old = tuple(on(first).rows(of.settings.days))
    builder = placed(of, seed=seed, old=old)
    before = check(builder, old)
    rules = broken(verify_schedule(of, on(builder)))
    held = ((SHORT, before[Measure.MINUTES_SHORT]),)
    assume(builder.board.taken)
    run = shake(builder, EVERYTHING, held, old, 30)
    assert run.best <= EVERYTHING.value(before)
    assert broken(verify_schedule(of, on(builder))) <= rules
    after = measures_of(of, on(builder), old)
    assert after[Measure.MINUTES_SHORT] <= before[Measure.MINUTES_SHORT]


@pytest.mark.parametrize("weeks", [1, 2])
def test_a_team_stays_legal_and_counted(weeks):
    of = team(weeks)
    first = placed(of, seed=2)
    old = tuple(on(first).rows(of.settings.days))
    assert verify_schedule(of, on(first)).complete
    builder = placed(of, seed=3, old=old)
    shake(builder, EVERYTHING, ((SHORT, 0),), old, 60)


@pytest.mark.parametrize(
    "pattern",
    [
        None,
        WeekPattern(kind=PatternKind.ODD),
        WeekPattern(kind=PatternKind.N_OF_M, n=1, m=2),
    ],
)
def test_a_team_whose_weeks_differ_stays_legal_and_counted(pattern):
    of = team(2)
    extra = school_class("extra", "13:00-13:30", weeks=1)
    of = replace(
        of,
        classes=(*of.classes, extra),
        students=tuple(
            replace(one, classes=one.classes | {"extra"}) for one in of.students
        ),
        services=tuple(
            replace(each, pattern=pattern)
            if pattern is not None and each.name == "OT"
            else each
            for each in of.services
        ),
    )
    builder = placed(of)
    check(builder)
    shake(builder, EVERYTHING, ((SHORT, 0),), (), 120)
    assert whole(builder)


def test_a_level_gets_better_and_those_above_are_held():
    of = team()
    builder = placed(of)
    missed, splits = one(Measure.MISSED), one(Measure.SPLITS)
    before = check(builder)
    told = []
    improve_on(
        builder,
        missed,
        ((SHORT, 0), (splits, before[Measure.SPLITS])),
        lambda: builder.moves / 300,
        lambda value: value == 0,
        lambda _: None,
        told.append,
    )
    after = check(builder)
    assert after[Measure.MISSED] <= min([before[Measure.MISSED], *told])
    assert told == sorted(told, reverse=True)
    assert after[Measure.SPLITS] <= before[Measure.SPLITS]
    assert after[Measure.MINUTES_SHORT] == 0


def minutes_taken(board):
    """What stands takes up, where it takes up anything."""
    kept = (board.provider_busy, board.student_busy, board.minutes, board.minutes_week)
    return [{key: value for key, value in one.items() if value} for one in kept]


def test_a_move_that_is_taken_back_leaves_no_trace():
    builder = placed(team())
    board = builder.board
    for seed in builder.order:
        before = board.timetable()
        busy = minutes_taken(board)
        out = [seed, *builder.choose(seed)]
        back = {each: board.remove(each) for each in out}
        builder.placer.wait_for(out)
        for each in reversed(out):
            builder.placer.insert(each)
        builder.restore(out, back)
        assert board.timetable() == before
        assert minutes_taken(board) == busy
        assert all(
            sorted(members) == sorted(before.members()[slot])
            for slot, members in board.members.items()
        )


def test_what_finds_no_place_is_served_in_part():
    late = service(
        amount=amount(sessions=3),
        latest=at("9:00"),
        days=frozenset({MON}),
        max_per_day=1,
    )
    builder = building(school(services=(late,)))
    missing = builder.place_all(lambda: False, lambda _: None)
    assert missing == [late.id]
    assert not builder.board.taken
    builder.fill(missing)
    assert [session.minutes for session in on(builder).sessions] == [30]
    assert broken(verify_schedule(builder.school, on(builder))) == frozenset()


def test_room_is_made_for_what_does_not_fit_at_first():
    # The only early half hour goes to the service that comes first in the order.
    days = frozenset({MON})
    free = service("S1-Speech-1", "S1", days=days, latest=at("9:30"), individual=True)
    bound = service("S2-Speech-1", "S2", days=days, latest=at("8:30"), individual=True)
    of = school(
        settings=settings(grid=30),
        students=(student("S1"), student("S2")),
        services=(free, bound),
        providers=(provider(hours=hours("8:00-9:00"), lunch_minutes=0),),
    )
    builder = building(of)
    builder.order = (free.id, bound.id)
    builder.placer.insert(free.id)
    missing = builder.complete([bound.id], lambda _: builder.moves > 50, lambda _: None)
    assert missing == []
    assert whole(builder)


def test_a_class_off_the_grid_is_used():
    # Sessions of 45 minutes can start at 9:35 or 9:40: no border, no quarter hour.
    visit = push_service("S1-SDI-1", amount=amount(45))
    of = school(
        students=(student(classes=frozenset({"read"})),),
        classes=(school_class("read", "9:32-10:25", subject="Reading"),),
        services=(visit,),
    )
    builder = building(of)
    assert builder.placer.insert(visit.id)
    assert whole(builder)


def test_a_stop_leaves_the_rest_unplaced():
    builder = building(team())
    spent = []
    failed = builder.place_all(lambda: len(spent) >= 2, spent.append)
    assert len(builder.board.taken) == 2
    assert len(failed) == len(builder.order) - 2


@pytest.mark.parametrize("weeks", [1, 2])
def test_pinned_sessions_stay_where_they_are(weeks):
    pins = (
        pin("S1-Speech-1", TUE, "9:00"),
        pin("S2-Speech-1", FRI, "10:15", provider="SLP2", room="R2"),
        pin("S5-Math-1", MON, "9:30"),
        pin("Talk-1", MON, "8:00"),
    )
    of = replace(team(weeks), pins=pins)
    builder = placed(of)
    assert whole(builder)
    shake(builder, EVERYTHING, ((SHORT, 0),), (), 40)
    assert whole(builder)


def test_a_pinned_session_changes_hands_for_one_with_no_other_provider():
    days = frozenset({MON})
    anyone = service("S1-Speech-1", "S1", days=days, individual=True)
    named = replace(anyone, id="S2-Speech-1", student="S2", provider="SLP1")
    named = replace(named, earliest=at("8:00"), latest=at("8:30"))
    short = {"hours": hours("8:00-8:30"), "lunch_minutes": 0}
    of = school(
        settings=settings(grid=30),
        students=(student("S1"), student("S2")),
        services=(anyone, named),
        providers=(provider("SLP1", **short), provider("SLP2", **short)),
        rooms=(room("R1"), room("R2")),
        pins=(pin(anyone.id, MON, "8:00"),),
    )
    builder = building(of)
    builder.board.remove(anyone.id)
    (times,) = builder.known.times(anyone, "SLP1")
    option = option_at(anyone, "SLP1", times, at("8:00"))
    builder.board.add(option, dict.fromkeys(option.slots, "R1"))
    missing = builder.complete([named.id], lambda _: builder.moves > 50, lambda _: None)
    assert missing == []
    assert whole(builder)


def test_room_is_made_first_of_all_for_who_lost_a_pinned_session(monkeypatch):
    day = {"days": frozenset({MON}), "individual": True}
    names = [f"S{number}" for number in range(1, 11)]
    services = [service(f"{name}-Speech-1", name, **day) for name in names]
    stays, lost, *others = services
    of = school(
        settings=settings(grid=30),
        students=tuple(map(student, names)),
        services=tuple(services),
        providers=(provider(hours=hours("8:00-8:30", days=(MON,)), lunch_minutes=0),),
        pins=(pin(lost.id, MON, "8:00"),),
    )
    builder = building(of)
    builder.board.remove(lost.id)
    assert builder.placer.insert(stays.id)
    seeds = []

    def make_room(seed, _):
        seeds.append(seed)
        return [], []

    monkeypatch.setattr(builder, "_make_room", make_room)
    missing = [each.id for each in (lost, *others)]
    builder.complete(missing, lambda _: len(seeds) >= 200, lambda _: None)
    assert seeds.count(lost.id) > 60
    assert set(seeds) == set(missing)


def test_what_is_pinned_stands_where_the_rest_finds_no_place():
    # Two sessions are owed, the provider is there for one; another waits in vain.
    days = frozenset({MON, TUE})
    two = service("S1-Speech-1", amount=amount(sessions=2), days=days)
    other = service("S2-Speech-1", "S2", days=days, individual=True)
    of = school(
        settings=settings(grid=30),
        students=(student("S1"), student("S2")),
        services=(two, other),
        providers=(provider(hours=hours("8:00-8:30", days=(MON,)), lunch_minutes=0),),
        pins=(pin(two.id, MON, "8:00"),),
    )
    builder = building(of)
    missing = builder.place_all(lambda: False, lambda _: None)
    assert sorted(missing) == [two.id, other.id]
    missing = builder.complete(missing, lambda _: builder.moves > 50, lambda _: None)
    builder.fill(missing)
    verdict = verify_schedule(of, on(builder))
    assert broken(verdict) == frozenset()
    assert [outcome.minutes_short for outcome in verdict.outcomes] == [30, 30]


@pytest.mark.parametrize(
    "pattern",
    [
        WeekPattern(kind=PatternKind.ODD),
        WeekPattern(kind=PatternKind.N_OF_M, n=1, m=2),
        WeekPattern(kind=PatternKind.WEEK, week=2),
    ],
)
def test_services_of_some_weeks_are_served_in_full(pattern):
    some = tuple(
        replace(each, pattern=pattern) if each.name == "OT" else each
        for each in team(2).services
    )
    builder = placed(replace(team(2), services=some))
    check(builder)
    assert whole(builder)


def test_levels_end_where_no_service_can_be_moved(monkeypatch):
    # Only services that must meet have sessions; no class owes the visit anything.
    monkeypatch.setattr(exact, "AFFORDABLE", 0)
    speech = tuple(
        service(f"{name}-Speech-1", name, latest=at("9:30"), amount=amount(sessions=2))
        for name in ("S1", "S2")
    )
    visit = push_service(
        "S2-SDI-1",
        "S2",
        delivery=Delivery.CO_TEACH,
        classes=frozenset({"art"}),
        amount=replace(amount(), minutes=None, sessions=None),
    )
    of = school(
        students=(student("S1"), student("S2")),
        services=(*speech, visit),
        relations=(relation(RelationKind.TOGETHER, "S1", "S2", service="Speech"),),
    )
    result = run(of)
    assert verify_schedule(of, result.schedule).legal
    assert result.reasons == ()
