"""Rules G1 to G4: who may be in one session together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from ortools.sat.python.cp_model_helper import LinearExpr, Literal

from pushpull_sched.domain.school import (
    Relation,
    RelationEntry,
    RelationKind,
    School,
)
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model.providers import v2_qualified
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.variables import Model

Members = Sequence[tuple[str, Literal]]


def g1_group_size(model: Model) -> None:
    """Hold the limits of services, provider and room on the size of a session."""
    for slot in model.distinct_slots:
        if slot.setting is Setting.CONSULT:
            continue
        members = model.members[slot]
        most = len(members)
        if slot.setting is Setting.PULL_OUT:
            most = min(most, _provider_and_rooms(model, slot, members))
        by_limit: dict[int, list[Literal]] = {}
        for service_id, lit in members:
            limit = _limit(model.service(service_id), slot.setting)
            if limit is not None and limit < most:
                by_limit.setdefault(limit, []).append(lit)
        for limit, literals in by_limit.items():
            # Where one of these is present the size falls from ``most`` to ``limit``.
            present = model.any_of(literals)
            size = LinearExpr.sum([lit for _, lit in members])
            model.cp.add(size + (most - limit) * present <= most)


def _provider_and_rooms(model: Model, slot: Slot, members: Members) -> int:
    """Post the provider's limit and the capacity of the room; return the roomiest."""
    school = model.school
    roomy = {room: school.room[room].capacity for room in model.rooms.get(slot, {})}
    most = max(roomy.values(), default=0)
    group = school.provider[slot.provider].max_group
    if group is not None:
        most = min(most, group)
    size = [(lit, 1) for _, lit in members]
    model.at_most(size, most)
    narrow = [room for room, capacity in roomy.items() if capacity < most]
    if narrow and len(members) > min(roomy.values()):
        room_literals = model.rooms[slot]
        model.cp.add(
            LinearExpr.sum([lit for _, lit in members])
            + sum((most - roomy[room]) * room_literals[room] for room in narrow)
            <= most
        )
    return most


def _limit(service: Service, setting: Setting) -> int | None:
    if service.individual and setting is Setting.PULL_OUT:
        return 1
    return service.max_group


def g2_one_goal_area_and_level(model: Model) -> None:
    """Never mix two goal areas or two levels; the name is part of the slot itself."""
    for slot in model.distinct_slots:
        if slot.setting is Setting.PULL_OUT:
            _never_mix(model, slot, lambda service: service.goal_area)
            _never_mix(model, slot, lambda service: service.level)


def _never_mix(
    model: Model, slot: Slot, value_of: Callable[[Service], str | None]
) -> None:
    by_value: dict[str, list[Literal]] = {}
    for service_id, lit in model.members[slot]:
        value = value_of(model.service(service_id))
        if value is not None:
            by_value.setdefault(value, []).append(lit)
    if len(by_value) > 1:
        present = [model.any_of(literals) for literals in by_value.values()]
        model.cp.add_at_most_one(present)


def g3_grade_span(model: Model) -> None:
    """Keep the grades of a pull-out group inside one window of max_grade_span."""
    wide = model.school.settings.max_grade_span
    for slot in model.distinct_slots:
        if slot.setting is not Setting.PULL_OUT:
            continue
        by_grade: dict[int, list[Literal]] = {}
        for service_id, lit in model.members[slot]:
            student = model.service(service_id).student
            if student is not None:
                grade = model.school.student[student].grade
                by_grade.setdefault(grade, []).append(lit)
        if by_grade and max(by_grade) - min(by_grade) > wide:
            _one_window(model, by_grade, wide)


def _one_window(model: Model, by_grade: dict[int, list[Literal]], wide: int) -> None:
    """One literal per lowest grade of the window; a student needs a window open."""
    present = {
        grade: any(model.now(lit) for lit in literals)
        for grade, literals in by_grade.items()
    }
    lowest = min((grade for grade, there in present.items() if there), default=None)
    windows = {grade: model.bool(hint=grade == lowest) for grade in by_grade}
    model.cp.add_at_most_one(windows.values())
    for grade, literals in by_grade.items():
        opened = [windows[low] for low in windows if low <= grade <= low + wide]
        for lit in literals:
            model.cp.add_bool_or([*opened, ~lit])


