import multiprocessing
import os
import threading
import time
from contextlib import contextmanager

import pytest
import stub_engines
from tiny_school import COMPLETE, INCOMPLETE, tiny_school

from pushpull_sched.app import child
from pushpull_sched.app.child import (
    Answer,
    Broken,
    EngineChild,
    Incumbent,
    Job,
    Ready,
    serve,
)
from pushpull_sched.app.watchers import Watchers
from pushpull_sched.domain.result import Params, Progress, SolveStatus

LONG = 60.0


def outcome_of(name, *, seconds=LONG, stop=lambda: False, watchers=None):
    with EngineChild(f"stub_engines:{name}") as engine:
        return engine.solve(
            tiny_school(),
            Params(),
            deadline=time.monotonic() + seconds,
            clock=time.monotonic,
            stop_requested=stop,
            watchers=watchers or Watchers(),
        )


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(child, "STOP_GRACE", 0.5)


def test_an_answer_arrives_with_everything_before_it():
    progress, incumbents = [], []
    watchers = Watchers(progress=progress.append, incumbent=incumbents.append)
    outcome = outcome_of("completes", watchers=watchers)
    assert outcome.best.schedule == COMPLETE
    assert not outcome.failure
    assert [news.level for news in progress] == ["minutes_short"]
    assert [found.schedule for found in incumbents] == [INCOMPLETE]


def test_an_abort_of_the_solver_costs_no_schedule():
    outcome = outcome_of("aborts_after_one")
    assert outcome.best.schedule == COMPLETE
    assert outcome.failure == "the solver was ended by SIGABRT"
    assert not outcome.timed_out


def test_an_abort_before_any_schedule_is_a_failure():
    outcome = outcome_of("aborts_at_once")
    assert outcome.best is None
    assert "SIGABRT" in outcome.failure


def test_an_exit_of_the_solver_is_named():
    assert outcome_of("leaves_at_once").failure == "the solver ended with exit code 7"


def test_an_error_names_its_place_and_not_its_text():
    outcome = outcome_of("raises_after_one")
    assert outcome.best.schedule == INCOMPLETE
    assert outcome.failure.startswith("KeyError in stub_engines.py, line ")
    assert "Ana" not in outcome.failure


def test_an_engine_that_cannot_be_imported_is_a_failure():
    with EngineChild("no_such_module:solve") as engine:
        outcome = engine.solve(
            tiny_school(),
            Params(),
            deadline=time.monotonic() + LONG,
            clock=time.monotonic,
            stop_requested=lambda: False,
            watchers=Watchers(),
        )
    assert outcome.best is None
    assert "ModuleNotFoundError" in outcome.failure


@pytest.mark.usefixtures("impatient")
def test_a_hanging_solver_is_ended_and_its_schedule_kept():
    found = threading.Event()
    watchers = Watchers(incumbent=lambda _: found.set())
    # The time is up as soon as the schedule is there.
    clock_start = time.monotonic()

    def clock():
        return clock_start + (time.monotonic() - clock_start if found.is_set() else 0)

    with EngineChild("stub_engines:hangs_after_one") as engine:
        outcome = engine.solve(
            tiny_school(),
            Params(),
            deadline=clock_start + 0.01,
            clock=clock,
            stop_requested=lambda: False,
            watchers=watchers,
        )
    assert outcome.timed_out
    assert outcome.best.schedule == COMPLETE
    assert "did not answer in time" in outcome.failure


@pytest.mark.usefixtures("impatient")
def test_a_hanging_solver_with_nothing_leaves_nothing():
    outcome = outcome_of("hangs", seconds=2.0)
    assert outcome.timed_out
    assert outcome.best is None


def test_a_request_to_stop_reaches_the_engine():
    found = threading.Event()
    watchers = Watchers(incumbent=lambda _: found.set())
    outcome = outcome_of("waits_for_stop", stop=found.is_set, watchers=watchers)
    assert outcome.best.schedule == COMPLETE


def test_a_request_to_stop_before_the_child_is_ready_is_heard():
    outcome = outcome_of("waits_in_vain", stop=lambda: True)
    assert outcome.best is None or outcome.best.status is SolveStatus.UNKNOWN
    assert outcome.best or outcome.timed_out


def test_no_process_is_left_behind():
    with EngineChild("stub_engines:hangs"):
        (process,) = multiprocessing.active_children()
    assert multiprocessing.active_children() == []
    with pytest.raises(ValueError, match="closed"):
        process.is_alive()


@contextmanager
def served(name, monkeypatch):
    """Run the child's side in a thread of this process."""
    monkeypatch.setattr(os, "_exit", lambda _: None)
    near, far = multiprocessing.get_context("spawn").Pipe()
    others = set(threading.enumerate())
    thread = threading.Thread(
        target=serve, args=(f"stub_engines:{name}", far), daemon=True
    )
    thread.start()
    try:
        yield near
    finally:
        near.close()
        thread.join()
        for listener in set(threading.enumerate()) - others:
            listener.join()  # or it would read from the next pipe of this number
        far.close()


def test_the_child_says_ready_then_works_then_answers(monkeypatch):
    with served("completes", monkeypatch) as pipe:
        assert pipe.recv() == Ready()
        pipe.send(Job(school=tiny_school(), params=Params()))
        assert isinstance(pipe.recv(), Progress)
        assert pipe.recv() == Incumbent(result=stub_engines.HALF)
        assert pipe.recv() == Answer(result=stub_engines.WHOLE)


def test_the_child_tells_what_broke(monkeypatch):
    with served("raises_at_once", monkeypatch) as pipe:
        pipe.recv()
        pipe.send(Job(school=tiny_school(), params=Params()))
        assert isinstance(pipe.recv(), Broken)


def test_the_child_stops_when_asked(monkeypatch):
    with served("waits_for_stop", monkeypatch) as pipe:
        pipe.recv()
        pipe.send(Job(school=tiny_school(), params=Params()))
        pipe.recv()
        pipe.send(None)
        assert pipe.recv() == Answer(result=stub_engines.WHOLE)


def test_the_child_that_is_stopped_before_its_job_leaves(monkeypatch):
    with served("completes", monkeypatch) as pipe:
        pipe.recv()
        pipe.send(None)


def test_the_child_leaves_when_the_parent_is_gone(monkeypatch):
    with served("completes", monkeypatch) as pipe:
        pipe.recv()
