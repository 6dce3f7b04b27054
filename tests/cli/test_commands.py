"""The commands: what they print where, and how they exit."""

import functools
import json
import os
import re
import subprocess
import sys

import pytest
from school_fixtures import ERROR, loaded, read_as
from typer.testing import CliRunner

import pushpull_sched
import pushpull_sched.app.check
import pushpull_sched.app.solve
import pushpull_sched.app.verify
from pushpull_sched.cli import console, main
from pushpull_sched.cli.exit_codes import ExitCode
from pushpull_sched.cli.main import app
from pushpull_sched.cli.solve import exit_code
from pushpull_sched.domain.policy import POLICIES
from pushpull_sched.domain.result import SolveResult, SolveStatus

runner = CliRunner()


def run(*arguments):
    return runner.invoke(app, [str(argument) for argument in arguments])


def words(text):
    return " ".join(text.split())


@pytest.fixture
def engine(monkeypatch):
    """Choose the engine of the solve command."""
    real = pushpull_sched.app.solve.solve

    def choose(name):
        monkeypatch.setattr(
            pushpull_sched.app.solve,
            "solve",
            functools.partial(real, engine=f"stub_engines:{name}"),
        )

    return choose


def test_no_command_shows_help():
    result = run()
    assert result.exit_code == 2
    assert "template" in result.output


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_the_commands(option):
    result = run(option)
    assert result.exit_code == 0
    for command in ("template", "check", "solve", "verify"):
        assert command in result.stdout


def test_help_of_solve_names_every_policy():
    text = words(run("solve", "--help").stdout.replace("│", " "))
    assert all(name in text for name in POLICIES)


