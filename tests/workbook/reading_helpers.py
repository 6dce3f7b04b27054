"""Shared by the tests of the reading half."""

from datetime import datetime
from pathlib import Path

import openpyxl

from pushpull_sched.workbook.cell import Cell, Fault, Parsed, Scope
from pushpull_sched.workbook.cells import read_cell
from pushpull_sched.workbook.schema import CellKind, Column
from pushpull_sched.workbook.tables import tables_of

STUDENTS = [["student_id", "grade"], ["S1", 3]]
CLASSES = [
    ["class_id", "subject", "days", "start", "end"],
    ["C1", "Math", "Mon-Fri", "8:30", "9:30"],
]
PROVIDERS = [
    ["provider_id", "role", "days", "start", "end"],
    ["P1", "SLP", "Mon-Fri", "8:00", "15:00"],
]
SERVICES = [
    ["student_id", "service", "setting", "frequency", "role"],
    ["S1", "Speech", "pull-out", "2 x 30", "SLP"],
]
SOUND = {
    "Students": STUDENTS,
    "Classes": CLASSES,
    "Providers": PROVIDERS,
    "Services": SERVICES,
}


def read(value, kind, *, scope=None, number_format="General", **more):
    """Read one cell; the value, or the code of its fault."""
    column = Column(key=more.pop("key", "c"), heading="c", kind=kind, **more)
    cell = Cell(value=value, number_format=number_format)
    reading = read_cell(cell, column, scope or Scope())
    return reading.code if isinstance(reading, Fault) else reading.value


def remarks(value, kind, *, number_format="General"):
    """Return the codes of what is said about a readable cell."""
    column = Column(key="c", heading="c", kind=kind)
    cell = Cell(value=value, number_format=number_format)
    reading = read_cell(cell, column, Scope())
    assert isinstance(reading, Parsed)
    return [remark.code for remark in reading.remarks]


def moment(*parts):
    """Return a date and time as Excel keeps it."""
    return datetime(*parts)  # noqa: DTZ001 - Excel knows no time zones


def book_of(sheets):
    """Build an Excel workbook from lists of rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    return book


def saved(path: Path, sheets) -> Path:
    """Write an Excel workbook from lists of rows."""
    book_of(sheets).save(path)
    return path


def codes(findings):
    """Return the codes, in order, without the notes on frequencies."""
    return [finding.code for finding in findings if finding.code != "W228"]


def where(findings, code):
    """Return the addresses of the findings with a code."""
    return [str(finding.source) for finding in findings if finding.code == code]


def only_row(sheet, row, **settings):
    """Read one row in memory."""
    data = {sheet: [row]}
    if settings:
        data["settings"] = [settings]
    book, findings = tables_of(data)
    return next(book.tables[sheet].rows()), findings


__all__ = [
    "CLASSES",
    "PROVIDERS",
    "SERVICES",
    "SOUND",
    "STUDENTS",
    "CellKind",
    "book_of",
    "codes",
    "moment",
    "only_row",
    "read",
    "remarks",
    "saved",
    "where",
]
