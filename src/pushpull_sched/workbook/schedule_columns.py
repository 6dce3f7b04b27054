"""The Schedule sheet as data: the columns of the output contract."""

from pushpull_sched.workbook.columns import CellKind, Sheet, column

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
