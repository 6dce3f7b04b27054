"""The order of a careful person, and what has to be placed by the exact model.

Practitioners place pins and co-teaching first, then push-in (bound to class meetings),
then the students with the most sessions a week and the fewest possibilities, and form
groups among students of one service and neighbouring grades.
"""

import math

from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.model.atlas import Atlas

CHOICE = 6
"""Starts for each session from which a service has a choice."""


def pinned(atlas: Atlas) -> list[str]:
    """Services with pins: they stand before anything else is placed."""
    wanted = {pin.service for pin in atlas.school.pins}
    return [service.id for service in atlas.services if service.id in wanted]


def bound_together(known: Knowledge) -> list[tuple[str, ...]]:
    """Units that moves on the board cannot place: co-teaching bound to something.

    The exact model places each of them as a whole.
    """
    units = dict.fromkeys(known.unit(each) for each in known.partners)
    return [unit for unit in units if not _is_movable(known, unit)]


def careful_order(known: Knowledge) -> list[str]:
    """Services in the order of placing; of those bound together the first one.

    Those with pins first, then those with hardly a choice.
    """
    atlas = known.atlas
    first = set(without_choice(known))
    ordered = sorted(
        (
            service
            for service in atlas.services
            for unit in (known.unit(service.id),)
            if unit[0] == service.id and _is_movable(known, unit)
        ),
        key=lambda service: (service.id not in first, *_rank(atlas, service)),
    )
    return [service.id for service in ordered]


def _is_movable(known: Knowledge, unit: tuple[str, ...]) -> bool:
    services = known.atlas.school.service
    return len(unit) == 1 or not any(services[each].is_co_teach for each in unit)


def without_choice(known: Knowledge) -> list[str]:
    """Services with pins, and those with hardly more starts than sessions."""
    first = pinned(known.atlas)
    return [
        *first,
        *(
            service.id
            for service in known.atlas.services
            if service.id not in first and not _has_choice(known, service)
        ),
    ]


def _has_choice(known: Knowledge, service: Service) -> bool:
    """Whether there are several starts for every session, with some provider."""
    if service.is_co_teach:
        # Whoever teaches: the classes are what the student's week is built around.
        options = known.whole_classes(service)
        return len({option.slots[0].about for option in options}) > 1
    needed = _sessions(known.atlas, service)
    return any(
        sum(
            times.starts.bit_count() * len(times.weeks)
            for times in known.times(service, provider)
        )
        >= CHOICE * needed
        for provider in known.atlas.nearby[service.id]
    )


def _rank(atlas: Atlas, service: Service) -> tuple[object, ...]:
    """Many sessions first, then scarce providers, then those who may form groups."""
    demand = atlas.demand[service.id]
    scarce = sum(atlas.available[p] for p in atlas.nearby[service.id])
    return (
        _stage(service),
        -math.ceil(_sessions(atlas, service) / atlas.school.settings.weeks),
        scarce,
        atlas.nearby[service.id],
        service.name,
        atlas.building(service) or "",
        demand.lengths,
        _grade(atlas, service),
        service.goal_area or "",
        service.level or "",
        service.id,
    )


def _sessions(atlas: Atlas, service: Service) -> float:
    """Sessions over the template, as stated or as the longest length gives them."""
    demand = atlas.demand[service.id]
    if demand.sessions is not None:
        return demand.sessions
    return float(demand.required_minutes) / max(demand.lengths, default=30)


def _stage(service: Service) -> int:
    if service.is_co_teach:
        return 0
    stages = {
        Setting.PUSH_IN: 1,
        Setting.EITHER: 2,
        Setting.PULL_OUT: 3,
        Setting.CONSULT: 4,
    }
    return stages[service.setting]


def _grade(atlas: Atlas, service: Service) -> int:
    if service.student is None:
        return 0
    return atlas.school.student[service.student].grade
