"""``export`` and ``show`` as a user meets them."""

import json
from dataclasses import replace

import pytest
from tiny_school import INCOMPLETE
from typer.testing import CliRunner
from written_results import named_school, read_rosters_as, written_result

from pushpull_sched.cli.exit_codes import ExitCode
from pushpull_sched.cli.main import app

runner = CliRunner()
TODAY = "2026-09-07"  # a Monday


def run(*arguments):
    return runner.invoke(app, [str(argument) for argument in arguments])


def words(text):
    return " ".join(text.split())


def prepare(tmp_path, monkeypatch, school=None, *, schedule=None):
    school = school or named_school()
    read_rosters_as(monkeypatch, school)
    (tmp_path / "roster.xlsx").write_bytes(b"")
    extra = (schedule,) if schedule else ()
    return written_result(tmp_path / "roster-schedule", school, *extra)


@pytest.fixture
def result(tmp_path, monkeypatch):
    return prepare(tmp_path, monkeypatch)


# ── export ──────────────────────────────────────────────────────────────────────────
def test_export_says_what_it_wrote(result, tmp_path):
    answer = run("export", result, "--by", "provider", "--format", "csv")
    assert answer.exit_code == ExitCode.DONE
    assert "provider-sessions.csv" in answer.stdout.replace("\n", "")
    assert (tmp_path / "roster-timetables" / "provider-sessions.csv").exists()


def test_export_takes_every_option(result, tmp_path):
    answer = run(
        "export",
        result,
        *("--roster", tmp_path / "roster.xlsx", "--by", "provider", "--by", "student"),
        *("--format", "ics", "--format", "html", "--who", "P1", "--names", "full"),
        *("--color", "grade", "--separate", "--time-zone", "America/Chicago"),
        *("--out", tmp_path / "out", "--force", "--json"),
    )
    assert answer.exit_code == ExitCode.DONE
    said = json.loads(answer.stdout)
    assert said["remarks"] == []
    assert len(said["files"]) == 2
    assert "Ana Ruiz" in (tmp_path / "out" / "provider-Mr. Oak.ics").read_text()


def test_many_files_are_counted(result):
    answer = run(
        *("export", result, "--by", "provider", "--by", "student", "--by", "room"),
        *("--by", "master", "--format", "csv", "--format", "html"),
        *("--format", "xlsx", "--format", "ics", "--time-zone", "UTC"),
    )
    assert "and 4 more in" in words(answer.stdout)


def test_remarks_go_to_stderr(tmp_path, monkeypatch):
    result = prepare(tmp_path, monkeypatch)
    read_rosters_as(monkeypatch, named_school(), sha256="1" * 64)
    answer = run(
        *("export", result, "--roster", tmp_path / "roster.xlsx"),
        *("--by", "room", "--format", "csv"),
    )
    assert answer.exit_code == ExitCode.DONE
    assert "is not as it was" in words(answer.stderr)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--by", "nobody", "--format", "csv"), ExitCode.USAGE, "nobody"),
        (("--by", "room", "--format", "doc"), ExitCode.USAGE, "doc"),
        (("--by", "room"), ExitCode.USAGE, "--format"),
        (
            ("--by", "room", "--format", "csv", "--who", "Denn"),
            ExitCode.USAGE,
            'Did you mean "Den"?',
        ),
    ],
)
def test_wrong_usage_is_explained(result, arguments, code, says):
    answer = run("export", result, *arguments)
    assert answer.exit_code == code
    assert says in answer.stderr


def test_a_mixture_is_refused_by_both(result):
    (result / "schedule.json").unlink()
    for arguments in (("export", "--by", "room", "--format", "csv"), ("show",)):
        answer = run(arguments[0], result, *arguments[1:])
        assert answer.exit_code == ExitCode.UNREADABLE
        assert "schedule.json is not" in words(answer.stderr)


# ── show ────────────────────────────────────────────────────────────────────────────
def test_show_prints_the_week_of_a_provider(result):
    answer = run("show", result, "--who", "mr. oak")
    assert answer.exit_code == ExitCode.DONE
    said = words(answer.stdout)
    assert "Mr. Oak (provider)" in said
    assert "09:00-09:30 Speech (pull-out) Ana Ruiz Den" in said
    assert "Term 2026-09-01 to 2026-12-18" in said
    assert "lunch" in said


def test_show_prints_the_week_of_a_student_a_room_and_a_class(result):
    student = words(run("show", result, "--who", "ana ruiz").stdout)
    assert "09:30-12:00 Math Ms. Lee" in student
    assert "Speech (pull-out) Mr. Oak Den" in student
    room = words(run("show", result, "--who", "R1", "--names", "initials").stdout)
    assert "Mr. Oak (pull-out) A.R." in room
    assert "Wed no sessions" in room
    school_class = words(run("show", result, "--who", "math").stdout)
    assert "09:00-12:00 Math Ms. Lee" in school_class


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (("--date", TODAY), f"{TODAY}: Mon"),
        (("--day", "mon"), "Mon"),
        (("--day", "Mon", "--week", "1"), "Mon"),
    ],
)
def test_show_prints_a_line_up(result, arguments, title):
    answer = run("show", result, *arguments, "--names", "ids")
    assert answer.exit_code == ExitCode.DONE
    assert answer.stdout.startswith(title)
    # Narrow terminals break a cell into lines, wide ones do not.
    told = words(answer.stdout)
    assert all(part in told for part in ("Mr. Oak Speech", "(pull-out)", "S1", "Den"))


def test_show_without_any_option_takes_today(result):
    answer = run("show", result)
    assert answer.exit_code in {ExitCode.DONE, ExitCode.USAGE}
    assert "Tiny" in answer.stdout or "There is no school on" in answer.stderr


