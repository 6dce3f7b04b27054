"""One legal, complete schedule of every kind of session, and one small fault each.

A fault is a change of one session, one row or one line of the roster. The verifier has
to name exactly the rule that it breaks.
"""

from dataclasses import replace

import pytest

from pushpull_sched.domain.rules import RULES
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Delivery, Setting
from pushpull_sched.verify import verify
from verify.build import (
    FRI,
    MON,
    THU,
    TUE,
    WED,
    amount,
    changed,
    every,
    pin,
    provider,
    push_service,
    relation,
    room,
    school,
    school_class,
    service,
    session,
    settings,
    student,
    usual_classes,
)

DAY = frozenset({"read", "math", "lunch", "art"})
TWICE = amount(sessions=2)
SPED = frozenset({"SPED"})
MATH = {"subjects": ("Math",), "classes": frozenset({"math"})}

SERVICES = {
    each.id: each
    for each in (
        service("S1-Speech-1", "S1", amount=TWICE, min_days_apart=2, goal_area="r"),
        service("S2-Speech-1", "S2", amount=TWICE, goal_area="r", level="A"),
        service("S3-Speech-1", "S3", individual=True, never_miss=frozenset({"read"})),
        service("S1-OT-1", "S1", name="OT", roles=frozenset({"OT"}), earliest=570),
        push_service("S1-SDI-1", "S1", amount=TWICE, roles=SPED),
        push_service("S2-ELL-1", "S2", name="ELL", amount=TWICE, roles=SPED),
        push_service("S3-SDI-1", "S3", setting=Setting.EITHER, roles=SPED),
        push_service(
            "S4-Math-1",
            "S4",
            delivery=Delivery.CO_TEACH,
            roles=SPED,
            amount=replace(amount(), minutes=None),
            **MATH,
        ),
        service("X-Plan-1", None, setting=Setting.CONSULT, roles=SPED, name="Plan"),
        service("S4-Old-1", "S4", active=False),
    )
}
ROSTER = school(
    settings=settings(transition_minutes=5),
    students=(
        student("S1", classes=DAY, max_sessions_day=2, max_pullout_day=30),
        student("S2", classes=DAY),
        student("S3", classes=DAY, grade=4, building="North"),
        student("S4", classes=DAY, grade=6),
    ),
    classes=(
        replace(usual_classes()[0], unavailable=every("9:00-9:30", days={FRI})),
        *usual_classes()[1:],
        school_class("band", "10:00-11:00", room="R1", days={FRI}),
    ),
    rooms=(
        room("R1", capacity=3, building="North", times="8:00-14:30"),
        room("R2", allows=frozenset({"OT"}), building="South"),
    ),
    providers=(
        provider(
            "SLP1",
            max_group=3,
            max_consecutive=90,
            max_minutes_day=120,
            max_minutes_week=150,
            planning_minutes=60,
        ),
        provider("SLP2"),
        provider("OT1", "OT", rooms=frozenset({"R2"})),
        provider("SPED1", "SPED", max_group=1),
    ),
    services=tuple(SERVICES.values()),
    relations=(
        relation(RelationKind.TOGETHER, "S1", "S2", service="Speech"),
        relation(RelationKind.NOT_PROVIDER, "S3", provider="SLP2"),
    ),
    pins=(pin("S3-Speech-1", THU, "9:30"),),
)


def held(key, of, *args, **fields):
    services = tuple(SERVICES[each] for each in of.split())
    return session(services, *args, id=key, **fields)


SESSIONS = {
    each.id: each
    for each in (
        held("group-mon", "S1-Speech-1 S2-Speech-1", MON, "8:30-9:00"),
        held("group-wed", "S1-Speech-1 S2-Speech-1", WED, "8:30-9:00"),
        held("alone", "S3-Speech-1", THU, "9:30-10:00"),
        held("ot", "S1-OT-1", TUE, "9:30-10:00", by="OT1", room_id="R2"),
        held("visit-tue", "S1-SDI-1 S2-ELL-1", TUE, "8:30-9:00", by="SPED1"),
        held("visit-thu", "S1-SDI-1 S2-ELL-1", THU, "8:30-9:00", by="SPED1"),
        held(
            "either", "S3-SDI-1", WED, "8:30-9:00", by="SPED1", setting=Setting.PUSH_IN
        ),
        *(
            held(
                f"math-{day}",
                "S4-Math-1",
                day,
                "9:30-11:00",
                by="SPED1",
                class_id="math",
            )
            for day in range(5)
        ),
        held("plan", "X-Plan-1", FRI, "13:00-13:30", by="SPED1"),
    )
}


def rows_of(sessions):
    return list(Schedule(sessions=tuple(sessions)).rows(ROSTER.settings.days))


