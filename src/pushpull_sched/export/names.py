"""How students are named on what is handed out: in full, by initials or by id.

Every student has one label for the whole school, whatever page it stands on, and no
two students share one. Staff, rooms and classes are no secret and keep their names.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pushpull_sched.domain.school import School, Student

_MOST_LETTERS = 3
"""Letters of the first name that initials may grow to, to tell students apart."""

_LONGEST_WRITTEN_INITIALS = 4
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_CUT_AT = str.maketrans(dict.fromkeys('.,;/\\()[]{}<>"|_', " "))


class NameStyle(StrEnum):
    """How students are named."""

    FULL = "full"
    """``Ana Ruiz``; with the id where two students have one name."""
    INITIALS = "initials"
    """``A.R.``; ``An.R.`` and ``Al.R.`` where two students have the same."""
    IDS = "ids"
    """The student_id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What people and places are called on a page.

    Attributes:
        style: How students are named.
        students: Label of each student of the roster by id; no two are equal.
        providers: Name of each provider by id, with the id where two are equal.
        rooms: Name of each room by id, likewise.
    """

    style: NameStyle
    students: Mapping[str, str]
    providers: Mapping[str, str]
    rooms: Mapping[str, str]

    def student(self, student_id: str | None) -> str:
        """Name a student; an id that is not in the roster stands for itself."""
        return "" if student_id is None else self.students.get(student_id, student_id)

    def provider(self, provider_id: str) -> str:
        """Name a provider; an id that is not in the roster stands for itself."""
        return self.providers.get(provider_id, provider_id)

    def room(self, room_id: str | None) -> str:
        """Name a room; one that is not in Rooms stands for itself."""
        return "" if room_id is None else self.rooms.get(room_id, room_id)


def names_of(school: School, style: NameStyle) -> Names:
    """Name everybody of a school.

    Args:
        school: The roster.
        style: How students are named. Who has no name in the roster is named by id.
    """
    return Names(
        style=style,
        students=_student_labels(school.students, style),
        providers=_with_ids((each.id, each.name) for each in school.providers),
        rooms=_with_ids((each.id, each.name) for each in school.rooms),
    )


def _student_labels(students: tuple[Student, ...], style: NameStyle) -> dict[str, str]:
    match style:
        case NameStyle.IDS:
            return {student.id: student.id for student in students}
        case NameStyle.FULL:
            return _with_ids((student.id, student.name) for student in students)
        case NameStyle.INITIALS:
            return _initials(students)


def _with_ids(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Take the name, with the id where it is not unique, the id where there is none."""
    wishes = {key: " ".join(name.split()) or key for key, name in named}
    counts = Counter(_folded(wish) for wish in wishes.values())
    return {
        key: wish if counts[_folded(wish)] == 1 or wish == key else f"{wish} ({key})"
        for key, wish in wishes.items()
    }


def _initials(students: tuple[Student, ...]) -> dict[str, str]:
    """Shorten every name, no more than needed to tell the students apart.

    Who is told apart by the initials keeps them; the others show more letters of the
    first name, and a number where even these are the same.
    """
    parts = {student.id: _name_parts(student.name) for student in students}
    labels = {key: key for key, found in parts.items() if not found}
    taken = {_folded(label) for label in labels.values()}
    open_ = {key: found for key, found in parts.items() if found}
    for letters in range(1, _MOST_LETTERS + 1):
        wishes = {key: _shortened(found, letters) for key, found in open_.items()}
        counts = Counter(_folded(wish) for wish in wishes.values())
        for key, wish in wishes.items():
            if counts[_folded(wish)] == 1 and _folded(wish) not in taken:
                labels[key] = wish
                del open_[key]
        taken |= {_folded(wish) for wish in wishes.values()}
    for key in sorted(open_):
        wish = _shortened(open_[key], 1)
        labels[key] = _numbered(wish, lambda name: _folded(name) in taken)
        taken.add(_folded(labels[key]))
    return {student.id: labels[student.id] for student in students}


def _numbered(wish: str, is_taken: Callable[[str], bool]) -> str:
    number = 1
    while is_taken(f"{wish} {number}"):
        number += 1
    return f"{wish} {number}"


def _name_parts(name: str) -> tuple[str, ...]:
    """Split a name into the words that give initials: first and last, in this order.

    ``Ruiz, Ana`` is Ana Ruiz. ``AR`` and ``A.R.`` are initials already. A name without
    any letter or digit has no words.
    """
    family, comma, given = name.partition(",")
    turned = f"{given} {family}" if comma and given.strip() else name
    plain = unicodedata.normalize("NFC", turned).translate(_CUT_AT)
    words = [kept for word in plain.split() if (kept := _from_first_letter(word))]
    while len(words) > 1 and words[-1].casefold() in _SUFFIXES:
        del words[-1]
    if len(words) > 1:
        return words[0], words[-1]
    if words and words[0].isupper() and len(words[0]) <= _LONGEST_WRITTEN_INITIALS:
        return tuple(words[0])
    return tuple(words)


def _from_first_letter(word: str) -> str:
    """Drop what stands before the first letter or digit, and what cannot be seen."""
    kept = "".join(char for char in word if unicodedata.category(char)[0] != "C")
    for at, char in enumerate(kept):
        if char.isalnum():
            return kept[at:]
    return ""


def _shortened(parts: tuple[str, ...], letters: int) -> str:
    """Write initials: some letters of the first word, one of each other."""
    first, *others = parts
    heads = (_head(first, letters), *(_head(other, 1) for other in others))
    return "".join(f"{head}." for head in heads)


def _head(word: str, letters: int) -> str:
    """Return the first letters of a word, each with the marks that belong to it."""
    taken = 0
    for at, char in enumerate(word):
        taken += not unicodedata.combining(char)
        if taken > letters:
            return word[:1].upper() + word[1:at]
    return word[:1].upper() + word[1:]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
