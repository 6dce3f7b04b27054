"""What ``pseudonymize`` shows."""

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import counted

if TYPE_CHECKING:
    from pushpull_sched.app.pseudonymize import PseudonymizeAnswer

_MOST_TEXTS = 60


def pseudonymize_screen(answer: "PseudonymizeAnswer") -> RenderableType:
    """Return what was written, what stayed as it was, and how the key is kept."""
    files = [Text(f"Written: {file}", style="bold green") for file in answer.files]
    if answer.restored:
        return Group(*files, Text(f"Names put back with the key {answer.key}."))
    parts: list[RenderableType] = []
    if answer.roster.kept:
        parts += [_kept(answer), Text()]
    parts += [Text(line, style="yellow") for line in _warnings(answer)]
    word = "Key written" if answer.new_key else "Key used again, and added to"
    return Group(
        *parts,
        *files,
        Text(f"{word}: {answer.key}", style="bold"),
        Text(
            "The key says who is who. Never pass it on; delete it when nobody has to "
            "be named again."
        ),
    )


def _kept(answer: "PseudonymizeAnswer") -> RenderableType:
    table = plain_table(Text("Kept as written; see that no name stands in them"))
    table.add_column("What", no_wrap=True)
    table.add_column("Texts", ratio=1, overflow="fold")
    for what, texts in answer.roster.kept.items():
        more = len(texts) - _MOST_TEXTS
        shown = ", ".join(texts[:_MOST_TEXTS]) + (
            f" and {more} more" if more > 0 else ""
        )
        table.add_row(Text(what), Text(shown))
    return table


def _warnings(answer: "PseudonymizeAnswer") -> list[str]:
    roster = answer.roster
    found = []
    if roster.notes:
        what = counted(roster.notes, "free text")
        found.append(
            f"{what} (notes, reasons) kept as written; look for names in them."
            if roster.notes_kept
            else f"{what} (notes, reasons) left out."
        )
    if roster.left_out:
        found.append(
            f"{counted(roster.left_out, 'cell')} that cannot be read left blank."
        )
    if roster.small_groups:
        pairs = counted(roster.small_groups, "service")
        found.append(
            f"In {pairs} of a grade there are fewer than five students: somebody who "
            "knows the school may recognize them all the same."
        )
    return found
