"""The sheets that link others: Enrollments, Relations, Pins."""

from types import MappingProxyType

from pushpull_sched.workbook.columns import CellKind, Sheet, column
from pushpull_sched.workbook.definitions_school import LONGEST_SESSION

ENROLLMENTS = Sheet(
    key="enrollments",
    title="Enrollments",
    doc="One row per student and class. It takes the student out of homeroom and "
    "grade classes of the same subject.",
    synonyms=("enrollment", "enrolments", "enrolment"),
    columns=(
        column(
            "student_id",
            CellKind.ID,
            "A student in Students.",
            required=True,
            synonyms=("student", "sid", "student number"),
            example="S001",
        ),
        column(
            "class_id",
            CellKind.ID,
            "A class in Classes.",
            required=True,
            synonyms=("class", "section", "section_id", "class code"),
            example="3A-Reading",
        ),
    ),
)


RELATIONS = Sheet(
    key="relations",
    title="Relations",
    doc="Who belongs together, apart, or with a provider.",
    synonyms=("relation", "relationships"),
    columns=(
        column(
            "type",
            CellKind.CHOICE,
            "What is asked.",
            required=True,
            choices=(
                "together",
                "apart",
                "prefer-together",
                "prefer-apart",
                "with-provider",
                "not-provider",
                "prefer-provider",
            ),
            choice_synonyms=MappingProxyType(
                {
                    "must-together": "together",
                    "must-apart": "apart",
                    "must-provider": "with-provider",
                }
            ),
            synonyms=("relation", "kind"),
            example="together",
        ),
        column(
            "who",
            CellKind.ID_LIST,
            "Student ids or service ids, a list.",
            required=True,
            synonyms=("students", "services"),
            example="S001, S002",
        ),
        column(
            "provider",
            CellKind.ID,
            "The provider, for the three provider relations.",
            default="none",
            synonyms=("provider_id",),
            example="P1",
        ),
        column(
            "service",
            CellKind.TEXT,
            "Limits it to one service name.",
            default="all",
            synonyms=("service_type", "area"),
            example="Speech",
        ),
    ),
)

PINS = Sheet(
    key="pins",
    title="Pins",
    doc="Sessions that must stand in the schedule as written.",
    synonyms=("pin", "pinned", "locked"),
    columns=(
        column(
            "service_id",
            CellKind.ID,
            "A service in Services.",
            required=True,
            example="S001-Speech-1",
        ),
        column("day", CellKind.DAY, "Day.", required=True, example="Mon"),
        column(
            "start",
            CellKind.TIME,
            "Start.",
            required=True,
            synonyms=("start time", "from"),
            example="9:00",
        ),
        column(
            "minutes",
            CellKind.INTEGER,
            "Length.",
            default="any",
            minimum=1,
            maximum=LONGEST_SESSION,
            unit="min",
            example="30",
        ),
        column(
            "week",
            CellKind.INTEGER,
            "Week of the template.",
            default="every week for a repeating service, any week otherwise",
            minimum=1,
            maximum=4,
            example="1",
        ),
        column(
            "provider_id",
            CellKind.ID,
            "Provider.",
            default="any",
            synonyms=("provider",),
            example="P1",
        ),
        column(
            "room_id",
            CellKind.ID,
            "Room.",
            default="any",
            synonyms=("room",),
            example="R1",
        ),
    ),
)
