"""A Schedule sheet edited by hand: what ``verify`` says, and a solve around it.

Ten kinds of edit are made in the workbook of a finished result, as a person does in
Excel. Each is judged, then a run keeps it (``--freeze edits``) or refuses it with the
reason, and whatever it does not touch stays.
"""

import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from compare_school import base_rows, small_school

from pushpull_sched.app.baseline import frozen, read_earlier
from pushpull_sched.app.faults import UsageFault
from pushpull_sched.domain.findings import Breach
from pushpull_sched.domain.policy import DEFAULT_POLICY, Measure, Policy
from pushpull_sched.domain.result import Params, RunInfo, SolveResult, SolveStatus
from pushpull_sched.domain.schedule import Schedule, Served, Session
from pushpull_sched.domain.service import Setting
from pushpull_sched.engine.solve import solve
from pushpull_sched.export.folder import write_result
from pushpull_sched.verify.verifier import verify, verify_schedule

SCHOOL = small_school()
DAYS = SCHOOL.settings.days
CALM = Policy(name="calm", levels=DEFAULT_POLICY.levels[:2])
"""Minutes short, then moved, and no more."""


class Ticks:
    """A clock on which a hundredth of a second goes by each time it is read."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += 0.01
        return self.now


def sessions():
    for key, rows in itertools.groupby(base_rows(), lambda row: row.session_id):
        mine = list(rows)
        first = mine[0]
        yield Session(
            id=key,
            week=1,
            day=DAYS.index(first.day),
            start=first.start,
            end=first.end,
            setting=Setting(first.setting),
            provider_id=first.provider_id,
            room_id=first.room_id,
            class_id=first.class_id,
            served=tuple(
                Served(
                    service_id=one.service_id,
                    service=one.service,
                    student_id=one.student_id,
                )
                for one in mine
            ),
        )


@pytest.fixture(scope="module")
def untouched(tmp_path_factory):
    """The result of a run that served everything."""
    found = Schedule(sessions=tuple(sessions()))
    verdict = verify_schedule(SCHOOL, found)
    assert verdict.legal
    assert verdict.complete
    target = tmp_path_factory.mktemp("result") / "week"
    write_result(
        target,
        school=SCHOOL,
        result=SolveResult(
            status=SolveStatus.COMPLETE, schedule=found, verdict=verdict
        ),
        run=RunInfo(roster_name="small.xlsx", roster_sha256="0" * 64),
    )
    return target


@pytest.fixture
def folder(untouched, tmp_path):
    """The same, to be edited."""
    return Path(shutil.copytree(untouched, tmp_path / "week"))


@dataclass
class Sheet:
    """The Schedule sheet as a person handles it: rows by session and student."""

    page: object

    def __post_init__(self):
        self.heads = [cell.value for cell in self.page[1]]

    def row(self, session, student=None):
        for number in range(2, self.page.max_row + 1):
            if self.get(number, "session_id") == session and student in {
                None,
                self.get(number, "student_id"),
            }:
                return number
        raise AssertionError(session)

    def get(self, number, head):
        return self.page.cell(number, self.heads.index(head) + 1).value

    def put(self, number, **cells):
        for head, value in cells.items():
            self.page.cell(number, self.heads.index(head) + 1).value = value

    def every(self, session, **cells):
        for number in range(2, self.page.max_row + 1):
            if self.get(number, "session_id") == session:
                self.put(number, **cells)

    def copy(self, number, **cells):
        last = self.page.max_row + 1
        for place, _ in enumerate(self.heads, start=1):
            self.page.cell(last, place).value = self.page.cell(number, place).value
        self.put(last, **cells)

    def delete(self, number):
        self.page.delete_rows(number)


def session_of(sheet, student, service, day):
    """Find the session of a student's service on a day."""
    for number in range(2, sheet.page.max_row + 1):
        row = (sheet.get(number, head) for head in ("student_id", "service", "day"))
        if tuple(row) == (student, service, day):
            return sheet.get(number, "session_id")
    raise AssertionError(student)


def move_time(sheet):
    sheet.every(session_of(sheet, "S1", "Speech", "Mon"), start="11:00", end="11:30")


def move_day(sheet):
    sheet.every(session_of(sheet, "S1", "Speech", "Wed"), day="Thu")


