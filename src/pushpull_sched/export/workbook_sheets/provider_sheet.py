"""One printable week of one provider: landscape, one page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.result import SolveResult
from pushpull_sched.domain.school import Provider, School
from pushpull_sched.export.views import (
    Block,
    BlockKind,
    DayColumn,
    day_columns,
    provider_name,
    provider_plans,
)
from pushpull_sched.export.wording import (
    block_texts,
    counted,
    short_time,
    status_mark,
    template_text,
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
    runs_of,
    time_points,
)

_PAGE_WIDTH = 734.0
_TIME_WIDTH = 48.0
_GRID_HEIGHT = 440.0
_LEAST_PER_MINUTE = 0.7
_SIZES = (8, 7, 6)
_WEEKS_LOOK = styles.Look(
    font=styles.BOLD, fill=styles.AWAY_FILL, alignment=styles.CENTRE
)
_LEGEND: tuple[tuple[BlockKind | None, str], ...] = (
    (BlockKind.PUSH_IN, "push-in\nin the class: solid frame"),
    (BlockKind.PULL_OUT, "pull-out\nin a room: dashed frame"),
    (BlockKind.CONSULT, "consult\nno students: double frame"),
    (BlockKind.LUNCH, "lunch, planning\ndotted frame"),
    (None, "not available\ngray"),
)


@dataclass(slots=True)
class _Page:
    """A page while it is drawn.

    Attributes:
        sheet: Where it is drawn.
        columns: The day columns, from column 2 of the sheet on.
        widths: Their widths in points.
        axis: The rows of the grid.
        day_names: ``Settings.days``.
        weeks: Weeks in the template.
        notes: Full texts of blocks that are too small to hold them.
    """

    sheet: Worksheet
    columns: tuple[DayColumn, ...]
    widths: tuple[float, ...]
    axis: TimeAxis
    day_names: tuple[str, ...]
    weeks: int
    notes: list[str]

    @property
    def last_column(self) -> int:
        return 1 + len(self.columns)


def _column_widths(columns: Sequence[DayColumn]) -> tuple[float, ...]:
    """Share the page: a day that differs between weeks gets more, each week less."""
    weeks = Counter(column.day for column in columns)
    shares = [(1 + weeks[column.day]) / 2 / weeks[column.day] for column in columns]
    point = (_PAGE_WIDTH - _TIME_WIDTH) / sum(shares)
    return tuple(share * point for share in shares)


def fill_provider_sheet(
    sheet: Worksheet, school: School, result: SolveResult, provider: Provider
) -> None:
    """Draw the timetable of one provider."""
    plans = provider_plans(school, result, provider.id)
    columns = day_columns(plans)
    points = time_points(plans)
    per_minute = max(_LEAST_PER_MINUTE, _GRID_HEIGHT / (points[-1] - points[0]))
    page = _Page(
        sheet=sheet,
        columns=columns,
        widths=_column_widths(columns),
        axis=TimeAxis(points=points, first_row=5, per_minute=per_minute),
        day_names=school.settings.days,
        weeks=school.settings.weeks,
        notes=[],
    )
    styles.set_widths(
        sheet,
        [column_width(width) for width in (_TIME_WIDTH, *page.widths)],
    )
    _draw_titles(page, school, result, provider)
    _draw_headings(page)
    draw_axis(sheet, page.axis, 1)
    for offset, column in enumerate(columns):
        draw_hours(sheet, page.axis, 2 + offset, column.plan)
    _draw_blocks(page)
    last_row = _draw_legend_and_notes(page)
    _set_print(page, school, result, last_row)


def _draw_titles(
    page: _Page, school: School, result: SolveResult, provider: Provider
) -> None:
    roles = ", ".join(sorted(provider.roles))
    name = provider_name(school, provider.id)
    _line(page, 1, f"{name} - {roles}" if roles else name, font=styles.TITLE, height=24)
    own = [
        session
        for session in (result.schedule.sessions if result.schedule else ())
        if session.provider_id == provider.id
    ]
    minutes = sum(session.minutes for session in own)
    load = (
        f"{counted(len(own), 'session')}, {counted(minutes, 'minute')} "
        f"{template_text(school.settings)}"
        if own
        else "no sessions"
    )
    parts = (
        status_mark(result),
        school.settings.school,
        term_text(school.settings),
        load,
    )
    _line(
        page,
        2,
        "  ·  ".join(part for part in parts if part),
        font=styles.BODY,
        height=16,
    )


def _line(page: _Page, row: int, text: str, *, font: Font, height: float) -> None:
    """Write one line over the whole width."""
    styles.put(
        page.sheet,
        (row, 1),
        text,
        styles.Look(font=font, alignment=Alignment(wrap_text=True, vertical="center")),
    )
    page.sheet.merge_cells(
        start_row=row, end_row=row, start_column=1, end_column=page.last_column
    )
    styles.set_height(page.sheet, row, height)


def _draw_headings(page: _Page) -> None:
    """Write the days, and under them the weeks where a day differs between weeks."""
    sheet = page.sheet
    for row in (3, 4):
        styles.put(sheet, (row, 1), None, styles.DAY_LOOK)
    start = 0
    while start < len(page.columns):
        day = page.columns[start].day
        same = [found for found in page.columns if found.day == day]
        first, last = 2 + start, 1 + start + len(same)
        styles.put(
            sheet,
            (3, first),
            page.day_names[day],
            styles.DAY_LOOK,
        )
        for offset, column in enumerate(same):
            text = weeks_text(column.weeks, page.weeks) if page.weeks > 1 else ""
            cell = styles.put(
                sheet,
                (4, first + offset),
                text,
                _WEEKS_LOOK,
            )
            cell.border = styles.GRID_BORDER
        if first != last:
            sheet.merge_cells(
                start_row=3, end_row=3, start_column=first, end_column=last
            )
        start += len(same)
    sheet.row_dimensions[3].height = 16
    if page.weeks == 1:
        sheet.row_dimensions[4].height = 2
    else:
        sheet.row_dimensions[4].height = 14
    sheet.freeze_panes = "B5"


def _draw_blocks(page: _Page) -> None:
    """Draw every block, once over the neighbouring columns that share it."""
    for day in range(len(page.day_names)):
        offsets = [
            index for index, column in enumerate(page.columns) if column.day == day
        ]
        plans = [page.columns[index].plan for index in offsets]
        blocks = dict.fromkeys(block for plan in plans for block in plan.blocks)
        for block in blocks:
            for first, last in runs_of(plans, block):
                span = (2 + offsets[first], 2 + offsets[last])
                wording = _wording(page, block, span)
                draw_block(page.sheet, page.axis, span, block, wording=wording)


def _wording(page: _Page, block: Block, span: tuple[int, int]) -> tuple[str, int]:
    """Choose a wording that fits; put what does not under the grid as a note."""
    width = sum(page.widths[span[0] - 2 : span[1] - 1])
    height = (block.end - block.start) * page.axis.per_minute
    texts = block_texts(block)
    fit = best_fit(texts, _SIZES, width=width, height=height)
    if fit is not None:
        return fit
    if not block.is_session:
        return texts[-1], _SIZES[-1]
    number = len(page.notes) + 1
    page.notes.append(f"{number})  {_when(page, span)} {texts[1]}")
    short = f"{short_time(block.start)} {block.services[0]}"
    if len(block.students) > 1:
        short += f" x{len(block.students)}"
    text = f"{short} - see {number})"
    return best_fit((text,), _SIZES, width=width, height=height) or (text, _SIZES[-1])


def _when(page: _Page, span: tuple[int, int]) -> str:
    """Name the day and the weeks of neighbouring columns."""
    columns = page.columns[span[0] - 2 : span[1] - 1]
    day = page.day_names[columns[0].day]
    if page.weeks == 1:
        return day
    weeks = sorted(week for column in columns for week in column.weeks)
    return f"{day} ({weeks_text(weeks, page.weeks)})"


def _draw_legend_and_notes(page: _Page) -> int:
    """Write what the frames mean, and the notes; return the last row."""
    row = page.axis.next_row
    page.sheet.row_dimensions[row].height = 6
    row += 1
    _draw_legend(page, row)
    for note in page.notes:
        row += 1
        height = max(13.0, height_needed(note, 9, _PAGE_WIDTH))
        _line(page, row, note, font=styles.QUIET, height=height)
    return row


def _draw_legend(page: _Page, row: int) -> None:
    """Show each kind of frame with its name; in words where there is no room."""
    share, rest = divmod(len(page.columns), len(_LEGEND))
    if share == 0:
        words = "; ".join(text.replace("\n", " ") for _, text in _LEGEND)
        _line(page, row, words, font=styles.QUIET, height=26)
        return
    page.sheet.row_dimensions[row].height = 26
    column = 2
    for number, (kind, text) in enumerate(_LEGEND):
        last = column + share - 1 + (1 if number < rest else 0)
        look = styles.Look(
            font=styles.QUIET,
            fill=styles.block_fill(kind) if kind else styles.AWAY_FILL,
            alignment=styles.CENTRE,
        )
        cell = styles.put(page.sheet, (row, column), text, look)
        cell.border = styles.block_border(kind) if kind else styles.GRID_BORDER
        if last > column:
            page.sheet.merge_cells(
                start_row=row, end_row=row, start_column=column, end_column=last
            )
        column = last + 1


def _set_print(page: _Page, school: School, result: SolveResult, last_row: int) -> None:
    sheet = page.sheet
    mark = status_mark(result)
    styles.set_page(
        sheet,
        left=school.settings.school,
        right=" - ".join(part for part in (term_text(school.settings), mark) if part),
        footer="pushpull-sched",
    )
    sheet.page_setup.fitToHeight = 1
    sheet.print_area = f"A1:{get_column_letter(page.last_column)}{last_row}"
