"""Pseudonyms: one for each id and name, kept in a key so that they can be taken back.

Texts that the reader takes for the same (but for case and spaces) get the same
pseudonym, others different ones, so that a pseudonymized roster means what the
original means.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.workbook.names import folded

FORMAT = "pushpull-sched pseudonym key"
VERSION = 1
MOST_DAYS = 182
"""Dates of birth move by at most this many days, and by one at least."""

Shuffle = Callable[[list[str]], None]
"""Puts a list into random order, in place."""


class Kind(StrEnum):
    """What a text stands for."""

    STUDENT = "student"
    STUDENT_NAME = "student name"
    CLASS = "class"
    PROVIDER = "provider"
    PLACE = "place"
    TEACHER = "teacher"
    HOMEROOM = "homeroom"
    BUILDING = "building"
    SERVICE = "service"
    GOAL_AREA = "goal area"
    LEVEL = "level"
    SCHOOL = "school"
    UNKNOWN = "unknown"


_PREFIX: Mapping[Kind, str] = {
    Kind.STUDENT: "S",
    Kind.CLASS: "C",
    Kind.PROVIDER: "P",
    Kind.PLACE: "R",
    Kind.TEACHER: "Teacher ",
    Kind.HOMEROOM: "HR",
    Kind.BUILDING: "Building ",
    Kind.SERVICE: "V",
    Kind.GOAL_AREA: "Area ",
    Kind.LEVEL: "Level ",
    Kind.SCHOOL: "School ",
    Kind.UNKNOWN: "X",
}
_LEAST_DIGITS = 3


@dataclass(slots=True)
class Pseudonyms:
    """The pseudonyms given so far.

    Attributes:
        given: Kind to (folded original to (original as written, pseudonym)).
        birth_shifts: Student's pseudonym to the days by which the date of birth moves.
    """

    given: dict[Kind, dict[str, tuple[str, str]]] = field(default_factory=dict)
    birth_shifts: dict[str, int] = field(default_factory=dict)

    def give(self, kind: Kind, originals: Iterable[str], shuffle: Shuffle) -> None:
        """Give a pseudonym to every text that has none yet, in random order."""
        known = self.given.setdefault(kind, {})
        new: dict[str, str] = {}
        for original in originals:
            if original and folded(original) not in known:
                new.setdefault(folded(original), original)
        order = sorted(new)
        shuffle(order)
        taken = {folded(pseudonym) for _, pseudonym in known.values()} | set(known)
        taken |= set(new)
        digits = max(_LEAST_DIGITS, len(str(len(known) + len(new))))
        number = len(known)
        for key in order:
            number += 1
            while folded(pseudonym := f"{_PREFIX[kind]}{number:0{digits}}") in taken:
                number += 1
            known[key] = (new[key], pseudonym)

    def name_after(self, kind: Kind, owner: str, name: str, label: str) -> None:
        """Give a name the number of the id that it belongs to.

        Args:
            kind: Kind of the id; its names are told apart from no other.
            owner: The id; it has a pseudonym.
            name: The name.
            label: What stands before the number.
        """
        known = self.given[kind]
        number = (self.of(kind, owner) or "").removeprefix(_PREFIX[kind])
        known.setdefault(folded(name), (name, f"{label} {number}"))

    def student_name(self, student: str, name: str) -> str | None:
        """Return the name under which a student goes, and remember the own one."""
        pseudonym = self.of(Kind.STUDENT, student)
        if pseudonym is None:
            return None
        label = f"Student {pseudonym.removeprefix(_PREFIX[Kind.STUDENT])}"
        # Kept by pseudonym: two children may have one name.
        self.given.setdefault(Kind.STUDENT_NAME, {})[folded(label)] = (name, label)
        return label

    def of(self, kind: Kind, original: str) -> str | None:
        """Return the pseudonym of a text, None where it has none."""
        found = self.given.get(kind, {}).get(folded(original))
        return found[1] if found else None

    def shift_births(self, students: Iterable[str], draw: Callable[[], int]) -> None:
        """Choose by how many days the dates of birth move.

        Args:
            students: Pseudonyms of students.
            draw: Returns a random number of days, from 1 to :data:`MOST_DAYS`,
                earlier or later.
        """
        for student in students:
            if student not in self.birth_shifts:
                self.birth_shifts[student] = draw()

    def birth(self, student: str, born: date) -> date | None:
        """Return the moved date of birth, None where no move was chosen."""
        days = self.birth_shifts.get(student)
        return None if days is None else born + timedelta(days=days)

    def turned(self) -> "Pseudonyms":
        """Return the way back: originals for pseudonyms."""
        return Pseudonyms(
            given={
                kind: {
                    folded(pseudonym): (pseudonym, original)
                    for original, pseudonym in pairs.values()
                }
                for kind, pairs in self.given.items()
            },
            birth_shifts={
                original: -days
                for student, days in self.birth_shifts.items()
                if (original := self._original(Kind.STUDENT, student)) is not None
            },
        )

    def _original(self, kind: Kind, pseudonym: str) -> str | None:
        return next(
            (
                original
                for original, given in self.given.get(kind, {}).values()
                if given == pseudonym
            ),
            None,
        )


def key_text(pseudonyms: Pseudonyms) -> str:
    """Write a key as JSON."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "warning": "This file names children. Keep it apart from what you pass on, "
        "and delete it when nobody has to be named again.",
        "names": {
            kind.value: [list(pair) for pair in pairs.values()]
            for kind, pairs in pseudonyms.given.items()
            if pairs
        },
        "birth_shifts": pseudonyms.birth_shifts,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_key(data: bytes, name: str) -> Pseudonyms:
    """Read a key.

    Args:
        data: Content of its file.
        name: Name of the file, for messages.

    Raises:
        ForeignFault: It is no key, or it is damaged.
    """
    broken = ForeignFault(
        f"{name} is not a key of this program, or it is damaged.",
        "Name the file that pseudonymize wrote, or another one for a new key.",
    )
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise broken from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise broken
    try:
        given = {
            Kind(kind): {
                folded(str(pseudonym if kind == Kind.STUDENT_NAME else original)): (
                    str(original),
                    str(pseudonym),
                )
                for original, pseudonym in pairs
            }
            for kind, pairs in content["names"].items()
        }
        shifts = {str(key): int(days) for key, days in content["birth_shifts"].items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise broken from error
    for pairs in given.values():
        if not all(pseudonym for _, pseudonym in pairs.values()):
            raise broken
    return Pseudonyms(given=given, birth_shifts=shifts)
