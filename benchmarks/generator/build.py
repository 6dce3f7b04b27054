"""Build the ground of a tier: homerooms or sections, students, rooms and providers."""

import random
from collections import Counter
from collections.abc import Iterator
from string import ascii_uppercase

from benchmarks.generator.bells import (
    DAY_NAMES,
    EARLY_DAY,
    EARLY_END,
    END,
    FULL_DAYS,
    START,
    Homeroom,
    homeroom_rows,
)
from benchmarks.generator.ground import (
    Block,
    ClassRow,
    Ground,
    Hours,
    Pupil,
    RoomSpec,
    Staff,
)
from benchmarks.generator.names import adult_names, student_name
from benchmarks.generator.sections import secondary_ground
from benchmarks.generator.tiers import StaffPlan, Tier

ALL_DAYS = tuple(range(len(DAY_NAMES)))
PREFIX = {
    "Resource Teacher": "RT",
    "SLP": "SLP",
    "OT": "OTR",
    "PT": "DPT",
    "Counselor": "CNS",
    "Gifted Teacher": "GT",
    "Interventionist": "INT",
}


def build_ground(tier: Tier, rng: random.Random) -> Ground:
    """Make a school of the tier without any commitments."""
    staff, duties = _staff(tier, rng)
    tests = _testing(tier, rng)
    if tier.secondary:
        classes, pupils, periods = secondary_ground(tier, rng)
    else:
        pupils = tuple(_pupils(tier, rng))
        classes = tuple(_homerooms(tier, pupils, rng))
        pupils = tuple(_seated(pupils, classes))
        periods = ()
    return Ground(
        title=tier.title,
        day_names=DAY_NAMES,
        weeks=tier.weeks,
        classes=classes,
        pupils=pupils,
        rooms=tuple(_rooms(tier)),
        staff=staff,
        blocks=duties + tests,
        periods=periods,
        transition=tier.transition,
    )


def categories(tier: Tier) -> list[str]:
    """List the category of every student, in order."""
    return [name for name, count in tier.pupils for _ in range(count)]


