"""What the fuzzer kept is read again, and what it once broke stays mended.

The fuzzer itself is ``python -m benchmarks.fuzz``.
"""

from pathlib import Path

import pytest
from benchmarks.fuzz import seeds
from benchmarks.fuzz.targets import SEPARATOR, TARGETS, Wrong, csv_folder

CORPUS = Path(seeds.__file__).parents[1] / "corpus"
SHARE = 40
"""Inputs of each target that are read at every run of the tests."""


def inputs(name):
    files = sorted((CORPUS / name).glob("*"))
    step = max(1, len(files) // SHARE)
    return files[::step]


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_share_of_the_kept_corpus_is_read(name):
    files = inputs(name)
    assert files, "python -m benchmarks.fuzz --keep"
    for file in files:
        TARGETS[name](file.read_bytes())


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_seeds_are_read(name):
    for seed in seeds.seeds()[name][:SHARE]:
        TARGETS[name](seed)


LONG = "x" * 20_000


def test_an_endless_name_is_cut_in_what_is_said():
    """Found: a value of 20,000 characters stood whole in W301 and W412."""
    students = b"student_id,grade\nS1,3\n"
    services = (
        "student_id,service,setting,frequency,role,subject,provider\n"
        f"{LONG},Speech,push-in,2 x 30,SLP,{LONG},{LONG}\n"
    ).encode()
    files = [b""] * 12
    files[1], files[9] = students, services
    csv_folder(SEPARATOR.join(files))


def test_a_wrong_answer_would_be_noticed(monkeypatch):
    monkeypatch.setattr("benchmarks.fuzz.targets.LONGEST_SAID", 5)
    with pytest.raises(Wrong, match="too long"):
        csv_folder(b"key,value\nnonsense,1\n")
