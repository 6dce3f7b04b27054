import json
import os
import pkgutil
import signal
import time
from datetime import date

import pytest
from tiny_school import COMPLETE, INCOMPLETE, tiny_school

import pushpull_sched
from pushpull_sched.app import child, result_folder
from pushpull_sched.app import solve as module
from pushpull_sched.app.faults import InternalFault, UsageFault
from pushpull_sched.app.solve import SolveRequest, solve, writing_seconds
from pushpull_sched.app.verify import VerifyRequest, claims_complete, verify
from pushpull_sched.app.watchers import Watchers
from pushpull_sched.domain.result import Params, SolveStatus
from pushpull_sched.export.folder import ResultNotWritten


def solved(roster, engine, *, watchers=None, seconds=60.0, **asked):
    request = SolveRequest(
        roster=roster,
        params=Params(time_limit=seconds),
        today=date(2026, 9, 1),
        **asked,
    )
    return solve(request, watchers=watchers, engine=f"stub_engines:{engine}")


def test_a_complete_schedule_is_written_beside_the_roster(roster):
    answer = solved(roster, "completes")
    assert answer.result.status is SolveStatus.COMPLETE
    assert answer.result.schedule == COMPLETE
    assert answer.result.verdict.complete
    assert answer.out == roster.parent / "roster-schedule"
    written = ["schedule.xlsx", "schedule.json", "report.html"]
    assert [file.name for file in answer.files] == written
    assert all(file.is_file() for file in answer.files)
    content = json.loads(answer.files[1].read_text(encoding="utf-8"))
    assert content["status"] == "complete"
    assert content["params"]["time_limit"] == 60.0
    assert content["roster"]["name"] == "roster.xlsx"
    assert content["versions"]["ortools"]


def test_what_was_written_verifies(roster):
    answer = solved(roster, "completes")
    judged = verify(VerifyRequest(roster=roster, schedule=answer.out))
    assert judged.verdict.legal
    assert judged.verdict.complete


def test_everyone_is_told_in_order(roster):
    news, names = [], []
    watchers = Watchers(
        loaded=lambda school: names.append(school.settings.school),
        progress=news.append,
        incumbent=lambda found: names.append(found.status),
    )
    request = SolveRequest(roster=roster, params=Params(time_limit=60.0), started=2.0)
    solve(
        request,
        watchers=watchers,
        engine="stub_engines:completes",
        clock=lambda: 5.0,
    )
    assert names == ["Tiny", SolveStatus.INCOMPLETE]
    assert [one.level for one in news] == ["reading", "minutes_short", "writing"]
    assert {one.elapsed for one in news} == {3.0}
    assert {one.remaining for one in news} == {57.0}


def test_an_incomplete_schedule_is_written_with_its_reasons(roster):
    answer = solved(roster, "falls_short")
    assert answer.result.status is SolveStatus.INCOMPLETE
    assert answer.result.service_reasons["S1-Language-1"] == "P1 has no time left."
    assert answer.files


def test_strict_writes_nothing_that_is_incomplete(roster):
    answer = solved(roster, "falls_short", strict=True)
    assert answer.result.status is SolveStatus.INCOMPLETE
    assert answer.files == ()
    assert not answer.out.exists()


def test_strict_writes_what_is_complete(roster):
    assert solved(roster, "completes", strict=True).files


def test_nothing_found_replaces_nothing(roster):
    before = solved(roster, "completes").files[1].read_bytes()
    answer = solved(roster, "finds_nothing")
    assert answer.result.status is SolveStatus.UNKNOWN
    assert answer.files == ()
    assert (answer.out / "schedule.json").read_bytes() == before


def test_an_infeasible_roster_is_written_with_its_reasons(roster):
    answer = solved(roster, "says_infeasible")
    assert answer.result.status is SolveStatus.INFEASIBLE
    content = json.loads(answer.files[1].read_text(encoding="utf-8"))
    assert content["status"] == "infeasible"
    assert content["reasons"] == ["Two pins want P1 at 9:00."]
    assert content["sessions"] == []


def test_a_roster_with_errors_is_not_solved(faulty_roster):
    answer = solved(faulty_roster, "completes")
    assert answer.result is None
    assert len(answer.roster.findings) == 2
    assert not answer.out.exists()


def test_a_schedule_that_breaks_rules_is_an_internal_fault(roster):
    with pytest.raises(InternalFault) as caught:
        solved(roster, "breaks_rules")
    assert "does not stand up to verification (rules C3" in caught.value.message
    assert not (roster.parent / "roster-schedule").exists()


def test_a_written_schedule_that_reads_back_differently_is_no_result(
    roster, monkeypatch
):
    monkeypatch.setattr(result_folder, "read_schedule", lambda *_: ((), ()))
    with pytest.raises(InternalFault, match="does not read back"):
        solved(roster, "completes")
    assert list((roster.parent / "roster-schedule").iterdir()) == []


def test_the_schedule_survives_an_abort_of_the_solver(roster):
    answer = solved(roster, "aborts_after_one")
    assert answer.result.status is SolveStatus.COMPLETE
    assert "SIGABRT" in answer.result.reasons[0]
    assert answer.files


def test_the_schedule_survives_an_error_of_the_engine(roster):
    answer = solved(roster, "raises_after_one")
    assert answer.result.schedule == INCOMPLETE
    assert "KeyError" in answer.result.reasons[0]


@pytest.mark.parametrize("engine", ["aborts_at_once", "raises_at_once"])
def test_a_solver_that_breaks_with_nothing_is_an_internal_fault(roster, engine):
    with pytest.raises(InternalFault) as caught:
        solved(roster, engine)
    assert "Ana" not in "".join((caught.value.message, *caught.value.advice))
    assert "--workers 1" in caught.value.advice[0]


