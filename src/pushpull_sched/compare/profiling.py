"""Everything that is counted in one schedule."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from pushpull_sched.compare.lookup import counted
from pushpull_sched.compare.people import grade_facts, provider_facts, student_facts
from pushpull_sched.compare.places import (
    class_facts,
    group_facts,
    room_facts,
    subject_facts,
)
from pushpull_sched.domain.comparison import Bound, Profile
from pushpull_sched.domain.facts import Compliance
from pushpull_sched.domain.findings import Breach
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import (
    ServiceOutcome,
    ServiceStatus,
    StageStatus,
    Verdict,
)
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.variant import Origin, RosterState, Variant
from pushpull_sched.verify.verifier import verify

NEARLY_PERCENT = 80
"""Share of the minutes from which a service counts as nearly served."""

_MOST_LETTERS = 26


def letter(at: int) -> str:
    """Name a position: A to Z, then AA, AB and so on."""
    first, last = divmod(at, _MOST_LETTERS)
    head = letter(first - 1) if first else ""
    return head + chr(ord("A") + last)


def profile(
    at: int, variant: Variant, sessions: tuple[Session, ...], base: Variant
) -> Profile:
    """Count one schedule.

    Args:
        at: Its position.
        variant: The schedule.
        sessions: Its sessions as they were read.
        base: The first schedule, from which ``moved`` counts.
    """
    found = counted(sessions, variant.weeks, variant.school)
    verdict = _judged(variant, None if variant is base else base)
    students = student_facts(found, verdict.outcomes if verdict else None)
    measures = _measures(variant, verdict, is_base=variant is base)
    return Profile(
        letter=letter(at),
        variant=variant,
        broken=None if verdict is None else _broken(verdict),
        complete=_complete(variant, verdict),
        measures=measures,
        bounds=_bounds(variant.origin, measures),
        compliance=_compliance(variant, verdict),
        sessions=found.weekly(len(sessions)),
        students=students,
        providers=provider_facts(found),
        groups=group_facts(found),
        classes=class_facts(found),
        rooms=room_facts(found),
        subjects=subject_facts(found),
        grades=grade_facts(students),
    )


def _judged(variant: Variant, base: Variant | None) -> Verdict | None:
    """Have the verifier judge a schedule by its own roster, and by no other."""
    if variant.school is None or variant.roster_state is not RosterState.OWN:
        return None
    return verify(
        variant.school, variant.rows, baseline=None if base is None else base.rows
    )


def _broken(verdict: Verdict) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            each.rule for each in verdict.violations if each.severity is Breach.BROKEN
        )
    )


def _complete(variant: Variant, verdict: Verdict | None) -> bool | None:
    if verdict is not None:
        return verdict.complete
    stated = _as_written(variant)
    return None if stated is None else stated.status == "complete"


def _as_written(variant: Variant) -> Origin | None:
    """What a result says of itself, where it still is as it was written."""
    origin = variant.origin
    return None if origin is None or origin.edited else origin


def _measures(
    variant: Variant, verdict: Verdict | None, *, is_base: bool
) -> dict[Measure, int]:
    """All measures; ``moved`` only where it counts from the first schedule."""
    if verdict is not None:
        measures = dict(verdict.measures)
    else:
        stated = _as_written(variant)
        measures = dict(stated.measures) if stated else {}
    if is_base or verdict is None:
        measures.pop(Measure.MOVED, None)
    return measures


def _bounds(
    origin: Origin | None, measures: Mapping[Measure, int]
) -> dict[Measure, Bound]:
    """Bounds of the levels that are one measure and still have the stated value."""
    found: dict[Measure, Bound] = {}
    for stage in origin.stages if origin else ():
        measure = next((one for one in Measure if one.value == stage.level), None)
        if measure is not None and measures.get(measure) == stage.value:
            proven = stage.status is StageStatus.PROVEN
            found[measure] = Bound(value=stage.bound, proven=proven)
    return found


def _compliance(variant: Variant, verdict: Verdict | None) -> Compliance | None:
    if verdict is not None:
        rows = [_stated(one) for one in verdict.outcomes]
    elif (stated := _as_written(variant)) is not None and stated.services:
        rows = [
            (one.status, one.required_minutes, one.scheduled_minutes, one.minutes_short)
            for one in stated.services
        ]
    else:
        return None
    return _summed(rows, variant.weeks)


def _stated(outcome: ServiceOutcome) -> tuple[str, int, int, int]:
    return (
        outcome.status.value,
        outcome.required_minutes,
        outcome.scheduled_minutes,
        outcome.minutes_short,
    )


def _summed(rows: Iterable[tuple[str, int, int, int]], weeks: int) -> Compliance:
    met = nearly = partly = unplaced = short = 0
    for status, required, given, missing in rows:
        short += missing
        if status == ServiceStatus.MET:
            met += 1
        elif status == ServiceStatus.UNPLACED:
            unplaced += 1
        elif status == ServiceStatus.SHORT:
            enough = 100 * given >= NEARLY_PERCENT * required
            nearly += enough
            partly += not enough
    return Compliance(
        met=met,
        nearly=nearly,
        partly=partly,
        unplaced=unplaced,
        short=Fraction(short, weeks),
    )
