"""Pages as a workbook: one sheet each, ready to print, and a flat sheet to filter."""

from collections.abc import Mapping, Sequence
from copy import copy
from itertools import pairwise
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.export.formats.flat import Row
from pushpull_sched.export.formats.xlsx_lists import (
    facts_line,
    fill_flat,
    fill_slip,
    set_print,
)
from pushpull_sched.export.pages import furniture, layout
from pushpull_sched.export.pages.colours import AWAY, WHITE, fill_of
from pushpull_sched.export.pages.model import (
    GRID_WIDTH,
    TIME_WIDTH,
    LegendEntry,
    Page,
    Placed,
    SlipPage,
    WeekPage,
)
from pushpull_sched.export.views import BlockKind
from pushpull_sched.export.wording import long_time
from pushpull_sched.export.workbook_file import frozen
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.sheet_names import sheet_names
from pushpull_sched.export.workbook_sheets.text_fit import height_needed
from pushpull_sched.export.workbook_sheets.timetable import column_width

FLAT_SHEET = "Sessions"
_STYLE = "_style"
"""Where openpyxl keeps the look of a cell; copied like this in its own manual."""

_HALF_HOUR = Side(style="hair", color="A6A6A6")
_DAY = Side(style="thin", color="7F7F7F")
_QUIET = Font(name=styles.FONT, size=8, color="404040")
_TIME_LOOK = styles.Look(
    font=Font(name=styles.FONT, size=8, color="404040"),
    alignment=Alignment(horizontal="right", vertical="top"),
)


