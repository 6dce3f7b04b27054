"""When providers, rooms, students and classes are there."""

import pytest

from pushpull_sched.workbook.hours import joined, without
from schools import built, codes, school


@pytest.mark.parametrize(
    ("spans", "taken", "left"),
    [
        ([(0, 10)], [], [(0, 10)]),
        ([(0, 10), (10, 20)], [], [(0, 20)]),
        ([(0, 10), (11, 20)], [], [(0, 10), (11, 20)]),
        ([(5, 20), (0, 10)], [], [(0, 20)]),
        ([(0, 20)], [(5, 10)], [(0, 5), (10, 20)]),
        ([(0, 20)], [(0, 5), (15, 20)], [(5, 15)]),
        ([(0, 20)], [(0, 20)], []),
        ([(0, 20)], [(20, 30)], [(0, 20)]),
        ([(10, 20), (30, 40)], [(15, 35)], [(10, 15), (35, 40)]),
        ([(10, 10)], [], []),
    ],
)
def test_stretches_are_joined_and_taken_away(spans, taken, left):
    assert list(without(spans, taken)) == left
    assert list(joined(left)) == left


def person(days="Mon", start="8:00", end="12:00", **cells):
    return {
        "provider_id": "P1",
        "role": "SLP",
        "days": days,
        "start": start,
        "end": end,
        **cells,
    }


def away(who, days, start, end, **cells):
    return {"who": who, "days": days, "start": start, "end": end, **cells}


def hours(*rows, availability=(), **sheets):
    found = school(providers=list(rows), availability=list(availability), **sheets)
    return [
        (
            work.when.week,
            work.when.day,
            work.when.start // 60,
            work.when.end // 60,
            *sorted(work.buildings),
        )
        for work in found.provider["P1"].hours
    ]


# Providers


def test_rows_of_other_days_join():
    assert hours(person("Mon"), person("Tue", end="15:00")) == [
        (1, 0, 8, 12),
        (1, 1, 8, 15),
    ]


def test_two_rows_for_a_day_keep_each_its_building():
    rows = [
        person(building="East"),
        person(start="12:00", end="15:00", building="West, Main"),
        person(start="15:00", end="16:00", building="east"),
    ]
    assert hours(*rows) == [
        (1, 0, 8, 12, "East"),
        (1, 0, 12, 15, "Main", "West"),
        (1, 0, 15, 16, "East"),
    ]


def test_rows_of_one_building_that_touch_become_one():
    assert hours(person(), person(start="12:00", end="14:00")) == [(1, 0, 8, 14)]


def test_cells_of_the_person_may_be_blank_in_later_rows():
    found = school(
        providers=[
            person(max_group=3, lunch_start="11:00"),
            {"provider_id": "p1", "days": "Tue", "start": "8:00", "end": "9:00"},
            person("Wed", role="slp", max_group=3),
        ]
    ).provider["P1"]
    assert found.roles == {"SLP"}
    assert found.max_group == 3
    assert (found.lunch_start, found.lunch_end, found.lunch_minutes) == (660, 810, 30)
    assert (found.break_minutes, found.planning_minutes) == (10, 0)


@pytest.mark.parametrize(
    ("key", "first", "second"),
    [("role", "SLP", "OT"), ("max_group", 3, 4), ("name", "Ann Lee", "Bo Lee")],
)
def test_cells_of_the_person_must_agree(key, first, second):
    rows = [person(**{key: first}), person("Tue", **{key: second})]
    _, findings = built(providers=rows)
    (found,) = [one for one in findings if one.code == "W303"]
    assert found.source.row == 3
    assert f"{key} {first}" in found.message


def test_a_provider_without_hours_or_role_is_an_error():
    row = {"provider_id": "P1", "role": "SLP"}
    assert codes(built(providers=[row])[1]) == ["W201"] * 3
    assert codes(built(providers=[person(role=None)])[1]) == ["W308"]


def test_a_lunch_window_against_its_default():
    _, findings = built(providers=[person(lunch_start="14:00")])
    (found,) = [one for one in findings if one.code == "W317"]
    assert found.value == "14:00"
    assert codes(built(providers=[person(lunch_end="10:30")])[1]) == ["W317"]
    assert codes(built(providers=[person(lunch_end="10:35")])[1]) == []


def test_rooms_of_a_provider_exist():
    _, findings = built(providers=[person(rooms="r1, R2")])
    assert [(one.code, one.value) for one in findings] == [("W301", "R2")]


# Availability


def test_unavailable_is_taken_away():
    taken = [away("P1", "Mon", "9:00", "10:00")]
    assert hours(person("Mon,Tue"), availability=taken) == [
        (1, 0, 8, 9),
        (1, 0, 10, 12),
        (1, 1, 8, 12),
    ]


def test_available_replaces_the_days_it_names_and_may_add_days():
    added = [
        away("p1", "Mon,Wed", "13:00", "14:00", kind="available"),
        away("P1", "Mon", "14:00", "15:00", kind="available"),
        away("P1", "Wed", "13:00", "14:00"),
    ]
    assert hours(person("Mon,Tue"), availability=added) == [
        (1, 0, 13, 15),
        (1, 1, 8, 12),
    ]


