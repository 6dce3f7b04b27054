"""Sets of minutes of one day as whole numbers: bit k stands for minute k.

Candidate times come from intersections of many small sets (the student's day, the
provider's hours, open rooms, class meetings). Python's whole numbers intersect a day of
1440 minutes in one operation, which keeps the 5-minute grid affordable.
"""

from collections.abc import Iterable, Iterator

from pushpull_sched.domain.clock import MINUTES_PER_DAY

WHOLE_DAY = (1 << MINUTES_PER_DAY) - 1


def span(start: int, end: int) -> int:
    """Return the minutes of [start, end)."""
    return ((1 << (end - start)) - 1) << start if end > start else 0


def union(masks: Iterable[int]) -> int:
    """Return the minutes in any of the masks."""
    result = 0
    for mask in masks:
        result |= mask
    return result


def common(masks: Iterable[int]) -> int:
    """Return the minutes in every mask; the whole day where there is none."""
    result = WHOLE_DAY
    for mask in masks:
        result &= mask
    return result


def covers(mask: int, start: int, end: int) -> bool:
    """Tell whether every minute of [start, end) is in the mask."""
    wanted = span(start, end)
    return mask & wanted == wanted


def starts(mask: int, length: int) -> int:
    """Return the minutes from which ``length`` minutes on end lie in the mask."""
    result, done = mask, 1
    while done < length and result:
        step = min(done, length - done)
        result &= result >> step
        done += step
    return result


def spread(starts: int, length: int) -> int:
    """Return the minutes of all stretches of ``length`` that begin at the starts."""
    result, done = starts, 1
    while done < length:
        step = min(done, length - done)
        result |= result << step
        done += step
    return result


def grid(step: int) -> int:
    """Return the multiples of ``step`` in a day."""
    return union(1 << minute for minute in range(0, MINUTES_PER_DAY, step))


def rounded(mask: int, on_grid: int, step: int) -> int:
    """Return the minutes of a mask, and of those off the grid its neighbours on it."""
    off = mask & ~on_grid
    if off:
        for distance in range(1, step):
            mask |= (off << distance | off >> distance) & on_grid
    return mask


def first(mask: int) -> int:
    """Return the first minute of a mask that has one."""
    return (mask & -mask).bit_length() - 1


def minutes_of(mask: int) -> Iterator[int]:
    """Yield the minutes of a mask in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def pieces(mask: int) -> Iterator[tuple[int, int]]:
    """Yield the unbroken stretches [start, end) of a mask in order."""
    position = 0
    while mask:
        skip = (mask & -mask).bit_length() - 1
        mask >>= skip
        position += skip
        length = (~mask & (mask + 1)).bit_length() - 1
        yield position, position + length
        mask >>= length
        position += length
