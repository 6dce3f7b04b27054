"""The tiny school as a real workbook, so that what-ifs can change its cells."""

from pathlib import Path

from pushpull_sched.export.workbook_file import frozen
from pushpull_sched.workbook.template import roster_book

ROWS = {
    "settings": [{"school": "Tiny", "same_provider": "yes"}],
    "students": [{"student_id": "S1", "grade": 2, "homeroom": "2A"}],
    "classes": [
        {
            "class_id": "Math",
            "subject": "Math",
            "homeroom": "2A",
            "days": "Mon-Fri",
            "start": "9:00",
            "end": "12:00",
        }
    ],
    "rooms": [{"room_id": "R1", "name": "Blue Room"}],
    "providers": [
        {
            "provider_id": "P1",
            "name": "Ms Lee",
            "role": "SLP",
            "days": "Mon-Fri",
            "start": "8:00",
            "end": "15:00",
        }
    ],
    "services": [
        {
            "student_id": "S1",
            "service": name,
            "setting": "pull-out",
            "role": "SLP",
            "minutes": 30,
            "per": "session",
            "sessions": 1,
        }
        for name in ("Speech", "Language")
    ],
}


def write_tiny(path: Path, **sheets) -> Path:
    """Write the workbook; keyword arguments replace the rows of sheets."""
    path.write_bytes(frozen(roster_book({**ROWS, **sheets}), "Roster"))
    return path
