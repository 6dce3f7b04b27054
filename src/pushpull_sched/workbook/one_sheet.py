"""A workbook with the cells of one sheet only.

A ``schedule.xlsx`` has a timetable for everybody beside its ``Schedule`` sheet, and all
of them together take many times longer to parse than the one that is read.
"""

import posixpath
import zipfile
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree as ET

_BOOK = "xl/workbook.xml"
_BOOK_LINKS = "xl/_rels/workbook.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData/></worksheet>"
)


def only_sheet(data: bytes, wanted: Callable[[str], bool]) -> bytes:
    """Return a workbook in which the sheets that are not wanted are empty.

    All sheets keep their names and their order. A workbook that is put together in an
    unusual way, or has no sheet that is wanted, is returned as it is.

    Args:
        data: Content of a file that :func:`~.sniff.sniff` let through.
        wanted: Whether a sheet of a name is wanted.
    """
    with zipfile.ZipFile(BytesIO(data)) as source:
        try:
            parts = _parts(source)
        except (KeyError, ET.ParseError):
            return data
        kept = {part for name, part in parts if wanted(name)}
        dropped = {part for _, part in parts} - kept
        if not kept or not dropped <= set(source.namelist()):
            return data
        links = {_links_of(part) for part in dropped}
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as target:
            for name in source.namelist():
                if name not in links:
                    content = _EMPTY if name in dropped else source.read(name)
                    target.writestr(name, content)
    return buffer.getvalue()


def _parts(source: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the name of every sheet and the part of the archive that holds it."""
    targets = {
        link.attrib["Id"]: posixpath.normpath(
            posixpath.join("/xl", link.attrib["Target"])
        ).lstrip("/")
        for link in ET.fromstring(source.read(_BOOK_LINKS))  # noqa: S314 - no DOCTYPE
    }
    book = ET.fromstring(source.read(_BOOK))  # noqa: S314 - sniff refuses a DOCTYPE
    return [
        (sheet.attrib["name"], targets[sheet.attrib[f"{{{_OFFICE}}}id"]])
        for sheet in book.iter()
        if sheet.tag.rpartition("}")[2] == "sheet"
    ]


def _links_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"