def other_room(sheet):
    sheet.every(session_of(sheet, "S3", "Speech", "Mon"), room_id="R1")


def other_provider(sheet):
    sheet.every(session_of(sheet, "S1", "Speech", "Mon"), provider_id="P2")


def delete(sheet):
    sheet.delete(sheet.row(session_of(sheet, "S3", "Speech", "Thu")))


def add(sheet):
    number = sheet.row(session_of(sheet, "S1", "Speech", "Mon"), "S1")
    sheet.copy(number, session_id="new", day="Fri")


def join(sheet):
    key = session_of(sheet, "S1", "Speech", "Mon")
    sheet.copy(
        sheet.row(key, "S1"),
        service_id="S3-Speech-1",
        student_id="S3",
        service="Speech",
    )


def lengthen(sheet):
    sheet.every(session_of(sheet, "S1", "OT", "Mon"), end="12:45", minutes=45)


def split(sheet):
    key = session_of(sheet, "S1", "Speech", "Wed")
    number = sheet.row(key, "S2")
    sheet.put(number, session_id="new", start="11:00", end="11:30")


def wrong_id(sheet):
    number = sheet.row(session_of(sheet, "S1", "OT", "Mon"))
    sheet.put(number, service_id="S1-OTT-1")


def into_lunch(sheet):
    sheet.every(session_of(sheet, "S1", "Speech", "Mon"), start="11:30", end="12:00")


def edited(folder, edit):
    file = folder / "schedule.xlsx"
    book = openpyxl.load_workbook(file)
    edit(Sheet(page=book["Schedule"]))
    book.save(file)
    return read_earlier(folder, SCHOOL)


def slots(rows):
    return {
        (row.service_id, row.day, row.start, row.end, row.provider_id, row.room_id)
        for row in rows
    }


def broken(earlier):
    found = verify(SCHOOL, earlier.rows).violations
    return sorted({one.rule for one in found if one.severity is Breach.BROKEN})


def missing(earlier):
    found = verify(SCHOOL, earlier.rows).violations
    return sorted({one.rule for one in found if one.severity is Breach.SHORT})


