"""Whom a relation concerns, pair by pair; for rule G4 and the measure preferences."""

from collections.abc import Iterator
from itertools import combinations
from typing import TypeAlias

from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Relation, RelationEntry, RelationKind
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.verify.context import Context, qualified
from pushpull_sched.verify.wording import service_text, student_text

TogetherSet: TypeAlias = tuple[str, tuple[Session, ...], tuple[Session, ...]]
"""What is compared, the sessions of the one and the sessions of the other."""


def pairs(relation: Relation) -> Iterator[tuple[RelationEntry, RelationEntry]]:
    """Yield every pair of entries of ``who``."""
    return combinations(relation.who, 2)


def entry_text(ctx: Context, entry: RelationEntry) -> str:
    """Name an entry of ``who``."""
    if entry.student is not None:
        return student_text(ctx.school.student[entry.student])
    return service_text(ctx, ctx.school.service[entry.service or ""])


def meant_services(
    ctx: Context, relation: Relation, entry: RelationEntry
) -> tuple[Service, ...]:
    """Return the services an entry stands for.

    A listed service is exactly that one; a student stands for all his or her services,
    or for those of the name that limits the relation.
    """
    if entry.service is not None:
        service = ctx.counted.get(entry.service)
        return () if service is None else (service,)
    return tuple(
        service
        for service in ctx.counted.values()
        if service.student == entry.student and relation.service in {None, service.name}
    )


def _compared(
    ctx: Context, relation: Relation, first: RelationEntry, second: RelationEntry
) -> Iterator[tuple[str, list[Service], list[Service]]]:
    """Yield what is compared of two entries: a label and the services of each.

    Consult is left out. Two students, or a student and a service, are compared service
    name by service name; two services whatever their names.
    """
    ones, others = (
        [s for s in services if s.setting is not Setting.CONSULT]
        for services in (
            _candidates(ctx, relation, first, second),
            _candidates(ctx, relation, second, first),
        )
    )
    if first.service is not None and second.service is not None:
        label = " and ".join(dict.fromkeys(s.name for s in (*ones, *others)))
        yield label, ones, others
        return
    for name in dict.fromkeys(service.name for service in ones):
        same = [service for service in others if service.name == name]
        if same:
            yield name, [service for service in ones if service.name == name], same


def _candidates(
    ctx: Context, relation: Relation, entry: RelationEntry, other: RelationEntry
) -> tuple[Service, ...]:
    """Services of an entry; beside a listed service the limit has no say."""
    if other.service is None:
        return meant_services(ctx, relation, entry)
    unlimited = Relation(kind=relation.kind, who=relation.who)
    return meant_services(ctx, unlimited, entry)


def together_sets(
    ctx: Context, relation: Relation, first: RelationEntry, second: RelationEntry
) -> Iterator[TogetherSet]:
    """Yield, per service name that two entries share, the sessions of each."""
    for label, ones, others in _compared(ctx, relation, first, second):
        yield label, _sessions(ctx, ones), _sessions(ctx, others)


def _sessions(ctx: Context, services: list[Service]) -> tuple[Session, ...]:
    found = {
        session.id: session
        for service in services
        for session in ctx.by_service[service.id]
    }
    return tuple(found.values())


def kept_apart(
    ctx: Context, relation: Relation, first: RelationEntry, second: RelationEntry
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the services of two entries that may never meet in one session.

    Two students are kept apart whatever the services; a student and a service by that
    service's name.
    """
    ones = _candidates(ctx, relation, first, second)
    others = _candidates(ctx, relation, second, first)
    if (first.service is None) is not (second.service is None):
        names = {service.name for service in ones} & {s.name for s in others}
        ones = tuple(service for service in ones if service.name in names)
        others = tuple(service for service in others if service.name in names)
    return frozenset(s.id for s in ones), frozenset(s.id for s in others)


def broken_preferences(ctx: Context) -> int:
    """Count the broken ``prefer-`` relations, each pair once per type and service."""
    broken: set[tuple[object, ...]] = set()
    for relation in ctx.school.relations:
        kind, limit = relation.kind, relation.service
        if kind is RelationKind.PREFER_PROVIDER:
            for entry in relation.who:
                if _goes_to_another(ctx, relation, entry):
                    broken.add((kind, limit, relation.provider, entry))
        elif kind in {RelationKind.PREFER_TOGETHER, RelationKind.PREFER_APART}:
            for first, second in pairs(relation):
                if _is_disliked(ctx, relation, first, second):
                    broken.add((kind, limit, frozenset({first, second})))
    return len(broken)


def _is_disliked(
    ctx: Context, relation: Relation, first: RelationEntry, second: RelationEntry
) -> bool:
    for _, ones, others in together_sets(ctx, relation, first, second):
        common = {s.id for s in ones} & {s.id for s in others}
        if relation.kind is RelationKind.PREFER_APART:
            if common:
                return True
        elif ones and others and not common:
            return True
    return False


def _goes_to_another(ctx: Context, relation: Relation, entry: RelationEntry) -> bool:
    provider = ctx.school.provider[relation.provider or ""]
    return any(
        session.provider_id != provider.id
        for service in meant_services(ctx, relation, entry)
        if service.setting is not Setting.CONSULT and qualified(provider, service)
        for session in ctx.by_service[service.id]
    )
