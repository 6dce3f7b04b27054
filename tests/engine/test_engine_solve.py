"""The whole run: what comes back, and that it can be trusted."""

from dataclasses import replace

import drawn
import pytest
from hypothesis import assume, given

from engine.running import Ticks, run
from oracle.enumeration import best, size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.policy import (
    DEFAULT_POLICY,
    POLICIES,
    Measure,
    Tolerance,
    ToleranceUnit,
)
from pushpull_sched.domain.result import (
    Params,
    ServiceStatus,
    SolveStatus,
    StageStatus,
)
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Setting
from pushpull_sched.engine import search as search_module
from pushpull_sched.engine import solve as solve_module
from pushpull_sched.engine.solve import solve
from pushpull_sched.engine.solver import Found
from pushpull_sched.verify import verify_schedule
from verify.build import (
    FRI,
    MON,
    TUE,
    WED,
    amount,
    at,
    hours,
    pin,
    provider,
    push_service,
    relation,
    room,
    school,
    service,
    settings,
    student,
)

NAMES = ("S1", "S2", "S3")
STUDENTS = tuple(student(name) for name in NAMES)
SPEECH = tuple(
    service(f"{name}-Speech-1", name, amount=amount(sessions=2)) for name in NAMES
)
SDI = tuple(push_service(f"{name}-SDI-1", name) for name in NAMES)
ORDER = (Measure.MINUTES_SHORT, Measure.LRE, Measure.MISSED)
EASY = school(students=STUDENTS, services=(*SPEECH, *SDI))
SHORT = school(
    students=STUDENTS[:2],
    services=tuple(
        replace(one, individual=True, earliest=at("8:30"), latest=at("9:00"))
        for one in SPEECH[:2]
    ),
    providers=(provider(hours=hours("8:30-9:00", days=(MON, TUE)), lunch_minutes=0),),
)


def check(of, result):
    """What holds for every result with a schedule."""
    verdict = verify_schedule(of, result.schedule)
    assert verdict == result.verdict
    assert verdict.legal
    complete = result.status is SolveStatus.COMPLETE
    assert complete is verdict.complete
    assert complete or result.status is SolveStatus.INCOMPLETE
    short = {
        outcome.service_id
        for outcome in verdict.outcomes
        if outcome.status in {ServiceStatus.SHORT, ServiceStatus.UNPLACED}
    }
    assert result.service_reasons.keys() == short


def check_stages(policy, result):
    assert [stage.level for stage in result.stages] == [
        level.name for level in policy.levels
    ]
    for stage, level in zip(result.stages, policy.levels, strict=True):
        assert stage.value == level.value(result.verdict.measures)
        assert 0 <= stage.bound <= stage.value
        assert stage.seconds >= 0
        proven = stage.status is StageStatus.PROVEN
        assert proven is (stage.bound == stage.value)


@given(tiny_schools())
@drawn.schools(12)
def test_tiny_schools_get_the_best_schedule_there_is(school):
    assume(size(school) <= 100)
    true = best(school, ORDER)
    result = run(school)
    if true is None:
        assert result.status is SolveStatus.INFEASIBLE
        return
    check(school, result)
    check_stages(DEFAULT_POLICY, result)
    stages = {stage.level: stage for stage in result.stages}
    values = tuple(stages[measure].value for measure in ORDER)
    assert values >= true.values
    assert values[0] == true.values[0]
    for place, measure in enumerate(ORDER):
        if values[:place] == true.values[:place]:
            stage = stages[measure]
            assert stage.bound <= true.values[place]
            if stage.status is StageStatus.PROVEN:
                assert stage.value == true.values[place]


def test_a_school_with_room_for_all_is_complete_and_misses_nothing():
    result = run(EASY, seconds=10)
    check(EASY, result)
    check_stages(DEFAULT_POLICY, result)
    assert result.status is SolveStatus.COMPLETE
    assert [stage.value for stage in result.stages[:4]] == [0, 0, 0, 0]
    assert result.stages[0].status is StageStatus.PROVEN
    assert result.reasons == ()
    assert not result.interrupted
    assert result.seconds > 0


