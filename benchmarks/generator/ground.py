"""A school before its commitments, and the hidden timetable planted into it."""

from dataclasses import dataclass, field

from benchmarks.generator.catalog import ServiceKind

Key = tuple[int, int]
"""(week from 1, position of the day)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """One row of the Classes sheet.

    Attributes:
        class_id: The class.
        subject: Subject as written.
        topic: What services push into it for (``Math`` for Algebra I).
        days: Positions of the days.
        start: First minute.
        end: Minute after the last.
        weeks: Weeks in which it meets; empty for all.
        period: Name in Periods, where the row names a period instead of times.
        homeroom: Homeroom whose students attend.
        for_grade: All students of the grade attend.
        grade: Grade, for the reader.
        teacher: Name of the teacher.
        room: Where it meets.
        building: Building, where the school has several.
        pull: Written into the pull cell; None for the subject's default.
        closed: Students may never be pulled from it (by subject or by cell).
        weight: Weight of a missed minute.
        push_in: Whether visits are welcome.
        max_push_in: Most students served by one visit.
    """

    class_id: str
    subject: str
    topic: str
    days: tuple[int, ...]
    start: int
    end: int
    weeks: tuple[int, ...] = ()
    period: str | None = None
    homeroom: str | None = None
    for_grade: bool = False
    grade: int | None = None
    teacher: str = ""
    room: str | None = None
    building: str | None = None
    pull: str | None = None
    closed: bool = False
    weight: int = 1
    push_in: bool = True
    max_push_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """A student. ``enrolled`` says that the classes stand in Enrollments."""

    id: str
    name: str
    grade: int
    days: tuple[int, ...]
    category: str
    homeroom: str | None = None
    building: str | None = None
    classes: tuple[str, ...] = ()
    enrolled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Working hours of a provider on some days."""

    days: tuple[int, ...]
    start: int
    end: int
    building: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A row of Availability (kind ``unavailable``)."""

    who: str
    days: tuple[int, ...]
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A provider, with the pieces kept for lunch and planning in the hidden plan."""

    id: str
    name: str
    role: str
    hours: tuple[Hours, ...]
    lunch_minutes: int = 30
    planning_minutes: int = 0
    pauses: tuple[Block, ...] = ()
    max_consecutive: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSpec:
    """A room for pull-out sessions."""

    id: str
    name: str
    capacity: int
    groups: int = 1
    building: str | None = None
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The school without its commitments."""

    title: str
    day_names: tuple[str, ...]
    weeks: int
    classes: tuple[ClassRow, ...]
    pupils: tuple[Pupil, ...]
    rooms: tuple[RoomSpec, ...]
    staff: tuple[Staff, ...]
    blocks: tuple[Block, ...]
    periods: tuple[tuple[str, tuple[int, ...], int, int], ...] = ()
    transition: int = 0

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every (week, day) of the template."""
        return tuple(
            (week, day)
            for week in range(1, self.weeks + 1)
            for day in range(len(self.day_names))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A service that a student should have, before it is placed."""

    pupil: Pupil
    kind: ServiceKind
    sessions: int
    minutes: int
    pattern: str = "every"
    individual: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """When one session is held."""

    week: int
    day: int
    start: int
    end: int

    @property
    def key(self) -> Key:
        """(week, day)."""
        return (self.week, self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A student of a series and the sessions that the student attends."""

    pupil: Pupil
    slots: tuple[Slot, ...]
    sessions: int


@dataclass(slots=True, kw_only=True)
class Series:
    """Sessions of one provider that belong together: one group or one class.

    Attributes:
        staff: The provider.
        kind: The service.
        setting: push-in, pull-out or consult.
        slots: All sessions.
        members: Who attends which of them.
        minutes: Length of a session; 0 for co-teach (the meeting's length).
        pattern: every, 1 of 2, 3 of 4, odd, even, monthly.
        room: Room of a pull-out series.
        class_id: Class of a push-in series.
        co_teach: Whole meetings of the class are given.
        individual: The student is alone by the IEP.
        goal_area: Shared goal area, may be empty.
        level: Shared level, may be empty.
    """

    staff: Staff
    kind: ServiceKind
    setting: str
    slots: tuple[Slot, ...]
    minutes: int
    pattern: str
    members: list[Member] = field(default_factory=list)
    room: str | None = None
    class_id: str | None = None
    co_teach: bool = False
    individual: bool = False
    goal_area: str = ""
    level: str = ""
