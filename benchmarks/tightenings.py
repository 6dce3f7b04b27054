"""One named thing taken away or tightened in the sheets of a finished roster.

What is left may still be servable; :mod:`benchmarks.twins` keeps the cases that are
proven not to be.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from types import MappingProxyType

from benchmarks.generator.make import Roster
from benchmarks.generator.tables import Table, Tables, day_text
from pushpull_sched.domain.explanation import DEFAULT_COSTS, RepairKind
from pushpull_sched.domain.school import School
from pushpull_sched.explain.class_changes import WHOLE_CORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tightening:
    """One thing that is changed for the worse.

    Attributes:
        kind: What kind of thing.
        text: What is changed, for people.
        tables: The sheets with the change.
        undo: What taking it back costs by the default costs.
        touched: Services of a school that it can concern directly.
    """

    kind: str
    text: str
    tables: Tables
    undo: int
    touched: Callable[[School], list[str]]


def provider_day(roster: Roster, rng: random.Random) -> Iterator[Tightening]:
    """A provider is away on one day."""
    cases = [
        (row, staff, hours, day)
        for row, (staff, hours) in enumerate(
            (staff, hours) for staff in roster.ground.staff for hours in staff.hours
        )
        for day in hours.days
        if len(hours.days) > 1
    ]
    rng.shuffle(cases)
    for row, staff, hours, day in cases:
        tables = deepcopy(roster.tables)
        left = [each for each in hours.days if each != day]
        _write(tables["Providers"], row, "days", day_text(left))
        yield Tightening(
            kind="provider-day",
            text=f"{staff.id} is away on {roster.ground.day_names[day]}",
            tables=tables,
            undo=DEFAULT_COSTS[RepairKind.PROVIDER_DAY],
            touched=lambda school, staff=staff: [  # type: ignore[misc]
                one.id
                for one in school.services
                if one.provider == staff.id or staff.role in one.roles
            ],
        )


def room(roster: Roster, rng: random.Random) -> Iterator[Tightening]:
    """A room is open on some days only."""
    days = range(len(roster.ground.day_names))
    rooms = list(enumerate(roster.ground.rooms))
    rng.shuffle(rooms)
    for row, found in rooms:
        left = sorted(rng.sample(days, rng.choice((1, 2))))
        tables = deepcopy(roster.tables)
        _write(tables["Rooms"], row, "days", day_text(left))
        yield Tightening(
            kind="room",
            text=f"{found.id} is open on {day_text(left)} only",
            tables=tables,
            undo=DEFAULT_COSTS[RepairKind.ROOM],
            touched=_pulled,
        )


def class_meeting(roster: Roster, rng: random.Random) -> Iterator[Tightening]:
    """A class that is visited meets on fewer days."""
    visited = {one.class_id for one in roster.series if one.class_id}
    cases = [
        (row, found, fewer)
        for row, found in enumerate(roster.ground.classes)
        if found.class_id in visited and len(found.days) > 1
        for fewer in range(1, len(found.days))
    ]
    rng.shuffle(cases)
    for row, found, fewer in cases:
        tables = deepcopy(roster.tables)
        gone = set(rng.sample(found.days, fewer))
        left = [each for each in found.days if each not in gone]
        _write(tables["Classes"], row, "days", day_text(left))
        yield Tightening(
            kind="class-meeting",
            text=f"{found.class_id} meets on {day_text(left)} only",
            tables=tables,
            undo=DEFAULT_COSTS[RepairKind.CLASS_SECTION] * fewer,
            touched=lambda school, found=found: [  # type: ignore[misc]
                one.id
                for one in school.services
                if found.class_id in one.classes
                and one.student is not None
                and found.class_id in school.student[one.student].classes
            ],
        )


def group_cap(roster: Roster, rng: random.Random) -> Iterator[Tightening]:
    """A provider takes fewer students at once."""
    cases = [(staff, most) for staff in roster.ground.staff for most in (2, 1)]
    rng.shuffle(cases)
    for staff, most in cases:
        tables = deepcopy(roster.tables)
        table = tables["Providers"]
        for row, cells in enumerate(table.rows):
            if cells[0] == staff.id:
                _write(table, row, "max_group", most)
        yield Tightening(
            kind="group-cap",
            text=f"{staff.id} takes at most {most} at once",
            tables=tables,
            undo=DEFAULT_COSTS[RepairKind.GROUP_CAP] * (3 - most),
            touched=lambda school, staff=staff: [  # type: ignore[misc]
                one.id
                for one in school.services
                if one.provider == staff.id or staff.role in one.roles
            ],
        )


def protected_core(roster: Roster, rng: random.Random) -> Iterator[Tightening]:
    """Nobody is pulled from core subjects any more."""
    del rng
    tables = deepcopy(roster.tables)
    tables["Settings"].add("protect_core", "yes")
    yield Tightening(
        kind="protected-core",
        text="core subjects are protected",
        tables=tables,
        undo=DEFAULT_COSTS[RepairKind.PULL_RULE] * WHOLE_CORE,
        touched=_pulled,
    )


def min_days_apart(roster: Roster, rng: random.Random) -> Iterator[Tightening]:
    """The sessions of one service have to be further apart."""
    rows = [
        (row, found)
        for row, found in enumerate(roster.rows)
        if found.member.sessions >= 2  # noqa: PLR2004 - several
        and not found.series.co_teach
        and not found.cells.get("min_days_apart")
    ]
    rng.shuffle(rows)
    for row, found in rows:
        for apart in (2, 3):
            tables = deepcopy(roster.tables)
            _write(tables["Services"], row, "min_days_apart", apart)
            yield Tightening(
                kind="min-days-apart",
                text=f"sessions of {found.id} have to be {apart} days apart",
                tables=tables,
                undo=DEFAULT_COSTS[RepairKind.SERVICE_DAYS],
                touched=lambda _, found=found: [found.id],  # type: ignore[misc]
            )


def _pulled(school: School) -> list[str]:
    return [one.id for one in school.services if one.setting in {"pull-out", "either"}]


def _write(table: Table, row: int, head: str, value: str | int) -> None:
    if head not in table.heads:
        table.heads.append(head)
        for cells in table.rows:
            cells.append(None)
    table.rows[row][table.heads.index(head)] = value


TIGHTENINGS: Mapping[str, Callable[[Roster, random.Random], Iterator[Tightening]]] = (
    MappingProxyType(
        {
            "provider-day": provider_day,
            "room": room,
            "class-meeting": class_meeting,
            "group-cap": group_cap,
            "protected-core": protected_core,
            "min-days-apart": min_days_apart,
        }
    )
)
"""Ways to tighten a roster, by kind; each yields its cases in an order by chance."""
