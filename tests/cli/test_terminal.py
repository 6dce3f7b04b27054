"""Ctrl-C and worse, in processes of their own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[1] / "support" / "solve_tiny.py"
PATIENCE = 60.0

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="signals to process groups"
)


@contextmanager
def solving(tmp_path, engine):
    """Start a solve as a terminal does; yield it with the process of its engine."""
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(b"")
    with subprocess.Popen(
        [sys.executable, str(PROGRAM), engine, "solve", str(roster)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        said = ""
        while " s  process " not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        yield process, int(said.split()[-1])


def is_gone(pid):
    """Wait until a process has left."""
    for _ in range(int(PATIENCE * 10)):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def test_ctrl_c_keeps_the_best_and_leaves_no_process(tmp_path):
    with solving(tmp_path, "tells_its_process") as (process, child):
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 4
    assert "Ctrl-C" in out
    assert "Traceback" not in err
    assert (tmp_path / "roster-schedule" / "schedule.xlsx").is_file()
    assert is_gone(child)


def test_a_second_ctrl_c_quits_at_once(tmp_path):
    with solving(tmp_path, "tells_its_process_and_hangs") as (process, child):
        os.killpg(process.pid, signal.SIGINT)
        while "stopping" not in process.stderr.readline():
            pass
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    assert not (tmp_path / "roster-schedule").exists()
    assert is_gone(child)


def test_the_engine_does_not_outlive_a_killed_program(tmp_path):
    with solving(tmp_path, "tells_its_process_and_hangs") as (process, child):
        process.kill()
    assert is_gone(child)


def test_a_killed_engine_costs_no_schedule(tmp_path):
    with solving(tmp_path, "tells_its_process") as (process, child):
        os.kill(child, signal.SIGKILL)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert "ended by SIGKILL" in out
    assert (tmp_path / "roster-schedule" / "schedule.json").is_file()
