"""Tables of other systems: encodings, quirks, and archives not to be trusted."""

import contextlib
import struct
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pushpull_sched.domain import limits
from pushpull_sched.interop import foreign
from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.interop.foreign import csv_folder_tables, csv_table, one_table

TABLE = "sourcedId,givenName\r\nu1,José\r\n"


def archive(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_usual_encoding_gives_the_same_table(encoding):
    table = csv_table("users.csv", TABLE.encode(encoding))
    assert table.headings == ("sourcedId", "givenName")
    assert [row.text("givenName") for row in table.rows] == ["José"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_are_found_out(separator):
    text = TABLE.replace(",", separator)
    assert csv_table("users.csv", text.encode()).rows[0].text("sourcedid") == "u1"


def test_quotes_line_breaks_and_blank_lines():
    text = '\n\nid,title\n1,"Room 3\n(Portable ""B"")"\n\n , \n2,Room 4\n'
    table = csv_table("rooms.csv", text.encode())
    assert [row.values for row in table.rows] == [
        {"id": "1", "title": 'Room 3 (Portable "B")'},
        {"id": "2", "title": "Room 4"},
    ]
    assert table.rows[0].number == 5


def test_short_and_long_rows_and_a_heading_twice():
    table = csv_table("x.csv", b"id,name,name\n1\n2,a,b,c\n")
    assert [row.values for row in table.rows] == [
        {"id": "1"},
        {"id": "2", "name": "a"},
    ]


def test_an_empty_file_has_no_rows():
    assert csv_table("x.csv", b"").rows == ()


def test_a_field_without_its_closing_quote_is_refused():
    text = 'id,name\n1,"' + "a" * foreign.LONGEST_FIELD + "\n"
    with pytest.raises(ForeignFault, match=r"x\.csv is no table"):
        csv_table("x.csv", text.encode())


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "_EXPORTED_ROWS", 2)
    monkeypatch.setattr(foreign, "limits", lambda: limits.Limits(rows=2))
    assert len(csv_table("x.csv", b"id\n1\n2\n").rows) == 2
    with pytest.raises(ForeignFault, match="more than 2 rows"):
        csv_table("x.csv", b"id\n1\n2\n3\n")


def test_a_zip_is_read_like_a_folder(tmp_path):
    path = archive(
        tmp_path / "export.zip",
        {
            "oneroster/Users.CSV": TABLE,
            "__MACOSX/._users.csv": "x",
            "notes.txt": "x",
        },
    )
    assert csv_folder_tables(path)["users"].rows[0].text("sourcedId") == "u1"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "Users.csv").write_text(TABLE, encoding="utf-8")
    (folder / "~users.csv").write_text("x", encoding="utf-8")
    assert list(csv_folder_tables(folder)) == ["users"]


def test_backslashes_in_an_archive_are_folders(tmp_path):
    path = archive(tmp_path / "x.zip", {"export\\users.csv": TABLE})
    assert list(csv_folder_tables(path)) == ["users"]


def test_two_files_of_one_name_are_refused(tmp_path):
    path = archive(tmp_path / "x.zip", {"a/users.csv": "id\n", "b/users.csv": "id\n"})
    with pytest.raises(ForeignFault, match=r"two files named users\.csv"):
        csv_folder_tables(path)


@pytest.mark.parametrize(
    "name", ["../users.csv", "a/../../users.csv", "/etc/users.csv", "C:\\x\\users.csv"]
)
def test_names_that_lead_out_of_the_archive_are_refused(tmp_path, name):
    path = archive(tmp_path / "x.zip", {name: TABLE})
    with pytest.raises(ForeignFault, match="outside itself"):
        csv_folder_tables(path)
    assert {entry.name for entry in tmp_path.iterdir()} == {"x.zip"}


