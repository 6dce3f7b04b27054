"""A workbook to fill in: headings with notes, dropdowns, and a page of help."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook as ExcelWorkbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.service import Per
from pushpull_sched.workbook.columns import CellKind, Column, Sheet
from pushpull_sched.workbook.dates import date_of
from pushpull_sched.workbook.example import example_rows
from pushpull_sched.workbook.frequency import FORMS
from pushpull_sched.workbook.paper import (
    fit_height,
    font,
    print_in_full_width,
    put_text,
)
from pushpull_sched.workbook.schema import SHEET, SHEETS
from pushpull_sched.xlsx.saving import workbook_bytes

HELP_TITLE = "How to fill this in"
LAST_ROW = 2000
"""Dropdowns reach down to this row."""

_REQUIRED = PatternFill("solid", fgColor="1F4E78")
_OPTIONAL = PatternFill("solid", fgColor="D6E0EA")
_WHITE = font(bold=True, color="FFFFFF")
_HELP_WIDTHS = (40, 90)
_SETTINGS_WIDTHS = (22, 34, 90)
_LINE = Border(bottom=Side(style="thin", color="808080"))
_WRAP = Alignment(wrap_text=True, vertical="top")
_FORMATS: Mapping[CellKind, str] = {
    CellKind.INTEGER: "General",
    CellKind.FRACTION: "General",
    CellKind.TIME: "h:mm",
    CellKind.DATE: "yyyy-mm-dd",
}
_LINKS: Mapping[tuple[str, str], str] = {
    ("enrollments", "student_id"): "students",
    ("enrollments", "class_id"): "classes",
    ("services", "student_id"): "students",
    ("pins", "service_id"): "services",
    ("pins", "provider_id"): "providers",
    ("pins", "room_id"): "rooms",
}
"""Columns whose cells name a row of another sheet."""

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_WIDE = frozenset({CellKind.FREQUENCY, CellKind.TEXT_LIST, CellKind.DATE_LIST})


def note_of(column: Column) -> str:
    """Return the note on a heading."""
    lines = [column.doc]
    if column.required:
        lines.append("Required.")
    elif column.default:
        lines.append(f"Blank: {column.default}.")
    if column.example:
        lines.append(f"Example: {column.example}")
    return "\n".join(lines)


def options_of(column: Column) -> tuple[str, ...]:
    """Return what the dropdown of a column offers, nothing where it has none."""
    if column.kind is CellKind.YES_NO:
        return ("yes", "no")
    if column.kind is CellKind.PER:
        periods = tuple(per.value for per in Per)
        return periods if column.key == "per" else periods[1:]
    if column.kind is CellKind.GRADE:
        return ("PK", "K", *map(str, range(1, 13)))
    return column.choices


def _validation(sheet: Sheet, column: Column) -> DataValidation | None:
    """Return the dropdown of a column.

    Entries that are not in the list bring a warning, not a refusal: synonyms are legal.
    """
    target = _LINKS.get((sheet.key, column.key))
    options = options_of(column)
    if target is not None:
        formula = f"={SHEET[target].title}!$A$2:$A${LAST_ROW}"
    elif options:
        formula = f'"{",".join(options)}"'
    else:
        return None
    rule = DataValidation(type="list", formula1=formula, allow_blank=True)
    rule.errorStyle = "warning"
    rule.error = f"{column.doc}"[:200]
    rule.errorTitle = column.heading
    return rule


def _heading(page: Worksheet, place: int, text: str, note: str, *, must: bool) -> None:
    cell = page.cell(row=1, column=place, value=text)
    cell.font = _WHITE if must else font(bold=True)
    cell.fill = _REQUIRED if must else _OPTIONAL
    cell.border = _LINE
    if note:
        comment = Comment(note, "pushpull-sched")
        comment.width, comment.height = 320, 40 + 18 * (note.count("\n") + 2)
        cell.comment = comment


def _value(column: Column, value: object) -> object:
    """Turn a text into what Excel keeps: times and dates."""
    if column.kind is CellKind.TIME and isinstance(value, str):
        clock = _CLOCK.fullmatch(value)
        return time(int(clock[1]), int(clock[2])) if clock else value
    if column.kind is CellKind.DATE and isinstance(value, str):
        return date_of(value)[0] or value
    return value


def _put(page: Worksheet, row: int, place: int, column: Column, value: object) -> None:
    cell = page.cell(row=row, column=place)
    cell.number_format = _FORMATS.get(column.kind, "@")
    kept = _value(column, value)
    if isinstance(kept, str):
        put_text(cell, kept)
    elif isinstance(kept, int | time | date):
        cell.value = kept


def _table_page(
    page: Worksheet, sheet: Sheet, rows: Sequence[Mapping[str, object]]
) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        must = column.required or column.heading_required
        _heading(page, place, column.heading, note_of(column), must=must)
        dimension = page.column_dimensions[letter]
        dimension.number_format = _FORMATS.get(column.kind, "@")
        texts = [str(row.get(column.key, "")) for row in rows]
        longest = max(map(len, (column.heading, *texts)), default=8)
        dimension.width = min(max(longest + 3, 24 if column.kind in _WIDE else 10), 40)
        rule = _validation(sheet, column)
        if rule is not None:
            page.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{LAST_ROW}")
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(sheet.columns, start=1):
            if column.key in row:
                _put(page, number, place, column, row[column.key])
    page.freeze_panes = "B2"


def _settings_page(
    page: Worksheet, sheet: Sheet, rows: Sequence[Mapping[str, object]]
) -> None:
    """Write one row per setting; blank values stand for their defaults."""
    given = rows[0] if rows else {}
    for place, text in enumerate(("key", "value", "meaning"), start=1):
        _heading(page, place, text, "", must=place < 3)  # noqa: PLR2004 - key, value
    for number, column in enumerate(sheet.columns, start=2):
        page.cell(row=number, column=1, value=column.key)
        meaning = f"{column.doc} Blank: {column.default}."
        page.cell(row=number, column=3, value=meaning).alignment = _WRAP
        _put(page, number, 2, column, given.get(column.key))
        fit_height(page, number, ("", "", meaning), _SETTINGS_WIDTHS)
        rule = _validation(sheet, column)
        if rule is not None:
            page.add_data_validation(rule)
            rule.add(f"B{number}")
    for letter, width in zip("ABC", _SETTINGS_WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"


def _help_lines() -> list[tuple[str, str]]:
    """Return the help page: (left, right) of each line."""
    lines = [
        (HELP_TITLE, ""),
        ("", ""),
        ("Start with", "Students, Classes, Rooms, Providers and Services."),
        ("Headings", "Dark ones are required. Point at a heading for its note."),
        ("Blank cells", "take the default that the note of the heading names."),
        ("Check it", "pushpull-sched check roster.xlsx lists every fault by cell."),
        ("", ""),
        ("Times", "8:30 or 8:30 AM or 13:15. 1:00 to 5:59 without AM: afternoon."),
        ("Days", "Mon,Wed,Fri or MWF or Mon-Fri or all; rotation days as in Settings."),
        ("Weeks", "all, odd, even or week numbers such as 1,3."),
        ("Lists", "separated by comma or semicolon: SLP, OT"),
        ("Ids", "any text; 7 and 7.0 are the same, 007 is another."),
        ("", ""),
        ("Sheet", "One row is"),
    ]
    for sheet in SHEETS:
        need = "" if sheet.required else " (optional)"
        if sheet.key == "rooms":
            need = " (required when any service can be pull-out)"
        lines.append((sheet.title, f"{sheet.doc}{need}"))
    lines += [("", ""), ("Frequency", "is read as")]
    lines += list(FORMS)
    lines.append(("30 min", "refused: it does not say how often."))
    return lines


def _help_page(page: Worksheet) -> None:
    for number, (left, right) in enumerate(_help_lines(), start=1):
        title = page.cell(row=number, column=1, value=left)
        title.font, title.alignment = font(bold=True), _WRAP
        page.cell(row=number, column=2, value=right).alignment = _WRAP
        fit_height(page, number, (left, right), _HELP_WIDTHS)
    page["A1"].font = font(bold=True, size=16)
    page.row_dimensions[1].height = 24
    for letter, width in zip("AB", _HELP_WIDTHS, strict=True):
        page.column_dimensions[letter].width = width


def template_book(*, example: bool) -> ExcelWorkbook:
    """Build the workbook in memory.

    Args:
        example: Fill it with a small invented school.
    """
    return roster_book(example_rows() if example else {})


def roster_book(
    rows: Mapping[str, Sequence[Mapping[str, object]]],
    keys: Collection[str] = tuple(SHEET),
) -> ExcelWorkbook:
    """Build a workbook that holds these rows, in the form of the template.

    Args:
        rows: Sheet key to rows; a row maps column keys to values: texts, whole
            numbers, times (or ``H:MM``) and dates (or ``YYYY-MM-DD``). Settings is one
            mapping of setting to value, in a list. Row 1 holds the headings, so the
            first row of a list becomes row 2.
        keys: Keys of the sheets to make.
    """
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title = HELP_TITLE
    _help_page(first)
    for sheet in SHEETS:
        if sheet.key not in keys:
            continue
        page = book.create_sheet(sheet.title)
        write = _settings_page if sheet.key == "settings" else _table_page
        write(page, sheet, rows.get(sheet.key, ()))
    for page in book.worksheets:
        print_in_full_width(page)
    return book


def write_template(path: Path, *, example: bool = False) -> None:
    """Write a workbook to fill in.

    Args:
        path: Where it goes.
        example: Fill it with a small invented school.

    Raises:
        FileExistsError: There is a file already; it is left as it is.
    """
    content = workbook_bytes(template_book(example=example))
    with path.open("xb") as target:
        target.write(content)