def _pupils(tier: Tier, rng: random.Random) -> Iterator[Pupil]:
    """Spread the students over homerooms; two of three sit in clustered ones."""
    rooms = [
        (building, grade, turn)
        for building in tier.buildings
        for grade in tier.grades
        for turn in range(tier.homerooms)
    ]
    clustered = [room for room in rooms if room[2] < (tier.homerooms + 1) // 2]
    several = len(tier.buildings) > 1
    for number, category in enumerate(categories(tier), start=1):
        pool = clustered if rng.random() < 0.67 else rooms  # noqa: PLR2004
        building, grade, turn = rng.choice(pool)
        mark = f"{building[0]}-" if several else ""
        yield Pupil(
            id=f"S{number:03d}",
            name=student_name(rng),
            grade=grade,
            days=ALL_DAYS if rng.random() < 0.98 else (0, 1, 3, 4),  # noqa: PLR2004
            category=category,
            homeroom=f"{mark}{grade or 'K'}{ascii_uppercase[turn]}",
            building=building or None,
        )


def _homerooms(
    tier: Tier, pupils: tuple[Pupil, ...], rng: random.Random
) -> Iterator[ClassRow]:
    seen = {pupil.homeroom: pupil for pupil in pupils}
    teachers = adult_names(rng, len(seen))
    for number, name in enumerate(sorted(filter(None, seen))):
        pupil = seen[name]
        turn = ascii_uppercase.index(name[-1])
        yield from homeroom_rows(
            Homeroom(
                name=name,
                grade=pupil.grade,
                turn=turn,
                building=pupil.building,
                teacher=teachers[number],
                room=f"Room {100 + number}",
                protected=pupil.grade in {1, 2} and turn == 0,
                visits=4 if turn % 3 == 1 else None,
            )
        )


def _seated(
    pupils: tuple[Pupil, ...], classes: tuple[ClassRow, ...]
) -> Iterator[Pupil]:
    by_room: dict[str, list[str]] = {}
    for row in classes:
        names = by_room.setdefault(row.homeroom or "", [])
        if row.class_id not in names:
            names.append(row.class_id)
    for pupil in pupils:
        yield Pupil(
            id=pupil.id,
            name=pupil.name,
            grade=pupil.grade,
            days=pupil.days,
            category=pupil.category,
            homeroom=pupil.homeroom,
            building=pupil.building,
            classes=tuple(by_room[pupil.homeroom or ""]),
        )


def _rooms(tier: Tier) -> Iterator[RoomSpec]:
    several = len(tier.buildings) > 1
    for building in tier.buildings:
        for name, services, count in tier.rooms:
            for number in range(1, count + 1):
                label = f"{name} {number}" if count > 1 else name
                if several:
                    label = f"{building} {label}"
                shared = not services and number == count > 2  # noqa: PLR2004
                yield RoomSpec(
                    id=label.replace(" ", "-"),
                    name=label,
                    capacity=14 if "Gifted Teacher" in services else 8 if shared else 6,
                    groups=2 if shared else 1,
                    building=building or None,
                    services=services,
                )


def _testing(tier: Tier, rng: random.Random) -> tuple[Block, ...]:
    """One morning block of benchmark tests for the highest grade."""
    if len(tier.grades) < 3:  # noqa: PLR2004 - a toy has none
        return ()
    day = rng.choice(FULL_DAYS)
    return (
        Block(
            who=f"grade {max(tier.grades)}",
            days=(day,),
            start=START + 20,
            end=START + 60,
            reason="Benchmark test",
        ),
    )


def _staff(
    tier: Tier, rng: random.Random
) -> tuple[tuple[Staff, ...], tuple[Block, ...]]:
    names = iter(adult_names(rng, sum(plan.count for plan in tier.staff)))
    staff: list[Staff] = []
    duties: list[Block] = []
    people: Counter[str] = Counter()
    for plan in tier.staff:
        for number in range(1, plan.count + 1):
            people[plan.role] += 1
            identity = f"{PREFIX[plan.role]}{people[plan.role]}"
            hours = _hours(tier, plan, number, rng)
            blocks = _duty(identity, hours, plan, rng)
            duties.extend(blocks)
            staff.append(
                Staff(
                    id=identity,
                    name=next(names),
                    role=plan.role,
                    hours=hours,
                    planning_minutes=plan.planning,
                    pauses=tuple(_pauses(identity, hours, blocks, plan, rng)),
                    max_consecutive=plan.max_consecutive,
                )
            )
    return tuple(staff), tuple(duties)


def _hours(
    tier: Tier, plan: StaffPlan, number: int, rng: random.Random
) -> tuple[Hours, ...]:
    """Hours by building and day; a roaming provider changes building with the day."""
    days = sorted(rng.sample(ALL_DAYS, plan.days))
    rows: dict[tuple[int, int, str], list[int]] = {}
    for turn, day in enumerate(days):
        end = EARLY_END if day == EARLY_DAY else END
        shift = turn if plan.roaming else 0
        building = tier.buildings[(number - 1 + shift) % len(tier.buildings)]
        if plan.roaming and turn == 0 and len(tier.buildings) > 1:
            rows.setdefault((START, START + 180, building), []).append(day)
            building = tier.buildings[number % len(tier.buildings)]
            rows.setdefault((START + 225, end, building), []).append(day)
        else:
            rows.setdefault((START, end, building), []).append(day)
    return tuple(
        Hours(days=tuple(on), start=start, end=end, building=building or None)
        for (start, end, building), on in rows.items()
    )


def _duty(
    who: str, hours: tuple[Hours, ...], plan: StaffPlan, rng: random.Random
) -> list[Block]:
    if rng.random() >= plan.duties:
        return []
    row = rng.choice(hours)
    day = rng.choice(row.days)
    if rng.random() < 0.5:  # noqa: PLR2004
        return [
            Block(who=who, days=(day,), start=row.end - 45, end=row.end, reason="PLC")
        ]
    return [
        Block(
            who=who,
            days=(day,),
            start=row.start,
            end=row.start + 30,
            reason="IEP meetings",
        )
    ]


def _pauses(
    who: str,
    hours: tuple[Hours, ...],
    duties: list[Block],
    plan: StaffPlan,
    rng: random.Random,
) -> Iterator[Block]:
    """Keep a piece for lunch and one for planning on every working day."""
    for day in ALL_DAYS:
        stretches = [(row.start, row.end) for row in hours if day in row.days]
        if not stretches:
            continue
        start, end = stretches[-1]
        taken = [(duty.start, duty.end) for duty in duties if day in duty.days]
        window = range(max(start, 10 * 60 + 45), min(end - 30, 12 * 60 + 30) + 1, 5)
        lunches = [at for at in window if _clear(at, 30, taken)]
        lunch = rng.choice([at for at in lunches if at - start not in range(5, 30)])
        taken.append((lunch, lunch + 30))
        yield Block(who=who, days=(day,), start=lunch, end=lunch + 30, reason="lunch")
        if plan.planning:
            spots = [
                at
                for at in (
                    end - plan.planning,
                    lunch + 30,
                    stretches[0][0],
                    lunch - plan.planning,
                )
                if _clear(at, plan.planning, taken) and at + plan.planning <= end
            ]
            at = spots[0] if len(stretches) > 1 else rng.choice(spots)
            end_of = at + plan.planning
            yield Block(who=who, days=(day,), start=at, end=end_of, reason="planning")


def _clear(start: int, minutes: int, taken: list[tuple[int, int]]) -> bool:
    return all(start + minutes <= a or b <= start for a, b in taken)