def test_two_students_and_two_moments_leave_half_unserved():
    result = run(SHORT, seconds=10)
    check(SHORT, result)
    assert result.status is SolveStatus.INCOMPLETE
    assert result.stages[0].value == 60
    assert result.stages[0].bound in {0, 60}


def test_the_answer_carries_what_the_roles_need_at_the_least():
    (slp,) = run(SHORT, should_stop=lambda: True).needs.roles
    # Two times 60 minutes one by one, and twice half an hour is there.
    assert (slp.student_minutes, slp.needed, slp.available) == (120, 120, 60)


def test_the_same_seed_gives_the_same_schedule():
    # So small that no step ends by the clock: runs that do may differ.
    of = replace(
        EASY,
        settings=settings(grid=30),
        students=STUDENTS[:2],
        services=(*SPEECH[:2], *SDI[:2]),
    )
    assert run(of, seed=7).schedule == run(of, seed=7).schedule


def test_a_school_without_services_is_complete():
    of = school(services=())
    result = run(of, seconds=1)
    check(of, result)
    assert result.status is SolveStatus.COMPLETE


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_runs_through_its_levels(name):
    policy = POLICIES[name]
    either = tuple(
        push_service(f"{n}-OT-1", n, name="OT", setting=setting)
        for n, setting in zip(
            NAMES, (Setting.EITHER, Setting.PULL_OUT, Setting.PUSH_IN), strict=True
        )
    )
    of = school(
        students=STUDENTS,
        services=(*SPEECH, *either),
        providers=(provider(), provider("SLP2")),
        rooms=(room(), room("R2")),
        relations=(relation(RelationKind.PREFER_TOGETHER, "S1", "S2"),),
    )
    result = run(of, policy=policy, seconds=1.5)
    check(of, result)
    check_stages(policy, result)


def test_a_held_level_worsens_no_further_than_its_tolerance():
    loose = Tolerance(amount=10, unit=ToleranceUnit.MINUTES)
    first, *others = DEFAULT_POLICY.levels
    policy = replace(
        DEFAULT_POLICY,
        name="loose",
        levels=(replace(first, tolerance=loose), *others),
    )
    result = run(EASY, policy=policy, seconds=4)
    check(EASY, result)
    assert result.stages[0].value <= 10


@pytest.mark.parametrize(
    ("minutes", "missed", "preferences"), [(90, 180, 0), (89, 90, 30)]
)
def test_a_tolerance_pays_for_what_comes_below(minutes, missed, preferences):
    """S2 misses 90 weighted minutes of Math; S1 need not, but may join S2."""
    of = school(
        students=STUDENTS[:2],
        services=(
            service("S1-Speech-1", "S1", earliest=at("10:30"), latest=at("11:30")),
            service("S2-Speech-1", "S2", earliest=at("10:30"), latest=at("11:00")),
        ),
        relations=(relation(RelationKind.PREFER_TOGETHER, "S1", "S2"),),
    )
    room_for = Tolerance(amount=minutes, unit=ToleranceUnit.MINUTES)
    levels = tuple(
        replace(level, tolerance=room_for) if level.name == "missed" else level
        for level in DEFAULT_POLICY.levels
    )
    policy = replace(DEFAULT_POLICY, name="loose", levels=levels)
    result = run(of, policy=policy, seconds=4)
    check(of, result)
    assert result.verdict.measures[Measure.MISSED] == missed
    assert result.verdict.measures[Measure.PREFERENCES] == preferences