# ── verify names what broke ─────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("edit", "rules", "short"),
    [
        (move_time, [], []),
        (move_day, [], []),
        (other_room, [], []),
        (other_provider, ["V8"], []),
        (delete, [], ["S7"]),
        (add, ["S7"], []),
        (join, ["S5", "S7"], []),
        (lengthen, ["S7"], []),
        (split, [], []),
        (wrong_id, ["C3"], ["S7"]),
        (into_lunch, ["S2"], []),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_verify_names_what_an_edit_broke(folder, edit, rules, short):
    earlier = edited(folder, edit)
    assert earlier.readable
    assert broken(earlier) == rules
    assert missing(earlier) == short


# ── a run keeps the edit and the rest ───────────────────────────────────────────────
@pytest.mark.parametrize(
    ("edit", "pins", "moved"),
    [
        (move_time, {("S1-Speech-1", "Mon", 660), ("S2-Speech-1", "Mon", 660)}, 0),
        (move_day, {("S1-Speech-1", "Thu", 630), ("S2-Speech-1", "Thu", 630)}, 0),
        (other_room, {("S3-Speech-1", "Mon", 540)}, 0),
        # One provider gives all sessions of a service: the others follow.
        (
            other_provider,
            {("S1-Speech-1", "Mon", 630), ("S2-Speech-1", "Mon", 630)},
            60,
        ),
        (delete, set(), 0),
        # A session too many: one of the two others has to go.
        (add, {("S1-Speech-1", "Fri", 630)}, 30),
        (
            join,
            {(f"S{number}-Speech-1", "Mon", 630) for number in (1, 2, 3)},
            30,
        ),
        (split, {("S1-Speech-1", "Wed", 630), ("S2-Speech-1", "Wed", 660)}, 0),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_solve_keeps_what_was_edited_and_moves_the_least(folder, edit, pins, moved):
    earlier = edited(folder, edit)
    held, remarks = frozen(SCHOOL, earlier, ("edits",), only_new=False)
    found = {(pin.service, DAYS[pin.day], pin.start) for pin in held.pins}
    assert (found, remarks) == (pins, ())
    result = solve(
        held,
        Params(time_limit=3.0, workers=1, policy=CALM, baseline=earlier.rows),
        clock=Ticks(),
    )
    verdict = verify(held, result.schedule.rows(DAYS), baseline=earlier.rows)
    assert verdict.legal
    assert verdict.complete
    assert verdict.measures[Measure.MOVED] == moved
    kept = slots(result.schedule.rows(DAYS))
    edits = {
        row for row in earlier.rows if (row.service_id, row.day, row.start) in pins
    }
    assert slots(edits) <= kept


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lengthen, "lasts 45 minutes; allowed: 30"),
        (wrong_id, "S1-OTT-1"),
        (into_lunch, "Lunch"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_an_edit_that_breaks_a_rule_by_itself_is_refused_by_name(folder, edit, said):
    earlier = edited(folder, edit)
    with pytest.raises(UsageFault, match="cannot stay as it is") as caught:
        frozen(SCHOOL, earlier, ("edits",), only_new=False)
    assert any(said in line for line in caught.value.advice), caught.value.advice


@pytest.mark.parametrize("edit", [lengthen, into_lunch], ids=lambda one: one.__name__)
def test_the_rest_stays_where_an_edit_cannot(folder, edit):
    earlier = edited(folder, edit)
    held, remarks = frozen(SCHOOL, earlier, (), only_new=True)
    assert remarks
    assert all(remark.startswith("Not kept: ") for remark in remarks)
    result = solve(
        held,
        Params(time_limit=3.0, workers=1, policy=CALM, baseline=earlier.rows),
        clock=Ticks(),
    )
    verdict = verify(held, result.schedule.rows(DAYS), baseline=earlier.rows)
    assert verdict.legal
    assert verdict.complete
    pinned = {(pin.service, DAYS[pin.day], pin.start) for pin in held.pins}
    given = {(row.service_id, row.day, row.start) for row in result.schedule.rows(DAYS)}
    assert pinned <= given


# ── what counts as an edit ──────────────────────────────────────────────────────────
def test_edits_and_names_are_kept_together(folder):
    earlier = edited(folder, move_time)
    held, _ = frozen(SCHOOL, earlier, ("Edits", "Thu"), only_new=False)
    assert {DAYS[pin.day] for pin in held.pins} == {"Mon", "Thu"}


def test_other_names_of_sessions_are_no_edit(folder):
    def rename(sheet):
        move_time(sheet)
        for number in range(2, sheet.page.max_row + 1):
            sheet.put(number, session_id=f"renamed {sheet.get(number, 'session_id')}")

    held, _ = frozen(SCHOOL, edited(folder, rename), ("edits",), only_new=False)
    assert {DAYS[pin.day] for pin in held.pins} == {"Mon"}


def test_a_session_that_stands_twice_was_edited_once(folder):
    def twice(sheet):
        number = sheet.row(session_of(sheet, "S1", "OT", "Mon"))
        sheet.copy(number, session_id="new")

    with pytest.raises(UsageFault, match="nothing in"):
        frozen(SCHOOL, read_earlier(folder, SCHOOL), ("edits",), only_new=False)
    held, _ = frozen(SCHOOL, edited(folder, twice), ("edits",), only_new=False)
    assert [pin.service for pin in held.pins] == ["S1-OT-1"]


def test_edits_need_the_result_beside_them(folder):
    alone = folder / "schedule.xlsx"
    moved = alone.rename(folder.parent / "mine.xlsx")
    with pytest.raises(UsageFault, match="not known how mine"):
        frozen(SCHOOL, read_earlier(moved, SCHOOL), ("edits",), only_new=False)


def test_a_copy_of_the_workbook_beside_its_result_will_do(folder):
    edited(folder, move_time)
    copy = (folder / "schedule.xlsx").rename(folder / "mine.xlsx")
    held, _ = frozen(SCHOOL, read_earlier(copy, SCHOOL), ("edits",), only_new=False)
    assert len(held.pins) == 2


def test_the_workbook_of_another_run_is_not_compared(folder):
    file = folder / "schedule.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"result_id": "', '"result_id": "f'), encoding="utf-8")
    assert read_earlier(folder / "schedule.xlsx", SCHOOL).written is None
    file.write_text("[]", encoding="utf-8")
    assert read_earlier(folder / "schedule.xlsx", SCHOOL).written is None
