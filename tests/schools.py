"""A school from a few rows, for everybody's tests.

``school(services=[...], students=[...])`` goes the whole way of a workbook (cells,
references, attendance, hours, demand) without a file, and insists that there is no
error. Sheets that are not given have the rows of ``DEFAULTS``:

- students ``S1`` (grade 3, homeroom 3A), ``S2`` (grade 3, 3A), ``S3`` (grade 4, 4A)
- classes of 3A and 4A, Mon-Fri: reading 8:00-9:00, math 9:00-10:00, lunch 11:30-12:00,
  science 12:00-13:00, WIN 13:00-13:40, art 13:40-14:30 (ids ``3A-Reading`` and so on)
- room ``R1`` (capacity 6), provider ``P1`` (role SLP, Mon-Fri 8:00-15:00), no services

Rows are dictionaries of the columns of the roster; cells are what Excel may hold:
numbers, text, dates, times. ``settings`` is one dictionary.

    from schools import school

    found = school(services=[{"student_id": "S1", "service": "Speech",
                              "setting": "pull-out", "role": "SLP",
                              "frequency": "30 min 2x weekly"}])
"""

from collections.abc import Mapping, Sequence

from pushpull_sched.domain.findings import Finding, Severity
from pushpull_sched.domain.school import School
from pushpull_sched.workbook.build import build_school
from pushpull_sched.workbook.tables import tables_of

Rows = Sequence[Mapping[str, object]]

BELLS = (
    ("Reading", "8:00", "9:00"),
    ("Math", "9:00", "10:00"),
    ("Lunch", "11:30", "12:00"),
    ("Science", "12:00", "13:00"),
    ("WIN", "13:00", "13:40"),
    ("Art", "13:40", "14:30"),
)

DEFAULTS: Mapping[str, Rows] = {
    "students": [
        {"student_id": "S1", "grade": 3, "homeroom": "3A"},
        {"student_id": "S2", "grade": 3, "homeroom": "3A"},
        {"student_id": "S3", "grade": 4, "homeroom": "4A"},
    ],
    "classes": [
        {
            "class_id": f"{homeroom}-{subject}",
            "subject": subject,
            "homeroom": homeroom,
            "days": "Mon-Fri",
            "start": start,
            "end": end,
        }
        for homeroom in ("3A", "4A")
        for subject, start, end in BELLS
    ],
    "rooms": [{"room_id": "R1"}],
    "providers": [
        {
            "provider_id": "P1",
            "role": "SLP",
            "days": "Mon-Fri",
            "start": "8:00",
            "end": "15:00",
        }
    ],
    "services": [],
}


def speech(student: str = "S1", **more: object) -> dict[str, object]:
    """Return a row of Services: Speech, pull-out, SLP, 30 minutes twice a week."""
    row: dict[str, object] = {
        "student_id": student,
        "service": "Speech",
        "setting": "pull-out",
        "role": "SLP",
    }
    if not {"frequency", "minutes"} & more.keys() and "delivery" not in more:
        row["frequency"] = "30 min 2x weekly"
    return row | more


def built(
    settings: Mapping[str, object] | None = None, **sheets: Rows
) -> tuple[School | None, tuple[Finding, ...]]:
    """Build a school and return it with the findings of cells and rows."""
    data: dict[str, Rows] = {**DEFAULTS, **sheets}
    if settings:
        data["settings"] = [settings]
    workbook, findings = tables_of(data)
    found, more = build_school(workbook)
    return found, (*findings, *more)


def school(settings: Mapping[str, object] | None = None, **sheets: Rows) -> School:
    """Build a school; an error in it fails the test, warnings do not."""
    found, findings = built(settings, **sheets)
    errors = [one for one in findings if one.severity is Severity.ERROR]
    listed = "\n".join(f"{one.code} {one.source}: {one.message}" for one in errors)
    assert not errors, listed
    assert found is not None
    return found


def codes(findings: Sequence[Finding]) -> list[str]:
    """Return the codes of findings, without the notes."""
    return [one.code for one in findings if one.severity is not Severity.NOTE]
