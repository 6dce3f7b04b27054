"""When things happened in a run."""

from pushpull_sched.app.trace import Trace
from pushpull_sched.app.watchers import Watchers, phase
from pushpull_sched.domain.result import Progress, SolveResult, SolveStatus
from pushpull_sched.domain.school import School


def told(level, value, bound):
    return Progress(level=level, value=value, bound=bound, elapsed=9.0, remaining=1.0)


def listed(trace):
    return [(mark.level, mark.elapsed, mark.value, mark.bound) for mark in trace.marks]


def test_a_change_of_value_or_bound_is_noted_and_a_repetition_is_not():
    times = iter([1.0, 2.0, 3.0, 4.0])
    trace = Trace(elapsed=lambda: next(times))
    heard = []
    watchers = trace.watching(Watchers(progress=heard.append))
    for news in ((5, None), (5, None), (5, 2), (3, 2)):
        watchers.progress(told("missed", *news))
    assert listed(trace) == [
        ("missed", 1.0, 5, None),
        ("missed", 2.0, 5, 2),
        ("missed", 3.0, 3, 2),
    ]
    assert len(heard) == 4


def test_the_first_schedule_and_the_first_complete_one_are_noted_once():
    times = iter([1.0, 2.0, 3.0])
    trace = Trace(elapsed=lambda: next(times))
    heard = []
    watchers = trace.watching(Watchers(incumbent=heard.append, loaded=heard.append))
    watchers.loaded(School())
    for status in ("incomplete", "incomplete", "complete", "complete"):
        watchers.incumbent(SolveResult(status=SolveStatus(status)))
    assert listed(trace) == [
        ("loaded", 1.0, None, None),
        ("schedule", 2.0, None, None),
        ("complete", 3.0, None, None),
    ]
    assert len(heard) == 5


def test_a_phase_of_the_engine_has_no_value():
    trace = Trace(elapsed=lambda: 1.0)
    trace.watching(Watchers()).progress(phase("reading"))
    assert listed(trace) == [("reading", 1.0, None, None)]
