"""Runs that start from an earlier schedule, and what of it has to stay."""

import json
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pytest
from tiny_school import COMPLETE, INCOMPLETE, session, tiny_school

from pushpull_sched.app import baseline as module
from pushpull_sched.app.baseline import Earlier, frozen, read_earlier
from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.solve import SolveRequest, settle, solve, unreadable
from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.policy import DEFAULT_POLICY, Measure
from pushpull_sched.domain.result import Params, SolveStatus
from pushpull_sched.domain.schedule import Schedule

SCHOOL = tiny_school()
DAYS = SCHOOL.settings.days
MOVED = Schedule(sessions=(session("Speech", start=600), session("Language", day=1)))


def rows(*sessions):
    return tuple(Schedule(sessions=sessions).rows(DAYS))


def earlier(*sessions):
    return Earlier(name="old", sha256="", rows=rows(*sessions))


def asked(roster, engine="completes", **fields):
    request = SolveRequest(roster=roster, **{"params": Params(), **fields})
    return solve(request, engine=f"stub_engines:{engine}")


@pytest.fixture
def old(roster):
    """A result of an earlier run."""
    return asked(roster, out=roster.with_name("old")).out


def edit(folder, start):
    """Move the first session of a result, as a person does in Excel."""
    book = openpyxl.load_workbook(folder / "schedule.xlsx")
    sheet = book["Schedule"]
    sheet["D2"], sheet["E2"] = f"{start // 60}:00", f"{start // 60}:30"
    book.save(folder / "schedule.xlsx")


# ── reading ─────────────────────────────────────────────────────────────────────────
def test_a_run_says_what_moved(roster, old):
    edit(old, 600)
    answer = asked(roster, baseline=old)
    assert answer.result.verdict.measures[Measure.MOVED] == 30
    assert [change.kind for change in answer.changes] == ["moved"]
    content = json.loads(answer.files[1].read_text(encoding="utf-8"))
    assert content["measures"]["moved"] == 30
    assert content["params"]["baseline"]["name"] == "old"
    assert content["params"]["gap"] == 0
    book = openpyxl.load_workbook(answer.files[0])
    assert book.sheetnames[:5] == [
        "Summary",
        "Schedule",
        "Compliance",
        "Master",
        "Changes",
    ]
    assert book["Changes"]["A2"].value == "moved"


@pytest.mark.parametrize("file", ["schedule.json", "schedule.xlsx", ""])
def test_every_form_of_a_result_is_a_baseline(roster, old, file):
    answer = asked(roster, baseline=old / file)
    assert answer.result.verdict.measures[Measure.MOVED] == 0
    assert answer.changes == ()
    assert len(answer.earlier.sha256) == 64


