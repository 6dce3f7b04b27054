"""The first schedule, in the order of a careful person, batch by batch.

Practitioners place pins and co-teaching first, then push-in (bound to class meetings),
then the students with the most minutes and the fewest possibilities, and form groups
among students of one service and neighbouring grades. Each batch is solved exactly
around everything placed before it, so no rule is ever broken on the way.
"""

import math
from collections.abc import Iterator

from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model.atlas import Atlas

BATCH = 14
"""Services placed together."""


def pinned(atlas: Atlas) -> list[str]:
    """Services with pins: they stand before anything else is placed."""
    wanted = {pin.service for pin in atlas.school.pins}
    return [service.id for service in atlas.services if service.id in wanted]


def in_batches(services: list[str]) -> Iterator[list[str]]:
    """Cut a list into batches."""
    for first in range(0, len(services), BATCH):
        yield services[first : first + BATCH]


def batches(atlas: Atlas) -> Iterator[list[str]]:
    """Yield the services without pins in batches, in the order of placing."""
    first = set(pinned(atlas))
    rest = [service for service in atlas.services if service.id not in first]
    ordered = sorted(rest, key=lambda service: _rank(atlas, service))
    batch: list[str] = []
    kind: object = None
    for service in ordered:
        mine = _kind(atlas, service)
        if batch and (len(batch) >= BATCH or mine != kind):
            yield batch
            batch = []
        batch.append(service.id)
        kind = mine
    if batch:
        yield batch


def _kind(atlas: Atlas, service: Service) -> object:
    """Services of one kind may share sessions or compete for the same people."""
    return _stage(service), atlas.nearby[service.id]


def _rank(atlas: Atlas, service: Service) -> tuple[object, ...]:
    """Scarce providers first, then many minutes, then those who may form groups."""
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
