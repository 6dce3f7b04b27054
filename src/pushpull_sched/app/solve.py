"""What ``solve`` does: from a roster to a verified result in a folder."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pushpull_sched.app.child import ENGINE, ChildOutcome, EngineChild
from pushpull_sched.app.faults import InternalFault
from pushpull_sched.app.files import default_folder, existing
from pushpull_sched.app.interrupts import watched_interrupts
from pushpull_sched.app.trace import VERIFIED, WRITTEN, Trace
from pushpull_sched.app.versions import versions
from pushpull_sched.app.watchers import Watchers, phase
from pushpull_sched.domain.result import (
    Params,
    Progress,
    RunInfo,
    SolveResult,
    SolveStatus,
)
from pushpull_sched.domain.school import School
from pushpull_sched.verify.verifier import verify_schedule

if TYPE_CHECKING:
    from pushpull_sched.workbook.load import LoadedRoster

_WRITING_BASE = 1.0
_WRITING_PER_SERVICE = 0.01
_WRITING_SHARE = 0.25
"""Writing may take this share of the time limit at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveRequest:
    """What is asked.

    Attributes:
        roster: The workbook, or a folder of CSV files.
        out: Folder of the result; None for the one beside the workbook.
        params: What the engine is asked. The time limit covers everything.
        strict: Write nothing where the schedule is incomplete.
        force: Replace a folder that was edited by hand or is not a result.
        started: Time of the clock at which the run began; None for now.
        today: Day of the run, for Summary; None keeps dates out of the files.
    """

    roster: Path
    out: Path | None = None
    params: Params = field(default_factory=Params)
    strict: bool = False
    force: bool = False
    started: float | None = None
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveAnswer:
    """What came out.

    Attributes:
        roster: The workbook as read, with its findings.
        out: Folder of the result.
        result: The verified result; None where the roster has errors.
        files: The files written; empty where nothing was.
        remark: Why the result is not in the folder that was asked for; empty where
            it is.
        seconds: Duration of everything.
        trace: When each phase was reached, and every change of a level's value or
            bound.
    """

    roster: "LoadedRoster"
    out: Path
    result: SolveResult | None = None
    files: tuple[Path, ...] = ()
    remark: str = ""
    seconds: float = 0.0
    trace: tuple[Progress, ...] = ()

    @property
    def title(self) -> str:
        """Name of the school, or of the file where there is none."""
        school = self.roster.school
        return self.roster.name if school is None else school.settings.school


def solve(
    request: SolveRequest,
    *,
    watchers: Watchers | None = None,
    engine: str = ENGINE,
    clock: Callable[[], float] = time.monotonic,
) -> SolveAnswer:
    """Make, verify and write a schedule.

    Args:
        request: What is asked.
        watchers: Who is told what happens meanwhile.
        engine: ``module:function`` of the engine.
        clock: Seconds.

    Raises:
        UsageFault: There is no such roster, or the folder is not to be replaced.
        InternalFault: The solver broke without a schedule, or the result does not
            stand up to verification; nothing is left that claims to be a result.
        KeyboardInterrupt: The user pressed Ctrl-C before the solver started, or twice.
    """
    watchers = watchers or Watchers()
    limit = request.params.time_limit
    began = clock() if request.started is None else request.started
    source = existing(request.roster, what="roster")
    out = request.out or default_folder(source)
    trace = Trace(elapsed=lambda: clock() - began)
    timed = trace.watching(_on_one_clock(watchers, began, limit, clock))
    with EngineChild(engine) as child:
        timed.progress(phase("reading"))
        # The child imports the solver while pandas and openpyxl are imported here.
        from pushpull_sched.app import result_folder  # noqa: PLC0415
        from pushpull_sched.app.roster import load_roster  # noqa: PLC0415

        result_folder.refuse_folder(out, force=request.force)
        roster = load_roster(source)
        answer = SolveAnswer(roster=roster, out=out, seconds=clock() - began)
        school = roster.school
        if school is None or not roster.usable:
            return answer
        timed.loaded(school)
        with watched_interrupts() as interrupts:
            outcome = child.solve(
                school,
                request.params,
                deadline=began + limit - writing_seconds(school, limit),
                clock=clock,
                stop_requested=lambda: interrupts.requested,
                watchers=timed,
            )
            timed.progress(phase("writing"))
            result = settle(
                school,
                outcome,
                interrupted=interrupts.requested,
                seconds=clock() - began,
            )
            trace.mark(VERIFIED)
            answer = replace(answer, result=result)
            if _is_written(result, strict=request.strict):
                written = result_folder.write_checked(
                    out,
                    school=school,
                    result=result,
                    run=_run_info(request, roster),
                    roster=source,
                )
                answer = replace(
                    answer,
                    out=written.folder,
                    files=written.files,
                    remark=written.remark,
                )
                trace.mark(WRITTEN)
    return replace(answer, seconds=clock() - began, trace=tuple(trace.marks))


