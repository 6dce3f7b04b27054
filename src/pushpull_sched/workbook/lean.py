"""A workbook without what a roster does not need, before openpyxl parses any of it.

Pictures, charts, pivot tables, comments, defined names and validations are left out:
none is read, some make openpyxl fail, others take memory. A column filled with colour
down to the last row is a million cells without content; they go too.
"""

import re
import zipfile
from io import BytesIO

from openpyxl.utils import range_boundaries

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.domain.limits import limits
from pushpull_sched.workbook.codes import finding

SHEETS = "xl/worksheets/"
MOST_MERGED = 200_000
"""Cells that merged ranges may cover together."""
MOST_STYLE_PIECES = 300_000
"""Pieces of markup that describe formats; Excel itself keeps 65,490 of them."""
EMPTY_FROM = 20_000
"""Sheets with fewer empty cells keep them."""

_UNREAD = (
    "xl/worksheets/_rels/",
    "xl/activex/",
    "xl/charts/",
    "xl/chartsheets/",
    "xl/comments",
    "xl/ctrlprops/",
    "xl/customproperty",
    "xl/drawings/",
    "xl/embeddings/",
    "xl/externallinks/",
    "xl/media/",
    "xl/persons/",
    "xl/pivotcache/",
    "xl/pivottables/",
    "xl/printersettings/",
    "xl/querytables/",
    "xl/revisions/",
    "xl/richdata/",
    "xl/slicer",
    "xl/tables/",
    "xl/theme/",
    "xl/threadedcomments/",
    "xl/timeline",
    "xl/webextensions/",
    "xl/calcchain",
    "xl/connections",
    "xl/metadata",
    "customui/",
    "customxml/",
    "docprops/",
)
_EMPTY_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?/>")
_EMPTY_ROW = re.compile(
    rb"<(?:\w+:)?row(?:\s[^<>]*)?/>|<(?:\w+:)?row(?:\s[^<>]*)?>\s*</(?:\w+:)?row>"
)
_DATA_END = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_MERGES = re.compile(rb"<((?:\w+:)?)mergeCells\b.*?</\1mergeCells\s*>", re.DOTALL)
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*[\"']([^\"']*)")
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^<>]*?ref\s*=\s*[\"']([^\"']*)")
_CLOSING = re.compile(rb"</(?:\w+:)?worksheet\s*>\s*\Z")
_BOOK_EXTRAS = re.compile(
    rb"<((?:\w+:)?)(definedNames|externalReferences|pivotCaches|customWorkbookViews"
    rb"|extLst)\b(?:[^<>]*/>|.*?</\1\2\s*>)",
    re.DOTALL,
)


def is_read(part: str) -> bool:
    """Tell whether a part of a workbook is read at all."""
    name = part.casefold()
    return name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD)


def covered(text: bytes, *, links: bool = False) -> int:
    """Count the cells that the merged ranges of a sheet cover together.

    Args:
        text: The XML of the sheet.
        links: Count those of ranges with a link too.
    """
    ranges = _MERGE.findall(text) + (_LINK.findall(text) if links else [])
    return sum(map(_area, ranges))


def _area(ref: bytes) -> int:
    """Count the cells of a range; whole columns and rows have no end of their own."""
    try:
        bounds = range_boundaries(ref.decode("ascii").upper())
    except (ValueError, TypeError):  # openpyxl refuses it in turn
        return 0
    left, top, right, bottom = (bound or 0 for bound in bounds)
    if not (left and top and right and bottom):
        return MOST_MERGED + 1
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def _lean_sheet(text: bytes) -> bytes:
    without, count = _EMPTY_CELL.subn(b"", text)
    lean = _EMPTY_ROW.sub(b"", without) if count >= EMPTY_FROM else text
    end = _DATA_END.search(lean)
    closing = _CLOSING.search(lean)
    if end is None or closing is None:
        return lean
    merges = _MERGES.search(lean, end.end())
    return lean[: end.end()] + (merges[0] if merges else b"") + closing[0]


def _lean_part(name: str, text: bytes) -> bytes:
    if name.startswith(SHEETS):
        return _lean_sheet(text)
    if name == "xl/workbook.xml":
        return _BOOK_EXTRAS.sub(b"", text)
    return text


def lean_workbook(data: bytes, name: str) -> tuple[bytes, tuple[Finding, ...]]:
    """Return a workbook with nothing but what is read.

    Args:
        data: Content of a file that :func:`~.sniff.sniff` let through.
        name: Name of the file, for findings.

    Returns:
        The lean workbook, and an error where it still is too much for memory.
    """
    buffer = BytesIO()
    pieces = 0
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w") as target,
    ):
        for member in source.infolist():
            if not is_read(member.filename):
                continue
            text = _lean_part(member.filename, source.read(member))
            count = text.count(b"<")
            pieces += count
            fault = _too_much(member.filename, text, count, pieces)
            if fault:
                return b"", (finding("W010", SourceRef(sheet=name), *fault),)
            target.writestr(member.filename, text)
    return buffer.getvalue(), ()


def _too_much(part: str, text: bytes, count: int, pieces: int) -> tuple[str, ...]:
    """Say what would take more memory or time than a roster is worth."""
    if part.startswith(SHEETS) and covered(text) > MOST_MERGED:
        return (f"Merged cells of a sheet cover more than {MOST_MERGED:,} cells.",)
    if part.casefold().endswith("styles.xml") and count > MOST_STYLE_PIECES:
        return ("The workbook has far too many cell styles.",)
    if pieces > limits().pieces:
        return ("The workbook holds far more than a roster can.",)
    return ()


def is_modest(data: bytes) -> bool:
    """Tell whether openpyxl may be trusted with the whole of a workbook.

    Args:
        data: Content of a file that :func:`~.sniff.sniff` let through.
    """
    pieces = 0
    with zipfile.ZipFile(BytesIO(data)) as source:
        for member in source.infolist():
            name = member.filename
            if not name.casefold().endswith((".xml", ".rels")):
                continue
            text = source.read(member)
            pieces += text.count(b"<")
            far = name.startswith(SHEETS) and covered(text, links=True) > MOST_MERGED
            if far or pieces > limits().pieces:
                return False
    return True
