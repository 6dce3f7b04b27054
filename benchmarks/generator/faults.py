"""The workbook full of faults: the toy school with known cells spoiled."""

from dataclasses import dataclass
from datetime import time

from benchmarks.generator.tables import Table, Tables, Value


@dataclass(frozen=True, slots=True)
class Fault:
    """One spoiled cell.

    Attributes:
        sheet: Sheet.
        row: Row as shown in Excel.
        head: Column.
        value: What is written there.
        why: What is wrong, for the reader of the list.
    """

    sheet: str
    row: int
    head: str
    value: Value
    why: str


FAULTS: tuple[Fault, ...] = (
    Fault("Settings", 4, "value", "five", "a number in words"),
    Fault("Settings", 5, "value", 3, "no template of three weeks"),
    Fault("Settings", 6, "value", "perhaps", "neither yes nor no"),
    Fault("Settings", 7, "value", "2026-13-01", "no such date"),
    Fault("Settings", 8, "value", -5, "a negative number"),
    Fault("Settings", 9, "value", "30 to forty", "not a list of lengths"),
    Fault("Students", 15, "student_id", "S001", "an id twice"),
    Fault("Students", 16, "grade", "Grade X", "no grade"),
    Fault("Students", 17, "student_id", None, "a student without an id"),
    Fault("Students", 18, "days", "Mon, Blursday", "no such day"),
    Fault("Students", 19, "max_sessions_day", "two", "a number in words"),
    Fault("Students", 20, "grade", None, "a student without a grade"),
    Fault("Classes", 2, "subject", None, "a class without a subject"),
    Fault("Classes", 3, "start", "25:10", "no time of day"),
    Fault("Classes", 4, "end", time(7, 30), "ends before it starts"),
    Fault("Classes", 5, "days", None, "neither days nor period"),
    Fault("Classes", 6, "pull", "sometimes", "not ok, avoid or never"),
    Fault("Classes", 7, "push_in", "maybe", "neither yes nor no"),
    Fault("Classes", 8, "start", None, "no start"),
    Fault("Classes", 9, "max_push_in", 0, "a cap of nobody"),
    Fault("Enrollments", 2, "student_id", "S999", "no such student"),
    Fault("Enrollments", 3, "class_id", "5A-Latin", "no such class"),
    Fault("Rooms", 3, "capacity", 0, "a room for nobody"),
    Fault("Rooms", 4, "room_id", "Resource", "an id twice"),
    Fault("Providers", 4, "days", None, "a provider without days"),
    Fault("Providers", 5, "role", None, "a provider without a role"),
    Fault("Providers", 6, "end", "7:00 AM", "ends before it starts"),
    Fault("Providers", 7, "lunch_minutes", -30, "a negative number"),
    Fault("Providers", 8, "max_group", "many", "a number in words"),
    Fault("Availability", 2, "who", "Ms Nobody", "nobody of that name"),
    Fault("Availability", 3, "end", time(8, 0), "ends before it starts"),
    Fault("Availability", 4, "kind", "busy", "not available or unavailable"),
    Fault("Services", 2, "student_id", "S404", "no such student"),
    Fault("Services", 3, "setting", "somewhere", "no such setting"),
    Fault("Services", 4, "minutes", "half an hour", "a number in words"),
    Fault("Services", 5, "frequency", "20-30 min", "a range"),
    Fault(
        "Services", 6, "frequency", "30 min biweekly", "twice a week or every other?"
    ),
    Fault("Services", 7, "frequency", "30 min weekly", "beside minutes"),
    Fault("Services", 8, "per", None, "sessions beside minutes without per"),
    Fault("Services", 9, "role", None, "neither role nor provider"),
    Fault("Services", 10, "provider", "RT9", "no such provider"),
    Fault("Services", 11, "subject", None, "push-in without a subject"),
    Fault("Services", 12, "subject", "Underwater Hockey", "no class has it"),
    Fault("Services", 13, "delivery", "co-teach", "co-teach with pull-out"),
    Fault("Services", 14, "week_pattern", "5 of 9", "no such pattern"),
    Fault("Services", 15, "min_days_apart", -1, "a negative number"),
    Fault("Services", 16, "priority", 1.5, "not a whole number"),
    Fault("Services", 17, "earliest", "noonish", "no time of day"),
    Fault("Services", 18, "session_minutes", "short", "no length"),
    Fault("Services", 19, "service_id", "S001-ReadingSDI-1", "an id twice"),
    Fault("Services", 20, "per", "fortnight", "no such period"),
    Fault("Services", 21, "group", "duo", "not individual or group"),
    Fault("Services", 22, "service", None, "a service without a name"),
    Fault("Services", 23, "minutes", 0, "no minutes"),
    Fault("Relations", 2, "type", "besties", "no such relation"),
    Fault("Relations", 3, "who", "S001, S777", "no such student"),
    Fault("Relations", 4, "provider", None, "with-provider without a provider"),
    Fault("Pins", 2, "start", time(9, 3), "off the grid"),
    Fault("Pins", 3, "service_id", "S001-Latin-1", "no such service"),
    Fault("Pins", 4, "day", "Sun", "no such day"),
)
"""Every fault, one a cell."""

