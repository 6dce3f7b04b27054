"""Results that are there already, and need not be made again."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pushpull_sched.app.versions import versions
from pushpull_sched.domain.result import RunInfo, SolveStatus
from pushpull_sched.domain.result_folder import (
    SCHEDULE_JSON,
    SCHEDULE_XLSX,
    FolderState,
)
from pushpull_sched.export.folder import inspect_folder
from pushpull_sched.export.json_file import params_object

_DECISIVE = ("pushpull-sched", "ortools")
"""Versions that make another result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A result that answers what would be asked again.

    Attributes:
        status: Its status.
        reasons: Its reasons.
        seconds: Duration of its levels.
    """

    status: SolveStatus
    reasons: tuple[str, ...]
    seconds: float


def finished_result(folder: Path, run: RunInfo) -> Finished | None:
    """Return the result in a folder if a run would ask just the same.

    That is: its files are as they were written, roster and baseline have the same
    content, every parameter and the versions that decide are the same, and nobody
    ended it early.

    Args:
        folder: A result folder; it need not exist.
        run: What would be asked.
    """
    if inspect_folder(folder).state is not FolderState.INTACT:
        return None
    content: dict[str, Any] = json.loads((folder / SCHEDULE_JSON).read_bytes())
    status = content.get("status")
    asked = json.loads(json.dumps(params_object(run)))
    made = content.get("versions", {})
    same = (
        content.get("roster", {}).get("sha256") == run.roster_sha256
        and content.get("params") == asked
        and all(made.get(name) == versions()[name] for name in _DECISIVE)
        and status in {SolveStatus.COMPLETE, SolveStatus.INCOMPLETE}
        and not content.get("interrupted", False)
    )
    if not same:
        return None
    return Finished(
        status=SolveStatus(str(status)),
        reasons=tuple(content.get("reasons", ())),
        seconds=sum(float(stage["seconds"]) for stage in content.get("stages", ())),
    )


def schedule_hash(path: Path) -> str:
    """Return the SHA-256 of a schedule file, or of the one in a result folder."""
    file = path / SCHEDULE_XLSX if path.is_dir() else path
    return hashlib.sha256(file.read_bytes()).hexdigest()