class TestPins:
    def test_pins_stand_as_written(self):
        of = replace(EASY, pins=(pin(day=FRI), pin("S2-Speech-1", TUE, "10:00")))
        result = run(of, seconds=1.5)
        check(of, result)
        assert result.status is SolveStatus.COMPLETE
        held = {
            (served.service_id, session.day, session.start)
            for session in result.schedule.sessions
            for served in session.served
        }
        assert ("S1-Speech-1", FRI, at("8:30")) in held
        assert ("S2-Speech-1", TUE, at("10:00")) in held

    def test_a_pin_without_its_group_s_other_member_is_filled_up(self):
        of = replace(
            EASY,
            pins=(pin(day=FRI, room="R1", provider="SLP1"),),
            relations=(relation(RelationKind.TOGETHER, "S1", "S2", service="Speech"),),
        )
        result = run(of, seconds=6)
        check(of, result)
        assert result.status is SolveStatus.COMPLETE

    CLASH = replace(
        EASY,
        pins=(pin(), pin("S1-SDI-1")),
    )

    def test_pins_that_clash_are_infeasible_with_their_rows(self):
        result = run(self.CLASH)
        assert result.status is SolveStatus.INFEASIBLE
        assert result.schedule is None
        assert result.stages == ()
        assert "those of each service fit by themselves" in result.reasons[0]
        assert "S1-Speech-1 (Pins), S1-SDI-1 (Pins)" in result.reasons[1]

    def test_one_search_alone_proves_no_clash(self, monkeypatch):
        honest = solve_module.run
        answers = []

        def forgetful(model, effort, stop):
            answer = honest(model, effort, stop)
            answers.append(answer)
            unsure = answer.found is Found.NONE_EXISTS and len(answers) > 2
            return replace(answer, found=Found.NOTHING) if unsure else answer

        monkeypatch.setattr(solve_module, "run", forgetful)
        result = run(self.CLASH)
        assert result.status is SolveStatus.UNKNOWN
        assert "No way to place the pinned sessions was found" in result.reasons[0]

    def test_a_pin_that_stands_only_with_other_sessions_of_its_service(self):
        # Co-teaching is all or nothing: one pinned meeting brings the others.
        of = school(
            students=STUDENTS[:1],
            services=(
                push_service(
                    delivery=push_service().delivery.CO_TEACH,
                    amount=replace(amount(), minutes=None, sessions=None),
                ),
            ),
            pins=(pin("S1-SDI-1", TUE, "8:00"),),
        )
        result = run(of)
        check(of, result)
        assert result.status is SolveStatus.COMPLETE
        assert len(result.schedule.sessions) == 5


class TestStopping:
    def test_a_stop_before_anything_is_placed_keeps_an_empty_schedule_or_none(self):
        result = run(EASY, should_stop=lambda: True)
        assert result.interrupted
        assert result.status in {SolveStatus.INCOMPLETE, SolveStatus.UNKNOWN}

    def test_a_stop_in_the_middle_keeps_the_best_so_far(self):
        handed = []
        result = run(
            EASY, on_incumbent=handed.append, should_stop=lambda: len(handed) > 0
        )
        assert result.interrupted
        check(EASY, result)
        assert result.schedule == handed[-1].schedule

    def test_a_stop_while_pins_are_placed(self):
        of = replace(EASY, pins=(pin(),))
        result = run(of, should_stop=lambda: True)
        assert result.interrupted

    def test_no_time_at_all(self):
        result = run(EASY, seconds=0.0)
        assert not result.interrupted
        if result.schedule is not None:
            check(EASY, result)

    def test_without_watchers_a_run_is_silent(self):
        result = solve(EASY, Params(time_limit=1.0), clock=Ticks())
        check(EASY, result)


class TestWatching:
    def test_every_schedule_handed_out_is_verified_and_no_worse_than_the_last(self):
        handed, told = [], []
        result = run(EASY, on_incumbent=handed.append, on_progress=told.append)
        assert handed
        values = []
        for each in handed:
            check_legal = verify_schedule(EASY, each.schedule)
            assert check_legal == each.verdict
            assert check_legal.legal
            values.append(DEFAULT_POLICY.values(each.verdict.measures))
        assert values == sorted(values, reverse=True)
        assert result.schedule == handed[-1].schedule
        assert told[0].level == "first schedule"
        assert told[0].value is None
        assert all(one.elapsed >= 0 and one.remaining >= 0 for one in told)


