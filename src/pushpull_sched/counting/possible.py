"""Every way in which each service can be given, looked at by itself.

A *way* is what a service keeps to for all its sessions: one setting (S4) and one
provider (V8; all of them together where Settings let several share a service), or the
class of co-teaching (P3). What no way holds, no schedule can hold.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pushpull_sched.domain.service import Demand, Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas, Day
from pushpull_sched.model.options import Times, options_of, times_of


class Starts(NamedTuple):
    """Sessions that differ only in when they start.

    Attributes:
        about: Service name (pull-out), class (push-in) or service (consult).
        length: Minutes of a session.
        starts: Minutes of the day at which it may start, as a mask.
    """

    about: str
    length: int
    starts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way in which a service can be given.

    Attributes:
        providers: Who gives it then.
        setting: Push-in, pull-out or consult.
        days: By (week, day), the sessions that can be had.
        fixed: All of these sessions are owed together (co-teach).
    """

    providers: tuple[str, ...]
    setting: Setting
    days: Mapping[Day, tuple[Starts, ...]]
    fixed: bool = False

    def covered(self, when: Day) -> int:
        """Minutes of a day in which some session of this way can be."""
        return masks.union(
            masks.spread(one.starts, one.length) for one in self.days.get(when, ())
        )


@dataclass(frozen=True)
class Possible:
    """The ways of all services of a school, and what they cover.

    Attributes:
        atlas: Where and when things can be at all.
        only: The services that are looked at; None for all.
    """

    atlas: Atlas
    only: frozenset[str] | None = None

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """The services that are looked at."""
        return tuple(
            service
            for service in self.atlas.services
            if self.only is None or service.id in self.only
        )

    @cached_property
    def ways(self) -> Mapping[str, tuple[Way, ...]]:
        """The ways of each service; none where it cannot be given."""
        return {service.id: tuple(self._ways(service)) for service in self.services}

    @cached_property
    def able(self) -> Mapping[str, frozenset[str]]:
        """The providers who can ever give a session of each service."""
        return {
            service_id: frozenset(name for way in ways for name in way.providers)
            for service_id, ways in self.ways.items()
        }

    @cached_property
    def covered(self) -> Mapping[str, Mapping[Day, int]]:
        """Minutes of each day in which each service can have a session."""
        return {
            service_id: {
                when: masks.union(way.covered(when) for way in ways)
                for when in dict.fromkeys(when for way in ways for when in way.days)
            }
            for service_id, ways in self.ways.items()
        }

    @cached_property
    def covered_by(self) -> Mapping[str, Mapping[str, Mapping[Day, int]]]:
        """The same by provider: service, provider, day to minutes."""
        found: dict[str, dict[str, dict[Day, int]]] = {}
        for service_id, ways in self.ways.items():
            mine = found.setdefault(service_id, {})
            for way in ways:
                for name in way.providers:
                    days = mine.setdefault(name, {})
                    for when in way.days:
                        days[when] = days.get(when, 0) | way.covered(when)
        return found

    def demand(self, service_id: str) -> Demand:
        """What a service demands."""
        return self.atlas.demand[service_id]

    def _ways(self, service: Service) -> Iterator[Way]:
        if service.is_co_teach:
            yield from self._co_teach(service)
            return
        found: dict[tuple[Setting, str], list[tuple[str, Times]]] = {}
        alone = self.atlas.school.settings.same_provider
        for provider in self.atlas.providers[service.id]:
            for times in times_of(self.atlas, service, provider):
                key = times.setting, provider if alone else ""
                found.setdefault(key, []).append((provider, times))
        for (setting, _), given in found.items():
            days: dict[Day, dict[tuple[str, int], int]] = {}
            for _, times in given:
                for week in times.weeks:
                    day = days.setdefault((week, times.day), {})
                    key_ = times.about, times.length
                    day[key_] = day.get(key_, 0) | times.starts
            yield Way(
                providers=tuple(dict.fromkeys(name for name, _ in given)),
                setting=setting,
                days={
                    when: tuple(Starts(*key_, starts) for key_, starts in day.items())
                    for when, day in days.items()
                },
            )

    def _co_teach(self, service: Service) -> Iterator[Way]:
        for option in options_of(self.atlas, service):
            days: dict[Day, list[Starts]] = {}
            for slot in option.slots:
                day = days.setdefault((slot.week, slot.day), [])
                day.append(Starts(slot.about, slot.minutes, 1 << slot.start))
            yield Way(
                providers=(option.provider,),
                setting=option.setting,
                days={when: tuple(day) for when, day in days.items()},
                fixed=True,
            )
