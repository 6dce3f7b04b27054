"""Move one session with everybody in it to another time of the same provider.

The smallest move there is: the group, the provider and the lengths stay. Putting whole
services down and up again (``rebuild``) finds groups; this finds their times.
"""

import random
from collections.abc import Collection, Sequence
from typing import NamedTuple

from pushpull_sched.domain.service import Setting
from pushpull_sched.engine.board import Board
from pushpull_sched.engine.fitting import Fitting
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.taste import Taste
from pushpull_sched.model import masks
from pushpull_sched.model.options import Times, option_at
from pushpull_sched.model.slots import Option, Slot

Rooms = dict[Slot, str]

BEST_SHARE = 0.5
"""Share of the moves to the cheapest other time; the others draw from the next ones."""
NEXT = 12
"""Cheapest times that are drawn from otherwise."""
TRIES = 6
"""Times that are looked at before a move is given up."""


class Shifted(NamedTuple):
    """A session that was moved.

    Attributes:
        before: What stood, with its rooms: one option of each service of the group.
        after: What stands now.
    """

    before: list[tuple[Option, Rooms]]
    after: list[tuple[Option, Rooms]]


class Shifter:
    """Moves of single sessions on a board."""

    def __init__(
        self, board: Board, known: Knowledge, movable: Collection[str]
    ) -> None:
        self.board = board
        self.known = known
        self.atlas = board.atlas
        self.school = board.school
        self._fitting = Fitting(board)
        self._movable = frozenset(movable)

    def group_of(self, option: Option) -> list[Option] | None:
        """The options of all services in a session; None where it must stay.

        A session stays where a pin asks for it, where a service may not be moved, and
        where its members do not share all its weeks.
        """
        members = self.board.members[option.slots[0]]
        found: list[Option] = []
        for service_id in members:
            same = [
                each
                for each in self.board.taken[service_id]
                if each.slots == option.slots
            ]
            if not same or service_id not in self._movable:
                return None
            if self.known.pins(service_id):
                return None
            found.extend(same)
        alike = all(
            len(self.board.members[slot]) == len(members) for slot in option.slots[1:]
        )
        return found if alike else None

    def shift(
        self, group: Sequence[Option], taste: Taste, rng: random.Random
    ) -> Shifted | None:
        """Move a session to another time; None where nothing has changed."""
        before = [(option, self.board.take_off(option)) for option in group]
        first = group[0]
        for times, start in self._drawn(first, group, taste, rng):
            after: list[tuple[Option, Rooms]] = []
            for option in group:
                service = self.school.service[option.service]
                moved = option_at(service, option.provider, times, start)
                rooms = self._fitting.fit(moved)
                if rooms is None:
                    break
                self.board.add(moved, rooms)
                after.append((moved, rooms))
            if len(after) == len(group):
                return Shifted(before, after)
            for moved, _ in after:
                self.board.take_off(moved)
        for option, rooms in before:
            self.board.add(option, rooms)
        return None

    def restore(self, shifted: Shifted) -> None:
        """Take a move back."""
        for option, _ in shifted.after:
            self.board.take_off(option)
        for option, rooms in shifted.before:
            self.board.add(option, rooms)

    def _drawn(
        self,
        first: Option,
        group: Sequence[Option],
        taste: Taste,
        rng: random.Random,
    ) -> list[tuple[Times, int]]:
        """Other times of the session, in the order in which they are tried.

        In the same weeks: a service may owe each of them its share (S8).
        """
        places: list[tuple[float, int, int, Times]] = []
        service = self.school.service[first.service]
        slot = first.slots[0]
        weeks = tuple(slot.week for slot in first.slots)
        for number, times in enumerate(self.known.times(service, first.provider)):
            if (
                times.length != slot.minutes
                or times.setting is not first.setting
                or times.weeks != weeks
                or (times.setting is Setting.PULL_OUT and times.about != slot.about)
            ):
                continue
            starts = self._open(times, group)
            if times.day == slot.day:
                starts &= ~(1 << slot.start)
            if not starts:
                continue
            prices = [self._prices(option, times, taste) for option in group]
            habits = self._habits(group) if taste.irregular else 0
            for start in masks.minutes_of(starts):
                cost = taste.missed * sum(
                    until[start + times.length] - until[start] for until in prices
                )
                if taste.moved:
                    cost -= taste.moved * self._kept(group, times, start)
                if taste.irregular and not habits >> start & 1:
                    cost += taste.irregular * len(group)
                places.append((cost + rng.random(), start, number, times))
        places.sort()
        best = places[:TRIES]
        if rng.random() >= BEST_SHARE:
            best = places[:NEXT]
            rng.shuffle(best)
        return [(times, start) for _, start, _, times in best[:TRIES]]

    def _open(self, times: Times, group: Sequence[Option]) -> int:
        """Starts at which the provider and all members are free."""
        starts = times.starts
        for option in group:
            service = self.school.service[option.service]
            if option is not group[0]:
                known = self.known.starts(service, option.provider)
                starts &= known.get(times[:-1], 0)
            _, fresh = self.board.open_starts(
                service, option.provider, times._replace(starts=starts)
            )
            starts = fresh
            if not starts:
                break
        return starts

    def _kept(self, group: Sequence[Option], times: Times, start: int) -> int:
        """Minutes of an earlier schedule that a session would give again."""
        baseline, service = self.atlas.baseline, self.school.service
        return sum(
            baseline.kept_by(
                option_at(service[each.service], each.provider, times, start)
            )
            for each in group
            if each.service in baseline.minutes
        )

    def _prices(self, option: Option, times: Times, taste: Taste) -> Sequence[int]:
        """What the student misses until each minute of a day."""
        service = self.school.service[option.service]
        if option.setting is not Setting.PULL_OUT or service.student is None:
            return _FREE
        return self.atlas.missed_until(
            service.student, times.weeks, times.day, core_only=taste.core_only
        )

    def _habits(self, group: Sequence[Option]) -> int:
        """Starts that the members have already."""
        mask = 0
        for option in group:
            for other in self.board.taken.get(option.service, ()):
                for slot in other.slots:
                    mask |= 1 << slot.start
        return mask


_FREE = (0,) * (24 * 60 + 1)
