"""What ``import`` shows."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import counted

if TYPE_CHECKING:
    from pushpull_sched.app.import_data import ImportAnswer, SheetCount, SuggestAnswer


def import_screen(answer: "ImportAnswer") -> RenderableType:
    """Return what was made, what is still missing, and what comes next."""
    parts: list[RenderableType] = []
    if answer.sheets:
        parts += [_counts(answer), Text()]
    parts += [Text(remark, style="yellow") for remark in answer.remarks]
    if answer.remarks:
        parts.append(Text())
    if answer.todo:
        parts += [_to_do(answer), Text()]
    parts.append(Text(f"Written: {answer.written}", style="bold green"))
    parts.append(
        Text(
            "Next: fill in the amber cells (sheet To do lists them), then: "
            f"pushpull-sched check {answer.written}"
        )
    )
    return Group(*parts)


def _counts(answer: "ImportAnswer") -> RenderableType:
    table = plain_table(Text(f"Read as {answer.source}"))
    table.add_column("Sheet", no_wrap=True)
    table.add_column("Rows", justify="right")
    table.add_column("Still missing", ratio=1, overflow="fold")
    for sheet in answer.sheets:
        table.add_row(
            Text(sheet.sheet),
            Text(f"{sheet.rows:,}"),
            Text("; ".join(_gaps(sheet)) or "nothing"),
        )
    return table


def _gaps(sheet: "SheetCount") -> Iterable[str]:
    for column, number in sheet.missing:
        yield f"{column} ({number:,})"
    if sheet.doubtful:
        yield f"{counted(sheet.doubtful, 'cell')} to look at"


def _to_do(answer: "ImportAnswer") -> RenderableType:
    table = plain_table(Text("What is left to do"))
    table.add_column("Sheet", no_wrap=True)
    table.add_column("What", ratio=1, overflow="fold")
    for line in answer.todo:
        table.add_row(Text(line.sheet), Text(line.text))
    return table


def suggest_screen(answer: "SuggestAnswer") -> RenderableType:
    """Return the proposed map as a table, and what comes next."""
    found = answer.suggestion
    table = plain_table(Text("Proposed map"))
    table.add_column("Our column", no_wrap=True)
    table.add_column("Their heading", overflow="fold")
    table.add_column("Why", ratio=1, overflow="fold")
    for one in found.proposals:
        why = one.reason or f"{one.likeness} % alike"
        table.add_row(Text(one.column), Text(one.heading), Text(why))
    for key in found.missing:
        row = (Text(key), Text("none found", style="yellow"), Text("needed"))
        table.add_row(*row)
    parts: list[RenderableType] = [table, Text()]
    if found.unused:
        parts.append(Text(f"Headings not used: {', '.join(found.unused)}."))
    if found.recognized:
        parts.append(
            Text(
                f"The built-in map {found.recognized} fits this file: use "
                f"--map {found.recognized}, or edit the proposal.",
                style="green",
            )
        )
    if answer.written:
        parts.append(Text(f"Written: {answer.written}", style="bold green"))
        parts.append(Text("Next: correct it, then name it with --map."))
    return Group(*parts, Text())
