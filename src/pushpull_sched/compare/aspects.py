"""Which schedule is better for what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from pushpull_sched.domain.comparison import Aspect, Profile
from pushpull_sched.domain.facts import Bucket
from pushpull_sched.domain.policy import Measure

Count: TypeAlias = Callable[[Profile], Fraction | None]


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one aspect is counted."""

    key: str
    title: str
    good: str
    count: Count
    more_is_better: bool = False


def _weekly(measure: Measure) -> Count:
    """Count a measure a week."""

    def count(profile: Profile) -> Fraction | None:
        value = profile.measures.get(measure)
        return None if value is None else Fraction(value, profile.variant.weeks)

    return count


def _plain(measure: Measure) -> Count:
    """Count a measure that does not grow with the length of the template."""

    def count(profile: Profile) -> Fraction | None:
        value = profile.measures.get(measure)
        return None if value is None else Fraction(value)

    return count


def _short(profile: Profile) -> Fraction | None:
    return None if profile.compliance is None else profile.compliance.short


def _pulled(profile: Profile) -> Fraction | None:
    return sum((one.non_inclusion for one in profile.students), Fraction(0))


def _below(profile: Profile) -> Fraction | None:
    if profile.variant.school is None:
        return None
    low = sum(one.bucket in {Bucket.MIDDLE, Bucket.LOW} for one in profile.students)
    return Fraction(low)


def _missed(profile: Profile) -> Fraction | None:
    if profile.variant.school is None:
        return None
    return sum((one.missed for one in profile.subjects), Fraction(0))


def _missed_core(profile: Profile) -> Fraction | None:
    if profile.variant.school is None:
        return None
    core = (one.missed for one in profile.subjects if one.kind == "core")
    return sum(core, Fraction(0))


def _worst(profile: Profile) -> Fraction | None:
    if profile.variant.school is None:
        return None
    return max((one.missed_minutes for one in profile.students), default=Fraction(0))


def _departures(profile: Profile) -> Fraction | None:
    if profile.variant.school is None:
        return None
    leaving = sum(one.departures for one in profile.classes)
    return Fraction(leaving, profile.variant.weeks)


def _busiest(profile: Profile) -> Fraction | None:
    if profile.variant.school is None:
        return None
    return Fraction(max((one.most for one in profile.classes), default=0))


def _longest(profile: Profile) -> Fraction | None:
    runs = (one.longest_run for one in profile.providers)
    return Fraction(max(runs, default=0))


def _free(profile: Profile) -> Fraction | None:
    blocks = [one.free_blocks for one in profile.providers]
    known = [each for each in blocks if each is not None]
    return sum(known, Fraction(0)) if known else None


_KINDS: tuple[_Kind, ...] = (
    _Kind("short", "Service minutes missing", "service minutes", _short),
    _Kind("pull_out", "Minutes out of class (pull-out)", "inclusion", _pulled),
    _Kind(
        "could_be_push_in",
        "Pull-out minutes that could be push-in",
        "push-in where allowed",
        _weekly(Measure.LRE),
    ),
    _Kind(
        "below_80",
        "Students under 80 % in regular class",
        "students under 80 % in regular class",
        _below,
    ),
    _Kind("missed", "Class minutes missed", "class time", _missed),
    _Kind(
        "missed_core",
        "Class minutes missed in core subjects",
        "core class time",
        _missed_core,
    ),
    _Kind(
        "worst_student",
        "Missed by the student who misses most",
        "the student who misses most",
        _worst,
    ),
    _Kind("departures", "Departures from classes", "quiet classes", _departures),
    _Kind(
        "busiest_class",
        "Departures and visits, worst class and day",
        "the most interrupted class",
        _busiest,
    ),
    _Kind(
        "oversize",
        "Student minutes above the target group",
        "small groups",
        _weekly(Measure.OVERSIZE),
    ),
    _Kind(
        "churn", "Extra sets of fellow students", "steady groups", _plain(Measure.CHURN)
    ),
    _Kind(
        "irregular",
        "Extra start times of services",
        "regular times",
        _plain(Measure.IRREGULAR),
    ),
    _Kind(
        "imbalance",
        "Uneven load inside roles (thousandths)",
        "even load",
        _plain(Measure.IMBALANCE),
    ),
    _Kind("longest_run", "Longest run of a provider", "breaks", _longest),
    _Kind(
        "splits",
        "Extra runs in providers' days",
        "compact days",
        _weekly(Measure.SPLITS),
    ),
    _Kind(
        "free_blocks",
        "Providers' free blocks of 45 min",
        "free blocks of providers",
        _free,
        more_is_better=True,
    ),
    _Kind(
        "preferences",
        "Broken preferences (30 each)",
        "preferences",
        _plain(Measure.PREFERENCES),
    ),
)
"""Every aspect, in the order in which it is shown."""


def aspects_of(profiles: Sequence[Profile]) -> tuple[Aspect, ...]:
    """Count every aspect of every schedule. Amounts of minutes are a week."""
    return tuple(
        Aspect(
            key=kind.key,
            title=kind.title,
            good=kind.good,
            values=tuple(kind.count(each) for each in profiles),
            more_is_better=kind.more_is_better,
        )
        for kind in _KINDS
    )
