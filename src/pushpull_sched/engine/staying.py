"""Least movement: everybody stays who can, and only who must is placed anew.

A model in which every service may stay as it was, wholly or in part, or leave without
having to arrive anywhere, is small, and its best value is a lower bound of ``moved``:
from any schedule, take away what no service had before, and a solution of that model is
left. Services that leave are then opened with all their options, until nobody leaves
without a place: that solution is a schedule, and none moves less. (A relaxation refined
where its solution fails, as in logic-based Benders decomposition: Hooker and Ottosson,
Mathematical Programming 96, 2003.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.service import Service
from pushpull_sched.engine.bounds import cannot_stay
from pushpull_sched.engine.improve import short_services
from pushpull_sched.engine.rebuild import Rebuilder
from pushpull_sched.engine.search import HeldLevel, Search
from pushpull_sched.engine.solver import BOUNDING, Answer, Found, run
from pushpull_sched.model import masks
from pushpull_sched.model.build import build, read
from pushpull_sched.model.calendar import fits_pin
from pushpull_sched.model.earlier import legal_part
from pushpull_sched.model.levels import level_total
from pushpull_sched.model.options import Days, options_of
from pushpull_sched.model.slots import Option
from pushpull_sched.model.timetable import Timetable
from pushpull_sched.model.variables import Model, Total

Options = Sequence[Option]

BOUND_SHARE = 0.7
"""Share of the time left for a model in which services may leave."""
MEND_SHARE = 0.2
"""Share of the time left for giving those who left a place."""
DRAWS = 8
"""Ways to do so that are tried, at most."""


def counts_moved(level: Level) -> bool:
    """Whether a level counts nothing but what is moved."""
    return {measure for measure, _ in level.weights} == {Measure.MOVED}


class Staying:
    """Who stays and who is opened, for one level that counts nothing but ``moved``.

    Args:
        search: The run; its schedule at hand serves as hint.
        level: The level.
    """

    def __init__(self, search: Search, level: Level) -> None:
        self.search, self.level = search, level
        self._stays = {
            service.id: _as_before(search, service) for service in search.atlas.services
        }
        self._opened: dict[str, Options] = {}

    def begin(self, seconds: float) -> Timetable | None:
        """Keep as many whole sessions as fit together, in other rooms if need be.

        Nothing else stands in the schedule, but for what is pinned. None where the one
        at hand has as many and the pinned sessions stand in it.

        Args:
            seconds: Limit for finding it.
        """
        atlas = self.search.atlas
        self.search.prove(self.level.name, cannot_stay(atlas, self.level))
        least = self.search.proved[self.level.name]
        if self.search.value(self.level) <= least and self.search.pins_stand():
            return None
        kept = atlas.baseline.kept_by
        # What keeps nothing is there because a pin asks for it.
        whole = {
            name: [one for one in options if kept(one) in {0, one.minutes}]
            for name, options in self._stays.items()
        }
        return self._least(whole, (), seconds)[1]

    def settle(self, held: Sequence[HeldLevel], until: float) -> None:
        """Raise the bound until nobody leaves without a place, and keep that schedule.

        Args:
            held: Levels above. Nothing is done where they are not minutes short alone.
            until: Elapsed seconds of the run at which to end.
        """
        if not held or not all(_counts_short(above.level) for above in held):
            return
        search, name = self.search, self.level.name
        baseline = search.atlas.baseline.minutes
        self._open(one for one in self._stays if not baseline.get(one))
        while search.elapsed < until and not search.over():
            if search.value(self.level) <= search.proved.get(name, 0):
                return
            seconds = BOUND_SHARE * (until - search.elapsed)
            offered = {**self._stays, **self._opened}
            answer, found = self._least(offered, held, seconds)
            search.prove(name, max(0, answer.bound or 0))
            if found is None:
                return
            leaving = _leaving(search, found, held) - self._opened.keys()
            if not leaving:
                search.step_forward(found, self.level, held)
                return
            self._mend(found, held, until)
            if answer.found is not Found.BEST:
                # A larger model would not be solved in the time left either.
                return
            self._open(leaving)

    def _mend(self, found: Timetable, held: Sequence[HeldLevel], until: float) -> None:
        """Give those who left a place by moves on the board: the best of some draws.

        Who can stay is known; that the others have to push somebody out is a guess.
        """
        search, before = self.search, self.search.now
        start = legal_part(found, search.broken)
        search.keep(start)
        missing = [each for each in search.order if not search.is_served(each)]
        search.keep(before)
        latest = search.elapsed + MEND_SHARE * max(until - search.elapsed, 0.0)

        def give_up(_: int) -> bool:
            return search.over() or search.elapsed > latest

        for _ in range(DRAWS):
            if give_up(0):
                return
            builder = Rebuilder(search.known, start, search.order, search.rng)
            for each in missing:
                builder.take_down(each)
            builder.fill(builder.complete(missing, give_up, search.spend_moves))
            search.step_forward(builder.board.timetable(), self.level, held)

    def _open(self, services: Iterable[str]) -> None:
        atlas = self.search.atlas
        for name in services:
            if name not in self._opened:
                self._opened[name] = options_of(atlas, atlas.school.service[name])

    def _least(
        self,
        offered: Mapping[str, Options],
        held: Sequence[HeldLevel],
        seconds: float,
    ) -> tuple[Answer, Timetable | None]:
        """Solve the model of who stays; its schedule lacks those who left."""
        search = self.search
        partial = frozenset(offered) - self._opened.keys()
        model = build(search.atlas, search.now, offered, partial=partial)
        for above in held:
            short = _short_of_opened(model, above.level)
            if short.terms or short.constant > above.limit:
                model.cp.add(short.expression <= above.limit)
        model.cp.minimize(level_total(model, search.atlas, self.level).expression)
        effort = replace(search.effort(seconds), searches=BOUNDING)
        answer = run(model, effort, search.over)
        search.spend_step(answer)
        found = read(model, answer.value, search.now) if answer.solved else None
        return answer, found


def _counts_short(level: Level) -> bool:
    return {measure for measure, _ in level.weights} == {Measure.MINUTES_SHORT}


def _as_before(search: Search, service: Service) -> Options:
    """Options that keep minutes of the earlier schedule, or that a pin asks for."""
    baseline = search.atlas.baseline
    pins = [pin for pin, _ in search.known.pins(service.id)]

    def offered(_: Service, provider: str, days: Days, length: int) -> int:
        starts = 0
        for week, day in days:
            given = baseline.given.get((service.id, week, day), {})
            for start, end in given.get(provider, ()):
                starts |= masks.span(max(0, start - length + 1), end)
            for pin in pins:
                starts |= (pin.day == day) << pin.start
        return starts

    return [
        option
        for option in options_of(search.atlas, service, offered)
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
