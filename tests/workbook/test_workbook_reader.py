import hashlib

import pandas as pd
import pytest
from openpyxl.styles import PatternFill
from reading_helpers import (
    CLASSES,
    PROVIDERS,
    SERVICES,
    SOUND,
    STUDENTS,
    book_of,
    codes,
    moment,
    only_row,
    saved,
    where,
)

from pushpull_sched.domain.findings import Severity, SourceRef, has_errors
from pushpull_sched.domain.service import Per
from pushpull_sched.workbook.codes import CODES, finding
from pushpull_sched.workbook.columns import CellKind
from pushpull_sched.workbook.reader import read_workbook
from pushpull_sched.workbook.schema import SHEET, SHEETS
from pushpull_sched.workbook.tables import empty_table, tables_of


def with_sheets(tmp_path, **changes):
    """Read the sound roster with some sheets replaced or added."""
    path = saved(tmp_path / "roster.xlsx", {**SOUND, **changes})
    return read_workbook(path)


def test_a_sound_roster(tmp_path):
    path = saved(tmp_path / "roster.xlsx", SOUND)
    book, findings = read_workbook(path)
    assert book is not None
    assert codes(findings) == []
    assert book.name == "roster"
    assert book.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert book.present == {"students", "classes", "providers", "services"}
    assert set(book.tables) == {sheet.key for sheet in SHEETS}
    assert len(book.tables["pins"]) == 0
    row = next(book.tables["services"].rows())
    assert row.number == 2
    assert row["student_id"] == "S1"
    assert row["max_group"] is None
    assert row.text("max_group") == ""
    assert str(row.ref("setting")) == "Services!C2"
    assert str(row.ref("max_group")) == "Services row 2"
    assert str(row.ref()) == "Services row 2"
    assert not row.bad("setting")
    with pytest.raises(KeyError):
        row["nothing"]


def test_frames_keep_objects(tmp_path):
    book, _ = with_sheets(tmp_path)
    frame = book.tables["providers"].frame
    assert list(frame.index) == [2]
    assert list(frame.columns) == [c.key for c in SHEET["providers"].columns]
    assert {str(dtype) for dtype in frame.dtypes} == {"object"}
    assert frame.loc[2, "max_group"] is None
    assert frame.loc[2, "days"] == frozenset(range(5))
    assert book.tables["providers"].raw.loc[2, "days"] == "Mon-Fri"
    assert isinstance(frame, pd.DataFrame)


def test_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_workbook(tmp_path / "none.xlsx")


def test_sheet_names_and_headings_are_matched_loosely(tmp_path):
    sheets = {
        "SERVICES ": [
            ["Student-ID", "AREA", "Location", "Frequency", "provider role"],
            *SERVICES[1:],
        ],
        "student": [["sid", "Grade\nLevel"], ["S1", 3]],
        "Class": CLASSES,
        "provider s": PROVIDERS,
    }
    book, findings = read_workbook(saved(tmp_path / "r.xlsx", sheets))
    assert codes(findings) == []
    assert book.tables["services"].title == "SERVICES "
    row = next(book.tables["services"].rows())
    assert (row["service"], row["setting"]) == ("Speech", "pull-out")


def test_unknown_sheets_and_columns_are_warned_of_with_the_nearest_name(tmp_path):
    services = [[*SERVICES[0], "prioritty"], [*SERVICES[1], 3]]
    book, findings = with_sheets(
        tmp_path, Services=services, Relatoins=[["a"], ["b"]], Blank=[]
    )
    assert book.tables["services"].frame.loc[2, "priority"] is None
    assert codes(findings) == ["W103", "W104"]
    assert findings[0].advice == "Did you mean Relations?"
    assert findings[1].advice == "Did you mean priority?"
    assert str(findings[1].source) == "Services!F1"
    assert all(f.severity is not Severity.ERROR for f in findings)


def test_missing_and_empty_sheets(tmp_path):
    path = saved(
        tmp_path / "r.xlsx",
        {
            "Students": STUDENTS[:1],
            "Classes": [],
            "Pins": [["service_id"]],
            "Rooms": [],
        },
    )
    _, findings = read_workbook(path)
    assert where(findings, "W101") == ["Providers", "Services"]
    assert where(findings, "W102") == ["Students", "Classes"]
    assert where(findings, "W110") == ["Rooms", "Pins"]


def test_one_sheet_under_two_names(tmp_path):
    _, findings = with_sheets(tmp_path, Student=STUDENTS)
    assert where(findings, "W109") == ["Student"]


def test_headings_below_a_title(tmp_path):
    services = [["Our services 2026"], [], *([None, *row] for row in SERVICES)]
    book, findings = with_sheets(tmp_path, Services=services)
    assert where(findings, "W108") == ["Services row 3"]
    assert str(next(book.tables["services"].rows()).ref("student_id")) == "Services!B4"


