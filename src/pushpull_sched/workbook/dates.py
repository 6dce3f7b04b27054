"""Cells that hold dates."""

import re
from datetime import date, datetime, time, timedelta

from pushpull_sched.workbook.cell import (
    Cell,
    Fault,
    Parsed,
    Reading,
    Remark,
    Scope,
    plain_text,
    shown,
)
from pushpull_sched.workbook.columns import Column

EXPECTED = "a date such as 2026-09-01"
LONGEST_HOLIDAY = 120
EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(18_264, 73_051)
"""Excel's day counts of 1950 to 2100."""

YEARS = range(1950, 2101)
CENTURY_SPLIT = 50

MONTH_FIRST = Remark(
    code="W227", message="Dates such as 9/1/2026 were read as month/day/year."
)
DAY_COUNT = Remark(
    code="W231", message="A number in a date column was read as Excel's day count."
)

_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]0?0:00(?::00)?(?:\.0+)?)?"
)
_US = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_NAMED = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? ")


def _made(year: int, month: int, day: int) -> date | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return made if year in YEARS else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else 0


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - two digits leave out the century
        return year
    return year + (2000 if year < CENTURY_SPLIT else 1900)


def date_of(text: str) -> tuple[date | None, bool]:
    """Return the date that a text names, and whether month/day/year was assumed."""
    word = _WEEKDAY.sub("", text.casefold())
    iso = _ISO.fullmatch(word)
    if iso:
        return _made(int(iso[1]), int(iso[2]), int(iso[3])), False
    numeric = _US.fullmatch(word)
    if numeric:
        return _made(_full_year(numeric[3]), int(numeric[1]), int(numeric[2])), True
    named = _NAMED.fullmatch(word)
    if named:
        return _made(int(named[3]), _month(named[1]), int(named[2])), False
    day_first = _DAY_FIRST.fullmatch(word)
    if day_first:
        month = _month(day_first[2])
        return _made(int(day_first[3]), month, int(day_first[1])), False
    return None, False


def _fault(text: str) -> Fault:
    return Fault(
        code="W207", message=f"{shown(text)} is not a date.", expected=EXPECTED
    )


def date_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a date."""
    value = cell.value
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Parsed(value=value) if value.year in YEARS else _fault(str(value))
    text = plain_text(cell)
    if isinstance(value, bool | time | timedelta):
        return _fault(text)
    if text.isascii() and text.isdigit() and len(text) <= 6 and int(text) in SERIALS:  # noqa: PLR2004 - longest day count
        counted = EXCEL_EPOCH + timedelta(days=int(text))
        return Parsed(value=counted, remarks=(DAY_COUNT,))
    found, month_first = date_of(text)
    if found is None:
        return _fault(text)
    return Parsed(value=found, remarks=(MONTH_FIRST,) if month_first else ())


def _span(part: str) -> tuple[tuple[date, ...], bool] | None:
    """Return the dates of one part of a list: a date, or a range of dates."""
    single, assumed = date_of(part)
    if single:
        return (single,), assumed
    ends = re.split(r"\s+(?:-|to|until)\s+|\.\.", part)
    if len(ends) != 2:  # noqa: PLR2004 - a range has two ends
        return None
    first, first_assumed = date_of(ends[0].strip())
    last, last_assumed = date_of(ends[1].strip())
    if not first or not last or not 0 <= (last - first).days <= LONGEST_HOLIDAY:
        return None
    days = range((last - first).days + 1)
    dates = tuple(first + timedelta(days=day) for day in days)
    return dates, first_assumed or last_assumed


def _pieces(text: str) -> list[str]:
    """Split a list of dates; a comma before a year belongs to the date."""
    pieces = re.split(r";|,(?!\s*\d{4}(?![-/.\d]))", text)
    return [piece.strip() for piece in pieces if piece.strip()]


def date_list_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read dates: a list, with ranges such as ``2026-12-21 to 2027-01-01``."""
    if not isinstance(cell.value, str):
        reading = date_cell(cell, column, scope)
        if isinstance(reading, Parsed):
            return Parsed(value=(reading.value,), remarks=reading.remarks)
        return reading
    dates: set[date] = set()
    assumed = False
    for piece in _pieces(plain_text(cell)):
        found = _span(piece)
        if found is None:
            return _fault(piece)
        dates.update(found[0])
        assumed = assumed or found[1]
    if not dates:
        return _fault(plain_text(cell))
    return Parsed(value=tuple(sorted(dates)), remarks=(MONTH_FIRST,) if assumed else ())
