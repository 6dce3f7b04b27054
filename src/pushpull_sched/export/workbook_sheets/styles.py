"""Fonts, fills and borders, and the one way in which text enters a cell.

Every kind of session has a fill and a border of its own, so that a page printed in
black and white tells them apart too.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType
from typing import Any, Literal, cast
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, TYPE_STRING
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.result import ServiceStatus
from pushpull_sched.export.views import BlockKind

Line = Literal["medium", "mediumDashed", "dotted", "double", "thin"]

LONGEST_CELL = 32_767
_LONGEST_HEADER = 55
"""Excel takes 255 characters for the three parts together, doubled ``&`` included."""

_TALLEST_ROW = 409.0
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "#")
_NOT_XML = dict.fromkeys([0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])

FONT = "Calibri"
TITLE = Font(name=FONT, size=16, bold=True)
SECTION = Font(name=FONT, size=12, bold=True, color="1F3864")
BODY = Font(name=FONT, size=10)
BOLD = Font(name=FONT, size=10, bold=True)
QUIET = Font(name=FONT, size=9, color="595959")
HEADING = Font(name=FONT, size=10, bold=True, color="FFFFFF")
HEADING_FILL = PatternFill("solid", fgColor="1F3864")
GOOD_FILL = PatternFill("solid", fgColor="E2EFDA")
BAD_FILL = PatternFill("solid", fgColor="F8CBAD")
WARNING_COLOR = "C00000"
AWAY_FILL = PatternFill("solid", fgColor="D9D9D9")

WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left")
CENTRE = Alignment(wrap_text=True, vertical="center", horizontal="center")

_LINE = Side(style="thin", color="BFBFBF")
GRID_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)

STATUS_FILLS: Mapping[str, PatternFill] = MappingProxyType(
    {
        ServiceStatus.MET.value: GOOD_FILL,
        ServiceStatus.SHORT.value: PatternFill("solid", fgColor="FFE699"),
        ServiceStatus.UNPLACED.value: BAD_FILL,
        ServiceStatus.OUTSIDE_TEMPLATE.value: PatternFill("solid", fgColor="DDEBF7"),
        ServiceStatus.NOT_ACTIVE.value: PatternFill("solid", fgColor="EDEDED"),
    }
)

_BLOCK_SIDES: Mapping[BlockKind, Line] = MappingProxyType(
    {
        BlockKind.PUSH_IN: "medium",
        BlockKind.PULL_OUT: "mediumDashed",
        BlockKind.CONSULT: "double",
        BlockKind.LUNCH: "dotted",
        BlockKind.PLANNING: "dotted",
        BlockKind.CLASS: "thin",
    }
)


def block_border(kind: BlockKind) -> Border:
    """Return the frame of a block of the timetable."""
    quiet = kind in {BlockKind.LUNCH, BlockKind.PLANNING, BlockKind.CLASS}
    side = Side(style=_BLOCK_SIDES[kind], color="A6A6A6" if quiet else "404040")
    return Border(left=side, right=side, top=side, bottom=side)


def clean_text(text: str) -> str:
    """Drop characters that a workbook cannot hold, and what exceeds a cell."""
    kept = ILLEGAL_CHARACTERS_RE.sub("", text.translate(_NOT_XML))
    return kept.replace("\r\n", "\n").replace("\r", "\n")[:LONGEST_CELL]


def put_text(cell: Cell, text: str | None) -> None:
    """Write text that stays text, whatever it begins with.

    Excel would take ``=1+1`` for a formula; the cell type and the quote prefix say
    that it is none.
    """
    if not text:
        return
    cell.value = clean_text(text)
    cell.data_type = TYPE_STRING
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """How a cell looks: make one for many cells, as each costs time in every workbook.

    Attributes:
        font: Its font.
        fill: Its background; None leaves it.
        alignment: Its alignment; None leaves it.
        border: Its frame; None leaves it.
        number_format: How a number or a time is shown.
    """

    font: Font = BODY
    fill: PatternFill | None = None
    alignment: Alignment | None = None
    border: Border | None = None
    number_format: str = "General"


PLAIN = Look()
HEADING_LOOK = Look(
    font=HEADING, fill=HEADING_FILL, alignment=Alignment(vertical="center")
)
DAY_LOOK = Look(font=HEADING, fill=HEADING_FILL, alignment=CENTRE)
LEFT_LOOK = Look(alignment=Alignment(horizontal="left"))
TIME_LOOK = Look(alignment=Alignment(horizontal="left"), number_format="hh:mm")

_STYLE = "_style"
"""Where openpyxl keeps the numbers of a cell's font, fill and so on in its workbook."""


