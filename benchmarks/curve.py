"""How the time to a complete schedule grows with the school."""

import math
from collections.abc import Iterable
from statistics import median

from benchmarks.generator.ladder import PREFIX
from benchmarks.record import Record
from benchmarks.suites import OURS

TARGET_EXPONENT = 1.3


def curve_points(records: Iterable[Record]) -> dict[int, list[float]]:
    """Return seconds until complete by number of students; infinite for never."""
    points: dict[int, list[float]] = {}
    for one in records:
        if one.tier.startswith(PREFIX) and one.solver == OURS and one.is_plain:
            points.setdefault(one.students, []).append(one.complete or math.inf)
    return dict(sorted(points.items()))


def exponent(points: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    """Fit seconds = factor x size ^ exponent by least squares of the logarithms.

    Returns:
        Exponent and factor; None with fewer than two sizes.
    """
    logs = [(math.log(size), math.log(time)) for size, time in points]
    if len({size for size, _ in logs}) <= 1:
        return None
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    above = sum((x - mean_x) * (y - mean_y) for x, y in logs)
    slope = above / sum((x - mean_x) ** 2 for x, _ in logs)
    return slope, math.exp(mean_y - slope * mean_x)


def fitted(points: dict[int, list[float]]) -> tuple[float, float] | None:
    """Fit the medians of those sizes that were completed."""
    medians = [(float(size), median(times)) for size, times in points.items()]
    return exponent((size, time) for size, time in medians if math.isfinite(time))
