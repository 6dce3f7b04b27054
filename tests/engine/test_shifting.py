"""One session moves with everybody in it, or stays with everybody in it."""

import random
from dataclasses import replace

from engine.running import building, on, whole
from engine.team import team
from pushpull_sched.domain.service import Repetition
from pushpull_sched.engine.shifting import Shifter
from pushpull_sched.engine.taste import Taste
from pushpull_sched.model.options import option_at
from verify.build import (
    MON,
    amount,
    at,
    pin,
    provider,
    room,
    school,
    school_class,
    service,
    settings,
    student,
)

TWO = (service("S1-Speech-1", "S1"), service("S2-Speech-1", "S2"))
OF = school(students=(student("S1"), student("S2")), services=TWO)


def together(of):
    """A board on which the two share their session at 8:00 on Monday."""
    builder = building(of)
    for each in of.services:
        for times in builder.known.times(each, "SLP1"):
            if times.day == MON and each.id not in builder.board.taken:
                from_eight = option_at(each, "SLP1", times, at("8:00"))
                builder.board.add(from_eight, dict.fromkeys(from_eight.slots, "R1"))
    return builder


def drawing(seed):
    return random.Random(seed)  # noqa: S311 - seeded on purpose


def shifter(builder, movable=("S1-Speech-1", "S2-Speech-1")):
    return Shifter(builder.board, builder.known, movable)


def test_a_group_moves_as_one_and_back():
    builder = together(OF)
    before = builder.board.timetable()
    moving = shifter(builder)
    group = moving.group_of(builder.board.taken["S1-Speech-1"][0])
    assert [option.service for option in group] == ["S1-Speech-1", "S2-Speech-1"]
    shifted = moving.shift(group, Taste(), drawing(1))
    (session,) = on(builder).sessions
    assert (session.day, session.start) != (MON, at("8:00"))
    assert len(session.served) == 2
    moving.restore(shifted)
    assert builder.board.timetable() == before


def test_a_group_goes_where_its_members_miss_least():
    # Reading counts three times what the empty time after 11:00 does.
    builder = together(OF)
    moving = shifter(builder)
    found = set()
    for seed in range(20):
        group = moving.group_of(builder.board.taken["S1-Speech-1"][0])
        shifted = moving.shift(group, Taste(), drawing(seed))
        found.add(on(builder).sessions[0].start)
        moving.restore(shifted)
    assert at("11:00") in found
    assert min(found) > at("10:00")


def test_a_pinned_session_stays():
    of = replace(OF, pins=(pin("S2-Speech-1", MON, "8:00"),))
    builder = building(of)
    builder.placer.insert("S1-Speech-1")
    moving = shifter(builder)
    assert moving.group_of(builder.board.taken["S2-Speech-1"][0]) is None


def test_a_session_stays_with_somebody_who_may_not_be_moved():
    builder = together(OF)
    moving = shifter(builder, ["S1-Speech-1"])
    assert moving.group_of(builder.board.taken["S1-Speech-1"][0]) is None


def test_a_session_without_another_time_stays():
    narrow = tuple(
        replace(each, days=frozenset({MON}), latest=at("8:30")) for each in TWO
    )
    builder = together(replace(OF, services=narrow))
    before = builder.board.timetable()
    moving = shifter(builder)
    group = moving.group_of(builder.board.taken["S1-Speech-1"][0])
    assert moving.shift(group, Taste(), drawing(1)) is None
    assert builder.board.timetable() == before


def test_habits_come_first_where_they_are_wished():
    builder = building(team())
    builder.place_all(lambda: False, lambda _: None)
    several = next(taken for taken in builder.board.taken.values() if len(taken) > 1)
    moving = shifter(builder, builder.order)
    group = moving.group_of(several[0])
    wanted = {option.slots[0].start for option in several}
    taste = Taste(missed=0.0, irregular=10.0)
    places = moving.places(group, taste, drawing(1), moving.free_starts)
    first = [place.start for place in places if not place.is_at(group[0].slots[0])]
    assert not wanted & set(first) or first[0] in wanted


def test_each_week_keeps_its_share():
    # The student's weeks differ, so each of them is owed its sessions by itself (S8).
    of = school(
        settings=settings(weeks=2),
        students=(student("S1", classes=frozenset({"read", "extra"})),),
        classes=(
            school_class("read", "8:00-9:30", subject="Reading", weeks=2),
            school_class("extra", "9:30-14:00", weeks=1),
            school_class("art", "9:30-14:00", weeks=2),
        ),
        services=(service("S1-Speech-1", "S1", amount=amount(sessions=2)),),
        providers=(provider(weeks=2),),
        rooms=(room(weeks=2),),
    )
    builder = building(of)
    assert builder.atlas.demand["S1-Speech-1"].repetition is Repetition.SHARE
    assert builder.placer.insert("S1-Speech-1")
    moving = shifter(builder)
    for seed in range(60):
        taken = builder.board.taken["S1-Speech-1"]
        moving.shift(moving.group_of(taken[seed % 4]), Taste(), drawing(seed))
        assert whole(builder)
