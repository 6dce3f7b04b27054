"""What could be changed in a roster: rules as they stand, each with steps that ease it.

A rule is something a school can decide (somebody's hours on a day, a room, a cap), told
as it stands in the workbook. Its steps ease it further and further; each makes a new
school of an old one, so that several can be made one after the other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.explanation import Change, Cite, RepairKind
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.school import (
    Meeting,
    Provider,
    School,
    SchoolClass,
    Settings,
    Student,
)
from pushpull_sched.domain.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change that could be made.

    Attributes:
        change: What it is, for people.
        apply: Makes it.
    """

    change: Change
    apply: Callable[[School], School]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Something in the workbook that can be eased.

    Attributes:
        key: Stable name: ``hours later SLP1 2``.
        text: How it stands, as a clause: ``SLP1 leaves at 12:00 on Tue``.
        steps: Ways to ease it, each leaving at least as much room as the one before.
        cites: Where it stands.
    """

    key: str
    text: str
    steps: tuple[Step, ...]
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Pick:
    """A step of a rule, by its place.

    Attributes:
        rule: Key of the rule.
        level: Place of the step among the rule's steps.
    """

    rule: str
    level: int


def applied(school: School, steps: Iterable[Step]) -> School:
    """Make changes one after the other."""
    for step in steps:
        school = step.apply(school)
    return school


def step_of(  # noqa: PLR0913, PLR0917 - one row of a table
    kind: RepairKind,
    target: str,
    cost: int,
    text: str,
    cites: tuple[Cite, ...],
    apply: Callable[[School], School],
) -> Step:
    """Put a step together."""
    change = Change(kind=kind, target=target, cost=cost, text=text, cites=cites)
    return Step(change=change, apply=apply)


def cite(source: SourceRef, what: str = "", value: str = "") -> Cite:
    """A row of the workbook."""
    row = source if source.row is None else replace(source, column=None)
    return Cite(source=row, what=what, value=value)


def span_text(start: int, end: int) -> str:
    """Write a stretch of a day: ``8:00-12:30``."""
    return f"{short_clock(start)}-{short_clock(end)}"


def short_clock(minute: int) -> str:
    """Write a minute of the day as ``8:30``."""
    return clock_text(minute).removeprefix("0")


def with_provider(
    provider_id: str, edit: Callable[[Provider], Provider]
) -> Callable[[School], School]:
    """Change one provider."""

    def apply(school: School) -> School:
        return replace(
            school,
            providers=tuple(
                edit(one) if one.id == provider_id else one for one in school.providers
            ),
        )

    return apply


def with_service(
    service_id: str, edit: Callable[[Service], Service]
) -> Callable[[School], School]:
    """Change one service."""

    def apply(school: School) -> School:
        return replace(
            school,
            services=tuple(
                edit(one) if one.id == service_id else one for one in school.services
            ),
        )

    return apply


def with_student(
    student_id: str, edit: Callable[[Student], Student]
) -> Callable[[School], School]:
    """Change one student."""

    def apply(school: School) -> School:
        return replace(
            school,
            students=tuple(
                edit(one) if one.id == student_id else one for one in school.students
            ),
        )

    return apply


def with_meetings(
    wanted: Callable[[SchoolClass], bool], edit: Callable[[Meeting], Meeting]
) -> Callable[[School], School]:
    """Change the meetings of some classes."""

    def apply(school: School) -> School:
        return replace(
            school,
            classes=tuple(
                replace(one, meetings=tuple(map(edit, one.meetings)))
                if wanted(one)
                else one
                for one in school.classes
            ),
        )

    return apply


def with_settings(edit: Callable[[Settings], Settings]) -> Callable[[School], School]:
    """Change the settings."""

    def apply(school: School) -> School:
        return replace(school, settings=edit(school.settings))

    return apply
