"""Cells of a row by the type of their kind; None where blank or unreadable."""

from datetime import date
from fractions import Fraction
from typing import cast

from pushpull_sched.domain.service import Per, WeekPattern
from pushpull_sched.workbook.tables import Row
from pushpull_sched.workbook.values import FrequencyReading, WeekSet


def text_of(row: Row, key: str) -> str | None:
    """Read a cell of kind TEXT, ID or CHOICE."""
    return cast("str | None", row[key])


def names_of(row: Row, key: str) -> tuple[str, ...]:
    """Read a cell of kind ID_LIST, TEXT_LIST or DAY_NAMES; blank is empty."""
    return cast("tuple[str, ...] | None", row[key]) or ()


def number_of(row: Row, key: str) -> int | None:
    """Read a cell of kind INTEGER, TIME, DAY or GRADE."""
    return cast("int | None", row[key])


def number_or(row: Row, key: str, default: int) -> int:
    """Read a cell of kind INTEGER or TIME that has a default."""
    value = number_of(row, key)
    return default if value is None else value


def fraction_of(row: Row, key: str) -> Fraction | None:
    """Read a cell of kind FRACTION."""
    return cast("Fraction | None", row[key])


def flag_or(row: Row, key: str, *, default: bool) -> bool:
    """Read a cell of kind YES_NO that has a default."""
    value = cast("bool | None", row[key])
    return default if value is None else value


def date_of(row: Row, key: str) -> date | None:
    """Read a cell of kind DATE."""
    return cast("date | None", row[key])


def dates_of(row: Row, key: str) -> tuple[date, ...]:
    """Read a cell of kind DATE_LIST; blank is empty."""
    return cast("tuple[date, ...] | None", row[key]) or ()


def days_of(row: Row, key: str = "days") -> frozenset[int] | None:
    """Read a cell of kind DAYS."""
    return cast("frozenset[int] | None", row[key])


def weeks_of(row: Row, key: str = "weeks") -> WeekSet:
    """Read a cell of kind WEEKS; blank is all."""
    return cast("WeekSet | None", row[key]) or WeekSet()


def per_of(row: Row, key: str) -> Per | None:
    """Read a cell of kind PER."""
    return cast("Per | None", row[key])


def lengths_of(row: Row, key: str = "session_minutes") -> tuple[int, ...]:
    """Read a cell of kind LENGTHS; blank is empty."""
    return cast("tuple[int, ...] | None", row[key]) or ()


def frequency_of(row: Row, key: str = "frequency") -> FrequencyReading | None:
    """Read a cell of kind FREQUENCY."""
    return cast("FrequencyReading | None", row[key])


def pattern_of(row: Row, key: str = "week_pattern") -> WeekPattern | None:
    """Read a cell of kind WEEK_PATTERN."""
    return cast("WeekPattern | None", row[key])
