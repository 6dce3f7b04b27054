"""Rules C1 to C3: the template's grid and pinned sessions."""

from collections.abc import Mapping

from ortools.sat.python.cp_model_helper import Literal

from pushpull_sched.domain.school import Pin, School, Settings
from pushpull_sched.domain.service import Demand, Repetition, Service
from pushpull_sched.model import masks
from pushpull_sched.model.slots import Option, Slot
from pushpull_sched.model.variables import Model


def c1_starts(settings: Settings) -> int:
    """Minutes at which a session may start: the multiples of the grid."""
    return masks.grid(settings.grid)


def c2_pins(model: Model) -> None:
    """Let every pinned session stand as written."""
    for pin in model.school.pins:
        if pin.service not in model.options or pin.service not in model.free:
            continue
        demand = model.demand[pin.service]
        for week in weeks_of(pin, demand, model.school.settings):
            model.cp.add_bool_or(_standing(model, pin, week))


def weeks_of(pin: Pin, demand: Demand, settings: Settings) -> list[int | None]:
    """Weeks in which a pin is owed; None for any one week."""
    if pin.week is not None:
        return [pin.week]
    if demand.repetition is Repetition.FREE:
        return [None]
    return list(range(1, settings.weeks + 1))


def _standing(model: Model, pin: Pin, week: int | None) -> list[Literal]:
    """Literals each of which makes the pin stand in the week."""
    return [
        _in_room(model, pin, slot, lit)
        for option, lit in model.taken(pin.service)
        for slot in option.slots
        if week in {None, slot.week} and fits_pin(pin, option, slot)
    ]


def fits_pin(pin: Pin, option: Option, slot: Slot) -> bool:
    """Whether a slot of an option stands where a pin says, its room apart."""
    return (
        (slot.day, slot.start) == (pin.day, pin.start)
        and pin.minutes in {None, slot.minutes}
        and pin.provider in {None, option.provider}
    )


def _in_room(model: Model, pin: Pin, slot: Slot, lit: Literal) -> Literal:
    """The option's literal, joined with the pinned room where there is one."""
    if pin.room is None:
        return lit
    room = model.rooms.get(slot, {}).get(pin.room, model.false)
    both = model.bool(hint=bool(model.now(lit) and model.now(room)))
    model.cp.add_implication(both, lit)
    model.cp.add_implication(both, room)
    return both


def c3_scheduled(school: School, demand: Mapping[str, Demand]) -> tuple[Service, ...]:
    """Services that may stand in the schedule: active ones inside the template.

    That a student stands once in a session follows from S1; that a session has a room
    or a class, as its setting asks, from the way options are made.
    """
    return tuple(
        service
        for service in school.services
        if service.active and not demand[service.id].outside_template
    )
