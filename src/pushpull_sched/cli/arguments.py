"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Roster = Annotated[
    Path,
    typer.Argument(
        metavar="ROSTER",
        show_default=False,
        help="The roster workbook (.xlsx), or a folder of CSV files.",
    ),
]
AsJson = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON object instead of tables."),
]
