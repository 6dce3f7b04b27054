"""``pushpull-sched template``."""

from pathlib import Path
from typing import Annotated

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.exit_codes import ExitCode


def template(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="Where the new workbook goes.", show_default=False
        ),
    ],
    example: Annotated[
        bool, typer.Option("--example", help="Fill it with a small invented school.")
    ] = False,
    sample: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Copy a sample school instead, such as toy or average-elementary.",
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace a file that is there already.")
    ] = False,
) -> ExitCode:
    """Write a new roster workbook, empty or with an example.

    Example: pushpull-sched template roster.xlsx --example
    A whole school: pushpull-sched template roster.xlsx --sample average-elementary
    """
    from pushpull_sched.app.template import TemplateRequest
    from pushpull_sched.app.template import template as write

    written = write(
        TemplateRequest(file=file, example=example, sample=sample, force=force)
    )
    out = console.results()
    console.print_line(out, f"Written: {written}")
    step = "try it with" if example or sample else "fill it in, then"
    console.print_line(out, f"Next: {step}: pushpull-sched check {written}")
    return ExitCode.DONE
