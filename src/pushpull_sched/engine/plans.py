"""Ways to split what a service is owed into sessions."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from math import ceil

from pushpull_sched.domain.service import Demand, Repetition

KEPT = 100
"""Splits of one service that are told, at most."""


def plans(demand: Demand, days: int, weeks: int) -> Sequence[tuple[int, ...]]:
    """Ways to split what is owed into lengths: of one week, or of the template.

    Fewest minutes first, then fewest sessions, longest session first; the first
    ``KEPT`` of them. Where the days are too few for any, splits that need more days:
    a part of them can be given. Empty where no split serves in full.
    """
    lengths = (*demand.lengths, *demand.exact_lengths)
    if demand.repetition is Repetition.FREE:
        required = ceil(demand.required_minutes)
        most, count, room = demand.most_minutes, demand.sessions, len(demand.weeks)
    else:
        required = ceil(demand.weekly_minutes or 0)
        most = None if demand.most_minutes is None else demand.most_minutes // weeks
        count, room = demand.weekly_sessions, 1
    if not lengths:
        return ()
    lengths = tuple(sorted(lengths, reverse=True))
    most = required if most is None else most
    within = days * (demand.max_per_day or 1) * room
    return _splits(lengths, required, most, count, within) or _splits(
        lengths, required, most, count, count or most // lengths[-1]
    )


@lru_cache(maxsize=4096)
def _splits(
    lengths: tuple[int, ...], required: int, most: int, count: int | None, limit: int
) -> Sequence[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    for total in range(required, most + 1):
        # Without a count, a split that could do without a session is none.
        useful = tuple(x for x in lengths if count is not None or x > total - required)
        for number in range(limit + 1) if count is None else (count,):
            if number <= limit:
                left = KEPT - len(found)
                found.extend(islice(_of_total(useful, total, number), left))
    return found


def _of_total(
    lengths: tuple[int, ...], total: int, number: int
) -> Iterator[tuple[int, ...]]:
    """Splits of exactly so many minutes into so many sessions, longest first."""
    reach = _reach(lengths, number)

    def extend(
        plan: tuple[int, ...], rest: int, first: int
    ) -> Iterator[tuple[int, ...]]:
        left = number - len(plan)
        if not left:
            yield plan
            return
        for place in range(first, len(lengths)):
            after = rest - lengths[place]
            if after >= 0 and reach[place][left - 1] >> after & 1:
                yield from extend((*plan, lengths[place]), after, place)

    if reach[0][number] >> total & 1:
        yield from extend((), total, 0)


@lru_cache(maxsize=4096)
def _reach(lengths: tuple[int, ...], number: int) -> Sequence[Sequence[int]]:
    """Sums of 0 to ``number`` of the lengths from each place on, as bits."""
    table = [[1] + [0] * number]
    for length in reversed(lengths):
        row = [1]
        for count in range(1, number + 1):
            row.append(table[0][count] | row[count - 1] << length)
        table.insert(0, row)
    return table
