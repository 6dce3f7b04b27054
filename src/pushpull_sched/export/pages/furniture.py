"""What stands around the grid of a page: headings, legend and notes."""

from collections.abc import Sequence

from pushpull_sched.export.pages.model import (
    GRID_WIDTH,
    TIME_WIDTH,
    Column,
    LegendEntry,
    WeekPage,
)
from pushpull_sched.export.views import BlockKind, DayPlan
from pushpull_sched.export.workbook_sheets.text_fit import (
    SANS,
    best_fit,
    height_needed,
    lines_needed,
)

HEADING_HEIGHTS = (16.0, 30.0)
"""Height of the row of headings where they are short, and where they are long."""

LEGEND_HEIGHT = 15.0
NOTE_SIZE = 7.0
NOTE_GAP = 2.0
"""Points between two notes."""

_HEADING_SIZES = (9.0, 8.0, 7.0, 6.0)
_FRAMES: tuple[tuple[BlockKind, str], ...] = (
    (BlockKind.PUSH_IN, "push-in: solid frame"),
    (BlockKind.PULL_OUT, "pull-out: dashed frame"),
    (BlockKind.CONSULT, "consult: double frame"),
    (BlockKind.LUNCH, "lunch, planning: dotted frame"),
    (BlockKind.CLASS, "class: thin frame"),
)
AWAY = "away"
"""The kind of a legend entry for gray hours."""
_GAP = 6.0


def heading_height(columns: Sequence[Column]) -> float:
    """Return the height that the longest heading takes."""
    for height in HEADING_HEIGHTS[:-1]:
        fits = (
            best_fit(
                (column.heading,),
                _HEADING_SIZES[:-1],
                width=column.share * (GRID_WIDTH - TIME_WIDTH),
                height=height - 1,
                face=SANS,
            )
            for column in columns
            if not column.weeks
        )
        if all(fits):
            return height
    return HEADING_HEIGHTS[-1]


def heading_fit(text: str, width: float, height: float) -> tuple[str, float]:
    """Return a heading and its size so that it fits, cut where there is no room.

    Args:
        text: The heading.
        width: Width of its columns in points.
        height: Height of its row.
    """
    found = best_fit((text,), _HEADING_SIZES, width=width, height=height - 1, face=SANS)
    # The id that tells two equal names apart stays when the names are cut.
    cut, bracket, key = text.rpartition(" (")
    tail = f"{bracket}{key}" if cut and text.endswith(")") else ""
    cut = text.removesuffix(tail)
    while found is None and len(cut) > 1:
        cut = cut[:-1]
        found = best_fit(
            (f"{cut.rstrip()}…{tail}",),
            _HEADING_SIZES[-1:],
            width=width,
            height=height - 1,
            face=SANS,
        )
    return found or (cut, _HEADING_SIZES[-1])


def notes_height(notes: Sequence[str]) -> float:
    """Return the height of the notes, set in columns where there are many."""
    if not notes:
        return 0.0
    count = note_columns(notes)
    width = GRID_WIDTH / count - 8
    each = [height_needed(note, NOTE_SIZE, width, SANS) + NOTE_GAP for note in notes]
    depth = -(-len(notes) // count)
    columns = [sum(each[at : at + depth]) for at in range(0, len(each), depth)]
    return max(columns) + _GAP


def remark_height(remark: str) -> float:
    """Return the height of the sentence under the legend."""
    if not remark:
        return 0.0
    return height_needed(remark, NOTE_SIZE, GRID_WIDTH, SANS) + _GAP


def note_columns(notes: Sequence[str]) -> int:
    """Return in how many columns the notes are set."""
    return 1 + (len(notes) > 1) + (len(notes) > 6)  # noqa: PLR2004 - two, then three


def legend_height(page: WeekPage) -> float:
    """Return the height of the legend: entries run over as many lines as needed."""
    words = "   ".join(entry.text for entry in page.legend)
    gaps = 16.0 * len(page.legend)
    width = GRID_WIDTH * 0.92
    lines = lines_needed(words + " " * int(gaps / 4), 8, width, SANS)
    return LEGEND_HEIGHT * lines if page.legend else 0.0


def legend_of(
    plans: Sequence[DayPlan], span: tuple[int, int], away: str
) -> tuple[LegendEntry, ...]:
    """Explain the colours and frames that the page has."""
    blocks = [block for plan in plans for block in plan.blocks]
    tints = sorted({block.tint for block in blocks} - {""})
    kinds = {block.kind for block in blocks}
    if BlockKind.PLANNING in kinds:
        kinds.add(BlockKind.LUNCH)
    entries = [LegendEntry(text=tint, tint=tint) for tint in tints]
    entries += [
        LegendEntry(text=text, kind=kind.value)
        for kind, text in _FRAMES
        if kind in kinds
    ]
    if any(plan.available != (span,) for plan in plans):
        entries.append(LegendEntry(text=away, kind=AWAY))
    return tuple(entries)
