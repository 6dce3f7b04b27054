"""A fixed share of the soak: three random schools through the whole program."""

import json

import pytest
from benchmarks.instances import Instance

from benchmarks import soak

SCHOOLS = {
    1: Instance(tier="toy", seed=1, tightness=0.85, rarer=True),
    2: Instance(tier="toy", seed=2, tightness=0.5),
    3: Instance(tier="slp", seed=3, tightness=0.75, rarer=True),
}


@pytest.mark.slow
def test_three_random_schools_tell_one_story(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(soak, "drawn", SCHOOLS.__getitem__)
    file = tmp_path / "soak.jsonl"
    words = ["--count", "3", "--limit", "6", "--results", str(file)]
    words += ["--cache", str(tmp_path)]
    assert soak.main(words) == 0
    assert "0 disagreements" in capsys.readouterr().out
    lines = file.read_text("utf-8").splitlines()
    assert [json.loads(line)["seed"] for line in lines] == [1, 2, 3]
    assert soak.main(words) == 0
    assert file.read_text("utf-8").splitlines() == lines
