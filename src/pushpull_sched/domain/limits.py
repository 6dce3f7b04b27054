"""How much of a file is read: a roster is small, and a crafted file must not be large.

The limits hold for everything that a command reads. They are kept beside the call
rather than handed through it, as the limit of a process is: see :func:`reading_with`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MOST_SHEETS = 250
MOST_COLUMNS = 1_000
MOST_MEMBERS = 2_000
"""Parts of an archive."""
MOST_RATIO = 200
"""Times that a part of an archive may grow when it is unpacked."""
RATIO_FROM = MEGABYTE
"""Parts below this unpacked size may be as regular as they like."""
_EXPORTED_ROWS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one command.

    Attributes:
        rows: Filled rows of a sheet or CSV file.
        megabytes: Size of a file.
    """

    rows: int = 50_000
    megabytes: int = 100

    @property
    def file_bytes(self) -> int:
        """Bytes of a file as it lies on the disk."""
        return self.megabytes * MEGABYTE

    @property
    def unpacked_bytes(self) -> int:
        """Bytes of all parts of an archive together, unpacked."""
        return 2 * self.file_bytes

    @property
    def json_bytes(self) -> int:
        """Bytes of a JSON file, which takes many times its size in memory."""
        return self.file_bytes // 4

    @property
    def cells(self) -> int:
        """Filled cells of a sheet."""
        return 4 * self.rows

    @property
    def all_cells(self) -> int:
        """Filled cells of all sheets together."""
        return 10 * self.rows

    @property
    def pieces(self) -> int:
        """Pieces of markup of a workbook, cells that are only formatted left out."""
        return 8 * self.all_cells

    @property
    def fields(self) -> int:
        """Fields of a CSV file, blank ones too."""
        return 4 * self.all_cells

    @property
    def exported_rows(self) -> int:
        """Rows of a file of another system: an export of a whole large district."""
        return max(_EXPORTED_ROWS, self.rows)


_CURRENT: ContextVar[Limits] = ContextVar("limits", default=Limits())  # noqa: B039 - frozen


def limits() -> Limits:
    """Return the limits that hold now."""
    return _CURRENT.get()


@contextmanager
def reading_with(wanted: Limits) -> Iterator[None]:
    """Read with other limits inside the block."""
    former = _CURRENT.set(wanted)
    try:
        yield
    finally:
        _CURRENT.reset(former)
