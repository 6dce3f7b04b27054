"""Heat map of staffing: provider minutes in sessions, by role, day and half hour."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pushpull_sched.domain.result import SolveResult
from pushpull_sched.domain.school import Provider, School
from pushpull_sched.domain.service import Service
from pushpull_sched.export.free_time import merged
from pushpull_sched.export.report.figures import IDLE
from pushpull_sched.export.views import ordered_sessions

HALF_HOUR = 30
STEPS = 5
"""Shades above an empty cell; the darkest is full."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A half hour of a day, over all weeks of the template.

    Attributes:
        used: Minutes in sessions.
        available: Available minutes.
    """

    used: int
    available: int

    @property
    def percent(self) -> int | None:
        """Used by available in percent, cut; None where nobody is there."""
        return 100 * self.used // self.available if self.available else None

    @property
    def shade(self) -> int:
        """From 0 (nothing used) to :data:`STEPS` (all of it)."""
        if not self.available:
            return 0
        return -(-self.used * STEPS // self.available)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """One role.

    Attributes:
        role: Its name; empty for everybody.
        providers: How many people have it.
        needed: Minutes required of services that this role may give.
        short: Of these, minutes short.
        rows: One per day, one cell per half hour.
    """

    role: str
    providers: int
    needed: int
    short: int
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def used(self) -> int:
        """Minutes in sessions."""
        return sum(cell.used for row in self.rows for cell in row)

    @property
    def available(self) -> int:
        """Available minutes."""
        return sum(cell.available for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """The maps, first that of everybody.

    Attributes:
        starts: Start of each half hour.
        maps: One per role.
    """

    starts: tuple[int, ...]
    maps: tuple[HeatMap, ...]


def staffing(school: School, result: SolveResult) -> Staffing:
    """Count the minutes; a provider with two roles counts in each of them."""
    starts = _half_hours(school)
    roles = sorted({role for each in school.providers for role in each.roles})
    shown = ("", *roles) if len(roles) > 1 else roles
    return Staffing(
        starts=starts,
        maps=tuple(_heat_map(school, result, role, starts) for role in shown),
    )


def _half_hours(school: School) -> tuple[int, ...]:
    edges = [
        edge
        for provider in school.providers
        for hours in provider.hours
        for edge in (hours.when.start, hours.when.end)
    ]
    if not edges:
        return ()
    first = min(edges) // HALF_HOUR * HALF_HOUR
    return tuple(range(first, max(edges), HALF_HOUR))


def _heat_map(
    school: School, result: SolveResult, role: str, starts: Sequence[int]
) -> HeatMap:
    """Count one role; the empty one is everybody."""
    members = [each for each in school.providers if not role or role in each.roles]
    ids = {provider.id for provider in members}
    own = [
        session
        for session in ordered_sessions(result.schedule)
        if session.provider_id in ids
    ]
    needed, short = _owed(school, result, role, ids)
    rows = []
    for day in range(len(school.settings.days)):
        there = [span for each in members for span in _hours(each, day)]
        busy = [(found.start, found.end) for found in own if found.day == day]
        rows.append(
            tuple(
                Cell(used=_inside(busy, start), available=_inside(there, start))
                for start in starts
            )
        )
    return HeatMap(
        role=role,
        providers=len(members),
        needed=needed,
        short=short,
        rows=tuple(rows),
    )


def _hours(provider: Provider, day: int) -> list[Span]:
    """Available hours on a day, of every week; hours that overlap count once."""
    weeks: dict[int, list[Span]] = {}
    for hours in provider.hours:
        if hours.when.day == day:
            weeks.setdefault(hours.when.week, []).append(
                (hours.when.start, hours.when.end)
            )
    return [span for spans in weeks.values() for span in merged(spans)]


def _inside(spans: Iterable[Span], start: int) -> int:
    """Minutes of spans in the half hour from a start."""
    return sum(
        max(0, min(end, start + HALF_HOUR) - max(begin, start)) for begin, end in spans
    )


def _owed(
    school: School, result: SolveResult, role: str, ids: set[str]
) -> tuple[int, int]:
    """Required and missing minutes of the services that a role may give."""
    if result.verdict is None:
        return 0, 0
    outcomes = [
        outcome
        for outcome in result.verdict.outcomes
        if outcome.status not in IDLE
        and _may_give(school.service[outcome.service_id], role, ids)
    ]
    return (
        sum(outcome.required_minutes for outcome in outcomes),
        sum(outcome.minutes_short for outcome in outcomes),
    )


def _may_give(service: Service, role: str, ids: set[str]) -> bool:
    """Tell whether a service is one for a role; everybody's map has all of them."""
    if not role:
        return True
    if service.provider is not None:
        return service.provider in ids
    return role in service.roles
