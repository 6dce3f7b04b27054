"""The sessions as a flat table, one row per session and service; and as CSV."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from io import StringIO

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.schedule import Schedule, ScheduleRow, Served, Session
from pushpull_sched.domain.school import School
from pushpull_sched.export.names import NameStyle
from pushpull_sched.export.pages.days import Source, grade_text
from pushpull_sched.export.pages.model import By
from pushpull_sched.export.pages.whose import Person, concern

Row = Mapping[str, str | int]

ID_COLUMNS = tuple(
    field.name for field in fields(ScheduleRow) if field.name != "source"
)
"""With ids the columns are those of the Schedule sheet, so that they read back."""

NAME_COLUMNS = (
    "week",
    "day",
    "start",
    "end",
    "minutes",
    "setting",
    "service",
    "provider",
    "student",
    "grade",
    "homeroom",
    "room",
    "class",
    "subject",
    "teacher",
    "group_size",
    "session_id",
)
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def columns_of(source: Source, by: By) -> tuple[str, ...]:
    """Return the columns: those of the contract for ids, else readable ones.

    A teacher's table has the teacher first, because a session may concern several.
    """
    if source.names.style is NameStyle.IDS:
        return ID_COLUMNS
    return ("for_teacher", *NAME_COLUMNS) if by is By.TEACHER else NAME_COLUMNS


def flat_rows(source: Source, by: By, chosen: Sequence[Person]) -> list[Row]:
    """Return the rows that concern some people, in order of time, person by person."""
    found: dict[tuple[str, str, str], Row] = {}
    sessions = source.sessions
    for person in chosen:
        concerned = concern(source.school, by, person)
        for session in sessions:
            for served in concerned(session):
                owner = person.name if by is By.TEACHER else ""
                key = (owner, session.id, served.service_id)
                found[key] = _row(source, session, served) | {"for_teacher": owner}
    return list(found.values())


def _row(source: Source, session: Session, served: Served) -> dict[str, str | int]:
    if source.names.style is NameStyle.IDS:
        return _id_row(source.school, session, served)
    school, names = source.school, source.names
    student = school.student.get(served.student_id or "")
    met = school.school_class.get(session.class_id or "")
    return {
        "week": session.week,
        "day": school.settings.days[session.day],
        "start": clock_text(session.start),
        "end": clock_text(session.end),
        "minutes": session.minutes,
        "setting": session.setting.value,
        "service": served.service,
        "provider": names.provider(session.provider_id),
        "student": names.student(served.student_id),
        "grade": grade_text(student.grade).removeprefix("grade ") if student else "",
        "homeroom": (student.homeroom or "") if student else "",
        "room": names.room(session.room_id),
        "class": session.class_id or "",
        "subject": met.subject if met else "",
        "teacher": (met.teacher or "") if met else "",
        "group_size": len(session.served),
        "session_id": session.id,
    }


def _id_row(school: School, session: Session, served: Served) -> dict[str, str | int]:
    (row,) = (
        each
        for each in Schedule(sessions=(session,)).rows(school.settings.days)
        if each.service_id == served.service_id
    )
    values = {name: getattr(row, name) for name in ID_COLUMNS}
    times = {"start": clock_text(row.start), "end": clock_text(row.end)}
    return {
        name: value for name, value in (values | times).items() if value is not None
    }


def render_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write rows as CSV for Excel: UTF-8 with its mark, and no cell is a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_defused(row.get(name, "")) for name in columns])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _defused(value: str | int) -> str | int:
    """Put an apostrophe before a text that Excel would take for a formula."""
    if not isinstance(value, str):
        return value
    clean = value.replace("\0", "")
    return f"'{clean}" if clean.lstrip(" ").startswith(_RISKY) else clean
