"""A schedule without names: its rows with the pseudonyms of the roster.

Only the flat Schedule sheet is written. The timetables, the reasons and the summary of
a result name people in running text; they can be made again from the two files.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import time
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter

from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.interop.draft_file import save
from pushpull_sched.interop.pseudonyms import Kind, Pseudonyms, Shuffle
from pushpull_sched.workbook.paper import font, print_in_full_width, put_text
from pushpull_sched.workbook.schedule_rows import SCHEDULE

_CLOCK_FORMAT = "hh:mm"
_WIDTH = 14


def _nothing(order: list[str]) -> None:
    """Leave an order as it is."""


def pseudonymize_schedule(
    rows: Iterable[ScheduleRow], names: Pseudonyms, shuffle: Shuffle = _nothing
) -> tuple[ScheduleRow, ...]:
    """Replace every id of a schedule.

    Args:
        rows: Its rows.
        names: The pseudonyms of the roster. An id that the roster does not have gets a
            new one, so that nothing slips through.
        shuffle: Puts unknown ids into random order before they are numbered.
    """
    kept = tuple(rows)
    for kind, column in _COLUMNS:
        ids = [text for row in kept if (text := column(row))]
        unknown = [text for text in ids if names.of(kind, text) is None]
        names.give(kind, unknown, shuffle)
    return tuple(_renamed(row, names.of) for row in kept)


def restore_schedule(
    rows: Iterable[ScheduleRow], names: Pseudonyms
) -> tuple[ScheduleRow, ...]:
    """Put the ids back; one that the key does not know stays.

    Args:
        rows: Rows of a pseudonymized schedule.
        names: The key as it was written.
    """
    back = names.turned()
    return tuple(_renamed(row, back.of) for row in rows)


_COLUMNS: tuple[tuple[Kind, Callable[[ScheduleRow], str | None]], ...] = (
    (Kind.PROVIDER, lambda row: row.provider_id),
    (Kind.PLACE, lambda row: row.room_id),
    (Kind.CLASS, lambda row: row.class_id),
    (Kind.SERVICE, lambda row: row.service_id),
    (Kind.STUDENT, lambda row: row.student_id),
)


def _renamed(row: ScheduleRow, other: Callable[[Kind, str], str | None]) -> ScheduleRow:
    def name(kind: Kind, text: str | None) -> str | None:
        return None if text is None else other(kind, text) or text

    return replace(
        row,
        provider_id=name(Kind.PROVIDER, row.provider_id),
        room_id=name(Kind.PLACE, row.room_id),
        class_id=name(Kind.CLASS, row.class_id),
        service_id=name(Kind.SERVICE, row.service_id),
        student_id=name(Kind.STUDENT, row.student_id),
    )


def write_schedule(path: Path, rows: Iterable[ScheduleRow]) -> None:
    """Write the rows as a workbook with one sheet, Schedule.

    Args:
        path: Where it goes; there must be no file yet.
        rows: The rows.
    """
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = SCHEDULE.title
    for place, column in enumerate(SCHEDULE.columns, start=1):
        page.cell(row=1, column=place, value=column.key).font = font(bold=True)
        page.column_dimensions[get_column_letter(place)].width = _WIDTH
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(SCHEDULE.columns, start=1):
            value = getattr(row, column.key)
            cell = page.cell(row=number, column=place)
            if column.key in {"start", "end"}:
                cell.value, cell.number_format = _clock(value), _CLOCK_FORMAT
            elif isinstance(value, str):
                put_text(cell, value)
            else:
                cell.value = value
    page.freeze_panes = "B2"
    print_in_full_width(page)
    save(book, path)


def _clock(minute: int) -> time | str:
    hour, rest = divmod(minute, 60)
    return time(hour, rest) if hour < 24 else f"{hour}:{rest:02}"  # noqa: PLR2004 - midnight
