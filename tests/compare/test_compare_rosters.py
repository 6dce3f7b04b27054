"""How two rosters differ, row by row."""

from dataclasses import replace

import pytest
from compare_school import PROVIDERS, ROOMS, base_rows, services, small_school, variant

from pushpull_sched.compare.rosters import compare_rosters
from pushpull_sched.domain.variant import Origin, RosterState, StatedService

SCHOOL = small_school()


def against(later, **more):
    return compare_rosters(
        variant(base_rows(), SCHOOL), variant(base_rows(), later, **more)
    )


def texts(found):
    return {(row.what, row.kind, row.id): row.text for row in found.changes}


def test_one_roster():
    origin = Origin(roster_name="r.xlsx", roster_sha256="ab" * 32, status="complete")
    one = replace(variant(base_rows()), origin=origin)
    found = compare_rosters(one, one)
    assert found.same is True
    assert found.sentence == "Both were made from one roster."
    bare = replace(one, origin=None, roster_sha256="ab" * 32)
    said = compare_rosters(one, bare).sentence
    assert said == "Both are judged by one roster."


def test_files_that_say_the_same():
    found = against(small_school())
    assert found.same is True
    assert "say the same" in found.sentence


def test_services_added_ended_and_changed():
    rows = services(S1_Speech={"frequency": "30 min 3x weekly", "days": "Mon,Tue"})
    rows = [row for row in rows if row["service"] != "OT"]
    rows.append(
        {
            "student_id": "S2",
            "service": "OT",
            "setting": "pull-out",
            "role": "OT",
            "frequency": "45 min weekly",
        }
    )
    found = against(small_school(services=rows))
    assert found.same is False
    assert found.sentence == (
        "The rosters differ: 1 service changed, 1 service added, 1 service ended."
    )
    said = texts(found)
    assert (
        said["service", "added", "S2-OT-1"] == "new: OT for S2, pull-out, 45 min a week"
    )
    assert said["service", "ended", "S1-OT-1"].startswith(
        "ended: was OT for S1, pull-out"
    )
    changed = said["service", "changed", "S1-Speech-1"]
    assert changed.startswith("2 x 30 min a week → 3 x 30 min a week")
    assert "days Mon, Tue, Wed, Thu, Fri → Mon, Tue" in changed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"setting": "push-in", "subject": "Math"}, "setting pull-out → push-in"),
        ({"provider": "P1"}, "provider none → P1"),
        ({"max_group": 2}, "max_group 3 → 2"),
        ({"earliest": "13:00"}, "earliest none → 1:00"),
        ({"group": "individual"}, "group no → yes"),
        ({"goal_area": "fluency"}, "goal_area none → fluency"),
        ({"priority": 2}, "priority 1 → 2"),
        ({"session_minutes": "15,20"}, "session_minutes none → 15, 20"),
    ],
)
def test_every_cell_of_a_service_counts(change, words):
    found = against(small_school(services=services(S2_Speech=change)))
    assert words in texts(found)["service", "changed", "S2-Speech-1"]


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"minutes": 60, "frequency": None}, "60 min a week"),
        (
            {"minutes": 60, "per": "week", "sessions": 3, "frequency": None},
            "60 min a week in 3 sessions a week",
        ),
        ({"frequency": "1 x 30 monthly"}, "1 x 30 min a month"),
    ],
)
def test_amounts_are_written_as_on_an_iep(cells, text):
    later = small_school(settings={"weeks": 4}, services=services(S2_Speech=cells))
    found = compare_rosters(
        variant(base_rows(), small_school(settings={"weeks": 4})),
        variant(base_rows(), later),
    )
    assert texts(found)["service", "changed", "S2-Speech-1"].startswith(
        f"2 x 30 min a week → {text}"
    )


def test_a_service_that_is_not_active_has_ended():
    rows = services(S1_OT={"end_date": "2026-01-15"})
    term = {"term_start": "2026-02-01", "term_end": "2026-06-01"}
    found = compare_rosters(
        variant(base_rows(), small_school(settings=term)),
        variant(base_rows(), small_school(settings=term, services=rows)),
    )
    said = texts(found)["service", "ended", "S1-OT-1"]
    assert said.startswith("ended: was OT for S1")
    assert said.endswith(")")


