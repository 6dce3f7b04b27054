import json
from datetime import time

import openpyxl
import pytest

from pushpull_sched.domain.findings import has_errors
from pushpull_sched.workbook.schedule_reader import read_schedule

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
HEADINGS = [
    "session_id",
    "week",
    "day",
    "start",
    "end",
    "minutes",
    "setting",
    "provider_id",
    "room_id",
    "class_id",
    "service",
    "service_id",
    "student_id",
    "group_size",
]
ROW = {
    "session_id": "1",
    "week": 1,
    "day": "Mon",
    "start": time(8, 30),
    "end": time(9, 0),
    "minutes": 30,
    "setting": "pull-out",
    "provider_id": "P1",
    "room_id": "R1",
    "service": "Speech",
    "service_id": "S1-Speech-1",
    "student_id": "S1",
    "group_size": 1,
}


def sheet_rows(*rows, headings=HEADINGS):
    return [headings, *([row.get(name) for name in HEADINGS] for row in rows)]


def workbook(tmp_path, rows, title="Schedule", before=()):
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in before:
        book.create_sheet(name)["A1"] = "something else"
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    path = tmp_path / "edited.xlsx"
    book.save(path)
    return path


def one(tmp_path, **changes):
    """Read a sheet of one row with some cells changed."""
    path = workbook(tmp_path, sheet_rows({**ROW, **changes}))
    return read_schedule(path, DAYS)


def codes(findings):
    return [found.code for found in findings]


def test_a_row_is_read_with_its_place(tmp_path):
    (row,), findings = one(tmp_path)
    assert findings == ()
    assert (row.start, row.end, row.minutes, row.week) == (510, 540, 30, 1)
    assert row.class_id is None
    assert str(row.source) == "Schedule row 2"


def test_headings_and_sheet_are_matched_without_case_spaces_and_dashes(tmp_path):
    headings = [name.replace("_", " - ").upper() for name in HEADINGS]
    path = workbook(
        tmp_path,
        [["My week"], [], *sheet_rows(ROW, headings=headings)],
        title=" sche_dule",
        before=("Notes", "Summary"),
    )
    rows, findings = read_schedule(path, DAYS)
    assert rows[0].student_id == "S1"
    assert not has_errors(findings)


def test_columns_may_stand_in_any_order_and_blank_rows_are_skipped(tmp_path):
    rows = [list(reversed(row)) for row in sheet_rows(ROW, {}, ROW)]
    found, findings = read_schedule(workbook(tmp_path, rows), DAYS)
    assert [row.session_id for row in found] == ["1", "1"]
    assert findings == ()


@pytest.mark.parametrize(
    ("written", "minute"),
    [
        ("8:30", 510),
        ("08:30", 510),
        ("8:30 AM", 510),
        (8.5 / 24, 510),
        (830, 510),
        ("13:15", 795),
        ("1:15 pm", 795),
    ],
)
def test_times_are_read_in_every_form(tmp_path, written, minute):
    (row,), findings = one(tmp_path, start=written, end="14:00")
    assert row.start == minute
    assert findings == ()


def test_an_early_hour_is_read_as_afternoon_and_told_once(tmp_path):
    path = workbook(
        tmp_path, sheet_rows(*[{**ROW, "start": "1:15", "end": "1:45"}] * 3)
    )
    rows, findings = read_schedule(path, DAYS)
    assert [row.start for row in rows] == [795] * 3
    assert codes(findings) == ["W224"]
    assert not has_errors(findings)


@pytest.mark.parametrize(("written", "read"), [(7, "7"), (7.0, "7"), ("7", "7")])
def test_ids_are_the_same_as_number_and_as_text(tmp_path, written, read):
    (row,), _ = one(tmp_path, student_id=written, provider_id=written)
    assert (row.student_id, row.provider_id) == (read, read)


def test_leading_zeros_stay(tmp_path):
    (row,), _ = one(tmp_path, student_id="007")
    assert row.student_id == "007"


@pytest.mark.parametrize(
    ("written", "read"),
    [("Monday", "Mon"), ("mon", "Mon"), ("Mo.", "Mon"), ("Sunday", "Sunday")],
)
def test_days_become_those_of_settings_and_unknown_ones_stay(tmp_path, written, read):
    (row,), findings = one(tmp_path, day=written)
    assert row.day == read
    assert findings == ()


