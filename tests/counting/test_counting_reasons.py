"""Counting reasons, each on a school whose numbers can be checked by hand."""

from dataclasses import replace

import pytest

from pushpull_sched.counting.reasons import counts_of_school
from pushpull_sched.domain.explanation import Strength, Subject
from schools import school, speech

HALF_HOUR = {"frequency": "30 min 1x weekly"}


def therapist(start="8:00", end="9:00", days="Mon-Fri", **more):
    """A speech therapist without lunch: sixty minutes a day where not said."""
    row = {
        "provider_id": "P1",
        "role": "SLP",
        "days": days,
        "start": start,
        "end": end,
        "lunch_minutes": 0,
    }
    return row | more


ROOMY = [{"room_id": "R1", "groups": 3}]


def counts(**sheets):
    return counts_of_school(school(**{"rooms": ROOMY, **sheets}))


def only(**sheets):
    """The one reason there is."""
    found = counts(**sheets)
    assert len(found) == 1, [one.text for one in found]
    return found[0]


def alone(student, **more):
    return speech(student, **{"group": "individual", **HALF_HOUR, **more})


def test_a_school_with_time_for_all_has_no_reason():
    services = [alone("S1"), alone("S2"), alone("S3")]
    assert counts(services=services, providers=[therapist()]) == ()


def test_a_service_on_more_days_than_its_provider_has_is_told_day_by_day():
    found = only(
        services=[speech("S1", frequency="30 min 3x weekly")],
        providers=[therapist(days="Mon,Tue")],
    )
    assert (found.code, found.needed, found.available) == ("service-days", 3, 2)
    assert (found.unit, found.minutes) == ("sessions", 30)
    assert found.text == (
        "S1-Speech-1 (Services row 2) asks for 3 sessions (90 min) a week, at most 1 "
        "session on a day. With P1 it can only be on Mon and Tue: P1 is not there on "
        "Wed-Fri (Providers row 2). So at most 2 of its 3 sessions can be given."
    )


def test_as_many_days_as_sessions_are_enough():
    services = [speech("S1", frequency="30 min 2x weekly")]
    assert counts(services=services, providers=[therapist(days="Mon,Tue")]) == ()


@pytest.mark.parametrize(
    ("apart", "days", "most"), [(2, "Mon,Tue,Wed", 2), (3, "Mon,Wed,Thu", 2)]
)
def test_days_that_are_too_near_do_not_count(apart, days, most):
    service = speech("S1", frequency="30 min 3x weekly", min_days_apart=apart)
    found = only(services=[service], providers=[therapist(days=days)])
    assert (found.needed, found.available) == (3, most)
    assert f"its days at least {apart} apart" in found.text


def test_minutes_that_the_days_cannot_hold():
    service = speech("S1", minutes=90, per="week", session_minutes="20,30")
    found = only(
        services=[service | {"frequency": None, "max_per_day": 1}],
        providers=[therapist(days="Mon,Tue")],
    )
    assert (found.needed, found.available, found.unit) == (90, 60, "min")
    assert found.minutes == 30


def test_each_day_is_left_out_for_its_own_reason():
    service = speech("S1", frequency="30 min 5x weekly", days="Mon,Tue,Wed,Thu")
    found = only(
        services=[service],
        students=[
            {"student_id": "S1", "grade": 3, "homeroom": "3A", "days": "Mon,Tue,Wed"}
        ],
        providers=[therapist(days="Mon,Tue,Thu,Fri")],
    )
    assert "P1 is not there on Wed (Providers row 2)" in found.text
    assert "S1 does not attend on Thu (Students row 2)" in found.text
    assert "its own days leave out Fri (Services row 2)" in found.text


