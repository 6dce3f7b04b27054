"""The commands import, pseudonymize and export-data as a user meets them."""

import json
import shutil
import stat
import sys
from pathlib import Path

import openpyxl
import pytest
from test_results_csv import CONTENT
from typer.testing import CliRunner

from pushpull_sched.cli.main import app
from pushpull_sched.domain.result_folder import FolderReport, FolderState
from pushpull_sched.workbook.example import example_rows
from pushpull_sched.workbook.template import roster_book

DATA = Path(__file__).parent / "data"
SEIS = DATA / "services" / "seis-deliveries.csv"
OTHER = DATA / "services" / "other-iep-system.csv"
OWNER_ONLY = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no such modes"
)


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def words(text):
    return " ".join(text.split())


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "export"
    shutil.copytree(DATA / "oneroster-1.2", folder)
    return folder


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.xlsx"
    roster_book(example_rows()).save(path)
    return path


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_oneroster_from_a_folder(export):
    result = run("import", "oneroster", export)
    assert result.exit_code == 0, result.output
    text = words(result.stdout)
    assert "Read as OneRoster 1.2" in text
    assert "Classes 2 days (2); start (2); end (2)" in text
    target = export.with_name("export-roster.xlsx")
    assert f"pushpull-sched check {target}" in text
    assert run("check", target).exit_code == 3


