import hashlib
import os
import zipfile
from io import BytesIO

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from reading_helpers import SOUND, book_of, codes, saved, where

from pushpull_sched.domain.findings import Severity
from pushpull_sched.domain.limits import Limits, reading_with
from pushpull_sched.workbook import lean, sniff
from pushpull_sched.workbook.grid import column_letter
from pushpull_sched.workbook.reader import read_workbook
from pushpull_sched.workbook.sheets import filled_cells, open_workbook, read_sheets

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return buffer.getvalue()


def parts_of(data):
    with zipfile.ZipFile(BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


@pytest.fixture(scope="module")
def sound():
    buffer = BytesIO()
    book_of(SOUND).save(buffer)
    return buffer.getvalue()


def read_bytes(tmp_path, data, name="roster.xlsx"):
    path = tmp_path / name
    path.write_bytes(data)
    return read_workbook(path)


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "W001", "empty"),
        (OLE + ENCRYPTED, "W003", "password"),
        (OLE, "W004", ".xls"),
        (b"<html><body>x</body></html>", "W005", "web page"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "W005", "web page"),
        (b"student_id,grade\nS1,3\n", "W005", "CSV"),
        ("student_id;grade".encode("utf-16"), "W005", "CSV"),
        (bytes(range(256)) * 4, "W006", "damaged"),
        (b"PK\x03\x04 and then nothing", "W006", "damaged"),
        (archive({"readme.txt": "x"}), "W006", "archive"),
        (
            archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "W004",
            ".ods",
        ),
        (archive({"mimetype": "text/plain"}), "W006", "archive"),
        (archive({"xl/workbook.bin": "x"}), "W004", ".xlsb"),
        (archive({"xl/workbook.xml": "<x/>"}), "W006", "damaged"),
    ],
)
def test_files_that_are_no_workbooks(tmp_path, data, code, says):
    book, findings = read_bytes(tmp_path, data)
    assert book is None
    assert [f.code for f in findings] == [code]
    assert says in findings[0].message
    assert findings[0].advice
    assert findings[0].severity is Severity.ERROR


def test_lock_file(tmp_path, sound):
    book, findings = read_bytes(tmp_path, sound, "~$roster.xlsx")
    assert book is None
    assert findings[0].code == "W002"
    assert "roster.xlsx" in findings[0].advice


def test_truncated_workbooks(tmp_path, sound):
    for keep in range(10, len(sound), 997):
        book, findings = read_bytes(tmp_path, sound[:keep])
        assert book is None
        assert [f.code for f in findings] == ["W006"]


def test_zip_bombs(tmp_path, sound):
    parts = parts_of(sound)
    bomb = archive({**parts, "xl/media/x.bin": b" " * (2 << 20)})
    assert read_bytes(tmp_path, bomb)[1][0].code == "W007"
    many = archive({**parts, **{f"x/{n}": "" for n in range(2000)}})
    assert "parts" in read_bytes(tmp_path, many)[1][0].message
    plain = archive(
        {**parts, "xl/media/x.bin": os.urandom(1 << 20)}, zipfile.ZIP_STORED
    )
    with reading_with(Limits(megabytes=1)):
        assert "larger than 1 MB" in read_bytes(tmp_path, plain)[1][0].message
        wide = archive({**parts, "xl/media/x.bin": bytes(range(256)) * 9000})
        assert "more than 2 MB" in read_bytes(tmp_path, wide)[1][0].message
    assert read_bytes(tmp_path, plain)[0] is not None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_doctype_is_refused_and_never_read(tmp_path, sound, encoding):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    parts = parts_of(sound)
    evil = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
        f'<sst xmlns="{MAIN}"><si><t>&e;</t></si></sst>'
    )
    parts["xl/sharedStrings.xml"] = evil.encode(encoding)
    book, findings = read_bytes(tmp_path, archive(parts))
    assert book is None
    assert [f.code for f in findings] == ["W008"]
    assert "SECRET" not in str(findings)


def test_a_doctype_across_two_chunks(tmp_path, sound, monkeypatch):
    monkeypatch.setattr(sniff, "CHUNK", 7)
    assert read_bytes(tmp_path, sound)[0] is not None
    parts = parts_of(sound)
    parts["xl/sharedStrings.xml"] = b"<a/><!DOCTYPE x>"
    assert read_bytes(tmp_path, archive(parts))[1][0].code == "W008"


