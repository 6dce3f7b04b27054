"""The border of every command: faults become sentences and exit codes."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, ParamSpec

import typer

from pushpull_sched.app.faults import (
    AppFault,
    InternalFault,
    UnreadableFault,
    UsageFault,
    describe,
)
from pushpull_sched.cli import console
from pushpull_sched.cli.exit_codes import ExitCode
from pushpull_sched.domain.limits import Limits, reading_with

P = ParamSpec("P")

_CODES: tuple[tuple[type[AppFault], ExitCode], ...] = (
    (UsageFault, ExitCode.USAGE),
    (UnreadableFault, ExitCode.UNREADABLE),
    (InternalFault, ExitCode.INTERNAL_FAULT),
)
_USUAL = Limits()
_LIMITS: dict[str, tuple[Any, int]] = {
    "max_rows": (
        Annotated[
            int,
            typer.Option(
                min=1, metavar="N", help="Most rows of a sheet or CSV file to read."
            ),
        ],
        _USUAL.rows,
    ),
    "max_size": (
        Annotated[
            int,
            typer.Option(min=1, metavar="MB", help="Largest file to read."),
        ],
        _USUAL.megabytes,
    ),
}
"""Options of every command that reads files, and what holds without them."""

REPORT = (
    "This is a fault of the program, not of your workbook. Please report it with "
    "these lines and the output of: pushpull-sched --version"
)


def guarded(
    command: Callable[P, ExitCode], *, reads: bool = True
) -> Callable[..., None]:
    """Make a command exit with the code that it returns, and catch what it raises.

    A command whose ``as_json`` is set prints its fault as one JSON object too.

    Args:
        command: The command.
        reads: It reads files, so that it gets the options that limit them.
    """

    @functools.wraps(command)
    def guard(
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        taken: dict[str, Any] = {
            name: kwargs.pop(name) for name in _LIMITS if name in kwargs
        }
        allowed = Limits(
            rows=taken.get("max_rows", _USUAL.rows),
            megabytes=taken.get("max_size", _USUAL.megabytes),
        )
        try:
            with reading_with(allowed):
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

    if reads:
        _add_limits(guard, command)
    return guard


def _add_limits(guard: Callable[..., None], command: Callable[P, ExitCode]) -> None:
    """Show the options that limit reading as if the command named them itself."""
    own = inspect.signature(command)
    options = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind
        )
        for name, (kind, default) in _LIMITS.items()
    ]
    whole = own.replace(parameters=[*own.parameters.values(), *options])
    guard.__signature__ = whole  # type: ignore[attr-defined]
    kinds = {name: kind for name, (kind, _) in _LIMITS.items()}
    guard.__annotations__ = {**command.__annotations__, **kinds}


def _tell(error: Exception, *, as_json: bool) -> ExitCode:
    """Say what is wrong, without a traceback and without data of students."""
    fault = error if isinstance(error, AppFault) else internal(error)
    code = next(code for kind, code in _CODES if isinstance(fault, kind))
    out = console.messages()
    console.print_line(out, f"Error: {fault.message}", "bold red")
    for line in fault.advice:
        console.print_line(out, f"  {line}")
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
