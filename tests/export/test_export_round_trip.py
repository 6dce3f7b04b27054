"""What is written is read back as it was."""

import csv
from dataclasses import fields, replace

import export_sample as sample
import openpyxl
import pytest

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.export.folder import write_result
from pushpull_sched.export.views import schedule_rows
from pushpull_sched.workbook.schedule_reader import read_schedule

COLUMNS = [field.name for field in fields(ScheduleRow) if field.name != "source"]


@pytest.fixture
def folder(tmp_path):
    target = tmp_path / "maple-schedule"
    write_result(
        target, school=sample.school(), result=sample.incomplete(), run=sample.run()
    )
    return target


def expected():
    return schedule_rows(sample.school(), sample.incomplete())


def plain(rows):
    return tuple(replace(row, source=None) for row in rows)


@pytest.mark.parametrize("name", [".", "schedule.xlsx", "schedule.json"])
def test_a_result_reads_back_as_it_was_written(folder, name):
    rows, findings = read_schedule(folder / name, sample.DAYS)
    assert plain(rows) == expected()
    assert findings == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_same_rows_as_csv_read_back_too(tmp_path, delimiter):
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(COLUMNS)
        for row in expected():
            texts = {"start": clock_text(row.start), "end": clock_text(row.end)}
            values = [texts.get(name, getattr(row, name)) for name in COLUMNS]
            writer.writerow(["" if value is None else value for value in values])
    rows, findings = read_schedule(path, sample.DAYS)
    assert plain(rows) == expected()
    assert findings == ()


def test_rows_know_their_place_in_the_sheet(folder):
    rows, _ = read_schedule(folder, sample.DAYS)
    assert str(rows[0].source) == "Schedule row 2"


def test_an_edit_by_hand_is_read_and_told(folder):
    book = openpyxl.load_workbook(folder / "schedule.xlsx")
    book["Schedule"]["D2"] = "9:15"
    book.save(folder / "schedule.xlsx")
    rows, findings = read_schedule(folder, sample.DAYS)
    assert rows[0].start == sample.clock("9:15")
    assert [found.code for found in findings] == ["W704"]


def test_a_mixture_is_refused_with_advice(folder, tmp_path):
    other = tmp_path / "other"
    write_result(
        other, school=sample.school(), result=sample.complete(), run=sample.run()
    )
    (folder / "schedule.json").write_bytes((other / "schedule.json").read_bytes())
    rows, (found,) = read_schedule(folder, sample.DAYS)
    assert rows == ()
    assert found.code == "W703"
    assert "--force" in found.advice


def test_an_impossible_roster_reads_back_as_no_sessions(tmp_path):
    write_result(
        tmp_path / "r",
        school=sample.school(),
        result=sample.infeasible(),
        run=sample.run(),
    )
    for name in (".", "schedule.xlsx", "schedule.json"):
        rows, findings = read_schedule(tmp_path / "r" / name, sample.DAYS)
        assert rows == ()
        assert [found.code for found in findings] == ["W707"]