def test_too_many_cells(tmp_path, sound):
    with reading_with(Limits(rows=3)):  # 12 cells in a sheet, 30 in the workbook
        book, findings = read_bytes(tmp_path, sound)
        assert book is None
        assert [f.code for f in findings] == ["W010"]
        assert "--max-rows" in findings[0].advice
        wide = {"Students": [list(range(13))]}
        buffer = BytesIO()
        book_of(wide).save(buffer)
        _, findings = read_bytes(tmp_path, buffer.getvalue())
        assert "13 filled cells; at most 12" in findings[0].message
    with reading_with(Limits(rows=30)):
        assert read_bytes(tmp_path, sound)[0] is not None


def test_strict_open_xml(tmp_path, sound):
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts = {
        name: data.replace(MAIN.encode(), strict.encode()).replace(
            f'xmlns:r="{links}"'.encode(),
            b'xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"',
        )
        for name, data in parts_of(sound).items()
    }
    book, findings = read_bytes(tmp_path, archive(parts))
    assert book is None
    assert [f.code for f in findings] == ["W009"]
    assert "Strict" in findings[0].advice


def test_no_sheets_at_all(tmp_path):
    assert read_sheets(b"PK nothing", "x")[1][0].code == "W006"
    assert open_workbook(b"PK nothing", "x") is None


def test_macros_are_ignored_with_a_note(tmp_path, sound):
    data = archive({**parts_of(sound), "xl/vbaProject.bin": "x"})
    book, findings = read_bytes(tmp_path, data, "roster.xlsm")
    assert book is not None
    assert codes(findings) == ["W011"]


def test_a_formula_with_an_empty_text_is_a_blank_cell(tmp_path):
    sheets = {**SOUND, "Rooms": [["room_id", "name"], ["R1", "=A1"]]}
    buffer = BytesIO()
    book_of(sheets).save(buffer)
    parts = parts_of(buffer.getvalue())
    name = "xl/worksheets/sheet5.xml"
    text = parts[name].decode()
    assert '<c r="B2"><f>A1</f><v' in text
    text = text.replace('<c r="B2"><f>', '<c r="B2" t="str"><f>')
    parts[name] = text.encode()
    book, findings = read_bytes(tmp_path, archive(parts))
    assert codes(findings) == []
    assert next(book.tables["rooms"].rows())["name"] is None


def test_a_file_that_may_not_be_opened(tmp_path, sound, monkeypatch):
    def refuse(self):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "roster.xlsx"
    path.write_bytes(sound)
    monkeypatch.setattr(type(path), "read_bytes", refuse)
    book, findings = read_workbook(path)
    assert book is None
    assert findings[0].code == "W012"
    assert "Permission denied" in findings[0].message


def folder_of(tmp_path, files):
    folder = tmp_path / "roster"
    folder.mkdir()
    for name, data in files.items():
        content = data if isinstance(data, bytes) else data.encode()
        (folder / name).write_bytes(content)
    return folder


def csv_text(rows, delimiter=","):
    return "\n".join(delimiter.join(map(str, row)) for row in rows)


def test_csv_folder_reads_like_the_workbook(tmp_path):
    files = {f"{title.lower()}.csv": csv_text(rows) for title, rows in SOUND.items()}
    files["settings.csv"] = "key,value\ngrid,10\n"
    folder = folder_of(tmp_path, files)
    book, findings = read_workbook(folder)
    assert codes(findings) == []
    sheets = {**SOUND, "Settings": [["key", "value"], ["grid", 10]]}
    other, _ = read_workbook(saved(tmp_path / "r.xlsx", sheets))
    for key, table in book.tables.items():
        assert table.frame.equals(other.tables[key].frame)
    assert book.name == "roster"
    joined = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))
    assert book.sha256 == hashlib.sha256(joined).hexdigest()
    assert str(next(book.tables["students"].rows()).ref("grade")) == "students.csv!B2"


