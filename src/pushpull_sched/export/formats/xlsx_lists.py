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

PROGRAM = "pushpull-sched"
_DAY = Side(style="thin", color="7F7F7F")
_TIMES = frozenset({"start", "end"})
_SLIP_WIDTHS = (15.0, 12.0, 20.0, 34.0, 24.0, 8.0, 8.0, 8.0)
_SLIP_PADDING = 6.0
_BOX = "\u2610"


def facts_line(head: Head) -> str:
    """Return the line under a title."""
    return "  ·  ".join(part for part in (head.mark, *head.facts) if part)


def set_print(sheet: Worksheet, head: Head, area: str) -> None:
    """Print the area on one page."""
    styles.set_page(
        sheet,
        left=head.facts[0] if head.facts else "",
        right=head.mark,
        footer=PROGRAM,
    )
    sheet.page_setup.fitToHeight = 1
    sheet.print_area = area


def fill_slip(sheet: Worksheet, page: SlipPage) -> None:
    """Write a teacher's slip on one upright page."""
    styles.set_widths(sheet, _SLIP_WIDTHS)
    last = len(_SLIP_WIDTHS)
    row = 0
    for text, font in (
        (page.head.title, styles.TITLE),
        (facts_line(page.head), styles.BODY),
        ("Please tick a box in every row and give the page back.", styles.BODY),
    ):
        row += 1
        look = styles.Look(font=font, alignment=Alignment(vertical="center"))
        styles.put(sheet, (row, 1), text, look)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    sheet.row_dimensions[1].height = 24
    for title, first, entries in (
        ("Who leaves your class", "Students", page.leaving),
        ("Who comes into your class", "For", page.coming),
    ):
        row += 2
        styles.put(sheet, (row, 1), title, styles.Look(font=styles.SECTION))
        row = _slip_table(sheet, row + 1, first, entries)
    row += 2
    styles.put(
        sheet, (row, 1), "What would work better:", styles.Look(font=styles.BOLD)
    )
    for _ in range(3):
        row += 1
        sheet.row_dimensions[row].height = 20
        for column in range(1, last + 1):
            sheet.cell(row=row, column=column).border = Border(bottom=_DAY)
    row += 2
    styles.put(sheet, (row, 1), "Signature and date:", styles.Look(font=styles.BOLD))
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
            look = styles.Look(
                font=styles.BOLD if column == 2 else styles.BODY,  # noqa: PLR2004
                alignment=Alignment(wrap_text=True, vertical="center"),
            )
            styles.put(sheet, (row, column), value, look).border = styles.GRID_BORDER
            width = _SLIP_WIDTHS[column - 1] * 5.25
            tallest = max(tallest, height_needed(value, 10, width))
        for column in range(len(values) + 1, len(headings) + 1):
            look = styles.Look(font=styles.SECTION, alignment=styles.CENTRE)
            styles.put(sheet, (row, column), _BOX, look).border = styles.GRID_BORDER
        styles.set_height(sheet, row, max(18.0, tallest + _SLIP_PADDING))
    return row


def fill_flat(
    sheet: Worksheet, head: Head, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Write the flat table, with filters and a heading on every printed page."""
    styles.put_headings(sheet, 1, columns)
    look = styles.Look(alignment=Alignment(horizontal="left"))
    widths = [float(len(name) + 4) for name in columns]
    for number, row in enumerate(rows, start=2):
        for at, name in enumerate(columns):
            value = row.get(name)
            cell = styles.put(sheet, (number, at + 1), value, look)
            widths[at] = min(40.0, max(widths[at], len(str(value or "")) + 2.0))
            if name in _TIMES and isinstance(value, str):
                cell.value = time.fromisoformat(value)
                cell.number_format = "hh:mm"
    styles.set_widths(sheet, widths)
    add_table(sheet, "SessionsTable", len(columns), len(rows))
    styles.set_page(
        sheet,
        left=head.facts[0] if head.facts else "",
        right=head.mark,
        footer=PROGRAM,
    )
