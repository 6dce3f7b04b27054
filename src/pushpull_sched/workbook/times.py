"""Cells that hold a time of day."""

import math
import re
from datetime import datetime, time, timedelta

from pushpull_sched.domain.clock import MINUTES_PER_DAY
from pushpull_sched.workbook.cell import (
    Cell,
    Fault,
    Parsed,
    Reading,
    Remark,
    Scope,
    number_text,
    plain_text,
    shown,
)
from pushpull_sched.workbook.columns import Column

EXPECTED = "a time such as 8:30, 1:15 pm or 13:15"
LAST_AFTERNOON_HOUR = 5
EPOCH_YEARS = frozenset({1899, 1900, 1904})
"""Years in which Excel shows a time that has no date."""

NOON = 12
HOURS = 24
MINUTES = 60

AFTERNOON = Remark(
    code="W224",
    message="Hours 1 to 5 without am or pm were read as afternoon (1:15 is 13:15).",
)
CLOCK_PART = Remark(
    code="W225", message="The cell holds a date and a time; only the time is used."
)
ROUNDED = Remark(
    code="W226", message="The time has seconds and was rounded to the minute."
)

_CLOCK = re.compile(
    r"(?P<h>\d{1,2})[:.h](?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]\.?\s?m?\.?)?"
)
_DIGITS = re.compile(r"(?P<h>\d{1,2})(?P<m>\d{2})\s*(?P<half>[ap]\.?\s?m?\.?)?")
_HOUR = re.compile(r"(?P<h>\d{1,2})\s*(?P<half>[ap]\.?\s?m\.?)")
_FRACTION = re.compile(r"0?\.\d{3,}")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}[t ](.+)")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def _fault(text: str, why: str = "") -> Fault:
    return Fault(
        code="W206",
        message=why or f"{shown(text)} is not a time.",
        expected=EXPECTED,
    )


def shows_half_of_day(number_format: str) -> bool:
    """Tell whether an Excel format shows am or pm."""
    plain = _QUOTED.sub("", number_format).casefold()
    return "am/pm" in plain or "a/p" in plain


def _from_seconds(seconds: float, *, as_shown: bool) -> Reading:
    """Read seconds since midnight."""
    minute = math.floor(seconds / 60 + 0.5)
    if not 0 <= minute < MINUTES_PER_DAY:
        return _fault("", "The time is not within one day.")
    remarks: tuple[Remark, ...] = ()
    if abs(seconds - minute * 60) >= 1:
        remarks = (ROUNDED,)
    if not as_shown and 1 <= minute // 60 <= LAST_AFTERNOON_HOUR:
        return Parsed(value=minute + NOON * 60, remarks=(*remarks, AFTERNOON))
    return Parsed(value=minute, remarks=remarks)


def _seconds(clock: time) -> float:
    whole = clock.hour * 3600 + clock.minute * 60 + clock.second
    return whole + clock.microsecond / 1_000_000


def _from_datetime(moment: datetime, *, as_shown: bool) -> Reading:
    real = moment.year not in EPOCH_YEARS
    if real and moment.time() == time():
        return _fault("", f"{moment.date()} is a date, not a time.")
    reading = _from_seconds(_seconds(moment.time()), as_shown=as_shown)
    if isinstance(reading, Parsed) and real:
        return Parsed(value=reading.value, remarks=(*reading.remarks, CLOCK_PART))
    return reading


def _from_match(found: re.Match[str], text: str) -> Reading:
    hour, minute = int(found["h"]), int(found["m"] if "m" in found.groupdict() else 0)
    second = int(found.groupdict().get("s") or 0)
    half = (found["half"] or "")[:1]
    if hour >= HOURS or minute >= MINUTES or second >= MINUTES:
        return _fault(text)
    if half == "a" and hour > NOON:
        return _fault(text, f"{shown(text)} is neither morning nor afternoon.")
    if half == "p" and hour < NOON:
        hour += NOON
    if half == "a" and hour == NOON:
        hour = 0
    return _from_seconds(hour * 3600 + minute * 60 + second, as_shown=bool(half))


def _from_text(text: str) -> Reading:
    word = text.casefold()
    dated = _DATED.fullmatch(word)
    if dated:
        reading = _from_text(dated[1])
        if isinstance(reading, Parsed):
            return Parsed(value=reading.value, remarks=(*reading.remarks, CLOCK_PART))
        return _fault(text)
    if _FRACTION.fullmatch(word):
        return _from_seconds(float(word) * 86_400, as_shown=False)
    if re.search(r"\d\s*(?:-|to)\s*\d", word):
        return _fault(
            text, f"{shown(text)} is a range; start and end have own columns."
        )
    for form in (_CLOCK, _DIGITS, _HOUR):
        found = form.fullmatch(word)
        if found:
            return _from_match(found, text)
    return _fault(text)


def _from_number(number: float, *, as_shown: bool) -> Reading:
    if 0 < number < 1:
        return _from_seconds(number * 86_400, as_shown=as_shown)
    if isinstance(number, float) and number.is_integer() and abs(number) < HOURS * 100:
        number = int(number)
    if isinstance(number, int) and 100 <= number < HOURS * 100:  # noqa: PLR2004 - 1:00
        return _from_text(str(number))
    return _fault(number_text(number))


def time_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a time; see workbook.md, section 1.

    An Excel time whose format shows am or pm is taken as shown; other hours from 1 to 5
    are afternoon, with a remark.
    """
    value = cell.value
    as_shown = shows_half_of_day(cell.number_format)
    if isinstance(value, datetime):
        return _from_datetime(value, as_shown=as_shown)
    if isinstance(value, time):
        return _from_seconds(_seconds(value), as_shown=as_shown)
    if isinstance(value, timedelta):
        return _from_seconds(value.total_seconds(), as_shown=as_shown)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, as_shown=as_shown)
    return _from_text(plain_text(cell))
