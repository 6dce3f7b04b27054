"""Put one service on the board the way a careful person would: cheapest fit first."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from pushpull_sched.domain.service import Repetition, Service, Setting
from pushpull_sched.engine.board import Board, Standing
from pushpull_sched.engine.fitting import Fitting
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.pins import Pins
from pushpull_sched.engine.plans import plans
from pushpull_sched.engine.taste import Taste
from pushpull_sched.model import masks
from pushpull_sched.model.options import Times, option_at
from pushpull_sched.model.slots import Option

PLANS = 3
"""Ways to split the minutes of a service into sessions that are tried."""
PROVIDERS = 5
"""Providers of whom the cheapest is taken; the others only where none of them fits."""
MATES = 24
"""Others still to come who are asked whether they could join."""
TRIES = 60
"""Places that are looked at, best first, before a session is given up."""
ANY_SETTING: Mapping[str, Setting] = MappingProxyType({})


class Place(NamedTuple):
    """A place for one session: its cost, start, the number and kind of its times."""

    cost: float
    start: int
    number: int
    times: Times


class Placer:
    """Finds places on a board, given what is still to come.

    Attributes:
        board: The board.
        taste: What makes a place better.
        waiting: Services not yet placed, by name: whom a new group may hope for.
        only: For services in it, the only setting that is tried.
    """

    def __init__(
        self, board: Board, known: Knowledge, only: Mapping[str, Setting] = ANY_SETTING
    ) -> None:
        self.board = board
        self.known = known
        self._fitting = Fitting(board)
        self._pins = Pins(board, known, self._fitting)
        self.taste = Taste()
        self.atlas = board.atlas
        self.school = board.school
        self.waiting: set[str] = set()
        self.only = only

    def wait_for(self, services: Iterable[str]) -> None:
        """Say which services are still to come."""
        self.waiting = set(services)

    def insert(self, service_id: str, *, part: bool = False) -> bool:
        """Place a service in full, with the provider who costs least.

        Args:
            service_id: A service of which nothing stands, or only a part.
            part: Where it cannot be placed in full, place what can be.
        """
        service = self.school.service[service_id]
        self.waiting.discard(service_id)
        pinned = self.known.pins(service_id)
        before = self.board.remove(service_id) if pinned else []
        if service.is_co_teach:
            found = self._whole_class(service)
            best = None if found is None else (0.0, found)
            most: Standing = []
        else:
            best, most = self._try_all(service)
        if best is None:
            self.waiting.add(service_id)
        place = best[1] if best is not None else most if part else []
        for option, rooms in place or before:
            self.board.add(option, rooms)
        return best is not None

    def stand(self, service_id: str) -> bool:
        """Put up the pinned sessions of a service, where it has any."""
        if not self.known.pins(service_id) or service_id in self.board.taken:
            return True
        service = self.school.service[service_id]
        demand = self.atlas.demand[service_id]
        lengths = (*demand.lengths, *demand.exact_lengths)
        for setting in self._settings(service, ()):
            for provider in self.atlas.nearby[service_id]:
                if self._pins.stand(service, provider, setting, lengths) is not None:
                    return True
                self.board.remove(service_id)
        return False

    def _try_all(
        self, service: Service
    ) -> tuple[tuple[float, Standing] | None, Standing]:
        """The cheapest way to place a service in full, and the most that fits at all.

        Settings in order of preference: pull-out only where push-in does not serve.
        """
        fixed = self.board.taken.get(service.id, ())
        best: tuple[float, Standing] | None = None
        most: Standing = []
        for setting in self._settings(service, fixed):
            for tried, provider in enumerate(self._providers(service, fixed)):
                if best is not None and tried >= PROVIDERS:
                    break
                for plan in self._plans(service):
                    limit = inf if best is None else best[0]
                    cost = self._follow(service, provider, setting, plan, limit)
                    placed = self.board.remove(service.id)
                    if cost is not None:
                        best = cost, placed
                        break
                    most = max(most, placed, key=_minutes)
            if best is not None:
                break
        return best, most

    def _settings(
        self, service: Service, fixed: tuple[Option, ...]
    ) -> tuple[Setting, ...]:
        """Settings in the order of preference: push-in where the IEP leaves it open."""
        if fixed:
            return (fixed[0].setting,)
        setting = self.only.get(service.id, service.setting)
        if setting is Setting.EITHER:
            return Setting.PUSH_IN, Setting.PULL_OUT
        return (setting,)

    def _providers(self, service: Service, fixed: tuple[Option, ...]) -> list[str]:
        """Providers in the order in which they are tried: the least loaded first."""
        near = self.atlas.nearby[service.id]
        if fixed and self.school.settings.same_provider:
            return [fixed[0].provider]
        if len(near) <= PROVIDERS:
            return list(near)
        return sorted(near, key=self.board.load)

    def _whole_class(self, service: Service) -> Standing | None:
        """P3: every owed meeting of one class, by one provider."""
        options = sorted(
            filter(self._pins.met_by, self.known.whole_classes(service)),
            key=lambda option: sum(
                slot not in self.board.members for slot in option.slots
            ),
        )
        for option in options:
            rooms = self._fitting.fit(option)
            if rooms is not None:
                return [(option, rooms)]
        return None

    def _plans(self, service: Service) -> Sequence[tuple[int, ...]]:
        demand = self.atlas.demand[service.id]
        return plans(demand, len(service.days), self.school.settings.weeks)[:PLANS]

    def _follow(
        self,
        service: Service,
        provider: str,
        setting: Setting,
        plan: tuple[int, ...],
        limit: float,
    ) -> float | None:
        """Place the sessions of a plan; None where one fails or the limit is passed."""
        stood = self._pins.stand(service, provider, setting, plan)
        if stood is None:
            return None
        total = sum(map(self._cost_of_pinned, stood))
        demand = self.atlas.demand[service.id]
        shares: tuple[int | None, ...] = (None,)
        if demand.repetition is Repetition.SHARE:
            shares = demand.weeks
        fixed = self.board.taken.get(service.id, ())
        for week in shares:
            there = Counter(
                option.slots[0].minutes
                for option in fixed
                if week in {None, option.slots[0].week}
            )
            if not there <= Counter(plan):
                return None
            for length, count in (Counter(plan) - there).items():
                places = self._places(service, provider, setting, length, week)
                cost = self._take(service, provider, places, count, limit - total)
                if cost is None:
                    return None
                total += cost
        return total

    def _places(
        self,
        service: Service,
        provider: str,
        setting: Setting,
        length: int,
        week: int | None,
    ) -> list[Place]:
        """Places for sessions of one length, cheapest first."""
        places: list[Place] = []
        for times in self.known.times(service, provider):
            if times.setting is not setting or times.length != length:
                continue
            if week is not None and week not in times.weeks:
                continue
            joins, fresh = self.board.open_starts(service, provider, times)
            if joins | fresh:
                self._price(service, provider, times, joins, fresh, places)
        places.sort()
        return places

    def _take(
        self,
        service: Service,
        provider: str,
        places: list[Place],
        count: int,
        limit: float,
    ) -> float | None:
        """Put up the cheapest sessions that fit together; what they cost."""
        board = self.board
        total = 0.0
        first: int | None = None
        tries = TRIES * count
        demand = self.atlas.demand[service.id]
        blocked, per_day = demand.block is not None, demand.max_per_day
        while True:
            for place, (cost, start, _, times) in enumerate(places):
                if total + cost >= limit or tries <= 0:
                    return None
                if blocked and self._fitting.block_is_full(service, times):
                    continue
                tries -= 1
                option = option_at(service, provider, times, start)
                rooms = self._fitting.fit(option)
                if rooms is None:
                    continue
                board.add(option, rooms)
                total += cost
                count -= 1
                if not count:
                    return total
                places = _left(places[place + 1 :], times, per_day)
                if first is None and self.taste.irregular:
                    first = start
                    extra = self.taste.irregular
                    places = sorted(
                        Place(c if s == start else c + extra, s, n, t)
                        for c, s, n, t in places
                    )
                break
            else:
                return None

    def _price(  # noqa: PLR0913, PLR0917 - everything a place depends on
        self,
        service: Service,
        provider: str,
        times: Times,
        joins: int,
        fresh: int,
        places: list[Place],
    ) -> None:
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

    def _cost_of_pinned(self, option: Option) -> float:
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


COARSE = masks.grid(15)
"""Starts that are always looked at, whether they touch something or not."""


def _minutes(standing: Standing) -> int:
    return sum(option.minutes for option, _ in standing)


def _left(places: list[Place], taken: Times, per_day: int | None) -> list[Place]:
    """Places that a session put up leaves by the most sessions of a day (S5)."""
    if per_day != 1:
        return places
    return [
        place
        for place in places
        if place.times.day != taken.day or place.times.weeks != taken.weeks
    ]
