"""Enumeration, model and verifier agree on tiny schools with every rule at random."""

from hypothesis import HealthCheck, assume, given, settings
from ortools.sat.python import cp_model

from oracle.enumeration import best, keys, legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.demand import demand_of
from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import read, whole
from pushpull_sched.model.levels import level_total
from pushpull_sched.model.timetable import Timetable, schedule_of
from pushpull_sched.verify import owed

FEW = 120
"""Schedules of a school that one example may enumerate."""
LEVELS = (Measure.MINUTES_SHORT, Measure.MISSED)


def quiet(examples):
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


def solved(model):
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.cp)
    assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    return solver if status == cp_model.OPTIMAL else None


def every_schedule(school):
    """Keys of every schedule the model permits, each found once and then forbidden."""
    atlas = Atlas(school)
    model = whole(atlas)
    decisions = [*model.lit.values()]
    for rooms in model.rooms.values():
        decisions += rooms.values()
    found = []
    while (solver := solved(model)) is not None:
        timetable = read(model, solver.boolean_value, Timetable())
        found.append(keys(schedule_of(school, timetable)))
        model.cp.add_bool_or(
            [~one if solver.boolean_value(one) else one for one in decisions]
            or [model.false]
        )
        assert len(found) <= FEW + 1
    return found


@given(tiny_schools())
@quiet(60)
def test_model_permits_exactly_the_legal_schedules(school):
    assume(size(school) <= FEW)
    legal = {keys(schedule) for schedule, _ in legal_schedules(school)}
    assume(len(legal) <= FEW)
    permitted = every_schedule(school)
    assert set(permitted) == legal
    assert len(permitted) == len(legal)


@given(tiny_schools())
@quiet(80)
def test_model_reaches_the_best_minutes_short_and_missed(school):
    assume(size(school) <= 400)
    atlas = Atlas(school)
    model = whole(atlas)
    values = []
    for measure in LEVELS:
        level = Level(name=measure.value, weights=((measure, 1),))
        total = level_total(model, atlas, level)
        model.cp.minimize(total.expression)
        solver = solved(model)
        if solver is None:
            break
        values.append(round(solver.objective_value))
        model.cp.add(total.expression <= values[-1])
    wanted = best(school)
    assert tuple(values) == (() if wanted is None else wanted.values)


@given(tiny_schools())
@quiet(150)
def test_both_demand_arithmetics_agree(school):
    for service in school.services:
        assert demand_of(school, service) == owed(school, service)
