"""``schedule.json``: the result for programs. Its schema: ``schedule.schema.json``."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib import resources
from typing import Any

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.policy import Policy
from pushpull_sched.domain.rerun import rerun_command
from pushpull_sched.domain.result import RunInfo, SolveResult, Stage
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import School
from pushpull_sched.export.views import compliance_rows, ordered_sessions

SCHEMA_VERSION = 1
"""Rises only when a key changes its meaning or goes; new keys may come without."""

_SCHEMA_FILE = "schedule.schema.json"

Json = dict[str, Any]


def json_schema() -> Json:
    """Return the published JSON schema (draft 2020-12)."""
    text = (
        resources.files("pushpull_sched.export")
        .joinpath(_SCHEMA_FILE)
        .read_text(encoding="utf-8")
    )
    schema: Json = json.loads(text)
    return schema


def result_content(school: School, result: SolveResult, run: RunInfo) -> Json:
    """Return everything but the hashes and the result id, with the contract's keys."""
    return {
        "schema_version": SCHEMA_VERSION,
        "status": result.status.value,
        "roster": {"name": run.roster_name, "sha256": run.roster_sha256},
        "params": params_object(run),
        "versions": dict(run.versions),
        "created": run.created.isoformat() if run.created else None,
        "rerun": rerun_command(run),
        "reasons": list(result.reasons),
        "interrupted": result.interrupted,
        "weeks": school.settings.weeks,
        "days": list(school.settings.days),
        "stages": [_stage(stage) for stage in result.stages],
        "measures": _measures(result),
        "sessions": [
            session_object(session, school.settings.days)
            for session in ordered_sessions(result.schedule)
        ],
        "compliance": [asdict(row) for row in compliance_rows(school, result)],
    }


def result_id(content: Json) -> str:
    """Name a result by its content; how long the run took does not count."""
    stages = [
        {name: value for name, value in stage.items() if name != "seconds"}
        for stage in content["stages"]
    ]
    text = json.dumps({**content, "stages": stages}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def render_json(content: Json, hashes: Mapping[str, str]) -> bytes:
    """Write ``schedule.json``.

    Args:
        content: What :func:`result_content` returned.
        hashes: SHA-256 of the other files of the result, by file name.
    """
    whole = {**content, "result_id": result_id(content), "hashes": dict(hashes)}
    text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    return text.encode("utf-8", errors="backslashreplace")


def params_object(run: RunInfo) -> Json:
    """Return what a run was asked, as ``schedule.json`` keeps it."""
    params = run.params
    baseline = {"name": run.baseline_name, "sha256": run.baseline_sha256}
    return {
        "time_limit": params.time_limit,
        "workers": params.workers,
        "seed": params.seed,
        "gap": params.gap,
        "deterministic": params.deterministic,
        "baseline": baseline if run.baseline_name else None,
        "freeze": list(run.frozen),
        "only_new": run.only_new,
        "policy": _policy(params.policy),
    }


def _policy(policy: Policy) -> Json:
    return {
        "name": policy.name,
        "levels": [
            {
                "name": level.name,
                "weights": {measure.value: weight for measure, weight in level.weights},
                "tolerance": {
                    "amount": level.tolerance.amount,
                    "unit": level.tolerance.unit.value,
                },
            }
            for level in policy.levels
        ],
    }


def _stage(stage: Stage) -> Json:
    return {
        "level": stage.level,
        "value": stage.value,
        "bound": stage.bound,
        "gap": round(stage.gap, 4),
        "status": stage.status.value,
        "seconds": round(float(stage.seconds), 1),
    }


def _measures(result: SolveResult) -> dict[str, int]:
    if result.verdict is None:
        return {}
    return {measure.value: value for measure, value in result.verdict.measures.items()}


def session_object(session: Session, days: tuple[str, ...]) -> Json:
    """A session as ``schedule.json`` writes it."""
    return {
        "session_id": session.id,
        "week": session.week,
        "day": days[session.day],
        "start": clock_text(session.start),
        "end": clock_text(session.end),
        "minutes": session.minutes,
        "setting": session.setting.value,
        "provider_id": session.provider_id,
        "room_id": session.room_id,
        "class_id": session.class_id,
        "group_size": len(session.served),
        "services": [
            {
                "service_id": served.service_id,
                "service": served.service,
                "student_id": served.student_id,
            }
            for served in session.served
        ],
    }
