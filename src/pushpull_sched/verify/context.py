"""Lookups that the rules share: who, where and when. No rule is decided here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.schedule import ScheduleRow, Session
from pushpull_sched.domain.school import Meeting, Provider, School, SchoolClass, Student
from pushpull_sched.domain.service import Demand, Service, Setting
from pushpull_sched.verify.owed import owed
from pushpull_sched.verify.reading import Roster, canonical, roster_of
from pushpull_sched.verify.spans import Span, merged

WeekDay: TypeAlias = tuple[int, int]
"""A week (from 1) and the position of a day."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session is held.

    Attributes:
        key: Equal keys are the same place.
        building: Building, where known.
    """

    key: str
    building: str | None


@dataclass(frozen=True, kw_only=True)
class Context:
    """A school and the sessions of a schedule, with what rules ask of them.

    Attributes:
        school: The school.
        owed: What each active service demands, by service id.
        sessions: The sessions that could be understood, in order of time.
        groups: The rows of each session as written; for rules C1 and C3.
    """

    school: School
    owed: Mapping[str, Demand]
    sessions: tuple[Session, ...] = ()
    groups: tuple[tuple[ScheduleRow, ...], ...] = ()

    @cached_property
    def counted(self) -> Mapping[str, Service]:
        """The services that belong in a schedule: active and inside the template."""
        return {
            service.id: service
            for service in self.school.services
            if service.active and not self.owed[service.id].outside_template
        }

    @cached_property
    def roster(self) -> Roster:
        """The ids of the school as rows may write them."""
        return roster_of(self.school, self.counted)

    @cached_property
    def by_service(self) -> Mapping[str, tuple[Session, ...]]:
        """Sessions of every counted service, in order of time; empty where none."""
        found: dict[str, list[Session]] = {key: [] for key in self.counted}
        for session in self.sessions:
            for one in session.served:
                found[one.service_id].append(session)
        return {key: tuple(sessions) for key, sessions in found.items()}

    @cached_property
    def by_student_day(self) -> Mapping[tuple[str, int, int], tuple[Session, ...]]:
        """Sessions in which a student takes part: consult is left out."""
        found: dict[tuple[str, int, int], list[Session]] = {}
        for session in self.sessions:
            if session.setting is Setting.CONSULT:
                continue
            for student in self.students_of(session):
                key = (student.id, session.week, session.day)
                found.setdefault(key, []).append(session)
        return {key: tuple(sessions) for key, sessions in found.items()}

    @cached_property
    def by_provider_day(self) -> Mapping[tuple[str, int, int], tuple[Session, ...]]:
        """Sessions of each provider of the roster, in order of time."""
        found: dict[tuple[str, int, int], list[Session]] = {}
        for session in self.sessions:
            if session.provider_id in self.school.provider:
                key = (session.provider_id, session.week, session.day)
                found.setdefault(key, []).append(session)
        return {key: tuple(sessions) for key, sessions in found.items()}

    @cached_property
    def by_room_day(self) -> Mapping[tuple[str, int, int], tuple[Session, ...]]:
        """Pull-out sessions of each room, in order of time."""
        found: dict[tuple[str, int, int], list[Session]] = {}
        for session in self.sessions:
            if session.room_id is not None:
                key = (session.room_id, session.week, session.day)
                found.setdefault(key, []).append(session)
        return {key: tuple(sessions) for key, sessions in found.items()}

    @cached_property
    def pull_outs(self) -> tuple[Session, ...]:
        """The pull-out sessions."""
        return tuple(s for s in self.sessions if s.setting is Setting.PULL_OUT)

    @cached_property
    def push_ins(self) -> tuple[Session, ...]:
        """The push-in sessions."""
        return tuple(s for s in self.sessions if s.setting is Setting.PUSH_IN)

    @cached_property
    def class_day(self) -> Mapping[tuple[str, int, int], tuple[Meeting, ...]]:
        """Meetings of each class on each day."""
        found: dict[tuple[str, int, int], list[Meeting]] = {}
        for school_class in self.school.classes:
            for meeting in school_class.meetings:
                key = (school_class.id, meeting.when.week, meeting.when.day)
                found.setdefault(key, []).append(meeting)
        return {key: tuple(meetings) for key, meetings in found.items()}

    @cached_property
    def room_meetings(
        self,
    ) -> Mapping[tuple[str, int, int], tuple[tuple[SchoolClass, Meeting], ...]]:
        """Class meetings held in rooms of the Rooms sheet."""
        found: dict[tuple[str, int, int], list[tuple[SchoolClass, Meeting]]] = {}
        for school_class in self.school.classes:
            for meeting in school_class.meetings:
                room = self._room_names.get(canonical(meeting.room))
                if room is not None:
                    key = (room, meeting.when.week, meeting.when.day)
                    found.setdefault(key, []).append((school_class, meeting))
        return {key: tuple(meetings) for key, meetings in found.items()}

    @cached_property
    def _room_names(self) -> Mapping[str, str]:
        """Rooms by id, else by a name that only one room has."""
        names = [canonical(room.name) for room in self.school.rooms]
        by_name = {
            name: room.id
            for name, room in zip(names, self.school.rooms, strict=True)
            if name and names.count(name) == 1
        }
        return {**by_name, **self.roster.rooms}

    def services_of(self, session: Session) -> tuple[Service, ...]:
        """Return the services that a session serves."""
        return tuple(self.counted[one.service_id] for one in session.served)

    def students_of(self, session: Session) -> tuple[Student, ...]:
        """Return the students that a session serves, each once."""
        ids = dict.fromkeys(one.student_id for one in session.served)
        return tuple(self.school.student[key] for key in ids if key is not None)

    def student_of(self, service: Service) -> Student | None:
        """Return the student of a service."""
        return None if service.student is None else self.school.student[service.student]

    def provider_of(self, session: Session) -> Provider | None:
        """Return the provider of a session; None where the roster has none such."""
        return self.school.provider.get(session.provider_id)

    def meetings_on(
        self, student: Student, session: Session
    ) -> tuple[tuple[SchoolClass, Meeting], ...]:
        """Return the student's class meetings on the day of a session."""
        return self._student_meetings(student).get((session.week, session.day), ())

    def _student_meetings(
        self, student: Student
    ) -> Mapping[WeekDay, tuple[tuple[SchoolClass, Meeting], ...]]:
        known = self._meetings.get(student.id)
        if known is None:
            found: dict[WeekDay, list[tuple[SchoolClass, Meeting]]] = {}
            for class_id in sorted(student.classes):
                school_class = self.school.school_class[class_id]
                for meeting in school_class.meetings:
                    key = (meeting.when.week, meeting.when.day)
                    found.setdefault(key, []).append((school_class, meeting))
            known = {key: tuple(meetings) for key, meetings in found.items()}
            self._meetings[student.id] = known
        return known

    @cached_property
    def _meetings(
        self,
    ) -> dict[str, Mapping[WeekDay, tuple[tuple[SchoolClass, Meeting], ...]]]:
        return {}

    def visited(self, session: Session) -> Meeting | None:
        """Return the class meeting that a push-in session lies inside.

        Where a class has several such meetings, one that allows push-in comes first.
        """
        key = (session.class_id or "", session.week, session.day)
        inside = [
            meeting
            for meeting in self.class_day.get(key, ())
            if meeting.when.start <= session.start and session.end <= meeting.when.end
        ]
        return min(inside, key=lambda meeting: not meeting.push_in, default=None)

    def place_of(self, session: Session) -> Place | None:
        """Return where a session is held; None for consult or an unknown place."""
        if session.room_id is not None:
            room = self.school.room[session.room_id]
            return Place(f"room {room.id}", room.building)
        if session.class_id is None:
            return None
        meeting = self.visited(session)
        if meeting is None or meeting.room is None:
            building = None if meeting is None else meeting.building
            return Place(f"class {session.class_id}", building)
        room_id = self._room_names.get(canonical(meeting.room))
        if room_id is None:
            return Place(f"elsewhere {canonical(meeting.room)}", meeting.building)
        return Place(f"room {room_id}", meeting.building)

    def available(self, provider: Provider, week: int, day: int) -> tuple[Span, ...]:
        """Return a provider's available stretches of a day, whatever the building."""
        return merged(
            (hours.when.start, hours.when.end)
            for hours in provider.hours
            if (hours.when.week, hours.when.day) == (week, day)
        )


