"""The services of an IEP system as a draft of Students and Services.

Every row is kept. What cannot be read stays in its cell as it was written, amber and
with a comment; what a service needs and the file does not say is marked as missing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pushpull_sched.interop.draft import (
    Draft,
    DraftRow,
    Mark,
    MarkList,
    ToDo,
    counted,
    empty_sheets,
    missing_counts,
)
from pushpull_sched.interop.foreign import ForeignRow, ForeignTable
from pushpull_sched.interop.service_map import STUDENT_KEYS, ServiceMap
from pushpull_sched.workbook.cell import Cell, Fault, Parsed, Scope
from pushpull_sched.workbook.cells import read_cell
from pushpull_sched.workbook.columns import CellKind
from pushpull_sched.workbook.layout import heading_word
from pushpull_sched.workbook.names import folded
from pushpull_sched.workbook.schema import SHEET
from pushpull_sched.workbook.words import one_id

_NEEDS_SUBJECT = frozenset({"push-in", "either"})
_CONSULT = "consult"
_NOT_A_LETTER = re.compile(r"[^\w\s]|_")
_TYPED = frozenset({CellKind.INTEGER, CellKind.DATE, CellKind.GRADE, CellKind.CHOICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStudents:
    """The students of the roster that services are added to.

    Attributes:
        ids: Id in the form in which ids are compared, to the id as written.
        names: Name in the form of :func:`name_key` to the ids that have it.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, identifier: str, name: str) -> tuple[str | None, bool]:
        """Return the student meant, and whether the name told rather than the id."""
        known = self.ids.get(folded(one_id(identifier)))
        if known is not None:
            return known, False
        named = self.names.get(name_key(name), ()) if name else ()
        return (named[0], True) if len(named) == 1 else (None, False)


def name_key(name: str) -> str:
    """Write a name as names are compared: ``Lee, Ana`` and ``Ana Lee`` are the same."""
    return " ".join(sorted(_NOT_A_LETTER.sub(" ", name.casefold()).split()))


@dataclass(slots=True)
class _Maker:
    """Collects rows and marks while the table is walked once."""

    mapping: ServiceMap
    known: KnownStudents
    students: list[DraftRow] = field(default_factory=list)
    services: list[DraftRow] = field(default_factory=list)
    student_marks: MarkList = field(default_factory=lambda: MarkList("students"))
    service_marks: MarkList = field(default_factory=lambda: MarkList("services"))
    new: dict[str, str] = field(default_factory=dict)
    by_name: set[str] = field(default_factory=set)
    seen: dict[tuple[tuple[str, object], ...], int] = field(default_factory=dict)

    def add(self, row: ForeignRow) -> None:
        """Take in one row of the table."""
        place = len(self.services)
        filled: dict[str, object] = {}
        for column in SHEET["services"].columns:
            text = self.mapping.value(row, column.key)
            if text and column.key not in {"student_id", "frequency"}:
                filled[column.key] = self._cell(column.key, text, place)
        self._frequency(row, filled, place)
        student = self._student(row, place)
        if student:
            filled["student_id"] = student
        self._missing(filled, place)
        self._twice(filled, place, row.number)
        self.services.append(filled)

    def _cell(self, key: str, text: str, place: int) -> object:
        """Read one cell; what cannot be read is kept and marked."""
        column = SHEET["services"].column(key)
        reading = read_cell(Cell(value=text), column, Scope())
        if isinstance(reading, Fault):
            self.service_marks.doubt(place, key, _sentence(reading))
            return text
        return reading.value if column.kind in _TYPED else text

    def _frequency(
        self, row: ForeignRow, filled: dict[str, object], place: int
    ) -> None:
        """Prefer the frequency text; minutes that say the same twice give way."""
        text = self.mapping.value(row, "frequency")
        if not text:
            return
        filled["frequency"] = text
        column = SHEET["services"].column("frequency")
        reading = read_cell(Cell(value=text), column, Scope())
        if isinstance(reading, Fault):
            self.service_marks.doubt(place, "frequency", _sentence(reading))
        amounts = {
            key: filled.pop(key)
            for key in ("minutes", "per", "sessions", "sessions_per")
            if key in filled
        }
        self.service_marks.marks = [
            mark
            for mark in self.service_marks.marks
            if mark.row != place or mark.column not in amounts
        ]
        if amounts:
            said = ", ".join(f"{key} {value}" for key, value in amounts.items())
            self.service_marks.doubt(
                place, "frequency", f"The file also says: {said}. Keep one of the two."
            )

    def _student(self, row: ForeignRow, place: int) -> str:
        """Return the student_id, adding the student where the roster has none."""
        identifier = one_id(self.mapping.value(row, "student_id"))
        name = self.mapping.value(row, "name")
        if not identifier:
            return ""
        found, by_name = self.known.find(identifier, name)
        if found is not None:
            if by_name:
                self.by_name.add(folded(identifier))
                self.service_marks.doubt(
                    place,
                    "student_id",
                    f"The file has the id {identifier}; this student of the roster has "
                    "the same name. Correct it where it is another child.",
                )
            return found
        key = folded(identifier)
        if key not in self.new:
            self.new[key] = identifier
            self._add_student(row, identifier)
        return self.new[key]

    def _add_student(self, row: ForeignRow, identifier: str) -> None:
        place = len(self.students)
        filled: dict[str, object] = {"student_id": identifier}
        for key in STUDENT_KEYS:
            text = self.mapping.value(row, key)
            if not text:
                continue
            column = SHEET["students"].column(key)
            reading = read_cell(Cell(value=text), column, Scope())
            filled[key] = text
            if isinstance(reading, Fault):
                self.student_marks.doubt(place, key, _sentence(reading))
            elif isinstance(reading, Parsed) and column.kind is CellKind.DATE:
                filled[key] = reading.value
        if "grade" not in filled:
            self.student_marks.missing(place, "grade")
        self.students.append(filled)

    def _missing(self, filled: Mapping[str, object], place: int) -> None:
        """Mark what a service needs and the row does not say."""
        marks = self.service_marks
        setting = filled.get("setting")
        if "student_id" not in filled and setting != _CONSULT:
            marks.missing(place, "student_id")
        for key in ("service", "setting"):
            if key not in filled:
                marks.missing(place, key)
        if not {"frequency", "minutes"} & set(filled):
            marks.missing(place, "frequency")
        if not {"role", "provider"} & set(filled):
            marks.missing(place, "role")
        if setting in _NEEDS_SUBJECT and "subject" not in filled:
            marks.missing(place, "subject")

    def _twice(self, filled: Mapping[str, object], place: int, number: int) -> None:
        """Mark a row that says the same as an earlier one."""
        key = tuple(sorted(filled.items(), key=lambda item: item[0]))
        first = self.seen.setdefault(key, number)
        if first != number:
            self.service_marks.doubt(
                place,
                "service",
                f"Row {number} of the file says the same as row {first}. Delete one "
                "where it is a slip.",
            )


