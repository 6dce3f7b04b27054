"""What docs/privacy.md promises: no network, no names in what a fault leaves behind."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from canary_school import SERVED
from typer.testing import CliRunner

import pushpull_sched.app.import_data
import pushpull_sched.app.pseudonymize
import pushpull_sched.workbook.load
from pushpull_sched.cli.main import app
from pushpull_sched.workbook.example import example_rows
from pushpull_sched.workbook.template import roster_book

SEIS = Path(__file__).parent / "data" / "services" / "seis-deliveries.csv"
CANARY = "Ana Canary 4711"

GUARD = '''
"""Refuses the network to every Python process that finds this on its path."""
import os
import socket
import sys

LOCAL = {getattr(socket, "AF_UNIX", None)}

def guard(event, arguments):
    if not event.startswith("socket."):
        return
    if event == "socket.__new__" and arguments[1] in LOCAL:
        return
    if event in {"socket.connect", "socket.bind"} and arguments[0].family in LOCAL:
        return
    with open(os.environ["NETWORK_LOG"], "a", encoding="utf-8") as log:
        log.write(f"{event} {arguments!r}\\n")
    raise PermissionError(f"network: {event}")

sys.addaudithook(guard)
with open(os.environ["PROCESS_LOG"], "a", encoding="utf-8") as log:
    log.write("guarded\\n")
'''


RUN_ALL = """
import json, sys
from typer.testing import CliRunner
from pushpull_sched.cli.main import app

if __name__ == "__main__":
    answers = [CliRunner().invoke(app, line.split()) for line in sys.argv[1:]]
    print(json.dumps([[one.exit_code, one.output] for one in answers]))
"""


@pytest.fixture
def guarded(tmp_path):
    """Run a script of Python with the network refused to all its processes."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    places = {name: tmp_path / name for name in ("work", "temporary")}
    for place in places.values():
        place.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path / "guard"),
        "NETWORK_LOG": str(tmp_path / "network.log"),
        "PROCESS_LOG": str(tmp_path / "processes.log"),
        "TMPDIR": str(places["temporary"]),
        "TEMP": str(places["temporary"]),
        "HOME": str(places["work"]),
    }

    def run(script, *arguments):
        (tmp_path / "script.py").write_text(script, encoding="utf-8")
        return subprocess.run(
            [sys.executable, str(tmp_path / "script.py"), *arguments],
            cwd=places["work"],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_the_guard_does_refuse_the_network(guarded, tmp_path):
    done = guarded("import socket; socket.create_connection(('127.0.0.1', 9))")
    assert done.returncode != 0
    assert "socket." in (tmp_path / "network.log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_full_run_uses_no_network_and_leaves_only_what_it_names(guarded, tmp_path):
    work = tmp_path / "work"
    term = {"term_start": "2026-09-01", "term_end": "2027-01-29"}
    settings = [{**SERVED["settings"][0], **term}]
    roster_book({**SERVED, "settings": settings}).save(work / "school.xlsx")
    shutil.copy(SEIS, work / "seis.csv")
    done = guarded(
        RUN_ALL,
        "check school.xlsx --demand",
        "solve school.xlsx --time-limit 60 --workers 1",
        "verify school.xlsx school-schedule",
        "export school-schedule --by provider --format html --format ics --out pages",
        "pseudonymize school.xlsx school-schedule",
        "export-data school-schedule --standard ceds",
        "import services seis.csv --into school.xlsx",
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert [text for code, text in answers if code] == []
    assert not (tmp_path / "network.log").exists()
    # The commands, and the process that solves beside them.
    processes = (tmp_path / "processes.log").read_text(encoding="utf-8")
    assert len(processes.splitlines()) >= 2
    assert list((tmp_path / "temporary").iterdir()) == []
    given = {"school.xlsx", "seis.csv"}
    assert {path.name for path in work.iterdir()} - given == {
        "pages",
        "school-schedule",
        "school-pseudonymized",
        "school-key.json",
        "school-schedule-ceds-services.csv",
        "school-with-services.xlsx",
    }
    if sys.platform != "win32":
        made = [path for path in work.rglob("*") if path.name not in given]
        assert [str(path) for path in made if path.stat().st_mode & 0o077] == []


# A fault of the program tells where it arose, never what was in the roster.


def broken(*_, **__):
    raise ValueError(CANARY)


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.xlsx"
    roster_book(example_rows()).save(path)
    return path


CRASHES = {
    "check": ((pushpull_sched.workbook.load, "build_school"), ("check", "R")),
    "check --json": (
        (pushpull_sched.workbook.load, "build_school"),
        ("check", "R", "--json"),
    ),
    "verify": ((pushpull_sched.workbook.load, "build_school"), ("verify", "R", "R")),
    "pseudonymize": (
        (pushpull_sched.app.pseudonymize, "pseudonymize"),
        ("pseudonymize", "R"),
    ),
    "import": (
        (pushpull_sched.app.import_data, "services_draft"),
        ("import", "services", str(SEIS), "--out", "O"),
    ),
}


@pytest.mark.parametrize("name", CRASHES)
def test_a_crash_names_the_place_and_no_child(name, roster, monkeypatch, tmp_path):
    (module, function), arguments = CRASHES[name]
    monkeypatch.setattr(module, function, broken)
    names = {"R": str(roster), "O": str(tmp_path / "out.xlsx")}
    before = set(tmp_path.rglob("*"))
    result = CliRunner().invoke(app, [names.get(one, one) for one in arguments])
    assert result.exit_code == 1
    assert "ValueError in test_privacy.py" in result.stderr
    for text in (result.stdout, result.stderr):
        assert "Canary" not in text
        assert "Traceback" not in text
    assert set(tmp_path.rglob("*")) == before
    if "--json" in arguments:
        assert json.loads(result.stdout)["exit_code"] == 1


def test_a_crash_inside_a_written_file_leaves_no_part_of_it(
    roster, monkeypatch, tmp_path
):
    monkeypatch.setattr(pushpull_sched.app.pseudonymize, "write_roster", broken)
    result = CliRunner().invoke(app, ["pseudonymize", str(roster)])
    assert result.exit_code == 1
    assert "Canary" not in result.output
    assert list((tmp_path / "roster-pseudonymized").iterdir()) == []


def test_no_module_logs_or_phones():
    """Nothing imports what talks to a network, or keeps a log."""
    source = Path(pushpull_sched.__file__).parent
    banned = ("import socket", "import logging", "urllib.request", "http.client",
              "import requests", "import ssl", "import smtplib")  # fmt: skip
    for path in source.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not any(word in text for word in banned), path.name
