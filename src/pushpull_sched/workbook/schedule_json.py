"""``schedule.json`` read back into rows. Times are ``HH:MM``, 24 hours, no other."""

import json
import re
from collections.abc import Mapping

from pushpull_sched.domain.clock import MINUTES_PER_DAY
from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.workbook.assemble import fault_finding
from pushpull_sched.workbook.cell import Cell, Fault, Scope, shown
from pushpull_sched.workbook.cells import blank_fault, read_cell
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.columns import CellKind, Column
from pushpull_sched.workbook.schedule_rows import SCHEDULE, row_of

_CLOCK = re.compile(r"(\d{2}):([0-5]\d)")
_OF_SERVICE = frozenset({"service", "service_id", "student_id"})

Entry = Mapping[object, object]


def rows_of_json(
    data: bytes, name: str, days: tuple[str, ...]
) -> tuple[tuple[ScheduleRow, ...], tuple[Finding, ...]]:
    """Read the sessions of a ``schedule.json``, one row per session and service.

    Args:
        data: Content of the file.
        name: Its name, for findings.
        days: ``Settings.days``.
    """
    sessions = _sessions(data)
    if sessions is None:
        message = "The file is no result of this program, or it is damaged."
        return (), (finding("W705", SourceRef(sheet=name), message),)
    rows: list[ScheduleRow] = []
    found: list[Finding] = []
    for number, session in enumerate(sessions, start=1):
        source = SourceRef(sheet=f"{name}, session {number}")
        for entry in _entries(session):
            values, said = _values(entry, source)
            found.extend(said)
            row = row_of(values, source, days)
            if row is not None:
                rows.append(row)
    return tuple(rows), tuple(dict.fromkeys(found))


def _sessions(data: bytes) -> list[object] | None:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return None
    sessions = content.get("sessions") if isinstance(content, dict) else None
    return sessions if isinstance(sessions, list) else None


def _entries(session: object) -> list[Entry]:
    """Return a session once for each of its services, joined with it.

    A session whose services are blank keeps one row, so that its faults are seen.
    """
    if not isinstance(session, dict):
        return [{}]
    services = session.get("services")
    if not isinstance(services, list) or not services:
        return [session]
    return [
        {**session, **{key: service.get(key) for key in _OF_SERVICE}}
        if isinstance(service, dict)
        else session
        for service in services
    ]


def _values(entry: Entry, source: SourceRef) -> tuple[dict[str, object], list[Finding]]:
    values: dict[str, object] = {}
    found: list[Finding] = []
    for column in SCHEDULE.columns:
        value = entry.get(column.key)
        if value is not None and value != "":
            read, said = _value(value, column, source)
        elif column.required:
            read, said = None, [fault_finding(blank_fault(column), source, "")]
        else:
            read, said = None, []
        values[column.key] = read
        found.extend(said)
    return values, found


def _value(
    value: object, column: Column, source: SourceRef
) -> tuple[object, list[Finding]]:
    if column.kind is CellKind.TIME:
        minute = _minute(value)
        if minute is not None:
            return minute, []
        return None, [_fault(value, column, source, "a time HH:MM such as 13:05")]
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        reading = read_cell(Cell(value=value), column, Scope())
        if isinstance(reading, Fault):
            return None, [fault_finding(reading, source, str(value))]
        return reading.value, []
    return None, [_fault(value, column, source, "a text or a number")]


def _minute(value: object) -> int | None:
    found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    minute = int(found[1]) * 60 + int(found[2])
    return minute if minute <= MINUTES_PER_DAY else None


def _fault(value: object, column: Column, source: SourceRef, expected: str) -> Finding:
    text = shown(str(value))
    return finding(
        "W706",
        source,
        f"{column.key} cannot be read: {text}.",
        value=text,
        expected=expected,
    )
