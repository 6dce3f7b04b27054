"""Cells that hold words: texts, ids, lists, choices, yes or no, grades, periods."""

import re

from rapidfuzz import process

from pushpull_sched.domain.service import Per
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

LONGEST_TEXT = 1000
LONGEST_FREE_TEXT = 32_000
SAFE_DIGITS = 10**15
NEAR = 70
"""Likeness (0 to 100) from which a name is offered as what was meant."""

_WHOLE = re.compile(r"(\d+)\.0+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[Ee]\+\d{2,}")
_NOT_A_WORD = re.compile(r"[\s_\-]+")

YES = frozenset({"yes", "y", "true", "x", "1", "✓", "✔", "☑", "✅"})
NO = frozenset({"no", "n", "false", "0", "✗", "✘", "☐", "❌"})

PERIODS: dict[str, Per] = {
    "session": Per.SESSION,
    "sessions": Per.SESSION,
    "visit": Per.SESSION,
    "day": Per.DAY,
    "daily": Per.DAY,
    "days": Per.DAY,
    "week": Per.WEEK,
    "weekly": Per.WEEK,
    "weeks": Per.WEEK,
    "wk": Per.WEEK,
    "cycle": Per.CYCLE,
    "rotation": Per.CYCLE,
    "month": Per.MONTH,
    "monthly": Per.MONTH,
    "mo": Per.MONTH,
    "quarter": Per.QUARTER,
    "quarterly": Per.QUARTER,
    "qtr": Per.QUARTER,
    "year": Per.YEAR,
    "yearly": Per.YEAR,
    "annual": Per.YEAR,
    "annually": Per.YEAR,
    "yr": Per.YEAR,
}
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
GRADE_WORDS: dict[str, int] = {
    **dict.fromkeys(("pk", "prek", "prekindergarten", "preschool"), -1),
    **dict.fromkeys(("k", "kg", "kdg", "kinder", "kindergarten"), 0),
    **{word: grade for grade, word in enumerate(_ORDINALS, start=1)},
}
HIGHEST_GRADE = 12
_GRADE_NUMBER = re.compile(r"0?(\d{1,2})(?:st|nd|rd|th)?")


def folded(text: str) -> str:
    """Write a name as it is compared: without case, spaces, ``_`` and ``-``."""
    return _NOT_A_WORD.sub("", text.casefold())


def nearest(text: str, known: tuple[str, ...]) -> str | None:
    """Return the known name most like a text, None where none is near."""
    best = process.extractOne(
        text, known, processor=folded, score_cutoff=NEAR
    )  # by edit distance
    return str(best[0]) if best else None


def did_you_mean(text: str, known: tuple[str, ...]) -> str:
    """Return ``Did you mean X?``, blank where no name is near."""
    near = nearest(text, known)
    return f"Did you mean {near}?" if near else ""


def _turned_into_date(cell: Cell) -> Fault:
    return Fault(
        code="W230",
        message=f"Excel keeps this cell as a date or time ({plain_text(cell)}).",
        expected="text",
        advice="Format the cell as text and type it again.",
    )


def _name_of(cell: Cell) -> str | Fault:
    """Read a cell as one name or id."""
    value = cell.value
    if is_clock_or_date(value):
        return _turned_into_date(cell)
    text = plain_text(cell)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if (is_number and abs(value) >= SAFE_DIGITS) or _SCIENTIFIC.fullmatch(text):  # type: ignore[arg-type]
        return Fault(
            code="W216",
            message=f"Excel has rounded this number ({text}): digits are lost.",
            expected="the id as text",
        )
    return text


def _too_long(text: str, limit: int) -> Fault | None:
    if len(text) <= limit:
        return None
    return Fault(
        code="W221",
        message=f"The cell holds {len(text)} characters.",
        expected=f"at most {limit}",
    )


