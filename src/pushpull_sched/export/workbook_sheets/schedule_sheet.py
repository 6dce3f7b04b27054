"""The flat Schedule sheet: one row per session and service, to be edited by hand."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import time

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.export.workbook_sheets import styles

COLUMNS = tuple(field.name for field in fields(ScheduleRow) if field.name != "source")
"""The columns of the contract, in order: the fields of a row but for its source."""

_TIME_COLUMNS = frozenset({"start", "end"})
_WIDTHS = {"service": 20.0, "service_id": 22.0, "class_id": 14.0, "student_id": 14.0}


def fill_schedule_sheet(sheet: Worksheet, rows: Sequence[ScheduleRow]) -> None:
    """Write the rows, with a filter, a frozen heading and Excel times."""
    styles.put_headings(sheet, 1, COLUMNS)
    for number, row in enumerate(rows, start=2):
        for column, name in enumerate(COLUMNS, start=1):
            _put_value(sheet, (number, column), name, getattr(row, name))
    styles.set_widths(sheet, [_WIDTHS.get(name, 12.0) for name in COLUMNS])
    add_table(sheet, "ScheduleTable", len(COLUMNS), len(rows))


def _put_value(
    sheet: Worksheet, at: tuple[int, int], name: str, value: str | int | None
) -> None:
    if name in _TIME_COLUMNS and isinstance(value, int):
        at_time = time(value // 60, value % 60)
        styles.put(sheet, at, at_time, styles.TIME_LOOK)
    else:
        styles.put(sheet, at, value, styles.LEFT_LOOK)


def add_table(sheet: Worksheet, name: str, columns: int, rows: int) -> None:
    """Turn headings in row 1 and the rows below into a table with filters.

    Excel takes no table without a row, so an empty one keeps a blank row.
    """
    last = get_column_letter(columns)
    table = Table(displayName=name, ref=f"A1:{last}{1 + max(1, rows)}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
