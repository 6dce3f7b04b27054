"""Write tables as a workbook or as a folder of CSV files, and the plan as JSON."""

import csv
import json
import re
from dataclasses import dataclass
from datetime import time
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font

from benchmarks.generator.ground import Ground, Series, Slot
from benchmarks.generator.tables import Tables, Value, clock
from benchmarks.generator.wording import Row

_WHEN = b"2026-08-01T00:00:00Z"
_STAMP = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_BOLD = Font(bold=True)
_WIDE = 24


def write_workbook(tables: Tables, path: Path) -> None:
    """Write one sheet per table, headings bold and frozen, times as Excel times."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables.values():
        sheet = book.create_sheet(table.name)
        sheet.append(table.heads)
        for cell in sheet[1]:
            cell.font = _BOLD
        for row in table.rows:
            sheet.append(row)
        for cells in sheet.iter_cols(min_row=2):
            if any(isinstance(cell.value, time) for cell in cells):
                for cell in cells:
                    cell.number_format = "h:mm AM/PM"
        for letter, head in zip(
            (cell.column_letter for cell in sheet[1]), table.heads, strict=True
        ):
            sheet.column_dimensions[letter].width = min(_WIDE, max(8, len(head) + 2))
        sheet.freeze_panes = "A2"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_repacked(book))


def _repacked(book: Workbook) -> bytes:
    """Save with fixed dates, so that the same roster is the same file."""
    saved, packed = BytesIO(), BytesIO()
    book.save(saved)
    with ZipFile(saved) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(_WHEN, content)
            new.writestr(ZipInfo(name), content, ZIP_DEFLATED, 9)
    return packed.getvalue()


def write_csv_folder(tables: Tables, folder: Path) -> None:
    """Write one CSV file per table, named after it in lower case."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables.values():
        target = folder / f"{table.name.lower()}.csv"
        with target.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(table.heads)
            writer.writerows([_plain(cell) for cell in row] for row in table.rows)


def _plain(cell: Value) -> str:
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return "" if cell is None else str(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One planted session with the rows of Services that it serves."""

    id: str
    slot: Slot
    series: Series
    rows: tuple[Row, ...]


def planted_sessions(rows: list[Row]) -> list[Planted]:
    """Return the planted sessions in order of time."""
    served: dict[tuple[int, Slot], list[Row]] = {}
    for row in rows:
        for slot in row.member.slots:
            served.setdefault((id(row.series), slot), []).append(row)
    ordered = sorted(
        served.items(), key=lambda item: (item[0][1], item[1][0].series.staff.id)
    )
    return [
        Planted(
            id=f"P{number:04d}",
            slot=slot,
            series=members[0].series,
            rows=tuple(members),
        )
        for number, ((_, slot), members) in enumerate(ordered, start=1)
    ]


def plan_sessions(ground: Ground, rows: list[Row]) -> list[dict[str, object]]:
    """Return the planted sessions in the form of ``schedule.json``."""
    return [
        {
            "session_id": session.id,
            "week": session.slot.week,
            "day": ground.day_names[session.slot.day],
            "start": f"{clock(session.slot.start):%H:%M}",
            "end": f"{clock(session.slot.end):%H:%M}",
            "minutes": session.slot.end - session.slot.start,
            "setting": session.series.setting,
            "provider_id": session.series.staff.id,
            "room_id": session.series.room,
            "class_id": session.series.class_id,
            "services": [
                {
                    "service_id": row.id,
                    "service": row.series.kind.name,
                    "student_id": row.member.pupil.id,
                }
                for row in session.rows
            ],
            "group_size": len(session.rows),
        }
        for session in planted_sessions(rows)
    ]


def write_plan(ground: Ground, rows: list[Row], path: Path) -> None:
    """Write the planted timetable."""
    path.write_text(
        json.dumps({"sessions": plan_sessions(ground, rows)}, indent=1) + "\n",
        encoding="utf-8",
    )
