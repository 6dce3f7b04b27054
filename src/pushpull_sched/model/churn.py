"""Level 7, churn: how often the fellow students of a service change.

Two sessions of a service have the same set when every possible fellow student is in
both or in neither. A session costs 1 unless it has the same set as an earlier one. That
is exact, and quadratic in the slots of a service; beyond ``CLAUSES`` a service is left
out, which leaves the sum a lower bound and is told by ``model.exact``.
"""

from collections.abc import Callable

from ortools.sat.python.cp_model_helper import Literal

from pushpull_sched.domain.service import Setting
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.variables import Model, Total

CLAUSES = 60_000
"""Clauses that one model may spend on churn."""

Fellows = dict[str, Literal]


def churn(model: Model, placed: Callable[[Model, str], Literal]) -> Total:
    """Sum over services of the sets of fellow students beyond the first.

    Args:
        model: The model.
        placed: Makes a literal that is true only where a service has a session.
    """
    total = Total()
    touched = {
        service_id
        for slot in model.open_slots
        if slot.setting is Setting.PULL_OUT
        for service_id, _ in model.members[slot]
    }
    left = CLAUSES
    by_slot: dict[Slot, Fellows] = {}
    for service_id in model.options:
        if service_id not in touched or model.service(service_id).individual:
            continue
        moments = _pull_out(model, service_id)
        if len(moments) <= 1:
            continue
        cost = len(moments) ** 2 * (1 + max(len(model.members[s]) for s, _ in moments))
        if cost > left:
            model.exact = False
            continue
        left -= cost
        _count(model, service_id, moments, by_slot, total)
        total.add(_given(model, service_id, moments, placed), -1)
    return total


def _pull_out(model: Model, service_id: str) -> list[tuple[Slot, Literal]]:
    return [
        (slot, lit)
        for slot, lit in model.moments(service_id)
        if slot.setting is Setting.PULL_OUT
    ]


def _given(
    model: Model,
    service_id: str,
    moments: list[tuple[Slot, Literal]],
    placed: Callable[[Model, str], Literal],
) -> Literal:
    """A literal that is true only where the service is given as pull-out."""
    if len(moments) == sum(len(o.slots) for o in model.options[service_id]):
        return placed(model, service_id)
    literals = [lit for _, lit in moments]
    given = model.bool(hint=any(model.now(lit) for lit in literals))
    model.cp.add_bool_or([*literals, ~given])
    return given


def _count(
    model: Model,
    service_id: str,
    moments: list[tuple[Slot, Literal]],
    by_slot: dict[Slot, Fellows],
    total: Total,
) -> None:
    """Add 1 for each session whose set no earlier session of the service has."""
    me = model.service(service_id).student
    for place, (slot, lit) in enumerate(moments):
        alike = []
        for earlier, other in moments[:place]:
            same = _same(model, (slot, earlier), me, by_slot)
            both = model.bool(hint=bool(model.now(other) and model.now(same)))
            model.cp.add_implication(both, other)
            model.cp.add_implication(both, same)
            alike.append(both)
        new = model.bool(
            hint=bool(model.now(lit)) and not any(model.now(both) for both in alike)
        )
        model.cp.add_bool_or([new, ~lit, *alike])
        total.add(new)


def _fellows(model: Model, slot: Slot, by_slot: dict[Slot, Fellows]) -> Fellows:
    """Whether each student is in a slot; exact in both directions."""
    if slot not in by_slot:
        found: dict[str, list[Literal]] = {}
        for service_id, lit in model.members[slot]:
            student = model.service(service_id).student
            if student is not None:
                found.setdefault(student, []).append(lit)
        by_slot[slot] = {
            student: _exactly_any(model, literals)
            for student, literals in found.items()
        }
    return by_slot[slot]


def _exactly_any(model: Model, literals: list[Literal]) -> Literal:
    if len(literals) == 1:
        return literals[0]
    present = model.any_of(literals)
    model.cp.add_bool_or([*literals, ~present])
    return present


def _same(
    model: Model,
    pair: tuple[Slot, Slot],
    me: str | None,
    by_slot: dict[Slot, Fellows],
) -> Literal:
    """A literal that is true only where both slots hold the same fellow students."""
    one, other = (_fellows(model, slot, by_slot) for slot in pair)
    students = [student for student in {**one, **other} if student != me]
    couples = [
        (one.get(student, model.false), other.get(student, model.false))
        for student in students
    ]
    same = model.bool(
        hint=all(model.now(here) == model.now(there) for here, there in couples)
    )
    for here, there in couples:
        if here is not there:
            model.cp.add_bool_or([~same, ~here, there])
            model.cp.add_bool_or([~same, here, ~there])
    return same
