"""The command ``compare``: its first screen, its details and its JSON."""

import functools
import json
import re
from dataclasses import replace

import pytest
from compare_school import base_rows, session, small_school, variant, without
from rich.console import Console
from school_fixtures import loaded, read_as
from typer.testing import CliRunner

import pushpull_sched.app.solve
from pushpull_sched.app.solve import SolveRequest
from pushpull_sched.cli.json_compare import comparison_object
from pushpull_sched.cli.main import app
from pushpull_sched.cli.screens.compare import first_screen, last_lines
from pushpull_sched.cli.screens.compare_details import details_screen
from pushpull_sched.compare.comparing import compare
from pushpull_sched.domain.variant import RosterState, Variant
from pushpull_sched.export.comparison.views import side_by_side

runner = CliRunner()


def run(*arguments):
    return runner.invoke(app, ["compare", *map(str, arguments)])


@pytest.fixture
def folders(roster):
    found = []
    for name, engine in (("whole", "completes"), ("half", "falls_short")):
        folder = roster.parent / name
        pushpull_sched.app.solve.solve(
            SolveRequest(roster=roster, out=folder), engine=f"stub_engines:{engine}"
        )
        found.append(folder)
    return found


def shown(what, width=80):
    console = Console(width=width, markup=False, highlight=False, color_system=None)
    with console.capture() as capture:
        console.print(what)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def words(text):
    return " ".join(text.split())


OTHER_WEEK = [
    *without(base_rows(), "c", "e"),
    *session("c", "Mon", "10:00", ["S3 Speech"], room="R2"),
    *session("e", "Mon", "12:30", ["S1 OT"], provider="P2"),
]


@functools.cache
def found():
    return compare(
        [
            variant(base_rows(), label="spring"),
            variant(OTHER_WEEK, label="autumn"),
        ]
    )


def test_the_first_screen_answers(folders):
    result = run(*folders)
    assert result.exit_code == 0
    text = words(result.stdout)
    assert "2 schedules of Tiny" in text
    assert "A whole policy default legal, complete" in text
    assert "B half policy default legal, incomplete" in text
    assert "Both were made from one roster." in text
    assert "A is better for service minutes" in text
    assert "Service minutes missing 0 30 A by 30" in text
    assert "For whom is B worse than A?" in text
    assert "S1 Language: no longer Tue 9:00" in text
    assert "--details" in text


def test_nothing_but_the_answer_goes_to_stdout(folders):
    assert run(*folders).stderr == ""


def test_a_screen_of_eighty_columns():
    text = shown(first_screen(found()))
    assert max(map(len, text.splitlines())) <= 80
    assert len(text.splitlines()) <= 50
    assert "Class minutes missed" in text
    assert re.search(r"Class minutes missed +90 +60 +B by 30 \(33 %\)", text)
    assert "S3 Speech: Mon 9:00 → 10:00" in text
    assert "S1 OT: Mon 12:00 → 12:30" in text


def test_three_schedules_name_the_best_letters():
    three = compare([variant(base_rows()), variant(OTHER_WEEK), variant(base_rows())])
    text = shown(first_screen(three))
    assert re.search(r"Class minutes missed +90 +60 +90 +B\n", text)
    assert "For whom is B worse than A?" in text
    assert "C is the same schedule as A." in text
    assert "For whom is C worse than A?" not in text
    assert "B is best for" in text


def test_more_schedules_than_fit_side_by_side():
    many = compare([variant(base_rows()), *[variant(OTHER_WEEK)] * 7])
    text = shown(first_screen(many))
    assert max(map(len, text.splitlines())) <= 80
    assert text.count("Which is better for what") == 2
    assert re.search(
        r"Class minutes missed +90 +60 +60 +60 +60 +60 +B C D E F G H", text
    )
    assert re.search(r"A +G +H +Better", text)
    assert "Which is better" not in shown(
        first_screen(compare([variant(base_rows())] * 2))
    )
    assert shown(details_screen(many, side_by_side(many))).count("\nMeasures") == 1


def test_names_with_markup_stay_as_they_are():
    odd = variant(base_rows(), label="[red]x[/red]")
    assert "[red]x[/red]" in shown(first_screen(compare([odd, odd])))


def test_details_show_every_table_and_every_change():
    text = shown(details_screen(found(), side_by_side(found())), width=120)
    for title in (
        "Measures",
        "Services",
        "Class minutes missed by subject",
        "Class minutes missed by grade",
        "Students who miss most",
        "Regular class (LRE)",
        "Pull-out groups",
        "Interruptions of classes",
        "Rooms",
        "Providers in A: a week",
        "Providers in B: a week",
        "Students from A to B, the worse first",
        "Providers from A to B",
        "To be told from A to B",
    ):
        assert title in text
    assert "Ms Lee (P1): same" in text
    assert "S1 (student and family): other times" in text
    assert "Mr Fox (provider)" in text


