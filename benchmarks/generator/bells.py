"""Bell schedules: the day of an elementary homeroom, the periods of a secondary school.

Both days have 6.5 hours, Wednesday ends an hour early. Elementary times lie on the
5-minute grid; periods of 42 or 47 minutes do not, as in real schools.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.generator.ground import ClassRow

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri")
START, END, EARLY_END = 8 * 60, 14 * 60 + 30, 13 * 60 + 30
EARLY_DAY = 2
FULL_DAYS = (0, 1, 3, 4)

WEIGHTS = {
    "ELA": 3,
    "Math": 3,
    "Writing": 3,
    "Phonics": 3,
    "Algebra I": 3,
    "Science": 2,
    "Social Studies": 2,
    "WIN": 0,
    "Study Hall": 0,
    "Morning Meeting": 0,
    "Dismissal": 1,
    "Lunch": 1,
    "Recess": 1,
}
"""Weights of the subjects; specials weigh 2."""
CLOSED = frozenset({"Lunch", "Recess", "Dismissal"})

_LENGTH = {
    "Morning Meeting": (20, 20),
    "X": (90, 70),
    "Y": (90, 70),
    "Specials": (45, 45),
    "WIN": (30, 30),
    "Content": (50, 30),
    "Lunch": (30, 30),
    "Recess": (20, 20),
    "Dismissal": (15, 15),
}
"""Minutes on a full day and on the early-release day."""
_ORDERS = (
    ("X", "Specials", "Lunch", "Recess", "Y", "WIN", "Content"),
    ("WIN", "X", "Specials", "Lunch", "Recess", "Y", "Content"),
    ("X", "WIN", "Content", "Lunch", "Recess", "Y", "Specials"),
    ("X", "Y", "Lunch", "Recess", "Specials", "WIN", "Content"),
    ("X", "Content", "Specials", "Lunch", "Recess", "Y", "WIN"),
    ("X", "Y", "WIN", "Lunch", "Recess", "Content", "Specials"),
    ("Specials", "X", "Content", "Lunch", "Recess", "WIN", "Y"),
)
"""One order of the day per grade, so that lunches, specials and WIN are staggered."""
_SPECIALS = ("PE", "Art", "Music", "PE", "Library")


@dataclass(frozen=True, slots=True, kw_only=True)
class Homeroom:
    """A homeroom and what its day depends on.

    Attributes:
        name: Name of the homeroom.
        grade: Its grade, which fixes the order of the day.
        turn: Number of the homeroom in its grade: odd ones flip ELA and math, and
            specials rotate with it.
        building: Building, where the school has several.
        teacher: Classroom teacher.
        room: Classroom.
        protected: The first 30 minutes of ELA are phonics and never pulled.
        visits: Most students served by one visit in ELA and math.
    """

    name: str
    grade: int
    turn: int
    building: str | None
    teacher: str
    room: str
    protected: bool
    visits: int | None


def homeroom_rows(homeroom: Homeroom) -> list[ClassRow]:
    """Return the week of one homeroom, meetings alike joined into one row."""
    times: dict[tuple[str, int, int], list[int]] = {}
    for day in range(len(DAY_NAMES)):
        for subject, start, end in _day(homeroom, day):
            times.setdefault((subject, start, end), []).append(day)
    return [
        ClassRow(
            class_id=f"{homeroom.name}-{subject.replace(' ', '')}",
            subject=subject,
            topic=subject,
            days=tuple(days),
            start=start,
            end=end,
            homeroom=homeroom.name,
            grade=homeroom.grade,
            teacher=homeroom.teacher,
            room=None if subject in CLOSED | set(_SPECIALS) else homeroom.room,
            building=homeroom.building,
            pull="never" if subject == "Phonics" else None,
            closed=subject in CLOSED or subject == "Phonics",
            weight=WEIGHTS.get(subject, 2),
            push_in=subject not in CLOSED,
            max_push_in=homeroom.visits if subject in {"ELA", "Math"} else None,
        )
        for (subject, start, end), days in times.items()
    ]


def _day(homeroom: Homeroom, day: int) -> Iterator[tuple[str, int, int]]:
    middle = _ORDERS[homeroom.grade % len(_ORDERS)]
    order = ("Morning Meeting", *middle, "Dismissal")
    clock = START
    for block in order:
        length = _LENGTH[block][day == EARLY_DAY]
        for subject, minutes in _parts(homeroom, block, day, length):
            yield subject, clock, clock + minutes
            clock += minutes


def _parts(
    homeroom: Homeroom, block: str, day: int, length: int
) -> list[tuple[str, int]]:
    """Split a block of the day into its subjects and their minutes."""
    turn = homeroom.turn
    if block in {"X", "Y"}:
        if (block == "X") == (turn % 2 == 0):
            if homeroom.protected:
                return [("Phonics", 30), ("ELA", length - 30)]
            return [("ELA", length)]
        writing = 30 if length > 80 else 25  # noqa: PLR2004 - a full day's block
        return [("Math", length - writing), ("Writing", writing)]
    if block == "Specials":
        return [(_SPECIALS[(day + turn) % len(_SPECIALS)], length)]
    if block == "Content":
        return [("Science" if day % 2 == turn % 2 else "Social Studies", length)]
    return [(block, length)]


Period = tuple[str, tuple[int, ...], int, int]
"""(name, days, start, end)."""

_WAVES = {42: (4, 5, 5), 47: (3, 4, 4)}
"""Lunch comes after this many periods, by wave."""


def period_names(minutes: int) -> tuple[str, ...]:
    """Name the periods of a day with periods of that length."""
    count = 8 if minutes < 45 else 7  # noqa: PLR2004 - 8 x 42 or 7 x 47
    return tuple(f"P{number}" for number in range(1, count + 1))


def periods(minutes: int, wave: int) -> list[Period]:
    """Return the bell schedule of one lunch wave, lunch included.

    Args:
        minutes: 42 (eight periods) or 47 (seven).
        wave: 0 or 1: early or late lunch.
    """
    names = period_names(minutes)
    found: list[Period] = []
    for days, length, lunch in ((FULL_DAYS, minutes, 30), ((EARLY_DAY,), None, 30)):
        last = END if days == FULL_DAYS else EARLY_END
        gap = 3 if len(names) > 7 else 4  # noqa: PLR2004 - passing time
        each = length or (last - START - lunch - gap * len(names)) // len(names)
        clock = START
        for number, name in enumerate(names):
            if number == _WAVES[minutes][wave]:
                found.append((f"Lunch {wave + 1}", days, clock, clock + lunch))
                clock += lunch + gap
            found.append((name, days, clock, clock + each))
            clock += each + gap
    return found
