"""Least movement: everybody stays who can, and only who must is placed anew.

A model in which every service may stay as it was, wholly or in part, or leave without
having to arrive anywhere, is small, and its best value is a lower bound of ``moved``:
from any schedule, take away what no service had before, and a solution of that model is
left. Services that leave are then opened with all their options, until nobody leaves
without a place: that solution is a schedule, and none moves less. (A relaxation refined
where its solution fails, as in logic-based Benders decomposition: Hooker and Ottosson,
Mathematical Programming 96, 2003.)
"""

from collections.abc import Sequence
from dataclasses import replace

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.engine.improve import short_services
from pushpull_sched.engine.search import HeldLevel, Search
from pushpull_sched.engine.solver import Answer, Found, Presolve, run
from pushpull_sched.model.build import build, read
from pushpull_sched.model.calendar import fits_pin
from pushpull_sched.model.levels import level_total
from pushpull_sched.model.options import options_of
from pushpull_sched.model.slots import Option
from pushpull_sched.model.timetable import Timetable
from pushpull_sched.model.variables import Model, Total

Options = Sequence[Option]

BOUND_SHARE = 0.7
"""Share of the time left for a model in which services may leave."""


def counts_moved(level: Level) -> bool:
    """Whether a level counts nothing but what is moved."""
    return {measure for measure, _ in level.weights} == {Measure.MOVED}


class Staying:
    """Who stays and who is opened, for one level that counts nothing but ``moved``.

    Args:
        search: The run; its schedule at hand serves as hint.
        level: The level.
        held: Levels above. Nothing is claimed where they are not minutes short alone.
    """

    def __init__(self, search: Search, level: Level, held: Sequence[HeldLevel]) -> None:
        self.search, self.level, self.held = search, level, held
        atlas = search.atlas
        self._every: dict[str, Options] = {}
        self._stays: dict[str, Options] = {}
        self._opened: set[str] = set()
        self._fits = bool(held) and all(_counts_short(above.level) for above in held)
        for service in atlas.services if self._fits else ():
            options = options_of(atlas, service)
            self._every[service.id] = options
            self._stays[service.id] = _as_before(search, service.id, options)
            if not atlas.baseline.minutes.get(service.id):
                self._opened.add(service.id)

    def settle(self, until: float) -> None:
        """Raise the bound, and keep what is better on the way.

        Args:
            until: Elapsed seconds of the run at which to end.
        """
        search, name = self.search, self.level.name
        while self._fits and search.elapsed < until and not search.over():
            if search.value(self.level) <= search.proved.get(name, 0):
                return
            partial = frozenset(self._every) - self._opened
            answer, found = self._least(partial, BOUND_SHARE * (until - search.elapsed))
            search.prove(name, max(0, answer.bound or 0))
            if found is None:
                return
            leaving = _leaving(search, found, self.held) & partial
            if not leaving:
                self._keep(found)
                return
            if answer.found is not Found.BEST:
                # A larger model would not be solved in the time left either.
                return
            self._opened |= leaving

    def _keep(self, found: Timetable | None) -> None:
        search = self.search
        if found is not None and search.keep_if_better(found, self.level, self.held):
            search.report(self.level.name, search.value(self.level), None)
            search.hand_out()

    def _least(
        self, partial: frozenset[str], seconds: float
    ) -> tuple[Answer, Timetable | None]:
        """Solve the model of who stays; its schedule lacks those who left."""
        search = self.search
        offered = {
            name: self._stays[name] if name in partial else options
            for name, options in self._every.items()
        }
        model = build(search.atlas, search.now, offered, partial=partial)
        for above in self.held:
            short = _short_of_opened(model, above.level)
            if short.terms or short.constant > above.limit:
                model.cp.add(short.expression <= above.limit)
        model.cp.minimize(level_total(model, search.atlas, self.level).expression)
        effort = replace(search.effort(seconds), presolve=Presolve.FULL, bounding=True)
        answer = run(model, effort, search.over)
        search.spend_step(answer)
        found = read(model, answer.value, search.now) if answer.solved else None
        return answer, found


def _counts_short(level: Level) -> bool:
    return {measure for measure, _ in level.weights} == {Measure.MINUTES_SHORT}


def _as_before(search: Search, service_id: str, options: Sequence[Option]) -> Options:
    """Options that keep minutes of the earlier schedule, or that a pin asks for."""
    pins = [pin for pin, _ in search.known.pins(service_id)]
    baseline = search.atlas.baseline
    return [
        option
        for option in options
        if baseline.kept_by(option)
        or any(fits_pin(pin, option, slot) for pin in pins for slot in option.slots)
    ]


def _short_of_opened(model: Model, level: Level) -> Total:
    """Minutes short of those who need a place; the others may have others as well."""
    total = Total()
    for _, weight in level.weights:
        for name in model.free_services:
            if name not in model.partial:
                priority = model.service(name).priority
                total.extend(model.short[name], weight * priority)
    return total


def _leaving(
    search: Search, found: Timetable, held: Sequence[HeldLevel]
) -> frozenset[str]:
    """Services that are short where that is not allowed, or in a broken rule."""
    before = search.now
    search.keep(found)
    short = short_services(search)
    allowed = all(search.value(above.level) <= above.limit for above in held)
    search.keep(before)
    named = frozenset(name for names in search.broken(found) for name in names)
    return named if allowed else named | short
