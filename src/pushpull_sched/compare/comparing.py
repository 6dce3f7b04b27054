"""Any number of schedules side by side."""

from collections.abc import Sequence
from dataclasses import replace

from pushpull_sched.compare.aspects import aspects_of
from pushpull_sched.compare.differing import Side, difference_of
from pushpull_sched.compare.profiling import profile
from pushpull_sched.compare.reading import sessions_of, spelling_of, unread
from pushpull_sched.compare.wording import counted
from pushpull_sched.domain.comparison import Comparison
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.variant import Variant


def compare(variants: Sequence[Variant]) -> Comparison:
    """Count every schedule and hold the others against the first.

    Args:
        variants: Two or more schedules, each with its label. The first is the one
            from which differences are told.

    Raises:
        ValueError: There are fewer than two.
    """
    if len(variants) < 2:  # noqa: PLR2004 - nothing to compare with
        raise ValueError("There must be two schedules at least.")
    spelling = spelling_of(variants)
    sessions = [sessions_of(variant, spelling) for variant in variants]
    read = [
        _with_remark(variant, found)
        for variant, found in zip(variants, sessions, strict=True)
    ]
    sides = [
        Side(profile=profile(at, variant, found, read[0]), sessions=found)
        for at, (variant, found) in enumerate(zip(read, sessions, strict=True))
    ]
    profiles = tuple(side.profile for side in sides)
    schools = [one.school for one in read if one.school is not None]
    return Comparison(
        school=schools[0].settings.school if schools else "",
        profiles=profiles,
        aspects=aspects_of(profiles),
        differences=tuple(
            difference_of(at, sides[0], side) for at, side in enumerate(sides) if at > 0
        ),
    )


def _with_remark(variant: Variant, sessions: tuple[Session, ...]) -> Variant:
    """Say how many sessions could not be understood."""
    lost = unread(variant, sessions)
    if not lost:
        return variant
    remark = (
        f"{counted(lost, 'session')} left out: day, setting or length cannot be "
        "understood (see verify)."
    )
    return replace(variant, remarks=(*variant.remarks, remark))
