"""Ways to split what a service is owed into sessions."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from pushpull_sched.domain.service import Demand, Repetition


def plans(demand: Demand, days: int, weeks: int) -> Sequence[tuple[int, ...]]:
    """Ways to split what is owed into lengths: of one week, or of the template.

    Fewest minutes first, then fewest sessions, longest session first. Empty where no
    split serves in full.
    """
    lengths = (*demand.lengths, *demand.exact_lengths)
    if demand.repetition is Repetition.FREE:
        required = ceil(demand.required_minutes)
        most, count, room = demand.most_minutes, demand.sessions, len(demand.weeks)
    else:
        required = ceil(demand.weekly_minutes or 0)
        most = None if demand.most_minutes is None else demand.most_minutes // weeks
        count, room = demand.weekly_sessions, 1
    return _splits(
        tuple(sorted(lengths, reverse=True)),
        required,
        most if most is not None else required,
        count,
        days * (demand.max_per_day or 1) * room,
    )


@lru_cache(maxsize=4096)
def _splits(
    lengths: tuple[int, ...], required: int, most: int, count: int | None, limit: int
) -> Sequence[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []

    def extend(plan: tuple[int, ...], total: int, first: int) -> None:
        if total >= required and count in {None, len(plan)}:
            found.append(plan)
            return
        if len(plan) >= (limit if count is None else min(count, limit)):
            return
        for place in range(first, len(lengths)):
            if total + lengths[place] <= most:
                extend((*plan, lengths[place]), total + lengths[place], place)

    extend((), 0, 0)
    return sorted(found, key=lambda plan: (sum(plan), len(plan), [-x for x in plan]))
