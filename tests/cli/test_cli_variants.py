"""The command ``variants``: flags, lines on the way, the end and the JSON."""

import json
from pathlib import Path

import pytest
import typer
from compare_school import base_rows, variant, without
from rich.console import Console
from school_fixtures import ERROR, loaded
from typer.testing import CliRunner

import pushpull_sched.app.variants
from pushpull_sched.app.compare import CompareAnswer
from pushpull_sched.app.solve import SolveRequest
from pushpull_sched.app.variant_runs import (
    VariantOutcome,
    VariantRun,
    VariantsAnswer,
)
from pushpull_sched.cli.main import app
from pushpull_sched.cli.screens.variants import begin_line, closing_lines, end_lines
from pushpull_sched.cli.variants import exit_code
from pushpull_sched.compare.comparing import compare
from pushpull_sched.domain.result import SolveStatus
from pushpull_sched.domain.what_if import WhatIf

runner = CliRunner()
PLAIN = WhatIf(name="as it is")
SMALLER = WhatIf(name="pairs", group_cap=2)


def outcome(what_if, status, **more):
    folder = Path(what_if.name) if status is SolveStatus.COMPLETE else None
    return VariantOutcome(what_if=what_if, folder=folder, status=status, **more)


def answer(*outcomes, compared=None, **more):
    fields = {"count": len(outcomes), "out": Path("out"), "roster": loaded()}
    return VariantsAnswer(outcomes=outcomes, compared=compared, **(fields | more))


def both():
    rows = base_rows()
    return CompareAnswer(
        comparison=compare(
            [
                variant(rows, label="as it is", about="policy default"),
                variant(without(rows, "e"), label="pairs", about="groups up to 2"),
                variant(rows, label="again"),
            ]
        ),
        files=(Path("out/comparison.xlsx"),),
    )


DONE = (
    outcome(PLAIN, SolveStatus.COMPLETE),
    outcome(SMALLER, SolveStatus.COMPLETE, reused=True),
)


@pytest.fixture
def called(monkeypatch):
    """What the command asks; it gets two finished variants for an answer."""
    asked = []

    def stub(request, *, watchers):
        asked.append(request)
        return answer(*DONE, compared=both())

    monkeypatch.setattr(pushpull_sched.app.variants, "variants", stub)
    return asked


def run(*arguments):
    return runner.invoke(app, ["variants", "roster.xlsx", *arguments])


def test_every_flag_is_a_variant(called):
    result = run(
        *("--policy", "compact-days", "--policy", "ours.toml"),
        *("--set", "target_group = 4", "--absent", "P1 Fri", "--closed", "R1"),
        *("--more-like", "P1", "--more-like", "P1 Mon,Wed", "--group-cap", "2"),
        *("--protect-core", "--setting", "Speech=pull-out", "--seed", "3"),
        *("--setting", "OT=push-in in World Language"),
        *("--time-limit", "9", "--file", "v.toml", "--gap", "5%", "--again"),
    )
    assert result.exit_code == 0, result.output
    (request,) = called
    assert request.flagged == (
        {"name": "compact-days", "policy": "compact-days"},
        {"name": "ours", "policy": "ours.toml"},
        {"name": "target_group 4", "settings": {"target_group": "4"}},
        {"name": "without P1 Fri", "absent": ["P1 Fri"]},
        {"name": "one more like P1", "add_providers": [{"like": "P1"}]},
        {
            "name": "one more like P1 Mon,Wed",
            "add_providers": [{"like": "P1", "days": "Mon,Wed"}],
        },
        {"name": "R1 closed", "closed": ["R1"]},
        {"name": "groups up to 2", "group_cap": 2},
        {"name": "core classes protected", "protect_core": True},
        {"name": "Speech pull-out", "services": {"Speech": {"setting": "pull-out"}}},
        {
            "name": "OT push-in in World Language",
            "services": {"OT": {"setting": "push-in", "subject": "World Language"}},
        },
    )
    assert (request.seed, request.time_limit, request.again) == (3, 9.0, True)
    assert (request.file, request.params.gap) == (Path("v.toml"), 0.05)


def test_flags_may_stay_close(called):
    run("--open-core", "--stay-close")
    (table,) = called[0].flagged
    assert table == {
        "name": "core classes open",
        "protect_core": False,
        "stay_close": True,
    }


