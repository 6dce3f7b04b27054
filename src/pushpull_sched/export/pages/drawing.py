"""A page as rectangles and texts in points: what PDF and HTML draw alike."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from pushpull_sched.export.free_time import without
from pushpull_sched.export.pages import furniture, layout
from pushpull_sched.export.pages.colours import AWAY, WHITE, fill_of
from pushpull_sched.export.pages.model import (
    ANSWERS,
    GRID_WIDTH,
    TIME_WIDTH,
    Head,
    LegendEntry,
    Page,
    Placed,
    SlipPage,
    WeekPage,
)
from pushpull_sched.export.views import BlockKind
from pushpull_sched.export.wording import long_time

Json = dict[str, Any]

_BETWEEN_TIMES = re.compile(r"(?<=\d)-(?=\d)")
_GAP = 2.0
"""Points between neighbouring boxes."""


def drawing(page: Page, colours: Mapping[str, str]) -> Json:
    """Return everything that a page shows, ready to be drawn.

    Args:
        page: The page.
        colours: Colour of every tint.
    """
    if isinstance(page, SlipPage):
        return _slip(page)
    return _week(page, colours)


def _head(head: Head) -> Json:
    return {
        "title": head.title,
        "facts": "  ·  ".join(head.facts),
        "school": head.facts[0] if head.facts else "",
        "mark": head.mark,
    }


def _slip(page: SlipPage) -> Json:
    return {
        "kind": "slip",
        **_head(page.head),
        "answers": list(ANSWERS),
        "remark": page.remark,
        "leaving": [asdict(row) for row in page.leaving],
        "coming": [asdict(row) for row in page.coming],
    }


def _week(page: WeekPage, colours: Mapping[str, str]) -> Json:
    return {
        "kind": "week",
        **_head(page.head),
        "width": GRID_WIDTH,
        "height": page.height,
        "time_width": TIME_WIDTH,
        "headings": list(_headings(page)),
        "heading_height": page.heading_height,
        "columns": list(_columns(page)),
        "hours": [
            {"y": _y(page, minute), "label": long_time(minute)}
            for minute in range(page.start, page.end, layout.HALF_HOUR)
        ],
        "boxes": [_box(page, placed, colours) for placed in page.placed],
        "legend": [_legend(entry, colours) for entry in page.legend],
        "remark": page.remark,
        "notes": list(page.notes),
        "note_columns": furniture.note_columns(page.notes),
        "note_size": furniture.NOTE_SIZE,
    }


def edges(page: WeekPage) -> list[float]:
    """Return the left edge of every column, and the right edge of the last."""
    found = [TIME_WIDTH]
    for column in page.columns:
        found.append(found[-1] + column.share * (GRID_WIDTH - TIME_WIDTH))
    return found


def _headings(page: WeekPage) -> Iterator[Json]:
    """Yield each day once over its columns; people side by side stay apart."""
    at = edges(page)
    first = 0
    while first < len(page.columns):
        column = page.columns[first]
        last = first
        while (
            column.weeks
            and last + 1 < len(page.columns)
            and page.columns[last + 1].heading == column.heading
        ):
            last += 1
        width = at[last + 1] - at[first]
        text, size = furniture.heading_fit(column.heading, width, page.heading_height)
        yield {"text": text, "size": size, "x": at[first], "w": width}
        first = last + 1


def _columns(page: WeekPage) -> Iterator[Json]:
    at = edges(page)
    for index, column in enumerate(page.columns):
        closed = without([(page.start, page.end)], column.open)
        yield {
            "weeks": column.weeks,
            "heading": column.heading,
            "x": at[index],
            "w": at[index + 1] - at[index],
            "away": [
                {"y": _y(page, start), "h": (end - start) * page.per_minute}
                for start, end in closed
            ],
        }


def _y(page: WeekPage, minute: int) -> float:
    return (minute - page.start) * page.per_minute


def _box(page: WeekPage, placed: Placed, colours: Mapping[str, str]) -> Json:
    at = edges(page)
    left, right = at[placed.first], at[placed.last + 1]
    width = (right - left) / placed.lanes
    block = placed.block
    column = page.columns[placed.first]
    return {
        "x": left + placed.lane * width + _GAP / 2,
        "y": _y(page, block.start) + _GAP / 2,
        "w": width - _GAP,
        "h": (block.end - block.start) * page.per_minute - _GAP,
        "fill": fill_of(block.kind, block.tint, colours),
        "kind": block.kind.value,
        "quiet": not block.is_session,
        "bold": _unbroken(placed.text[: placed.bold]),
        "rest": _unbroken(placed.text[placed.bold :]).split("\n"),
        "size": placed.size,
        "day": " ".join(part for part in (column.heading, column.weeks) if part),
    }


def _unbroken(text: str) -> str:
    """Keep a line from breaking inside ``8:30-9:00``."""
    return _BETWEEN_TIMES.sub("\u2011", text)


def _legend(entry: LegendEntry, colours: Mapping[str, str]) -> Json:
    fill = colours.get(entry.tint, WHITE)
    if entry.kind == furniture.AWAY:
        fill = AWAY
    elif entry.kind == BlockKind.CLASS:
        fill = fill_of(BlockKind.CLASS, "", colours)
    return {"text": entry.text, "fill": fill, "kind": entry.kind}