def test_no_headings(tmp_path):
    services = [[1, 2], [3, 4], *([[]] * 10), *SERVICES]
    book, findings = with_sheets(tmp_path, Services=services)
    assert where(findings, "W107") == ["Services"]
    assert len(book.tables["services"]) == 0


def test_missing_columns_are_said_once(tmp_path):
    book, findings = with_sheets(tmp_path, Services=[["student_id"], ["S1"], ["S1"]])
    assert codes(findings) == ["W105", "W105"]
    assert [f.expected.split(":")[0] for f in findings] == [
        "a column service",
        "a column setting",
    ]
    row = next(book.tables["services"].rows())
    assert row.bad("service")
    assert not row.bad("frequency")


def test_double_headings(tmp_path):
    students = [["student_id", "grade", "Grade", "sid"], ["S1", 3, 4, "X"]]
    book, findings = with_sheets(tmp_path, Students=students)
    assert where(findings, "W106") == ["Students!C1"]
    assert where(findings, "W104") == ["Students!D1"]
    row = next(book.tables["students"].rows())
    assert (row["student_id"], row["grade"]) == ("S1", 3)


def test_the_own_name_of_a_column_wins_over_a_synonym(tmp_path):
    students = [["sid", "student_id", "grade"], ["X", "S1", 3]]
    book, findings = with_sheets(tmp_path, Students=students)
    assert where(findings, "W104") == ["Students!A1"]
    assert next(book.tables["students"].rows())["student_id"] == "S1"


def test_blank_cells_in_required_columns(tmp_path):
    students = [["student_id", "grade"], ["S1", None], [None, 3], [None, None]]
    book, findings = with_sheets(tmp_path, Students=students)
    assert where(findings, "W201") == ["Students!B2", "Students!A3"]
    assert [row.bad("grade") for row in book.tables["students"].rows()] == [True, False]


def test_blank_rows_totals_and_cells_without_heading(tmp_path):
    services = [
        SERVICES[0],
        [],
        SERVICES[1],
        [" ", "\u00a0"],
        [None, None, None, None, None, "stray"],
        ["Total", None, None, 60],
        ["Totals:", 1, "2,5"],
    ]
    book, findings = with_sheets(tmp_path, Services=services)
    assert list(book.tables["services"].frame.index) == [3]
    assert where(findings, "W112") == ["Services row 6", "Services row 7"]
    assert where(findings, "W117") == ["Services!F5"]


def test_a_service_named_total_is_no_total(tmp_path):
    services = [SERVICES[0], ["S1", "Total", "pull-out", "2 x 30", "SLP"]]
    book, findings = with_sheets(tmp_path, Services=services)
    assert codes(findings) == []
    assert len(book.tables["services"]) == 1


def test_headings_that_say_the_period(tmp_path):
    services = [
        [
            "student_id",
            "service",
            "setting",
            "minutes per session",
            "sessions per week",
        ],
        ["S1", "Speech", "pull-out", 30, 2],
        ["S1", "OT", "pull-out", None, None],
    ]
    book, findings = with_sheets(
        tmp_path,
        Services=[[*row, "SLP" if n else "role"] for n, row in enumerate(services)],
    )
    first, second = book.tables["services"].rows()
    assert (first["minutes"], first["per"]) == (30, Per.SESSION)
    assert (first["sessions"], first["sessions_per"]) == (2, Per.WEEK)
    assert second["per"] is None
    assert where(findings, "W118") == ["Services!D1", "Services!E1"]


def test_heading_and_cell_must_agree_on_the_period(tmp_path):
    services = [
        [*SERVICES[0][:3], "minutes per session", "role", "per"],
        ["S1", "Speech", "pull-out", 30, "SLP", "week"],
        ["S1", "OT", "pull-out", 30, "SLP", "per session"],
        ["S1", "PT", "pull-out", None, "SLP", "week"],
    ]
    _, findings = with_sheets(tmp_path, Services=services)
    assert where(findings, "W229") == ["Services!F2"]


def test_duplicate_ids(tmp_path):
    students = [
        ["student_id", "grade"],
        ["S1", 3],
        ["s1", 4],
        ["S2", 3],
        ["S2", 3],
        ["7", 3],
        ["007", 3],
        [None, 3],
        [None, 4],
    ]
    book, findings = with_sheets(tmp_path, Students=students)
    assert where(findings, "W217") == ["Students!A3"]
    assert where(findings, "W218") == ["Students!A5"]
    assert where(findings, "W219") == ["Students!A7"]
    assert 5 not in book.tables["students"].frame.index
    assert [row.bad("student_id") for row in book.tables["students"].rows()][:2] == [
        False,
        True,
    ]


