"""The Changes sheet, and what Summary and JSON say of a baseline and of gaps."""

import json
from dataclasses import replace
from io import BytesIO

import export_sample as sample
import jsonschema
import openpyxl

from pushpull_sched.domain.result import Stage, StageStatus
from pushpull_sched.export.json_file import json_schema, render_json, result_content
from pushpull_sched.export.workbook_file import render_workbook

RESULT = sample.incomplete()
ROWS = tuple(RESULT.schedule.rows(sample.DAYS))
FIRST = next(
    row
    for row in ROWS
    if (row.service_id, row.session_id) == ("S1-Speech-1", "W1D0-speech")
)


def against(*rows, **fields):
    run = sample.run()
    return replace(
        run,
        params=replace(run.params, baseline=rows),
        baseline_name="spring",
        baseline_sha256="ef" * 32,
        **fields,
    )


def opened(run, result=RESULT):
    data = render_workbook(sample.school(), result, run, "c" * 64)
    return openpyxl.load_workbook(BytesIO(data))


def lines(book):
    return [list(row) for row in book["Changes"].iter_rows(min_row=2, values_only=True)]


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


def test_there_is_no_sheet_without_a_baseline():
    assert "Changes" not in opened(sample.run()).sheetnames


def test_the_sheet_follows_master():
    names = opened(against(*ROWS)).sheetnames
    assert names[:5] == ["Summary", "Schedule", "Compliance", "Master", "Changes"]


def test_nothing_is_listed_where_nothing_changed():
    assert lines(opened(against(*ROWS))) in ([], [[None] * 8])


def test_every_change_is_one_row_with_both_sides():
    old = [replace(row, day="Fri") if row is FIRST else row for row in ROWS]
    (line,) = lines(opened(against(*old)))
    change, student, service, service_id, weeks, who, before, after = line
    assert (change, student, service, service_id) == (
        "moved",
        "S1",
        "Speech",
        "S1-Speech-1",
    )
    assert weeks == "week 1"
    assert who == "P1"
    assert before == "Fri 8:30 AM to 9:00 AM, Ms. Alvarez, R5"
    assert after == "Mon 8:30 AM to 9:00 AM, Ms. Alvarez, R5"


def test_a_provider_who_left_keeps_the_id_and_formulas_stay_text():
    gone = replace(FIRST, service_id="=old", provider_id="+Nobody", room_id=None)
    line = next(
        line for line in lines(opened(against(*ROWS, gone))) if line[0] == "ended"
    )
    assert line[3] == "=old"
    assert line[6] == "Mon 8:30 AM to 9:00 AM, +Nobody"
    assert line[7] is None
    sheet = opened(against(*ROWS, gone))["Changes"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_summary_names_the_baseline_and_what_had_to_stay():
    said = texts(opened(against(*ROWS, frozen=("P1", "Mon")))["Summary"])
    assert {"spring", "ef" * 32, "P1, Mon"} <= set(said)
    said = texts(opened(against(*ROWS, only_new=True))["Summary"])
    assert "every session of the baseline that the roster still allows" in said


def test_the_summary_tells_how_far_the_run_was_to_go():
    run = sample.run()
    asked = replace(run.params, gap=0.05, deterministic=True)
    said = texts(opened(replace(run, params=asked))["Summary"])
    assert "a gap of 5.0%" in said
    assert "by the work done, not by the clock (--deterministic)" in said
    assert "good enough" not in texts(opened(run)["Summary"])


def close_enough():
    stage = Stage(
        level="missed", value=20, bound=19, status=StageStatus.CLOSE_ENOUGH, seconds=1
    )
    return replace(RESULT, stages=(stage,))


def test_a_level_that_is_close_enough_says_so():
    said = texts(opened(sample.run(), close_enough())["Summary"])
    assert "close enough to the best, as asked with --gap" in said


def test_json_holds_gaps_and_what_had_to_stay_by_its_schema():
    run = against(*ROWS, frozen=("P1",), only_new=True)
    content = result_content(sample.school(), close_enough(), run)
    data = json.loads(render_json(content, {"schedule.xlsx": "cd" * 32}))
    jsonschema.validate(data, json_schema())
    assert data["stages"][0]["gap"] == 0.05
    assert data["stages"][0]["status"] == "gap"
    assert data["params"]["freeze"] == ["P1"]
    assert data["params"]["only_new"] is True
    assert data["params"]["baseline"] == {"name": "spring", "sha256": "ef" * 32}
