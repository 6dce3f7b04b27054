import pytest

from pushpull_sched.domain.school import Provider, Room, School, Student
from pushpull_sched.export.names import NameStyle, names_of


def named(*names, style=NameStyle.INITIALS):
    students = tuple(
        Student(id=f"S{number}", name=name, grade=3, days=frozenset())
        for number, name in enumerate(names, start=1)
    )
    return list(names_of(School(students=students), style).students.values())


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ana Ruiz", "A.R."),
        ("Ruiz, Ana", "A.R."),
        ("  ana   maria del  Ruiz ", "A.R."),
        ("Ana Ruiz Jr.", "A.R."),
        ("Ana-Maria Ruiz-Lopez III", "A.R."),
        ("AR", "A.R."),
        ("A.R.", "A.R."),
        ("J. P. R.", "J.R."),
        ("Ana", "A."),
        ("Éloïse Ñandú", "É.Ñ."),
        ("e\u0301loise x", "É.X."),
        ("q\u0301ad x", "Q\u0301.X."),
        ("ليلى حداد", "ل.ح."),
        ("王小明", "王."),
        ("Zoë 🦊 Park", "Z.P."),
        ("=1+1", "1."),
        ("@Ana -Ruiz", "A.R."),
        ("<b>Ana</b> Ruiz", "B.R."),
        ("\u202eAna \u200bRuiz", "A.R."),
        ("🦊", "S1"),
        ("", "S1"),
        (", Ana", "A."),
        ("Ana,", "A."),
        ("III", "I.I.I."),
        ("Jr. III", "J."),
    ],
)
def test_initials_of_one_student(name, initials):
    assert named(name) == [initials]


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["Ana Ruiz", "Bo Ruiz"], ["A.R.", "B.R."]),
        (["Ana Ruiz", "Alex Roe"], ["An.R.", "Al.R."]),
        (["Ana Ruiz", "Andre Roe", "Alex Roe"], ["Ana.R.", "And.R.", "Al.R."]),
        (["Anna Ruiz", "Anne Roe"], ["A.R. 1", "A.R. 2"]),
        (["Ana Ruiz", "ANA RUIZ", "Bo X"], ["A.R. 1", "A.R. 2", "B.X."]),
        (["Ana Ruiz", "Ana Ruiz", "An Ruiz"], ["A.R. 1", "A.R. 2", "A.R. 3"]),
    ],
)
def test_equal_initials_are_told_apart(names, labels):
    assert named(*names) == labels


def test_an_id_that_looks_like_initials_is_not_given_twice():
    students = (
        Student(id="A.R.", name="", grade=1, days=frozenset()),
        Student(id="S2", name="Ana Ruiz", grade=1, days=frozenset()),
        Student(id="a.r. 1", name="", grade=1, days=frozenset()),
    )
    labels = names_of(School(students=students), NameStyle.INITIALS).students
    assert labels == {"A.R.": "A.R.", "S2": "An.R.", "a.r. 1": "a.r. 1"}


def test_numbers_pass_over_labels_that_are_taken():
    students = (
        Student(id="S1", name="Ana Ruiz", grade=1, days=frozenset()),
        Student(id="S2", name="Ana Ruiz", grade=1, days=frozenset()),
        Student(id="A.R. 1", name="", grade=1, days=frozenset()),
    )
    labels = names_of(School(students=students), NameStyle.INITIALS).students
    assert labels == {"S1": "A.R. 2", "S2": "A.R. 3", "A.R. 1": "A.R. 1"}


def test_full_names_carry_the_id_only_where_two_are_the_same():
    full = named("Ana  Ruiz", "ana ruiz", "Bo", "", style=NameStyle.FULL)
    assert full == ["Ana Ruiz (S1)", "ana ruiz (S2)", "Bo", "S4"]


def test_ids_show_no_name():
    assert named("Ana Ruiz", "Bo", style=NameStyle.IDS) == ["S1", "S2"]


def test_staff_and_rooms_keep_their_names_in_every_style():
    school = School(
        providers=(
            Provider(id="P1", name="Ms. Lee", roles=frozenset(), hours=()),
            Provider(id="P2", name="Ms. Lee", roles=frozenset(), hours=()),
            Provider(id="P3", roles=frozenset(), hours=()),
        ),
        rooms=(Room(id="R1", name="Den", hours=()),),
    )
    names = names_of(school, NameStyle.IDS)
    assert names.provider("P1") == "Ms. Lee (P1)"
    assert names.provider("P3") == "P3"
    assert names.provider("ghost") == "ghost"
    assert (names.room("R1"), names.room("Gym"), names.room(None)) == ("Den", "Gym", "")
    assert (names.student("ghost"), names.student(None)) == ("ghost", "")
