"""From raw rows to typed tables: every cell read, every fault with its address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.workbook.cell import (
    Cell,
    Fault,
    Parsed,
    Reading,
    Remark,
    Scope,
    is_blank,
    shown,
    written,
)
from pushpull_sched.workbook.cells import blank_fault, read_cell
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.columns import Column, Sheet
from pushpull_sched.workbook.crosscheck import cross_check
from pushpull_sched.workbook.grid import column_letter
from pushpull_sched.workbook.layout import RawTable
from pushpull_sched.workbook.schema import SHEET, SHEETS
from pushpull_sched.workbook.tables import (
    Table,
    Workbook,
    empty_table,
    object_frame,
)
from pushpull_sched.workbook.words import did_you_mean, period_of


@dataclass(slots=True)
class Remarks:
    """Remarks of a whole workbook, each kept once with its first cell."""

    first: dict[Remark, tuple[SourceRef, str]] = field(default_factory=dict)
    count: dict[Remark, int] = field(default_factory=dict)

    def add(self, remark: Remark, source: SourceRef, value: str) -> None:
        """Note a remark about a cell."""
        self.first.setdefault(remark, (source, value))
        self.count[remark] = self.count.get(remark, 0) + 1

    def findings(self) -> tuple[Finding, ...]:
        """Return one finding per remark."""
        return tuple(
            finding(
                remark.code,
                source,
                remark.message + _more(self.count[remark] - 1),
                value=value,
            )
            for remark, (source, value) in self.first.items()
        )


def _more(count: int) -> str:
    if count < 1:
        return ""
    return f" ({count} more cell{'s' if count > 1 else ''} alike.)"


def _row_cells(raw: RawTable, number: int) -> dict[str, Cell]:
    """Return the cells of a row with what headings imply filled in."""
    cells = dict(raw.rows[number])
    for key, (other, text) in raw.implied.items():
        if key in cells and other not in cells:
            cells[other] = Cell(value=text)
    return cells


def _contradiction(raw: RawTable, key: str, cell: Cell, row: set[str]) -> Fault | None:
    """Say where a heading (minutes per session) and a cell (week) disagree."""
    for owner, (other, text) in raw.implied.items():
        if other != key or owner not in row:
            continue
        if period_of(written(cell.value)) is not period_of(text):
            return Fault(
                code="W229",
                message=f"The heading of {owner} says {text}, this cell "
                f"{shown(written(cell.value))}.",
                expected=text,
            )
    return None


@dataclass(slots=True)
class _Known:
    """Readings of texts already met: rosters repeat themselves."""

    scope: Scope
    texts: dict[tuple[str, str], Reading] = field(default_factory=dict)

    def read(self, cell: Cell, column: Column) -> Reading:
        """Read a cell, or remember how the same text was read."""
        if not isinstance(cell.value, str):
            return read_cell(cell, column, self.scope)
        key = (column.key, cell.value)
        if key not in self.texts:
            self.texts[key] = read_cell(cell, column, self.scope)
        return self.texts[key]


def _read(
    raw: RawTable, column: Column, cells: Mapping[str, Cell], known: _Known
) -> Reading | None:
    """Read one cell of a row; None where it is blank and may be."""
    cell = cells.get(column.key)
    if cell is None:
        there = column.key in raw.letters
        return blank_fault(column) if column.required and there else None
    reading = known.read(cell, column)
    if isinstance(reading, Fault):
        return reading
    return _contradiction(raw, column.key, cell, set(cells)) or reading


def _address(raw: RawTable, number: int, key: str) -> SourceRef:
    if key in raw.places:
        return raw.places[key]
    return SourceRef(sheet=raw.title, row=number, column=raw.letters.get(key))


def fault_finding(fault: Fault, source: SourceRef, value: str) -> Finding:
    """Turn the fault of a cell into a finding."""
    return finding(
        fault.code,
        source,
        fault.message,
        value=shown(value),
        expected=fault.expected,
        advice=fault.advice,
    )


def parse_table(
    raw: RawTable, scope: Scope, remarks: Remarks
) -> tuple[Table, tuple[Finding, ...]]:
    """Read every cell of a sheet.

    Args:
        raw: Its rows.
        scope: What Settings says.
        remarks: Takes the remarks, to be reported once for the workbook.
    """
    columns = raw.sheet.columns
    values: list[dict[str, object]] = []
    texts: list[dict[str, object]] = []
    reported = {
        (number, column.key)
        for column in columns
        if (column.required or column.heading_required)
        and column.key not in raw.letters
        for number in raw.rows
    }
    found: list[Finding] = []
    known = _Known(scope)
    for number in raw.rows:
        cells = _row_cells(raw, number)
        value_row: dict[str, object] = {}
        text_row = {
            c.key: written(cells[c.key].value) if c.key in cells else ""
            for c in columns
        }
        for column in columns:
            reading = _read(raw, column, cells, known)
            source = _address(raw, number, column.key)
            text = text_row[column.key]
            if isinstance(reading, Fault):
                reported.add((number, column.key))
                found.append(fault_finding(reading, source, text))
            elif isinstance(reading, Parsed):
                value_row[column.key] = reading.value
                for remark in reading.remarks:
                    remarks.add(remark, source, shown(text))
        values.append(value_row)
        texts.append(dict(text_row))
    keys = [column.key for column in columns]
    numbers = list(raw.rows)
    table = Table(
        sheet=raw.sheet,
        title=raw.title,
        frame=object_frame(values, keys, numbers),
        letters=dict(raw.letters),
        raw=object_frame(texts, keys, numbers),
        reported=frozenset(reported),
        places=dict(raw.places),
    )
    checked, crossed = cross_check(table)
    return checked, (*found, *crossed)


def scope_of(settings: Table) -> Scope:
    """Return what cells of other sheets are read by."""
    scope = Scope()
    for row in settings.rows():
        days, grid = row["days"], row["grid"]
        if isinstance(days, tuple):
            scope = replace(scope, days=days)
        if isinstance(grid, int):
            scope = replace(scope, grid=grid)
    return scope


def parse_tables(
    raws: Mapping[str, RawTable],
) -> tuple[dict[str, Table], tuple[Finding, ...]]:
    """Read the cells of all sheets, Settings first.

    Args:
        raws: Sheet key to rows; sheets that are absent give empty tables.
    """
    tables: dict[str, Table] = {}
    found: list[Finding] = []
    remarks = Remarks()
    scope = Scope()
    for sheet in SHEETS:
        if sheet.key not in raws:
            tables[sheet.key] = empty_table(sheet)
            continue
        raw = raws[sheet.key]
        if sheet.key == "settings":
            # Twice: the range in session_minutes is read by the grid.
            scope = scope_of(parse_table(raw, scope, Remarks())[0])
        tables[sheet.key], faults = parse_table(raw, scope, remarks)
        found.extend(faults)
    return tables, (*found, *remarks.findings())


def _raw_of(
    sheet: Sheet, rows: Sequence[Mapping[str, object]]
) -> tuple[RawTable, tuple[Finding, ...]]:
    """Number rows in memory as if a heading stood in row 1."""
    keys = [column.key for column in sheet.columns]
    letters = {key: column_letter(place) for place, key in enumerate(keys, start=1)}
    unknown = {str(key) for row in rows for key in row if key not in letters}
    raw = RawTable(
        sheet=sheet,
        title=sheet.title,
        letters=letters,
        rows={
            number: {
                key: Cell(value=value)
                for key, value in row.items()
                if key in letters and not is_blank(value)
            }
            for number, row in enumerate(rows, start=2)
        },
    )
    return raw, tuple(
        finding(
            "W104",
            SourceRef(sheet=sheet.title),
            f"The column {shown(key)} is not known and was left out.",
            value=shown(key),
            expected=f"one of {', '.join(keys)}",
            advice=did_you_mean(key, tuple(keys)),
        )
        for key in sorted(unknown)
    )


def workbook_of_rows(
    data: Mapping[str, Sequence[Mapping[str, object]]],
) -> tuple[Workbook, tuple[Finding, ...]]:
    """Build a workbook from rows in memory; see :func:`~.tables.tables_of`."""
    raws: dict[str, RawTable] = {}
    found: list[Finding] = []
    for key, rows in data.items():
        raws[key], unknown = _raw_of(SHEET[key], rows)
        found.extend(unknown)
    tables, faults = parse_tables(raws)
    book = Workbook(tables=tables, present=frozenset(data))
    return book, (*found, *faults)
