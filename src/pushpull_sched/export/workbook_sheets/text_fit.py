"""How large a text may be written so that its cell shows all of it.

Neither Excel nor a page shrinks text that wraps, so the size is chosen here, from the
widths of letters: those of an average letter in the workbook's font, and letter by
letter in that of pages, where there is less room.
"""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

_LINE = 1.24
"""Height of a line, in ems."""

_TINY = 1e-9
_BREAKS = re.compile(r"\s|(?<=[^\W\d]-)")
"""Where a line may break: at spaces, and after the hyphen of a name."""

Size = TypeVar("Size", int, float)
"""A font size in points."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Face:
    """A font as far as its text has to fit.

    Attributes:
        letter: Width in ems of a letter that is not in ``widths``.
        wide: Width of an East Asian character or an emoji.
        padding: Points that a cell keeps free on its left and right together.
        cuts_words: Whether a word too long for its cell is cut, or runs out of it.
        widths: Widths of letters in ems.
    """

    letter: float
    wide: float
    padding: float
    cuts_words: bool
    widths: Mapping[str, float] = field(default_factory=dict)


CALIBRI = Face(letter=0.47, wide=0.94, padding=6.0, cuts_words=True)
"""The workbook's font, in a spreadsheet's cell."""

_NOTO = (
    (" ", 260),
    ("'", 225),
    (".,;:ijl", 268),
    ("-\u2011()[]", 330),
    ("Ift/r", 380),
    ("Jcsvxyz", 500),
    ("eakFLPTSYXEZ", 566),
    ("0123456789+", 572),
    ("bdghnopquABCKRV", 620),
    ("GHUDw&", 760),
    ("MNOQmW%@", 935),
)
_MARGIN = 1.04
"""Half-bold letters, with which many texts begin, are this much wider."""

SANS = Face(
    letter=0.66,
    wide=1.25,
    padding=4.5,
    cuts_words=False,
    widths=MappingProxyType(
        {char: _MARGIN * width / 1000 for chars, width in _NOTO for char in chars}
    ),
)
"""Noto Sans, in a box of a page."""


@lru_cache(maxsize=16_384)
def text_width(text: str, face: Face = CALIBRI) -> float:
    """Return the width of a text on one line, in ems."""
    if text.isascii() and not face.widths:
        return len(text) * face.letter
    return sum(
        face.wide
        if unicodedata.east_asian_width(char) in {"W", "F"}
        else face.widths.get(char, face.letter)
        for char in text
        if not unicodedata.combining(char)
    )


def lines_needed(text: str, size: float, width: float, face: Face = CALIBRI) -> int:
    """Count the lines that a text takes in a cell.

    Args:
        text: The text, with line breaks.
        size: Font size in points.
        width: Width of the cell in points.
        face: Its font.
    """
    room = max(face.letter, (width - face.padding) / size)
    space = text_width(" ", face)
    return sum(_lines_of(line, room, space, face) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def _word_widths(line: str, face: Face) -> tuple[float, ...]:
    """Measure the words once: a text is tried at several sizes."""
    return tuple(text_width(word, face) for word in line.split(" "))


def _longest_word(text: str, face: Face) -> float:
    """Measure the longest stretch in which no line can break."""
    return max(text_width(piece, face) for piece in _BREAKS.split(text))


def _lines_of(line: str, room: float, space: float, face: Face) -> int:
    """Break one line at spaces as Excel does; a word that is too long is cut."""
    lines, used = 1, 0.0
    for width in _word_widths(line, face):
        if used and used + space + width <= room + _TINY:
            used += space + width
            continue
        if used:
            lines += 1
        lines += max(0, math.ceil(width / room - _TINY) - 1)
        used = width if width <= room else (width % room or room)
    return lines


def height_needed(text: str, size: float, width: float, face: Face = CALIBRI) -> float:
    """Return the height in points that a text takes."""
    return lines_needed(text, size, width, face) * size * _LINE


def best_fit(
    texts: Sequence[str],
    sizes: Sequence[Size],
    *,
    width: float,
    height: float,
    face: Face = CALIBRI,
) -> tuple[str, Size] | None:
    """Choose the fullest text that fits, and the largest size at which it does.

    The smallest size is hard to read in print: it is taken only where no shorter
    wording fits at another one.

    Args:
        texts: Wordings of the same thing, the fullest first.
        sizes: Font sizes in points, the largest first.
        width: Width of the cell in points.
        height: Height of the cell in points.
        face: Its font. Where it does not cut words, a text with a word that is longer
            than a line does not fit.

    Returns:
        The text and its size, or None where not even the shortest fits.
    """
    for some in (sizes[:-1], sizes[-1:]):
        for text in texts:
            for size in some:
                room = width - face.padding
                if not face.cuts_words and _longest_word(text, face) * size > room:
                    continue
                if height_needed(text, size, width, face) <= height:
                    return text, size
    return None