def test_individual_sessions_beyond_the_hours_are_counted_for_the_provider():
    found = only(
        services=[alone("S1"), alone("S2"), alone("S3")],
        providers=[therapist(days="Mon")],
    )
    assert (found.code, found.subject) == ("provider-minutes", Subject.PROVIDER)
    assert (found.needed, found.available, found.minutes) == (90, 60, 30)
    assert found.names == ("P1",)
    assert set(found.service_ids) == {"S1-Speech-1", "S2-Speech-1", "S3-Speech-1"}
    assert found.text == (
        "P1 (role SLP) has at most 60 min for sessions a week, after lunch and "
        "planning (Providers row 2). 3 services that can be given by nobody else come "
        "to 90 min for the students; each has to be seen alone, which takes 90 min: "
        "30 min too many."
    )
    assert [str(cite.source) for cite in found.cites][:2] == [
        "Providers!A2",
        "Services row 2",
    ]


def test_time_that_is_used_up_to_the_minute_is_tight_but_no_proof():
    found = only(services=[alone("S1"), alone("S2")], providers=[therapist(days="Mon")])
    assert found.strength is Strength.TIGHT
    assert found.minutes == 0
    assert found.text.endswith("which takes 60 min: 0 min to spare.")


def test_groups_make_room_and_grades_that_never_meet_do_not():
    students = [
        {"student_id": f"S{n}", "grade": grade, "homeroom": "3A"}
        for n, grade in enumerate((1, 1, 3, 3, 5, 5), start=1)
    ]
    services = [speech(f"S{n}", **HALF_HOUR) for n in range(1, 7)]
    enough = [therapist(end="9:30", days="Mon")]
    assert (
        counts(students=students, services=services, providers=enough)[0].needed == 90
    )
    found = only(
        students=students, services=services, providers=[therapist(days="Mon")]
    )
    assert (found.needed, found.available) == (90, 60)
    assert "180 min in groups of 2" in found.text
    assert "3.0 students would have to share a session on average" in found.text


def test_different_goal_areas_never_meet():
    services = [speech(f"S{n}", goal_area=f"area {n}", **HALF_HOUR) for n in (1, 2, 3)]
    found = only(services=services, providers=[therapist(days="Mon")])
    assert found.needed == 90
    mixed = [services[0], services[1], speech("S3", **HALF_HOUR)]
    tight = only(services=mixed, providers=[therapist(days="Mon")])
    assert (tight.strength, tight.needed) == (Strength.TIGHT, 60)


def test_what_must_be_on_one_day_is_counted_on_that_day():
    services = [alone(f"S{n}", frequency="30 min 2x weekly") for n in (1, 2, 3)]
    hours = [therapist(days="Tue"), therapist(days="Thu", end="9:30")]
    found = only(services=services, providers=hours)
    assert (found.window, found.needed, found.available) == ("Tue", 90, 60)
    assert "must have a session then, as their other days cannot hold all" in found.text


def test_services_of_a_window_press_into_it():
    services = [alone(f"S{n}", latest="8:30") for n in (1, 2, 3)]
    found = only(services=services, providers=[therapist(days="Mon,Tue")])
    assert (found.needed, found.available) == (90, 60)


def test_two_providers_of_a_role_are_counted_together():
    both = [
        therapist(days="Mon", end="8:30"),
        therapist(days="Mon", end="8:30", provider_id="P2"),
    ]
    found = only(services=[alone("S1"), alone("S2"), alone("S3")], providers=both)
    assert (found.subject, found.names) == (Subject.ROLE, ("P1", "P2"))
    assert found.text.startswith("P1 and P2 (role SLP) have at most 60 min")


def test_a_student_with_more_than_the_day_holds():
    services = [
        alone("S1"),
        alone("S1", service="OT", role="OT"),
        alone("S1", service="PT", role="PT"),
    ]
    staff = [
        therapist(days="Mon"),
        therapist(days="Mon", provider_id="P2", role="OT"),
        therapist(days="Mon", provider_id="P3", role="PT"),
    ]
    found = only(services=services, providers=staff)
    assert (found.code, found.subject) == ("student-minutes", Subject.STUDENT)
    assert (found.needed, found.available, found.minutes) == (90, 60, 30)
    assert found.text == (
        "S1 (Students row 2) needs 90 min a week: 30 min of Speech (Services row 2), "
        "30 min of OT (Services row 3) and 30 min of PT (Services row 4). The times at "
        "which one of them can be given come to 60 min: 30 min too many."
    )
    tight = only(services=services[:2], providers=staff[:2])
    assert tight.strength is Strength.TIGHT