@dataclass(slots=True)
class _Made:
    """The looks that a workbook has already, as openpyxl keeps them."""

    known: dict[Look, Any] = field(default_factory=dict)


_MADE: WeakKeyDictionary[Workbook, _Made] = WeakKeyDictionary()


def give_look(cell: Cell, look: Look) -> None:
    """Make a cell look so.

    openpyxl compares fonts, fills and borders part by part with all that a workbook
    has; here that is done once for every look, which makes writing many times faster.
    """
    book = cast("Workbook", cast("Worksheet", cell.parent).parent)
    known = _MADE.setdefault(book, _Made()).known
    if look not in known:
        cell.font = look.font
        if look.fill is not None:
            cell.fill = look.fill
        if look.alignment is not None:
            cell.alignment = look.alignment
        if look.border is not None:
            cell.border = look.border
        cell.number_format = look.number_format
        known[look] = copy(getattr(cell, _STYLE))
    setattr(cell, _STYLE, copy(known[look]))


def put(
    sheet: Worksheet,
    at: tuple[int, int],
    value: str | float | time | None,
    look: Look = PLAIN,
) -> Cell:
    """Write one cell, text as text and a number as a number.

    Args:
        sheet: The sheet.
        at: Row and column, from 1.
        value: What to write; None and an empty text leave the cell blank.
        look: How it looks.
    """
    cell = cast("Cell", sheet.cell(row=at[0], column=at[1]))
    give_look(cell, look)
    if isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = value
    return cell


def merge(sheet: Worksheet, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    """Merge cells, all framed as the first; both ends are included."""
    if rows[0] == rows[1] and columns[0] == columns[1]:
        return
    shared = getattr(sheet.cell(row=rows[0], column=columns[0]), _STYLE)
    for row in range(rows[0], rows[1] + 1):
        for column in range(columns[0], columns[1] + 1):
            setattr(sheet.cell(row=row, column=column), _STYLE, shared)
    # The range is new: openpyxl's own way looks for it among all others first.
    sheet.merged_cells.ranges.add(
        CellRange(
            min_row=rows[0], max_row=rows[1], min_col=columns[0], max_col=columns[1]
        )
    )


def put_headings(sheet: Worksheet, row: int, headings: Sequence[str]) -> None:
    """Write a row of headings."""
    sheet.row_dimensions[row].height = 18
    for column, heading in enumerate(headings, start=1):
        put(sheet, (row, column), heading, HEADING_LOOK)


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set column widths, in characters, from the first column on."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def column_width(points: float) -> float:
    """Turn points into Excel's unit of column width (digits of 7 pixels)."""
    return max(1.0, (points * 96 / 72 - 5) / 7)


def page_text(text: str) -> str:
    """Make text safe in a page header or footer, where ``&`` begins a code."""
    return clean_text(text).replace("\n", " ")[:_LONGEST_HEADER].replace("&", "&&")


def set_page(sheet: Worksheet, *, left: str, right: str, footer: str) -> None:
    """Set up a landscape letter page that fits its width, with header and footer."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_LETTER)
    fit_to_page(sheet, fit=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.6, 0.55
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True
    sheet.HeaderFooter.oddHeader = HeaderFooterItem(
        left=_page_part(page_text(left)), right=_page_part(page_text(right))
    )
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(
        left=_page_part("Confidential student information"),
        center=_page_part(page_text(footer)),
        right=_page_part("Page &P of &N"),
    )


def fit_to_page(sheet: Worksheet, *, fit: bool) -> None:
    """Say whether the page is scaled to fit, or by a percentage."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=fit)


def _page_part(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text=text, size=8)


def set_height(sheet: Worksheet, row: int, points: float) -> None:
    """Set the height of a row, within what Excel takes without a repair."""
    sheet.row_dimensions[row].height = min(points, _TALLEST_ROW)
