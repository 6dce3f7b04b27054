"""Where and when things can be at all: the static half of the rules as minute masks.

The families' functions (``s2_…``, ``v3_…``, ``r2_…``) say which minutes a rule leaves;
the atlas asks each of them once and keeps the answers. Nothing here depends on what
else is in the schedule.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from pushpull_sched.demand import demands
from pushpull_sched.domain.clock import MINUTES_PER_DAY
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.school import Meeting, Provider, School, SubjectKind
from pushpull_sched.domain.service import Demand, Service
from pushpull_sched.model import masks
from pushpull_sched.model.baseline import Baseline, baseline_of
from pushpull_sched.model.calendar import c1_starts, c3_scheduled
from pushpull_sched.model.groups import g4_providers
from pushpull_sched.model.providers import day_needs, v2_qualified, v3_hours
from pushpull_sched.model.rooms import r1_open, r2_rooms, room_ids
from pushpull_sched.model.students import s2_day, s3_missable, s4_window

Day = tuple[int, int]
"""(week, day)."""

DayMasks = Mapping[Day, int]
RoomStarts = dict[tuple[str, tuple[str, ...], tuple[Day, ...], int], int]
"""Minutes by provider, rooms, days and length."""


@dataclass(frozen=True)
class Atlas:
    """Static possibilities of one school, computed on demand and kept.

    Attributes:
        school: The school.
        old: Rows of an earlier schedule, for the measure ``moved``.
    """

    school: School
    old: tuple[ScheduleRow, ...] = ()
    _pull: dict[str, DayMasks] = field(default_factory=dict)
    _base: dict[str, DayMasks] = field(default_factory=dict)
    _hours: dict[tuple[str, str | None], DayMasks] = field(default_factory=dict)
    _rooms: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    _place: dict[tuple[str, str, int, int, int], int] = field(default_factory=dict)
    _room_starts: RoomStarts = field(default_factory=dict)
    _borders: dict[tuple[str, str, int, int], int] = field(default_factory=dict)
    _until: dict[tuple[str, tuple[int, ...], int, bool], Sequence[int]] = field(
        default_factory=dict
    )
    _costs: dict[tuple[str, int, int, bool], list[tuple[int, int, int]]] = field(
        default_factory=dict
    )

    @cached_property
    def demand(self) -> Mapping[str, Demand]:
        """Demand of every service."""
        return demands(self.school)

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """The services to schedule (C3)."""
        return c3_scheduled(self.school, self.demand)

    @cached_property
    def baseline(self) -> Baseline:
        """What the earlier schedule gave to the services to schedule."""
        return baseline_of(self.school, self.services, self.old)

    @cached_property
    def providers(self) -> Mapping[str, tuple[str, ...]]:
        """Providers who may give each service (V2, G4)."""
        return {
            service.id: g4_providers(
                self.school, service, v2_qualified(self.school, service)
            )
            for service in self.services
        }

    @cached_property
    def nearby(self) -> Mapping[str, tuple[str, ...]]:
        """Of these, the ones who are ever in the student's building on its days.

        For choosing whom to try first; all providers where nobody is.
        """
        return {
            service.id: tuple(
                provider
                for provider in self.providers[service.id]
                if any(
                    mask
                    for (_, day), mask in self.hours(
                        provider, self.building(service)
                    ).items()
                    if day in service.days
                )
            )
            or self.providers[service.id]
            for service in self.services
        }

    def building(self, service: Service) -> str | None:
        """Building of the student, where there is one."""
        if service.student is None:
            return None
        return self.school.student[service.student].building

    @cached_property
    def on_grid(self) -> int:
        """Minutes at which a session may start (C1)."""
        return c1_starts(self.school.settings)

    def days(self) -> Iterator[Day]:
        """Every (week, day) of the template."""
        settings = self.school.settings
        for week in range(1, settings.weeks + 1):
            for day in range(len(settings.days)):
                yield week, day

    def attended(self, service: Service) -> DayMasks:
        """Minutes in which S2 and S4 leave room for a session of any setting."""
        if service.id not in self._base:
            self._base[service.id] = s4_window(
                service, s2_day(self.school, service, pull_out=False), self.days()
            )
        return self._base[service.id]

    def pullable(self, service: Service) -> DayMasks:
        """Minutes in which the student may be pulled out for the service (S2 to S4)."""
        if service.id not in self._pull:
            day = s2_day(self.school, service, pull_out=True)
            day = s3_missable(self.school, service, day)
            self._pull[service.id] = s4_window(service, day, self.days())
        return self._pull[service.id]

    def hours(self, provider: str, building: str | None) -> DayMasks:
        """Available minutes of a provider for a place in ``building`` (V3)."""
        key = provider, building
        if key not in self._hours:
            self._hours[key] = v3_hours(self.school.provider[provider], building)
        return self._hours[key]

    @cached_property
    def open_rooms(self) -> Mapping[str, DayMasks]:
        """Minutes in which each room is open and no class meets in it (R1, R2)."""
        ids = room_ids(self.school)
        return {room.id: r1_open(self.school, room, ids) for room in self.school.rooms}

    def rooms(self, service: Service, provider: str) -> tuple[str, ...]:
        """Rooms that suit a pull-out session of the service and provider (R2)."""
        key = service.id, provider
        if key not in self._rooms:
            self._rooms[key] = r2_rooms(
                self.school, service, self.school.provider[provider]
            )
        return self._rooms[key]

    def place_starts(self, provider: str, room: str, when: Day, length: int) -> int:
        """Minutes at which provider and room are both free for ``length`` minutes."""
        key = provider, room, *when, length
        if key not in self._place:
            building = self.school.room[room].building
            both = self.hours(provider, building).get(when, 0)
            both &= self.open_rooms[room].get(when, 0)
            self._place[key] = masks.starts(both, length)
        return self._place[key]

    def room_starts(
        self, provider: str, rooms: tuple[str, ...], days: tuple[Day, ...], length: int
    ) -> int:
        """Minutes at which the provider and one of the rooms are free on all days.

        Most services of a provider ask this of the same rooms.
        """
        key = provider, rooms, days, length
        if key not in self._room_starts:
            self._room_starts[key] = masks.union(
                masks.common(
                    self.place_starts(provider, room, when, length) for when in days
                )
                for room in rooms
            )
        return self._room_starts[key]

    @cached_property
    def meetings(self) -> Mapping[tuple[str, int, int, int, int], Meeting]:
        """Class meetings by (class, week, day, start, end)."""
        return {
            (school_class.id, when.week, when.day, when.start, when.end): meeting
            for school_class in self.school.classes
            for meeting in school_class.meetings
            for when in (meeting.when,)
        }

    @cached_property
    def class_day(self) -> Mapping[tuple[str, int, int], tuple[Meeting, ...]]:
        """Meetings of a class on one day: (class, week, day) to meetings."""
        found: dict[tuple[str, int, int], list[Meeting]] = {}
        for school_class in self.school.classes:
            for meeting in school_class.meetings:
                when = meeting.when
                key = school_class.id, when.week, when.day
                found.setdefault(key, []).append(meeting)
        return {key: tuple(meetings) for key, meetings in found.items()}

    @cached_property
    def student_day(self) -> Mapping[tuple[str, int, int], tuple[Meeting, ...]]:
        """Class meetings of a student on one day."""
        found: dict[tuple[str, int, int], list[Meeting]] = {}
        for student in self.school.students:
            for class_id in sorted(student.classes):
                for meeting in self.school.school_class[class_id].meetings:
                    when = meeting.when
                    key = student.id, when.week, when.day
                    found.setdefault(key, []).append(meeting)
        return {key: tuple(meetings) for key, meetings in found.items()}

    def missed_costs(
        self, student: str, week: int, day: int, *, core_only: bool
    ) -> list[tuple[int, int, int]]:
        """(start, end, weight) of the class meetings that cost something to miss."""
        key = student, week, day, core_only
        if key not in self._costs:
            self._costs[key] = [
                (meeting.when.start, meeting.when.end, meeting.weight)
                for class_id in sorted(self.school.student[student].classes)
                if not core_only
                or self.school.school_class[class_id].kind is SubjectKind.CORE
                for meeting in self.class_day.get((class_id, week, day), ())
                if meeting.weight
            ]
        return self._costs[key]

    def missed_until(
        self, student: str, weeks: tuple[int, ...], day: int, *, core_only: bool
    ) -> Sequence[int]:
        """Weighted class minutes of a student's day before each minute, over weeks.

        What a session in [start, end) misses is the difference of two entries.
        """
        key = student, weeks, day, core_only
        if key not in self._until:
            rate = [0] * (MINUTES_PER_DAY + 1)
            for week in weeks:
                costs = self.missed_costs(student, week, day, core_only=core_only)
                for start, end, weight in costs:
                    rate[start] += weight
                    rate[end] -= weight
            self._until[key] = [0, *accumulate(accumulate(rate[:-1]))]
        return self._until[key]

    @cached_property
    def available(self) -> Mapping[str, int]:
        """Available minutes of each provider over the template."""
        return {
            provider.id: sum(
                mask.bit_count() for mask in self.hours(provider.id, None).values()
            )
            for provider in self.school.providers
        }

    @cached_property
    def capacity(self) -> Mapping[str, int]:
        """Minutes of each provider that sessions can take at most (V3 to V6)."""
        return {
            provider.id: self._capacity(provider) for provider in self.school.providers
        }

    def _capacity(self, provider: Provider) -> int:
        weeks: dict[int, int] = {}
        for week, day in self.days():
            needs = day_needs(provider, (week, day))
            left = needs.available.bit_count() - needs.lunch - needs.planning
            if provider.max_minutes_day is not None:
                left = min(left, provider.max_minutes_day)
            weeks[week] = weeks.get(week, 0) + max(left, 0)
        most = provider.max_minutes_week
        return sum(left if most is None else min(left, most) for left in weeks.values())

    @cached_property
    def roles(self) -> Mapping[str, tuple[str, ...]]:
        """Providers with available minutes, by role."""
        found: dict[str, list[str]] = {}
        for provider in self.school.providers:
            if self.available[provider.id]:
                for role in sorted(provider.roles):
                    found.setdefault(role, []).append(provider.id)
        return {role: tuple(mates) for role, mates in found.items()}

    def rounded(self, edges: int) -> int:
        """Minutes with the next ones on the grid, before and after."""
        return masks.rounded(edges, self.on_grid, self.school.settings.grid)

    def borders(self, service: Service, key: tuple[str, int, int]) -> int:
        """Starts and ends of the student's classes and the provider's hours.

        Those off the grid with the next minutes on it, where a session may start.
        """
        provider, week, day = key
        who = service.student or "", provider, week, day
        if who not in self._borders:
            edges = masks.union(
                1 << minute
                for meeting in self.student_day.get((who[0], week, day), ())
                for minute in (meeting.when.start, meeting.when.end)
            )
            for start, end in masks.pieces(
                self.hours(provider, None).get((week, day), 0)
            ):
                edges |= 1 << start | 1 << end
            self._borders[who] = self.rounded(edges)
        return self._borders[who]
