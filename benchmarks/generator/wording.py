"""Write the commitments that a planted timetable fulfils, in many ways of writing.

Every way is chosen so that the planted sessions serve it exactly: as many sessions,
no shorter and no minute too many after its conversion and rounding.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.generator.ground import Ground, Member, Series

Cells = dict[str, object]
"""Heading to value."""

DAYS_A_WEEK = 5
WEEKS_PER_YEAR = 36
WEEKS_PER_MONTH = 4
DEFAULT_LENGTH = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of Services and the planted sessions that serve it.

    Attributes:
        cells: The row as written, by heading.
        series: Where it was planted.
        member: Who is served and when.
    """

    cells: Cells
    series: Series
    member: Member

    @property
    def id(self) -> str:
        """The service id."""
        return str(self.cells["service_id"])


def service_rows(ground: Ground, series: list[Series], rng: random.Random) -> list[Row]:
    """Derive one row of Services from every member of every series."""
    topics = {row.class_id: row for row in ground.classes}
    made: list[tuple[Series, Member, Cells]] = []
    for found in series:
        goal = rng.choice(found.kind.goals) if found.kind.goals else ""
        level = rng.choice(("", "", "1", "2")) if goal else ""
        for member in found.members:
            welcome = [
                topics[name].subject
                for name in member.pupil.classes
                if topics[name].topic in found.kind.subjects
            ]
            cells: Cells = {
                "student_id": member.pupil.id,
                "service": found.kind.name,
                "setting": _setting(found, welcome, rng),
                **_amount(ground, found, member, rng),
                "role": found.kind.role,
                "provider": found.staff.id if rng.random() < 0.08 else None,  # noqa: PLR2004
                "category": found.kind.category,
            }
            if found.setting == "push-in":
                cells["subject"] = _subject(topics[found.class_id or ""].subject)
                cells["delivery"] = "co-teach" if found.co_teach else None
            elif cells["setting"] == "either":
                cells["subject"] = _subject(welcome[0])
            if found.setting != "consult":
                cells["group"] = "individual" if found.individual else None
                cells["max_group"] = _max_group(found, rng)
                cells["goal_area"] = goal if rng.random() < 0.75 else None  # noqa: PLR2004
                cells["level"] = level if rng.random() < 0.75 else None  # noqa: PLR2004
            made.append((found, member, cells))
    made.sort(key=lambda item: (item[1].pupil.id, item[0].kind.name))
    rows = []
    for found, member, cells in made:
        name = found.kind.name.replace(" ", "")
        identity = f"{member.pupil.id}-{name}-1"
        rows.append(
            Row(cells={"service_id": identity, **cells}, series=found, member=member)
        )
    return rows


def _setting(series: Series, welcome: list[str], rng: random.Random) -> str:
    either = (
        welcome
        and not series.co_teach
        and not series.individual
        and series.minutes % 5 == 0
        and "SDI" not in series.kind.name
    )
    if series.setting != "consult" and either and rng.random() < 0.12:  # noqa: PLR2004
        return "either"
    words = {
        "push-in": (
            "push-in",
            "push-in",
            "push-in",
            "Push-In",
            "inclusion",
            "in-class",
        ),
        "pull-out": ("pull-out", "pull-out", "pull-out", "Pull-Out", "separate"),
        "consult": ("consult", "indirect"),
    }
    return rng.choice(words[series.setting])


def _subject(subject: str) -> str:
    """Name the subject; the general name holds for all sections but special ones."""
    if subject == "Algebra I":
        return subject
    return subject.rstrip(" 0123456789")


def _max_group(series: Series, rng: random.Random) -> int | None:
    largest = max(
        sum(slot in member.slots for member in series.members) for slot in series.slots
    )
    if series.setting == "push-in":
        return None if rng.random() < 0.8 else max(largest, 4)  # noqa: PLR2004
    if series.individual or rng.random() < 0.5:  # noqa: PLR2004
        return None if series.individual else max(largest, series.kind.cap)
    return max(largest, rng.choice((2, 3, 4, 5)))


