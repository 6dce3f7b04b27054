"""Write the generated pages of ``docs/``: workbook, rules and command line.

``python docs/generate.py`` writes them; with ``--check`` it only says which are stale.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typer

from pushpull_sched.cli.main import app
from pushpull_sched.verify.page import rules_page
from pushpull_sched.workbook.page import workbook_page

FOLDER = Path(__file__).parent


def cli_page() -> str:
    """Render the page of the command line: one heading per command, in Markdown."""
    return "\n".join(_cli_lines()) + "\n"


def _cli_lines() -> Iterator[str]:
    group = typer.main.get_command(app)
    yield "# Commands"
    yield ""
    yield "Generated from the command line itself; do not edit by hand."
    yield ""
    yield (
        "Results go to stdout; progress, remarks and faults to stderr. Every command "
        "answers `--help`."
    )
    for name, command in commands_of(group):
        yield ""
        yield f"## {name}"
        yield ""
        yield str(command.help).strip()
        yield ""
        yield f"    {_usage(name, command.params)}"
        yield ""
        yield "| argument or option | default | meaning |"
        yield "| --- | --- | --- |"
        for parameter in command.params:
            if parameter.name != "help":
                yield _row(parameter)
    yield ""
    yield from EXIT_CODES


def commands_of(group: object, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the commands by full name, those of groups inside (``import``) too."""
    for name, command in sorted(vars(group)["commands"].items()):
        if "commands" in vars(command):
            yield from commands_of(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _usage(name: str, parameters: list[object]) -> str:
    """Return ``pushpull-sched solve ROSTER [OPTIONS]``."""
    arguments = [
        str(vars(parameter)["metavar"])
        for parameter in parameters
        if not _is_option(parameter)
    ]
    return " ".join(["pushpull-sched", name, *arguments, "[OPTIONS]"])


def _row(parameter: object) -> str:
    data = vars(parameter)
    if _is_option(parameter):
        name = " / ".join(f"`{option}`" for option in data["opts"])
        if data["metavar"]:
            metavar = str(data["metavar"]).replace("|", "\\|")
            name += f" {metavar}"
        default = data["default"]
        shown = "" if default is None or default is False else f"`{default}`"
    else:
        name, shown = f"`{data['metavar']}`", "required"
    return f"| {name} | {shown} | {data['help']} |"


def _is_option(parameter: object) -> bool:
    return any(text.startswith("-") for text in vars(parameter)["opts"])


EXIT_CODES = (
    "## Exit codes",
    "",
    "| code | meaning |",
    "| --- | --- |",
    "| 0 | done: the schedule is complete and verified, the check found no error |",
    "| 1 | an internal fault, with what to report |",
    "| 2 | wrong usage: an unknown option, a missing file, a folder in the way |",
    "| 3 | the workbook has errors, or a roster or schedule cannot be read |",
    "| 4 | the schedule is incomplete or infeasible, or rules are broken |",
    "| 5 | no schedule was found in the time given |",
    "| 130 | interrupted with nothing to keep |",
)

PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {"cli.md": cli_page, "rules.md": rules_page, "workbook.md": workbook_page}
)


def stale_pages() -> list[str]:
    """Return the names of the pages that differ from what would be written."""
    return [
        name
        for name, page in PAGES.items()
        if not (FOLDER / name).exists()
        or (FOLDER / name).read_text(encoding="utf-8") != page()
    ]


def main(arguments: list[str]) -> int:
    """Write the pages, or check them; return the exit code."""
    if arguments == ["--check"]:
        stale = stale_pages()
        if stale:
            sys.stderr.write(
                f"Stale: {', '.join(stale)}. Run: python docs/generate.py\n"
            )
        return 1 if stale else 0
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
