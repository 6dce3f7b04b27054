"""One small fault at a time in a legal week: exactly its rule has to be named.

A fault is a change of one session, one row or one line of the roster.
"""

from dataclasses import replace

import pytest

from pushpull_sched.domain.findings import Breach
from pushpull_sched.domain.rules import RULES
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Setting
from pushpull_sched.verify import verify
from verify.build import FRI, THU, TUE, every, hours, relation
from verify.full_week import (
    DAY,
    RIGHT,
    ROSTER,
    SESSIONS,
    added,
    dropped,
    held,
    limits,
    moved,
    roster,
    row,
    rows_of,
)

UNPINNED = replace(ROSTER, pins=())
APART = replace(ROSTER, relations=(relation(RelationKind.APART, "S1", "S2"),))
SPLIT_GROUP = (
    *moved("group-wed", served=SESSIONS["group-wed"].served[:1]),
    *rows_of([held("lone", "S2-Speech-1", FRI, "8:30-9:00")]),
)
OT_ONLY = frozenset({"OT"})


def service(key, **fields):
    return roster("services", key, **fields)


def student(key, **fields):
    return roster("students", key, **fields)


def provider(key, **fields):
    return roster("providers", key, **fields)


def room(key, **fields):
    return roster("rooms", key, **fields)


def fault(code, name, rows=RIGHT, of=ROSTER):
    return pytest.param(code, of, list(rows), id=name)