def test_oneroster_from_a_zip_with_choices(export, tmp_path):
    archive = shutil.make_archive(tmp_path / "all", "zip", export)
    out = tmp_path / "mine.xlsx"
    result = run(
        "import", "oneroster", archive, "--out", out, "--names", "none",
        "--on", "2026-10-01", "--school", "Maple Elementary", "--identifiers",
        "--birth-dates", "--term", "2026-2027",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    page = openpyxl.load_workbook(out)["Students"]
    assert {page[f"A{row}"].value for row in range(2, 6)} == {
        "501",
        "502",
        "503",
        "504",
    }
    assert page["B2"].value is None


def test_a_file_that_is_there_is_replaced_only_by_force(export):
    assert run("import", "oneroster", export).exit_code == 0
    result = run("import", "oneroster", export)
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert run("import", "oneroster", export, "--force").exit_code == 0


def test_what_is_read_is_never_written_over(tmp_path, roster):
    source = tmp_path / "deliveries.csv"
    shutil.copy(SEIS, source)
    for target in (source, roster):
        before = target.read_bytes()
        result = run(
            "import", "services", source, "--into", roster, "--out", target, "--force"
        )
        assert result.exit_code == 2
        assert "never written over" in words(result.stderr)
        assert target.read_bytes() == before


def test_an_export_that_is_none_or_not_there(tmp_path):
    result = run("import", "oneroster", tmp_path)
    assert result.exit_code == 3
    assert "users.csv is missing" in words(result.stderr)
    result = run("import", "oneroster", tmp_path / "exprt.zip")
    assert result.exit_code == 2
    assert "There is no OneRoster export" in words(result.stderr)


def test_services_are_recognized_and_added(tmp_path, roster):
    result = run("import", "services", SEIS, "--into", roster)
    assert result.exit_code == 0, result.output
    assert "Read as California SEIS Deliveries" in result.stdout
    page = openpyxl.load_workbook(tmp_path / "roster-with-services.xlsx")["Services"]
    assert any(cell.value == "30 min Weekly / monthly" for cell in page["I"])


def test_services_without_a_map_that_fits(tmp_path):
    result = run("import", "services", OTHER, "--out", tmp_path / "x.xlsx")
    assert result.exit_code == 3
    assert "--suggest" in words(result.stderr)
    result = run(
        "import", "services", OTHER, "--map", "seis", "--out", tmp_path / "x.xlsx"
    )
    assert result.exit_code == 3
    assert "no table with a row of headings" in words(result.stderr)


def test_a_map_whose_columns_are_not_there_is_named(tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text('[columns]\nstudent_id = "Student No."\nservice = "Svc"\n')
    result = run("import", "services", OTHER, "--map", mapping)
    assert result.exit_code == 3
    text = words(result.stderr)
    assert "has no column Svc, which the map m.toml names for service" in text
    assert "It has: Student No., Pupil" in text


def test_a_map_is_suggested_edited_and_used(tmp_path):
    mapping, out = tmp_path / "m.toml", tmp_path / "x.xlsx"
    result = run("import", "services", OTHER, "--suggest", "--out", mapping)
    assert result.exit_code == 0
    assert "How often" in result.stderr
    result = run("import", "services", OTHER, "--map", mapping, "--out", out)
    assert result.exit_code == 0, result.output
    assert "Services 2 subject (1)" in words(result.stdout)


def test_a_suggested_map_goes_to_stdout_alone():
    result = run("import", "services", SEIS, "--suggest")
    assert result.exit_code == 0
    assert result.stdout.startswith("# A proposed map")
    assert "use --map seis" in words(result.stderr)


def test_faults_of_what_services_are_added_to(tmp_path):
    broken = tmp_path / "roster.xlsx"
    broken.write_bytes(b"no workbook")
    result = run("import", "services", SEIS, "--into", broken)
    assert result.exit_code == 3
    assert "roster.xlsx: " in words(result.stderr)
    result = run("import", "services", broken, "--suggest")
    assert result.exit_code == 3


# pseudonymize


@pytest.fixture
def hidden(roster):
    result = run("pseudonymize", roster)
    assert result.exit_code == 0, result.output
    return roster.with_name("roster-pseudonymized"), roster.with_name("roster-key.json")


@OWNER_ONLY
def test_files_and_key_are_for_their_owner_only(hidden):
    folder, key = hidden
    assert mode(folder) == 0o700
    assert mode(folder / "roster.xlsx") == 0o600
    assert mode(key) == 0o600


@OWNER_ONLY
def test_every_file_that_a_command_writes_is_for_its_owner_only(export, tmp_path):
    run("import", "oneroster", export)
    run("import", "services", OTHER, "--suggest", "--out", tmp_path / "m.toml")
    run("template", tmp_path / "t.xlsx", "--example")
    run("check", tmp_path / "t.xlsx", "--annotate", tmp_path / "marked.xlsx")
    for name in ("export-roster.xlsx", "m.toml", "t.xlsx", "marked.xlsx"):
        assert mode(tmp_path / name) == 0o600, name


def test_the_screen_says_what_stayed_and_where_the_key_is(roster):
    text = words(run("pseudonymize", roster).stdout)
    assert "services Counseling, " in text
    assert "fewer than five students" in text
    assert f"Key written: {roster.with_name('roster-key.json')}" in text


def test_notes_are_counted_and_kept_by_option(roster, tmp_path):
    book = openpyxl.load_workbook(roster)
    book["Students"]["J2"] = "likes trains"
    book["Students"]["C3"] = "no grade at all"
    book.save(roster)
    text = words(run("pseudonymize", roster).stdout)
    assert "left out." in text
    assert "1 cell that cannot be read left blank." in text
    text = words(
        run("pseudonymize", roster, "--keep-notes", "--out", tmp_path / "n").stdout
    )
    assert "look for names in them" in text


def test_the_key_is_used_again(roster, hidden):
    folder, key = hidden
    before = json.loads(key.read_text(encoding="utf-8"))
    first = openpyxl.load_workbook(folder / "roster.xlsx")["Students"]["A2"].value
    assert run("pseudonymize", roster).exit_code == 2
    result = run("pseudonymize", roster, "--force")
    assert "Key used again" in result.stdout
    assert json.loads(key.read_text(encoding="utf-8")) == before
    again = openpyxl.load_workbook(folder / "roster.xlsx")["Students"]["A2"].value
    assert again == first


def test_names_are_put_back_with_the_key(roster, hidden):
    folder, key = hidden
    result = run("pseudonymize", folder / "roster.xlsx", "--restore", "--key", key)
    assert result.exit_code == 0, result.output
    back = folder / "roster-restored" / "roster.xlsx"
    page, before = (openpyxl.load_workbook(p)["Students"] for p in (back, roster))
    assert [c.value for c in page["A"]] == [c.value for c in before["A"]]
    assert [c.value for c in page["B"]] == [c.value for c in before["B"]]


def test_without_a_key_nothing_is_put_back(roster, tmp_path):
    result = run("pseudonymize", roster, "--restore")
    assert result.exit_code == 2
    assert "There is no key" in result.stderr
    (tmp_path / "roster-key.json").write_text("{}")
    result = run("pseudonymize", roster)
    assert result.exit_code == 3
    assert "roster-key.json is not a key" in words(result.stderr)


def test_a_key_of_another_roster_is_refused(roster, hidden):
    _, key = hidden
    result = run("pseudonymize", roster, "--restore", "--key", key)
    assert result.exit_code == 3
    assert "knows no student of this roster" in words(result.stderr)


def test_the_key_never_lies_among_what_is_passed_on(roster, tmp_path):
    out = tmp_path / "out"
    result = run("pseudonymize", roster, "--out", out, "--key", out / "sub" / "k.json")
    assert result.exit_code == 2
    assert "would lie among the files" in words(result.stderr)
    assert not out.exists()


def test_folders_in_the_way_and_rosters_that_cannot_be_read(roster, tmp_path):
    (tmp_path / "file").write_text("x")
    result = run("pseudonymize", roster, "--out", tmp_path / "file")
    assert result.exit_code == 2
    result = run("pseudonymize", roster, "--out", tmp_path / "file" / "x")
    assert result.exit_code == 2
    result = run("pseudonymize", tmp_path / "file")
    assert result.exit_code == 3
    assert not (tmp_path / "roster-key.json").exists()


def test_a_schedule_goes_with_its_roster(roster, hidden, tmp_path):
    schedule = tmp_path / "schedule.csv"
    schedule.write_text(
        "session_id,week,day,start,end,minutes,setting,provider_id,room_id,class_id,"
        "service,service_id,student_id\n"
        "X1,1,Mon,9:30,10:00,30,pull-out,P4,,,Counseling,S006-Counseling-1,S006\n"
    )
    result = run("pseudonymize", roster, schedule, "--force")
    assert result.exit_code == 0, result.output
    folder, key = hidden
    page = openpyxl.load_workbook(folder / "schedule.xlsx")["Schedule"]
    assert [page["L2"].value, page["M2"].value] != ["S006-Counseling-1", "S006"]
    result = run(
        "pseudonymize", folder / "roster.xlsx", folder / "schedule.xlsx",
        "--restore", "--key", key, "--out", tmp_path / "back",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    page = openpyxl.load_workbook(tmp_path / "back" / "schedule.xlsx")["Schedule"]
    assert [page["L2"].value, page["M2"].value] == ["S006-Counseling-1", "S006"]


def test_schedules_that_cannot_be_read(roster, tmp_path):
    schedule = tmp_path / "schedule.csv"
    schedule.write_text("week,day\n1,Mon\n")
    assert run("pseudonymize", roster, schedule).exit_code == 3
    book = openpyxl.load_workbook(roster)
    del book["Students"]
    book.save(roster)
    assert run("pseudonymize", roster, schedule).exit_code == 3


# export-data


@pytest.fixture
def result_file(tmp_path):
    folder = tmp_path / "roster-schedule"
    folder.mkdir()
    path = folder / "schedule.json"
    path.write_text(json.dumps(CONTENT), encoding="utf-8")
    return path


def folder_is(monkeypatch, state):
    report = FolderReport(state=state, message="It is so.", advice="Do this.")
    monkeypatch.setattr(
        "pushpull_sched.app.export_data.inspect_folder", lambda _: report
    )


def test_a_result_is_written_beside_its_folder(result_file, monkeypatch):
    folder_is(monkeypatch, FolderState.INTACT)
    result = run("export-data", result_file.parent, "--standard", "ceds")
    assert result.exit_code == 0, result.output
    target = result_file.parent.with_name("roster-schedule-ceds-services.csv")
    assert f"Written: {target} (4 rows)" in words(result.stdout)
    assert target.read_bytes().startswith(b"StudentIdentifier,")


def test_a_single_file_and_sessions(result_file, tmp_path):
    out = tmp_path / "x.csv"
    result = run(
        "export-data", result_file, "--standard", "edfi", "--table", "sessions",
        "--out", out, "--raw",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert len(out.read_text(encoding="utf-8").splitlines()) == 5


@pytest.mark.parametrize(
    ("state", "advice"),
    [(FolderState.EDITED, "Name schedule.json itself"), (FolderState.MIXED, "Do this")],
)
def test_results_that_do_not_hang_together(result_file, monkeypatch, state, advice):
    folder_is(monkeypatch, state)
    result = run("export-data", result_file.parent, "--standard", "ceds")
    assert result.exit_code == 3
    assert advice in words(result.stderr)


def test_what_is_no_result(result_file, tmp_path):
    result_file.write_text("{}")
    result = run("export-data", result_file, "--standard", "ceds")
    assert result.exit_code == 3
    assert "no result of this program" in words(result.stderr)
    assert run("export-data", tmp_path / "no", "--standard", "ceds").exit_code == 2
    assert run("export-data", result_file).exit_code == 2
    result = run(
        "export-data", result_file, "--standard", "ceds", "--out", result_file,
        "--force",
    )  # fmt: skip
    assert result.exit_code == 2


# --json


def answer(*arguments):
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_json_of_imports(export, tmp_path):
    got = answer("import", "oneroster", export)
    assert got["source"] == "OneRoster 1.2"
    assert got["sheets"][1] == {
        "sheet": "Classes",
        "rows": 2,
        "missing": {"days": 2, "start": 2, "end": 2},
        "doubtful": 0,
    }
    got = answer("import", "services", SEIS, "--out", tmp_path / "x.xlsx")
    assert got["written"] == str(tmp_path / "x.xlsx")
    got = answer("import", "services", SEIS, "--suggest")
    assert (got["recognized"], got["written"]) == ("seis", None)


def test_json_of_pseudonymize_and_export(roster, result_file):
    got = answer("pseudonymize", roster)
    assert got["new_key"]
    assert got["files"] == [
        str(roster.with_name("roster-pseudonymized") / "roster.xlsx")
    ]
    assert answer("export-data", result_file, "--standard", "ceds")["rows"] == 4


def test_json_of_a_fault(tmp_path):
    result = run("import", "oneroster", tmp_path, "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["exit_code"] == 3
