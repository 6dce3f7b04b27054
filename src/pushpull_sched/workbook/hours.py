"""Stretches of time: joining touching ones, taking others away, per week and day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pushpull_sched.domain.clock import MINUTES_PER_DAY, Interval
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.school import WorkHours
from pushpull_sched.workbook.values import WeekSet

Span = tuple[int, int]
"""Minutes of one day, half-open."""

EVERY_WEEK = WeekSet()

WHOLE_DAY: Span = (0, MINUTES_PER_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Hours written in a row: the same minutes on several days and weeks.

    Attributes:
        days: Positions of the days.
        span: Minutes.
        weeks: Weeks as written.
        buildings: Buildings in which the hours hold; empty for anywhere.
        source: The row.
    """

    days: frozenset[int]
    span: Span
    weeks: WeekSet = EVERY_WEEK
    buildings: frozenset[str] = frozenset()
    source: SourceRef

    def covers(self, week: int, day: int) -> bool:
        """Tell whether the row speaks of this day of the template."""
        return day in self.days and week in self.weeks.within(week)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join stretches that overlap or touch; the result is disjoint and in order."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        elif start < end:
            result.append((start, end))
    return tuple(result)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Take stretches away from others."""
    left = joined(spans)
    for start, end in joined(taken):
        left = tuple(
            piece
            for one, other in left
            for piece in ((one, min(other, start)), (max(one, end), other))
            if piece[0] < piece[1]
        )
    return left


def available_hours(
    own: Sequence[Stretch],
    available: Sequence[Stretch],
    unavailable: Sequence[Stretch],
    *,
    weeks: int,
    days: int,
) -> tuple[WorkHours, ...]:
    """Compute available hours in every week of the template.

    Args:
        own: Hours of the rows of the provider or room.
        available: Rows of Availability; they replace ``own`` on the days and weeks
            they name, and hold in every building that ``own`` names.
        unavailable: Rows of Availability that are then taken away.
        weeks: Weeks of the template.
        days: Days of a week.

    Returns:
        Disjoint stretches for each building set, in order of time.
    """
    buildings = _all_buildings(own)
    result: list[WorkHours] = []
    for week in range(1, weeks + 1):
        for day in range(days):
            added = [row.span for row in available if row.covers(week, day)]
            if added:
                groups = {buildings: added}
            else:
                groups = {}
                for row in own:
                    if row.covers(week, day):
                        groups.setdefault(row.buildings, []).append(row.span)
            taken = [row.span for row in unavailable if row.covers(week, day)]
            result.extend(
                WorkHours(
                    when=Interval(week=week, day=day, start=start, end=end),
                    buildings=named,
                )
                for named, spans in groups.items()
                for start, end in without(spans, taken)
            )
    return tuple(
        sorted(result, key=lambda hours: (hours.when, sorted(hours.buildings)))
    )


def intervals_of(
    rows: Iterable[Stretch], *, weeks: int, days: int
) -> tuple[Interval, ...]:
    """Expand rows to disjoint intervals in order, in every week of the template."""
    listed = tuple(rows)
    return tuple(
        Interval(week=week, day=day, start=start, end=end)
        for week in range(1, weeks + 1)
        for day in range(days)
        for start, end in joined(row.span for row in listed if row.covers(week, day))
    )


def _all_buildings(own: Sequence[Stretch]) -> frozenset[str]:
    """Give the buildings of all rows together; empty where a row names none."""
    if any(not row.buildings for row in own):
        return frozenset()
    return frozenset(name for row in own for name in row.buildings)


def overlap(one: Interval, other: Interval) -> bool:
    """Tell whether two intervals share a minute."""
    return (
        (one.week, one.day) == (other.week, other.day)
        and one.start < other.end
        and other.start < one.end
    )


def covered(when: Interval, hours: Iterable[Interval]) -> bool:
    """Tell whether stretches, joined, hold a whole interval."""
    spans = joined(
        (one.start, one.end)
        for one in hours
        if (one.week, one.day) == (when.week, when.day)
    )
    return any(start <= when.start and when.end <= end for start, end in spans)
