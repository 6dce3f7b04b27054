"""Which provider could give a pinned session, and why each of them cannot."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pushpull_sched.domain.clock import Interval, clock_text
from pushpull_sched.domain.school import Pin, Provider, RelationKind, Room, School
from pushpull_sched.domain.service import Service
from pushpull_sched.workbook.breaks import (
    inside,
    lunch_pieces,
    owes_lunch,
    owes_planning,
)
from pushpull_sched.workbook.hours import Span, covered, joined, without
from pushpull_sched.workbook.relations import qualified

Faults = tuple[str, ...]
Occupied = Mapping[str, Sequence[tuple[str, Interval]]]
"""Room to (class, meeting)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One way to hold the pin."""

    school: School
    service: Service
    pin: Pin
    when: Interval
    occupied: Occupied


def provider_faults(
    one: Attempt, room: Room | None, building: frozenset[str]
) -> Faults:
    """Return the faults of the provider who comes nearest.

    Args:
        one: The attempt.
        room: Room of a pull-out session, else None.
        building: Building of its place; empty where there is none.
    """
    able = [
        provider
        for provider in one.school.providers
        if one.pin.provider in {None, provider.id} and qualified(one.service, provider)
    ]
    if not able:
        who = one.pin.provider
        return (
            f"{who} is not qualified for {one.service.name}"
            if who
            else f"no provider is qualified for {one.service.name}",
        )
    return min(
        (
            tuple(_one_provider_faults(one, provider, room, building))
            for provider in able
        ),
        key=len,
    )


def _one_provider_faults(
    one: Attempt,
    provider: Provider,
    room: Room | None,
    building: frozenset[str],
) -> Iterator[str]:
    hours = [
        work.when
        for work in provider.hours
        if not building or not work.buildings or building & work.buildings
    ]
    if not covered(one.when, hours):
        there = f" in {', '.join(building)}" if building else ""
        yield f"{provider.id} is not there{there} from {_clock(one.when)}"
    else:
        yield from _pause_faults(one, provider)
    caps = (
        (provider.max_minutes_day, "max_minutes_day"),
        (provider.max_minutes_week, "max_minutes_week"),
        (provider.max_consecutive, "max_consecutive"),
    )
    for cap, name in caps:
        if cap is not None and one.when.minutes > cap:
            yield f"it is longer than {name} of {provider.id} ({cap} min)"
    if _is_forbidden(one, provider):
        yield f"a relation keeps {provider.id} from it"
    if room is not None:
        if provider.rooms and room.id not in provider.rooms:
            yield f"room {room.id} is not one of {provider.id}'s rooms"
        names = {one.service.name, *one.service.roles, *provider.roles}
        if room.allows and not room.allows & names:
            yield f"room {room.id} is not for {one.service.name}"


def _pause_faults(one: Attempt, provider: Provider) -> Iterator[str]:
    """Say that no lunch, or no planning piece, is left beside the session."""
    day = joined(
        (work.when.start, work.when.end)
        for work in provider.hours
        if (work.when.week, work.when.day) == (one.when.week, one.when.day)
    )
    free = without(day, [(one.when.start, one.when.end)])
    lunches: list[Span] = [(0, 0)]
    if owes_lunch(provider, day):
        window = (provider.lunch_start, provider.lunch_end)
        lunches = list(lunch_pieces(inside(free, window), provider.lunch_minutes))
        if not lunches:
            yield f"it leaves {provider.id} no lunch"
            return
    if owes_planning(provider, day) and not any(
        end - start >= provider.planning_minutes
        for lunch in lunches
        for start, end in without(free, [lunch])
    ):
        yield f"it leaves {provider.id} no planning time"


def _is_forbidden(one: Attempt, provider: Provider) -> bool:
    for relation in one.school.relations:
        mine = any(
            entry.service == one.service.id
            if entry.service is not None
            else entry.student == one.service.student
            for entry in relation.who
        )
        if not mine or relation.service not in {None, one.service.name}:
            continue
        named = one.school.provider.get(relation.provider or "")
        if named is None or not qualified(one.service, named):
            continue
        if relation.kind is RelationKind.NOT_PROVIDER and named.id == provider.id:
            return True
        if relation.kind is RelationKind.WITH_PROVIDER and named.id != provider.id:
            return True
    return False


def _clock(when: Interval) -> str:
    return f"{clock_text(when.start)} to {clock_text(when.end)}"
