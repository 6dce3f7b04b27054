"""The weeks of the template: given, or found out; and what does not fit them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pushpull_sched.demand import fits_some_template, pattern_fits, template_weeks
from pushpull_sched.domain.school import Settings, Student
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Spelling
from pushpull_sched.workbook.services import ServiceRow
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import number_of, text_of, weeks_of
from pushpull_sched.workbook.values import WeekKind, WeekSet

_SHEETS_WITH_WEEKS = ("classes", "availability")
LONGEST_TEMPLATE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeksCell:
    """A filled weeks column of Classes or Availability."""

    row: Row
    weeks: WeekSet

    def fits(self, count: int) -> bool:
        """Tell whether a template of that many weeks holds the weeks named."""
        if self.weeks.kind in {WeekKind.ODD, WeekKind.EVEN}:
            return count % 2 == 0
        return max(self.weeks.weeks, default=1) <= count


def weeks_cells(workbook: Workbook) -> tuple[WeeksCell, ...]:
    """Collect the weeks columns of Classes and Availability."""
    return tuple(
        WeeksCell(row=row, weeks=weeks_of(row))
        for sheet in _SHEETS_WITH_WEEKS
        for row in workbook.tables[sheet].rows()
    )


def pinned_weeks(
    workbook: Workbook,
    services: Sequence[ServiceRow],
    students: Mapping[str, Student],
    settings: Settings,
) -> tuple[int, ...]:
    """Collect the weeks of the pins that count for something.

    Pins of services that are not active, or outside every template, do not.
    """
    counting = Spelling(
        one.service.id
        for one in services
        if one.service.active
        and fits_some_template(
            one.service,
            days=(
                len(settings.days)
                if one.service.student is None
                else len(students[one.service.student].days)
            ),
            settings=settings,
        )
    )
    return tuple(
        week
        for row in workbook.tables["pins"].rows()
        if (week := number_of(row, "week")) is not None
        and (service := text_of(row, "service_id")) is not None
        and counting.find(service) is not None
    )


def resolve_weeks(  # noqa: PLR0913 - all that names weeks
    settings: Settings,
    services: Sequence[ServiceRow],
    students: Mapping[str, Student],
    *,
    cells: Sequence[WeeksCell],
    pinned: Sequence[int],
    log: Log,
) -> int:
    """Give the weeks of the template, and report what does not fit into them.

    Args:
        settings: With the weeks where they are given.
        services: The services as read.
        students: For the days on which they attend.
        cells: Cells that name weeks.
        pinned: Weeks of the pins that count.
        log: Takes what does not fit.
    """
    weeks = settings.weeks
    if not settings.weeks_are_given:
        named = {week for cell in cells for week in cell.weeks.weeks} | set(pinned)
        weeks = template_weeks(
            (one.service for one in services),
            attendance={student.id: student.days for student in students.values()},
            settings=settings,
            named_weeks=[week for week in named if week <= LONGEST_TEMPLATE],
            alternating=any(
                cell.weeks.kind in {WeekKind.ODD, WeekKind.EVEN} for cell in cells
            ),
        )
    for cell in cells:
        if not cell.fits(weeks):
            _report(cell.row, "weeks", weeks, log)
    for one in services:
        if (
            settings.weeks_are_given
            and one.service.active
            and not pattern_fits(one.service.pattern, weeks)
        ):
            in_column = one.row["week_pattern"] is not None
            _report(one.row, "week_pattern" if in_column else "frequency", weeks, log)
    return weeks


def _report(row: Row, key: str, weeks: int, log: Log) -> None:
    log.cell(
        "W312",
        row,
        key,
        f"{row.text(key)} does not fit a template of "
        f"{weeks} week{'' if weeks == 1 else 's'}.",
        expected=f"weeks 1 to {weeks}" if weeks > 1 else "every week",
        advice="Correct the cell, or set weeks in Settings to auto.",
    )
