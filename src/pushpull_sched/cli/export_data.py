"""``pushpull-sched export-data``."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson
from pushpull_sched.cli.exit_codes import ExitCode


def export_data(
    result: Annotated[
        Path,
        typer.Argument(
            metavar="RESULT",
            show_default=False,
            help="A result folder, or the schedule.json in it.",
        ),
    ],
    standard: Annotated[
        Literal["ceds", "edfi"],
        typer.Option(help="Whose names the columns bear.", show_default=False),
    ],
    table: Annotated[
        Literal["services", "sessions"],
        typer.Option(help="A row per service, or per session and student."),
    ] = "services",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="The CSV file; else beside the result folder, named after it.",
        ),
    ] = None,
    raw: Annotated[
        bool,
        typer.Option(
            "--raw",
            help="Write texts that begin like a formula (=, +, -, @) without the ' "
            "that keeps a spreadsheet from running them.",
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that is there already.")
    ] = False,
    as_json: AsJson = False,
) -> ExitCode:
    """Write a result as CSV under the names of CEDS or Ed-Fi, for other systems.

    Example: pushpull-sched export-data roster-schedule --standard ceds
    """
    from pushpull_sched.app.export_data import ExportDataRequest
    from pushpull_sched.app.export_data import export_data as write
    from pushpull_sched.cli.json_interop import export_data_object

    answer = write(
        ExportDataRequest(
            result=result,
            standard=standard,
            table=table,
            out=out,
            raw=raw,
            force=force,
        )
    )
    if as_json:
        console.print_json(export_data_object(answer))
        return ExitCode.DONE
    noun = "row" if answer.rows == 1 else "rows"
    line = f"Written: {answer.written} ({answer.rows:,} {noun})"
    console.print_line(console.results(), line)
    return ExitCode.DONE
