"""What ``solve`` does: from a roster to a verified result in a folder."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pushpull_sched.app.child import ENGINE, ChildOutcome, EngineChild
from pushpull_sched.app.faults import InternalFault, UsageFault
from pushpull_sched.app.files import default_folder, existing
from pushpull_sched.app.interrupts import watched_interrupts
from pushpull_sched.app.trace import VERIFIED, WRITTEN, Trace
from pushpull_sched.app.versions import versions
from pushpull_sched.app.watchers import Watchers, phase
from pushpull_sched.domain.changes import SessionChange, changes_between
from pushpull_sched.domain.findings import Finding
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import (
    Params,
    Progress,
    RunInfo,
    SolveResult,
    SolveStatus,
)
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.school import School
from pushpull_sched.verify.verifier import verify_schedule

if TYPE_CHECKING:
    from pushpull_sched.app.baseline import Earlier
    from pushpull_sched.workbook.load import LoadedRoster

_WRITING_BASE = 1.5
_WRITING_PER_SERVICE = 0.01
_WRITING_SHARE = 0.35
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
        baseline: An earlier schedule (a result folder, a workbook, JSON or CSV) from
            which as little as possible is to move.
        freeze: Providers, students and days whose sessions in it have to stay, and
            ``edits`` for what was edited by hand.
        only_new: All its sessions have to stay that the roster still allows.
        started: Time of the clock at which the run began; None for now.
        today: Day of the run, for Summary; None keeps dates out of the files.
    """

    roster: Path
    out: Path | None = None
    params: Params = field(default_factory=Params)
    strict: bool = False
    force: bool = False
    baseline: Path | None = None
    freeze: tuple[str, ...] = ()
    only_new: bool = False
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
        earlier: The baseline as read; None where there is none.
    """

    roster: "LoadedRoster"
    out: Path
    result: SolveResult | None = None
    files: tuple[Path, ...] = ()
    remark: str = ""
    seconds: float = 0.0
    trace: tuple[Progress, ...] = ()
    earlier: "Earlier | None" = None

    @property
    def title(self) -> str:
        """Name of the school, or of the file where there is none."""
        school = self.roster.school
        return self.roster.name if school is None else school.settings.school

    @property
    def changes(self) -> tuple[SessionChange, ...]:
        """What differs from the baseline; nothing where one of the two is missing."""
        school = self.roster.school
        found = self.result.schedule if self.result else None
        if school is None or found is None or self.earlier is None:
            return ()
        return changes_between(self.earlier.rows, found.rows(school.settings.days))


def solve(
    request: SolveRequest,
    *,
    watchers: Watchers | None = None,
    engine: str = ENGINE,
    clock: Callable[[], float] = time.monotonic,
    loaded: "LoadedRoster | None" = None,
) -> SolveAnswer:
    """Make, verify and write a schedule.

    Args:
        request: What is asked.
        watchers: Who is told what happens meanwhile.
        engine: ``module:function`` of the engine.
        clock: Seconds.
        loaded: The roster, where it has been read already.

    Raises:
        UsageFault: There is no such roster or baseline, the folder is not to be
            replaced, or what is to stay cannot.
        InternalFault: The solver broke without a schedule, or the result does not
            stand up to verification; nothing is left that claims to be a result.
        KeyboardInterrupt: The user pressed Ctrl-C before the solver started, or twice.
    """
    watchers = watchers or Watchers()
    limit = request.params.time_limit
    began = clock() if request.started is None else request.started
    source = existing(request.roster, what="roster")
    _check_baseline(request)
    out = request.out or default_folder(source)
    trace = Trace(elapsed=lambda: clock() - began)
    timed = trace.watching(_on_one_clock(watchers, began, limit, clock))
    with EngineChild(engine) as child:
        timed.progress(phase("reading"))
        # The child imports the solver while pandas and openpyxl are imported here.
        from pushpull_sched.app import baseline, result_folder  # noqa: PLC0415
        from pushpull_sched.app.roster import load_roster  # noqa: PLC0415

        result_folder.refuse_folder(out, force=request.force)
        roster = loaded or load_roster(source)
        answer = SolveAnswer(roster=roster, out=out, seconds=clock() - began)
        school = roster.school
        if school is None or not roster.usable:
            return answer
        remarks: tuple[str, ...] = ()
        bound = school
        if request.baseline is not None:
            earlier = baseline.read_earlier(request.baseline, school)
            answer = replace(answer, earlier=earlier)
            if not earlier.readable:
                return answer
            bound, remarks = baseline.frozen(
                school, earlier, request.freeze, only_new=request.only_new
            )
        run = _run_info(request, answer)
        remarks = (*_remarks(run.params), *remarks)
        timed.loaded(school)
        with watched_interrupts() as interrupts:
            outcome = child.solve(
                bound,
                _for_engine(run.params),
                deadline=_deadline(school, run.params, began),
                clock=clock,
                stop_requested=lambda: interrupts.requested,
                watchers=timed,
            )
            timed.progress(phase("writing"))
            result = settle(
                bound,
                outcome,
                rows=run.params.baseline,
                interrupted=interrupts.requested,
                seconds=clock() - began,
            )
            trace.mark(VERIFIED)
            result = replace(result, reasons=(*remarks, *result.reasons))
            answer = replace(answer, result=result)
            if _is_written(result, request):
                written = result_folder.write_checked(
                    out,
                    school=school,
                    result=result,
                    run=run,
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


def unreadable(answer: SolveAnswer) -> tuple[str, tuple[Finding, ...]]:
    """Return the name and the findings of the file that kept a run from starting."""
    if answer.earlier is not None and not answer.earlier.readable:
        return answer.earlier.name, answer.earlier.findings
    return answer.roster.name, answer.roster.findings


def writing_seconds(school: School, limit: float) -> float:
    """Estimate how long verifying, writing and reading back will take."""
    estimate = _WRITING_BASE + _WRITING_PER_SERVICE * len(school.services)
    return min(estimate, _WRITING_SHARE * limit)


def _deadline(school: School, params: Params, began: float) -> float:
    """Time of the clock at which the engine should answer."""
    if params.deterministic:
        return math.inf
    return began + params.time_limit - writing_seconds(school, params.time_limit)


def settle(
    school: School,
    outcome: ChildOutcome,
    *,
    interrupted: bool,
    seconds: float,
    rows: Sequence[ScheduleRow] | None = None,
) -> SolveResult:
    """Turn what the child left into a result that the verifier has accepted.

    Args:
        school: The instance, with the pins that were asked for.
        outcome: What the child left.
        interrupted: The user ended the run.
        seconds: Duration of the run.
        rows: The baseline, where there is one.

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
    verdict = verify_schedule(school, result.schedule, baseline=rows)
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
    if outcome.best is None:
        found = "no schedule was found until then"
    else:
        found = "this is the best verified schedule found until then"
    if interrupted:
        return (f"The run was ended with Ctrl-C; {found}.",)
    if outcome.failure:
        return (f"The run ended early ({outcome.failure}); {found}.",)
    return ()


