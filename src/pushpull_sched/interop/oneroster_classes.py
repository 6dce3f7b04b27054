"""Rows of Classes from a OneRoster export, and what it leaves to be done."""

import re
from collections.abc import Iterable, Mapping

from pushpull_sched.interop.draft import DraftRow, MarkList, ToDo, counted
from pushpull_sched.interop.foreign import ForeignRow
from pushpull_sched.interop.oneroster_files import parts
from pushpull_sched.workbook.names import folded
from pushpull_sched.workbook.subjects import BY_NAME, subject_name
from pushpull_sched.workbook.words import grade_of

_GRADES = {"it": "PK", "pr": "PK", "tk": "PK", "kg": "K"}
"""Grade codes of CEDS that are no number: infant, preschool, transitional K."""


def grade_text(codes: str) -> str:
    """Return the grade that a list of CEDS codes names, blank where it names none.

    Args:
        codes: ``KG``, ``03``; of several codes (``03,04``) none can be chosen.
    """
    found = {_GRADES.get(code.casefold(), code) for code in parts(codes)}
    if len(found) != 1:
        return ""
    grade = grade_of(found.pop())
    return "" if grade is None else {-1: "PK", 0: "K"}.get(grade, str(grade))


def class_rows(
    classes: Iterable[ForeignRow],
    names: Mapping[str, str],
    teachers: Mapping[str, str],
    homerooms: Mapping[str, str],
    courses: Mapping[str, ForeignRow],
) -> tuple[list[DraftRow], MarkList, list[str]]:
    """Return one row per class and period, the marks, and the periods used."""
    rows: list[DraftRow] = []
    marks = MarkList("classes")
    periods: dict[str, str] = {}
    for row in classes:
        label = names[row.text("sourcedId")]
        homeroom = homerooms.get(label, "")
        subject = _subject(row, courses, is_homeroom=bool(homeroom))
        base = {
            "class_id": label,
            "subject": subject,
            "teacher": teachers.get(label, ""),
            "room": row.text("location"),
            "grade": grade_text(row.text("grades")),
            "homeroom": homeroom,
        }
        filled = {key: value for key, value in base.items() if value}
        named = parts(row.text("periods")) or ("",)
        for period in named:
            if not subject:
                marks.missing(len(rows), "subject")
            if period:
                known = periods.setdefault(folded(period), period)
                rows.append({**filled, "period": known})
            else:
                marks.missing(len(rows), "days", "start", "end")
                rows.append(filled)
    return rows, marks, sorted(periods.values(), key=_natural)


def _natural(text: str) -> tuple[int, str]:
    """Order ``2`` before ``10``."""
    digits = re.search(r"\d+", text)
    return int(digits[0]) if digits and len(digits[0]) < 10 else 0, text  # noqa: PLR2004 - a sane period number


def _subject(
    row: ForeignRow, courses: Mapping[str, ForeignRow], *, is_homeroom: bool
) -> str:
    """Return the subject: the first name that Subjects knows, else the course."""
    course = courses.get(row.text("courseSourcedId"))
    titles = [course.text("title") if course else "", row.text("title")]
    listed = [*parts(row.text("subjects"))]
    listed += parts(course.text("subjects")) if course else ()
    names = [name for name in (*titles, *listed) if name]
    for name in names:
        known = subject_name(name)
        if known.full in BY_NAME or known.short in BY_NAME:
            return name
    if is_homeroom:
        return "Homeroom"
    return names[0] if names else ""


def oneroster_to_do(
    students: MarkList, classes: MarkList, taught: Iterable[DraftRow], periods: int
) -> list[ToDo]:
    """Say what OneRoster could not tell, a line for each kind.

    Args:
        students: Marks of Students.
        classes: Marks of Classes.
        taught: Rows of Classes.
        periods: Number of periods.
    """
    todo = []
    whole_days = sum("homeroom" in row and "period" not in row for row in taught)
    if periods:
        todo.append(
            ToDo(
                sheet="Periods",
                text=f"Write days, start and end of {counted(periods, 'period')}; "
                "every class that names a period then has its times. Where days "
                "differ, add a row for each.",
            )
        )
    for marks, title in ((classes, "Classes"), (students, "Students")):
        blank: dict[int, list[str]] = {}
        for mark in marks.marks:
            if not mark.note:
                blank.setdefault(mark.row, []).append(mark.column)
        kinds: dict[str, int] = {}
        for columns in blank.values():
            words = ", ".join(columns)
            kinds[words] = kinds.get(words, 0) + 1
        noun = "row" if title == "Classes" else "student"
        todo += [
            ToDo(sheet=title, text=f"Fill in {words} of {counted(number, noun)}.")
            for words, number in kinds.items()
        ]
    if whole_days:
        todo.append(
            ToDo(
                sheet="Classes",
                text=f"{counted(whole_days, 'homeroom')} without a period, which may "
                "stand for the whole day: replace each by its blocks (Reading, Math, "
                "Lunch, ...), every one with the homeroom, days, start and end.",
            )
        )
    doubts = sum(1 for mark in students.marks if mark.note)
    if doubts:
        todo.append(
            ToDo(
                sheet="Students",
                text=f"{counted(doubts, 'student')} with several homerooms: write the "
                "one that counts.",
            )
        )
    todo.append(
        ToDo(
            sheet="Classes",
            text="OneRoster seldom lists lunch and recess: add them as classes, with "
            "their grade or homeroom.",
        )
    )
    return todo