_SETTINGS: tuple[tuple[str, Value], ...] = (
    ("grid", 5),
    ("weeks", "auto"),
    ("same_provider", "yes"),
    ("term_start", "2026-08-24"),
    ("transition_minutes", 0),
    ("session_minutes", 30),
)
_CLEAN = (30, "session", 1, None)


def faulty_tables(tables: Tables) -> Tables:
    """Spoil the known cells of a sound school.

    Args:
        tables: The sheets of the toy school; changed in place.
    """
    _make_room(tables)
    for fault in FAULTS:
        table = tables[fault.sheet]
        table.rows[fault.row - 2][_column(table, fault.head)] = fault.value
    return tables


def _column(table: Table, head: str) -> int:
    if head not in table.heads:
        table.heads.append(head)
        for row in table.rows:
            row.append(None)
    return table.heads.index(head)


def _make_room(tables: Tables) -> None:
    """Give every sheet the sound rows that are spoiled afterwards."""
    settings = tables["Settings"]
    del settings.rows[2:]
    settings.rows.extend([key, value] for key, value in _SETTINGS)
    tables["Enrollments"] = Table(
        name="Enrollments",
        heads=["student_id", "class_id"],
        rows=[["S002", "5A-Art"], ["S003", "5A-Art"]],
    )
    tables["Availability"] = Table(
        name="Availability",
        heads=["who", "days", "start", "end", "kind"],
        rows=[["RT1", "Mon", time(8, 30), time(9, 0), "unavailable"] for _ in range(3)],
    )
    tables["Relations"] = Table(
        name="Relations",
        heads=["type", "who", "provider", "service"],
        rows=[
            ["apart", "S009, S010", None, None],
            ["apart", "S009, S011", None, None],
            ["with-provider", "S009", "RT1", None],
        ],
    )
    tables["Pins"] = Table(
        name="Pins",
        heads=["service_id", "day", "start"],
        rows=[[_service(tables, 30 + n), "Mon", time(9, 0)] for n in range(3)],
    )
    students = tables["Students"]
    for number in range(1, 7):
        row = list(students.rows[0])
        row[0], row[1] = f"S10{number}", f"Newcomer {number}"
        students.rows.append(row)
    rooms = tables["Rooms"]
    for number in (2, 3):
        row = list(rooms.rows[0])
        row[0], row[1] = f"Resource-{number}", f"Resource {number}"
        rooms.rows.append(row)
    staff = tables["Providers"]
    for number in range(2, 7):
        row = list(staff.rows[0])
        row[0], row[1] = f"RT{number}", f"Helper {number}"
        staff.rows.append(row)
    _plain_services(tables["Services"])


def _service(tables: Tables, row: int) -> Value:
    rows = tables["Services"].rows
    return rows[min(row, len(rows)) - 1][0]


def _plain_services(table: Table) -> None:
    """Write every row alike, so that a spoiled cell is the only fault of its row."""
    pull_out = {12, 13}
    for number, row in enumerate(table.rows, start=2):
        for head in table.heads[4:]:
            row[table.heads.index(head)] = None
        frequency = number in {5, 6}
        amount = (None,) * 4 if frequency else _CLEAN
        for head, value in zip(
            ("minutes", "per", "sessions", "frequency"), amount, strict=True
        ):
            row[_column(table, head)] = value
        row[_column(table, "setting")] = "push-in" if number in {11, 12} else "pull-out"
        row[_column(table, "subject")] = "ELA" if number in pull_out else None
        row[_column(table, "role")] = "Resource Teacher"
