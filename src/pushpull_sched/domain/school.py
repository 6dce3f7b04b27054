"""The whole instance: one school for one term, with every reference resolved.

Everything that a reader of the workbook has to interpret is settled here: who attends
which class, when a provider or a room is available in each week, what pulling a student
from a meeting costs. Model and verifier read these data and share nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.service import Service

PRE_KINDERGARTEN = -1
KINDERGARTEN = 0


class Pull(StrEnum):
    """Whether a student may be pulled out of a class meeting."""

    OK = "ok"
    AVOID = "avoid"
    NEVER = "never"


class SubjectKind(StrEnum):
    """Kind of a subject."""

    CORE = "core"
    SPECIAL = "special"
    FLEX = "flex"
    LUNCH = "lunch"
    RECESS = "recess"
    OTHER = "other"


class RelationKind(StrEnum):
    """Kind of a relation between students, services and providers."""

    TOGETHER = "together"
    APART = "apart"
    PREFER_TOGETHER = "prefer-together"
    PREFER_APART = "prefer-apart"
    WITH_PROVIDER = "with-provider"
    NOT_PROVIDER = "not-provider"
    PREFER_PROVIDER = "prefer-provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The Settings sheet with its defaults filled in.

    Attributes:
        school: Title on the reports.
        days: Names of the days of one week or rotation, in order.
        weeks: W, the weeks in the template: 1, 2 or 4 (``auto`` is resolved).
        weeks_are_given: The user wrote the number of weeks.
        term_start: First day of the term.
        term_end: Last day of the term.
        weeks_per_year: Converts amounts per quarter and year.
        weeks_per_month: Converts amounts per month.
        grid: Times of sessions are multiples of this many minutes.
        session_minutes: Lengths allowed where a service names none, as written.
        same_provider: One provider gives all sessions of a service.
        max_grade_span: Largest difference of grades inside a pull-out group.
        transition_minutes: Between two places of one building.
        travel_minutes: Between two buildings.
        target_group: Pull-out groups above this size are disliked.
        holidays: Dates without school.
        as_of: The day for which the schedule is made.
    """

    school: str = "School"
    days: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri")
    weeks: int = 1
    weeks_are_given: bool = False
    term_start: date | None = None
    term_end: date | None = None
    weeks_per_year: Fraction = Fraction(36)
    weeks_per_month: Fraction = Fraction(4)
    grid: int = 5
    session_minutes: tuple[int, ...] = (30,)
    same_provider: bool = True
    max_grade_span: int = 1
    transition_minutes: int = 0
    travel_minutes: int = 30
    target_group: int = 3
    holidays: tuple[date, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A student.

    Attributes:
        id: Identifier as written in the Students sheet.
        name: Name or initials; empty where not given.
        grade: -1 for PK, 0 for K, 1 … 12.
        homeroom: Homeroom, spelled alike everywhere.
        building: Building, spelled alike everywhere.
        days: Days (positions) on which the student attends.
        classes: Classes the student attends.
        unavailable: When neither a push-in nor a pull-out session may be, from the
            student's and the grade's rows in Availability.
        max_sessions_day: Most sessions on one day.
        max_pullout_day: Most pull-out minutes on one day.
        birth_date: Date of birth, where given.
        source: Row in the workbook.
    """

    id: str
    grade: int
    days: frozenset[int]
    name: str = ""
    homeroom: str | None = None
    building: str | None = None
    classes: frozenset[str] = frozenset()
    unavailable: tuple[Interval, ...] = ()
    max_sessions_day: int | None = None
    max_pullout_day: int | None = None
    birth_date: date | None = None
    source: SourceRef = field(default_factory=lambda: SourceRef(sheet="Students"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting of a class in the template.

    Attributes:
        when: Week, day and minutes. Need not lie on the grid.
        pull: Whether students may be pulled out of it.
        weight: Cost of one missed minute: the subject's weight, or 0 where the
            meeting's own pull cell says ``ok``.
        push_in: Whether sessions may be held in it.
        max_push_in: Most students served by one visit.
        room: Where it meets: the id of a room in Rooms, or the name as written.
        building: Its building, or that of its room.
        source: Row in the workbook.
    """

    when: Interval
    pull: Pull = Pull.AVOID
    weight: int = 1
    push_in: bool = True
    max_push_in: int | None = None
    room: str | None = None
    building: str | None = None
    source: SourceRef = field(default_factory=lambda: SourceRef(sheet="Classes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolClass:
    """A general-education class.

    Attributes:
        id: Identifier as written in the Classes sheet.
        subject: Subject as written.
        kind: Kind of its subject.
        meetings: Every meeting in the template, in order of time.
        unavailable: When no push-in session may be in it.
        grade: Grade, where given.
        homeroom: Homeroom, where given.
        teacher: Teacher, where given.
        source: First row in the workbook.
    """

    id: str
    subject: str
    kind: SubjectKind = SubjectKind.OTHER
    meetings: tuple[Meeting, ...] = ()
    unavailable: tuple[Interval, ...] = ()
    grade: int | None = None
    homeroom: str | None = None
    teacher: str | None = None
    source: SourceRef = field(default_factory=lambda: SourceRef(sheet="Classes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room for pull-out sessions.

    Attributes:
        id: Identifier as written in the Rooms sheet.
        hours: When it is open, in every week; disjoint, in order. A room without
            hours of its own is open all day. Class meetings in it are not taken away.
        capacity: Students at once.
        groups: Sessions at once.
        building: Building.
        allows: Service names and roles that may use it; empty for all.
        name: Name, where given.
        source: Row in the workbook.
    """

    id: str
    hours: tuple[Interval, ...]
    capacity: int = 6
    groups: int = 1
    building: str | None = None
    allows: frozenset[str] = frozenset()
    name: str = ""
    source: SourceRef = field(default_factory=lambda: SourceRef(sheet="Rooms"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkHours:
    """A stretch of a provider's available hours.

    Attributes:
        when: Week, day and minutes. Two stretches may touch, or overlap where they
            name different buildings.
        buildings: Where the provider is then; empty for anywhere.
    """

    when: Interval
    buildings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A person who gives services.

    Attributes:
        id: Identifier as written in the Providers sheet.
        roles: Roles, spelled alike everywhere.
        hours: Available hours in every week, after Availability.
        name: Name, where given.
        rooms: Rooms this provider may use; empty for all.
        max_group: Largest pull-out group.
        max_minutes_day: Most session minutes on a day.
        max_minutes_week: Most session minutes in a week.
        max_consecutive: Longest run of sessions in minutes.
        break_minutes: A pause at least this long ends a run.
        lunch_minutes: Length of lunch; 0 for none.
        lunch_start: First minute of the lunch window.
        lunch_end: Minute after the lunch window.
        planning_minutes: One piece on each working day; 0 for none.
        source: First row in the workbook.
    """

    id: str
    roles: frozenset[str]
    hours: tuple[WorkHours, ...]
    name: str = ""
    rooms: frozenset[str] = frozenset()
    max_group: int | None = None
    max_minutes_day: int | None = None
    max_minutes_week: int | None = None
    max_consecutive: int | None = None
    break_minutes: int = 10
    lunch_minutes: int = 30
    lunch_start: int = 10 * 60 + 30
    lunch_end: int = 13 * 60 + 30
    planning_minutes: int = 0
    source: SourceRef = field(default_factory=lambda: SourceRef(sheet="Providers"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationEntry:
    """One entry of ``who`` in Relations: a student or a service, never both."""

    student: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A row of Relations.

    Attributes:
        kind: What is asked.
        who: Students or services.
        provider: The provider, for the three provider relations.
        service: Limits it to one service name; None for all.
        source: Row in the workbook.
    """

    kind: RelationKind
    who: tuple[RelationEntry, ...]
    provider: str | None = None
    service: str | None = None
    source: SourceRef = field(default_factory=lambda: SourceRef(sheet="Relations"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A session that must stand in the schedule as written.

    Attributes:
        service: The service.
        day: Position of the day.
        start: Minute at which it starts.
        minutes: Length; None for any.
        week: Week; None for every week of a repeating service, any week otherwise.
        provider: Provider; None for any.
        room: Room; None for any.
        source: Row in the workbook.
    """

    service: str
    day: int
    start: int
    minutes: int | None = None
    week: int | None = None
    provider: str | None = None
    room: str | None = None
    source: SourceRef = field(default_factory=lambda: SourceRef(sheet="Pins"))


@dataclass(frozen=True, kw_only=True)
class School:
    """One school for one term: everything a schedule is made from and judged by."""

    settings: Settings = field(default_factory=Settings)
    students: tuple[Student, ...] = ()
    classes: tuple[SchoolClass, ...] = ()
    rooms: tuple[Room, ...] = ()
    providers: tuple[Provider, ...] = ()
    services: tuple[Service, ...] = ()
    relations: tuple[Relation, ...] = ()
    pins: tuple[Pin, ...] = ()

    @cached_property
    def student(self) -> Mapping[str, Student]:
        """Students by id."""
        return {student.id: student for student in self.students}

    @cached_property
    def school_class(self) -> Mapping[str, SchoolClass]:
        """Classes by id."""
        return {school_class.id: school_class for school_class in self.classes}

    @cached_property
    def room(self) -> Mapping[str, Room]:
        """Rooms by id."""
        return {room.id: room for room in self.rooms}

    @cached_property
    def provider(self) -> Mapping[str, Provider]:
        """Providers by id."""
        return {provider.id: provider for provider in self.providers}

    @cached_property
    def service(self) -> Mapping[str, Service]:
        """Services by id."""
        return {service.id: service for service in self.services}
