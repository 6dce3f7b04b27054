"""Services that must share their sessions are put up, moved and taken down as one."""

from dataclasses import replace

import drawn
from hypothesis import given
from hypothesis import strategies as st

from engine.running import building, on, placed, whole
from engine.team import EVERYTHING
from engine.test_rebuild import SHORT, shake
from oracle.enumeration import broken
from oracle.strategies import tiny_schools
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.model.options import option_at
from pushpull_sched.verify import verify_schedule
from verify.build import (
    FRI,
    MON,
    TUE,
    amount,
    at,
    hours,
    pin,
    provider,
    relation,
    school,
    service,
    student,
)

PAIR = tuple(
    service(f"S{n}-Speech-1", f"S{n}", amount=amount(sessions=count))
    for n, count in ((1, 3), (2, 2))
)
OF = school(
    students=(student("S1"), student("S2")),
    services=PAIR,
    relations=(relation(RelationKind.TOGETHER, "S1", "S2", service="Speech"),),
)


def test_the_one_with_fewer_sessions_joins_the_other():
    builder = placed(OF)
    assert whole(builder)
    sizes = sorted(len(session.served) for session in on(builder).sessions)
    assert sizes == [1, 2, 2]


def test_what_stands_moves_without_being_parted():
    builder = placed(OF)
    shake(builder, EVERYTHING, ((SHORT, 0),), (), 60)
    assert whole(builder)


def test_a_pair_that_cannot_meet_is_not_placed_at_all():
    early = replace(PAIR[0], latest=at("9:00"))
    late = replace(PAIR[1], earliest=at("9:00"))
    of = replace(OF, services=(early, late))
    builder = building(of)
    assert builder.place_all(lambda: False, lambda _: None) == [early.id]
    assert not builder.board.taken


def test_equal_partners_find_the_times_both_can_have():
    days = (frozenset({MON, TUE, FRI}), frozenset({TUE, FRI}))
    two = tuple(
        replace(each, amount=amount(sessions=2), days=mine)
        for each, mine in zip(PAIR, days, strict=True)
    )
    of = replace(OF, services=two)
    builder = building(of)
    assert builder.placer.insert(two[0].id)
    assert whole(builder)


def test_a_pinned_partner_brings_the_other_along():
    of = replace(OF, pins=(pin(PAIR[1].id, TUE, "10:00"),))
    builder = placed(of)
    assert whole(builder)
    (shared,) = (
        session
        for session in on(builder).sessions
        if (session.day, session.start) == (TUE, at("10:00"))
    )
    assert len(shared.served) == 2


def test_others_make_room_for_a_pair():
    # One half hour a day; what is in the way of the pair can go elsewhere.
    day = frozenset({MON})
    pair = tuple(replace(p, amount=amount(), days=day) for p in PAIR)
    other = service("S3-Speech-1", "S3", individual=True)
    of = replace(
        OF,
        students=(*OF.students, student("S3")),
        services=(*pair, other),
        providers=(provider(hours=hours("8:00-8:30"), lunch_minutes=0),),
    )
    builder = building(of)
    builder.placer.insert(other.id)
    builder.board.remove(other.id)
    option = next(
        option_at(other, "SLP1", times, at("8:00"))
        for times in builder.known.times(other, "SLP1")
        if times.day == MON
    )
    builder.board.add(option, dict.fromkeys(option.slots, "R1"))
    missing = builder.complete(
        [pair[0].id], lambda _: builder.moves > 50, lambda _: None
    )
    assert missing == []
    assert whole(builder)


@given(tiny_schools(most_services=4), st.integers(0, 1000))
@drawn.schools(25)
def test_drawn_pairs_stay_together(of, seed):
    first, *others = of.students
    if not others:
        return
    bound = relation(RelationKind.TOGETHER, first.id, others[0].id)
    of = replace(of, relations=(*of.relations, bound), pins=())
    builder = placed(of, seed=seed)
    assert "G4" not in broken(verify_schedule(of, on(builder)))
