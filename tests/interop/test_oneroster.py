"""OneRoster exports: what a roster of them holds, and what is marked as missing."""

import csv
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pushpull_sched.domain.findings import has_errors
from pushpull_sched.interop.draft_file import write_draft
from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.interop.oneroster import (
    OneRosterChoices,
    StudentNames,
    oneroster_draft,
)
from pushpull_sched.interop.oneroster_classes import grade_text
from pushpull_sched.interop.oneroster_files import read_oneroster
from pushpull_sched.workbook.cell import clean
from pushpull_sched.workbook.load import load_school
from pushpull_sched.workbook.reader import read_workbook
from pushpull_sched.workbook.template import roster_book

DATA = Path(__file__).parent / "data"
FALL = date(2026, 10, 1)


def draft_of(folder, *, birth_dates=False, **choices):
    export = read_oneroster(Path(folder), birth_dates=birth_dates)
    return oneroster_draft(export, OneRosterChoices(**{"on": FALL, **choices}))


def middle(**choices):
    return draft_of(DATA / "oneroster-1.1", school="Birch Middle School", **choices)


def rows(draft, key):
    return [dict(row) for row in draft.rows[key]]


def missing(draft, key):
    """Return (position, column) of the cells to fill in."""
    return {(m.row, m.column) for m in draft.marks if m.sheet == key and not m.note}


@pytest.fixture
def copied(tmp_path):
    """A copy of the 1.1 export, and a way to rewrite one of its files."""
    folder = tmp_path / "export"
    shutil.copytree(DATA / "oneroster-1.1", folder)

    def rewrite(name, change):
        path = folder / name
        text = path.read_text(encoding="utf-8-sig")
        lines = [dict(line) for line in csv.DictReader(text.splitlines())]
        lines = change(lines)
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(lines[0]))
            writer.writeheader()
            writer.writerows(lines)

    return folder, rewrite


def test_students_are_those_of_the_school_who_are_still_there():
    students = rows(middle(), "students")
    assert [row["student_id"] for row in students] == [
        "u02",
        "u03",
        "u04",
        "u06",
        "u01",
        "u05",
    ]
    assert students[-1] == {"student_id": "u05", "name": "José Íñiguez", "grade": "6"}
    assert students[0]["homeroom"] == "ADV-1"


def test_a_grade_that_is_none_is_left_to_fill_in():
    draft = middle()
    position = [row["student_id"] for row in rows(draft, "students")].index("u06")
    assert missing(draft, "students") == {(position, "grade")}


def test_classes_have_period_teacher_room_and_a_known_subject():
    classes = rows(middle(), "classes")
    assert {
        "class_id": "M6-1",
        "subject": "Math 6",
        "teacher": "Ora Stone",
        "room": "Room 12",
        "grade": "6",
        "period": "1",
    } in classes
    assert [row["period"] for row in classes if row["class_id"] == "E6-1"] == ["2", "3"]
    assert {"OLD", "M6-2"}.isdisjoint(row["class_id"] for row in classes)


def test_a_class_without_a_period_is_marked_and_one_with_a_period_is_not():
    draft = middle()
    wheel = [row["class_id"] for row in rows(draft, "classes")].index("X-1")
    assert missing(draft, "classes") == {
        (wheel, column) for column in ("days", "start", "end")
    }


def test_periods_are_listed_once_in_order_and_are_to_be_timed():
    draft = middle()
    assert [row["period"] for row in rows(draft, "periods")] == [
        "HR",
        "1",
        "2",
        "3",
        "10",
    ]
    assert len(missing(draft, "periods")) == 15


def test_enrollments_leave_out_homerooms_the_ended_the_deleted_and_the_unknown():
    draft = middle()
    pairs = {(row["student_id"], row["class_id"]) for row in rows(draft, "enrollments")}
    assert ("u01", "M6-1") in pairs
    assert all(label != "ADV-1" for _, label in pairs)
    assert {("u06", "M6-1"), ("u04", "M6-1"), ("u99", "M6-1")}.isdisjoint(pairs)
    assert "1 enrollment outside the term left out." in draft.remarks
    assert any("not in users.csv" in remark for remark in draft.remarks)