def render_xlsx(
    pages: Sequence[Page],
    colours: Mapping[str, str],
    columns: Sequence[str],
    rows: Sequence[Row],
) -> bytes:
    """Write a workbook; the same pages always give the same bytes.

    Args:
        pages: The pages, at least one.
        colours: Colour of every tint.
        columns: Columns of the flat sheet.
        rows: Its rows.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    names = sheet_names(
        ((page.head.name, page.head.key) for page in pages), reserved=(FLAT_SHEET,)
    )
    for name, page in zip(names, pages, strict=True):
        sheet: Worksheet = book.create_sheet()
        sheet.title = name
        sheet.sheet_view.showGridLines = False
        if isinstance(page, SlipPage):
            fill_slip(sheet, page)
        else:
            _Week(sheet, page, colours).fill()
        if page.head.mark:
            sheet.sheet_properties.tabColor = styles.WARNING_COLOR
    fill_flat(book.create_sheet(FLAT_SHEET), pages[0].head, columns, rows)
    return frozen(book, "Service timetables")


class _Week:
    """Draws one week.

    Rows run from one edge to the next, so that their heights are true to the minutes;
    a day has as many columns of the sheet as blocks stand side by side in it.
    """

    def __init__(
        self, sheet: Worksheet, page: WeekPage, colours: Mapping[str, str]
    ) -> None:
        self.sheet = sheet
        self.page = page
        self.colours = colours
        self.points = self._points()
        self.firsts = self._firsts()
        self.empty: dict[tuple[bool, ...], Cell] = {}

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

    def _firsts(self) -> tuple[int, ...]:
        """First sheet column of every column of the page, and the one after all."""
        firsts = [2]
        for index in range(len(self.page.columns)):
            lanes = [
                placed.lanes
                for placed in self.page.placed
                if placed.first <= index <= placed.last
            ]
            firsts.append(firsts[-1] + max(lanes, default=1))
        return tuple(firsts)

    @property
    def last(self) -> int:
        """Last column of the sheet."""
        return self.firsts[-1] - 1

    @property
    def top(self) -> int:
        """First row of the grid."""
        return 5 if any(column.weeks for column in self.page.columns) else 4

    def fill(self) -> None:
        """Write the whole sheet."""
        self._set_widths()
        for row, text, font, height in (
            (1, self.page.head.title, styles.TITLE, layout.TITLE_HEIGHT),
            (2, facts_line(self.page.head), styles.BODY, layout.FACTS_HEIGHT),
        ):
            self._line(row, text, font, height)
        self._draw_headings()
        self._draw_hours()
        for index in range(len(self.page.columns)):
            self._draw_column(index)
        for placed in self.page.placed:
            self._draw_block(placed)
        row = self._draw_legend(self.top + len(self.points) - 1)
        row = self._draw_notes(row)
        set_print(self.sheet, self.page.head, f"A1:{get_column_letter(self.last)}{row}")
        self.sheet.freeze_panes = f"B{self.top}"

    def _set_widths(self) -> None:
        widths = [TIME_WIDTH]
        for index, column in enumerate(self.page.columns):
            count = self.firsts[index + 1] - self.firsts[index]
            width = column.share * (GRID_WIDTH - TIME_WIDTH) / count
            widths += [width] * count
        styles.set_widths(self.sheet, [column_width(width) for width in widths])

    def _line(self, row: int, text: str, font: Font, height: float) -> None:
        look = styles.Look(
            font=font, alignment=Alignment(wrap_text=True, vertical="center")
        )
        styles.put(self.sheet, (row, 1), text, look)
        self._merge((row, row), (1, self.last))
        styles.set_height(self.sheet, row, height)

    def _merge(self, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        """Merge cells that all look like the first: many times faster than openpyxl."""
        if rows[0] == rows[1] and columns[0] == columns[1]:
            return
        first = cast("Cell", self.sheet.cell(row=rows[0], column=columns[0]))
        for row in range(rows[0], rows[1] + 1):
            for column in range(columns[0], columns[1] + 1):
                _look_like(cast("Cell", self.sheet.cell(row=row, column=column)), first)
        self.sheet.merged_cells.add(
            f"{get_column_letter(columns[0])}{rows[0]}:"
            f"{get_column_letter(columns[1])}{rows[1]}"
        )

    def _draw_headings(self) -> None:
        sheet, columns = self.sheet, self.page.columns
        for row in range(3, self.top):
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
            cell = styles.put(sheet, (3, self.firsts[first]), text, styles.DAY_LOOK)
            cell.font = Font(name=styles.FONT, size=size, bold=True, color=WHITE)
            self._merge((3, 3), (self.firsts[first], self.firsts[last + 1] - 1))
            first = last + 1
        styles.set_height(sheet, 3, self.page.heading_height)
        if self.top > 4:  # noqa: PLR2004 - there is a row for the weeks
            for index, column in enumerate(columns):
                look = styles.Look(
                    font=_QUIET, fill=styles.AWAY_FILL, alignment=styles.CENTRE
                )
                at = self.firsts[index]
                styles.put(sheet, (4, at), column.weeks, look)
                self._merge((4, 4), (at, self.firsts[index + 1] - 1))
            sheet.row_dimensions[4].height = layout.WEEKS_HEIGHT

    def _row(self, minute: int) -> int:
        """Row of the sheet that begins at an edge."""
        return self.top + self.points.index(minute)

    def _draw_hours(self) -> None:
        for start, end in pairwise(self.points):
            height = (end - start) * self.page.per_minute
            self.sheet.row_dimensions[self._row(start)].height = height
        for mark in range(self.page.start, self.page.end, layout.HALF_HOUR):
            first = self._row(mark)
            last = self._row(mark + layout.HALF_HOUR) - 1
            cell = styles.put(self.sheet, (first, 1), long_time(mark), _TIME_LOOK)
            cell.border = Border(top=_HALF_HOUR)
            self._merge((first, last), (1, 1))

    def _draw_column(self, index: int) -> None:
        """Shade what is not open, and rule the half hours."""
        column = self.page.columns[index]
        first, last = self.firsts[index], self.firsts[index + 1] - 1
        for point in self.points[:-1]:
            away = not any(start <= point < end for start, end in column.open)
            ruled = point % layout.HALF_HOUR == 0
            for at in range(first, last + 1):
                cell = cast("Cell", self.sheet.cell(row=self._row(point), column=at))
                key = (away, ruled, at == first, at == last)
                if key in self.empty:
                    _look_like(cell, self.empty[key])
                    continue
                self.empty[key] = cell
                if away:
                    cell.fill = styles.AWAY_FILL
                cell.border = Border(
                    left=_DAY if at == first else None,
                    right=_DAY if at == last else None,
                    top=_HALF_HOUR if ruled else None,
                )

    def _draw_block(self, placed: Placed) -> None:
        block = placed.block
        first, last = self.firsts[placed.first], self.firsts[placed.last + 1] - 1
        if placed.lanes > 1:
            count = last - first + 1
            last = first + (placed.lane + 1) * count // placed.lanes - 1
            first += placed.lane * count // placed.lanes
        rows = (self._row(block.start), self._row(block.end) - 1)
        font = Font(
            name=styles.FONT,
            size=placed.size or None,
            italic=block.kind in {BlockKind.LUNCH, BlockKind.PLANNING},
        )
        fill = fill_of(block.kind, block.tint, self.colours)
        look = styles.Look(
            font=font, fill=PatternFill("solid", fgColor=fill), alignment=styles.CENTRE
        )
        cell = styles.put(self.sheet, (rows[0], first), placed.text, look)
        if 0 < placed.bold < len(placed.text):
            cell.value = _rich(placed)
        cell.border = styles.block_border(block.kind)
        self._merge(rows, (first, last))

    def _draw_notes(self, row: int) -> int:
        """Write the notes under the legend, side by side; return their last row."""
        notes = self.page.notes
        count = min(furniture.note_columns(notes), self.last)
        edges = [1 + self.last * number // count for number in range(count + 1)]
        depth = -(-len(notes) // count)
        look = styles.Look(font=_QUIET, alignment=styles.WRAP)
        for at in range(depth):
            row += 1
            height = 11.0
            for number, note in enumerate(notes[at::depth]):
                styles.put(self.sheet, (row, edges[number]), note, look)
                self._merge((row, row), (edges[number], edges[number + 1] - 1))
                height = max(height, height_needed(note, 8, GRID_WIDTH / count * 0.9))
            styles.set_height(self.sheet, row, height)
        return row

    def _draw_legend(self, row: int) -> int:
        """Write the legend under the grid; return its last row."""
        self.sheet.row_dimensions[row].height = 5
        per_row = max(1, min(self.last - 1, 10))
        entries = self.page.legend
        share = max(1, (self.last - 1) // per_row)
        for number, entry in enumerate(entries):
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
        look = styles.Look(
            font=_QUIET,
            fill=PatternFill("solid", fgColor=fill),
            alignment=styles.CENTRE,
        )
        cell = styles.put(self.sheet, (row, columns[0]), entry.text, look)
        framed = entry.kind and entry.kind != furniture.AWAY
        cell.border = (
            styles.block_border(BlockKind(entry.kind)) if framed else styles.GRID_BORDER
        )
        self._merge((row, row), columns)
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


def _look_like(cell: Cell, model: Cell) -> None:
    """Give a cell the look of another without a search for its parts."""
    setattr(cell, _STYLE, copy(getattr(model, _STYLE)))


def _rich(placed: Placed) -> CellRichText:
    """Return the text with its beginning in bold."""
    text = styles.clean_text(placed.text)
    font = InlineFont(rFont=styles.FONT, sz=placed.size)
    bold = InlineFont(rFont=styles.FONT, sz=placed.size, b=True)
    return CellRichText(
        TextBlock(bold, text[: placed.bold]), TextBlock(font, text[placed.bold :])
    )
