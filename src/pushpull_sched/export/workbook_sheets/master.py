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
from pushpull_sched.export.workbook_sheets.text_fit import best_fit
from pushpull_sched.export.workbook_sheets.timetable import (
    TimeAxis,
    column_width,
    draw_axis,
    draw_block,
    draw_hours,
    time_points,
)

_TIME_WIDTH = 48.0
_COLUMN_WIDTH = 110.0
_PER_MINUTE = 1.5
_PAGE = (734.0, 500.0)
_SMALLEST_SCALE = 45
_SMALLEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _MasterDay:
    """A day of everybody, in the weeks in which it is the same for all."""

    day: int
    weeks: tuple[int, ...]
    plans: tuple[DayPlan, ...]


def fill_master_sheet(sheet: Worksheet, school: School, result: SolveResult) -> None:
    """Draw the days one below the other, the providers side by side."""
    people = len(school.providers)
    styles.set_widths(
        sheet, [column_width(_TIME_WIDTH), *[column_width(_COLUMN_WIDTH)] * people]
    )
    row = tallest = 1
    for number, day in enumerate(_master_days(school, result)):
        if number:
            sheet.row_breaks.append(Break(id=row - 1))
        row, height = _draw_day(sheet, school, day, row)
        tallest = max(tallest, int(height))
    _set_print(sheet, school, result, tallest)
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
    sheet: Worksheet, school: School, day: _MasterDay, row: int
) -> tuple[int, float]:
    """Draw one day from a row on; return the next free row and the height."""
    name = school.settings.days[day.day]
    if school.settings.weeks > 1:
        name += f" - {weeks_text(day.weeks, school.settings.weeks)}"
    styles.put(sheet, (row, 1), name, styles.Look(font=styles.SECTION))
    sheet.row_dimensions[row].height = 18
    styles.put(sheet, (row + 1, 1), None, styles.DAY_LOOK)
    for column, provider in enumerate(school.providers, start=2):
        styles.put(
            sheet,
            (row + 1, column),
            provider_name(school, provider.id),
            styles.DAY_LOOK,
        )
    sheet.row_dimensions[row + 1].height = 28
    axis = TimeAxis(
        points=time_points(day.plans), first_row=row + 2, per_minute=_PER_MINUTE
    )
    draw_axis(sheet, axis, 1)
    for column, plan in enumerate(day.plans, start=2):
        _draw_person(sheet, axis, column, plan)
    height = 46 + (axis.points[-1] - axis.points[0]) * _PER_MINUTE
    return axis.next_row + 1, height


def _draw_person(sheet: Worksheet, axis: TimeAxis, column: int, plan: DayPlan) -> None:
    draw_hours(sheet, axis, column, plan)
    for block in plan.blocks:
        texts = block_texts(block)
        height = (block.end - block.start) * axis.per_minute
        fit = best_fit(texts, _COLUMN_WIDTH, height)
        if fit is None:
            service = " + ".join(block.services) or block.kind.value
            students = counted(len(block.students), "student")
            fit = (f"{service}: {students}", _SMALLEST)
        draw_block(sheet, axis, (column, column), block, wording=fit)


def _set_print(
    sheet: Worksheet, school: School, result: SolveResult, tallest: float
) -> None:
    """Scale so that a day is a page; very many providers run over several pages."""
    mark = status_mark(result)
    styles.set_page(
        sheet,
        left=f"{school.settings.school} - master schedule",
        right=" - ".join(part for part in (term_text(school.settings), mark) if part),
        footer="pushpull-sched",
    )
    styles.fit_to_page(sheet, fit=False)
    width = _TIME_WIDTH + _COLUMN_WIDTH * len(school.providers)
    scale = int(100 * min(1.0, _PAGE[0] / width, _PAGE[1] / tallest))
    sheet.page_setup.scale = max(_SMALLEST_SCALE, scale)
    sheet.print_title_cols = "A:A"
