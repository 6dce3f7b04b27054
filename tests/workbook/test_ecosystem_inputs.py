"""Every bad input of the project's list, by its number: what is said, and where.

The list (I01 to I45) is that of the design notes on ecosystem and reliability; where
the contract of the workbook says otherwise, the contract holds and the test says so.
"""

import os
import unicodedata
import zipfile
from datetime import time
from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.dimensions import RowDimension
from reading_helpers import SOUND, book_of, codes, moment, read, remarks, saved, where
from typer.testing import CliRunner

from pushpull_sched.cli.main import app
from pushpull_sched.workbook.columns import CellKind
from pushpull_sched.workbook.load import load_school

ROOMS = [["room_id", "capacity"], ["R1", 4]]
CLASSES = [
    ["class_id", "subject", "days", "start", "end", "grade"],
    ["C1", "Math", "Mon-Fri", "8:30", "9:30", 3],
]
WHOLE = {**SOUND, "Classes": CLASSES, "Rooms": ROOMS}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def school_of(**changed):
    """A sound roster with some sheets replaced; None takes one away."""
    sheets = {**WHOLE, **changed}
    return {title: rows for title, rows in sheets.items() if rows is not None}


def check(*arguments):
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def found_in(path):
    return load_school(path).findings


@pytest.fixture
def said(tmp_path):
    """Read sheets and return the findings."""

    def read_sheets_of(**changed):
        return found_in(saved(tmp_path / "roster.xlsx", school_of(**changed)))

    return read_sheets_of


def bytes_of(sheets=None):
    buffer = BytesIO()
    book_of(sheets or WHOLE).save(buffer)
    return buffer.getvalue()


