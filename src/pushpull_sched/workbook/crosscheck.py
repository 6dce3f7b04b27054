"""What can be said about the rows of one sheet by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from pushpull_sched.domain.findings import Finding
from pushpull_sched.workbook.cell import shown
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.columns import CellKind
from pushpull_sched.workbook.tables import Row, Table

SPANS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "settings": (("term_start", "term_end"),),
        "classes": (("start", "end"),),
        "periods": (("start", "end"),),
        "rooms": (("start", "end"),),
        "providers": (("start", "end"), ("lunch_start", "lunch_end")),
        "availability": (("start", "end"),),
        "services": (("earliest", "latest"), ("start_date", "end_date")),
    }
)
"""Pairs of columns of which the second may not come before the first."""


def _is_backwards(row: Row, first: str, last: str) -> bool:
    start, end = row[first], row[last]
    if start is None or end is None:
        return False
    if row.table.sheet.column(first).kind is CellKind.DATE:
        return bool(end < start)  # type: ignore[operator]
    return bool(end <= start)  # type: ignore[operator]


def _backwards(table: Table) -> Iterator[tuple[Row, str, str]]:
    for row in table.rows():
        for first, last in SPANS.get(table.sheet.key, ()):
            if _is_backwards(row, first, last):
                yield row, first, last


def _span_findings(row: Row, first: str, last: str) -> tuple[Finding, ...]:
    message = (
        f"{last} ({shown(row.text(last))}) is not after {first} "
        f"({shown(row.text(first))})."
    )
    return tuple(
        finding(
            "W220",
            row.ref(key),
            message,
            value=shown(row.text(key)),
            expected=f"{first} before {last}",
        )
        for key in (first, last)
    )


def _same(one: Row, other: Row) -> bool:
    return all(one.texts[key] == other.texts[key] for key in one.texts)


def _repeated(table: Table, key: str) -> Iterator[tuple[Row, Row]]:
    """Yield (first row, later row) of every id that stands twice."""
    first: dict[str, Row] = {}
    for row in table.rows():
        value = row[key]
        if value is None:
            continue
        word = str(value).casefold()
        if word in first:
            yield first[word], row
        else:
            first[word] = row


def _leading_zeros(table: Table, key: str) -> Iterator[Finding]:
    """Warn where 123 and 00123 both stand in a column."""
    plain: dict[str, str] = {}
    for row in table.rows():
        value = row[key]
        if not isinstance(value, str) or not value.isdigit():
            continue
        bare = value.lstrip("0")
        other = plain.setdefault(bare, value)
        if other != value:
            message = f"{value} and {other} are two different ids."
            yield finding("W219", row.ref(key), message, value=shown(value))


def cross_check(table: Table) -> tuple[Table, tuple[Finding, ...]]:
    """Check ends against starts, and ids against each other.

    Returns:
        The table, without rows that stand twice and without spans that run backwards
        (their cells are blank and count as reported), and the findings.
    """
    found: list[Finding] = []
    reported = set(table.reported)
    frame = table.frame
    for row, first, last in _backwards(table):
        found.extend(_span_findings(row, first, last))
        for key in (first, last):
            frame.at[row.number, key] = None
            reported.add((row.number, key))
    doubles: set[int] = set()
    for column in table.sheet.columns:
        if not column.unique:
            continue
        for one, other in _repeated(table, column.key):
            source, value = other.ref(column.key), shown(other.text(column.key))
            where = f"{value} stands in row {one.number} too"
            if _same(one, other):
                doubles.add(other.number)
                message = f"{where}, with the same content; this row was left out."
                found.append(finding("W218", source, message, value=value))
            else:
                reported.add((other.number, column.key))
                message = f"{where}, with different content."
                expected = f"a {column.heading} of its own in each row"
                found.append(
                    finding("W217", source, message, value=value, expected=expected)
                )
        found.extend(_leading_zeros(table, column.key))
    kept = [number for number in frame.index if number not in doubles]
    checked = replace(
        table,
        frame=frame.loc[kept],
        raw=table.raw.loc[kept],
        reported=frozenset(reported),
    )
    return checked, tuple(found)
