"""The second half of V1: time between a provider's sessions in different places."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ortools.sat.python.cp_model_helper import Literal

from pushpull_sched.domain.service import Setting
from pushpull_sched.model.rooms import plain, room_ids
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.variables import Model


class Placed(NamedTuple):
    """A session at a place: when, where, and the literal that says so."""

    start: int
    end: int
    place: str
    building: str | None
    literal: Literal


def v1_time_between_places(model: Model) -> None:
    """Keep transition_minutes between places and travel_minutes between buildings."""
    settings = model.school.settings
    if settings.transition_minutes <= 0 and settings.travel_minutes <= 0:
        return
    ids = room_ids(model.school)
    done: set[object] = set()
    for slots in model.provider_days.values():
        placed = [item for slot in slots for item in _placed(model, slot, ids)]
        buildings = {item.building for item in placed} - {None}
        alike = tuple((*item[:-1], item.literal.index) for item in placed)
        matters = settings.transition_minutes > 0 or len(buildings) > 1
        if matters and alike not in done:
            done.add(alike)
            _keep_apart(model, placed)


def _placed(model: Model, slot: Slot, ids: Mapping[str, str]) -> Iterator[Placed]:
    """A slot at each place where it may be; consult has none."""
    if slot.setting is Setting.PULL_OUT:
        for room_id, literal in model.rooms[slot].items():
            building = model.school.room[room_id].building
            yield Placed(slot.start, slot.end, f"room {room_id}", building, literal)
    elif slot.setting is Setting.PUSH_IN:
        room, building = class_place(model, slot)
        where = f"class {slot.about}"
        if room is not None:
            where = f"room {ids.get(plain(room), plain(room))}"
        yield Placed(slot.start, slot.end, where, building, model.held[slot])


def class_place(model: Model, slot: Slot) -> tuple[str | None, str | None]:
    """Room and building of the class meeting that a push-in slot lies in."""
    for meeting in model.school.school_class[slot.about].meetings:
        when = meeting.when
        if (when.week, when.day) == (slot.week, slot.day) and (
            when.start <= slot.start and slot.end <= when.end
        ):
            return meeting.room, meeting.building
    raise AssertionError("a push-in slot lies inside a meeting of its class")


def _gap(model: Model, one: Placed, other: Placed) -> int:
    """Minutes owed between two sessions."""
    if one.place == other.place:
        return 0
    settings = model.school.settings
    if one.building is None or other.building is None:
        return settings.transition_minutes
    if one.building == other.building:
        return settings.transition_minutes
    return settings.travel_minutes


def _keep_apart(model: Model, placed: list[Placed]) -> None:
    """Forbid a start at one place too soon after an end at another.

    For each start and each group of places from which it owes the same pause, one
    at-most-one over those starts and everything that ends too late there.
    """
    by_spot: dict[tuple[str, str | None], list[Placed]] = {}
    for item in placed:
        by_spot.setdefault((item.place, item.building), []).append(item)
    for spot in by_spot.values():
        for start, arriving in _by_start(spot).items():
            late = [
                item.literal
                for items in by_spot.values()
                for gap in (_gap(model, items[0], spot[0]),)
                for item in items
                if start - gap < item.end <= start
            ]
            if late:
                earlier = model.any_of(late)
                model.cp.add_at_most_one([earlier, *arriving])


def _by_start(items: Iterable[Placed]) -> dict[int, list[Literal]]:
    found: dict[int, list[Literal]] = {}
    for item in items:
        found.setdefault(item.start, []).append(item.literal)
    return found
