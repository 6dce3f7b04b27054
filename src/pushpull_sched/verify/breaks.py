"""Rules on the provider's own time: lunch (V4) and planning (V5)."""

from collections.abc import Iterator

from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.school import Provider
from pushpull_sched.verify.context import Context
from pushpull_sched.verify.spans import Span, clipped, total, without
from pushpull_sched.verify.wording import broken, day_text, span_text

SPARE_MINUTES_WITH_LUNCH = 30
"""Lunch is owed where this much time is left beside it inside the window."""

PLANNING_DAY_MINUTES = 240
"""Planning is owed on a day with at least this many available minutes."""


def v4_lunch(ctx: Context) -> Iterator[Violation]:
    """V4: lunch in one piece, in the available hours and the lunch window."""
    for (provider_id, week, day), sessions in ctx.by_provider_day.items():
        provider = ctx.school.provider[provider_id]
        hours = ctx.available(provider, week, day)
        if not _owes_lunch(provider, hours):
            continue
        free = without(hours, ((s.start, s.end) for s in sessions))
        window = (provider.lunch_start, provider.lunch_end)
        if not _fits(clipped(free, window), provider.lunch_minutes):
            yield broken(
                "V4",
                f"{provider_id} has no {provider.lunch_minutes} free minutes in one "
                f"piece for lunch on {day_text(ctx, week, day)} between "
                f"{span_text(*window).replace('-', ' and ')}.",
                *(s for s in sessions if s.start < window[1] and s.end > window[0]),
            )


def v5_planning(ctx: Context) -> Iterator[Violation]:
    """V5: planning time in one piece, apart from the piece counted as lunch."""
    for (provider_id, week, day), sessions in ctx.by_provider_day.items():
        provider = ctx.school.provider[provider_id]
        hours = ctx.available(provider, week, day)
        if provider.planning_minutes == 0 or total(hours) < PLANNING_DAY_MINUTES:
            continue
        free = without(hours, ((s.start, s.end) for s in sessions))
        if not _leaves_planning(provider, hours, free):
            yield broken(
                "V5",
                f"{provider_id} has no {provider.planning_minutes} free minutes in one "
                f"piece for planning, apart from lunch, on "
                f"{day_text(ctx, week, day)}.",
                *sessions,
            )


def _owes_lunch(provider: Provider, hours: tuple[Span, ...]) -> bool:
    window = (provider.lunch_start, provider.lunch_end)
    inside = total(clipped(hours, window))
    least = provider.lunch_minutes + SPARE_MINUTES_WITH_LUNCH
    return provider.lunch_minutes > 0 and inside >= least


def _fits(pieces: tuple[Span, ...], minutes: int) -> bool:
    return any(end - start >= minutes for start, end in pieces)


def _leaves_planning(
    provider: Provider, hours: tuple[Span, ...], free: tuple[Span, ...]
) -> bool:
    """Tell whether some choice of lunch leaves room for planning.

    A day on which lunch is not owed, or does not fit at all (rule V4), is judged
    without lunch.
    """
    window = (provider.lunch_start, provider.lunch_end)
    minutes = provider.lunch_minutes
    lunch_fits = _fits(clipped(free, window), minutes)
    if not (_owes_lunch(provider, hours) and lunch_fits):
        return _fits(free, provider.planning_minutes)
    return any(
        _fits(without(free, (lunch,)), provider.planning_minutes)
        for lunch in _lunches(clipped(free, window), minutes)
    )


def _lunches(pieces: tuple[Span, ...], minutes: int) -> Iterator[Span]:
    """Yield the earliest and the latest lunch of each piece: no other leaves more."""
    for start, end in pieces:
        if end - start >= minutes:
            yield start, start + minutes
            yield end - minutes, end
