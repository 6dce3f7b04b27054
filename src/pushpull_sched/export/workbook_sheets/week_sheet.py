"""Weeks on a sheet: a true time grid, ready to print.

Rows run from one edge to the next (a session's start, a half hour, the end of someone's
hours), so that any minute has its place and their heights are true to the minutes; a
day has as many columns of the sheet as blocks stand side by side in it. One week is
fitted to one landscape page; several stand one below the other, each on its page.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import cast

from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.export.pages import furniture, layout
from pushpull_sched.export.pages.colours import AWAY, WHITE, fill_of
from pushpull_sched.export.pages.model import (
    GRID_WIDTH,
    TIME_WIDTH,
    Head,
    LegendEntry,
    Placed,
    WeekPage,
)
from pushpull_sched.export.views import BlockKind
from pushpull_sched.export.wording import long_time
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.text_fit import height_needed

PROGRAM = "pushpull-sched"
_SCALE = 88
"""Percentage at which a page of several fits its paper, margins and all."""

_LEGEND_WIDTH = 118.0
"""Width at which most entries of the legend stand on one line."""

_HALF_HOUR = Side(style="hair", color="A6A6A6")
_DAY = Side(style="thin", color="7F7F7F")
_QUIET = Font(name=styles.FONT, size=8, color="404040")
_LINE_ALIGNMENT = Alignment(wrap_text=True, vertical="center")
_TITLE_LOOK = styles.Look(font=styles.TITLE, alignment=_LINE_ALIGNMENT)
_FACTS_LOOK = styles.Look(font=styles.BODY, alignment=_LINE_ALIGNMENT)
_WEEKS_LOOK = styles.Look(font=_QUIET, fill=styles.AWAY_FILL, alignment=styles.CENTRE)
_NOTE_LOOK = styles.Look(font=_QUIET, alignment=styles.WRAP)
_TIME_LOOK = styles.Look(
    font=_QUIET,
    alignment=Alignment(horizontal="right", vertical="top"),
    border=Border(top=_HALF_HOUR),
)


def facts_line(head: Head) -> str:
    """Return the line under a title."""
    return "  ·  ".join(part for part in (head.mark, *head.facts) if part)


def set_print(sheet: Worksheet, head: Head, area: str) -> None:
    """Print the area on one page."""
    styles.set_page(
        sheet,
        left=head.facts[0] if head.facts else "",
        right=head.mark,
        footer=PROGRAM,
    )
    sheet.page_setup.fitToHeight = 1
    sheet.print_area = area


def fill_weeks(
    sheet: Worksheet, pages: Sequence[WeekPage], colours: Mapping[str, str]
) -> None:
    """Draw pages on a sheet.

    Args:
        sheet: The sheet.
        pages: At least one; of several, those with the most columns come first.
        colours: Colour of every tint.
    """
    firsts = _firsts(pages)
    _set_widths(sheet, pages[0], firsts)
    row = 1
    for page in pages:
        if row > 1:
            sheet.row_breaks.append(Break(id=row - 1))
        drawn = _Week(sheet, page, colours, firsts=firsts, row=row)
        row = drawn.fill() + 1
    area = f"A1:{get_column_letter(firsts[-1] - 1)}{row - 1}"
    set_print(sheet, pages[0].head, area)
    sheet.freeze_panes = f"B{_top(pages[0], 1)}" if len(pages) == 1 else "B1"
    if len(pages) > 1:
        # Excel breaks pages by hand only where they are scaled by a percentage.
        styles.fit_to_page(sheet, fit=False)
        sheet.page_setup.scale = _SCALE


def _firsts(pages: Sequence[WeekPage]) -> tuple[int, ...]:
    """First sheet column of every column of the pages, and the one after all."""
    firsts = [2]
    for index in range(max(len(page.columns) for page in pages)):
        lanes = [
            placed.lanes
            for page in pages
            for placed in page.placed
            if placed.first <= index <= placed.last
        ]
        firsts.append(firsts[-1] + max(lanes, default=1))
    return tuple(firsts)


def _set_widths(sheet: Worksheet, page: WeekPage, firsts: Sequence[int]) -> None:
    widths = [TIME_WIDTH]
    for index, column in enumerate(page.columns):
        count = firsts[index + 1] - firsts[index]
        width = column.share * (GRID_WIDTH - TIME_WIDTH) / count
        widths += [width] * count
    styles.set_widths(sheet, [styles.column_width(width) for width in widths])


def _top(page: WeekPage, row: int) -> int:
    """First row of the grid of a page that begins at a row."""
    return row + (4 if any(column.weeks for column in page.columns) else 3)


class _Week:
    """Draws one page from a row on."""

    def __init__(
        self,
        sheet: Worksheet,
        page: WeekPage,
        colours: Mapping[str, str],
        *,
        firsts: Sequence[int],
        row: int,
    ) -> None:
        self.sheet = sheet
        self.page = page
        self.colours = colours
        self.firsts = firsts
        self.row = row
        self.top = _top(page, row)
        self.last = firsts[len(page.columns)] - 1
        self.points = self._points()
        self.row_at = {point: self.top + at for at, point in enumerate(self.points)}

    def _points(self) -> tuple[int, ...]:
        page = self.page
        found = set(range(page.start, page.end + 1, layout.HALF_HOUR))
        for placed in page.placed:
            found.update((placed.block.start, placed.block.end))
        for column in page.columns:
            found.update(
                minute
                for span in column.open
                for minute in span
                if page.start <= minute <= page.end
            )
        return tuple(sorted(found))

    def fill(self) -> int:
        """Draw it; return its last row."""
        head = self.page.head
        self._line(self.row, head.title, _TITLE_LOOK, layout.TITLE_HEIGHT)
        self._line(self.row + 1, facts_line(head), _FACTS_LOOK, layout.FACTS_HEIGHT)
        self._draw_headings()
        self._draw_hours()
        for index in range(len(self.page.columns)):
            self._draw_column(index)
        for placed in self.page.placed:
            self._draw_block(placed)
        row = self._draw_legend(self.top + len(self.points) - 1)
        if remark := self.page.remark:
            row += 1
            height = height_needed(remark, 8, GRID_WIDTH * 0.95) + 2
            self._line(row, remark, _NOTE_LOOK, height)
        return self._draw_notes(row)

    def _line(self, row: int, text: str, look: styles.Look, height: float) -> None:
        styles.put(self.sheet, (row, 1), text, look)
        styles.merge(self.sheet, (row, row), (1, self.last))
        styles.set_height(self.sheet, row, height)

    def _draw_headings(self) -> None:
        sheet, columns, at = self.sheet, self.page.columns, self.row + 2
        for row in range(at, self.top):
            styles.put(sheet, (row, 1), None, styles.DAY_LOOK)
        first = 0
        while first < len(columns):
            last = first
            while (
                columns[first].weeks
                and last + 1 < len(columns)
                and columns[last + 1].heading == columns[first].heading
            ):
                last += 1
            shares = sum(column.share for column in columns[first : last + 1])
            text, size = furniture.heading_fit(
                columns[first].heading,
                shares * (GRID_WIDTH - TIME_WIDTH),
                self.page.heading_height,
            )
            styles.put(sheet, (at, self.firsts[first]), text, _day_look(size))
            span = (self.firsts[first], self.firsts[last + 1] - 1)
            styles.merge(sheet, (at, at), span)
            first = last + 1
        styles.set_height(sheet, at, self.page.heading_height)
        if self.top > at + 1:
            self._draw_week_names(at + 1)

    def _draw_week_names(self, row: int) -> None:
        for index, column in enumerate(self.page.columns):
            at = self.firsts[index]
            styles.put(self.sheet, (row, at), column.weeks, _WEEKS_LOOK)
            styles.merge(self.sheet, (row, row), (at, self.firsts[index + 1] - 1))
        self.sheet.row_dimensions[row].height = layout.WEEKS_HEIGHT

    def _draw_hours(self) -> None:
        for start, end in pairwise(self.points):
            height = (end - start) * self.page.per_minute
            self.sheet.row_dimensions[self.row_at[start]].height = height
        for mark in range(self.page.start, self.page.end, layout.HALF_HOUR):
            first = self.row_at[mark]
            last = self.row_at[mark + layout.HALF_HOUR] - 1
            styles.put(self.sheet, (first, 1), long_time(mark), _TIME_LOOK)
            styles.merge(self.sheet, (first, last), (1, 1))

    def _draw_column(self, index: int) -> None:
        """Shade what is not open, and rule the half hours."""
        column = self.page.columns[index]
        first, last = self.firsts[index], self.firsts[index + 1] - 1
        for point in self.points[:-1]:
            away = not any(start <= point < end for start, end in column.open)
            ruled = point % layout.HALF_HOUR == 0
            for at in range(first, last + 1):
                cell = self.sheet.cell(row=self.row_at[point], column=at)
                look = _empty_look(away, ruled, at == first, at == last)
                styles.give_look(cast("Cell", cell), look)

    def _draw_block(self, placed: Placed) -> None:
        block = placed.block
        first, last = self.firsts[placed.first], self.firsts[placed.last + 1] - 1
        if placed.lanes > 1:
            count = last - first + 1
            last = first + (placed.lane + 1) * count // placed.lanes - 1
            first += placed.lane * count // placed.lanes
        rows = (self.row_at[block.start], self.row_at[block.end] - 1)
        fill = fill_of(block.kind, block.tint, self.colours)
        whole = block.is_session and placed.bold == len(placed.text)
        look = _block_look(placed.size, block.kind, fill, whole)
        cell = styles.put(self.sheet, (rows[0], first), placed.text, look)
        if 0 < placed.bold < len(placed.text):
            cell.value = _rich(placed)
        styles.merge(self.sheet, rows, (first, last))

    def _draw_notes(self, row: int) -> int:
        """Write the notes under the legend, side by side; return their last row."""
        notes = self.page.notes
        count = min(furniture.note_columns(notes), self.last)
        edges = [1 + self.last * number // count for number in range(count + 1)]
        depth = -(-len(notes) // count)
        for at in range(depth):
            row += 1
            height = 11.0
            for number, note in enumerate(notes[at::depth]):
                styles.put(self.sheet, (row, edges[number]), note, _NOTE_LOOK)
                span = (edges[number], edges[number + 1] - 1)
                styles.merge(self.sheet, (row, row), span)
                height = max(height, height_needed(note, 8, GRID_WIDTH / count * 0.9))
            styles.set_height(self.sheet, row, height)
        return row

    def _draw_legend(self, row: int) -> int:
        """Write the legend under the grid; return its last row."""
        self.sheet.row_dimensions[row].height = 5
        count = self.last - 1
        room = sum(column.share for column in self.page.columns)
        width = room * (GRID_WIDTH - TIME_WIDTH) / count
        share = max(1, min(count, round(_LEGEND_WIDTH / width)))
        per_row = max(1, count // share)
        for number, entry in enumerate(self.page.legend):
            if number % per_row == 0:
                row += 1
                self.sheet.row_dimensions[row].height = 0
            column = 2 + share * (number % per_row)
            self._draw_entry(row, (column, column + share - 1), entry)
        return row

    def _draw_entry(
        self, row: int, columns: tuple[int, int], entry: LegendEntry
    ) -> None:
        fill = self.colours.get(entry.tint, WHITE)
        if entry.kind == furniture.AWAY:
            fill = AWAY
        framed = entry.kind and entry.kind != furniture.AWAY
        look = _legend_look(fill, BlockKind(entry.kind) if framed else None)
        styles.put(self.sheet, (row, columns[0]), entry.text, look)
        styles.merge(self.sheet, (row, row), columns)
        width = sum(
            self.page.columns[index].share
            * (GRID_WIDTH - TIME_WIDTH)
            / (self.firsts[index + 1] - self.firsts[index])
            for at in range(columns[0], columns[1] + 1)
            for index in range(len(self.page.columns))
            if self.firsts[index] <= at < self.firsts[index + 1]
        )
        height = height_needed(entry.text, 8, width) + 4
        old = self.sheet.row_dimensions[row].height or 0
        styles.set_height(self.sheet, row, max(float(old), height))


@cache
def _day_look(size: float) -> styles.Look:
    font = Font(name=styles.FONT, size=size, bold=True, color=WHITE)
    return styles.Look(font=font, fill=styles.HEADING_FILL, alignment=styles.CENTRE)


@cache
def _empty_look(away: bool, ruled: bool, first: bool, last: bool) -> styles.Look:  # noqa: FBT001 - a look for each of the sixteen
    border = Border(
        left=_DAY if first else None,
        right=_DAY if last else None,
        top=_HALF_HOUR if ruled else None,
    )
    return styles.Look(fill=styles.AWAY_FILL if away else None, border=border)


@cache
def _block_look(size: float, kind: BlockKind, fill: str, bold: bool) -> styles.Look:  # noqa: FBT001 - a look for each
    quiet = kind in {BlockKind.LUNCH, BlockKind.PLANNING}
    return styles.Look(
        font=Font(name=styles.FONT, size=size or None, italic=quiet, bold=bold),
        fill=PatternFill("solid", fgColor=fill),
        alignment=styles.CENTRE,
        border=styles.block_border(kind),
    )


@cache
def _legend_look(fill: str, kind: BlockKind | None) -> styles.Look:
    return styles.Look(
        font=_QUIET,
        fill=PatternFill("solid", fgColor=fill),
        alignment=styles.CENTRE,
        border=styles.block_border(kind) if kind else styles.GRID_BORDER,
    )


@cache
def _inline_font(size: float, bold: bool) -> InlineFont:  # noqa: FBT001 - one of two
    return InlineFont(rFont=styles.FONT, sz=size, b=bold or None)


def _rich(placed: Placed) -> CellRichText:
    """Return the text with its beginning in bold."""
    text = styles.clean_text(placed.text)
    return CellRichText(
        TextBlock(_inline_font(placed.size, True), text[: placed.bold]),  # noqa: FBT003
        TextBlock(_inline_font(placed.size, False), text[placed.bold :]),  # noqa: FBT003
    )
