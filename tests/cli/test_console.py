"""Where things are printed, and how progress is shown."""

import io
import sys
from pathlib import Path

import pytest
import typer
from rich.console import Console
from tiny_school import tiny_school

from pushpull_sched.app.solve import SolveRequest
from pushpull_sched.cli import console
from pushpull_sched.cli.guard import guarded
from pushpull_sched.cli.progress import shown_progress
from pushpull_sched.domain.result import Params, Progress


class Gone(io.StringIO):
    """A pipe whose reader has left."""

    def write(self, _text):
        raise BrokenPipeError


def test_a_console_falls_silent_when_its_reader_leaves(monkeypatch):
    hushed = []
    monkeypatch.setattr(console, "hush", lambda: hushed.append(True))
    monkeypatch.setattr(sys, "stdout", Gone())
    out = console.results()
    out.print("x")
    out.print("x")
    assert hushed == [True]


def test_what_is_hushed_goes_nowhere(tmp_path, monkeypatch):
    target = tmp_path / "out.txt"
    with target.open("w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        console.hush()
        stream.write("x")
    assert target.read_text() == ""


def test_a_piped_table_is_wider_than_a_small_terminal(monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert console.results().width == 120
    monkeypatch.setenv("COLUMNS", "70")
    assert console.results().width == 70


def test_a_long_path_stays_in_one_piece_and_words_still_wrap():
    stream = io.StringIO()
    path = "/school/" + "very-long-folder/" * 8 + "roster.xlsx"
    out = Console(file=stream, width=40)
    console.print_line(out, f"Error: There is no such file as this one: {path} here.")
    assert stream.getvalue().splitlines() == [
        "Error: There is no such file as this",
        "one:",
        path,
        "here.",
    ]


def test_streams_forgive_what_they_cannot_show(monkeypatch):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    console.forgive_encodings()
    stream.write("Zoë")
    stream.flush()
    assert raw.getvalue() == b"Zo?"


def test_an_exit_passes_the_guard():
    def leave():
        raise typer.Exit(7)

    with pytest.raises(typer.Exit) as caught:
        guarded(leave)()
    assert caught.value.exit_code == 7


def news(level, value=None, bound=None):
    return Progress(level=level, value=value, bound=bound, elapsed=1.0, remaining=9.0)


def shown(*, terminal, started=None):
    out = io.StringIO()
    screen = Console(file=out, force_terminal=terminal, width=80, color_system=None)
    request = SolveRequest(
        roster=Path("r.xlsx"), params=Params(time_limit=10.0), started=started
    )
    with shown_progress(screen, request) as watchers:
        watchers.progress(news("reading"))
        watchers.loaded(tiny_school())
        watchers.progress(news("missed", 90, 60))
        watchers.progress(news("missed", 90, 70))
        watchers.progress(news("missed", 80, 70))
    return out.getvalue()


def test_a_log_gets_one_line_per_improvement():
    lines = shown(terminal=False).splitlines()
    assert lines == [
        "   1.0 s  reading",
        "Tiny: 1 student, 2 services, 1 provider, 1 room.",
        (
            "   1.0 s  Class minutes missed (weighted by subject): 90, "
            "cannot be below 60 (33 %), 9 s left"
        ),
        (
            "   1.0 s  Class minutes missed (weighted by subject): 80, "
            "cannot be below 70 (12 %), 9 s left"
        ),
    ]


def test_a_terminal_gets_a_live_screen():
    text = shown(terminal=True, started=0.0)
    assert "Tiny: 1 student" in text
    assert "Ctrl-C stops and keeps the best so far." in text
    assert "10 s of 10 s, 0 s left" in text
