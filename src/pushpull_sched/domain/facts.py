"""What is counted in one schedule: students, providers, groups, classes, rooms.

Amounts are exact (:class:`~fractions.Fraction`). *A week* is one pass through
``Settings.days``: amounts over the template are divided by its weeks, so that schedules
of templates of different lengths can be compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

FREE_BLOCK_MINUTES = 45
"""Free time of a provider of this length can be used for something else."""


def amount_text(value: Fraction | int, places: int = 1) -> str:
    """Write an amount for people: whole where it is, else with some decimals."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{int(exact):,}"
    scale = 10**places
    cut, rest = divmod((exact * scale * 2 + 1) // 2, scale)
    return f"{cut:,}.{rest:0{places}d}"


def percent_text(value: Fraction | None) -> str:
    """Write a percentage with one decimal, cut: it never reads as another bucket."""
    if value is None:
        return ""
    tenths = value * 10 // 1
    return f"{tenths // 10}.{tenths % 10} %"


class Bucket(StrEnum):
    """Share of the week in regular class; the borders belong to the upper bucket."""

    HIGH = "80 % or more"
    MIDDLE = "40 % to below 80 %"
    LOW = "below 40 %"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentFacts:
    """One student in one schedule, all minutes a week.

    Attributes:
        id: The student.
        name: Name, where given.
        grade: Grade; None where there is no roster.
        inclusion: Push-in minutes (CEDS Inclusion Minutes Per Week).
        non_inclusion: Pull-out minutes (CEDS NonInclusion Minutes Per Week).
        short: Service minutes missing; None where there is no roster.
        missed: Class minutes missed in meetings whose weight is not 0, by subject.
        missed_weighted: The same times the weight of the subject.
        school_minutes: Minutes from the first start to the last end of the class
            meetings; 0 where unknown.
        providers: Providers who work with the student.
    """

    id: str
    name: str = ""
    grade: int | None = None
    inclusion: Fraction = Fraction(0)
    non_inclusion: Fraction = Fraction(0)
    short: Fraction | None = None
    missed: tuple[tuple[str, Fraction], ...] = ()
    missed_weighted: Fraction = Fraction(0)
    school_minutes: Fraction = Fraction(0)
    providers: tuple[str, ...] = ()

    @property
    def missed_minutes(self) -> Fraction:
        """Class minutes missed over all subjects."""
        return sum((minutes for _, minutes in self.missed), Fraction(0))

    @property
    def share(self) -> Fraction | None:
        """Percent of the week in regular class, unrounded; None where unknown."""
        if self.school_minutes == 0:
            return None
        return 100 * (self.school_minutes - self.non_inclusion) / self.school_minutes

    @property
    def bucket(self) -> Bucket | None:
        """Bucket of the share."""
        share = self.share
        if share is None:
            return None
        if share >= 80:  # noqa: PLR2004 - schedule.md
            return Bucket.HIGH
        return Bucket.MIDDLE if share >= 40 else Bucket.LOW  # noqa: PLR2004


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFacts:
    """One provider in one schedule.

    Attributes:
        id: The provider.
        name: Name, where given.
        roles: Roles, in order.
        minutes: Session minutes a week, of any setting.
        direct_minutes: Minutes a week with students: push-in and pull-out.
        student_minutes: The same, counted for every student of a session.
        sessions: Sessions a week.
        available: Available minutes a week; None where there is no roster.
        longest_run: Longest run of sessions in minutes, pauses included, as in rule V7.
        free_blocks: Blocks of 45 minutes a week that fit between the sessions into the
            available hours, lunch taken out; None where there is no roster.
    """

    id: str
    name: str = ""
    roles: tuple[str, ...] = ()
    minutes: Fraction = Fraction(0)
    direct_minutes: Fraction = Fraction(0)
    student_minutes: Fraction = Fraction(0)
    sessions: Fraction = Fraction(0)
    available: Fraction | None = None
    longest_run: int = 0
    free_blocks: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """Percent of the available minutes with students."""
        if not self.available:
            return None
        return 100 * self.direct_minutes / self.available

    @property
    def mean_group(self) -> Fraction | None:
        """Students per session, by minutes; None without any with students."""
        if not self.direct_minutes:
            return None
        return self.student_minutes / self.direct_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts:
    """The pull-out sessions of one schedule.

    Attributes:
        sizes: Sessions a week by number of students.
        spans: Sessions a week by highest less lowest grade; empty without a roster.
    """

    sizes: Mapping[int, Fraction] = field(default_factory=dict)
    spans: Mapping[int, Fraction] = field(default_factory=dict)

    @property
    def sessions(self) -> Fraction:
        """Pull-out sessions a week."""
        return sum(self.sizes.values(), Fraction(0))

    @property
    def alone_share(self) -> Fraction | None:
        """Percent of the sessions with one student."""
        if not self.sessions:
            return None
        return 100 * self.sizes.get(1, Fraction(0)) / self.sessions

    @property
    def mean_size(self) -> Fraction | None:
        """Students per session."""
        if not self.sessions:
            return None
        heads = sum((size * n for size, n in self.sizes.items()), Fraction(0))
        return heads / self.sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFacts:
    """One class in one schedule.

    Attributes:
        id: The class.
        subject: Its subject.
        teacher: Its teacher, where given.
        days: Days of the template on which it meets.
        departures: Sessions over the template for which students leave it; one that
            takes several students counts once.
        visits: Push-in sessions over the template in it.
        most: Most departures and visits on one day.
    """

    id: str
    subject: str
    teacher: str
    days: int
    departures: int
    visits: int
    most: int

    @property
    def per_day(self) -> Fraction:
        """Departures on a day on which the class meets, on average."""
        return Fraction(self.departures, self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """One room in one schedule.

    Attributes:
        id: The room.
        name: Name, where given.
        sessions: Pull-out sessions a week.
        minutes: Minutes a week with at least one session.
        open_minutes: Minutes a week between the first start and the last end of the
            school's classes on a day in which the room is open and no class meets
            there; None where there is no roster.
        most: Most sessions at a time.
    """

    id: str
    name: str = ""
    sessions: Fraction = Fraction(0)
    minutes: Fraction = Fraction(0)
    open_minutes: Fraction | None = None
    most: int = 0

    @property
    def share(self) -> Fraction | None:
        """Percent of the open minutes in use."""
        return 100 * self.minutes / self.open_minutes if self.open_minutes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFacts:
    """Class minutes missed in one subject, a week, over all students.

    Attributes:
        subject: As written in Classes.
        kind: Kind of the subject.
        missed: In meetings whose weight is not 0.
        free: In meetings that cost nothing to miss (weight 0).
    """

    subject: str
    kind: str
    missed: Fraction
    free: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeFacts:
    """Class minutes missed in one grade, a week.

    Attributes:
        grade: The grade.
        students: Students of the grade with a service in the schedule.
        missed: Minutes over all of them.
        most: Minutes of the one who misses most.
    """

    grade: int
    students: int
    missed: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """How the services of one schedule fare.

    Attributes:
        met: Served in full.
        nearly: Not in full, at least 80 % of the minutes.
        partly: Less than 80 % of the minutes, but some.
        unplaced: Not at all.
        short: Service minutes missing a week.
    """

    met: int
    nearly: int
    partly: int
    unplaced: int
    short: Fraction

    @property
    def services(self) -> int:
        """Services that belong in the schedule."""
        return self.met + self.nearly + self.partly + self.unplaced
