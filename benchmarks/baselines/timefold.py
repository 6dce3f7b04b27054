"""Timefold's solver on the same rules: see ``timefold_rules``.

What it does not decide: the room (each provider keeps one room in a building, shared
out evenly beforehand), and the split of minutes into sessions (as for the greedy).
Sessions of services in different weeks never share a group. Rooms for two sessions at
once, limits of a provider's day or week and `max_consecutive` are left to the repair.
"""

import threading
from collections.abc import Callable
from typing import Any

from benchmarks.baselines.common import Task
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.model.atlas import Atlas

_AGAIN = 0.2
"""Seconds between two looks at the clock."""
_BACK = 1.2
"""Kept for the plan's way back from Java, in times of its way there."""


def solve(task: Task) -> Schedule | None:
    """Build the plan, solve it, read it."""
    # Starts a Java virtual machine, which takes seconds.
    from benchmarks.baselines.timefold_builder import Builder  # noqa: PLC0415
    from benchmarks.baselines.timefold_model import Plan  # noqa: PLC0415
    from benchmarks.baselines.timefold_rules import rules  # noqa: PLC0415

    builder = Builder(Atlas(task.school))
    needs = list(builder.needs())
    task.mark("built")
    task.notes.append("one thread: several need the Enterprise edition")
    best = _run(task, Plan(needs=needs), rules)
    if best is None:
        return None
    return builder.read(best.needs)


def _run(task: Task, plan: Any, rules: Callable[..., Any]) -> Any:  # noqa: ANN401
    from timefold.solver import SolverFactory  # noqa: PLC0415
    from timefold.solver.config import (  # noqa: PLC0415
        Duration,
        EnvironmentMode,
        ScoreDirectorFactoryConfig,
        SolverConfig,
        TerminationConfig,
    )

    from benchmarks.baselines.timefold_model import Need, Plan  # noqa: PLC0415

    config = SolverConfig(
        solution_class=Plan,
        entity_class_list=[Need],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=task.seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=rules
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=max(1, int(1000 * task.remaining)))
        ),
    )
    solver = SolverFactory.create(config).build_solver()
    task.mark("translated")
    seconds = int(1000 * task.remaining)
    if seconds <= 0:
        task.notes.append("no time was left after the translation to Java")
        return None

    _listen(task, solver)
    over = threading.Event()
    threading.Thread(target=_end, args=(task, solver, over), daemon=True).start()
    best = solver.solve(plan)
    over.set()
    task.notes.append(f"score {best.score}")
    return best


def _end(task: Task, solver: Any, over: threading.Event) -> None:  # noqa: ANN401
    """End the search in time for the plan to come back from Java.

    The solver's own limit leaves out both ways. The way back takes about as long as
    the way there, which is measured.
    """
    began, there = task.elapsed, 0.0
    while not over.wait(_AGAIN):
        if not there and solver.is_solving():
            there = task.elapsed - began
            task.mark("handed over")
        if there and task.remaining < _BACK * there:
            solver.terminate_early()


def _listen(task: Task, solver: Any) -> None:  # noqa: ANN401
    """Mark every better schedule that breaks no rule.

    The listener of the Python package translates the whole plan at every event, which
    takes longer than the search; this one reads the score alone.
    """
    from jpype import JImplements, JOverride  # noqa: PLC0415

    @JImplements("ai.timefold.solver.core.api.solver.event.SolverEventListener")
    class Listener:
        @JOverride
        def bestSolutionChanged(self, event: Any) -> None:  # noqa: ANN401, N802
            score = event.getNewBestScore()
            if int(score.hardScore(0)) < 0:
                return
            short = -int(score.softScore(0))
            known = {mark["at"] for mark in task.marks}
            if "schedule" not in known:
                task.mark("schedule")
            if short == 0 and "complete" not in known:
                task.mark("complete")
            task.mark("minutes_short", short)
            task.mark("missed", -int(score.softScore(2)))

    solver._delegate.addEventListener(Listener())  # noqa: SLF001 - there is no other way