def test_an_enrollment_counts_to_its_last_day():
    def enrolled(on):
        pairs = rows(middle(on=on), "enrollments")
        return {"student_id": "u06", "class_id": "M6-1"} in pairs

    assert enrolled(date(2026, 9, 15))
    assert not enrolled(date(2026, 9, 16))


def test_the_term_is_what_the_sessions_of_the_day_share():
    assert rows(middle(), "settings") == [
        {
            "school": "Birch Middle School",
            "term_start": date(2026, 8, 20),
            "term_end": date(2026, 12, 18),
        }
    ]


def test_a_named_term_wins_over_the_day():
    draft = middle(term="spring 2027")
    assert {row["class_id"] for row in rows(draft, "classes")} == {"M6-2"}
    with pytest.raises(ForeignFault, match="no academic session Summer") as caught:
        middle(term="Summer")
    assert "Fall 2026" in caught.value.advice[0]


def test_a_day_outside_every_term_takes_all_and_says_so():
    draft = middle(on=date(2030, 1, 1))
    assert any("No academic session holds 2030-01-01" in one for one in draft.remarks)
    assert {"M6-1", "M6-2"} <= {row["class_id"] for row in rows(draft, "classes")}


def test_several_schools_must_be_chosen_from():
    with pytest.raises(ForeignFault, match="students of 2 schools") as caught:
        draft_of(DATA / "oneroster-1.1")
    assert "Birch Middle School, Cedar Elementary" in caught.value.advice[0]
    with pytest.raises(ForeignFault, match="no school Oak"):
        draft_of(DATA / "oneroster-1.1", school="Oak")
    by_id = draft_of(DATA / "oneroster-1.1", school="S2")
    assert [row["student_id"] for row in rows(by_id, "students")] == ["u08"]


def test_birth_dates_only_where_asked_for():
    assert all("birth_date" not in row for row in rows(middle(), "students"))
    asked = rows(middle(birth_dates=True), "students")
    assert [row["birth_date"] for row in asked if "birth_date" in row] == [
        date(2014, 11, 2),
        date(2015, 3, 14),
    ]


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (StudentNames.FULL, "Bru Vale"),
        (StudentNames.INITIALS, "B. V."),
        (StudentNames.NONE, None),
    ],
)
def test_names_are_taken_over_as_far_as_wanted(names, shown):
    students = rows(draft_of(DATA / "oneroster-1.2", names=names), "students")
    bruno = next(row for row in students if row["student_id"] == "stu-2")
    assert bruno.get("name") == shown


def test_version_1_2_takes_roles_from_their_own_file():
    draft = draft_of(DATA / "oneroster-1.2")
    assert rows(draft, "students")[0] == {
        "student_id": "stu-1",
        "name": "Alba Noor",
        "grade": "2",
        "homeroom": "2A",
    }
    homeroom, walk = rows(draft, "classes")
    assert homeroom["subject"] == "Homeroom"
    assert homeroom["homeroom"] == "2A"
    assert walk["subject"] == "Reading 2"
    assert rows(draft, "enrollments") == [{"student_id": "stu-2", "class_id": "R2-W"}]


def test_a_homeroom_that_stands_for_the_whole_day_is_to_be_split():
    def lines(draft):
        return [line for line in draft.todo if "whole day" in line.text]

    assert [line.text[:10] for line in lines(draft_of(DATA / "oneroster-1.2"))] == [
        "1 homeroom"
    ]
    assert lines(middle()) == []


