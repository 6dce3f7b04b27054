"""A session goes to a better time, and who stands there goes elsewhere or all stay."""

import random
from dataclasses import replace

from engine.running import building, on
from pushpull_sched.engine.pushing import Pusher
from pushpull_sched.engine.shifting import Shifter
from pushpull_sched.engine.taste import Taste
from pushpull_sched.model.options import option_at
from pushpull_sched.verify import verify_schedule
from verify.build import MON, at, pin, school, service, student

ALONE = {"days": frozenset({MON}), "individual": True}
MINE = replace(service("S1-Speech-1", "S1"), **ALONE)
YOURS = replace(service("S2-Speech-1", "S2"), **ALONE)
OF = school(students=(student("S1"), student("S2")), services=(MINE, YOURS))
# Reading is missed at 8:00; from 11:00 on nothing is.
START = {"S1-Speech-1": "8:00", "S2-Speech-1": "11:00"}
SEEDS = range(40)


def standing(of):
    """A board on which the first misses reading, and the second nothing."""
    builder = building(of)
    for each in of.services:
        for times in builder.known.times(each, "SLP1"):
            if times.day == MON and each.id not in builder.board.taken:
                option = option_at(each, "SLP1", times, at(START[each.id]))
                builder.board.add(option, dict.fromkeys(option.slots, "R1"))
    return builder


def drawing(seed):
    return random.Random(seed)  # noqa: S311 - seeded on purpose


def starts(builder):
    return {
        served.service_id: session.start
        for session in on(builder).sessions
        for served in session.served
    }


def plans(builder):
    """Plans for the first session, with the moves that carry them out."""
    shifter = Shifter(builder.board, builder.known, list(START))
    pusher = Pusher(shifter)
    group = shifter.group_of(builder.board.taken["S1-Speech-1"][0])
    for seed in SEEDS:
        plan = pusher.plan(group, Taste(), drawing(seed))
        if plan is not None:
            yield plan, pusher, shifter, seed


def test_who_stands_at_a_better_time_gives_way():
    builder = standing(OF)
    before = builder.board.timetable()
    pushed = 0
    for plan, pusher, shifter, seed in plans(builder):
        shifted = pusher.push(plan, Taste(), drawing(seed))
        now = starts(builder)
        assert now["S1-Speech-1"] == plan.place.start
        assert abs(now["S1-Speech-1"] - at("11:00")) < 30
        assert now["S2-Speech-1"] != at("11:00")
        assert verify_schedule(OF, on(builder)).legal
        shifter.restore(shifted)
        assert builder.board.timetable() == before
        pushed += 1
    assert pushed > 0


def test_two_sessions_change_places():
    narrow = replace(YOURS, latest=at("11:30"))
    builder = standing(replace(OF, services=(MINE, narrow)))
    found = set()
    for plan, pusher, shifter, seed in plans(builder):
        shifted = pusher.push(plan, Taste(missed=0.0), drawing(seed))
        if shifted is not None:
            found.add(starts(builder)["S2-Speech-1"])
            shifter.restore(shifted)
    assert any(start < at("8:30") for start in found)


def test_a_pinned_session_does_not_give_way():
    of = replace(OF, pins=(pin("S2-Speech-1", MON, "11:00"),))
    assert list(plans(standing(of))) == []


def test_nothing_has_changed_where_nobody_can_give_way():
    stuck = replace(YOURS, earliest=at("11:00"), latest=at("11:30"))
    builder = standing(replace(OF, services=(MINE, stuck)))
    before = builder.board.timetable()
    every = list(plans(builder))
    assert every
    for plan, pusher, _, seed in every:
        assert pusher.push(plan, Taste(), drawing(seed)) is None
        assert builder.board.timetable() == before


def test_a_session_is_not_pushed_to_a_worse_time():
    builder = standing(OF)
    shifter = Shifter(builder.board, builder.known, list(START))
    group = shifter.group_of(builder.board.taken["S2-Speech-1"][0])
    plan = [Pusher(shifter).plan(group, Taste(), drawing(seed)) for seed in SEEDS]
    assert not any(plan)
