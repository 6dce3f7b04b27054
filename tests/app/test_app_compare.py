"""Which files a comparison reads, and with which roster."""

import functools
import json
import shutil
from dataclasses import replace

import pytest
from school_fixtures import ERROR, loaded, read_as
from tiny_school import COMPLETE, INCOMPLETE

import pushpull_sched.app.solve
from pushpull_sched.app.compare import CompareRequest, compare
from pushpull_sched.app.faults import UnreadableFault, UsageFault
from pushpull_sched.app.origin import read_origin
from pushpull_sched.app.policy_file import find_policy
from pushpull_sched.app.solve import SolveRequest
from pushpull_sched.domain.policy import POLICIES, Level, Measure, Policy
from pushpull_sched.domain.rerun import rerun_command
from pushpull_sched.domain.result import Params, RunInfo
from pushpull_sched.domain.variant import RosterState

solve = functools.partial(
    pushpull_sched.app.solve.solve, engine="stub_engines:completes"
)
fall_short = functools.partial(
    pushpull_sched.app.solve.solve, engine="stub_engines:falls_short"
)


@pytest.fixture
def whole(roster):
    """A complete result beside its roster."""
    folder = roster.parent / "whole"
    params = Params(policy=POLICIES["compact-days"], seed=7)
    solve(SolveRequest(roster=roster, out=folder, params=params))
    return folder


@pytest.fixture
def half(roster):
    """An incomplete result beside its roster."""
    folder = roster.parent / "half"
    fall_short(SolveRequest(roster=roster, out=folder))
    return folder


def compared(*schedules, rosters=(), **more):
    return compare(
        CompareRequest(schedules=tuple(schedules), rosters=tuple(rosters), **more)
    )


def variants(answer):
    return [profile.variant for profile in answer.comparison.profiles]


def test_results_find_their_roster_beside_them(whole, half):
    answer = compared(whole, half)
    first, second = variants(answer)
    assert (first.label, second.label) == ("whole", "half")
    assert first.roster_state is second.roster_state is RosterState.OWN
    assert first.remarks == second.remarks == ()
    assert first.origin.policy == "compact-days"
    assert first.origin.seed == 7
    bare = {replace(row, source=None) for row in first.rows}
    assert bare == set(COMPLETE.rows(first.days))
    assert len(second.rows) == len(INCOMPLETE.sessions)
    a, b = answer.comparison.profiles
    assert a.complete
    assert b.complete is False
    assert b.measures[Measure.MINUTES_SHORT] == 30
    assert b.bounds[Measure.MINUTES_SHORT].value == 0
    assert not b.bounds[Measure.MINUTES_SHORT].proven
    assert a.bounds[Measure.MINUTES_SHORT].proven
    assert answer.comparison.differences[0].rosters.same is True


@pytest.mark.parametrize("name", ["schedule.xlsx", "schedule.json"])
def test_a_file_of_a_result_speaks_for_the_result(whole, half, name):
    first, _ = variants(compared(whole / name, half))
    assert first.label == "whole"
    assert first.origin.policy == "compact-days"
    assert first.roster_state is RosterState.OWN


def test_a_roster_elsewhere_is_named(whole, half, roster, tmp_path):
    away = tmp_path / "away" / "deep" / "er"
    away.mkdir(parents=True)
    moved = roster.rename(away / "other-name.xlsx")
    found = variants(compared(whole, half, rosters=[moved]))
    assert [one.roster_state for one in found] == [RosterState.OWN] * 2
    assert found[0].roster_name == "other-name.xlsx"
    missing = variants(compared(whole, half))
    assert [one.roster_state for one in missing] == [RosterState.MISSING] * 2
    assert "Name it with --roster" in missing[0].remarks[0]
    assert missing[0].days == ("Mon", "Tue", "Wed", "Thu", "Fri")


def test_a_roster_that_was_changed_since_is_not_passed_off(whole, half, monkeypatch):
    read_as(monkeypatch, replace(loaded(), sha256="1" * 64))
    answer = compared(whole, half)
    first, second = variants(answer)
    assert first.roster_state is second.roster_state is RosterState.OTHER
    assert "roster.xlsx has changed since this schedule was made" in first.remarks[0]
    a, b = answer.comparison.profiles
    assert a.broken is b.broken is None
    assert b.measures[Measure.MINUTES_SHORT] == 30
    assert (a.complete, b.complete) == (True, False)
    assert b.compliance.unplaced == 1


