"""The command line: every command in one visible list."""

import sys
from typing import Annotated

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.check import check
from pushpull_sched.cli.compare import compare
from pushpull_sched.cli.explain import explain
from pushpull_sched.cli.export import export
from pushpull_sched.cli.export_data import export_data
from pushpull_sched.cli.guard import guarded
from pushpull_sched.cli.import_data import oneroster, services
from pushpull_sched.cli.pseudonymize import pseudonymize
from pushpull_sched.cli.show import show
from pushpull_sched.cli.solve import solve
from pushpull_sched.cli.template import template
from pushpull_sched.cli.variants import variants
from pushpull_sched.cli.verify import verify

COMMANDS = (
    template,
    check,
    solve,
    explain,
    verify,
    show,
    export,
    compare,
    variants,
    export_data,
    pseudonymize,
)
IMPORTS = (oneroster, services)

app = typer.Typer(
    name="pushpull-sched",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Schedules push-in and pull-out services of a school from an Excel workbook."
        "\n\nStart with: pushpull-sched template roster.xlsx --example"
    ),
    epilog="Nothing ever leaves this computer.",
)
for command in COMMANDS:
    app.command()(guarded(command, reads=command is not template))
imports = typer.Typer(
    no_args_is_help=True,
    help="Make a roster of files of other systems, with what is missing marked.",
)
for importing in IMPORTS:
    imports.command()(guarded(importing))
app.add_typer(imports, name="import")


def _show_version(wanted: bool) -> None:
    if not wanted:
        return
    from pushpull_sched.app.versions import all_versions

    for name, version in all_versions().items():
        typer.echo(f"{name} {version}")
    raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Show the versions of everything that shapes a result.",
        ),
    ] = False,
) -> None:
    """Options of the program as a whole."""


def run() -> None:
    """Run the command line and exit with its code."""
    console.forgive_encodings()
    app(prog_name="pushpull-sched", args=sys.argv[1:])
