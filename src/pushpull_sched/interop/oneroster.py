"""A OneRoster export as a draft of a roster.

OneRoster knows who attends which class and in which period, but neither clock times
nor days, and nothing of services. What it does not know is marked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pushpull_sched.interop.draft import (
    Draft,
    DraftRow,
    MarkList,
    counted,
    empty_sheets,
)
from pushpull_sched.interop.foreign import ForeignRow
from pushpull_sched.interop.oneroster_classes import (
    class_rows,
    grade_text,
    oneroster_to_do,
)
from pushpull_sched.interop.oneroster_files import (
    OneRoster,
    Person,
    Term,
    choose_school,
    choose_terms,
    day_of,
    parts,
)
from pushpull_sched.workbook.names import folded

HOMEROOM = "homeroom"


class StudentNames(StrEnum):
    """How much of a name goes into the roster."""

    FULL = "full"
    INITIALS = "initials"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRosterChoices:
    """What the user chose.

    Attributes:
        on: The day for which classes and enrollments count.
        school: Name or sourcedId of the school; None where there is only one.
        term: Title or sourcedId of the academic session; None takes those that hold
            the day.
        identifiers: Take the column ``identifier`` as student_id, not ``sourcedId``.
        names: How much of a name is taken over.
    """

    on: date
    school: str | None = None
    term: str | None = None
    identifiers: bool = False
    names: StudentNames = StudentNames.FULL


@dataclass(slots=True)
class _Maker:
    """Collects rows, marks and remarks while an export is walked once."""

    export: OneRoster
    choices: OneRosterChoices
    school: str | None
    terms: tuple[Term, ...]
    remarks: list[str] = field(default_factory=list)

    def people(self, role: str) -> list[Person]:
        """Return those with a role in the school."""
        return [
            one
            for one in self.export.people
            if one.role == role
            and (self.school is None or not one.schools or self.school in one.schools)
        ]

    def classes(self) -> list[ForeignRow]:
        """Return the classes of the school and of the chosen sessions."""
        chosen = {term.id for term in self.terms}
        found = []
        for row in self.export.classes:
            school = row.text("schoolSourcedId")
            named = set(parts(row.text("termSourcedIds"))) & set(self.export.terms)
            if self.school is not None and school and school != self.school:
                continue
            if named and chosen and not named & chosen:
                continue
            found.append(row)
        return found

    def holds(self, row: ForeignRow) -> bool:
        """Tell whether an enrollment is true in the chosen sessions.

        An enrollment without dates is; one that ended before the sessions, or begins
        after them, is not. Without sessions the day itself decides.
        """
        begin, end = day_of(row.text("beginDate")), day_of(row.text("endDate"))
        starts = [term.start for term in self.terms if term.start]
        ends = [term.end for term in self.terms if term.end]
        first = max([*starts, self.choices.on]) if starts else self.choices.on
        last = max(ends, default=self.choices.on)
        first = min(first, last)
        return (end is None or end >= first) and (begin is None or begin <= last)


def oneroster_draft(export: OneRoster, choices: OneRosterChoices) -> Draft:
    """Make a roster of an export.

    Raises:
        ForeignFault: The school or the academic session cannot be chosen.
    """
    school = choose_school(export, choices.school)
    terms, remark = choose_terms(export, choices.term, choices.on)
    maker = _Maker(export, choices, school[0] if school else None, terms)
    maker.remarks += [remark] if remark else []
    students = maker.people("student")
    ids = _student_ids(students, maker)
    classes = maker.classes()
    names = _class_ids(classes)
    attending, teachers = _enrolled(maker, ids, names)
    homerooms = _homerooms(classes, names)
    student_rows, student_marks = _students(students, ids, attending, homerooms, maker)
    taught, class_marks, periods = class_rows(
        classes, names, teachers, homerooms, export.courses
    )
    period_marks = MarkList("periods")
    for place in range(len(periods)):
        period_marks.missing(place, "days", "start", "end")
    rows: dict[str, Sequence[DraftRow]] = {
        "settings": (_settings(school, terms),),
        "students": student_rows,
        "classes": taught,
        "enrollments": [
            {"student_id": student, "class_id": label}
            for student, label in sorted(attending)
            if label not in homerooms
        ],
        "periods": [{"period": period} for period in periods],
    }
    marks = (*student_marks.marks, *class_marks.marks, *period_marks.marks)
    if export.unused:
        maker.remarks.append(f"Not read: {', '.join(export.unused)}.")
    return Draft(
        rows=rows,
        marks=tuple(marks),
        todo=(
            *oneroster_to_do(student_marks, class_marks, taught, len(periods)),
            *empty_sheets(rows),
        ),
        remarks=tuple(maker.remarks),
    )


def _settings(school: tuple[str, str] | None, terms: Iterable[Term]) -> DraftRow:
    """Return the settings: the shared part of the sessions is the term."""
    starts = [term.start for term in terms if term.start]
    ends = [term.end for term in terms if term.end]
    start, end = max(starts, default=None), min(ends, default=None)
    if start and end and start > end:
        start, end = min(starts), max(ends)
    found: dict[str, object] = {"term_start": start, "term_end": end}
    if school:
        found["school"] = school[1]
    return {key: value for key, value in found.items() if value is not None}


def _student_ids(students: Sequence[Person], maker: _Maker) -> dict[str, str]:
    """Return user to student_id."""
    if not maker.choices.identifiers:
        return {one.id: one.id for one in students}
    seen: dict[str, int] = {}
    for one in students:
        text = folded(one.row.text("identifier"))
        seen[text] = seen.get(text, 0) + 1
    chosen = {}
    without = 0
    for one in students:
        identifier = one.row.text("identifier")
        unique = bool(identifier) and seen[folded(identifier)] == 1
        chosen[one.id] = identifier if unique else one.id
        without += not unique
    if without:
        maker.remarks.append(
            f"{counted(without, 'student')} without an identifier of their own kept "
            "the sourcedId."
        )
    return chosen


def _class_ids(classes: Sequence[ForeignRow]) -> dict[str, str]:
    """Return class to class_id: the classCode where each has its own."""
    codes = [folded(row.text("classCode")) for row in classes]
    usable = all(codes) and len(set(codes)) == len(codes)
    return {
        row.text("sourcedId"): row.text("classCode" if usable else "sourcedId")
        for row in classes
    }


def _enrolled(
    maker: _Maker, ids: Mapping[str, str], names: Mapping[str, str]
) -> tuple[set[tuple[str, str]], dict[str, str]]:
    """Return (student_id, class_id) pairs, and class_id to teacher."""
    people = {one.id: one.row for one in maker.export.people}
    attending: set[tuple[str, str]] = set()
    teachers: dict[str, str] = {}
    ended = unknown = 0
    for row in maker.export.enrollments:
        user, role = row.text("userSourcedId"), row.text("role").casefold()
        label = names.get(row.text("classSourcedId"))
        if label is None or role not in {"student", "teacher"}:
            continue
        if not maker.holds(row):
            ended += 1
        elif role == "teacher" and user in people:
            primary = row.text("primary").casefold() == "true"
            if primary or label not in teachers:
                teachers[label] = _full_name(people[user])
        elif role == "student" and user in ids:
            attending.add((ids[user], label))
        else:
            unknown += 1
    if ended:
        maker.remarks.append(
            f"{counted(ended, 'enrollment')} outside the term left out."
        )
    if unknown:
        maker.remarks.append(
            f"{counted(unknown, 'enrollment')} of people who are not in users.csv, or "
            "not of this school, left out."
        )
    return attending, teachers


def _full_name(row: ForeignRow) -> str:
    first = row.text("preferredGivenName") or row.text("givenName")
    last = row.text("preferredFamilyName") or row.text("familyName")
    return f"{first} {last}".strip()


def _shown_name(row: ForeignRow, names: StudentNames) -> str:
    full = _full_name(row)
    if names is StudentNames.FULL:
        return full
    if names is StudentNames.NONE:
        return ""
    return " ".join(f"{word[0]}." for word in full.split())


def _homerooms(
    classes: Iterable[ForeignRow], names: Mapping[str, str]
) -> dict[str, str]:
    """Return class_id to homeroom, for the classes that are homerooms."""
    return {
        names[row.text("sourcedId")]: names[row.text("sourcedId")]
        for row in classes
        if row.text("classType").casefold() == HOMEROOM
    }


def _students(
    students: Iterable[Person],
    ids: Mapping[str, str],
    attending: set[tuple[str, str]],
    homerooms: Mapping[str, str],
    maker: _Maker,
) -> tuple[list[DraftRow], MarkList]:
    rows: list[DraftRow] = []
    marks = MarkList("students")
    mine: dict[str, list[str]] = {}
    for student, label in sorted(attending):
        if label in homerooms:
            mine.setdefault(student, []).append(homerooms[label])
    for one in sorted(
        students, key=lambda each: (each.row.text("familyName"), each.id)
    ):
        identifier = ids[one.id]
        rooms = mine.get(identifier, [])
        birth = day_of(maker.export.birth_dates.get(one.id, ""))
        row = {
            "student_id": identifier,
            "name": _shown_name(one.row, maker.choices.names),
            "grade": grade_text(one.row.text("grades")),
            "homeroom": rooms[0] if len(rooms) == 1 else "",
            "birth_date": birth,
        }
        if not row["grade"]:
            marks.missing(len(rows), "grade")
        if len(rooms) > 1:
            marks.doubt(
                len(rows),
                "homeroom",
                f"Several homerooms: {', '.join(rooms)}. Write the one that counts.",
            )
        rows.append({key: value for key, value in row.items() if value})
    return rows, marks
