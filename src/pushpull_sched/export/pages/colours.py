"""One colour for each service, grade or provider, the same on every page.

Colours are light enough for black text and never the only sign: every block names what
it is, and its frame tells its setting in black and white too.
"""

from collections.abc import Mapping

from pushpull_sched.export.pages.days import Source, grade_text, tint_of
from pushpull_sched.export.pages.model import By, Tint
from pushpull_sched.export.views import BlockKind

PALETTE = (
    "CFE2F3",
    "FCE0C5",
    "D5EBCB",
    "F4CFDF",
    "FFF0B3",
    "DCD3F0",
    "C5E8E4",
    "F9C9C4",
    "E3E3A8",
    "D9C9B4",
    "C9D3F2",
    "DDE8D0",
)
"""Red, green and blue in hexadecimal; used again from the first when there are more."""

WHITE = "FFFFFF"
AWAY = "DEDEDE"
CLASS = "F5F5F5"


def colours_of(source: Source, by: By) -> Mapping[str, str]:
    """Return the colour of every tint of a school, whoever is exported.

    Args:
        source: The schedule.
        by: Whose pages. On doors the provider decides the colour.
    """
    if by in {By.ROOM, By.CLASS}:
        tints = [source.names.provider(each.id) for each in source.school.providers]
    else:
        single = _single_tints(source)
        several = {tint_of(source, session) for session in source.sessions}
        tints = [*single, *sorted(several - set(single))]
    return {tint: PALETTE[at % len(PALETTE)] for at, tint in enumerate(tints)}


def _single_tints(source: Source) -> list[str]:
    """Return the tints of one service, or of one grade."""
    if source.tint is Tint.GRADE:
        grades = sorted({student.grade for student in source.school.students})
        return [grade_text(grade) for grade in grades]
    services = {
        served.service for session in source.sessions for served in session.served
    }
    return sorted(services)


def fill_of(kind: BlockKind, tint: str, colours: Mapping[str, str]) -> str:
    """Return the background of a block."""
    if kind is BlockKind.CLASS:
        return CLASS
    return colours.get(tint, WHITE)
