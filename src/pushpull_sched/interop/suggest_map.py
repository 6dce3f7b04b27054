"""A first map for a table that nobody has mapped yet, to be looked over and edited."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from pushpull_sched.interop.foreign import ForeignTable
from pushpull_sched.interop.service_map import recognize, target_columns
from pushpull_sched.workbook.cell import clean
from pushpull_sched.workbook.columns import CellKind, Column
from pushpull_sched.workbook.frequency import read_frequency
from pushpull_sched.workbook.layout import heading_word
from pushpull_sched.workbook.values import FrequencyReading

LIKELY = 78
"""Likeness (0 to 100) from which a heading is proposed for a column."""

MOST_VALUES = 20
_SAMPLE = 200
_LEAST_LETTERS = 3
_OWN_WORDS: Mapping[str, tuple[str, ...]] = {
    "student_id": (
        "student id",
        "student unique id",
        "state student id",
        "local id",
        "ssid",
        "pupil id",
    ),
    "name": ("student name", "student", "full name", "last name first name", "pupil"),
    "service": (
        "service",
        "service type",
        "service name",
        "related service",
        "type of service",
    ),
    "frequency": ("sessions / frequency", "frequency", "amount", "service frequency"),
    "minutes": ("minutes", "duration", "minutes per session", "session duration"),
    "sessions": ("sessions", "times", "number of sessions"),
    "setting": ("location", "service location", "setting", "placement", "where"),
    "role": (
        "provider role",
        "provider type",
        "position",
        "service provider title",
        "given by",
        "provided by",
    ),
    "provider": ("provider", "provider name", "case manager", "therapist"),
    "start_date": ("start date", "begin date", "service start", "from"),
    "end_date": ("end date", "service end", "stop date", "until", "to"),
    "group": ("group", "individual or group", "delivery model", "group size type"),
    "birth_date": ("birth date", "birthdate", "dob", "date of birth"),
    "grade": ("grade", "grade level", "year level"),
    "homeroom": ("homeroom", "homeroom teacher"),
    "building": ("school", "site", "building", "school of attendance"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One line of a proposed map.

    Attributes:
        column: Our column.
        heading: The foreign heading proposed for it.
        likeness: 0 to 100; 100 is the same words.
        reason: Why, where it is not the heading: ``its cells read as frequencies``.
    """

    column: str
    heading: str
    likeness: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A proposed map.

    Attributes:
        proposals: The columns that a heading was found for, in the order of Services.
        missing: Columns that a roster needs and that no heading was found for.
        unused: Headings that nothing was found for.
        recognized: Name of the built-in map that fits, None where none does.
        toml: The map, as a file to edit.
    """

    proposals: tuple[Proposal, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    recognized: str | None
    toml: str


def suggest(table: ForeignTable) -> Suggestion:
    """Propose a map for a table."""
    proposals = _propose(table)
    columns = {one.column for one in proposals}
    missing = [
        key for key in ("student_id", "service", "setting") if key not in columns
    ]
    if not columns & {"frequency", "minutes"}:
        missing.append("frequency")
    if not columns & {"role", "provider"}:
        missing.append("role")
    used = {one.heading for one in proposals}
    unused = tuple(heading for heading in table.headings if heading not in used)
    return Suggestion(
        proposals=proposals,
        missing=tuple(missing),
        unused=unused,
        recognized=recognize(table),
        toml="\n".join(_toml(table, proposals, missing, unused)) + "\n",
    )


def _propose(table: ForeignTable) -> tuple[Proposal, ...]:
    """Give every column at most one heading, the likeliest pairs first."""
    targets = target_columns()
    pairs = sorted(
        (
            (-likeness, place, order, key, heading)
            for place, heading in enumerate(table.headings)
            for order, (key, column) in enumerate(targets.items())
            if (likeness := _likeness(heading, key, column)) >= LIKELY
        ),
    )
    by_cells = _by_cells(table)
    chosen = {by_cells.column: by_cells} if by_cells else {}
    taken = {one.heading for one in chosen.values()}
    for negative, _, _, key, heading in pairs:
        if key not in chosen and heading not in taken:
            chosen[key] = Proposal(column=key, heading=heading, likeness=-negative)
            taken.add(heading)
    return tuple(chosen[key] for key in targets if key in chosen)


def _by_cells(table: ForeignTable) -> Proposal | None:
    """Find the column whose cells read as frequency texts, whatever it is called."""
    best: tuple[int, str] = (0, "")
    for heading in table.headings:
        texts = [row.text(heading) for row in table.rows[:_SAMPLE]]
        filled = [text for text in texts if text]
        read = sum(
            isinstance(read_frequency(text), FrequencyReading) for text in filled
        )
        if filled and 2 * read >= len(filled) and read > best[0]:
            best = (read, heading)
    if not best[0]:
        return None
    return Proposal(
        column="frequency",
        heading=best[1],
        likeness=100,
        reason="its cells read as frequencies",
    )


def _likeness(heading: str, key: str, column: Column) -> int:
    """Compare a heading with all names of a column; word order does not count."""
    names = (key, *column.synonyms, *column.implies, *_OWN_WORDS.get(key, ()))
    word = heading_word(heading)
    if any(heading_word(name) == word for name in names):
        return 100
    spaced = _spaced(heading)
    return max(round(fuzz.token_sort_ratio(spaced, _spaced(name))) for name in names)


def _spaced(text: str) -> str:
    """Split ``StudentUniqueId`` and ``student_unique_id`` into words."""
    split = "".join(
        f" {letter}" if letter.isupper() and at and text[at - 1].islower() else letter
        for at, letter in enumerate(text)
    )
    return " ".join(
        "".join(c if c.isalnum() else " " for c in split).casefold().split()
    )


def _quoted(text: str) -> str:
    return json.dumps(clean(text).text, ensure_ascii=False)


def _toml(
    table: ForeignTable,
    proposals: Sequence[Proposal],
    missing: Sequence[str],
    unused: Sequence[str],
) -> Iterator[str]:
    """Yield the lines of a map to edit."""
    yield f"# A proposed map for {_comment(table.name)}. Look it over, correct it, use:"
    yield "#   pushpull-sched import services FILE --map THIS-FILE"
    yield f"name = {_quoted(table.name)}"
    yield ""
    yield "# our column = their heading; of a list the first that is filled counts."
    yield "[columns]"
    for one in proposals:
        why = one.reason or f"{one.likeness} % alike"
        yield f"{one.column} = {_quoted(one.heading)}  # {why}"
    for key in missing:
        yield f'# {key} = "..."  # no heading found; needed'
    if unused:
        yield f"# Headings not used: {', '.join(map(_comment, unused))}"
    yield ""
    yield "# What is written there = what our column says; * stands for any text."
    yield "# A text that fits no line is kept as it is."
    for one in proposals:
        yield from _values(table, one)
    yield ""
    yield "# For rows that leave a column blank."
    yield "[defaults]"
    yield '# setting = "pull-out"'
    yield '# category = "IEP"'


def _values(table: ForeignTable, one: Proposal) -> Iterator[str]:
    """Yield a table of values for a column with few different ones."""
    column = target_columns()[one.column]
    if column.kind is not CellKind.CHOICE and one.column != "service":
        return
    texts = sorted({clean(row.text(one.heading)).text for row in table.rows} - {""})
    if not texts or len(texts) > MOST_VALUES:
        return
    yield f"[values.{one.column}]"
    if column.choices:
        yield f"# one of {', '.join(column.choices)}"
    for text in texts:
        guess = _guess(column, text)
        choose = "" if guess else "  # choose"
        yield f"{_quoted(text)} = {_quoted(guess)}{choose}"


def _guess(column: Column, text: str) -> str:
    """Return the choice that a text most likely means, the text where none is like."""
    if not column.choices:
        return text
    words = {choice: choice for choice in column.choices} | dict(column.choice_synonyms)
    mine = _spaced(text)
    for word, choice in words.items():
        other = _spaced(word)
        shorter, longer = sorted((mine, other), key=len)
        if len(shorter) >= _LEAST_LETTERS and shorter in longer:
            return choice
    return ""


def _comment(text: str) -> str:
    """Keep a text on the line of its comment."""
    return clean(text).text
