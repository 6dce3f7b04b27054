"""What is fuzzed: any bytes must end in values or findings, never in an error.

Each target turns bytes into one input of the reader, so that a kept corpus can be
replayed without the fuzzer (``tests/workbook/test_fuzz_corpus.py``).
"""

import struct
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import openpyxl

from pushpull_sched.demand import demands
from pushpull_sched.domain.clock import MINUTES_PER_DAY
from pushpull_sched.domain.findings import Finding
from pushpull_sched.domain.limits import Limits, reading_with
from pushpull_sched.workbook.cell import Cell, Fault, Reading, Scope
from pushpull_sched.workbook.cells import read_cell
from pushpull_sched.workbook.codes import CODES
from pushpull_sched.workbook.columns import CellKind, Column
from pushpull_sched.workbook.lean import is_read
from pushpull_sched.workbook.load import load_school
from pushpull_sched.workbook.schedule_reader import read_schedule
from pushpull_sched.workbook.schema import SHEETS

COLUMNS: tuple[Column, ...] = tuple(
    column for sheet in SHEETS for column in sheet.columns
)
FREQUENCY = next(one for one in COLUMNS if one.kind is CellKind.FREQUENCY)
SEPARATOR = b"\x1e"
LONGEST_SHOWN = 60
LONGEST_SAID = 600
SMALL = Limits(rows=500, megabytes=1)
"""Limits that a fuzzer can reach."""
SCHEDULE_NAMES = ("s.json", "s.csv", "s.tsv")
_FIRST = datetime(1, 1, 1)  # noqa: DTZ001 - Excel knows no time zones
FORMATS = ("General", "h:mm AM/PM", "m/d/yyyy", "[h]:mm:ss", "0.00", "@")


class Wrong(AssertionError):
    """The reader gave something that it never may."""


def _check(*, holds: bool, what: str) -> None:
    if not holds:
        raise Wrong(what)


def _check_reading(reading: Reading, column: Column) -> None:
    if isinstance(reading, Fault):
        _check(holds=reading.code in CODES, what=f"unknown code {reading.code}")
        _check(holds=bool(reading.message), what="a fault without words")
        return
    value = reading.value
    if column.kind is CellKind.INTEGER and isinstance(value, int):
        low, high = column.minimum, column.maximum
        _check(holds=low is None or low <= value, what="below the minimum")
        _check(holds=high is None or value <= high, what="above the maximum")
    if column.kind is CellKind.TIME and isinstance(value, int):
        _check(holds=0 <= value < MINUTES_PER_DAY, what="no time of day")
    for remark in reading.remarks:
        _check(holds=remark.code in CODES, what=f"unknown code {remark.code}")


def _check_findings(findings: tuple[Finding, ...]) -> None:
    for found in findings:
        _check(holds=found.code in CODES, what=f"unknown code {found.code}")
        _check(holds=bool(found.message), what=f"{found.code} without words")
        short = len(found.value) <= LONGEST_SHOWN
        brief = max(map(len, (found.message, found.expected, found.advice)))
        _check(holds=short and brief <= LONGEST_SAID, what=f"{found.code} too long")


def _number(data: bytes) -> float:
    padded = data[:8].ljust(8, b"\0")
    return float(struct.unpack("<d", padded)[0])


def _whole(data: bytes) -> int:
    return int.from_bytes(data[:40], "little", signed=True)


def _clock(data: bytes) -> time:
    minute = int.from_bytes(data[:4], "little")
    return (_FIRST + timedelta(seconds=minute % 86_400)).time()


def _moment(data: bytes) -> datetime:
    days = int.from_bytes(data[:3], "little") % 3_652_000
    return _FIRST + timedelta(days=days, seconds=len(data) * 61)


def _day(data: bytes) -> date:
    return _moment(data).date()


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape")


VALUES: tuple[Callable[[bytes], object], ...] = (
    _text,
    _text,
    _whole,
    _number,
    _clock,
    _moment,
    _day,
    lambda data: timedelta(seconds=_whole(data[:4])),
    bool,
)
"""Kinds of values that a cell of Excel can have."""


