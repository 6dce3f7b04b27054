"""From a grid to the rows of a sheet: headings, merged cells, rows that are none."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.workbook.cell import Cell, CellState, clean, plain_text, shown
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.columns import Column, Sheet
from pushpull_sched.workbook.grid import Grid, Merge, column_letter
from pushpull_sched.workbook.words import did_you_mean

HEADING_ROWS = 10
_TOTAL = re.compile(r"(?:grand |sub)?totals?:?|sum:?", re.IGNORECASE)
_NOT_A_LETTER = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A sheet cut into rows, its cells not yet read.

    Attributes:
        sheet: Its definition.
        title: Name as the user wrote it.
        letters: Column key to column letter.
        rows: Row number to column key to cell; filled cells only.
        implied: Column key to (key of another column, text) that its heading says.
        places: Column key to address, for Settings.
    """

    sheet: Sheet
    title: str
    letters: Mapping[str, str]
    rows: Mapping[int, Mapping[str, Cell]]
    implied: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    places: Mapping[str, SourceRef] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Heading:
    """What a heading stands for."""

    column: Column
    exact: bool
    implied: tuple[str, str] | None = None


def heading_word(text: str) -> str:
    """Write a heading as headings are compared."""
    return _NOT_A_LETTER.sub("", clean(text).text.casefold())


def _headings(sheet: Sheet) -> dict[str, _Heading]:
    """Return every heading that a sheet knows; own names win over synonyms."""
    known: dict[str, _Heading] = {}
    for column in sheet.columns:
        for word in column.synonyms:
            known.setdefault(heading_word(word), _Heading(column, exact=False))
        for word, implied in column.implies.items():
            known[heading_word(word)] = _Heading(column, exact=False, implied=implied)
    for column in sheet.columns:
        known[heading_word(column.heading)] = _Heading(column, exact=True)
    return known


def _heading_row(grid: Grid, words: Iterable[str]) -> int | None:
    """Return the row among the first ones that has most known headings."""
    known = set(words)
    best, most = None, 0
    for number in sorted(grid.cells):
        if number > HEADING_ROWS:
            break
        cells = grid.cells[number].values()
        count = len({heading_word(plain_text(cell)) for cell in cells} & known)
        if count > most:
            best, most = number, count
    return best


def _at(grid: Grid, row: int, column: int | None = None) -> SourceRef:
    letter = column_letter(column) if column else None
    return SourceRef(sheet=grid.title, row=row, column=letter)


def _unknown_heading(grid: Grid, sheet: Sheet, row: int, column: int) -> Finding:
    text = plain_text(grid.cells[row][column])
    names = tuple(item.heading for item in sheet.columns)
    return finding(
        "W104",
        _at(grid, row, column),
        f"The column {shown(text)} is not known and was left out.",
        value=shown(text),
        expected=f"one of {', '.join(names)}",
        advice=did_you_mean(text, names),
    )


def _columns(
    grid: Grid, sheet: Sheet, row: int
) -> tuple[dict[int, _Heading], list[Finding]]:
    """Return the heading of each column, and what is wrong with the headings."""
    known = _headings(sheet)
    found: list[Finding] = []
    chosen: dict[str, int] = {}
    columns: dict[int, _Heading] = {}
    for number, cell in sorted(grid.cells[row].items()):
        heading = known.get(heading_word(plain_text(cell)))
        if heading is None:
            found.append(_unknown_heading(grid, sheet, row, number))
            continue
        other = chosen.get(heading.column.key)
        if other is None or (heading.exact and not columns[other].exact):
            if other is not None:
                del columns[other]
                found.append(_unknown_heading(grid, sheet, row, other))
            chosen[heading.column.key] = number
            columns[number] = heading
        elif columns[other].exact and not heading.exact:
            found.append(_unknown_heading(grid, sheet, row, number))
        else:
            found.append(_twice(grid, row, number, other))
    found.extend(_missing(grid, sheet, row, set(chosen)))
    return columns, found


def _twice(grid: Grid, row: int, column: int, other: int) -> Finding:
    text = shown(plain_text(grid.cells[row][column]))
    return finding(
        "W106",
        _at(grid, row, column),
        f"The columns {column_letter(other)} and {column_letter(column)} mean the "
        "same; only the first was read.",
        value=text,
        expected="each heading once",
    )


def _missing(grid: Grid, sheet: Sheet, row: int, there: set[str]) -> list[Finding]:
    return [
        finding(
            "W105",
            _at(grid, row),
            f"The column {column.heading} is missing.",
            expected=f"a column {column.heading}: {column.doc}",
        )
        for column in sheet.columns
        if (column.required or column.heading_required) and column.key not in there
    ]


