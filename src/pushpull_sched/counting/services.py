"""Reasons about one service by itself: nothing holds it, or not all of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from pushpull_sched.counting.days import obstacles, obstacles_text
from pushpull_sched.counting.owed import Amount, gap, held, most
from pushpull_sched.counting.possible import Possible, Way
from pushpull_sched.counting.words import (
    cites_of,
    counted,
    days_text,
    listed,
    minutes_text,
    row_text,
    some,
    weeks_text,
)
from pushpull_sched.domain.explanation import Count, Strength, Subject
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.service import Demand, Service, Setting


@dataclass(frozen=True)
class Alone:
    """What each service could have if it were the only one.

    Attributes:
        possible: The ways of all services.
    """

    possible: Possible

    @cached_property
    def hopeless(self) -> frozenset[str]:
        """Services that no schedule serves in full, whatever else is in it."""
        return frozenset(
            service.id
            for service in self.possible.services
            if self._short(service) is not None
        )

    def counts(self) -> Iterator[Count]:
        """Yield a reason for each of them."""
        for service in self.possible.services:
            if service.id in self.hopeless:
                ways = self.possible.ways[service.id]
                yield self._too_little(service) if ways else self._nothing(service)

    def _short(self, service: Service) -> int | None:
        """Minutes that stay short at the least; None where it can be served."""
        demand = self.possible.demand(service.id)
        ways = self.possible.ways[service.id]
        if not ways:
            return ceil(demand.required_minutes)
        if service.is_co_teach:
            return None
        gaps = [gap(service, demand, held(demand, way)) for way in ways]
        if min(one.minutes for one in gaps) == 0:
            return None
        return max(1, min(one.stated for one in gaps))

    def _nothing(self, service: Service) -> Count:
        required = max(1, ceil(self.possible.demand(service.id).required_minutes))
        why, sources = nothing_possible(self.possible, service)
        return Count(
            code="service-nowhere",
            strength=Strength.CANNOT,
            subject=Subject.SERVICE,
            names=(service.id,),
            needed=required,
            available=0,
            unit="min",
            text=(
                f"{service.id} ({row_text(service.source)}) cannot have a single "
                f"session: {why}."
            ),
            cites=cites_of([(service.source, service.id), *sources]),
            service_ids=(service.id,),
            minutes=self._short(service) or 0,
        )

    def _too_little(self, service: Service) -> Count:
        atlas = self.possible.atlas
        demand = self.possible.demand(service.id)
        way, room = self._best(service)
        days = sorted({when[1] for when in way.days})
        by_count = demand.sessions is not None and room.sessions < demand.sessions
        if by_count:
            needed, available, unit = demand.sessions or 0, room.sessions, "sessions"
            most_text = f"{room.sessions} of its {counted(needed, 'session')}"
        else:
            needed = ceil(demand.required_minutes)
            available, unit = min(room.minutes, needed - 1), "min"
            most_text = f"{minutes_text(available)} of its {minutes_text(needed)}"
        found = list(obstacles(atlas, service, days))
        why = obstacles_text(atlas.school, found)
        sources = {
            source: "what leaves out a day"
            for _, obstacle in found
            for source in obstacle.sources
        }
        return Count(
            code="service-days",
            strength=Strength.CANNOT,
            subject=Subject.SERVICE,
            names=(service.id,),
            needed=needed,
            available=available,
            unit=unit,
            text=(
                f"{service.id} ({row_text(service.source)}) asks for "
                f"{_asks(service, demand)} {weeks_text(atlas.school.settings.weeks)}"
                f"{_spacing(service, demand)}. "
                f"With {listed(way.providers, 'or')} it can only be on "
                f"{days_text(atlas.school, days)}{': ' + why if why else ''}. "
                f"So at most {most_text} can be given."
            ),
            cites=cites_of([(service.source, service.id), *sources.items()]),
            service_ids=(service.id,),
            minutes=self._short(service) or 0,
        )

    def _best(self, service: Service) -> tuple[Way, Amount]:
        """The way that holds most, and how much."""
        demand = self.possible.demand(service.id)
        return max(
            (
                (way, most(service, demand, held(demand, way)))
                for way in self.possible.ways[service.id]
            ),
            key=lambda pair: pair[1],
        )


def _asks(service: Service, demand: Demand) -> str:
    required = ceil(demand.required_minutes)
    if demand.sessions is None:
        return minutes_text(required)
    return f"{counted(demand.sessions, 'session')} ({minutes_text(required)})"


def _spacing(service: Service, demand: Demand) -> str:
    """Return the limits that spread its sessions over days."""
    parts = [f"at most {counted(demand.max_per_day or 1, 'session')} on a day"]
    if service.min_days_apart > 1:
        parts.append(f"its days at least {service.min_days_apart} apart")
    return f", {listed(parts)}"


Sources = tuple[tuple[SourceRef, str], ...]


def nothing_possible(possible: Possible, service: Service) -> tuple[str, Sources]:
    """Say which condition leaves no session at all, and the rows that say so."""
    atlas = possible.atlas
    if not atlas.providers[service.id]:
        wanted = service.provider or listed(sorted(service.roles), "or")
        return f"no provider may give it ({wanted})", ()
    if service.is_co_teach:
        return _no_co_teaching(possible, service)
    if service.setting is Setting.EITHER:
        texts: list[str] = []
        both: list[tuple[SourceRef, str]] = []
        for setting in (Setting.PUSH_IN, Setting.PULL_OUT):
            why, sources = nothing_possible(possible, replace(service, setting=setting))
            texts.append(f"as {setting.value}, {why}")
            both += sources
        return "; ".join(texts), tuple(both)
    if service.student is not None and service.setting is Setting.PUSH_IN:
        student = atlas.school.student[service.student]
        if not student.classes & service.classes:
            subjects = listed(service.subjects, "or")
            return (
                f"{student.id} attends no class of {subjects}",
                ((student.source, student.id),),
            )
    if service.setting is Setting.PULL_OUT and not any(
        atlas.rooms(service, name) for name in atlas.providers[service.id]
    ):
        return (
            f"no room suits {service.name}, its provider and the student's building",
            ((SourceRef(sheet="Rooms"), "rooms"),),
        )
    found = list(obstacles(atlas, service, ()))
    cells = {source: "" for _, obstacle in found for source in obstacle.sources}
    return obstacles_text(atlas.school, found), tuple(cells.items())


def _no_co_teaching(possible: Possible, service: Service) -> tuple[str, Sources]:
    atlas = possible.atlas
    options = possible.demand(service.id).co_teach
    if not options:
        subjects = listed(service.subjects, "or")
        return f"{service.student} has no meeting of {subjects} that it can have", ()
    rows = {
        atlas.school.school_class[one.class_id].source: one.class_id for one in options
    }
    team = some(atlas.providers[service.id])
    classes = listed([one.class_id for one in options], "or")
    return (
        f"{team} cannot be at every meeting of {classes}",
        tuple(rows.items()),
    )
