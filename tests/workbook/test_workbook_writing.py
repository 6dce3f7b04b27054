import openpyxl
import pytest
from reading_helpers import SOUND, book_of, codes, saved

from pushpull_sched.domain.findings import Finding, Severity, SourceRef, has_errors
from pushpull_sched.workbook.annotate import annotate
from pushpull_sched.workbook.codes import CODES
from pushpull_sched.workbook.frequency import FORMS
from pushpull_sched.workbook.page import workbook_page
from pushpull_sched.workbook.reader import read_workbook
from pushpull_sched.workbook.schema import SHEETS
from pushpull_sched.workbook.template import write_template


def finding(sheet, row=None, column=None, *, severity=Severity.ERROR, **more):
    fields = {"code": "W201", "message": "Wrong.", "advice": "Do.", **more}
    source = SourceRef(sheet=sheet, row=row, column=column)
    return Finding(severity=severity, source=source, **fields)


def test_the_empty_template_has_every_sheet_heading_and_dropdown(tmp_path):
    path = tmp_path / "t.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["How to fill this in", *(s.title for s in SHEETS)]
    services = book["Services"]
    headings = [cell.value for cell in services[1]]
    assert headings == [c.heading for c in SHEETS[9].columns]
    assert services["D1"].comment.text.startswith("push-in, pull-out")
    assert services.freeze_panes == "B2"
    rules = {str(r.sqref): r for r in services.data_validations.dataValidation}
    assert rules["D2:D2000"].formula1 == '"push-in,pull-out,either,consult"'
    assert rules["B2:B2000"].formula1 == "=Students!$A$2:$A$2000"
    assert all(len(rule.formula1) <= 255 for rule in rules.values())
    assert book["Settings"]["A9"].value == "grid"
    lines = [row[0].value for row in book["How to fill this in"].iter_rows()]
    assert lines[0] == "How to fill this in"
    assert all(text in lines for text, _ in FORMS)


def test_the_empty_template_reads_as_a_roster_without_rows(tmp_path):
    path = tmp_path / "t.xlsx"
    write_template(path)
    _, findings = read_workbook(path)
    assert set(codes(findings)) == {"W102", "W110"}


def test_the_example_has_nothing_to_complain_of(tmp_path):
    path = tmp_path / "t.xlsx"
    write_template(path, example=True)
    book, findings = read_workbook(path)
    assert all(f.severity is Severity.NOTE for f in findings)
    assert len(book.tables["students"]) == 12
    row = next(book.tables["classes"].rows())
    assert (row["start"], row["end"]) == (480, 500)


def test_a_template_never_overwrites(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        write_template(path)
    assert path.read_text() == "mine"


def test_an_annotated_copy_marks_the_cells(tmp_path):
    source = tmp_path / "r.xlsx"
    book = book_of({**SOUND, "Problems": [["mine"]]})
    page = book["Services"]
    page["A4"] = "=A2"
    page.merge_cells("A6:B7")
    book.save(source)
    before = source.read_bytes()
    findings = [
        finding("Services", 2, "C", severity=Severity.NOTE, message="A note."),
        finding("Services", 2, "D", severity=Severity.WARNING, message="Odd."),
        finding("Services", 3, expected="x", value="=evil()", message="bad\x07"),
        finding("Services", 2, "D"),
        finding("Services", 2, "D", severity=Severity.WARNING, message="Again."),
        finding("Services", 7, "B"),
        finding("Services"),
        finding("Rooms", severity=Severity.WARNING, advice=""),
    ]
    target = tmp_path / "copy.xlsx"
    annotate(source, target, findings)
    assert source.read_bytes() == before
    copy = openpyxl.load_workbook(target)
    page = copy["Services"]
    assert page["A4"].value == "=A2"
    assert page["D2"].fill.fgColor.rgb == "00FFC7CE"
    for word in ("Odd.", "Wrong.", "Again."):
        assert word in page["D2"].comment.text
    assert page["C2"].fill.fill_type is None
    assert page["A3"].comment.text == "W201: bad\nExpected: x\nDo."
    assert page["A6"].comment is not None
    assert copy.sheetnames[0] == "Problems (2)"
    problems = copy["Problems (2)"]
    rows = list(problems.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["error"] * 4 + ["warning"] * 3 + ["note"]
    assert rows[0][2:4] == ("Services row 3", "=evil()")
    assert problems["D2"].data_type == "s"
    assert problems["C3"].hyperlink.location == "'Services'!D2"
    assert problems["C2"].value == "Services row 3"


def test_annotating_never_overwrites(tmp_path):
    source = saved(tmp_path / "r.xlsx", SOUND)
    other = tmp_path / "other.xlsx"
    other.write_text("mine")
    with pytest.raises(ValueError, match="itself"):
        annotate(source, tmp_path / "x" / ".." / "r.xlsx", [])
    with pytest.raises(FileExistsError):
        annotate(source, other, [])
    assert other.read_text() == "mine"


def test_annotating_a_csv_folder_writes_a_workbook(tmp_path):
    folder = tmp_path / "roster"
    folder.mkdir()
    (folder / "students.csv").write_text("student_id,grade\n=S1,x\n")
    (folder / ("a[1]" + "long" * 10 + ".csv")).write_text("a\n")
    (folder / ("a[1]" + "long" * 11 + ".csv")).write_text("a\n")
    target = tmp_path / "copy.xlsx"
    _, findings = read_workbook(folder)
    assert has_errors(findings)
    annotate(folder, target, findings)
    copy = openpyxl.load_workbook(target)
    page = copy["students.csv"]
    assert page["A2"].data_type == "s"
    assert page["B2"].comment.text.startswith("W210")
    assert all(len(title) <= 31 for title in copy.sheetnames)
    assert len(copy.sheetnames) == 4


@pytest.mark.parametrize("data", [b"not a workbook", b"PK\x03\x04"])
def test_annotating_what_cannot_be_read_lists_the_problems(tmp_path, data):
    source = tmp_path / "r.xlsx"
    source.write_bytes(data)
    _, findings = read_workbook(source)
    annotate(source, tmp_path / "copy.xlsx", findings)
    copy = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert copy.sheetnames == ["Problems"]
    assert copy["Problems"]["B2"].value == findings[0].code


def test_a_workbook_that_breaks_when_opened_lists_the_problems(tmp_path, monkeypatch):
    source = saved(tmp_path / "r.xlsx", SOUND)
    monkeypatch.setattr(
        "pushpull_sched.workbook.annotate.open_workbook", lambda *_: None
    )
    annotate(source, tmp_path / "copy.xlsx", [])
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx").sheetnames == ["Problems"]


def test_an_annotated_copy_reads_like_the_roster(tmp_path):
    source = saved(tmp_path / "r.xlsx", {**SOUND, "Students": [["grade"], [3]]})
    book, findings = read_workbook(source)
    annotate(source, tmp_path / "copy.xlsx", findings)
    copy, again = read_workbook(tmp_path / "copy.xlsx")
    assert [f.code for f in again] == [f.code for f in findings]
    assert copy.tables["services"].frame.equals(book.tables["services"].frame)


def test_the_page_names_every_sheet_column_form_and_code():
    page = workbook_page()
    for sheet in SHEETS:
        assert f"### {sheet.title}" in page
        for column in sheet.columns:
            assert f"| {column.heading} |" in page or f"**{column.heading}**" in page
    for text, _ in FORMS:
        assert f"| {text} |" in page
    for code in CODES:
        assert f"| {code} |" in page
    assert page.endswith("|\n")