def moved(key, times=None, **fields):
    """Rows in which one session is changed."""
    if times is not None:
        start, end = (
            int(hour) * 60 + int(minute)
            for hour, minute in (part.split(":") for part in times.split("-"))
        )
        fields |= {"start": start, "end": end}
    return rows_of(
        replace(each, **fields) if each.id == key else each
        for each in SESSIONS.values()
    )


def added(*of, **fields):
    return rows_of((*SESSIONS.values(), held(*of, **fields)))


def row(key, at=0, **fields):
    """Rows in which one cell or more of one row is changed."""
    found = rows_of(SESSIONS.values())
    places = [number for number, each in enumerate(found) if each.session_id == key]
    found[places[at]] = changed(found[places[at]], **fields)
    return found


def dropped(key):
    return rows_of(each for each in SESSIONS.values() if each.id != key)


def roster(kind, key, **fields):
    """The roster in which one line is changed."""
    lines = getattr(ROSTER, kind)
    return replace(
        ROSTER,
        **{
            kind: tuple(
                replace(line, **fields) if line.id == key else line for line in lines
            )
        },
    )


def limits(**fields):
    return replace(ROSTER, settings=replace(ROSTER.settings, **fields))


RIGHT = rows_of(SESSIONS.values())
SAME = ROSTER

