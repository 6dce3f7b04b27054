"""Sentences and small texts that several screens share."""

from collections import Counter
from collections.abc import Iterable

from rich.text import Text

from pushpull_sched.domain.findings import Finding, Severity
from pushpull_sched.domain.policy import MEASURE_TITLES, Measure
from pushpull_sched.domain.result import (
    ServiceOutcome,
    ServiceStatus,
    SolveResult,
    SolveStatus,
    Verdict,
)
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.service import Setting

_LEVEL_TITLES = {
    "comfort": "Comfort: groups, times, load, gaps (weighted sum)",
    "steady": "Steady groups and times (weighted sum)",
}
_SHORT = (ServiceStatus.SHORT, ServiceStatus.UNPLACED)
STATUS_STYLES = {
    SolveStatus.COMPLETE: "green",
    SolveStatus.INCOMPLETE: "yellow",
    SolveStatus.INFEASIBLE: "red",
    SolveStatus.UNKNOWN: "red",
}


def counted(number: int, noun: str) -> str:
    """Return ``1 error``, ``2 errors``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def level_title(name: str) -> str:
    """Return what a level of a policy is called on a screen."""
    if name in list(Measure):
        return MEASURE_TITLES[Measure(name)]
    return _LEVEL_TITLES.get(name, name)


def gap_text(value: int, bound: int) -> str:
    """Return ``proven``, or how far the value may be from the least possible."""
    if value <= bound:
        return "proven"
    percent = 100 * (value - bound) / max(value, 1)
    return f"{percent:.1f} %" if percent < 1 else f"{percent:.0f} %"


def severity_count(findings: Iterable[Finding]) -> str:
    """Return ``2 errors, 1 warning``; ``no errors`` where there is neither."""
    found = list(findings)
    errors = sum(finding.severity is Severity.ERROR for finding in found)
    warnings = sum(finding.severity is Severity.WARNING for finding in found)
    parts = [counted(errors, "error") if errors else "no errors"]
    if warnings:
        parts.append(counted(warnings, "warning"))
    return ", ".join(parts)


def finding_count(findings: Iterable[Finding]) -> str:
    """Return the count of errors and warnings, or of notes where there are neither."""
    found = list(findings)
    if all(finding.severity is Severity.NOTE for finding in found):
        return counted(len(found), "note")
    return severity_count(found)


def short_services(verdict: Verdict | None) -> tuple[ServiceOutcome, ...]:
    """Return the services that fall short, the most minutes first."""
    if verdict is None:
        return ()
    short = [outcome for outcome in verdict.outcomes if outcome.status in _SHORT]
    return tuple(sorted(short, key=lambda outcome: -outcome.minutes_short))


def status_sentence(result: SolveResult) -> str:
    """Say in one sentence what came out."""
    match result.status:
        case SolveStatus.COMPLETE:
            return "Complete: every service is served in full, and no rule is broken."
        case SolveStatus.INCOMPLETE:
            short = short_services(result.verdict)
            minutes = sum(outcome.minutes_short for outcome in short)
            return (
                f"Incomplete: {counted(len(short), 'service')} "
                f"{'falls' if len(short) == 1 else 'fall'} short, "
                f"{counted(minutes, 'minute')} in all. No rule is broken."
            )
        case SolveStatus.INFEASIBLE:
            return "Infeasible: no schedule can hold the pins together with the rules."
        case SolveStatus.UNKNOWN:
            if result.interrupted:
                return "Interrupted before any schedule was found; nothing was written."
            return (
                "No schedule was found in the time given. This does not mean that "
                "there is none."
            )


def schedule_sentence(schedule: Schedule) -> str:
    """Say how much a schedule holds: sessions by setting, students, providers."""
    sessions = schedule.sessions
    settings = Counter(session.setting for session in sessions)
    parts = [
        f"{settings[setting]:,} {setting.value}"
        for setting in Setting
        if settings[setting]
    ]
    students = {served.student_id for each in sessions for served in each.served}
    providers = {session.provider_id for session in sessions}
    return (
        f"{counted(len(sessions), 'session')} ({', '.join(parts)}) for "
        f"{counted(len(students - {None}), 'student')} by "
        f"{counted(len(providers), 'provider')}."
    )


def verdict_sentence(verdict: Verdict) -> str:
    """Say in one phrase what the verifier thinks."""
    if not verdict.legal:
        return "not legal"
    return "legal, complete" if verdict.complete else "legal, incomplete"


def advised(message: str, advice: str) -> Text:
    """Return what is wrong, and under it what to do."""
    text = Text(message)
    if advice:
        text.append("\n" + advice, style="cyan")
    return text
