"""A comparison as a workbook."""

from collections.abc import Iterable
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.comparison import (
    Aspect,
    Cell,
    Comparison,
    Direction,
    Table,
)
from pushpull_sched.domain.comparison_words import (
    answer_lines,
    kept_sentence,
    made_text,
    roster_sentences,
    standing,
    told_sentence,
    trade_lines,
)
from pushpull_sched.export.comparison.sheets import Sheet, sheets_of
from pushpull_sched.export.comparison.views import side_by_side, worse_lines
from pushpull_sched.export.workbook_file import PROGRAM, frozen
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.text_fit import height_needed

_NAME_WIDTH = 46.0
_CELL_WIDTH = 18.0
_WIDEST = 60.0
_NARROWEST = 9.0
_POINTS_PER_WIDTH = 5.25
_WRAPPED = styles.Look(alignment=Alignment(wrap_text=True, vertical="top", indent=1))
_MIDDLE = styles.Look(alignment=Alignment(horizontal="center", vertical="top"))
_RIGHT = styles.Look(alignment=Alignment(horizontal="right", vertical="top"))
_QUIET = styles.Look(font=styles.QUIET, alignment=styles.WRAP)
_BEST = styles.Look(
    font=styles.BOLD,
    fill=styles.GOOD_FILL,
    alignment=Alignment(horizontal="right", vertical="top"),
)
_FILLS = {
    Direction.WORSE.value: styles.BAD_FILL,
    Direction.BETTER.value: styles.GOOD_FILL,
}


