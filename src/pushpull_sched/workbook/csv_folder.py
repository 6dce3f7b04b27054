"""A folder of CSV files as grids: one file per sheet."""

import csv
import hashlib
from io import StringIO
from itertools import islice
from pathlib import Path

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.domain.limits import limits
from pushpull_sched.workbook.cell import Cell, is_blank
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.grid import Grid
from pushpull_sched.workbook.sniff import too_large

DELIMITERS = ",;\t"
_SAMPLE_LINES = 10
_SAMPLE = 100_000
"""Characters among which the first lines are looked for."""


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text, and the encoding where it had to be guessed."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows (cp1252)"


def delimiter_of(text: str) -> str:
    """Return the separator that occurs most in the first lines, outside quotes."""
    sample = "\n".join(islice(StringIO(text[:_SAMPLE]), _SAMPLE_LINES))
    outside = "".join(sample.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def field_count(text: str) -> int:
    """Count the fields of a CSV text, more or less: those inside quotes too."""
    return text.count(delimiter_of(text)) + text.count("\n") + text.count("\r")


def _rows(text: str) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    for number, record in enumerate(reader, start=1):
        cells = {
            column: Cell(value=value)
            for column, value in enumerate(record, start=1)
            if not is_blank(value)
        }
        if cells:
            rows[number] = cells
    return rows


def csv_grid(path: Path, data: bytes) -> tuple[Grid | None, tuple[Finding, ...]]:
    """Read one CSV file.

    Args:
        path: Where it stands; its name is the title of the grid.
        data: Its content.

    Returns:
        The grid (None where the file is no table), and what is to be said.
    """
    source = SourceRef(sheet=path.name)
    text, guessed = decoded(data)
    most = limits()
    if field_count(text) > most.fields:
        message = "The file has far more rows or columns than a roster can have."
        return None, (finding("W010", source, message),)
    try:
        rows = _rows(text)
    except csv.Error as error:
        return None, (finding("W015", source, f"The file is no table: {error}."),)
    count = sum(map(len, rows.values()))
    if count > most.cells:
        message = (
            f"The file has {count:,} filled cells; at most {most.cells:,} are read."
        )
        expected = f"at most {most.cells:,}"
        return None, (finding("W010", source, message, expected=expected),)
    notes: tuple[Finding, ...] = ()
    if guessed:
        message = f"The file is not UTF-8; it was read as {guessed}."
        advice = "Save it as CSV UTF-8 where letters come out wrong."
        notes = (finding("W014", source, message, advice=advice),)
    return Grid(title=path.name, cells=rows), notes


def csv_files(folder: Path) -> tuple[Path, ...]:
    """Return the CSV files of a folder, by name."""
    found = (path for path in folder.iterdir() if path.is_file())
    return tuple(
        sorted(
            path
            for path in found
            if path.suffix.casefold() in {".csv", ".tsv"}
            and not path.name.startswith((".", "~"))
        )
    )


def read_folder(
    folder: Path,
) -> tuple[tuple[Grid, ...], str, tuple[Finding, ...]]:
    """Read every CSV file of a folder.

    Returns:
        The files as grids, the hash of their contents joined in the order of their
        names, and what could not be read.
    """
    digest = hashlib.sha256()
    grids: list[Grid] = []
    found: list[Finding] = []
    for path in csv_files(folder):
        try:
            large = too_large(path)
            data = b"" if large else path.read_bytes()
        except OSError as error:
            reason = error.strerror or "unknown reason"
            message = f"The file cannot be opened: {reason}."
            found.append(finding("W012", SourceRef(sheet=path.name), message))
            continue
        if large:
            found.extend(large)
            continue
        digest.update(data)
        grid, notes = csv_grid(path, data)
        found.extend(notes)
        if grid is not None:
            grids.append(grid)
    return tuple(grids), digest.hexdigest(), tuple(found)
