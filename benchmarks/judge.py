"""What a written schedule is worth, by the verifier alone."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pushpull_sched.domain.findings import has_errors
from pushpull_sched.domain.policy import DEFAULT_POLICY
from pushpull_sched.domain.school import School
from pushpull_sched.verify import verify
from pushpull_sched.workbook.load import load_school
from pushpull_sched.workbook.schedule_reader import read_schedule

LEVELS = tuple(level.name for level in DEFAULT_POLICY.levels)
"""Levels of the default policy: what results are compared by, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verifier's word on a schedule as written.

    Attributes:
        legal: No rule is broken.
        complete: Everything is served.
        broken: Codes of broken rules.
        measures: Every measure, by name.
        levels: Value of every level of the default policy, in order.
    """

    legal: bool
    complete: bool
    broken: tuple[str, ...]
    measures: dict[str, int]
    levels: tuple[int, ...]


@lru_cache(maxsize=1)
def school_of(roster: Path) -> School:
    """Load a roster that the generator made.

    Raises:
        ValueError: The roster has errors.
    """
    loaded = load_school(roster)
    if loaded.school is None or not loaded.usable:
        raise ValueError(f"{roster.name} has errors: {loaded.findings[:3]}")
    return loaded.school


def judge(roster: Path, schedule: Path, baseline: Path | None = None) -> Judgement:
    """Read a schedule back and verify it.

    Args:
        roster: The workbook.
        schedule: Any file that ``pushpull-sched verify`` reads.
        baseline: An earlier schedule, for ``moved``.

    Raises:
        ValueError: A file cannot be read.
    """
    school = school_of(roster)
    days = school.settings.days
    rows, findings = read_schedule(schedule, days)
    if has_errors(findings):
        raise ValueError(f"{schedule.name} cannot be read: {findings[:3]}")
    before = None
    if baseline is not None:
        before, findings = read_schedule(baseline, days)
        if has_errors(findings):
            raise ValueError(f"{baseline.name} cannot be read: {findings[:3]}")
    verdict = verify(school, rows, baseline=before)
    return Judgement(
        legal=verdict.legal,
        complete=verdict.complete,
        broken=tuple(
            sorted({one.rule for one in verdict.violations if one.severity == "broken"})
        ),
        measures={name.value: value for name, value in verdict.measures.items()},
        levels=DEFAULT_POLICY.values(verdict.measures),
    )
