"""From a file to a school."""

import pandas as pd
import pytest

from pushpull_sched.workbook.codes import CODES
from pushpull_sched.workbook.load import load_school
from pushpull_sched.workbook.names import Spelling, did_you_mean, listed
from schools import DEFAULTS, built, codes, speech


def write(folder, **sheets):
    folder.mkdir()
    for name, rows in {**DEFAULTS, **sheets}.items():
        pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)
    return folder


def test_a_roster_is_loaded(tmp_path):
    roster = load_school(write(tmp_path / "lincoln", services=[speech()]))
    assert roster.usable
    assert roster.name == "lincoln"
    assert len(roster.sha256) == 64
    assert roster.school.settings.school == "lincoln"
    assert [service.id for service in roster.school.services] == ["S1-Speech-1"]
    assert roster.workbook is not None


def test_errors_of_cells_and_rows_come_together(tmp_path):
    rows = [speech(role=None), speech("S9"), speech(priority="high")]
    roster = load_school(write(tmp_path / "faulty", services=rows))
    assert not roster.usable
    found = {finding.code for finding in roster.findings}
    assert {"W402", "W301", "W204"} <= found


def test_a_file_that_is_no_workbook(tmp_path):
    path = tmp_path / "notes.xlsx"
    path.write_text("hello", encoding="utf-8")
    roster = load_school(path)
    assert roster.school is None
    assert roster.workbook is None
    assert not roster.usable
    assert roster.findings
    assert roster.name == "notes"


def test_nothing_to_schedule():
    found, _ = built(students=[], classes=[], rooms=[], providers=[])
    assert found is None


def test_every_finding_has_advice_and_codes_are_listed():
    rows = [speech(role=None), speech("S9"), speech(never_miss="Latin")]
    _, findings = built(services=rows)
    for finding in findings:
        assert finding.code in CODES
        assert finding.message
        assert finding.advice or finding.severity == "note"


def test_names():
    known = Spelling(["Ann  Lee", "Bo Ray", "ann lee"])
    assert list(known) == ["Ann Lee", "Bo Ray"]
    assert did_you_mean("ann le", known) == "Did you mean Ann Lee?"
    assert did_you_mean("xyz", known) == ""
    assert listed(["a", "b"]) == "a, b"
    assert listed("abcdefgh", 3) == "a, b, c and 5 more"


def blanked(sheet, **cells):
    """Return the findings of a roster with one more row, most of it blank."""
    data = {"services": [speech()], **DEFAULTS}
    rows = {sheet: [*data.get(sheet, []), cells]}
    return built(**({"services": [speech()]} | rows))[1]


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("students", {"grade": 3}),
        ("classes", {"subject": "Math"}),
        ("classes", {"class_id": "C9"}),
        ("classes", {"class_id": "C9", "subject": "Math", "days": "??", "start": 9}),
        ("classes", {"class_id": "C9", "subject": "Math", "period": "P9"}),
        ("enrollments", {"student_id": "S1"}),
        ("enrollments", {"class_id": "3A-Math"}),
        ("periods", {"days": "Mon"}),
        ("subjects", {"kind": "core"}),
        ("rooms", {"name": "Gym"}),
        ("rooms", {"room_id": "R1"}),
        ("providers", {"name": "Ann"}),
        ("availability", {"days": "Mon", "start": "9:00", "end": "10:00"}),
        ("availability", {"who": "P1"}),
        ("availability", {"who": "P1", "days": "Mon", "start": "9:00", "end": "8:00"}),
        ("services", {"student_id": "S1"}),
        ("services", {"service": "OT"}),
        ("relations", {"who": "S1,S2"}),
        ("relations", {"type": "apart"}),
        ("pins", {"day": "Mon", "start": "9:00"}),
        ("pins", {"service_id": "S1-Speech-1"}),
        ("pins", {"service_id": "S1-Speech-1", "day": "Mon", "start": "xx"}),
    ],
)
def test_a_row_with_a_fault_is_reported_and_left_out(sheet, cells):
    findings = [one for one in blanked(sheet, **cells) if one.severity != "note"]
    assert findings
    assert all(one.source.sheet.casefold() == sheet for one in findings)
    places = [(one.code, one.source) for one in findings]
    assert len(places) == len(set(places))


def test_a_service_whose_pin_is_faulty_elsewhere():
    pin = {"service_id": "S1-Speech-1", "day": "Mon", "start": "9:00"}
    _, findings = built(services=[speech(role=None)], pins=[pin])
    assert codes(findings) == ["W402"]
