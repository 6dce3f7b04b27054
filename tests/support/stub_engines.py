"""Engines that behave well or badly; they run in the child process."""

import os
import signal
import time
from dataclasses import replace

from tiny_school import COMPLETE, ILLEGAL, INCOMPLETE

from pushpull_sched.domain.result import (
    Progress,
    SolveResult,
    SolveStatus,
    Stage,
    StageStatus,
)

FOREVER = 600.0

HALF = SolveResult(
    status=SolveStatus.INCOMPLETE,
    schedule=INCOMPLETE,
    service_reasons={"S1-Language-1": "P1 has no time left."},
    stages=(
        Stage(
            level="minutes_short",
            value=30,
            bound=0,
            status=StageStatus.IMPROVED,
            seconds=0.1,
        ),
    ),
)
WHOLE = SolveResult(
    status=SolveStatus.COMPLETE,
    schedule=COMPLETE,
    stages=(
        Stage(
            level="minutes_short",
            value=0,
            bound=0,
            status=StageStatus.PROVEN,
            seconds=0.1,
        ),
    ),
)


def completes(  # noqa: PLR0913 - the engine's signature
    school, params, *, on_progress, on_incumbent, clock, should_stop
):
    assert school.services
    assert params.time_limit > 0
    assert not should_stop()
    news = Progress(level="minutes_short", value=30, bound=0, elapsed=9, remaining=9)
    on_progress(news)
    on_incumbent(HALF)
    return WHOLE


def falls_short(school, params, **_):
    return HALF


def finds_nothing(school, params, **_):
    return SolveResult(status=SolveStatus.UNKNOWN)


def says_infeasible(school, params, **_):
    return SolveResult(
        status=SolveStatus.INFEASIBLE, reasons=("Two pins want P1 at 9:00.",)
    )


def breaks_rules(school, params, **_):
    return SolveResult(status=SolveStatus.COMPLETE, schedule=ILLEGAL)


def aborts_after_one(school, params, *, on_incumbent, **_):
    on_incumbent(WHOLE)
    os.abort()


def aborts_at_once(school, params, **_):
    os.abort()


def leaves_at_once(school, params, **_):
    os._exit(7)


def raises_after_one(school, params, *, on_incumbent, **_):
    on_incumbent(HALF)
    raise KeyError("Ana Secret")


def raises_at_once(school, params, **_):
    raise KeyError("Ana Secret")


def hangs_after_one(school, params, *, on_incumbent, **_):
    on_incumbent(WHOLE)
    time.sleep(FOREVER)


def hangs(school, params, **_):
    time.sleep(FOREVER)


def waits_for_stop(school, params, *, on_progress, on_incumbent, should_stop, **_):
    on_incumbent(HALF)
    while not should_stop():
        time.sleep(0.01)
    return WHOLE


def waits_in_vain(school, params, *, on_progress, should_stop, **_):
    on_progress(Progress(level="first", value=None, bound=None, elapsed=0, remaining=9))
    while not should_stop():
        time.sleep(0.01)
    return SolveResult(status=SolveStatus.UNKNOWN, interrupted=True)


def tells_its_process(school, params, *, on_progress, on_incumbent, should_stop, **_):
    on_incumbent(WHOLE)
    level = f"process {os.getpid()}"
    on_progress(Progress(level=level, value=None, bound=None, elapsed=0, remaining=9))
    while not should_stop():
        time.sleep(0.01)
    return HALF


def tells_its_process_and_hangs(school, params, *, on_progress, **_):
    level = f"process {os.getpid()}"
    on_progress(Progress(level=level, value=None, bound=None, elapsed=0, remaining=9))
    time.sleep(FOREVER)


def tells_its_policy(school, params, **_):
    levels = " ".join(level.name for level in params.policy.levels)
    rows = " ".join(row.service_id for row in params.baseline or ())
    return replace(WHOLE, reasons=(levels, rows))


def tells_its_limit(school, params, **_):
    return replace(WHOLE, reasons=(str(params.time_limit),))


def is_ended_by_the_user(school, params, *, should_stop, **_):
    os.kill(os.getpid(), signal.SIGINT)
    while not should_stop():
        time.sleep(0.01)
    return HALF


def finds_nothing_else(school, params, **_):
    """Find a schedule by the default policy only."""
    known = params.policy.name == "default"
    return WHOLE if known else SolveResult(status=SolveStatus.UNKNOWN)


def breaks_down_else(school, params, **_):
    """Break down under every policy but the default one."""
    if params.policy.name != "default":
        raise KeyError("Ana Secret")
    return WHOLE


class Ticks:
    """A clock on which a hundredth of a second goes by each time it is read."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += 0.01
        return self.now


def ticks(school, params, **more):
    """The engine by a clock of its own, whatever the machine does."""
    from pushpull_sched.engine.solve import solve  # noqa: PLC0415 - stubs need no solver

    asked = replace(params, time_limit=1.5, workers=1)
    return solve(school, asked, **(more | {"clock": Ticks()}))
