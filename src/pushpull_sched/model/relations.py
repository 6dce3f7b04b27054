"""Whom a relation concerns: the services that are compared, pair by pair."""

from collections.abc import Iterator
from itertools import combinations

from ortools.sat.python.cp_model_helper import Literal

from pushpull_sched.domain.school import Relation, RelationEntry, RelationKind
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model.providers import v2_qualified
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.variables import Model

Services = tuple[str, ...]
Couple = tuple[Services, Services]
Pair = frozenset[RelationEntry]


def concerns(relation: Relation, service: Service) -> bool:
    """Whether a provider relation is about the service."""
    if any(entry.service == service.id for entry in relation.who):
        return True
    return relation.service in {None, service.name} and any(
        entry.student is not None and entry.student == service.student
        for entry in relation.who
    )


def compared(model: Model, relation: Relation) -> Iterator[tuple[Pair, list[Couple]]]:
    """Yield each pair of entries with the services compared, name by name.

    Two listed services are compared whatever their names, and so are two students kept
    apart. Consult and services that are not placed or open are left out; pairs in
    which nothing can change are skipped.
    """
    for one, other in combinations(relation.who, 2):
        couples = list(_couples(model, relation, one, other))
        if any(not model.free.isdisjoint({*a, *b}) for a, b in couples):
            yield frozenset({one, other}), couples


def _couples(
    model: Model, relation: Relation, one: RelationEntry, other: RelationEntry
) -> Iterator[Couple]:
    students = one.student is not None and other.student is not None
    limit = relation.service if students else None
    first, second = _services(model, one, limit), _services(model, other, limit)
    listed = one.service is not None and other.service is not None
    if listed or (students and relation.kind is RelationKind.APART):
        yield first, second
        return
    theirs = _by_name(model, second)
    for name, services in _by_name(model, first).items():
        if name in theirs:
            yield services, theirs[name]


def wishing(model: Model, relation: Relation) -> Iterator[tuple[object, Services]]:
    """Yield each entry of prefer-provider with the services it is about.

    Only services that the provider is qualified for, with something free among them.
    """
    for entry in relation.who:
        services = tuple(
            service_id
            for service_id in _services(model, entry, relation.service)
            if relation.provider
            in v2_qualified(model.school, model.service(service_id))
        )
        if not model.free.isdisjoint(services):
            yield entry, services


def present(model: Model, services: Services) -> dict[Slot, list[Literal]]:
    """Slots that any of the services may take, with their literals."""
    found: dict[Slot, list[Literal]] = {}
    for service_id in services:
        for slot, lit in model.moments(service_id):
            found.setdefault(slot, []).append(lit)
    return found


def _services(model: Model, entry: RelationEntry, limit: str | None) -> Services:
    """Services that an entry stands for: the listed one, or the student's."""
    return tuple(
        service_id
        for service_id in model.options
        for service in (model.service(service_id),)
        if service.setting is not Setting.CONSULT
        and (
            service.id == entry.service
            or (
                entry.student is not None
                and entry.student == service.student
                and limit in {None, service.name}
            )
        )
    )


def _by_name(model: Model, services: Services) -> dict[str, Services]:
    found: dict[str, Services] = {}
    for service_id in services:
        name = model.service(service_id).name
        found[name] = (*found.get(name, ()), service_id)
    return found
