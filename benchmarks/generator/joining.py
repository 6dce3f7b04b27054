"""Let further students join a series: compatible, free, and never too many."""

import random

from benchmarks.generator.diary import Diary, span
from benchmarks.generator.ground import Member, Need, Series, Slot
from benchmarks.generator.lesson import Lesson, Opening, Spot


def join_others(diary: Diary, spot: Spot, series: Series, rng: random.Random) -> None:
    """Let other students join, up to the size wished for.

    Those who can have all their sessions here come first.

    Args:
        diary: Who is taken when.
        spot: What is placed, and where.
        series: Its sessions; gets the members.
        rng: Source of every choice.
    """
    lesson, rows = spot.lesson, spot.rows
    lead = lesson.need
    limit = lesson.size
    if rows and rows[0].max_push_in is not None:
        limit = min(limit, rows[0].max_push_in)
    others = [other for other in lesson.others if _alike(lead, other)]
    rng.shuffle(others)
    others.sort(key=lambda need: abs(need.pupil.grade - lead.pupil.grade))
    grades = [lead.pupil.grade]
    joined: set[str] = set()
    for in_full, other in [(True, o) for o in others] + [(False, o) for o in others]:
        if other.pupil.id in joined:
            continue
        if len(series.members) >= limit or series.individual:
            return
        if rows and rows[0].class_id not in other.pupil.classes:
            continue
        span_of = max(*grades, other.pupil.grade) - min(*grades, other.pupil.grade)
        if not rows and (span_of > 1 or other.individual):
            continue
        slots = _attended(diary, lesson, series, other, rng)
        weekly = len(slots) * lesson.sessions // len(series.slots)
        if slots and (weekly == other.sessions or not in_full):
            joined.add(other.pupil.id)
            grades.append(other.pupil.grade)
            series.members.append(
                Member(pupil=other.pupil, slots=slots, sessions=weekly)
            )


def _alike(lead: Need, other: Need) -> bool:
    return (
        lead.kind.name == other.kind.name
        and lead.pattern == other.pattern
        and (lead.minutes % 5 == 0) == (other.minutes % 5 == 0)
        and abs(lead.minutes - other.minutes) <= 15  # noqa: PLR2004 - of like length
        and lead.pupil.id != other.pupil.id
        and lead.pupil.building == other.pupil.building
    )


def _attended(
    diary: Diary,
    lesson: Lesson,
    series: Series,
    other: Need,
    rng: random.Random,
) -> tuple[Slot, ...]:
    """Choose the sessions a further student attends; empty where none fit.

    The same number in every week, and in weeks alike the same sessions.
    """
    free: dict[int, set[Opening]] = {}
    for slot in series.slots:
        bits = span(slot.start, slot.end)
        open_time = diary.pupil_free(
            other.pupil, slot.key, pulled=series.setting == "pull-out"
        )
        fits = open_time & bits == bits
        if lesson.whole_period or other.kind.only_in:
            fits = fits and _exact(diary, lesson, other, slot)
        free.setdefault(slot.week, set())
        if fits:
            free[slot.week].add((slot.day, slot.start))
    common = set.intersection(*free.values())
    most = min(len(found) for found in free.values()) if lesson.split else len(common)
    wanted = min(other.sessions, most)
    if 2 * wanted < other.sessions or not wanted:
        return ()
    if len(common) >= wanted:
        kept = set(rng.sample(sorted(common), wanted))
        return tuple(s for s in series.slots if (s.day, s.start) in kept)
    chosen = {
        (week, *opening)
        for week in free
        for opening in rng.sample(sorted(free[week]), wanted)
    }
    return tuple(s for s in series.slots if (s.week, s.day, s.start) in chosen)


def _exact(diary: Diary, lesson: Lesson, other: Need, slot: Slot) -> bool:
    """Tell whether the slot is one class meeting, or lies in a class it may be in."""
    for row in diary.meetings[other.pupil.id][slot.key]:
        if lesson.whole_period and (row.start, row.end) == (slot.start, slot.end):
            return True
        inside = row.start <= slot.start and slot.end <= row.end
        if not lesson.whole_period and inside and row.topic in other.kind.only_in:
            return True
    return False
