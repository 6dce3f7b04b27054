"""The result folder: its files appear whole or not at all.

A run prepares its files in one hidden folder inside the result folder, so that they
never leave it, and then moves them into place one by one, ``schedule.json`` last. A
reader takes a result only when ``schedule.json`` names the files that are there.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from pushpull_sched.domain.disk import FULL, LOCKED, not_written
from pushpull_sched.domain.result import RunInfo, SolveResult
from pushpull_sched.domain.result_folder import (
    PARTIAL_PREFIX,
    REPORT_HTML,
    SCHEDULE_JSON,
    SCHEDULE_XLSX,
    FolderReport,
    FolderState,
    judge_folder,
)
from pushpull_sched.domain.school import School
from pushpull_sched.export.json_file import render_json, result_content, result_id
from pushpull_sched.export.report.page import render_report
from pushpull_sched.export.workbook_file import render_workbook

OWNER_ONLY_FOLDER = 0o700
OWNER_ONLY_FILE = 0o600
_KEPT = "replaced-"


class ResultNotWritten(Exception):
    """The result could not be written; what was there before is untouched.

    Attributes:
        message: What is wrong, in one sentence.
        advice: What to do, in one sentence.
    """

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(f"{message} {advice}")
        self.message = message
        self.advice = advice


def inspect_folder(folder: Path) -> FolderReport:
    """Tell what a folder holds before a result is written there.

    Args:
        folder: The result folder; it need not exist.
    """
    try:
        if not folder.exists():
            return FolderReport(state=FolderState.EMPTY, message="There is no folder.")
        if not folder.is_dir():
            return FolderReport(
                state=FolderState.FOREIGN,
                message=f"{folder} is a file, not a folder.",
                advice="Name a folder with --out.",
            )
        return judge_folder(
            [entry.name for entry in folder.iterdir()],
            lambda name: (folder / name).read_bytes(),
        )
    except OSError as fault:
        return FolderReport(
            state=FolderState.MIXED,
            message=f"The files in {folder} cannot be read ({_reason(fault)}).",
            advice="Close them in other programs, or name another folder with --out.",
        )


def write_result(  # noqa: PLR0913 - every argument is named at the call
    folder: Path,
    *,
    school: School,
    result: SolveResult,
    run: RunInfo,
    roster: Path | None = None,
    check: Callable[[Path], None] | None = None,
) -> None:
    """Write the files of a result, replacing a result that is there.

    Args:
        folder: The result folder; it is made where it does not exist. Whether what is
            in it may be replaced is the caller's question to :func:`inspect_folder`.
        school: The roster.
        result: What the engine answered.
        run: What made it.
        roster: The workbook that was read; it is never written over.
        check: Called with the hidden folder that holds the finished files before any
            of them is moved into place. What it raises ends the writing.

    Raises:
        ResultNotWritten: No room, no permission, a file open in Excel. The files of
            an earlier result are as they were.
    """
    content = result_content(school, result, run)
    book = render_workbook(school, result, run, result_id(content))
    files = {SCHEDULE_XLSX: book, REPORT_HTML: render_report(school, result, run)}
    hashes = {name: hashlib.sha256(file).hexdigest() for name, file in files.items()}
    files[SCHEDULE_JSON] = render_json(content, hashes)
    _refuse_roster(folder, roster)
    try:
        if not folder.is_dir():
            folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True)
        _remove_leftovers(folder)
        hidden = Path(tempfile.mkdtemp(prefix=PARTIAL_PREFIX, dir=folder))
    except OSError as fault:
        raise _not_written(folder, fault) from fault
    try:
        _fill(hidden, files)
        if check is not None:
            check(hidden)
        _move(hidden, folder, tuple(files))
    except OSError as fault:
        raise _not_written(folder, fault) from fault
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _refuse_roster(folder: Path, roster: Path | None) -> None:
    """Keep the roster from being written over, whatever links lead to it."""
    if roster is None or not roster.exists():
        return
    for name in (SCHEDULE_XLSX, REPORT_HTML, SCHEDULE_JSON):
        target = folder / name
        if target.exists() and target.samefile(roster):
            raise ResultNotWritten(
                f"{target} is the roster itself and is never written over.",
                "Name another folder with --out.",
            )


def _remove_leftovers(folder: Path) -> None:
    """Remove what runs that were killed left behind."""
    for entry in folder.iterdir():
        if entry.name.startswith(PARTIAL_PREFIX) and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)


def _fill(hidden: Path, files: Mapping[str, bytes]) -> None:
    """Write every file down to the disk, for the owner's eyes only."""
    for name, content in files.items():
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(hidden / name, flags, OWNER_ONLY_FILE)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())


def _move(hidden: Path, folder: Path, names: tuple[str, ...]) -> None:
    """Move the files into place in order; put the old ones back if one cannot go."""
    moved: list[str] = []
    for name in names:
        if (folder / name).exists():
            shutil.copy2(folder / name, hidden / f"{_KEPT}{name}")
    try:
        for name in names:
            (hidden / name).replace(folder / name)
            moved.append(name)
    except OSError:
        for name in moved:
            kept = hidden / f"{_KEPT}{name}"
            if kept.exists():
                kept.replace(folder / name)
            else:
                (folder / name).unlink()
        raise
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    """Bring the new names down to the disk; Windows does so by itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _not_written(folder: Path, fault: OSError) -> ResultNotWritten:
    """Say what kept the files from being written, and what helps."""
    if fault.errno in FULL:
        return ResultNotWritten(
            f"The disk of {folder} is full; nothing was written.",
            "Free some space, or write to another disk with --out.",
        )
    if fault.errno in LOCKED:
        return ResultNotWritten(
            f"{folder} or a file in it may not be written.",
            "Close schedule.xlsx if it is open in Excel, or name another folder with "
            "--out.",
        )
    return ResultNotWritten(*not_written(folder, fault, option="with --out"))


def _reason(fault: OSError) -> str:
    return fault.strerror or type(fault).__name__
