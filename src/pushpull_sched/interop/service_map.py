"""How the columns of a foreign table become those of Students and Services.

A map is a small TOML file. ``[columns]`` names the foreign heading of each of our
columns; of a list the first one that gives a value counts, row by row. ``[values.X]``
replaces what is written under column X: the first pattern that fits counts, ``*``
stands for any text, and a text that fits none is kept. ``[defaults]`` fills blanks.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.interop.foreign import ForeignRow, ForeignTable, read_file
from pushpull_sched.workbook.cell import clean
from pushpull_sched.workbook.columns import Column
from pushpull_sched.workbook.schema import SHEET
from pushpull_sched.workbook.words import did_you_mean

BUILT_IN = ("seis", "edfi")
STUDENT_KEYS = ("name", "grade", "homeroom", "building", "birth_date")
"""Columns of Students that a map may fill beside the id."""

_URI_MARK = "uri://"
_ANY = "*"
_TOP = frozenset({"name", "recognized_by", "sheet", "columns", "values", "defaults"})


def target_columns() -> Mapping[str, Column]:
    """Return the columns that a map may fill, by key."""
    students = {key: SHEET["students"].column(key) for key in STUDENT_KEYS}
    services = {column.key: column for column in SHEET["services"].columns}
    return {**services, **students}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMap:
    """A map.

    Attributes:
        name: What it is called on the screen.
        columns: Our column to foreign headings, in the order in which they are tried.
        values: Our column to (pattern in lower case, value) pairs.
        defaults: Our column to the value of a blank.
        recognized_by: Headings that together tell that the map fits.
        sheet: Sheet of the workbook that holds the table; blank: the best one.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[tuple[str, str], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    defaults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    recognized_by: tuple[str, ...] = ()
    sheet: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Every foreign heading that the map reads."""
        return tuple(name for names in self.columns.values() for name in names)

    def value(self, row: ForeignRow, key: str) -> str:
        """Return what a row says about one of our columns, blank where nothing."""
        for heading in self.columns.get(key, ()):
            found = self._translated(key, _plain(row.text(heading)))
            if found:
                return found
        return self.defaults.get(key, "")

    def _translated(self, key: str, text: str) -> str:
        if not text:
            return ""
        lowered = text.casefold()
        for pattern, value in self.values.get(key, ()):
            if _fits(pattern, lowered):
                return value
        return text

    def fits(self, table: ForeignTable) -> bool:
        """Tell whether a table has the headings by which the map is recognized."""
        return bool(self.recognized_by) and all(map(table.has, self.recognized_by))


def _fits(pattern: str, text: str) -> bool:
    """Tell whether a text fits a pattern, in which ``*`` stands for any text."""
    pieces = map(re.escape, pattern.split(_ANY))
    return re.fullmatch(".*".join(pieces), text, re.DOTALL) is not None


def _plain(text: str) -> str:
    """Return the code of an Ed-Fi descriptor, any other text as it is."""
    return text.rpartition("#")[2] if text.startswith(_URI_MARK) else text


def built_in(name: str) -> ServiceMap:
    """Return a map that comes with the program.

    Args:
        name: One of :data:`BUILT_IN`.
    """
    folder = resources.files("pushpull_sched.interop").joinpath("maps")
    text = folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return parse_map(text, name)


def load_map(named: str) -> ServiceMap:
    """Return a built-in map, or read one from a TOML file.

    Raises:
        ForeignFault: There is no such map, or the file is none.
    """
    if named.casefold() in BUILT_IN:
        return built_in(named.casefold())
    path = Path(named)
    if not path.is_file():
        raise ForeignFault(
            f"There is no map {named}.",
            f"Name a TOML file, or one that is built in: {', '.join(BUILT_IN)}.",
        )
    try:
        text = read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ForeignFault(f"The map {path.name} is not UTF-8 text.") from error
    return parse_map(text, path.name)


def recognize(table: ForeignTable) -> str | None:
    """Return the built-in map that fits a table, None where none does."""
    return next((name for name in BUILT_IN if built_in(name).fits(table)), None)


def parse_map(text: str, name: str) -> ServiceMap:
    """Read a map.

    Args:
        text: The TOML.
        name: Name of its file, for messages.

    Raises:
        ForeignFault: It is no TOML, or names something that there is not.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ForeignFault(f"The map {name} is no TOML: {error}.") from error
    for key in content:
        if key not in _TOP:
            raise ForeignFault(
                f"The map {name} has an unknown entry {key}.",
                did_you_mean(key, tuple(sorted(_TOP)))
                or f"Known are {', '.join(sorted(_TOP))}.",
            )
    columns = {
        key: _texts(value, f"columns.{key}", name)
        for key, value in _entries(content, "columns", name)
    }
    if "service" not in columns or "student_id" not in columns:
        raise ForeignFault(
            f"The map {name} must name the columns student_id and service.",
            "Let one be proposed: pushpull-sched import services FILE --suggest",
        )
    return ServiceMap(
        name=str(content.get("name", name)),
        columns=columns,
        values={
            key: tuple(_patterns(value, f"values.{key}", name))
            for key, value in _entries(content, "values", name)
        },
        defaults={
            key: _text(value, f"defaults.{key}", name)
            for key, value in _entries(content, "defaults", name)
        },
        recognized_by=_texts(content.get("recognized_by", []), "recognized_by", name),
        sheet=_text(content.get("sheet", ""), "sheet", name),
    )


def _entries(
    content: Mapping[str, object], part: str, name: str
) -> Iterator[tuple[str, object]]:
    """Yield the entries of a part whose keys are columns of ours."""
    entries = content.get(part, {})
    if not isinstance(entries, dict):
        raise ForeignFault(f"In the map {name}, {part} must be a table: [{part}].")
    known = tuple(target_columns())
    for key, value in entries.items():
        if key not in known:
            raise ForeignFault(
                f"In the map {name}, {part} names {key}, which is no column of "
                "Services or Students.",
                did_you_mean(key, known) or f"Known are {', '.join(known)}.",
            )
        yield key, value


def _text(value: object, where: str, name: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ForeignFault(f"In the map {name}, {where} must be a text.")
    return str(value)


def _texts(value: object, where: str, name: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(_text(one, where, name) for one in values)


def _patterns(value: object, where: str, name: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        raise ForeignFault(f"In the map {name}, {where} must be a table of values.")
    entries = sorted(value.items(), key=lambda entry: entry[0] == _ANY)
    for pattern, target in entries:
        yield clean(pattern).text.casefold(), _text(target, f"{where}.{pattern}", name)
