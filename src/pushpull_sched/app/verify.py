"""What ``verify`` does: judge any schedule against a roster."""

import json
from dataclasses import dataclass
from pathlib import Path

from pushpull_sched.app.files import existing
from pushpull_sched.app.roster import load_roster
from pushpull_sched.domain.findings import Finding, has_errors
from pushpull_sched.domain.result import SolveStatus, Verdict
from pushpull_sched.domain.result_folder import (
    SCHEDULE_JSON,
    SCHEDULE_XLSX,
    FolderState,
)
from pushpull_sched.export.folder import inspect_folder
from pushpull_sched.verify.verifier import verify as judge
from pushpull_sched.workbook.load import LoadedRoster
from pushpull_sched.workbook.schedule_reader import read_schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRequest:
    """What is asked.

    Attributes:
        roster: The workbook, or a folder of CSV files.
        schedule: A schedule workbook, ``schedule.json``, a CSV file, or the folder
            of a result.
    """

    roster: Path
    schedule: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyAnswer:
    """What there is to say.

    Attributes:
        roster: The workbook as read, with its findings.
        schedule: The file or folder that was judged.
        findings: What the schedule's own file has to say: cells that cannot be read.
        verdict: The verifier's word; None where roster or schedule cannot be read.
    """

    roster: LoadedRoster
    schedule: Path
    findings: tuple[Finding, ...] = ()
    verdict: Verdict | None = None


def verify(request: VerifyRequest) -> VerifyAnswer:
    """Judge a schedule.

    Raises:
        UsageFault: A file is missing.
    """
    source = existing(request.roster, what="roster")
    schedule = existing(request.schedule, what="schedule")
    roster = load_roster(source)
    school = roster.school
    if school is None or not roster.usable:
        return VerifyAnswer(roster=roster, schedule=schedule)
    rows, findings = read_schedule(schedule, school.settings.days)
    verdict = None
    if not has_errors(findings):
        verdict = judge(school, rows, claims_complete=claims_complete(schedule))
    return VerifyAnswer(
        roster=roster, schedule=schedule, findings=findings, verdict=verdict
    )


def unreadable(answer: VerifyAnswer) -> tuple[str, tuple[Finding, ...]]:
    """Return the name and the findings of the file that kept a schedule unjudged."""
    if not answer.roster.usable:
        return answer.roster.name, answer.roster.findings
    return answer.schedule.name, answer.findings


def claims_complete(schedule: Path) -> bool:
    """Tell whether a result, as it was written, says that nothing is missing.

    A workbook that was edited since, or stands alone, claims nothing.
    """
    if schedule.suffix.lower() == ".json":
        stated = schedule
    else:
        folder = schedule if schedule.is_dir() else schedule.parent
        of_result = schedule.is_dir() or schedule.name == SCHEDULE_XLSX
        if not of_result or inspect_folder(folder).state is not FolderState.INTACT:
            return False
        stated = folder / SCHEDULE_JSON
    content = json.loads(stated.read_text(encoding="utf-8"))
    return bool(content.get("status") == SolveStatus.COMPLETE)
