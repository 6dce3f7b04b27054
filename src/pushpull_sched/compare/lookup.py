"""Lookups that the counts share: sessions by who and where, meetings by student."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Meeting, School, SchoolClass
from pushpull_sched.domain.service import Setting

When: TypeAlias = tuple[int, int]
"""A week (from 1) and the position of a day."""

Met: TypeAlias = tuple[SchoolClass, Meeting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One schedule, ready to be counted.

    Attributes:
        sessions: Its sessions in order of time.
        weeks: Weeks in its template.
        school: The roster; None where there is none.
        meetings: Class meetings of each student by week and day.
    """

    sessions: tuple[Session, ...]
    weeks: int
    school: School | None
    meetings: Mapping[str, Mapping[When, tuple[Met, ...]]]

    def weekly(self, amount: int) -> Fraction:
        """Divide an amount over the template by its weeks."""
        return Fraction(amount, self.weeks)


def counted(
    sessions: tuple[Session, ...], weeks: int, school: School | None
) -> Counted:
    """Join sessions to the class meetings of the students."""
    return Counted(
        sessions=sessions,
        weeks=weeks,
        school=school,
        meetings=_meetings(school) if school else {},
    )


def _meetings(school: School) -> dict[str, dict[When, tuple[Met, ...]]]:
    by_class = {each.id: _by_day(each) for each in school.classes}
    found: dict[str, dict[When, tuple[Met, ...]]] = {}
    for student in school.students:
        mine: dict[When, list[Met]] = {}
        for class_id in sorted(student.classes):
            for when, met in by_class.get(class_id, {}).items():
                mine.setdefault(when, []).extend(met)
        found[student.id] = {when: tuple(met) for when, met in mine.items()}
    return found


def _by_day(school_class: SchoolClass) -> dict[When, list[Met]]:
    found: dict[When, list[Met]] = {}
    for meeting in school_class.meetings:
        when = (meeting.when.week, meeting.when.day)
        found.setdefault(when, []).append((school_class, meeting))
    return found


def is_direct(session: Session) -> bool:
    """Whether students are in it: push-in or pull-out."""
    return session.setting is not Setting.CONSULT


def students_of(session: Session) -> tuple[str, ...]:
    """Return the students of a session, each once."""
    ids = dict.fromkeys(one.student_id for one in session.served)
    return tuple(key for key in ids if key is not None)


def by_day(sessions: Iterable[Session]) -> dict[When, list[Session]]:
    """Collect sessions by week and day, in their order."""
    return collected(sessions, lambda session: [(session.week, session.day)])


def collected(
    sessions: Iterable[Session], keys: Callable[[Session], Iterable[When]]
) -> dict[When, list[Session]]:
    """Collect sessions by the keys of each."""
    found: dict[When, list[Session]] = {}
    for session in sessions:
        for key in keys(session):
            found.setdefault(key, []).append(session)
    return found


def overlap(session: Session, meeting: Meeting) -> int:
    """Count the minutes that a session and a meeting of the same day share."""
    when = meeting.when
    return max(0, min(session.end, when.end) - max(session.start, when.start))
