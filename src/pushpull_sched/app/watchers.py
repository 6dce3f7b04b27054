"""Who is told what happens during a solve."""

from collections.abc import Callable
from dataclasses import dataclass

from pushpull_sched.domain.result import Progress, SolveResult
from pushpull_sched.domain.school import School


def _ignore(news: object) -> None:
    del news


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchers:
    """Functions that are told what happens, each doing nothing by default.

    Attributes:
        loaded: The workbook was read and has no errors.
        progress: The engine, or a phase around it, says where it is.
        incumbent: A better schedule was found.
    """

    loaded: Callable[[School], None] = _ignore
    progress: Callable[[Progress], None] = _ignore
    incumbent: Callable[[SolveResult], None] = _ignore


def phase(name: str) -> Progress:
    """Return the news that a phase around the engine begins, with no times yet."""
    return Progress(level=name, value=None, bound=None, elapsed=0.0, remaining=0.0)
