"""What a place costs: class time missed, provider minutes, and what is to come."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.engine.board import Board
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.taste import Taste
from pushpull_sched.model import masks
from pushpull_sched.model.options import Times, option_at
from pushpull_sched.model.slots import Option, Slot

MATES = 24
"""Others still to come who are asked whether they could join."""
COARSE = masks.grid(15)
"""Starts that are always looked at, whether they touch something or not."""


class Place(NamedTuple):
    """A place for one session: its cost, start, the number and kind of its times."""

    cost: float
    start: int
    number: int
    times: Times

    def is_at(self, slot: Slot) -> bool:
        """Whether it is the time of a slot."""
        return (self.times.day, self.start) == (slot.day, slot.start)


class Pricer:
    """Prices places on a board, given what is still to come.

    Attributes:
        board: The board.
        taste: What makes a place better.
        waiting: Services not yet placed, by name: whom a new group may hope for.
    """

    def __init__(self, board: Board, known: Knowledge) -> None:
        self.board = board
        self.known = known
        self.taste = Taste()
        self.atlas = board.atlas
        self.school = board.school
        self.waiting: set[str] = set()

    def wait_for(self, services: Iterable[str]) -> None:
        """Say which services are still to come."""
        self.waiting = set(services)

    def price(  # noqa: PLR0913, PLR0917 - everything a place depends on
        self,
        service: Service,
        provider: str,
        times: Times,
        joins: int,
        fresh: int,
        places: list[Place],
    ) -> None:
        """Add the places of a service with their costs: to join, and to start fresh."""
        taste = self.taste
        week, day, length = times.weeks[0], times.day, times.length
        minutes = length * len(times.weeks)
        cost_of = self._cost_of_start(service, provider, times)
        at = len(places)
        places.extend(
            Place(cost_of(start), start, at, times) for start in masks.minutes_of(joins)
        )
        if not fresh:
            return
        base = taste.load * self.board.load(provider) * minutes
        base += taste.provider * minutes
        edges = self.board.edges(provider, week, day)
        edges |= self.atlas.borders(service, (provider, week, day))
        touching = edges | edges >> length
        levels = self._mates(service, provider, times, fresh)
        offered = fresh
        if not taste.moved:
            offered &= touching | COARSE | levels[0]
        worth = taste.mates * minutes
        for start in masks.minutes_of(offered):
            cost = base + cost_of(start)
            if not touching >> start & 1:
                cost += taste.gap
            for level in levels:
                if not level >> start & 1:
                    break
                cost -= worth
            places.append(Place(cost, start, at, times))

    def cost_of_pinned(self, option: Option) -> float:
        """What tells providers apart where time and place are given."""
        taste, baseline = self.taste, self.atlas.baseline
        minute = taste.provider + taste.load * self.board.load(option.provider)
        cost = minute * option.minutes
        if taste.moved and option.service in baseline.minutes:
            cost -= taste.moved * baseline.kept_by(option)
        return cost

    def _cost_of_start(
        self, service: Service, provider: str, times: Times
    ) -> Callable[[int], float]:
        """What a start costs the student, whoever is there: missed and moved."""
        taste, length = self.taste, times.length
        weight, moved = taste.missed, taste.moved
        if service.id not in self.atlas.baseline.minutes:
            moved = 0.0
        if times.setting is not Setting.PULL_OUT or service.student is None:
            weight = 0.0
        until = (
            self.atlas.missed_until(
                service.student or "", times.weeks, times.day, core_only=taste.core_only
            )
            if weight
            else ()
        )

        def cost(start: int) -> float:
            result = 0.0
            if weight:
                result = weight * (until[start + length] - until[start])
            if moved:
                result -= moved * self._kept(service, provider, times, start)
            return result

        return cost

    def _kept(self, service: Service, provider: str, times: Times, start: int) -> int:
        """Minutes of an earlier schedule that a session would give again."""
        return self.atlas.baseline.kept_by(option_at(service, provider, times, start))

    def _mates(
        self, service: Service, provider: str, times: Times, fresh: int
    ) -> list[int]:
        """Starts at which at least one, two, three … others could come along."""
        limit = self._limit(service, provider, times.setting) - 1
        if limit <= 0 or times.setting is not Setting.PULL_OUT:
            return [0]
        levels = [0] * min(limit, 4)
        key = times[:-1]
        seen = 0
        for mate in self.known.fellows(service):
            if mate not in self.waiting:
                continue
            seen += 1
            if seen > MATES:
                break
            other = self.school.service[mate]
            starts = self.known.starts(other, provider).get(key, 0) & fresh
            if not starts:
                continue
            for week in times.weeks:
                starts &= self.board.student_free(
                    other.student or "", week, times.day, times.length
                )
            for place in range(len(levels) - 1, 0, -1):
                levels[place] |= levels[place - 1] & starts
            levels[0] |= starts
        return levels

    def _limit(self, service: Service, provider: str, setting: Setting) -> int:
        if service.individual or setting is not Setting.PULL_OUT:
            return 1
        return min(
            service.max_group or 5, self.school.provider[provider].max_group or 5
        )
