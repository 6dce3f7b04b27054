"""Whom a relation concerns: the services that are compared, pair by pair."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from ortools.sat.python.cp_model_helper import Literal

from pushpull_sched.domain.school import Relation, RelationEntry, RelationKind, School
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


class Everyone:
    """All services of a school, seen as a model with everything free."""

    def __init__(self, school: School, services: Iterable[Service]) -> None:
        self.school = school
        self.options = {service.id: None for service in services}
        self.free = frozenset(self.options)

    def service(self, service_id: str) -> Service:
        """A service by id."""
        return self.school.service[service_id]


Cast = Model | Everyone
"""Who may be compared: the services of a model, or all of a school."""


def related(
    school: School, services: Iterable[Service], kind: RelationKind
) -> dict[str, frozenset[str]]:
    """For each service, the others that relations of a kind compare it with."""
    everyone = Everyone(school, services)
    found: dict[str, set[str]] = {}
    for relation in school.relations:
        if relation.kind is kind:
            for _, couples in compared(everyone, relation):
                for first, second in couples:
                    for one in first:
                        found.setdefault(one, set()).update(second)
                    for one in second:
                        found.setdefault(one, set()).update(first)
    return {one: frozenset(others) for one, others in found.items()}


def compared(model: Cast, relation: Relation) -> Iterator[tuple[Pair, list[Couple]]]:
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
    model: Cast,
    relation: Relation,
    one: RelationEntry,
    other: RelationEntry,
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


def wishing(model: Cast, relation: Relation) -> Iterator[tuple[object, Services]]:
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


def _services(model: Cast, entry: RelationEntry, limit: str | None) -> Services:
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


def _by_name(model: Cast, services: Services) -> dict[str, Services]:
    found: dict[str, Services] = {}
    for service_id in services:
        name = model.service(service_id).name
        found[name] = (*found.get(name, ()), service_id)
    return found
