"""Relations that a planted timetable keeps, and preferences it need not keep."""

import random
from collections import defaultdict
from itertools import combinations

from benchmarks.generator.ground import Ground, Staff
from benchmarks.generator.wording import Row

RelationRow = tuple[str, str, str | None, str | None]
"""(type, who, provider, service)."""


def draw_relations(
    ground: Ground, rows: list[Row], rng: random.Random, count: int
) -> list[RelationRow]:
    """Draw about that many relations; the hard ones hold in the plan.

    Args:
        ground: The school.
        rows: The commitments with their planted sessions.
        rng: Source of every choice.
        count: How many.
    """
    everyone: dict[int, list[Row]] = defaultdict(list)
    groups: dict[int, list[Row]] = defaultdict(list)
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        everyone[id(row.series)].append(row)
        if row.series.setting != "consult" and not row.cells["provider"]:
            groups[id(row.series)].append(row)
            by_name[row.series.kind.name].append(row)
    pairs = [pair for group in groups.values() for pair in combinations(group, 2)]
    alike = [
        (a, b)
        for a, b in pairs
        if a.member.slots == b.member.slots and not a.series.co_teach
    ]
    met = {
        frozenset((a.member.pupil.id, b.member.pupil.id))
        for group in everyone.values()
        for a, b in combinations(group, 2)
    }
    made = [
        _together(a, b, rng) for a, b in rng.sample(alike, min(len(alike), count // 4))
    ]
    names = [same for same in by_name.values() if len(same) > 1]
    found: RelationRow | None
    for number in range(count - count // 4):
        first, second = rng.sample(rng.choice(names), 2)
        if number % 2:
            found = _of_pair(first, second, met, rng)
        else:
            found = _of_provider(ground, first, rng)
        made += [found] if found else []
    return made


def _together(first: Row, second: Row, rng: random.Random) -> RelationRow:
    if rng.random() < 0.5:  # noqa: PLR2004
        return "together", f"{first.id}, {second.id}", None, None
    who = f"{first.member.pupil.id}, {second.member.pupil.id}"
    return "together", who, None, first.series.kind.name


def _of_pair(
    first: Row, second: Row, met: set[frozenset[str]], rng: random.Random
) -> RelationRow:
    one, two = first.member.pupil.id, second.member.pupil.id
    kind = rng.choice(("apart", "prefer-together", "prefer-apart"))
    if kind == "apart" and frozenset((one, two)) in met:
        kind = "prefer-apart"
    name = first.series.kind.name if kind == "prefer-together" else None
    return kind, f"{one}; {two}", None, name


def _of_provider(ground: Ground, row: Row, rng: random.Random) -> RelationRow | None:
    student, name = row.member.pupil.id, row.series.kind.name
    others = _colleagues(ground, row.series.staff)
    kind = rng.choice(("with-provider", "not-provider", "prefer-provider"))
    if kind == "with-provider":
        return kind, student, row.series.staff.id, name
    return (kind, student, rng.choice(others).id, name) if others else None


def _colleagues(ground: Ground, staff: Staff) -> list[Staff]:
    return [
        other
        for other in ground.staff
        if other.role == staff.role and other.id != staff.id
    ]
