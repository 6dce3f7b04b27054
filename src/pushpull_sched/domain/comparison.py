"""Schedules side by side: what is counted in each, what differs, who is to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from pushpull_sched.domain.facts import (
    ClassFacts,
    Compliance,
    GradeFacts,
    GroupFacts,
    ProviderFacts,
    RoomFacts,
    StudentFacts,
    SubjectFacts,
    amount_text,
)
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.service import Setting
from pushpull_sched.domain.variant import Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A proven lower bound of a measure under the levels above it in its own policy.

    Attributes:
        value: The bound.
        proven: The schedule reaches it.
    """

    value: int
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything that is counted in one schedule.

    Attributes:
        letter: A, B, C, in the order in which they were named.
        variant: The schedule.
        broken: Codes of broken rules; None where it was not judged.
        complete: Whether nothing is missing; None where unknown.
        measures: Measures over the template; ``moved`` counts from the first
            schedule. Without its own roster: as its result says.
        bounds: Bounds of the measures that are levels of its policy.
        compliance: How its services fare; None where unknown.
        sessions: Sessions a week.
        students: Its students, in the order of the roster.
        providers: Its providers, likewise.
        groups: Its pull-out groups.
        classes: Classes with a departure or visit in any schedule compared.
        rooms: Its rooms.
        subjects: Class minutes missed by subject, most first.
        grades: Class minutes missed by grade.
    """

    letter: str
    variant: Variant
    broken: tuple[str, ...] | None
    complete: bool | None
    measures: Mapping[Measure, int]
    bounds: Mapping[Measure, Bound]
    compliance: Compliance | None
    sessions: Fraction
    students: tuple[StudentFacts, ...]
    providers: tuple[ProviderFacts, ...]
    groups: GroupFacts
    classes: tuple[ClassFacts, ...]
    rooms: tuple[RoomFacts, ...]
    subjects: tuple[SubjectFacts, ...]
    grades: tuple[GradeFacts, ...]

    @property
    def label(self) -> str:
        """What the schedule is called."""
        return self.variant.label

    def student(self, student_id: str) -> StudentFacts | None:
        """Find a student."""
        return next((one for one in self.students if one.id == student_id), None)

    def provider(self, provider_id: str) -> ProviderFacts | None:
        """Find a provider."""
        return next((one for one in self.providers if one.id == provider_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One thing by which schedules are better or worse.

    Attributes:
        key: Stable name.
        title: What is counted, with its unit.
        good: What a schedule is better for when it wins.
        values: One per schedule; None where it cannot be counted.
        more_is_better: Whether a larger value is better.
    """

    key: str
    title: str
    good: str
    values: tuple[Fraction | None, ...]
    more_is_better: bool = False

    @property
    def best(self) -> tuple[int, ...]:
        """Positions of the schedules with the best value; empty where all are alike.

        Nothing is said where a value is unknown.
        """
        known = [value for value in self.values if value is not None]
        if len(known) < len(self.values) or len(set(known)) == 1:
            return ()
        top = max(known) if self.more_is_better else min(known)
        return tuple(at for at, value in enumerate(self.values) if value == top)

    @property
    def is_narrow(self) -> bool:
        """Whether the best value is within two percent of the next one."""
        best = self.best
        others = {v for v in self.values if v is not None} - {
            self.values[at] for at in best
        }
        if not best or not others:
            return False
        next_ = max(others) if self.more_is_better else min(others)
        top = self.values[best[0]]
        assert top is not None  # noqa: S101 - best values are known
        return abs(next_ - top) * 50 < abs(next_)

    def text(self, at: int) -> str:
        """Write the value of a schedule; a question mark where it is unknown."""
        value = self.values[at]
        return "?" if value is None else amount_text(value)

    def gain_text(self, at: int) -> str:
        """Write by how much a schedule differs from the first: ``430 (5 %)``."""
        first, gain = self.values[0], self.gain(at)
        if first is None or gain is None:
            return ""
        text = amount_text(abs(gain))
        if not first:
            return text
        percent = round(100 * abs(gain) / first)
        return f"{text} ({percent} %)" if percent or not gain else f"{text} (< 1 %)"

    def gain(self, at: int) -> Fraction | None:
        """By how much a schedule is better than the first; below 0 where worse."""
        first, value = self.values[0], self.values[at]
        if first is None or value is None:
            return None
        return value - first if self.more_is_better else first - value


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When, where, by whom and with whom a service is given.

    Attributes:
        day: Position of the day.
        start: First minute.
        end: Minute after the last.
        setting: Push-in, pull-out or consult.
        provider_id: Who gives it.
        place: Room of a pull-out session, class of a push-in session; else None.
        fellows: The other students of the session, in order.
    """

    day: int
    start: int
    end: int
    setting: Setting
    provider_id: str
    place: str | None
    fellows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One session of a service that is not the same in both schedules.

    Attributes:
        service_id: The service.
        before: How it was; None for a new session.
        after: How it will be; None for one that is no longer given.
        weeks: Weeks in which this is so.
    """

    service_id: str
    before: Slot | None
    after: Slot | None
    weeks: tuple[int, ...]


