"""A copy of a roster in which the faulty cells are coloured and commented."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.workbook.workbook import Workbook as ExcelWorkbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.findings import Finding, Severity, has_errors
from pushpull_sched.workbook.csv_folder import read_folder
from pushpull_sched.workbook.grid import Grid
from pushpull_sched.workbook.paper import (
    fit_height,
    font,
    print_in_full_width,
    put_text,
)
from pushpull_sched.workbook.sheets import open_workbook
from pushpull_sched.workbook.sniff import sniff, too_large
from pushpull_sched.xlsx.saving import workbook_bytes

PROBLEMS = "Problems"
LONGEST_COMMENT = 2_000
LONGEST_TITLE = 31
_RED = PatternFill("solid", fgColor="FFC7CE")
_AMBER = PatternFill("solid", fgColor="FFEB9C")
_FILLS: Mapping[Severity, PatternFill] = {
    Severity.ERROR: _RED,
    Severity.WARNING: _AMBER,
}
_HEADINGS = ("severity", "code", "where", "value", "problem", "expected", "what to do")
_WIDTHS = (10, 8, 22, 24, 60, 40, 60)
_BAD_TITLE = re.compile(r"[\[\]:*?/\\]")


def _title(wanted: str, taken: Iterable[str]) -> str:
    """Return a legal title that no other sheet has."""
    known = {title.casefold() for title in taken}
    base = _BAD_TITLE.sub(" ", wanted).strip("'")[:LONGEST_TITLE] or "Sheet"
    title, number = base, 2
    while title.casefold() in known:
        tail = f" ({number})"
        title, number = base[: LONGEST_TITLE - len(tail)] + tail, number + 1
    return title


def _from_grids(grids: Sequence[Grid]) -> tuple[ExcelWorkbook, dict[str, Worksheet]]:
    """Write grids into a new workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    pages: dict[str, Worksheet] = {}
    for grid in grids:
        page = book.create_sheet(_title(grid.title, book.sheetnames))
        pages[grid.title] = page
        for row, cells in grid.cells.items():
            for column, cell in cells.items():
                target = page.cell(row=row, column=column)
                if isinstance(target, Cell):
                    put_text(target, str(cell.value))
    return book, pages


def copy_of(source: Path) -> tuple[ExcelWorkbook, dict[str, Worksheet]]:
    """Return the roster as a workbook in memory; empty where it cannot be read."""
    if source.is_dir():
        return _from_grids(read_folder(source)[0])
    data = b"" if too_large(source) else source.read_bytes()
    if not has_errors(sniff(data, source.name)):
        book = open_workbook(data, source.name)
        if book is not None:
            return book, {page.title: page for page in book.worksheets}
    return _from_grids(())


def _target(page: Worksheet, finding: Finding) -> Cell | None:
    """Return the cell of a finding, the first of its row where it names no column."""
    row = finding.source.row
    if row is None:
        return None
    cell = page[f"{finding.source.column or 'A'}{row}"]
    if isinstance(cell, MergedCell):
        for merged in page.merged_cells.ranges:
            if cell.coordinate in merged:
                cell = page.cell(row=merged.min_row, column=merged.min_col)
    return cell if isinstance(cell, Cell) else None


def _sentence(finding: Finding) -> str:
    parts = [f"{finding.code}: {finding.message}"]
    if finding.expected:
        parts.append(f"Expected: {finding.expected}")
    if finding.advice:
        parts.append(finding.advice)
    return "\n".join(parts)


def _mark(cell: Cell, finding: Finding) -> None:
    """Colour and comment one cell."""
    was_error = cell.fill.fgColor.rgb == _RED.fgColor.rgb
    if finding.severity in _FILLS and not was_error:
        cell.fill = _FILLS[finding.severity]
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    text = ILLEGAL_CHARACTERS_RE.sub("", before + _sentence(finding))
    comment = Comment(text[:LONGEST_COMMENT], "pushpull-sched")
    comment.width, comment.height = 360, 160
    cell.comment = comment


def _problems(
    book: ExcelWorkbook, findings: Sequence[Finding], pages: Mapping[str, Worksheet]
) -> None:
    """Write the list of all findings, with links to their cells."""
    page = book.create_sheet(_title(PROBLEMS, book.sheetnames), 0)
    page.append(_HEADINGS)
    for place, width in enumerate(_WIDTHS):
        page.column_dimensions["ABCDEFG"[place]].width = width
        page.cell(row=1, column=place + 1).font = font(bold=True)
    order = list(Severity)
    ranked = sorted(findings, key=lambda finding: order.index(finding.severity))
    for number, finding in enumerate(ranked, start=2):
        texts = (
            finding.severity.value,
            finding.code,
            str(finding.source),
            finding.value,
            finding.message,
            finding.expected,
            finding.advice,
        )
        for place, text in enumerate(texts, start=1):
            cell = page.cell(row=number, column=place)
            if isinstance(cell, Cell):
                put_text(cell, text)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = font()
        fit_height(page, number, texts, _WIDTHS)
        _link(page, number, finding, pages)
        if finding.severity in _FILLS:
            page.cell(row=number, column=1).fill = _FILLS[finding.severity]
    page.freeze_panes = "A2"
    print_in_full_width(page)
    book.active = 0


def _link(
    page: Worksheet, number: int, finding: Finding, pages: Mapping[str, Worksheet]
) -> None:
    there = pages.get(finding.source.sheet)
    if there is None:
        return
    title = there.title.replace("'", "''")
    cell = page.cell(row=number, column=3)
    where = f"{finding.source.column or 'A'}{finding.source.row or 1}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{title}'!{where}")
    cell.font = font(color="0563C1")


def annotate(source: Path, target: Path, findings: Sequence[Finding]) -> None:
    """Write a copy of a roster with its faults marked in it.

    The source is never changed. A CSV folder becomes an Excel workbook. Where the
    source cannot be read as a workbook, the copy holds the list of problems alone.

    Args:
        source: The workbook or CSV folder.
        target: Where the copy goes, an ``.xlsx``.
        findings: What ``check`` said.

    Raises:
        ValueError: The target is the source.
        FileExistsError: There is a file at the target already.
    """
    if target.resolve() == source.resolve():
        raise ValueError(f"{target.name} is the roster itself")
    if target.exists():
        raise FileExistsError(target)
    book, pages = copy_of(source)
    for finding in findings:
        page = pages.get(finding.source.sheet)
        cell = _target(page, finding) if page is not None else None
        if cell is not None:
            _mark(cell, finding)
    _problems(book, findings, pages)
    content = workbook_bytes(book)
    with target.open("xb") as stream:
        stream.write(content)
