"""Tables of other systems: headings and rows of text, from CSV, Excel or an archive.

Nothing is unpacked to the disk. An archive is judged by its list of members before
any of them is read, and no member is read beyond the size it claims.
"""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path, PurePosixPath

from pushpull_sched.domain.findings import Finding, Severity
from pushpull_sched.domain.limits import (
    MEGABYTE,
    MOST_COLUMNS,
    MOST_MEMBERS,
    MOST_RATIO,
    RATIO_FROM,
    limits,
)
from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.workbook.cell import clean, plain_text
from pushpull_sched.workbook.csv_folder import csv_grid, decoded, delimiter_of
from pushpull_sched.workbook.grid import Grid, too_wide_or_long
from pushpull_sched.workbook.layout import HEADING_ROWS, heading_word
from pushpull_sched.workbook.sheets import read_sheets
from pushpull_sched.workbook.sniff import sniff

LONGEST_FIELD = 131_072
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One row.

    Attributes:
        number: Row number as a spreadsheet shows it (line for a CSV file).
        values: Heading, as headings are compared, to text; filled cells only.
    """

    number: int
    values: Mapping[str, str]

    def text(self, heading: str) -> str:
        """Return the text under a heading, blank where there is none."""
        return self.values.get(heading_word(heading), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTable:
    """A table of another system.

    Attributes:
        name: File or sheet it stands in.
        headings: Its headings as written.
        rows: Its rows that hold anything.
    """

    name: str
    headings: tuple[str, ...] = ()
    rows: tuple[ForeignRow, ...] = ()

    def has(self, heading: str) -> bool:
        """Tell whether there is such a heading."""
        return heading_word(heading) in map(heading_word, self.headings)


def read_file(path: Path) -> bytes:
    """Return the content of a file of bearable size.

    Raises:
        ForeignFault: It is too large or cannot be opened.
    """
    try:
        if path.stat().st_size > limits().file_bytes:
            raise _too_large(path.name)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ForeignFault(
            f"{path.name} cannot be opened ({reason}).",
            "Close it in other programs, and see that you may read it.",
        ) from error


def _too_large(name: str) -> ForeignFault:
    return ForeignFault(
        f"{name} is larger than {limits().megabytes} MB.",
        "Export one school instead of the whole district, or raise the limit with "
        "--max-size.",
    )


def csv_table(name: str, data: bytes) -> ForeignTable:
    """Read a CSV file whose first filled line holds the headings.

    Args:
        name: Its name, for messages.
        data: Its content; UTF-8 (with or without a mark), UTF-16 or Windows text.

    Raises:
        ForeignFault: It is no table, or far too long.
    """
    text, _ = decoded(data)
    most = limits().exported_rows
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    headings: list[str] = []
    words: list[str] = []
    rows: list[ForeignRow] = []
    try:
        for record in lines:
            if not headings:
                if any(clean(value).text for value in record):
                    headings = [clean(value).text for value in record]
                    words = [heading_word(value) for value in record]
                if len(record) > MOST_COLUMNS:
                    raise ForeignFault(f"{name} has more than {MOST_COLUMNS} columns.")
                continue
            values = _filled(zip(words, record, strict=False))
            if values:
                rows.append(ForeignRow(lines.line_num, values))
            if len(rows) > most:
                raise ForeignFault(
                    f"{name} has more than {most:,} rows.",
                    "Export one school instead of the whole district, or raise the "
                    "limit with --max-rows.",
                )
    except csv.Error as error:
        raise ForeignFault(
            f"{name} is no table: {error} (line {lines.line_num}).",
            "Export it again as CSV; a quotation mark may be missing.",
        ) from error
    return ForeignTable(name=name, headings=tuple(headings), rows=tuple(rows))


def _filled(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Keep what is filled; of two columns of one name the first."""
    values: dict[str, str] = {}
    for word, value in pairs:
        text = clean(value).text
        if word and text:
            values.setdefault(word, text)
    return values


def csv_folder_tables(path: Path) -> dict[str, ForeignTable]:
    """Read the CSV files of a folder or of a zip archive.

    Args:
        path: The folder or the archive; files in folders inside it count too.

    Returns:
        File name in lower case, without ``.csv``, to table.

    Raises:
        ForeignFault: Nothing can be read, or the archive is not to be trusted.
    """
    members = _folder_members(path) if path.is_dir() else _zip_members(path)
    tables: dict[str, ForeignTable] = {}
    for member, data in members:
        inside = _inside(member)
        stem = inside.stem.casefold()
        if stem in tables:
            raise ForeignFault(
                f"{path.name} holds two files named {inside.name}.",
                "Keep one set of files in it.",
            )
        tables[stem] = csv_table(inside.name, data)
    return tables


def _inside(name: str) -> PurePosixPath:
    """Return the path of a member; some programs write it with backslashes."""
    return PurePosixPath(name.replace("\\", "/"))


def _is_csv(name: str) -> bool:
    path = _inside(name)
    hidden = any(part.startswith((".", "~", "__MACOSX")) for part in path.parts)
    return path.suffix.casefold() == ".csv" and not hidden


def _folder_members(folder: Path) -> Iterator[tuple[str, bytes]]:
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise ForeignFault(f"The folder {folder.name} cannot be opened.") from error
    for path in files:
        if _is_csv(path.name):
            yield path.name, read_file(path)


