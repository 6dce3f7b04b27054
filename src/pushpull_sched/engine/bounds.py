"""Proven lower bounds from one student at a time.

Taking services away from a legal schedule leaves a legal schedule, and forgetting
providers, rooms and groups only widens what is possible. So the best that each student
could have alone, summed over the students, bounds a measure that is a sum over services
from below. With higher levels held at their values, a student may exceed the own best
by at most what all students together leave.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.engine.solver import Effort, Found, Presolve, run
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.levels import level_total
from pushpull_sched.model.options import options_by_anyone
from pushpull_sched.model.slots import Option
from pushpull_sched.model.students import (
    s1_one_place_at_a_time,
    s4_one_setting,
    s5_spread_over_days,
    s6_load_of_the_day,
    s7_minutes_and_sessions,
    s8_weeks,
)
from pushpull_sched.model.variables import Model

SEPARABLE = frozenset(
    {
        Measure.MINUTES_SHORT,
        Measure.LRE,
        Measure.MISSED,
        Measure.IRREGULAR,
        Measure.MISSED_CORE,
        Measure.PULL_OUT,
    }
)
"""Measures that are sums over services, whatever else is in the schedule."""

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

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._options: dict[str, dict[str, list[Option]]] = {}

    def bests(
        self,
        level: Level,
        held: Sequence[Held],
        seed: int,
        should_stop: Callable[[], bool],
        only: frozenset[str] | None = None,
    ) -> dict[str, int] | None:
        """Each student's best value of a level; None when stopped before the end.

        Students outside ``only`` count as 0, as they do anyway where they lack nothing.
        Measures that are not sums over services count as 0, their least value.
        """
        part = separable(level)
        if part is None:
            return {}
        result: dict[str, int] = {}
        for student, options in self._students().items():
            if only is not None and student not in only:
                continue
            if should_stop():
                return None
            result[student] = self._best(student, options, part, held, seed)
        return result

    def _students(self) -> Mapping[str, dict[str, list[Option]]]:
        if not self._options:
            for service in self.atlas.services:
                if service.student is not None:
                    mine = self._options.setdefault(service.student, {})
                    mine[service.id] = options_by_anyone(self.atlas, service)
        return self._options

    def _best(
        self,
        student: str,
        options: dict[str, list[Option]],
        level: Level,
        held: Sequence[Held],
        seed: int,
    ) -> int:
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
            if below is not None:
                model.cp.add(aim.expression <= below)
            else:
                model.cp.minimize(aim.expression)
            answer = run(model, effort)
            return answer.found, max(0, answer.bound or 0)

        found, bound = ask(Effort(seconds=SECONDS, seed=seed))
        if found is Found.NONE_EXISTS or bound == 0:
            return 0
        # A bound above 0 says that something cannot be had: asked a second way.
        second, _ = ask(
            Effort(seconds=SECONDS, seed=seed + 1, presolve=Presolve.OFF), bound - 1
        )
        return bound if second is Found.NONE_EXISTS else 0


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
