"""Enumeration, model and verifier agree on tiny schools with every rule at random."""

import drawn
from hypothesis import assume, given
from hypothesis import strategies as st

from model.fixing import solved
from oracle.enumeration import keys, legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.demand import demand_of
from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import build, read, whole
from pushpull_sched.model.earlier import timetable_of
from pushpull_sched.model.levels import level_total
from pushpull_sched.model.options import options_of
from pushpull_sched.model.timetable import Timetable, schedule_of
from pushpull_sched.verify import owed
from verify.build import school, service, settings, student

MANY = 400
"""Combinations that the enumeration may try for one school."""
FEW = 120
"""Legal schedules of a school that the model is asked for one by one."""
EMPTY = Timetable()
LEVELS = tuple(one for one in Measure if one is not Measure.MOVED)
"""Minutes short first, the others in the order in which they are defined."""


def every_schedule(school, model=None, now=EMPTY):
    """Keys of every schedule the model permits, each found once and then forbidden."""
    model = whole(Atlas(school)) if model is None else model
    decisions = [*model.lit.values()]
    for rooms in model.rooms.values():
        decisions += rooms.values()
    found = []
    while (solver := solved(model)) is not None:
        timetable = read(model, solver.boolean_value, now)
        found.append(keys(schedule_of(school, timetable)))
        model.cp.add_bool_or(
            [~one if solver.boolean_value(one) else one for one in decisions]
            or [model.false]
        )
        assert len(found) <= FEW + 1
    return found


def best_values(school):
    """Least value of each level in turn, the ones above held; empty if none exists."""
    atlas = Atlas(school)
    model = whole(atlas)
    values = []
    for measure in LEVELS:
        level = Level(name=measure.value, weights=((measure, 1),))
        total = level_total(model, atlas, level)
        model.cp.minimize(total.expression)
        solver = solved(model)
        if solver is None:
            return ()
        values.append(round(solver.objective_value))
        model.cp.add(total.expression <= values[-1])
    return tuple(values)


@given(tiny_schools())
@drawn.schools(80)
def test_model_permits_exactly_the_legal_schedules_and_reaches_the_best(school):
    assume(size(school) <= MANY)
    legal = list(legal_schedules(school))
    best = min(
        (tuple(verdict.measures[one] for one in LEVELS) for _, verdict in legal),
        default=(),
    )
    assert best_values(school) == best
    if len(legal) <= FEW:
        permitted = every_schedule(school)
        assert set(permitted) == {keys(schedule) for schedule, _ in legal}
        assert len(permitted) == len(legal)


def test_a_group_above_the_target_counts_only_where_it_is_held():
    of = school(
        settings=settings(target_group=1),
        students=(student(), student("S2")),
        services=(service(), service("S2-Speech-1", "S2")),
    )
    at = LEVELS.index(Measure.OVERSIZE)
    assert best_values(of)[at] == 0


def kept_of(schedule, held):
    """What a schedule gives the held services, with whom of them."""
    return {
        (placement, services & held)
        for placement, services in schedule
        if services & held
    }


@given(tiny_schools(), st.data())
@drawn.schools(80)
def test_with_services_held_exactly_the_schedules_that_agree_remain(school, data):
    assume(size(school) <= MANY)
    legal = [schedule for schedule, _ in legal_schedules(school)]
    atlas = Atlas(school)
    assume(legal and atlas.services)
    chosen = data.draw(st.sampled_from(legal))
    now = timetable_of(atlas, tuple(chosen.rows(school.settings.days)))
    free = data.draw(st.sets(st.sampled_from([one.id for one in atlas.services])))
    held = frozenset(one.id for one in atlas.services) - free
    kept = kept_of(keys(chosen), held)
    agreeing = {one for one in map(keys, legal) if kept_of(one, held) == kept}
    assume(len(agreeing) <= FEW)
    options = {each: options_of(atlas, school.service[each]) for each in free}
    permitted = every_schedule(school, build(atlas, now, options), now)
    assert set(permitted) == agreeing
    assert len(permitted) == len(agreeing)


@given(tiny_schools())
@drawn.schools(100)
def test_both_demand_arithmetics_agree(school):
    for one in school.services:
        assert demand_of(school, one) == owed(school, one)
