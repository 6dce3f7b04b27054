"""The careful greedy breaks no rule."""

import pytest
from benchmarks.baselines.common import Task, repaired, write_schedule
from benchmarks.baselines.greedy import solve, split
from benchmarks.generator.check import planted_schedule
from benchmarks.generator.files import write_workbook
from benchmarks.generator.make import make_roster
from benchmarks.generator.tables import Table, clock
from benchmarks.judge import judge, school_of

from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.verify import verify_schedule


def task_for(path, **more):
    school = school_of(path)
    return Task(school=school, limit=1000, workers=1, seed=1, began=0, **more)


@pytest.fixture
def written(tmp_path):
    def make(tier, **more):
        roster = make_roster(tier, **more)
        path = tmp_path / f"{tier}.xlsx"
        write_workbook(roster.tables, path)
        return roster, path

    return make


@pytest.mark.parametrize(
    ("tier", "tightness", "rarer"),
    [("toy", 0.75, False), ("slp", 0.6, False), ("small", 0.9, True)],
)
def test_what_it_places_is_legal_and_most_of_what_is_owed(
    written, monkeypatch, tier, tightness, rarer
):
    _, path = written(tier, tightness=tightness, rarer=rarer)
    task = task_for(path)
    monkeypatch.setattr(Task, "remaining", 100.0)
    schedule = solve(task)
    verdict = verify_schedule(task.school, schedule)
    assert verdict.legal
    owed = sum(one.required_minutes for one in verdict.outcomes)
    assert sum(one.minutes_short for one in verdict.outcomes) < 0.3 * owed
    assert repaired(task, schedule) == schedule
    assert task.notes == []


def test_it_stops_when_time_is_up(written, monkeypatch):
    _, path = written("toy")
    task = task_for(path)
    monkeypatch.setattr(Task, "remaining", 0.0)
    assert solve(task).sessions == ()
    assert task.notes == ["time ended before every service was tried"]


def test_what_breaks_a_rule_is_dropped_and_said(written, tmp_path):
    roster, path = written("toy")
    task = task_for(path)
    planted = planted_schedule(roster)
    first = planted.sessions[0]
    twice = type(planted)(
        sessions=(
            *planted.sessions,
            type(first)(
                **{
                    name: getattr(first, name)
                    for name in first.__slots__
                    if name != "id"
                },
                id="again",
            ),
        )
    )
    kept = repaired(task, twice)
    assert verify_schedule(task.school, kept).legal
    assert len(kept.sessions) == len(planted.sessions)
    size = len(first.served)
    assert task.notes[0].startswith(f"{size} of ")

    write_schedule(task.school, kept, tmp_path / "out" / "schedule.json")
    judged = judge(path, tmp_path / "out" / "schedule.json")
    assert judged.legal
    assert judged.complete
    assert judged.levels[0] == 0


def test_a_pin_that_is_not_kept_cannot_be_mended(written, tmp_path):
    roster, _ = written("toy")
    pins = Table(name="Pins", heads=["service_id", "day", "start"])
    pinned = roster.rows[0]
    slot = pinned.member.slots[0]
    pins.add(pinned.id, roster.ground.day_names[slot.day], clock(slot.start))
    roster.tables["Pins"] = pins
    path = tmp_path / "pinned.xlsx"
    write_workbook(roster.tables, path)
    task = task_for(path)
    kept = repaired(task, Schedule())
    assert kept.sessions == ()
    assert not verify_schedule(task.school, kept).legal


@pytest.mark.parametrize(
    ("lengths", "need", "count", "mix"),
    [
        ((30,), 120, None, (30,) * 4),
        ((30,), 100, None, (30,) * 4),
        ((20, 30), 70, None, (30, 20, 20)),
        ((20, 30), 50, 2, (30, 20)),
        ((20, 30), 35, 2, (20, 20)),
        ((20, 25, 30), 200, 2, (30, 30)),
        ((), 30, None, ()),
    ],
)
def test_minutes_are_split_with_as_few_too_many_as_possible(lengths, need, count, mix):
    assert split(lengths, need, count) == mix