def test_help_imports_neither_solver_nor_pandas():
    code = (
        "import sys, pushpull_sched.cli.main as m\n"
        "assert not {'ortools', 'pandas', 'openpyxl'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_version_names_what_shapes_a_result():
    result = run("--version")
    assert result.exit_code == 0
    assert f"pushpull-sched {pushpull_sched.__version__}" in result.stdout
    assert re.search(r"^ortools \d", result.stdout, re.MULTILINE)


def test_a_misspelt_command_is_wrong_usage():
    result = run("slove", "roster.xlsx")
    assert result.exit_code == 2
    assert "solve" in result.stderr


def test_a_missing_roster_is_wrong_usage_with_the_nearest_name(roster):
    result = run("check", roster.with_name("rostr.xlsx"))
    assert result.exit_code == 2
    assert "There is no roster" in result.stderr
    assert "Did you mean" in words(result.stderr)
    assert result.stdout == ""


def test_check_of_a_clean_roster(roster):
    result = run("check", roster)
    assert result.exit_code == 0
    assert "no errors. Ready to solve." in result.stdout


def test_check_of_a_faulty_roster(faulty_roster):
    result = run("check", faulty_roster)
    assert result.exit_code == 3
    assert "Services: 1 error, 1 warning" in result.stdout


def test_check_as_json(faulty_roster):
    result = run("check", faulty_roster, "--json")
    assert result.exit_code == 3
    found = json.loads(result.stdout)
    assert found["findings"][0] == {
        "code": "W201",
        "severity": "error",
        "sheet": "Services",
        "cell": "F12",
        "value": "Alvares",
        "expected": "",
        "advice": 'Did you mean "Alvarez"?',
        "message": '"Alvares" is no provider.',
    }
    assert "demand" not in found


def test_check_with_demand(roster):
    result = run("check", roster, "--demand")
    assert "Demand over a template of 1 week" in result.stdout
    assert "30 min once a week" in result.stdout


def test_check_with_demand_as_json(roster):
    found = json.loads(run("check", roster, "--demand", "--json").stdout)
    assert found["findings"] == []
    assert found["demand"][0] == {
        "service_id": "S1-Speech-1",
        "R": 30,
        "N": 1,
        "L": [30],
        "W": 1,
        "outside_template": False,
    }


def test_demand_of_a_faulty_roster_is_empty(faulty_roster):
    result = run("check", faulty_roster, "--demand", "--json")
    assert json.loads(result.stdout)["demand"] == []


def test_check_never_annotates_the_roster_itself(roster):
    result = run("check", roster, "--annotate", roster)
    assert result.exit_code == 2
    assert "never written to" in words(result.stderr)


def test_template_writes_and_names_the_next_step(tmp_path):
    result = run("template", tmp_path / "new.xlsx")
    assert result.exit_code == 0
    assert (tmp_path / "new.xlsx").is_file()
    assert "pushpull-sched check" in result.stdout


def test_template_with_an_example_passes_the_check(tmp_path):
    assert run("template", tmp_path / "new", "--example").exit_code == 0
    assert (tmp_path / "new.xlsx").is_file()
    assert run("check", tmp_path / "new.xlsx").exit_code == 0


def test_template_copies_a_sample(tmp_path):
    target = tmp_path / "toy.xlsx"
    assert run("template", target, "--sample", "toy").exit_code == 0
    assert run("check", target).exit_code == 0
    result = run("template", tmp_path / "x.xlsx", "--sample", "toi")
    assert result.exit_code == ExitCode.USAGE
    assert 'Did you mean "toy"?' in words(result.stderr)
    assert "average-elementary" in result.stderr
    both = run("template", tmp_path / "x.xlsx", "--sample", "toy", "--example")
    assert both.exit_code == ExitCode.USAGE
    assert [path.name for path in tmp_path.iterdir()] == ["toy.xlsx"]


def test_template_without_samples_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(pushpull_sched, "__file__", str(tmp_path / "a" / "b" / "c.py"))
    result = run("template", tmp_path / "x.xlsx", "--sample", "toy")
    assert result.exit_code == ExitCode.USAGE
    assert "There is no sample toy." in words(result.stderr)


def test_template_replaces_nothing_without_force(tmp_path):
    target = tmp_path / "new.xlsx"
    target.write_text("mine")
    result = run("template", target)
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert target.read_text() == "mine"
    assert run("template", target, "--force").exit_code == 0


def test_annotated_copy(tmp_path):
    run("template", tmp_path / "new.xlsx", "--example")
    result = run("check", tmp_path / "new.xlsx", "--annotate", tmp_path / "marked.xlsx")
    assert result.exit_code == 0
    assert (tmp_path / "marked.xlsx").is_file()
    again = ("check", tmp_path / "new.xlsx", "--annotate", tmp_path / "marked.xlsx")
    assert run(*again).exit_code == 2
    assert run(*again, "--force").exit_code == 0


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("completes", 0),
        ("falls_short", 4),
        ("says_infeasible", 4),
        ("finds_nothing", 5),
    ],
)
def test_solve_exits_by_its_status(roster, engine, name, code):
    engine(name)
    assert run("solve", roster).exit_code == code


def test_solve_prints_results_to_stdout_and_progress_to_stderr(roster, engine):
    engine("completes")
    result = run("solve", roster)
    assert "Complete: every service is served in full" in result.stdout
    assert "schedule.xlsx" in result.stdout
    assert "Tiny: 1 student, 2 services, 1 provider, 1 room." in result.stderr
    assert "Minutes short (weighted by priority): 30, cannot be" in result.stderr
    assert "Complete" not in result.stderr


def test_long_paths_of_what_solve_wrote_stay_in_one_piece(roster, engine, tmp_path):
    engine("completes")
    folder = tmp_path / "a folder of many words" / ("x" * 100)
    folder.mkdir(parents=True)
    out = folder / "schedule"
    lines = run("solve", roster, "--out", out).stdout.splitlines()
    assert f"Written: {out / 'schedule.xlsx'}" in lines


