"""Files that appear together, and people chosen by name."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from written_results import named_school, read_rosters_as, written_result

from pushpull_sched.app import export as exporting
from pushpull_sched.app.export import (
    By,
    ExportRequest,
    Format,
    NameStyle,
    default_folder,
    export,
)
from pushpull_sched.app.exported_files import MEMORY, write_together
from pushpull_sched.app.faults import UsageFault
from pushpull_sched.domain.school import Student

STAMP = datetime(2026, 8, 20, tzinfo=UTC)


@pytest.fixture
def result(tmp_path, monkeypatch):
    return prepared(tmp_path, monkeypatch, named_school())


def prepared(tmp_path, monkeypatch, school):
    read_rosters_as(monkeypatch, school)
    (tmp_path / "roster.xlsx").write_bytes(b"")
    return written_result(tmp_path / "roster-schedule", school)


def asked(result, by=By.PROVIDER, kind=Format.CSV, **more):
    kinds = kind if isinstance(kind, tuple) else (kind,)
    whose = by if isinstance(by, tuple) else (by,)
    fields = {"schedule": result, "by": whose, "formats": kinds, "stamp": STAMP}
    return ExportRequest(**(fields | more))


def test_everything_asked_for_appears_beside_the_result(result, tmp_path):
    answer = export(asked(result, tuple(By), tuple(Format), zone="America/Chicago"))
    assert answer.folder == tmp_path / "roster-timetables"
    assert answer.remarks == ()
    names = sorted(path.name for path in answer.folder.iterdir())
    assert [path.name for path in answer.files] == [
        f"{by.value}-{name}.{kind.value}"
        for by in By
        if by is not By.CLASS
        for kind in Format
        for name in [
            {
                Format.ICS: {
                    By.PROVIDER: "Mr. Oak",
                    By.STUDENT: "A.R",
                    By.TEACHER: "Ms. Lee",
                    By.ROOM: "Den",
                }.get(by, "timetables"),
                Format.CSV: "sessions",
            }.get(kind, "timetables")
        ]
    ]
    assert names == sorted([MEMORY, *(path.name for path in answer.files)])
    assert all(path.stat().st_size for path in answer.files)


def test_separate_files_bear_the_names(result):
    answer = export(asked(result, (By.PROVIDER, By.ROOM), Format.HTML, separate=True))
    assert [path.name for path in answer.files] == [
        "provider-Mr. Oak.html",
        "room-Den.html",
    ]


def test_no_full_name_of_a_student_unless_asked_for(result):
    def text(**more):
        files = export(asked(result, tuple(By), Format.HTML, force=True, **more)).files
        return " ".join(path.read_text(encoding="utf-8") for path in files)

    assert "Ana Ruiz" not in text()
    assert "A.R." in text()
    assert "Ana Ruiz" in text(names=NameStyle.FULL)
    assert "A.R." not in text(names=NameStyle.IDS)


@pytest.mark.parametrize("who", ["P1", "p1", "mr. oak", "Mr.  Oak"])
def test_people_are_found_by_id_and_name(result, who):
    answer = export(asked(result, kind=Format.ICS, who=(who,), zone="UTC"))
    assert [path.name for path in answer.files] == ["provider-Mr. Oak.ics"]


def test_a_student_is_found_by_the_full_name_under_initials(result):
    answer = export(asked(result, By.STUDENT, Format.HTML, who=("ana ruiz",)))
    assert "A.R." in answer.files[0].read_text(encoding="utf-8")


def test_someone_whom_no_session_concerns_may_be_named(result):
    answer = export(asked(result, By.CLASS, Format.HTML, who=("Math",)))
    assert [path.name for path in answer.files] == ["class-timetables.html"]


def test_a_name_of_one_kind_leaves_the_others_out(result):
    answer = export(asked(result, (By.PROVIDER, By.ROOM), who=("Den",)))
    assert [path.name for path in answer.files] == ["room-sessions.csv"]


def test_an_unknown_name_suggests_the_nearest(result):
    with pytest.raises(UsageFault, match=r'room "Mr\. Oka"') as fault:
        export(asked(result, (By.PROVIDER, By.ROOM), who=("Mr. Oka",)))
    assert "Mr. Oak" in fault.value.advice[0]
    with pytest.raises(UsageFault) as fault:
        export(asked(result, who=("~",)))
    assert fault.value.advice == ()


def test_a_name_of_two_has_to_be_told_apart(tmp_path, monkeypatch):
    school = named_school()
    twin = Student(id="S2", name="Ana Ruiz", grade=2, days=frozenset())
    result = prepared(
        tmp_path, monkeypatch, replace(school, students=(*school.students, twin))
    )
    with pytest.raises(UsageFault, match="names several: S1, S2"):
        export(asked(result, By.STUDENT, who=("ana ruiz",)))
    answer = export(asked(result, By.STUDENT, Format.HTML, separate=True))
    assert [path.name for path in answer.files] == [
        "student-A.R. 1.html",
        "student-A.R. 2.html",
    ]


def test_nobody_to_write_for_is_said(tmp_path, monkeypatch):
    school = named_school()
    bare = replace(school, classes=(replace(school.classes[0], teacher=None),))
    result = prepared(tmp_path, monkeypatch, bare)
    with pytest.raises(UsageFault, match="no teacher whom a session concerns"):
        export(asked(result, By.TEACHER))


def test_calendars_need_a_term_and_a_time_zone(tmp_path, monkeypatch, result):
    with pytest.raises(UsageFault, match="no time zone") as fault:
        export(asked(result, kind=Format.ICS, zone="America/Chicaco"))
    assert "America/Chicago" in fault.value.advice[0]
    with pytest.raises(UsageFault, match="no time zone"):
        export(asked(result, kind=Format.ICS, zone="../etc/passwd"))
    with pytest.raises(UsageFault, match="no time zone"):
        export(asked(result, kind=Format.ICS, zone="~~~"))
    dateless = named_school(term_end=None)
    read_rosters_as(monkeypatch, dateless)
    with pytest.raises(UsageFault, match="dates of the term"):
        export(asked(result, kind=Format.ICS, zone="UTC"))
    assert export(asked(result, kind=Format.CSV)).files


def test_the_zone_of_this_computer_serves_where_none_is_named(result, monkeypatch):
    monkeypatch.setattr(
        exporting.tzlocal, "get_localzone_name", lambda: "Europe/Berlin"
    )
    answer = export(asked(result, kind=Format.ICS))
    assert "Europe/Berlin" in answer.files[0].read_text()
    monkeypatch.setattr(exporting.tzlocal, "get_localzone_name", lambda: None)
    answer = export(asked(result, kind=Format.ICS))
    assert "X-WR-TIMEZONE:UTC" in answer.files[0].read_text()


# ── what is in the way ──────────────────────────────────────────────────────────────
def test_own_files_are_replaced_and_foreign_ones_kept(result, tmp_path):
    first = export(asked(result))
    assert export(asked(result)).files == first.files
    first.files[0].write_text("mine now")
    with pytest.raises(UsageFault, match=r"not replaced: provider-sessions\.csv"):
        export(asked(result))
    assert first.files[0].read_text() == "mine now"
    export(asked(result, force=True))
    assert first.files[0].read_text() != "mine now"
    export(asked(result, By.ROOM))
    assert export(asked(result)).files == first.files


def test_a_file_from_elsewhere_is_kept(result, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / MEMORY).write_text("[]")
    for number in range(7):
        (folder / f"{number}.txt").write_text("")
    with pytest.raises(UsageFault, match="and 2 more"):
        write_together(
            folder, {f"{number}.txt": b"x" for number in range(7)}, force=False
        )
    (folder / MEMORY).write_text('{"files": 1}')
    (folder / "provider-sessions.csv").mkdir()
    with pytest.raises(UsageFault, match="not replaced"):
        export(asked(result, out=folder))


def test_a_file_in_place_of_the_folder_is_refused(result, tmp_path):
    (tmp_path / "out").write_text("")
    with pytest.raises(UsageFault, match="not a folder"):
        export(asked(result, out=tmp_path / "out"))
    with pytest.raises(UsageFault, match="Nothing was written"):
        write_together(tmp_path / "out" / "deeper", {"a": b""}, force=True)


def test_files_appear_all_or_none(tmp_path, monkeypatch):
    write_together(tmp_path, {"a": b"old"}, force=False)
    memory = (tmp_path / MEMORY).read_text()
    real = Path.replace

    def failing(self, target):
        if Path(target).name == "c":
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(UsageFault, match="the disk is full"):
        write_together(tmp_path, {"a": b"new", "b": b"new", "c": b"new"}, force=False)
    monkeypatch.undo()
    assert sorted(path.name for path in tmp_path.iterdir()) == [MEMORY, "a"]
    assert (tmp_path / "a").read_bytes() == b"old"
    assert (tmp_path / MEMORY).read_text() == memory
    assert list(json.loads(memory)["files"]) == ["a"]


def test_the_folder_is_named_after_the_schedule(tmp_path):
    (tmp_path / "x-schedule").mkdir()
    assert default_folder(tmp_path / "x-schedule") == tmp_path / "x-timetables"
    assert default_folder(tmp_path / "plan.xlsx") == tmp_path / "plan-timetables"
