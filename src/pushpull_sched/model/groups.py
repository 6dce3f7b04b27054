"""Rules G1 to G4: who may be in one session together."""

from collections.abc import Callable, Iterable, Sequence

from ortools.sat.python.cp_model_helper import LinearExpr, Literal

from pushpull_sched.domain.school import RelationKind, School
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model.relations import compared, concerns, present
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
    able = tuple(qualified)
    left = able
    for relation in school.relations:
        if relation.provider not in able or not concerns(relation, service):
            continue
        if relation.kind is RelationKind.WITH_PROVIDER:
            left = tuple(one for one in left if one == relation.provider)
        elif relation.kind is RelationKind.NOT_PROVIDER:
            left = tuple(one for one in left if one != relation.provider)
    return left


def g4_relations(model: Model) -> None:
    """Hold ``together`` and ``apart``."""
    hold = {RelationKind.TOGETHER: _together, RelationKind.APART: _apart}
    for relation in model.school.relations:
        if relation.kind in hold:
            for _, couples in compared(model, relation):
                for first, second in couples:
                    hold[relation.kind](model, first, second)


def _together(model: Model, first: tuple[str, ...], second: tuple[str, ...]) -> None:
    """Let the sessions of the one with fewer all be sessions of the other.

    ``inside`` says that the first's are among the second's. Either direction makes the
    counts follow, so equal numbers mean equal sets. Nothing is known of those of which
    the model does not show every session.
    """
    if not model.partial.isdisjoint((*first, *second)):
        return
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


def chains(grades: Sequence[int], span: int) -> list[list[int]]:
    """Longest lists of grades of which no two may be in one group (G3)."""
    found: list[list[int]] = []

    def extend(chain: list[int]) -> None:
        later = [grade for grade in grades if grade > chain[-1] + span]
        if not later:
            found.append(chain)
        for grade in later:
            if grade <= later[0] + span:
                extend([*chain, grade])

    for grade in grades:
        if grade <= grades[0] + span:
            extend([grade])
    return found
