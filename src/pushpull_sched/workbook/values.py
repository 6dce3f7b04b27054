"""Values of cells that are more than a number or a text."""

from dataclasses import dataclass
from enum import StrEnum

from pushpull_sched.domain.service import Amount, WeekPattern


class WeekKind(StrEnum):
    """Kind of a set of weeks."""

    ALL = "all"
    ODD = "odd"
    EVEN = "even"
    LIST = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSet:
    """Weeks as written, before the number of weeks in the template is known.

    Attributes:
        kind: All, odd, even, or the weeks listed.
        weeks: The weeks listed, from 1; empty for the other kinds.
    """

    kind: WeekKind = WeekKind.ALL
    weeks: frozenset[int] = frozenset()

    def within(self, count: int) -> frozenset[int]:
        """Return the weeks among 1 … ``count``.

        Args:
            count: Number of weeks in the template.
        """
        every = frozenset(range(1, count + 1))
        if self.kind is WeekKind.ODD:
            return frozenset(week for week in every if week % 2)
        if self.kind is WeekKind.EVEN:
            return frozenset(week for week in every if not week % 2)
        return every if self.kind is WeekKind.ALL else self.weeks & every


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyReading:
    """What a frequency text says.

    Attributes:
        amount: Minutes and sessions.
        pattern: Week pattern where the text names one.
        text: The reading in words: ``2 sessions per week of 30 minutes each``.
    """

    amount: Amount
    pattern: WeekPattern | None = None
    text: str = ""