def test_solve_as_json(roster, engine):
    engine("falls_short")
    result = run("solve", roster, "--json")
    found = json.loads(result.stdout)
    assert found["status"] == "incomplete"
    assert found["stages"][0]["level"] == "minutes_short"
    assert found["measures"]["minutes_short"] == 30
    assert found["short"] == [
        {
            "service_id": "S1-Language-1",
            "required_minutes": 30,
            "scheduled_minutes": 0,
            "minutes_short": 30,
            "status": "unplaced",
            "reason": "P1 has no time left.",
        }
    ]
    assert found["out"].endswith("roster-schedule")


def test_solve_of_nothing_as_json(roster, engine):
    engine("finds_nothing")
    found = json.loads(run("solve", roster, "--json").stdout)
    assert found["status"] == "unknown"
    assert found["out"] is None
    assert found["measures"] == {}


def test_quiet_says_nothing(roster, engine):
    engine("completes")
    result = run("solve", roster, "--quiet")
    assert result.exit_code == 0
    assert result.output == ""


def test_solve_of_a_faulty_roster_shows_all_findings(faulty_roster, engine):
    engine("completes")
    result = run("solve", faulty_roster, "--quiet", "--json")
    assert result.exit_code == 3
    assert "Services: 1 error, 1 warning" in result.stderr
    assert len(json.loads(result.stdout)["findings"]) == 2
    assert run("solve", faulty_roster).stdout == ""


def test_strict_writes_nothing(roster, engine):
    engine("falls_short")
    result = run("solve", roster, "--strict")
    assert result.exit_code == 4
    assert "Nothing was written, as --strict asks." in words(result.stdout)


def test_an_edited_result_stops_the_solve(roster, engine):
    engine("completes")
    run("solve", roster)
    book = roster.parent / "roster-schedule" / "schedule.xlsx"
    book.write_bytes(book.read_bytes() + b" ")
    result = run("solve", roster)
    assert result.exit_code == 2
    assert "--out" in result.stderr
    assert "--force" in result.stderr
    assert run("solve", roster, "--force").exit_code == 0


@pytest.mark.parametrize(
    "option",
    [
        ("--policy", "stedy-groups"),
        ("--time-limit", "0"),
        ("--workers", "-1"),
        ("--seed", "x"),
        ("--nothing",),
    ],
)
def test_wrong_options_are_wrong_usage(roster, engine, option):
    engine("completes")
    assert run("solve", roster, *option).exit_code == 2


def test_a_policy_is_passed_on(roster, engine):
    engine("completes")
    run("solve", roster, "--policy", "compact-days", "--seed", 7, "--workers", 2)
    file = roster.parent / "roster-schedule" / "schedule.json"
    params = json.loads(file.read_text(encoding="utf-8"))["params"]
    assert params["policy"]["name"] == "compact-days"
    assert params["seed"] == 7
    assert params["workers"] == 2


def test_an_internal_fault_is_told_without_names(roster, engine):
    engine("raises_at_once")
    result = run("solve", roster, "--json")
    assert result.exit_code == 1
    assert "KeyError" in result.stderr
    assert "Ana" not in result.output
    assert "Traceback" not in result.output
    assert json.loads(result.stdout)["status"] == "fault"


def test_an_unforeseen_error_is_told_without_names(roster, monkeypatch):
    def break_down(_):
        raise ValueError("Ana Secret")

    monkeypatch.setattr(pushpull_sched.app.check, "check", break_down)
    result = run("check", roster)
    assert result.exit_code == 1
    assert "Unexpected ValueError in test_commands.py" in result.stderr
    assert "Please report it" in result.stderr
    assert "Ana" not in result.output


@pytest.mark.parametrize(
    ("error", "code"), [(KeyboardInterrupt, 130), (BrokenPipeError, 0)]
)
def test_interrupts_and_closed_pipes_are_quiet(roster, monkeypatch, error, code):
    def stop(_):
        raise error

    monkeypatch.setattr(console, "hush", lambda: None)
    monkeypatch.setattr(pushpull_sched.app.check, "check", stop)
    result = run("check", roster)
    assert result.exit_code == code
    assert "Traceback" not in result.output


def solved(roster, engine, name):
    engine(name)
    run("solve", roster, "--quiet")
    return roster.parent / "roster-schedule"


