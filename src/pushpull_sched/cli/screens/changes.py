"""What a new schedule changes against its baseline, by provider."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import counted
from pushpull_sched.domain.changes import (
    ChangeKind,
    SessionChange,
    changes_by_provider,
)

MOST_PROVIDERS = 12
_HEADINGS = {
    ChangeKind.MOVED: "Moved",
    ChangeKind.PLACE: "Other place",
    ChangeKind.NEW: "New",
    ChangeKind.ENDED: "Ended",
}


def changes_screen(
    name: str, changes: Iterable[SessionChange], *, written: bool
) -> RenderableType:
    """Return how many sessions change, and for which providers.

    Args:
        name: File or folder of the baseline.
        changes: What differs from it.
        written: There is a workbook with every change in it.
    """
    found = tuple(changes)
    if not found:
        return Text(f"Nothing changes against {name}.")
    by_provider = changes_by_provider(found)
    table = plain_table(Text(f"Changes against {name}"))
    table.add_column("Provider", ratio=1, overflow="fold")
    for heading in _HEADINGS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    busiest = sorted(by_provider, key=lambda one: -sum(by_provider[one].values()))
    for provider_id in busiest[:MOST_PROVIDERS]:
        counts = (by_provider[provider_id].get(kind, 0) for kind in _HEADINGS)
        table.add_row(Text(provider_id), *(Text(f"{n:,}" if n else "") for n in counts))
    lines: list[RenderableType] = [table]
    more = len(busiest) - MOST_PROVIDERS
    if more > 0:
        lines.append(Text(f"and {more:,} more"))
    lines.append(Text(_sentence(found, written=written)))
    return Group(*lines)


def _sentence(changes: tuple[SessionChange, ...], *, written: bool) -> str:
    """Count the services' sessions and the students; a shared session counts for each.

    A move from one provider to another stands with both in the table, once here.
    """
    students = {change.student_id for change in changes} - {""}
    parts = []
    for kind, heading in _HEADINGS.items():
        number = sum(len(one.weeks) for one in changes if one.kind is kind)
        if number:
            parts.append(f"{number:,} {heading.lower()}")
    sentence = f"In all {', '.join(parts)}, for {counted(len(students), 'student')}."
    return f"{sentence} The sheet Changes lists them." if written else sentence