def _check_baseline(request: SolveRequest) -> None:
    """Stop before anything is read where the baseline is missing."""
    if request.baseline is not None:
        existing(request.baseline, what="baseline")
    elif request.freeze or request.only_new:
        raise UsageFault(
            "Without a baseline there is nothing that could stay.",
            "Name the earlier schedule with --baseline.",
        )


def _run_info(request: SolveRequest, answer: SolveAnswer) -> RunInfo:
    earlier = answer.earlier
    return RunInfo(
        roster_name=answer.roster.name,
        roster_sha256=answer.roster.sha256,
        params=replace(request.params, baseline=earlier.rows if earlier else None),
        versions=versions(),
        created=request.today,
        baseline_name=earlier.name if earlier else "",
        baseline_sha256=earlier.sha256 if earlier else "",
        frozen=request.freeze,
        only_new=request.only_new,
    )


def _for_engine(params: Params) -> Params:
    """What the engine is asked: without a baseline nothing can have moved."""
    if params.baseline is not None:
        return params
    return replace(params, policy=params.policy.without(Measure.MOVED))


def _remarks(params: Params) -> tuple[str, ...]:
    """Say so where a policy does not look at the baseline."""
    named = {measure for level in params.policy.levels for measure, _ in level.weights}
    if params.baseline is None or Measure.MOVED in named:
        return ()
    remark = (
        f'The policy "{params.policy.name}" has no level moved: the run starts from '
        "the baseline, but is free to leave it."
    )
    return (remark,)


def _is_written(result: SolveResult, request: SolveRequest) -> bool:
    """Tell whether a result goes into the folder.

    A run that found nothing replaces nothing, and neither does one that shows only
    that the sessions asked to stay cannot stand together.
    """
    if request.strict:
        return result.status is SolveStatus.COMPLETE
    if result.status is SolveStatus.INFEASIBLE:
        return not (request.freeze or request.only_new)
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