def test_csv_encodings_and_separators(tmp_path):
    rows = [["student_id", "grade", "name"], ["S1", 3, "Zoë"]]
    folder = folder_of(
        tmp_path,
        {
            "Students.CSV": csv_text(rows, ";").encode("cp1252"),
            "rooms.csv": '\ufeffroom_id,name\r\nR1,"two\r\nlines, here"\r\n\r\nR2,\r\n',
            "pins.tsv": csv_text([["service_id", "day"], ["X", "Mon"]], "\t").encode(
                "utf-16"
            ),
            "notes.txt": "not read",
            ".hidden.csv": "not read",
        },
    )
    book, findings = read_workbook(folder)
    assert where(findings, "W014") == ["Students.CSV"]
    assert next(book.tables["students"].rows())["name"] == "Zoë"
    names = [row["name"] for row in book.tables["rooms"].rows()]
    assert names == ["two lines, here", None]
    assert list(book.tables["rooms"].frame.index) == [2, 4]
    assert next(book.tables["pins"].rows())["day"] == 0


def test_csv_faults(tmp_path):
    long_field = '"' + "x" * 200_000 + '"'
    folder = folder_of(
        tmp_path, {"students.csv": long_field, "rooms.csv": "room_id,name\nR1,a\n"}
    )
    _, findings = read_workbook(folder)
    assert where(findings, "W015") == ["students.csv"]
    (folder / "rooms.csv").write_text("room_id,name,capacity\nR1,a,1\n")
    with reading_with(Limits(rows=1)):
        _, findings = read_workbook(folder)
    assert where(findings, "W010") == ["rooms.csv"]
    for name in ("rooms.csv", "students.csv"):
        (folder / name).write_text("x" * (1 << 20) + "y")
    with reading_with(Limits(megabytes=1)):
        book, findings = read_workbook(folder)
    assert book is None
    assert where(findings, "W007") == ["rooms.csv", "students.csv"]


def test_folders_without_a_roster(tmp_path):
    book, findings = read_workbook(tmp_path)
    assert book is None
    assert codes(findings) == ["W013"]
    (tmp_path / "foo.csv").write_text("a,b\n")
    book, findings = read_workbook(tmp_path)
    assert book is None
    assert codes(findings) == ["W013"]


def test_a_folder_or_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    folder = folder_of(tmp_path, {"students.csv": "student_id\n", "pins.csv": "x"})
    with monkeypatch.context() as patched:
        patched.setattr(type(folder), "read_bytes", refuse)
        book, findings = read_workbook(folder)
        assert book is None
        assert codes(findings) == ["W012", "W012", "W013"]
    monkeypatch.setattr(type(folder), "iterdir", refuse)
    book, findings = read_workbook(folder)
    assert book is None
    assert codes(findings) == ["W012"]


def test_names_that_are_no_files(tmp_path):
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    assert codes(read_workbook(pipe)[1]) == ["W012"]
    assert codes(read_workbook(tmp_path / "a\0b")[1]) == ["W012"]
    assert codes(read_workbook(tmp_path / ("x" * 5000))[1]) == ["W012"]


def test_cells_that_are_only_formatted_are_left_out(tmp_path, monkeypatch):
    book = book_of(SOUND)
    page = book["Students"]
    for row in range(1, 60):
        page.cell(row, 5).fill = PatternFill("solid", fgColor="FFFF00")
    page["B1"].comment = Comment("x", "y")
    page["A3"], page["B3"] = "S2", 4
    path = tmp_path / "roster.xlsx"
    book.save(path)
    before = path.read_bytes()
    sheet = "xl/worksheets/sheet1.xml"
    kept = parts_of(lean.lean_workbook(before, "x")[0])
    assert b'r="E59"' in kept[sheet]
    monkeypatch.setattr(lean, "EMPTY_FROM", 59)
    kept = parts_of(lean.lean_workbook(before, "x")[0])
    assert b'r="E59"' not in kept[sheet]
    assert "xl/comments/comment1.xml" not in kept
    read, findings = read_workbook(path)
    assert codes(findings) == []
    assert len(read.tables["students"]) == 2


def test_openpyxl_still_keeps_its_cells_where_we_walk():
    book = book_of({"A": [[1, None, 2]]})
    page = book["A"]
    page["C9"] = "x"
    assert page.max_row == 9
    page.merge_cells("E1:F1")
    assert [c.coordinate for c in filled_cells(page)] == [
        "A1",
        "B1",
        "C1",
        "E1",
        "C9",
    ]


def test_column_letters():
    assert [column_letter(n) for n in (1, 26, 27, 702, 703)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]
