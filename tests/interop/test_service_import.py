"""Services of IEP systems: maps, rows that cannot be read, and rosters added to."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pushpull_sched.interop.draft_file import write_draft
from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.interop.foreign import ForeignRow, ForeignTable, one_table
from pushpull_sched.interop.merge import students_of, write_merged
from pushpull_sched.interop.service_map import (
    BUILT_IN,
    built_in,
    load_map,
    parse_map,
    recognize,
)
from pushpull_sched.interop.services import KnownStudents, name_key, services_draft
from pushpull_sched.workbook.load import load_school
from pushpull_sched.workbook.reader import read_workbook

SERVICES = Path(__file__).parent / "data" / "services"
GRAND_BEND = Path(__file__).parent / "data" / "edfi-grand-bend"
ROWS = 97
TABLE = '[columns]\nstudent_id = "Id"\nservice = "Service"\n'


def draft_of(name, map_name, known=None):
    mapping = built_in(map_name)
    table = one_table(SERVICES / name, mapping.headings)
    return services_draft(table, mapping, known)


def seis(known=None):
    return draft_of("seis-deliveries.csv", "seis", known)


def table_of(*lines):
    """Return a table whose headings are those of the first line."""
    headings = tuple(lines[0])
    rows = tuple(
        ForeignRow(
            number, {h.casefold(): v for h, v in zip(headings, line, strict=True) if v}
        )
        for number, line in enumerate(lines[1:], start=2)
    )
    return ForeignTable(name="x.csv", headings=headings, rows=rows)


def missing(draft, key="services"):
    return {(m.row, m.column) for m in draft.marks if m.sheet == key and not m.note}


def notes(draft, key="services"):
    return {(m.row, m.column): m.note for m in draft.marks if m.sheet == key and m.note}


def test_every_row_of_seis_is_kept():
    table = one_table(SERVICES / "seis-deliveries.csv", ())
    assert recognize(table) == "seis"
    assert len(seis().rows["services"]) == len(table.rows) == 9


def test_seis_rows_become_services_that_read_well():
    first, second, alone, consult, *_ = seis().rows["services"]
    assert first == {
        "student_id": "2000001",
        "service": "Specialized Academic Instruction",
        "setting": "push-in",
        "frequency": "30 min x 5 Times = 150 min Weekly",
        "role": "RSP",
        "start_date": date(2026, 8, 20),
        "end_date": date(2027, 6, 10),
    }
    assert (second["service"], second["role"]) == ("Speech", "SLP")
    assert (second["setting"], second["group"]) == ("pull-out", "group")
    assert alone["group"] == "individual"
    assert consult["setting"] == "consult"


def test_a_frequency_that_cannot_be_read_stays_and_says_why():
    draft = seis()
    assert draft.rows["services"][4]["frequency"] == "30 min Weekly / monthly"
    assert "two periods" in notes(draft)[4, "frequency"]


def test_what_a_service_needs_and_the_row_does_not_say_is_marked():
    assert missing(seis()) == {
        (0, "subject"),
        (4, "setting"),
        (5, "role"),
        (7, "student_id"),
    }
    assert missing(seis(), "students") == {(row, "grade") for row in range(5)}


def test_a_row_that_says_the_same_again_is_kept_and_marked():
    assert "Row 10 of the file says the same as row 4" in notes(seis())[8, "service"]


def test_columns_that_are_not_taken_over_are_named():
    names = "Total Minutes (min/year), Total Delivered, Medi-Cal Billing Consent"
    assert seis().remarks == (f"Columns not taken over: {names}.",)


def test_edfi_prescriptions_have_amounts_and_a_setting_from_the_location():
    draft = draft_of("edfi-service-prescriptions.csv", "edfi")
    first, second, third, nursing = draft.rows["services"]
    assert first["service"] == "Reading"
    assert (first["setting"], first["minutes"], first["per"]) == (
        "push-in",
        30,
        "Per Session",
    )
    assert (first["sessions"], first["sessions_per"]) == (4, "Weekly")
    assert (second["service"], second["provider"]) == ("Speech", "207219")
    assert third["setting"] == "pull-out"
    assert set(nursing) == {"student_id", "service", "start_date"}
    assert missing(draft) >= {(3, "setting"), (3, "frequency"), (3, "role")}


def test_edfi_program_services_lack_amounts():
    draft = draft_of("edfi-program-services.csv", "edfi")
    speech, therapy = draft.rows["services"]
    assert speech["service"] == "Speech"
    assert therapy["service"] == "Occupational And Physical Therapy"
    assert {(0, "frequency"), (1, "frequency"), (0, "setting")} <= missing(draft)


def test_the_published_sample_of_edfi_is_taken_over_whole():
    mapping = built_in("edfi")
    path = GRAND_BEND / "special-education-program-associations.csv"
    table = one_table(path, mapping.headings)
    draft = services_draft(table, mapping)
    assert len(draft.rows["services"]) == len(table.rows) == ROWS
    named = [row for row in draft.rows["services"] if "service" in row]
    assert [(row["service"], row["provider"]) for row in named] == [
        ("Early Identification And Evaluation", "207221"),
        ("Speech", "207241"),
    ]
    blank = {row for row, column in missing(draft) if column == "service"}
    assert len(blank) == ROWS - 2


def test_a_frequency_wins_over_amounts_that_stand_beside_it():
    mapping = parse_map(
        TABLE + 'frequency = "Freq"\nminutes = "Min"\nsessions = "Num"\n', "m.toml"
    )
    table = table_of(
        ("Id", "Service", "Freq", "Min", "Num"),
        ("1", "OT", "30 min weekly", "30", ""),
        ("2", "OT", "", "30", "2"),
        ("3", "OT", "", "half", "2"),
    )
    draft = services_draft(table, mapping)
    first, second, third = draft.rows["services"]
    assert "minutes" not in first
    assert "The file also says: minutes 30" in notes(draft)[0, "frequency"]
    assert (second["minutes"], second["sessions"]) == (30, 2)
    assert third["minutes"] == "half"
    assert (2, "minutes") in notes(draft)


def test_what_cannot_be_read_stays_as_it_was_written():
    mapping = parse_map(
        TABLE + 'grade = "Grade"\nstart_date = "From"\nbirth_date = "Born"\n', "m.toml"
    )
    table = table_of(
        ("Id", "Service", "Grade", "From", "Born"),
        ("1", "OT", "old", "soon", "2015-03-14"),
    )
    draft = services_draft(table, mapping)
    assert draft.rows["services"][0]["start_date"] == "soon"
    assert draft.rows["students"][0]["grade"] == "old"
    assert draft.rows["students"][0]["birth_date"] == date(2015, 3, 14)
    assert (0, "grade") in notes(draft, "students")


def test_ids_that_differ_only_in_form_are_one_student():
    table = table_of(("Id", "Service"), ("7", "OT"), ("7.0", "PT"), ("007", "PT"))
    draft = services_draft(table, parse_map(TABLE, "m.toml"))
    assert [row["student_id"] for row in draft.rows["students"]] == ["7", "007"]


# Maps


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_maps_can_be_read_by_name_in_any_case(name):
    assert load_map(name.upper()) == built_in(name)


def test_patterns_are_tried_in_order_and_the_star_last():
    mapping = parse_map(
        TABLE
        + '[values.service]\n"*" = "other"\n"S[x]*" = "A"\n"s*" = "B"\n'
        + '[defaults]\nsetting = "pull-out"\npriority = 2\n',
        "m.toml",
    )

    def service(text):
        return mapping.value(ForeignRow(2, {"service": text}), "service")

    assert [service(one) for one in ("S[x]1", "SX", "Q", "")] == ["A", "B", "other", ""]
    assert mapping.value(ForeignRow(2, {}), "setting") == "pull-out"
    assert mapping.value(ForeignRow(2, {}), "priority") == "2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[columns", "no TOML"),
        ('[columns]\nservice = "S"\n', "must name the columns student_id and service"),
        (TABLE + "[column]\n", "unknown entry column"),
        (TABLE + 'sevice = "S"\n', "names sevice"),
        ("columns = 3\n", "must be a table"),
        (TABLE + "level = true\n", "columns.level must be a text"),
        (TABLE + "[values]\nlevel = 3\n", "values.level must be a table"),
        (TABLE + "[values.level]\na = 1.5\n", "values.level.a must be a text"),
        ("sheet = []\n" + TABLE, "sheet must be a text"),
    ],
)
def test_maps_with_a_fault_say_where(text, message):
    with pytest.raises(ForeignFault, match=message):
        parse_map(text, "m.toml")


def test_a_misspelled_column_of_a_map_gets_a_proposal():
    with pytest.raises(ForeignFault) as caught:
        parse_map(TABLE + 'sevice = "S"\n', "m.toml")
    assert caught.value.advice == ("Did you mean service?",)


def test_maps_that_are_not_there_or_not_text(tmp_path):
    with pytest.raises(ForeignFault, match=r"no map nothing\.toml"):
        load_map("nothing.toml")
    (tmp_path / "m.toml").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ForeignFault, match="not UTF-8"):
        load_map(str(tmp_path / "m.toml"))
    (tmp_path / "m.toml").write_text("\ufeff" + TABLE, encoding="utf-8")
    assert load_map(str(tmp_path / "m.toml")).columns["service"] == ("Service",)


# A roster that is there already


def roster(path, students=(("S1", "Mara Quill", "6"), ("S2", "Ash, Theo", "6"))):
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Students"
    page.append(["My school"])
    page.append(["student_id", "name", "grade"])
    for student in students:
        page.append(student)
    page = book.create_sheet("Services")
    page.append(["student_id", "service", "setting", "frequency", "colour"])
    page.append(["S1", "OT", "pull-out", "30 min weekly", "red"])
    book.create_sheet("My notes")["A1"] = "kept"
    book.save(path)
    return path


def merged(tmp_path):
    source = roster(tmp_path / "roster.xlsx")
    before = source.read_bytes()
    read, _ = read_workbook(source)
    draft = seis(students_of(read))
    target = tmp_path / "new.xlsx"
    write_merged(source, read, draft, target)
    assert source.read_bytes() == before
    return draft, openpyxl.load_workbook(target), target


def test_students_are_found_by_name_where_the_ids_differ(tmp_path):
    draft, _, _ = merged(tmp_path)
    ids = [row.get("student_id") for row in draft.rows["services"]]
    assert ids[:4] == ["S1", "S1", "S2", "2000003"]
    assert "The file has the id 2000001" in notes(draft)[0, "student_id"]
    assert "2 students matched by name" in draft.remarks[1]
    assert "3 students of the file not in the roster" in draft.remarks[2]


def test_a_name_that_two_students_have_finds_neither():
    known = KnownStudents(names={name_key("Mara Quill"): ("S1", "S2")})
    assert known.find("9", "Quill, Mara") == (None, False)
    assert known.find("9", "") == (None, False)


def test_ids_win_over_names():
    known = KnownStudents(ids={"9": "9"}, names={name_key("Mara Quill"): ("S1",)})
    assert known.find("9.0", "Quill, Mara") == ("9", False)
    assert known.find("10", "QUILL,  mara") == ("S1", True)


def test_the_copy_keeps_what_is_there_and_adds_below_and_to_the_right(tmp_path):
    _, book, _ = merged(tmp_path)
    page = book["Services"]
    assert [cell.value for cell in page[2]][:5] == [
        "S1",
        "OT",
        "pull-out",
        "30 min weekly",
        "red",
    ]
    headings = [cell.value for cell in page[1]]
    assert headings[:5] == ["student_id", "service", "setting", "frequency", "colour"]
    assert {"role", "subject", "group", "start_date", "end_date"} == set(headings[5:])
    assert page.max_row == 11
    assert page["A3"].value == "S1"
    assert book["My notes"]["A1"].value == "kept"
    assert book["Students"]["A5"].value == "2000003"
    assert book["Students"]["A2"].value == "student_id"


def test_the_copy_reads_as_a_roster_with_all_the_services(tmp_path):
    _, _, target = merged(tmp_path)
    read, _ = read_workbook(target)
    assert len(read.tables["services"]) == 10
    assert len(read.tables["students"]) == 5


def test_a_roster_without_the_sheet_gets_one(tmp_path):
    source = tmp_path / "roster.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Students"
    book.worksheets[0].append(["student_id", "grade"])
    book.save(source)
    read, _ = read_workbook(source)
    target = tmp_path / "new.xlsx"
    write_merged(source, read, seis(students_of(read)), target)
    read, _ = read_workbook(target)
    assert (len(read.tables["students"]), len(read.tables["services"])) == (5, 9)


def test_a_folder_of_csv_files_can_be_added_to(tmp_path):
    folder = tmp_path / "school"
    folder.mkdir()
    (folder / "students.csv").write_text(
        "student_id,name,grade\n2000002,Theo,6\n", encoding="utf-8"
    )
    (folder / "services.csv").write_text(
        "student_id,service,setting\n2000002,OT,consult\n", encoding="utf-8"
    )
    read, _ = read_workbook(folder)
    target = tmp_path / "new.xlsx"
    write_merged(folder, read, seis(students_of(read)), target)
    again, _ = read_workbook(target)
    assert len(again.tables["services"]) == 10


def test_the_list_of_what_to_do_grows(tmp_path):
    first = tmp_path / "first.xlsx"
    table = table_of(("Id", "Service"), ("1", "OT"))
    write_draft(first, services_draft(table, parse_map(TABLE, "m.toml")))
    read, _ = read_workbook(first)
    second = tmp_path / "second.xlsx"
    write_merged(first, read, seis(students_of(read)), second)
    lines = [cell.value for cell in openpyxl.load_workbook(second)["To do"]["B"]]
    assert "List the rooms where pull-out sessions can be held." in lines
    assert "Fill in student_id of 1 row." in lines
    assert lines.count("Fill in role of 1 row: who may give it (or a provider).") == 1


def test_a_roster_that_cannot_be_copied_is_refused(tmp_path):
    source = roster(tmp_path / "roster.xlsx")
    read, _ = read_workbook(source)
    source.write_bytes(b"gone")
    with pytest.raises(ForeignFault, match="cannot be read as a roster"):
        write_merged(source, read, seis(), tmp_path / "new.xlsx")


def test_texts_that_look_like_formulas_stay_texts(tmp_path):
    path = tmp_path / "x.xlsx"
    table = table_of(("Id", "Service"), ("=1+1", '=HYPERLINK("http://x")'))
    write_draft(path, services_draft(table, parse_map(TABLE, "m.toml")))
    page = openpyxl.load_workbook(path)["Services"]
    cells = [cell for cell in page[2] if cell.value]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert {cell.value for cell in cells} == {"=1+1", '=HYPERLINK("http://x")'}


TEXTS = st.one_of(
    st.sampled_from(["", "30 min weekly", "2 x 30", "push-in", "5", "9/1/2026", "K"]),
    st.text(max_size=12),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=8, max_size=8), max_size=5))
def test_no_row_is_ever_lost(lines):
    keys = ("student_id", "service", "setting", "frequency", "minutes", "per",
            "start_date", "grade")  # fmt: skip
    mapping = parse_map(
        "[columns]\n" + "".join(f'{key} = "{key}"\n' for key in keys), "m.toml"
    )
    table = ForeignTable(
        name="x",
        headings=keys,
        rows=tuple(
            ForeignRow(
                number,
                {k.replace("_", ""): v for k, v in zip(keys, line, strict=True) if v},
            )
            for number, line in enumerate(lines)
        ),
    )
    draft = services_draft(table, mapping)
    assert len(draft.rows["services"]) == len(lines)
    for line, row in zip(lines, draft.rows["services"], strict=True):
        assert not line[3] or row["frequency"] == line[3]


def test_an_imported_draft_can_be_checked(tmp_path):
    path = tmp_path / "x.xlsx"
    write_draft(path, seis())
    codes = {finding.code for finding in load_school(path).findings}
    assert {"W213", "W102"} <= codes
    assert not codes & {"W103", "W104", "W207", "W211"}
