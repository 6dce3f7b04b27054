"""Measures, and the order in which the solver takes them: a policy.

Every measure is a whole number counted over the template, smaller is better, 0 is
perfect. Its definition stands in ``docs/rules.md``; the verifier computes it from the
workbook and the schedule alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType


class Measure(StrEnum):
    """The measures of quality; the first ten in the order of the default policy."""

    MINUTES_SHORT = "minutes_short"
    MOVED = "moved"
    LRE = "lre"
    MISSED = "missed"
    OVERSIZE = "oversize"
    IRREGULAR = "irregular"
    CHURN = "churn"
    IMBALANCE = "imbalance"
    PREFERENCES = "preferences"
    SPLITS = "splits"
    MISSED_CORE = "missed_core"
    """``missed`` counted on subjects of kind core only."""
    PULL_OUT = "pull_out"
    """Pull-out minutes, summed over sessions and students."""


MEASURE_TITLES: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.MINUTES_SHORT: "Minutes short (weighted by priority)",
        Measure.MOVED: "Minutes moved against the baseline",
        Measure.LRE: "Pull-out minutes of services that may be push-in",
        Measure.MISSED: "Class minutes missed (weighted by subject)",
        Measure.OVERSIZE: "Minutes of students above the target group size",
        Measure.IRREGULAR: "Extra start times of a service",
        Measure.CHURN: "Extra sets of fellow students",
        Measure.IMBALANCE: "Uneven load inside a role (thousandths)",
        Measure.PREFERENCES: "Broken preferences (30 each)",
        Measure.SPLITS: "Extra runs of sessions in providers' days",
        Measure.MISSED_CORE: "Core class minutes missed (weighted)",
        Measure.PULL_OUT: "Pull-out minutes",
    }
)


class ToleranceUnit(StrEnum):
    """How a tolerance is stated."""

    MINUTES = "minutes"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """By how much a held level may worsen for the levels below it.

    Attributes:
        amount: Whole minutes (units of the measure), or whole percent of its value.
        unit: Which of the two.
    """

    amount: int = 0
    unit: ToleranceUnit = ToleranceUnit.MINUTES

    def limit(self, value: int) -> int:
        """Return the largest value allowed once a level stands at ``value``."""
        if self.unit is ToleranceUnit.PERCENT:
            return value + value * self.amount // 100
        return value + self.amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a policy: a measure, or several joined into a weighted sum.

    Attributes:
        name: Name in the results; the measure's own name where there is only one.
        weights: (measure, weight) pairs, weights from 1.
        tolerance: How far the level may worsen for the levels below.
    """

    name: str
    weights: tuple[tuple[Measure, int], ...]
    tolerance: Tolerance = Tolerance()

    def value(self, measures: Mapping[Measure, int]) -> int:
        """Weighted sum of the level's measures."""
        return sum(weight * measures[measure] for measure, weight in self.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """An order of levels. The first is always ``minutes_short``."""

    name: str
    levels: tuple[Level, ...]

    def values(self, measures: Mapping[Measure, int]) -> tuple[int, ...]:
        """Value of every level, in order: smaller tuples are better schedules."""
        return tuple(level.value(measures) for level in self.levels)

    def without(self, measure: Measure) -> "Policy":
        """The same order with one measure left out, and its level if it was alone."""
        kept = (
            replace(
                level,
                weights=tuple(pair for pair in level.weights if pair[0] is not measure),
            )
            for level in self.levels
        )
        return replace(self, levels=tuple(level for level in kept if level.weights))


JOINED_WEIGHTS: Mapping[Measure, int] = MappingProxyType(
    {
        Measure.OVERSIZE: 1,
        Measure.IRREGULAR: 10,
        Measure.CHURN: 30,
        Measure.IMBALANCE: 1,
        Measure.PREFERENCES: 1,
        Measure.SPLITS: 10,
    }
)
"""Weights of levels 5 to 10 where they are joined (rules.md, Quality)."""


def _single(measure: Measure) -> Level:
    return Level(name=measure.value, weights=((measure, 1),))


def _comfort(*without: Measure) -> Level:
    """Levels 5 to 10 joined, but for those that a policy takes earlier."""
    kept = tuple(
        (measure, weight)
        for measure, weight in JOINED_WEIGHTS.items()
        if measure not in without
    )
    return Level(name="comfort", weights=kept)


_STEADY = Level(
    name="steady",
    weights=(
        (Measure.IRREGULAR, JOINED_WEIGHTS[Measure.IRREGULAR]),
        (Measure.CHURN, JOINED_WEIGHTS[Measure.CHURN]),
    ),
)

DEFAULT_POLICY = Policy(
    name="default",
    levels=(
        _single(Measure.MINUTES_SHORT),
        _single(Measure.MOVED),
        _single(Measure.LRE),
        _single(Measure.MISSED),
        _comfort(),
    ),
)

POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        policy.name: policy
        for policy in (
            DEFAULT_POLICY,
            Policy(
                name="steady-groups",
                levels=(
                    _single(Measure.MINUTES_SHORT),
                    _single(Measure.MOVED),
                    _single(Measure.LRE),
                    _STEADY,
                    _single(Measure.MISSED),
                    _comfort(Measure.IRREGULAR, Measure.CHURN),
                ),
            ),
            Policy(
                name="protect-core",
                levels=(
                    _single(Measure.MINUTES_SHORT),
                    _single(Measure.MOVED),
                    _single(Measure.MISSED_CORE),
                    _single(Measure.LRE),
                    _comfort(),
                ),
            ),
            Policy(
                name="inclusion-first",
                levels=(
                    _single(Measure.MINUTES_SHORT),
                    _single(Measure.PULL_OUT),
                    _single(Measure.MOVED),
                    _single(Measure.LRE),
                    _single(Measure.MISSED),
                    _comfort(),
                ),
            ),
            Policy(
                name="balanced-load",
                levels=(
                    _single(Measure.MINUTES_SHORT),
                    _single(Measure.MOVED),
                    _single(Measure.LRE),
                    _single(Measure.IMBALANCE),
                    _single(Measure.MISSED),
                    _comfort(Measure.IMBALANCE),
                ),
            ),
            Policy(
                name="compact-days",
                levels=(
                    _single(Measure.MINUTES_SHORT),
                    _single(Measure.MOVED),
                    _single(Measure.LRE),
                    _single(Measure.SPLITS),
                    _single(Measure.MISSED),
                    _comfort(Measure.SPLITS),
                ),
            ),
        )
    }
)
"""The named policies."""
