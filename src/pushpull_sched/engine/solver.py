"""The one place that runs CP-SAT, and the one translation of its statuses.

Known faults of CP-SAT 9.15 that shape it: values read after INFEASIBLE or UNKNOWN are
meaningless without any error, so values come only with a solution; the default
handling of Ctrl-C leaves the process without a handler of its own, so it is switched
off and the caller stops the search by :class:`Deadline`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Never

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

from pushpull_sched.model.variables import Model, Total


class Found(StrEnum):
    """What a run of the solver found."""

    BEST = "best"
    """A solution, proven best."""
    SOLUTION = "solution"
    """A solution."""
    NONE_EXISTS = "none exists"
    """The solver says that there is none: to be confirmed before it is believed."""
    NOTHING = "nothing"
    """Neither a solution nor a proof in the time given."""


_FOUND = {
    cp_model.OPTIMAL: Found.BEST,
    cp_model.FEASIBLE: Found.SOLUTION,
    cp_model.INFEASIBLE: Found.NONE_EXISTS,
    cp_model.UNKNOWN: Found.NOTHING,
}


BOUNDING = ("max_lp", "objective_lb_search", "core", "default_lp", "no_lp")
"""CP-SAT's searches that raise the bound, best first (measured on models of who stays);
whatever workers are left take part as usual."""
LINEAR = ("max_lp", "default_lp")
"""CP-SAT's searches for whole small schools: one with the strongest linear relaxation
raises the bound two to three times as far as its usual choice, the other one finds
schedules as good (measured on toy and speech caseload)."""


class ModelFault(Exception):
    """CP-SAT refused the model: a fault of this program."""


def found(status: cp_model.CpSolverStatus) -> Found:
    """Translate a status of the solver.

    Raises:
        ModelFault: For MODEL_INVALID and anything else that no run should answer.
    """
    if status not in _FOUND:
        raise ModelFault(f"the solver answered {status!r}")
    return _FOUND[status]


class Presolve(StrEnum):
    """How much a model is simplified before the search."""

    LIGHT = "light"
    """One pass without probing and symmetry: for steps of less than a second, where
    the full presolve would take most of the time (4 times faster, measured)."""
    FULL = "full"
    """Everything: for the model of a whole school."""
    OFF = "off"
    """Nothing: for a second opinion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How a run of the solver works.

    Attributes:
        seconds: Time limit.
        workers: Threads.
        seed: Random seed.
        presolve: How much the model is simplified first.
        linear: Level of the linear relaxation, 0 to 2.
        searches: Names of CP-SAT's searches for the first workers; its choice if empty.
        hinted: Start from the schedule at hand; of no use where it is to be left.
        deterministic: Count the seconds in CP-SAT's own units of work.
    """

    seconds: float
    workers: int = 1
    seed: int = 1
    presolve: Presolve = Presolve.LIGHT
    linear: int = 1
    searches: Sequence[str] = ()
    hinted: bool = True
    deterministic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a run of the solver answered.

    Attributes:
        found: What was found.
        value: Value of a literal; raises where there is no solution.
        total: Value of a sum, likewise.
        objective: Objective value; None without solution or objective.
        bound: Proven lower bound of the objective; None where there is none.
        seconds: Duration of the run, in the units of the effort.
    """

    found: Found
    value: Callable[[Literal], bool]
    total: Callable[[Total], int]
    objective: int | None
    bound: int | None
    seconds: float

    @property
    def solved(self) -> bool:
        """Whether there is a solution."""
        return self.found in {Found.BEST, Found.SOLUTION}


def run(
    model: Model,
    effort: Effort,
    should_stop: Callable[[], bool] = lambda: False,
) -> Answer:
    """Solve a model.

    Args:
        model: The model, with or without an objective.
        effort: Limits and settings.
        should_stop: Asked at every solution and bound; True ends the search.

    Raises:
        ModelFault: Where CP-SAT refuses the model.
    """
    solver = cp_model.CpSolver()
    if effort.deterministic:
        solver.parameters.max_deterministic_time = max(effort.seconds, 0.01)
    else:
        solver.parameters.max_time_in_seconds = max(effort.seconds, 0.01)
    solver.parameters.num_workers = effort.workers
    solver.parameters.random_seed = effort.seed
    solver.parameters.cp_model_presolve = effort.presolve is not Presolve.OFF
    if effort.presolve is Presolve.LIGHT:
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.max_presolve_iterations = 1
    solver.parameters.linearization_level = effort.linear
    solver.parameters.subsolvers.extend(effort.searches[: effort.workers])
    solver.parameters.catch_sigint_signal = False
    watch = _Watch(should_stop)
    solver.best_bound_callback = lambda _: watch.stop(solver)
    if effort.hinted:
        model.give_hints()
    status = found(solver.solve(model.cp, watch))
    solved = status in {Found.BEST, Found.SOLUTION}
    has_objective = model.cp.has_objective()
    return Answer(
        found=status,
        value=solver.boolean_value if solved else _no_value,
        total=(lambda total: _total(solver, total)) if solved else _no_value,
        objective=round(solver.objective_value) if solved and has_objective else None,
        bound=_bound(solver, status) if has_objective else None,
        seconds=(
            solver.response_proto.deterministic_time
            if effort.deterministic
            else solver.wall_time
        ),
    )


def _bound(solver: cp_model.CpSolver, status: Found) -> int | None:
    if status is Found.NONE_EXISTS:
        return None
    # The bound is a float a hair off a whole number; objectives are whole.
    return round(solver.best_objective_bound + 0.499999 - 1e-6)


def _total(solver: cp_model.CpSolver, total: Total) -> int:
    return total.constant + sum(
        factor * solver.value(term) for term, factor in total.terms
    )


def _no_value(asked: object) -> Never:
    raise ModelFault("a value was asked of a run without a solution")


class _Watch(cp_model.CpSolverSolutionCallback):
    """Ends the search at the next solution once it is asked to."""

    def __init__(self, should_stop: Callable[[], bool]) -> None:
        super().__init__()
        self._should_stop = should_stop

    def on_solution_callback(self) -> None:
        if self._should_stop():
            self.stop_search()

    def stop(self, solver: cp_model.CpSolver) -> None:
        if self._should_stop():
            solver.stop_search()
