"""The Master sheet: everyone by time, one block of rows per day."""

from dataclasses import dataclass

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.result import SolveResult
from pushpull_sched.domain.school import School
from pushpull_sched.export.views import (
    DayPlan,
    provider_name,
    provider_plans,
)
from pushpull_sched.export.wording import (
    block_texts,
    counted,
    status_mark,
    term_text,
    weeks_text,
)
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.text_fit import best_fit, height_needed
from pushpull_sched.export.workbook_sheets.timetable import (
    TimeAxis,
    column_width,
    draw_axis,
    draw_block,
    draw_hours,
    time_points,
)

_TIME_WIDTH = 48.0
_LEAST_WIDTH = 110.0
_PAGE = (712.0, 505.0)
_SMALLEST_SCALE = 45
_TITLE_HEIGHT = 18.0
_NAMES_SIZE = 10
_SIZES = (9, 8, 7, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class _MasterDay:
    """A day of everybody, in the weeks in which it is the same for all."""

    day: int
    weeks: tuple[int, ...]
    plans: tuple[DayPlan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Measures of the sheet in points, chosen so that a day fills a printed page.

    Attributes:
        column: Width of a provider's column.
        names: Height of the row of names.
        per_minute: Height of a minute.
        scale: Percentage at which it is printed.
    """

    column: float
    names: float
    per_minute: float
    scale: int


def _layout(names: list[str], minutes: int) -> _Layout:
    """Lay out a day; very many providers run over several pages."""
    people = max(1, len(names))
    column = max(_LEAST_WIDTH, (_PAGE[0] - _TIME_WIDTH) / people)
    scale = min(1.0, _PAGE[0] / (_TIME_WIDTH + column * people))
    scale = max(_SMALLEST_SCALE / 100, int(100 * scale) / 100)
    tallest = max(
        (height_needed(name, _NAMES_SIZE, column) for name in names), default=0.0
    )
    free = _PAGE[1] / scale - _TITLE_HEIGHT - tallest - 4
    return _Layout(
        column=column,
        names=tallest + 4,
        per_minute=free / minutes,
        scale=int(100 * scale),
    )


def fill_master_sheet(sheet: Worksheet, school: School, result: SolveResult) -> None:
    """Draw the days one below the other, the providers side by side."""
    days = _master_days(school, result)
    names = [provider_name(school, provider.id) for provider in school.providers]
    spans = [time_points(day.plans) for day in days]
    minutes = max((points[-1] - points[0] for points in spans), default=1)
    layout = _layout(names, minutes)
    widths = [_TIME_WIDTH, *[layout.column] * len(names)]
    styles.set_widths(sheet, [column_width(width) for width in widths])
    row = 1
    for number, day in enumerate(days):
        if number:
            sheet.row_breaks.append(Break(id=row - 1))
        row = _draw_day(sheet, school, day, layout=layout, row=row)
    _set_print(sheet, school, result, layout.scale)
    sheet.freeze_panes = "B1"


def _master_days(school: School, result: SolveResult) -> list[_MasterDay]:
    everyone = [
        provider_plans(school, result, provider.id) for provider in school.providers
    ]
    groups: dict[object, list[tuple[DayPlan, ...]]] = {}
    for plans in zip(*everyone, strict=True):
        key = (plans[0].day, *((plan.available, plan.blocks) for plan in plans))
        groups.setdefault(key, []).append(plans)
    days = [
        _MasterDay(
            day=same[0][0].day,
            weeks=tuple(plans[0].week for plans in same),
            plans=same[0],
        )
        for same in groups.values()
    ]
    return sorted(days, key=lambda found: (found.day, found.weeks))


def _draw_day(
    sheet: Worksheet, school: School, day: _MasterDay, *, layout: _Layout, row: int
) -> int:
    """Draw one day from a row on; return the next free row."""
    name = school.settings.days[day.day]
    if school.settings.weeks > 1:
        name += f" - {weeks_text(day.weeks, school.settings.weeks)}"
    styles.put(sheet, (row, 1), name, styles.Look(font=styles.SECTION))
    sheet.row_dimensions[row].height = _TITLE_HEIGHT
    styles.put(sheet, (row + 1, 1), None, styles.DAY_LOOK)
    for column, provider in enumerate(school.providers, start=2):
        styles.put(
            sheet,
            (row + 1, column),
            provider_name(school, provider.id),
            styles.DAY_LOOK,
        )
    sheet.row_dimensions[row + 1].height = layout.names
    axis = TimeAxis(
        points=time_points(day.plans), first_row=row + 2, per_minute=layout.per_minute
    )
    draw_axis(sheet, axis, 1)
    for column, plan in enumerate(day.plans, start=2):
        _draw_person(sheet, axis, (column, layout.column), plan)
    return axis.next_row


def _draw_person(
    sheet: Worksheet, axis: TimeAxis, place: tuple[int, float], plan: DayPlan
) -> None:
    """Draw the day of one provider into a column of a width."""
    column, width = place
    draw_hours(sheet, axis, column, plan)
    for block in plan.blocks:
        height = (block.end - block.start) * axis.per_minute
        fit = best_fit(block_texts(block), _SIZES, width=width, height=height)
        if fit is None:
            service = " + ".join(block.services) or block.kind.value
            students = counted(len(block.students), "student")
            fit = (f"{service}: {students}", _SIZES[-1])
        draw_block(sheet, axis, (column, column), block, wording=fit)


def _set_print(
    sheet: Worksheet, school: School, result: SolveResult, scale: int
) -> None:
    """Print by a percentage, because Excel breaks pages by hand only then."""
    mark = status_mark(result)
    styles.set_page(
        sheet,
        left=f"{school.settings.school} - master schedule",
        right=" - ".join(part for part in (term_text(school.settings), mark) if part),
        footer="pushpull-sched",
    )
    styles.fit_to_page(sheet, fit=False)
    sheet.page_setup.scale = scale
    sheet.print_title_cols = "A:A"
