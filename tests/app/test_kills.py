"""A few kills of ``python -m benchmarks.kills``: nothing half is ever a result."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.kills import ROOT, Kill, state_of

KILLS = 5


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kills need fork")
def test_a_killed_run_leaves_the_old_result_or_the_new(tmp_path):
    results = tmp_path / "kills.jsonl"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.kills", "--count", str(KILLS)),
            *("--work", str(tmp_path / "work"), "--results", str(results)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    kills = [Kill(**json.loads(line)) for line in results.read_text().splitlines()]
    assert len(kills) == KILLS
    assert all(kill.sound for kill in kills)
    assert any(kill.exit < 0 for kill in kills)


def test_the_judge_tells_old_new_and_mixed_apart(tmp_path):
    assert state_of(tmp_path, {}) == "none"
    (tmp_path / "schedule.json").write_text('{"hashes": {"schedule.xlsx": "0"}}')
    assert state_of(tmp_path, {}) == "mixture"
    (tmp_path / "schedule.json").write_text("no json")
    assert state_of(tmp_path, {}) == "mixture"
    assert state_of(Path(tmp_path), {"schedule.json": "other"}) == "mixture"


def test_a_mixture_that_is_read_or_a_second_leftover_would_be_noticed():
    sound = Kill(
        number=1, started="forked", signal="SIGKILL", aim="moving", after=1.0,
        exit=-9, left="mixture", refused=True, hidden=1, orphan=False,
    )  # fmt: skip
    assert sound.sound
    for change in (
        {"refused": False},
        {"hidden": 2},
        {"orphan": True},
        {"left": "none"},
        {"left": "old"},  # refused, though it is whole
    ):
        assert not Kill(**(vars_of(sound) | change)).sound


def vars_of(kill):
    return {name: getattr(kill, name) for name in Kill.__dataclass_fields__}
