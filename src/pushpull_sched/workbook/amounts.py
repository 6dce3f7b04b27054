"""Cells that hold numbers: whole numbers, session lengths, positive fractions."""

import math
import re
from fractions import Fraction

from pushpull_sched.workbook.cell import (
    Cell,
    Fault,
    Parsed,
    Reading,
    Scope,
    is_clock_or_date,
    number_text,
    parts_of,
    plain_text,
    shown,
)
from pushpull_sched.workbook.columns import Column

NEARLY = 1e-6
"""A stored number this near to a whole one was meant to be whole."""

MOST_DIGITS = 9
_MINUTES = r"\s*(?:minutes?|mins?\.?|')?"
_INTEGER = re.compile(r"([+-]?\d+)(?:\.0*)?")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_RANGE = re.compile(rf"(\d{{1,4}}){_MINUTES}\s*(?:-|to)\s*(\d{{1,4}}){_MINUTES}")
_LENGTH = re.compile(rf"(\d{{1,4}})(?:\.0+)?{_MINUTES}")
_LOOKS_LIKE_FREQUENCY = re.compile(r"\d\s*[x\u00d7*]|/|week|wk|daily|month|year")


def _bounds(column: Column) -> str:
    if column.maximum is None:
        return f"a whole number from {column.minimum or 0}"
    return f"a whole number from {column.minimum or 0} to {column.maximum}"


def _not_a_number(text: str, column: Column) -> Fault:
    advice = ""
    if column.key == "minutes" and _LOOKS_LIKE_FREQUENCY.search(text.casefold()):
        advice = "Write such a text into the column frequency."
    return Fault(
        code="W204",
        message=f"{shown(text)} is not a whole number.",
        expected=_bounds(column),
        advice=advice,
    )


def _whole(cell: Cell, column: Column) -> int | None:
    """Return the whole number of a cell, None where it holds none."""
    value = cell.value
    if isinstance(value, bool) or is_clock_or_date(value):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value) or abs(value - round(value)) > NEARLY:
            return None
        return round(value)
    text = plain_text(cell)
    if column.unit == "min":
        text = re.sub(r"\s*(?:minutes?|mins?\.?)$", "", text, flags=re.IGNORECASE)
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    found = _INTEGER.fullmatch(text)
    return int(found[1]) if found and len(found[1]) <= MOST_DIGITS else None


def integer_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a whole number: ``30``, ``30.0``, ``"30"``, ``30 min``."""
    number = _whole(cell, column)
    if number is None:
        return _not_a_number(plain_text(cell), column)
    low = number if column.minimum is None else column.minimum
    high = number if column.maximum is None else column.maximum
    if low <= number <= high:
        return Parsed(value=number)
    return Fault(
        code="W205",
        message=f"{shown(number_text(number))} is out of range.",
        expected=_bounds(column),
    )


def fraction_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a positive number, exactly as it is written."""
    text = plain_text(cell)
    most = column.maximum or 1000
    expected = f"a number above 0, at most {most}"
    unreadable = Fault(
        code="W204", message=f"{shown(text)} is not a number.", expected=expected
    )
    if isinstance(cell.value, bool) or is_clock_or_date(cell.value):
        return unreadable
    if not re.fullmatch(r"[+-]?\d{1,6}(?:\.\d{0,17})?", text):
        return unreadable
    number = Fraction(text)
    if 0 < number <= most:
        return Parsed(value=number)
    return Fault(code="W205", message=f"{text} is out of range.", expected=expected)


def _lengths_of(part: str, column: Column, grid: int) -> tuple[int, ...] | str:
    """Return the lengths that one part of a list names, or what is wrong with it."""
    high = column.maximum or 0
    single = _LENGTH.fullmatch(part)
    if single:
        length = int(single[1])
        if 1 <= length <= high:
            return (length,)
        return f"{part} is not between 1 and {high} minutes."
    span = _RANGE.fullmatch(part)
    if not span:
        return f"{shown(part)} is not a length in minutes."
    first, last = int(span[1]), int(span[2])
    if not 1 <= first <= last <= high:
        return f"The range {part} does not run upwards between 1 and {high}."
    inside = tuple(n for n in range(first, last + 1) if n % grid == 0)
    return inside or f"No multiple of the grid ({grid}) lies in the range {part}."


def lengths_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read session lengths: ``30``, ``20,30``, ``20-45``."""
    expected = "minutes: 30, a list 20,30 or a range 20-45"
    if isinstance(cell.value, bool) or is_clock_or_date(cell.value):
        return Fault(
            code="W215",
            message=f"{plain_text(cell)} is not a length in minutes.",
            expected=expected,
            advice="Format the cell as text and write the minutes, such as 20-45.",
        )
    lengths: set[int] = set()
    text = plain_text(cell).casefold()
    for part in parts_of(re.sub(r"\bor\b|\band\b|/", ",", text)):
        found = _lengths_of(part, column, scope.grid)
        if isinstance(found, str):
            return Fault(code="W215", message=found, expected=expected)
        lengths.update(found)
    if lengths:
        return Parsed(value=tuple(sorted(lengths)))
    return Fault(code="W215", message="The list names no length.", expected=expected)
