"""The rows of a roster in a form that reads the same once it is written again."""

from datetime import date, time

from pushpull_sched.workbook.columns import CellKind, Column
from pushpull_sched.workbook.tables import Row, Workbook

_AFTERNOON_IF_BARE = range(1, 6)
"""Hours that the reader takes for the afternoon where nothing says AM."""

Rows = dict[str, list[dict[str, object]]]
"""Sheet key to rows; a row maps column keys to what stands in the cell."""


def rows_of(roster: Workbook) -> Rows:
    """Return every filled cell of a roster, sheet by sheet, in the order of the file.

    Args:
        roster: A roster without errors.
    """
    return {
        key: [_filled(row) for row in roster.tables[key].rows()]
        for key in roster.present
    }


def _filled(row: Row) -> dict[str, object]:
    return {
        column.key: same_value(row[column.key], row.text(column.key), column)
        for column in row.table.sheet.columns
        if row[column.key] is not None
    }


def same_value(value: object, text: str, column: Column) -> object:
    """Return a value in a form that reads the same.

    Args:
        value: The cell as read.
        text: The cell as written.
        column: Its column.
    """
    if column.kind is CellKind.TIME and isinstance(value, int):
        hour, minute = divmod(value, 60)
        if hour in _AFTERNOON_IF_BARE:
            return f"{hour}:{minute:02} AM"
        return time(hour, minute)
    if isinstance(value, date | int) and not isinstance(value, bool):
        return text if column.kind in {CellKind.GRADE, CellKind.DAY} else value
    return text
