"""What could be changed about providers: hours, days, people, limits."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.explanation import Change, RepairKind
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.school import Provider, School, WorkHours
from pushpull_sched.explain.changes import (
    Rule,
    Step,
    cite,
    short_clock,
    span_text,
    with_provider,
)

HALF_HOUR = 30
DAY_END = 24 * 60
NEW = "new"
"""Stands in the id of a provider who would have to be found."""

Costs = Mapping[RepairKind, int]
Stretch = tuple[int, int]


def staff_rules(
    school: School, providers: list[Provider], day: Stretch, costs: Costs
) -> Iterator[Rule]:
    """Yield what could be eased about providers' hours.

    Args:
        school: The school.
        providers: Those who matter.
        day: First and last minute at which longer hours help.
        costs: Cost by kind.
    """
    for provider in providers:
        for number, name in enumerate(school.settings.days):
            spans = _spans(provider, number)
            if len(spans) < school.settings.weeks:
                yield _new_day(school, provider, number, day, costs)
            if spans:
                yield from _longer(provider, (number, name), spans, day, costs)
                yield from _gaps(provider, (number, name), costs)


def further_people(
    school: School, role: str, day: Stretch, costs: Costs
) -> Iterator[Rule]:
    """Yield one more person of a role, day by day."""
    weeks = range(1, school.settings.weeks + 1)
    identity = f"{NEW} {role}"
    cost = costs[RepairKind.PROVIDER_DAY] + costs[RepairKind.PROVIDER_TIME]
    for number, name in enumerate(school.settings.days):
        hours = tuple(WorkHours(when=Interval(week, number, *day)) for week in weeks)

        def apply(found: School, hours: tuple[WorkHours, ...] = hours) -> School:
            if identity in found.provider:
                return with_provider(
                    identity, lambda one: replace(one, hours=one.hours + hours)
                )(found)
            person = Provider(id=identity, roles=frozenset({role}), hours=hours)
            return replace(found, providers=(*found.providers, person))

        sheet = SourceRef(sheet="Providers")
        change = Change(
            kind=RepairKind.PROVIDER_DAY,
            target=identity,
            cost=cost,
            text=f"find one more {role} for {name} {span_text(*day)} (a row more)",
            cites=(cite(sheet),),
        )
        yield Rule(
            key=f"person {role} {number}",
            text=f"there is no further {role} on {name}",
            steps=(Step(change=change, apply=apply),),
            cites=(cite(sheet),),
        )


def limit_rules(provider: Provider, costs: Costs) -> Iterator[Rule]:
    """Yield the limits of a provider's day and week."""
    who = provider.id
    window = span_text(provider.lunch_start, provider.lunch_end)
    if provider.lunch_minutes:
        yield _limit(
            provider,
            "lunch",
            f"{who} has {provider.lunch_minutes} minutes of lunch in {window}",
            f"let {who} have lunch at any time of the day (lunch_start, lunch_end)",
            {"lunch_start": 0, "lunch_end": DAY_END},
            costs,
        )
    if provider.planning_minutes:
        yield _limit(
            provider,
            "planning",
            f"{who} has {provider.planning_minutes} minutes of planning a day",
            f"do without {who}'s planning_minutes",
            {"planning_minutes": 0},
            costs,
        )
    for name, words in (
        ("max_minutes_day", "minutes of sessions a day"),
        ("max_minutes_week", "minutes of sessions a week"),
        ("max_consecutive", "minutes without a break"),
    ):
        value = getattr(provider, name)
        if value is not None:
            yield _limit(
                provider,
                name,
                f"{who} gives at most {value} {words}",
                f"lift {who}'s {name} ({value})",
                {name: None},
                costs,
            )
    if provider.rooms:
        yield _limit(
            provider,
            "rooms",
            f"{who} works in {', '.join(sorted(provider.rooms))} only",
            f"let {who} use every room (rooms)",
            {"rooms": frozenset()},
            costs,
        )


def _limit(  # noqa: PLR0913, PLR0917 - one row of a table
    provider: Provider,
    name: str,
    text: str,
    change: str,
    values: Mapping[str, object],
    costs: Costs,
) -> Rule:
    cites = (cite(provider.source, f"{provider.id}'s {name}"),)
    step = Step(
        change=Change(
            kind=RepairKind.PROVIDER_LIMIT,
            target=provider.id,
            cost=costs[RepairKind.PROVIDER_LIMIT],
            text=change,
            cites=cites,
        ),
        apply=with_provider(
            provider.id,
            lambda one: replace(one, **values),  # type: ignore[arg-type]
        ),
    )
    return Rule(key=f"{name} {provider.id}", text=text, steps=(step,), cites=cites)


def _spans(provider: Provider, day: int) -> dict[int, list[WorkHours]]:
    """Hours of a day by week, in order of time."""
    found: dict[int, list[WorkHours]] = {}
    for hours in sorted(provider.hours, key=lambda one: one.when.start):
        if hours.when.day == day:
            found.setdefault(hours.when.week, []).append(hours)
    return found


