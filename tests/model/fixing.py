"""Ask the model about one given schedule: is it admitted, and what does it cost?"""

from ortools.sat.python import cp_model

from pushpull_sched.domain.policy import Level
from pushpull_sched.domain.service import Setting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import build
from pushpull_sched.model.levels import level_total
from pushpull_sched.model.options import options_of
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.timetable import Timetable


def admits(school, schedule):
    """Whether the whole model of the school has exactly this schedule as a solution."""
    model = fixed(Atlas(school), schedule)
    return model is not None and _solve(model) is not None


def cost(school, schedule, measure):
    """Least value that the model can give a measure of the schedule."""
    atlas = Atlas(school)
    model = fixed(atlas, schedule)
    total = level_total(model, atlas, Level(name="one", weights=((measure, 1),)))
    model.cp.minimize(total.expression)
    return _solve(model)


def fixed(atlas, schedule):
    """The model of exactly the schedule's options; None where it has no such session."""
    wanted, rooms = {}, {}
    for session in schedule.sessions:
        for served in session.served:
            slot = _slot(session, served)
            if slot in wanted.setdefault(served.service_id, set()):
                return None
            wanted[served.service_id].add(slot)
            if slot.setting is Setting.PULL_OUT and (
                rooms.setdefault(slot, session.room_id) != session.room_id
            ):
                return None
    if not wanted.keys() <= {service.id for service in atlas.services}:
        return None
    options = {}
    for service in atlas.services:
        mine = wanted.get(service.id, set())
        options[service.id] = [
            option
            for option in options_of(atlas, service)
            if mine.issuperset(option.slots)
        ]
        if {slot for option in options[service.id] for slot in option.slots} != mine:
            return None
    model = build(atlas, Timetable(), options)
    for literal in model.lit.values():
        model.cp.add_bool_or([literal])
    for slot, room in rooms.items():
        if room not in model.rooms[slot]:
            return None
        model.cp.add_bool_or([model.rooms[slot][room]])
    return model


def _slot(session, served):
    about = {
        Setting.PULL_OUT: served.service,
        Setting.PUSH_IN: session.class_id,
        Setting.CONSULT: served.service_id,
    }[session.setting]
    return Slot(
        session.provider_id,
        session.week,
        session.day,
        session.start,
        session.end,
        session.setting,
        about,
    )


def _solve(model):
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.cp)
    assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None