def test_a_csv_file_is_a_baseline(roster, old):
    sheet = openpyxl.load_workbook(old / "schedule.xlsx")["Schedule"]
    file = roster.with_name("old.csv")
    lines = (
        ",".join("" if value is None else str(value) for value in line)
        for line in sheet.values
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    assert asked(roster, baseline=file).changes == ()


def test_the_result_may_replace_its_own_baseline(roster):
    first = asked(roster)
    again = asked(roster, baseline=first.out)
    assert again.out == first.out
    assert again.files


def test_a_missing_baseline_is_wrong_usage(roster):
    with pytest.raises(UsageFault, match="There is no baseline"):
        asked(roster, baseline=roster.with_name("none.xlsx"))


def test_a_baseline_that_cannot_be_read_stops_the_run(roster):
    answer = asked(roster, baseline=roster.parent)
    assert answer.result is None
    name, findings = unreadable(answer)
    assert name == roster.parent.name
    assert [one.code for one in findings] == ["W701"]
    assert not answer.out.exists()


def test_a_cell_that_cannot_be_read_is_named(roster, old):
    book = openpyxl.load_workbook(old / "schedule.xlsx")
    book["Schedule"]["D2"] = "noonish"
    book.save(old / "schedule.xlsx")
    answer = asked(roster, baseline=old)
    assert answer.result is None
    _, findings = unreadable(answer)
    assert ("Schedule", "D2") in {(f.source.sheet, f.source.cell) for f in findings}


def test_the_roster_is_named_first_where_both_are_faulty(faulty_roster):
    answer = asked(faulty_roster, baseline=faulty_roster)
    assert unreadable(answer)[0] == "roster.xlsx"


# ── what the engine is asked ────────────────────────────────────────────────────────
def test_without_a_baseline_there_is_no_level_moved(roster):
    answer = asked(roster, "tells_its_policy")
    assert answer.result.reasons == ("minutes_short lre missed comfort", "")
    stated = json.loads(answer.files[1].read_text(encoding="utf-8"))["params"]
    names = [level["name"] for level in stated["policy"]["levels"]]
    assert names == [level.name for level in DEFAULT_POLICY.levels]
    assert stated["baseline"] is None


def test_with_a_baseline_the_engine_gets_its_rows(roster, old):
    answer = asked(roster, "tells_its_policy", baseline=old)
    assert answer.result.reasons == (
        "minutes_short moved lre missed comfort",
        "S1-Speech-1 S1-Language-1",
    )


def test_a_policy_without_the_level_is_remarked(roster, old):
    params = Params(policy=replace(DEFAULT_POLICY.without(Measure.MOVED), name="ours"))
    answer = asked(roster, baseline=old, params=params)
    assert answer.result.reasons[0].startswith('The policy "ours" has no level moved')


def test_nothing_ends_a_deterministic_run_by_the_clock(roster):
    answer = asked(
        roster, "tells_its_limit", params=Params(time_limit=9.0, deterministic=True)
    )
    assert answer.result.reasons == ("9.0",)


def test_the_verifier_counts_moved_against_the_baseline(roster):
    found = asked(roster).result
    outcome = module_outcome(found)
    again = settle(
        SCHOOL, outcome, interrupted=False, seconds=1.0, rows=rows(*MOVED.sessions)
    )
    assert again.verdict.measures[Measure.MOVED] == 30


def module_outcome(found):
    from pushpull_sched.app.child import ChildOutcome  # noqa: PLC0415

    return ChildOutcome(best=found)


# ── what has to stay ────────────────────────────────────────────────────────────────
def stays(*names, only_new=False, of=SCHOOL, sessions=COMPLETE.sessions):
    held, remarks = frozen(of, earlier(*sessions), names, only_new=only_new)
    return [(pin.service, pin.day, pin.start) for pin in held.pins], remarks


SPEECH = ("S1-Speech-1", 0, 540)
LANGUAGE = ("S1-Language-1", 1, 540)


@pytest.mark.parametrize(
    ("names", "kept"),
    [
        ((), []),
        (("P1",), [SPEECH, LANGUAGE]),
        (("p1",), [SPEECH, LANGUAGE]),
        (("provider P1",), [SPEECH, LANGUAGE]),
        (("S1",), [SPEECH, LANGUAGE]),
        (("student s1",), [SPEECH, LANGUAGE]),
        (("Mon",), [SPEECH]),
        (("tuesday",), [LANGUAGE]),
        (("day Tue",), [LANGUAGE]),
        (("Wed",), []),
        (("Mon", "Tue"), [SPEECH, LANGUAGE]),
    ],
)
def test_providers_students_and_days_stay(names, kept):
    assert stays(*names) == (kept, ())


def test_a_frozen_session_is_pinned_whole():
    held, _ = frozen(SCHOOL, earlier(session("Speech")), ("P1",), only_new=False)
    (pin,) = held.pins
    assert (pin.minutes, pin.week, pin.provider, pin.room) == (30, 1, "P1", "R1")


@pytest.mark.parametrize("name", ["P9", "provider S1", "Sat", "room R1"])
def test_a_name_that_means_nothing_is_wrong_usage(name):
    with pytest.raises(UsageFault, match="no provider, student or day"):
        stays(name)


def test_a_name_that_means_two_things_is_wrong_usage():
    twin = replace(SCHOOL.students[0], id="P1")
    both = replace(SCHOOL, students=(*SCHOOL.students, twin))
    with pytest.raises(UsageFault, match="two things"):
        stays("P1", of=both)
    assert stays("provider P1", of=both)[0] == [SPEECH, LANGUAGE]


def test_what_cannot_stay_is_refused_with_the_reason():
    with pytest.raises(UsageFault, match="cannot stay") as caught:
        stays("Mon", sessions=(session("Speech", start=720),))
    assert any("Speech" in line for line in caught.value.advice)


def test_a_long_list_of_reasons_is_cut(monkeypatch):
    monkeypatch.setattr(module, "_MOST_NAMED", 1)
    faulty = (session("Speech", start=720), session("Language", day=1, start=725))
    with pytest.raises(UsageFault) as caught:
        stays("P1", sessions=faulty)
    assert any(line.startswith("and ") for line in caught.value.advice)


def test_ended_services_need_not_stay():
    first = replace(SCHOOL.services[0], active=False)
    of = replace(SCHOOL, services=(first, *SCHOOL.services[1:]))
    assert stays("P1", of=of)[0] == [LANGUAGE]


def test_only_new_keeps_what_is_still_allowed_and_says_what_is_not():
    sessions = (session("Speech", start=720), session("Language", day=1))
    kept, remarks = stays(only_new=True, sessions=sessions)
    assert kept == [LANGUAGE]
    assert remarks
    assert all(remark.startswith("Not kept: ") for remark in remarks)


def test_only_new_gives_up_services_with_too_many_sessions():
    sessions = (session("Speech"), session("Speech", day=2), session("Language", day=1))
    sessions = tuple(replace(one, id=f"X{n}") for n, one in enumerate(sessions))
    kept, remarks = stays(only_new=True, sessions=sessions)
    assert kept == [LANGUAGE]
    assert remarks


@pytest.mark.parametrize(
    ("services", "kept"), [(("S1-Speech-1",), [LANGUAGE]), (("S9-OT-1",), [])]
)
def test_a_rule_about_a_whole_service_gives_up_that_service(
    monkeypatch, services, kept
):
    found = [Violation(rule="S7", message="Too much.", service_ids=services)]

    def verdict(school, rows):
        speech = any(row.service_id == "S1-Speech-1" for row in rows)
        return SimpleNamespace(violations=tuple(found if speech else ()))

    monkeypatch.setattr(module, "verify", verdict)
    assert stays(only_new=True) == (kept, ("Not kept: Too much.",))


def test_frozen_sessions_are_held_by_the_verifier(roster, old):
    edit(old, 600)
    with pytest.raises(Exception, match="does not stand up to verification") as caught:
        asked(roster, baseline=old, freeze=("Mon",))
    assert "C2" in caught.value.message


def test_what_stays_is_written_down(roster, old):
    answer = asked(roster, baseline=old, freeze=("P1",), only_new=True)
    stated = json.loads(answer.files[1].read_text(encoding="utf-8"))
    assert stated["params"]["freeze"] == ["P1"]
    assert stated["params"]["only_new"] is True
    assert stated["rerun"].endswith("--baseline old --freeze P1 --only")
    assert answer.result.status is SolveStatus.COMPLETE


def test_sessions_that_cannot_stay_together_replace_nothing(roster, old):
    answer = asked(roster, "says_infeasible", baseline=old, freeze=("P1",))
    assert answer.result.status is SolveStatus.INFEASIBLE
    assert answer.files == ()


def test_nothing_can_stay_without_a_baseline(roster):
    for fields in ({"freeze": ("P1",)}, {"only_new": True}):
        with pytest.raises(UsageFault, match="Without a baseline"):
            asked(roster, **fields)


def test_a_schedule_without_sessions_moves_nothing(roster, old):
    book = openpyxl.load_workbook(old / "schedule.xlsx")
    book["Schedule"].delete_rows(2, 5)
    book.save(old / "schedule.xlsx")
    found = read_earlier(old, SCHOOL)
    assert found.rows == ()
    assert found.readable
    answer = asked(roster, "falls_short", baseline=old)
    assert answer.result.verdict.measures[Measure.MOVED] == 0
    assert len(answer.changes) == len(INCOMPLETE.sessions)
