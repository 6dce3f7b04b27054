"""What is wrong with a workbook (:class:`Finding`) or a schedule (:class:`Violation`).

Both are values: they are collected and returned, never raised one at a time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """Stops the run."""
    WARNING = "warning"
    """Probably not what was meant; the run goes on."""
    NOTE = "note"
    """How the reader understood something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRef:
    """Where a value stands in the user's file.

    Attributes:
        sheet: Name of the sheet (or CSV file) as the user wrote it.
        row: Row number as shown in Excel, from 1; None for the sheet as a whole.
        column: Column letter(s) as shown in Excel; None for a whole row.
    """

    sheet: str
    row: int | None = None
    column: str | None = None

    @property
    def cell(self) -> str:
        """The address inside the sheet: ``F12``, ``row 12`` or an empty string."""
        if self.row is None:
            return self.column or ""
        return f"{self.column}{self.row}" if self.column else f"row {self.row}"

    def __str__(self) -> str:
        """The full address: ``Services!F12``, ``Services row 12``, ``Services``."""
        if self.row is not None and self.column is None:
            return f"{self.sheet} row {self.row}"
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that ``check`` has to say about a workbook.

    Attributes:
        code: Stable code, listed in ``docs/workbook.md`` (``W101`` and so on).
        severity: Error, warning or note.
        source: The cell, row or sheet.
        value: What was found there, as text; empty where a cell is blank.
        expected: What would have been right.
        advice: What to do now, in one sentence.
        message: What is wrong, in one sentence.
    """

    code: str
    severity: Severity
    source: SourceRef
    message: str
    value: str = ""
    expected: str = ""
    advice: str = ""


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding stops the run."""
    return any(finding.severity is Severity.ERROR for finding in findings)


class Breach(StrEnum):
    """Severity of a :class:`Violation`."""

    BROKEN = "broken"
    """A rule is broken: the schedule is not legal."""
    SHORT = "short"
    """Minutes or sessions are missing: legal in a schedule reported as incomplete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One finding of the verifier about a schedule.

    Attributes:
        rule: Code of the rule (``S1`` … ``C3``), see ``domain.rules``.
        severity: Broken, or short.
        message: A sentence that a principal understands.
        session_ids: The sessions concerned.
        service_ids: The services concerned.
    """

    rule: str
    message: str
    severity: Breach = Breach.BROKEN
    session_ids: tuple[str, ...] = ()
    service_ids: tuple[str, ...] = ()
