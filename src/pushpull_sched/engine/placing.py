"""Put one service on the board the way a careful person would: cheapest fit first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import inf
from types import MappingProxyType

from pushpull_sched.domain.service import Repetition, Service, Setting
from pushpull_sched.engine.board import Board, Standing
from pushpull_sched.engine.fitting import Fitting
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.pins import Pins
from pushpull_sched.engine.plans import plans
from pushpull_sched.engine.pricing import Place, Pricer
from pushpull_sched.model.options import Times, option_at
from pushpull_sched.model.slots import Option, Slot

PLANS = 3
"""Ways to split the minutes of a service into sessions that are tried."""
PROVIDERS = 5
"""Providers of whom the cheapest is taken; the others only where none of them fits."""
TRIES = 60
"""Places that are looked at, best first, before a session is given up."""
ANY_SETTING: Mapping[str, Setting] = MappingProxyType({})


class Placer(Pricer):
    """Finds places on a board, given what is still to come.

    Attributes:
        only: For services in it, the only setting that is tried.
        within: The only slots that the service being placed may be in, where any.
        company: Services that have to be able to come along.
    """

    def __init__(
        self, board: Board, known: Knowledge, only: Mapping[str, Setting] = ANY_SETTING
    ) -> None:
        super().__init__(board, known)
        self._fitting = Fitting(board)
        self._pins = Pins(board, known, self._fitting)
        self.only = only
        self.within: frozenset[Slot] | None = None
        self.company: Sequence[Service] = ()

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
        total = sum(map(self.cost_of_pinned, stood))
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
            allowed = self._allowed(provider, times)
            joins, fresh = self.board.open_starts(service, provider, allowed)
            if self.within is not None:
                fresh = 0
            if joins | fresh:
                self.price(service, provider, times, joins, fresh, places)
        places.sort()
        return places

    def _allowed(self, provider: str, times: Times) -> Times:
        """Times at which everybody could come who has to."""
        starts = times.starts
        for service in self.company:
            known = self.known.moments(service, provider)
            for week in times.weeks:
                key = times.setting, times.about, week, times.day, times.length
                starts &= known.get(key, 0)
                starts &= self.board.student_free(
                    service.student or "", week, times.day, times.length
                )
        return times._replace(starts=starts) if self.company else times

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
                if self.within is not None and not self.within.issuperset(option.slots):
                    continue
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
