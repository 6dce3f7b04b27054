"""What changes in the middle of a year, done to the sheets of a finished roster.

The planted timetable is the old schedule: it was complete and legal before the change.
Whether the changed roster can still be served in full is not known.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmarks.generator.ground import RoomSpec
from benchmarks.generator.make import Roster
from benchmarks.generator.tables import Table, Value, clock
from benchmarks.generator.wording import Row

_NEW_STUDENT = "S900"
_RAISED = 5
"""Students who get one more session a week of one of their services."""
_NEW_SERVICES = 3
"""Services of the new student, where one of the present students has so many."""
_DAYS = 5
_AWAY = (7 * 60, 17 * 60)


def new_student(roster: Roster, seed: int) -> None:
    """Enrol another student, with the classes and the three services of a present one.

    Where no present student has just three, one of those with most is taken.
    """
    rng = random.Random(f"new-student-{seed}")
    counts = Counter(row.member.pupil.id for row in roster.rows)
    bound = _named(roster, ("Relations", "Pins", "Availability"))
    alone = {row.member.pupil.id for row in roster.rows if row.series.individual}
    free = [one for one in sorted(counts) if one not in alone | bound] or sorted(counts)
    most = max(counts[student] for student in free)
    wanted = min(_NEW_SERVICES, most)
    model = rng.choice([one for one in free if counts[one] >= wanted])
    for name in ("Students", "Enrollments", "Services"):
        table = roster.tables.get(name)
        if table is not None:
            copies = _copies(table, model)
            table.rows.extend(copies[:wanted] if name == "Services" else copies)


def _copies(table: Table, student: str) -> list[list[Value]]:
    place = table.heads.index("student_id")
    return [
        [
            cell.replace(student, _NEW_STUDENT) if isinstance(cell, str) else cell
            for cell in row
        ]
        for row in table.rows
        if row[place] == student
    ]


def provider_day(roster: Roster, seed: int) -> None:
    """Take a day from a provider who has colleagues: the emptiest of the week."""
    rng = random.Random(f"provider-day-{seed}")
    roles = Counter(staff.role for staff in roster.ground.staff)
    bound = _named(roster, ("Relations", "Pins"))
    needed = {
        str(row.cells["provider"])
        for row in roster.rows
        if row.cells.get("provider") and row.member.sessions >= _DAYS - 1
    }
    able = [
        staff
        for staff in roster.ground.staff
        if roles[staff.role] > 1
        and sum(len(hours.days) for hours in staff.hours) == _DAYS
    ]
    free = [staff for staff in able if staff.id not in bound | needed]
    who = rng.choice(free or able or list(roster.ground.staff))
    busy: Counter[int] = Counter()
    for series in roster.series:
        if series.staff.id == who.id:
            for slot in series.slots:
                busy[slot.day] += slot.end - slot.start
    days = sorted({day for hours in who.hours for day in hours.days})
    day = min(days, key=lambda one: (busy[one], one))
    _take_away(roster, who.id, roster.ground.day_names[day], "at another school now")


def more_minutes(roster: Roster, seed: int) -> None:
    """Give a service of some students one more session a week."""
    rng = random.Random(f"more-minutes-{seed}")
    table = roster.tables["Services"]
    bound = _named(roster, ("Relations", "Pins"))
    able = [row for row in roster.rows if _can_grow(row, bound)]
    # The last of a student's services stands for the student.
    candidates = list({row.member.pupil.id: row for row in able}.values())
    chosen = {row.id for row in rng.sample(candidates, min(_RAISED, len(candidates)))}
    own, count = table.heads.index("service_id"), table.heads.index("sessions")
    for cells in table.rows:
        sessions = cells[count]
        if cells[own] in chosen and isinstance(sessions, int):
            cells[count] = sessions + 1


def _can_grow(row: Row, bound: set[str]) -> bool:
    cells = row.cells
    plain = not any(cells.get(head) for head in ("days", "max_per_day", "week_pattern"))
    return (
        cells.get("per") == "session"
        and cells.get("sessions_per") in {None, ""}
        and not {row.id, row.member.pupil.id} & bound
        and plain
        and row.series.pattern == "every"
        and row.member.sessions < _DAYS - 1
        and (cells.get("min_days_apart") or 1) == 1
    )


def room_closed(roster: Roster, seed: int) -> None:
    """Close a room for good: of those in use, one whose sessions others can take."""
    rng = random.Random(f"room-closed-{seed}")
    pinned = _named(roster, ("Pins",))
    bound = {
        row.series.room for row in roster.rows if row.id in pinned and row.series.room
    }
    used = Counter(
        one.room for one in roster.series if one.room and one.room not in bound
    )
    rooms = {room.id: room for room in roster.ground.rooms}
    shared = [
        room_id
        for room_id in sorted(used)
        if any(_takes_over(other, rooms[room_id]) for other in rooms.values())
    ]
    least = min((used[one] for one in shared), default=0)
    quiet = [one for one in shared if used[one] <= 2 * least]
    room = rng.choice(quiet or sorted(used))
    _take_away(roster, f"room {room}", ",".join(roster.ground.day_names), "flooded")


def _takes_over(other: RoomSpec, room: RoomSpec) -> bool:
    """Whether another room can hold what a room holds."""
    same = other.id != room.id and other.building in {None, room.building}
    return same and (not other.services or set(room.services) <= {*other.services})


def _take_away(roster: Roster, who: str, days: str, reason: str) -> None:
    table = roster.tables.setdefault(
        "Availability",
        Table(name="Availability", heads=["who", "days", "start", "end", "reason"]),
    )
    table.add(who, days, clock(_AWAY[0]), clock(_AWAY[1]), reason)


def _named(roster: Roster, sheets: tuple[str, ...]) -> set[str]:
    """Every id in the sheets: who stands there is better left alone."""
    return {
        word.strip()
        for name in sheets
        if name in roster.tables
        for row in roster.tables[name].rows
        for cell in row
        if isinstance(cell, str)
        for word in cell.split(",")
    }


CHANGES: Mapping[str, Callable[[Roster, int], None]] = MappingProxyType(
    {
        "new-student": new_student,
        "provider-day": provider_day,
        "more-minutes": more_minutes,
        "room-closed": room_closed,
    }
)
"""Changes by name; each takes the roster and a seed."""
