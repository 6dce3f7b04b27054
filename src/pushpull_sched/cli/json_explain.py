"""What ``explain --json`` prints."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pushpull_sched.cli.json_out import SCHEMA_VERSION
from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.explanation import (
    Alone,
    Change,
    Cite,
    Conflict,
    Count,
    Explanation,
    Repair,
    RoleLoad,
    Staffing,
)

if TYPE_CHECKING:
    from pushpull_sched.app.explain import ExplainAnswer


def explanation_object(
    answer: "ExplainAnswer", explanation: Explanation
) -> dict[str, object]:
    """Return what ``explain --json`` prints."""
    staffing = explanation.staffing
    return {
        "schema_version": SCHEMA_VERSION,
        "roster": {"name": answer.roster.name, "sha256": answer.roster.sha256},
        "seconds": round(answer.seconds, 2),
        "status": explanation.status,
        "counts": [count_object(count) for count in explanation.counts],
        "conflicts": [_conflict(conflict) for conflict in explanation.conflicts],
        "complete_list": explanation.complete_list,
        "repair": None if explanation.repair is None else _repair(explanation.repair),
        "alone": [_alone(alone) for alone in explanation.alone],
        "staffing": None if staffing is None else _staffing(staffing),
        "remarks": list(explanation.remarks),
    }


def count_object(count: Count) -> dict[str, object]:
    """Return one counting reason."""
    return {
        "code": count.code,
        "strength": count.strength.value,
        "subject": count.subject.value,
        "names": list(count.names),
        "window": count.window or None,
        "needed": count.needed,
        "available": count.available,
        "unit": count.unit,
        "minutes": count.minutes,
        "text": count.text,
        "service_ids": list(count.service_ids),
        "cites": _cites(count.cites),
    }


def _cites(cites: Iterable[Cite]) -> list[dict[str, object]]:
    return [
        {
            "sheet": cite.source.sheet,
            "cell": cite.source.cell or None,
            "what": cite.what,
            "value": cite.value,
        }
        for cite in cites
    ]


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {
        "minimal": conflict.minimal,
        "minutes": conflict.minutes,
        "argument": conflict.argument,
        "members": [
            {
                "key": member.key,
                "service_id": member.service_id,
                "text": member.text,
                "cites": _cites(member.cites),
            }
            for member in conflict.members
        ],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind.value,
        "target": change.target,
        "cost": change.cost,
        "text": change.text,
        "cites": _cites(change.cites),
    }


def _repair(repair: Repair) -> dict[str, object]:
    return {
        "cost": repair.cost,
        "minutes": repair.minutes,
        "complete": repair.complete,
        "verified": repair.verified,
        "least": repair.least,
        "changes": [_change(change) for change in repair.changes],
    }


def _alone(alone: Alone) -> dict[str, object]:
    return {
        "change": _change(alone.change),
        "minutes": alone.minutes,
        "complete": alone.complete,
    }


def _staffing(staffing: Staffing) -> dict[str, object]:
    return {
        "weeks": staffing.weeks,
        "roles": [_role(role, staffing.day_names) for role in staffing.roles],
    }


def _role(role: RoleLoad, day_names: tuple[str, ...]) -> dict[str, object]:
    return {
        "role": role.role,
        "provider_ids": list(role.provider_ids),
        "services": role.services,
        "student_minutes": role.student_minutes,
        "needed": role.needed,
        "available": role.available,
        "mean_group": round(role.mean_group, 2),
        "largest_group": round(role.largest_group, 2),
        "cites": _cites(role.cites),
        "half_hours": [
            {
                "day": name,
                "start": clock_text(half.start),
                "load": round(half.load, 1),
                "available": half.available,
            }
            for name, halves in zip(day_names, role.days, strict=True)
            for half in halves
        ],
    }