def test_verify_of_a_complete_schedule(roster, engine):
    out = solved(roster, engine, "completes")
    for schedule in (out, out / "schedule.xlsx", out / "schedule.json"):
        result = run("verify", roster, schedule)
        assert result.exit_code == 0
        assert words(result.stdout).endswith("legal, complete")


def test_verify_of_an_incomplete_schedule(roster, engine):
    out = solved(roster, engine, "falls_short")
    result = run("verify", roster, out)
    assert result.exit_code == 4
    assert words(result.stdout).endswith("legal, incomplete")


def test_verify_as_json(roster, engine):
    out = solved(roster, engine, "falls_short")
    found = json.loads(run("verify", roster, out, "--json").stdout)
    assert found["legal"] is True
    assert found["complete"] is False
    assert found["findings"][0]["rule"] == "S7"
    assert found["findings"][0]["severity"] == "short"
    assert found["findings"][0]["service_ids"] == ["S1-Language-1"]
    assert found["measures"]["minutes_short"] == 30


def test_a_result_that_claims_to_be_complete_and_is_not_is_broken(roster, engine):
    out = solved(roster, engine, "falls_short")
    file = out / "schedule.json"
    text = file.read_text(encoding="utf-8").replace('"incomplete"', '"complete"')
    file.write_text(text, encoding="utf-8")
    result = run("verify", roster, out)
    assert result.exit_code == 4
    assert "not legal" in result.stdout


def test_verify_of_an_edited_schedule_claims_nothing(roster, engine):
    out = solved(roster, engine, "completes")
    book = out / "schedule.xlsx"
    book.write_bytes(book.read_bytes() + b" ")
    assert not pushpull_sched.app.verify.claims_complete(book)
    assert run("verify", roster, out).exit_code == 0


def test_verify_of_a_file_that_is_no_schedule(roster, tmp_path):
    (tmp_path / "s.xlsx").write_text("hello")
    result = run("verify", roster, tmp_path / "s.xlsx", "--json")
    assert result.exit_code == 3
    assert "s.xlsx: 1 error" in result.stderr
    assert json.loads(result.stdout)["findings"]


def test_verify_against_a_faulty_roster(faulty_roster, tmp_path):
    (tmp_path / "s.xlsx").write_text("hello")
    result = run("verify", faulty_roster, tmp_path / "s.xlsx")
    assert result.exit_code == 3
    assert "W201" in result.stderr


def test_verify_tells_warnings_about_the_schedule(roster, tmp_path):
    (tmp_path / "s.csv").write_text(
        "session_id,week,day,start,end,minutes,setting,provider_id,room_id,class_id,"
        "service,service_id,student_id,group_size\n"
    )
    result = run("verify", roster, tmp_path / "s.csv")
    assert result.exit_code == 4
    assert "The schedule has no sessions." in words(result.stderr)


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (None, ExitCode.UNREADABLE),
        (SolveResult(status=SolveStatus.COMPLETE, interrupted=True), ExitCode.DONE),
        (
            SolveResult(status=SolveStatus.INCOMPLETE, interrupted=True),
            ExitCode.NOT_SERVED,
        ),
        (SolveResult(status=SolveStatus.UNKNOWN), ExitCode.NOTHING_FOUND),
        (
            SolveResult(status=SolveStatus.UNKNOWN, interrupted=True),
            ExitCode.INTERRUPTED,
        ),
    ],
)
def test_every_outcome_has_its_exit_code(tmp_path, result, code):
    answer = pushpull_sched.app.solve.SolveAnswer(
        roster=loaded(), out=tmp_path, result=result
    )
    assert exit_code(answer) is code


