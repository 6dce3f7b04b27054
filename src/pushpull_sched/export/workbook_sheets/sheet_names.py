"""Names that Excel takes for a sheet."""

import unicodedata
from collections.abc import Iterable

MOST_UNITS = 31
"""Excel's limit, counted in UTF-16 units: an emoji takes two."""

FIXED = ("Summary", "Schedule", "Compliance", "Master")
"""The sheets that come first, in their order."""
CHANGES = "Changes"
"""The sheet after them where there is a baseline."""

_FORBIDDEN = frozenset("[]:*?/\\")
_RESERVED = frozenset({"history"})
_JOINER = "\u200d"
_DANGLING = (_JOINER, "\ufe0f")


def sheet_names(
    wanted: Iterable[tuple[str, str]], reserved: Iterable[str] = FIXED
) -> tuple[str, ...]:
    """Make one name each: legal, and unique without regard to case.

    Args:
        wanted: For each sheet the name wished for and the one to fall back on where
            nothing of the first can be kept.
        reserved: Names that other sheets of the workbook have.
    """
    taken = {name.casefold() for name in reserved} | _RESERVED
    names: list[str] = []
    for wish, fallback in wanted:
        base = _legal(wish) or _legal(fallback) or "Provider"
        name, number = _cut(base, MOST_UNITS), 1
        while name.casefold() in taken:
            number += 1
            tail = f" ({number})"
            name = _cut(base, MOST_UNITS - len(tail)) + tail
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _legal(text: str) -> str:
    """Drop what Excel refuses and what cannot be seen."""
    kept = "".join(
        " " if char in _FORBIDDEN or _unseen(char) else char
        for char in unicodedata.normalize("NFC", text)
    )
    return " ".join(kept.split()).strip("' ")


def _unseen(char: str) -> bool:
    """Whether a character is a control, a direction mark or half of a pair."""
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Cn"} and char != _JOINER


def _cut(text: str, units: int) -> str:
    """Cut to a number of UTF-16 units, never inside a character."""
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
        while text.endswith(_DANGLING):
            text = text[:-1]
    return text.strip("' ")