def _new_day(
    school: School, provider: Provider, day: int, usual: Stretch, costs: Costs
) -> Rule:
    name = school.settings.days[day]
    start, end = _usual(provider) or usual
    there = _spans(provider, day)
    hours = tuple(
        WorkHours(when=Interval(week, day, start, end))
        for week in range(1, school.settings.weeks + 1)
        if week not in there
    )
    cites = (cite(provider.source, f"{provider.id}'s days"),)
    weeks = " in every week" if there else ""
    change = Change(
        kind=RepairKind.PROVIDER_DAY,
        target=provider.id,
        cost=costs[RepairKind.PROVIDER_DAY],
        text=f"let {provider.id} work on {name} too{weeks}, {span_text(start, end)}",
        cites=cites,
    )
    away = "not there in every week" if there else "not there"
    return Rule(
        key=f"day {provider.id} {day}",
        text=f"{provider.id} is {away} on {name}",
        steps=(
            Step(
                change=change,
                apply=with_provider(
                    provider.id, lambda one: replace(one, hours=one.hours + hours)
                ),
            ),
        ),
        cites=cites,
    )


def _usual(provider: Provider) -> Stretch | None:
    """From when to when the provider works on most days."""
    days: dict[tuple[int, int], Stretch] = {}
    for hours in provider.hours:
        key = hours.when.week, hours.when.day
        start, end = days.get(key, (hours.when.start, hours.when.end))
        days[key] = min(start, hours.when.start), max(end, hours.when.end)
    return Counter(days.values()).most_common(1)[0][0] if days else None


def _longer(
    provider: Provider,
    day: tuple[int, str],
    spans: Mapping[int, list[WorkHours]],
    school_day: Stretch,
    costs: Costs,
) -> Iterator[Rule]:
    """Earlier starts and later ends, half hour by half hour."""
    first = min(hours[0].when.start for hours in spans.values())
    last = max(hours[-1].when.end for hours in spans.values())
    number, name = day
    cites = (cite(provider.source, f"{provider.id}'s hours", span_text(first, last)),)
    for edge, bound, word in (
        (first, school_day[0], "earlier"),
        (last, school_day[1], "later"),
    ):
        later = word == "later"
        steps = []
        missing = bound - edge if later else edge - bound
        for half_hours in range(1, -(-missing // HALF_HOUR) + 1):
            by = min(half_hours * HALF_HOUR, missing)
            new = (first, last + by) if later else (first - by, last)
            change = Change(
                kind=RepairKind.PROVIDER_TIME,
                target=provider.id,
                cost=costs[RepairKind.PROVIDER_TIME] * half_hours,
                text=(
                    f"{provider.id} on {name}: {span_text(first, last)} -> "
                    f"{span_text(*new)}"
                ),
                cites=cites,
            )
            steps.append(
                Step(
                    change=change,
                    apply=with_provider(
                        provider.id,
                        lambda one, new=new: _stretched(one, number, new),  # type: ignore[misc]
                    ),
                )
            )
        if steps:
            verb = "leaves" if later else "comes"
            yield Rule(
                key=f"{word} {provider.id} {number}",
                text=f"{provider.id} {verb} at {short_clock(edge)} on {name}",
                steps=tuple(steps),
                cites=cites,
            )


def _stretched(provider: Provider, day: int, to: Stretch) -> Provider:
    """The provider with hours on a day that reach from and to, where they are there."""
    more = []
    for week, hours in _spans(provider, day).items():
        start, end = hours[0], hours[-1]
        if to[0] < start.when.start:
            when = Interval(week, day, to[0], start.when.start)
            more.append(WorkHours(when=when, buildings=start.buildings))
        if to[1] > end.when.end:
            when = Interval(week, day, end.when.end, to[1])
            more.append(WorkHours(when=when, buildings=end.buildings))
    return replace(provider, hours=provider.hours + tuple(more))


def _gaps(provider: Provider, day: tuple[int, str], costs: Costs) -> Iterator[Rule]:
    """Duties inside the hours of a day that could be given up."""
    number, name = day
    gaps: dict[Stretch, list[WorkHours]] = {}
    for week, hours in _spans(provider, number).items():
        end = hours[0].when.end
        for before, after in pairwise(hours):
            end = max(end, before.when.end)
            if after.when.start > end and before.buildings == after.buildings:
                more = WorkHours(
                    when=Interval(week, number, end, after.when.start),
                    buildings=after.buildings,
                )
                gaps.setdefault((end, after.when.start), []).append(more)
    for (start, end), hours in gaps.items():
        cites = (cite(provider.source, f"{provider.id}'s hours"),)
        change = Change(
            kind=RepairKind.PROVIDER_TIME,
            target=provider.id,
            cost=costs[RepairKind.PROVIDER_TIME] * -(-(end - start) // HALF_HOUR),
            text=f"free {provider.id} on {name} {span_text(start, end)} for sessions",
            cites=cites,
        )
        yield Rule(
            key=f"gap {provider.id} {number} {start}",
            text=f"{provider.id} is not available on {name} {span_text(start, end)}",
            steps=(
                Step(
                    change=change,
                    apply=with_provider(
                        provider.id,
                        lambda one, more=tuple(hours): replace(  # type: ignore[misc]
                            one, hours=one.hours + more
                        ),
                    ),
                ),
            ),
            cites=cites,
        )
