"""Ask the model about one given schedule: is it admitted, and what does it cost?"""

from ortools.sat.python import cp_model

from pushpull_sched.domain.policy import Level
from pushpull_sched.domain.service import Setting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import build
from pushpull_sched.model.levels import MEASURES, level_total
from pushpull_sched.model.options import options_of
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.timetable import Timetable
from pushpull_sched.model.variables import Total


def admits(school, schedule):
    """Whether the whole model of the school has exactly this schedule as a solution."""
    model = fixed(Atlas(school), schedule)
    return model is not None and solved(model) is not None


def costs(school, schedule, old=()):
    """Least value that the model can give each measure; None if it is not admitted.

    Rows in ``old`` are an earlier schedule, for ``moved``. With every option and room
    fixed the measures share no variable, so the least sum is the sum of the least
    values.
    """
    atlas = Atlas(school, old)
    model = fixed(atlas, schedule)
    if model is None:
        return None
    totals = {
        measure: level_total(model, atlas, Level(name="one", weights=((measure, 1),)))
        for measure in MEASURES
    }
    everything = Total()
    for total in totals.values():
        everything.extend(total)
    model.cp.minimize(everything.expression)
    solver = solved(model)
    if solver is None:
        return None
    return {
        measure: total.constant
        + sum(factor * solver.value(term) for term, factor in total.terms)
        for measure, total in totals.items()
    }


def fixed(atlas, schedule):
    """The model of exactly the schedule's options; None where it has no such one."""
    wanted, rooms = slots_of(schedule)
    options = None if wanted is None else options_for(atlas, wanted)
    if options is None:
        return None
    model = build(atlas, Timetable(), options)
    for literal in model.lit.values():
        model.cp.add_bool_or([literal])
    for slot, room in rooms.items():
        if room not in model.rooms[slot]:
            return None
        model.cp.add_bool_or([model.rooms[slot][room]])
    return model


def slots_of(schedule):
    """Slots by service, and rooms by slot; None where a session is not one slot."""
    wanted, rooms = {}, {}
    for session in schedule.sessions:
        for served in session.served:
            slot = _slot(session, served)
            mine = wanted.setdefault(served.service_id, set())
            twice = slot in mine
            mine.add(slot)
            if slot.setting is Setting.PULL_OUT:
                twice |= rooms.setdefault(slot, session.room_id) != session.room_id
            if twice:
                return None, {}
    return wanted, rooms


def options_for(atlas, wanted):
    """Options that make up the slots; None where they cannot."""
    if not wanted.keys() <= {service.id for service in atlas.services}:
        return None
    options = {
        service.id: [
            option
            for option in options_of(atlas, service)
            if wanted.get(service.id, set()).issuperset(option.slots)
        ]
        for service in atlas.services
    }
    made = {
        service_id: {slot for option in found for slot in option.slots}
        for service_id, found in options.items()
    }
    return options if all(made[s] == slots for s, slots in wanted.items()) else None


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


def solved(model):
    """The solver after it has solved a model to the end; None without a solution."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model.cp)
    assert status in {cp_model.OPTIMAL, cp_model.INFEASIBLE}
    return solver if status == cp_model.OPTIMAL else None
