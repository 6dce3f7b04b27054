"""What ``import`` does: files of other systems become a roster to be finished."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pushpull_sched.app.faults import UnreadableFault
from pushpull_sched.app.files import existing, refuse_itself, write_whole
from pushpull_sched.domain.findings import has_errors
from pushpull_sched.interop.draft import Draft, ToDo, missing_counts
from pushpull_sched.interop.draft_file import write_draft
from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.interop.foreign import ForeignTable, one_table
from pushpull_sched.interop.merge import students_of, write_merged
from pushpull_sched.interop.oneroster import (
    OneRosterChoices,
    StudentNames,
    oneroster_draft,
)
from pushpull_sched.interop.oneroster_files import read_oneroster
from pushpull_sched.interop.service_map import (
    BUILT_IN,
    ServiceMap,
    built_in,
    load_map,
    recognize,
)
from pushpull_sched.interop.services import services_draft
from pushpull_sched.interop.suggest_map import Suggestion, suggest
from pushpull_sched.workbook.reader import read_workbook
from pushpull_sched.workbook.schema import SHEETS
from pushpull_sched.workbook.tables import Workbook

NAMES = tuple(one.value for one in StudentNames)
"""How much of a student's name can be taken over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneRosterRequest:
    """What is asked.

    Attributes:
        source: Folder or zip archive with the CSV files.
        out: Where the roster goes; None: beside the source.
        on: The day for which classes and enrollments count.
        school: Name or sourcedId of the school, where there are several.
        term: Title or sourcedId of the academic session; None takes the current ones.
        identifiers: Take ``identifier`` as student_id, not ``sourcedId``.
        names: ``full``, ``initials`` or ``none``.
        birth_dates: Read dates of birth from ``demographics.csv``.
        force: Replace a file that is there already.
    """

    source: Path
    on: date
    out: Path | None = None
    school: str | None = None
    term: str | None = None
    identifiers: bool = False
    names: str = StudentNames.FULL.value
    birth_dates: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesRequest:
    """What is asked.

    Attributes:
        source: The table of the IEP system, ``.xlsx`` or ``.csv``.
        map_name: A built-in map or a TOML file; None recognizes a built-in one.
        into: A roster to which the services are added, in a copy; None for a new one.
        out: Where the roster goes; None: beside the source, or the roster.
        force: Replace a file that is there already.
    """

    source: Path
    map_name: str | None = None
    into: Path | None = None
    out: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCount:
    """Rows of one sheet of a draft.

    Attributes:
        sheet: Title of the sheet.
        rows: Number of rows that were made.
        missing: Cells to fill in, as (column, number).
        doubtful: Number of cells to look at.
    """

    sheet: str
    rows: int
    missing: tuple[tuple[str, int], ...]
    doubtful: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportAnswer:
    """What came of it.

    Attributes:
        written: The new workbook.
        source: What was read: ``OneRoster 1.2``, the name of the map.
        sheets: What each sheet holds now.
        todo: What is left to do.
        remarks: What was left out, or understood in some way.
    """

    written: Path
    source: str
    sheets: tuple[SheetCount, ...]
    todo: tuple[ToDo, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestAnswer:
    """A proposed map.

    Attributes:
        suggestion: The map.
        written: The file that holds it; None where none was asked for.
    """

    suggestion: Suggestion
    written: Path | None


def import_oneroster(request: OneRosterRequest) -> ImportAnswer:
    """Make a roster of a OneRoster export.

    Raises:
        UsageFault: A file is missing, or is there already.
        UnreadableFault: The export cannot be read, or the school must be named.
    """
    source = existing(request.source, what="OneRoster export")
    target = request.out or _beside(source, "-roster")
    refuse_itself(target, source)
    choices = OneRosterChoices(
        on=request.on,
        school=request.school,
        term=request.term,
        identifiers=request.identifiers,
        names=StudentNames(request.names),
    )
    try:
        export = read_oneroster(source, birth_dates=request.birth_dates)
        draft = oneroster_draft(export, choices)
    except ForeignFault as fault:
        raise UnreadableFault(fault.message, *fault.advice) from fault
    write_whole(target, lambda path: write_draft(path, draft), force=request.force)
    return _answer(target, f"OneRoster {export.version}".strip(), draft)


def import_services(request: ServicesRequest) -> ImportAnswer:
    """Make a roster of the services of an IEP system, or add them to one.

    Raises:
        UsageFault: A file is missing, or is there already.
        UnreadableFault: The table, the map or the roster cannot be read.
    """
    source = existing(request.source, what="export")
    into = existing(request.into, what="roster") if request.into else None
    target = request.out or (
        _beside(into, "-with-services") if into else _beside(source, "-roster")
    )
    refuse_itself(target, source, into)
    try:
        table, mapping = _mapped(source, request.map_name)
        if into is None:
            draft = services_draft(table, mapping)
            write_whole(
                target, lambda path: write_draft(path, draft), force=request.force
            )
        else:
            roster = _roster(into)
            draft = services_draft(table, mapping, students_of(roster))
            write_whole(
                target,
                lambda path: write_merged(into, roster, draft, path),
                force=request.force,
            )
    except ForeignFault as fault:
        raise UnreadableFault(fault.message, *fault.advice) from fault
    return _answer(target, mapping.name, draft)


def suggest_map(source: Path, out: Path | None, *, force: bool) -> SuggestAnswer:
    """Propose a map for the table of an IEP system.

    Args:
        source: The table, ``.xlsx`` or ``.csv``.
        out: Where the map goes, to be edited; None for nowhere.
        force: Replace a file that is there already.

    Raises:
        UsageFault: A file is missing, or is there already.
        UnreadableFault: The table cannot be read.
    """
    table_file = existing(source, what="export")
    try:
        found = suggest(one_table(table_file, ()))
    except ForeignFault as fault:
        raise UnreadableFault(fault.message, *fault.advice) from fault
    if out is not None:
        refuse_itself(out, table_file)
        write_whole(
            out,
            lambda path: _write_text(path, found.toml),
            force=force,
        )
    return SuggestAnswer(suggestion=found, written=out)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _mapped(source: Path, named: str | None) -> tuple[ForeignTable, ServiceMap]:
    """Return the table and the map to read it by."""
    if named is not None:
        mapping = load_map(named)
        table = one_table(source, mapping.headings, mapping.sheet)
        absent = [
            key
            for key in ("student_id", "service")
            if not any(map(table.has, mapping.columns[key]))
        ]
        if absent:
            wanted = ", ".join(mapping.columns[absent[0]])
            raise ForeignFault(
                f"{source.name} has no column {wanted}, which the map {mapping.name} "
                f"names for {absent[0]}.",
                f"It has: {', '.join(table.headings)}.",
                "Correct the map, or let one be proposed with --suggest.",
            )
        return table, mapping
    table = one_table(source, ())
    name = recognize(table)
    if name is None:
        raise ForeignFault(
            f"{source.name} is of no kind that is known by its headings.",
            f"Name a map with --map: a TOML file or one of {', '.join(BUILT_IN)}.",
            "Let one be proposed: pushpull-sched import services FILE --suggest",
        )
    return table, built_in(name)


def _roster(path: Path) -> Workbook:
    """Read the roster that services are added to; its rows may have faults."""
    roster, findings = read_workbook(path)
    if roster is None:
        worst = next(one for one in findings if has_errors([one]))
        raise ForeignFault(f"{path.name}: {worst.message}", worst.advice)
    return replace(roster, name=path.name)


def _beside(path: Path, ending: str) -> Path:
    resolved = path.resolve()
    name = resolved.name if resolved.is_dir() else resolved.stem
    return path.parent / f"{name}{ending}.xlsx"


def _answer(target: Path, source: str, draft: Draft) -> ImportAnswer:
    missing = missing_counts(draft.marks)
    sheets = tuple(
        SheetCount(
            sheet=sheet.title,
            rows=draft.count(sheet.key),
            missing=tuple(
                (column.key, missing[sheet.key, column.key])
                for column in sheet.columns
                if (sheet.key, column.key) in missing
            ),
            doubtful=len(
                {
                    (mark.row, mark.column)
                    for mark in draft.marks
                    if mark.note and mark.sheet == sheet.key
                }
            ),
        )
        for sheet in SHEETS
        if sheet.key != "settings" and draft.count(sheet.key)
    )
    return ImportAnswer(
        written=target,
        source=source,
        sheets=sheets,
        todo=draft.todo,
        remarks=draft.remarks,
    )
