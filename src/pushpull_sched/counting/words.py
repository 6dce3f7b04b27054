"""Numbers, days, names and rows as they stand in a reason."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.explanation import Cite
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Service

MOST_NAMES = 4
_SHORT_RUN = 2
"""Up to this many rows that follow one another are named one by one."""


def counted(number: int, noun: str) -> str:
    """Return ``1 session``, ``1,200 minutes``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Return ``a``, ``a and b``, ``a, b and c``."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def some(names: Sequence[str], most: int = MOST_NAMES) -> str:
    """Return the names, or the first few and how many more there are."""
    if len(names) <= most + 1:
        return listed(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def minutes_text(minutes: int) -> str:
    """Return ``30 min``, ``1,200 min``."""
    return f"{minutes:,} min"


def weeks_text(weeks: int) -> str:
    """Say over what time minutes are counted: the weeks of the template."""
    return "a week" if weeks == 1 else f"in {weeks} weeks"


def days_text(school: School, days: Iterable[int]) -> str:
    """Return ``Mon-Fri``, ``Mon, Tue and Thu``."""
    names = school.settings.days
    found = sorted(set(days))
    if len(found) > _SHORT_RUN and found == list(range(found[0], found[-1] + 1)):
        return f"{names[found[0]]}-{names[found[-1]]}"
    return listed([names[day] for day in found])


def hours_text(start: int, end: int) -> str:
    """Return ``9:00-10:30``."""
    return f"{plain_clock(start)}-{plain_clock(end)}"


def plain_clock(minute: int) -> str:
    """Return ``9:05``, ``13:00``."""
    return clock_text(minute).removeprefix("0")


def rows_text(sources: Iterable[SourceRef], most: int = 6) -> str:
    """Return ``Services rows 3, 4-7 and 12; Providers row 2``."""
    by_sheet: dict[str, list[SourceRef]] = {}
    for source in dict.fromkeys(sources):
        by_sheet.setdefault(source.sheet, []).append(source)
    return "; ".join(_of_sheet(sheet, mine, most) for sheet, mine in by_sheet.items())


def row_text(source: SourceRef) -> str:
    """Return ``Services row 41``, whatever cell of the row is meant."""
    return rows_text([source])


def _of_sheet(sheet: str, sources: list[SourceRef], most: int) -> str:
    rows = sorted({source.row for source in sources if source.row is not None})
    if not rows:
        return sheet
    runs: list[str] = []
    for _, group in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        run = [row for _, row in group]
        runs += map(str, run) if len(run) <= _SHORT_RUN else [f"{run[0]}-{run[-1]}"]
    noun = "row" if len(rows) == 1 else "rows"
    if len(runs) > most + 1:
        return f"{sheet} {noun} {', '.join(runs[:most])} and others"
    return f"{sheet} {noun} {listed(runs)}"


def cites_of(sources: Iterable[tuple[SourceRef, str]]) -> tuple[Cite, ...]:
    """Make cites, each place once, by the first word on it."""
    found: dict[SourceRef, str] = {}
    for source, what in sources:
        found.setdefault(source, what)
    return tuple(Cite(source=source, what=what) for source, what in found.items())


def service_cites(school: School, ids: Iterable[str]) -> tuple[Cite, ...]:
    """Cites of the rows of services."""
    return cites_of((school.service[one].source, one) for one in ids)


def whose(service: Service) -> str:
    """Return ``S017's Speech``, or the service's id where it has no student."""
    if service.student is None:
        return service.id
    return f"{service.student}'s {service.name}"