def test_ends_before_starts(tmp_path):
    classes = [
        CLASSES[0],
        ["C1", "Math", "Mon", "9:30", "8:30"],
        ["C1", "Math", "Tue", "9:30", "9:30"],
        ["C1", "Math", "Wed", "9:30", "9:31"],
    ]
    book, findings = with_sheets(tmp_path, Classes=classes)
    expected = ["Classes!D2", "Classes!E2", "Classes!D3", "Classes!E3"]
    assert where(findings, "W220") == expected
    first, _, third = book.tables["classes"].rows()
    assert first["start"] is None
    assert first.bad("start")
    assert first.bad("end")
    assert third["end"] == 571


def test_dates_may_be_the_same_day():
    row, findings = only_row(
        "services",
        {"service": "OT", "start_date": "2026-09-01", "end_date": "2026-09-01"},
    )
    assert row["start_date"] == row["end_date"]
    assert "W220" not in codes(findings)
    _, findings = only_row(
        "services",
        {"service": "OT", "start_date": "2026-09-02", "end_date": "2026-09-01"},
    )
    assert codes(findings).count("W220") == 2


def test_settings_by_key_and_value(tmp_path):
    settings = [
        ["Key", "Value", "meaning"],
        ["Days", "A,B", "x"],
        ["weeks", 2, None],
        ["GRID", 10, None],
        ["session minutes", "20-45", None],
        ["term start", moment(2026, 9, 1), None],
        ["targt_group", 4, None],
        ["grid", 15, None],
        ["school", None, None],
        [None, "stray", None],
    ]
    classes = [CLASSES[0], ["C1", "Math", "A", "8:30", "9:30"]]
    providers = [PROVIDERS[0], ["P1", "SLP", "AB", "8:00", "15:00"]]
    book, findings = with_sheets(
        tmp_path, Settings=settings, Classes=classes, Providers=providers
    )
    row = next(book.tables["settings"].rows())
    assert row["days"] == ("A", "B")
    assert row["weeks"] == "2"
    assert row["grid"] == 10
    assert row["session_minutes"] == (20, 30, 40)
    assert str(row.ref("grid")) == "Settings!B4"
    assert row["school"] is None
    assert where(findings, "W113") == ["Settings!A7"]
    assert where(findings, "W114") == ["Settings!A8"]
    assert next(book.tables["classes"].rows())["days"] == frozenset({0})


def test_settings_without_headings(tmp_path):
    book, findings = with_sheets(tmp_path, Settings=[["Our school"], ["grid", 10]])
    assert next(book.tables["settings"].rows())["grid"] == 10
    assert codes(findings) == []


def test_settings_with_nothing_known(tmp_path):
    filler = [["x"]] * 12
    book, findings = with_sheets(tmp_path, Settings=[*filler, ["key", "value"]])
    assert where(findings, "W107") == ["Settings"]
    _, findings = with_sheets(tmp_path, Settings=[["key", "value"]])
    assert where(findings, "W110") == ["Settings"]
    assert len(book.tables["settings"]) == 0


def test_a_bad_setting_names_its_cell(tmp_path):
    settings = [["key", "value"], ["grid", "x"], ["weeks", 3], ["days", "Mon,Mon"]]
    book, findings = with_sheets(tmp_path, Settings=settings)
    assert where(findings, "W204") == ["Settings!B2"]
    assert where(findings, "W211") == ["Settings!B3"]
    assert where(findings, "W208") == ["Settings!B4"]
    assert next(book.tables["settings"].rows()).bad("days")


def test_merged_cells(tmp_path):
    book = book_of(SOUND)
    page = book["Services"]
    for row in (
        ["x", "OT", "push-in", "2 x 30", "OT"],
        [None, "PT", "either", "2 x 30"],
    ):
        page.append(row)
    page["A3"] = None
    page.merge_cells("A2:A4")
    page.merge_cells("A8:A9")
    page["G1"] = "free"
    page.merge_cells("G2:H2")
    page.merge_cells("D6:E6")
    students = book["Students"]
    students.append([None, 4])
    students.merge_cells("A2:A3")
    classes = book["Classes"]
    classes["A1"] = "class_id"
    classes.merge_cells("A4:B4")
    classes["A4"] = "Grade 3"
    book.save(tmp_path / "m.xlsx")
    read, findings = read_workbook(tmp_path / "m.xlsx")
    ids = [row["student_id"] for row in read.tables["services"].rows()]
    assert ids == ["S1", "S1", "S1"]
    assert where(findings, "W115") == ["Services!A2"]
    assert where(findings, "W116") == ["Students!A2", "Classes!A4"]