def test_identifiers_serve_as_ids_where_each_has_its_own(copied):
    folder, rewrite = copied

    def same(lines):
        lines[0]["identifier"] = lines[1]["identifier"]
        return lines

    rewrite("users.csv", same)
    draft = draft_of(folder, school="s1", identifiers=True)
    ids = {row["student_id"] for row in rows(draft, "students")}
    assert {"u01", "u02", "10003", "10004"} <= ids
    assert any("2 students without an identifier" in one for one in draft.remarks)


def test_class_codes_that_are_not_unique_give_way_to_source_ids(copied):
    folder, rewrite = copied
    rewrite("classes.csv", lambda lines: [{**line, "classCode": "M"} for line in lines])
    classes = rows(draft_of(folder, school="s1"), "classes")
    assert {row["class_id"] for row in classes} == {"k1", "k2", "k3", "k4", "k5"}


def test_two_homerooms_of_one_student_are_marked(copied):
    folder, rewrite = copied

    def second(lines):
        return [
            {**line, "classType": "homeroom"} if line["sourcedId"] == "k4" else line
            for line in lines
        ]

    rewrite("classes.csv", second)
    draft = draft_of(folder, school="s1")
    notes = [mark.note for mark in draft.marks if mark.note]
    assert notes == ["Several homerooms: ADV-1, X-1. Write the one that counts."] * 2
    assert any("several homerooms" in line.text for line in draft.todo)


def test_a_class_without_any_name_of_a_subject_is_marked(copied):
    folder, rewrite = copied
    rewrite(
        "classes.csv",
        lambda lines: [
            {**line, "title": "", "subjects": "", "courseSourcedId": ""}
            for line in lines
        ],
    )
    draft = draft_of(folder, school="s1")
    assert (0, "subject") in missing(draft, "classes")


def test_files_that_are_not_used_are_named(copied):
    folder, _ = copied
    (folder / "results.csv").write_text("sourcedId\n", encoding="utf-8")
    remarks = draft_of(folder, school="s1").remarks
    assert "Not read: demographics.csv, results.csv." in remarks


def test_an_export_without_orgs_and_sessions_is_one_school(copied):
    folder, _ = copied
    for name in ("orgs.csv", "academicSessions.csv", "courses.csv", "manifest.csv"):
        (folder / name).unlink()
    draft = draft_of(folder)
    assert len(rows(draft, "students")) == 7
    assert rows(draft, "settings") == [{}]


@pytest.mark.parametrize("name", ["users.csv", "classes.csv", "enrollments.csv"])
def test_a_file_that_must_be_there_is_named(copied, name):
    folder, _ = copied
    (folder / name).unlink()
    with pytest.raises(ForeignFault, match=f"{name} is missing"):
        read_oneroster(folder)


def test_columns_roles_and_versions_that_are_missing_are_named(copied):
    folder, rewrite = copied
    rewrite(
        "users.csv",
        lambda lines: [
            {key: value for key, value in line.items() if key != "role"}
            for line in lines
        ],
    )
    with pytest.raises(ForeignFault, match="Nothing says who is a student"):
        read_oneroster(folder)
    (folder / "users.csv").write_text("id\n1\n", encoding="utf-8")
    with pytest.raises(ForeignFault, match=r"users\.csv has no column sourcedId"):
        read_oneroster(folder)


def test_another_version_is_refused(copied):
    folder, rewrite = copied
    rewrite(
        "manifest.csv",
        lambda lines: [
            {**line, "value": "2.0"}
            if line["propertyName"] == "oneroster.version"
            else line
            for line in lines
        ],
    )
    with pytest.raises(ForeignFault, match=r"The manifest says OneRoster 2\.0"):
        read_oneroster(folder)


def test_an_export_of_changes_only_is_refused(copied):
    folder, rewrite = copied
    rewrite(
        "manifest.csv",
        lambda lines: [
            {**line, "value": "delta"}
            if line["propertyName"] == "file.enrollments"
            else line
            for line in lines
        ],
    )
    with pytest.raises(ForeignFault, match=r"enrollments\.csv holds only changes"):
        read_oneroster(folder)


