"""Every sample gives the answer that data/samples/README.md promises."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from benchmarks.generator.faults import FAULTS
from openpyxl import load_workbook

from pushpull_sched.app.check import CheckRequest, check
from pushpull_sched.domain.findings import Severity
from pushpull_sched.workbook.load import load_school

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "samples"


@dataclass(frozen=True)
class Sample:
    file: str
    exit_code: int
    status: str
    seconds: int
    details: dict

    @property
    def path(self):
        return SAMPLES / self.file


def read_table():
    lines = (SAMPLES / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    for cells in rows[2:]:
        file, _, code, status, seconds, details = (cell.strip() for cell in cells)
        found = re.findall(r"(\w+) (\d+)", details)
        yield Sample(
            file,
            int(code),
            status,
            int(seconds),
            {name: int(count) for name, count in found},
        )


TABLE = tuple(read_table())
USABLE = tuple(sample for sample in TABLE if sample.status != "none")


def named(samples):
    return [pytest.param(sample, id=sample.file) for sample in samples]


def test_the_table_names_every_sample():
    files = {path.name for path in SAMPLES.iterdir() if path.name != "README.md"}
    others = {".gitkeep", "variants.toml"}
    assert {sample.file for sample in TABLE} == files - others


@pytest.mark.parametrize("sample", named(USABLE))
def test_a_sample_is_as_large_as_the_table_says(sample):
    school = load_school(sample.path).school
    assert sample.details == {
        "students": len(school.students),
        "services": len(school.services),
        "providers": len(school.providers),
        "weeks": school.settings.weeks,
    }


@pytest.mark.parametrize("sample", named(USABLE))
def test_a_sound_sample_has_no_errors_and_only_the_short_one_warns(sample):
    found = check(CheckRequest(roster=sample.path)).roster.findings
    assert [one for one in found if one.severity is Severity.ERROR] == []
    warns = any(one.severity is Severity.WARNING for one in found)
    assert warns == (sample.status == "incomplete")


def test_the_faulty_sample_has_the_stated_number_of_errors():
    (sample,) = [one for one in TABLE if one.status == "none"]
    found = load_school(sample.path).findings
    errors = [one for one in found if one.severity is Severity.ERROR]
    assert len(errors) == sample.details["errors"]


def test_every_known_fault_is_reported_in_its_cell():
    path = SAMPLES / "faulty.xlsx"
    book = load_workbook(path)
    reported = {
        str(one.source)
        for one in load_school(path).findings
        if one.severity is Severity.ERROR
    }
    for fault in FAULTS:
        heads = [cell.value for cell in book[fault.sheet][1]]
        cell = book[fault.sheet].cell(fault.row, heads.index(fault.head) + 1)
        assert f"{fault.sheet}!{cell.coordinate}" in reported, fault


@pytest.mark.slow
@pytest.mark.parametrize("sample", named(TABLE))
def test_solve_answers_as_the_table_says(sample, tmp_path):
    out = tmp_path / "out"
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from pushpull_sched.cli.main import run; run()",
            "solve",
            str(sample.path),
            "--out",
            str(out),
            "--time-limit",
            str(sample.seconds),
            "--quiet",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == sample.exit_code, run.stderr
    if sample.status == "none":
        assert not out.exists()
        return
    answer = json.loads((out / "schedule.json").read_text(encoding="utf-8"))
    assert answer["status"] == sample.status
    assert bool(answer["sessions"]) == (sample.status != "infeasible")
