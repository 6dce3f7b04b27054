"""A draft written as a workbook: the template with rows, marks and a list to do.

A cell that is missing is amber while it is blank and turns plain once it is filled. A
cell to look at is amber with a comment that says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook as ExcelWorkbook
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.interop.draft import SERVICES_LINE, Draft, Mark, ToDo
from pushpull_sched.workbook.paper import (
    fit_height,
    font,
    print_in_full_width,
    put_text,
)
from pushpull_sched.workbook.schema import SHEET
from pushpull_sched.workbook.template import roster_book
from pushpull_sched.xlsx.saving import workbook_bytes

TO_DO = "To do"
_AMBER = PatternFill("solid", fgColor="FFEB9C", bgColor="FFEB9C")
_FIRST_ROW = 2
_HEADING_ROW = 4
_MOST_LINES = 500
_WIDTHS = (16, 110)
_LEGEND = (
    "Amber cells are missing or need a look; a missing one turns plain when it is "
    "filled in. Then run: pushpull-sched check"
)


def write_draft(path: Path, draft: Draft) -> None:
    """Write a draft as a new workbook.

    Args:
        path: Where it goes; there must be no file yet.
        draft: The rows, the marks and what is left to do.
    """
    book = roster_book(draft.rows)
    for key, marks in by_sheet(draft.marks).items():
        places = {
            column.key: place for place, column in enumerate(SHEET[key].columns, 1)
        }
        mark_page(book[SHEET[key].title], marks, places, _FIRST_ROW)
    add_to_do(book, draft.todo)
    save(book, path)


def save(book: ExcelWorkbook, path: Path) -> None:
    """Write a workbook to a new file."""
    content = workbook_bytes(book)
    with path.open("xb") as stream:
        stream.write(content)


def by_sheet(marks: Iterable[Mark]) -> Mapping[str, Sequence[Mark]]:
    """Group marks by the key of their sheet."""
    grouped: dict[str, list[Mark]] = {}
    for mark in marks:
        grouped.setdefault(mark.sheet, []).append(mark)
    return grouped


def mark_page(
    page: Worksheet,
    marks: Sequence[Mark],
    places: Mapping[str, int],
    first_row: int,
) -> None:
    """Colour the cells of one sheet.

    Args:
        page: The sheet.
        marks: Its marks.
        places: Column key to column number.
        first_row: Row number of the draft's row 0.
    """
    blank: dict[int, list[int]] = {}
    for mark in marks:
        row, place = first_row + mark.row, places[mark.column]
        if mark.note:
            _doubt(page, row, place, mark.note)
        else:
            blank.setdefault(place, []).append(row)
    for place, rows in blank.items():
        letter = get_column_letter(place)
        for first, last in _runs(rows):
            rule = FormulaRule(  # type: ignore[no-untyped-call]
                formula=[f"LEN(TRIM({letter}{first}))=0"], fill=_AMBER, stopIfTrue=True
            )
            page.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Join neighbouring row numbers: (first, last) of each run."""
    numbered = enumerate(sorted(set(rows)))
    runs = groupby(numbered, key=lambda pair: pair[1] - pair[0])
    found = [[row for _, row in run] for _, run in runs]
    return [(run[0], run[-1]) for run in found]


def _doubt(page: Worksheet, row: int, place: int, note: str) -> None:
    cell = page.cell(row=row, column=place)
    if not isinstance(cell, Cell):
        return
    before = f"{cell.comment.text}\n" if cell.comment else ""
    comment = Comment(before + note, "pushpull-sched")
    comment.width, comment.height = 340, 120
    cell.comment = comment
    cell.fill = _AMBER


def _earlier(book: ExcelWorkbook) -> list[ToDo]:
    """Return the lines of a list that is there already, and remove the list."""
    if TO_DO not in book.sheetnames:
        return []
    page = book[TO_DO]
    lines = [
        ToDo(sheet=str(sheet), text=str(text))
        for sheet, text, *_ in page.iter_rows(
            min_row=_HEADING_ROW + 1, max_row=_MOST_LINES, max_col=2, values_only=True
        )
        if sheet and text
    ]
    book.remove(page)
    return lines


def add_to_do(book: ExcelWorkbook, todo: Sequence[ToDo]) -> None:
    """Put the list of what is left to do first in a workbook.

    Lines of an earlier list stay, but for those that ask for what has come now.
    """
    came = {SERVICES_LINE.text}
    kept = [line for line in _earlier(book) if line.text not in came]
    todo = (*todo, *(line for line in kept if line not in todo))
    page = book.create_sheet(TO_DO, 0)
    rows = [(TO_DO, ""), (_LEGEND, ""), ("", ""), ("Sheet", "What is left to do")]
    rows += [(line.sheet, line.text) for line in todo] or [("", "Nothing is missing.")]
    for number, texts in enumerate(rows, start=1):
        for place, text in enumerate(texts, start=1):
            cell = page.cell(row=number, column=place)
            if text:
                put_text(cell, text)
            cell.font = font(
                bold=number in {1, _HEADING_ROW}, size=16 if number == 1 else 11
            )
            cell.alignment = Alignment(wrap_text=number >= _HEADING_ROW, vertical="top")
        if number >= _HEADING_ROW:  # the legend runs across
            fit_height(page, number, texts, _WIDTHS)
    for letter, width in zip("AB", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.row_dimensions[1].height = 24
    print_in_full_width(page)
    book.active = 0
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is page