def test_details_of_changed_rosters_and_runs(folders, monkeypatch):
    text = words(run(*folders, "--details").stdout)
    assert "To make them again" in text
    assert "A: pushpull-sched solve roster.xlsx --policy default" in text
    assert "0 (proven)" in text
    later = small_school(rooms=[{"room_id": "R1"}])
    pair = compare([variant(base_rows()), variant(base_rows(), later)])
    screen = shown(details_screen(pair, side_by_side(pair)))
    assert "room R2: no longer in the roster" in screen
    first = shown(first_screen(pair))
    assert "The rosters differ: 1 room changed, 1 room ended." in first
    assert "R2: no longer in the roster" in first


def test_many_roster_changes_are_cut_and_pairs_told_apart():
    homes = [{"room_id": f"N{n}"} for n in range(9)]
    changed = small_school(rooms=homes)
    three = compare(
        [variant(base_rows()), variant(base_rows(), changed), variant(base_rows())]
    )
    text = shown(first_screen(three))
    assert "A to B: The rosters differ" in text
    assert "A to C: The roster files differ, but they say the same." in words(text)
    assert "and 5 more with --details" in text


def test_broken_rules_and_unknown_rosters_are_said():
    broken = [*base_rows(), *session("x", "Mon", "10:30", ["S1 OT"], provider="P2")]
    text = shown(first_screen(compare([variant(base_rows()), variant(broken)])))
    assert "not legal, breaks S1" in words(text)
    bare = [
        Variant(
            label=name,
            rows=tuple(base_rows()),
            roster_state=RosterState.MISSING,
            remarks=("No roster was found.",),
        )
        for name in "ab"
    ]
    text = shown(first_screen(compare(bare)))
    assert "It cannot be told without the rosters" in text
    assert "A: No roster was found." in text
    assert "2 schedules\n" in text


def test_json_is_one_object_with_everything(folders):
    result = run(*folders, "--json")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert [one["letter"] for one in data["schedules"]] == ["A", "B"]
    assert data["schedules"][0]["run"]["rerun"].startswith("pushpull-sched solve")
    assert data["schedules"][1]["compliance"]["minutes_short"] == 30
    assert data["schedules"][1]["bounds"]["minutes_short"] == {
        "bound": 0,
        "proven": False,
    }
    (difference,) = data["differences"]
    (student,) = difference["students"]
    assert student["changes"] == [
        {
            "service_id": "S1-Language-1",
            "weeks": [1],
            "before": {
                "day": "Tue",
                "start": "09:00",
                "end": "09:30",
                "setting": "pull-out",
                "provider_id": "P1",
                "place": "R1",
                "fellows": [],
            },
            "after": None,
        }
    ]
    assert {one["kind"] for one in difference["to_be_told"]} >= {"provider", "student"}


def test_json_names_what_is_counted_as_ceds_does():
    data = comparison_object(found(), ())
    students = {one["student_id"]: one for one in data["schedules"][0]["students"]}
    assert students["S2"]["inclusion_minutes_per_week"] == 90
    assert students["S2"]["non_inclusion_minutes_per_week"] == 60
    best = {one["key"]: one["best"] for one in data["aspects"]}
    assert best["missed"] == ["B"]
    assert best["short"] == []
    assert data["schedules"][0]["run"] is None


def test_files_are_named(folders, tmp_path):
    result = run(*folders, "--xlsx", tmp_path / "c.xlsx", "--html", tmp_path / "c.html")
    assert result.exit_code == 0
    assert (tmp_path / "c.xlsx").is_file()
    assert "c.html" in words(result.stdout)
    assert shown(last_lines((), details=True)).startswith("All of it: --xlsx FILE")


def test_a_schedule_that_cannot_be_read(folders, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    result = run(folders[0], bad, "--json")
    assert result.exit_code == 3
    assert "bad.json: 1 error" in words(result.stderr)
    data = json.loads(result.stdout)
    assert data["unreadable"][0]["findings"][0]["code"] == "W705"
    assert run(folders[0], bad).stdout == ""


def test_wrong_usage(folders, tmp_path):
    assert run(folders[0]).exit_code == 2
    assert run(folders[0], tmp_path / "nothing").exit_code == 2


def test_a_changed_roster_beside_is_said(folders, monkeypatch):
    read_as(monkeypatch, replace(loaded(), sha256="1" * 64))
    text = words(run(*folders).stdout)
    assert "A: roster.xlsx has changed since this schedule was made from it" in text
