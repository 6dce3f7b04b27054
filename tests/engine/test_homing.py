"""Bringing home what stands elsewhere than before: never worse, and several at once."""

import drawn
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.test_staying import MOVED, SHORT, SPEECH, crowded, in_order, searching
from oracle.enumeration import legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.engine import homing
from pushpull_sched.engine.homing import bring_home
from pushpull_sched.engine.search import HeldLevel
from pushpull_sched.model.earlier import timetable_of
from pushpull_sched.verify import verify_schedule


def brought_home(of, old, now, *, enough=lambda value: value <= 0, until=50.0):
    """Bring home: ``old`` was held, ``now`` is at hand."""
    days = of.settings.days
    search = searching(of, tuple(old.rows(days)))
    search.keep(timetable_of(search.atlas, now.rows(days)))
    held = [HeldLevel(level=SHORT, limit=search.value(SHORT))]
    bring_home(search, MOVED, held, enough, until)
    return search


@given(tiny_schools(), st.integers(0, 1000), st.integers(0, 1000))
@drawn.schools(40)
def test_nothing_gets_worse_and_what_comes_out_is_legal(of, before, after):
    assume(size(of) <= 150)
    legal = [found for found, _ in legal_schedules(of)]
    assume(legal)
    old, now = legal[before % len(legal)], legal[after % len(legal)]
    start = brought_home(of, old, now, until=0.0)
    short, moved = start.value(SHORT), start.value(MOVED)
    search = brought_home(of, old, now)
    assert search.value(SHORT) <= short
    assert search.value(MOVED) <= moved
    assert verify_schedule(of, search.schedule, baseline=search.atlas.old).legal


def test_three_who_sit_in_each_others_places_go_home_together(monkeypatch):
    # Not one of them can go home alone, and the moves on the board are left out.
    monkeypatch.setattr(homing, "improve_on_board", lambda *_: None)
    first, second, third = SPEECH
    of, old = crowded(), in_order(first, second, third)
    search = brought_home(of, old, in_order(third, first, second))
    assert search.value(MOVED) == 0


def test_what_is_good_enough_is_left_as_it_is():
    first, second, third = SPEECH
    of, old = crowded(), in_order(first, second, third)
    now = in_order(third, first, second)
    search = brought_home(of, old, now, enough=lambda value: value <= 90)
    assert search.value(MOVED) == 90
