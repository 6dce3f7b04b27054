"""A roster without names: the same rows, in which every id and name is a pseudonym.

Only what the reader understood is written, cell by cell, into a new workbook: unknown
sheets and columns, comments, hidden things, document properties and cells that cannot
be read stay behind, because anything may stand in them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pushpull_sched.domain.school import School
from pushpull_sched.interop.draft_file import save
from pushpull_sched.interop.pseudonyms import Kind, Pseudonyms, Shuffle
from pushpull_sched.workbook.cell import parts_of
from pushpull_sched.workbook.columns import CellKind, Column
from pushpull_sched.workbook.names import folded
from pushpull_sched.workbook.rewriting import same_value
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.template import roster_book
from pushpull_sched.workbook.typed import names_of, text_of

_KINDS: Mapping[tuple[str, str], Kind] = {
    ("settings", "school"): Kind.SCHOOL,
    ("students", "student_id"): Kind.STUDENT,
    ("students", "homeroom"): Kind.HOMEROOM,
    ("students", "building"): Kind.BUILDING,
    ("classes", "class_id"): Kind.CLASS,
    ("classes", "teacher"): Kind.TEACHER,
    ("classes", "room"): Kind.PLACE,
    ("classes", "homeroom"): Kind.HOMEROOM,
    ("classes", "building"): Kind.BUILDING,
    ("enrollments", "student_id"): Kind.STUDENT,
    ("enrollments", "class_id"): Kind.CLASS,
    ("rooms", "room_id"): Kind.PLACE,
    ("rooms", "name"): Kind.PLACE,
    ("rooms", "building"): Kind.BUILDING,
    ("providers", "provider_id"): Kind.PROVIDER,
    ("providers", "name"): Kind.PROVIDER,
    ("providers", "building"): Kind.BUILDING,
    ("providers", "rooms"): Kind.PLACE,
    ("services", "service_id"): Kind.SERVICE,
    ("services", "student_id"): Kind.STUDENT,
    ("services", "provider"): Kind.PROVIDER,
    ("services", "goal_area"): Kind.GOAL_AREA,
    ("services", "level"): Kind.LEVEL,
    ("relations", "provider"): Kind.PROVIDER,
    ("pins", "service_id"): Kind.SERVICE,
    ("pins", "provider_id"): Kind.PROVIDER,
    ("pins", "room_id"): Kind.PLACE,
}
"""Cells that hold an id or a name. ``who`` is looked up in several kinds."""

_IDS: Mapping[tuple[str, str], Kind] = {
    ("students", "student_id"): Kind.STUDENT,
    ("classes", "class_id"): Kind.CLASS,
    ("rooms", "room_id"): Kind.PLACE,
    ("providers", "provider_id"): Kind.PROVIDER,
}
"""The sheets that define ids; these get the first numbers."""

_NAMED = (
    ("rooms", "room_id", Kind.PLACE, "Room"),
    ("providers", "provider_id", Kind.PROVIDER, "Provider"),
)
"""Names by which other sheets may refer too: (sheet, id, kind, what it is called)."""

_KEPT_TEXTS = (
    ("subjects", "classes", "subject"),
    ("services", "services", "service"),
    ("roles", "services", "role"),
    ("roles", "providers", "role"),
    ("periods", "periods", "period"),
    ("categories", "services", "category"),
)
"""Texts that stay as they are, for the user to look over: (what, sheet, column)."""

_WHO_KINDS = (Kind.STUDENT, Kind.CLASS, Kind.PLACE, Kind.PROVIDER)
_PREFIXED = re.compile(r"(student|room|provider|class)(\s*:?\s+)(.+)", re.IGNORECASE)
_OF_PREFIX: Mapping[str, Kind] = {
    "student": Kind.STUDENT,
    "room": Kind.PLACE,
    "provider": Kind.PROVIDER,
    "class": Kind.CLASS,
}
_GRADE = re.compile(r"grade\s*:?\s+.+", re.IGNORECASE)
_LIST_KINDS = frozenset({CellKind.ID_LIST, CellKind.TEXT_LIST})
_SMALL_GROUP = 5

RosterRows = Mapping[str, Sequence[Mapping[str, object]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymizedRoster:
    """A roster without names.

    Attributes:
        rows: Sheet key to rows.
        keys: Keys of its sheets.
        left_out: Cells that could not be read and were left blank.
        kept: What kind of text was kept as written, with the texts.
        notes: Number of free texts (notes, reasons) that were found.
        notes_kept: They were kept as written, not left out.
        small_groups: Pairs of grade and service that fewer than five students share.
    """

    rows: RosterRows
    keys: frozenset[str]
    left_out: int
    kept: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: int = 0
    notes_kept: bool = False
    small_groups: int = 0


def pseudonymize(  # noqa: PLR0913 - two sources of chance beside what is asked
    roster: Workbook,
    school: School | None,
    pseudonyms: Pseudonyms,
    *,
    shuffle: Shuffle,
    draw: Callable[[], int],
    keep_notes: bool = False,
) -> PseudonymizedRoster:
    """Replace every id and name of a roster.

    Args:
        roster: The roster as read.
        school: Its school, which knows the ids of services without one; None where
            the roster has errors.
        pseudonyms: Those given before; new ones are added to it.
        shuffle: Puts texts into random order before they are numbered.
        draw: Draws the days by which a date of birth moves.
        keep_notes: Keep notes and reasons, in which anything may stand.
    """
    services = service_ids(roster, school)
    for kind, originals in _originals(roster, services, _IDS).items():
        pseudonyms.give(kind, originals, shuffle)
    for sheet, key, kind, label in _NAMED:
        for row in roster.tables[sheet].rows():
            owner, name = text_of(row, key), text_of(row, "name")
            if owner and name:
                pseudonyms.name_after(kind, owner, name, label)
    for kind, originals in _originals(roster, services, _KINDS).items():
        pseudonyms.give(kind, originals, shuffle)
    born = (
        pseudonyms.of(Kind.STUDENT, text_of(row, "student_id") or "")
        for row in roster.tables["students"].rows()
    )
    pseudonyms.shift_births([one for one in born if one], draw)

    def name_of(row: Row) -> str | None:
        student, name = text_of(row, "student_id"), text_of(row, "name")
        return pseudonyms.student_name(student, name) if student and name else None

    return _rewritten(roster, services, pseudonyms, name_of, keep_notes=keep_notes)


def restore(
    roster: Workbook, school: School | None, pseudonyms: Pseudonyms
) -> PseudonymizedRoster:
    """Put the ids and names back into a pseudonymized roster.

    Args:
        roster: The roster as read.
        school: Its school.
        pseudonyms: The key as it was written.
    """
    services = service_ids(roster, school)
    back = pseudonyms.turned()

    def name_of(row: Row) -> str | None:
        name = text_of(row, "name")
        return (back.of(Kind.STUDENT_NAME, name) or name) if name else None

    return _rewritten(roster, services, back, name_of, keep_notes=True)


def service_ids(roster: Workbook, school: School | None) -> dict[int, str]:
    """Return the id of the service in each row of Services, by row number."""
    known = {
        service.source.row: service.id
        for service in (school.services if school else ())
        if service.source is not None
    }
    counts: dict[tuple[str, str], int] = {}
    found: dict[int, str] = {}
    for row in roster.tables["services"].rows():
        student, name = text_of(row, "student_id") or "", text_of(row, "service") or ""
        family = (folded(student), folded(name))
        counts[family] = counts.get(family, 0) + 1
        parts = (student, name or "service", str(counts[family]))
        default = "-".join(part for part in parts if part)
        written = text_of(row, "service_id")
        found[row.number] = written or known.get(row.number) or default
    return found


def _originals(
    roster: Workbook,
    services: Mapping[int, str],
    places: Mapping[tuple[str, str], Kind],
) -> dict[Kind, list[str]]:
    """Collect the texts to be replaced."""
    found: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    found[Kind.SERVICE] += services.values()
    for (sheet, key), kind in places.items():
        for row in roster.tables[sheet].rows():
            found[kind] += _texts(row, key)
    if places is _IDS:
        return found
    known = {kind: set(map(folded, texts)) for kind, texts in found.items()}
    for row in roster.tables["availability"].rows():
        found[Kind.UNKNOWN] += _unknown(text_of(row, "who"), known)
    for row in roster.tables["relations"].rows():
        for name in names_of(row, "who"):
            if folded(name) not in known[Kind.STUDENT] | known[Kind.SERVICE]:
                found[Kind.UNKNOWN].append(name)
    return found


def _texts(row: Row, key: str) -> Iterable[str]:
    """Return the names in a cell: one, or those of a list."""
    column = row.table.sheet.column(key)
    if column.kind in _LIST_KINDS:
        return names_of(row, key)
    text = text_of(row, key)
    return (text,) if text else ()


def _unknown(who: str | None, known: Mapping[Kind, set[str]]) -> Iterator[str]:
    if who is None or _GRADE.fullmatch(who):
        return
    prefixed = _PREFIXED.fullmatch(who)
    if any(folded(who) in known[kind] for kind in _WHO_KINDS):
        return
    if prefixed is None:
        yield who
    elif folded(prefixed[3]) not in known[_OF_PREFIX[prefixed[1].casefold()]]:
        yield prefixed[3]


def _rewritten(
    roster: Workbook,
    services: Mapping[int, str],
    names: Pseudonyms,
    name_of: Callable[[Row], str | None],
    *,
    keep_notes: bool,
) -> PseudonymizedRoster:
    """Write every row anew."""
    left_out = notes = 0
    rows: dict[str, list[Mapping[str, object]]] = {}
    for key in roster.present:
        table = roster.tables[key]
        rows[key] = []
        for row in table.rows():
            filled: dict[str, object] = {}
            for column in table.sheet.columns:
                if column.free:
                    notes += bool(row.text(column.key))
                    if not keep_notes:
                        continue
                if (key, column.key) == ("students", "name"):
                    value: object = name_of(row)
                elif (key, column.key) == ("services", "service_id"):
                    own = services[row.number]
                    value = names.of(Kind.SERVICE, own) or own
                else:
                    value = _new_cell(row, column, names)
                if value is not None:
                    filled[column.key] = value
                elif row.text(column.key):
                    left_out += 1
            rows[key].append(filled)
    return PseudonymizedRoster(
        rows=rows,
        keys=roster.present,
        left_out=left_out,
        kept=_kept(roster),
        notes=notes,
        notes_kept=keep_notes,
        small_groups=_small_groups(roster),
    )


def _new_cell(row: Row, column: Column, names: Pseudonyms) -> object:
    """Return the new value of a cell; None where it is blank or cannot be read."""
    place = (row.table.sheet.key, column.key)
    value = row[column.key]
    if value is None:
        return None
    if place == ("availability", "who"):
        return _who(str(value), names)
    if place == ("relations", "who"):
        order = (Kind.STUDENT, Kind.SERVICE, Kind.UNKNOWN)
        found = [_first(name, order, names) for name in names_of(row, "who")]
        return "; ".join(found)
    kind = _KINDS.get(place)
    if kind is not None:
        return "; ".join(names.of(kind, text) or text for text in _texts(row, place[1]))
    if isinstance(value, date) and place == ("students", "birth_date"):
        identifier = text_of(row, "student_id") or ""
        return names.birth(names.of(Kind.STUDENT, identifier) or "", value)
    return same_value(value, row.text(column.key), column)


def _who(text: str, names: Pseudonyms) -> str:
    """Replace an entry of Availability, with or without its kind before it."""
    if any(names.of(kind, text) for kind in _WHO_KINDS):
        return _first(text, _WHO_KINDS, names)
    if _GRADE.fullmatch(text):
        return text
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed is None:
        return _first(text, (Kind.UNKNOWN,), names)
    order = (_OF_PREFIX[prefixed[1].casefold()], Kind.UNKNOWN)
    return f"{prefixed[1]} {_first(prefixed[3], order, names)}"


def _first(text: str, kinds: Iterable[Kind], names: Pseudonyms) -> str:
    found = (names.of(kind, text) for kind in kinds)
    return next((name for name in found if name), text)


def _kept(roster: Workbook) -> dict[str, tuple[str, ...]]:
    """List the texts that stay, by what they are."""
    kept: dict[str, dict[str, str]] = {}
    for what, sheet, key in _KEPT_TEXTS:
        for row in roster.tables[sheet].rows():
            for text in parts_of(row.text(key)):
                kept.setdefault(what, {}).setdefault(folded(text), text)
    return {what: tuple(sorted(texts.values())) for what, texts in kept.items()}


def _small_groups(roster: Workbook) -> int:
    """Count the pairs of grade and service that fewer than five students share."""
    grades = {
        folded(text_of(row, "student_id") or ""): row["grade"]
        for row in roster.tables["students"].rows()
    }
    groups: dict[tuple[object, str], set[str]] = {}
    for row in roster.tables["services"].rows():
        student, name = text_of(row, "student_id"), text_of(row, "service")
        if student and name:
            grade = grades.get(folded(student))
            groups.setdefault((grade, folded(name)), set()).add(folded(student))
    return sum(1 for students in groups.values() if len(students) < _SMALL_GROUP)


def write_roster(path: Path, roster: PseudonymizedRoster) -> None:
    """Write a pseudonymized roster as a new workbook.

    Args:
        path: Where it goes; there must be no file yet.
        roster: Its rows.
    """
    save(roster_book(roster.rows, roster.keys), path)
