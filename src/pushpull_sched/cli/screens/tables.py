"""The one look of all tables."""

from rich import box
from rich.table import Table
from rich.text import Text


def plain_table(title: Text | None = None) -> Table:
    """Return an empty table with a left-aligned title and a rule under its heading."""
    if title is not None:
        title.stylize("bold")
    return Table(
        title=title,
        title_justify="left",
        title_style="",
        header_style="dim",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        expand=True,
    )
