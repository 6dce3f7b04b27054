"""Names of subjects, and what pulling from them costs."""

import pytest

from pushpull_sched.domain.school import Pull, SubjectKind
from pushpull_sched.workbook.subjects import subject_name
from schools import built, codes, school


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Math", "math"),
        ("Math 6", "math"),
        ("Math6", "math"),
        ("Math 6A", "math"),
        ("Math6B", "math"),
        ("math-6", "math"),
        ("Algebra I", "algebra"),
        ("Algebra IV", "algebra"),
        ("ELA-3B", "ela"),
        ("ELA K", "ela"),
        ("ELA PK", "ela"),
        ("Reading Grade 3", "reading"),
        ("Reading grade K", "reading"),
        ("Math Level 2", "math"),
        ("Math Grade 6 Section B", "math"),
        ("Science B2", "science"),
        ("P.E.", "pe"),
        ("PE", "pe"),
        ("Pre-Calculus", "precalculus"),
        ("US History", "ushistory"),
        ("Study Hall", "studyhall"),
        ("3B", "3b"),  # the first word stays
        ("Grade 3", "grade"),
        ("Grade 3 Math", "grade3math"),
        ("Mix", "mix"),
        ("Art Mix", "artmix"),  # no Roman numeral that a school writes
        ("Art Grade", "artgrade"),
    ],
)
def test_trailing_parts_are_dropped(text, short):
    assert subject_name(text).short == short


@pytest.mark.parametrize(
    ("named", "subject", "same"),
    [
        ("Math", "Math 6", True),
        ("Math", "Math7B", True),
        ("math", "MATH", True),
        ("Math 6", "Math 6", True),
        ("Math 6", "Math6", True),
        ("Math 6", "Math 7", False),
        ("Math 6", "Math", False),
        ("Algebra I", "Algebra I", True),
        ("Algebra I", "Algebra II", False),
        ("Algebra", "Algebra II", True),
        ("Math", "Mathematics", False),
    ],
)
def test_a_name_with_a_tail_means_one_subject(named, subject, same):
    assert subject_name(named).names(subject_name(subject)) is same


def one_class(subject, *, rows=(), settings=None, **cells):
    found = school(
        settings,
        classes=[
            {
                "class_id": "C1",
                "subject": subject,
                "grade": 3,
                "days": "Mon",
                "start": "9:00",
                "end": "10:00",
                **cells,
            }
        ],
        subjects=rows,
    ).school_class["C1"]
    return found.kind, found.meetings[0].pull, found.meetings[0].weight


@pytest.mark.parametrize(
    ("subject", "kind", "pull", "weight"),
    [
        ("Lunch", SubjectKind.LUNCH, Pull.NEVER, 1),
        ("Recess", SubjectKind.RECESS, Pull.NEVER, 1),
        ("Dismissal", SubjectKind.RECESS, Pull.NEVER, 1),
        ("ELA 3", SubjectKind.CORE, Pull.AVOID, 3),
        ("English Language Arts", SubjectKind.CORE, Pull.AVOID, 3),
        ("Science 6B", SubjectKind.CORE, Pull.AVOID, 2),
        ("World History II", SubjectKind.CORE, Pull.AVOID, 2),
        ("Physical Education", SubjectKind.SPECIAL, Pull.AVOID, 2),
        ("WIN", SubjectKind.FLEX, Pull.OK, 0),
        ("Morning Meeting", SubjectKind.FLEX, Pull.OK, 0),
        ("Robotics", SubjectKind.OTHER, Pull.AVOID, 1),
        ("Intermath", SubjectKind.OTHER, Pull.AVOID, 1),
    ],
)
def test_defaults_come_from_the_name(subject, kind, pull, weight):
    assert one_class(subject) == (kind, pull, weight)


@pytest.mark.parametrize(
    ("row", "kind", "pull", "weight"),
    [
        ({"kind": "core"}, SubjectKind.CORE, Pull.AVOID, 3),
        ({"kind": "special"}, SubjectKind.SPECIAL, Pull.AVOID, 2),
        ({"kind": "flex"}, SubjectKind.FLEX, Pull.OK, 0),
        ({"kind": "lunch"}, SubjectKind.LUNCH, Pull.NEVER, 1),
        ({"kind": "recess"}, SubjectKind.RECESS, Pull.NEVER, 1),
        ({"kind": "other"}, SubjectKind.OTHER, Pull.AVOID, 1),
        ({"kind": "core", "weight": 7}, SubjectKind.CORE, Pull.AVOID, 7),
        ({"pull": "never"}, SubjectKind.OTHER, Pull.NEVER, 1),
        ({"weight": 0}, SubjectKind.OTHER, Pull.AVOID, 0),
    ],
)
def test_a_row_gives_a_name_without_defaults_those_of_its_kind(row, kind, pull, weight):
    rows = [{"subject": "Robotics", **row}]
    assert one_class("Robotics 6", rows=rows) == (kind, pull, weight)


def test_a_listed_name_with_another_kind_keeps_pull_and_weight():
    rows = [{"subject": "Art", "kind": "core"}]
    assert one_class("Art 3", rows=rows) == (SubjectKind.CORE, Pull.AVOID, 2)


def test_the_row_of_the_full_subject_wins():
    rows = [{"subject": "Math", "weight": 5}, {"subject": "Math 6", "weight": 9}]
    assert one_class("Math6", rows=rows)[2] == 9
    assert one_class("Math 7", rows=rows)[2] == 5


def test_protect_core_goes_by_the_kind_and_wins_over_the_sheet():
    settings = {"protect_core": "yes"}
    assert one_class("Math", settings=settings)[1] is Pull.NEVER
    rows = [{"subject": "Math", "pull": "ok"}]
    assert one_class("Math", rows=rows, settings=settings)[1] is Pull.NEVER
    rows = [{"subject": "Math", "kind": "other"}]
    assert one_class("Math", rows=rows, settings=settings)[1] is Pull.AVOID
    assert one_class("Art", settings=settings)[1] is Pull.AVOID


def test_the_cell_of_the_class_wins_over_everything():
    settings = {"protect_core": "yes"}
    assert one_class("Math", settings=settings, pull="avoid")[1] is Pull.AVOID
    assert one_class("Art", pull="never") == (SubjectKind.SPECIAL, Pull.NEVER, 2)


def test_only_the_own_ok_takes_the_weight():
    assert one_class("Math", pull="ok")[1:] == (Pull.OK, 0)
    rows = [{"subject": "Math", "pull": "ok"}]
    assert one_class("Math", rows=rows)[1:] == (Pull.OK, 3)


def test_one_subject_under_two_spellings_is_an_error():
    _, findings = built(subjects=[{"subject": "Math 6"}, {"subject": "Math6"}])
    assert codes(findings) == ["W309"]
    assert findings[-2].source.cell == "A3"


def test_a_row_that_no_class_has_is_noted():
    _, findings = built(subjects=[{"subject": "Latin"}, {"subject": "Math"}])
    assert [one.value for one in findings if one.code == "W326"] == ["Latin"]