def text_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a text."""
    if column.free:
        text = plain_text(cell)
        return _too_long(text, LONGEST_FREE_TEXT) or Parsed(value=text)
    name = _name_of(cell)
    if isinstance(name, Fault):
        return name
    return _too_long(name, LONGEST_TEXT) or Parsed(value=name)


def one_id(text: str) -> str:
    """Write an id as ids are kept: ``7.0`` is ``7``, ``007`` stays."""
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def id_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read an id."""
    name = _name_of(cell)
    if isinstance(name, Fault):
        return name
    return _too_long(name, LONGEST_TEXT) or Parsed(value=one_id(name))


def _list(cell: Cell, *, ids: bool) -> Reading:
    name = _name_of(cell)
    if isinstance(name, Fault):
        return name
    too_long = _too_long(name, LONGEST_FREE_TEXT)
    if too_long:
        return too_long
    entries = (one_id(part) if ids else part for part in parts_of(name))
    distinct = {entry.casefold(): entry for entry in reversed(tuple(entries))}
    if not distinct:
        return Fault(
            code="W230",
            message="The list has separators but no entries.",
            expected="entries separated by comma or semicolon",
        )
    return Parsed(value=tuple(reversed(distinct.values())))


def text_list_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a list of names."""
    return _list(cell, ids=False)


def id_list_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a list of ids."""
    return _list(cell, ids=True)


def yes_no_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read yes or no."""
    if isinstance(cell.value, bool):
        return Parsed(value=cell.value)
    word = one_id(plain_text(cell).casefold())
    if word in YES or word in NO:
        return Parsed(value=word in YES)
    return Fault(
        code="W212",
        message=f"{shown(plain_text(cell))} is neither yes nor no.",
        expected="yes or no",
    )


def choice_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read one of the column's choices, or a synonym of one."""
    text = plain_text(cell)
    known = {folded(choice): choice for choice in column.choices}
    known.update(
        (folded(word), choice) for word, choice in column.choice_synonyms.items()
    )
    choice = known.get(folded(one_id(text)))
    if choice is not None and not isinstance(cell.value, bool):
        return Parsed(value=choice)
    return Fault(
        code="W211",
        message=f"{shown(text)} is not a value of {column.heading}.",
        expected=listed(column.choices),
        advice=did_you_mean(text, column.choices),
    )


def period_of(text: str) -> Per | None:
    """Return the period that a word names: ``weekly``, ``per month``, ``yr``."""
    word = re.sub(r"^(?:per|each|every|a|an|/)\s*", "", text.casefold()).strip(" .")
    word = re.sub(r"^\d+[\s-]*day\s+", "", word)
    return PERIODS.get(word)


def per_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a period."""
    text = plain_text(cell)
    per = period_of(text)
    allowed = tuple(
        item.value
        for item in Per
        if item is not Per.SESSION or column.key != "sessions_per"
    )
    if per is not None and per.value in allowed:
        return Parsed(value=per)
    return Fault(
        code="W211",
        message=f"{shown(text)} is not a period.",
        expected=listed(allowed),
        advice=did_you_mean(text, allowed),
    )


def grade_of(text: str) -> int | None:
    """Return the grade that a text names: ``PK``, ``K``, ``3rd``, ``Grade 3``."""
    word = re.sub(r"(?<=[a-z])[\s_.\-]+|\s+(?=[a-z])", "", text.casefold())
    word = re.sub(r"^(?:grade|gr|g)(?=\w)", "", word)
    word = re.sub(r"grade$", "", word)
    if word in GRADE_WORDS:
        return GRADE_WORDS[word]
    number = _GRADE_NUMBER.fullmatch(word)
    if number and 1 <= int(number[1]) <= HIGHEST_GRADE:
        return int(number[1])
    return None


def grade_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a grade."""
    if is_clock_or_date(cell.value):
        return _turned_into_date(cell)
    value = cell.value
    text = plain_text(cell)
    is_part = isinstance(value, float) and not value.is_integer()
    grade = None if is_part else grade_of(one_id(text))
    if grade is not None:
        return Parsed(value=grade)
    return Fault(
        code="W210",
        message=f"{shown(text)} is not a grade.",
        expected="PK, K or 1 to 12",
    )
