"""An earlier schedule read as options that the school still has."""

from dataclasses import replace

import drawn
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from model.fixing import admits
from oracle.enumeration import keys, legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.findings import Breach
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.service import Delivery, Setting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.earlier import legal_part, timetable_of
from pushpull_sched.model.timetable import schedule_of
from pushpull_sched.verify import verify_schedule
from verify.build import (
    MON,
    TUE,
    WED,
    amount,
    changed,
    hours,
    provider,
    push_service,
    room,
    rows,
    schedule,
    school,
    service,
    session,
    settings,
    student,
    usual_classes,
)

ANA = service("S1-Speech-1", "S1", amount=amount(sessions=2))
BEN = service("S2-Speech-1", "S2", amount=amount(sessions=2))
VISIT = push_service("S1-SDI-1", "S1")
PLAN = service("Plan-1", None, name="Planning", setting=Setting.CONSULT)
SERVICES = (ANA, BEN, VISIT, PLAN)
HELD = (
    session((ANA, BEN)),
    session(ANA, TUE),
    session(BEN, TUE, "9:00-9:30"),
    session(VISIT, WED),
    session(PLAN, WED, "9:30-10:00"),
)


def made(**fields):
    weeks = fields.get("settings", settings()).weeks
    return school(
        **{
            "settings": settings(grid=5),
            "students": (student("S1"), student("S2")),
            "services": SERVICES,
            "rooms": (room(weeks=weeks), room("R2", weeks=weeks)),
            "providers": (provider(weeks=weeks), provider("SLP2", weeks=weeks)),
            **fields,
        }
    )


def again(of, *old):
    """The sessions that are left of an earlier schedule, without ids and order."""
    return keys(schedule_of(of, timetable_of(Atlas(of), old)))


def left(of, *sessions):
    return again(of, *rows(made(), *sessions))


@given(tiny_schools(), st.integers(0, 1000))
@drawn.schools(60)
def test_a_legal_schedule_is_read_back_whole(of, seed):
    assume(size(of) <= 400)
    legal = [found for found, _ in legal_schedules(of)]
    assume(legal)
    chosen = legal[seed % len(legal)]
    assert again(of, *chosen.rows(of.settings.days)) == keys(chosen)


@given(tiny_schools(), tiny_schools(), st.integers(0, 1000))
@drawn.schools(60)
def test_the_legal_part_of_another_schools_schedule_is_legal(of, other, seed):
    assume(size(other) <= 400)
    legal = [found for found, _ in legal_schedules(other)]
    assume(legal)
    old = legal[seed % len(legal)].rows(other.settings.days)
    part = legal_part(timetable_of(Atlas(of), old), broken_in(of))
    assert not broken_in(of)(part)


def broken_in(of):
    """The services that each broken rule names; pins and ``together`` ask for more."""

    def broken(timetable):
        verdict = verify_schedule(of, schedule_of(of, timetable))
        return [
            found.service_ids
            for found in verdict.violations
            if found.severity is Breach.BROKEN and found.rule not in {"C2", "G4"}
        ]

    return broken


def test_every_setting_is_read():
    of = made()
    assert left(of, *HELD) == keys(Schedule(sessions=HELD))
    assert admits(of, schedule_of(of, timetable_of(Atlas(of), rows(of, *HELD))))


def test_ids_and_settings_are_read_in_other_spellings():
    loud = [
        changed(
            row,
            service_id=f" {row.service_id} ".upper(),
            provider_id="slp1",
            room_id="r1",
            setting=" Pull-Out ",
            day="MON",
        )
        for row in rows(made(), session((ANA, BEN)))
    ]
    assert again(made(), *loud) == keys(schedule(session((ANA, BEN))))


@pytest.mark.parametrize(
    "change",
    [
        {"services": (replace(ANA, active=False), BEN)},
        {"services": (BEN,)},
        {"services": (replace(ANA, earliest=600), BEN)},
        {"services": (replace(ANA, session_minutes=(45,)), BEN)},
        {"services": (replace(ANA, never_miss=frozenset({"read"})), BEN)},
        {"services": (replace(ANA, provider="SLP2"), BEN)},
        {"services": (replace(ANA, setting=Setting.PUSH_IN), BEN)},
        {"students": (student(days=frozenset({WED})), student("S2"))},
    ],
)
def test_what_the_roster_rules_out_is_left_out(change):
    of = made(**{"services": (ANA, BEN), **change})
    assert left(of, session((ANA, BEN))) == keys(schedule(session(BEN)))


