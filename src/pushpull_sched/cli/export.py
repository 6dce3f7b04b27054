"""``pushpull-sched export``."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson
from pushpull_sched.cli.exit_codes import ExitCode

_MOST_NAMED = 12


class Whose(StrEnum):
    """Values of ``--by``; a list of literals is more than Typer takes."""

    PROVIDER = "provider"
    STUDENT = "student"
    TEACHER = "teacher"
    ROOM = "room"
    CLASS = "class"
    MASTER = "master"


class Kind(StrEnum):
    """Values of ``--format``."""

    XLSX = "xlsx"
    PDF = "pdf"
    HTML = "html"
    ICS = "ics"
    CSV = "csv"


def export(
    schedule: Annotated[
        Path,
        typer.Argument(
            metavar="SCHEDULE",
            show_default=False,
            help="A result folder, or a schedule file (xlsx, json, csv).",
        ),
    ],
    by: Annotated[
        list[Whose],
        typer.Option(
            "--by",
            show_default=False,
            help="Whose pages: weeks of providers or students, slips for teachers, "
            "door sheets of rooms or classes, or everyone by time. May be repeated.",
        ),
    ],
    kind: Annotated[
        list[Kind],
        typer.Option(
            "--format", show_default=False, help="The format. May be repeated."
        ),
    ],
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="ROSTER",
            show_default=False,
            help="The roster of the schedule; else it is found beside the result.",
        ),
    ] = None,
    who: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID|NAME",
            show_default=False,
            help="Only this one, by id or name. May be repeated.",
        ),
    ] = None,
    names: Annotated[
        Literal["full", "initials", "ids"] | None,
        typer.Option(
            show_default=False,
            help="How students are named: initials, unless something else is said; "
            "calendars name no student unless this is said. With ids, CSV has the "
            "columns of the Schedule sheet and reads back.",
        ),
    ] = None,
    color: Annotated[
        Literal["service", "grade"], typer.Option(help="What the colors tell.")
    ] = "service",
    separate: Annotated[
        bool,
        typer.Option("--separate", help="One file for each person, room or class."),
    ] = False,
    time_zone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            show_default=False,
            help="Time zone of calendars, as America/Chicago; else this computer's.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            show_default=False,
            help="The folder; else beside the schedule, named after it.",
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Replace files that are edited or from elsewhere."
        ),
    ] = False,
    as_json: AsJson = False,
) -> ExitCode:
    """Write timetables, slips, door sheets and calendars to print and hand out.

    Example: pushpull-sched export roster-schedule --by provider --format pdf
    """
    from pushpull_sched.app.export import By, ExportRequest, Format, NameStyle, Tint
    from pushpull_sched.app.export import export as answer_to

    answer = answer_to(
        ExportRequest(
            schedule=schedule,
            roster=roster,
            by=tuple(dict.fromkeys(By(each) for each in by)),
            formats=tuple(dict.fromkeys(Format(each) for each in kind)),
            who=tuple(who or ()),
            names=None if names is None else NameStyle(names),
            tint=Tint(color),
            separate=separate,
            zone=time_zone,
            out=out,
            force=force,
            stamp=datetime.now(tz=UTC),
        )
    )
    for remark in answer.remarks:
        console.print_line(console.messages(), remark, "yellow")
    if as_json:
        console.print_json(
            {
                "folder": str(answer.folder),
                "files": [str(path) for path in answer.files],
                "remarks": list(answer.remarks),
            }
        )
        return ExitCode.DONE
    lines = console.results()
    for path in answer.files[:_MOST_NAMED]:
        console.print_line(lines, f"Written: {path}")
    more = len(answer.files) - _MOST_NAMED
    if more > 0:
        console.print_line(lines, f"and {more} more in {answer.folder}")
    return ExitCode.DONE