FAULTS = [
    fault(
        "S1",
        "OT while in class support",
        moved("ot", times="8:45-9:15"),
        service("S1-OT-1", earliest=None),
    ),
    fault("S2", "pulled from lunch", moved("alone", times="11:15-11:45"), UNPINNED),
    fault("S2", "after the last class", moved("alone", times="13:45-14:15"), UNPINNED),
    fault("S3", "pulled from Reading", moved("alone", times="8:30-9:00"), UNPINNED),
    fault("S4", "before the earliest time", moved("ot", times="9:25-9:55")),
    fault(
        "S4",
        "either given as consult",
        moved("either", setting=Setting.CONSULT, class_id=None),
    ),
    fault("S5", "days too close", of=service("S1-Speech-1", min_days_apart=3)),
    fault(
        "S5",
        "both on one day",
        moved("visit-thu", times="8:00-8:30", day=TUE),
        student("S1", max_sessions_day=None),
    ),
    fault("S6", "two sessions on a day", of=student("S1", max_sessions_day=1)),
    fault("S6", "30 pull-out minutes", of=student("S1", max_pullout_day=29)),
    fault("S7", "five minutes too long", moved("plan", times="13:00-13:35")),
    fault(
        "S7",
        "one session too many",
        added("more", "X-Plan-1", THU, "13:00-13:30", by="SPED1"),
    ),
    fault("P1", "before the class", moved("visit-tue", times="7:55-8:25")),
    fault(
        "P1",
        "in another class",
        moved("either", times="11:30-12:00", class_id="lunch"),
    ),
    fault("P1", "while the class is away", moved("either", times="8:55-9:25", day=FRI)),
    fault("P2", "not the student's class", of=student("S3", classes=DAY - {"read"})),
    fault("P2", "one student allowed", of=service("S2-ELL-1", max_group=1)),
    fault("P3", "one meeting not held", dropped("math-2")),
    fault("P3", "one meeting left early", moved("math-2", times="9:30-10:55")),
    fault("G1", "too many for the provider", of=provider("SLP1", max_group=1)),
    fault("G1", "too many for the room", of=room("R1", capacity=1)),
    fault("G1", "individual in a group", of=service("S2-Speech-1", individual=True)),
    fault("G2", "two goal areas", of=service("S2-Speech-1", goal_area="s")),
    fault("G2", "two levels", of=service("S1-Speech-1", level="B")),
    fault("G3", "grades too far apart", of=student("S2", grade=5)),
    fault("G4", "not together", SPLIT_GROUP),
    fault("G4", "kept apart", of=APART),
    fault("G4", "the provider to avoid", moved("alone", provider_id="SLP2")),
    fault(
        "V1",
        "no time to change places",
        moved("either", times="9:00-9:30", day=TUE),
    ),
    fault(
        "V1",
        "two sessions of a provider at once",
        moved("either", day=TUE),
        limits(transition_minutes=0),
    ),
    fault("V2", "another role", of=service("S3-SDI-1", roles=OT_ONLY)),
    fault("V2", "another person named", of=service("X-Plan-1", provider="SLP2")),
    fault("V3", "after hours", moved("plan", times="14:45-15:15")),
    fault(
        "V3",
        "in another building",
        of=provider("OT1", hours=hours(buildings=("North",))),
    ),
    fault("V4", "no lunch", of=provider("SPED1", lunch_start=600, lunch_end=660)),
    fault("V5", "no planning", of=provider("SPED1", planning_minutes=241)),
    fault("V6", "minutes on a day", of=provider("SPED1", max_minutes_day=119)),
    fault("V6", "minutes in a week", of=provider("SLP1", max_minutes_week=89)),
    fault("V7", "no pause", of=provider("SPED1", max_consecutive=89)),
    fault("V8", "two providers", moved("group-wed", provider_id="SLP2")),
    fault(
        "R1",
        "a class meets there",
        moved("alone", times="10:00-10:30", day=FRI),
        UNPINNED,
    ),
    fault("R2", "a room for others", of=room("R1", allows=OT_ONLY)),
    fault("R2", "a closed room", of=room("R1", hours=every("8:00-8:55"))),
    fault("R2", "not the provider's", of=provider("SLP1", rooms=frozenset({"R2"}))),
    fault("R2", "not the student's building", of=student("S3", building="South")),
    fault("C1", "off the grid", moved("plan", times="13:01-13:31")),
    fault("C1", "no such day", row("plan", day="Sun")),
    fault("C1", "no such week", row("plan", week=2)),
    fault("C2", "not as pinned", moved("alone", times="9:35-10:05")),
    fault("C3", "no such provider", row("plan", provider_id="SPED9")),
    fault("C3", "no such service", row("plan", service_id="X-Plan-2")),
    fault("C3", "no such room", row("ot", room_id="R7")),
    fault("C3", "no such class", row("either", class_id="latin")),
    fault("C3", "another student", row("alone", student_id="S1")),
    fault("C3", "another service name", row("alone", service="OT")),
    fault(
        "C3",
        "a service that is not active",
        added("old", "S4-Old-1", FRI, "8:30-9:00", by="SLP2"),
    ),
    fault("C3", "rows disagree", row("group-mon", at=1, room_id="R2")),
    fault("C3", "a student twice in a session", [*RIGHT, RIGHT[0]]),
    fault("C3", "minutes that do not add up", row("plan", minutes=45)),
]


def broken_codes(verdict):
    return {
        found.rule: found.message
        for found in verdict.violations
        if found.severity is Breach.BROKEN
    }


def test_the_week_is_legal_and_complete():
    verdict = verify(ROSTER, RIGHT, claims_complete=True)
    assert broken_codes(verdict) == {}
    assert verdict.complete


@pytest.mark.parametrize(("code", "of", "rows"), FAULTS)
def test_exactly_the_broken_rule_is_named(code, of, rows):
    found = broken_codes(verify(of, rows))
    assert set(found) == {code}, found


def test_a_week_that_is_not_repeated_breaks_weekly_repetition():
    assert "S8" in broken_codes(verify(limits(weeks=2), RIGHT))


def test_every_code_is_named_and_forty_faults_at_least():
    codes = {fault.values[0] for fault in FAULTS} | {"S8"}
    assert codes == {rule.code for rule in RULES}
    assert len(FAULTS) >= 40