def context_of(school: School, sessions: tuple[Session, ...] = ()) -> Context:
    """Count what the services of a school demand, and join sessions to it."""
    demands = {
        service.id: owed(school, service)
        for service in school.services
        if service.active
    }
    return Context(school=school, owed=demands, sessions=sessions)


def during(intervals: Iterable[Interval], session: Session) -> tuple[Interval, ...]:
    """Return the intervals that overlap a session."""
    return tuple(
        each
        for each in intervals
        if (each.week, each.day) == (session.week, session.day)
        and each.start < session.end
        and session.start < each.end
    )


def is_whole_meeting(ctx: Context, session: Session, service: Service) -> bool:
    """Tell whether a session is exactly one class meeting of a service's student.

    A push-in session has to be a meeting of the class it names, of a named subject.
    """
    student = ctx.student_of(service)
    if student is None:
        return False
    for school_class, meeting in ctx.meetings_on(student, session):
        when = meeting.when
        if (when.start, when.end) != (session.start, session.end):
            continue
        if session.setting is not Setting.PUSH_IN:
            return True
        if school_class.id == session.class_id and school_class.id in service.classes:
            return True
    return False


def has_exact_length(ctx: Context, session: Session, service: Service) -> bool:
    """Tell whether a session has a stated length off the grid, as a whole meeting."""
    exact = ctx.owed[service.id].exact_lengths
    return is_whole_meeting(ctx, session, service) and session.minutes in exact


def qualified(provider: Provider, service: Service) -> bool:
    """Tell whether a provider may give a service."""
    if service.provider is not None:
        return provider.id == service.provider
    return bool(provider.roles & service.roles)


def runs(provider: Provider, sessions: Iterable[Session]) -> tuple[list[Session], ...]:
    """Split the sessions of a day into runs, at pauses of ``break_minutes``."""
    found: list[list[Session]] = []
    last_end = 0
    for session in sorted(sessions, key=lambda each: (each.start, each.end)):
        if found and session.start - last_end < provider.break_minutes:
            found[-1].append(session)
            last_end = max(last_end, session.end)
        else:
            found.append([session])
            last_end = session.end
    return tuple(found)
