"""What every baseline shares: its task, its clock, its marks and its result."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pushpull_sched.domain.findings import Breach
from pushpull_sched.domain.schedule import Schedule, ScheduleRow, Session
from pushpull_sched.domain.school import School
from pushpull_sched.export.json_file import session_object
from pushpull_sched.verify import verify_schedule

_RESERVE = 1.0
"""Seconds kept for repairing and writing, and another hundredth for each service."""


@dataclass(slots=True, kw_only=True)
class Task:
    """One run of a baseline.

    Attributes:
        school: The instance.
        limit: Seconds for everything, counted from the start of the process.
        workers: Threads.
        seed: Seed of every random choice.
        began: Time of the steady clock at the start.
        baseline: An earlier schedule; None without one.
        marks: What happened when, as in ``solve --json``.
        stages: Level, value and bound where the baseline proves something.
        notes: What the baseline says of its own limits.
    """

    school: School
    limit: float
    workers: int
    seed: int
    began: float
    baseline: Sequence[ScheduleRow] | None = None
    marks: list[dict[str, Any]] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.began

    @property
    def remaining(self) -> float:
        """Seconds left for the search."""
        reserve = min(_RESERVE + 0.01 * len(self.school.services), self.limit / 4)
        return self.limit - reserve - self.elapsed

    def mark(
        self, name: str, value: int | None = None, bound: int | None = None
    ) -> None:
        """Note that something happened."""
        self.marks.append(
            {
                "at": name,
                "seconds": round(self.elapsed, 2),
                "value": value,
                "bound": bound,
            }
        )


def repaired(task: Task, schedule: Schedule) -> Schedule:
    """Drop sessions and services until no rule is broken.

    A broken rule that names sessions costs the last of them; one that names only
    services costs all sessions of the last of them. How much was dropped is noted.
    """
    before = sum(len(session.served) for session in schedule.sessions)
    while True:
        verdict = verify_schedule(task.school, schedule)
        broken = [v for v in verdict.violations if v.severity is Breach.BROKEN]
        if not broken:
            break
        sessions: set[str] = set()
        services: set[str] = set()
        for one in broken:
            if one.session_ids and not sessions.intersection(one.session_ids):
                sessions.add(one.session_ids[-1])
            elif not one.session_ids and one.service_ids:
                services.add(one.service_ids[-1])
        left = tuple(
            kept
            for session in schedule.sessions
            if session.id not in sessions
            for kept in _without(session, services)
        )
        if left == schedule.sessions:
            break  # a pin that is not kept cannot be mended by dropping
        schedule = Schedule(sessions=left)
    after = sum(len(session.served) for session in schedule.sessions)
    if after < before:
        task.notes.append(
            f"{before - after} of {before} student-sessions broke a rule and were "
            "dropped before judging"
        )
    return schedule


def _without(session: Session, services: set[str]) -> list[Session]:
    served = tuple(one for one in session.served if one.service_id not in services)
    if len(served) == len(session.served):
        return [session]
    if not served:
        return []
    return [
        Session(
            id=session.id,
            week=session.week,
            day=session.day,
            start=session.start,
            end=session.end,
            setting=session.setting,
            provider_id=session.provider_id,
            room_id=session.room_id,
            class_id=session.class_id,
            served=served,
        )
    ]


def write_schedule(school: School, schedule: Schedule, path: Path) -> None:
    """Write a schedule in the form of ``schedule.json``."""
    sessions = [
        session_object(session, school.settings.days) for session in schedule.sessions
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"sessions": sessions}) + "\n", encoding="utf-8")
