"""The Providers sheet: several rows may describe one person."""

from dataclasses import dataclass

from pushpull_sched.domain.school import Provider
from pushpull_sched.workbook.hours import Stretch
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Names, folded
from pushpull_sched.workbook.references import References
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import days_of, names_of, number_of, text_of

_PERSONAL = (
    "name",
    "role",
    "rooms",
    "max_group",
    "max_minutes_day",
    "max_minutes_week",
    "max_consecutive",
    "break_minutes",
    "lunch_minutes",
    "lunch_start",
    "lunch_end",
    "planning_minutes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDraft:
    """A provider whose hours are not yet joined with Availability."""

    provider: Provider
    hours: tuple[Stretch, ...]


def read_providers(
    workbook: Workbook, references: References, names: Names, log: Log
) -> dict[str, ProviderDraft]:
    """Read the providers by id."""
    grouped: dict[str, list[Row]] = {}
    for row in workbook.tables["providers"].rows():
        written = text_of(row, "provider_id")
        if written is not None:
            known = references.providers.known.of(written)
            grouped.setdefault(known, []).append(row)
    return {
        identifier: _draft(identifier, rows, references, names, log)
        for identifier, rows in grouped.items()
    }


def _draft(
    identifier: str, rows: list[Row], references: References, names: Names, log: Log
) -> ProviderDraft:
    holds = {key: _holding_row(identifier, rows, key, log) for key in _PERSONAL}
    name, role = holds["name"], holds["role"]
    if role is None and not any(row.bad("role") for row in rows):
        log.cell(
            "W308",
            rows[0],
            "role",
            f"Provider {identifier} has no role.",
            expected="a role, as the role column of Services names it",
        )
    defaults = Provider(id=identifier, roles=frozenset(), hours=())

    def number(key: str) -> int | None:
        row = holds[key]
        return None if row is None else number_of(row, key)

    def number_else(key: str, default: int) -> int:
        found = number(key)
        return default if found is None else found

    provider = Provider(
        id=identifier,
        roles=frozenset(
            names.offered.of(found)
            for found in (names_of(role, "role") if role else ())
        ),
        hours=(),
        name=(text_of(name, "name") if name else None) or "",
        rooms=_rooms(holds["rooms"], references, log),
        max_group=number("max_group"),
        max_minutes_day=number("max_minutes_day"),
        max_minutes_week=number("max_minutes_week"),
        max_consecutive=number("max_consecutive"),
        break_minutes=number_else("break_minutes", defaults.break_minutes),
        lunch_minutes=number_else("lunch_minutes", defaults.lunch_minutes),
        lunch_start=number_else("lunch_start", defaults.lunch_start),
        lunch_end=number_else("lunch_end", defaults.lunch_end),
        planning_minutes=number_else("planning_minutes", 0),
        source=rows[0].ref("provider_id"),
    )
    _check_lunch(provider, holds, log)
    return ProviderDraft(
        provider=provider,
        hours=tuple(
            stretch for row in rows if (stretch := _stretch(row, names)) is not None
        ),
    )


def _holding_row(identifier: str, rows: list[Row], key: str, log: Log) -> Row | None:
    """Find the row whose cell holds for the person; other filled cells must agree."""
    first: Row | None = None
    for row in rows:
        if row[key] is None:
            continue
        if first is None:
            first = row
        elif _comparable(first[key]) != _comparable(row[key]):
            log.cell(
                "W303",
                row,
                key,
                f"Provider {identifier} has {key} {first.text(key)} in "
                f"{first.ref(key)} and {row.text(key)} here.",
                expected=f"{first.text(key)}, or a blank cell",
            )
    return first


def _comparable(value: object) -> object:
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, tuple):
        return frozenset(folded(str(part)) for part in value)
    return value


def _rooms(row: Row | None, references: References, log: Log) -> frozenset[str]:
    if row is None:
        return frozenset()
    found = (
        references.rooms.resolve(name, row, "rooms", log)
        for name in names_of(row, "rooms")
    )
    return frozenset(name for name in found if name is not None)


def _check_lunch(provider: Provider, holds: dict[str, Row | None], log: Log) -> None:
    start, end = holds["lunch_start"], holds["lunch_end"]
    row = end or start
    if start is end or row is None:
        return
    if provider.lunch_start >= provider.lunch_end:
        key = "lunch_end" if end else "lunch_start"
        log.cell(
            "W317",
            row,
            key,
            f"The lunch window of {provider.id} ends before it starts.",
            expected="lunch_end after lunch_start (defaults 10:30 and 13:30)",
        )


def _stretch(row: Row, names: Names) -> Stretch | None:
    days, start, end = days_of(row), number_of(row, "start"), number_of(row, "end")
    if days is None or start is None or end is None:
        return None
    return Stretch(
        days=days,
        span=(start, end),
        buildings=frozenset(
            names.buildings.of(name) for name in names_of(row, "building")
        ),
        source=row.ref(),
    )
