"""Move one session to a better time at which others stand, who give way to it.

An ejection chain of one link (Glover, Discrete Applied Mathematics 65, 1996) on single
sessions: groups, providers and lengths stay. Free times alone (``shifting``) never let
two sessions change places.
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

from pushpull_sched.engine.board import Standing
from pushpull_sched.engine.pricing import Place
from pushpull_sched.engine.shifting import Shifted, Shifter, drawn
from pushpull_sched.engine.taste import Taste
from pushpull_sched.model.slots import Option, Slot

MOST = 2
"""Sessions that may be made to give way to one."""
DRAWS = 4
"""Times that are drawn before a move is given up."""


class Push(NamedTuple):
    """A session, the time it is to have, and the sessions in its way.

    Attributes:
        group: The options of its members.
        place: The time.
        others: The options of each session that has to give way.
    """

    group: Sequence[Option]
    place: Place
    others: Sequence[Sequence[Option]]


class Pusher:
    """Moves of single sessions that push out others."""

    def __init__(self, shifter: Shifter) -> None:
        self._shifter = shifter
        self._board = shifter.board

    def plan(
        self, group: Sequence[Option], taste: Taste, rng: random.Random
    ) -> Push | None:
        """Draw a time that is no worse, and find out who stands there."""
        here = group[0].slots[0]
        shifter = self._shifter
        places = shifter.places(group, taste, rng, shifter.possible_starts)
        own = next((place for place in places if place.is_at(here)), None)
        if own is None:
            return None
        better = [one for one in places if one.cost <= own.cost and one != own]
        for _ in range(DRAWS if better else 0):
            place = rng.choice(better)
            others = self._in_the_way(group, place)
            if others:
                return Push(group, place, others)
        return None

    def push(self, plan: Push, taste: Taste, rng: random.Random) -> Shifted | None:
        """Carry a plan out: those in the way go to free times of their own.

        Returns:
            What was moved; None where nothing has changed.
        """
        shifter = self._shifter
        before = [
            each
            for group in (plan.group, *plan.others)
            for each in shifter.take_off(group)
        ]
        after: Standing = []
        for group in (plan.group, *plan.others):
            if group is plan.group:
                places = [plan.place]
            else:
                free = shifter.places(group, taste, rng, shifter.free_starts)
                places = drawn(free, rng)
            found = shifter.put(group, places)
            if found is None:
                shifter.restore(Shifted(before, after))
                return None
            after += found
        return Shifted(before, after)

    def _in_the_way(
        self, group: Sequence[Option], place: Place
    ) -> list[list[Option]] | None:
        """Sessions that stand where one is to go; None where they cannot give way."""
        found: dict[tuple[Slot, ...], list[Option]] = {}
        for slot in self._standing(group, place):
            service_id = self._board.members[slot][0]
            option = next(
                one for one in self._board.taken[service_id] if slot in one.slots
            )
            others = self._shifter.group_of(option)
            if others is None:
                return None
            found[option.slots] = others
            if len(found) > MOST:
                return None
        return list(found.values())

    def _standing(self, group: Sequence[Option], place: Place) -> list[Slot]:
        board, day = self._board, place.times.day
        start, end = place.start, place.start + place.times.length
        own = frozenset(group[0].slots)
        found: dict[Slot, None] = {}
        for week in place.times.weeks:
            beside = [board.day_slots.get((group[0].provider, week, day), ())]
            for option in group:
                student = board.school.service[option.service].student
                beside.append(board.student_slots.get((student or "", week, day), ()))
            for slots in beside:
                for slot in slots:
                    if slot.start < end and start < slot.end and slot not in own:
                        found[slot] = None
        return list(found)
