"""Services added to a copy of a roster that is there already.

The copy keeps everything that the roster holds; new rows go below the last filled one
of their sheet, and a column that is missing is added at the right. The roster itself
is never written to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.utils import column_index_from_string
from openpyxl.workbook.workbook import Workbook as ExcelWorkbook
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.interop.draft import Draft, DraftRow
from pushpull_sched.interop.draft_file import add_to_do, by_sheet, mark_page, save
from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.interop.services import KnownStudents, name_key
from pushpull_sched.workbook.annotate import copy_of
from pushpull_sched.workbook.names import folded
from pushpull_sched.workbook.paper import font, put_text
from pushpull_sched.workbook.schema import SHEET
from pushpull_sched.workbook.sheets import filled_cells
from pushpull_sched.workbook.tables import Table, Workbook
from pushpull_sched.workbook.typed import text_of

_DATE_FORMAT = "yyyy-mm-dd"
_ROOM = 3
_WIDEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the rows of a sheet go.

    Attributes:
        page: The sheet.
        columns: Column key to column number.
        heading: Row number of the headings.
        first_row: Row number of the first new row.
    """

    page: Worksheet
    columns: dict[str, int]
    heading: int
    first_row: int


def students_of(roster: Workbook) -> KnownStudents:
    """Return the students of a roster, by id and by name."""
    ids: dict[str, str] = {}
    names: dict[str, tuple[str, ...]] = {}
    for row in roster.tables["students"].rows():
        identifier, name = text_of(row, "student_id"), text_of(row, "name")
        if identifier is None:
            continue
        ids.setdefault(folded(identifier), identifier)
        if name and name_key(name):
            names[name_key(name)] = (*names.get(name_key(name), ()), identifier)
    return KnownStudents(ids=ids, names=names)


def write_merged(source: Path, roster: Workbook, draft: Draft, target: Path) -> None:
    """Write a copy of a roster with the rows of a draft added.

    Args:
        source: The roster, a workbook or a folder of CSV files.
        roster: The same, as read.
        draft: Rows for Students and Services.
        target: Where the copy goes; there must be no file yet.

    Raises:
        ForeignFault: The roster cannot be copied.
    """
    book, pages = copy_of(source)
    if not pages:
        raise ForeignFault(f"{source.name} cannot be read as a roster.")
    marks = by_sheet(draft.marks)
    for key, rows in draft.rows.items():
        if not rows:
            continue
        place = _place(book, pages, roster.tables[key], key)
        mine = marks.get(key, ())
        _add_columns(place, key, {*(mark.column for mark in mine), *_keys(rows)})
        for number, row in enumerate(rows, start=place.first_row):
            for name, value in row.items():
                _put(place.page, number, place.columns[name], value)
        mark_page(place.page, mine, place.columns, place.first_row)
    add_to_do(book, draft.todo)
    save(book, target)


def _place(
    book: ExcelWorkbook, pages: Mapping[str, Worksheet], table: Table, key: str
) -> _Place:
    """Find the sheet and its columns; make what is missing."""
    page = pages.get(table.title)
    if page is None or not table.letters:
        page = page or book.create_sheet(SHEET[key].title)
        return _Place(page=page, columns={}, heading=1, first_row=2)
    columns = {
        name: column_index_from_string(letter) for name, letter in table.letters.items()
    }
    filled = [cell.row for cell in filled_cells(page) if cell.value is not None]
    rows = [int(number) for number in table.frame.index]
    return _Place(
        page=page,
        columns=columns,
        heading=_heading_row(
            page, columns, min(rows, default=max(filled, default=1) + 1)
        ),
        first_row=max(filled, default=1) + 1,
    )


def _heading_row(page: Worksheet, columns: Mapping[str, int], before: int) -> int:
    """Return the row above the first data row that fills most of the columns."""
    counts = {
        row: sum(
            page.cell(row=row, column=place).value is not None
            for place in columns.values()
        )
        for row in range(1, before)
    }
    return max(counts, key=lambda row: (counts[row], -row), default=1)


def _keys(rows: Sequence[DraftRow]) -> set[str]:
    return {key for row in rows for key in row}


def _add_columns(place: _Place, key: str, needed: set[str]) -> None:
    """Write a heading at the right for every needed column that is missing."""
    last = max(
        [*place.columns.values(), *(cell.column for cell in filled_cells(place.page))],
        default=0,
    )
    for column in SHEET[key].columns:
        wanted = column.key in needed or column.required
        if wanted and column.key not in place.columns:
            last += 1
            place.columns[column.key] = last
            heading = place.page.cell(row=place.heading, column=last, value=column.key)
            heading.font = font(bold=True)


def _put(page: Worksheet, row: int, column: int, value: object) -> None:
    cell = page.cell(row=row, column=column)
    if not isinstance(cell, Cell):
        return
    cell.font = font()
    width = page.column_dimensions[cell.column_letter]
    width.width = max(width.width, min(len(str(value)) + _ROOM, _WIDEST))
    if isinstance(value, date):
        cell.value, cell.number_format = value, _DATE_FORMAT
    elif isinstance(value, int):
        cell.value = value
    else:
        put_text(cell, str(value))
