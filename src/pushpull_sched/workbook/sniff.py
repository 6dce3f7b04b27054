"""What kind of file this is, before any of it is trusted.

The limits keep a crafted file from taking memory: a roster is small.
"""

import re
import zipfile
from io import BytesIO

from pushpull_sched.domain.findings import Finding, SourceRef, has_errors
from pushpull_sched.workbook.codes import finding

MOST_MEMBERS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_FILE = 100 * 1024 * 1024
MOST_RATIO = 200
RATIO_FROM = 1024 * 1024
"""Members below this unpacked size may be as regular as they like."""

MOST_CELLS = 200_000
CHUNK = 1 << 20
OVERLAP = 32

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL_END = re.compile(rb"</(?:\w+:)?(?:v|is)>")
_DOCTYPES = (
    b"<!doctype",
    b"<!entity",
    "<!doctype".encode("utf-16-le"),
    "<!doctype".encode("utf-16-be"),
    "<!entity".encode("utf-16-le"),
    "<!entity".encode("utf-16-be"),
)
_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<table|<\?xml|<meta)", re.IGNORECASE)


def _one(code: str, name: str, message: str, **more: str) -> tuple[Finding, ...]:
    return (finding(code, SourceRef(sheet=name), message, **more),)


def _not_zip(data: bytes, name: str) -> tuple[Finding, ...]:
    """Say what a file is that does not even look like a workbook."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return _one("W003", name, "The workbook needs a password to open.")
        return _one(
            "W004",
            name,
            "This is an old Excel file (.xls).",
            expected="an Excel workbook (.xlsx)",
        )
    head = data[:4096]
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return _one("W005", name, "This is a web page or XML text, not a workbook.")
    if _is_text(head):
        return _one("W005", name, "This is a text or CSV file, not a workbook.")
    return _one("W006", name, "The file is damaged or not a workbook.")


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    return not re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", head)


def _too_big(archive: zipfile.ZipFile, name: str) -> tuple[Finding, ...]:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        return _one(
            "W007",
            name,
            f"The file holds {len(members)} parts.",
            expected=f"at most {MOST_MEMBERS}",
        )
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        return _one("W007", name, "The file unpacks to more than 200 MB.")
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_FROM and member.file_size / packed > MOST_RATIO:
            return _one("W007", name, "A part of the file unpacks to far too much.")
    return ()


def _wrong_kind(archive: zipfile.ZipFile, name: str) -> tuple[Finding, ...]:
    names = {member.filename for member in archive.infolist()}
    if "mimetype" in names:
        kind = archive.read("mimetype")[:200]
        if b"opendocument" in kind:
            return _one("W004", name, "This is an OpenDocument file (.ods).")
    if "xl/workbook.bin" in names:
        return _one("W004", name, "This is a binary Excel workbook (.xlsb).")
    if "xl/workbook.xml" not in names:
        return _one("W006", name, "The file is an archive, but not a workbook.")
    return ()


def _scan_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int | None:
    """Count the filled cells of one part; None where it has a DOCTYPE."""
    cells = 0
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            lowered = text.lower()
            if any(mark in lowered for mark in _DOCTYPES):
                return None
            ends = _CELL_END.finditer(text)
            cells += sum(1 for end in ends if end.end() > len(tail))
            tail = text[-OVERLAP:]
    return cells


def _scan(archive: zipfile.ZipFile, name: str) -> tuple[Finding, ...]:
    """Look through the XML for what must not be there, without parsing it."""
    for member in archive.infolist():
        part = member.filename
        if not part.casefold().endswith((".xml", ".rels", ".vml")):
            continue
        cells = _scan_part(archive, member)
        if cells is None:
            return _one("W008", name, f"The part {part} has a DOCTYPE.")
        if cells > MOST_CELLS and part.startswith("xl/worksheets/"):
            return _one(
                "W010",
                name,
                f"A sheet has {cells} filled cells.",
                expected=f"at most {MOST_CELLS}",
            )
    return ()


def _inside(data: bytes, name: str) -> tuple[Finding, ...]:
    """Judge what is in the archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for check in (_too_big, _wrong_kind, _scan):
                found = check(archive, name)
                if has_errors(found):
                    return found
            names = {member.filename for member in archive.infolist()}
    except Exception:  # noqa: BLE001 - zipfile raises a dozen kinds on damaged archives
        return _one("W006", name, "The file is damaged: it cannot be unpacked.")
    if "xl/vbaProject.bin" in names:
        return _one("W011", name, "The workbook has macros; they are ignored.")
    return ()


def too_large(size: int, name: str) -> tuple[Finding, ...]:
    """Refuse a file by its size, before it is read."""
    if size <= MOST_FILE:
        return ()
    return _one("W007", name, "The file is larger than 100 MB.")


def sniff(data: bytes, name: str) -> tuple[Finding, ...]:
    """Say what speaks against reading a file as an Excel workbook.

    Args:
        data: Its content.
        name: Its name, for the lock file that Excel keeps.

    Returns:
        Findings; without an error among them the file may be opened.
    """
    if name.startswith("~$"):
        return _one(
            "W002",
            name,
            "This is a temporary lock file of Excel.",
            advice=f"Choose {name.removeprefix('~$')} instead.",
        )
    if not data:
        return _one("W001", name, "The file is empty.")
    return _inside(data, name) if data.startswith(b"PK") else _not_zip(data, name)
