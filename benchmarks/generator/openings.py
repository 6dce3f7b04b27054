"""Find when a group can meet: days, starts, members and a room for one series."""

import random
from itertools import product

from benchmarks.generator.diary import ON_GRID, Diary, runs, span
from benchmarks.generator.ground import (
    ClassRow,
    Key,
    Member,
    Need,
    Pupil,
    RoomSpec,
    Series,
    Slot,
    Staff,
)
from benchmarks.generator.joining import join_others
from benchmarks.generator.lesson import Lesson, Opening, Spot


def find_slots(diary: Diary, lesson: Lesson, rng: random.Random) -> Series | None:
    """Place a series, or return None where nothing fits.

    Args:
        diary: Who is taken when.
        lesson: What is to be placed.
        rng: Source of every choice.
    """
    rows = _class_rows(diary, lesson, rng) if lesson.push_in else []
    if lesson.push_in and not rows:
        return None
    for room in _rooms(diary, lesson, rng):
        spot = Spot(lesson=lesson, rows=tuple(rows), room=room)
        slots = _all_slots(diary, spot, rng)
        if slots:
            return _series(diary, spot, slots, rng)
    return None


def _all_slots(diary: Diary, spot: Spot, rng: random.Random) -> list[Slot]:
    need = spot.lesson.need
    slots: list[Slot] = []
    for weeks in _week_sets(spot.lesson, diary.ground.weeks, rng):
        openings = _choose(diary, spot, weeks, rng)
        if openings is None:
            return []
        slots += [
            Slot(week, day, start, start + need.minutes)
            for week, (day, start) in product(weeks, openings)
        ]
    return sorted(slots)


def _series(diary: Diary, spot: Spot, slots: list[Slot], rng: random.Random) -> Series:
    lesson, need = spot.lesson, spot.lesson.need
    series = Series(
        staff=lesson.staff,
        kind=need.kind,
        setting=_setting(lesson),
        slots=tuple(slots),
        minutes=need.minutes,
        pattern=need.pattern,
        room=spot.room.id if spot.room else None,
        class_id=spot.rows[0].class_id if spot.rows else None,
        individual=need.individual and not lesson.push_in,
        members=[
            Member(pupil=need.pupil, slots=tuple(slots), sessions=lesson.sessions)
        ],
    )
    join_others(diary, spot, series, rng)
    return series


def whole_class(
    diary: Diary, staff: Staff, name: str, needs: list[Need]
) -> Series | None:
    """Give every meeting of a class to one co-teacher, for all of those students."""
    slots = [
        Slot(week, day, row.start, row.end)
        for row in diary.rows[name]
        for week in row.weeks or range(1, diary.ground.weeks + 1)
        for day in row.days
    ]
    slots.sort()
    building = diary.rows[name][0].building
    place = diary.rows[name][0].room or name
    for slot in slots:
        bits = span(slot.start, slot.end)
        if diary.staff_free(staff, slot.key, building) & bits != bits:
            return None
        if not diary.fits_staff(staff, slot, place):
            return None
    members = [need.pupil for need in needs if _can_all(diary, need.pupil, slots)]
    if len(members) < 2:  # noqa: PLR2004 - a co-teacher is for several students
        return None
    return Series(
        staff=staff,
        kind=needs[0].kind,
        setting="push-in",
        slots=tuple(slots),
        minutes=0,
        pattern="every",
        class_id=name,
        co_teach=True,
        members=[
            Member(pupil=pupil, slots=tuple(slots), sessions=0)
            for pupil in members[: diary.rows[name][0].max_push_in or 8]
        ],
    )


def _can_all(diary: Diary, pupil: Pupil, slots: list[Slot]) -> bool:
    return all(
        diary.pupil_free(pupil, slot.key, pulled=False) & bits == bits
        for slot in slots
        for bits in (span(slot.start, slot.end),)
    )


def _setting(lesson: Lesson) -> str:
    if lesson.need.kind.consult:
        return "consult"
    return "push-in" if lesson.push_in else "pull-out"


def _week_sets(lesson: Lesson, weeks: int, rng: random.Random) -> list[tuple[int, ...]]:
    """Return sets of weeks; the sessions are alike in all weeks of one set."""
    need = lesson.need
    everything = tuple(range(1, weeks + 1))
    if need.pattern == "1 of 2":
        parity = rng.choice((0, 1))
        return [tuple(week for week in everything if week % 2 == parity)]
    if need.pattern == "3 of 4":
        left_out = rng.choice(everything)
        return [tuple(week for week in everything if week != left_out)]
    if need.pattern == "monthly":
        return [(rng.choice(everything),)]
    if lesson.split:
        return [(week,) for week in everything]
    return [everything]


def _class_rows(diary: Diary, lesson: Lesson, rng: random.Random) -> list[ClassRow]:
    """Return the meetings of one class of the student that welcomes the service."""
    kind = lesson.need.kind
    fitting = [
        name
        for name in lesson.need.pupil.classes
        if diary.rows[name][0].topic in kind.subjects and diary.rows[name][0].push_in
    ]
    return diary.rows[rng.choice(fitting)] if fitting else []


