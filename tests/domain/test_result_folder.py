import hashlib
import json
import zipfile
from io import BytesIO

import pytest

from pushpull_sched.domain.result_folder import (
    PARTIAL_PREFIX,
    RESULT_ID_PROPERTY,
    SCHEDULE_JSON,
    SCHEDULE_XLSX,
    FolderState,
    judge_folder,
    result_id_in,
)

OURS = "a" * 64
OTHER = "b" * 64


def workbook(result_id):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        if result_id is not None:
            archive.writestr(
                "docProps/custom.xml",
                f'<property pid="2" name="{RESULT_ID_PROPERTY}">'
                f"<vt:lpwstr>{result_id}</vt:lpwstr></property>",
            )
    return buffer.getvalue()


def digest(content):
    return hashlib.sha256(content).hexdigest()


def result_json(hashes, result_id=OURS):
    return json.dumps({"hashes": hashes, "result_id": result_id}).encode()


def judged(files):
    return judge_folder(files.keys(), files.__getitem__)


def intact():
    book = workbook(OURS)
    return {
        SCHEDULE_XLSX: book,
        SCHEDULE_JSON: result_json({SCHEDULE_XLSX: digest(book)}),
    }


@pytest.mark.parametrize(
    "names",
    [
        (),
        (".DS_Store", "Thumbs.db", "desktop.ini"),
        ("~$schedule.xlsx",),
        (PARTIAL_PREFIX + "x1",),
    ],
)
def test_a_folder_with_nothing_of_the_user_is_empty(names):
    assert judged(dict.fromkeys(names, b"")).state is FolderState.EMPTY


def test_other_files_and_no_result_are_foreign_and_the_advice_names_out():
    report = judged({"thesis.docx": b""})
    assert report.state is FolderState.FOREIGN
    assert "--out" in report.advice


def test_a_result_as_written_is_intact_with_files_of_the_user_beside_it():
    assert judged(intact()).state is FolderState.INTACT
    assert judged(intact() | {"notes.txt": b"call OT"}).state is FolderState.INTACT


@pytest.mark.parametrize("result_id", [OURS, None])
def test_a_changed_workbook_is_edited_also_where_the_editor_drops_properties(
    result_id,
):
    report = judged(intact() | {SCHEDULE_XLSX: workbook(result_id) + b" "})
    assert report.state is FolderState.EDITED
    assert "--out" in report.advice
    assert "--force" in report.advice


def test_a_workbook_of_another_run_is_a_mixture():
    report = judged(intact() | {SCHEDULE_XLSX: workbook(OTHER)})
    assert report.state is FolderState.MIXED
    assert "different runs" in report.message


def test_a_workbook_without_its_json_is_a_mixture():
    assert judged({SCHEDULE_XLSX: workbook(OURS)}).state is FolderState.MIXED


def test_a_json_without_its_workbook_is_a_mixture():
    files = intact()
    del files[SCHEDULE_XLSX]
    report = judged(files)
    assert report.state is FolderState.MIXED
    assert SCHEDULE_XLSX in report.message


def test_another_file_of_the_result_that_changed_is_a_mixture():
    book = workbook(OURS)
    hashes = {SCHEDULE_XLSX: digest(book), "report.html": digest(b"old")}
    files = {
        SCHEDULE_XLSX: book,
        "report.html": b"new",
        SCHEDULE_JSON: result_json(hashes),
    }
    report = judged(files)
    assert report.state is FolderState.MIXED
    assert "report.html" in report.message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"{}",
        b'{"hashes": []}',
        b'{"hashes": {}}',
        b"[" * 100_000,
        result_json({SCHEDULE_XLSX: OURS, "../roster.xlsx": OURS}),
        result_json({SCHEDULE_XLSX: OURS, "..": OURS}),
        result_json({SCHEDULE_XLSX: OURS, "a\\b": OURS}),
    ],
)
def test_a_damaged_or_foreign_json_is_a_mixture_and_reads_nothing_else(content):
    opened = []

    def read(name):
        opened.append(name)
        return content

    report = judge_folder([SCHEDULE_JSON, SCHEDULE_XLSX], read)
    assert report.state is FolderState.MIXED
    assert opened == [SCHEDULE_JSON]


def test_a_file_that_cannot_be_read_is_the_callers_affair():
    def refuse(name):
        raise PermissionError(name)

    with pytest.raises(PermissionError):
        judge_folder([SCHEDULE_JSON], refuse)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_names_no_result(content):
    assert result_id_in(content) is None


def test_a_damaged_part_names_no_result():
    book = bytearray(workbook(OURS))
    place = bytes(book).index(b"<property")
    book[place : place + 4] = b"\0\0\0\0"
    assert result_id_in(bytes(book)) is None
