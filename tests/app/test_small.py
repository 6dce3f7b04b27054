"""Files, suggestions, interrupts, faults, versions."""

import errno
import signal
import threading
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

import pushpull_sched
from pushpull_sched.app import versions as version_module
from pushpull_sched.app.faults import InternalFault, UsageFault, describe
from pushpull_sched.app.files import default_folder, existing, write_whole
from pushpull_sched.app.interrupts import watched_interrupts
from pushpull_sched.app.suggest import did_you_mean, nearest
from pushpull_sched.app.versions import all_versions, versions
from pushpull_sched.app.watchers import Watchers
from pushpull_sched.domain.result import SolveResult, SolveStatus


def test_an_existing_file_or_folder_is_returned(tmp_path):
    assert existing(tmp_path, what="roster") == tmp_path


def test_a_file_like_no_other_gets_no_advice(tmp_path):
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(UsageFault) as caught:
        existing(tmp_path / "letter.xlsx", what="roster")
    assert caught.value.advice == ()


def test_the_nearest_names_include_folders(tmp_path):
    (tmp_path / "rosters").mkdir()
    with pytest.raises(UsageFault) as caught:
        existing(tmp_path / "roster", what="roster")
    assert caught.value.advice == (f"Did you mean {tmp_path / 'rosters'}?",)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(UsageFault, match="is missing"):
        existing(tmp_path / "gone" / "roster.xlsx", what="roster")


@pytest.mark.parametrize(
    ("name", "folder"), [("a.b.xlsx", "a.b-schedule"), ("csv", "csv-schedule")]
)
def test_the_result_is_named_after_the_roster(tmp_path, name, folder):
    (tmp_path / "csv").mkdir()
    assert default_folder(tmp_path / name) == tmp_path / folder


def test_the_current_folder_has_a_name_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert default_folder(Path()) == tmp_path.with_name(f"{tmp_path.name}-schedule")
    assert default_folder(Path("r.xlsx")) == Path("r-schedule")


def write_new(path):
    path.write_text("new")


def test_a_new_file_is_written_where_there_is_none(tmp_path):
    target = tmp_path / "new.xlsx"
    write_whole(target, write_new, force=False)
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_an_old_file_is_replaced_only_by_force(tmp_path):
    target = tmp_path / "old.xlsx"
    target.write_text("old")
    with pytest.raises(UsageFault, match="not replaced"):
        write_whole(target, write_new, force=False)
    assert target.read_text() == "old"
    write_whole(target, write_new, force=True)
    assert target.read_text() == "new"


def test_a_file_needs_a_folder_and_is_none(tmp_path):
    with pytest.raises(UsageFault, match="is a folder"):
        write_whole(tmp_path, write_new, force=True)
    with pytest.raises(UsageFault, match="does not exist"):
        write_whole(tmp_path / "gone" / "x.xlsx", write_new, force=True)


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path):
    target = tmp_path / "old.xlsx"
    target.write_text("old")

    def full(path):
        path.write_text("ha")
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(
        UsageFault, match=r"old\.xlsx cannot be written: the disk is full"
    ):
        write_whole(target, full, force=True)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_nearest_name_is_offered():
    assert did_you_mean("aplha", ["beta", "alpha"]) == 'Did you mean "alpha"?'
    assert did_you_mean("zz", ["alpha"]) == ""
    assert nearest("alpha", ["alpha1", "alpha2", "beta"], most=2) == (
        "alpha1",
        "alpha2",
    )


def test_ctrl_c_is_counted_and_given_back():
    before = signal.getsignal(signal.SIGINT)
    with watched_interrupts() as interrupts:
        assert not interrupts.requested
        signal.raise_signal(signal.SIGINT)
        assert interrupts.requested
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_handler_from_outside_python_gives_way_to_the_usual_one(monkeypatch):
    before = signal.getsignal(signal.SIGINT)
    set_handlers = []
    monkeypatch.setattr(
        signal, "signal", lambda _, handler: set_handlers.append(handler)
    )
    with watched_interrupts():
        pass
    assert set_handlers[-1] is signal.default_int_handler
    monkeypatch.undo()
    signal.signal(signal.SIGINT, before)


def test_outside_the_main_thread_nothing_is_changed():
    seen = []

    def work():
        with watched_interrupts() as interrupts:
            seen.append((interrupts.requested, signal.getsignal(signal.SIGINT)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [(False, signal.getsignal(signal.SIGINT))]


def test_an_error_is_described_without_its_text():
    with pytest.raises(KeyError) as caught:
        _ = {}["Ana Secret"]
    assert describe(caught.value).startswith("KeyError in test_small.py, line ")
    assert describe(KeyError("Ana Secret")) == "KeyError"


def test_a_fault_has_a_message_and_advice():
    fault = InternalFault("It broke.", "Report it.")
    assert str(fault) == fault.message == "It broke."
    assert fault.advice == ("Report it.",)


def test_versions_name_this_program_and_the_solver():
    named = versions()
    assert named["pushpull-sched"] == pushpull_sched.__version__
    assert {"python", "ortools", "pandas", "openpyxl"} <= set(named)


def test_all_versions_name_what_is_missing(monkeypatch):
    def absent(name):
        raise PackageNotFoundError(name)

    every = all_versions()
    assert list(every)[: len(versions())] == list(versions())
    assert {"tzdata", "typst", "system"} <= set(every)
    assert "missing" not in every.values()
    known = versions()
    monkeypatch.setattr(version_module, "versions", lambda: known)
    monkeypatch.setattr(version_module, "version", absent)
    assert all_versions()["tzdata"] == "missing"


def test_watchers_ignore_by_default():
    Watchers().incumbent(SolveResult(status=SolveStatus.UNKNOWN))
