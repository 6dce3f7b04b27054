"""When classes meet and who attends them."""

import pytest

from schools import DEFAULTS, built, codes, school

BELLS = [
    {"period": "P1", "days": "Mon-Thu", "start": "8:00", "end": "8:45"},
    {"period": "P1", "days": "Fri", "start": "8:00", "end": "8:30"},
    {"period": "P2", "days": "Mon,Wed", "start": "9:00", "end": "9:45"},
]


def row(class_id="C1", subject="Math", **cells):
    return {"class_id": class_id, "subject": subject, **cells}


def times(found, class_id="C1"):
    return [
        (meeting.when.day, meeting.when.start, meeting.when.end)
        for meeting in found.school_class[class_id].meetings
    ]


def read(*rows, **sheets):
    return school(classes=list(rows), periods=BELLS, **sheets)


def faults(*rows, **sheets):
    return built(classes=list(rows), periods=sheets.pop("periods", BELLS), **sheets)[1]


# Times


def test_a_period_gives_days_and_times():
    found = read(row(period="p1", grade=3))
    assert times(found) == [(day, 480, 525) for day in range(4)] + [(4, 480, 510)]


def test_given_days_are_among_those_of_the_period():
    assert times(read(row(period="P1", days="Wed,Fri"))) == [
        (2, 480, 525),
        (4, 480, 510),
    ]


def test_a_given_start_or_end_wins_by_itself():
    assert times(read(row(period="P2", start="9:10"))) == [
        (0, 550, 585),
        (2, 550, 585),
    ]
    assert times(read(row(period="P2", end="9:40"))) == [(0, 540, 580), (2, 540, 580)]


def test_days_outside_the_period_are_an_error():
    findings = faults(row(period="P2", days="Mon,Tue", grade=3))
    (found,) = [one for one in findings if one.code == "W306"]
    assert "Tue" in found.message
    assert found.expected == "days of the period: Mon, Wed"


def test_an_unknown_period_gets_a_suggestion():
    findings = faults(row(period="P11", grade=3))
    assert "W301" in codes(findings)
    (found,) = [one for one in findings if one.code == "W301"]
    assert found.value == "P11"
    assert found.advice == "Did you mean P1?"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"start": "9:00", "end": "9:45"}, "days"),
        ({"days": "Mon", "end": "9:45"}, "start"),
        ({"days": "Mon", "start": "9:45"}, "end"),
    ],
)
def test_without_a_period_days_and_times_are_needed(cells, column):
    findings = faults(row(grade=3, **cells))
    (found,) = [one for one in findings if one.code == "W304"]
    assert column in found.message


def test_a_class_may_not_end_before_the_period_starts():
    findings = faults(row(period="P2", end="8:50", grade=3))
    (found,) = [one for one in findings if one.code == "W307"]
    assert "Mon" in found.message
    assert "09:00 to 08:50" in found.message
    findings = faults(row(period="P2", start="9:50", grade=3))
    assert "W307" in codes(findings)


def test_one_period_twice_on_a_day_is_an_error():
    twice = [*BELLS, {"period": "p1", "days": "Fri", "start": "10:00", "end": "11:00"}]
    findings = faults(row(period="P1", grade=3), periods=twice)
    (found,) = [one for one in findings if one.code == "W305"]
    assert found.source.row == 5
    assert "Fri" in found.message


def test_a_period_with_a_fault_of_its_own_is_reported_once():
    broken = [{"period": "P1", "days": "Mon", "start": "noonish", "end": "9:00"}]
    assert codes(faults(row(period="P1", grade=3), periods=broken)).count("W301") == 0


def test_classes_need_not_lie_on_the_grid():
    assert times(read(row(days="Mon", start="8:02", end="8:44"))) == [(0, 482, 524)]


def test_weeks_of_a_class():
    found = read(row(days="Mon", start="8:00", end="9:00", weeks="odd"), settings=None)
    assert found.settings.weeks == 2
    assert [one.when.week for one in found.school_class["C1"].meetings] == [1]


