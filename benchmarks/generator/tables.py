"""The sheets of a roster as headings and rows, before they are written to a file."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time

from benchmarks.generator.bells import DAY_NAMES
from benchmarks.generator.extras import Extras
from benchmarks.generator.ground import ClassRow, Ground
from benchmarks.generator.wording import Cells, Row

Value = str | int | float | time | None


@dataclass(slots=True, kw_only=True)
class Table:
    """One sheet.

    Attributes:
        name: Name of the sheet.
        heads: Headings as written.
        rows: Cells.
    """

    name: str
    heads: list[str]
    rows: list[list[Value]] = field(default_factory=list)

    def add(self, *values: Value) -> None:
        """Append a row."""
        self.rows.append(list(values))


Tables = dict[str, Table]


def clock(minute: int) -> time:
    """Return an Excel time."""
    return time(minute // 60, minute % 60)


def text_clock(minute: int) -> str:
    """Return a time as people type it: ``8:30 AM``."""
    hour, rest = divmod(minute, 60)
    return f"{(hour - 1) % 12 + 1}:{rest:02d} {'PM' if hour >= 12 else 'AM'}"  # noqa: PLR2004


_LETTERS = {"Mon": "M", "Tue": "T", "Wed": "W", "Thu": "Th", "Fri": "F"}


def day_text(days: Sequence[int], style: int = 0) -> str:
    """Write days as a list, as letters or as a range."""
    names = [DAY_NAMES[day] for day in days]
    if len(names) == len(DAY_NAMES):
        return ("Mon-Fri", "MTWThF", "all")[style % 3]
    if style % 3 == 1:
        return "".join(_LETTERS[name] for name in names)
    return ",".join(names)


def week_text(weeks: Sequence[int], count: int) -> str | None:
    """Write weeks as odd, even or numbers."""
    if not weeks or len(weeks) == count:
        return None
    if all(week % 2 for week in weeks) and count > 1:
        return "odd"
    if not any(week % 2 for week in weeks):
        return "even"
    return ",".join(str(week) for week in weeks)


def make_tables(
    ground: Ground, rows: list[Row], extras: Extras, rng: random.Random
) -> Tables:
    """Lay out the whole roster."""
    style = rng.randrange(3)
    tables = [
        _settings(ground),
        _with(_students(ground), extras.students),
        _classes(ground, style),
        _with(_providers(ground, style), extras.providers),
        _with(_rooms(ground), extras.rooms),
        _services(rows),
    ]
    if ground.periods:
        tables.append(_periods(ground, style))
        tables.append(_enrollments(ground))
    if ground.blocks:
        tables.append(_availability(ground, style))
    if extras.relations:
        heads = ["type", "who", "provider", "service"]
        tables.append(
            Table(
                name="Relations", heads=heads, rows=[list(r) for r in extras.relations]
            )
        )
    if extras.pins:
        tables.append(_pins(extras))
    return {table.name: table for table in tables}


def _with(table: Table, cells: dict[str, Cells]) -> Table:
    """Append the further columns that any row of the sheet has."""
    heads = sorted({head for found in cells.values() for head in found})
    return Table(
        name=table.name,
        heads=table.heads + heads,
        rows=[
            row + [_value(cells.get(str(row[0]), {}).get(head)) for head in heads]
            for row in table.rows
        ],
    )


def _value(cell: object) -> Value:
    return cell if isinstance(cell, (str, int, time)) and cell != "" else None


def _pins(extras: Extras) -> Table:
    heads = ["service_id", "day", "start", "minutes", "week", "provider_id", "room_id"]
    table = Table(name="Pins", heads=heads)
    for service, day, start, *others in extras.pins:
        table.add(service, day, clock(start), *others)
    return table


def _settings(ground: Ground) -> Table:
    table = Table(name="Settings", heads=["key", "value"])
    table.add("school", ground.title)
    table.add("days", ",".join(ground.day_names))
    if ground.weeks > 1:
        table.add("weeks", ground.weeks)
    if ground.transition:
        table.add("transition_minutes", ground.transition)
    return table


def grade_value(grade: int) -> Value:
    """Write a grade: K, PK or a number."""
    return {0: "K", -1: "PK"}.get(grade, grade)


def _several(ground: Ground) -> bool:
    return any(pupil.building for pupil in ground.pupils)


def _students(ground: Ground) -> Table:
    heads = ["student_id", "name", "grade"]
    plain = not any(pupil.enrolled for pupil in ground.pupils)
    heads += ["homeroom"] if plain else []
    heads += ["building"] if _several(ground) else []
    part_time = any(len(p.days) < len(ground.day_names) for p in ground.pupils)
    heads += ["days"] if part_time else []
    table = Table(name="Students", heads=heads)
    for pupil in ground.pupils:
        row: list[Value] = [pupil.id, pupil.name, grade_value(pupil.grade)]
        row += [pupil.homeroom] if plain else []
        row += [pupil.building] if _several(ground) else []
        row += [day_text(pupil.days)] if part_time else []
        table.rows.append(row)
    return table


def _classes(ground: Ground, style: int) -> Table:
    if ground.periods:
        return _sections(ground)
    heads = ["class_id", "subject", "grade", "homeroom", "teacher", "room", "days"]
    heads += ["start", "end", "pull", "max_push_in"]
    heads += ["building"] if _several(ground) else []
    table = Table(name="Classes", heads=heads)
    for row in ground.classes:
        cells: list[Value] = [
            row.class_id,
            row.subject,
            None if row.grade is None else grade_value(row.grade),
            row.homeroom,
            row.teacher,
            row.room,
            day_text(row.days, style),
            clock(row.start),
            clock(row.end),
            row.pull,
            row.max_push_in,
        ]
        cells += [row.building] if _several(ground) else []
        table.rows.append(cells)
    return table


def _sections(ground: Ground) -> Table:
    """One row per section, period and weeks; days where not all of the period's."""
    heads = ["class_id", "subject", "grade", "teacher", "room", "period", "days"]
    heads += ["weeks", "pull", "max_push_in"]
    table = Table(name="Classes", heads=heads)
    joined: dict[tuple[str, str | None, tuple[int, ...]], list[ClassRow]] = {}
    for row in ground.classes:
        joined.setdefault((row.class_id, row.period, row.weeks), []).append(row)
    for (name, period, weeks), found in joined.items():
        first = found[0]
        days = sorted(day for row in found for day in row.days)
        all_days = len(days) == len(ground.day_names)
        table.add(
            name,
            first.subject,
            first.grade if first.for_grade else None,
            first.teacher,
            first.room,
            period,
            None if all_days else day_text(days),
            week_text(weeks, ground.weeks),
            first.pull,
            first.max_push_in,
        )
    return table


