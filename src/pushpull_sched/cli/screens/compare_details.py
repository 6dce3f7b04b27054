"""Everything that ``compare --details`` adds: every table and every change."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from pushpull_sched.cli.screens.compare import column_sets
from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.domain.comparison import (
    Cell,
    Comparison,
    Difference,
    PersonDifference,
    Profile,
    Table,
)
from pushpull_sched.domain.comparison_words import told_sentence
from pushpull_sched.domain.facts import ProviderFacts, amount_text, percent_text


def details_screen(found: Comparison, tables: Iterable[Table]) -> RenderableType:
    """Return the tables side by side, then what changes and who is to be told."""
    parts = [_table(table, found) for table in tables]
    parts += [_provider_table(profile) for profile in found.profiles]
    for difference in found.differences:
        parts += _difference(found, difference)
    parts += _runs(found.profiles)
    return Group(*(each for part in parts for each in (part, Text())))


def _table(table: Table, found: Comparison) -> RenderableType:
    grids: list[RenderableType] = []
    for shown in column_sets(len(found.profiles)):
        grid = plain_table(Text(table.title))
        grid.add_column("", ratio=1, overflow="fold")
        for at in shown:
            letter = found.profiles[at].letter
            grid.add_column(letter, justify="right", overflow="fold")
        for line in table.lines:
            cells = (Text(_text(line.cells[at])) for at in shown)
            grid.add_row(Text(line.name), *cells)
        grids.append(grid)
    return Group(*grids, Text(table.note, style="dim"))


def _text(cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    return amount_text(cell)


def _provider_table(profile: Profile) -> RenderableType:
    table = plain_table(Text(f"Providers in {profile.letter}: a week"))
    table.add_column("Provider", ratio=1, overflow="fold")
    for heading in (
        "Minutes",
        "With\nstudents",
        "Mean\ngroup",
        "Longest\nrun",
        "Free\nblocks",
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in profile.providers:
        table.add_row(Text(one.name or one.id), *(Text(cell) for cell in _staff(one)))
    return table


def _staff(one: ProviderFacts) -> tuple[str, ...]:
    return (
        amount_text(one.minutes),
        percent_text(one.share),
        _text(one.mean_group),
        str(one.longest_run),
        _text(one.free_blocks),
    )


def _difference(found: Comparison, one: Difference) -> list[RenderableType]:
    first, other = found.profiles[0].letter, found.profiles[one.other].letter
    pair = f"from {first} to {other}"
    parts: list[RenderableType] = []
    if one.rosters.changes:
        rows = [f"{row.what} {row.id}: {row.text}" for row in one.rosters.changes]
        parts.append(_lines(f"Rosters {pair}", rows))
    parts.append(_people(f"Students {pair}, the worse first", one.students))
    parts.append(_people(f"Providers {pair}", one.providers, by_name=True))
    told = [
        f"{notice.name or notice.who} ({notice.kind}): {'; '.join(notice.reasons)}"
        if notice.kind != "student"
        else f"{notice.who} (student and family): {'; '.join(notice.reasons)}"
        for notice in one.notices
    ]
    parts.append(_lines(f"To be told {pair}: {told_sentence(one)}", told))
    return parts


def _people(
    title: str, people: Iterable[PersonDifference], *, by_name: bool = False
) -> RenderableType:
    lines: list[Text] = []
    for person in people:
        named = f"{person.name} ({person.id})" if by_name and person.name else person.id
        head = Text(f"{named}: {person.direction.value}", style="bold")
        head.append(
            "".join(f"; {effect}" for effect in person.effects), style="not bold"
        )
        lines += [head, *(Text(f"  {sentence}") for sentence in person.sentences)]
    return Group(Text(title, style="bold underline"), *(lines or [Text("  none")]))


def _lines(title: str, rows: Iterable[str]) -> RenderableType:
    return Group(
        Text(title, style="bold underline"), *(Text(f"  {row}") for row in rows)
    )


def _runs(profiles: Sequence[Profile]) -> list[RenderableType]:
    rows = [
        f"{one.letter}: {one.variant.origin.rerun} "
        f"(roster {one.variant.origin.roster_sha256[:12]}, "
        f"version {one.variant.origin.versions.get('pushpull-sched', '?')})"
        for one in profiles
        if one.variant.origin and one.variant.origin.rerun
    ]
    return [_lines("To make them again", rows)] if rows else []
