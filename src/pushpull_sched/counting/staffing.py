"""The staffing view: what each role needs at the least, and where the week presses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil

from pushpull_sched.counting.reasons import Counting
from pushpull_sched.counting.words import cites_of
from pushpull_sched.domain.explanation import HalfHour, RoleLoad, Staffing
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas, Day

HALF_HOUR = 30
Load = Mapping[Day, Mapping[int, float]]
"""Minutes by (week, day) and start of the half hour."""


def staffing_of(atlas: Atlas) -> Staffing:
    """Count the minutes of every role of a school without errors."""
    return staffing_by(Counting(atlas))


def staffing_by(counting: Counting) -> Staffing:
    """Count the minutes of every role that some service asks for."""
    school = counting.atlas.school
    wanted = {role for service in counting.atlas.services for role in service.roles}
    roles = sorted(role for one in school.providers for role in one.roles)
    return Staffing(
        day_names=school.settings.days,
        weeks=school.settings.weeks,
        roles=tuple(
            _role(counting, role) for role in dict.fromkeys(roles) if role in wanted
        ),
    )


def _role(counting: Counting, role: str) -> RoleLoad:
    atlas, possible = counting.atlas, counting.possible
    school = atlas.school
    team = sorted(one.id for one in school.providers if role in one.roles)
    mine = [
        service_id
        for service_id, names in possible.able.items()
        if names and names <= set(team)
    ]
    owed = {one: counting.pressure.whole[one].minutes for one in mine}
    groups = counting.pressure.groups
    needed = ceil(groups.provider_minutes(owed))
    there = sum(atlas.capacity[name] for name in team)
    students = sum(owed.values())
    return RoleLoad(
        role=role,
        provider_ids=tuple(team),
        services=len(mine),
        student_minutes=students,
        needed=needed,
        available=there,
        mean_group=students / there if there else 0.0,
        largest_group=students / needed if needed else 0.0,
        days=_days(counting, team),
        cites=cites_of((school.provider[name].source, name) for name in team),
    )


def _days(counting: Counting, team: list[str]) -> tuple[tuple[HalfHour, ...], ...]:
    atlas = counting.atlas
    settings = atlas.school.settings
    hours = {name: atlas.hours(name, None) for name in team}
    there = masks.union(mask for days in hours.values() for mask in days.values())
    if not there:
        return tuple(() for _ in settings.days)
    first = masks.first(there) // HALF_HOUR * HALF_HOUR
    starts = range(first, there.bit_length(), HALF_HOUR)
    load = _spread_evenly(counting, set(team))
    return tuple(
        tuple(
            HalfHour(
                start=start,
                load=sum(
                    load.get((week, day), {}).get(start, 0.0)
                    for week in range(1, settings.weeks + 1)
                ),
                available=sum(
                    _inside(hours[name].get((week, day), 0), start)
                    for name in team
                    for week in range(1, settings.weeks + 1)
                ),
            )
            for start in starts
        )
        for day in range(len(settings.days))
    )


def _spread_evenly(counting: Counting, team: set[str]) -> Load:
    """Spread the provider minutes of each service over the times that it can be at."""
    load: dict[Day, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for service_id, by_provider in counting.possible.covered_by.items():
        mine = sorted(team & by_provider.keys())
        if not mine or service_id in counting.alone.hopeless:
            continue
        times: dict[Day, int] = {}
        for name in mine:
            for when, mask in by_provider[name].items():
                times[when] = times.get(when, 0) | mask
        minutes = counting.pressure.whole[service_id].minutes
        share = Fraction(len(mine), len(by_provider))
        rate = float(share * minutes / counting.pressure.groups.caps[service_id])
        rate /= sum(mask.bit_count() for mask in times.values())
        for when, mask in times.items():
            for start in _halves(mask):
                load[when][start] += rate * _inside(mask, start)
    return load


def _halves(mask: int) -> Iterable[int]:
    """Starts of the half hours in which a mask has minutes."""
    first = masks.first(mask) // HALF_HOUR * HALF_HOUR
    return range(first, mask.bit_length(), HALF_HOUR)


def _inside(mask: int, start: int) -> int:
    return (mask & masks.span(start, start + HALF_HOUR)).bit_count()
