"""What counting proves, as warnings of ``check``."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pushpull_sched.counting.reasons import counts_of_school
from pushpull_sched.domain.explanation import Count, Strength
from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.domain.school import School
from pushpull_sched.workbook.codes import finding

CODES: Mapping[str, str] = MappingProxyType(
    {
        "service-nowhere": "W610",
        "service-days": "W611",
        "student-minutes": "W612",
        "provider-minutes": "W613",
        "room-minutes": "W614",
    }
)
"""Codes of findings by codes of counts."""
SAID_BY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "W610": frozenset({"W424", "W601", "W602", "W605", "W608", "W609"}),
        "W611": frozenset({"W602", "W604"}),
        "W612": frozenset({"W607"}),
        "W613": frozenset({"W606"}),
        "W614": frozenset(),
    }
)
"""Findings of the workbook's own arithmetic that say the same of the same row."""


def counted_findings(
    school: School, findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Return a warning for everything that counting proves impossible.

    Args:
        school: A school without errors.
        findings: What the reader said already; it is not said twice.
    """
    said = {(_row(one.source), one.code) for one in findings}
    proofs = [
        count for count in counts_of_school(school) if count.strength is Strength.CANNOT
    ]
    return tuple(
        _finding(count)
        for count in proofs
        if not any(
            (_row(count.cites[0].source), code) in said
            for code in SAID_BY[CODES[count.code]]
        )
    )


def _row(source: SourceRef) -> tuple[str, int | None]:
    return source.sheet, source.row


def _finding(count: Count) -> Finding:
    return finding(
        CODES[count.code],
        count.cites[0].source,
        count.text,
        value=", ".join(count.names),
        expected=f"a need of at most {count.available:,} {count.unit}",
    )
