"""The stable codes of everything that can be said about a roster.

W0xx the file, W1xx sheets and columns, W2xx cells, W3xx to W6xx what rows say together,
W7xx a schedule that is read back.
A code never changes its meaning.
"""

from collections.abc import Mapping
from types import MappingProxyType

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.workbook.cell import SHOWN_LENGTH, shown
from pushpull_sched.workbook.code import Code
from pushpull_sched.workbook.codes_meaning import MEANING_CODES
from pushpull_sched.workbook.codes_reading import (
    CELL_CODES,
    FILE_CODES,
    SHEET_CODES,
)
from pushpull_sched.workbook.codes_schedule import SCHEDULE_CODES

__all__ = ["CODES", "Code", "finding"]

CODES: Mapping[str, Code] = MappingProxyType(
    {
        code.code: code
        for code in (
            *FILE_CODES,
            *SHEET_CODES,
            *CELL_CODES,
            *MEANING_CODES,
            *SCHEDULE_CODES,
        )
    }
)
"""Every code."""


LONGEST_SENTENCE = 600
"""Characters of a message; a cell may hold 32,000."""


def _bounded(text: str) -> str:
    cut = text[: LONGEST_SENTENCE - 1]
    return text if len(text) <= LONGEST_SENTENCE else f"{cut}…"


def finding(  # noqa: PLR0913 - one argument per field of Finding
    code: str,
    source: SourceRef,
    message: str,
    *,
    value: str = "",
    expected: str = "",
    advice: str = "",
) -> Finding:
    """Make a finding with the severity, and by default the advice, of its code.

    Args:
        code: A key of :data:`CODES`.
        source: The cell, row or sheet.
        message: What is wrong, in one sentence.
        value: What was found.
        expected: What would have been right.
        advice: What to do now; blank for the advice of the code.
    """
    known = CODES[code]
    return Finding(
        code=code,
        severity=known.severity,
        source=source,
        message=_bounded(message),
        value=value if len(value) <= SHOWN_LENGTH else shown(value),
        expected=_bounded(expected),
        advice=_bounded(advice or known.advice),
    )
