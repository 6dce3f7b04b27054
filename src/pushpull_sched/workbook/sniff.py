"""What kind of file this is, before any of it is trusted."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

from pushpull_sched.domain.findings import Finding, SourceRef, has_errors
from pushpull_sched.domain.limits import (
    MEGABYTE,
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_SHEETS,
    RATIO_FROM,
    limits,
)
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.lean import SHEETS, is_read

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
    most = limits().unpacked_bytes
    if sum(member.file_size for member in members) > most:
        message = f"The file unpacks to more than {most // MEGABYTE} MB."
        return _one("W007", name, message)
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_FROM and member.file_size / packed > MOST_RATIO:
            return _one("W007", name, "A part of the file unpacks to far too much.")
    sheets = sum(member.filename.startswith(SHEETS) for member in members)
    if sheets > 2 * MOST_SHEETS:  # their links are counted too
        expected = f"at most {MOST_SHEETS}"
        return _one(
            "W007", name, "The file has far too many sheets.", expected=expected
        )
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
    most = limits()
    total = 0
    for member in archive.infolist():
        part = member.filename
        if not part.casefold().endswith((".xml", ".rels", ".vml")):
            continue
        cells = _scan_part(archive, member)
        if cells is None:
            return _one("W008", name, f"The part {part} has a DOCTYPE.")
        if not is_read(part):
            continue
        total += cells
        if cells > most.cells:
            return _too_many(name, "A sheet", cells, most.cells)
        if total > most.all_cells:
            return _too_many(name, "The workbook", total, most.all_cells)
    return ()


def _too_many(name: str, what: str, cells: int, most: int) -> tuple[Finding, ...]:
    message = f"{what} has {cells:,} filled cells; at most {most:,} are read."
    return _one("W010", name, message, expected=f"at most {most:,}")


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


def too_large(path: Path, *, json: bool = False) -> tuple[Finding, ...]:
    """Refuse a file by its size, before it is read.

    Args:
        path: The file.
        json: It is JSON, which takes many times its size in memory.

    Raises:
        OSError: It cannot be looked at.
    """
    most = limits().json_bytes if json else limits().file_bytes
    if path.stat().st_size <= most:
        return ()
    message = f"The file is larger than {most // MEGABYTE} MB."
    return _one("W007", path.name, message)


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