def test_available_hours_hold_in_any_of_the_buildings():
    added = [away("P1", "Wed", "13:00", "14:00", kind="available")]
    rows = [person(building="East"), person("Tue", building="West")]
    assert hours(*rows, availability=added)[-1] == (1, 2, 13, 14, "East", "West")
    rows = [person(building="East"), person("Tue")]
    assert hours(*rows, availability=added)[-1] == (1, 2, 13, 14)


def test_weeks_of_availability():
    taken = [away("P1", "Mon", "8:00", "12:00", weeks="even")]
    assert hours(person(), availability=taken) == [(1, 0, 8, 12)]
    added = [away("P1", "Mon", "13:00", "14:00", kind="available", weeks="2")]
    assert hours(person(), availability=added) == [(1, 0, 8, 12), (2, 0, 13, 14)]


def test_hours_taken_away_altogether_are_a_warning():
    _, findings = built(
        providers=[person()], availability=[away("P1", "all", "7:00", "17:00")]
    )
    assert codes(findings) == ["W323"]


def test_room_hours():
    rooms = [
        {"room_id": "R1"},
        {"room_id": "R2", "days": "Tue", "start": "9:00"},
        {"room_id": "R3", "days": "Mon,Tue", "start": "9:00", "end": "11:00"},
    ]
    rows = [
        away("R1", "Mon-Thu", "10:00", "11:00"),
        away("R3", "Tue", "12:00", "13:00", kind="available"),
    ]
    found = school(rooms=rooms, availability=rows)
    open_hours = {
        room.id: [(one.day, one.start, one.end) for one in room.hours]
        for room in found.rooms
    }
    assert open_hours["R1"][:2] == [(0, 0, 600), (0, 660, 1440)]
    assert open_hours["R1"][-1] == (4, 0, 1440)
    assert open_hours["R2"] == [(1, 540, 1440)]
    assert open_hours["R3"] == [(0, 540, 660), (1, 720, 780)]


def test_students_grades_and_classes():
    rows = [
        away("S1", "Mon", "9:00", "10:00"),
        away("grade 3", "Mon", "10:00", "10:30"),
        away("Grade 4", "Tue", "8:00", "9:00"),
        away("3A-Math", "Fri", "9:00", "9:30"),
    ]
    found = school(availability=rows)
    busy = {
        student.id: [(one.day, one.start, one.end) for one in student.unavailable]
        for student in found.students
    }
    assert busy == {
        "S1": [(0, 540, 630)],
        "S2": [(0, 600, 630)],
        "S3": [(1, 480, 540)],
    }
    (blocked,) = found.school_class["3A-Math"].unavailable
    assert (blocked.day, blocked.start, blocked.end) == (4, 540, 570)


def test_kindergarten_is_a_grade():
    students = [{"student_id": "S1", "grade": "K"}, {"student_id": "S2", "grade": "PK"}]
    rows = [away("grade K", "Mon", "9:00", "10:00")]
    _, findings = built(students=students, availability=rows)
    assert "W311" not in codes(findings)
    _, findings = built(availability=[away("grade 13", "Mon", "9:00", "10:00")])
    assert codes(findings) == ["W311"]


def test_an_id_of_two_sheets_needs_its_kind():
    students = [{"student_id": "12", "grade": 3, "homeroom": "3A"}]
    rooms = [{"room_id": "12"}]
    _, findings = built(
        students=students, rooms=rooms, availability=[away(12, "Mon", "9:00", "10:00")]
    )
    (found,) = [one for one in findings if one.code == "W302"]
    assert found.advice == "Write student 12 or room 12."
    found = school(
        students=students,
        rooms=rooms,
        availability=[away("Student 12", "Mon", "9:00", "10:00")],
    )
    assert found.students[0].unavailable
    assert len(found.rooms[0].hours) == 5


def test_an_id_that_looks_like_a_prefix_is_an_id():
    found = school(
        rooms=[{"room_id": "Room 12"}, {"room_id": "12"}],
        availability=[away("room 12", "Mon", "0:00", "12:00")],
    )
    assert found.room["Room 12"].hours[0].start == 720
    assert found.room["12"].hours[0].start == 0


@pytest.mark.parametrize(
    ("who", "advice"),
    [("P11", "Did you mean P1?"), ("room R11", "Did you mean R1?"), ("xyz", None)],
)
def test_unknown_ids_of_availability(who, advice):
    _, findings = built(availability=[away(who, "Mon", "9:00", "10:00")])
    assert codes(findings) == ["W301"]
    if advice:
        assert findings[0].advice == advice


@pytest.mark.parametrize("who", ["S1", "grade 3", "3A-Math"])
def test_only_providers_and_rooms_can_be_made_available(who):
    rows = [away(who, "Mon", "9:00", "10:00", kind="available")]
    assert codes(built(availability=rows)[1]) == ["W310"]


def test_room_lists_name_services_or_roles():
    rooms = [{"room_id": "R1", "services": "speech, slp, Speach"}]
    service = {
        "student_id": "S1",
        "service": "Speech",
        "setting": "pull-out",
        "role": "SLP",
        "minutes": 30,
    }
    found, findings = built(rooms=rooms, services=[service])
    assert found.room["R1"].allows >= {found.services[0].name}
    assert found.room["R1"].allows & found.services[0].roles
    (warning,) = [one for one in findings if one.code == "W324"]
    assert warning.value == "Speach"
    assert "Did you mean" in warning.advice