def test_a_day_without_sessions_says_so(result):
    assert "no sessions" in run("show", result, "--day", "Fri").stdout


def test_a_day_on_which_someone_is_not_there_says_so(tmp_path, monkeypatch):
    school = named_school()
    hours = tuple(each for each in school.providers[0].hours if each.when.day != 4)
    part_time = replace(school.providers[0], hours=hours)
    result = prepare(tmp_path, monkeypatch, replace(school, providers=(part_time,)))
    assert "not there" in run("show", result, "--who", "P1").stdout


def two_weeks(**settings):
    school = named_school(weeks=2, **settings)
    later = replace(school.classes[0].meetings[0].when, week=2)
    meeting = replace(school.classes[0].meetings[0], when=later)
    met = replace(school.classes[0], meetings=(*school.classes[0].meetings, meeting))
    return replace(school, classes=(met,))


def test_weeks_are_told_apart(tmp_path, monkeypatch):
    result = prepare(tmp_path, monkeypatch, two_weeks())
    answer = run("show", result, "--date", TODAY)
    assert answer.stdout.startswith(f"{TODAY}: Mon, week 2")
    assert "Name one of the 2 weeks" in run("show", result, "--day", "Mon").stderr
    answer = run("show", result, "--day", "Mon", "--week", "1")
    assert answer.stdout.startswith("Mon, week 1")
    answer = run("show", result, "--day", "Mon", "--week", "3")
    assert "There is no week 3." in answer.stderr
    assert "Tue week 2 not there" in words(run("show", result, "--who", "Math").stdout)


@pytest.mark.parametrize(
    ("settings", "date", "says"),
    [
        ({}, "2026-09-06", "The next school day is 2026-09-07."),
        ({}, "2027-09-06", "There is no school on 2027-09-06."),
        ({"term_start": None}, "2026-09-06", "Name a day with --day: Mon"),
        (
            {"term_start": None, "days": ("A", "B", "C", "D", "E")},
            TODAY,
            "Which day of the rotation",
        ),
    ],
)
def test_dates_without_school_are_explained(
    tmp_path, monkeypatch, settings, date, says
):
    result = prepare(tmp_path, monkeypatch, named_school(**settings))
    answer = run("show", result, "--date", date)
    assert answer.exit_code == ExitCode.USAGE
    assert says in words(answer.stderr)


def test_without_a_term_the_weekday_says_which_day_it_is(tmp_path, monkeypatch):
    result = prepare(tmp_path, monkeypatch, named_school(term_end=None))
    assert run("show", result, "--date", TODAY).stdout.startswith(f"{TODAY}: Mon")
    weeks = two_weeks(term_end=None)
    read_rosters_as(monkeypatch, weeks)
    answer = run("show", result, "--date", TODAY, "--week", "2")
    assert answer.stdout.startswith(f"{TODAY}: Mon, week 2")


def test_show_prints_compliance(result):
    answer = run("show", result, "--compliance")
    assert "Every service is met (2 in all)." in answer.stdout
    assert "Ana Ruiz Speech Mr. Oak 30 30 met" in words(answer.stdout)


def test_what_is_short_comes_first_and_is_marked(tmp_path, monkeypatch):
    result = prepare(tmp_path, monkeypatch, schedule=INCOMPLETE)
    said = words(run("show", result, "--compliance").stdout)
    assert "INCOMPLETE SCHEDULE" in said
    assert said.index("Language") < said.index("Speech")
    assert "1 service of 2 short, 30 minutes missing." in said
    found = json.loads(run("show", result, "--compliance", "--json").stdout)
    assert found["mark"] == "INCOMPLETE SCHEDULE"
    assert found["services"][0]["reason"] == "There is no room."
    assert found["services"][0]["minutes_short"] == 30


def test_show_answers_in_json(result):
    found = json.loads(run("show", result, "--who", "P1", "--json").stdout)
    assert found["title"] == "Mr. Oak (provider)"
    assert found["days"][0]["lines"][0] == {
        "start": "09:00",
        "end": "09:30",
        "kind": "pull-out",
        "what": "Speech",
        "who": "Ana Ruiz",
        "where": "Den",
        "provider": None,
    }
    found = json.loads(run("show", result, "--day", "Mon", "--json").stdout)
    assert found["days"][0]["lines"][0]["provider"] == "Mr. Oak"


def test_unknown_names_and_days_are_suggested(result):
    assert 'Did you mean "Mr. Oak"?' in run("show", result, "--who", "Mr Oack").stderr
    assert "The days are Mon, Tue" in words(run("show", result, "--day", "zzz").stderr)
    assert run("show", result, "--date", "yesterday").exit_code == ExitCode.USAGE


def test_a_name_of_two_kinds_has_to_be_told_apart(tmp_path, monkeypatch):
    school = named_school()
    den = replace(school.rooms[0], name="Mr. Oak")
    result = prepare(tmp_path, monkeypatch, replace(school, rooms=(den,)))
    answer = run("show", result, "--who", "Mr. Oak")
    assert answer.exit_code == ExitCode.USAGE
    assert "provider Mr. Oak, room Mr. Oak" in words(answer.stderr)


def test_every_screen_fits_80_columns_and_keeps_strange_names(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    school = named_school()
    name = "[/Ana] 王小明 " + "Featherstonehaugh-Cholmondeley" * 3
    students = (replace(school.students[0], name=name),)
    result = prepare(tmp_path, monkeypatch, replace(school, students=students))
    for arguments in (("--who", "P1"), ("--day", "Mon"), ("--compliance",)):
        answer = run("show", result, *arguments)
        assert answer.exit_code == ExitCode.DONE
        assert "[/Ana]" in answer.stdout
        assert max(map(len, answer.stdout.splitlines())) <= 80
        assert "\x1b[" not in answer.stdout
