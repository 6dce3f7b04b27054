"""How large a text may be written so that its cell shows all of it.

Excel does not shrink wrapped text, so the size is estimated here from the width of
an average letter; wide characters (emoji, East Asian) count twice.
"""

import math
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

CALIBRI = 0.47
"""Width of an average letter of the workbook's font, in ems."""

SANS = 0.57
"""Width of an average letter of a wider font, as in pages and PDF, in ems."""

_LINE = 1.24
"""Height of a line, in ems."""

_PADDING = 6.0
"""Points that a cell keeps free on its left and right together."""


Size = TypeVar("Size", int, float)
"""A font size in points."""


def text_units(text: str) -> float:
    """Return the length of a text in average letters."""
    return float(len(text)) if text.isascii() else _wide_units(text)


@lru_cache(maxsize=4096)
def _wide_units(text: str) -> float:
    return sum(
        2.0 if unicodedata.east_asian_width(char) in {"W", "F"} else 1.0
        for char in text
        if not unicodedata.combining(char)
    )


def lines_needed(text: str, size: float, width: float, letter: float = CALIBRI) -> int:
    """Count the lines that a text takes in a cell.

    Args:
        text: The text, with line breaks.
        size: Font size in points.
        width: Width of the cell in points.
        letter: Width of an average letter, in ems.
    """
    room = max(1.0, (width - _PADDING) / (size * letter))
    return sum(_lines_of(line, room) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def _word_lengths(line: str) -> tuple[float, ...]:
    """Measure the words once: a text is tried at several sizes."""
    return tuple(text_units(word) for word in line.split(" "))


def _lines_of(line: str, room: float) -> int:
    """Break one line at spaces as Excel does; a word that is too long is cut."""
    lines, used = 1, 0.0
    for length in _word_lengths(line):
        if used and used + 1 + length <= room:
            used += 1 + length
            continue
        if used:
            lines += 1
        lines += max(0, math.ceil(length / room) - 1)
        used = length if length <= room else (length % room or room)
    return lines


def height_needed(
    text: str, size: float, width: float, letter: float = CALIBRI
) -> float:
    """Return the height in points that a text takes."""
    return lines_needed(text, size, width, letter) * size * _LINE


def best_fit(
    texts: Sequence[str],
    sizes: Sequence[Size],
    *,
    width: float,
    height: float,
    letter: float = CALIBRI,
) -> tuple[str, Size] | None:
    """Choose the fullest text that fits, and the largest size at which it does.

    The smallest size is hard to read in print: it is taken only where no shorter
    wording fits at another one.

    Args:
        texts: Wordings of the same thing, the fullest first.
        sizes: Font sizes in points, the largest first.
        width: Width of the cell in points.
        height: Height of the cell in points.
        letter: Width of an average letter, in ems.

    Returns:
        The text and its size, or None where not even the shortest fits.
    """
    for some in (sizes[:-1], sizes[-1:]):
        for text in texts:
            for size in some:
                if height_needed(text, size, width, letter) <= height:
                    return text, size
    return None
