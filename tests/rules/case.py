"""A row of a case table: a schedule, and the codes it must be found to break."""

from dataclasses import dataclass

from pushpull_sched.domain.schedule import Schedule, ScheduleRow
from pushpull_sched.domain.school import School


@dataclass(frozen=True, kw_only=True)
class Case:
    """A schedule of a school and the verdict expected.

    Attributes:
        name: What is special about it.
        school: The school.
        schedule: The sessions.
        codes: Exactly the rules broken; empty for a legal schedule.
        short: Exactly the rules that report a shortfall.
    """

    name: str
    school: School
    schedule: Schedule
    codes: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class RowCase:
    """Rows that no set of sessions could have written, and the verdict expected."""

    name: str
    school: School
    rows: tuple[ScheduleRow, ...]
    codes: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()


def case(name, school, sessions, codes="", short=""):
    """Build a case; codes are separated by spaces."""
    return Case(
        name=name,
        school=school,
        schedule=Schedule(sessions=tuple(sessions)),
        codes=frozenset(codes.split()),
        short=frozenset(short.split()),
    )


def row_case(name, school, rows, codes="", short=""):
    """Build a case of raw rows; codes are separated by spaces."""
    return RowCase(
        name=name,
        school=school,
        rows=tuple(rows),
        codes=frozenset(codes.split()),
        short=frozenset(short.split()),
    )
