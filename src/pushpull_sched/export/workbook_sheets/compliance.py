"""The Compliance sheet: what every service is owed and what it gets."""

from collections.abc import Sequence
from dataclasses import fields
from types import MappingProxyType

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.result import ServiceStatus
from pushpull_sched.export.views import ComplianceRow
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.schedule_sheet import add_table
from pushpull_sched.export.workbook_sheets.text_fit import height_needed

COLUMNS = tuple(field.name for field in fields(ComplianceRow))
"""The columns of the contract, in order."""

_MISSING = frozenset({ServiceStatus.SHORT.value, ServiceStatus.UNPLACED.value})
_WIDTHS = {
    "service_id": 18.0,
    "student_id": 11.0,
    "service": 15.0,
    "setting": 9.0,
    "required_minutes": 17.0,
    "scheduled_minutes": 18.0,
    "minutes_short": 14.0,
    "sessions": 10.0,
    "provider_id": 12.0,
    "status": 15.0,
    "conversion": 42.0,
    "reason": 46.0,
}
_POINTS_PER_WIDTH = 5.25
_TOP = Alignment(horizontal="left", vertical="top")
_LOOK = styles.Look(alignment=_TOP, border=styles.GRID_BORDER)
_LONG_LOOK = styles.Look(alignment=styles.WRAP, border=styles.GRID_BORDER)
_STATUS_LOOKS = MappingProxyType(
    {
        status: styles.Look(
            font=styles.BOLD if status in _MISSING else styles.BODY,
            fill=fill,
            alignment=_TOP,
            border=styles.GRID_BORDER,
        )
        for status, fill in styles.STATUS_FILLS.items()
    }
)
_LONG = ("conversion", "reason")
_LINE_HEIGHT = 15.0


def fill_compliance_sheet(sheet: Worksheet, rows: Sequence[ComplianceRow]) -> None:
    """Write one row per service; the status is worded and coloured."""
    styles.put_headings(sheet, 1, COLUMNS)
    for number, row in enumerate(rows, start=2):
        for column, name in enumerate(COLUMNS, start=1):
            look = _LONG_LOOK if name in _LONG else _LOOK
            if name == "status":
                look = _STATUS_LOOKS[row.status]
            styles.put(sheet, (number, column), getattr(row, name), look)
        styles.set_height(sheet, number, _height(row))
    styles.set_widths(sheet, [_WIDTHS[name] for name in COLUMNS])
    add_table(sheet, "ComplianceTable", len(COLUMNS), len(rows))


def _height(row: ComplianceRow) -> float:
    """Return the height that the longest text of a row takes."""
    heights = (
        height_needed(getattr(row, name), 10, _WIDTHS[name] * _POINTS_PER_WIDTH)
        for name in _LONG
    )
    return max(_LINE_HEIGHT, max(heights) + 2)
