"""The cells of a Schedule sheet."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.service import Setting
from pushpull_sched.workbook.amounts import integer_cell
from pushpull_sched.workbook.cell import (
    EXCEL_ERRORS,
    Cell,
    CellState,
    Fault,
    Reading,
    Scope,
    plain_text,
    shown,
)
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.columns import CellKind, Column
from pushpull_sched.workbook.days import positions
from pushpull_sched.workbook.schedule_columns import SCHEDULE
from pushpull_sched.workbook.times import time_cell
from pushpull_sched.workbook.words import folded, id_cell, text_cell

_SCOPE = Scope()
_READERS: Mapping[CellKind, Callable[[Cell, Column, Scope], Reading]] = (
    MappingProxyType(
        {
            CellKind.ID: id_cell,
            CellKind.TEXT: text_cell,
            CellKind.INTEGER: integer_cell,
            CellKind.TIME: time_cell,
        }
    )
)
_SETTINGS = {
    folded(setting.value): setting.value
    for setting in (Setting.PUSH_IN, Setting.PULL_OUT, Setting.CONSULT)
}


def read_cell(
    cell: Cell, column: Column, source: SourceRef
) -> tuple[object, list[Finding]]:
    """Read one filled cell.

    Returns:
        Its value, None where it cannot be read, and what is to be said.
    """
    text = plain_text(cell)
    if cell.state is CellState.NO_VALUE:
        message = "The cell holds a formula whose value is not stored."
        return None, [finding("W202", source, message)]
    if text in EXCEL_ERRORS:
        message = f"The cell shows {text}."
        return None, [finding("W203", source, message, value=text)]
    reading = _READERS[column.kind](cell, column, _SCOPE)
    if isinstance(reading, Fault):
        fault = finding(
            reading.code,
            source,
            reading.message,
            value=shown(text),
            expected=reading.expected,
            advice=reading.advice,
        )
        return None, [fault]
    remarks = [
        finding(remark.code, source, remark.message, value=shown(text))
        for remark in reading.remarks
    ]
    return reading.value, remarks


def blank_cell(column: Column, source: SourceRef) -> Finding:
    """Say that a required cell is blank."""
    message = f"{column.heading} is blank."
    return finding("W201", source, message, expected=column.doc)


def _day_name(text: str, days: tuple[str, ...]) -> str:
    """Write a day as Settings does; one that is not known stays as written."""
    position = positions(days).get(text.casefold().strip().rstrip("."))
    return text if position is None else days[position]


def _setting_name(text: str) -> str:
    """Write a setting as the contract does; one that is not known stays."""
    return _SETTINGS.get(folded(text), text)


def row_of(
    values: Mapping[str, object], source: SourceRef, days: tuple[str, ...]
) -> ScheduleRow | None:
    """Make a row of its values; None where a required one is missing.

    Args:
        values: What was read, by column key.
        source: Where the row stands.
        days: ``Settings.days``.
    """
    required = (column.key for column in SCHEDULE.columns if column.required)
    if any(values.get(key) is None for key in required):
        return None
    named = {
        **values,
        "day": _day_name(str(values["day"]), days),
        "setting": _setting_name(str(values["setting"])),
    }
    return ScheduleRow(**named, source=source)  # type: ignore[arg-type] # read by kind
