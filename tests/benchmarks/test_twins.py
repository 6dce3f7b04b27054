"""Infeasible twins: made by one change, proven, explained, checked and counted."""

import random

import pytest
from benchmarks.generator.make import make_roster
from benchmarks.tightenings import TIGHTENINGS
from benchmarks.twins import TwinRecord, main, read_twins, run_twin, school_of, summary

from benchmarks import twins


def record(key="toy-s1-room", **values):
    tier, _, kind = key.split("-", 2)
    fields = {
        "key": key, "tier": tier, "seed": 1, "kind": kind, "text": "a room is gone",
        "proof": "counting", "recognised": 3.0, "counts": 1, "conflicts": 2,
        "sizes": [(1, 2), (2, 3)], "shown_minimal": 2, "are_minimal": 2,
        "repaired": True, "cost": 6, "least": True, "undo": 6, "cells": True,
        "seconds": 9.0, "changes": ["find one more room"], "at": "2026-11-22T00:00:00",
        "shown": 1, "not_yet": 0,
    }  # fmt: skip
    return TwinRecord(**{**fields, **values})


@pytest.mark.parametrize("kind", ["room", "class-meeting"])
def test_a_tiny_twin_is_recognised_and_repaired(kind):
    found = run_twin("toy", 1, kind)
    assert found.in_time
    assert found.hit
    assert found.cells
    assert found.are_minimal == found.shown_minimal
    assert found.not_yet == 0


@pytest.mark.parametrize("kind", TIGHTENINGS)
def test_a_tightening_changes_one_thing_and_leaves_a_sound_roster(kind):
    roster = make_roster("toy", seed=1, tightness=0.95)
    before = {name: [list(row) for row in t.rows] for name, t in roster.tables.items()}
    found = next(TIGHTENINGS[kind](roster, random.Random(1)))  # noqa: S311 - seeded on purpose
    assert {
        name: [list(row) for row in t.rows] for name, t in roster.tables.items()
    } == before
    changed = [
        name
        for name, table in found.tables.items()
        if [list(row) for row in table.rows] != before[name]
    ]
    assert len(changed) == 1
    school = school_of(found.tables)
    assert school is not None
    assert set(found.touched(school)) <= {one.id for one in school.services}
    assert found.undo >= 1


@pytest.mark.parametrize(
    ("values", "in_time", "hit"),
    [
        ({}, True, True),
        ({"recognised": 30.0}, True, True),
        ({"recognised": 30.1}, False, True),
        ({"recognised": None}, False, True),
        ({"cost": 7}, True, False),
        ({"cost": 5}, True, True),
        ({"repaired": False}, True, False),
        ({"repaired": False, "cost": None}, True, False),
    ],
)
def test_what_counts_as_recognised_and_as_hit(values, in_time, hit):
    found = record(**values)
    assert found.in_time is in_time
    assert found.hit is hit


def test_the_table_counts_by_tier_and_kind():
    lines = summary([record(), record("small-s1-room", cost=9, not_yet=1)]).splitlines()
    assert lines[2] == (
        "| toy | 1 | 1/1 (100 %) | 1/1 (100 %) | 2/2 (100 %) | 1 | 0/1 (0 %) | "
        "1/1 (100 %) |"
    )
    assert lines[-1] == (
        "| all | 2 | 2/2 (100 %) | 1/2 (50 %) | 4/4 (100 %) | 2 | 1/2 (50 %) | "
        "2/2 (100 %) |"
    )


def test_a_suite_goes_on_where_it_was(tmp_path, monkeypatch, capsys):
    asked = []

    def run(tier, seed, kind):
        asked.append((tier, seed, kind))
        key = f"{tier}-s{seed}-{kind}"
        return None if kind == "room" else record(key, kind=kind)

    monkeypatch.setattr(twins, "run_twin", run)
    file = tmp_path / "twins.jsonl"
    arguments = ["--tier", "toy", "--seeds", "1", "--results", str(file)]
    main([*arguments, "--kind", "room"])
    main(arguments)
    assert len(asked) == len(set(asked)) == len(TIGHTENINGS)
    main([*arguments, "--table"])
    assert len(asked) == len(TIGHTENINGS)
    assert len(read_twins(file)) == len(TIGHTENINGS) - 1
    assert "no case is proven" in capsys.readouterr().out


def test_no_results_are_an_empty_table(tmp_path):
    assert read_twins(tmp_path / "none.jsonl") == []
