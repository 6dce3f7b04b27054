import errno
import hashlib
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import export_sample as sample
import openpyxl
import pytest

from pushpull_sched.domain.result_folder import FolderState
from pushpull_sched.export import folder as folder_module
from pushpull_sched.export.folder import (
    ResultNotWritten,
    inspect_folder,
    write_result,
)

FILES = {"schedule.json", "schedule.xlsx", "report.html"}


def write(folder, result=None, **more):
    write_result(
        folder,
        school=sample.school(),
        result=result or sample.incomplete(),
        run=sample.run(),
        **more,
    )


def names(folder):
    return {entry.name for entry in folder.iterdir()}


def contents(folder):
    return {entry.name: entry.read_bytes() for entry in folder.iterdir()}


@pytest.fixture
def written(tmp_path):
    folder = tmp_path / "maple-schedule"
    write(folder)
    return folder


def test_a_new_folder_holds_three_files_and_nothing_hidden(written):
    assert names(written) == FILES
    assert inspect_folder(written).state is FolderState.INTACT


def test_json_names_the_hashes_of_the_other_files(written):
    stated = json.loads((written / "schedule.json").read_bytes())["hashes"]
    assert stated == {
        name: hashlib.sha256((written / name).read_bytes()).hexdigest()
        for name in ("schedule.xlsx", "report.html")
    }


def test_a_report_of_another_run_makes_a_mixture(written, tmp_path):
    write(tmp_path / "other", sample.complete())
    shutil.copy(tmp_path / "other" / "report.html", written / "report.html")
    report = inspect_folder(written)
    assert report.state is FolderState.MIXED
    assert "report.html" in report.message


@pytest.mark.skipif(os.name != "posix", reason="Windows inherits the folder's rules")
def test_only_the_owner_may_read(written):
    assert written.stat().st_mode & 0o777 == 0o700
    assert {entry.stat().st_mode & 0o777 for entry in written.iterdir()} == {0o600}


def test_missing_parents_are_made(tmp_path):
    write(tmp_path / "a" / "b")
    assert names(tmp_path / "a" / "b") == FILES


def test_a_result_is_replaced_and_other_files_stay(written):
    (written / "notes.txt").write_text("call OT")
    write(written, sample.complete())
    assert names(written) == FILES | {"notes.txt"}
    assert json.loads((written / "schedule.json").read_bytes())["status"] == "complete"
    assert inspect_folder(written).state is FolderState.INTACT


def test_what_a_killed_run_left_is_no_result_and_is_removed(tmp_path):
    folder = tmp_path / "result"
    (folder / ".pushpull-partial-1").mkdir(parents=True)
    (folder / ".pushpull-partial-1" / "schedule.xlsx").write_bytes(b"half")
    assert inspect_folder(folder).state is FolderState.EMPTY
    write(folder)
    assert names(folder) == FILES


def test_a_leftover_that_is_a_link_is_not_followed(tmp_path):
    folder, elsewhere = tmp_path / "result", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()
    (elsewhere / "precious.txt").write_text("keep")
    (folder / ".pushpull-partial-x").symlink_to(elsewhere)
    write(folder)
    assert (elsewhere / "precious.txt").read_text() == "keep"


def test_nothing_outside_the_folder_is_touched(tmp_path):
    (tmp_path / "maple.xlsx").write_bytes(b"roster")
    write(tmp_path / "result", roster=tmp_path / "maple.xlsx")
    assert names(tmp_path) == {"maple.xlsx", "result"}
    assert (tmp_path / "maple.xlsx").read_bytes() == b"roster"


def test_the_roster_is_never_written_over_whatever_leads_to_it(tmp_path):
    roster = tmp_path / "schedule.xlsx"
    roster.write_bytes(b"roster")
    linked = tmp_path / "linked"
    linked.mkdir()
    os.link(roster, linked / "schedule.xlsx")
    for folder in (tmp_path, linked):
        with pytest.raises(ResultNotWritten, match="never written over"):
            write(folder, roster=roster)
    assert roster.read_bytes() == b"roster"


def test_a_roster_that_is_gone_does_not_matter(tmp_path):
    write(tmp_path / "result", roster=tmp_path / "gone.xlsx")
    assert names(tmp_path / "result") == FILES


