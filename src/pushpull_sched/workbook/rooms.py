"""The Rooms sheet."""

from pushpull_sched.domain.school import Room
from pushpull_sched.workbook.hours import WHOLE_DAY, Stretch
from pushpull_sched.workbook.names import Names
from pushpull_sched.workbook.references import References
from pushpull_sched.workbook.tables import Workbook
from pushpull_sched.workbook.typed import (
    days_of,
    names_of,
    number_of,
    number_or,
    text_of,
)

DEFAULT_CAPACITY = 6


def read_rooms(
    workbook: Workbook,
    references: References,
    names: Names,
    days: frozenset[int],
) -> tuple[dict[str, Room], dict[str, Stretch]]:
    """Read the rooms, and the hours of their own rows, by id.

    A room without days or times is open all days or all day.

    Returns:
        Rooms without their hours, and those hours before Availability.
    """
    rooms: dict[str, Room] = {}
    hours: dict[str, Stretch] = {}
    for row in workbook.tables["rooms"].rows():
        written = text_of(row, "room_id")
        if written is None:
            continue
        identifier = references.rooms.known.of(written)
        if identifier in rooms:
            continue
        rooms[identifier] = Room(
            id=identifier,
            hours=(),
            capacity=number_or(row, "capacity", DEFAULT_CAPACITY),
            groups=number_or(row, "groups", 1),
            building=names.buildings.maybe(text_of(row, "building")),
            allows=frozenset(
                names.offered.of(name) for name in names_of(row, "services")
            ),
            name=text_of(row, "name") or "",
            source=row.ref("room_id"),
        )
        start, end = number_of(row, "start"), number_of(row, "end")
        span = (
            WHOLE_DAY[0] if start is None else start,
            WHOLE_DAY[1] if end is None else end,
        )
        hours[identifier] = Stretch(
            days=days_of(row) or days, span=span, source=row.ref()
        )
    return rooms, hours
