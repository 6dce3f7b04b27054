from dataclasses import replace

import pages_sample as pages
import pytest

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.school import Meeting, SchoolClass
from pushpull_sched.export.pages.model import By
from pushpull_sched.export.pages.slips import teachers

SOURCE = pages.source()


def slip(made, name):
    (page,) = pages.pages(made, By.TEACHER, name)
    return page


def said(rows):
    return [(row.when, row.time, row.who, row.what, row.lesson) for row in rows]


def test_a_slip_says_who_leaves_and_who_comes_in():
    page = slip(SOURCE, "Lee")
    assert page.head.title == "Lee: who leaves, who comes in"
    assert said(page.leaving) == [
        (
            "Tue",
            "11:30-12:00",
            "1., A.R., M.F.",
            "Speech, Ms. Alvarez, Resource Room",
            "Lunch",
        ),
        (
            "Thu",
            "10:30-11:00",
            "1., A.R., M.F.",
            "Speech, Ms. Alvarez, Resource Room",
            "=Reading",
        ),
    ]
    provider = SOURCE.names.provider("P2")
    assert said(page.coming) == [
        (
            "Mon",
            "9:10-9:55",
            "Z.P., ل.ح.",
            f"Math SDI + Reading SDI, {provider}",
            "Math 3",
        ),
        ("Fri", "10:05-10:47", "Z.P.", f"Math SDI, {provider}", "=Reading"),
    ]


def test_only_students_who_attend_the_class_are_named():
    alone = [
        replace(each, classes=frozenset({"3A-R"} if each.id == "S1" else ()))
        for each in SOURCE.school.students
    ]
    made = pages.source(of=replace(SOURCE.school, students=tuple(alone)))
    page = slip(made, "Lee")
    assert [(row.when, row.who) for row in page.leaving] == [("Thu", "A.R.")]


def test_a_session_across_two_classes_is_one_row():
    late = SchoolClass(
        id="3A-S",
        subject="Science",
        teacher="Lee",
        meetings=pages.meeting_every_day("10:47", "11:20", 2, None),
    )
    students = tuple(
        replace(each, classes=each.classes | {"3A-S"})
        for each in SOURCE.school.students
    )
    school = replace(
        SOURCE.school, students=students, classes=(*SOURCE.school.classes, late)
    )
    page = slip(pages.source(of=school), "Lee")
    assert page.leaving[-1].lesson == "=Reading, Science"


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ({(1, 1), (2, 1)}, "Tue"),
        ({(1, 1)}, "Tue (week 1)"),
        ({(1, 1), (1, 3)}, "Tue, Thu (week 1)"),
        ({(1, 1), (2, 1), (2, 3)}, "Tue, Thu (week 2)"),
    ],
)
def test_days_and_weeks_are_told_in_one_word(kept, text):
    sessions = tuple(
        replace(each, start=pages.clock("10:30"), end=pages.clock("11:00"))
        for each in SOURCE.sessions
        if each.room_id == "R5" and (each.week, each.day) in kept
    )
    page = slip(pages.source(sessions=sessions), "Lee")
    assert [row.when for row in page.leaving] == [text]


def a_class(key, teacher=None, homeroom=None):
    meeting = Meeting(when=Interval(week=1, day=0, start=540, end=600))
    return SchoolClass(
        id=key, subject=key, teacher=teacher, homeroom=homeroom, meetings=(meeting,)
    )


def test_a_class_without_a_teacher_is_that_of_its_homeroom():
    school = replace(
        SOURCE.school,
        classes=(
            a_class("A", "Lee", "3A"),
            a_class("B", None, "3A"),
            a_class("C", "Kim", "4A"),
            a_class("D", "Ruiz", "4A"),
            a_class("E", None, "4A"),
            a_class("F", None, None),
        ),
    )
    found = {name: [met.id for met in some] for name, some in teachers(school).items()}
    assert found == {
        "Lee": ["A", "B"],
        "Kim": ["C"],
        "Ruiz": ["D"],
        "Homeroom 4A": ["E"],
    }


def test_a_teacher_is_concerned_by_what_happens_in_a_class():
    people = {each.key: each.concerned for each in pages.everyone(SOURCE, By.TEACHER)}
    assert people == {"Lee": True}
    nothing = pages.source(sessions=())
    people = {each.key: each.concerned for each in pages.everyone(nothing, By.TEACHER)}
    assert people == {"Lee": False}
    page = slip(nothing, "Lee")
    assert (page.leaving, page.coming) == ((), ())


def test_rows_follow_the_clock_whatever_their_weeks():
    made = pages.source(2)
    first = made.sessions[0]
    late = replace(first, id="late", week=1, day=0, start=620, end=640)
    early = replace(first, id="early", week=2, day=0, start=605, end=620)
    shown = pages.source(2, sessions=(late, early))
    (page,) = pages.pages(shown, By.TEACHER)
    assert [row.time for row in page.leaving] == ["10:05-10:20", "10:20-10:40"]
    assert page.remark.startswith("Week 1 begins on ")


def test_who_is_left_by_nobody_has_no_slip():
    made = pages.source(1)
    first = made.sessions[0]
    before_school = replace(first, start=300, end=330)
    shown = pages.source(1, sessions=(before_school,))
    listed = pages.everyone(shown, By.TEACHER)
    assert not any(person.concerned for person in listed)
