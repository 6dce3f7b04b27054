"""``pushpull-sched import``: OneRoster, and the exports of IEP systems."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson
from pushpull_sched.cli.exit_codes import ExitCode

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        show_default=False,
        help="Where the new workbook goes; else beside what is read.",
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Replace a file that is there already.")
]


def oneroster(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER_OR_ZIP",
            show_default=False,
            help="The export: a folder of CSV files, or the zip that holds them.",
        ),
    ],
    out: Out = None,
    school: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The school to take, where the export holds several.",
            show_default=False,
        ),
    ] = None,
    term: Annotated[
        str | None,
        typer.Option(
            metavar="TITLE",
            help="The academic session to take; else those of the day.",
            show_default=False,
        ),
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            formats=["%Y-%m-%d"],
            help="The day for which classes and enrollments count; else today.",
            show_default=False,
        ),
    ] = None,
    identifiers: Annotated[
        bool,
        typer.Option(
            "--identifiers",
            help="Take the column identifier as student_id, not sourcedId.",
        ),
    ] = False,
    names: Annotated[
        Literal["full", "initials", "none"],
        typer.Option(help="How much of the students' names is taken over."),
    ] = "full",
    birth_dates: Annotated[
        bool,
        typer.Option(
            "--birth-dates",
            help="Read dates of birth; nothing else of demographics.csv is read.",
        ),
    ] = False,
    force: Force = False,
    as_json: AsJson = False,
) -> ExitCode:
    """Make a roster of a OneRoster 1.1 or 1.2 CSV export, with what is missing marked.

    Example: pushpull-sched import oneroster export.zip --school "Lincoln Elementary"
    """
    from pushpull_sched.app.import_data import OneRosterRequest, import_oneroster
    from pushpull_sched.cli.json_interop import import_object
    from pushpull_sched.cli.screens.import_data import import_screen

    answer = import_oneroster(
        OneRosterRequest(
            source=source,
            out=out,
            school=school,
            term=term,
            on=(on or datetime.now().astimezone()).date(),
            identifiers=identifiers,
            names=names,
            birth_dates=birth_dates,
            force=force,
        )
    )
    if as_json:
        console.print_json(import_object(answer))
    else:
        console.results().print(import_screen(answer))
    return ExitCode.DONE


def services(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            show_default=False,
            help="The export of the IEP system (.xlsx or .csv).",
        ),
    ],
    map_name: Annotated[
        str | None,
        typer.Option(
            "--map",
            metavar="MAP",
            show_default=False,
            help="How its columns are read: seis, edfi, or a TOML file of your own; "
            "else it is recognized by its headings.",
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="ROSTER",
            show_default=False,
            help="Add the services to a copy of this roster.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            show_default=False,
            help="Where the new workbook goes (with --suggest: the map); else beside "
            "what is read.",
        ),
    ] = None,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest", help="Propose a map to edit, and import nothing yet."
        ),
    ] = False,
    force: Force = False,
    as_json: AsJson = False,
) -> ExitCode:
    """Take the services of an IEP system into a roster, with doubtful cells marked.

    Example: pushpull-sched import services deliveries.csv --map seis --into roster.xlsx
    """
    from pushpull_sched.app.import_data import (
        ServicesRequest,
        import_services,
        suggest_map,
    )
    from pushpull_sched.cli.json_interop import import_object, suggest_object
    from pushpull_sched.cli.screens.import_data import import_screen, suggest_screen

    if suggest:
        found = suggest_map(source, out, force=force)
        console.messages().print(suggest_screen(found))
        if as_json:
            console.print_json(suggest_object(found))
        elif found.written is None:
            typer.echo(found.suggestion.toml, nl=False)
        return ExitCode.DONE
    answer = import_services(
        ServicesRequest(
            source=source, map_name=map_name, into=into, out=out, force=force
        )
    )
    if as_json:
        console.print_json(import_object(answer))
    else:
        console.results().print(import_screen(answer))
    return ExitCode.DONE
