"""``pushpull-sched compare``."""

from pathlib import Path
from typing import Annotated

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson
from pushpull_sched.cli.exit_codes import ExitCode


def compare(
    schedules: Annotated[
        list[Path],
        typer.Argument(
            metavar="SCHEDULE...",
            show_default=False,
            help="Two or more result folders or schedule files (xlsx, json, csv); the "
            "others are held against the first.",
        ),
    ],
    roster: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="ROSTER",
            help="A roster that is not beside the result; may be given several times.",
        ),
    ] = None,
    details: Annotated[
        bool,
        typer.Option("--details", help="Show every table and every change."),
    ] = False,
    xlsx: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write everything to a workbook."),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write everything to a page with pictures."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that are there already.")
    ] = False,
    as_json: AsJson = False,
) -> ExitCode:
    """Hold schedules side by side: which is better for what, and worse for whom.

    Example: pushpull-sched compare before after --html comparison.html
    """
    from pushpull_sched.app.compare import CompareRequest
    from pushpull_sched.app.compare import compare as answer_to
    from pushpull_sched.cli.json_compare import comparison_object, unreadable_object
    from pushpull_sched.cli.screens.check import faults_screen
    from pushpull_sched.cli.screens.compare import first_screen, last_lines
    from pushpull_sched.cli.screens.compare_details import details_screen

    answer = answer_to(
        CompareRequest(
            schedules=tuple(schedules),
            rosters=tuple(roster or ()),
            book=xlsx,
            page=html,
            force=force,
        )
    )
    comparison = answer.comparison
    if comparison is None:
        if as_json:
            console.print_json(unreadable_object(answer.unreadable))
        for name, findings in answer.unreadable:
            console.messages().print(faults_screen(name, findings))
        return ExitCode.UNREADABLE
    if as_json:
        console.print_json(comparison_object(comparison, answer.files))
        return ExitCode.DONE
    out = console.results()
    out.print(first_screen(comparison))
    if details:
        out.print(details_screen(comparison, answer.tables))
    out.print(last_lines(answer.files, details=details))
    return ExitCode.DONE
