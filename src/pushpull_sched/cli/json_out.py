"""What ``--json`` prints: plain objects, one per command."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from pushpull_sched.cli.screens.words import short_services
from pushpull_sched.domain.changes import SessionChange, Sitting
from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.findings import Finding, Violation
from pushpull_sched.domain.result import Progress, SolveResult, Stage, Verdict
from pushpull_sched.domain.service import Demand

if TYPE_CHECKING:
    from pushpull_sched.app.check import CheckAnswer
    from pushpull_sched.app.solve import SolveAnswer
    from pushpull_sched.workbook.load import LoadedRoster

SCHEMA_VERSION = 1


def check_object(answer: "CheckAnswer", *, with_demand: bool) -> dict[str, object]:
    """Return what ``check --json`` prints."""
    found = findings_object(answer.roster, answer.roster.findings)
    if with_demand:
        listed = answer.demand
        found["demand"] = [
            _demand(demand, listed.weeks)
            for _, demand in (listed.rows if listed else ())
            if listed and demand
        ]
    return found


def findings_object(
    roster: "LoadedRoster", findings: Iterable[Finding]
) -> dict[str, object]:
    """Return what is found in a roster, or in a schedule for it."""
    return {
        "schema_version": SCHEMA_VERSION,
        "roster": {"name": roster.name, "sha256": roster.sha256},
        "findings": [finding_object(finding) for finding in findings],
    }


def finding_object(finding: Finding) -> dict[str, object]:
    """Return one finding."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.source.sheet,
        "cell": finding.source.cell or None,
        "value": finding.value,
        "expected": finding.expected,
        "advice": finding.advice,
        "message": finding.message,
    }


def _demand(demand: Demand, weeks: int) -> dict[str, object]:
    return {
        "service_id": demand.service_id,
        "R": _number(demand.required_minutes),
        "N": demand.sessions,
        "L": list(demand.lengths),
        "W": weeks,
        "outside_template": demand.outside_template,
    }


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def verify_object(verdict: Verdict) -> dict[str, object]:
    """Return what ``verify --json`` prints."""
    return {
        "schema_version": SCHEMA_VERSION,
        "legal": verdict.legal,
        "complete": verdict.complete,
        "findings": [_violation(found) for found in verdict.violations],
        "measures": _measures(verdict),
    }


def _violation(found: Violation) -> dict[str, object]:
    return {
        "rule": found.rule,
        "severity": found.severity.value,
        "session_ids": list(found.session_ids),
        "service_ids": list(found.service_ids),
        "message": found.message,
    }


def _measures(verdict: Verdict | None) -> dict[str, int]:
    if verdict is None:
        return {}
    return {measure.value: value for measure, value in verdict.measures.items()}


def solve_object(answer: "SolveAnswer", result: SolveResult) -> dict[str, object]:
    """Return what ``solve --json`` prints."""
    return {
        "schema_version": SCHEMA_VERSION,
        "status": result.status.value,
        "interrupted": result.interrupted,
        "roster": {"name": answer.roster.name, "sha256": answer.roster.sha256},
        "seconds": round(answer.seconds, 2),
        "out": str(answer.out) if answer.files else None,
        "files": [str(file) for file in answer.files],
        "stages": [_stage(stage) for stage in result.stages],
        "measures": _measures(result.verdict),
        "short": [
            {
                "service_id": outcome.service_id,
                "required_minutes": outcome.required_minutes,
                "scheduled_minutes": outcome.scheduled_minutes,
                "minutes_short": outcome.minutes_short,
                "status": outcome.status.value,
                "reason": result.service_reasons.get(outcome.service_id, ""),
            }
            for outcome in short_services(result.verdict)
        ],
        "reasons": list(result.reasons),
        "baseline": _baseline(answer),
        "changes": [_change(change) for change in answer.changes],
        "trace": [_mark(mark) for mark in answer.trace],
        "findings": [finding_object(finding) for finding in answer.roster.findings],
    }


def _baseline(answer: "SolveAnswer") -> dict[str, object] | None:
    earlier = answer.earlier
    if earlier is None:
        return None
    return {"name": earlier.name, "sha256": earlier.sha256}


def _change(change: SessionChange) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "service_id": change.service_id,
        "service": change.service,
        "student_id": change.student_id or None,
        "weeks": list(change.weeks),
        "before": _sitting(change.before),
        "after": _sitting(change.after),
    }


def _sitting(sitting: Sitting | None) -> dict[str, object] | None:
    if sitting is None:
        return None
    return {
        "day": sitting.day,
        "start": clock_text(sitting.start),
        "end": clock_text(sitting.end),
        "provider_id": sitting.provider_id,
        "place": sitting.place or None,
    }


def _mark(mark: Progress) -> dict[str, object]:
    return {
        "at": mark.level,
        "seconds": round(mark.elapsed, 2),
        "value": mark.value,
        "bound": mark.bound,
    }


def _stage(stage: Stage) -> dict[str, object]:
    return {
        "level": stage.level,
        "value": stage.value,
        "bound": stage.bound,
        "gap": round(stage.gap, 4),
        "status": stage.status.value,
        "seconds": round(stage.seconds, 2),
    }