def test_a_solver_that_hangs_finds_nothing(roster, monkeypatch):
    monkeypatch.setattr(child, "STOP_GRACE", 0.5)
    answer = solved(roster, "hangs", seconds=2.0)
    assert answer.result.status is SolveStatus.UNKNOWN
    (reason,) = answer.result.reasons
    assert "did not answer in time" in reason
    assert reason.endswith("no schedule was found until then.")


def press_ctrl_c(_news):
    os.kill(os.getpid(), signal.SIGINT)


def test_ctrl_c_keeps_the_best(roster):
    news = []
    watchers = Watchers(incumbent=press_ctrl_c, progress=news.append)
    answer = solved(roster, "waits_for_stop", watchers=watchers)
    assert [one.level for one in news] == ["reading", "stopping", "writing"]
    assert answer.result.interrupted
    assert answer.result.status is SolveStatus.COMPLETE
    assert "Ctrl-C" in answer.result.reasons[0]
    assert answer.files


def test_ctrl_c_keeps_the_best_of_a_solver_that_hangs(roster, monkeypatch):
    monkeypatch.setattr(child, "STOP_GRACE", 0.5)
    answer = solved(
        roster, "hangs_after_one", watchers=Watchers(incumbent=press_ctrl_c)
    )
    assert answer.result.schedule == COMPLETE


def test_ctrl_c_with_nothing_found_is_said(roster):
    def press(news):
        if news.level == "first":
            press_ctrl_c(news)

    answer = solved(roster, "waits_in_vain", watchers=Watchers(progress=press))
    assert answer.result.interrupted
    assert answer.result.status is SolveStatus.UNKNOWN
    assert answer.files == ()


def test_a_second_ctrl_c_quits_at_once(roster):
    def press_twice(news):
        press_ctrl_c(news)
        time.sleep(0.01)
        press_ctrl_c(news)

    with pytest.raises(KeyboardInterrupt):
        solved(roster, "hangs_after_one", watchers=Watchers(incumbent=press_twice))
    assert not (roster.parent / "roster-schedule").exists()


def test_ctrl_c_is_given_back(roster):
    before = signal.getsignal(signal.SIGINT)
    solved(roster, "completes")
    assert signal.getsignal(signal.SIGINT) is before


def test_a_result_edited_by_hand_is_not_replaced(roster):
    answer = solved(roster, "completes")
    answer.files[0].write_bytes(answer.files[0].read_bytes() + b" ")
    with pytest.raises(UsageFault) as caught:
        solved(roster, "completes")
    assert "--out" in caught.value.advice[0]
    assert "--force" in caught.value.advice[0]
    assert solved(roster, "completes", force=True).files


def test_a_result_is_replaced_by_the_next(roster):
    solved(roster, "falls_short")
    assert claims_complete(solved(roster, "completes").out)


def test_a_folder_with_other_files_is_not_used(roster, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(UsageFault, match="other files"):
        solved(roster, "completes", out=tmp_path / "mine")


def test_a_file_is_no_folder(roster):
    with pytest.raises(UsageFault, match="a file, not a folder"):
        solved(roster, "completes", out=roster)


def test_a_folder_under_a_file_is_refused(roster):
    with pytest.raises(UsageFault, match="Nothing can be written"):
        solved(roster, "completes", out=roster / "sub")


def test_a_result_that_cannot_be_written_goes_beside(roster, monkeypatch):
    real = result_folder.write_result

    def locked(folder, **given):
        if folder.name == "roster-schedule":
            raise ResultNotWritten("schedule.xlsx is open.", "Close it.")
        real(folder, **given)

    monkeypatch.setattr(result_folder, "write_result", locked)
    (roster.parent / "roster-schedule-2").mkdir()
    (roster.parent / "roster-schedule-2" / "x").write_text("x")
    answer = solved(roster, "completes")
    assert answer.out.name == "roster-schedule-3"
    assert answer.remark == ("schedule.xlsx is open. The result was written beside it.")
    assert all(file.is_file() for file in answer.files)


def test_a_result_that_can_go_nowhere_is_a_fault(roster, monkeypatch):
    def full(_folder, **_):
        raise ResultNotWritten("The disk is full.", "Free some space.")

    monkeypatch.setattr(result_folder, "write_result", full)
    with pytest.raises(UsageFault) as caught:
        solved(roster, "completes")
    assert caught.value.message == "The disk is full."
    assert caught.value.advice == ("Free some space.",)


def test_too_many_folders_beside_are_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(result_folder, "_MOST_NAMES", 2)
    with pytest.raises(UsageFault, match="too many folders"):
        result_folder._free_beside(tmp_path / "x")


def test_a_missing_roster_names_its_neighbours(roster):
    with pytest.raises(UsageFault) as caught:
        solved(roster.with_name("rooster.xlsx"), "completes")
    assert caught.value.advice == (f"Did you mean {roster}?",)


def test_only_the_user_interrupts(roster):
    """A child that was asked to stop because time is up was not interrupted."""
    answer = solved(roster, "waits_in_vain", seconds=2.0)
    assert answer.result.status is SolveStatus.UNKNOWN
    assert not answer.result.interrupted


def test_writing_takes_a_share_of_the_time_at_most():
    assert writing_seconds(tiny_school(), 1.0) == 0.35
    assert 1.5 < writing_seconds(tiny_school(), 60.0) < 1.6


def test_the_engine_of_the_project_is_where_it_is_said_to_be():
    engine = pkgutil.resolve_name(child.ENGINE)
    assert engine is pushpull_sched.solve
    assert module.ENGINE == child.ENGINE
