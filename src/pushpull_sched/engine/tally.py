"""The measures of a board, kept up to date change by change.

A change touches a few services, their fellow students and a few provider-days, so only
those parts are counted again. The verifier counts every schedule anew before it leaves
the engine; here is what the search steers by.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Setting
from pushpull_sched.engine.board import Board, Key
from pushpull_sched.model.levels import BROKEN_PREFERENCE, THOUSANDTHS, missed_by
from pushpull_sched.model.relations import Everyone, compared, wishing
from pushpull_sched.model.slots import Option, Slot

Part = tuple[Measure, object]
"""One part of a measure: of a service, a provider-day, a role, a wish."""

BY_SERVICE = frozenset(
    {
        Measure.MINUTES_SHORT,
        Measure.MOVED,
        Measure.LRE,
        Measure.MISSED,
        Measure.MISSED_CORE,
        Measure.PULL_OUT,
        Measure.IRREGULAR,
    }
)
"""Measures that are sums over services."""
BY_DAY = frozenset({Measure.OVERSIZE, Measure.SPLITS})
"""Measures that are sums over the days of providers."""


@dataclass(slots=True)
class Touched:
    """What a change touches, before it and after it together.

    Attributes:
        services: Services whose sessions change.
        fellows: Services in sessions of theirs.
        days: Provider-days of their sessions.
    """

    services: frozenset[str]
    fellows: set[str] = field(default_factory=set)
    days: set[Key] = field(default_factory=set)

    def look(self, board: Board) -> None:
        """Take in what stands now."""
        for service_id in self.services:
            for option in board.taken.get(service_id, ()):
                for slot in option.slots:
                    self.fellows.update(board.members[slot])
                    self.days.add((slot.provider, slot.week, slot.day))


class Tally:
    """Values of some measures of a board.

    Attributes:
        totals: Value of each measure.
    """

    def __init__(self, board: Board, measures: Iterable[Measure]) -> None:
        self.board = board
        self.atlas = board.atlas
        self.school = board.school
        self.measures = frozenset(measures)
        self.totals = dict.fromkeys(self.measures, 0)
        self._parts: dict[Part, int] = {}
        self._costs: dict[tuple[Measure, Option], int] = {}
        self._wishes = self._list_wishes() if Measure.PREFERENCES in measures else []
        every = Touched(frozenset(service.id for service in self.atlas.services))
        every.look(board)
        every.fellows.update(every.services)
        self.accept(self.count(every))

    def count(self, touched: Touched) -> dict[Part, int]:
        """Count again what a change touches."""
        parts = (
            part for measure in self.measures for part in self._count(measure, touched)
        )
        return dict(parts)

    def _count(self, measure: Measure, touched: Touched) -> Iterator[tuple[Part, int]]:
        if measure in BY_SERVICE:
            for service_id in touched.services:
                yield (measure, service_id), self._of_service(measure, service_id)
        elif measure in BY_DAY:
            for key in touched.days:
                yield (measure, key), self._of_day(measure, key)
        elif measure is Measure.CHURN:
            for service_id in touched.fellows | touched.services:
                yield (measure, service_id), self._churn(service_id)
        elif measure is Measure.IMBALANCE:
            for role, mates in self.atlas.roles.items():
                yield (measure, role), self._imbalance(mates)
        else:
            yield from self._preferences(touched)

    def _preferences(self, touched: Touched) -> Iterator[tuple[Part, int]]:
        for place, (concerned, broken) in enumerate(self._wishes):
            if not touched.services.isdisjoint(concerned):
                yield (Measure.PREFERENCES, place), BROKEN_PREFERENCE * broken()

    def change(self, parts: Mapping[Part, int]) -> dict[Measure, int]:
        """By how much the parts would change each measure."""
        result = dict.fromkeys(self.measures, 0)
        for part, value in parts.items():
            result[part[0]] += value - self._parts.get(part, 0)
        return result

    def accept(self, parts: Mapping[Part, int]) -> None:
        """Make the parts the ones that count."""
        for measure, change in self.change(parts).items():
            self.totals[measure] += change
        self._parts.update(parts)

    def of(self, measure: Measure, key: object) -> int:
        """One part of a measure."""
        return self._parts.get((measure, key), 0)

    # ── parts ───────────────────────────────────────────────────────────────────────
    def _of_service(self, measure: Measure, service_id: str) -> int:
        options = self.board.taken.get(service_id, ())
        if measure is Measure.MINUTES_SHORT:
            demand = self.atlas.demand[service_id]
            given = sum(option.minutes for option in options)
            short = max(0, math.ceil(demand.required_minutes) - given)
            return self.school.service[service_id].priority * short
        if measure is Measure.IRREGULAR:
            starts = {slot.start for option in options for slot in option.slots}
            return max(0, len(starts) - 1)
        if measure is Measure.MOVED:
            return self.atlas.baseline.moved(service_id, options)
        return sum(self._cost(measure, option) for option in options)

    def _cost(self, measure: Measure, option: Option) -> int:
        key = measure, option
        if key not in self._costs:
            self._costs[key] = self._cost_anew(measure, option)
        return self._costs[key]

    def _cost_anew(self, measure: Measure, option: Option) -> int:
        if option.setting is not Setting.PULL_OUT:
            return 0
        if measure is Measure.PULL_OUT:
            return option.minutes
        if measure is Measure.LRE:
            setting = self.school.service[option.service].setting
            return option.minutes if setting is Setting.EITHER else 0
        core_only = measure is Measure.MISSED_CORE
        return missed_by(self.atlas, option, core_only=core_only)

    def _churn(self, service_id: str) -> int:
        service = self.school.service[service_id]
        if service.individual:
            return 0
        groups = {
            frozenset(self._students(slot)) - {service.student}
            for option in self.board.taken.get(service_id, ())
            if option.setting is Setting.PULL_OUT
            for slot in option.slots
        }
        return max(0, len(groups) - 1)

    def _students(self, slot: Slot) -> list[str | None]:
        return [self.school.service[name].student for name in self.board.members[slot]]

    def _of_day(self, measure: Measure, key: Key) -> int:
        slots = self.board.day_slots.get(key, ())
        if measure is Measure.OVERSIZE:
            target = self.school.settings.target_group
            return sum(
                slot.minutes * max(0, len(self.board.members[slot]) - target)
                for slot in slots
                if slot.setting is Setting.PULL_OUT
            )
        pause = self.school.provider[key[0]].break_minutes
        runs, end = 0, -pause
        for slot in sorted(slots, key=lambda slot: slot.start):
            runs += slot.start - end >= pause
            end = slot.end
        return max(0, runs - 1)

    def _imbalance(self, mates: Collection[str]) -> int:
        loads = [(self.board.minutes.get(m, 0), self.atlas.available[m]) for m in mates]
        high = max(loads, key=lambda load: load[0] / load[1])
        low = min(loads, key=lambda load: load[0] / load[1])
        spread = high[0] * low[1] - low[0] * high[1]
        return THOUSANDTHS * spread // (high[1] * low[1])

    # ── wishes ──────────────────────────────────────────────────────────────────────
    def _list_wishes(self) -> list[tuple[frozenset[str], Callable[[], bool]]]:
        """Each preference with the services it concerns and whether it is broken."""
        everyone = Everyone(self.school, self.atlas.services)
        found: dict[object, list[tuple[frozenset[str], Callable[[], bool]]]] = {}
        for relation in self.school.relations:
            kind, limit = relation.kind, relation.service
            if kind is RelationKind.PREFER_PROVIDER:
                for entry, services in wishing(everyone, relation):
                    key: object = (kind, limit, relation.provider, entry)
                    found[key] = [self._with_another(services, relation.provider or "")]
            elif kind in {RelationKind.PREFER_TOGETHER, RelationKind.PREFER_APART}:
                for pair, couples in compared(everyone, relation):
                    found[kind, limit, pair] = [
                        self._meeting(kind, *couple) for couple in couples
                    ]
        return [_any_of(wishes) for wishes in found.values()]

    def _with_another(
        self, services: tuple[str, ...], provider: str
    ) -> tuple[frozenset[str], Callable[[], bool]]:
        def broken() -> bool:
            return any(
                option.provider != provider
                for service_id in services
                for option in self.board.taken.get(service_id, ())
            )

        return frozenset(services), broken

    def _meeting(
        self, kind: RelationKind, first: tuple[str, ...], second: tuple[str, ...]
    ) -> tuple[frozenset[str], Callable[[], bool]]:
        def broken() -> bool:
            ours, theirs = self._slots(first), self._slots(second)
            meet = any(
                not {*self.board.members[slot]}.isdisjoint(set(second) - {one})
                for one in first
                for option in self.board.taken.get(one, ())
                for slot in option.slots
            )
            if kind is RelationKind.PREFER_APART:
                return meet
            return bool(ours and theirs and not meet)

        return frozenset([*first, *second]), broken

    def _slots(self, services: tuple[str, ...]) -> bool:
        return any(service_id in self.board.taken for service_id in services)


def _any_of(
    wishes: list[tuple[frozenset[str], Callable[[], bool]]],
) -> tuple[frozenset[str], Callable[[], bool]]:
    concerned = frozenset(name for services, _ in wishes for name in services)
    return concerned, lambda: any(broken() for _, broken in wishes)
