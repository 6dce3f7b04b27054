"""Where things are printed: results to stdout, everything else to stderr.

Markup is off, so that a name such as ``[/Ana]`` is printed as it is written.
"""

import json
import os
import sys
import textwrap
from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

_PIPED_WIDTH = 120


class _PatientConsole(Console):
    """Falls silent, without an error, when the reader of a pipe has gone."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        hush()


def results() -> Console:
    """Return the console for results."""
    return _console(stderr=False)


def messages() -> Console:
    """Return the console for progress, faults and remarks."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PIPED_WIDTH
    return _PatientConsole(
        stderr=stderr, markup=False, highlight=False, emoji=False, width=width
    )


def print_line(out: Console, text: str, style: str = "") -> None:
    """Print a sentence, wrapped between words: a long path stays in one piece."""
    lines = [
        textwrap.fill(line, out.width, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    ]
    out.print(Text("\n".join(lines), style=style), soft_wrap=True)


def print_json(value: Mapping[str, object]) -> None:
    """Print one JSON object to stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    sys.stdout.flush()


def hush() -> None:
    """Send what is still to be written to stdout nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def forgive_encodings() -> None:
    """Write a replacement where a terminal or pipe cannot show a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
