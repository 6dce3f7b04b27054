"""Proven lower bounds from one student at a time.

Taking services away from a legal schedule leaves a legal schedule, and forgetting
providers, rooms and groups only widens what is possible. So the best that each student
could have alone, summed over the students, bounds a measure that is a sum over services
from below. With higher levels held at their values, a student may exceed the own best
by at most what all students together leave.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from types import MappingProxyType

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.service import Service
from pushpull_sched.engine import relaxation
from pushpull_sched.engine.relaxation import prices
from pushpull_sched.engine.solver import Effort, Found, Presolve, run
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.levels import level_total, lre_of, missed_by, pull_out_of
from pushpull_sched.model.options import options_by_anyone, options_of, times_of
from pushpull_sched.model.slots import Option
from pushpull_sched.model.students import (
    s1_one_place_at_a_time,
    s4_one_setting,
    s5_spread_over_days,
    s6_load_of_the_day,
    s7_minutes_and_sessions,
    s8_weeks,
)
from pushpull_sched.model.variables import Model, Total

SEPARABLE = frozenset(
    {
        Measure.MINUTES_SHORT,
        Measure.LRE,
        Measure.MISSED,
        Measure.IRREGULAR,
        Measure.MISSED_CORE,
        Measure.PULL_OUT,
        Measure.MOVED,
    }
)
"""Measures that are sums over services, whatever else is in the schedule."""

FINE = 100
"""Prices are counted in units of 1/100."""
SAFE = 1e-6
"""Share of the largest term by which sums of real numbers may be off, and more."""
LEAST = 0
"""A student's best where no search said anything."""

SECONDS = 2.0
"""Limit for one student: a handful of services takes a few hundredths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A level above, as a student's bound sees it.

    Attributes:
        level: The level.
        limit: The largest value allowed in the whole schedule.
        best: Each student's own best, by student.
    """

    level: Level
    limit: int
    best: Mapping[str, int]

    def most(self, student: str) -> int:
        """The largest value that one student may take."""
        others = sum(value for name, value in self.best.items() if name != student)
        return self.limit - others


def separable(level: Level) -> Level | None:
    """The part of a level that is a sum over services; None where there is none."""
    kept = tuple(pair for pair in level.weights if pair[0] in SEPARABLE)
    return replace(level, weights=kept) if kept else None


class StudentBounds:
    """Bounds of one school, level by level; the projections are made once."""

    def __init__(self, atlas: Atlas, *, deterministic: bool = False) -> None:
        self.atlas = atlas
        self.deterministic = deterministic
        self._options: dict[str, dict[str, list[Option]]] = {}
        self._all: Mapping[str, dict[str, list[Option]]] | None = None

    def bests(
        self,
        level: Level,
        held: Sequence[Held],
        seed: int,
        should_stop: Callable[[], bool],
        only: frozenset[str] | None = None,
    ) -> Iterator[tuple[str, int]]:
        """Yield each student with the best value of a level, until stopped.

        Students outside ``only`` count as 0, as they do anyway where they lack nothing.
        Measures that are not sums over services count as 0, their least value. So does
        whoever has not been asked: the sum over some students is a bound too.
        """
        part = separable(level)
        if part is None:
            return
        for student in self._services:
            if only is not None and student not in only:
                continue
            if should_stop():
                return
            options = self._options_of(student)
            costs = _may_cost(self.atlas, options, part)
            yield (
                student,
                self._best(student, options, part, held, seed) if costs else 0,
            )

    def priced(
        self,
        level: Level,
        held: Sequence[Held],
        seed: int,
        should_stop: Callable[[], bool],
    ) -> int:
        """A bound from all students together; 0 where none was found.

        The students' bests with the prices of the pooled relaxation. Only for levels
        that some option adds to, and where level 1 is held at 0.
        """
        part = separable(level)
        if part is None or should_stop():
            return 0
        students = self._everyone()
        cost = self._cost(part)
        if not any(cost.values()):
            return 0
        found = prices(
            self.atlas,
            students,
            cost,
            [
                relaxation.Held(self._cost(kept), above.limit)
                for above in held
                for kept in (separable(above.level),)
                if kept is not None and _of_options(kept)
            ],
        )
        if found is None:
            return 0
        total = 0
        for student, options in students.items():
            if should_stop():
                return 0
            total += self._best(student, options, part, held, seed, found.of_option)
        least = total / FINE + found.constant
        least -= SAFE * max(1.0, abs(found.constant))
        unit = 1
        if all(measure in OF_OPTION for measure, _ in level.weights):
            # Every value of the level is a multiple of what all its parts are.
            unit = math.gcd(*cost.values()) or 1
        return max(0, math.ceil(least / unit) * unit)

    def _cost(self, level: Level) -> dict[Option, int]:
        """What each option adds to the measures that are sums over options."""
        students = self._everyone()
        return {
            option: sum(
                weight * OF_OPTION[measure](self.atlas, option)
                for measure, weight in level.weights
                if measure in OF_OPTION
            )
            for mine in students.values()
            for options in mine.values()
            for option in options
        }

    def _everyone(self) -> Mapping[str, dict[str, list[Option]]]:
        """The students, and each service without one as a student of its own."""
        if self._all is None:
            alone = {
                f"service {service.id}": {
                    service.id: options_by_anyone(self.atlas, service)
                }
                for service in self.atlas.services
                if service.student is None
            }
            every = {name: self._options_of(name) for name in self._services}
            self._all = {**every, **alone}
        return self._all

    @cached_property
    def _services(self) -> Mapping[str, list[Service]]:
        """Services by student."""
        found: dict[str, list[Service]] = {}
        for service in self.atlas.services:
            if service.student is not None:
                found.setdefault(service.student, []).append(service)
        return found

    def _options_of(self, student: str) -> dict[str, list[Option]]:
        if student not in self._options:
            self._options[student] = {
                service.id: options_by_anyone(self.atlas, service)
                for service in self._services[student]
            }
        return self._options[student]

    def _best(  # noqa: PLR0913, PLR0917 - a question with its conditions
        self,
        student: str,
        options: dict[str, list[Option]],
        level: Level,
        held: Sequence[Held],
        seed: int,
        price: Mapping[Option, float] | None = None,
    ) -> int:
        """A student's best value; with prices, in units of 1/FINE and rounded down."""

        def ask(effort: Effort, below: int | None = None) -> tuple[Found, int]:
            model = _alone(self.atlas, options)
            for above in held:
                # The rest of a held level is not negative, so its sum over services
                # may not exceed the limit either.
                kept = separable(above.level)
                if kept is not None:
                    total = level_total(model, self.atlas, kept)
                    model.cp.add(total.expression <= above.most(student))
            aim = level_total(model, self.atlas, level)
            if price is not None:
                aim = _with_prices(model, aim, price)
            if below is not None:
                model.cp.add(aim.expression <= below)
            else:
                model.cp.minimize(aim.expression)
            answer = run(model, effort)
            if answer.found is Found.NONE_EXISTS or answer.bound is None:
                return answer.found, LEAST
            return answer.found, answer.bound

        # The strongest linear relaxation: four times faster on students with many free
        # hours (middle schools), of whom less of it proves nothing in the limit.
        effort = Effort(
            seconds=SECONDS, seed=seed, linear=2, deterministic=self.deterministic
        )
        found, bound = ask(effort)
        if price is not None:
            return bound if found is not Found.NONE_EXISTS else LEAST
        bound = max(bound, 0)
        if found is Found.NONE_EXISTS or bound == 0:
            return 0
        if not _is_claim(level):
            return bound
        # A promise that cannot be kept is only said when a second search agrees.
        second, _ = ask(
            replace(effort, seed=seed + 1, presolve=Presolve.OFF, linear=1), bound - 1
        )
        return bound if second is Found.NONE_EXISTS else 0


