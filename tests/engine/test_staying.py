"""Least movement by models of who stays: the best there is, and proven."""

from dataclasses import replace

import drawn
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.running import Ticks, one
from oracle.enumeration import legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import Params
from pushpull_sched.engine.search import HeldLevel, Search
from pushpull_sched.engine.staying import Staying
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.earlier import timetable_of
from pushpull_sched.verify import measures_of, verify_schedule
from verify.build import (
    MON,
    amount,
    at,
    hours,
    provider,
    room,
    schedule,
    school,
    service,
    session,
    settings,
    student,
)

DAYS = settings().days
SHORT, MOVED = one(Measure.MINUTES_SHORT), one(Measure.MOVED)


def searching(of, rows):
    """A run with nothing at hand yet."""
    return Search(
        atlas=Atlas(of, rows),
        params=Params(time_limit=60, workers=1, baseline=rows),
        clock=Ticks(),
        on_progress=lambda _: None,
        on_incumbent=lambda _: None,
        asked_to_stop=lambda: False,
    )


def staying(of, old, now, *, limit=0, held=(SHORT,), until=50.0):  # noqa: PLR0913
    """Let the least movement be found: ``old`` was held, ``now`` is at hand."""
    days = of.settings.days
    search = searching(of, tuple(old.rows(days)))
    search.keep(timetable_of(search.atlas, now.rows(days)))
    levels = [HeldLevel(level=level, limit=limit) for level in held]
    Staying(search, MOVED).settle(levels, until)
    return search


@given(tiny_schools(), st.integers(0, 1000), st.booleans())
@drawn.schools(60)
def test_the_least_movement_is_found_and_proven(of, seed, at_home):
    assume(size(of) <= 150)
    legal = [found for found, _ in legal_schedules(of)]
    assume(legal)
    old = legal[seed % len(legal)]
    if at_home:
        # The school has changed since: its first service is at home one day less.
        first = of.services[0]
        first = replace(first, days=first.days - {0})
        of = replace(of, services=(first, *of.services[1:]), pins=())
        legal = [found for found, _ in legal_schedules(of)]
    rows = tuple(old.rows(of.settings.days))
    counted = [(measures_of(of, found, rows), found) for found in legal]
    least = min(values[Measure.MINUTES_SHORT] for values, _ in counted)
    served = [
        (values[Measure.MOVED], found)
        for values, found in counted
        if values[Measure.MINUTES_SHORT] == least
    ]
    best = min(moved for moved, _ in served)
    worst = max(served, key=lambda each: each[0])[1]
    search = staying(of, old, worst, limit=least)
    assert search.value(MOVED) == best
    assert search.proved.get("moved", 0) == best
    assert verify_schedule(of, search.schedule, baseline=rows).legal


STUDENTS = tuple(student(f"S{n}") for n in range(1, 4))
SPEECH = tuple(
    service(f"{each.id}-Speech-1", each.id, amount=amount(sessions=1), individual=True)
    for each in STUDENTS
)
TIMES = ("8:30-9:00", "9:00-9:30", "9:30-10:00")


def crowded(end="10:00"):
    """One provider with half an hour for each of three students, and not more."""
    return school(
        settings=settings(grid=30),
        students=STUDENTS,
        services=SPEECH,
        providers=(provider(hours=hours(f"8:30-{end}", days=(MON,))),),
        rooms=(room(),),
    )


def in_order(*services):
    """The three one after the other."""
    pairs = enumerate(zip(services, TIMES, strict=True))
    return schedule(
        *(replace(session(one, MON, when), id=f"X{n}") for n, (one, when) in pairs)
    )


def test_who_is_in_the_way_is_placed_anew():
    first, second, third = SPEECH
    of, old = crowded(), in_order(first, second, third)
    # The first child comes later now: the only other times are those of the others.
    late = replace(first, earliest=at("9:00"))
    of = replace(of, services=(late, second, third))
    search = staying(of, old, in_order(third, late, second))
    assert search.value(SHORT) == 0
    assert search.value(MOVED) == search.proved["moved"] == 60


def test_a_schedule_that_nobody_can_better_is_left_alone():
    of, old = crowded(), in_order(*SPEECH)
    search = staying(of, old, old)
    assert search.value(MOVED) == 0
    assert search.now.taken == timetable_of(search.atlas, old.rows(DAYS)).taken


def test_under_other_levels_nothing_is_claimed():
    of, old = crowded(), in_order(*SPEECH)
    now = in_order(*reversed(SPEECH))
    for held in ((), (SHORT, one(Measure.MISSED))):
        search = staying(of, old, now, held=held)
        assert "moved" not in search.proved
        assert search.value(MOVED) == 60


def test_it_ends_in_time():
    search = staying(crowded(), in_order(*SPEECH), in_order(*reversed(SPEECH)), until=0)
    assert "moved" not in search.proved


def test_what_loses_its_room_stays_in_another():
    first, second, third = SPEECH
    of = replace(crowded(), rooms=(room(), room("R2"), room("R3")))
    old = in_order(first, second, third)
    # Room R1 is closed, and no other takes two groups at a time: still nobody moves.
    of = replace(of, rooms=(room("R2"), room("R3")))
    search = beginning(of, old)
    assert search.value(MOVED) == 0
    assert {one.room_id for one in search.schedule.sessions} <= {"R2", "R3"}


def beginning(of, old):
    """Nothing is at hand; what can stay is looked for."""
    rows = tuple(old.rows(of.settings.days))
    search = searching(of, rows)
    search.keep(Staying(search, MOVED).begin(20.0) or search.now)
    return search


def test_what_the_roster_forbids_now_is_left_out_and_counted():
    first, second, third = SPEECH
    old = in_order(first, second, third)
    late = replace(first, earliest=at("9:00"))
    search = beginning(replace(crowded(), services=(late, second, third)), old)
    assert search.value(MOVED) == search.proved["moved"] == 30
    stays = {served.service_id for s in search.schedule.sessions for served in s.served}
    assert stays == {second.id, third.id}