def test_merged_cells_above_the_headings_and_without_rows(tmp_path):
    book = book_of({**SOUND, "Students": [["Roster"], *STUDENTS]})
    book["Students"].merge_cells("A1:B1")
    book["Services"].merge_cells("A2:A5")
    book.save(tmp_path / "m.xlsx")
    _, findings = read_workbook(tmp_path / "m.xlsx")
    assert codes(findings) == ["W108"]


def test_hidden_rows_columns_and_sheets(tmp_path):
    book = book_of({**SOUND, "Rooms": [["room_id"], ["R1"], ["R2"]]})
    book["Rooms"].sheet_state = "hidden"
    book["Rooms"].row_dimensions[2].hidden = True
    book["Rooms"].row_dimensions[3].hidden = True
    book["Students"].row_dimensions[2].hidden = True
    book["Students"].row_dimensions[99].hidden = True
    book["Services"].column_dimensions["E"].hidden = True
    book["Services"].column_dimensions["Z"].hidden = True
    book.save(tmp_path / "h.xlsx")
    read, findings = read_workbook(tmp_path / "h.xlsx")
    said = {f.source.sheet: f.message for f in findings if f.code == "W111"}
    assert said == {
        "Rooms": "Hidden and read like all else: the sheet itself, 2 rows.",
        "Students": "Hidden and read like all else: 1 row.",
        "Services": "Hidden and read like all else: 1 column.",
    }
    assert len(read.tables["rooms"]) == 2


def test_formulas_without_values_and_excel_errors(tmp_path):
    students = [["student_id", "grade"], ["S1", "=1+2"], ["S2", "#N/A"]]
    book, findings = with_sheets(tmp_path, Students=students)
    assert where(findings, "W202") == ["Students!B2"]
    assert where(findings, "W203") == ["Students!B3"]
    assert next(book.tables["students"].rows()).bad("grade")


def test_phantom_ranges_cost_nothing(tmp_path):
    book = book_of(SOUND)
    book["Students"]["A1048576"] = " "
    book["Students"]["XFD5"].fill = PatternFill("solid", fgColor="FFFF00")
    book.save(tmp_path / "p.xlsx")
    read, findings = read_workbook(tmp_path / "p.xlsx")
    assert codes(findings) == []
    assert len(read.tables["students"]) == 1


def test_times_of_a_1904_workbook(tmp_path):
    book = book_of(SOUND)
    book.epoch = moment(1904, 1, 1)
    book["Classes"]["D2"] = 510 / 1440
    book["Classes"]["D2"].number_format = "h:mm"
    book.save(tmp_path / "e.xlsx")
    read, findings = read_workbook(tmp_path / "e.xlsx")
    assert next(read.tables["classes"].rows())["start"] == 510
    assert codes(findings) == []


def test_remarks_are_made_once_with_their_number(tmp_path):
    classes = [
        CLASSES[0],
        ["C1", "Math", "Mon", "1:00", "2:00"],
        ["C1", "Math", "Tue", "1:00", "2:00"],
    ]
    _, findings = with_sheets(tmp_path, Classes=classes)
    notes = [f for f in findings if f.code == "W224"]
    assert len(notes) == 1
    assert str(notes[0].source) == "Classes!D2"
    assert notes[0].message.endswith("(3 more cells alike.)")
    assert not has_errors(findings)


def test_rows_in_memory():
    book, findings = tables_of(
        {
            "students": [{"student_id": 7, "grade": float("nan")}, {"colour": "red"}],
            "rooms": [],
        }
    )
    assert book.present == {"students", "rooms"}
    assert where(findings, "W104") == ["Students"]
    assert where(findings, "W201") == ["Students!C2", "Students!A3", "Students!C3"]
    assert next(book.tables["students"].rows())["student_id"] == "7"
    with pytest.raises(KeyError):
        tables_of({"nothing": []})


def test_schema_is_sound():
    assert len({sheet.key for sheet in SHEETS}) == len(SHEETS) == 12
    for sheet in SHEETS:
        keys = [column.key for column in sheet.columns]
        assert len(set(keys)) == len(keys)
        for column in sheet.columns:
            assert column.doc
            assert (column.kind is CellKind.CHOICE) == bool(column.choices)
            assert set(column.choice_synonyms.values()) <= set(column.choices)
            for other, _ in column.implies.values():
                assert other in keys
    with pytest.raises(KeyError):
        SHEET["pins"].column("nothing")
    assert len(empty_table(SHEET["pins"])) == 0


def test_codes_are_sound():
    for key, code in CODES.items():
        assert key == code.code
        assert code.meaning.endswith(".")
    made = finding("W201", SourceRef(sheet="X"), "Blank.", advice="Do.")
    assert (made.severity, made.advice) == (Severity.ERROR, "Do.")
    assert finding("W201", SourceRef(sheet="X"), "Blank.").advice == "Fill in the cell."