FAULTS = [
    ("S1", "OT while in the visit", SAME, moved("visit-tue", times="9:00-9:35")),
    (
        "S1",
        "OT while in class support",
        roster("services", "S1-OT-1", earliest=None),
        moved("ot", times="8:45-9:15"),
    ),
    (
        "S2",
        "pulled from lunch",
        replace(SAME, pins=()),
        moved("alone", times="11:15-11:45"),
    ),
    (
        "S2",
        "after the last class",
        replace(SAME, pins=()),
        moved("alone", times="13:45-14:15"),
    ),
    (
        "S3",
        "pulled from Reading",
        replace(SAME, pins=()),
        moved("alone", times="8:30-9:00"),
    ),
    ("S4", "before the earliest time", SAME, moved("ot", times="9:25-9:55")),
    (
        "S4",
        "push-in pulled out",
        SAME,
        moved("visit-tue", setting=Setting.CONSULT, class_id=None),
    ),
    (
        "S5",
        "two days in a row",
        roster("services", "S1-Speech-1", min_days_apart=3),
        RIGHT,
    ),
    ("S5", "both on one day", SAME, moved("visit-thu", times="9:00-9:30", day=TUE)),
    (
        "S6",
        "three sessions on a day",
        roster("students", "S1", max_sessions_day=1),
        RIGHT,
    ),
    (
        "S6",
        "25 pull-out minutes allowed",
        roster("students", "S1", max_pullout_day=25),
        RIGHT,
    ),
    ("S7", "five minutes too long", SAME, moved("plan", times="13:00-13:35")),
    (
        "S7",
        "one session too many",
        SAME,
        added("more", "X-Plan-1", THU, "13:00-13:30", by="SPED1"),
    ),
    ("P1", "outside the class", SAME, moved("visit-tue", times="7:55-8:25")),
    (
        "P1",
        "in another class",
        SAME,
        moved("either", times="11:30-12:00", class_id="lunch"),
    ),
    (
        "P1",
        "while the class is away",
        SAME,
        moved("either", times="9:00-9:30", day=FRI),
    ),
    (
        "P2",
        "a student of another class",
        roster("students", "S2", classes=DAY - {"read"}),
        RIGHT,
    ),
    ("P2", "one student allowed", roster("services", "S2-ELL-1", max_group=1), RIGHT),
    ("P3", "one meeting not held", SAME, dropped("math-2")),
    ("P3", "one meeting left early", SAME, moved("math-2", times="9:30-10:55")),
    ("G1", "the group is too large", roster("providers", "SLP1", max_group=1), RIGHT),
    ("G1", "the room is too small", roster("rooms", "R1", capacity=1), RIGHT),
    (
        "G1",
        "individual in a group",
        roster("services", "S2-Speech-1", individual=True),
        RIGHT,
    ),
    ("G2", "two goal areas", roster("services", "S2-Speech-1", goal_area="s"), RIGHT),
    ("G2", "two levels", roster("services", "S1-Speech-1", level="B"), RIGHT),
    ("G3", "grades too far apart", roster("students", "S2", grade=5), RIGHT),
    (
        "G4",
        "not together",
        SAME,
        [
            *moved("group-wed", served=SESSIONS["group-wed"].served[:1]),
            *rows_of([held("lone", "S2-Speech-1", FRI, "8:30-9:00")]),
        ],
    ),
    ("G4", "with the provider to avoid", SAME, moved("alone", provider_id="SLP2")),
    (
        "G4",
        "kept apart",
        replace(SAME, relations=(relation(RelationKind.APART, "S1", "S2"),)),
        RIGHT,
    ),
    (
        "V1",
        "no time to change places",
        SAME,
        moved("either", times="9:00-9:30", day=TUE),
    ),
    (
        "V1",
        "two sessions of a provider at once",
        limits(transition_minutes=0),
        moved("either", times="8:30-9:00", day=TUE),
    ),
    (
        "V2",
        "another role",
        roster("services", "S3-SDI-1", roles=frozenset({"OT"})),
        RIGHT,
    ),
    (
        "V2",
        "another person is named",
        roster("services", "X-Plan-1", provider="SLP2"),
        RIGHT,
    ),
    ("V3", "after hours", SAME, moved("plan", times="14:45-15:15")),
    (
        "V3",
        "in another building",
        roster(
            "providers",
            "OT1",
            hours=tuple(
                replace(each, buildings=frozenset({"North"}))
                for each in provider().hours
            ),
        ),
        RIGHT,
    ),
    (
        "V4",
        "no lunch",
        roster("providers", "SPED1", lunch_start=600, lunch_end=660),
        RIGHT,
    ),
    ("V5", "no planning", roster("providers", "SPED1", planning_minutes=241), RIGHT),
    (
        "V6",
        "too many minutes on a day",
        roster("providers", "SPED1", max_minutes_day=119),
        RIGHT,
    ),
    (
        "V6",
        "too many minutes in a week",
        roster("providers", "SLP1", max_minutes_week=89),
        RIGHT,
    ),
    (
        "V7",
        "too long without a pause",
        roster("providers", "SPED1", max_consecutive=89),
        RIGHT,
    ),
    (
        "V8",
        "another provider on Wednesday",
        SAME,
        moved("group-wed", provider_id="SLP2"),
    ),
    (
        "R1",
        "a class meets there",
        replace(SAME, pins=()),
        moved("alone", times="10:00-10:30", day=FRI),
    ),
    ("R2", "a room for others", roster("rooms", "R1", allows=frozenset({"OT"})), RIGHT),
    (
        "R2",
        "a room that is closed",
        roster("rooms", "R1", hours=every("8:00-8:55")),
        RIGHT,
    ),
    (
        "R2",
        "not the provider's room",
        roster("providers", "SLP1", rooms=frozenset({"R2"})),
        RIGHT,
    ),
    (
        "R2",
        "another building than the student's",
        roster("students", "S3", building="South"),
        RIGHT,
    ),
    ("C1", "off the grid", SAME, moved("plan", times="13:01-13:31")),
    ("C1", "no such day", SAME, row("plan", day="Sun")),
    ("C1", "no such week", SAME, row("plan", week=2)),
    ("C2", "not as pinned", SAME, moved("alone", times="9:35-10:05")),
    ("C3", "no such provider", SAME, row("plan", provider_id="SPED9")),
    ("C3", "no such service", SAME, row("plan", service_id="X-Plan-2")),
    ("C3", "no such room", SAME, row("ot", room_id="R7")),
    ("C3", "no such class", SAME, row("either", class_id="latin")),
    ("C3", "another student", SAME, row("alone", student_id="S1")),
    ("C3", "another service name", SAME, row("alone", service="OT")),
    (
        "C3",
        "a service that is not active",
        SAME,
        added("old", "S4-Old-1", FRI, "8:30-9:00", by="SLP2"),
    ),
    ("C3", "rows disagree", SAME, row("group-mon", at=1, room_id="R2")),
    ("C3", "a student twice in a session", SAME, [*RIGHT, RIGHT[0]]),
    ("C3", "minutes that do not add up", SAME, row("plan", minutes=45)),
]


def broken_codes(verdict):
    found = (v for v in verdict.violations if v.severity.value == "broken")
    return {each.rule: each.message for each in found}


def test_the_schedule_is_legal_and_complete():
    verdict = verify(ROSTER, RIGHT, claims_complete=True)
    assert broken_codes(verdict) == {}
    assert verdict.complete


@pytest.mark.parametrize(
    ("code", "of", "rows"),
    [pytest.param(*fault[:1], *fault[2:], id=fault[1]) for fault in FAULTS],
)
def test_exactly_the_broken_rule_is_named(code, of, rows):
    found = broken_codes(verify(of, rows))
    assert set(found) == {code}, found


def test_weekly_repetition_needs_more_than_one_week():
    two_weeks = replace(ROSTER, settings=replace(ROSTER.settings, weeks=2))
    assert "S8" in broken_codes(verify(two_weeks, RIGHT))


def test_every_code_is_broken_at_least_once_and_forty_in_all():
    codes = {fault[0] for fault in FAULTS} | {"S8"}
    assert codes == {rule.code for rule in RULES}
    assert len(FAULTS) >= 40
