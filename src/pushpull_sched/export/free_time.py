"""Where lunch and planning lie in a provider's day: for showing, not for judging."""

from collections.abc import Iterable, Sequence

from pushpull_sched.domain.school import Provider

Span = tuple[int, int]
"""Start and end in minutes since midnight, half-open."""

PLANNING_OWED_FROM = 240
"""Available minutes of a day from which planning is owed (V5)."""

LUNCH_SPARE = 30
"""Minutes inside the window, beyond lunch itself, from which lunch is owed (V4)."""


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join spans that touch or overlap; in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Take spans away from others; in order, nothing empty left."""
    left = list(spans)
    for start, end in taken:
        left = [
            piece
            for before, after in left
            for piece in ((before, min(after, start)), (max(before, end), after))
            if piece[0] < piece[1]
        ]
    return tuple(left)


def lunch_and_planning(
    provider: Provider, available: Sequence[Span], free: Sequence[Span]
) -> tuple[Span | None, Span | None]:
    """Choose a piece for lunch and one for planning, apart from each other.

    Args:
        provider: Whose day it is.
        available: Available hours of the day, joined.
        free: What the sessions leave of them.

    Returns:
        Lunch and planning; None where not owed, or where no piece is long enough.
    """
    planning_minutes = provider.planning_minutes
    if sum(end - start for start, end in available) < PLANNING_OWED_FROM:
        planning_minutes = 0
    lunches = _lunches(provider, available, free)
    for lunch in lunches:
        planning = _planning(planning_minutes, without(free, [lunch]))
        if planning is not None or planning_minutes == 0:
            return lunch, planning
    first = lunches[0] if lunches else None
    rest = without(free, [first]) if first else free
    return first, _planning(planning_minutes, rest)


def _lunches(
    provider: Provider, available: Sequence[Span], free: Sequence[Span]
) -> list[Span]:
    """Every piece worth trying for lunch, nearest to the middle of the window first.

    At an end of its stretch lunch leaves the most for planning, so the two ends and
    the middle suffice.
    """
    length = provider.lunch_minutes
    window = (provider.lunch_start, provider.lunch_end)
    if length == 0 or _minutes(_inside(available, window)) < length + LUNCH_SPARE:
        return []
    middle = (window[0] + window[1] - length) // 2
    middle -= middle % 5
    starts = {
        start
        for first, last in _inside(free, window)
        if last - first >= length
        for start in (first, min(max(middle, first), last - length), last - length)
    }
    ranked = sorted(starts, key=lambda start: (abs(start - middle), start))
    return [(start, start + length) for start in ranked]


def _planning(minutes: int, free: Sequence[Span]) -> Span | None:
    """The first free stretch that holds planning in one piece."""
    if minutes == 0:
        return None
    for start, end in free:
        if end - start >= minutes:
            return start, start + minutes
    return None


def _inside(spans: Sequence[Span], window: Span) -> list[Span]:
    """The parts of spans that lie in a window."""
    parts = [(max(start, window[0]), min(end, window[1])) for start, end in spans]
    return [part for part in parts if part[0] < part[1]]


def _minutes(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
