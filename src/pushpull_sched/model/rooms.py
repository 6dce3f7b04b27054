"""Rules R1 and R2: what a room holds and whom it suits."""

from collections.abc import Mapping

from ortools.sat.python.cp_model_helper import LinearExpr, Literal

from pushpull_sched.domain.school import Provider, Room, School
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.variables import Model


def plain(name: str) -> str:
    """The form in which rooms are compared: without regard to case and spaces."""
    return " ".join(name.split()).casefold()


def room_ids(school: School) -> dict[str, str]:
    """Rooms by the plain form of their names and, before those, of their ids."""
    by_name = {plain(room.name): room.id for room in school.rooms if room.name}
    return {**by_name, **{plain(room.id): room.id for room in school.rooms}}


def r1_open(
    school: School, room: Room, ids: Mapping[str, str]
) -> dict[tuple[int, int], int]:
    """Minutes of each (week, day) in which a room is open and no class meets in it."""
    left: dict[tuple[int, int], int] = {}
    for hours in room.hours:
        when = hours.week, hours.day
        left[when] = left.get(when, 0) | masks.span(hours.start, hours.end)
    for school_class in school.classes:
        for meeting in school_class.meetings:
            when = meeting.when.week, meeting.when.day
            if when in left and ids.get(plain(meeting.room or "")) == room.id:
                left[when] &= ~masks.span(meeting.when.start, meeting.when.end)
    return left


def r1_not_overbooked(model: Model) -> None:
    """Hold the sessions and, where there can be two or more, the students at once."""
    for (room_id, _, _), items in model.room_days.items():
        room = model.school.room[room_id]
        if room.groups == 1:
            model.one_at_a_time((slot.start, slot.end, lit) for slot, lit in items)
        else:
            _shared(model, room, items)


def _shared(model: Model, room: Room, items: list[tuple[Slot, Literal]]) -> None:
    most = {slot: _most_students(model, slot) for slot, _ in items}
    inside: dict[Slot, list[Literal]] = {}
    for moment in sorted({slot.start for slot, _ in items}):
        now = [(slot, lit) for slot, lit in items if slot.start <= moment < slot.end]
        model.at_most([(lit, 1) for _, lit in now], room.groups)
        largest = sorted((most[slot] for slot, _ in now), reverse=True)
        if sum(largest[: room.groups]) <= room.capacity:
            continue
        for slot, lit in now:
            if slot not in inside:
                inside[slot] = _students_inside(model, slot, lit)
        model.at_most(
            [(lit, 1) for slot, _ in now for lit in inside[slot]], room.capacity
        )


def _most_students(model: Model, slot: Slot) -> int:
    """The largest group that the provider's limit lets a slot have."""
    limit = model.school.provider[slot.provider].max_group
    members = len(model.members[slot])
    return members if limit is None else min(limit, members)


def _students_inside(model: Model, slot: Slot, in_room: Literal) -> list[Literal]:
    """Literals of the students that a slot brings into one of its rooms."""
    members = [lit for _, lit in model.members[slot]]
    if len(model.rooms[slot]) == 1:
        return members
    result = []
    for lit in members:
        both = model.bool(hint=bool(model.now(lit) and model.now(in_room)))
        model.cp.add_bool_or([both, ~lit, ~in_room])
        result.append(both)
    return result


def r2_rooms(school: School, service: Service, provider: Provider) -> tuple[str, ...]:
    """Rooms that suit the service and the provider, opening hours apart."""
    building = (
        None if service.student is None else school.student[service.student].building
    )
    names = {service.name, *service.roles, *provider.roles}
    return tuple(
        room.id
        for room in school.rooms
        if (not room.allows or room.allows & names)
        and (not provider.rooms or room.id in provider.rooms)
        and (building is None or room.building in {None, building})
    )


def r2_suitable_room(model: Model) -> None:
    """Put every held pull-out session into one room that suits all its services.

    The room of a service that repeats identically is the same in every week (S8).
    """
    for slot in model.distinct_slots:
        rooms = model.rooms.get(slot)
        if rooms is None:
            continue
        held = model.held[slot]
        if len(rooms) > 1:
            model.cp.add(LinearExpr.sum(list(rooms.values())) == held)
    alike: dict[tuple[Slot, ...], list[Literal]] = {}
    for service_id in model.free_services:
        for option, lit in model.taken(service_id):
            suitable = model.option_rooms.get(option)
            if suitable is not None:
                _only_suitable(model, option.slots, lit, suitable)
            if option.setting is Setting.PULL_OUT and len(option.slots) > 1:
                alike.setdefault(option.slots, []).append(lit)
    for slots, literals in alike.items():
        _same_room(model, slots, literals)


def _only_suitable(
    model: Model, slots: tuple[Slot, ...], lit: Literal, suitable: frozenset[str]
) -> None:
    for slot in slots:
        rooms = model.rooms[slot]
        model.cp.add_bool_or(
            [~lit, *(rooms[room] for room in rooms if room in suitable)]
        )


def _same_room(model: Model, slots: tuple[Slot, ...], literals: list[Literal]) -> None:
    """Where a service takes all the slots, let them be in one room."""
    first = model.rooms[slots[0]]
    different = [slot for slot in slots if model.rooms[slot] is not first]
    rooms = list(dict.fromkeys(room for slot in slots for room in model.rooms[slot]))
    if not different or len(rooms) == 1:
        return
    taken = model.any_of(literals)
    for slot in different:
        others = model.rooms[slot]
        for room in rooms:
            here, there = first.get(room, model.false), others.get(room, model.false)
            model.cp.add_bool_or([~taken, ~here, there])
            model.cp.add_bool_or([~taken, here, ~there])
