"""What a stable code is, and how one is written down."""

from dataclasses import dataclass

from pushpull_sched.domain.findings import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One stable code.

    Attributes:
        code: ``W`` and three digits.
        severity: Error, warning or note.
        meaning: What it says, in one line.
        advice: What to do, unless the finding says something more exact.
    """

    code: str
    severity: Severity
    meaning: str
    advice: str


def error(code: str, meaning: str, advice: str) -> Code:
    """Make a code whose finding stops the run."""
    return Code(code=code, severity=Severity.ERROR, meaning=meaning, advice=advice)


def warning(code: str, meaning: str, advice: str) -> Code:
    """Make a code whose finding is probably not what was meant."""
    return Code(code=code, severity=Severity.WARNING, meaning=meaning, advice=advice)


def note(code: str, meaning: str, advice: str = "") -> Code:
    """Make a code whose finding tells how something was read."""
    return Code(code=code, severity=Severity.NOTE, meaning=meaning, advice=advice)
