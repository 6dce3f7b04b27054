"""``pushpull-sched check``."""

from pathlib import Path
from typing import Annotated

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson, Roster
from pushpull_sched.cli.exit_codes import ExitCode


def check(
    roster: Roster,
    demand: Annotated[
        bool,
        typer.Option(
            "--demand", help="Show what every service demands, and how it was read."
        ),
    ] = False,
    annotate: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write a copy of the workbook with the faulty cells marked.",
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace a marked copy that is there already."),
    ] = False,
    as_json: AsJson = False,
) -> ExitCode:
    """Say everything that is wrong with a roster workbook, with its cells.

    Example: pushpull-sched check roster.xlsx --demand
    """
    from pushpull_sched.app.check import CheckRequest
    from pushpull_sched.app.check import check as answer_to
    from pushpull_sched.cli.json_out import check_object
    from pushpull_sched.cli.screens.check import check_screen

    answer = answer_to(
        CheckRequest(roster=roster, demand=demand, annotated=annotate, force=force)
    )
    if as_json:
        console.print_json(check_object(answer, with_demand=demand))
    else:
        console.results().print(check_screen(answer, with_demand=demand))
    return ExitCode.UNREADABLE if answer.has_errors else ExitCode.DONE