def test_a_named_roster_of_another_name_and_content(whole, half, roster, monkeypatch):
    other = roster.rename(roster.with_name("other.xlsx"))
    renamed = replace(loaded(), sha256="1" * 64)
    read_as(monkeypatch, renamed)
    first, _ = variants(compared(whole, half, rosters=[other]))
    assert first.roster_state is RosterState.OTHER
    (remark,) = first.remarks
    assert remark.startswith("The roster roster.xlsx that it was made from was not")
    assert remark.endswith("classes and hours are read from other.xlsx.")


def test_a_roster_name_that_leads_elsewhere_is_not_followed(whole, half):
    for folder in (whole, half):
        data = json.loads((folder / "schedule.json").read_text(encoding="utf-8"))
        data["roster"]["name"] = "../roster.xlsx"
        (folder / "schedule.json").write_text(json.dumps(data), encoding="utf-8")
    first, _ = variants(compared(whole, half))
    assert first.roster_state is RosterState.MISSING


def test_a_foreign_roster_that_does_not_fit_is_not_used(whole, half, monkeypatch):
    school = loaded().school
    other = replace(school, settings=replace(school.settings, weeks=2))
    read_as(monkeypatch, replace(loaded(), school=other, sha256="1" * 64))
    first, _ = variants(compared(whole, half))
    assert first.roster_state is RosterState.MISSING
    assert first.weeks == 1


def test_a_bare_copy_is_judged_by_the_roster_of_the_other(whole, half, tmp_path):
    copy = tmp_path / "copy.xlsx"
    shutil.copy(whole / "schedule.xlsx", copy)
    first, second = variants(compared(half, copy))
    assert second.label == "copy.xlsx"
    assert second.roster_state is RosterState.OWN
    assert second.remarks == ("It names no roster; it is judged by roster.xlsx.",)
    assert second.origin is None
    assert first.rows != second.rows


def test_a_result_is_lent_the_roster_of_another(whole, half, tmp_path, roster):
    away = tmp_path / "x" / "y" / "z"
    away.mkdir(parents=True)
    moved = half.rename(away / "half")
    data = json.loads((moved / "schedule.json").read_text(encoding="utf-8"))
    data["roster"] = {"name": "gone.xlsx", "sha256": "2" * 64}
    (moved / "schedule.json").write_text(json.dumps(data), encoding="utf-8")
    _, second = variants(compared(whole, moved))
    assert second.roster_state is RosterState.OTHER
    assert "gone.xlsx that it was made from was not found" in second.remarks[0]


@pytest.mark.parametrize("days", [("Mon", "Tue"), ("Mon", "Zed")])
def test_bare_files_without_any_roster(tmp_path, days):
    heads = (
        "session_id,week,day,start,end,minutes,setting,provider_id,room_id,class_id,"
        "service,service_id,student_id,group_size"
    )
    files = []
    for name, day in zip("ab", days, strict=True):
        file = tmp_path / f"{name}.csv"
        file.write_text(
            f"{heads}\nx,3,{day},09:00,09:30,30,pull-out,P1,R1,,OT,S1-OT-1,S1,1\n"
        )
        files.append(file)
    answer = compared(*files)
    first, second = variants(answer)
    assert first.roster_state is RosterState.MISSING
    assert first.weeks == 4
    assert second.days[-1] == ("Fri" if days[1] == "Tue" else "Zed")
    said = answer.comparison.differences[0].students[0].sentences
    assert said == (f"S1 OT: Mon 9:00 → {days[1]} 9:00 (week 3)",)


