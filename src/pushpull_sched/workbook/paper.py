"""How the workbooks that we write look: font, paper, height of wrapped rows."""

import math
from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

LINE_HEIGHT = 15
"""Points of one line of text."""

_FORMULA_SIGNS = frozenset("=+-@\t\r")


def font(*, bold: bool = False, size: int = 11, color: str | None = None) -> Font:
    """Return the font of our workbooks."""
    return Font(name="Calibri", size=size, bold=bold, color=color)


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Write a text that stays a text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    if isinstance(cell, Cell):
        cell.data_type = "s"
        cell.quotePrefix = text[:1] in _FORMULA_SIGNS


def print_in_full_width(page: Worksheet) -> None:
    """Print a sheet across, all columns on one page, headings repeated."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_LETTER
    page.page_setup.fitToWidth = 1
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def fit_height(
    page: Worksheet, row: int, texts: Sequence[str], widths: Iterable[int]
) -> None:
    """Make a row high enough for its wrapped texts; Excel does not do it by itself.

    Args:
        page: The sheet.
        row: Row number.
        texts: The texts of the row.
        widths: Widths of their columns in characters.
    """
    lines = (
        math.ceil(len(text) / width)
        for text, width in zip(texts, widths, strict=True)
        if text
    )
    page.row_dimensions[row].height = LINE_HEIGHT * max(1, *lines, 1)
