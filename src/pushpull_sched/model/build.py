"""Put a model together: variables for the options, then every rule, in a list."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from ortools.sat.python.cp_model_helper import Literal

from pushpull_sched.domain.service import Setting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.calendar import c2_pins
from pushpull_sched.model.groups import (
    g1_group_size,
    g2_one_goal_area_and_level,
    g3_grade_span,
    g4_relations,
)
from pushpull_sched.model.options import options_of, rooms_for
from pushpull_sched.model.providers import (
    v1_one_session_at_a_time,
    v4_lunch,
    v5_planning,
    v6_minutes_per_day_and_week,
    v7_consecutive_minutes,
    v8_same_provider,
    work_days,
)
from pushpull_sched.model.push_in import p2_students_of_that_class, p3_co_teaching
from pushpull_sched.model.rooms import r1_not_overbooked, r2_suitable_room
from pushpull_sched.model.slots import Option, Slot
from pushpull_sched.model.students import (
    s1_one_place_at_a_time,
    s4_one_setting,
    s5_spread_over_days,
    s6_load_of_the_day,
    s7_minutes_and_sessions,
    s8_weeks,
)
from pushpull_sched.model.timetable import Timetable
from pushpull_sched.model.travel import v1_time_between_places
from pushpull_sched.model.variables import Model

NO_LIMIT: Mapping[str, frozenset[str]] = MappingProxyType({})

DYNAMIC_RULES: tuple[Callable[[Model], None], ...] = (
    s1_one_place_at_a_time,
    s4_one_setting,
    s5_spread_over_days,
    s6_load_of_the_day,
    s7_minutes_and_sessions,
    s8_weeks,
    p2_students_of_that_class,
    p3_co_teaching,
    g1_group_size,
    g2_one_goal_area_and_level,
    g3_grade_span,
    g4_relations,
    v1_time_between_places,
    v6_minutes_per_day_and_week,
    v7_consecutive_minutes,
    v8_same_provider,
    r1_not_overbooked,
    r2_suitable_room,
    c2_pins,
)
"""Rules about what stands together. The rest (S2, S3, S4, P1, G4's providers, V2, V3,
R1's open hours, R2, C1, C3) decide which options there are: see ``atlas``."""


def build(
    atlas: Atlas,
    now: Timetable,
    free: Mapping[str, Iterable[Option]],
    few_rooms: Mapping[str, frozenset[str]] = NO_LIMIT,
    partial: frozenset[str] = frozenset(),
) -> Model:
    """Build the model in which the free services may change and the others stay.

    Args:
        atlas: Static possibilities of the school.
        now: The schedule at hand; it becomes the hint, and holds what is not free.
        free: Options of each free service; those it has now are added.
        few_rooms: For providers in it, the rooms offered where any of them is possible.
        partial: Free services that may have sessions beside the options given.

    Returns:
        A model without an objective, whose hint is the schedule at hand.
    """
    model = Model(atlas.school, atlas.demand, frozenset(free), partial)
    for service in atlas.services:
        taken = now.taken.get(service.id, ())
        if service.id in free:
            _open(model, service.id, free[service.id], taken)
        elif taken:
            _hold(model, service.id, taken)
    _hold_slots(model)
    _hold_rooms(model, atlas, now, few_rooms)
    for rule in DYNAMIC_RULES:
        rule(model)
    days = work_days(model)
    v1_one_session_at_a_time(model, days)
    v4_lunch(model, days)
    v5_planning(model, days)
    return model


def whole(atlas: Atlas) -> Model:
    """Build the model of the whole school, with every option open."""
    return build(
        atlas,
        Timetable(),
        {service.id: options_of(atlas, service) for service in atlas.services},
    )


def _open(
    model: Model,
    service_id: str,
    options: Iterable[Option],
    taken: tuple[Option, ...],
) -> None:
    every = list(dict.fromkeys([*taken, *options]))
    model.options[service_id] = every
    for option in every:
        _add(model, option, model.bool(hint=option in taken))


def _hold(model: Model, service_id: str, taken: tuple[Option, ...]) -> None:
    model.options[service_id] = list(taken)
    for option in taken:
        _add(model, option, model.true)


def _add(model: Model, option: Option, literal: Literal) -> None:
    model.lit[option] = literal
    for slot in option.slots:
        model.members.setdefault(slot, []).append((option.service, literal))


def _hold_slots(model: Model) -> None:
    """Make the literals of slots, and tie them to their members."""
    first: dict[object, Slot] = {}
    for slot, members in model.members.items():
        alike = slot._replace(week=0), tuple((name, lit.index) for name, lit in members)
        if first.setdefault(alike, slot) is not slot:
            model.twin[slot] = first[alike]
            model.held[slot] = model.held[first[alike]]
            continue
        literals = [literal for _, literal in members]
        if any(literal is model.true for literal in literals):
            model.held[slot] = model.true
        elif len(literals) == 1:
            model.held[slot] = literals[0]
        else:
            held = model.bool(hint=any(model.now(literal) for literal in literals))
            model.held[slot] = held
            model.cp.add_bool_or([*literals, ~held])
            for literal in literals:
                model.cp.add_implication(literal, held)


def _hold_rooms(
    model: Model,
    atlas: Atlas,
    now: Timetable,
    few_rooms: Mapping[str, frozenset[str]],
) -> None:
    """Make a literal per room of a pull-out slot; a lone room is the slot itself."""
    possible = _possible_rooms(model, atlas, now, few_rooms)
    for slot, held in model.held.items():
        if slot.setting is not Setting.PULL_OUT:
            continue
        place = now.room.get(slot)
        first = model.twin.get(slot)
        if held is model.true:
            model.rooms[slot] = {place or "": model.true}
        elif first is not None and possible[slot].keys() == possible[first].keys():
            # The same services in both weeks by identical weeks: the same room (S8).
            model.rooms[slot] = model.rooms[first]
        elif len(possible[slot]) == 1:
            model.rooms[slot] = dict.fromkeys(possible[slot], held)
        else:
            model.rooms[slot] = {
                room: model.bool(hint=room == place) for room in possible[slot]
            }
    for option, suitable in list(model.option_rooms.items()):
        if all(model.rooms[slot].keys() <= suitable for slot in option.slots):
            del model.option_rooms[option]


def _possible_rooms(
    model: Model,
    atlas: Atlas,
    now: Timetable,
    few_rooms: Mapping[str, frozenset[str]],
) -> dict[Slot, dict[str, None]]:
    """Rooms of every slot that a free service may take, and of each of its options."""
    possible: dict[Slot, dict[str, None]] = {}
    for option in model.lit:
        if option.setting is Setting.PULL_OUT and option.service in model.free:
            rooms = _rooms(atlas, option, now, few_rooms.get(option.provider))
            model.option_rooms[option] = frozenset(rooms)
            for slot in option.slots:
                possible.setdefault(slot, {}).update(dict.fromkeys(rooms))
    return possible


def _rooms(
    atlas: Atlas, option: Option, now: Timetable, few: frozenset[str] | None
) -> tuple[str, ...]:
    """Rooms of an option: the offered ones and its own, else all that are possible."""
    rooms = rooms_for(atlas, option)
    if few is None:
        return rooms
    own = {now.room.get(slot) for slot in option.slots}
    return tuple(room for room in rooms if room in few or room in own) or rooms


def read(model: Model, value: Callable[[Literal], bool], now: Timetable) -> Timetable:
    """Return the schedule of a solution.

    Args:
        model: The model solved.
        value: Value of a literal in the solution.
        now: The schedule the model was built on.
    """
    taken = dict(now.taken)
    for service_id in model.free_services:
        chosen = tuple(
            option for option, literal in model.taken(service_id) if value(literal)
        )
        if chosen:
            taken[service_id] = chosen
        else:
            taken.pop(service_id, None)
    held = {slot for options in taken.values() for o in options for slot in o.slots}
    room = {slot: place for slot, place in now.room.items() if slot in held}
    for slot in model.open_slots:
        if slot in held and slot.setting is Setting.PULL_OUT:
            room[slot] = next(
                place for place, literal in model.rooms[slot].items() if value(literal)
            )
    return Timetable(taken=taken, room=room)
