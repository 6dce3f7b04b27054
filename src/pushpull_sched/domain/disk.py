"""Why a file could not be written, and what helps, in words."""

import errno
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
LOCKED = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY})


def not_written(target: Path, fault: OSError, *, option: str) -> tuple[str, str]:
    """Say what kept a file from being written, and what to do.

    Args:
        target: The file.
        fault: What the system said.
        option: How another place is named: ``with --out``.

    Returns:
        The message and the advice.
    """
    if fault.errno in FULL:
        return (
            f"{target} cannot be written: the disk is full.",
            f"Free some space, or write to another disk {option}.",
        )
    if fault.errno == errno.EROFS:
        return (
            f"{target} cannot be written: the disk is read-only.",
            f"Write to another folder {option}.",
        )
    if fault.errno in LOCKED:
        if target.with_name(f"~${target.name}").exists():
            return (
                f"{target} is open in Excel.",
                f"Close it there, or write to another place {option}.",
            )
        why = "it is open in another program, or you may not write there"
        return (
            f"{target} cannot be written: {why}.",
            f"Close it in other programs, or write to another place {option}.",
        )
    if fault.errno == errno.ENAMETOOLONG:
        return f"The name {target.name} is too long.", f"Choose a shorter one {option}."
    reason = fault.strerror or type(fault).__name__
    return f"{target} cannot be written ({reason}).", f"Write elsewhere {option}."
