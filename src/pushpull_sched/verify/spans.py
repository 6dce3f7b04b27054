"""Stretches of one day as (start, end) pairs in minutes, half-open."""

from collections.abc import Iterable
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""A start minute and the minute after the last."""


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join stretches that overlap or touch; the result is disjoint and in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def without(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of disjoint stretches once others are taken away."""
    left: list[Span] = []
    blocks = merged(taken)
    for start, end in spans:
        at = start
        for block_start, block_end in blocks:
            if block_end <= at or block_start >= end:
                continue
            if block_start > at:
                left.append((at, block_start))
            at = max(at, block_end)
        if at < end:
            left.append((at, end))
    return tuple(left)


def clipped(spans: Iterable[Span], window: Span) -> tuple[Span, ...]:
    """Return the parts of the stretches that lie inside a window."""
    cut = ((max(start, window[0]), min(end, window[1])) for start, end in spans)
    return tuple((start, end) for start, end in cut if start < end)


def total(spans: Iterable[Span]) -> int:
    """Sum the minutes of disjoint stretches."""
    return sum(end - start for start, end in spans)


def shared_minutes(start: int, end: int, other_start: int, other_end: int) -> int:
    """Count the minutes that two stretches have in common."""
    return max(0, min(end, other_end) - max(start, other_start))


def covers(spans: Iterable[Span], start: int, end: int) -> bool:
    """Tell whether disjoint, unbroken stretches hold a whole stretch."""
    return any(first <= start and end <= last for first, last in spans)
