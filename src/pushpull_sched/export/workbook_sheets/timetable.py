"""A true time grid on a sheet: rows as high as their minutes are long.

Rows run from one edge to the next (a session's start, a half hour, the end of someone's
hours), so that any minute of the day has its place, on the grid or not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.export.views import Block, DayPlan
from pushpull_sched.export.wording import long_time
from pushpull_sched.export.workbook_sheets.styles import (
    AWAY_FILL,
    CENTRE,
    FONT,
    Look,
    block_border,
    block_fill,
    put,
)

HALF_HOUR = 30
_DEFAULT_DAY = (8 * 60, 15 * 60)
_HALF_HOUR = Side(style="hair", color="A6A6A6")
_DAY = Side(style="thin", color="7F7F7F")
_HALF_HOUR_LINE = Border(top=_HALF_HOUR)
_HALF_HOUR_CELL = Border(top=_HALF_HOUR, left=_DAY, right=_DAY)
_CELL = Border(left=_DAY, right=_DAY)
_TIME_LOOK = Look(
    font=Font(name=FONT, size=8, color="404040"),
    alignment=Alignment(horizontal="right", vertical="top"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAxis:
    """The rows of a time grid.

    Attributes:
        points: Edges in minutes since midnight, increasing; a row between each two.
        first_row: Row of the sheet that begins at the first edge.
        per_minute: Height of a minute in points.
    """

    points: tuple[int, ...]
    first_row: int
    per_minute: float

    @property
    def next_row(self) -> int:
        """The row below the grid."""
        return self.first_row + len(self.points) - 1

    def rows(self, start: int, end: int) -> tuple[int, int]:
        """First and last row of a stretch between two edges."""
        first = self.first_row + self.points.index(start)
        return first, self.first_row + self.points.index(end) - 1


def time_points(plans: Iterable[DayPlan]) -> tuple[int, ...]:
    """Collect the edges of a grid that shows these days."""
    edges: set[int] = set()
    for plan in plans:
        edges.update(minute for span in plan.available for minute in span)
        for block in plan.blocks:
            edges.update((block.start, block.end))
    first = min(edges, default=_DEFAULT_DAY[0]) // HALF_HOUR * HALF_HOUR
    last = -(-max(edges, default=_DEFAULT_DAY[1]) // HALF_HOUR) * HALF_HOUR
    return tuple(sorted(edges | set(range(first, last + 1, HALF_HOUR))))


def draw_axis(sheet: Worksheet, axis: TimeAxis, column: int) -> None:
    """Set the heights of the rows and write the half hours into a column."""
    for index, point in enumerate(axis.points[:-1]):
        minutes = axis.points[index + 1] - point
        row = axis.first_row + index
        sheet.row_dimensions[row].height = minutes * axis.per_minute
    marks = [point for point in axis.points if point % HALF_HOUR == 0]
    for mark, after in pairwise(marks):
        first, last = axis.rows(mark, after)
        cell = put(
            sheet,
            (first, column),
            long_time(mark),
            _TIME_LOOK,
        )
        cell.border = _HALF_HOUR_LINE
        _merge(sheet, (first, last), (column, column))


def draw_hours(sheet: Worksheet, axis: TimeAxis, column: int, plan: DayPlan) -> None:
    """Shade the time in which a provider is not available; rule the half hours."""
    for index, point in enumerate(axis.points[:-1]):
        cell = sheet.cell(row=axis.first_row + index, column=column)
        if not any(start <= point < end for start, end in plan.available):
            cell.fill = AWAY_FILL
        cell.border = _HALF_HOUR_CELL if point % HALF_HOUR == 0 else _CELL


def draw_block(
    sheet: Worksheet,
    axis: TimeAxis,
    columns: tuple[int, int],
    block: Block,
    *,
    wording: tuple[str, int],
) -> None:
    """Write one block over its rows and columns.

    Args:
        sheet: The sheet.
        axis: Its rows.
        columns: First and last column.
        block: The block.
        wording: Its text and font size.
    """
    text, size = wording
    first, last = axis.rows(block.start, block.end)
    cell = put(
        sheet,
        (first, columns[0]),
        text,
        Look(
            font=Font(name=FONT, size=size, italic=not block.is_session),
            fill=block_fill(block.kind),
            alignment=CENTRE,
        ),
    )
    cell.border = block_border(block.kind)
    _merge(sheet, (first, last), columns)


def _merge(sheet: Worksheet, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    if rows[0] == rows[1] and columns[0] == columns[1]:
        return
    sheet.merge_cells(
        start_row=rows[0],
        end_row=rows[1],
        start_column=columns[0],
        end_column=columns[1],
    )


def column_width(points: float) -> float:
    """Turn points into Excel's unit of column width (digits of 7 pixels)."""
    return max(1.0, (points * 96 / 72 - 5) / 7)


def runs_of(columns: Sequence[DayPlan], block: Block) -> list[tuple[int, int]]:
    """Find the stretches of neighbouring columns that hold an equal block."""
    runs: list[tuple[int, int]] = []
    for index, plan in enumerate(columns):
        if block not in plan.blocks:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs
