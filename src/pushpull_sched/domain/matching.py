"""Things of two schedules paired by how near they are."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


def matched(
    before: Sequence[T],
    after: Sequence[T],
    nearness: Callable[[T, T], tuple[Any, ...] | None],
) -> list[tuple[T | None, T | None]]:
    """Pair what is nearest, until one side has none left.

    Args:
        before: One side.
        after: The other.
        nearness: Smaller is nearer; None where two cannot be a pair.

    Returns:
        Pairs in the order of ``before``, then what is new.
    """
    distances = [
        (near, i, j)
        for i, old in enumerate(before)
        for j, new in enumerate(after)
        if (near := nearness(old, new)) is not None
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(distances):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs: list[tuple[T | None, T | None]] = [
        (old, after[partner[i]] if i in partner else None)
        for i, old in enumerate(before)
    ]
    pairs += [(None, new) for j, new in enumerate(after) if j not in taken]
    return pairs
