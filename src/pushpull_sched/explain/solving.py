"""Solve a school, changed or not, for nothing but full service."""

from collections.abc import Callable
from dataclasses import dataclass

from pushpull_sched.domain.policy import Level, Measure, Policy
from pushpull_sched.domain.result import (
    Params,
    Progress,
    ServiceStatus,
    SolveResult,
    SolveStatus,
)
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.school import School
from pushpull_sched.engine.solve import solve
from pushpull_sched.explain.oracle import Budget

UNTIL_COMPLETE = Policy(
    name="until-complete",
    levels=(
        Level(name=Measure.MINUTES_SHORT.value, weights=((Measure.MINUTES_SHORT, 1),)),
    ),
)
_LACKING = frozenset({ServiceStatus.SHORT, ServiceStatus.UNPLACED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The best schedule found for a school.

    Attributes:
        complete: Every service is served in full: verified.
        clash: The pins cannot stand together, so there is no schedule.
        short: Services that fall short, the largest shortage first.
        minutes: Minutes short over the template; None without a schedule.
        rows: The schedule, to start from the next time.
    """

    complete: bool
    clash: bool
    short: tuple[str, ...]
    minutes: int | None
    rows: tuple[ScheduleRow, ...]

    def bought(self, before: "Attempt") -> int:
        """Minutes that are not short any more."""
        if self.minutes is None or before.minutes is None:
            return 0
        return before.minutes - self.minutes


def attempt(  # noqa: PLR0913 - a run has as many sides
    school: School,
    seconds: float,
    budget: Budget,
    *,
    seed: int = 1,
    workers: int = 1,
    start: tuple[ScheduleRow, ...] = (),
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> Attempt:
    """Look for a complete schedule for some seconds.

    Args:
        school: The school.
        seconds: Limit, within the budget.
        budget: Time of the whole run.
        seed: Seed of every random choice.
        workers: Threads; 0 chooses by the machine.
        start: An earlier schedule to start from.
        on_progress: Told about every step forward.
    """
    result = solve(
        school,
        Params(
            time_limit=max(0.5, min(seconds, budget.left)),
            seed=seed,
            workers=workers,
            policy=UNTIL_COMPLETE,
            baseline=start or None,
        ),
        on_progress=on_progress,
        clock=budget.clock,
        should_stop=budget.should_stop,
        with_needs=False,
    )
    return _attempt(school, result)


def _attempt(school: School, result: SolveResult) -> Attempt:
    if result.verdict is None or result.schedule is None:
        return Attempt(
            complete=False,
            clash=result.status is SolveStatus.INFEASIBLE,
            short=(),
            minutes=None,
            rows=(),
        )
    lacking = [one for one in result.verdict.outcomes if one.status in _LACKING]
    lacking.sort(key=lambda one: -one.minutes_short)
    return Attempt(
        complete=result.status is SolveStatus.COMPLETE,
        clash=False,
        short=tuple(one.service_id for one in lacking),
        minutes=sum(one.minutes_short for one in lacking),
        rows=tuple(result.schedule.rows(school.settings.days)),
    )