@pytest.mark.parametrize(
    ("written", "read"),
    [("Pull Out", "pull-out"), ("PUSH_IN", "push-in"), ("either", "either")],
)
def test_settings_are_matched_and_unknown_ones_stay(tmp_path, written, read):
    (row,), _ = one(tmp_path, setting=written)
    assert row.setting == read


@pytest.mark.parametrize(
    ("changes", "cell", "code"),
    [
        ({"start": "noon"}, "D2", "W206"),
        ({"end": "25:00"}, "E2", "W206"),
        ({"week": "one"}, "B2", "W204"),
        ({"week": 0}, "B2", "W205"),
        ({"minutes": 22.5}, "F2", "W204"),
        ({"session_id": None}, "A2", "W201"),
        ({"setting": None}, "G2", "W201"),
        ({"day": "#N/A"}, "C2", "W203"),
        ({"student_id": "=A1"}, "M2", "W202"),
    ],
)
def test_a_fault_names_its_cell(tmp_path, changes, cell, code):
    _, findings = one(tmp_path, **changes)
    assert [(found.code, found.source.cell) for found in findings][:1] == [(code, cell)]
    assert has_errors(findings)


def test_all_faults_are_told_at_once_and_sound_rows_are_kept(tmp_path):
    bad = {**ROW, "start": "x", "end": "y", "week": None}
    rows, findings = read_schedule(workbook(tmp_path, sheet_rows(bad, ROW)), DAYS)
    assert len(rows) == 1
    assert codes(findings) == ["W201", "W206", "W206"]


def test_what_only_the_verifier_judges_stays_as_written(tmp_path):
    (row,), findings = one(
        tmp_path, week=9, minutes=1, provider_id=None, service_id="ghost"
    )
    assert findings == ()
    assert (row.week, row.minutes, row.provider_id) == (9, 1, None)
    assert row.service_id == "ghost"


def test_columns_that_only_help_the_reader_may_be_missing(tmp_path):
    rows = [[*row[:5], row[6], *row[7:13]] for row in sheet_rows(ROW)]
    (row,), findings = read_schedule(workbook(tmp_path, rows), DAYS)
    assert (row.minutes, row.group_size) == (None, None)
    assert findings == ()


def test_a_missing_heading_is_an_error_told_once(tmp_path):
    rows = [row[1:] for row in sheet_rows(ROW, ROW)]
    found, findings = read_schedule(workbook(tmp_path, rows), DAYS)
    assert found == ()
    assert codes(findings) == ["W105"]


def test_a_sheet_without_headings_is_an_error(tmp_path):
    rows, findings = read_schedule(workbook(tmp_path, [["hello"], [1]]), DAYS)
    assert rows == ()
    assert codes(findings) == ["W107"]


def test_a_workbook_without_the_sheet_names_its_sheets(tmp_path):
    path = workbook(tmp_path, sheet_rows(ROW), title="Shedule", before=("Notes",))
    rows, (found,) = read_schedule(path, DAYS)
    assert rows == ()
    assert found.code == "W702"
    assert found.value == "Notes, Shedule"
    assert found.advice == "Did you mean Shedule?"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "W001"),
        (b"just text", "W005"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "W004"),
        (b"PK\x03\x04 broken", "W006"),
    ],
)
def test_a_file_that_is_no_workbook_is_a_finding(tmp_path, content, code):
    path = tmp_path / "schedule.xlsx"
    path.write_bytes(content)
    rows, findings = read_schedule(path, DAYS)
    assert rows == ()
    assert codes(findings) == [code]


def test_a_workbook_that_cannot_be_parsed_is_a_finding(tmp_path):
    path = workbook(tmp_path, sheet_rows(ROW))
    whole = path.read_bytes()
    path.write_bytes(
        whole.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml")
    )
    rows, findings = read_schedule(path, DAYS)
    assert rows == ()
    assert has_errors(findings)


def test_a_missing_file_is_a_finding(tmp_path):
    rows, (found,) = read_schedule(tmp_path / "none.xlsx", DAYS)
    assert rows == ()
    assert found.code == "W012"
    assert found.source.sheet == "none.xlsx"