@pytest.mark.parametrize(
    ("codes", "grade"),
    [
        ("KG", "K"),
        ("PR", "PK"),
        ("TK", "PK"),
        ("01", "1"),
        ("12", "12"),
        ("13", ""),
        ("UG", ""),
        ("03,04", ""),
        ("", ""),
    ],
)
def test_grades_by_their_codes(codes, grade):
    assert grade_text(codes) == grade


def filled(draft):
    """Return the draft's rows as a school would complete them."""
    done = {key: [dict(row) for row in each] for key, each in draft.rows.items()}
    for place, row in enumerate(done["periods"]):
        start = 8 * 60 + 45 * place
        clock = [f"{m // 60}:{m % 60:02}" for m in (start, start + 40)]
        row.update(days="Mon-Fri", start=clock[0], end=clock[1])
    for row in done["classes"]:
        if "period" not in row:
            row.update(days="Mon-Fri", start="13:00", end="13:40")
    for row in done["students"]:
        row.setdefault("grade", "6")
    done["rooms"] = [{"room_id": "R1"}]
    done["providers"] = [
        {"provider_id": "P1", "role": "SLP", "days": "Mon-Fri", "start": "8:00",
         "end": "15:00"}
    ]  # fmt: skip
    done["services"] = [
        {"student_id": "u01", "service": "Speech", "setting": "pull-out",
         "frequency": "30 min weekly", "role": "SLP"}
    ]  # fmt: skip
    return done


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["u01", "k1", "f26", "2026-13-40", "1,1", "student", "=1+1", "KG"]),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_any_cells_give_a_draft_or_a_fault(tmp_path, data):
    folder = tmp_path / "any"
    shutil.copytree(DATA / "oneroster-1.1", folder, dirs_exist_ok=True)
    names = ("users", "classes", "enrollments", "orgs", "academicSessions", "courses")
    name = data.draw(st.sampled_from(names))
    path = folder / f"{name}.csv"
    lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    for _ in range(data.draw(st.integers(1, 5))):
        line = data.draw(st.sampled_from(lines[1:]))
        line[data.draw(st.integers(0, len(line) - 1))] = data.draw(CELLS)
    with path.open("w", newline="", encoding="utf-8", errors="replace") as stream:
        csv.writer(stream).writerows(lines)
    try:
        draft = draft_of(folder, school="s1", birth_dates=True)
    except ForeignFault:
        return
    target = tmp_path / "any.xlsx"
    target.unlink(missing_ok=True)
    write_draft(target, draft)
    read, _ = read_workbook(target)
    for key in ("students", "classes", "enrollments", "periods"):
        filled = [row for row in draft.rows[key] if any(map(is_seen, row.values()))]
        assert len(read.tables[key]) == len(filled)


def is_seen(value):
    return bool(clean(str(value)).text)


def test_a_completed_draft_is_a_roster_without_errors(tmp_path):
    path = tmp_path / "roster.xlsx"
    roster_book(filled(middle())).save(path)
    loaded = load_school(path)
    assert not has_errors(loaded.findings), loaded.findings
    student = loaded.school.students[4]
    assert student.id == "u01"
    assert student.classes == {"M6-1", "E6-1", "X-1", "ADV-1"}


def test_the_written_draft_marks_its_blank_cells(tmp_path):
    path = tmp_path / "roster.xlsx"
    write_draft(path, middle())
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["To do", "How to fill this in"]
    texts = [cell.value for cell in book["To do"]["B"]]
    assert any("5 periods" in str(text) for text in texts)
    ranges = {str(one.sqref) for one in book["Periods"].conditional_formatting}
    assert ranges == {"B2:B6", "C2:C6", "D2:D6"}
    findings = load_school(path).findings
    assert not any(finding.code == "W103" for finding in findings)
