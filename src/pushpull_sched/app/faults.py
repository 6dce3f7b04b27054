"""Faults that end a command.

``AppFault``
    ├── ``UsageFault``: what was asked cannot be done (exit code 2).
    ├── ``UnreadableFault``: a roster or schedule cannot be read (exit code 3).
    └── ``InternalFault``: the program is wrong (exit code 1).
"""

from pathlib import Path


class AppFault(Exception):
    """Base of the faults.

    Attributes:
        message: What is wrong, in one sentence.
        advice: Lines that say what to do, one each.
    """

    def __init__(self, message: str, *advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class UsageFault(AppFault):
    """What was asked cannot be done: a missing file, a folder not to be replaced."""


class UnreadableFault(AppFault):
    """A roster or a schedule is there but cannot be read."""


class InternalFault(AppFault):
    """The program contradicts itself. Carries no data of students."""


def describe(error: BaseException) -> str:
    """Name an error and where it arose, without its text, which may hold names."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    file = Path(trace.tb_frame.f_code.co_filename).name
    return f"{type(error).__name__} in {file}, line {trace.tb_lineno}"
