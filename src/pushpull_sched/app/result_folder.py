"""The folder of a result: refused before the solve, written and read back after it."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pushpull_sched.app.faults import InternalFault, UsageFault
from pushpull_sched.domain.findings import has_errors
from pushpull_sched.domain.result import RunInfo, SolveResult, SolveStatus
from pushpull_sched.domain.result_folder import (
    REPORT_HTML,
    SCHEDULE_JSON,
    SCHEDULE_XLSX,
    FolderState,
)
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.school import School
from pushpull_sched.export.folder import (
    ResultNotWritten,
    inspect_folder,
    write_result,
)
from pushpull_sched.verify.verifier import verify
from pushpull_sched.workbook.schedule_reader import read_schedule

_REPLACEABLE = (FolderState.EMPTY, FolderState.INTACT)
_MOST_NAMES = 100


def refuse_folder(folder: Path, *, force: bool) -> None:
    """Stop before the solve if the result could not go there.

    Raises:
        UsageFault: The folder is a file, may not be written, was edited by hand, mixes
            files of several runs or holds something else; ``force`` allows the last
            three.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageFault(f"{folder} is a file, not a folder.", "Choose another --out.")
    ground = next(above for above in (folder, *folder.parents) if above.exists())
    if not ground.is_dir() or not os.access(ground, os.W_OK):
        raise UsageFault(
            f"Nothing can be written in {ground}.", "Choose another folder with --out."
        )
    if force:
        return
    report = inspect_folder(folder)
    if report.state not in _REPLACEABLE:
        raise UsageFault(
            f"{folder} is not replaced. {report.message}",
            "Choose another folder with --out, or replace it with --force.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where a result went.

    Attributes:
        folder: The folder.
        remark: Why it is not the folder that was asked for; empty where it is.
    """

    folder: Path
    remark: str = ""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the result."""
        names = (SCHEDULE_XLSX, SCHEDULE_JSON, REPORT_HTML)
        return tuple(self.folder / name for name in names)


def write_checked(
    folder: Path, *, school: School, result: SolveResult, run: RunInfo, roster: Path
) -> Written:
    """Write a result, read it back and verify it before it takes its place.

    Where the folder cannot be written after all (a file is open in Excel), the result
    goes beside it, so that no schedule is lost.

    Raises:
        InternalFault: What was written does not read back as the same legal schedule;
            nothing has been moved into place.
        UsageFault: Nothing could be written.
    """

    def write(target: Path) -> None:
        write_result(
            target,
            school=school,
            result=result,
            run=run,
            roster=roster,
            check=_reading_back(school, result, run.params.baseline),
        )

    try:
        write(folder)
    except ResultNotWritten as fault:
        beside = _free_beside(folder)
        try:
            write(beside)
        except ResultNotWritten:
            raise UsageFault(fault.message, fault.advice) from fault
        remark = f"{fault.message} The result was written beside it."
        return Written(folder=beside, remark=remark)
    return Written(folder=folder)


def _free_beside(folder: Path) -> Path:
    """Return the first ``name-2``, ``name-3`` … that is free."""
    for number in range(2, _MOST_NAMES):
        beside = folder.with_name(f"{folder.name}-{number}")
        if inspect_folder(beside).state is FolderState.EMPTY:
            return beside
    raise UsageFault(f"There are too many folders named {folder.name}-…")


def _reading_back(
    school: School, result: SolveResult, baseline: Sequence[ScheduleRow] | None
) -> Callable[[Path], None]:
    """Return the check of finished files that are not in their place yet."""

    def check(hidden: Path) -> None:
        schedule, verdict = result.schedule, result.verdict
        if schedule is None or verdict is None:
            return
        days = school.settings.days
        rows, findings = read_schedule(hidden / SCHEDULE_XLSX, days)
        again = verify(
            school,
            rows,
            baseline=baseline,
            claims_complete=result.status is SolveStatus.COMPLETE,
        )
        same = {replace(row, source=None) for row in rows} == set(schedule.rows(days))
        sound = again.legal and again.measures == verdict.measures
        if has_errors(findings) or not (same and sound):
            raise InternalFault(
                "The written schedule does not read back as it was made; "
                "nothing was left behind.",
                "Please report it with this line and the output of: "
                "pushpull-sched --version",
            )

    return check
