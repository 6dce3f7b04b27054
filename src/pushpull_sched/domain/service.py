"""A service commitment as it is written (:class:`Service`) and what it demands.

The arithmetic from one to the other is in :mod:`pushpull_sched.demand`; the verifier
does it a second time on its own.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from pushpull_sched.domain.findings import SourceRef


class Setting(StrEnum):
    """Where a service is given. ``EITHER`` is decided once for all its sessions."""

    PUSH_IN = "push-in"
    PULL_OUT = "pull-out"
    EITHER = "either"
    CONSULT = "consult"


class Delivery(StrEnum):
    """How a push-in service is given."""

    SUPPORT = "support"
    """Part of a class meeting."""
    CO_TEACH = "co-teach"
    """The whole of every meeting of the class."""


class Per(StrEnum):
    """The period for which an amount is stated."""

    SESSION = "session"
    DAY = "day"
    WEEK = "week"
    CYCLE = "cycle"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class PatternKind(StrEnum):
    """Kind of a week pattern."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"
    WEEK = "week"
    N_OF_M = "n of m"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPattern:
    """In which weeks of the template a service has sessions.

    Attributes:
        kind: Every week, odd weeks, even weeks, one week, or n of each m weeks.
        week: The week number, for kind ``WEEK``.
        n: At most n weeks of each block of m, for kind ``N_OF_M``.
        m: Length of the block: 1, 2 or 4 weeks, for kind ``N_OF_M``.
    """

    kind: PatternKind = PatternKind.EVERY
    week: int | None = None
    n: int | None = None
    m: int | None = None

    def __str__(self) -> str:
        """Write the pattern as in the workbook."""
        if self.kind is PatternKind.WEEK:
            return str(self.week)
        if self.kind is PatternKind.N_OF_M:
            return f"{self.n} of {self.m}"
        return self.kind.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much of a service is owed, after its text has been read.

    Attributes:
        minutes: Minutes per ``per``; None only for co-teach without minutes.
        per: Period of the minutes; ``SESSION`` makes them the length of a session.
        sessions: Number of sessions per ``sessions_per``; None when free.
        sessions_per: Period of the sessions, never ``SESSION``.
    """

    minutes: int | None
    per: Per = Per.WEEK
    sessions: int | None = None
    sessions_per: Per = Per.WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service commitment: a row of the Services sheet, with its names resolved.

    Names (service, role, goal area, level) are spelled alike wherever they are the
    same but for case and spaces, so that plain equality compares them.

    Attributes:
        id: Identifier, unique over the workbook.
        student: Who receives it; None for a consult block without a student.
        name: Service name (Speech, Reading SDI, …).
        setting: Push-in, pull-out, either or consult.
        amount: Minutes and sessions as stated.
        pattern: Weeks in which it is given.
        session_minutes: Allowed lengths as written, in minutes, not yet rounded to the
            grid; empty where the cell is blank.
        roles: Roles that may give it; any of them.
        provider: The named person; nobody else may give it.
        subjects: Subjects to push into, as written.
        classes: Every class of the school whose subject is among ``subjects``.
        individual: The student is alone in a pull-out session.
        max_group: The IEP's limit on the size of a session.
        goal_area: Never mixed with another non-blank one in a pull-out group.
        level: Likewise.
        delivery: Support or co-teach.
        days: Days (positions) on which sessions may be.
        earliest: No session starts before this minute.
        latest: No session ends after this minute.
        min_days_apart: Distance of two days with sessions in one week.
        max_per_day: Sessions on one day as written; None for the default.
        may_miss: Classes that a pull-out session may overlap; None for all.
        never_miss: Classes that it may not overlap.
        active: False where its dates leave it out of this schedule.
        inactive_because: Why it is left out, for Compliance.
        category: IEP, 504, gifted, …
        priority: Weight of a missing minute, a whole number from 1.
        conversion: How the stated amount was read, for Compliance.
        source: Its row in the workbook.
    """

    id: str
    student: str | None
    name: str
    setting: Setting
    amount: Amount
    pattern: WeekPattern = field(default_factory=WeekPattern)
    session_minutes: tuple[int, ...] = ()
    roles: frozenset[str] = frozenset()
    provider: str | None = None
    subjects: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    individual: bool = False
    max_group: int | None = None
    goal_area: str | None = None
    level: str | None = None
    delivery: Delivery = Delivery.SUPPORT
    days: frozenset[int] = frozenset()
    earliest: int | None = None
    latest: int | None = None
    min_days_apart: int = 1
    max_per_day: int | None = None
    may_miss: frozenset[str] | None = None
    never_miss: frozenset[str] = frozenset()
    active: bool = True
    inactive_because: str = ""
    category: str = "IEP"
    priority: int = 1
    conversion: str = ""
    source: SourceRef = field(default_factory=lambda: SourceRef(sheet="Services"))

    @property
    def is_co_teach(self) -> bool:
        """Whether whole meetings of a class are owed."""
        return self.delivery is Delivery.CO_TEACH


class Repetition(StrEnum):
    """How the weeks of a service resemble each other (workbook.md, section 3)."""

    FREE = "free"
    """The demand is not the same every week."""
    SHARE = "share"
    """Every week holds its share, but the sessions may differ from week to week."""
    IDENTICAL = "identical"
    """The same sessions in every week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoTeachOption:
    """One class that a co-teach service may choose, with the meetings it would owe.

    Attributes:
        class_id: The class.
        meetings: (week, day, start, end) of every meeting owed, in order.
    """

    class_id: str
    meetings: tuple[tuple[int, int, int, int], ...]

    @property
    def minutes(self) -> int:
        """Sum of the owed meetings in minutes."""
        return sum(end - start for _, _, start, end in self.meetings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What a service requires over the whole template (workbook.md, section 3).

    Attributes:
        service_id: The service.
        outside_template: N is whole for no template: not scheduled.
        required_minutes: R. Whole, but for co-teach, where it is not rounded.
        sessions: N; None when the number of sessions is free.
        lengths: L in minutes, increasing, multiples of the grid; empty for co-teach.
        exact_lengths: Lengths off the grid at which a session that is exactly one
            class meeting of the student is allowed too.
        most_minutes: Largest T that is not a session too many; None for co-teach.
        max_per_day: Sessions allowed on one day; None for co-teach (no limit).
        weeks: Weeks in which sessions may lie, increasing.
        repetition: How its weeks resemble each other.
        weekly_sessions: N / W where weekly repetition holds and N is given.
        weekly_minutes: R / W where weekly repetition holds.
        block: (n, m) for the pattern n of m: sessions in at most n weeks of each
            block of m weeks.
        block_sessions: Largest number of sessions in one week, for n of m.
        block_minutes: Largest minutes in one week, for n of m where only minutes are
            stated.
        co_teach: The classes a co-teach service may choose, each with at least one
            meeting owed; empty for others.
    """

    service_id: str
    required_minutes: Fraction
    outside_template: bool = False
    sessions: int | None = None
    lengths: tuple[int, ...] = ()
    exact_lengths: tuple[int, ...] = ()
    most_minutes: int | None = None
    max_per_day: int | None = None
    weeks: tuple[int, ...] = (1,)
    repetition: Repetition = Repetition.IDENTICAL
    weekly_sessions: int | None = None
    weekly_minutes: Fraction | None = None
    block: tuple[int, int] | None = None
    block_sessions: int | None = None
    block_minutes: int | None = None
    co_teach: tuple[CoTeachOption, ...] = ()