def g4_providers(
    school: School, service: Service, qualified: Iterable[str]
) -> tuple[str, ...]:
    """Keep the providers that with-provider and not-provider leave."""
    left = list(qualified)
    for relation in school.relations:
        if relation.provider not in left or not _names(relation, service):
            continue
        if relation.kind is RelationKind.WITH_PROVIDER:
            left = [relation.provider]
        elif relation.kind is RelationKind.NOT_PROVIDER:
            left.remove(relation.provider)
    return tuple(left)


def _names(relation: Relation, service: Service) -> bool:
    """Whether a provider relation is about the service."""
    if relation.service is not None and relation.service != service.name:
        return False
    return any(
        entry.service == service.id
        or (entry.student is not None and entry.student == service.student)
        for entry in relation.who
    )


def g4_relations(model: Model) -> None:
    """Hold ``together`` and ``apart``."""
    for relation in model.school.relations:
        if relation.kind is RelationKind.TOGETHER:
            for first, second in related(model, relation):
                _together(model, first, second)
        elif relation.kind is RelationKind.APART:
            for first, second in related(model, relation):
                _apart(model, first, second)


def related(
    model: Model, relation: Relation
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the services compared for each pair of entries, once per service name.

    Consult and services that are not scheduled are left out; pairs in which nothing
    can change are skipped.
    """
    for one, other in combinations(relation.who, 2):
        both_services = one.service is not None and other.service is not None
        both_students = one.student is not None and other.student is not None
        if both_services or (both_students and relation.kind is RelationKind.APART):
            # Whatever their names: students kept apart never share a visit either.
            names: list[str | None] = [None]
        else:
            names = [*_names_of(model, one, other)]
        for name in names:
            first = _services(model, one, name, relation.service)
            second = _services(model, other, name, relation.service)
            if first and second and not model.free.isdisjoint({*first, *second}):
                yield first, second


def wishing(model: Model, relation: Relation) -> Iterator[tuple[str, ...]]:
    """Yield the services of each entry of a provider relation, per service name.

    Only services that the provider is qualified for, with something free among them.
    """
    for entry in relation.who:
        by_name: dict[str, list[str]] = {}
        for service_id in _services(model, entry, None, relation.service):
            service = model.service(service_id)
            if relation.provider in v2_qualified(model.school, service):
                by_name.setdefault(service.name, []).append(service_id)
        for services in by_name.values():
            if not model.free.isdisjoint(services):
                yield tuple(services)


def _names_of(model: Model, one: RelationEntry, other: RelationEntry) -> list[str]:
    def names(entry: RelationEntry) -> dict[str, None]:
        return {
            model.service(service).name: None
            for service in _services(model, entry, None, None)
        }

    theirs = names(other)
    return [name for name in names(one) if name in theirs]


def _services(
    model: Model, entry: RelationEntry, name: str | None, limit: str | None
) -> tuple[str, ...]:
    return tuple(
        service_id
        for service_id in model.options
        for service in (model.service(service_id),)
        if service.setting is not Setting.CONSULT
        and (service.id == entry.service or _is_of(service, entry))
        and name in {None, service.name}
        and limit in {None, service.name}
    )


def _is_of(service: Service, entry: RelationEntry) -> bool:
    return entry.student is not None and service.student == entry.student


def present(model: Model, services: tuple[str, ...]) -> dict[Slot, list[Literal]]:
    """Slots that any of the services may take, with their literals."""
    found: dict[Slot, list[Literal]] = {}
    for service_id in services:
        for slot, lit in model.moments(service_id):
            found.setdefault(slot, []).append(lit)
    return found


def _together(model: Model, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    """Let the sessions of the one with fewer all be sessions of the other.

    ``inside`` says that the first's are among the second's. Either direction makes the
    counts follow, so equal numbers mean equal sets.
    """
    ours, theirs = present(model, first), present(model, second)
    inside = model.bool(
        hint=all(
            any(model.now(lit) for lit in theirs.get(slot, ()))
            for slot, literals in ours.items()
            if any(model.now(lit) for lit in literals)
        )
    )
    for mine, others, chosen in ((ours, theirs, inside), (theirs, ours, ~inside)):
        for slot, literals in mine.items():
            for lit in literals:
                model.cp.add_bool_or([~chosen, ~lit, *others.get(slot, ())])


def _apart(model: Model, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    ours, theirs = present(model, first), present(model, second)
    for slot, literals in ours.items():
        if slot in theirs:
            for lit in literals:
                for other in theirs[slot]:
                    if lit is not other:
                        model.cp.add_at_most_one([lit, other])
