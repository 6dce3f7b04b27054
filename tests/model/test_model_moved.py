"""``moved`` of the model against the verifier's, and against the enumeration."""

from dataclasses import replace

import drawn
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model.fixing import costs, solved
from oracle.enumeration import legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.baseline import baseline_of
from pushpull_sched.model.build import whole
from pushpull_sched.model.levels import level_total
from pushpull_sched.model.options import options_by_anyone, options_of
from pushpull_sched.verify import measures_of
from rules.tables import CASES
from verify.build import (
    THU,
    TUE,
    WED,
    amount,
    changed,
    provider,
    rows,
    schedule,
    school,
    service,
    session,
    settings,
)

LEGAL = [case for case in CASES if not case.codes]
MANY = 100
"""Combinations that the enumeration may try for one school."""
LEVELS = (Measure.MINUTES_SHORT, Measure.MOVED, Measure.MISSED)

TWICE = service(amount=amount(sessions=2))
SCHOOL = school(
    settings=settings(grid=5),
    services=(TWICE,),
    providers=(provider(), provider("SLP2")),
)
BEFORE = rows(SCHOOL, session(TWICE), session(TWICE, WED))


WORK = (
    lambda row: [row],
    lambda row: [replace(row, start=row.start - 10)],
    lambda row: [replace(row, start=row.start + 15, end=row.end + 15)],
    lambda row: [replace(row, service_id=f" {(row.service_id or '').lower()} ")],
    lambda row: [row, replace(row, end=row.end + 5)],
    lambda row: [replace(row, provider_id="p1")],
    lambda row: [row, row],
    lambda row: [replace(row, end=row.start)],
    lambda row: [replace(row, provider_id="Nobody")],
    lambda row: [replace(row, day="TUE")],
    lambda row: [replace(row, day="Sat")],
    lambda row: [replace(row, week=row.week + 1)],
    lambda row: [replace(row, provider_id=None)],
    lambda row: [replace(row, service_id="gone")],
    lambda _: [],
)
"""What people do to a row."""


def disturbed(sample, first):
    """Rows of a schedule after someone's work on them, which begins at ``first``."""
    return tuple(
        changed
        for number, row in enumerate(sample, start=first)
        for changed in WORK[number % len(WORK)](row)
    )


@pytest.mark.parametrize("case", LEGAL, ids=lambda case: case.name)
def test_model_counts_moved_as_the_verifier_does(case):
    sample = tuple(case.schedule.rows(case.school.settings.days))
    old = disturbed(sample, len(case.name))
    verified = measures_of(case.school, case.schedule, old)
    assert costs(case.school, case.schedule, old) == verified


@pytest.mark.parametrize(
    ("sessions", "minutes"),
    [
        ((session(TWICE), session(TWICE, WED)), 0),
        ((session(TWICE), session(TWICE, WED, "8:40-9:10")), 10),
        ((session(TWICE), session(TWICE, WED, "9:00-9:30")), 30),
        ((session(TWICE), session(TWICE, THU)), 30),
        ((session(TWICE, by="SLP2"), session(TWICE, WED, by="SLP2")), 60),
        ((session(TWICE, TUE), session(TWICE, THU)), 60),
        ((session(TWICE),), 30),
        ((), 60),
    ],
)
def test_minutes_given_at_another_time_or_by_another_person_moved(sessions, minutes):
    assert costs(SCHOOL, schedule(*sessions), BEFORE)[Measure.MOVED] == minutes


def test_another_room_is_no_move():
    of = replace(SCHOOL, rooms=(*SCHOOL.rooms, replace(SCHOOL.rooms[0], id="R2")))
    held = schedule(session(TWICE, room_id="R2"), session(TWICE, WED))
    assert costs(of, held, BEFORE)[Measure.MOVED] == 0


def test_a_service_that_ended_moves_nothing():
    of = replace(SCHOOL, services=(replace(TWICE, active=False),))
    assert costs(of, schedule(), BEFORE)[Measure.MOVED] == 0


def test_a_service_that_can_no_longer_be_placed_has_moved():
    of = replace(SCHOOL, providers=())
    assert costs(of, schedule(), BEFORE)[Measure.MOVED] == 60


def test_without_a_baseline_nothing_can_move():
    assert costs(SCHOOL, schedule(session(TWICE)))[Measure.MOVED] == 0


def test_a_baseline_row_that_stands_twice_counts_once():
    baseline = baseline_of(SCHOOL, SCHOOL.services, (*BEFORE, *BEFORE))
    assert baseline.minutes == {TWICE.id: 60}


def best_values(of, old):
    """Least value of each level in turn, by the model."""
    atlas = Atlas(of, old)
    model = whole(atlas)
    values = []
    for measure in LEVELS:
        level = Level(name=measure.value, weights=((measure, 1),))
        total = level_total(model, atlas, level)
        model.cp.minimize(total.expression)
        solver = solved(model)
        if solver is None:
            return ()
        values.append(round(solver.objective_value))
        model.cp.add(total.expression <= values[-1])
    return tuple(values)


@given(tiny_schools(), st.integers(0, 1000))
@drawn.schools(25)
def test_least_movement_is_the_enumerations(of, seed):
    assume(size(of) <= MANY)
    legal = [found for found, _ in legal_schedules(of)]
    start = legal[seed % len(legal)] if legal else Schedule()
    old = disturbed(tuple(start.rows(of.settings.days)), seed)
    counted = (measures_of(of, found, old) for found in legal)
    values = (tuple(measures[level] for level in LEVELS) for measures in counted)
    assert best_values(of, old) == min(values, default=())


@given(tiny_schools(), st.integers(0, 1000))
@drawn.schools(30)
def test_an_option_by_anyone_keeps_as_much_as_by_any_provider(of, seed):
    atlas = Atlas(of)
    options = [one for each in atlas.services for one in options_of(atlas, each)]
    assume(options)
    chosen = options[seed % len(options)]
    old = tuple(
        changed(
            BEFORE[0],
            service_id=chosen.service,
            week=slot.week,
            day=of.settings.days[slot.day],
            start=slot.start,
            end=slot.end,
            provider_id=slot.provider,
        )
        for slot in chosen.slots
    )
    baseline = baseline_of(of, atlas.services, old)
    assert baseline.kept_by(chosen) == chosen.minutes
    by_anyone = options_by_anyone(atlas, of.service[chosen.service])
    for option in options_of(atlas, of.service[chosen.service]):
        keeps = [baseline.kept_by(each) for each in by_anyone if covers(each, option)]
        assert max(keeps) >= baseline.kept_by(option)


def covers(anyone, option):
    """Whether an option stands for another one by some provider."""
    return anyone.provider in {"", option.provider} and [
        slot._replace(provider="") for slot in anyone.slots
    ] == [slot._replace(provider="") for slot in option.slots]
