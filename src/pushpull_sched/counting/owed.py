"""How much of a service must be on one day, because the other days cannot hold it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from pushpull_sched.counting.possible import Starts, Way
from pushpull_sched.domain.service import Demand, Service
from pushpull_sched.model import masks


class Amount(NamedTuple):
    """Sessions and minutes."""

    sessions: int
    minutes: int


NOTHING = Amount(0, 0)


class Gap(NamedTuple):
    """What is owed beyond what there is room for.

    Attributes:
        minutes: Minutes that a schedule serving everything must find elsewhere.
        stated: Of these, what the required minutes alone ask for: a session that the
            number of sessions asks for may be longer than the minutes missing.
    """

    minutes: int
    stated: int


NO_GAP = Gap(0, 0)


Held = Mapping[int, Mapping[int, Amount]]
"""What each day of each week holds at the most: week, day to amount."""


def held(demand: Demand, way: Way) -> Held:
    """The most sessions and minutes that a way has on each day."""
    found: dict[int, dict[int, Amount]] = {week: {} for week in demand.weeks}
    known: dict[tuple[Starts, ...], Amount] = {}
    for (week, day), starts in way.days.items():
        if week in found:
            if starts not in known:
                known[starts] = _day_amount(starts, demand.max_per_day)
            found[week][day] = known[starts]
    return found


def most(
    service: Service, demand: Demand, room: Held, without: int | None = None
) -> Amount:
    """The most sessions and minutes over the template, one day perhaps left out."""
    return _joined(demand, _weeks(service, room, without))


def gap(
    service: Service, demand: Demand, room: Held, without: int | None = None
) -> Gap:
    """What there is no room for over the template, one day perhaps left out.

    Args:
        service: The service; not co-teach.
        demand: What it demands.
        room: What one of its ways holds.
        without: A day that is left out.
    """
    weeks = _weeks(service, room, without)
    if demand.weekly_minutes is None:
        total = _joined(demand, weeks)
        return _missing(demand, demand.sessions, demand.required_minutes, total)
    gaps = [
        _missing(demand, demand.weekly_sessions, demand.weekly_minutes, weeks[week])
        for week in demand.weeks
    ]
    return Gap(sum(one.minutes for one in gaps), sum(one.stated for one in gaps))


def fixed_on(way: Way, day: int) -> Gap:
    """Co-teach: every meeting on the day is owed."""
    minutes = sum(
        one.length
        for (_, other), starts in way.days.items()
        if other == day
        for one in starts
    )
    return Gap(minutes, minutes)


def least_minutes(demand: Demand) -> int:
    """Minutes of session time that serving it in full takes at the least."""
    required = ceil(demand.required_minutes)
    lengths = (*demand.lengths, *demand.exact_lengths)
    if not lengths or demand.sessions is None:
        return required
    return max(required, demand.sessions * min(lengths))


def _missing(
    demand: Demand, sessions: int | None, minutes: Fraction, room: Amount
) -> Gap:
    shortest = min((*demand.lengths, *demand.exact_lengths))
    stated = max(0, ceil(minutes) - room.minutes)
    count = max(0, (sessions or 0) - room.sessions)
    return Gap(max(stated, count * shortest), stated)


def _joined(demand: Demand, weeks: Mapping[int, Amount]) -> Amount:
    """Add up the weeks; of each block only the n best can hold sessions (n of m)."""
    if demand.block is None:
        return _sum(weeks.values())
    chosen, length = demand.block
    blocks: dict[int, list[Amount]] = {}
    for week, amount in weeks.items():
        blocks.setdefault((week - 1) // length, []).append(amount)
    return Amount(
        sum(_best(chosen, (each.sessions for each in one)) for one in blocks.values()),
        sum(_best(chosen, (each.minutes for each in one)) for one in blocks.values()),
    )


def _best(count: int, values: Iterable[int]) -> int:
    return sum(sorted(values, reverse=True)[:count])


def _sum(amounts: Iterable[Amount]) -> Amount:
    found = list(amounts)
    return Amount(sum(one.sessions for one in found), sum(one.minutes for one in found))


def _weeks(service: Service, room: Held, without: int | None) -> dict[int, Amount]:
    return {
        week: Amount(
            _spaced(
                {day: one.sessions for day, one in days.items() if day != without},
                service.min_days_apart,
            ),
            _spaced(
                {day: one.minutes for day, one in days.items() if day != without},
                service.min_days_apart,
            ),
        )
        for week, days in room.items()
    }


def _day_amount(starts: tuple[Starts, ...], most_sessions: int | None) -> Amount:
    """The most sessions, one after the other, and minutes that a day holds."""
    fits = _fits(starts, most_sessions)
    covered = masks.union(
        masks.spread(one.starts, one.length) for one in starts
    ).bit_count()
    longest = max((one.length for one in starts if one.starts), default=0)
    return Amount(fits, min(covered, fits * longest))


def _fits(starts: tuple[Starts, ...], most_sessions: int | None) -> int:
    """Count sessions that follow one another: always the one that ends first."""
    count, now = 0, 0
    while most_sessions is None or count < most_sessions:
        ends = [
            masks.first(left) + one.length
            for one in starts
            for left in (one.starts >> now << now,)
            if left
        ]
        if not ends:
            break
        count, now = count + 1, min(ends)
    return count


def _spaced(days: Mapping[int, int], apart: int) -> int:
    """The largest sum over days of which no two are nearer than min_days_apart."""
    if apart <= 1:
        return sum(days.values())
    best: dict[int, int] = {}
    for day in sorted(days):
        before = [total for other, total in best.items() if day - other >= apart]
        best[day] = days[day] + max(before, default=0)
    return max(best.values(), default=0)