def test_the_named_roster_that_knows_the_services_is_chosen(
    tmp_path, roster, whole, monkeypatch
):
    copy = tmp_path / "copy.xlsx"
    shutil.copy(whole / "schedule.xlsx", copy)
    other = roster.with_name("other.xlsx")
    other.write_bytes(b"")
    empty = replace(loaded(), school=replace(loaded().school, services=()))
    monkeypatch.setattr(
        "pushpull_sched.app.roster.load_school",
        lambda path: empty if path.name == "other.xlsx" else loaded(),
    )
    found = variants(compared(copy, copy, rosters=[other, roster]))
    assert [one.roster_name for one in found] == ["roster.xlsx"] * 2
    assert found[0].label == str(copy)


def test_an_edited_result_is_read_from_its_workbook(whole, half, monkeypatch):
    book = whole / "schedule.xlsx"
    book.write_bytes(book.read_bytes() + b" ")
    first, _ = variants(compared(whole, half))
    assert first.origin.edited
    assert "edited" in first.remarks[0]
    assert first.rows[0].source.sheet == "Schedule"


def test_a_mixture_of_files_is_refused(whole, half):
    shutil.copy(whole / "schedule.json", half / "schedule.json")
    answer = compared(whole, half)
    assert answer.comparison is None
    ((name, findings),) = answer.unreadable
    assert name == "half"
    assert [one.code for one in findings] == ["W703"]


def test_a_roster_with_errors_is_no_ground_to_judge_on(
    whole, half, roster, monkeypatch
):
    read_as(monkeypatch, loaded(ERROR))
    with pytest.raises(UnreadableFault, match="has errors"):
        compared(whole, half, rosters=[roster])
    beside = variants(compared(whole, half))
    assert beside[0].roster_state is RosterState.MISSING


def test_wrong_usage(whole, tmp_path):
    with pytest.raises(UsageFault, match="two schedules"):
        compared(whole)
    with pytest.raises(UsageFault, match="There is no schedule"):
        compared(whole, tmp_path / "nothing")


def test_files_are_written_whole_and_never_over_others(whole, half, tmp_path):
    book, page = tmp_path / "c.xlsx", tmp_path / "c.html"
    answer = compared(whole, half, book=book, page=page)
    assert answer.files == (book, page)
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(UsageFault, match="is there already"):
        compared(whole, half, book=book)
    compared(whole, half, book=book, force=True)


def test_a_result_names_the_command_that_makes_it_again(whole):
    origin, content = read_origin(whole / "schedule.json")
    assert origin.rerun == (
        "pushpull-sched solve roster.xlsx --policy compact-days --seed 7 "
        "--time-limit 60"
    )
    assert content["params"]["gap"] == 0
    assert content["params"]["deterministic"] is False
    assert content["params"]["baseline"] is None
    assert content["roster"]["sha256"] == "0" * 64
    assert origin.versions["pushpull-sched"]


MINE = Policy(
    name="mine",
    levels=(
        Level(name="minutes_short", weights=((Measure.MINUTES_SHORT, 1),)),
        Level(name="both", weights=((Measure.MISSED, 1), (Measure.SPLITS, 10))),
    ),
)


def test_a_run_with_everything_asked_can_be_repeated():
    run = RunInfo(
        roster_name="our roster.xlsx",
        roster_sha256="0" * 64,
        params=Params(policy=MINE, workers=2, gap=0.05, deterministic=True),
        baseline_name="old.xlsx",
        frozen=("Ms Lee", "Mon"),
        only_new=True,
    )
    assert rerun_command(run) == (
        'pushpull-sched solve "our roster.xlsx" --policy schedule.json --seed 1 '
        "--time-limit 60 --workers 2 --gap 0.05 --deterministic --baseline old.xlsx "
        '--freeze "Ms Lee" --freeze Mon --only'
    )


def test_a_policy_of_ones_own_is_read_from_the_result(roster, tmp_path):
    folder = tmp_path / "mine"
    solve(SolveRequest(roster=roster, out=folder, params=Params(policy=MINE)))
    assert find_policy(str(folder / "schedule.json")) == MINE


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"params": {"policy": {"name": 1}}}']
)
def test_a_file_that_names_no_policy(tmp_path, text):
    file = tmp_path / "schedule.json"
    file.write_text(text)
    with pytest.raises(UsageFault, match="names no policy"):
        find_policy(str(file))
    assert read_origin(file) is None