def _zip_members(path: Path) -> Iterator[tuple[str, bytes]]:
    data = read_file(path)
    if not zipfile.is_zipfile(BytesIO(data)):
        raise ForeignFault(
            f"{path.name} is neither a folder nor a zip archive.",
            "Name the folder with the CSV files, or the .zip that was exported.",
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _judge(archive, path.name)
            for member in archive.infolist():
                if not member.is_dir() and _is_csv(member.filename):
                    yield member.filename, _member(archive, member, path.name)
    except _BROKEN as error:
        raise ForeignFault(
            f"{path.name} is damaged: it cannot be unpacked.", "Export it again."
        ) from error


def _judge(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse an archive that would take memory, or that names files elsewhere."""
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    most = limits().unpacked_bytes
    if len(members) > MOST_MEMBERS:
        raise ForeignFault(
            f"{name} holds {len(members):,} files; at most {MOST_MEMBERS:,} are read."
        )
    if total > most:
        raise ForeignFault(
            f"{name} unpacks to {-(-total // MEGABYTE):,} MB; at most "
            f"{most // MEGABYTE} MB are read.",
            "Export one school instead of the whole district, or raise the limit with "
            "--max-size.",
        )
    for member in members:
        packed = max(member.compress_size, 1)
        if member.file_size > RATIO_FROM and member.file_size / packed > MOST_RATIO:
            raise ForeignFault(f"A file in {name} unpacks to far too much.")
        if _leads_out(member.filename):
            raise ForeignFault(
                f"{name} names a file outside itself and is not trusted.",
                "Export it again, or unpack it yourself and name the folder.",
            )
        if member.flag_bits & 1 and _is_csv(member.filename):
            raise ForeignFault(
                f"{name} needs a password.",
                "Unpack it yourself and name the folder.",
            )


def _leads_out(name: str) -> bool:
    path = _inside(name)
    drive = bool(path.parts) and path.parts[0].endswith(":")
    return path.is_absolute() or ".." in path.parts or drive


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Read one member, never more than it claims to hold."""
    with archive.open(member) as stream:
        data = stream.read(member.file_size + 1)
    if len(data) > member.file_size:
        raise ForeignFault(f"A file in {name} is larger than it says.")
    return data


def one_table(path: Path, known: Iterable[str], sheet: str = "") -> ForeignTable:
    """Read the table of an Excel workbook or CSV file.

    Args:
        path: The file.
        known: Headings that are looked for; the row among the first ten with most of
            them holds the headings, without any the one with most texts.
        sheet: Name of the sheet; blank takes the one with most of the headings.

    Raises:
        ForeignFault: The file cannot be read, or holds no table.
    """
    grids = _grids(path)
    if sheet:
        wanted = [
            one for one in grids if heading_word(one.title) == heading_word(sheet)
        ]
        if not wanted:
            titles = ", ".join(grid.title for grid in grids)
            raise ForeignFault(
                f"{path.name} has no sheet named {sheet}.", f"It has: {titles}."
            )
        grids = tuple(wanted)
    words = {heading_word(heading) for heading in known}
    best = max(
        ((count, -place, row) for place, grid in enumerate(grids)
         for count, row in [_heading_row(grid, words)]),
        default=None,
    )  # fmt: skip
    if best is None or not best[0]:
        raise ForeignFault(
            f"{path.name} holds no table with a row of headings.",
            "The headings must stand in one of the first ten rows.",
        )
    grid = grids[-best[1]]
    _raise_errors(too_wide_or_long(grid))
    return _table(grid, best[2])


def _grids(path: Path) -> tuple[Grid, ...]:
    data = read_file(path)
    if path.suffix.casefold() in {".csv", ".tsv", ".txt"}:
        grid, found = csv_grid(path, data)
        _raise_errors(found)
        return (grid,) if grid else ()
    found = sniff(data, path.name)
    _raise_errors(found)
    grids, found = read_sheets(data, path.name)
    _raise_errors(found)
    return grids


def _raise_errors(found: Iterable[Finding]) -> None:
    for finding in found:
        if finding.severity is Severity.ERROR:
            raise ForeignFault(
                f"{finding.source.sheet}: {finding.message}",
                finding.advice or "Export it again as .xlsx or .csv.",
            )


def _heading_row(grid: Grid, words: set[str]) -> tuple[int, int]:
    """Return (how well it fits, row) of the best row for headings."""
    best = (0, 0)
    for number in sorted(grid.cells):
        if number > HEADING_ROWS:
            break
        texts = {heading_word(plain_text(cell)) for cell in grid.cells[number].values()}
        count = len(texts & words) if words else len(texts - {""})
        if count > best[0]:
            best = (count, number)
    return best


def _table(grid: Grid, row: int) -> ForeignTable:
    headings = {
        place: plain_text(cell) for place, cell in sorted(grid.cells[row].items())
    }
    rows = []
    for number, cells in sorted(grid.cells.items()):
        if number <= row:
            continue
        values = _filled(
            (heading_word(headings[place]), plain_text(cell))
            for place, cell in sorted(cells.items())
            if place in headings
        )
        if values:
            rows.append(ForeignRow(number, values))
    return ForeignTable(
        name=grid.title, headings=tuple(headings.values()), rows=tuple(rows)
    )
