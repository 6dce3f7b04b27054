"""The engine's proven best of a school told differently, or with more of something."""

import drawn
from hypothesis import assume, given
from hypothesis import strategies as st
from relaxed import RELAXATIONS, with_idle, with_idle_colleague
from reshaped import backwards, later, renamed, shuffled

from engine.running import one, searching
from oracle.strategies import tiny_schools
from pushpull_sched.domain.policy import Measure
from pushpull_sched.engine.construct import pinned
from pushpull_sched.engine.exact import Whole
from pushpull_sched.engine.search import HeldLevel

SHORT, MISSED = one(Measure.MINUTES_SHORT), one(Measure.MISSED)
SEEDS = st.integers(0, 999)
FORBIDDING = [name for name in RELAXATIONS if name != "no pins"]


def best_of(school):
    """Minutes short and minutes missed of the best schedule, with both proven."""
    search = searching(school)
    assume(not pinned(search.atlas))
    whole = Whole(search)
    assume(whole.affordable)
    bounds = [whole.settle(SHORT, (), 10)]
    held = HeldLevel(level=SHORT, limit=search.value(SHORT))
    bounds.append(whole.settle(MISSED, (held,), 10))
    values = [search.value(SHORT), search.value(MISSED)]
    assert bounds == values
    return values


@given(tiny_schools(), SEEDS, st.integers(-16, 20))
@drawn.schools(5)
def test_the_best_is_the_same_however_the_school_is_told(school, seed, steps):
    other = shuffled(renamed(school, backwards()), seed)
    moved = later(other, steps * school.settings.grid)
    assert best_of(moved) == best_of(school)


@given(tiny_schools())
@drawn.schools(4)
def test_somebody_idle_changes_nothing_and_a_colleague_never_harms(school):
    best = best_of(school)
    assert best_of(with_idle_colleague(school)) <= best_of(with_idle(school))
    assert best_of(with_idle_colleague(school)) <= best


@given(tiny_schools(), st.sampled_from(FORBIDDING))
@drawn.schools(10)
def test_a_relaxed_rule_never_makes_the_best_worse(school, name):
    assert best_of(RELAXATIONS[name].change(school)) <= best_of(school)
