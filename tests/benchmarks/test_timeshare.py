"""Where the time of a run goes: every part is real, and the parts make the whole."""

import json
from importlib import import_module

import pytest

from benchmarks import timeshare


@pytest.mark.parametrize(("name", "place", "functions"), timeshare.PARTS)
def test_parts_are_code_of_the_program(name, place, functions):
    module = import_module(f"pushpull_sched.{place}")
    # A method is found by its name in any class of the module.
    known = {each for owner in (module, *vars(module).values()) for each in dir(owner)}
    assert name
    assert functions <= known


def test_the_parts_of_a_run_make_the_whole(tmp_path, capsys):
    file = tmp_path / "timeshare.jsonl"
    words = ["--tier", "toy", "--limit", "3", "--cores", "1", "--results", str(file)]
    assert timeshare.main(words) == 0
    (line,) = file.read_text("utf-8").splitlines()
    found = json.loads(line)
    assert found["instance"] == "toy-t75-s1"
    assert sum(found["parts"].values()) == pytest.approx(found["seconds"], rel=0.2)
    assert "solving exact models" in found["parts"]
    assert "| solving exact models |" in capsys.readouterr().out
