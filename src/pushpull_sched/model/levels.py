"""The measures of quality as sums over the model's variables.

Each function covers what can change in the model; what is held adds a constant that no
decision needs. Definitions: ``docs/rules.md``, "Measures".
"""

from collections.abc import Callable, Mapping
from itertools import permutations
from types import MappingProxyType
from typing import NamedTuple

from ortools.sat.python.cp_model_helper import IntVar, LinearExpr, Literal

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Setting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.churn import churn
from pushpull_sched.model.relations import compared, present, wishing
from pushpull_sched.model.slots import Option
from pushpull_sched.model.variables import Model, Total

BROKEN_PREFERENCE = 30
"""Cost of one broken preference (level 9)."""
THOUSANDTHS = 1000
"""Unit of imbalance (level 8)."""


def minutes_short(model: Model, atlas: Atlas) -> Total:
    """Level 1: minutes short, times the priority of the service."""
    total = Total()
    for service_id in model.free_services:
        total.extend(model.short[service_id], model.service(service_id).priority)
    return total


def moved(model: Model, atlas: Atlas) -> Total:
    """Level 2: minutes of the baseline that are not given again."""
    total = Total()
    for service_id in model.free_services:
        minutes = atlas.baseline.minutes.get(service_id, 0)
        if not minutes:
            continue
        total.constant += minutes
        for option, literal in model.taken(service_id):
            total.add(literal, -atlas.baseline.kept_by(option))
    return total


def lre(model: Model, atlas: Atlas) -> Total:
    """Level 3: pull-out minutes of services that may be push-in."""
    return _over_options(model, lambda option: lre_of(atlas, option))


def lre_of(atlas: Atlas, option: Option) -> int:
    """Minutes of an option, where it pulls a student out for an ``either`` service."""
    either = atlas.school.service[option.service].setting is Setting.EITHER
    return pull_out_of(atlas, option) if either else 0


def pull_out(model: Model, atlas: Atlas) -> Total:
    """All pull-out minutes, summed over students."""
    return _over_options(model, lambda option: pull_out_of(atlas, option))


def pull_out_of(atlas: Atlas, option: Option) -> int:
    """Minutes of an option, where it is pull-out."""
    return option.minutes if option.setting is Setting.PULL_OUT else 0


def missed(model: Model, atlas: Atlas) -> Total:
    """Level 4: class minutes missed, times the weight of the meeting."""
    return _over_options(model, lambda option: missed_by(atlas, option))


def missed_core(model: Model, atlas: Atlas) -> Total:
    """Level 4 on core subjects only."""
    return _over_options(model, lambda option: missed_by(atlas, option, core_only=True))


def missed_by(atlas: Atlas, option: Option, *, core_only: bool = False) -> int:
    """Weighted class minutes that the student misses by one option."""
    student = atlas.school.service[option.service].student
    if option.setting is not Setting.PULL_OUT or student is None:
        return 0
    cost = 0
    for slot in option.slots:
        costs = atlas.missed_costs(student, slot.week, slot.day, core_only=core_only)
        for start, end, weight in costs:
            shared = min(slot.end, end) - max(slot.start, start)
            if shared > 0:
                cost += shared * weight
    return cost


def _over_options(model: Model, cost: Callable[[Option], int]) -> Total:
    total = Total()
    for service_id in model.free_services:
        for option, literal in model.taken(service_id):
            total.add(literal, cost(option))
    return total


def oversize(model: Model, atlas: Atlas) -> Total:
    """Level 5: minutes of pull-out sessions times students above the target."""
    total = Total()
    target = model.school.settings.target_group
    for slot, weeks in model.distinct_slots.items():
        members = model.members[slot]
        if slot.setting is not Setting.PULL_OUT or len(members) <= target:
            continue
        literals = [literal for _, literal in members]
        size = sum(model.now(literal) for literal in literals)
        above = model.whole(0, len(members) - target, size - target)
        model.cp.add(above + target >= LinearExpr.sum(literals))
        total.add(above, weeks * slot.minutes)
    return total


def irregular(model: Model, atlas: Atlas) -> Total:
    """Level 6: clock times of start of a service beyond the first."""
    total = Total()
    for service_id in model.free_services:
        by_start: dict[int, list[Literal]] = {}
        for slot, literal in model.moments(service_id):
            by_start.setdefault(slot.start, []).append(literal)
        if len(by_start) <= 1:
            continue
        for literals in by_start.values():
            total.add(model.any_of(literals))
        total.add(_placed(model, service_id), -1)
    return total


def _placed(model: Model, service_id: str) -> Literal:
    """A literal that is true only where the service has a session."""
    literals = [literal for _, literal in model.taken(service_id)]
    placed = model.bool(hint=any(model.now(literal) for literal in literals))
    model.cp.add_bool_or([*literals, ~placed])
    return placed


def _churn(model: Model, atlas: Atlas) -> Total:
    """Level 7: sets of fellow students of a service beyond the first."""
    return churn(model, _placed)


def imbalance(model: Model, atlas: Atlas) -> Total:
    """Level 8: spread of the providers' shares inside each role, in thousandths.

    The providers whose load is held take part with a constant.
    """
    total = Total()
    loads = _loads(model, atlas)
    touched = {provider for provider, _, _ in model.provider_days}
    for mates in atlas.roles.values():
        if len(mates) <= 1 or touched.isdisjoint(mates):
            continue
        pairs = list(permutations((loads[mate] for mate in mates), 2))
        highest = max(_spread_now(model, one, other) for one, other in pairs)
        spread = model.whole(0, THOUSANDTHS, max(0, highest))
        for one, other in pairs:
            _at_least_spread(model, one, other, spread)
        total.add(spread)
    return total


