"""The upright slips and the flat table of an exported workbook."""

from collections.abc import Sequence
from datetime import time

from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.export.formats.flat import Row
from pushpull_sched.export.pages.model import ANSWERS, Head, SlipPage, SlipRow
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.schedule_sheet import add_table
from pushpull_sched.export.workbook_sheets.text_fit import height_needed
from pushpull_sched.export.workbook_sheets.week_sheet import (
    PROGRAM,
    facts_line,
    set_print,
)

_DAY = Side(style="thin", color="7F7F7F")
_TIMES = frozenset({"start", "end"})
_SLIP_WIDTHS = (15.0, 12.0, 20.0, 34.0, 24.0, 8.0, 8.0, 8.0)
_SLIP_PADDING = 6.0
_BOX = "\u2610"
_MIDDLE = Alignment(vertical="center")
_WRAPPED = Alignment(wrap_text=True, vertical="center")
_TITLE_LOOK = styles.Look(font=styles.TITLE, alignment=_MIDDLE)
_LINE_LOOK = styles.Look(alignment=_MIDDLE)
_CELL_LINE_LOOK = styles.Look(alignment=_WRAPPED)
_SECTION_LOOK = styles.Look(font=styles.SECTION)
_BOLD_LOOK = styles.Look(font=styles.BOLD)
_RULE_LOOK = styles.Look(border=Border(bottom=_DAY))
_CELL_LOOK = styles.Look(alignment=_WRAPPED, border=styles.GRID_BORDER)
_WHEN_LOOK = styles.Look(
    font=styles.BOLD, alignment=_WRAPPED, border=styles.GRID_BORDER
)
_BOX_LOOK = styles.Look(
    font=styles.SECTION, alignment=styles.CENTRE, border=styles.GRID_BORDER
)


def fill_slip(sheet: Worksheet, page: SlipPage) -> None:
    """Write a teacher's slip on one upright page."""
    styles.set_widths(sheet, _SLIP_WIDTHS)
    last = len(_SLIP_WIDTHS)
    row = 0
    for text, look in (
        (page.head.title, _TITLE_LOOK),
        (facts_line(page.head), _LINE_LOOK),
        ("Please tick a box in every row and give the page back.", _LINE_LOOK),
        *([(page.remark, _CELL_LINE_LOOK)] if page.remark else []),
    ):
        row += 1
        styles.put(sheet, (row, 1), text, look)
        styles.merge(sheet, (row, row), (1, last))
    sheet.row_dimensions[1].height = 24
    if page.remark:
        height = height_needed(page.remark, 10, sum(_SLIP_WIDTHS) * 5.25)
        styles.set_height(sheet, row, height + _SLIP_PADDING)
    for title, first, entries in (
        ("Who leaves your class", "Students", page.leaving),
        ("Who comes into your class", "For", page.coming),
    ):
        row += 2
        styles.put(sheet, (row, 1), title, _SECTION_LOOK)
        row = _slip_table(sheet, row + 1, first, entries)
    row += 2
    styles.put(sheet, (row, 1), "What would work better:", _BOLD_LOOK)
    for _ in range(3):
        row += 1
        sheet.row_dimensions[row].height = 20
        for column in range(1, last + 1):
            styles.put(sheet, (row, column), None, _RULE_LOOK)
    row += 2
    styles.put(sheet, (row, 1), "Signature and date:", _BOLD_LOOK)
    set_print(sheet, page.head, f"A1:{get_column_letter(last)}{row}")
    sheet.page_setup.orientation = "portrait"
    sheet.freeze_panes = "A4"


def _slip_table(
    sheet: Worksheet, row: int, first: str, entries: Sequence[SlipRow]
) -> int:
    """Write a table from a row on; return its last row."""
    if not entries:
        styles.put(sheet, (row, 1), "Nobody.")
        return row
    headings = ("Days", "Time", first, "For, with, where", "During", *ANSWERS)
    for column, heading in enumerate(headings, start=1):
        styles.put(sheet, (row, column), heading, styles.DAY_LOOK)
    sheet.row_dimensions[row].height = 28
    for entry in entries:
        row += 1
        values = (entry.when, entry.time, entry.who, entry.what, entry.lesson)
        tallest = 0.0
        for column, value in enumerate(values, start=1):
            look = _WHEN_LOOK if column == 2 else _CELL_LOOK  # noqa: PLR2004
            styles.put(sheet, (row, column), value, look)
            width = _SLIP_WIDTHS[column - 1] * 5.25
            tallest = max(tallest, height_needed(value, 10, width))
        for column in range(len(values) + 1, len(headings) + 1):
            styles.put(sheet, (row, column), _BOX, _BOX_LOOK)
        styles.set_height(sheet, row, max(18.0, tallest + _SLIP_PADDING))
    return row


def fill_flat(
    sheet: Worksheet, head: Head, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Write the flat table, with filters and a heading on every printed page."""
    styles.put_headings(sheet, 1, columns)
    widths = [float(len(name) + 4) for name in columns]
    for number, row in enumerate(rows, start=2):
        for at, name in enumerate(columns):
            value = row.get(name)
            widths[at] = min(40.0, max(widths[at], len(str(value or "")) + 2.0))
            place = (number, at + 1)
            if name in _TIMES and isinstance(value, str):
                styles.put(sheet, place, time.fromisoformat(value), styles.TIME_LOOK)
            else:
                styles.put(sheet, place, value, styles.LEFT_LOOK)
    styles.set_widths(sheet, widths)
    add_table(sheet, "SessionsTable", len(columns), len(rows))
    styles.set_page(
        sheet,
        left=head.facts[0] if head.facts else "",
        right=head.mark,
        footer=PROGRAM,
    )