def _is_total(cells: Mapping[int, Cell]) -> bool:
    """Tell whether a row has the word Total and beside it only numbers."""
    texts = [cell for cell in cells.values() if isinstance(cell.value, str)]
    words = [cell for cell in texts if _TOTAL.fullmatch(plain_text(cell))]
    others = [cell for cell in cells.values() if cell not in words]
    return bool(words) and all(
        isinstance(cell.value, int | float)
        or re.fullmatch(r"[\d.,]+", plain_text(cell))
        or cell.state is CellState.NO_VALUE
        for cell in others
    )


def _merged(
    grid: Grid, merge: Merge, columns: Mapping[int, _Heading]
) -> tuple[Finding | None, dict[tuple[int, int], Cell]]:
    """Return what a merged range says, and the cells that it fills."""
    source = _at(grid, merge.first_row, merge.first_column)
    top = grid.cells.get(merge.first_row, {}).get(merge.first_column)
    inside = range(merge.first_column, merge.last_column + 1)
    concerned = [column for column in inside if column in columns]
    if top is None or not concerned:
        return None, {}
    heading = columns.get(merge.first_column)
    if heading is None or len(inside) > 1 or heading.column.unique:
        message = f"The cells from {source.cell} on are merged."
        return finding("W116", source, message, value=shown(plain_text(top))), {}
    rows = range(merge.first_row + 1, merge.last_row + 1)
    filled = {
        (row, merge.first_column): top
        for row in rows
        if any(column in columns for column in grid.cells.get(row, {}))
    }
    if not filled:
        return None, {}
    message = (
        f"{shown(plain_text(top))} stands in merged cells and holds for the rows "
        f"{merge.first_row} to {merge.last_row}."
    )
    return finding("W115", source, message, value=shown(plain_text(top))), filled


def _fill_down(
    grid: Grid, columns: Mapping[int, _Heading], row: int
) -> tuple[dict[int, dict[int, Cell]], list[Finding]]:
    """Return the cells below the headings, merged ones filled down."""
    cells = {n: dict(line) for n, line in sorted(grid.cells.items()) if n > row}
    found: list[Finding] = []
    for merge in grid.merges:
        if merge.first_row <= row:
            continue
        said, filled = _merged(grid, merge, columns)
        if said:
            found.append(said)
        for (number, column), cell in filled.items():
            cells[number][column] = cell
    return cells, found


def _rows(
    grid: Grid, cells: Mapping[int, Mapping[int, Cell]], columns: Mapping[int, _Heading]
) -> tuple[dict[int, dict[str, Cell]], list[Finding]]:
    """Return the rows that hold something, keyed by column key."""
    rows: dict[int, dict[str, Cell]] = {}
    found: list[Finding] = []
    for number, line in cells.items():
        known = {
            columns[place].column.key: cell
            for place, cell in line.items()
            if place in columns
        }
        if not known:
            continue
        if _is_total(line):
            message = "This looks like a row of totals and was left out."
            found.append(finding("W112", _at(grid, number), message))
            continue
        rows[number] = known
    return rows, found


def _headless(
    grid: Grid, cells: Mapping[int, Mapping[int, Cell]], row: int
) -> list[Finding]:
    """Warn of filled cells under no heading, once per column."""
    first: dict[int, int] = {}
    for number, line in cells.items():
        for place in line:
            if place not in grid.cells[row]:
                first.setdefault(place, number)
    return [
        finding(
            "W117",
            _at(grid, number, place),
            f"Column {column_letter(place)} has no heading and was left out.",
            value=shown(plain_text(cells[number][place])),
            expected="a heading above every column",
        )
        for place, number in sorted(first.items())
    ]


def _heading_notes(grid: Grid, row: int, columns: dict[int, _Heading]) -> list[Finding]:
    found: list[Finding] = []
    if row != 1:
        message = f"The headings were found in row {row}."
        found.append(finding("W108", _at(grid, row), message))
    for number, heading in columns.items():
        if heading.implied:
            key, text = heading.implied
            word = shown(plain_text(grid.cells[row][number]))
            message = f"The heading {word} was read as {key} = {text}."
            found.append(finding("W118", _at(grid, row, number), message, value=word))
    return found


def lay_out(grid: Grid, sheet: Sheet) -> tuple[RawTable | None, tuple[Finding, ...]]:
    """Cut a grid into the rows of a sheet.

    Returns:
        The rows (None where no heading row was found), and what is to be said.
    """
    row = _heading_row(grid, _headings(sheet))
    if row is None:
        expected = ", ".join(column.heading for column in sheet.columns)
        source = SourceRef(sheet=grid.title)
        message = "No row of headings was found."
        return None, (finding("W107", source, message, expected=expected),)
    columns, found = _columns(grid, sheet, row)
    cells, merged = _fill_down(grid, columns, row)
    rows, totals = _rows(grid, cells, columns)
    found += _heading_notes(grid, row, columns) + merged + totals
    found += _headless(grid, cells, row)
    table = RawTable(
        sheet=sheet,
        title=grid.title,
        letters={h.column.key: column_letter(n) for n, h in columns.items()},
        rows=rows,
        implied={h.column.key: h.implied for h in columns.values() if h.implied},
    )
    return table, tuple(found)
