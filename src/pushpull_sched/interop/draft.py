"""A roster in the making: rows, and what still has to be filled in or looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pushpull_sched.workbook.schema import SHEET

DraftRow = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A cell that somebody has to look at.

    Attributes:
        sheet: Key of the sheet.
        row: Position of the row in the draft, from 0.
        column: Key of the column.
        note: What is to be done, in one sentence; blank where the cell is simply
            missing and its column says it all.
    """

    sheet: str
    row: int
    column: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One line of the list of what is left to do.

    Attributes:
        sheet: Title of the sheet.
        text: What to do, in a sentence or two.
    """

    sheet: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A roster in the making.

    Attributes:
        rows: Sheet key to rows; a row maps column keys to values.
        marks: Cells to fill in or to look at.
        todo: What is left to do, in order.
        remarks: What was left out or understood in some way, for the screen.
    """

    rows: Mapping[str, Sequence[DraftRow]]
    marks: tuple[Mark, ...] = ()
    todo: tuple[ToDo, ...] = ()
    remarks: tuple[str, ...] = ()

    def count(self, key: str) -> int:
        """Return the number of rows of a sheet."""
        return len(self.rows.get(key, ()))


@dataclass(slots=True)
class MarkList:
    """Collects marks while rows are made."""

    sheet: str
    marks: list[Mark] = field(default_factory=list)

    def missing(self, row: int, *columns: str) -> None:
        """Mark cells that are blank and must be filled in."""
        self.marks += [
            Mark(sheet=self.sheet, row=row, column=column) for column in columns
        ]

    def doubt(self, row: int, column: str, note: str) -> None:
        """Mark a cell that holds something to look at."""
        self.marks.append(Mark(sheet=self.sheet, row=row, column=column, note=note))


def missing_counts(marks: Iterable[Mark]) -> dict[tuple[str, str], int]:
    """Count the blank cells to fill in, by (sheet key, column key)."""
    counts: dict[tuple[str, str], int] = {}
    for mark in marks:
        if not mark.note:
            place = (mark.sheet, mark.column)
            counts[place] = counts.get(place, 0) + 1
    return counts


SERVICES_LINE = ToDo(
    sheet="Services",
    text="Add the commitments: type them in, or take them from an export with "
    "pushpull-sched import services FILE --into this workbook.",
)


def empty_sheets(draft_rows: Mapping[str, Sequence[DraftRow]]) -> tuple[ToDo, ...]:
    """Return a line for every sheet that a school must fill and that has no rows."""
    wanted = {
        "classes": "List the classes that the students attend, lunch and recess too.",
        "providers": "List everyone who gives services: roles, days, hours.",
        "rooms": "List the rooms where pull-out sessions can be held.",
    }
    lines = [
        ToDo(sheet=SHEET[key].title, text=text)
        for key, text in wanted.items()
        if not draft_rows.get(key)
    ]
    return (*lines, *(() if draft_rows.get("services") else (SERVICES_LINE,)))


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return ``1 row``, ``2 rows``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
