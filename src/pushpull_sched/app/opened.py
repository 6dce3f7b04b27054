"""A finished schedule opened again: with its roster, judged, and ready to be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pushpull_sched.app.faults import UnreadableFault, UsageFault
from pushpull_sched.app.files import existing
from pushpull_sched.app.origin import read_origin
from pushpull_sched.app.roster import load_roster
from pushpull_sched.domain.findings import (
    Breach,
    Finding,
    Severity,
    Violation,
    has_errors,
)
from pushpull_sched.domain.result import SolveResult, SolveStatus, Verdict
from pushpull_sched.domain.result_folder import (
    SCHEDULE_JSON,
    SCHEDULE_XLSX,
    FolderState,
)
from pushpull_sched.domain.schedule import Schedule, ScheduleRow, Served, Session
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Setting
from pushpull_sched.domain.variant import Origin
from pushpull_sched.export.folder import inspect_folder
from pushpull_sched.export.wording import status_mark
from pushpull_sched.verify.verifier import verify
from pushpull_sched.workbook.load import LoadedRoster
from pushpull_sched.workbook.schedule_reader import read_schedule

_MOST_SHOWN = 8
_EDITED = "W704"
"""Code of the note that a workbook was edited since it was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A schedule with everything that is known of it.

    Attributes:
        path: The folder or file that was named.
        school: Its roster.
        result: The schedule with the verifier's word on it.
        mark: A warning for every page where it is incomplete or breaks rules; empty
            where nothing is wrong.
        remarks: What the user should know: a changed roster, an edited workbook.
    """

    path: Path
    school: School
    result: SolveResult
    mark: str = ""
    remarks: tuple[str, ...] = ()


def open_schedule(named: Path, roster: Path | None = None) -> Opened:
    """Open a result folder or a schedule file together with its roster.

    Args:
        named: A result folder, a schedule workbook, a ``schedule.json`` or a CSV file.
        roster: Its roster; None to find it beside the result, by name and hash.

    Raises:
        UsageFault: Something is not there, or the roster has to be named.
        UnreadableFault: The schedule or the roster cannot be read, the folder mixes
            several results, or the schedule does not fit the roster.
    """
    path = existing(named, what="schedule")
    _refuse_mixture(path)
    stated, edited = _stated(path)
    known = None if stated is None else read_origin(stated, edited=edited)
    origin, content = known if known is not None else (None, {})
    loaded, remarks = _roster(path, roster, origin)
    school = loaded.school
    if school is None or not loaded.usable:
        raise UnreadableFault(
            f"The roster {loaded.name} has errors.",
            f"See them with: pushpull-sched check {loaded.name}",
        )
    quick = path if stated is None or edited or known is None else stated
    rows, findings = read_schedule(quick, school.settings.days)
    _refuse_unreadable(path, findings)
    if not rows:
        raise UsageFault(f"{path} holds no sessions: there is nothing to show.")
    verdict = verify(school, rows, claims_complete=False)
    schedule = _schedule(school, path, rows, verdict)
    result = _result(schedule, verdict, content)
    said = [
        found.message
        for found in findings
        if found.severity is Severity.WARNING or found.code == _EDITED
    ]
    return Opened(
        path=path,
        school=school,
        result=result,
        mark=_mark(result),
        remarks=(*remarks, *said, *_broken(verdict, path)),
    )


def _refuse_mixture(path: Path) -> None:
    """Refuse a folder whose files do not belong together, or that is no result."""
    if not path.is_dir():
        return
    report = inspect_folder(path)
    if report.state not in {FolderState.INTACT, FolderState.EDITED}:
        raise UnreadableFault(
            f"{path} is no result to read. {report.message}",
            *([report.advice] if report.advice else []),
        )


def _stated(path: Path) -> tuple[Path | None, bool]:
    """Find the ``schedule.json`` that speaks for a schedule, and whether it still does.

    A file of another name, or in a folder whose files do not belong together, speaks
    for itself; such a folder is refused when it is read.
    """
    if path.is_file() and path.suffix.lower() == ".json":
        return path, False
    if path.is_file() and path.name != SCHEDULE_XLSX:
        return None, False
    folder = path if path.is_dir() else path.parent
    state = inspect_folder(folder).state
    if state not in {FolderState.INTACT, FolderState.EDITED}:
        return None, False
    return folder / SCHEDULE_JSON, state is FolderState.EDITED


def _roster(
    path: Path, named: Path | None, origin: Origin | None
) -> tuple[LoadedRoster, tuple[str, ...]]:
    """Load the roster that was named, or the one beside the result."""
    if named is not None:
        loaded = load_roster(named)
        if origin is None or loaded.sha256 == origin.roster_sha256:
            return loaded, ()
        remark = (
            f"{named.name} is not as it was when the schedule was made; the pages show "
            "the roster as it is now."
        )
        return loaded, (remark,)
    if origin is None:
        raise UsageFault(
            f"{path.name} does not say which roster it belongs to.",
            "Name the roster with --roster.",
        )
    found = _beside(path, origin)
    if found is not None:
        return found, ()
    raise UsageFault(
        f"The roster {origin.roster_name} as it was when this schedule was made is not "
        f"beside {path.name}.",
        "Name it with --roster; a roster that has changed since is taken as it is now.",
    )


def _beside(path: Path, origin: Origin) -> LoadedRoster | None:
    """Find a roster by its name, near the result, and by its hash."""
    if Path(origin.roster_name).name != origin.roster_name:
        return None
    home = (path if path.is_dir() else path.parent).resolve()
    for folder in (home.parent, home, home.parent.parent):
        candidate = folder / origin.roster_name
        if candidate.exists():
            loaded = load_roster(candidate)
            if loaded.sha256 == origin.roster_sha256:
                return loaded
    return None


def _refuse_unreadable(path: Path, findings: Sequence[Finding]) -> None:
    if not has_errors(findings):
        return
    errors = [found for found in findings if found.severity is Severity.ERROR]
    lines = [
        " ".join(
            part for part in (f"{found.source}:", found.message, found.advice) if part
        )
        for found in errors[:_MOST_SHOWN]
    ]
    raise UnreadableFault(f"{path} cannot be read as a schedule.", *lines)


def _schedule(
    school: School, path: Path, rows: Iterable[ScheduleRow], verdict: Verdict
) -> Schedule:
    """Make sessions of rows that fit the roster.

    Raises:
        UnreadableFault: They do not: an id is unknown, rows of a session disagree.
    """
    unfit = [
        found.message
        for found in verdict.violations
        if found.rule == "C3" and found.severity is Breach.BROKEN
    ]
    by_session: dict[str, list[ScheduleRow]] = {}
    for row in rows:
        by_session.setdefault(row.session_id.casefold(), []).append(row)
        if row.day not in school.settings.days:
            unfit.append(f"{row.day} is no day of this roster.")
        elif not 1 <= row.week <= school.settings.weeks:
            unfit.append(f"Week {row.week} is not in the template of this roster.")
    if unfit:
        raise UnreadableFault(
            f"{path} does not fit the roster {school.settings.school}.",
            *dict.fromkeys(unfit[:_MOST_SHOWN]),
            "See everything with: pushpull-sched verify ROSTER SCHEDULE",
        )
    ids = _Ids(school)
    return Schedule(sessions=tuple(ids.session(same) for same in by_session.values()))


class _Ids:
    """The ids of a roster, found without regard to case."""

    def __init__(self, school: School) -> None:
        self._days = school.settings.days
        self._services = {each.id.casefold(): each for each in school.services}
        self._providers = {key.casefold(): key for key in school.provider}
        self._rooms = {key.casefold(): key for key in school.room}
        self._classes = {key.casefold(): key for key in school.school_class}

    def session(self, rows: Sequence[ScheduleRow]) -> Session:
        """Join the rows of one session."""
        first = rows[0]
        services = [self._services[(row.service_id or "").casefold()] for row in rows]
        return Session(
            id=first.session_id,
            week=first.week,
            day=self._days.index(first.day),
            start=first.start,
            end=first.end,
            setting=Setting(first.setting),
            provider_id=_known(self._providers, first.provider_id) or "",
            room_id=_known(self._rooms, first.room_id),
            class_id=_known(self._classes, first.class_id),
            served=tuple(
                Served(
                    service_id=service.id,
                    service=service.name,
                    student_id=service.student,
                )
                for service in services
            ),
        )


def _known(ids: Mapping[str, str], written: str | None) -> str | None:
    return None if written is None else ids.get(written.casefold(), written)


def _result(
    schedule: Schedule, verdict: Verdict, content: Mapping[str, Any]
) -> SolveResult:
    complete = verdict.legal and verdict.complete
    reasons = {
        str(row.get("service_id")): str(row.get("reason") or "")
        for row in content.get("compliance", [])
    }
    return SolveResult(
        status=SolveStatus.COMPLETE if complete else SolveStatus.INCOMPLETE,
        schedule=schedule,
        verdict=verdict,
        service_reasons=reasons,
    )


def _mark(result: SolveResult) -> str:
    if result.verdict is not None and not result.verdict.legal:
        return "RULES ARE BROKEN"
    return status_mark(result)


def _broken(verdict: Verdict, path: Path) -> tuple[str, ...]:
    broken: list[Violation] = [
        found for found in verdict.violations if found.severity is Breach.BROKEN
    ]
    if not broken:
        return ()
    remark = (
        f"This schedule breaks rules ({len(broken)} findings); every page says so. See "
        f"them with: pushpull-sched verify ROSTER {path}"
    )
    return (remark,)
