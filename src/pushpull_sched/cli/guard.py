"""The border of every command: faults become sentences and exit codes."""

import functools
from collections.abc import Callable
from typing import ParamSpec

import typer
from rich.text import Text

from pushpull_sched.app.faults import (
    AppFault,
    InternalFault,
    UnreadableFault,
    UsageFault,
    describe,
)
from pushpull_sched.cli import console
from pushpull_sched.cli.exit_codes import ExitCode

P = ParamSpec("P")

_CODES: tuple[tuple[type[AppFault], ExitCode], ...] = (
    (UsageFault, ExitCode.USAGE),
    (UnreadableFault, ExitCode.UNREADABLE),
    (InternalFault, ExitCode.INTERNAL_FAULT),
)
REPORT = (
    "This is a fault of the program, not of your workbook. Please report it with "
    "these lines and the output of: pushpull-sched --version"
)


def guarded(command: Callable[P, ExitCode]) -> Callable[P, None]:
    """Make a command exit with the code that it returns, and catch what it raises.

    A command whose ``as_json`` is set prints its fault as one JSON object too.
    """

    @functools.wraps(command)
    def guard(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except typer.Exit:
            raise
        except KeyboardInterrupt:
            code = ExitCode.INTERRUPTED
            console.messages().print("Interrupted; nothing was written.")
        except BrokenPipeError:
            console.hush()
            code = ExitCode.DONE
        except Exception as error:  # noqa: BLE001 - the last line of defence
            code = _tell(error, as_json=bool(kwargs.get("as_json")))
        raise typer.Exit(code)

    return guard


def _tell(error: Exception, *, as_json: bool) -> ExitCode:
    """Say what is wrong, without a traceback and without data of students."""
    fault = error if isinstance(error, AppFault) else internal(error)
    code = next(code for kind, code in _CODES if isinstance(fault, kind))
    out = console.messages()
    out.print(Text(f"Error: {fault.message}", style="bold red"))
    for line in fault.advice:
        out.print(Text(f"  {line}"))
    if as_json:
        console.print_json(
            {
                "status": "fault",
                "exit_code": int(code),
                "message": fault.message,
                "advice": list(fault.advice),
            }
        )
    return code


def internal(error: Exception) -> InternalFault:
    """Turn an unexpected error into a fault that names the place, not the text."""
    return InternalFault(f"Unexpected {describe(error)}.", REPORT)