# Several rows of one class


def test_a_class_may_have_several_rows():
    found = read(
        row(days="Mon", start="8:00", end="9:00", homeroom="3A", room="101"),
        row("c1", "math", days="Tue", start="10:00", end="11:00"),
    )
    assert times(found) == [(0, 480, 540), (1, 600, 660)]
    meetings = found.school_class["C1"].meetings
    assert [one.room for one in meetings] == ["101", None]
    assert found.school_class["C1"].homeroom == "3A"


@pytest.mark.parametrize(
    ("key", "first", "second"),
    [
        ("subject", "Math", "Science"),
        ("grade", 3, 4),
        ("homeroom", "3A", "3B"),
    ],
)
def test_rows_of_one_class_must_agree(key, first, second):
    base = {"days": "Mon", "start": "8:00", "end": "9:00"}
    findings = faults(
        row(**(base | {key: first})),
        row(**(base | {"days": "Tue", key: second})),
    )
    (found,) = [one for one in findings if one.code == "W303"]
    assert found.value == str(second)
    assert str(first) in found.message


# Rooms


def test_the_room_of_a_class_is_found_by_id_or_name():
    rooms = [
        {"room_id": "R1", "name": "Library", "building": "Main"},
        {"room_id": "R2", "name": "Gym"},
        {"room_id": "R3", "name": "Gym"},
    ]
    base = {"days": "Mon", "start": "8:00", "end": "9:00"}
    found, findings = built(
        classes=[
            row("C1", room="r1", **base),
            row("C2", room="library", **base),
            row("C3", room="Annex 4", **base),
            row("C4", room="annex  4", building="East", **base),
            row("C5", room="Gym", **base),
        ],
        rooms=rooms,
    )
    places = {
        name: (one.meetings[0].room, one.meetings[0].building)
        for name, one in found.school_class.items()
    }
    assert places == {
        "C1": ("R1", "Main"),
        "C2": ("R1", "Main"),
        "C3": ("Annex 4", None),
        "C4": ("Annex 4", "East"),
        "C5": ("Gym", None),
    }
    assert [one.value for one in findings if one.code == "W328"] == ["library"]


# Attendance


def attends(student="S1", *, classes, students=None, enrollments=()):
    base = {"days": "Mon", "start": "8:00", "end": "9:00"}
    found, findings = built(
        students=students or DEFAULTS["students"],
        classes=[base | {"subject": "Math"} | one for one in classes],
        enrollments=[
            {"student_id": one, "class_id": other} for one, other in enrollments
        ],
    )
    assert "W301" not in codes(findings)
    return sorted(found.student[student].classes)


def test_homeroom_classes_are_compared_without_case():
    assert attends(classes=[{"class_id": "C1", "homeroom": "3a"}]) == ["C1"]
    assert attends("S3", classes=[{"class_id": "C1", "homeroom": "3a"}]) == []


def test_grade_classes_have_no_homeroom():
    classes = [
        {"class_id": "C1", "grade": 3},
        {"class_id": "C2", "grade": 3, "homeroom": "3B", "subject": "Art"},
    ]
    assert attends(classes=classes) == ["C1"]


def test_grade_classes_look_at_the_building_where_both_name_one():
    students = [
        {"student_id": "S1", "grade": 3, "building": "Main"},
        {"student_id": "S2", "grade": 3},
    ]
    classes = [
        {"class_id": "C1", "grade": 3, "building": "East"},
        {"class_id": "C2", "grade": 3, "building": "main", "subject": "Art"},
        {"class_id": "C3", "grade": 3, "subject": "Music"},
    ]
    assert attends(classes=classes, students=students) == ["C2", "C3"]
    assert attends("S2", classes=classes, students=students) == ["C1", "C2", "C3"]


def test_a_class_with_enrollments_is_for_the_enrolled():
    classes = [{"class_id": "C1", "grade": 3}]
    enrolled = [("S1", "C1")]
    assert attends("S1", classes=classes, enrollments=enrolled) == ["C1"]
    assert attends("S2", classes=classes, enrollments=enrolled) == []


