"""A roster, as an Excel workbook or a folder of CSV files, into typed tables."""

import hashlib
import stat
from collections.abc import Sequence
from pathlib import Path

from pushpull_sched.domain.findings import Finding, SourceRef, has_errors
from pushpull_sched.workbook.assemble import parse_tables
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.columns import Sheet
from pushpull_sched.workbook.csv_folder import csv_files, read_folder
from pushpull_sched.workbook.grid import Grid, too_wide_or_long
from pushpull_sched.workbook.layout import RawTable, heading_word, lay_out
from pushpull_sched.workbook.schema import SHEETS
from pushpull_sched.workbook.settings_layout import lay_out_settings
from pushpull_sched.workbook.sheets import read_sheets
from pushpull_sched.workbook.sniff import sniff, too_large
from pushpull_sched.workbook.tables import Workbook
from pushpull_sched.workbook.words import did_you_mean

OWN_SHEETS = frozenset(
    map(heading_word, ("How to fill this in", "Problems", "Lists", "To do"))
)
"""Sheets of the template, of annotated copies and of imports that hold no roster."""


def _names() -> dict[str, Sheet]:
    known = {heading_word(word): sheet for sheet in SHEETS for word in sheet.synonyms}
    known.update({heading_word(sheet.title): sheet for sheet in SHEETS})
    return known


def _stem(title: str) -> str:
    lowered = title.casefold()
    is_file = lowered.endswith((".csv", ".tsv"))
    return title[:-4] if is_file else title


def _unknown(grid: Grid) -> tuple[Finding, ...]:
    word = _stem(grid.title)
    if heading_word(word) in OWN_SHEETS or not grid.cells:
        return ()
    titles = tuple(sheet.title for sheet in SHEETS)
    return (
        finding(
            "W103",
            SourceRef(sheet=grid.title),
            f"The sheet {grid.title} is not known and was left out.",
            value=grid.title,
            expected=f"one of {', '.join(titles)}",
            advice=did_you_mean(word, titles),
        ),
    )


def _chosen(
    grids: Sequence[Grid],
) -> tuple[dict[str, Grid], list[Finding]]:
    """Match grids with sheets of the schema."""
    known = _names()
    chosen: dict[str, Grid] = {}
    found: list[Finding] = []
    for grid in grids:
        sheet = known.get(heading_word(_stem(grid.title)))
        if sheet is None:
            found.extend(_unknown(grid))
        elif sheet.key in chosen:
            other = chosen[sheet.key].title
            message = f"{other} and {grid.title} are the same sheet."
            source = SourceRef(sheet=grid.title)
            found.append(finding("W109", source, message, value=grid.title))
        else:
            chosen[sheet.key] = grid
    return chosen, found


def _absent(sheet: Sheet) -> tuple[Finding, ...]:
    if not sheet.required:
        return ()
    headings = ", ".join(column.heading for column in sheet.columns)
    return (
        finding(
            "W101",
            SourceRef(sheet=sheet.title),
            f"The sheet {sheet.title} is missing.",
            expected=f"a sheet {sheet.title} with the columns {headings}",
        ),
    )


def _without_rows(sheet: Sheet, title: str) -> Finding:
    source = SourceRef(sheet=title)
    if sheet.required:
        message = f"The sheet {title} has no rows."
        return finding("W102", source, message, expected=sheet.doc)
    return finding("W110", source, f"The sheet {title} is empty.")


def _raw(grid: Grid, sheet: Sheet) -> tuple[RawTable | None, tuple[Finding, ...]]:
    """Cut one grid into rows."""
    if not grid.cells:
        return None, (_without_rows(sheet, grid.title),)
    unbearable = too_wide_or_long(grid)
    if unbearable:
        return None, unbearable
    cut = lay_out_settings if sheet.key == "settings" else lay_out
    raw, found = cut(grid, sheet)
    if raw is not None and not raw.rows:
        found = (*found, _without_rows(sheet, grid.title))
    if grid.hidden:
        message = f"Hidden and read like all else: {', '.join(grid.hidden)}."
        source = SourceRef(sheet=grid.title)
        found = (*found, finding("W111", source, message))
    return raw, found


def _read_grids(
    grids: Sequence[Grid], name: str, sha256: str
) -> tuple[Workbook, tuple[Finding, ...]]:
    chosen, found = _chosen(grids)
    raws: dict[str, RawTable] = {}
    for sheet in SHEETS:
        grid = chosen.get(sheet.key)
        if grid is None:
            found.extend(_absent(sheet))
            continue
        raw, said = _raw(grid, sheet)
        found.extend(said)
        if raw is not None:
            raws[sheet.key] = raw
    tables, faults = parse_tables(raws)
    book = Workbook(tables=tables, name=name, sha256=sha256, present=frozenset(chosen))
    return book, (*found, *faults)


def _read_folder(folder: Path) -> tuple[Workbook | None, tuple[Finding, ...]]:
    try:
        has_files = bool(csv_files(folder))
    except OSError as error:
        return None, (_cannot_open(folder.name, error),)
    if not has_files:
        source = SourceRef(sheet=folder.name)
        return None, (finding("W013", source, "The folder has no CSV files."),)
    grids, sha256, unreadable = read_folder(folder)
    known = _names()
    if not any(heading_word(_stem(grid.title)) in known for grid in grids):
        source = SourceRef(sheet=folder.name)
        message = "No CSV file in the folder has the name of a sheet."
        return None, (*unreadable, finding("W013", source, message))
    book, found = _read_grids(grids, folder.name, sha256)
    return book, (*unreadable, *found)


def _cannot_open(name: str, error: OSError | ValueError) -> Finding:
    reason = (isinstance(error, OSError) and error.strerror) or "unknown reason"
    message = f"The file cannot be opened: {reason}."
    return finding("W012", SourceRef(sheet=name), message)


def _read_file(path: Path) -> tuple[Workbook | None, tuple[Finding, ...]]:
    try:
        large = too_large(path)
        data = b"" if large else path.read_bytes()
    except OSError as error:
        return None, (_cannot_open(path.name, error),)
    if large:
        return None, large
    notes = sniff(data, path.name)
    if has_errors(notes):
        return None, notes
    grids, broken = read_sheets(data, path.name)
    if broken:
        return None, (*notes, *broken)
    sha256 = hashlib.sha256(data).hexdigest()
    book, found = _read_grids(grids, path.stem, sha256)
    return book, (*notes, *found)


def read_workbook(path: Path) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """Read a roster.

    Args:
        path: An Excel workbook, or a folder of CSV files.

    Returns:
        The tables, and everything that is to be said about them; None in place of the
        tables where the file cannot be read at all.

    Raises:
        FileNotFoundError: There is no such file or folder.
    """
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        return None, (_cannot_open(path.name, error),)
    if stat.S_ISDIR(kind):
        return _read_folder(path)
    if stat.S_ISREG(kind):
        return _read_file(path)
    source = SourceRef(sheet=path.name)
    return None, (finding("W012", source, "This is neither a file nor a folder."),)
