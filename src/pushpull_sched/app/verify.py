"""What ``verify`` does: judge any schedule against a roster."""

from dataclasses import dataclass
from pathlib import Path

from pushpull_sched.app.files import existing
from pushpull_sched.domain.findings import has_errors
from pushpull_sched.domain.result import Verdict
from pushpull_sched.domain.result_folder import SCHEDULE_XLSX
from pushpull_sched.verify import verify as judge
from pushpull_sched.workbook.load import LoadedRoster, load_school
from pushpull_sched.workbook.schedule_reader import read_schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRequest:
    """What is asked.

    Attributes:
        roster: The workbook, or a folder of CSV files.
        schedule: A schedule workbook, or the folder of a result.
    """

    roster: Path
    schedule: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyAnswer:
    """What there is to say.

    Attributes:
        roster: The workbook as read, with its findings.
        schedule: The file that was judged.
        verdict: The verifier's word; None where the roster has errors.
    """

    roster: LoadedRoster
    schedule: Path
    verdict: Verdict | None


def verify(request: VerifyRequest) -> VerifyAnswer:
    """Judge a schedule.

    Raises:
        UsageFault: A file is missing.
        UnreadableFault: The schedule cannot be read.
    """
    source = existing(request.roster, what="roster")
    schedule = existing(request.schedule, what="schedule")
    if schedule.is_dir():
        schedule = existing(schedule / SCHEDULE_XLSX, what="schedule")
    roster = load_school(source)
    if has_errors(roster.findings):
        return VerifyAnswer(roster=roster, schedule=schedule, verdict=None)
    rows = read_schedule(schedule, roster.school.settings.days)
    return VerifyAnswer(
        roster=roster, schedule=schedule, verdict=judge(roster.school, rows)
    )