def test_a_folder_without_a_result_is_a_finding(tmp_path):
    assert codes(read_schedule(tmp_path, DAYS)[1]) == ["W701"]
    (tmp_path / "essay.docx").write_bytes(b"")
    assert codes(read_schedule(tmp_path, DAYS)[1]) == ["W701"]


def test_a_sheet_with_headings_only_has_no_sessions(tmp_path):
    rows, findings = read_schedule(workbook(tmp_path, sheet_rows()), DAYS)
    assert rows == ()
    assert codes(findings) == ["W707"]
    assert not has_errors(findings)


def csv_file(tmp_path, text):
    path = tmp_path / "mine.CSV"
    path.write_bytes(text)
    return path


def test_a_csv_with_a_byte_order_mark_is_read(tmp_path):
    text = (
        "Session ID;Week;Day;Start;End;Setting;Service ID\n"
        "1;1;Mon;8:30;9:00;pull-out;S1-Speech-1\n;;;;;;\n"
    )
    rows, findings = read_schedule(
        csv_file(tmp_path, b"\xef\xbb\xbf" + text.encode()), DAYS
    )
    assert [(row.start, row.service_id) for row in rows] == [(510, "S1-Speech-1")]
    assert findings == ()


def test_a_csv_that_is_no_table_is_a_finding(tmp_path):
    path = csv_file(tmp_path, b'"' + b"x" * 200_000)
    assert has_errors(read_schedule(path, DAYS)[1])


def json_file(tmp_path, data):
    path = tmp_path / "schedule.json"
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    path.write_bytes(content)
    return path


SESSION = {
    "session_id": "1",
    "week": 1,
    "day": "Mon",
    "start": "01:05",
    "end": "24:00",
    "minutes": 25,
    "setting": "pull-out",
    "provider_id": "P1",
    "room_id": "R1",
    "class_id": None,
    "group_size": 2,
    "services": [
        {"service_id": "A", "service": "Speech", "student_id": "S1"},
        {"service_id": "B", "service": "Speech", "student_id": 7},
    ],
}


def read_json(tmp_path, *sessions):
    return read_schedule(json_file(tmp_path, {"sessions": list(sessions)}), DAYS)


def test_json_gives_a_row_per_service_and_takes_its_times_literally(tmp_path):
    rows, findings = read_json(tmp_path, SESSION)
    assert findings == ()
    assert [(row.service_id, row.student_id) for row in rows] == [
        ("A", "S1"),
        ("B", "7"),
    ]
    assert {(row.start, row.end) for row in rows} == {(65, 1440)}
    assert str(rows[0].source) == "schedule.json, session 1"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"start": "8:30"}, "W706"),
        ({"start": "24:01"}, "W706"),
        ({"end": 540}, "W706"),
        ({"week": "x"}, "W204"),
        ({"week": True}, "W706"),
        ({"day": None}, "W201"),
        ({"setting": ""}, "W201"),
        ({"room_id": ["R1"]}, "W706"),
    ],
)
def test_a_fault_in_json_names_its_session_once(tmp_path, changes, code):
    _, findings = read_json(tmp_path, SESSION, {**SESSION, **changes})
    assert [(found.code, found.source.sheet) for found in findings] == [
        (code, "schedule.json, session 2")
    ]


@pytest.mark.parametrize("services", [None, [], "A", [None]])
def test_a_json_session_without_services_still_gives_a_row(tmp_path, services):
    (row,), findings = read_json(tmp_path, {**SESSION, "services": services})
    assert (row.session_id, row.service_id) == ("1", None)
    assert findings == ()


def test_a_json_session_that_is_none_is_full_of_faults(tmp_path):
    rows, findings = read_json(tmp_path, "session")
    assert rows == ()
    assert set(codes(findings)) == {"W201"}


@pytest.mark.parametrize(
    "data", [b"", b"{", b"\xff\xfe\x00", [], {"sessions": 3}, b"[" * 100_000]
)
def test_a_json_file_that_is_no_result_is_a_finding(tmp_path, data):
    rows, findings = read_schedule(json_file(tmp_path, data), DAYS)
    assert rows == ()
    assert codes(findings) == ["W705"]
