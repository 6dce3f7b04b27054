"""What counting proves, among the warnings of ``check``."""

from pathlib import Path

import pytest

from pushpull_sched.app.check import CheckRequest, check
from pushpull_sched.app.counted import CODES, SAID_BY, counted_findings
from pushpull_sched.domain.findings import Severity
from pushpull_sched.workbook.codes import CODES as KNOWN
from schools import school, speech

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
THERAPIST = {
    "provider_id": "P1",
    "role": "SLP",
    "days": "Mon",
    "start": "8:00",
    "end": "9:00",
    "lunch_minutes": 0,
}


def warnings(**sheets):
    found = school(**{"rooms": [{"room_id": "R1", "groups": 3}], **sheets})
    return counted_findings(found, ())


def individual(student, **more):
    return speech(student, frequency="30 min 1x weekly", group="individual", **more)


def test_a_proof_is_a_warning_with_its_cell_and_what_to_do():
    (found,) = warnings(
        services=[individual("S1"), individual("S2"), individual("S3")],
        providers=[THERAPIST],
    )
    assert (found.code, found.severity) == ("W613", Severity.WARNING)
    assert found.source.sheet == "Providers"
    assert found.source.row == 2
    assert found.value == "P1"
    assert found.expected == "a need of at most 60 min"
    assert found.message.endswith("which takes 90 min: 30 min too many.")
    assert found.advice


def test_what_is_only_tight_is_no_warning():
    services = [individual("S1"), individual("S2")]
    assert warnings(services=services, providers=[THERAPIST]) == ()


@pytest.mark.parametrize("sample", ["infeasible.xlsx", "short-staffed.xlsx"])
def test_check_tells_what_counting_proves_once(sample):
    found = check(CheckRequest(roster=SAMPLES / sample)).roster.findings
    rows = [
        (one.source.sheet, one.source.row)
        for one in found
        if one.severity is Severity.WARNING
    ]
    assert rows
    assert len(rows) == len(set(rows))


def test_every_count_has_a_code_of_its_own():
    assert len(set(CODES.values())) == len(CODES)
    assert set(SAID_BY) == set(CODES.values())
    for codes in SAID_BY.values():
        assert codes <= set(KNOWN)
    assert {KNOWN[code].severity for code in CODES.values()} == {Severity.WARNING}
