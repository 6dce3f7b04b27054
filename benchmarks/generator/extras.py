"""The rarer rules: drawn after the timetable is planted, and always kept by it."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.generator.ground import ClassRow, Ground, Slot
from benchmarks.generator.relations import RelationRow, draw_relations
from benchmarks.generator.wording import Cells, Row

CORE = ("ELA", "Math", "Writing", "Science", "Social Studies")
BREAK = 10


@dataclass(slots=True, kw_only=True)
class Extras:
    """Cells and rows of the rarer rules, by id.

    Attributes:
        students: Further cells of Students.
        providers: Further cells of Providers.
        rooms: Further cells of Rooms.
        relations: (type, who, provider, service).
        pins: (service_id, day, start, minutes, week, provider_id, room_id).
    """

    students: dict[str, Cells] = field(default_factory=dict)
    providers: dict[str, Cells] = field(default_factory=dict)
    rooms: dict[str, Cells] = field(default_factory=dict)
    relations: list[RelationRow] = field(default_factory=list)
    pins: list[tuple[str, str, int, int | None, int | None, str | None, str | None]] = (
        field(default_factory=list)
    )


def draw_extras(
    ground: Ground, rows: list[Row], rng: random.Random, share: float
) -> Extras:
    """Draw rules that the planted timetable keeps; cells of Services are set in place.

    Args:
        ground: The school.
        rows: The commitments; some get further cells.
        rng: Source of every choice.
        share: 0 for none, 1 for as many as a roster with the rarer rules has.
    """
    extras = Extras()
    for row in rows:
        _service_cells(ground, row, rng, share)
    _student_caps(rows, extras, rng, share)
    _provider_caps(ground, rows, extras, rng, share)
    _room_hours(ground, rows, extras, rng, share)
    count = round(share * len(rows) / 14)
    extras.relations += draw_relations(ground, rows, rng, count)
    pinned = [row for row in rows if not row.series.co_teach]
    for row in rng.sample(pinned, min(len(pinned), round(share * len(rows) / 18))):
        extras.pins.extend(_pin(ground, row, rng))
    return extras


def _service_cells(ground: Ground, row: Row, rng: random.Random, share: float) -> None:
    """Limit the days, hours and missed subjects to what the plan keeps."""
    slots, cells = row.member.slots, row.cells
    if row.series.co_teach:
        return
    if rng.random() < 0.08 * share:
        late = min(slot.start for slot in slots) // 30 * 30
        if late > 8 * 60:
            cells["earliest"] = f"{late // 60}:{late % 60:02d}"
    if rng.random() < 0.08 * share:
        end = -(-max(slot.end for slot in slots) // 30) * 30
        cells["latest"] = f"{end // 60}:{end % 60:02d}"
    used = {slot.day for slot in slots}
    if rng.random() < 0.1 * share and len(used) < 4:  # noqa: PLR2004
        spare = [day for day in row.member.pupil.days if day not in used]
        days = used | set(rng.sample(spare, min(len(spare), 1)))
        cells["days"] = ",".join(ground.day_names[day] for day in sorted(days))
    if _gap(slots) >= 2 and rng.random() < 0.6 * share:  # noqa: PLR2004
        cells["min_days_apart"] = 2
    if rng.random() < 0.08 * share:
        cells["priority"] = rng.choice((2, 3))
    if rng.random() < 0.06 * share:
        cells["max_per_day"] = 1
    if row.series.setting == "pull-out":
        _missed_subjects(ground, row, rng, share)


def _gap(slots: tuple[Slot, ...]) -> int:
    """Return the least distance of two days with sessions in one week; 0 for none."""
    weeks: dict[int, set[int]] = defaultdict(set)
    for slot in slots:
        weeks[slot.week].add(slot.day)
    gaps = [b - a for days in weeks.values() for a, b in pairwise(sorted(days))]
    return min(gaps, default=0)


def _missed_subjects(
    ground: Ground, row: Row, rng: random.Random, share: float
) -> None:
    missed: set[str] = set()
    known: set[str] = set()
    for held in _meetings(ground, row):
        known.add(held.topic)
        missed.update(
            held.topic
            for slot in row.member.slots
            if slot.day in held.days
            and (not held.weeks or slot.week in held.weeks)
            and slot.start < held.end
            and held.start < slot.end
        )
    if any(held.subject == "Algebra I" for held in _meetings(ground, row)):
        return
    if rng.random() < 0.1 * share:
        others = [name for name in CORE if name in known - missed]
        if others:
            row.cells["never_miss"] = rng.choice(others)
    elif rng.random() < 0.06 * share:
        row.cells["may_miss"] = ", ".join(sorted(missed | ({"WIN"} & known)))


def _meetings(ground: Ground, row: Row) -> list[ClassRow]:
    names = set(row.member.pupil.classes)
    return [held for held in ground.classes if held.class_id in names]


def _student_caps(
    rows: list[Row], extras: Extras, rng: random.Random, share: float
) -> None:
    count: dict[str, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    pulled: dict[str, dict[tuple[int, int], int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for row in rows:
        if row.series.setting == "consult":
            continue
        for slot in row.member.slots:
            name = row.member.pupil.id
            count[name][slot.key] += 1
            if row.series.setting == "pull-out":
                pulled[name][slot.key] += slot.end - slot.start
    for name in sorted(count):
        most = max(count[name].values())
        if most > 1 and rng.random() < 0.15 * share:
            extras.students.setdefault(name, {})["max_sessions_day"] = most
    for name in sorted(pulled):
        if rng.random() < 0.15 * share:
            most = max(pulled[name].values())
            cap = -(-most // 15) * 15 + rng.choice((0, 15, 30))
            extras.students.setdefault(name, {})["max_pullout_day"] = cap


def _provider_caps(
    ground: Ground, rows: list[Row], extras: Extras, rng: random.Random, share: float
) -> None:
    held: dict[str, set[Slot]] = defaultdict(set)
    sizes: dict[str, int] = defaultdict(int)
    for row in rows:
        name = row.series.staff.id
        held[name].update(row.series.slots)
        if row.series.setting == "pull-out":
            sizes[name] = max(sizes[name], len(row.series.members))
    for staff in ground.staff:
        if not held[staff.id]:
            continue
        cells = extras.providers.setdefault(staff.id, {})
        _minute_caps(held[staff.id], cells, rng, share)
        if rng.random() < 0.4 * share:
            cells["max_group"] = max(3, sizes[staff.id])
        longest = _longest(held[staff.id])
        if staff.max_consecutive:
            cells["max_consecutive"] = staff.max_consecutive
        elif longest <= 180 and rng.random() < 0.5 * share:  # noqa: PLR2004
            cells["max_consecutive"] = max(90, -(-longest // 15) * 15)


def _minute_caps(
    slots: set[Slot], cells: Cells, rng: random.Random, share: float
) -> None:
    daily: dict[tuple[int, int], int] = defaultdict(int)
    weekly: dict[int, int] = defaultdict(int)
    for slot in slots:
        daily[slot.key] += slot.end - slot.start
        weekly[slot.week] += slot.end - slot.start
    if rng.random() < 0.3 * share:
        cells["max_minutes_day"] = -(-max(daily.values()) // 15) * 15
    if rng.random() < 0.25 * share:
        cells["max_minutes_week"] = -(-max(weekly.values()) // 30) * 30


def _longest(slots: set[Slot]) -> int:
    """Return the longest run of sessions, pauses below the break included."""
    longest, first = 0, 0
    last: Slot | None = None
    for slot in sorted(slots):
        if not last or slot.key != last.key or slot.start - last.end >= BREAK:
            first = slot.start
        longest = max(longest, slot.end - first)
        last = slot
    return longest


def _room_hours(
    ground: Ground, rows: list[Row], extras: Extras, rng: random.Random, share: float
) -> None:
    """Close some rooms on days on which the plan does not use them."""
    used: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        if row.series.room:
            used[row.series.room].update(slot.day for slot in row.series.slots)
    for room in ground.rooms:
        days = sorted(used[room.id])
        if 0 < len(days) < len(ground.day_names) and rng.random() < 0.6 * share:
            names = [ground.day_names[day] for day in days]
            extras.rooms[room.id] = {"days": ",".join(names)}


def _pin(
    ground: Ground, row: Row, rng: random.Random
) -> Iterator[tuple[str, str, int, int | None, int | None, str | None, str | None]]:
    slots = [slot for slot in row.member.slots if slot.start % 5 == 0]
    if not slots:
        return
    slot = rng.choice(slots)
    alike = {
        other.week
        for other in slots
        if (other.day, other.start, other.end) == (slot.day, slot.start, slot.end)
    }
    every = len(alike) == ground.weeks
    full = rng.random() < 0.4  # noqa: PLR2004
    yield (
        row.id,
        ground.day_names[slot.day],
        slot.start,
        slot.end - slot.start if full or rng.random() < 0.5 else None,  # noqa: PLR2004
        None if every else slot.week,
        row.series.staff.id if full else None,
        row.series.room if full else None,
    )