def test_other_sheets():
    later = small_school(
        settings={"grid": 10, "weeks": 1, "holidays": "2026-01-19"},
        rooms=[ROOMS[0] | {"capacity": 4}],
        students=[
            {"student_id": "S1", "grade": 4, "homeroom": "4A"},
            {"student_id": "S2", "name": "Ana", "grade": 3, "homeroom": "3A"},
            {
                "student_id": "S3",
                "grade": 4,
                "homeroom": "4A",
                "days": "Mon,Tue,Wed,Thu",
            },
            {"student_id": "S4", "grade": 4},
        ],
        relations=[{"type": "apart", "who": "S1,S2"}],
        pins=[{"service_id": "S1-OT-1", "day": "Mon", "start": "12:00"}],
    )
    said = texts(against(later))
    assert said["setting", "changed", "grid"] == "grid 5 → 10"
    assert said["setting", "changed", "holidays"] == "other holidays"
    assert ("setting", "changed", "weeks_are_given") not in said
    assert said["room", "changed", "R1"] == "capacity 6 → 4"
    assert said["room", "ended", "R2"] == "no longer in the roster"
    assert said["student", "added", "S4"] == "new"
    changed = said["student", "changed", "S1"]
    assert "grade 3 → 4" in changed
    assert "classes +4A-Art" in changed
    relation = next(text for key, text in said.items() if key[0] == "relation")
    assert relation == "apart S1, S2"
    pin = next(text for key, text in said.items() if key[0] == "pin")
    assert pin.startswith("service S1-OT-1")
    assert pin.endswith("Mon 12:00")
    back = texts(
        compare_rosters(variant(base_rows(), later), variant(base_rows(), SCHOOL))
    )
    assert any(key[:2] == ("relation", "ended") for key in back)


def test_new_hours_of_a_provider():
    changed = small_school(
        providers=[
            {
                "provider_id": key,
                "role": "SLP,OT",
                "days": "Mon-Fri",
                "start": "8:00",
                "end": "12:00",
            }
            for key in ("P1", "P2")
        ]
    )
    said = texts(against(changed))
    assert "other hours" in said["provider", "changed", "P1"]
    assert "role" in said["provider", "changed", "P1"]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("Mon,Tue,Thu", "no longer on Wed and Fri"),
        ("Tue,Wed,Thu,Fri", "no longer on Mon"),
    ],
)
def test_lost_and_won_days_of_a_provider_are_named(days, said):
    changed = small_school(providers=[{**PROVIDERS[0], "days": days}, *PROVIDERS[1:]])
    assert texts(against(changed))["provider", "changed", "P1"] == said
    back = compare_rosters(variant(base_rows(), changed), variant(base_rows(), SCHOOL))
    won = said.replace("no longer on", "now on")
    assert texts(back)["provider", "changed", "P1"] == won


def test_a_room_that_is_closed_has_no_hours_left():
    closed = small_school(
        availability=[
            {"who": "room R2", "days": "all", "start": "0:00", "end": "23:59"}
            | {"kind": "unavailable"}
        ]
    )
    assert texts(against(closed))["room", "changed", "R2"] == "no hours left"


STATED = (
    StatedService(
        service_id="S1-OT-1",
        student_id="S1",
        service="OT",
        setting="pull-out",
        required_minutes=30,
        scheduled_minutes=30,
        minutes_short=0,
        status="met",
    ),
    StatedService(
        service_id="S2-OT-1",
        student_id="S2",
        service="OT",
        setting="pull-out",
        required_minutes=30,
        scheduled_minutes=0,
        minutes_short=30,
        status="unplaced",
    ),
)


def stated(label, *rows):
    origin = Origin(
        roster_name="r.xlsx",
        roster_sha256=label * 64,
        status="complete",
        services=rows,
    )
    return replace(
        variant(base_rows(), label=label),
        origin=origin,
        roster_state=RosterState.OTHER,
    )


def test_result_files_alone_tell_which_services_differ():
    more = replace(STATED[0], required_minutes=60, setting="either")
    found = compare_rosters(stated("a", *STATED), stated("b", more))
    assert texts(found) == {
        ("service", "changed", "S1-OT-1"): (
            "setting pull-out → either; minutes in the template 30 → 60"
        ),
        ("service", "ended", "S2-OT-1"): (
            "ended: was OT for S2, pull-out, 30 min in the template"
        ),
    }
    assert found.sentence.startswith("The roster of a and b was not found; by the")
    back = texts(compare_rosters(stated("b", more), stated("a", *STATED)))
    assert ("service", "added", "S2-OT-1") in back


def test_result_files_that_list_the_same_services():
    found = compare_rosters(stated("a", *STATED), stated("b", *STATED))
    assert found.same is None
    assert found.sentence.endswith("its services are the same in minutes and setting.")


def test_a_result_against_a_roster():
    one = replace(stated("a", *STATED), label="old")
    found = compare_rosters(one, variant(base_rows(), SCHOOL, label="new"))
    assert ("service", "ended", "S2-OT-1") in texts(found)
    assert ("service", "added", "S1-Speech-1") in texts(found)
    assert found.sentence.startswith("The roster of old was not found")