class Load(NamedTuple):
    """Session minutes of a provider over the template, and the available minutes."""

    minutes: Total
    available: int


def _loads(model: Model, atlas: Atlas) -> dict[str, Load]:
    loads = {name: Load(Total(), most) for name, most in atlas.available.items()}
    for slot, literal in model.held.items():
        loads[slot.provider].minutes.add(literal, slot.minutes)
    return loads


def _spread_now(model: Model, one: Load, other: Load) -> int:
    """Difference of two shares in the schedule at hand, in whole thousandths."""
    high = model.total_now(one.minutes) * other.available
    low = model.total_now(other.minutes) * one.available
    return THOUSANDTHS * (high - low) // (one.available * other.available)


def _at_least_spread(model: Model, one: Load, other: Load, spread: IntVar) -> None:
    """Post spread >= floor(1000 (share of one - share of other))."""
    both = one.available * other.available
    model.cp.add(
        THOUSANDTHS * other.available * one.minutes.expression
        - THOUSANDTHS * one.available * other.minutes.expression
        <= both * spread + both - 1
    )


def preferences(model: Model, atlas: Atlas) -> Total:
    """Level 9: 30 for every broken preference, each pair once per kind and service."""
    broken: dict[object, list[Literal]] = {}
    for relation in model.school.relations:
        kind, limit = relation.kind, relation.service
        if kind is RelationKind.PREFER_PROVIDER:
            provider = relation.provider or ""
            for entry, services in wishing(model, relation):
                broken[kind, limit, provider, entry] = [
                    _with_another(model, services, provider)
                ]
        elif kind in MEETING_PREFERENCES:
            make = MEETING_PREFERENCES[kind]
            for pair, couples in compared(model, relation):
                broken[kind, limit, pair] = [make(model, *couple) for couple in couples]
    total = Total()
    for literals in broken.values():
        total.add(model.any_of(literals), BROKEN_PREFERENCE)
    return total


def _with_another(model: Model, services: tuple[str, ...], provider: str) -> Literal:
    return model.any_of(
        [
            literal
            for service_id in services
            for option, literal in model.taken(service_id)
            if option.provider != provider
        ]
        or [model.false]
    )


def _meet(model: Model, first: tuple[str, ...], second: tuple[str, ...]) -> Literal:
    """At least true where one session serves both."""
    both = []
    ours, theirs = present(model, first), present(model, second)
    for slot, literals in ours.items():
        for mine in literals:
            for other in theirs.get(slot, ()):
                meet = model.bool(hint=bool(model.now(mine) and model.now(other)))
                model.cp.add_bool_or([meet, ~mine, ~other])
                both.append(meet)
    return model.any_of(both) if both else model.false


def _never_meet(
    model: Model, first: tuple[str, ...], second: tuple[str, ...]
) -> Literal:
    """At least true where both are placed and no session serves both."""
    ours, theirs = present(model, first), present(model, second)
    if not ours or not theirs:
        return model.false
    meets = []
    for slot, literals in ours.items():
        if slot in theirs:
            meet = model.bool(
                hint=any(model.now(lit) for lit in literals)
                and any(model.now(lit) for lit in theirs[slot])
            )
            model.cp.add_bool_or([*literals, ~meet])
            model.cp.add_bool_or([*theirs[slot], ~meet])
            meets.append(meet)
    placed = [
        model.any_of([lit for literals in side.values() for lit in literals])
        for side in (ours, theirs)
    ]
    broken = model.bool(
        hint=all(model.now(lit) for lit in placed)
        and not any(model.now(meet) for meet in meets)
    )
    model.cp.add_bool_or([broken, *meets, *(~lit for lit in placed)])
    return broken


MEETING_PREFERENCES = MappingProxyType(
    {
        RelationKind.PREFER_TOGETHER: _never_meet,
        RelationKind.PREFER_APART: _meet,
    }
)


def splits(model: Model, atlas: Atlas) -> Total:
    """Level 10: runs of sessions in a provider's day beyond the first."""
    total = Total()
    for (provider_id, _, _), slots, weeks in model.distinct_days():
        pause = model.school.provider[provider_id].break_minutes
        starts: dict[int, list[Literal]] = {}
        for slot in slots:
            starts.setdefault(slot.start, []).append(model.held[slot])
        for start, literals in starts.items():
            before = [
                model.held[slot] for slot in slots if start - pause < slot.end <= start
            ]
            runs = model.bool(
                hint=any(model.now(lit) for lit in literals)
                and not any(model.now(lit) for lit in before)
            )
            model.cp.add(runs + LinearExpr.sum(before) >= LinearExpr.sum(literals))
            total.add(runs, weeks)
        held = [model.held[slot] for slot in slots]
        used = model.bool(hint=any(model.now(lit) for lit in held))
        model.cp.add_bool_or([*held, ~used])
        total.add(used, -weeks)
    return total


MEASURES: Mapping[Measure, Callable[[Model, Atlas], Total]] = MappingProxyType(
    {
        Measure.MINUTES_SHORT: minutes_short,
        Measure.MOVED: moved,
        Measure.LRE: lre,
        Measure.MISSED: missed,
        Measure.OVERSIZE: oversize,
        Measure.IRREGULAR: irregular,
        Measure.CHURN: _churn,
        Measure.IMBALANCE: imbalance,
        Measure.PREFERENCES: preferences,
        Measure.SPLITS: splits,
        Measure.MISSED_CORE: missed_core,
        Measure.PULL_OUT: pull_out,
    }
)
"""Every measure; ``moved`` is 0 where the atlas holds no earlier schedule."""


def level_total(model: Model, atlas: Atlas, level: Level) -> Total:
    """The weighted sum of a level's measures."""
    total = Total()
    for measure, weight in level.weights:
        total.extend(MEASURES[measure](model, atlas), weight)
    return total