def test_an_archive_that_unpacks_to_far_too_much_is_refused(tmp_path):
    path = archive(tmp_path / "x.zip", {"users.csv": b"0" * 20_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(ForeignFault, match="far too much"):
        csv_folder_tables(path)


def test_sums_and_counts_of_members_are_limited(tmp_path, monkeypatch):
    path = archive(tmp_path / "x.zip", {"users.csv": TABLE, "orgs.csv": "id\n"})
    monkeypatch.setattr(foreign, "MOST_MEMBERS", 1)
    with pytest.raises(ForeignFault, match="holds 2 files; at most 1"):
        csv_folder_tables(path)
    monkeypatch.setattr(foreign, "MOST_MEMBERS", 2)
    large = archive(tmp_path / "large.zip", {"users.csv": bytes(range(256)) * 9000})
    with limits.reading_with(limits.Limits(megabytes=1)):
        with pytest.raises(ForeignFault, match="unpacks to 3 MB; at most 2") as fault:
            csv_folder_tables(large)
        assert "--max-size" in fault.value.advice[0]
        large.write_bytes(b"x" * ((1 << 20) + 1))
        with pytest.raises(ForeignFault, match="larger than 1 MB"):
            csv_folder_tables(large)


def test_a_member_never_gives_more_than_it_claims(tmp_path):
    path = archive(tmp_path / "x.zip", {"users.csv": b"id\n" + b"1\n" * 50})
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 5)
    path.write_bytes(bytes(data))
    with pytest.raises(ForeignFault, match=r"damaged|larger than it says"):
        csv_folder_tables(path)


def test_damage_passwords_and_other_files_are_told_apart(tmp_path):
    path = archive(tmp_path / "x.zip", {"users.csv": TABLE * 50})
    whole = path.read_bytes()
    locked = bytearray(whole)
    locked[6] |= 1
    entry = locked.rindex(b"PK\x01\x02")
    locked[entry + 8] |= 1
    path.write_bytes(bytes(locked))
    with pytest.raises(ForeignFault, match="password"):
        csv_folder_tables(path)
    broken = bytearray(whole)
    broken[45:60] = b"\0" * 15
    path.write_bytes(bytes(broken))
    with pytest.raises(ForeignFault, match="damaged"):
        csv_folder_tables(path)
    path.write_bytes(b"hello")
    with pytest.raises(ForeignFault, match="neither a folder nor a zip"):
        csv_folder_tables(path)
    with pytest.raises(ForeignFault, match="cannot be opened"):
        csv_folder_tables(tmp_path / "nothing.zip")


def workbook(path, rows, *, title="Sheet", before=None):
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    if before:
        page.append(["Other"])
        page = book.create_sheet()
    page.title = title
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def test_headings_are_found_below_a_title(tmp_path):
    rows = [["Report of 1 September"], [], ["SEIS ID", "Service"], [17, "OT"]]
    table = one_table(workbook(tmp_path / "x.xlsx", rows), ("SEIS ID",))
    assert table.headings == ("SEIS ID", "Service")
    assert [row.values for row in table.rows] == [{"seisid": "17", "service": "OT"}]


def test_the_sheet_with_the_headings_is_taken_or_the_one_named(tmp_path):
    path = workbook(tmp_path / "x.xlsx", [["SEIS ID"], [1]], title="Data", before=True)
    assert one_table(path, ("SEIS ID",)).name == "Data"
    assert one_table(path, (), "sheet").headings == ("Other",)
    with pytest.raises(ForeignFault, match="no sheet named Third") as caught:
        one_table(path, (), "Third")
    assert caught.value.advice == ("It has: Sheet, Data.",)


def test_files_that_are_no_tables_are_refused(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    (tmp_path / "x.csv").write_bytes(b"")
    with pytest.raises(ForeignFault, match="not a workbook"):
        one_table(tmp_path / "x.xlsx", ())
    with pytest.raises(ForeignFault, match="no table with a row of headings"):
        one_table(tmp_path / "x.csv", ())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_fault(data):
    try:
        table = csv_table("x.csv", data)
    except ForeignFault:
        return
    assert all(row.values for row in table.rows)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=60), st.integers(0, 400))
def test_any_damage_of_an_archive_is_a_fault_or_harmless(tmp_path, noise, at):
    path = archive(tmp_path / "x.zip", {"users.csv": TABLE, "orgs.csv": "id\n1\n"})
    data = bytearray(path.read_bytes())
    data[at : at + len(noise)] = noise
    path.write_bytes(bytes(data))
    with contextlib.suppress(ForeignFault):
        csv_folder_tables(path)