def _windows(diary: Diary, spot: Spot, key: Key) -> int:
    """Return the starts that the student and, for push-in, the class allow."""
    lesson, rows = spot.lesson, spot.rows
    need = lesson.need
    if need.kind.consult:
        return ON_GRID
    free = diary.pupil_free(need.pupil, key, pulled=not lesson.push_in)
    today = diary.meetings[need.pupil.id][key]
    if lesson.whole_period:
        exact = 0
        for row in today:
            inside = not rows or row.class_id == rows[0].class_id
            if row.end - row.start == need.minutes and inside:
                exact |= 1 << row.start
        return runs(free, need.minutes) & exact
    if rows or need.kind.only_in:
        inside_bits = 0
        for row in today:
            fits = row.topic in need.kind.only_in
            if row.class_id == rows[0].class_id if rows else fits:
                inside_bits |= runs(span(row.start, row.end), need.minutes)
        return runs(free, need.minutes) & inside_bits & ON_GRID
    return runs(free, need.minutes) & ON_GRID


def _choose(
    diary: Diary, spot: Spot, weeks: tuple[int, ...], rng: random.Random
) -> list[Opening] | None:
    """Choose days and starts, the same start every day where that works."""
    lesson = spot.lesson
    scored: dict[int, list[tuple[float, int]]] = {}
    best: dict[int, tuple[float, int]] = {}
    for day in range(len(diary.ground.day_names)):
        for start in _starts(diary, spot, weeks, day, rng):
            cost = _cost(diary, lesson, (weeks[0], day), start) + rng.random() * 60
            scored.setdefault(start, []).append((cost, day))
            best[day] = min(best.get(day, (cost, start)), (cost, start))
    wanted = lesson.sessions
    same = [
        (sum(cost for cost, _ in sorted(found)[:wanted]), start)
        for start, found in scored.items()
        if len(found) >= wanted
    ]
    if same:
        _, start = min(same)
        return sorted((day, start) for _, day in sorted(scored[start])[:wanted])
    if len(best) < wanted:
        return None
    chosen = sorted((cost, day, start) for day, (cost, start) in best.items())
    return sorted((day, start) for _, day, start in chosen[:wanted])


def _starts(
    diary: Diary, spot: Spot, weeks: tuple[int, ...], day: int, rng: random.Random
) -> list[int]:
    """List starts of one day, beside the provider's other work where possible."""
    lesson = spot.lesson
    minutes = lesson.need.minutes
    building = lesson.need.pupil.building
    free = starts = -1
    for week in weeks:
        key = (week, day)
        free &= diary.staff_free(lesson.staff, key, building)
        starts &= _windows(diary, spot, key)
        if spot.room:
            starts &= runs(diary.room_open(spot.room, key), minutes)
    if not free:
        return []
    starts &= runs(free, minutes)
    if not lesson.whole_period:
        snug = starts & _beside(diary, lesson.staff, free, minutes)
        starts = snug or starts
    found = [bit for bit in range(8 * 60 - 30, 15 * 60) if starts >> bit & 1]
    fitting = [
        start
        for start in found
        if all(
            diary.fits_staff(
                lesson.staff, Slot(week, day, start, start + minutes), spot.place
            )
            for week in weeks
        )
    ]
    return rng.sample(fitting, min(len(fitting), 8))


def _beside(diary: Diary, staff: Staff, free: int, minutes: int) -> int:
    """Return the starts next to other work, or a walk or a break away from it."""
    first = free & ~(free << 1)
    last = runs(free, minutes) & ~(free >> minutes)
    walk = 5 if diary.ground.transition else 0
    pause = 10 if staff.max_consecutive else 0
    found = 0
    for step in {0, 1, 2, 3, 4, walk, pause}:
        found |= first << step | last >> step
    return found


def _cost(diary: Diary, lesson: Lesson, key: Key, start: int) -> float:
    if lesson.push_in or lesson.need.kind.consult:
        return 0.0
    end = start + lesson.need.minutes
    return float(diary.missed(lesson.need.pupil, key, start, end))


def _rooms(
    diary: Diary, lesson: Lesson, rng: random.Random
) -> list[RoomSpec] | list[None]:
    """List a few rooms to try, the provider's own rooms first."""
    if lesson.push_in or lesson.need.kind.consult:
        return [None]
    role = lesson.staff.role
    fitting = [
        room
        for room in diary.ground.rooms
        if (not room.services or role in room.services)
        and room.building == lesson.need.pupil.building
        and room.capacity // room.groups >= lesson.size
    ]
    rng.shuffle(fitting)
    used = diary.rooms_of[lesson.staff.id]
    fitting.sort(key=lambda room: (room.id not in used, role not in room.services))
    return fitting[:3]