def _providers(ground: Ground, style: int) -> Table:
    heads = ["provider_id", "name", "role", "days", "start", "end"]
    heads += ["building"] if _several(ground) else []
    heads += ["lunch_minutes", "planning_minutes"]
    table = Table(name="Providers", heads=heads)
    for staff in ground.staff:
        for hours in staff.hours:
            row: list[Value] = [
                staff.id,
                staff.name,
                staff.role,
                day_text(hours.days, style + 1),
                text_clock(hours.start),
                text_clock(hours.end),
            ]
            row += [hours.building] if _several(ground) else []
            row += [staff.lunch_minutes, staff.planning_minutes or None]
            table.rows.append(row)
    return table


def _rooms(ground: Ground) -> Table:
    heads = ["room_id", "name", "capacity", "groups", "services"]
    heads += ["building"] if _several(ground) else []
    table = Table(name="Rooms", heads=heads)
    for room in ground.rooms:
        row: list[Value] = [
            room.id,
            room.name,
            room.capacity,
            room.groups,
            ", ".join(room.services) or None,
        ]
        row += [room.building] if _several(ground) else []
        table.rows.append(row)
    return table


_SERVICE_HEADS = (
    "service_id",
    "student_id",
    "service",
    "setting",
    "minutes",
    "per",
    "sessions",
    "sessions_per",
    "frequency",
    "session_minutes",
    "role",
    "provider",
    "subject",
    "delivery",
    "group",
    "max_group",
    "goal_area",
    "level",
    "days",
    "earliest",
    "latest",
    "min_days_apart",
    "max_per_day",
    "may_miss",
    "never_miss",
    "week_pattern",
    "category",
    "priority",
)


def _services(rows: Iterable[Row]) -> Table:
    found = list(rows)
    used = [
        head
        for head in _SERVICE_HEADS
        if any(row.cells.get(head) not in {None, ""} for row in found)
    ]
    table = Table(name="Services", heads=used)
    for row in found:
        table.rows.append([_value(row.cells.get(head)) for head in used])
    return table


def _periods(ground: Ground, style: int) -> Table:
    table = Table(name="Periods", heads=["period", "days", "start", "end"])
    for name, days, start, end in ground.periods:
        table.add(name, day_text(days, style), clock(start), clock(end))
    return table


def _enrollments(ground: Ground) -> Table:
    table = Table(name="Enrollments", heads=["student_id", "class_id"])
    for pupil in ground.pupils:
        for name in pupil.classes:
            table.add(pupil.id, name)
    return table


def _availability(ground: Ground, style: int) -> Table:
    table = Table(name="Availability", heads=["who", "days", "start", "end", "reason"])
    for block in ground.blocks:
        table.add(
            block.who,
            day_text(block.days, style),
            clock(block.start),
            clock(block.end),
            block.reason,
        )
    return table