class TestDisagreement:
    """The verifier has the last word, even where it is the one that errs."""

    def call_broken(self, monkeypatch, from_call):
        calls = []
        honest = search_module.verify_schedule

        def strict(of, schedule, baseline=None):
            calls.append(schedule)
            verdict = honest(of, schedule, baseline=baseline)
            if len(calls) < from_call:
                return verdict
            fault = Violation(rule="V1", message="invented")
            return replace(verdict, violations=(fault,))

        monkeypatch.setattr(search_module, "verify_schedule", strict)
        return calls

    def test_the_last_verified_schedule_is_returned_with_the_reason(self, monkeypatch):
        calls = self.call_broken(monkeypatch, 2)
        result = run(EASY)
        assert len(calls) == 2
        check(EASY, result)
        assert result.schedule == calls[0]
        assert "model and verifier disagree on V1" in result.reasons[0]
        assert "Please report this" in result.reasons[0]

    def test_without_a_verified_schedule_there_is_none(self, monkeypatch):
        self.call_broken(monkeypatch, 1)
        result = run(EASY)
        assert result.status is SolveStatus.UNKNOWN
        assert result.schedule is None
        assert result.verdict is None
        assert "disagree on V1" in result.reasons[0]


@pytest.mark.parametrize("sessions", [1, 2])
def test_a_pin_with_a_room_makes_an_open_setting_pull_out(sessions):
    either = push_service(
        "S1-Speech-1", setting=Setting.EITHER, amount=amount(sessions=sessions)
    )
    of = school(
        students=(student("S1"),),
        services=(either,),
        pins=(pin("S1-Speech-1", start="8:30", room="R1"),),
    )
    result = run(of)
    check(of, result)
    assert result.status is SolveStatus.COMPLETE
    assert {one.room_id for one in result.schedule.sessions} == {"R1"}


@pytest.mark.parametrize(
    ("policy", "monday", "missed", "starts"),
    [("default", "11:00", 180, 2), ("steady-groups", "8:00", 360, 0)],
)
def test_steady_groups_meet_at_the_same_time_though_it_costs_class_time(
    policy, monday, missed, starts
):
    """On Monday there is a free half hour, on Wednesday only one in Reading."""
    times = (
        *hours("8:00-8:30", days={MON, WED}),
        *hours("11:00-11:30", days={MON}),
    )
    of = school(
        students=STUDENTS[:2],
        services=SPEECH[:2],
        providers=(provider(hours=times, lunch_minutes=0),),
    )
    result = run(of, policy=POLICIES[policy])
    check(of, result)
    assert {(one.day, one.start) for one in result.schedule.sessions} == {
        (MON, at(monday)),
        (WED, at("8:00")),
    }
    assert result.verdict.measures[Measure.MISSED] == missed
    assert result.verdict.measures[Measure.IRREGULAR] == starts
    assert {len(one.served) for one in result.schedule.sessions} == {2}


def test_a_room_pinned_to_co_teaching_is_told_as_impossible():
    co_teach = push_service(
        delivery=push_service().delivery.CO_TEACH,
        amount=replace(amount(), minutes=None, sessions=None),
    )
    of = school(
        students=STUDENTS[:1],
        services=(co_teach, service()),
        pins=(pin("S1-SDI-1", TUE, "8:00", room="R1"), pin("S1-Speech-1", TUE)),
    )
    result = run(of)
    assert result.status is SolveStatus.INFEASIBLE
    assert (
        "each service below breaks a rule by what is pinned for it"
        in (result.reasons[0])
    )
    assert result.reasons[1] == "Pins concerned: S1-SDI-1 (Pins)."
