"""What could be changed about rooms and the size of groups."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.explanation import Cite, RepairKind
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.school import Provider, Room, School, SchoolClass
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.explain.changes import (
    Rule,
    cite,
    step_of,
    with_meetings,
    with_provider,
    with_service,
)

Costs = Mapping[RepairKind, int]
Apply = Callable[[School], School]

MORE_ROOMS = 2
"""Further rooms offered for a building, at most."""
MORE_SEATS = 2
"""Further students offered for a group, at most."""


# ── rooms ───────────────────────────────────────────────────────────────────────────
def room_rules(
    school: School,
    services: Sequence[Service],
    providers: Sequence[Provider],
    costs: Costs,
) -> Iterator[Rule]:
    """Yield further rooms for each building, and rooms that could be open to more."""
    pulled = [s for s in services if s.setting in {Setting.PULL_OUT, Setting.EITHER}]
    if not pulled:
        return
    students = {s.student for s in pulled if s.student is not None}
    for building in sorted({school.student[one].building or "" for one in students}):
        yield _further_room(school, building, costs)
    names = {name for s in pulled for name in (s.name, *s.roles)}
    names |= {role for one in providers for role in one.roles}
    for room in school.rooms:
        yield from _room(school, room, names, pulled, costs)


def _further_room(school: School, building: str, costs: Costs) -> Rule:
    cites = (cite(SourceRef(sheet="Rooms")),)
    where = f" in {building}" if building else ""
    steps = tuple(
        step_of(
            RepairKind.ROOM,
            f"new room{where}",
            costs[RepairKind.ROOM] * count,
            f"find {'one more room' if count == 1 else f'{count} more rooms'}{where} "
            "for pull-out (a row more)",
            cites,
            _adding_rooms(school, building, count),
        )
        for count in range(1, MORE_ROOMS + 1)
    )
    return Rule(
        key=f"room {building}",
        text=f"there is no further room{where}",
        steps=steps,
        cites=cites,
    )


def _adding_rooms(school: School, building: str, count: int) -> Apply:
    hours = tuple(
        Interval(week, day, 0, 24 * 60)
        for week in range(1, school.settings.weeks + 1)
        for day in range(len(school.settings.days))
    )
    rooms = [
        Room(
            id=f"new room {number} {building}".strip(),
            hours=hours,
            building=building or None,
        )
        for number in range(1, count + 1)
    ]

    def apply(found: School) -> School:
        more = tuple(room for room in rooms if room.id not in found.room)
        return replace(found, rooms=found.rooms + more)

    return apply


def _room(
    school: School,
    room: Room,
    names: set[str],
    services: Sequence[Service],
    costs: Costs,
) -> Iterator[Rule]:
    weeks, days = school.settings.weeks, len(school.settings.days)
    cites = (cite(room.source, room.id),)
    if room.allows and not room.allows & names:
        wanted = sorted({service.name for service in services})
        yield Rule(
            key=f"allows {room.id}",
            text=f"{room.id} is for {', '.join(sorted(room.allows))} only",
            steps=(
                step_of(
                    RepairKind.ROOM,
                    room.id,
                    costs[RepairKind.ROOM],
                    f"let {', '.join(wanted)} use {room.id} (services)",
                    cites,
                    _with_room(
                        room.id,
                        lambda one: replace(one, allows=one.allows | set(wanted)),
                    ),
                ),
            ),
            cites=cites,
        )
    if sum(hours.minutes for hours in room.hours) < weeks * days * 8 * 60:
        every = tuple(
            Interval(week, day, 0, 24 * 60)
            for week in range(1, weeks + 1)
            for day in range(days)
        )
        yield Rule(
            key=f"open {room.id}",
            text=f"{room.id} is not open all week",
            steps=(
                step_of(
                    RepairKind.ROOM,
                    room.id,
                    costs[RepairKind.ROOM],
                    f"open {room.id} all week (days, start, end)",
                    cites,
                    _with_room(room.id, lambda one: replace(one, hours=every)),
                ),
            ),
            cites=cites,
        )
    if len(services) > room.capacity:
        yield _seats(
            f"capacity {room.id}",
            f"{room.id} holds {room.capacity}",
            (room.id, "capacity", room.capacity),
            cites,
            costs,
            lambda size: _with_room(
                room.id, lambda one: replace(one, capacity=max(one.capacity, size))
            ),
        )


def _with_room(room_id: str, edit: Callable[[Room], Room]) -> Apply:
    def apply(found: School) -> School:
        return replace(
            found,
            rooms=tuple(edit(one) if one.id == room_id else one for one in found.rooms),
        )

    return apply


# ── the size of groups ──────────────────────────────────────────────────────────────
def group_rules(
    services: Sequence[Service],
    providers: Sequence[Provider],
    classes: Sequence[SchoolClass],
    costs: Costs,
) -> Iterator[Rule]:
    """Yield the caps on the size of a session; none where nobody could join."""
    if len(services) < 2:  # noqa: PLR2004 - a group
        return
    for service in services:
        cites = (cite(service.source, f"{service.id}: group"),)
        if service.individual:
            yield Rule(
                key=f"individual {service.id}",
                text=f"{service.id} is individual",
                steps=(
                    step_of(
                        RepairKind.GROUP_CAP,
                        service.id,
                        costs[RepairKind.GROUP_CAP],
                        f"{service.id}: group individual -> group, max_group 2",
                        cites,
                        with_service(
                            service.id,
                            lambda one: replace(one, individual=False, max_group=2),
                        ),
                    ),
                ),
                cites=cites,
            )
        elif service.max_group is not None and service.max_group < len(services):
            yield _seats(
                f"max_group {service.id}",
                f"{service.id} is in a group of at most {service.max_group}",
                (service.id, "max_group", service.max_group),
                cites,
                costs,
                lambda size, who=service.id: with_service(  # type: ignore[misc]
                    who, lambda one: replace(one, max_group=size)
                ),
            )
    for provider in providers:
        if provider.max_group is not None and provider.max_group < len(services):
            yield _seats(
                f"max_group {provider.id}",
                f"{provider.id} takes at most {provider.max_group} in a group",
                (provider.id, "max_group", provider.max_group),
                (cite(provider.source, f"{provider.id}'s max_group"),),
                costs,
                lambda size, who=provider.id: with_provider(  # type: ignore[misc]
                    who, lambda one: replace(one, max_group=size)
                ),
            )
    for one in classes:
        caps = [m.max_push_in for m in one.meetings if m.max_push_in is not None]
        if caps and min(caps) < len(services):
            yield _seats(
                f"max_push_in {one.id}",
                f"a visit to {one.id} serves at most {min(caps)}",
                (one.id, "max_push_in", min(caps)),
                (cite(one.source, f"{one.id}: max_push_in"),),
                costs,
                lambda size, who=one.id: with_meetings(  # type: ignore[misc]
                    lambda found: found.id == who,
                    lambda meeting: replace(
                        meeting,
                        max_push_in=None
                        if meeting.max_push_in is None
                        else max(meeting.max_push_in, size),
                    ),
                ),
            )


def _seats(  # noqa: PLR0913, PLR0917 - one row of a table
    key: str,
    text: str,
    cap: tuple[str, str, int],
    cites: tuple[Cite, ...],
    costs: Costs,
    apply: Callable[[int], Apply],
) -> Rule:
    who, name, most = cap
    return Rule(
        key=key,
        text=text,
        steps=tuple(
            step_of(
                RepairKind.GROUP_CAP,
                who,
                costs[RepairKind.GROUP_CAP] * more,
                f"{who}: {name} {most} -> {most + more}",
                cites,
                apply(most + more),
            )
            for more in range(1, MORE_SEATS + 1)
        ),
        cites=cites,
    )