def test_a_link_in_place_of_the_workbook_is_replaced_not_followed(tmp_path, written):
    target = tmp_path / "target.xlsx"
    target.write_bytes(b"other")
    (written / "schedule.xlsx").unlink()
    (written / "schedule.xlsx").symlink_to(target)
    write(written)
    assert target.read_bytes() == b"other"
    assert not (written / "schedule.xlsx").is_symlink()


def test_the_check_sees_finished_files_before_they_take_their_place(tmp_path):
    folder = tmp_path / "result"
    seen = []

    def check(hidden):
        seen.append((hidden.parent == folder, names(hidden), names(folder)))
        assert inspect_folder(hidden).state is FolderState.INTACT

    write(folder, check=check)
    ((inside, finished, before),) = seen
    assert inside
    assert finished == FILES
    assert not before & FILES


def test_a_check_that_fails_leaves_the_old_result(written):
    before = contents(written)

    def refuse(hidden):
        raise ValueError("does not verify")

    with pytest.raises(ValueError, match="does not verify"):
        write(written, sample.complete(), check=refuse)
    assert contents(written) == before


def failing_at(monkeypatch, name, code, times=1):
    """Let the move of one file fail as a full disk or a locked file would."""
    real, left = Path.replace, [times]

    def move(self, target):
        if Path(target).name == name and left[0]:
            left[0] -= 1
            raise OSError(code, os.strerror(code))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", move)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_open_in_excel_leaves_the_old_result_whole(written, monkeypatch, name):
    before = contents(written)
    failing_at(monkeypatch, name, errno.EACCES)
    with pytest.raises(ResultNotWritten, match="open in Excel") as caught:
        write(written, sample.complete())
    assert "--out" in caught.value.advice
    assert contents(written) == before


def test_a_first_result_that_cannot_be_finished_leaves_nothing(tmp_path, monkeypatch):
    folder = tmp_path / "result"
    failing_at(monkeypatch, "schedule.json", errno.EIO)
    with pytest.raises(ResultNotWritten, match="cannot be written"):
        write(folder)
    assert names(folder) == set()


def test_a_full_disk_says_so_and_leaves_the_old_result(written, monkeypatch):
    before = contents(written)

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ResultNotWritten, match="is full"):
        write(written, sample.complete())
    assert contents(written) == before


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    target = tmp_path / "file"
    target.write_text("mine")
    assert inspect_folder(target).state is FolderState.FOREIGN
    with pytest.raises(ResultNotWritten):
        write(target)
    assert target.read_text() == "mine"


def test_a_fault_without_words_is_named_by_its_kind(tmp_path, monkeypatch):
    def fail(**more):
        raise TimeoutError

    monkeypatch.setattr(folder_module.tempfile, "mkdtemp", fail)
    with pytest.raises(ResultNotWritten, match="TimeoutError"):
        write(tmp_path / "result")


def test_killed_between_the_two_files_is_seen_as_a_mixture(tmp_path, written):
    other = tmp_path / "other"
    write(other, sample.complete())
    shutil.copy(other / "schedule.xlsx", written / "schedule.xlsx")
    report = inspect_folder(written)
    assert report.state is FolderState.MIXED
    assert "different runs" in report.message


def test_a_workbook_saved_by_hand_is_edited_not_mixed(written):
    book = openpyxl.load_workbook(written / "schedule.xlsx")
    book["Schedule"]["D2"] = "9:15"
    book.save(written / "schedule.xlsx")
    report = inspect_folder(written)
    assert report.state is FolderState.EDITED
    assert "--force" in report.advice


def test_a_missing_folder_is_empty_and_foreign_files_are_foreign(tmp_path):
    assert inspect_folder(tmp_path / "none").state is FolderState.EMPTY
    (tmp_path / "essay.docx").write_bytes(b"")
    assert inspect_folder(tmp_path).state is FolderState.FOREIGN


def test_a_folder_that_cannot_be_read_says_to_close_the_files(written):
    (written / "schedule.json").unlink()
    (written / "schedule.json").mkdir()
    report = inspect_folder(written)
    assert report.state is FolderState.MIXED
    assert "--out" in report.advice


def test_no_path_and_no_user_stand_in_the_files(tmp_path):
    folder = tmp_path / "secret-folder-name"
    result = replace(sample.incomplete(), seconds=1.0)
    write(folder, result, roster=tmp_path / "maple.xlsx")
    for content in contents(folder).values():
        assert b"secret-folder-name" not in content
