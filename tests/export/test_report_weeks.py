from dataclasses import replace

import export_sample as sample
from report_sample import attended

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.school import Meeting, School, SchoolClass, WorkHours
from pushpull_sched.export.names import NameStyle, names_of
from pushpull_sched.export.report.weeks import timetable_data

BOTH = 0b11


def data(school, result=None):
    return timetable_data(
        school, result or sample.incomplete(), names_of(school, NameStyle.INITIALS)
    )


def test_a_session_that_is_the_same_in_both_weeks_stands_once():
    made = data(sample.school())
    speech = made["services"].index("Speech")
    mondays = [
        entry
        for entry in made["sessions"]
        if entry[1] == 0 and entry[8][0][0] == speech
    ]
    assert [entry[:4] for entry in mondays] == [[BOTH, 0, 510, 540]]
    assert len(mondays[0][8]) == 3


def test_a_session_of_one_week_names_that_week():
    made = data(sample.school())
    consult = made["services"].index("Common planning")
    (entry,) = [each for each in made["sessions"] if each[8][0][0] == consult]
    assert entry[0] == 0b10
    assert entry[8] == ((consult, -1),)
    assert entry[6:8] == [-1, -1]


def test_rooms_come_before_places_that_only_classes_name():
    made = data(sample.school())
    assert made["places"] == ["Resource Room", "+R6", "Room 12"]
    assert {meeting[4] for met in made["classes"] for meeting in met["meetings"]} == {2}


def test_a_class_in_a_room_of_rooms_names_that_room_by_id_or_name():
    school = sample.school()

    def met(key, room):
        when = Interval(week=1, day=0, start=480, end=540)
        return SchoolClass(
            id=key, subject=key, meetings=(Meeting(when=when, room=room),)
        )

    rooms = ("r5", "RESOURCE room", "+R6", None)
    classes = tuple(met(f"C{at}", room) for at, room in enumerate(rooms))
    made = data(replace(school, classes=classes), sample.infeasible())
    found = [each["meetings"][0][4] for each in made["classes"]]
    assert found == [0, 0, 1, -1]


def test_a_session_in_a_room_that_is_not_in_rooms_names_it():
    school = sample.school()
    result = sample.incomplete()
    first, *others = result.schedule.sessions
    moved = replace(first, room_id="Stage")
    schedule = replace(result.schedule, sessions=(moved, *others))
    made = data(school, replace(result, schedule=schedule))
    place = made["places"].index("Stage")
    assert place >= len(made["rooms"])
    assert place in {entry[6] for entry in made["sessions"]}
    bare = data(replace(school, rooms=()), result)
    assert bare["places"] == ["Room 12", "R5", "+R6"]


def test_hours_buildings_and_pauses_are_there():
    school = sample.school()
    hours = tuple(
        WorkHours(when=each.when, buildings=frozenset({"South", "North"}))
        for each in school.providers[0].hours
    )
    first = replace(school.providers[0], hours=hours)
    made = data(replace(school, providers=(first, *school.providers[1:])))
    entry = made["providers"][0]
    assert [BOTH, 0, 480, 910, "North, South"] in entry["hours"]
    assert {pause[4] for pause in entry["pauses"]} == {"lunch", "planning"}


def test_students_name_their_classes_absences_and_what_is_missing():
    school = attended(sample.school())
    away = Interval(week=2, day=1, start=600, end=630)
    last = replace(school.students[-1], unavailable=(away,), homeroom="3A")
    made = data(replace(school, students=(*school.students[:-1], last)))
    entry = made["students"][-1]
    assert entry["about"] == "grade 3, 3A"
    assert entry["classes"] == [0, 1]
    assert entry["away"] == [[0b10, 1, 600, 630]]
    assert entry["missing"] == ["OT: 45 of 60 minutes missing"]


def test_sessions_without_minutes_missing_are_named_too():
    result = sample.incomplete()
    outcomes = tuple(replace(each, minutes_short=0) for each in result.verdict.outcomes)
    bare = replace(result, verdict=replace(result.verdict, outcomes=outcomes))
    entry = data(sample.school(), bare)["students"][-1]
    assert entry["missing"] == ["OT: sessions missing"]


def test_the_axis_holds_everything_on_half_hours():
    assert data(sample.school())["axis"] == [480, 930]
    assert data(School(), sample.infeasible())["axis"] == [480, 900]


def test_a_page_of_an_incomplete_schedule_is_marked():
    assert data(sample.school())["mark"] == "INCOMPLETE SCHEDULE"
    assert data(sample.school(), sample.complete())["mark"] == ""
