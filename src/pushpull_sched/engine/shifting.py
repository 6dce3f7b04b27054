"""Move one session with everybody in it to another time of the same provider.

The smallest move there is: the group, the provider and the lengths stay. Putting whole
services down and up again (``rebuild``) finds groups; this finds their times.
"""

import random
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from pushpull_sched.domain.service import Setting
from pushpull_sched.engine.board import Board, Standing
from pushpull_sched.engine.fitting import Fitting
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.pricing import Place
from pushpull_sched.engine.taste import Taste
from pushpull_sched.model import masks
from pushpull_sched.model.options import Times, option_at
from pushpull_sched.model.slots import Option

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

    before: Standing
    after: Standing


def drawn(places: Sequence[Place], rng: random.Random) -> list[Place]:
    """The few places that are tried: the cheapest, or some of the next ones."""
    best = list(places[:TRIES])
    if rng.random() >= BEST_SHARE:
        best = list(places[:NEXT])
        rng.shuffle(best)
    return best[:TRIES]


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
        before = self.take_off(group)
        here = group[0].slots[0]
        places = [
            place
            for place in self.places(group, taste, rng, self.free_starts)
            if not place.is_at(here)
        ]
        after = self.put(group, drawn(places, rng))
        if after is not None:
            return Shifted(before, after)
        self.put_back(before)
        return None

    def take_off(self, group: Sequence[Option]) -> Standing:
        """Take a session down; what to put back."""
        return [(option, self.board.take_off(option)) for option in group]

    def put_back(self, standing: Standing) -> None:
        """Put up what stood."""
        for option, rooms in standing:
            self.board.add(option, rooms)

    def put(self, group: Sequence[Option], places: Iterable[Place]) -> Standing | None:
        """Put a session up at the first place where all its members fit."""
        for place in places:
            standing: Standing = []
            for option in group:
                service = self.school.service[option.service]
                moved = option_at(service, option.provider, place.times, place.start)
                rooms = self._fitting.fit(moved)
                if rooms is None:
                    break
                self.board.add(moved, rooms)
                standing.append((moved, rooms))
            if len(standing) == len(group):
                return standing
            for moved, _ in standing:
                self.board.take_off(moved)
        return None

    def restore(self, shifted: Shifted) -> None:
        """Take a move back."""
        for option, _ in shifted.after:
            self.board.take_off(option)
        self.put_back(shifted.before)

    def places(
        self,
        group: Sequence[Option],
        taste: Taste,
        rng: random.Random,
        starts_of: Callable[[Times, Sequence[Option]], int],
    ) -> list[Place]:
        """Times of a session, the cheapest first, ties in any order.

        In the same weeks: a service may owe each of them its share (S8).

        Args:
            group: The options of its members.
            taste: What makes a time better.
            rng: Draws the order of ties.
            starts_of: Starts that come into question.
        """
        found: list[Place] = []
        first = group[0]
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
            starts = starts_of(times, group)
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
                found.append(Place(cost + rng.random(), start, number, times))
        found.sort()
        return found

    def possible_starts(self, times: Times, group: Sequence[Option]) -> int:
        """Starts that the static rules leave to all members."""
        starts = times.starts
        for option in group[1:]:
            service = self.school.service[option.service]
            starts &= self.known.starts(service, option.provider).get(times[:-1], 0)
        return starts

    def free_starts(self, times: Times, group: Sequence[Option]) -> int:
        """Starts at which the provider and all members are free."""
        starts = self.possible_starts(times, group)
        for option in group:
            service = self.school.service[option.service]
            _, starts = self.board.open_starts(
                service, option.provider, times._replace(starts=starts)
            )
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