def test_a_provider_who_left_or_is_away_keeps_nothing():
    of = made(providers=(provider(hours=hours(days={TUE})), provider("SLP2")))
    assert left(of, session(ANA), session(BEN, TUE)) == keys(
        schedule(session(BEN, TUE))
    )
    assert left(of, session(ANA, by="Nobody")) == frozenset()


@pytest.mark.parametrize(
    "fields",
    [
        {"day": "Sat"},
        {"setting": "either"},
        {"provider_id": None},
        {"service_id": None},
        {"week": 2},
        {"start": 511},
    ],
)
def test_a_row_that_cannot_be_placed_is_left_out(fields):
    row = rows(made(), session(ANA))[0]
    assert again(made(), changed(row, **fields)) == frozenset()


def test_a_visit_to_an_unknown_class_is_left_out():
    row = rows(made(), session(VISIT))[0]
    assert again(made(), changed(row, class_id="gone")) == frozenset()


# ── rooms ───────────────────────────────────────────────────────────────────────────
def test_a_session_whose_room_closed_takes_another():
    of = made(rooms=(room(times="12:00-15:00"), room("R2")))
    assert left(of, session(ANA)) == keys(schedule(session(ANA, room_id="R2")))
    assert left(of, session(ANA, room_id=None)) == keys(
        schedule(session(ANA, room_id="R2"))
    )


def test_only_a_free_room_is_taken_instead():
    of = made(rooms=(room(times="12:00-15:00"), room("R2")))
    other = session(BEN, times="8:45-9:15", by="SLP2", room_id="R2")
    assert left(of, session(ANA), other) == keys(schedule(other))
    later = session(BEN, times="9:00-9:30", by="SLP2", room_id="R2")
    assert left(of, session(ANA), later) == keys(
        schedule(session(ANA, room_id="R2"), later)
    )


# ── weeks ───────────────────────────────────────────────────────────────────────────
def two_weeks(**fields):
    return made(settings=settings(grid=5, weeks=2), classes=usual_classes(2), **fields)


def test_a_weekly_session_that_one_week_lost_is_left_out():
    of = two_weeks()
    both = (session(ANA), session(ANA, week=2))
    old = rows(of, *both, session(ANA, TUE), session(BEN, WED, week=2))
    assert again(of, *old) == keys(schedule(*both))


def test_a_template_that_grew_repeats_what_was():
    of = two_weeks()
    assert left(of, session(ANA)) == keys(schedule(session(ANA), session(ANA, week=2)))


def test_a_template_that_shrank_keeps_its_own_weeks():
    old = rows(two_weeks(), session(ANA), session(ANA, week=2))
    assert again(made(), *old) == keys(schedule(session(ANA)))


def test_weeks_of_one_session_share_a_room_instead():
    rooms = (room(times="12:00-15:00", weeks=2), room("R2", weeks=2))
    of = two_weeks(rooms=rooms)
    both = (session(ANA), session(ANA, week=2))
    assert left(of, *both) == keys(
        schedule(*(replace(one, room_id="R2") for one in both))
    )


def test_co_teaching_is_kept_whole_or_not_at_all():
    taught = push_service("S1-Co-1", delivery=Delivery.CO_TEACH)
    of = made(services=(taught,))
    week = [session(taught, day, "8:00-9:30") for day in range(5)]
    assert left(of, *week) == keys(schedule(*week))
    assert left(of, *week[1:]) == frozenset()


# ── what stands together ────────────────────────────────────────────────────────────
def test_one_of_two_that_clash_is_taken_away():
    of = made()
    clash = (session(ANA), session(BEN, times="8:45-9:15"), session(PLAN, TUE))
    part = legal_part(timetable_of(Atlas(of), rows(of, *clash)), broken_in(of))
    kept = set(part.taken)
    assert "Plan-1" in kept
    assert len(kept) == len(clash) - 1
    assert set(part.room) == {s for s in part.members() if s.day == MON}


def test_a_violation_without_a_service_leaves_nothing():
    timetable = timetable_of(Atlas(made()), rows(made(), session(ANA)))

    def broken(now):
        return [()] if now.taken else []

    assert not legal_part(timetable, broken).taken