class Direction(StrEnum):
    """How somebody fares in another schedule."""

    BETTER = "better"
    WORSE = "worse"
    MIXED = "better in some, worse in some"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDifference:
    """What is different for one student, provider or class.

    Attributes:
        id: The student, provider or class.
        name: Name, where given.
        direction: Better, worse, both or the same.
        weight: How much worse, for the order: larger is worse.
        effects: What it amounts to: sentences.
        sentences: What changes, session by session: sentences.
        changes: The same as data (students only).
        kept: Sessions a template that stay as they are.
        total: Sessions a template in the first schedule.
    """

    id: str
    name: str = ""
    direction: Direction = Direction.SAME
    weight: Fraction = Fraction(0)
    effects: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    kept: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Somebody who has to be told.

    Attributes:
        kind: ``provider``, ``teacher`` or ``student``.
        who: Id of a provider or student, name of a teacher (or id of the class).
        name: Name, where given.
        reasons: What to tell: short sentences.
    """

    kind: str
    who: str
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterChange:
    """One row, or thing, that differs between two rosters.

    Attributes:
        what: ``service``, ``student``, ``provider``, ``room``, ``class``, ``setting``,
            ``relation`` or ``pin``.
        kind: ``added``, ``ended`` or ``changed``.
        id: Its id.
        text: What differs, in one sentence.
    """

    what: str
    kind: str
    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterComparison:
    """How the rosters of two schedules differ.

    Attributes:
        same: The rosters say the same; None where that is not known.
        sentence: How they stand to each other.
        changes: What differs, services first.
    """

    same: bool | None
    sentence: str
    changes: tuple[RosterChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between the first schedule and another.

    Attributes:
        other: Position of the other schedule.
        rosters: How their rosters differ.
        kept: Sessions of services (over the longer template) that are alike in time,
            provider, setting and place.
        replaced: Sessions that are alike in all of these but the place.
        total: Such sessions in the first schedule.
        students: Students for whom anything differs, the worse first.
        providers: Providers likewise.
        classes: Classes with another number of departures, the worse first.
        notices: Who has to be told: providers, teachers, students.
    """

    other: int
    rosters: RosterComparison
    kept: int
    replaced: int
    total: int
    students: tuple[PersonDifference, ...]
    providers: tuple[PersonDifference, ...]
    classes: tuple[PersonDifference, ...]
    notices: tuple[Notice, ...]


Cell: TypeAlias = Fraction | int | str | None
"""An amount, a text, or nothing where it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a table: a name and one cell per schedule."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with one column per schedule.

    Attributes:
        title: What it shows.
        note: How it is counted.
        lines: Its lines.
    """

    title: str
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two or more schedules side by side.

    Attributes:
        school: Title of the school.
        profiles: What is counted in each.
        aspects: Which is better for what.
        differences: The first against each other one.
    """

    school: str
    profiles: tuple[Profile, ...]
    aspects: tuple[Aspect, ...]
    differences: tuple[Difference, ...]

    @property
    def provider_names(self) -> dict[str, str]:
        """Names of everybody who works in one of the schedules, by id."""
        people = (one for each in self.profiles for one in each.providers)
        return {one.id: one.name or one.id for one in people}

    def best_for(self, at: int) -> tuple[str, ...]:
        """Say for what a schedule, alone or with others, is the best."""
        return tuple(
            f"{aspect.good} (barely)" if aspect.is_narrow else aspect.good
            for aspect in self.aspects
            if at in aspect.best
        )
