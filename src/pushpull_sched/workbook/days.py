"""Cells that hold days, weeks and week patterns."""

import re

from pushpull_sched.domain.service import PatternKind, WeekPattern
from pushpull_sched.workbook.cell import (
    Cell,
    Fault,
    Parsed,
    Reading,
    Scope,
    is_clock_or_date,
    listed,
    parts_of,
    plain_text,
    shown,
)
from pushpull_sched.workbook.columns import Column
from pushpull_sched.workbook.values import WeekKind, WeekSet
from pushpull_sched.workbook.words import one_id

ALL_WORDS = frozenset(
    {"all", "all days", "every", "every day", "everyday", "daily", "any"}
)
WEEKDAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAY_WORDS = (
    ("m", "mo", "mon", "monday", "mondays"),
    ("t", "tu", "tue", "tues", "tuesday", "tuesdays"),
    ("w", "we", "wed", "weds", "wednesday", "wednesdays"),
    ("th", "r", "thu", "thur", "thurs", "thursday", "thursdays"),
    ("f", "fr", "fri", "friday", "fridays"),
    ("sa", "sat", "saturday", "saturdays"),
    ("su", "sun", "sunday", "sundays"),
)
WEEKDAYS: dict[str, int] = {
    word: position for position, words in enumerate(_WEEKDAY_WORDS) for word in words
}
_LONGEST_FIRST = sorted(WEEKDAYS, key=len, reverse=True)
_COMPACT = re.compile("|".join(_LONGEST_FIRST))
MOST_DAYS = 20
MOST_WEEKS = 4
BLOCKS = (1, 2, 4)

EXPECTED_WEEKS = "all, odd, even or week numbers from 1 to 4"
EXPECTED_PATTERN = "every, odd, even, a week number 1 to 4, or n of m (m: 1, 2 or 4)"


class Unknown(str):
    """A word that names no day."""

    __slots__ = ()


def _weekdays(days: tuple[str, ...]) -> tuple[int, ...]:
    """Return which weekdays the days are; nothing where one of them is no weekday."""
    found = tuple(WEEKDAYS.get(name.casefold(), -1) for name in days)
    return () if -1 in found else found


def positions(days: tuple[str, ...]) -> dict[str, int]:
    """Return every word that names one of the days, with the day's position.

    Args:
        days: The days of Settings. Where they are weekdays, all spellings of these
            weekdays are known; a rotation day ``A`` is also ``Day A`` and ``A day``.
    """
    known: dict[str, int] = {}
    for position, weekday in enumerate(_weekdays(days)):
        known.update(dict.fromkeys(_WEEKDAY_WORDS[weekday], position))
    for position, name in enumerate(days):
        word = name.casefold()
        known.update({word: position, f"day {word}": position, f"{word} day": position})
    return known


def _compact(word: str, known: dict[str, int]) -> list[int] | None:
    """Read names written without separators: ``MWF``, ``MTWThF``, ``AB``.

    A word that can be cut up in two ways (``MFR``) is not read.
    """
    names = _compact_weekdays(word, known)
    if any(letter not in known for letter in word):
        return names
    letters = [known[letter] for letter in word]
    return letters if names in (None, letters) else None


def _compact_weekdays(word: str, known: dict[str, int]) -> list[int] | None:
    names = _COMPACT.findall(word)
    if "".join(names) != word or any(name not in known for name in names):
        return None
    return [known[name] for name in names]


def _range(part: str, known: dict[str, int]) -> list[int] | None:
    ends = re.split(r"\s*-\s*|\s+(?:to|through|thru)\s+", part)
    if len(ends) != 2 or any(end not in known for end in ends):  # noqa: PLR2004 - ends
        return None
    first, last = known[ends[0]], known[ends[1]]
    return list(range(first, last + 1)) if first <= last else None


def _part(part: str, known: dict[str, int]) -> list[int] | Unknown:
    """Read one part of a list of days."""
    word = one_id(part).rstrip(".")
    if word in known:
        return [known[word]]
    span = _range(word, known)
    if span is not None:
        return span
    found: list[int] = []
    for piece in re.split(r"[\s/+&]+", word):
        if piece in {"and", "day", "days", ""}:
            continue
        if piece in known:
            found.append(known[piece])
            continue
        compact = None if piece.isdigit() else _compact(piece, known)
        if compact is None:
            return Unknown(piece)
        found.extend(compact)
    return found


def days_of(text: str, days: tuple[str, ...]) -> frozenset[int] | Unknown:
    """Return the positions of the days that a text names.

    Args:
        text: ``Mon,Wed,Fri``, ``MWF``, ``M T W Th F``, ``Mon-Fri``, ``all``.
        days: The days of Settings.

    Returns:
        The positions, or the first word that names no day.
    """
    word = text.casefold().strip()
    known = positions(days)
    if word in ALL_WORDS and word not in known:
        return frozenset(range(len(days)))
    found: set[int] = set()
    for part in parts_of(word):
        got = _part(part, known)
        if isinstance(got, Unknown):
            return got
        found.update(got)
    return frozenset(found) if found else Unknown(text)


def _days_fault(text: str, word: str, days: tuple[str, ...]) -> Fault:
    place = text.casefold().find(word)
    written_word = text[place : place + len(word)] if place >= 0 else text
    return Fault(
        code="W208",
        message=f"{shown(written_word)} is not a day of this school.",
        expected=f"days among {', '.join(days)}, or all",
        advice=(
            f"Write days as in Settings, such as {days[0]}; further days belong into "
            "days of Settings."
        ),
    )


