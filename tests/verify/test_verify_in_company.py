"""A fault is named whatever stands beside it that is not judged, or is all right."""

from dataclasses import replace

import pytest

from pushpull_sched.verify import verify
from verify.build import MON, pin, provider
from verify.full_week import held, rows_of
from verify.test_verify_kill_matrix import FAULTS, broken_codes

STRANGER = held("0-first", "X-Plan-1", MON, "7:00-7:30", by="SPED9")
"""A consult by someone whom the roster does not know, before all others."""
OWES_NO_LUNCH = held("0-second", "X-Plan-1", MON, "7:30-8:00", by="SPED0")


@pytest.mark.parametrize(("code", "of", "rows"), FAULTS)
def test_a_fault_is_named_behind_others(code, of, rows):
    of = replace(
        of,
        providers=(provider("SPED0", "SPED", lunch_minutes=0), *of.providers),
        pins=(pin("S4-Old-1", MON, "9:00"), *of.pins),
    )
    found = broken_codes(verify(of, [*rows_of([STRANGER, OWES_NO_LUNCH]), *rows]))
    assert code in found, found
