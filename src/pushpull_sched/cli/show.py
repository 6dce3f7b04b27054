"""``pushpull-sched show``."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson
from pushpull_sched.cli.exit_codes import ExitCode


def show(
    schedule: Annotated[
        Path,
        typer.Argument(
            metavar="SCHEDULE",
            show_default=False,
            help="A result folder, or a schedule file (xlsx, json, csv).",
        ),
    ],
    who: Annotated[
        str | None,
        typer.Option(
            metavar="ID|NAME",
            show_default=False,
            help="The week of this provider, student, room or class.",
        ),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            metavar="DAY", show_default=False, help="The line-up of a day: Mon, A, 3."
        ),
    ] = None,
    week: Annotated[
        int | None,
        typer.Option(
            metavar="N", show_default=False, help="The week of that day, from 1."
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            show_default=False,
            help="The line-up of a date; without any option, of today.",
        ),
    ] = None,
    compliance: Annotated[
        bool,
        typer.Option("--compliance", help="What every service gets, short ones first."),
    ] = False,
    names: Annotated[
        Literal["full", "initials", "ids"],
        typer.Option(help="How students are named."),
    ] = "full",
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="ROSTER",
            show_default=False,
            help="The roster of the schedule; else it is found beside the result.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> ExitCode:
    """Show a week, today's line-up or compliance on the terminal.

    Example: pushpull-sched show roster-schedule --who "Ms. Alvarez"
    """
    from pushpull_sched.app.show import NameStyle, ShowRequest
    from pushpull_sched.app.show import show as answer_to
    from pushpull_sched.cli.screens.show import show_object, show_screen

    moment = on or datetime.now().astimezone()
    answer = answer_to(
        ShowRequest(
            schedule=schedule,
            roster=roster,
            who=who,
            on=moment.date(),
            day=day,
            week=week,
            compliance=compliance,
            names=NameStyle(names),
        )
    )
    for remark in answer.remarks:
        console.print_line(console.messages(), remark, "yellow")
    if as_json:
        console.print_json(show_object(answer))
    else:
        console.results().print(show_screen(answer))
    return ExitCode.DONE