def test_sections_of_a_grade_are_not_for_everyone_once_one_is_filled():
    classes = [
        {"class_id": "C1", "grade": 3, "subject": "Math 3"},
        {"class_id": "C2", "grade": 3, "subject": "Math 3"},
        {"class_id": "C3", "grade": 3, "subject": "Art"},
    ]
    enrolled = [("S1", "C1")]
    assert attends("S2", classes=classes, enrollments=enrolled) == ["C3"]


def test_an_enrollment_takes_the_student_out_of_the_same_shortened_subject():
    classes = [
        {"class_id": "HR", "homeroom": "3A", "subject": "Reading 3"},
        {"class_id": "WALK", "subject": "Reading 4"},
        {"class_id": "ART", "homeroom": "3A", "subject": "Art"},
    ]
    enrolled = [("S1", "WALK")]
    assert attends("S1", classes=classes, enrollments=enrolled) == ["ART", "WALK"]
    assert attends("S2", classes=classes, enrollments=enrolled) == ["ART", "HR"]


def test_a_homeroom_class_may_have_enrollments_too():
    classes = [{"class_id": "C1", "homeroom": "3A"}]
    enrolled = [("S3", "C1")]
    assert attends("S1", classes=classes, enrollments=enrolled) == ["C1"]
    assert attends("S3", classes=classes, enrollments=enrolled) == ["C1"]


def test_unknown_ids_in_enrollments_are_errors_and_doubles_warnings():
    _, findings = built(
        enrollments=[
            {"student_id": "S9", "class_id": "3A-Math"},
            {"student_id": "S3", "class_id": "3A-Mth"},
            {"student_id": "s3", "class_id": "3a-math"},
            {"student_id": "S3", "class_id": "3A-Math"},
        ]
    )
    found = [(one.code, one.source.cell) for one in findings if one.code != "W320"]
    assert found == [("W301", "A2"), ("W301", "B3"), ("W316", "row 5")]
    assert findings[1].advice == "Did you mean 3A-Math?"


def test_two_meetings_at_once_name_the_classes_and_students():
    extra = {
        "class_id": "X",
        "subject": "Band",
        "homeroom": "3A",
        "days": "Tue",
        "start": "9:30",
        "end": "10:30",
    }
    found, findings = built(classes=[*DEFAULTS["classes"], extra])
    (warning,) = [one for one in findings if one.code == "W320"]
    assert "3A-Math and X" in warning.message
    assert "S1, S2" in warning.message
    assert {"3A-Math", "X"} <= found.student["S1"].classes


def test_meetings_that_touch_or_are_on_days_off_do_not_clash():
    students = [{"student_id": "S1", "grade": 3, "homeroom": "3A", "days": "Mon"}]
    extra = {"class_id": "X", "subject": "Band", "homeroom": "3A"}
    for more in (
        {"days": "Mon", "start": "10:00", "end": "11:30"},
        {"days": "Tue", "start": "9:30", "end": "10:30"},
    ):
        findings = built(
            students=students, classes=[*DEFAULTS["classes"], extra | more]
        )[1]
        assert codes(findings) == []


def test_a_class_that_meets_twice_at_once_is_named_too():
    base = {"homeroom": "3A", "days": "Mon", "start": "8:00", "end": "9:00"}
    findings = faults(row(**base), row(**(base | {"start": "8:30"})))
    (warning,) = [one for one in findings if one.code == "W320"]
    assert "Two meetings of C1" in warning.message


def test_homerooms_and_students_without_classes_are_asked_about():
    students = [
        {"student_id": "S1", "grade": 3, "homeroom": "3AA"},
        {"student_id": "S2", "grade": 3, "homeroom": "3A"},
    ]
    findings = built(students=students)[1]
    assert codes(findings) == ["W321", "W322"]
    assert findings[0].advice == "Did you mean 3A?"
