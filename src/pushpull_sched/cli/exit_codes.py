"""Exit codes, as the output contract fixes them."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell is told."""

    DONE = 0
    INTERNAL_FAULT = 1
    USAGE = 2
    UNREADABLE = 3
    """The workbook has errors, or a roster or schedule cannot be read."""
    NOT_SERVED = 4
    """Incomplete, infeasible, or rules are broken."""
    NOTHING_FOUND = 5
    INTERRUPTED = 130