def _amount(
    ground: Ground, series: Series, member: Member, rng: random.Random
) -> Cells:
    if series.co_teach:
        return _whole_meetings(ground, series, rng)
    count, minutes = member.sessions, series.minutes
    if series.pattern != "every":
        return _rare(series, count, minutes, rng)
    ways: list[tuple[float, Callable[[], Cells]]] = [
        (30, lambda: _cells(minutes, "session", sessions=count)),
        (16, lambda: _cells(minutes * count, "week", sessions=count)),
        (18, lambda: _open_count(minutes * count, "week", minutes)),
        (12, lambda: _text(count, minutes, rng)),
        (8, lambda: _open_count(minutes * count * WEEKS_PER_MONTH, "month", minutes)),
        (9, lambda: _yearly(count, minutes, rng)),
        (4, lambda: _cells(minutes, "session", sessions=count, sessions_per="cycle")),
        (2, lambda: _open_count(minutes * count * 9, "quarter", minutes)),
    ]
    if count == DAYS_A_WEEK and len(member.pupil.days) == DAYS_A_WEEK:
        ways.append((15, lambda: _cells(minutes, "day")))
    if minutes % 5:
        bucket = (40, lambda: _open_count(minutes * count, "week", minutes))
        ways = [ways[0], ways[1], bucket]
    way = rng.choices([way for _, way in ways], [weight for weight, _ in ways])[0]
    return way()


def _cells(
    minutes: int | None,
    per: str,
    *,
    sessions: int | None = None,
    sessions_per: str | None = None,
    length: int | None = None,
) -> Cells:
    return {
        "minutes": minutes,
        "per": per,
        "sessions": sessions,
        "sessions_per": sessions_per,
        "session_minutes": length,
    }


def _open_count(total: int, per: str, length: int) -> Cells:
    """An amount without a number of sessions: the length says how it is split."""
    return _cells(total, per, length=None if length == DEFAULT_LENGTH else length)


def _yearly(count: int, minutes: int, rng: random.Random) -> Cells:
    """A yearly amount, a little below the planted one where rounding up meets it."""
    exact = count * minutes * WEEKS_PER_YEAR
    lower = exact - rng.choice((0, 0, 10, 20, 30))
    return _cells(lower, "year", length=minutes)


def _text(count: int, minutes: int, rng: random.Random) -> Cells:
    texts = [
        f"{minutes} min {count}x weekly",
        f"{count} x {minutes}",
        f"{count}x weekly {minutes} min",
        f"{minutes} min x {count} Times = {minutes * count} min Weekly",
    ]
    if count == 1 and minutes < 60:  # noqa: PLR2004 - 60 would be split in two
        texts = [f"{minutes} min Weekly", f"1 x {minutes}", f"{minutes} minutes weekly"]
    return {"frequency": rng.choice(texts)}


def _rare(series: Series, count: int, minutes: int, rng: random.Random) -> Cells:
    """Amounts of services that do not take place every week."""
    if series.pattern == "monthly":
        if rng.random() < 0.5:  # noqa: PLR2004
            return {"frequency": f"{minutes} minutes one time per month"}
        return _cells(minutes, "session", sessions=1, sessions_per="month")
    if series.pattern == "3 of 4":
        times = {1: "Once", 2: "Twice"}.get(count)
        if times and rng.random() < 0.5:  # noqa: PLR2004
            return {"frequency": f"{times} weekly {minutes} min, 3 of 4 weeks"}
        return {
            **_cells(minutes, "session", sessions=count),
            "week_pattern": "3 of 4",
        }
    if minutes == DEFAULT_LENGTH and rng.random() < 0.5:  # noqa: PLR2004
        return {"frequency": f"{minutes} min every other week"}
    odd = series.slots[0].week % 2 == 1
    return {
        **_cells(minutes, "session", sessions=count),
        "week_pattern": "odd" if odd else "even",
    }


def _whole_meetings(ground: Ground, series: Series, rng: random.Random) -> Cells:
    total = sum(slot.end - slot.start for slot in series.slots)
    if total % ground.weeks or rng.random() < 0.5:  # noqa: PLR2004
        return {}
    return _cells(total // ground.weeks, "week")
