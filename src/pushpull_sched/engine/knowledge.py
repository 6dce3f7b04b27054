"""What placing asks again and again and what no schedule changes; kept once a run."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from pushpull_sched.domain.school import Pin, RelationKind
from pushpull_sched.domain.service import Service
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.calendar import weeks_of
from pushpull_sched.model.options import Times, options_of, times_of
from pushpull_sched.model.relations import related
from pushpull_sched.model.slots import Option


class Knowledge:
    """Static answers about the services of one school.

    Attributes:
        atlas: Static possibilities of the school.
    """

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._times: dict[tuple[str, str], tuple[Times, ...]] = {}
        self._starts: dict[tuple[str, str], Mapping[object, int]] = {}
        self._fellows: dict[str, tuple[str, ...]] = {}
        self._moments: dict[tuple[str, str], Mapping[object, int]] = {}
        self._whole_classes: dict[str, tuple[Option, ...]] = {}

    def times(self, service: Service, provider: str) -> tuple[Times, ...]:
        """Times that the static rules leave to a service with a provider."""
        key = service.id, provider
        if key not in self._times:
            self._times[key] = tuple(times_of(self.atlas, service, provider))
        return self._times[key]

    def starts(self, service: Service, provider: str) -> Mapping[object, int]:
        """Starts of a service with a provider, by everything else of its times."""
        key = service.id, provider
        if key not in self._starts:
            able = provider in self.atlas.providers[service.id]
            times = self.times(service, provider) if able else ()
            self._starts[key] = {each[:-1]: each.starts for each in times}
        return self._starts[key]

    def whole_classes(self, service: Service) -> tuple[Option, ...]:
        """Options of a co-teach service."""
        if service.id not in self._whole_classes:
            self._whole_classes[service.id] = tuple(options_of(self.atlas, service))
        return self._whole_classes[service.id]

    def pins(self, service_id: str) -> Sequence[tuple[Pin, int | None]]:
        """C2: pins of a service with the week in which each is owed, None for any."""
        return self._pins.get(service_id, ())

    @cached_property
    def _pins(self) -> Mapping[str, Sequence[tuple[Pin, int | None]]]:
        found: dict[str, list[tuple[Pin, int | None]]] = {}
        school = self.atlas.school
        for pin in school.pins:
            if pin.service in self.atlas.demand:
                weeks = weeks_of(pin, self.atlas.demand[pin.service], school.settings)
                found.setdefault(pin.service, []).extend((pin, week) for week in weeks)
        return found

    def pinned_times(
        self, service: Service, provider: str, pin: Pin, week: int | None
    ) -> Iterator[Times]:
        """Times of a service with a provider at which a pin could be met."""
        for times in self.times(service, provider):
            if (
                times.day == pin.day
                and times.starts >> pin.start & 1
                and pin.minutes in {None, times.length}
                and week in {None, *times.weeks}
            ):
                yield times

    def moments(self, service: Service, provider: str) -> Mapping[object, int]:
        """Starts with a provider by (setting, about, week, day, length)."""
        key = service.id, provider
        if key not in self._moments:
            able = provider in self.atlas.providers[service.id]
            found: dict[object, int] = {}
            for times in self.times(service, provider) if able else ():
                for week in times.weeks:
                    when = times.setting, times.about, week, times.day, times.length
                    found[when] = found.get(when, 0) | times.starts
            self._moments[key] = found
        return self._moments[key]

    @cached_property
    def partners(self) -> Mapping[str, frozenset[str]]:
        """G4: the services with which each must share its sessions."""
        return related(self.atlas.school, self.atlas.services, RelationKind.TOGETHER)

    def unit(self, service_id: str) -> tuple[str, ...]:
        """The services that are put up as one, most sessions first, then pinned."""
        return self._units.get(service_id, (service_id,))

    @cached_property
    def _units(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for one in self.partners:
            if one in found:
                continue
            bound: dict[str, None] = {}
            todo = [one]
            while todo:
                each = todo.pop()
                if each not in bound:
                    bound[each] = None
                    todo.extend(sorted(self.partners[each]))
            unit = tuple(sorted(bound, key=self._precedence))
            found.update(dict.fromkeys(unit, unit))
        return found

    def _precedence(self, service_id: str) -> tuple[object, ...]:
        minutes = self.atlas.demand[service_id].required_minutes
        return -minutes, not self.pins(service_id), service_id

    def fellows(self, service: Service) -> tuple[str, ...]:
        """Services that could share a pull-out session with one."""
        if service.id not in self._fellows:
            self._fellows[service.id] = tuple(
                other.id
                for other in self.atlas.services
                if other.name == service.name and self._compatible(service, other)
            )
        return self._fellows[service.id]

    def _compatible(self, one: Service, other: Service) -> bool:
        """G1 to G3 for two services of one name."""
        if other.individual or other.max_group == 1:
            return False
        if one.goal_area and other.goal_area and one.goal_area != other.goal_area:
            return False
        if one.level and other.level and one.level != other.level:
            return False
        if one.student is None or other.student is None or one.student == other.student:
            return False
        students = self.atlas.school.student
        span = abs(students[one.student].grade - students[other.student].grade)
        return span <= self.atlas.school.settings.max_grade_span


def lacking(atlas: Atlas, service_id: str, taken: Sequence[Option]) -> int:
    """Minutes that a service lacks; at least 1 where sessions lack."""
    service, demand = atlas.school.service[service_id], atlas.demand[service_id]
    short = math.ceil(demand.required_minutes) - sum(o.minutes for o in taken)
    if demand.sessions is None or service.is_co_teach:
        return short
    lacks = sum(len(option.slots) for option in taken) < demand.sessions
    return max(short, 1) if lacks else short
