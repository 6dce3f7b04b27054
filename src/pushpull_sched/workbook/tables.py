"""What the reader hands over: one typed table per sheet, in pandas frames."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pandas as pd

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.workbook.schema import Sheet

_NO_PLACES: Mapping[str, SourceRef] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        table: The table it stands in.
        number: Row number as shown in Excel.
        values: Column key to parsed value.
        texts: Column key to the text as written.
    """

    table: "Table"
    number: int
    values: Mapping[str, object]
    texts: Mapping[str, str]

    def __getitem__(self, key: str) -> object:
        """Return the parsed value; None where blank or unreadable.

        Raises:
            KeyError: The sheet has no such column.
        """
        return self.values[key]

    def text(self, key: str) -> str:
        """Return the cell as written, an empty string where it is blank."""
        return self.texts[key]

    def ref(self, key: str | None = None) -> SourceRef:
        """Return the address of a cell, or of the row where no key is given."""
        return self.table.ref(self.number, key)

    def bad(self, key: str) -> bool:
        """Tell whether the reader has already reported an error for this cell.

        That is a cell that is filled but unreadable, a required cell that is blank, and
        every cell of a required column whose heading is missing.
        """
        return (self.number, key) in self.table.reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet with its cells parsed.

    Attributes:
        sheet: Its definition.
        title: Name of the sheet (or CSV file) as the user wrote it.
        frame: Parsed values or None: index is the Excel row number, one column per
            column of the schema, dtype object.
        letters: Column key to column letter; columns that are missing are absent.
        raw: Text as written, same shape as ``frame``.
        reported: (row number, column key) of cells with an error already reported.
        places: Column key to the address of its value, for Settings, whose one row is
            spread over the rows of the sheet.
    """

    sheet: Sheet
    title: str
    frame: pd.DataFrame
    letters: Mapping[str, str]
    raw: pd.DataFrame
    reported: frozenset[tuple[int, str]] = frozenset()
    places: Mapping[str, SourceRef] = field(default_factory=lambda: _NO_PLACES)

    def rows(self) -> Iterator[Row]:
        """Yield the rows in the order of the sheet."""
        keys = list(self.frame.columns)
        parsed = self.frame.to_numpy(dtype=object)
        texts = self.raw.to_numpy(dtype=object)
        for position, number in enumerate(self.frame.index):
            yield Row(
                table=self,
                number=int(number),
                values=dict(zip(keys, parsed[position], strict=True)),
                texts=dict(zip(keys, texts[position], strict=True)),
            )

    def ref(self, number: int, key: str | None = None) -> SourceRef:
        """Return the address of a cell or row.

        Args:
            number: Row number as shown in Excel.
            key: Column key; None for the whole row.
        """
        if key is not None and key in self.places:
            return self.places[key]
        letter = self.letters.get(key) if key is not None else None
        return SourceRef(sheet=self.title, row=number, column=letter)

    def __len__(self) -> int:
        return len(self.frame)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """All tables of one roster.

    Attributes:
        tables: Sheet key to table; every key is there, an absent sheet is empty.
        name: File stem (name of the folder for CSV).
        sha256: Of the file; of the concatenated files, sorted by name, for a folder.
        present: Keys of the sheets that the file has.
    """

    tables: Mapping[str, Table]
    name: str = "roster"
    sha256: str = ""
    present: frozenset[str] = frozenset()


def object_frame(
    rows: Sequence[Mapping[str, object]], keys: Sequence[str], numbers: Sequence[int]
) -> pd.DataFrame:
    """Build a frame that keeps every value as the object it is.

    Args:
        rows: One mapping per row; keys that are absent give None.
        keys: The columns.
        numbers: Row numbers as shown in Excel.
    """
    cells = np.empty((len(rows), len(keys)), dtype=object)
    for position, row in enumerate(rows):
        for place, key in enumerate(keys):
            cells[position, place] = row.get(key)
    index = pd.Index(list(numbers), dtype="int64")
    return pd.DataFrame(cells, index=index, columns=list(keys), dtype=object)


def empty_table(sheet: Sheet) -> Table:
    """Return the table of a sheet that is not there."""
    keys = [column.key for column in sheet.columns]
    return Table(
        sheet=sheet,
        title=sheet.title,
        frame=object_frame([], keys, []),
        letters=MappingProxyType({}),
        raw=object_frame([], keys, []),
    )


def tables_of(
    data: Mapping[str, Sequence[Mapping[str, object]]],
) -> tuple[Workbook, tuple[Finding, ...]]:
    """Build a workbook from rows in memory, through the same parsing of cells.

    Args:
        data: Sheet key to rows; a row maps column keys to cell values. Settings is
            one mapping of setting to value, in a list.

    Returns:
        The workbook, and the findings about its cells. Rows are numbered from 2, as
        if a heading stood in row 1.

    Raises:
        KeyError: ``data`` names a sheet that the schema does not have.
    """
    from pushpull_sched.workbook.assemble import (  # noqa: PLC0415 - assemble needs Table
        workbook_of_rows,
    )

    return workbook_of_rows(data)