@pytest.mark.parametrize("flag", ["--set", "--setting"])
def test_a_pair_without_a_sign_is_wrong_usage(called, flag):
    result = run(flag, "Speech")
    assert result.exit_code == 2
    assert 'has no "="' in result.stderr
    assert called == []


def test_it_ends_in_the_comparison(called):
    result = run("--details")
    text = " ".join(result.stdout.split())
    assert "3 schedules of roster" in text
    assert "A as it is policy default" in text
    assert "B pairs groups up to 2" in text
    assert "B leaves 30 service minutes undone" in text
    assert "What does B give, and what does it cost?" in text
    assert "B is worse than A in service minutes missing 0 → 30" in text
    assert "C is the same schedule as A." in text
    assert "Every variant has its own folder in out" in text
    assert "Written: out/comparison.xlsx" in text.replace("\\", "/")


def test_the_json_holds_variants_and_comparison(called):
    found = json.loads(run("--json").stdout)
    first, second = found["variants"]
    assert (first["name"], first["status"], first["reused"]) == (
        "as it is",
        "complete",
        False,
    )
    assert second["about"] == "policy default, groups up to 2"
    assert [one["label"] for one in found["comparison"]["schedules"]] == [
        "as it is",
        "pairs",
        "again",
    ]
    assert found["not_begun"] == 0


def test_a_faulty_roster_is_shown(monkeypatch):
    faulty = answer(roster=loaded(ERROR))
    monkeypatch.setattr(
        pushpull_sched.app.variants, "variants", lambda *_, **__: faulty
    )
    result = run()
    assert result.exit_code == 3
    assert "Alvares" in result.stderr
    assert json.loads(run("--json").stdout)["findings"][0]["cell"] == "F12"


def test_a_second_ctrl_c_keeps_what_is_finished(monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(pushpull_sched.app.variants, "variants", stop)
    result = run()
    assert result.exit_code == 130
    assert "the same command goes on there" in result.stderr


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (answer(*DONE, compared=both()), 0),
        (answer(*DONE, outcome(SMALLER, None), compared=both()), 1),
        (answer(DONE[0], outcome(SMALLER, SolveStatus.UNKNOWN)), 5),
        (answer(DONE[0], outcome(SMALLER, SolveStatus.INFEASIBLE)), 4),
        (answer(DONE[0], count=3, interrupted=True), 130),
    ],
)
def test_exit_codes(found, code):
    assert exit_code(found) == code


# ── lines on the way ────────────────────────────────────────────────────────────────
def shown(what):
    console = Console(width=90, markup=False, highlight=False, color_system=None)
    with console.capture() as capture:
        console.print(what)
    return " ".join(capture.get().split())


def test_a_variant_is_named_when_it_begins():
    begun = VariantRun(
        number=2, count=5, what_if=SMALLER, request=SolveRequest(roster=Path("r.xlsx"))
    )
    assert shown(begin_line(begun)) == (
        "2 of 5 pairs policy default, groups up to 2, 60 s at most"
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (outcome(PLAIN, SolveStatus.COMPLETE, seconds=59.6), "complete 60 s"),
        (DONE[1], "pairs: finished earlier, complete"),
        (
            outcome(PLAIN, SolveStatus.INFEASIBLE, reasons=("Two pins clash.",)),
            "no legal schedule: the pins cannot stand 0 s Two pins clash.",
        ),
        (
            outcome(PLAIN, None, reasons=("It broke.",)),
            "not solved: the program broke down 0 s It broke.",
        ),
    ],
)
def test_what_became_of_it_is_said(found, said):
    assert shown(end_lines(found)) == said


def test_what_is_missing_is_said_at_the_end():
    found = answer(
        DONE[0],
        outcome(SMALLER, SolveStatus.UNKNOWN),
        count=4,
        remarks=("Close it.",),
    )
    text = shown(closing_lines(found, details=False))
    assert "Not compared: pairs (no schedule was found in the time given)." in text
    assert "fewer than two schedules" in text
    assert "2 variants not begun; the same command goes on there." in text
    assert "Close it." in text


def test_the_command_is_listed():
    group = typer.main.get_command(app)
    assert "variants" in group.commands
