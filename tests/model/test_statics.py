"""What is known before anything is placed, against a count minute by minute."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import RelationKind, SubjectKind
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.groups import chains
from pushpull_sched.model.options import options_of
from pushpull_sched.model.providers import DayNeeds
from pushpull_sched.model.relations import related
from verify.build import (
    MON,
    TUE,
    hours,
    provider,
    relation,
    school,
    school_class,
    service,
    session,
    settings,
    student,
)

LATEST = 40


def mask_of(minutes):
    return sum(1 << minute for minute in minutes)


@given(
    st.sets(st.integers(0, LATEST), max_size=2).map(set(range(LATEST + 1)).difference),
    st.tuples(st.integers(0, LATEST), st.integers(0, LATEST)),
    st.integers(0, 12),
    st.integers(0, 12),
    st.sets(st.integers(0, LATEST), max_size=4),
)
def test_lunch_and_planning_fit_where_two_pieces_apart_can_be_found(
    available, window, lunch, planning, busy
):
    inside = available & set(range(*sorted(window)))
    needs = DayNeeds(
        available=mask_of(available),
        window=mask_of(inside),
        lunch=lunch,
        planning=planning,
    )

    def pieces(minutes, length):
        stretches = (set(range(at, at + length)) for at in range(LATEST + 1))
        return [each for each in stretches if each <= minutes - busy]

    fits = any(
        not one & other
        for one in pieces(inside, lunch)
        for other in pieces(available, planning)
    )
    assert needs.met(mask_of(busy)) == fits


SPECIAL = {"kind": SubjectKind.SPECIAL, "weight": 2}
SCHOOL = school(
    settings=settings(weeks=2),
    students=(
        student(classes=frozenset({"read", "band"})),
        student("S2", classes=frozenset({"read"})),
    ),
    classes=(
        school_class("read", "8:00-9:30", weeks=2, weight=3),
        school_class(
            "band",
            "9:00-10:00",
            kind=SubjectKind.SPECIAL,
            weeks=2,
            weight=2,
            days={MON},
        ),
        school_class("math", "10:00-11:00", weeks=2),
    ),
    services=(service(), service("S2-Speech-1", "S2")),
)


@pytest.mark.parametrize("core_only", [True, False])
@pytest.mark.parametrize("weeks", [(1,), (2,), (1, 2)])
@pytest.mark.parametrize("key", ["S1", "S2"])
def test_minutes_missed_until_a_minute_are_a_sum_over_the_classes(
    core_only, weeks, key
):
    until = Atlas(SCHOOL).missed_until(key, weeks, MON, core_only=core_only)
    missed = [
        sum(
            meeting.weight
            for each in SCHOOL.classes
            if each.id in SCHOOL.student[key].classes
            if not core_only or each.kind is SubjectKind.CORE
            for meeting in each.meetings
            if meeting.when.week in weeks and meeting.when.day == MON
            if meeting.when.start <= minute < meeting.when.end
        )
        for minute in range(24 * 60)
    ]
    assert list(until) == [sum(missed[:minute]) for minute in range(24 * 60 + 1)]
    assert until[-1] > 0


def test_capacity_is_what_is_left_beside_lunch_and_planning():
    alone = provider(
        "A",
        hours=hours("8:00-14:00", weeks=2),
        lunch_minutes=30,
        planning_minutes=40,
    )
    by_day = replace(alone, id="B", max_minutes_day=100)
    by_week = replace(alone, id="C", max_minutes_week=333)
    away = replace(alone, id="D", hours=())
    short = replace(alone, id="E", hours=hours("8:00-8:20", weeks=2), lunch_minutes=0)
    of = replace(SCHOOL, providers=(alone, by_day, by_week, away, short))
    assert Atlas(of).capacity == {
        "A": 10 * (360 - 30 - 40),
        "B": 10 * 100,
        "C": 2 * 333,
        "D": 0,
        "E": 10 * 20,
    }


def test_what_has_moved_is_what_no_option_gives_again():
    old = Schedule(
        sessions=(
            session(service(), TUE, "8:00-8:30", id="1"),
            session(service(), MON, "9:00-9:45", id="2"),
        )
    )
    atlas = Atlas(SCHOOL, tuple(old.rows(SCHOOL.settings.days)))
    moved = atlas.baseline.moved
    assert (moved("S1-Speech-1", ()), moved("S2-Speech-1", ())) == (75, 0)
    options = options_of(atlas, SCHOOL.service["S1-Speech-1"])
    again = [one for one in options if atlas.baseline.kept_by(one) == 30]
    assert {slot.day for one in again for slot in one.slots} == {MON, TUE}
    assert moved("S1-Speech-1", again[:1]) == 45


def test_the_room_of_an_earlier_session_is_known_by_its_provider_and_time():
    old = Schedule(
        sessions=(
            session(service(), TUE, "8:00-8:30", id="1"),
            session(service(), MON, "8:00-8:30", id="2", room_id="R9"),
            session(service(), MON, "9:00-9:30", id="3", by="X"),
        )
    )
    rows = (*old.rows(SCHOOL.settings.days), *old.rows(("Sat", "Sun")))
    baseline = Atlas(SCHOOL, rows).baseline
    assert baseline.rooms == {("SLP1", 1, TUE, 480, 510): "R1"}


@given(st.sets(st.integers(-1, 8), min_size=1), st.integers(0, 3))
def test_chains_are_the_longest_lists_of_grades_too_far_apart(grades, span):
    apart = [
        set(some)
        for size in range(1, len(grades) + 1)
        for some in combinations(sorted(grades), size)
        if all(high - low > span for low, high in combinations(some, 2))
    ]
    longest = [one for one in apart if not any(one < other for other in apart)]
    found = chains(sorted(grades), span)
    assert sorted(map(sorted, longest)) == sorted(found)


def test_related_services_are_those_that_a_relation_compares():
    others = (service("S1-OT-1", "S1", name="OT"), service("S2-OT-1", "S2", name="OT"))
    of = replace(
        SCHOOL,
        services=(*SCHOOL.services, *others),
        relations=(
            relation(RelationKind.TOGETHER, "S1", "S2", service="Speech"),
            relation(RelationKind.APART, "S1", "S2", service="OT"),
        ),
    )
    together = related(of, of.services, RelationKind.TOGETHER)
    assert together == {
        "S1-Speech-1": frozenset({"S2-Speech-1"}),
        "S2-Speech-1": frozenset({"S1-Speech-1"}),
    }
