"""What ``export-data`` does: a result as CSV under the names of a standard."""

import csv
import json
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from pushpull_sched.app.faults import UnreadableFault
from pushpull_sched.app.files import existing, refuse_itself, write_whole
from pushpull_sched.domain.result_folder import SCHEDULE_JSON, FolderState
from pushpull_sched.export.folder import inspect_folder
from pushpull_sched.interop.results_csv import ResultTable, Standard, result_csv

STANDARDS = tuple(one.value for one in Standard)
TABLES = tuple(one.value for one in ResultTable)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDataRequest:
    """What is asked.

    Attributes:
        result: A result folder, or its ``schedule.json``.
        standard: ``ceds`` or ``edfi``.
        table: ``services`` or ``sessions``.
        out: The CSV file; None: beside the result folder, named after it.
        raw: Leave texts that begin like a formula as they are.
        force: Replace a file that is there already.
    """

    result: Path
    standard: str
    table: str = ResultTable.SERVICES.value
    out: Path | None = None
    raw: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDataAnswer:
    """What came of it.

    Attributes:
        written: The CSV file.
        rows: Number of its rows, without the headings.
    """

    written: Path
    rows: int


def export_data(request: ExportDataRequest) -> ExportDataAnswer:
    """Write a result as CSV.

    Raises:
        UsageFault: A file is missing, or is there already.
        UnreadableFault: The result cannot be read, or was edited by hand since.
    """
    given = existing(request.result, what="result")
    folder = given if given.is_dir() else given.parent
    standard, table = Standard(request.standard), ResultTable(request.table)
    target = request.out or folder.parent / (
        f"{folder.resolve().name}-{standard}-{table}.csv"
    )
    source = given / SCHEDULE_JSON if given.is_dir() else given
    refuse_itself(target, source)
    if given.is_dir():
        _refuse_edited(given)
    try:
        content = json.loads(source.read_text(encoding="utf-8"))
        text = result_csv(content, standard, table, raw=request.raw)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableFault(
            f"{source.name} is no result of this program, or it is damaged.",
            "Name a result folder, or the schedule.json in it.",
        ) from error
    data = text.encode("utf-8", errors="backslashreplace")
    write_whole(target, lambda path: _write(path, data), force=request.force)
    return ExportDataAnswer(
        written=target, rows=sum(1 for _ in csv.reader(StringIO(text))) - 1
    )


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _refuse_edited(folder: Path) -> None:
    report = inspect_folder(folder)
    if report.state is FolderState.INTACT:
        return
    advice = report.advice
    if report.state is FolderState.EDITED:
        advice = (
            "The minutes in this result were counted before that. Name schedule.json "
            "itself to export them all the same."
        )
    raise UnreadableFault(f"{folder} is not exported. {report.message}", advice)
