"""Ids that cells refer to, and what is said where they do not exist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Spelling, did_you_mean, folded
from pushpull_sched.workbook.tables import Row, Table, Workbook
from pushpull_sched.workbook.typed import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """The ids of one sheet, each in the form in which it was written first.

    Attributes:
        sheet: Title of the sheet, for messages.
        word: What one of its rows is, for messages: ``student``.
        known: The ids.
        required: A roster without rows in this sheet is reported as such.
    """

    sheet: str
    word: str
    known: Spelling
    required: bool = False

    def resolve(
        self, name: str, row: Row, key: str, log: Log, *, code: str = "W301"
    ) -> str | None:
        """Return the id meant by a cell, or report that there is none."""
        found = self.known.find(name)
        if found is None and not (self.required and not len(self.known)):
            log.at(
                code,
                row.ref(key),
                f"There is no {self.word} {name} in {self.sheet}.",
                value=name,
                expected=f"an id in {self.sheet}",
                advice=did_you_mean(name, self.known),
            )
        return found


def ids_of(table: Table, key: str, word: str) -> Ids:
    """Collect the ids of a sheet, also of rows that have other faults."""
    found = (text_of(row, key) for row in table.rows())
    return Ids(
        sheet=table.title,
        word=word,
        known=Spelling(name for name in found if name is not None),
        required=table.sheet.required,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The ids of every sheet that others refer to.

    Attributes:
        students: Ids of Students.
        classes: Ids of Classes.
        rooms: Ids of Rooms.
        providers: Ids of Providers.
        provider_names: Folded name to the providers who have it.
        provider_words: Ids and names of providers, for advice.
    """

    students: Ids
    classes: Ids
    rooms: Ids
    providers: Ids
    provider_names: Mapping[str, tuple[str, ...]]
    provider_words: Spelling

    def provider(self, name: str, row: Row, key: str, log: Log) -> str | None:
        """Return the provider meant by a cell: an id, or a name that only one has."""
        known = self.providers.known.find(name)
        named = self.provider_names.get(folded(name), ())
        if known is not None or len(named) == 1:
            return known or named[0]
        if named:
            log.at(
                "W302",
                row.ref(key),
                f"Several providers are called {name}: {', '.join(named)}.",
                value=name,
                expected="a provider_id",
            )
            return None
        either = replace(self.providers, known=self.provider_words)
        return either.resolve(name, row, key, log)


def read_references(workbook: Workbook) -> References:
    """Collect the ids of a workbook."""
    tables = workbook.tables
    providers = ids_of(tables["providers"], "provider_id", "provider")
    named = [
        (providers.known.of(identifier), text_of(row, "name"))
        for row in tables["providers"].rows()
        if (identifier := text_of(row, "provider_id")) is not None
    ]
    return References(
        students=ids_of(tables["students"], "student_id", "student"),
        classes=ids_of(tables["classes"], "class_id", "class"),
        rooms=ids_of(tables["rooms"], "room_id", "room"),
        providers=providers,
        provider_names=by_name(named),
        provider_words=Spelling(
            (*providers.known, *(name for _, name in named if name))
        ),
    )


def by_name(pairs: Iterable[tuple[str, str | None]]) -> Mapping[str, tuple[str, ...]]:
    """Group ids by the folded name that goes with each.

    Args:
        pairs: (id, name or None).
    """
    found: dict[str, tuple[str, ...]] = {}
    for identifier, name in pairs:
        if name:
            known = found.get(folded(name), ())
            if identifier not in known:
                found[folded(name)] = (*known, identifier)
    return found
