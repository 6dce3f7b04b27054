"""The findings of one run, collected in the order in which they are made."""

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.tables import Row


class Log:
    """Collects findings; nothing is raised one at a time."""

    def __init__(self) -> None:
        self._findings: list[Finding] = []

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found so far."""
        return tuple(self._findings)

    def at(  # noqa: PLR0913 - one argument per field of Finding
        self,
        code: str,
        source: SourceRef,
        message: str,
        *,
        value: str = "",
        expected: str = "",
        advice: str = "",
    ) -> None:
        """Add a finding at an address."""
        self._findings.append(
            finding(
                code,
                source,
                message,
                value=value,
                expected=expected,
                advice=advice,
            )
        )

    def cell(  # noqa: PLR0913 - one argument per field of Finding
        self,
        code: str,
        row: Row,
        key: str,
        message: str,
        *,
        expected: str = "",
        advice: str = "",
    ) -> None:
        """Add a finding about a cell, with the text that stands there."""
        self.at(
            code,
            row.ref(key),
            message,
            value=row.text(key),
            expected=expected,
            advice=advice,
        )
