"""A finished schedule found again, with its roster."""

import json
from dataclasses import replace

import openpyxl
import pytest
from school_fixtures import ERROR
from tiny_school import COMPLETE, INCOMPLETE, session
from written_results import SHA, named_school, read_rosters_as, written_result

from pushpull_sched.app.faults import UnreadableFault, UsageFault
from pushpull_sched.app.opened import open_schedule
from pushpull_sched.domain.result import SolveStatus
from pushpull_sched.domain.schedule import Schedule

SCHOOL = named_school()


@pytest.fixture(autouse=True)
def _rosters(monkeypatch):
    read_rosters_as(monkeypatch, SCHOOL)


@pytest.fixture
def result(tmp_path):
    (tmp_path / "roster.xlsx").write_bytes(b"")
    return written_result(tmp_path / "roster-schedule", SCHOOL)


def same(opened):
    return {replace(each, id="") for each in opened.result.schedule.sessions} == {
        replace(each, id="") for each in COMPLETE.sessions
    }


@pytest.mark.parametrize("name", ["", "schedule.xlsx", "schedule.json"])
def test_a_result_finds_its_roster_beside_it(result, name):
    opened = open_schedule(result / name)
    assert same(opened)
    assert opened.result.status is SolveStatus.COMPLETE
    assert (opened.mark, opened.remarks) == ("", ())


@pytest.mark.parametrize("place", ["roster-schedule", "."])
def test_the_roster_may_be_in_the_folder_or_above_it(result, tmp_path, place):
    (tmp_path / "roster.xlsx").rename(tmp_path / place / "roster.xlsx")
    assert same(open_schedule(result))


def test_a_roster_elsewhere_has_to_be_named(result, tmp_path):
    (tmp_path / "roster.xlsx").rename(tmp_path / "other.xlsx")
    with pytest.raises(UsageFault, match=r"roster\.xlsx as it was") as fault:
        open_schedule(result)
    assert "--roster" in fault.value.advice[0]
    assert same(open_schedule(result, tmp_path / "other.xlsx"))


def test_a_changed_roster_has_to_be_named_and_is_remarked(
    result, tmp_path, monkeypatch
):
    read_rosters_as(monkeypatch, SCHOOL, sha256="1" * 64)
    with pytest.raises(UsageFault, match="not beside"):
        open_schedule(result)
    opened = open_schedule(result, tmp_path / "roster.xlsx")
    assert "is not as it was" in opened.remarks[0]


def test_a_roster_named_by_a_path_is_not_looked_for(tmp_path):
    (tmp_path / "roster.xlsx").write_bytes(b"")
    folder = written_result(
        tmp_path / "r", SCHOOL, roster_name="../r/roster.xlsx", roster_sha256=SHA
    )
    with pytest.raises(UsageFault, match="not beside"):
        open_schedule(folder)


def test_a_roster_with_errors_is_refused(result, monkeypatch):
    read_rosters_as(monkeypatch, SCHOOL, ERROR)
    with pytest.raises(UnreadableFault, match="has errors"):
        open_schedule(result)


def test_a_file_of_its_own_needs_its_roster(result, tmp_path):
    alone = tmp_path / "mine.xlsx"
    alone.write_bytes((result / "schedule.xlsx").read_bytes())
    with pytest.raises(UsageFault, match="which roster"):
        open_schedule(alone)
    assert same(open_schedule(alone, tmp_path / "roster.xlsx"))


def test_what_is_missing_is_refused(tmp_path):
    with pytest.raises(UsageFault, match="There is no schedule"):
        open_schedule(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "schedule.json").unlink(), "is not"),
        (lambda folder: (folder / "schedule.json").write_text("{}"), "damaged"),
        (lambda folder: (folder / "schedule.xlsx").unlink(), "not in the folder"),
    ],
)
def test_a_mixture_is_refused(result, spoil, words):
    spoil(result)
    with pytest.raises(UnreadableFault, match=words) as fault:
        open_schedule(result)
    assert fault.value.advice


def test_a_folder_without_a_result_is_refused(tmp_path):
    (tmp_path / "x.txt").write_text("")
    with pytest.raises(UnreadableFault, match="no result"):
        open_schedule(tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UnreadableFault, match="empty"):
        open_schedule(empty)


def test_a_file_in_a_mixture_stands_for_itself(result, tmp_path):
    (result / "schedule.json").unlink()
    path = result / "schedule.xlsx"
    with pytest.raises(UsageFault, match="which roster"):
        open_schedule(path)
    assert same(open_schedule(path, tmp_path / "roster.xlsx"))


def edit(path, column, value):
    book = openpyxl.load_workbook(path)
    sheet = book["Schedule"]
    headings = [cell.value for cell in sheet[1]]
    sheet.cell(row=2, column=1 + headings.index(column)).value = value
    book.save(path)


def test_an_edited_workbook_is_what_counts(result):
    edit(result / "schedule.xlsx", "day", "Wed")
    opened = open_schedule(result)
    assert 2 in {each.day for each in opened.result.schedule.sessions}
    assert "edited" in opened.remarks[0]


def test_ids_are_found_without_regard_to_case(result, tmp_path):
    edit(result / "schedule.xlsx", "provider_id", "p1")
    edit(result / "schedule.xlsx", "room_id", "r1")
    edit(result / "schedule.xlsx", "service_id", "s1-SPEECH-1")
    assert same(open_schedule(result))


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("provider_id", "ghost", "ghost"),
        ("service_id", "ghost", "ghost"),
        ("room_id", "R9", "R9"),
        ("day", "Sunday", "Sun"),
        ("week", 9, "9"),
        ("setting", "holiday", "holiday"),
    ],
)
def test_a_schedule_that_does_not_fit_its_roster_is_refused(
    result, column, value, words
):
    edit(result / "schedule.xlsx", column, value)
    with pytest.raises(UnreadableFault) as fault:
        open_schedule(result)
    assert words in " ".join(fault.value.advice)


def test_a_broken_rule_and_a_shortfall_are_marked(tmp_path):
    (tmp_path / "roster.xlsx").write_bytes(b"")
    short = open_schedule(written_result(tmp_path / "a", SCHOOL, INCOMPLETE))
    assert short.mark == "INCOMPLETE SCHEDULE"
    assert short.result.service_reasons["S1-Language-1"] == "There is no room."
    late = Schedule(sessions=(session("Speech"), session("Language", start=1200)))
    broken = open_schedule(written_result(tmp_path / "b", SCHOOL, late))
    assert broken.mark == "RULES ARE BROKEN"
    assert "breaks rules" in broken.remarks[-1]


def test_a_result_without_sessions_shows_nothing(tmp_path):
    (tmp_path / "roster.xlsx").write_bytes(b"")
    folder = written_result(tmp_path / "a", SCHOOL, Schedule())
    with pytest.raises(UsageFault, match="no sessions"):
        open_schedule(folder)


def test_a_json_of_another_program_does_not_say_its_roster(tmp_path):
    path = tmp_path / "schedule.json"
    path.write_text(json.dumps({"sessions": []}))
    with pytest.raises(UsageFault, match="which roster"):
        open_schedule(path)
