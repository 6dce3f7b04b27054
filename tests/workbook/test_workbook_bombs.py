"""Files made to take memory or time are refused with what to do."""

import tracemalloc
import zipfile
from io import BytesIO

import pytest
from openpyxl.worksheet.hyperlink import Hyperlink
from reading_helpers import SOUND, book_of, codes

from pushpull_sched.domain.limits import Limits, limits, reading_with
from pushpull_sched.workbook import lean, names
from pushpull_sched.workbook.cell import Cell
from pushpull_sched.workbook.grid import Grid, too_wide_or_long
from pushpull_sched.workbook.reader import read_workbook
from pushpull_sched.workbook.schedule_reader import read_schedule
from pushpull_sched.workbook.sheets import open_workbook, read_sheets

SHEET = "xl/worksheets/sheet1.xml"


def sound():
    buffer = BytesIO()
    book_of(SOUND).save(buffer)
    return buffer.getvalue()


def with_part(name, change, data=None):
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data or sound())) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, change(content) if part == name else content)
    return buffer.getvalue()


def merged(ref):
    merge = f'</sheetData><mergeCells count="1"><mergeCell ref="{ref}"/></mergeCells>'
    return with_part(SHEET, lambda text: text.replace(b"</sheetData>", merge.encode()))


@pytest.mark.parametrize("ref", ["A3:XFD1048576", "A:A", "1:1", "A1:A200001"])
def test_endless_merged_ranges_are_refused(ref):
    grids, findings = read_sheets(merged(ref), "x")
    assert grids == ()
    assert codes(findings) == ["W010"]
    assert "Merged cells" in findings[0].message
    assert open_workbook(merged(ref), "x") is None


def test_a_merged_range_within_bounds_is_read():
    assert read_sheets(merged("A3:B9"), "x")[1] == ()
    assert read_sheets(merged("nonsense"), "x")[1][0].code == "W006"


def test_a_link_over_a_whole_sheet_is_left_out_of_the_copy():
    link = (
        b'</sheetData><hyperlinks><hyperlink ref="A3:XFD1048576" location="A1"/>'
        b"</hyperlinks>"
    )
    data = with_part(SHEET, lambda text: text.replace(b"</sheetData>", link))
    assert not lean.is_modest(data)
    assert read_sheets(data, "x")[1] == ()
    book = open_workbook(data, "x")
    assert book["Students"].max_row == 2
    plain = book_of(SOUND)
    plain["Students"]["A2"].hyperlink = Hyperlink(ref="A2", location="A1")
    buffer = BytesIO()
    plain.save(buffer)
    assert lean.is_modest(buffer.getvalue())
    kept = open_workbook(buffer.getvalue(), "x")["Students"]["A2"].hyperlink
    assert kept is not None


def test_far_too_many_styles_and_texts(monkeypatch):
    assert read_sheets(sound(), "x")[1] == ()
    monkeypatch.setattr(lean, "MOST_STYLE_PIECES", 20)
    assert "styles" in read_sheets(sound(), "x")[1][0].message
    monkeypatch.undo()
    with reading_with(Limits(rows=3)):
        assert "far more than a roster" in read_sheets(sound(), "x")[1][0].message
        assert not lean.is_modest(sound())


def test_parts_that_are_not_read_never_reach_the_parser():
    extra = {
        "xl/pivotTables/pivotTable1.xml": b"<broken",
        "xl/worksheets/_rels/sheet1.xml.rels": b"<broken",
        "xl/drawings/drawing1.xml": b"<broken",
        "xl/media/image1.png": b"x",
    }
    buffer = BytesIO(sound())
    with zipfile.ZipFile(buffer, "a") as target:
        for name, content in extra.items():
            target.writestr(name, content)
    assert read_sheets(buffer.getvalue(), "x")[1] == ()


def test_names_defined_in_the_workbook_do_not_matter():
    def broken(text):
        name = b'<definedNames><definedName name="x">#REF!$$$</definedName>'
        return text.replace(b"</workbook>", name + b"</definedNames></workbook>")

    data = with_part("xl/workbook.xml", broken)
    assert read_sheets(data, "x")[1] == ()


def test_rows_and_columns_of_a_sheet():
    rows = {number: {1: Cell(value="x")} for number in range(1, 4)}
    with reading_with(Limits(rows=3)):
        assert too_wide_or_long(Grid(title="A", cells=rows)) == ()
    with reading_with(Limits(rows=2)):
        (finding,) = too_wide_or_long(Grid(title="A", cells=rows))
        assert "3 filled rows; at most 2" in finding.message
    wide = {1: {number: Cell(value="x") for number in range(1, 1002)}}
    (finding,) = too_wide_or_long(Grid(title="A", cells=wide))
    assert "1,001" in finding.message
    assert limits() == Limits()


def test_a_csv_of_nothing_but_separators(tmp_path):
    (tmp_path / "students.csv").write_text("student_id,grade\n" + "," * 3_000_000)
    tracemalloc.start()
    _, findings = read_workbook(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert codes(findings) == ["W010", "W013"]
    assert peak < 30 << 20


def test_a_schedule_is_measured_before_it_is_read(tmp_path):
    file = tmp_path / "schedule.json"
    file.write_text(" " * ((1 << 20) // 4 + 1))
    with reading_with(Limits(megabytes=1)):
        rows, findings = read_schedule(file, ("Mon",))
    assert rows == ()
    assert codes(findings) == ["W007"]
    assert codes(read_schedule(file, ("Mon",))[1]) == ["W705"]


def test_proposals_end_where_they_take_too_long(monkeypatch):
    known = names.Spelling(["Alvarez", "Okafor"])
    assert known.nearest("Alvares") == "Alvarez"
    assert known.nearest("Okafor, Mr.") == "Okafor"
    monkeypatch.setattr(names, "_PATIENCE", 0)
    assert known.nearest("Alvares") is None
