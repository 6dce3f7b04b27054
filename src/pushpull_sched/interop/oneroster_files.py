"""The files of a OneRoster 1.1 or 1.2 CSV export, joined and cut down to one school.

Column names are those of the OneRoster CSV binding. 1.1 keeps the role and the
schools of a person in ``users.csv``, 1.2 in ``roles.csv``. Rows with the status
``tobedeleted`` or ``inactive`` are no longer true and are left out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.interop.foreign import (
    ForeignRow,
    ForeignTable,
    csv_folder_tables,
)
from pushpull_sched.workbook.dates import date_of

NEEDED = ("users", "classes", "enrollments")
VERSIONS = ("1.1", "1.2")
_GONE = frozenset({"tobedeleted", "inactive"})
_SCHOOL = "school"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "users": ("sourcedId", "givenName", "familyName"),
    "classes": ("sourcedId", "title"),
    "enrollments": ("classSourcedId", "userSourcedId", "role"),
    "roles": ("userSourcedId", "role"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user with a role in the school.

    Attributes:
        row: Its row of ``users``.
        role: ``student``, ``teacher``, … in lower case.
        schools: sourcedIds of the schools where it has the role.
    """

    row: ForeignRow
    role: str
    schools: frozenset[str]

    @property
    def id(self) -> str:
        """The sourcedId."""
        return self.row.text("sourcedId")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An academic session: year, semester, term or grading period."""

    id: str
    title: str
    start: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it; an open end leaves it open."""
        return (self.start is None or self.start <= day) and (
            self.end is None or day <= self.end
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRoster:
    """An export, without what has been deleted.

    Attributes:
        version: ``1.1``, ``1.2`` or blank where the manifest does not say.
        schools: sourcedId to name of every school.
        people: Everyone with a role.
        terms: sourcedId to academic session.
        classes: Rows of ``classes``.
        courses: sourcedId to row of ``courses``.
        enrollments: Rows of ``enrollments``.
        birth_dates: User to date of birth, where ``demographics`` was read.
        unused: Names of the files that were not read.
    """

    version: str
    schools: Mapping[str, str]
    people: tuple[Person, ...]
    terms: Mapping[str, Term]
    classes: tuple[ForeignRow, ...]
    courses: Mapping[str, ForeignRow]
    enrollments: tuple[ForeignRow, ...]
    birth_dates: Mapping[str, str]
    unused: tuple[str, ...] = ()

    @property
    def students(self) -> tuple[Person, ...]:
        """Everyone who is a student."""
        return tuple(person for person in self.people if person.role == "student")


def read_oneroster(path: Path, *, birth_dates: bool = False) -> OneRoster:
    """Read an export.

    Args:
        path: A folder, or a zip archive.
        birth_dates: Read ``demographics``, of which only the date of birth is kept.

    Raises:
        ForeignFault: It is no OneRoster export, or a file or column is missing.
    """
    tables = csv_folder_tables(path)
    for name in NEEDED:
        if name not in tables:
            raise ForeignFault(
                f"{path.name} is no complete OneRoster export: {name}.csv is missing.",
                f"Needed are {', '.join(f'{one}.csv' for one in NEEDED)}; better "
                "also orgs.csv, academicSessions.csv and courses.csv.",
            )
    for name, columns in _COLUMNS.items():
        _require(tables.get(name), columns)
    if not tables["users"].has("role") and "roles" not in tables:
        raise ForeignFault(
            "Nothing says who is a student: users.csv has no column role (OneRoster "
            "1.1), and roles.csv (1.2) is missing."
        )
    _refuse_changes(tables.get("manifest"))
    known = {"manifest", "orgs", "academicsessions", "courses", "roles", *NEEDED}
    if birth_dates:
        known.add("demographics")
    return OneRoster(
        version=_version(tables.get("manifest")),
        schools=_schools(_current(tables.get("orgs"))),
        people=_people(tables),
        terms=_terms(_current(tables.get("academicsessions"))),
        classes=_current(tables["classes"]),
        courses={row.text("sourcedId"): row for row in _current(tables.get("courses"))},
        enrollments=_current(tables["enrollments"]),
        birth_dates={
            row.text("sourcedId"): row.text("birthDate")
            for row in (_current(tables.get("demographics")) if birth_dates else ())
        },
        unused=tuple(
            sorted(one.name for stem, one in tables.items() if stem not in known)
        ),
    )


def _require(table: ForeignTable | None, columns: Sequence[str]) -> None:
    if table is None:
        return
    missing = [column for column in columns if not table.has(column)]
    if missing:
        raise ForeignFault(
            f"{table.name} has no column {missing[0]}.",
            "The first line of each file must hold OneRoster's column names.",
        )


def _current(table: ForeignTable | None) -> tuple[ForeignRow, ...]:
    """Return the rows that are still true."""
    if table is None:
        return ()
    return tuple(
        row for row in table.rows if row.text("status").casefold() not in _GONE
    )


def _refuse_changes(manifest: ForeignTable | None) -> None:
    """Refuse an export that holds only what has changed since an earlier one."""
    for row in manifest.rows if manifest else ():
        file = row.text("propertyName").casefold().removeprefix("file.")
        if file in NEEDED and row.text("value").casefold() == "delta":
            raise ForeignFault(
                f"The manifest says that {file}.csv holds only changes (delta).",
                "Export everything (bulk), then import again.",
            )


def _version(manifest: ForeignTable | None) -> str:
    """Return what the manifest says; it is a list of properties and values."""
    for row in manifest.rows if manifest else ():
        if row.text("propertyName").casefold() == "oneroster.version":
            version = row.text("value")
            if version not in VERSIONS:
                raise ForeignFault(
                    f"The manifest says OneRoster {version or 'without a version'}.",
                    f"Versions {' and '.join(VERSIONS)} are read; export one of them.",
                )
            return version
    return ""


def _schools(rows: Iterable[ForeignRow]) -> dict[str, str]:
    """Return the schools among the organisations."""
    return {
        row.text("sourcedId"): row.text("name") or row.text("sourcedId")
        for row in rows
        if row.text("type").casefold() == _SCHOOL
    }


def parts(text: str) -> tuple[str, ...]:
    """Split a list of values, which OneRoster separates by commas."""
    return tuple(part for piece in text.split(",") if (part := piece.strip()))


def _people(tables: Mapping[str, ForeignTable]) -> tuple[Person, ...]:
    users = {row.text("sourcedId"): row for row in _current(tables["users"])}
    if "roles" not in tables:
        return tuple(
            Person(
                row=row,
                role=row.text("role").casefold(),
                schools=frozenset(parts(row.text("orgSourcedIds"))),
            )
            for row in users.values()
        )
    found: dict[tuple[str, str], set[str]] = {}
    for row in _current(tables["roles"]):
        key = row.text("userSourcedId"), row.text("role").casefold()
        if key[0] in users:
            found.setdefault(key, set()).update(parts(row.text("orgSourcedId")))
    return tuple(
        Person(row=users[user], role=role, schools=frozenset(schools))
        for (user, role), schools in found.items()
    )


def _terms(rows: Iterable[ForeignRow]) -> dict[str, Term]:
    return {
        row.text("sourcedId"): Term(
            id=row.text("sourcedId"),
            title=row.text("title") or row.text("sourcedId"),
            start=day_of(row.text("startDate")),
            end=day_of(row.text("endDate")),
        )
        for row in rows
    }


def day_of(text: str) -> date | None:
    """Return the day that a OneRoster date names; a time behind it does not count."""
    return date_of(re.split(r"[T ]", text, maxsplit=1)[0])[0]


def choose_school(export: OneRoster, wanted: str | None) -> tuple[str, str] | None:
    """Return (sourcedId, name) of the school to import, None where none is named.

    Raises:
        ForeignFault: The school is unknown, or there are several and none was named.
    """
    if wanted is not None:
        for key, name in export.schools.items():
            if wanted.casefold() in {key.casefold(), name.casefold()}:
                return key, name
        raise ForeignFault(f"There is no school {wanted}.", _list(export.schools))
    attended = {school for one in export.students for school in one.schools}
    schools = {key: name for key, name in export.schools.items() if key in attended}
    if len(schools) > 1:
        raise ForeignFault(
            f"The export holds the students of {len(schools)} schools.",
            _list(schools),
            "A roster is one school: name it with --school.",
        )
    return next(iter(schools.items()), None)


def _list(schools: Mapping[str, str]) -> str:
    names = sorted(schools.values())
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""  # noqa: PLR2004 - a screenful
    return f"It has: {', '.join(names[:20])}{more}."


def choose_terms(
    export: OneRoster, wanted: str | None, on: date
) -> tuple[tuple[Term, ...], str]:
    """Return the academic sessions whose classes are imported, and a remark.

    Args:
        export: The export.
        wanted: Title or sourcedId of a session; None takes those that classes name and
            that hold the day.
        on: The day.

    Raises:
        ForeignFault: The session is unknown.
    """
    if wanted is not None:
        asked = wanted.casefold()
        found = tuple(
            term
            for term in export.terms.values()
            if asked in {term.id.casefold(), term.title.casefold()}
        )
        if not found:
            titles = ", ".join(sorted({term.title for term in export.terms.values()}))
            raise ForeignFault(
                f"There is no academic session {wanted}.", f"There are: {titles}."
            )
        return found, ""
    named = {key for row in export.classes for key in parts(row.text("termSourcedIds"))}
    used = tuple(term for key, term in export.terms.items() if key in named)
    current = tuple(term for term in used if term.holds(on))
    if used and not current:
        titles = ", ".join(sorted({term.title for term in used}))
        return used, (
            f"No academic session holds {on}; classes of all were taken: {titles}. "
            "Choose with --term."
        )
    return current, ""