def _as_date(cell: Cell, code: str, expected: str) -> Fault | None:
    if not isinstance(cell.value, bool) and not is_clock_or_date(cell.value):
        return None
    return Fault(
        code=code,
        message=f"Excel keeps this cell as {plain_text(cell)}.",
        expected=expected,
        advice="Format the cell as text and type it again.",
    )


def days_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read days as positions in the days of Settings."""
    fault = _as_date(cell, "W208", f"days among {', '.join(scope.days)}")
    if fault:
        return fault
    text = plain_text(cell)
    found = days_of(text, scope.days)
    if isinstance(found, Unknown):
        return _days_fault(text, found, scope.days)
    return Parsed(value=found)


def day_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read exactly one day."""
    reading = days_cell(cell, column, scope)
    if isinstance(reading, Fault):
        return reading
    found = reading.value
    if isinstance(found, frozenset) and len(found) == 1:
        return Parsed(value=next(iter(found)))
    return Fault(
        code="W208",
        message=f"{shown(plain_text(cell))} is more than one day.",
        expected=listed(scope.days),
        advice="Write one row per day.",
    )


def _names(text: str) -> tuple[str, ...]:
    """Return the day names that a text lists, as they are to be shown."""
    if not re.search(r"[,;]", text):
        weekdays = days_of(text, WEEKDAY_NAMES)
        if not isinstance(weekdays, Unknown) and text.casefold() not in ALL_WORDS:
            return tuple(WEEKDAY_NAMES[position] for position in sorted(weekdays))
        numbers = re.fullmatch(r"(\d{1,2})\s*-\s*(\d{1,2})", text)
        if numbers:
            return tuple(map(str, range(int(numbers[1]), int(numbers[2]) + 1)))
        return tuple(name for name in re.split(r"[/\s]+", text) if name)
    return parts_of(text)


def day_names_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read the days of one week or rotation."""
    expected = "day names such as Mon,Tue,Wed,Thu,Fri or A,B"
    fault = _as_date(cell, "W208", expected)
    if fault:
        return fault
    names = _names(plain_text(cell))
    distinct = {name.casefold() for name in names}
    meant = _weekdays(names) or distinct
    if not names or len(distinct) < len(names) or len(set(meant)) < len(names):
        why = "A day is named twice." if names else "No day is named."
        return Fault(code="W208", message=why, expected=expected)
    if len(names) > MOST_DAYS or distinct & ALL_WORDS:
        return Fault(
            code="W208",
            message=f"{shown(plain_text(cell))} is not a list of 1 to 20 day names.",
            expected=expected,
        )
    return Parsed(value=names)


def weeks_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read weeks: ``all``, ``odd``, ``even`` or week numbers."""
    fault = _as_date(cell, "W209", EXPECTED_WEEKS)
    if fault:
        return fault
    word = re.sub(r"\bweeks?\b", "", one_id(plain_text(cell)).casefold()).strip()
    if word in {"all", "every", "each"}:
        return Parsed(value=WeekSet())
    if word in {"odd", "even"}:
        return Parsed(value=WeekSet(kind=WeekKind(word)))
    weeks: set[int] = set()
    for part in parts_of(re.sub(r"\band\b|&", ",", word)):
        found = re.fullmatch(r"([1-4])(?:\s*-\s*([1-4]))?", part)
        span = range(int(found[1]), int(found[2] or found[1]) + 1) if found else ()
        if not span:
            weeks.clear()
            break
        weeks.update(span)
    if weeks:
        return Parsed(value=WeekSet(kind=WeekKind.LIST, weeks=frozenset(weeks)))
    return Fault(
        code="W209",
        message=f"{shown(plain_text(cell))} names no weeks.",
        expected=EXPECTED_WEEKS,
    )


def n_of_m(n: int, m: int) -> WeekPattern | None:
    """Return the pattern, None where m is not 1, 2 or 4 or n is not within it."""
    if m in BLOCKS and 1 <= n <= m:
        return WeekPattern(kind=PatternKind.N_OF_M, n=n, m=m)
    return None


def pattern_of(text: str) -> WeekPattern | None:
    """Return the week pattern that a text names, None where it names none."""
    word = re.sub(r"\s*\bweeks?\b\s*", " ", one_id(text).casefold()).strip()
    if word in {"every", "all", "each"}:
        return WeekPattern()
    if word in {"odd", "even"}:
        return WeekPattern(kind=PatternKind(word))
    if word in {"every other", "alternate", "alternating", "every second", "every 2"}:
        return n_of_m(1, 2)
    if re.fullmatch(r"[1-4]", word):
        return WeekPattern(kind=PatternKind.WEEK, week=int(word))
    block = re.fullmatch(r"(\d) ?(?:out )?of ?(?:every )?(\d)", word)
    return n_of_m(int(block[1]), int(block[2])) if block else None


def week_pattern_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a week pattern."""
    fault = _as_date(cell, "W214", EXPECTED_PATTERN)
    if fault:
        return fault
    pattern = pattern_of(plain_text(cell))
    if pattern is not None:
        return Parsed(value=pattern)
    return Fault(
        code="W214",
        message=f"{shown(plain_text(cell))} is not a week pattern.",
        expected=EXPECTED_PATTERN,
    )
