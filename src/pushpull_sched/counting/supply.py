"""Minutes that providers and rooms have at the most inside a window of the week."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from pushpull_sched.counting.possible import Possible
from pushpull_sched.counting.pressure import Window
from pushpull_sched.domain.school import Provider
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Day
from pushpull_sched.model.providers import DayNeeds, day_needs


@dataclass(frozen=True)
class Supply:
    """What there is for services, counted at most.

    Attributes:
        possible: The ways of all services.
    """

    possible: Possible
    _needs: dict[tuple[str, Day], DayNeeds] = field(default_factory=dict)
    _left: dict[tuple[str, Day, int], int] = field(default_factory=dict)

    def of_provider(self, name: str, window: Window, ids: Collection[str]) -> int:
        """Session minutes that a provider can give to services inside a window.

        The minutes at which one of them can come, without what lunch and planning take
        of these at the least, and within the limits of a day and a week (V3 to V6).
        """
        provider = self.possible.atlas.school.provider[name]
        weeks: dict[int, int] = {}
        for when in window.days(self.possible.atlas.school):
            usable = window.mask & masks.union(
                self.possible.covered_by[one].get(name, {}).get(when, 0) for one in ids
            )
            if usable:
                minutes = self._of_day(provider, when, usable)
                weeks[when[0]] = weeks.get(when[0], 0) + minutes
        cap = provider.max_minutes_week
        return sum(each if cap is None else min(each, cap) for each in weeks.values())

    def _of_day(self, provider: Provider, when: Day, usable: int) -> int:
        key = provider.id, when, usable
        if key not in self._left:
            needs = self.needs(provider, when)
            left = usable.bit_count()
            left -= _least_overlap(needs.window, needs.lunch, usable)
            left -= _least_overlap(needs.available, needs.planning, usable)
            if provider.max_minutes_day is not None:
                left = min(left, provider.max_minutes_day)
            self._left[key] = max(left, 0)
        return self._left[key]

    def needs(self, provider: Provider, when: Day) -> DayNeeds:
        """What the provider's day must leave free."""
        if (provider.id, when) not in self._needs:
            self._needs[provider.id, when] = day_needs(provider, when)
        return self._needs[provider.id, when]

    def of_providers(
        self, names: Iterable[str], window: Window, ids: Collection[str]
    ) -> int:
        """Session minutes that several providers can give together."""
        return sum(self.of_provider(name, window, ids) for name in names)

    def of_rooms(
        self, rooms: Sequence[str], window: Window, ids: Collection[str]
    ) -> int:
        """Minutes of sessions that rooms can hold while a student can come."""
        atlas = self.possible.atlas
        total = 0
        for when in window.days(atlas.school):
            wanted = window.mask & masks.union(
                self.possible.covered[one].get(when, 0) for one in ids
            )
            if wanted:
                total += sum(
                    atlas.school.room[room].groups
                    * (atlas.open_rooms[room].get(when, 0) & wanted).bit_count()
                    for room in rooms
                )
        return total


def _least_overlap(window: int, length: int, usable: int) -> int:
    """Minutes of ``usable`` that a piece inside the window takes at the least.

    A window that has no room for the piece leaves no session: nothing is usable.
    """
    if not length:
        return 0
    starts = masks.starts(window, length)
    if not starts:
        return usable.bit_count()
    if masks.starts(window & ~usable, length):
        return 0
    return min(
        (usable & masks.span(at, at + length)).bit_count()
        for at in masks.minutes_of(starts)
    )
