"""Prove a roster: load what was written and let the verifier judge the planted plan."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.generator.files import planted_sessions
from benchmarks.generator.make import Roster
from pushpull_sched.domain.result import Verdict
from pushpull_sched.domain.schedule import Schedule, Served, Session
from pushpull_sched.domain.service import Setting
from pushpull_sched.verify import verify_schedule
from pushpull_sched.workbook.load import LoadedRoster, load_school


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What reader and verifier say of a generated roster.

    Attributes:
        loaded: The roster as read.
        verdict: The verifier's word on the planted timetable; None where the roster
            cannot be used.
    """

    loaded: LoadedRoster
    verdict: Verdict | None

    @property
    def complaints(self) -> list[str]:
        """Everything that speaks against the roster, in sentences."""
        found = [
            f"{finding.code} {finding.source}: {finding.message}"
            for finding in self.loaded.findings
            if finding.severity != "note"
        ]
        broken = self.verdict.violations if self.verdict else ()
        return found + [f"{one.rule}: {one.message}" for one in broken]


def prove(roster: Roster, path: Path) -> Proof:
    """Load the written roster and verify its planted timetable.

    Args:
        roster: The roster.
        path: The workbook or CSV folder written from it.
    """
    loaded = load_school(path)
    if not loaded.usable or loaded.school is None:
        return Proof(loaded=loaded, verdict=None)
    verdict = verify_schedule(
        loaded.school, planted_schedule(roster), claims_complete=True
    )
    return Proof(loaded=loaded, verdict=verdict)


def planted_schedule(roster: Roster) -> Schedule:
    """Return the planted timetable as sessions."""
    return Schedule(
        sessions=tuple(
            Session(
                id=planted.id,
                week=planted.slot.week,
                day=planted.slot.day,
                start=planted.slot.start,
                end=planted.slot.end,
                setting=Setting(planted.series.setting),
                provider_id=planted.series.staff.id,
                room_id=planted.series.room,
                class_id=planted.series.class_id,
                served=tuple(
                    Served(
                        service_id=row.id,
                        service=row.series.kind.name,
                        student_id=row.member.pupil.id,
                    )
                    for row in planted.rows
                ),
            )
            for planted in planted_sessions(roster.rows)
        )
    )
