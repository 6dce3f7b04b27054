"""A workbook to bytes without a trace of it on the disk.

openpyxl writes every sheet to a file in the computer's shared temporary folder first; a
process that is killed meanwhile leaves it there. It can write to memory as well.
"""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


class _WriterInMemory(ExcelWriter):
    def __init__(self, book: Workbook, archive: ZipFile) -> None:
        super().__init__(book, archive)
        self.parts = archive

    def write_worksheet(self, ws: Any) -> None:  # noqa: ANN401 - half of it is private
        """Write one sheet, as the base class does, but never to a file."""
        ws._drawing = SpreadsheetDrawing()  # noqa: SLF001
        ws._drawing.charts = ws._charts  # noqa: SLF001
        ws._drawing.images = ws._images  # noqa: SLF001
        writer: Any = WorksheetWriter(ws, out=BytesIO())
        writer.write()
        ws._rels = writer._rels  # noqa: SLF001
        self.parts.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)


def workbook_bytes(book: Workbook) -> bytes:
    """Return a workbook as the bytes of an ``.xlsx`` file."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        _WriterInMemory(book, archive).save()
    return buffer.getvalue()
