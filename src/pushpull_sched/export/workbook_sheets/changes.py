"""The Changes sheet: every session that is not as it was in the baseline."""

from collections.abc import Sequence

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.changes import SessionChange, Sitting
from pushpull_sched.domain.school import School
from pushpull_sched.export.views import provider_name
from pushpull_sched.export.wording import long_time, weeks_text
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.schedule_sheet import add_table

COLUMNS = (
    "change",
    "student_id",
    "service",
    "service_id",
    "weeks",
    "provider_id",
    "before",
    "after",
)
_WIDTHS = (13.0, 12.0, 18.0, 20.0, 13.0, 14.0, 44.0, 44.0)
_LOOK = styles.Look(
    alignment=Alignment(horizontal="left", vertical="top"), border=styles.GRID_BORDER
)


def fill_changes_sheet(
    sheet: Worksheet, changes: Sequence[SessionChange], school: School, baseline: str
) -> None:
    """Write one row per change, student by student, with filters.

    Args:
        sheet: The sheet.
        changes: What differs from the baseline.
        school: The roster, for the names of providers.
        baseline: File name of the baseline, for the printed page.
    """
    styles.put_headings(sheet, 1, COLUMNS)
    by_student = sorted(changes, key=lambda one: (one.student_id, one.service_id))
    for number, change in enumerate(by_student, start=2):
        values = (
            change.kind.value,
            change.student_id,
            change.service,
            change.service_id,
            weeks_text(change.weeks, school.settings.weeks),
            ", ".join(change.provider_ids),
            _sitting_text(change.before, school),
            _sitting_text(change.after, school),
        )
        for column, value in enumerate(values, start=1):
            styles.put(sheet, (number, column), value, _LOOK)
    styles.set_widths(sheet, _WIDTHS)
    add_table(sheet, "ChangesTable", len(COLUMNS), len(changes))
    styles.set_page(
        sheet,
        left=f"{school.settings.school} - {sheet.title}",
        right=f"against {baseline}",
        footer="pushpull-sched",
    )


def _sitting_text(sitting: Sitting | None, school: School) -> str:
    """Write when, by whom and where: ``Tue 9:00 AM to 9:30 AM, Ms. Lee, R1``."""
    if sitting is None:
        return ""
    who = sitting.provider_id
    if who in school.provider:
        who = provider_name(school, who)
    times = f"{long_time(sitting.start)} to {long_time(sitting.end)}"
    parts = (f"{sitting.day} {times}", who, sitting.place)
    return ", ".join(part for part in parts if part)
