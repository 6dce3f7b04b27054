"""Runs that no clock decides: the same again, on any machine."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.team import team
from pushpull_sched.domain.result import Params, SolveStatus
from pushpull_sched.engine.solve import solve

TESTS = Path(__file__).parents[1]
SECONDS = 1.0


def repeated(seed=3, seconds=SECONDS, **watchers):
    params = Params(deterministic=True, seed=seed, time_limit=seconds)
    return solve(team(), params, **watchers)


@pytest.fixture(scope="module")
def once():
    return repeated()


def test_the_same_again_in_one_process(once):
    again = repeated()
    assert once.status is SolveStatus.COMPLETE
    assert (again.schedule, again.stages) == (once.schedule, once.stages)
    assert again.seconds == once.seconds


def test_the_same_on_a_slow_machine(once, monkeypatch):
    hours = iter(range(10**9))
    monkeypatch.setattr(time, "monotonic", lambda: 3600.0 * next(hours))
    monkeypatch.setattr(time, "perf_counter", lambda: 3600.0 * next(hours))
    slow = repeated(clock=lambda: 3600.0 * next(hours))
    assert (slow.schedule, slow.stages) == (once.schedule, once.stages)


def test_work_ends_a_run(once):
    assert once.seconds == pytest.approx(SECONDS, rel=1.0)
    assert repeated(seconds=0.05).seconds < SECONDS


@pytest.mark.parametrize("which", ["team", "toy"])
def test_the_same_in_processes_that_hash_differently(which):
    outputs = [
        subprocess.run(
            [sys.executable, "-m", "engine.repeated_run", which, str(SECONDS), "3"],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS / "support")]),
                "PYTHONHASHSEED": seed,
            },
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].startswith("Schedule(sessions=(Session(")