def cells(data: bytes) -> None:
    """Read one cell: column, kind of value and format by the first bytes."""
    if len(data) < 3:  # noqa: PLR2004 - the three choosing bytes
        return
    column = COLUMNS[data[0] % len(COLUMNS)]
    value = VALUES[data[1] % len(VALUES)](data[3:])
    days = ("A", "B") if data[2] & 1 else Scope().days
    form = FORMATS[(data[2] >> 1) % len(FORMATS)]
    scope = Scope(days=days, grid=5)
    reading = read_cell(Cell(value=value, number_format=form), column, scope)
    _check_reading(reading, column)


def frequency(data: bytes) -> None:
    """Read one frequency text, twice: reading has no memory."""
    cell = Cell(value=_text(data))
    first = read_cell(cell, FREQUENCY, Scope())
    _check_reading(first, FREQUENCY)
    again = read_cell(cell, FREQUENCY, Scope())
    _check(holds=first == again, what="the same text read in two ways")


@cache
def _folder() -> TemporaryDirectory[str]:
    memory = Path("/dev/shm")  # noqa: S108 - a private folder is made inside
    return TemporaryDirectory(dir=memory if memory.is_dir() else None)


def _load(path: Path) -> None:
    with reading_with(SMALL):
        loaded = load_school(path)
    _check_findings(loaded.findings)
    if loaded.school is not None and loaded.usable:
        demands(loaded.school)


SOUND: Mapping[str, tuple[tuple[object, ...], ...]] = MappingProxyType(
    {
        "Settings": (("key", "value"), ("grid", 5), ("weeks", "auto")),
        "Students": (
            ("student_id", "grade", "homeroom"),
            ("S1", 3, "H"),
            (2, "K", "H"),
        ),
        "Classes": (
            ("class_id", "subject", "days", "start", "end", "homeroom"),
            ("C1", "Math", "Mon-Fri", "8:30", "9:30", "H"),
            ("C2", "WIN", "MWF", time(9, 30), time(10, 15), "H"),
        ),
        "Rooms": (("room_id", "capacity"), ("R1", 4)),
        "Providers": (
            ("provider_id", "role", "days", "start", "end"),
            ("P1", "SLP", "Mon-Fri", "8:00", "15:00"),
        ),
        "Services": (
            ("student_id", "service", "setting", "frequency", "role", "subject"),
            ("S1", "Speech", "pull-out", "2 x 30", "SLP", None),
            (2, "Reading", "push-in", "30 min every other week", "SLP", "Math"),
        ),
        "Pins": (("service_id", "day", "start"), ("S1-Speech-1", "Mon", "9:30")),
    }
)


@cache
def sound_parts() -> Mapping[str, bytes]:
    """Return the parts of a small sound workbook, by name."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in SOUND.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return {name: parts[name] for name in sorted(parts) if is_read(name)}


def workbook(data: bytes) -> None:
    """Read a workbook: a sound one with one part replaced, or any bytes at all.

    The first byte names the part; the rest is its content. Beyond the last part the
    rest is the whole file.
    """
    if not data:
        return
    parts = dict(sound_parts())
    names = sorted(parts)
    file = Path(_folder().name) / "any.xlsx"
    if data[0] >= len(names):
        file.write_bytes(data[1:])
    else:
        parts[names[data[0]]] = data[1:]
        buffer = BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        file.write_bytes(buffer.getvalue())
    _load(file)


def csv_folder(data: bytes) -> None:
    """Read a folder of CSV files, in the order of the sheets."""
    folder = Path(_folder().name) / "roster"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for sheet, content in zip(SHEETS, data.split(SEPARATOR), strict=False):
        if content:
            (folder / f"{sheet.key}.csv").write_bytes(content)
    _load(folder)


def schedule(data: bytes) -> None:
    """Read a schedule as JSON, CSV or TSV; the first byte says which."""
    if not data:
        return
    name = SCHEDULE_NAMES[data[0] % len(SCHEDULE_NAMES)]
    file = Path(_folder().name) / name
    file.write_bytes(data[1:])
    with reading_with(SMALL):
        _, findings = read_schedule(file, Scope().days)
    _check_findings(findings)


TARGETS: Mapping[str, Callable[[bytes], None]] = MappingProxyType(
    {
        "cells": cells,
        "frequency": frequency,
        "workbook": workbook,
        "csv-folder": csv_folder,
        "schedule": schedule,
    }
)