def cannot_stay(atlas: Atlas, level: Level) -> int:
    """A bound for levels with ``moved``: baseline minutes that no option covers.

    Whoever gave them is not there any more, or may not give them then: whatever the
    schedule, they are moved.
    """
    weight = sum(each for measure, each in level.weights if measure is Measure.MOVED)
    if not weight:
        return 0
    baseline, lost = atlas.baseline, 0
    for service in atlas.services:
        minutes = baseline.minutes.get(service.id, 0)
        if not minutes:
            continue
        covered = _covered(atlas, service)
        lost += minutes - sum(
            (covered.get((provider, week, day), 0) & masks.span(*span)).bit_count()
            for (name, week, day), given in baseline.given.items()
            if name == service.id
            for provider, spans in given.items()
            for span in spans
        )
    return weight * max(0, lost)


def _covered(atlas: Atlas, service: Service) -> Mapping[tuple[str, int, int], int]:
    """Minutes by provider, week and day in which a service could have a session."""
    covered: dict[tuple[str, int, int], int] = {}

    def add(provider: str, week: int, day: int, mask: int) -> None:
        key = provider, week, day
        covered[key] = covered.get(key, 0) | mask

    if service.is_co_teach:
        for option in options_of(atlas, service):
            for slot in option.slots:
                span = masks.span(slot.start, slot.end)
                add(slot.provider, slot.week, slot.day, span)
        return covered
    for provider in atlas.providers[service.id]:
        for times in times_of(atlas, service, provider):
            minutes = masks.spread(times.starts, times.length)
            for week in times.weeks:
                add(provider, week, times.day, minutes)
    return covered


def _may_cost(
    atlas: Atlas, options: Mapping[str, Sequence[Option]], level: Level
) -> bool:
    """Whether any choice of a student could add to a level."""
    return any(
        measure not in OF_OPTION
        or any(
            OF_OPTION[measure](atlas, option)
            for mine in options.values()
            for option in mine
        )
        for measure, _ in level.weights
    )


def _with_prices(model: Model, aim: Total, price: Mapping[Option, float]) -> Total:
    total = Total()
    total.extend(aim, FINE)
    for option, literal in model.lit.items():
        if option in price:
            total.add(literal, math.floor(FINE * price[option]))
    return total


def _is_claim(level: Level) -> bool:
    """Whether a value above 0 says that a promise to a child cannot be kept."""
    return any(measure is Measure.MINUTES_SHORT for measure, _ in level.weights)


def _of_options(level: Level) -> bool:
    return any(measure in OF_OPTION for measure, _ in level.weights)


OF_OPTION: Mapping[Measure, Callable[[Atlas, Option], int]] = MappingProxyType(
    {
        Measure.LRE: lre_of,
        Measure.MISSED: missed_by,
        Measure.MISSED_CORE: partial(missed_by, core_only=True),
        Measure.PULL_OUT: pull_out_of,
    }
)
"""Measures that are plain sums over the options taken."""


def _alone(atlas: Atlas, options: dict[str, list[Option]]) -> Model:
    """The rules of one student's services, and no others."""
    model = Model(atlas.school, atlas.demand, frozenset(options))
    for service_id, mine in options.items():
        model.options[service_id] = mine
        for option in mine:
            model.lit[option] = model.bool(hint=False)
    for rule in (
        s1_one_place_at_a_time,
        s4_one_setting,
        s5_spread_over_days,
        s6_load_of_the_day,
        s7_minutes_and_sessions,
        s8_weeks,
    ):
        rule(model)
    for service_id in options:
        if atlas.school.service[service_id].is_co_teach:
            model.cp.add_at_most_one(model.lit[o] for o in model.options[service_id])
    return model
