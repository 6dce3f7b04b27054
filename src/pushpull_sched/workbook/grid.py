"""A sheet as it stands in the file: filled cells by row and column."""

from collections.abc import Mapping
from dataclasses import dataclass

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.domain.limits import MOST_COLUMNS, limits
from pushpull_sched.workbook.cell import Cell
from pushpull_sched.workbook.codes import finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merged range: rows and columns from 1, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The filled cells of one sheet or CSV file.

    Attributes:
        title: Name of the sheet or file.
        cells: Row number to column number to cell, both from 1, in order.
        merges: Merged ranges.
        hidden: What is hidden, in words; empty where nothing is.
    """

    title: str
    cells: Mapping[int, Mapping[int, Cell]]
    merges: tuple[Merge, ...] = ()
    hidden: tuple[str, ...] = ()


def column_letter(number: int) -> str:
    """Return the letters that Excel shows for a column number from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def too_wide_or_long(grid: Grid) -> tuple[Finding, ...]:
    """Return an error where a sheet has more rows or columns than is read."""
    source = SourceRef(sheet=grid.title)
    most = limits().rows
    if len(grid.cells) > most:
        count = len(grid.cells)
        message = f"The sheet has {count:,} filled rows; at most {most:,} are read."
        return (finding("W010", source, message, expected=f"at most {most:,}"),)
    widest = max((len(cells) for cells in grid.cells.values()), default=0)
    if widest > MOST_COLUMNS:
        message = f"A row of the sheet has {widest:,} cells; {MOST_COLUMNS:,} are read."
        expected = f"at most {MOST_COLUMNS:,}"
        advice = "Delete the columns that do not belong to the roster."
        return (finding("W010", source, message, expected=expected, advice=advice),)
    return ()