def test_odd_names_do_not_break_a_narrow_pipe(roster, monkeypatch):
    read_as(monkeypatch, loaded(ERROR))
    code = (
        "import sys; sys.argv[1:] = ['check', sys.argv[1]]\n"
        "from pushpull_sched.cli.main import run; run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(roster)],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"},
    )
    assert done.returncode == 3
    assert b"\x1b" not in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_is_quiet(tmp_path):
    done = subprocess.run(
        f"'{sys.executable}' -m pushpull_sched check '{tmp_path}' --json | true",
        shell=True,
        check=False,
        capture_output=True,
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_run_leaves_with_the_exit_code(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["pushpull-sched", "--version"])
    with pytest.raises(SystemExit) as caught:
        main.run()
    assert caught.value.code in {0, None}


# ── baseline, gap, determinism ──────────────────────────────────────────────────────
def test_a_baseline_ends_in_a_change_list(roster, engine):
    engine("completes")
    run("solve", roster, "--out", roster.with_name("old"))
    result = run("solve", roster, "--baseline", roster.with_name("old"))
    assert result.exit_code == 0
    assert "Nothing changes against old." in words(result.stdout)


def test_changes_are_in_the_json_object(roster, engine):
    engine("falls_short")
    run("solve", roster, "--out", roster.with_name("old"))
    engine("completes")
    old = roster.with_name("old") / "schedule.json"
    printed = json.loads(run("solve", roster, "--baseline", old, "--json").stdout)
    assert printed["baseline"]["name"] == "schedule.json"
    (change,) = printed["changes"]
    assert change["kind"] == "new"
    assert change["before"] is None
    assert change["after"]["start"] == "09:00"
    assert printed["stages"][0]["gap"] == 0


def test_without_a_baseline_there_are_no_changes(roster, engine):
    engine("completes")
    printed = json.loads(run("solve", roster, "--json").stdout)
    assert (printed["baseline"], printed["changes"]) == (None, [])


def test_a_missing_baseline_is_wrong_usage(roster, engine):
    engine("completes")
    result = run("solve", roster, "--baseline", roster.with_name("none"))
    assert result.exit_code == 2
    assert "There is no baseline" in result.stderr


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_baseline_that_cannot_be_read_ends_with_its_findings(roster, engine, as_json):
    engine("completes")
    faulty = roster.with_name("old.json")
    faulty.write_text("{}", encoding="utf-8")
    result = run("solve", roster, "--baseline", faulty, *as_json)
    assert result.exit_code == 3
    assert "old.json: 1 error" in words(result.stderr)
    if as_json:
        assert json.loads(result.stdout)["findings"][0]["code"] == "W705"


def test_names_to_freeze_are_given_as_a_list_or_again(roster, engine):
    engine("completes")
    old = roster.with_name("old")
    run("solve", roster, "--out", old)
    more = ["--freeze", "P1, S1", "--freeze", "Mon", "--only"]
    assert run("solve", roster, "--baseline", old, *more).exit_code == 0
    content = roster.with_name("roster-schedule") / "schedule.json"
    params = json.loads(content.read_text(encoding="utf-8"))["params"]
    assert params["freeze"] == ["P1", "S1", "Mon"]
    assert params["only_new"] is True


def test_nothing_can_be_frozen_without_a_baseline(roster, engine):
    engine("completes")
    result = run("solve", roster, "--freeze", "P1")
    assert result.exit_code == 2
    assert "--baseline" in result.stderr


@pytest.mark.parametrize(
    ("text", "share"), [("5%", 0.05), ("0.05", 0.05), ("0,5", 0.5), (" 100 % ", 1.0)]
)
def test_a_gap_is_a_share_or_a_percentage(roster, engine, text, share):
    engine("completes")
    assert run("solve", roster, "--gap", text, "--deterministic").exit_code == 0
    content = roster.with_name("roster-schedule") / "schedule.json"
    params = json.loads(content.read_text(encoding="utf-8"))["params"]
    assert params["gap"] == share
    assert params["deterministic"] is True


@pytest.mark.parametrize("text", ["5", "-1%", "101%", "much", "nan"])
def test_any_other_gap_is_wrong_usage(roster, engine, text):
    engine("completes")
    result = run("solve", roster, f"--gap={text}")
    assert result.exit_code == 2
    assert "--gap 5%" in words(result.stderr)