def test_a_room_that_holds_too_few_sessions():
    staff = [
        therapist(days="Mon", end="10:00"),
        therapist(days="Mon", provider_id="P2", role="OT"),
    ]
    services = [
        alone("S1", latest="9:00"),
        alone("S2", service="OT", role="OT"),
        alone("S3", latest="9:00"),
    ]
    rooms = [{"room_id": "R1", "end": "9:00", "start": "8:00"}]
    found = counts(services=services, providers=staff, rooms=rooms)[0]
    assert (found.code, found.names) == ("room-minutes", ("R1",))
    assert (found.needed, found.available) == (90, 60)
    assert found.text == (
        "R1 (Rooms row 2) is open for at most 60 min a week at times when one of the "
        "students can come. 3 pull-out services that no other room can hold take at "
        "least 90 min of sessions, even in the largest groups that the rules allow: 30 "
        "min too many."
    )
    two = [rooms[0] | {"groups": 2}]
    wider = counts(services=services, providers=staff, rooms=two)
    assert {one.strength for one in wider} == {Strength.TIGHT}


def test_a_room_is_not_blamed_for_a_provider_who_is_there_too_little():
    services = [alone("S1"), alone("S2"), alone("S3")]
    found = only(
        services=services, providers=[therapist(days="Mon")], rooms=[{"room_id": "R1"}]
    )
    assert found.code == "provider-minutes"


def test_co_teaching_two_classes_at_once_needs_two_teachers():
    services = [
        {
            "student_id": student,
            "service": "Co-teaching",
            "setting": "push-in",
            "delivery": "co-teach",
            "subject": "Reading",
            "role": "SLP",
        }
        for student in ("S1", "S3")
    ]
    found = only(services=services, providers=[therapist()])
    assert (found.code, found.needed, found.available) == ("provider-minutes", 600, 300)


def test_a_service_that_cannot_be_served_presses_on_nobody_else():
    services = [alone("S1", frequency="30 min 3x weekly"), alone("S2")]
    found = counts(services=services, providers=[therapist(days="Mon")])
    assert [one.code for one in found] == ["service-days"]


def test_proofs_come_before_tight_spots_and_the_largest_first():
    services = [
        alone("S1", frequency="30 min 4x weekly"),
        alone("S2", frequency="30 min 5x weekly"),
        alone("S3", service="OT", role="OT"),
        alone("S2", service="OT", role="OT"),
    ]
    staff = [
        therapist(days="Mon,Tue"),
        therapist(days="Wed", provider_id="P2", role="OT"),
    ]
    found = counts(services=services, providers=staff)
    assert [one.names for one in found][:2] == [("S2-Speech-1",), ("S1-Speech-1",)]
    assert found[-1].strength is Strength.TIGHT


def test_weeks_that_differ_are_counted_over_the_template():
    services = [
        alone("S1", frequency="30 min every other week"),
        alone("S2", frequency="30 min every other week"),
        alone("S3", frequency="30 min every other week"),
    ]
    found = only(services=services, providers=[therapist(days="Mon", end="8:30")])
    assert (found.needed, found.available) == (90, 60)
    assert "in 2 weeks" in found.text


def test_lunch_and_planning_are_taken_from_the_hours():
    row = therapist(
        days="Mon", start="9:00", end="13:00", lunch_minutes=60, planning_minutes=120
    )
    rows = [
        alone("S1", frequency="30 min 1x weekly"),
        alone("S2", frequency="30 min 1x weekly"),
        alone("S3", frequency="30 min 1x weekly"),
    ]
    of = school(services=rows, providers=[row])
    assert counts_of_school(of)[0].strength is Strength.TIGHT
    longer = tuple(replace(one, planning_minutes=150) for one in of.providers)
    found = counts_of_school(replace(of, providers=longer))
    assert (found[0].needed, found[0].available) == (90, 60)
