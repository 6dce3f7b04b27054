"""The oracle finds what a person can count by hand, and loses no legal schedule."""

from dataclasses import replace
from math import comb

from hypothesis import HealthCheck, assume, given, settings

from oracle.enumeration import (
    all_schedules,
    best,
    keys,
    legal_choices,
    legal_schedules,
    most_sessions,
    placements,
    size,
)
from oracle.strategies import tiny_schools
from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.school import (
    Meeting,
    Pin,
    Provider,
    Pull,
    Room,
    School,
    SchoolClass,
    Settings,
    Student,
    WorkHours,
)
from pushpull_sched.domain.service import Amount, Per, Service, Setting
from pushpull_sched.verify import verify_schedule

EIGHT = 480
QUIET = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def meeting(start, end, pull=Pull.AVOID, weight=3):
    return Meeting(when=Interval(1, 0, start, end), pull=pull, weight=weight)


def morning(*services, students=2, **provider):
    """Monday 8:00 to 10:00: an hour of reading, recess, half an hour of art."""
    classes = (
        SchoolClass(id="read", subject="Reading", meetings=(meeting(480, 540),)),
        SchoolClass(
            id="recess", subject="Recess", meetings=(meeting(540, 570, Pull.NEVER, 1),)
        ),
        SchoolClass(id="art", subject="Art", meetings=(meeting(570, 600, weight=2),)),
    )
    return School(
        settings=Settings(days=("Mon",), grid=30),
        students=tuple(
            Student(
                id=f"S{n}",
                grade=3,
                days=frozenset({0}),
                classes=frozenset({"read", "recess", "art"}),
            )
            for n in range(1, students + 1)
        ),
        classes=classes,
        rooms=(Room(id="R1", hours=(Interval(1, 0, 0, 1440),)),),
        providers=(
            Provider(
                id="P1",
                roles=frozenset({"SLP"}),
                hours=(WorkHours(when=Interval(1, 0, 480, 600)),),
                **{"lunch_minutes": 0, **provider},
            ),
        ),
        services=services,
    )


def speech(student=1, **fields):
    return Service(
        **{
            "id": f"V{student}",
            "student": f"S{student}",
            "name": "Speech",
            "setting": Setting.PULL_OUT,
            "amount": Amount(minutes=30, per=Per.SESSION, sessions=1),
            "roles": frozenset({"SLP"}),
            "days": frozenset({0}),
            **fields,
        }
    )


def test_one_service_has_a_schedule_for_every_start_and_the_empty_one():
    found = [schedule for schedule, _ in legal_schedules(morning(speech()))]
    starts = {session.start for schedule in found for session in schedule.sessions}
    assert starts == {480, 510, 570}
    assert len(found) == 4


def test_two_students_can_share_a_session_but_not_split_one_start():
    # each of 3 starts or none for both: 16, and all are legal, alike ones as a group
    school = morning(speech(1), speech(2))
    found = [schedule for schedule, _ in legal_schedules(school)]
    assert len(found) == 16
    groups = [s for schedule in found for s in schedule.sessions if len(s.served) == 2]
    assert len(groups) == 3


def test_individual_services_lose_the_shared_starts():
    school = morning(speech(1, individual=True), speech(2))
    assert len(list(legal_schedules(school))) == 16 - 3


def test_the_best_schedule_serves_both_in_art():
    found = best(morning(speech(1), speech(2)))
    assert found.values == (0, 2 * 2 * 30)
    assert {session.start for session in found.schedule.sessions} == {570}


def test_the_best_is_counted_on_the_levels_asked_for():
    school = morning(speech(1), speech(2), max_minutes_day=30)
    alone = replace(school, services=(speech(1, max_group=1), speech(2)))
    assert best(alone, [Measure.MINUTES_SHORT]).values == (30,)


def test_pins_that_cannot_both_stand_leave_nothing():
    school = morning(speech(1, individual=True), speech(2))
    pins = tuple(Pin(service=name, day=0, start=570) for name in ("V1", "V2"))
    assert best(replace(school, pins=pins)) is None


def test_a_push_in_visit_serves_two_services_of_a_class():
    fields = {
        "setting": Setting.PUSH_IN,
        "subjects": ("Reading",),
        "classes": frozenset({"read"}),
    }
    school = morning(speech(1, **fields), speech(2, **fields))
    found = best(school, [Measure.MINUTES_SHORT, Measure.SPLITS])
    assert found.values == (0, 0)
    assert len(list(legal_schedules(school))) == 9


def test_a_service_that_is_not_active_has_no_session():
    school = morning(speech(1, active=False), speech(2))
    assert legal_choices(school, school.services[0]) == [()]


def raw_size(school):
    """Combinations that the unpruned enumeration visits."""
    product = 1
    for service in school.services:
        ways = len(placements(school, service))
        most = most_sessions(school, service)
        product *= sum(comb(ways, n) for n in range(most + 1))
    return product


@QUIET
@given(tiny_schools(most_services=2))
def test_cutting_branches_loses_no_legal_schedule(school):
    assume(raw_size(school) <= 800)
    naive = {
        keys(schedule)
        for schedule in all_schedules(school)
        if verify_schedule(school, schedule).legal
    }
    assert naive == {keys(schedule) for schedule, _ in legal_schedules(school)}


@QUIET
@given(tiny_schools())
def test_tiny_schools_can_be_enumerated_and_judged(school):
    assume(size(school) <= 400)
    found = [keys(schedule) for schedule, _ in legal_schedules(school)]
    assert len(found) == len(set(found)) <= size(school)
    if not school.pins and not school.relations:
        assert frozenset() in found
