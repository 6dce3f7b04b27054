"""Sessions that stay should stay where they are: rooms of an earlier schedule."""

from pushpull_sched.engine.search import Search
from pushpull_sched.engine.solver import run
from pushpull_sched.model.build import build, read
from pushpull_sched.model.variables import Total

MOST_TIME = 0.1
"""Share of the time that may be kept for the rooms."""
A_SESSION, BUILT = 0.004, 0.002
"""Seconds for a session with a room, and of these what building the model takes."""


def time_for_rooms(search: Search) -> float:
    """Seconds to keep back; none without an earlier schedule."""
    sessions = len(search.atlas.baseline.rooms)
    return min(A_SESSION * sessions, MOST_TIME * search.params.time_limit)


def to_same_rooms(search: Search) -> None:
    """Put as many students as possible back into the rooms of an earlier schedule.

    Times, providers and groups of the best schedule stay, so that no measure changes:
    none looks at rooms. Where two sessions claim one room, the one with more students
    has it. Where the time is too short even for the model, rooms stay as found.
    """
    if search.best is None or search.over():
        return
    now = search.best[0]
    homes = {slot: search.atlas.baseline.room_of(slot) for slot in now.room}
    if all(home in {None, now.room[slot]} for slot, home in homes.items()):
        return
    if search.remaining < BUILT * len(now.room):
        return
    model = build(search.atlas, now, dict.fromkeys(now.taken, ()))
    for service_id in model.free_services:
        for _, literal in model.taken(service_id):
            model.cp.add_bool_or([literal])
    students, away = now.members(), Total()
    for slot, home in homes.items():
        there = None if home is None else model.rooms[slot].get(home)
        if there is not None:
            away.add(there, -len(students[slot]))
    model.cp.minimize(away.expression)
    answer = run(model, search.effort(search.remaining), search.over)
    search.spend_step(answer)
    if answer.solved:
        search.keep(read(model, answer.value, now))
        search.hand_out(at_once=True)
