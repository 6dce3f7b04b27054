"""``pushpull-sched pseudonymize``."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson, Roster
from pushpull_sched.cli.exit_codes import ExitCode


def pseudonymize(
    roster: Roster,
    schedule: Annotated[
        Path | None,
        typer.Argument(
            metavar="[SCHEDULE]",
            show_default=False,
            help="A schedule of this roster: a result folder, a workbook, a CSV file.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            show_default=False,
            help="Folder for the new files; else beside the roster, named after it.",
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="The key: who is who. One that is there is used again, so that the "
            "same child keeps the same id; else beside the roster.",
        ),
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Put the names back, with the key.")
    ] = False,
    keep_notes: Annotated[
        bool,
        typer.Option(
            "--keep-notes", help="Keep notes and reasons, whatever stands in them."
        ),
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace files that are there already."),
    ] = False,
    as_json: AsJson = False,
) -> ExitCode:
    """Write a roster and a schedule in which every id and name is another.

    Example: pushpull-sched pseudonymize roster.xlsx roster-schedule
    """
    from pushpull_sched.app.pseudonymize import (
        PseudonymizeRequest,
        pseudonymize_files,
    )
    from pushpull_sched.cli.json_interop import pseudonymize_object
    from pushpull_sched.cli.screens.pseudonymize import pseudonymize_screen

    answer = pseudonymize_files(
        PseudonymizeRequest(
            roster=roster,
            schedule=schedule,
            out=out,
            key=key,
            restore=restore,
            keep_notes=keep_notes,
            force=force,
            chance=secrets.SystemRandom(),
        )
    )
    if as_json:
        console.print_json(pseudonymize_object(answer))
    else:
        console.results().print(pseudonymize_screen(answer))
    return ExitCode.DONE
