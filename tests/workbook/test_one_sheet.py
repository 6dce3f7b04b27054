import zipfile
from io import BytesIO

import openpyxl
from openpyxl.comments import Comment

from pushpull_sched.workbook.one_sheet import only_sheet


def book():
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name in ("Summary", "Schedule", "Ms. Ä & Co"):
        sheet = made.create_sheet(name)
        sheet["A1"] = name
        sheet["B1"] = name
        sheet["B1"].comment = Comment("a note", "somebody")
        sheet.merge_cells("A2:B2")
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def changed(data, **parts):
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w") as target,
    ):
        for name in source.namelist():
            short = name.rpartition("/")[2].partition(".")[0]
            target.writestr(name, parts.get(short, source.read(name)))
    return buffer.getvalue()


def test_other_sheets_keep_their_names_and_nothing_else():
    lean = openpyxl.load_workbook(
        BytesIO(only_sheet(book(), lambda name: name == "Schedule"))
    )
    assert lean.sheetnames == ["Summary", "Schedule", "Ms. Ä & Co"]
    assert lean["Schedule"]["A1"].value == "Schedule"
    assert lean["Schedule"]["B1"].comment.text == "a note"
    assert lean["Summary"]["A1"].value is None
    assert not lean["Ms. Ä & Co"].merged_cells.ranges


def test_a_workbook_without_the_sheet_is_left_as_it_is():
    data = book()
    assert only_sheet(data, lambda name: name == "Other") == data


def test_a_workbook_put_together_unusually_is_left_as_it_is():
    def wanted(name):
        return name == "Schedule"

    broken = changed(book(), workbook=b"<workbook")
    assert only_sheet(broken, wanted) == broken
    without_links = changed(book(), workbook=b"<w><sheet name='Schedule'/></w>")
    assert only_sheet(without_links, wanted) == without_links
    with zipfile.ZipFile(BytesIO(book())) as archive:
        links = archive.read("xl/_rels/workbook.xml.rels")
        content = archive.read("xl/workbook.xml")
    elsewhere = links.replace(b"sheet1.xml", b"sheet9.xml")
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/_rels/workbook.xml.rels", elsewhere)
        archive.writestr("xl/workbook.xml", content)
    assert only_sheet(buffer.getvalue(), wanted) == buffer.getvalue()
