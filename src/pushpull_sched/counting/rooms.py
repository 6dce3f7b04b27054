"""Reasons about rooms: pull-out sessions against the minutes that rooms are open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from pushpull_sched.counting.pressure import Press, Pressure
from pushpull_sched.counting.supply import Supply
from pushpull_sched.counting.words import (
    cites_of,
    counted,
    minutes_text,
    rows_text,
    service_cites,
    some,
    weeks_text,
)
from pushpull_sched.domain.explanation import Count, Strength, Subject
from pushpull_sched.domain.service import Setting

MOST_SETS = 30
"""Sets of rooms that are looked at."""


@dataclass(frozen=True)
class Rooms:
    """Sets of rooms with the services that can only be held in them.

    Attributes:
        pressure: Needs by window.
        supply: What there is.
    """

    pressure: Pressure
    supply: Supply

    @cached_property
    def places(self) -> Mapping[frozenset[str], tuple[str, ...]]:
        """Sets of rooms, small ones first, to the services only they can hold."""
        rooms = self._rooms()
        sets = dict.fromkeys(rooms.values())
        for names in list(sets):
            for other in list(sets):
                if names & other and len(sets) < MOST_SETS:
                    sets[names | other] = None
        return {
            names: tuple(one for one, mine in rooms.items() if mine <= names)
            for names in sorted(sets, key=lambda names: (len(names), sorted(names)))
        }

    def _rooms(self) -> dict[str, frozenset[str]]:
        """Rooms of each service that can only be pull-out."""
        possible = self.pressure.possible
        found = {}
        for service in possible.services:
            ways = possible.ways[service.id]
            if ways and all(way.setting is Setting.PULL_OUT for way in ways):
                found[service.id] = frozenset(
                    room
                    for way in ways
                    for name in way.providers
                    for room in possible.atlas.rooms(service, name)
                )
        return found

    def counts(self) -> Iterator[Count]:
        """Yield one reason at most for each set of rooms: the worst window."""
        known: dict[frozenset[str], int] = {}
        for names, ids in self.places.items():
            supply = partial(self.supply.of_rooms, sorted(names))
            press = self.pressure.worst(ids, supply)
            if press is None:
                continue
            inside = sum(over for mine, over in known.items() if mine < names)
            if press.over > 0:
                known[names] = press.over
                if press.over <= inside:
                    continue
            elif inside:
                continue
            yield self._count(sorted(names), press)

    def _count(self, names: list[str], press: Press) -> Count:
        school = self.pressure.school
        rooms = [school.room[name] for name in names]
        rows = rows_text(room.source for room in rooms)
        when = press.window.text(school)
        then = f"on {when}" if when else weeks_text(school.settings.weeks)
        verb = "is" if len(names) == 1 else "are"
        several = [room for room in rooms if room.groups > 1]
        sizes = some(
            [f"{room.id} for {room.groups} groups at once" for room in several]
        )
        at_once = f", {sizes}" if several else ""
        end = (
            f"{minutes_text(press.over)} too many"
            if press.over > 0
            else f"{minutes_text(-press.over)} to spare"
        )
        services = counted(len(press.owed), "pull-out service")
        return Count(
            code="room-minutes",
            strength=Strength.CANNOT if press.over > 0 else Strength.TIGHT,
            subject=Subject.ROOM,
            names=tuple(names),
            needed=press.needed,
            available=press.available,
            unit="min",
            window=when,
            text=(
                f"{some(names)} ({rows}{at_once}) {verb} open for at most "
                f"{minutes_text(press.available)} {then} at times when one of the "
                f"students can come. {services} that no other room can hold take at "
                f"least {minutes_text(press.needed)} of sessions, even in the largest "
                f"groups that the rules allow: {end}."
            ),
            cites=cites_of((room.source, room.id) for room in rooms)
            + service_cites(school, press.owed),
            service_ids=tuple(press.owed),
            minutes=press.short,
        )
