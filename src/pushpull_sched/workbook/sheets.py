"""The sheets of an Excel workbook as grids of filled cells.

openpyxl is used in full mode and only the cells that exist are walked: ranges that
Excel merely formatted cost nothing, and merged, hidden and error cells stay visible.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator
from io import BytesIO

import openpyxl
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook.workbook import Workbook as ExcelWorkbook
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.workbook.cell import Cell, CellState, is_blank
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.grid import Grid, Merge
from pushpull_sched.workbook.lean import is_modest, lean_workbook

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def _load(data: bytes, *, values: bool) -> ExcelWorkbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions of no concern
        return openpyxl.load_workbook(BytesIO(data), data_only=values)


def open_workbook(data: bytes, name: str) -> ExcelWorkbook | None:
    """Open a workbook with its formulas; None where openpyxl cannot.

    What stands beside the cells (comments, pictures, validations) comes along, unless
    it would take more than a roster is worth.

    Args:
        data: Content of a file that :func:`~.sniff.sniff` let through.
        name: Name of the file.
    """
    try:
        lean, found = lean_workbook(data, name)
        if found:
            return None
        return _load(data if is_modest(data) else lean, values=False)
    except Exception:  # noqa: BLE001 - openpyxl raises whatever its parsers stumble over
        return None


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return any(
            _FORMULA.search(archive.read(member))
            for member in archive.infolist()
            if member.filename.startswith("xl/worksheets/")
        )


def filled_cells(sheet: Worksheet) -> Iterator[ExcelCell]:
    """Yield the cells that hold something, row by row.

    Only cells that exist are visited, whatever range the sheet claims to have.
    """
    cells = sheet._cells  # noqa: SLF001 - the only walk that costs what is there
    for address in sorted(cells):
        cell = cells[address]
        if isinstance(cell, ExcelCell) and not isinstance(cell, MergedCell):
            yield cell


def _formulas(book: ExcelWorkbook) -> dict[str, set[tuple[int, int]]]:
    """Return the addresses of formulas, by sheet."""
    return {
        sheet.title: {
            (cell.row, cell.column)
            for cell in filled_cells(sheet)
            if cell.data_type == "f"
        }
        for sheet in book.worksheets
    }


def _cells(
    sheet: Worksheet, formulas: set[tuple[int, int]]
) -> dict[int, dict[int, Cell]]:
    rows: dict[int, dict[int, Cell]] = {}
    for cell in filled_cells(sheet):
        if (
            cell.value is None
            and cell.data_type == "n"
            and (cell.row, cell.column) in formulas
        ):
            kept = Cell(value=None, state=CellState.NO_VALUE)
        elif is_blank(cell.value):
            continue
        else:
            kept = Cell(value=cell.value, number_format=cell.number_format)
        rows.setdefault(cell.row, {})[cell.column] = kept
    return rows


def _hidden(sheet: Worksheet, rows: dict[int, dict[int, Cell]]) -> tuple[str, ...]:
    """Say what of the filled part of a sheet is hidden."""
    found: list[str] = []
    if sheet.sheet_state != "visible":
        found.append("the sheet itself")
    dimensions = sheet.row_dimensions
    count = sum(1 for row in rows if row in dimensions and dimensions[row].hidden)
    if count:
        found.append(f"{count} row{'s' if count > 1 else ''}")
    columns = {column for row in rows.values() for column in row}
    hidden = {
        number
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden and dimension.min and dimension.max
        for number in columns
        if dimension.min <= number <= dimension.max
    }
    if hidden:
        found.append(f"{len(hidden)} column{'s' if len(hidden) > 1 else ''}")
    return tuple(found)


def _grid(sheet: Worksheet, formulas: set[tuple[int, int]]) -> Grid:
    rows = _cells(sheet, formulas)
    merges = tuple(
        Merge(
            first_row=merged.min_row,
            last_row=merged.max_row,
            first_column=merged.min_col,
            last_column=merged.max_col,
        )
        for merged in sheet.merged_cells.ranges
    )
    return Grid(
        title=sheet.title,
        cells=rows,
        merges=tuple(sorted(merges, key=lambda m: (m.first_row, m.first_column))),
        hidden=_hidden(sheet, rows),
    )


def read_sheets(data: bytes, name: str) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """Read every worksheet.

    Args:
        data: Content of a file that :func:`~.sniff.sniff` let through.
        name: Name of the file, for findings.

    Returns:
        The sheets, and what could not be read.
    """
    source = SourceRef(sheet=name)
    try:
        lean, found = lean_workbook(data, name)
        if found:
            return (), found
        book = _load(lean, values=True)
        formulas = _formulas(_load(lean, values=False)) if _has_formulas(lean) else {}
        grids = tuple(
            _grid(sheet, formulas.get(sheet.title, set())) for sheet in book.worksheets
        )
    except Exception:  # noqa: BLE001 - openpyxl raises whatever its parsers stumble over
        return (), (finding("W006", source, "The workbook is damaged."),)
    if not grids:
        message = "The workbook has no sheets that can be read."
        return (), (finding("W009", source, message),)
    return grids, ()
