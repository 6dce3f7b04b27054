"""Which services are active: their dates, the term and the day of the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.school import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """The dates of one service.

    Attributes:
        service_id: The service.
        family: (student, service name): rows that may replace one another.
        start: First day; None for open.
        end: Last day; None for open.
        source: Its row.
    """

    service_id: str
    family: tuple[str | None, str]
    start: date | None
    end: date | None
    source: SourceRef

    @property
    def first(self) -> date:
        """First day, the beginning of time where open."""
        return self.start or date.min

    @property
    def last(self) -> date:
        """Last day, the end of time where open."""
        return self.end or date.max

    def overlaps(self, other: "Dated") -> bool:
        """Tell whether there is a day on which both hold."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Why services are not active.

    Attributes:
        inactive: Service to reason.
        undecided: Services replaced by another although no day was given.
    """

    inactive: Mapping[str, str]
    undecided: tuple[str, ...]


def activity_of(rows: Sequence[Dated], settings: Settings) -> Activity:
    """Decide which services are left out, and why (workbook.md, start_date)."""
    inactive = {
        row.service_id: reason
        for row in rows
        if (reason := _outside_term(row, settings))
    }
    families: dict[tuple[str | None, str], list[Dated]] = {}
    for row in rows:
        if row.service_id not in inactive:
            families.setdefault(row.family, []).append(row)
    undecided: list[str] = []
    for family in families.values():
        kept: list[Dated] = []
        for row in sorted(family, key=lambda one: _preference(one, settings.as_of)):
            winner = next((one for one in kept if not one.overlaps(row)), None)
            if winner is None:
                kept.append(row)
                continue
            if settings.as_of is None:
                undecided.append(row.service_id)
            inactive[row.service_id] = _replaced(row, winner, settings.as_of)
    return Activity(inactive=inactive, undecided=tuple(undecided))


def _outside_term(row: Dated, settings: Settings) -> str:
    if settings.term_end is not None and row.first > settings.term_end:
        return f"starts on {row.start}, after the term"
    if settings.term_start is not None and row.last < settings.term_start:
        return f"ended on {row.end}, before the term"
    return ""


def _preference(row: Dated, as_of: date | None) -> tuple[int, int]:
    """Rank rows of one family: valid on the day, then the next, then the last past."""
    day = as_of or date.min
    if row.first <= day <= row.last:
        return (0, row.first.toordinal())
    if row.first > day:
        return (1, row.first.toordinal())
    return (2, -row.last.toordinal())


def _replaced(row: Dated, winner: Dated, as_of: date | None) -> str:
    dates = f"{row.start or 'term start'} to {row.end or 'term end'}"
    day = f"on {as_of}" if as_of else "first"
    return (
        f"holds from {dates}; {day} the row {winner.source} counts for this student "
        "and service"
    )
