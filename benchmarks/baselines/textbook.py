"""The textbook model: one CP-SAT model of everything, one sum, default settings.

One Boolean for each service, provider, day and start, session Booleans for each
provider, group key, day and start, and every rule of the house
(``pushpull_sched.model.build.whole``). The objective is 1000 x minutes short + missed.
No hints, no steps, no reduction, the solver's own choice of strategies.
"""

from ortools.sat.python import cp_model

from benchmarks.baselines.common import Task
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import read, whole
from pushpull_sched.model.levels import minutes_short, missed
from pushpull_sched.model.timetable import Timetable, schedule_of
from pushpull_sched.model.variables import Total

_SHORT = 1000
"""Price of a missing minute; a missed minute costs 1."""
_SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)


def solve(task: Task) -> Schedule | None:
    """Build the model, solve it once, read the solution."""
    atlas = Atlas(task.school)
    model = whole(atlas)
    short = minutes_short(model, atlas)
    both = Total()
    both.extend(short, _SHORT)
    both.extend(missed(model, atlas))
    model.cp.minimize(both.expression)
    task.mark("built")
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = task.workers
    solver.parameters.random_seed = task.seed
    solver.parameters.max_time_in_seconds = max(task.remaining, 0.01)
    status = solver.solve(model.cp, _Watch(task, short, both))
    task.notes.append(
        f"{solver.status_name(status)}, bound {_bound(solver)} of one sum"
    )
    if status not in _SOLVED:
        return None
    return schedule_of(task.school, read(model, solver.boolean_value, Timetable()))


def _bound(solver: cp_model.CpSolver) -> str:
    return f"{solver.best_objective_bound:.0f}"


class _Watch(cp_model.CpSolverSolutionCallback):
    """Notes every better solution."""

    def __init__(self, task: Task, short: Total, both: Total) -> None:
        super().__init__()
        self._task = task
        self._short = short
        self._both = both
        self._marked: set[str] = set()

    def on_solution_callback(self) -> None:
        short = self._value(self._short)
        self._once("schedule")
        if short == 0:
            self._once("complete")
        self._task.mark("minutes_short", short)
        self._task.mark("missed", self._value(self._both) - _SHORT * short)

    def _value(self, total: Total) -> int:
        return total.constant + sum(
            factor * self.value(term) for term, factor in total.terms
        )

    def _once(self, name: str) -> None:
        if name not in self._marked:
            self._marked.add(name)
            self._task.mark(name)
