"""Time as the whole program writes it: minutes since midnight on a day of a week.

A *day* is a position in ``Settings.days`` (0 is the first), a *week* counts from 1
to the number of weeks in the template. Intervals are half-open. There is no
scheduling arithmetic here: model and verifier each bring their own.
"""

from dataclasses import dataclass

MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of one day: the half-open interval [start, end).

    Attributes:
        week: Week of the template, from 1.
        day: Position of the day in ``Settings.days``, from 0.
        start: First minute, counted from midnight.
        end: Minute after the last one.
    """

    week: int
    day: int
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


def clock_text(minute: int) -> str:
    """Write a minute of the day as ``HH:MM``, 24 hours."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
