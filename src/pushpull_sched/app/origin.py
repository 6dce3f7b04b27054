"""What a ``schedule.json`` says of the run that made it."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import Stage, StageStatus
from pushpull_sched.domain.variant import Origin, StatedService

Json = Mapping[str, Any]


def read_origin(path: Path, *, edited: bool = False) -> tuple[Origin, Json] | None:
    """Read what a result keeps of its run, and its whole content.

    Args:
        path: A ``schedule.json``.
        edited: Its workbook was edited by hand since.

    Returns:
        None where the file is no result of this program.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _origin(content, edited=edited), content
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _origin(content: Json, *, edited: bool) -> Origin:
    params = content["params"]
    created = content.get("created")
    return Origin(
        roster_name=str(content["roster"]["name"]),
        roster_sha256=str(content["roster"]["sha256"]),
        status=str(content["status"]),
        policy=str(params["policy"]["name"]),
        seed=int(params["seed"]),
        versions={str(k): str(v) for k, v in content["versions"].items()},
        created=date.fromisoformat(created) if created else None,
        stages=tuple(_stage(stage) for stage in content["stages"]),
        measures=_measures(content["measures"]),
        services=tuple(_service(row) for row in content["compliance"]),
        rerun=str(content.get("rerun", "")),
        edited=edited,
    )


def _stage(stage: Json) -> Stage:
    return Stage(
        level=str(stage["level"]),
        value=int(stage["value"]),
        bound=int(stage["bound"]),
        status=StageStatus(stage["status"]),
        seconds=float(stage["seconds"]),
    )


def _measures(stated: Json) -> dict[Measure, int]:
    """Keep the measures that this version knows."""
    return {one: int(stated[one.value]) for one in Measure if one.value in stated}


def _service(row: Json) -> StatedService:
    return StatedService(
        service_id=str(row["service_id"]),
        student_id=row["student_id"],
        service=str(row["service"]),
        setting=str(row["setting"]),
        required_minutes=int(row["required_minutes"]),
        scheduled_minutes=int(row["scheduled_minutes"]),
        minutes_short=int(row["minutes_short"]),
        status=str(row["status"]),
    )
