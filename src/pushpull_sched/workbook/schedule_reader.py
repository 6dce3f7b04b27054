"""A schedule read back: a result folder, a workbook, a JSON or a CSV file.

What stands in the rows is kept as written, right or wrong; whether it is a legal
schedule is the verifier's question. Only what cannot be read at all is a finding here.
"""

from pathlib import Path

from pushpull_sched.domain.findings import Finding, SourceRef, has_errors
from pushpull_sched.domain.result_folder import (
    SCHEDULE_XLSX,
    FolderState,
    judge_folder,
)
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.workbook.assemble import Remarks, parse_table
from pushpull_sched.workbook.cell import Scope
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.csv_folder import csv_grid
from pushpull_sched.workbook.grid import Grid, too_wide_or_long
from pushpull_sched.workbook.layout import heading_word, lay_out
from pushpull_sched.workbook.one_sheet import only_sheet
from pushpull_sched.workbook.schedule_json import rows_of_json
from pushpull_sched.workbook.schedule_rows import SCHEDULE, row_of
from pushpull_sched.workbook.sheets import read_sheets
from pushpull_sched.workbook.sniff import sniff, too_large
from pushpull_sched.workbook.words import did_you_mean

Rows = tuple[tuple[ScheduleRow, ...], tuple[Finding, ...]]

_CSV = frozenset({".csv", ".tsv"})


def read_schedule(path: Path, days: tuple[str, ...]) -> Rows:
    """Read a schedule.

    Args:
        path: A result folder, a workbook with a sheet ``Schedule``, a
            ``schedule.json`` or a CSV file.
        days: ``Settings.days``. Other spellings of these days (``Monday``) become
            theirs; a day that is none of them stays as written.

    Returns:
        The rows that could be read, in the order of the file, and the findings. With
        an error among them the rows are not the whole schedule.
    """
    try:
        rows, found = _read(path, days)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        message = f"The file cannot be opened: {reason}."
        return (), (finding("W012", SourceRef(sheet=path.name), message),)
    if not rows and not has_errors(found):
        source = SourceRef(sheet=path.name)
        found += (finding("W707", source, "The schedule has no sessions."),)
    return rows, found


def _read(path: Path, days: tuple[str, ...]) -> Rows:
    if path.is_dir():
        return _read_folder(path, days)
    kind = path.suffix.casefold()
    large = too_large(path, json=kind == ".json")
    if large:
        return (), large
    data = path.read_bytes()
    if kind == ".json":
        return rows_of_json(data, path.name, days)
    if kind in _CSV:
        grid, found = csv_grid(path, data)
        return _read_grid(grid, days, found) if grid else ((), found)
    return _read_workbook(data, path.name, days)


def _read_folder(folder: Path, days: tuple[str, ...]) -> Rows:
    """Read the workbook of a result whose files belong together."""
    report = judge_folder(
        [entry.name for entry in folder.iterdir()],
        lambda name: (folder / name).read_bytes(),
    )
    source = SourceRef(sheet=folder.name)
    if report.state in {FolderState.EMPTY, FolderState.FOREIGN}:
        return (), (finding("W701", source, report.message),)
    if report.state is FolderState.MIXED:
        return (), (finding("W703", source, report.message, advice=report.advice),)
    rows, found = _read(folder / SCHEDULE_XLSX, days)
    if report.state is FolderState.EDITED:
        found = (finding("W704", source, report.message), *found)
    return rows, found


def _read_workbook(data: bytes, name: str, days: tuple[str, ...]) -> Rows:
    found = sniff(data, name)
    if has_errors(found):
        return (), found
    grids, more = read_sheets(only_sheet(data, _is_schedule), name)
    found += more
    if has_errors(found):
        return (), found
    chosen = [grid for grid in grids if _is_schedule(grid.title)]
    if chosen:
        return _read_grid(chosen[0], days, found)
    titles = tuple(grid.title for grid in grids)
    missing = finding(
        "W702",
        SourceRef(sheet=name),
        "The workbook has no sheet named Schedule.",
        value=", ".join(titles[:10]),
        expected=SCHEDULE.title,
        advice=did_you_mean(SCHEDULE.title, titles),
    )
    return (), (*found, missing)


def _is_schedule(title: str) -> bool:
    return heading_word(title) == heading_word(SCHEDULE.title)


def _read_grid(
    grid: Grid, days: tuple[str, ...], found: tuple[Finding, ...] = ()
) -> Rows:
    unbearable = too_wide_or_long(grid)
    if unbearable:
        return (), (*found, *unbearable)
    raw, said = lay_out(grid, SCHEDULE)
    found += said
    if raw is None:
        return (), found
    remarks = Remarks()
    table, faults = parse_table(raw, Scope(days=days), remarks)
    rows = (row_of(row.values, row.ref(), days) for row in table.rows())
    kept = tuple(row for row in rows if row is not None)
    return kept, (*found, *faults, *remarks.findings())
