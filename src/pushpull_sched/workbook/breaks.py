"""When a provider's lunch and planning time are owed (rules.md, V4 and V5)."""

from collections.abc import Iterable, Iterator

from pushpull_sched.domain.school import Provider
from pushpull_sched.workbook.hours import Span

LUNCH_SLACK = 30
"""Lunch is not owed where the window holds less than lunch and this many minutes."""
PLANNING_DAY = 240
"""Planning is not owed on a day with fewer available minutes."""


def owes_lunch(provider: Provider, day: Iterable[Span]) -> bool:
    """Tell whether lunch is owed on a day with these available hours."""
    window = (provider.lunch_start, provider.lunch_end)
    minutes = sum(end - start for start, end in inside(day, window))
    return (
        provider.lunch_minutes > 0 and minutes >= provider.lunch_minutes + LUNCH_SLACK
    )


def owes_planning(provider: Provider, day: Iterable[Span]) -> bool:
    """Tell whether planning is owed on a day with these available hours."""
    minutes = sum(end - start for start, end in day)
    return provider.planning_minutes > 0 and minutes >= PLANNING_DAY


def inside(spans: Iterable[Span], window: Span) -> tuple[Span, ...]:
    """Cut stretches to a window."""
    return tuple(
        (max(start, window[0]), min(end, window[1]))
        for start, end in spans
        if max(start, window[0]) < min(end, window[1])
    )


def lunch_pieces(spans: Iterable[Span], minutes: int) -> Iterator[Span]:
    """List pieces at both ends of each stretch: no other choice leaves more room."""
    for start, end in spans:
        if end - start >= minutes:
            yield start, start + minutes
            yield end - minutes, end
