"""Processes beside the run: they help, cost nothing when they die, and all leave."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from engine.running import on, one, placed
from engine.team import EVERYTHING, team
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import Params, SolveStatus
from pushpull_sched.engine import crew as crew_module
from pushpull_sched.engine import exact
from pushpull_sched.engine.bench import Anneal, Bench, Prove, Proved, anneal
from pushpull_sched.engine.crew import Crew
from pushpull_sched.engine.solve import solve
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import schedule_of
from pushpull_sched.verify import measures_of, verify_schedule

TESTS = Path(__file__).parents[1]
SHORT, MISSED = one(Measure.MINUTES_SHORT), one(Measure.MISSED)
PATIENCE = 120.0
TEAM = team()


def a_search(builder, seconds, level=MISSED):
    return Anneal(
        now=builder.board.timetable(),
        order=builder.order,
        level=level,
        held=((SHORT, 0),),
        seconds=seconds,
        seed=1,
    )


def gather(crew, enough):
    """What a crew finds until that is enough."""
    found = []
    deadline = time.monotonic() + PATIENCE
    while not enough(found) and crew.size and time.monotonic() < deadline:
        found += crew.found(1.0)
    return found


@pytest.fixture
def two():
    crew = Crew(TEAM, (), 2)
    yield crew
    crew.close()
    assert multiprocessing.active_children() == []


def test_members_prove_and_search_and_one_may_die(two):
    builder = placed(TEAM)
    before = measures_of(TEAM, on(builder))
    assert gather(two, lambda _: two.listening == 2) == []
    two.prove(Prove(level=SHORT, held=(), seed=1))
    two.prove(Prove(level=MISSED, held=((SHORT, 0),), seed=1))
    assert two.busy == 1
    # The first is busy, so only the second takes a search.
    assert two.anneal([a_search(builder, 0.5)] * 2) == 1
    assert two.busy == 2
    found = gather(two, lambda found: len(found) == 5)
    proved = [each for each in found if isinstance(each, Proved)]
    assert [each.level for each in proved] == ["minutes_short"] * 2 + ["missed"] * 2
    (searched,) = (each for each in found if not isinstance(each, Proved))
    schedule = schedule_of(TEAM, searched.timetable)
    assert verify_schedule(TEAM, schedule).complete
    after = measures_of(TEAM, schedule)[Measure.MISSED]
    assert proved[-1].bound <= after <= before[Measure.MISSED]
    assert two.busy == 0

    assert two.anneal([a_search(builder, 600.0, EVERYTHING)] * 2) == 2
    first, second = (member.process for member in two._members)
    os.kill(first.pid, signal.SIGKILL)
    assert gather(two, lambda _: two.size == 1) == []
    assert two.size == two.busy == 1
    os.kill(second.pid, signal.SIGKILL)
    second.join()
    # Nobody is left to take anything, and that is no error.
    two.prove(Prove(level=SHORT, held=(), seed=1))
    gather(two, lambda _: two.size == 0)
    assert two.size == two.busy == 0
    two.prove(Prove(level=SHORT, held=(), seed=1))
    assert two.anneal([a_search(builder, 1.0)]) == 0
    assert two.found() == []


@pytest.mark.parametrize("kill", [False, True])
def test_two_workers_give_a_legal_schedule(monkeypatch, kill):
    monkeypatch.setattr(exact, "AFFORDABLE", 0)
    started = []

    class Watched(Crew):
        def __init__(self, *given):
            super().__init__(*given)
            started.append(self.size)
            if kill:
                for member in self._members:
                    os.kill(member.process.pid, signal.SIGKILL)

    monkeypatch.setattr("pushpull_sched.engine.ladder.Crew", Watched)
    result = solve(TEAM, Params(time_limit=3.0, workers=2))
    assert started == [1]
    assert result.status is SolveStatus.COMPLETE
    assert verify_schedule(TEAM, result.schedule) == result.verdict
    assert multiprocessing.active_children() == []


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return state.rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("what", ["crew", "child"])
def test_nobody_outlives_a_process_that_is_killed(what):
    found = os.pathsep.join([str(TESTS), str(TESTS / "support")])
    with subprocess.Popen(
        [sys.executable, "-m", "engine.crew_script", what],
        env={**os.environ, "PYTHONPATH": found},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            pids = [int(process.stdout.readline()) for _ in range(2)]
            assert all(map(alive, pids))
        finally:
            process.kill()
    deadline = time.monotonic() + PATIENCE
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(alive, pids))


def test_where_no_process_can_start_nobody_helps(monkeypatch):
    def full(_):
        raise BlockingIOError

    context = multiprocessing.get_context("spawn")
    monkeypatch.setattr(context.Process, "start", full)
    crew = Crew(TEAM, (), 2)
    assert crew.size == crew.busy == 0
    crew.prove(Prove(level=SHORT, held=(), seed=1))
    assert crew.found() == []
    crew.close()


def test_a_member_that_dies_before_it_listens_keeps_nobody_waiting(monkeypatch):
    monkeypatch.setattr(crew_module, "_work", os.getpid)  # no task: ends at once
    school = replace(TEAM, settings=replace(TEAM.settings, school="x" * 5_000_000))
    crew = Crew(school, (), 1)
    crew.prove(Prove(level=SHORT, held=(), seed=1))
    assert gather(crew, lambda _: crew.size == 0) == []
    assert crew.size == 0


# ── a member's side, in this process ────────────────────────────────────────────────
class Pipe:
    """What a member reads, and what it has sent."""

    def __init__(self, *tasks):
        self.tasks = list(tasks)
        self.sent = []

    def recv(self):
        if not self.tasks:
            raise EOFError
        return self.tasks.pop(0)

    def send(self, found):
        self.sent.append(found)


def test_a_member_does_task_after_task_until_nobody_asks(monkeypatch):
    monkeypatch.setattr(crew_module, "_leave_with_parent", lambda: None)
    pipe = Pipe(
        (TEAM, ()), Prove(level=SHORT, held=(), seed=1), a_search(placed(TEAM), 0.1)
    )
    crew_module._work(pipe)
    assert pipe.sent[0] is crew_module.READY
    assert len(pipe.sent) == 4


def test_a_member_leaves_with_its_parent(monkeypatch):
    left = []
    monkeypatch.setattr(os, "_exit", left.append)
    crew_module._leave_with_parent()
    assert left == [0]


def test_a_search_from_a_schedule_is_no_worse_than_it():
    builder = placed(TEAM)
    task = a_search(builder, 0.2)
    found = anneal(Bench(Atlas(TEAM)), task)
    values = measures_of(TEAM, schedule_of(TEAM, found.timetable))
    assert values[Measure.MISSED] <= measures_of(TEAM, on(builder))[Measure.MISSED]
    assert values[Measure.MINUTES_SHORT] == 0
    nothing = anneal(Bench(Atlas(TEAM)), replace(task, level=SHORT))
    assert nothing.timetable == task.now
