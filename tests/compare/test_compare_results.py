"""Results in memory, compared without a file."""

from dataclasses import replace

import export_sample as sample
from tiny_school import COMPLETE, INCOMPLETE, tiny_school

from pushpull_sched.compare.comparing import compare
from pushpull_sched.compare.results import variant_of
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import SolveResult, SolveStatus, Stage, StageStatus
from pushpull_sched.verify.verifier import verify_schedule

SCHOOL = tiny_school()


def result(schedule, status):
    proven = Stage(
        level="minutes_short",
        value=0,
        bound=0,
        status=StageStatus.PROVEN,
        seconds=1,
    )
    return SolveResult(
        status=status,
        schedule=schedule,
        verdict=verify_schedule(SCHOOL, schedule),
        stages=(proven,),
        reasons=("Time was up.",),
    )


def test_labelled_results_are_compared_without_a_file():
    run = sample.run()
    found = compare(
        [
            variant_of("all", SCHOOL, result(COMPLETE, SolveStatus.COMPLETE), run),
            variant_of("some", SCHOOL, result(INCOMPLETE, SolveStatus.INCOMPLETE), run),
            variant_of("none", SCHOOL, SolveResult(status=SolveStatus.UNKNOWN), run),
        ]
    )
    first, second, third = found.profiles
    assert [one.label for one in found.profiles] == ["all", "some", "none"]
    assert [one.complete for one in found.profiles] == [True, False, False]
    assert first.bounds[Measure.MINUTES_SHORT].proven
    assert Measure.MINUTES_SHORT not in second.bounds
    assert first.variant.remarks == ("Time was up.",)
    assert first.variant.origin.services[0].service_id == "S1-Speech-1"
    assert first.variant.origin.rerun.startswith("pushpull-sched solve maple.xlsx")
    assert third.sessions == 0
    assert [one.rosters.same for one in found.differences] == [True, True]
    short = {one.key: one.values for one in found.aspects}["short"]
    assert short == (0, 30, 60)


def test_a_schedule_without_sessions_is_worse_for_everybody_in_it():
    run = sample.run()
    whole = variant_of("all", SCHOOL, result(COMPLETE, SolveStatus.COMPLETE), run)
    nothing = replace(whole, label="none", rows=())
    (student,) = compare([whole, nothing]).differences[0].students
    assert student.effects[0] == "60 more service minutes missing a week (0 → 60)"
