"""Pages as a workbook: one sheet each, ready to print, and a flat sheet to filter."""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.export.formats.flat import Row
from pushpull_sched.export.formats.xlsx_lists import fill_flat, fill_slip
from pushpull_sched.export.pages.model import Page, SlipPage
from pushpull_sched.export.workbook_file import frozen
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.sheet_names import sheet_names
from pushpull_sched.export.workbook_sheets.week_sheet import fill_weeks

FLAT_SHEET = "Sessions"


def render_xlsx(
    pages: Sequence[Page],
    colours: Mapping[str, str],
    columns: Sequence[str],
    rows: Sequence[Row],
) -> bytes:
    """Write a workbook; the same pages always give the same bytes.

    Args:
        pages: The pages, at least one.
        colours: Colour of every tint.
        columns: Columns of the flat sheet.
        rows: Its rows.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    names = sheet_names(
        ((page.head.name, page.head.key) for page in pages), reserved=(FLAT_SHEET,)
    )
    for name, page in zip(names, pages, strict=True):
        sheet: Worksheet = book.create_sheet()
        sheet.title = name
        sheet.sheet_view.showGridLines = False
        if isinstance(page, SlipPage):
            fill_slip(sheet, page)
        else:
            fill_weeks(sheet, (page,), colours)
        if page.head.mark:
            sheet.sheet_properties.tabColor = styles.WARNING_COLOR
    fill_flat(book.create_sheet(FLAT_SHEET), pages[0].head, columns, rows)
    return frozen(book, "Service timetables")
