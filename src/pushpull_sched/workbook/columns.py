"""What a sheet and a column are, and what the cells of each kind are read as."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class CellKind(StrEnum):
    """Kind of the cells of a column, with the Python value that a filled cell gives.

    A blank cell, and one that cannot be read, gives None.
    """

    TEXT = "text"
    """``str``, cleaned of stray spaces and invisible characters."""
    ID = "id"
    """``str``: 7, 7.0 and "7" alike, 007 kept."""
    ID_LIST = "list of ids"
    """``tuple[str, ...]``, separated by comma or semicolon."""
    TEXT_LIST = "list"
    """``tuple[str, ...]``, separated by comma or semicolon."""
    INTEGER = "whole number"
    """``int`` between the column's minimum and maximum."""
    YES_NO = "yes or no"
    """``bool``."""
    TIME = "time"
    """``int``: minutes since midnight."""
    DATE = "date"
    """``datetime.date``."""
    DATE_LIST = "dates"
    """``tuple[datetime.date, ...]``, increasing; a range gives all its dates."""
    DAYS = "days"
    """``frozenset[int]``: positions in the days of Settings."""
    DAY = "day"
    """``int``: position in the days of Settings."""
    DAY_NAMES = "day names"
    """``tuple[str, ...]``: the days of Settings."""
    WEEKS = "weeks"
    """:class:`~pushpull_sched.workbook.values.WeekSet`."""
    GRADE = "grade"
    """``int``: PK is -1, K is 0, 1 to 12."""
    CHOICE = "choice"
    """``str``: one of the column's choices."""
    PER = "period"
    """:class:`~pushpull_sched.domain.service.Per`."""
    LENGTHS = "lengths"
    """``tuple[int, ...]``: minutes, increasing, not rounded; a range gives the
    multiples of the grid inside it."""
    FREQUENCY = "frequency"
    """:class:`~pushpull_sched.workbook.values.FrequencyReading`."""
    WEEK_PATTERN = "week pattern"
    """:class:`~pushpull_sched.domain.service.WeekPattern`."""
    FRACTION = "number"
    """``fractions.Fraction``, positive."""


_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_IMPLICATION: Mapping[str, tuple[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet (one key, for Settings).

    Attributes:
        key: Name in the program, the same as the heading.
        heading: Heading in the template.
        kind: How its cells are read.
        required: Every row must fill it; a blank cell is reported by the reader.
        heading_required: The heading must be there, though a cell may be blank.
        default: What a blank cell means, in words, for template and docs.
        doc: One or two sentences for template and docs.
        synonyms: Other headings accepted.
        choices: Canonical values, for kind CHOICE.
        choice_synonyms: Other spelling to canonical value, for kind CHOICE.
        minimum: Smallest value, for INTEGER and the parts of LENGTHS.
        maximum: Largest value.
        unit: ``min`` where ``30 min`` may be written for 30.
        unique: No two rows may have the same value.
        free: Any text will do, dates and long texts too: nothing reads it.
        example: A value as a user might write it.
        implies: Heading to (key of another column, its text): ``minutes per session``
            says both ``minutes`` and ``per``.
    """

    key: str
    heading: str
    kind: CellKind
    required: bool = False
    heading_required: bool = False
    default: str = ""
    doc: str = ""
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    choice_synonyms: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""
    unique: bool = False
    free: bool = False
    example: str = ""
    implies: Mapping[str, tuple[str, str]] = field(
        default_factory=lambda: _NO_IMPLICATION
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of the workbook.

    Attributes:
        key: Name in the program; also the name of the CSV file.
        title: Name in the template.
        columns: Its columns, in the order of the template.
        doc: What one row is.
        synonyms: Other names accepted.
        required: The sheet must be there and have a row.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    doc: str
    synonyms: tuple[str, ...] = ()
    required: bool = False

    def column(self, key: str) -> Column:
        """Return the column with this key.

        Raises:
            KeyError: The sheet has no such column.
        """
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


def column(key: str, kind: CellKind, doc: str, **more: object) -> Column:
    """Make a column whose heading is its key."""
    return Column(key=key, heading=key, kind=kind, doc=doc, **more)  # type: ignore[arg-type]
