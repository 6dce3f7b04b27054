"""Rosters that every use case reads as the tiny school."""

from pathlib import Path

import pytest
from tiny_school import tiny_school

import pushpull_sched.app.roster
from pushpull_sched.domain.findings import Finding, Severity, SourceRef
from pushpull_sched.workbook.load import LoadedRoster

ERROR = Finding(
    code="W201",
    severity=Severity.ERROR,
    source=SourceRef(sheet="Services", row=12, column="F"),
    message='"Alvares" is no provider.',
    value="Alvares",
    advice='Did you mean "Alvarez"?',
)
WARNING = Finding(
    code="W305",
    severity=Severity.WARNING,
    source=SourceRef(sheet="Services", row=15, column="E"),
    message="Read as 2 times 30 minutes.",
    value="30 x 2",
)


def loaded(*findings: Finding) -> LoadedRoster:
    """Return the tiny school as if it had been read from a workbook."""
    return LoadedRoster(
        school=tiny_school(),
        findings=findings,
        name="roster.xlsx",
        sha256="0" * 64,
        workbook=None,
    )


@pytest.fixture
def roster(tmp_path, monkeypatch) -> Path:
    """A file that every use case reads as the tiny school."""
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"")
    read_as(monkeypatch, loaded())
    return path


@pytest.fixture
def faulty_roster(roster, monkeypatch) -> Path:
    """A file that every use case reads with an error and a warning."""
    read_as(monkeypatch, loaded(ERROR, WARNING))
    return roster


def read_as(monkeypatch, answer: LoadedRoster) -> None:
    monkeypatch.setattr(pushpull_sched.app.roster, "load_school", lambda _: answer)
