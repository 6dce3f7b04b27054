"""Push-in comes first where the IEP leaves the setting open, and others make room."""

from dataclasses import replace

from engine.running import one, searching
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.service import Setting
from pushpull_sched.engine.inclusion import counts_inclusion, include
from pushpull_sched.engine.rebuild import Rebuilder
from pushpull_sched.engine.search import HeldLevel
from pushpull_sched.model.options import option_at
from verify.build import (
    MON,
    at,
    hours,
    pin,
    provider,
    push_service,
    school,
    school_class,
    service,
    settings,
    student,
)

LRE, SHORT = one(Measure.LRE), one(Measure.MINUTES_SHORT)
OPEN = push_service(
    "S1-SDI-1", "S1", setting=Setting.EITHER, days=frozenset({MON}), individual=True
)
OTHER = service("S2-SDI-1", "S2", name="SDI", days=frozenset({MON}), individual=True)
OF = school(
    settings=settings(grid=30, transition_minutes=0),
    students=tuple(
        student(s, classes=frozenset({"read", "art"})) for s in ("S1", "S2")
    ),
    classes=(
        school_class("read", "8:00-8:30", subject="Reading"),
        school_class("art", "8:30-9:00"),
    ),
    services=(OPEN, OTHER),
    providers=(provider(hours=hours("8:00-9:00"), lunch_minutes=0),),
)
"""One hour; only its first half can be push-in."""


def started(of):
    """A schedule in which the other service has the half hour of the class."""
    search = searching(of)
    builder = Rebuilder(search.known, search.now, search.order, search.rng)
    for each, start in ((OTHER, "8:00"), (OPEN, "8:30")):
        times = next(
            times
            for times in builder.known.times(each, "SLP1")
            if times.setting is Setting.PULL_OUT
        )
        option = option_at(each, "SLP1", times, at(start))
        builder.board.add(option, dict.fromkeys(option.slots, "R1"))
    search.keep(builder.board.timetable())
    assert search.value(LRE) == OPEN.amount.minutes
    return search


def test_another_service_makes_room_for_push_in():
    search = started(OF)
    first = {o.slots[0].start for o in search.now.taken[OTHER.id]}
    include(search, LRE, [HeldLevel(level=SHORT, limit=0)], lambda: False)
    assert search.value(LRE) == 0
    assert search.value(SHORT) == 0
    assert {o.slots[0].start for o in search.now.taken[OTHER.id]} != first


def test_nobody_loses_minutes_for_push_in():
    search = started(replace(OF, pins=(pin(OTHER.id, MON, "8:00"),)))
    before = search.now
    include(search, LRE, [HeldLevel(level=SHORT, limit=0)], lambda: False)
    assert search.now is before


def test_levels_above_are_held():
    search = started(OF)
    before = search.now
    held = [
        HeldLevel(level=SHORT, limit=0),
        HeldLevel(level=one(Measure.SPLITS), limit=-1),
    ]
    include(search, LRE, held, lambda: False)
    assert search.now is before


def test_no_time_leaves_everything_as_it_is():
    search = started(OF)
    before = search.now
    include(search, LRE, [HeldLevel(level=SHORT, limit=0)], lambda: True)
    assert search.now is before


def test_only_a_level_of_inclusion_alone_is_taken_this_way():
    assert counts_inclusion(LRE)
    assert not counts_inclusion(SHORT)
    both = replace(LRE, weights=(*LRE.weights, (Measure.MISSED, 1)))
    assert not counts_inclusion(both)
