"""Screens of ``explain``, one section each: counts, conflicts, repair, staffing."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pushpull_sched.cli.screens.staffing import staffing_screen
from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import counted
from pushpull_sched.domain.explanation import (
    Alone,
    Change,
    Cite,
    Conflict,
    Count,
    Explanation,
    Repair,
    Strength,
)

if TYPE_CHECKING:
    from pushpull_sched.app.explain import ExplainAnswer

MOST_COUNTS = 15
MOST_TIGHT = 5
MOST_ALONE = 12
_MOST_CITES = 6


def explain_screen(answer: "ExplainAnswer", explanation: Explanation) -> RenderableType:
    """Return everything that ``explain`` shows."""
    proofs = _of_strength(explanation, Strength.CANNOT)
    tight = _of_strength(explanation, Strength.TIGHT)
    served = not proofs and not explanation.conflicts
    inside: list[RenderableType] = [Text(explanation.status, style="bold")]
    if proofs:
        inside += _counts("What cannot be, by counting", proofs, MOST_COUNTS)
    if tight:
        inside += _counts("Tight spots: it fits, but only just", tight, MOST_TIGHT)
    if explanation.conflicts:
        inside += _conflicts(explanation.conflicts)
    if explanation.repair is not None:
        inside += _repair(explanation.repair)
    if explanation.alone:
        inside += _alone(explanation.alone)
    if explanation.staffing is not None:
        inside += [Text(), staffing_screen(explanation.staffing)]
    if explanation.remarks:
        inside.append(Text())
        inside += [Text(remark, style="dim") for remark in explanation.remarks]
    return Panel(
        Group(*inside),
        title=Text(answer.title, style="bold"),
        title_align="left",
        subtitle=Text(f"{answer.seconds:.0f} s", style="dim"),
        subtitle_align="right",
        border_style="green" if served else "yellow",
        box=box.ROUNDED,
        padding=(1, 2),
    )


def _of_strength(explanation: Explanation, strength: Strength) -> list[Count]:
    return [count for count in explanation.counts if count.strength is strength]


def _heading(text: str) -> Text:
    return Text(text, style="bold underline")


def _numbered(entries: Iterable[Sequence[RenderableType]]) -> Iterator[RenderableType]:
    """Yield entries with their numbers in a margin."""
    for number, entry in enumerate(entries, start=1):
        if number > 1:
            yield Text()
        grid = Table.grid(padding=(0, 1))
        grid.add_column(justify="right", no_wrap=True, min_width=3)
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row(Text(f"{number}."), Group(*entry))
        yield grid


def _counts(title: str, counts: Sequence[Count], most: int) -> Iterator[RenderableType]:
    yield Text()
    yield _heading(title)
    yield Text()
    yield from _numbered([_headline(each), Text(each.text)] for each in counts[:most])
    if len(counts) > most:
        yield Text(f"and {len(counts) - most} more; see all with --json", style="dim")


def _headline(count: Count) -> Text:
    """Return the subject and the two numbers."""
    names = ", ".join(count.names)
    where = f", {count.window}" if count.window else ""
    style = "bold red" if count.strength is Strength.CANNOT else "bold yellow"
    line = Text(f"{names}{where}: ", style="bold")
    line.append(
        f"{count.needed:,} {count.unit} needed, {count.available:,} there", style=style
    )
    return line


def _conflicts(conflicts: Sequence[Conflict]) -> Iterator[RenderableType]:
    yield Text()
    yield _heading("What cannot hold together")
    yield Text()
    yield from _numbered([*_conflict(each)] for each in conflicts)


def _conflict(conflict: Conflict) -> Iterator[RenderableType]:
    size = f"{len(conflict.members)} rows and rules"
    minutes = counted(conflict.minutes, "minute")
    line = Text(f"{minutes} short", style="bold red")
    line.append(f"  {size}", style="dim")
    if not conflict.minimal:
        line.append(", not yet minimal", style="yellow")
    yield line
    yield Text(conflict.argument)
    for member in conflict.members:
        text = Text("- " + member.text, style="dim")
        text.append(_places(member.cites), style="dim cyan")
        yield Padding(text, (0, 0, 0, 2))


def _places(cites: Sequence[Cite]) -> str:
    """Return the cells, in brackets."""
    places = list(dict.fromkeys(str(cite.source) for cite in cites))
    if not places:
        return ""
    more = len(places) - _MOST_CITES
    shown = ", ".join(places[:_MOST_CITES])
    return f" ({shown}{f' and {more} more' if more > 0 else ''})"


def _repair(repair: Repair) -> Iterator[RenderableType]:
    yield Text()
    yield _heading("What would help")
    yield Text()
    outcome = (
        "makes the schedule complete"
        if repair.complete
        else f"gives {counted(repair.minutes, 'minute')} more"
    )
    least = "The cheapest change" if repair.least else "A change"
    line = Text(f"{least} that was found {outcome}", style="bold green")
    line.append(f" (cost {repair.cost:,})")
    if repair.verified:
        line.append(": the changed roster was solved, and its schedule verified.")
    yield line
    yield Text()
    table = plain_table()
    table.add_column("Change", ratio=1, overflow="fold")
    table.add_column("Where", overflow="fold")
    table.add_column("Cost", justify="right", no_wrap=True)
    for change in repair.changes:
        table.add_row(*_change(change), Text(str(change.cost)))
    yield table


def _change(change: Change) -> tuple[Text, Text]:
    places = dict.fromkeys(str(cite.source) for cite in change.cites)
    return Text(change.text), Text(", ".join(places), style="cyan")


def _alone(alone: Sequence[Alone]) -> Iterator[RenderableType]:
    yield Text()
    table = plain_table(Text("What each change alone would buy"))
    table.add_column("Change", ratio=1, overflow="fold")
    table.add_column("Where", overflow="fold")
    table.add_column("Cost", justify="right", no_wrap=True)
    table.add_column("Minutes", justify="right", no_wrap=True)
    for each in alone[:MOST_ALONE]:
        minutes = Text(f"{each.minutes:,}")
        if each.complete:
            minutes = Text("all", style="bold green")
        table.add_row(*_change(each.change), Text(str(each.change.cost)), minutes)
    yield table
    if len(alone) > MOST_ALONE:
        more = len(alone) - MOST_ALONE
        yield Text(f"and {more} more; see all with --json", style="dim")
