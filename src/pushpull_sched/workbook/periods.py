"""The bell schedule: when each period is on each day."""

from collections.abc import Mapping
from dataclasses import dataclass

from pushpull_sched.workbook.hours import Span
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Spelling
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import days_of, number_of, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """The Periods sheet.

    Attributes:
        sheet: Title of the sheet.
        names: Names of the periods.
        times: Name to day to minutes.
        broken: Names that have a row with an unreadable cell.
    """

    sheet: str
    names: Spelling
    times: Mapping[str, Mapping[int, Span]]
    broken: frozenset[str]


def read_periods(
    workbook: Workbook, settings_days: tuple[str, ...], log: Log
) -> Periods:
    """Read Periods; one period twice on a day is an error."""
    table = workbook.tables["periods"]
    names = Spelling()
    times: dict[str, dict[int, Span]] = {}
    owners: dict[tuple[str, int], Row] = {}
    broken: set[str] = set()
    for row in table.rows():
        written = text_of(row, "period")
        if written is None:
            continue
        name = names.of(written)
        days, start, end = days_of(row), number_of(row, "start"), number_of(row, "end")
        if days is None or start is None or end is None or start >= end:
            broken.add(name)
            continue
        for day in sorted(days):
            first = owners.setdefault((name, day), row)
            if first is row:
                times.setdefault(name, {})[day] = (start, end)
            else:
                log.cell(
                    "W305",
                    row,
                    "days",
                    f"Period {name} is on {settings_days[day]} in "
                    f"{first.ref('days')} already.",
                    expected="each period once a day",
                )
    return Periods(
        sheet=table.title, names=names, times=times, broken=frozenset(broken)
    )
