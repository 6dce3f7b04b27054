"""The Schedule sheet: its columns as data, and a row of it."""

from collections.abc import Mapping

from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.service import Setting
from pushpull_sched.workbook.columns import CellKind, Sheet, column
from pushpull_sched.workbook.days import positions
from pushpull_sched.workbook.words import folded

LAST_MINUTES = 24 * 60

SCHEDULE = Sheet(
    key="schedule",
    title="Schedule",
    doc="One session and one service in it.",
    columns=(
        column(
            "session_id",
            CellKind.ID,
            "Rows with the same one are one session.",
            required=True,
        ),
        column(
            "week", CellKind.INTEGER, "Week of the template.", required=True, minimum=1
        ),
        column("day", CellKind.TEXT, "Name of the day.", required=True),
        column("start", CellKind.TIME, "When it starts.", required=True),
        column("end", CellKind.TIME, "When it ends.", required=True),
        column(
            "minutes",
            CellKind.INTEGER,
            "Its length.",
            minimum=0,
            maximum=LAST_MINUTES,
            unit="min",
        ),
        column(
            "setting", CellKind.TEXT, "push-in, pull-out or consult.", required=True
        ),
        column("provider_id", CellKind.ID, "Who gives it."),
        column("room_id", CellKind.ID, "The room of a pull-out session."),
        column("class_id", CellKind.ID, "The class of a push-in session."),
        column("service", CellKind.TEXT, "Name of the service."),
        column(
            "service_id", CellKind.ID, "The service in Services.", heading_required=True
        ),
        column("student_id", CellKind.ID, "The student."),
        column("group_size", CellKind.INTEGER, "For the reader only.", minimum=0),
    ),
)

_SETTINGS = {
    folded(setting.value): setting.value
    for setting in (Setting.PUSH_IN, Setting.PULL_OUT, Setting.CONSULT)
}


def row_of(
    values: Mapping[str, object], source: SourceRef, days: tuple[str, ...]
) -> ScheduleRow | None:
    """Make a row of its values; None where a required one is missing.

    Args:
        values: What was read, by column key.
        source: Where the row stands.
        days: ``Settings.days``.
    """
    required = (column.key for column in SCHEDULE.columns if column.required)
    if any(values.get(key) is None for key in required):
        return None
    named = {
        **values,
        "day": _day_name(str(values["day"]), days),
        "setting": _setting_name(str(values["setting"])),
    }
    return ScheduleRow(**named, source=source)  # type: ignore[arg-type] # read by kind


def _day_name(text: str, days: tuple[str, ...]) -> str:
    """Write a day as Settings does; one that is not known stays as written."""
    position = positions(days).get(text.casefold().strip().rstrip("."))
    return text if position is None else days[position]


def _setting_name(text: str) -> str:
    """Write a setting as the contract does; one that is not known stays."""
    return _SETTINGS.get(folded(text), text)