def writing_seconds(school: School, limit: float) -> float:
    """Estimate how long verifying, writing and reading back will take."""
    estimate = _WRITING_BASE + _WRITING_PER_SERVICE * len(school.services)
    return min(estimate, _WRITING_SHARE * limit)


def settle(
    school: School, outcome: ChildOutcome, *, interrupted: bool, seconds: float
) -> SolveResult:
    """Turn what the child left into a result that the verifier has accepted.

    Raises:
        InternalFault: The child broke and left nothing, or its schedule is not legal.
    """
    best = outcome.best
    reasons = _ending(outcome, interrupted=interrupted)
    if best is None:
        if outcome.failure and not interrupted and not outcome.timed_out:
            raise InternalFault(
                f"The solver broke down: {outcome.failure}.",
                "Try again with --workers 1. If it happens again, please report it "
                "with this line and the output of: pushpull-sched --version",
            )
        return SolveResult(
            status=SolveStatus.UNKNOWN,
            reasons=reasons,
            seconds=seconds,
            interrupted=interrupted,
        )
    result = replace(
        best,
        reasons=best.reasons + reasons,
        seconds=seconds,
        interrupted=interrupted,
    )
    if result.schedule is None:
        return result
    verdict = verify_schedule(school, result.schedule)
    if not verdict.legal:
        broken = sorted({found.rule for found in verdict.violations})
        raise InternalFault(
            "The schedule does not stand up to verification "
            f"(rules {', '.join(broken)}); nothing was written.",
            "Please report it with this line and the output of: "
            "pushpull-sched --version",
        )
    status = SolveStatus.COMPLETE if verdict.complete else SolveStatus.INCOMPLETE
    return replace(result, verdict=verdict, status=status)


def _ending(outcome: ChildOutcome, *, interrupted: bool) -> tuple[str, ...]:
    """Say what ended the run early, where something did."""
    if interrupted:
        return ("The run was ended with Ctrl-C; this is the best found until then.",)
    if outcome.failure:
        found = "this is the best verified schedule found until then"
        return (f"The run ended early ({outcome.failure}); {found}.",)
    return ()


def _run_info(request: SolveRequest, roster: "LoadedRoster") -> RunInfo:
    return RunInfo(
        roster_name=roster.name,
        roster_sha256=roster.sha256,
        params=request.params,
        versions=versions(),
        created=request.today,
    )


def _is_written(result: SolveResult, *, strict: bool) -> bool:
    """Tell whether a result goes into the folder.

    A run that found nothing replaces nothing.
    """
    if strict:
        return result.status is SolveStatus.COMPLETE
    return result.status is not SolveStatus.UNKNOWN


def _on_one_clock(
    watchers: Watchers, began: float, limit: float, clock: Callable[[], float]
) -> Watchers:
    """Have progress count from the start of the run, not of the engine."""

    def progress(news: Progress) -> None:
        elapsed = clock() - began
        watchers.progress(
            replace(news, elapsed=elapsed, remaining=max(limit - elapsed, 0.0))
        )

    return replace(watchers, progress=progress)
