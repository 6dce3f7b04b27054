"""One cell as it stands in the file, and what reading it gives."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from pushpull_sched.domain.clock import clock_text

EXCEL_ERRORS = frozenset(
    {
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
    }
)

_ODD_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPED_CONTROL = re.compile(r"_x00(?:0[0-8BCEFbcef]|1[0-9A-Fa-f])_")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_SINGLE_QUOTES = re.compile("[\u2018\u2019\u201b\u02bc]")
_DOUBLE_QUOTES = re.compile("[\u201c\u201d\u201f]")
_SPACES = re.compile(r"\s+")

SHOWN_LENGTH = 60
LONGEST_NUMBER = 1024
"""Bits that a number may have to be written out."""


class CellState(StrEnum):
    """What the file says about a cell beside its value."""

    PLAIN = "plain"
    NO_VALUE = "formula without a stored value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A filled cell.

    Attributes:
        value: str, int, float, bool, datetime, date, time or timedelta.
        number_format: Excel's format code, for times.
        state: Whether a value is stored at all.
    """

    value: object
    number_format: str = "General"
    state: CellState = CellState.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note or warning about how a cell was read; the value is used all the same."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A cell that could be read.

    Attributes:
        value: The value, of the type that the column's kind names.
        remarks: What is to be said about the reading.
    """

    value: object
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A cell that cannot be read.

    Attributes:
        code: Stable code.
        message: What is wrong, in one sentence.
        expected: What would have been right.
        advice: What to do; blank for the advice of the code.
    """

    code: str
    message: str
    expected: str = ""
    advice: str = ""


Reading = Parsed | Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What Settings says that cells of other sheets are read by.

    Attributes:
        days: Names of the days.
        grid: Minutes of the grid.
    """

    days: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri")
    grid: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A text without what the eye does not see.

    Attributes:
        text: The cleaned text.
        odd: Odd spaces or invisible characters were taken out.
        control: Control characters were taken out.
    """

    text: str
    odd: bool = False
    control: bool = False


@lru_cache(maxsize=8192)
def clean(text: str) -> CleanText:
    """Take out what the eye does not see, and write look-alikes alike."""
    control = bool(_CONTROL.search(text) or _ESCAPED_CONTROL.search(text))
    seen = _ESCAPED_CONTROL.sub("", _CONTROL.sub("", text))
    odd = bool(_ODD_SPACES.search(seen) or _INVISIBLE.search(seen))
    seen = _INVISIBLE.sub("", _ODD_SPACES.sub(" ", seen))
    seen = unicodedata.normalize("NFKC", seen)
    seen = _DASHES.sub("-", _SINGLE_QUOTES.sub("'", _DOUBLE_QUOTES.sub('"', seen)))
    return CleanText(text=_SPACES.sub(" ", seen).strip(), odd=odd, control=control)


def number_text(number: float) -> str:
    """Write a number without a needless ``.0``."""
    if isinstance(number, int) and number.bit_length() > LONGEST_NUMBER:
        return "a very long number"
    if isinstance(number, float) and number.is_integer():
        return str(int(number))
    return str(number)


def written(value: object) -> str:
    """Write the value of a cell as the user sees it, more or less."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, datetime):
        plain = value.replace(microsecond=0)
        return str(plain.date()) if plain.time() == time() else str(plain)
    if isinstance(value, time):
        return clock_text(value.hour * 60 + value.minute)
    return "" if value is None else str(value).strip()


def shown(text: str) -> str:
    """Shorten a text for a message."""
    plain = clean(text).text
    return plain if len(plain) <= SHOWN_LENGTH else plain[: SHOWN_LENGTH - 1] + "…"


def plain_text(cell: Cell) -> str:
    """Return the cleaned text of a cell, numbers without a needless ``.0``."""
    return clean(written(cell.value)).text


def is_blank(value: object) -> bool:
    """Tell whether a cell with this value counts as blank."""
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or (isinstance(value, str) and not clean(value).text)


def is_clock_or_date(value: object) -> bool:
    """Tell whether Excel keeps the value as a date or time."""
    return isinstance(value, date | time | timedelta)


def listed(words: Sequence[str]) -> str:
    """Join words for a sentence: ``a, b or c``."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no "or"
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def parts_of(text: str) -> tuple[str, ...]:
    """Split a list at commas and semicolons, without blanks."""
    pieces = (piece.strip() for piece in re.split(r"[,;]", text))
    return tuple(piece for piece in pieces if piece)