def repacked(change, extra=None):
    """A sound workbook whose parts went through ``change``."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(bytes_of())) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, data in (extra or {}).items():
            target.writestr(name, data)
    return buffer.getvalue()


def one(findings, code):
    """Return the one finding with a code."""
    chosen = [finding for finding in findings if finding.code == code]
    assert len(chosen) == 1, codes(findings)
    return chosen[0]


def row_of(path, sheet, number=0):
    return list(load_school(path).workbook.tables[sheet].rows())[number]


def refused(  # noqa: PLR0913 - what a file is, and what is said of it
    tmp_path, data, code, says, advice, *, name="roster.xlsx"
):
    path = tmp_path / name
    path.write_bytes(data)
    result = check(path)
    assert result.exit_code == 3
    assert "Traceback" not in result.output
    finding = one(found_in(path), code)
    assert says in finding.message
    assert advice in finding.advice


def test_the_sound_roster_says_nothing(said):
    assert codes(said()) == []


# Files


def test_i01_a_file_that_is_missing_or_a_folder(tmp_path):
    saved(tmp_path / "roster.xlsx", WHOLE)
    result = check(tmp_path / "rooster.xlsx")
    assert result.exit_code == 2
    words = " ".join(result.output.split())
    assert "rooster.xlsx" in words
    assert "Did you mean" in words
    assert "roster.xlsx" in words.split("Did you mean")[1]
    empty = tmp_path / "folder"
    empty.mkdir()
    assert (
        check(empty).exit_code == 3
    )  # a folder of CSV files is a roster: this is none
    assert codes(found_in(empty)) == ["W013"]


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "W001", "empty"),
        (bytes_of()[:2000], "W006", "damaged"),
        (bytes(range(256)) * 4, "W006", "damaged or not a workbook"),
    ],
    ids=["empty", "truncated", "random"],
)
def test_i02_files_that_are_damaged(tmp_path, data, code, says):
    refused(tmp_path, data, code, says, "Excel")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("roster.xlsx", b"student_id,grade\nS1,3\n", "text or CSV"),
        ("roster.xls", b"<html><table><tr><td>S1</table></html>", "web page"),
    ],
)
def test_i03_text_under_the_name_of_a_workbook(tmp_path, name, data, says):
    refused(tmp_path, data, "W005", says, "Save As > Excel Workbook (.xlsx)", name=name)


def test_i04_a_password_to_open(tmp_path):
    data = OLE + "EncryptedPackage".encode("utf-16-le")
    refused(tmp_path, data, "W003", "password", "File > Info > Protect Workbook")


def test_i05_protection_without_a_password_to_open(tmp_path):
    book = book_of(WHOLE)
    book.security = WorkbookProtection(workbookPassword="x", lockStructure=True)
    book["Students"].protection.set_password("x")
    book["Students"].protection.enable()
    book.save(tmp_path / "roster.xlsx")
    assert codes(found_in(tmp_path / "roster.xlsx")) == []


@pytest.mark.parametrize(
    ("name", "parts", "kind"),
    [
        ("roster.xlsb", {"xl/workbook.bin": "x"}, ".xlsb"),
        (
            "roster.ods",
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
            ".ods",
        ),
        ("roster.xls", None, ".xls"),
    ],
)
def test_i06_other_formats(tmp_path, name, parts, kind):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part, content in (parts or {}).items():
            archive.writestr(part, content)
    data = OLE if parts is None else buffer.getvalue()
    refused(tmp_path, data, "W004", kind, "Save As > Excel Workbook (.xlsx)", name=name)


def test_i07_macros_and_templates(tmp_path):
    macros = tmp_path / "roster.xlsm"
    macros.write_bytes(repacked(lambda _, data: data, {"xl/vbaProject.bin": b"x"}))
    before = macros.read_bytes()
    note = one(found_in(macros), "W011")
    assert note.message == "The workbook has macros; they are ignored."
    assert check(macros).exit_code == 0
    assert macros.read_bytes() == before
    book = book_of(WHOLE)
    book.template = True
    book.save(tmp_path / "roster.xltx")
    assert codes(found_in(tmp_path / "roster.xltx")) == []


def test_i08_the_lock_file_of_excel(tmp_path):
    name = "~$roster.xlsx"
    refused(tmp_path, b"x" * 165, "W002", "lock file", "Choose roster.xlsx", name=name)


def test_i09_a_workbook_that_excel_keeps_to_itself(tmp_path, monkeypatch):
    path = saved(tmp_path / "roster.xlsx", WHOLE)

    def locked(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "read_bytes", locked)
    finding = one(found_in(path), "W012")
    assert "Permission denied" in finding.message
    assert "Close it in Excel" in finding.advice
    assert check(path).exit_code == 3


def test_i10_strict_open_xml(tmp_path):
    data = repacked(
        lambda _, part: part.replace(
            MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        ).replace(
            f'xmlns:r="{OFFICE}"'.encode(),
            b'xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"',
        )
    )
    refused(tmp_path, data, "W009", "no sheets", "not Strict Open XML")


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ({"xl/media/x.bin": b" " * (64 << 20)}, "unpacks to far too much"),
        ({f"x/{number}": b"" for number in range(10_000)}, "parts"),
    ],
    ids=["ratio", "members"],
)
def test_i11_bombs(tmp_path, extra, says):
    data = repacked(lambda _, part: part, extra)
    refused(tmp_path, data, "W007", says, "--max-size")


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY e SYSTEM "file://{secret}">', '<!ENTITY e "&e;&e;">'],
    ids=["external", "expanding"],
)
def test_i12_entities(tmp_path, entity):
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    evil = f"<!DOCTYPE sst [{entity.format(secret=secret)}]><sst>&e;</sst>"

    data = repacked(lambda _, part: part, {"xl/sharedStrings.xml": evil.encode()})
    refused(tmp_path, data, "W008", "DOCTYPE", "Do not trust")
    assert "TOP-SECRET" not in check(tmp_path / "roster.xlsx").output


def test_i13_cells_far_away_and_columns_filled_with_colour(tmp_path):
    book = book_of(WHOLE)
    page = book["Students"]
    page["XFD1048576"] = " "
    page["A1048576"] = "\u00a0"
    for row in range(1, 300):
        page.cell(row, 9).fill = PatternFill("solid", fgColor="FFFF00")
    book.save(tmp_path / "roster.xlsx")
    assert codes(found_in(tmp_path / "roster.xlsx")) == []


def test_i14_too_many_rows(tmp_path):
    rows = [["student_id", "grade"], *([f"S{n}", 3] for n in range(30))]
    path = saved(tmp_path / "roster.xlsx", school_of(Students=rows))
    result = check(path, "--max-rows", 30)
    assert result.exit_code == 3
    words = " ".join(result.output.split())
    assert "31 filled rows; at most 30 are read" in words
    assert "--max-rows" in words
    assert "filled rows" not in check(path, "--max-rows", 31).output


# Sheets


def test_i15_names_of_sheets(said):
    services = SOUND["Services"]
    assert codes(said(Services=None, **{"services ": services})) == []
    assert codes(said(Services=None, SERVICES=services)) == []
    findings = said(Services=None, Servicios=services)
    assert one(findings, "W103").advice == "Did you mean Services?"
    assert one(findings, "W101").message == "The sheet Services is missing."


def test_i16_sheets_that_are_missing_or_empty(said):
    assert str(one(said(Providers=None), "W101").source) == "Providers"
    assert one(said(Providers=[]), "W102").message == "The sheet Providers has no rows."
    headings = SOUND["Providers"][:1]
    assert one(said(Providers=headings), "W102").source.sheet == "Providers"
    assert one(said(Pins=[]), "W110").message == "The sheet Pins is empty."


def test_i17_headings_below_a_title(said):
    rows = [["My school"], [], *([None, *row] for row in SOUND["Students"])]
    finding = one(said(Students=rows), "W108")
    assert finding.message == "The headings were found in row 3."


def test_i18_headings(said):
    double = [["student_id", "grade", "Student ID"], ["S1", 3, "S1"]]
    assert str(one(said(Students=double), "W106").source) == "Students!C1"
    unknown = [["student_id", "grade", "homerom"], ["S1", 3, "x"]]
    assert one(said(Students=unknown), "W104").advice == "Did you mean homeroom?"
    odd = [["Student\nID", "Grade\u00a0Level"], ["S1", 3]]
    assert codes(said(Students=odd)) == []


def test_i19_blank_rows_and_totals(said):
    rows = [*SOUND["Students"], [], ["S2", 4], ["Total", 2]]
    finding = one(said(Students=rows), "W112")
    assert str(finding.source) == "Students row 5"


def test_i20_merged_cells(tmp_path):
    book = book_of(school_of(Students=[["student_id", "grade"], ["S1", 3], ["S2"]]))
    book["Students"].merge_cells("B2:B3")
    book.save(tmp_path / "roster.xlsx")
    note = one(found_in(tmp_path / "roster.xlsx"), "W115")
    assert note.message == "3 stands in merged cells and holds for the rows 2 to 3."
    book = book_of(school_of(Students=[["student_id", "grade"], ["S1", 3], [None, 4]]))
    book["Students"].merge_cells("A2:A3")
    book.save(tmp_path / "roster.xlsx")
    assert str(one(found_in(tmp_path / "roster.xlsx"), "W116").source) == "Students!A2"


def test_i21_hidden_rows_and_sheets(tmp_path):
    book = book_of(WHOLE)
    page = book["Students"]
    page.row_dimensions[2] = RowDimension(page, index=2, hidden=True)
    book["Rooms"].sheet_state = "hidden"
    book.save(tmp_path / "roster.xlsx")
    loaded = load_school(tmp_path / "roster.xlsx")
    assert where(loaded.findings, "W111") == ["Students", "Rooms"]
    assert len(loaded.school.students) == 1


# Times


@pytest.mark.parametrize(
    "value",
    ["8:30", time(8, 30), 0.354166, 830, "830", "0830", "8:30 AM", "8.30", "08:30:00"],
)
def test_i22_times(value):
    assert read(value, CellKind.TIME) == 8 * 60 + 30


def test_i22_times_of_a_1904_workbook(tmp_path):
    rows = [CLASSES[0], ["C1", "Math", "Mon-Fri", time(8, 30), time(9, 30), 3]]
    book = book_of(school_of(Classes=rows))
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(tmp_path / "roster.xlsx")
    assert row_of(tmp_path / "roster.xlsx", "classes")["start"] == 8 * 60 + 30


@pytest.mark.parametrize(
    "value", ["8.3", 8.3, "25:00", "8:75", "-0:30", "noon", "24:00"]
)
def test_i23_not_times(said, value):
    rows = [CLASSES[0], ["C1", "Math", "Mon-Fri", value, "9:30", 3]]
    finding = one(said(Classes=rows), "W206")
    assert str(finding.source) == "Classes!D2"
    assert "8:30" in finding.expected + finding.advice


def test_i24_afternoon_without_pm(said):
    rows = [CLASSES[0], ["C1", "Math", "Mon-Fri", "1:15", "2:00", 3]]
    note = one(said(Classes=rows), "W224")
    assert "afternoon" in note.message
    assert read("1:15", CellKind.TIME) == 13 * 60 + 15


def test_i25_ends_and_overlaps(said):
    rows = [CLASSES[0], ["C1", "Math", "Mon-Fri", "9:30", "9:30", 3]]
    assert where(said(Classes=rows), "W220") == ["Classes!D2", "Classes!E2"]
    # Two meetings at once are a warning by the contract; both count.
    rows = [
        CLASSES[0],
        ["C1", "Math", "Mon", "8:30", "9:30", 3],
        ["C1", "Math", "Mon", "9:00", "10:00", 3],
    ]
    assert "C1" in one(said(Classes=rows), "W320").message


def test_i26_a_date_in_a_time_cell():
    value = moment(2026, 9, 1, 8, 30)
    assert read(value, CellKind.TIME) == 8 * 60 + 30
    assert remarks(value, CellKind.TIME) == ["W225"]
    assert remarks(moment(1899, 12, 30, 8, 30), CellKind.TIME) == []


def test_i27_seconds():
    assert read(time(8, 29, 59, 999_999), CellKind.TIME) == 8 * 60 + 30
    assert remarks(time(8, 29, 59, 999_999), CellKind.TIME) == []
    assert remarks(time(8, 30, 31), CellKind.TIME) == ["W226"]


# Numbers


@pytest.mark.parametrize("value", [30, 30.0, "30", "30 min", 30.0000001])
def test_i28_minutes(value):
    assert read(value, CellKind.INTEGER, unit="min", minimum=1, maximum=480) == 30


def services_with(**cells):
    keys = ["student_id", "service", "setting", "role", "minutes", "per", *cells]
    given = {"minutes": 30, "per": "week", **cells}
    base = ["S1", "Speech", "pull-out", "SLP"]
    keys = list(dict.fromkeys(keys))
    return [keys, [*base, *(given[key] for key in keys[4:])]]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("abc", "W204"),
        (0, "W205"),
        (-5, "W205"),
        (100_001, "W205"),  # 999 is a sum for a year
        (22.5, "W204"),
    ],
)
def test_i29_not_minutes(said, value, code):
    finding = one(said(Services=services_with(minutes=value)), code)
    assert str(finding.source) == "Services!E2"
    assert "1" in finding.expected


def test_i29_blank_minutes(said):
    finding = one(said(Services=services_with(minutes=None, per=None)), "W403")
    assert "minutes" in finding.advice


@pytest.mark.parametrize("value", ["2x30", "30 min 2x/week", "60/wk"])
def test_i30_a_frequency_in_the_minutes_cell(said, value):
    finding = one(said(Services=services_with(minutes=value)), "W204")
    assert "frequency" in finding.advice


# Ids and names


def test_i31_ids(said):
    rows = [["student_id", "grade"], ["S1", 3], ["00123", 3], [123, 3]]
    assert "00123" in one(said(Students=rows), "W219").message
    assert read(1.0, CellKind.ID) == "1"
    rows = [["student_id", "grade"], ["S1", 3], [1.23e17, 3]]
    finding = one(said(Students=rows), "W216")
    assert "text" in finding.advice


def test_i32_ids_twice(said):
    same = [*SOUND["Students"], ["S1", 3]]
    assert str(one(said(Students=same), "W218").source) == "Students!A3"
    other = [*SOUND["Students"], ["S1", 4]]
    finding = one(said(Students=other), "W217")
    assert "2" in finding.message  # the other row


@pytest.mark.parametrize("name", ["NA", "None", "null", "TRUE", "nan", "#NA"])
def test_i33_names_like_blanks(tmp_path, name):
    rows = [["student_id", "name", "grade"], [name, name, 3]]
    services = [SOUND["Services"][0], [name, "None", "pull-out", "2 x 30", "SLP"]]
    sheets = school_of(Students=rows, Services=services)
    path = saved(tmp_path / "roster.xlsx", sheets)
    assert codes(found_in(path)) == []
    assert row_of(path, "students")["student_id"] == name
    assert row_of(path, "services")["service"] == "None"


@pytest.mark.parametrize(
    "written", [" S1 ", "S1\u00a0", "S\u200b1", "\uff33\uff11", "s1"]
)
def test_i34_what_the_eye_does_not_see(said, written):
    services = [SOUND["Services"][0], [written, *SOUND["Services"][1][1:]]]
    assert set(codes(said(Services=services))) <= {"W223"}


def test_i34_curly_quotes(said):
    students = [["student_id", "grade"], ["O'Neil", 3]]
    services = [SOUND["Services"][0], ["O\u2019Neil", *SOUND["Services"][1][1:]]]
    assert codes(said(Students=students, Services=services)) == []


def test_i35_accents_composed_and_decomposed(said):
    composed, decomposed = (unicodedata.normalize(f, "Zoë") for f in ("NFC", "NFD"))
    assert composed != decomposed
    students = [["student_id", "grade"], [composed, 3]]
    services = [SOUND["Services"][0], [decomposed, *SOUND["Services"][1][1:]]]
    assert codes(said(Students=students, Services=services)) == []


@pytest.mark.parametrize("written", ["Ms. Alvares", "Alvarez, Ms."])
def test_i36_providers_that_are_misspelt(said, written):
    providers = [
        [*SOUND["Providers"][0], "name"],
        [*SOUND["Providers"][1], "Ms. Alvarez"],
    ]
    services = [
        [*SOUND["Services"][0], "provider"],
        [*SOUND["Services"][1], written],
    ]
    finding = one(said(Providers=providers, Services=services), "W301")
    assert str(finding.source) == "Services!F2"
    assert "Alvarez" in finding.advice


# Cells


def test_i37_formulas(tmp_path):
    rows = [["student_id", "grade"], ["S1", 3], ["S2", "=1+2"], ["S3", "#REF!"]]
    path = saved(tmp_path / "roster.xlsx", school_of(Students=rows))
    findings = found_in(path)
    without = one(findings, "W202")
    assert str(without.source) == "Students!B3"
    assert "Open the workbook in Excel" in without.advice
    assert one(findings, "W203").message == "The cell shows #REF!."

    def stored(name, data):
        known = b"<f>1+2</f><v></v>", b"<f>1+2</f><v/>", b"<f>1+2</f><v />"
        for text in known:
            data = data.replace(text, b"<f>1+2</f><v>4</v>")
        return data

    with zipfile.ZipFile(path) as source:
        parts = {name: stored(name, source.read(name)) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    assert where(found_in(path), "W202") == []
    assert row_of(path, "students", 1)["grade"] == 4


def test_i38_comments_rich_text_links_and_emoji(tmp_path):
    book = book_of(WHOLE)
    page = book["Students"]
    page["A2"].comment = Comment("ask the nurse", "N")
    page["A2"].hyperlink = "https://example.org"
    page["C1"] = "name"
    page["C2"] = CellRichText("Ana ", TextBlock(InlineFont(b=True), "B. \U0001f600"))
    book.save(tmp_path / "roster.xlsx")
    assert codes(found_in(tmp_path / "roster.xlsx")) == []
    row = row_of(tmp_path / "roster.xlsx", "students")
    assert (row["student_id"], row["name"]) == ("S1", "Ana B. \U0001f600")


@pytest.mark.parametrize("name", ["=Ana", "+1 Ana", "-Ana", "@ana"])
def test_i39_names_that_begin_like_formulas(tmp_path, name):
    folder = tmp_path / "roster"
    folder.mkdir()
    for title, rows in WHOLE.items():
        lines = [",".join(map(str, row)) for row in rows]
        (folder / f"{title}.csv").write_text("\n".join(lines))
    (folder / "Students.csv").write_text(f"student_id,name,grade\nS1,{name},3\n")
    loaded = load_school(folder)
    assert loaded.usable
    assert loaded.school.students[0].name == name


def test_i40_control_characters_and_endless_texts(said):
    rows = [["student_id", "name", "grade"], ["S1", "An_x0007_a", 3]]
    assert str(one(said(Students=rows), "W222").source) == "Students!B2"
    rows = [["student_id", "name", "grade"], ["S1", "x" * 32_767, 3]]
    finding = one(said(Students=rows), "W221")
    assert finding.expected == "at most 32000"
    assert len(finding.value) <= 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_i41_csv(tmp_path, encoding, delimiter, ending):
    cells = [["student_id", "name", "grade"], ["S1", '"Zoë\nB."', "3"]]
    text = ending.join(delimiter.join(row) for row in cells)
    (tmp_path / "students.csv").write_bytes(text.encode(encoding))
    loaded = load_school(tmp_path)
    assert row_of(tmp_path, "students")["name"] == "Zoë B."
    assert (where(loaded.findings, "W014") == ["students.csv"]) == (
        encoding == "cp1252"
    )


def test_i42_names_of_days():
    assert read("M, Mo, Thurs", CellKind.DAYS) == frozenset({0, 3})
    assert read("TTh", CellKind.DAYS) == frozenset({1, 3})
    assert read("A/B", CellKind.DAYS) == "W208"
    assert read("Blursday", CellKind.DAYS) == "W208"


def test_i43_yes_and_no():
    assert all(read(word, CellKind.YES_NO) is True for word in ("Y", "x", 1, "TRUE"))
    assert all(read(word, CellKind.YES_NO) is True for word in (True, "yes", "\u2713"))
    assert read("perhaps", CellKind.YES_NO) == "W212"


def test_i44_push_in_without_a_class(said):
    services = [
        [*SOUND["Services"][0], "subject"],
        ["S1", "Speech", "push-in", "2 x 30", "SLP", "Latin"],
    ]
    finding = one(said(Services=services), "W412")
    assert "Latin" in finding.message
    services[1][-1] = "Math"
    classes = [
        CLASSES[0],
        [*CLASSES[1][:-1], 7],
    ]
    finding = one(said(Services=services, Classes=classes), "W424")
    assert "S1" in finding.message


def test_i45_more_demand_than_time(said):
    """A warning by the contract: the best incomplete schedule is made all the same."""
    classes = [
        CLASSES[0],
        ["C1", "WIN", "Mon-Fri", "8:30", "9:30", 3],
    ]
    services = services_with(minutes=600)
    finding = one(said(Classes=classes, Services=services), "W607")
    assert "600" in finding.message
    assert "300" in finding.message


def test_every_number_of_the_list_has_a_test():
    names = "".join(name for name in globals() if name.startswith("test_i"))
    assert all(f"test_i{number:02}" in names for number in range(1, 46))


def test_a_link_and_a_pipe_are_no_rosters(tmp_path):
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert codes(found_in(tmp_path / "pipe.xlsx")) == ["W012"]
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    assert check(tmp_path / "link.xlsx").exit_code == 2