def _sentence(fault: Fault) -> str:
    pieces = (fault.message, f"Expected: {fault.expected}." if fault.expected else "")
    return " ".join(piece for piece in (*pieces, fault.advice) if piece)


def services_draft(
    table: ForeignTable,
    mapping: ServiceMap,
    known: KnownStudents | None = None,
) -> Draft:
    """Make Students and Services of a table.

    Args:
        table: The table of the IEP system.
        mapping: How its columns are read.
        known: The students of the roster that the services are for; None for a new
            roster, whose students are those of the table.

    Returns:
        The draft; Students holds only those that ``known`` does not.
    """
    maker = _Maker(mapping, known or KnownStudents())
    for row in table.rows:
        maker.add(row)
    marks = (*maker.student_marks.marks, *maker.service_marks.marks)
    rows: dict[str, Sequence[DraftRow]] = {
        "students": maker.students,
        "services": maker.services,
    }
    return Draft(
        rows=rows,
        marks=marks,
        todo=(*_to_do(marks), *(empty_sheets(rows) if known is None else ())),
        remarks=tuple(_remarks(table, mapping, maker, known)),
    )


def _to_do(marks: Iterable[Mark]) -> list[ToDo]:
    kept = list(marks)
    todo = [
        ToDo(
            sheet=SHEET[sheet].title,
            text=f"Fill in {column} of {counted(number, 'row')}"
            f"{_WHY.get((sheet, column), '')}.",
        )
        for (sheet, column), number in sorted(missing_counts(kept).items(), key=_place)
    ]
    doubts: dict[tuple[str, str], int] = {}
    for mark in kept:
        if mark.note:
            place = (mark.sheet, mark.column)
            doubts[place] = doubts.get(place, 0) + 1
    todo += [
        ToDo(
            sheet=SHEET[sheet].title,
            text=f"Look at {column} of {counted(number, 'row')}: the comment on the "
            "cell says why.",
        )
        for (sheet, column), number in sorted(doubts.items(), key=_place)
    ]
    return todo


def _place(entry: tuple[tuple[str, str], int]) -> tuple[bool, int]:
    """Order sheets and columns as the template does, Students first."""
    (sheet, column), _ = entry
    keys = [one.key for one in SHEET[sheet].columns]
    return sheet != "students", keys.index(column)


_WHY = {
    ("services", "setting"): ": push-in, pull-out, either or consult",
    ("services", "role"): ": who may give it (or a provider)",
    ("services", "subject"): ": the class subject to push into",
    ("services", "frequency"): ": how much and how often",
    ("students", "grade"): ": PK, K or 1 to 12",
}


def _remarks(
    table: ForeignTable,
    mapping: ServiceMap,
    maker: _Maker,
    known: KnownStudents | None,
) -> Iterable[str]:
    used = {heading_word(heading) for heading in mapping.headings}
    unused = [one for one in table.headings if heading_word(one) not in used]
    if unused:
        yield f"Columns not taken over: {', '.join(unused)}."
    if maker.by_name:
        yield (
            f"{counted(len(maker.by_name), 'student')} matched by name, because the "
            "ids differ; their cells are marked."
        )
    if known is not None and maker.new:
        yield (
            f"{counted(len(maker.new), 'student')} of the file not in the roster: "
            "added to Students."
        )
