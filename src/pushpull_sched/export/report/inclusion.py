"""Time in regular class (LRE) and the class minutes that pull-out sessions take.

Class minutes missed are those that cost something: time of weight 0 (flex time, a
meeting whose pull cell says ``ok``) is counted apart, as the measure counts it 0.

The share of the week in regular class is 100 x (school minutes - pull-out minutes) /
school minutes, as the output contract defines it; school minutes run from the first
start to the last end of a student's class meetings on the days the student attends.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import floor

from pushpull_sched.domain.result import SolveResult
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Meeting, School, SchoolClass, Student
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.names import Names
from pushpull_sched.export.report.figures import IDLE, grade_text
from pushpull_sched.export.views import ordered_sessions

BUCKETS = ("80 % or more", "40 % to below 80 %", "below 40 %")
"""The federal buckets of time in regular class."""

_SHADES = 5
_MOST = 80
_HALF = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentRow:
    """A student who has a service in this schedule; minutes over the template.

    Attributes:
        student_id: The student.
        name: Label of the student.
        grade: Grade as written.
        sessions: Push-in and pull-out sessions.
        push_in: Push-in minutes.
        pull_out: Pull-out minutes.
        school_minutes: From the first class of each day to the last.
        missed: Class minutes of a weight that pull-out sessions take.
        short: Minutes short, over all services.
    """

    student_id: str
    name: str
    grade: str
    sessions: int
    push_in: int
    pull_out: int
    school_minutes: int
    missed: int
    short: int

    @property
    def share(self) -> float | None:
        """Percent of the week in regular class; None for a student without classes."""
        if not self.school_minutes:
            return None
        return 100 * (self.school_minutes - self.pull_out) / self.school_minutes

    @property
    def share_text(self) -> str:
        """The share with one decimal, cut so that it never reads as another bucket."""
        if self.bucket is None:
            return ""
        tenths = 1000 * (self.school_minutes - self.pull_out) // self.school_minutes
        return f"{tenths // 10}.{tenths % 10} %"

    @property
    def bucket(self) -> int | None:
        """Position in :data:`BUCKETS`, from the share as it is, not rounded."""
        if not self.school_minutes:
            return None
        inside = 100 * (self.school_minutes - self.pull_out)
        if inside >= _MOST * self.school_minutes:
            return 0
        return 1 if inside >= _HALF * self.school_minutes else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedRow:
    """Class minutes of one subject missed, over the template.

    Attributes:
        subject: Subject as written.
        by_grade: Minutes by grade, in the order of :attr:`Missed.grades`.
        weighted: Minutes times the weight of each meeting: what the measure counts.
    """

    subject: str
    by_grade: tuple[int, ...]
    weighted: int

    @property
    def minutes(self) -> int:
        """All of them."""
        return sum(self.by_grade)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Class minutes missed, by subject and grade.

    Attributes:
        grades: The grades that miss anything, from the lowest.
        rows: The subjects, the most missed first.
        free: Minutes of weight 0 by grade, in no row.
    """

    grades: tuple[str, ...]
    rows: tuple[MissedRow, ...]
    free: tuple[int, ...] = ()

    @property
    def minutes(self) -> int:
        """All that cost something."""
        return sum(row.minutes for row in self.rows)

    def shade(self, minutes: int) -> int:
        """Shade a cell of the rows from 0 to 5."""
        top = max((most for row in self.rows for most in row.by_grade), default=0)
        return -(-minutes * _SHADES // top) if minutes else 0


def student_rows(
    school: School, result: SolveResult, names: Names
) -> tuple[StudentRow, ...]:
    """Return every student with a service that counts, in the order of the roster."""
    if result.verdict is None:
        return ()
    short: dict[str, int] = {}
    for outcome in result.verdict.outcomes:
        student_id = school.service[outcome.service_id].student
        if student_id is not None and outcome.status not in IDLE:
            short[student_id] = short.get(student_id, 0) + outcome.minutes_short
    sessions = _by_student(result)
    return tuple(
        _student_row(school, names, student, sessions, short[student.id])
        for student in school.students
        if student.id in short
    )


def missed_minutes(school: School, result: SolveResult) -> Missed:
    """Count what is missed by subject and grade."""
    found: dict[str, Counter[int]] = {}
    weighted: Counter[str] = Counter()
    free: Counter[int] = Counter()
    for student_id, sessions in _by_student(result).items():
        student = school.student[student_id]
        for met, meeting, minutes in _losses(school, student, sessions):
            if meeting.weight:
                found.setdefault(met.subject, Counter())[student.grade] += minutes
                weighted[met.subject] += minutes * meeting.weight
            else:
                free[student.grade] += minutes
    grades = sorted({*free, *(grade for each in found.values() for grade in each)})
    rows = [
        MissedRow(
            subject=subject,
            by_grade=tuple(minutes[grade] for grade in grades),
            weighted=weighted[subject],
        )
        for subject, minutes in found.items()
    ]
    return Missed(
        grades=tuple(grade_text(grade) for grade in grades),
        rows=tuple(sorted(rows, key=lambda row: (-row.minutes, row.subject))),
        free=tuple(free[grade] for grade in grades),
    )


def bucket_counts(rows: Iterable[StudentRow]) -> tuple[int, ...]:
    """Count the students of each of :data:`BUCKETS`."""
    buckets = [row.bucket for row in rows]
    return tuple(buckets.count(place) for place in range(len(BUCKETS)))


def percent(part: float, whole: float) -> int:
    """Return a whole percentage, cut: 100 means all of it."""
    return floor(100 * part / whole) if whole else 0


def _by_student(result: SolveResult) -> Mapping[str, list[Session]]:
    """Push-in and pull-out sessions of each student."""
    found: dict[str, list[Session]] = {}
    for session in ordered_sessions(result.schedule):
        if session.setting is Setting.CONSULT:
            continue
        for served in session.served:
            if served.student_id is not None:
                found.setdefault(served.student_id, []).append(session)
    return found


def _student_row(
    school: School,
    names: Names,
    student: Student,
    sessions: Mapping[str, list[Session]],
    short: int,
) -> StudentRow:
    own = sessions.get(student.id, [])
    given = {
        setting: sum(found.minutes for found in own if found.setting is setting)
        for setting in (Setting.PUSH_IN, Setting.PULL_OUT)
    }
    return StudentRow(
        student_id=student.id,
        name=names.student(student.id),
        grade=grade_text(student.grade),
        sessions=len(own),
        push_in=given[Setting.PUSH_IN],
        pull_out=given[Setting.PULL_OUT],
        school_minutes=_school_minutes(school, student),
        missed=sum(
            minutes
            for _, meeting, minutes in _losses(school, student, own)
            if meeting.weight
        ),
        short=short,
    )


def _school_minutes(school: School, student: Student) -> int:
    edges = {
        when: [edge for _, each in met for edge in (each.when.start, each.when.end)]
        for when, met in _meetings(school, student).items()
        if when[1] in student.days
    }
    return sum(max(each) - min(each) for each in edges.values())


def _meetings(
    school: School, student: Student
) -> Mapping[tuple[int, int], list[tuple[SchoolClass, Meeting]]]:
    """The student's class meetings by week and day."""
    days: dict[tuple[int, int], list[tuple[SchoolClass, Meeting]]] = {}
    for class_id in sorted(student.classes):
        met = school.school_class[class_id]
        for meeting in met.meetings:
            when = (meeting.when.week, meeting.when.day)
            days.setdefault(when, []).append((met, meeting))
    return days


def _losses(
    school: School, student: Student, sessions: Iterable[Session]
) -> Iterator[tuple[SchoolClass, Meeting, int]]:
    """Yield the meetings that a student leaves for pull-out sessions, and how long."""
    days = _meetings(school, student)
    for session in sessions:
        if session.setting is not Setting.PULL_OUT:
            continue
        for met, meeting in days.get((session.week, session.day), ()):
            when = meeting.when
            minutes = min(session.end, when.end) - max(session.start, when.start)
            if minutes > 0:
                yield met, meeting, minutes
