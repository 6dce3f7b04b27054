"""Changes to the XML of a workbook that leave most of it well formed."""

import random
import re
from collections.abc import Callable

_PIECES = re.compile(rb"<[^<>]*>|(?<=>)[^<>]+(?=<)")
_VALUES = re.compile(rb"(?<=[\"'])[^\"'<>]*(?=[\"'])")
LONGEST = 200
WORDS: tuple[bytes, ...] = (
    b"",
    b" ",
    b"0",
    b"-1",
    b"1e308",
    b"NaN",
    b"0.354166",
    b"99999999999999999999",
    b"#REF!",
    b"A1:XFD1048576",
    b"XFD1048576",
    b"inlineStr",
    b"str",
    b"e",
    b"b",
    b"d",
    b"s",
    b"hidden",
    b"veryHidden",
    b"&#0;",
    b"&amp;",
    b"&#x1F600;",
    b"_x0007_",
    b"2 x 30",
    b"30 min every other week",
    b"Mon-Fri",
    b"8:30 PM",
    b"2026-09-01T08:30:00",
    b"<f>1+1</f>",
    b"<v>1</v>",
    b'<mergeCells><mergeCell ref="A1:B3"/></mergeCells>',
    b'<c r="A9" t="inlineStr"><is><t>x</t></is></c>',
)


def mutated(
    data: bytes, draw: random.Random, blind: Callable[[bytes, int], bytes]
) -> bytes:
    """Change one piece of the XML: a tag, a text or the value of an attribute.

    Args:
        data: The byte that names the part, and its content.
        draw: Decides.
        blind: Changes bytes without knowing what they are.
    """
    if draw.random() < 0.05:  # noqa: PLR2004 - another part now and then
        return bytes((draw.randrange(16),)) + data[1:]
    kind = _VALUES if draw.random() < 0.4 else _PIECES  # noqa: PLR2004
    places = list(kind.finditer(data, 1))
    if not places:
        return blind(data, len(data) + LONGEST)
    place = draw.choice(places)
    old = place[0]
    match draw.randrange(4):
        case 0:
            new = draw.choice(WORDS)
        case 1:
            new = old + old
        case 2:
            new = draw.choice(places)[0]
        case _:
            new = bytes(blind(old, len(old) + 20))
    return data[: place.start()] + new + data[place.end() :]
