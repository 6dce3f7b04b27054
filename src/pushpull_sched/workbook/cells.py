"""Which reader serves which kind of cell."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from pushpull_sched.workbook.amounts import fraction_cell, integer_cell, lengths_cell
from pushpull_sched.workbook.cell import (
    EXCEL_ERRORS,
    Cell,
    CellState,
    Fault,
    Parsed,
    Reading,
    Remark,
    Scope,
    clean,
    shown,
)
from pushpull_sched.workbook.columns import CellKind, Column
from pushpull_sched.workbook.dates import date_cell, date_list_cell
from pushpull_sched.workbook.days import (
    day_cell,
    day_names_cell,
    days_cell,
    week_pattern_cell,
    weeks_cell,
)
from pushpull_sched.workbook.frequency import frequency_cell
from pushpull_sched.workbook.times import time_cell
from pushpull_sched.workbook.words import (
    choice_cell,
    grade_cell,
    id_cell,
    id_list_cell,
    per_cell,
    text_cell,
    text_list_cell,
    yes_no_cell,
)

READERS: Mapping[CellKind, Callable[[Cell, Column, Scope], Reading]] = MappingProxyType(
    {
        CellKind.TEXT: text_cell,
        CellKind.ID: id_cell,
        CellKind.ID_LIST: id_list_cell,
        CellKind.TEXT_LIST: text_list_cell,
        CellKind.INTEGER: integer_cell,
        CellKind.YES_NO: yes_no_cell,
        CellKind.TIME: time_cell,
        CellKind.DATE: date_cell,
        CellKind.DATE_LIST: date_list_cell,
        CellKind.DAYS: days_cell,
        CellKind.DAY: day_cell,
        CellKind.DAY_NAMES: day_names_cell,
        CellKind.WEEKS: weeks_cell,
        CellKind.GRADE: grade_cell,
        CellKind.CHOICE: choice_cell,
        CellKind.PER: per_cell,
        CellKind.LENGTHS: lengths_cell,
        CellKind.FREQUENCY: frequency_cell,
        CellKind.WEEK_PATTERN: week_pattern_cell,
        CellKind.FRACTION: fraction_cell,
    }
)

LONGEST_CELL = 32_000
_CONTROL = Remark(code="W222", message="Control characters were taken out of the text.")
_ODD = Remark(
    code="W223",
    message="Odd spaces or invisible characters were taken out of the text.",
)


def read_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a filled cell as its column says.

    Args:
        cell: The cell.
        column: Its column.
        scope: What Settings says.
    """
    if cell.state is CellState.NO_VALUE:
        return Fault(
            code="W202", message="The formula in this cell has no stored value."
        )
    if not isinstance(cell.value, str):
        return READERS[column.kind](cell, column, scope)
    text = cell.value.strip()
    if text.upper() in EXCEL_ERRORS:
        return Fault(code="W203", message=f"The cell shows {text}.")
    if len(text) > LONGEST_CELL:
        return Fault(
            code="W221",
            message=f"The cell holds {len(text)} characters.",
            expected=f"at most {LONGEST_CELL}",
        )
    reading = READERS[column.kind](cell, column, scope)
    seen = clean(cell.value)
    remarks = ((_CONTROL,) if seen.control else ()) + ((_ODD,) if seen.odd else ())
    if isinstance(reading, Fault) or not remarks:
        return reading
    return Parsed(value=reading.value, remarks=(*reading.remarks, *remarks))


def blank_fault(column: Column) -> Fault:
    """Return what is said of a required cell that is blank."""
    return Fault(
        code="W201",
        message=f"{column.heading} is blank.",
        expected=shown(column.doc),
        advice=f"Fill in {column.heading}.",
    )