def render_comparison_book(found: Comparison) -> bytes:
    """Write the workbook: the answer first, then every table."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = "Which is better"
    _fill_answer(first, found)
    _fill_tables(book.create_sheet("Side by side"), found, side_by_side(found))
    for sheet in sheets_of(found):
        _fill_flat(book.create_sheet(sheet.title), sheet)
    for page in book.worksheets:
        page.sheet_view.showGridLines = False
        styles.set_page(
            page,
            left=f"{found.school} - {page.title}" if found.school else page.title,
            right="Comparison of schedules",
            footer=PROGRAM,
        )
    return frozen(book, "Comparison of schedules")


def _fill_answer(sheet: Worksheet, found: Comparison) -> None:
    """Say which is better for what, and for whom it is worse."""
    count = len(found.profiles)
    styles.set_widths(sheet, [_NAME_WIDTH, *[_CELL_WIDTH] * count, _CELL_WIDTH])
    writer = _Writer(sheet, columns=count + 2)
    title = "Comparison of schedules"
    writer.text(f"{found.school}: {title}" if found.school else title, styles.TITLE)
    for profile in found.profiles:
        made = ", ".join(filter(None, [profile.label, made_text(profile)]))
        stand = standing(profile)
        writer.text(f"{profile.letter}  {made}: {stand}", styles.BOLD)
        for remark in profile.variant.remarks:
            writer.text(f"    {remark}", styles.QUIET)
    for sentence in roster_sentences(found):
        writer.text(sentence)
    writer.gap()
    for line in answer_lines(found):
        writer.text(line, Font(name=styles.FONT, size=11, bold=True))
    writer.gap()
    letters = [profile.letter for profile in found.profiles]
    writer.headings(["Minutes a week, unless named otherwise", *letters, "better"])
    for aspect in found.aspects:
        writer.aspect(aspect, letters)
    for one in found.differences:
        writer.gap()
        first, other = letters[0], letters[one.other]
        writer.text(f"For whom is {other} worse than {first}?", styles.SECTION)
        for line in trade_lines(found, one):
            writer.text(line)
        for line in worse_lines(found, one):
            writer.text(line)
        writer.text(f"{kept_sentence(one)} To be told: {told_sentence(one)}.")
    sheet.freeze_panes = None


class _Writer:
    """Writes a sheet from the top down."""

    def __init__(self, sheet: Worksheet, *, columns: int) -> None:
        self.sheet = sheet
        self.columns = columns
        self.row = 0

    def gap(self) -> None:
        """Leave a row free."""
        self.row += 1

    def text(self, text: str, font: Font = styles.BODY) -> None:
        """Write a sentence over the whole width."""
        self.row += 1
        look = styles.Look(font=font, alignment=styles.WRAP)
        styles.put(self.sheet, (self.row, 1), text, look)
        self.sheet.merge_cells(
            start_row=self.row,
            end_row=self.row,
            start_column=1,
            end_column=self.columns,
        )
        width = (_NAME_WIDTH + _CELL_WIDTH * (self.columns - 1)) * _POINTS_PER_WIDTH
        size = float(font.size or 10)
        styles.set_height(self.sheet, self.row, height_needed(text, size, width) + 4)

    def headings(self, names: Iterable[str]) -> None:
        """Write the headings of a table."""
        self.row += 1
        listed = list(names)
        styles.put_headings(self.sheet, self.row, listed)
        for column in range(2, len(listed) + 1):
            cell = self.sheet.cell(row=self.row, column=column)
            cell.alignment = Alignment(horizontal="right", vertical="center")

    def line(self, name: str, cells: Iterable[Cell]) -> None:
        """Write a name and one cell per schedule."""
        self.row += 1
        styles.put(
            self.sheet, (self.row, 1), name, _WRAPPED
        ).border = styles.GRID_BORDER
        for column, cell in enumerate(cells, start=2):
            _put(self.sheet, (self.row, column), cell, _RIGHT)

    def aspect(self, aspect: Aspect, letters: list[str]) -> None:
        """Write one aspect; the best is marked."""
        self.line(aspect.title, aspect.values)
        for at in aspect.best:
            _put(self.sheet, (self.row, at + 2), aspect.values[at], _BEST)
        best = " ".join(letters[at] for at in aspect.best) or "alike"
        _put(self.sheet, (self.row, len(letters) + 2), best, _MIDDLE)


def _put(sheet: Worksheet, at: tuple[int, int], value: Cell, look: styles.Look) -> None:
    """Write a cell; amounts are numbers, with a decimal where they are not whole."""
    plain = float(value) if isinstance(value, Fraction) else value
    cell = styles.put(sheet, at, plain, look)
    cell.border = styles.GRID_BORDER
    if isinstance(value, Fraction | int):
        whole = Fraction(value).denominator == 1
        small = not whole and abs(Fraction(value)) < 10  # noqa: PLR2004 - 0.42, but 53.5
        cell.number_format = "#,##0" if whole else "#,##0.00" if small else "#,##0.0"


def _fill_tables(sheet: Worksheet, found: Comparison, tables: Iterable[Table]) -> None:
    count = len(found.profiles)
    styles.set_widths(sheet, [_NAME_WIDTH, *[_CELL_WIDTH] * count])
    writer = _Writer(sheet, columns=count + 1)
    for table in tables:
        writer.text(table.title, styles.SECTION)
        if table.note:
            writer.text(table.note, styles.QUIET)
        writer.headings(["", *(profile.letter for profile in found.profiles)])
        for line in table.lines:
            writer.line(line.name, line.cells)
        writer.gap()


def _fill_flat(sheet: Worksheet, table: Sheet) -> None:
    """Write a note, the headings and the rows; widths follow what is in them."""
    widths = [_width(table, column) for column in range(len(table.headings))]
    styles.set_widths(sheet, widths)
    look = styles.Look(font=styles.QUIET, alignment=styles.WRAP)
    styles.put(sheet, (1, 1), table.note, look)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(widths))
    room = sum(widths) * _POINTS_PER_WIDTH
    styles.set_height(sheet, 1, height_needed(table.note, 9, room) + 4)
    for column, heading in enumerate(table.headings, start=1):
        styles.put(
            sheet,
            (2, column),
            heading,
            styles.Look(
                font=styles.HEADING,
                fill=styles.HEADING_FILL,
                alignment=Alignment(wrap_text=True, vertical="center"),
            ),
        )
    styles.set_height(sheet, 2, 30)
    for number, row in enumerate(table.rows, start=3):
        for column, value in enumerate(row, start=1):
            look = _RIGHT if isinstance(value, Fraction | int) else _WRAPPED
            _put(sheet, (number, column), value, look)
            fill = _FILLS.get(value) if isinstance(value, str) else None
            if fill is not None:
                sheet.cell(row=number, column=column).fill = fill
        styles.set_height(sheet, number, _height(row, widths))
    last = get_column_letter(len(table.headings))
    sheet.auto_filter.ref = f"A2:{last}{len(table.rows) + 2}"
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "2:2"


def _width(table: Sheet, column: int) -> float:
    longest = max(
        (len(str(row[column])) for row in table.rows if row[column]), default=0
    )
    heading = max(len(word) for word in table.headings[column].split(" "))
    plain = any(isinstance(row[column], str) for row in table.rows)
    wanted = max(longest if plain else 0, heading) + 3
    return float(min(max(wanted, _NARROWEST), _WIDEST))


def _height(row: Iterable[Cell], widths: list[float]) -> float:
    heights = [
        height_needed(value, 10, width * _POINTS_PER_WIDTH) + 3
        for value, width in zip(row, widths, strict=True)
        if isinstance(value, str)
    ]
    return max([15.0, *heights])
