"""What the one place that runs CP-SAT answers, whatever the solver says."""

from types import SimpleNamespace

import pytest
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import LinearExpr

from pushpull_sched.engine import solver
from pushpull_sched.engine.solver import (
    Effort,
    Found,
    ModelFault,
    Presolve,
    found,
    run,
)
from pushpull_sched.model.variables import Model, Total
from verify.build import school

STATUSES = dict(cp_model.CpSolverStatus.__members__)
TRANSLATED = {
    "OPTIMAL": Found.BEST,
    "FEASIBLE": Found.SOLUTION,
    "INFEASIBLE": Found.NONE_EXISTS,
    "UNKNOWN": Found.NOTHING,
}
SHORT = Effort(seconds=20)


def model():
    return Model(school(), {}, frozenset())


def knapsack(size, limit, **hints):
    """Choose items of weights 1, 2, … worth a little more than they weigh."""
    made = model()
    items = [made.bool(hint=hints.get("taken", False)) for _ in range(size)]
    weights = [weight + 1 for weight in range(size)]
    made.cp.add(LinearExpr.weighted_sum(items, weights) <= limit)
    total = Total()
    for item, weight in zip(items, weights, strict=True):
        total.add(item, -2 * weight - 1)
    made.cp.minimize(total.expression)
    return made, total


@pytest.mark.parametrize("name", STATUSES)
def test_every_status_has_one_meaning(name):
    if name in TRANSLATED:
        assert found(STATUSES[name]) is TRANSLATED[name]
    else:
        with pytest.raises(ModelFault, match=name):
            found(STATUSES[name])


def test_a_model_that_the_solver_refuses_is_a_fault_of_the_program():
    made = model()
    made.cp.new_int_var(5, 3, "")
    with pytest.raises(ModelFault, match="MODEL_INVALID"):
        run(made, SHORT)


def test_no_value_is_read_where_there_is_no_solution():
    made, total = knapsack(4, -1)
    answer = run(made, SHORT)
    assert answer.found is Found.NONE_EXISTS
    assert not answer.solved
    assert answer.objective is None
    assert answer.bound is None
    with pytest.raises(ModelFault, match="without a solution"):
        answer.value(made.true)
    with pytest.raises(ModelFault, match="without a solution"):
        answer.total(total)


def test_a_question_of_yes_or_no_has_no_objective_and_no_bound():
    made, _ = knapsack(4, 5)
    made.drop_objective()
    answer = run(made, SHORT)
    assert answer.solved
    assert answer.objective is None
    assert answer.bound is None
    assert answer.value(made.true) is True
    assert answer.value(made.false) is False


@pytest.mark.parametrize("presolve", Presolve)
@pytest.mark.parametrize("hinted", [True, False])
def test_every_presolve_finds_the_same_best(presolve, hinted):
    made, total = knapsack(6, 10)
    answer = run(made, Effort(seconds=20, presolve=presolve, hinted=hinted))
    assert answer.found is Found.BEST
    assert answer.objective == answer.bound == answer.total(total) == -24


@pytest.mark.parametrize(
    ("reported", "bound"),
    [
        (0.0, 0),
        (-0.0, 0),
        (2.0, 2),
        (2.0000001, 2),
        (1.9999999, 2),
        (2.1, 3),
        (2.5, 3),
        (2.9, 3),
        (-0.5, 0),
        (-3.0, -3),
    ],
)
def test_a_bound_between_whole_numbers_is_rounded_up(reported, bound):
    answered = SimpleNamespace(best_objective_bound=reported)
    assert solver._bound(answered, Found.SOLUTION) == bound


def hard():
    """Two-sided knapsacks without structure: no proof within a first solution."""
    made = model()
    items = [made.bool(hint=False) for _ in range(60)]
    total = Total()
    for place, item in enumerate(items):
        total.add(item, -(place * 7919 % 104729))
    for row in range(12):
        weights = [(place * 31 + row * 17) ** 2 % 997 for place in range(60)]
        made.cp.add(LinearExpr.weighted_sum(items, weights) <= 7001)
    made.cp.minimize(total.expression)
    return made


def test_a_wish_to_stop_ends_the_search_with_what_it_has():
    asked = []

    def stop():
        asked.append(True)
        return True

    answer = run(hard(), Effort(seconds=60), stop)
    assert asked
    assert answer.found is Found.SOLUTION
    assert answer.objective <= 0


def test_a_new_bound_too_asks_whether_to_stop():
    stopped = []
    watch = solver._Watch(lambda: bool(stopped))
    fake = SimpleNamespace(stop_search=lambda: stopped.append("stopped"))
    watch.stop(fake)
    assert stopped == []
    stopped.append("asked")
    watch.stop(fake)
    assert stopped == ["asked", "stopped"]
