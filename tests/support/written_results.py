"""Result folders of the tiny school, as ``solve`` leaves them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import school_fixtures
from tiny_school import COMPLETE, tiny_school

import pushpull_sched.app.roster
from pushpull_sched.domain.result import RunInfo, SolveResult, SolveStatus
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import School
from pushpull_sched.export.folder import write_result
from pushpull_sched.verify.verifier import verify

SHA = "0" * 64


def named_school(**settings) -> School:
    """The tiny school with names, and a term."""
    plain = tiny_school()
    term = {"term_start": date(2026, 9, 1), "term_end": date(2026, 12, 18)}
    return replace(
        plain,
        settings=replace(plain.settings, **(term | settings)),
        students=(replace(plain.students[0], name="Ana Ruiz", homeroom="2A"),),
        classes=(replace(plain.classes[0], teacher="Ms. Lee"),),
        providers=(replace(plain.providers[0], name="Mr. Oak"),),
        rooms=(replace(plain.rooms[0], name="Den"),),
    )


def written_result(
    folder: Path, school: School, schedule: Schedule = COMPLETE, **run
) -> Path:
    """Write a result folder and return it."""
    rows = tuple(schedule.rows(school.settings.days))
    verdict = verify(school, rows, claims_complete=False)
    complete = verdict.legal and verdict.complete
    write_result(
        folder,
        school=school,
        result=SolveResult(
            status=SolveStatus.COMPLETE if complete else SolveStatus.INCOMPLETE,
            schedule=schedule,
            verdict=verdict,
            service_reasons={"S1-Language-1": "There is no room."},
        ),
        run=RunInfo(
            **(
                {
                    "roster_name": "roster.xlsx",
                    "roster_sha256": SHA,
                    "created": date(2026, 8, 20),
                }
                | run
            )
        ),
    )
    return folder


def read_rosters_as(monkeypatch, school: School, *findings, sha256: str = SHA) -> None:
    """Let every roster be read as a school."""
    loaded = replace(school_fixtures.loaded(*findings), school=school, sha256=sha256)
    monkeypatch.setattr(pushpull_sched.app.roster, "load_school", lambda _: loaded)
