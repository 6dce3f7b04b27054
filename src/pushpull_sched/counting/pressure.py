"""What services need inside a window of the week, against what is there.

A window is a day, or all days, between two times. Services that can only be given
inside it must find their minutes there; of a service with places elsewhere, what the
other days cannot hold must be on the day.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from typing import NamedTuple

from pushpull_sched.counting.groups import Groups
from pushpull_sched.counting.owed import NO_GAP, Gap, fixed_on, gap, held, least_minutes
from pushpull_sched.counting.possible import Possible, Way
from pushpull_sched.counting.words import days_text, hours_text
from pushpull_sched.domain.clock import MINUTES_PER_DAY
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Service
from pushpull_sched.model import masks

TIGHT = Fraction(9, 10)
"""From this share of what is there on, a need is a tight spot."""
MOST_EDGES = 14
"""Times tried as start, and as end, of a window."""


class Window(NamedTuple):
    """A stretch of one day, or of every day.

    Attributes:
        day: The day; None for every day.
        start: First minute.
        end: Minute after the last.
    """

    day: int | None = None
    start: int = 0
    end: int = MINUTES_PER_DAY

    @property
    def mask(self) -> int:
        """Its minutes."""
        return masks.span(self.start, self.end)

    def days(self, school: School) -> list[tuple[int, int]]:
        """Its (week, day)s."""
        settings = school.settings
        days = range(len(settings.days)) if self.day is None else [self.day]
        return [(week, day) for week in range(1, settings.weeks + 1) for day in days]

    def text(self, school: School) -> str:
        """Return ``Tue 9:00-10:30``; empty for the whole week."""
        whole = (self.start, self.end) == (0, MINUTES_PER_DAY)
        parts = []
        if self.day is not None:
            parts.append(school.settings.days[self.day])
        elif not whole:
            parts.append(days_text(school, range(len(school.settings.days))))
        if not whole:
            parts.append(hours_text(self.start, self.end))
        return " ".join(parts)


WHOLE = Window()


class Press(NamedTuple):
    """A need inside a window, against what is there.

    Attributes:
        window: The window.
        owed: Minutes that each service must have inside it.
        needed: Minutes needed at the least, with the largest groups.
        available: Minutes there at the most.
        short: Student minutes that stay short at the least.
    """

    window: Window
    owed: Mapping[str, int]
    needed: int
    available: int
    short: int

    @property
    def over(self) -> int:
        """Minutes by which the need exceeds what is there."""
        return self.needed - self.available

    @property
    def is_tight(self) -> bool:
        """Whether several sessions leave hardly anything to spare, or too little."""
        alone = max(self.owed.values(), default=0)
        return self.needed > alone and self.needed > TIGHT * self.available


Supply = Callable[[Window, Collection[str]], int]
"""Minutes there at the most in a window for the services that are pressed into it."""


@dataclass(frozen=True)
class Pressure:
    """Needs of all services of a school, by window.

    Attributes:
        possible: Their ways.
        groups: Who can share a session.
        hopeless: Services that cannot be served anyway: they press on nothing.
    """

    possible: Possible
    groups: Groups
    hopeless: frozenset[str] = frozenset()

    @property
    def school(self) -> School:
        """The school."""
        return self.possible.atlas.school

    @cached_property
    def whole(self) -> Mapping[str, Gap]:
        """Minutes of each service over the template."""
        return {
            service.id: Gap(least_minutes(demand), ceil(demand.required_minutes))
            for service in self.possible.services
            for demand in (self.possible.demand(service.id),)
        }

    @cached_property
    def on_day(self) -> Mapping[tuple[str, int], Gap]:
        """What of each service must be on a day; nothing is left out."""
        found: dict[tuple[str, int], Gap] = {}
        days = range(len(self.school.settings.days))
        for service in self.possible.services:
            gaps = [self._on_days(service, way, days) for way in self._ways(service)]
            for day, mine in enumerate(zip(*gaps, strict=True)):
                found[service.id, day] = Gap(
                    min(one.minutes for one in mine), min(one.stated for one in mine)
                )
        return found

    def _ways(self, service: Service) -> tuple[Way, ...]:
        return self.possible.ways[service.id]

    def _on_days(self, service: Service, way: Way, days: range) -> list[Gap]:
        if way.fixed:
            return [fixed_on(way, day) for day in days]
        demand = self.possible.demand(service.id)
        room = held(demand, way)
        used = {day for mine in room.values() for day in mine}
        return [
            gap(service, demand, room, day) if day in used else NO_GAP for day in days
        ]

    @cached_property
    def hulls(self) -> Mapping[tuple[str, int | None], tuple[int, int]]:
        """First and last minute at which each service can be: by day, and over all."""
        found: dict[tuple[str, int | None], tuple[int, int]] = {}
        for service_id, days in self.possible.covered.items():
            for (_, day), mask in days.items():
                if not mask:
                    continue
                first, last = masks.first(mask), mask.bit_length()
                for key in ((service_id, day), (service_id, None)):
                    old = found.get(key, (first, last))
                    found[key] = min(old[0], first), max(old[1], last)
        return found

    def owed(self, service_id: str, day: int | None) -> Gap:
        """What of a service must be on a day, or in the whole template."""
        if day is None:
            return self.whole[service_id]
        return self.on_day.get((service_id, day), NO_GAP)

    def is_fixed(self, ids: Sequence[str]) -> bool:
        """Whether services owe whole meetings, which always fill their times."""
        service = self.school.service
        return all(service[one].is_co_teach for one in ids)

    def worst(self, ids: Sequence[str], supply: Supply) -> Press | None:
        """The window in which services press most: missing minutes, else the share.

        Args:
            ids: The services that share what is there.
            supply: What is there.

        Returns:
            The worst that is tight at the least; None where nothing is.
        """
        presses = [
            press
            for window, inside in self.windows(ids)
            for press in [self.press(window, inside, supply)]
            if press.over > 0 or (press.is_tight and not self.is_fixed(inside))
        ]
        return max(presses, key=_badness, default=None)

    def windows(self, ids: Sequence[str]) -> Iterator[tuple[Window, list[str]]]:
        """Yield windows with the services that have to have minutes inside them."""
        for day in (None, *range(len(self.school.settings.days))):
            mine = [
                one
                for one in ids
                if one not in self.hopeless
                and (one, day) in self.hulls
                and self.owed(one, day).minutes > 0
            ]
            if not mine:
                continue
            hulls = {one: self.hulls[one, day] for one in mine}
            seen = set()
            for start in _few(sorted({start for start, _ in hulls.values()})):
                for end in _few(sorted({end for _, end in hulls.values()})[::-1]):
                    inside = [
                        one
                        for one in mine
                        if start <= hulls[one][0] and hulls[one][1] <= end
                    ]
                    if inside and (key := tuple(inside)) not in seen:
                        seen.add(key)
                        if len(inside) == len(mine):
                            yield Window(day), inside
                        else:
                            yield (
                                _narrowest(day, [hulls[one] for one in inside]),
                                inside,
                            )

    def press(self, window: Window, inside: Sequence[str], supply: Supply) -> Press:
        """Hold the need of services inside a window against what is there."""
        owed = {one: self.owed(one, window.day).minutes for one in inside}
        needed = ceil(self.groups.provider_minutes(owed))
        available = supply(window, inside)
        return Press(
            window,
            owed,
            needed,
            available,
            self._short(window, inside, needed, available),
        )

    def _short(
        self, window: Window, inside: Sequence[str], needed: int, available: int
    ) -> int:
        """Student minutes short: what is missing, in the smallest groups of them."""
        if needed <= available:
            return 0
        caps = self.groups.caps
        stated = sum(
            (Fraction(self.owed(one, window.day).stated, caps[one]) for one in inside),
            Fraction(),
        )
        smallest = min(caps[one] for one in inside)
        return max(1, ceil((stated - available) * smallest))


def _badness(press: Press) -> tuple[int, Fraction, int]:
    share = Fraction(press.needed, max(press.available, 1))
    return max(press.over, 0), share, press.window.end - press.window.start


def _narrowest(day: int | None, hulls: Sequence[tuple[int, int]]) -> Window:
    return Window(day, min(one[0] for one in hulls), max(one[1] for one in hulls))


def _few(edges: Sequence[int]) -> Sequence[int]:
    """Thin out the edges, the outermost first."""
    if len(edges) <= MOST_EDGES:
        return edges
    step = len(edges) / MOST_EDGES
    return [edges[int(at * step)] for at in range(MOST_EDGES)]
