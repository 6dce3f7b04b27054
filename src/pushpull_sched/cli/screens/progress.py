"""Progress as a person sees it: which level, how good, how much time is left."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import gap_text, level_title
from pushpull_sched.domain.result import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressView:
    """What is known so far.

    Attributes:
        began: Time of the clock at which the run began.
        limit: Seconds for everything.
        current: Level or phase in work.
        levels: The last news of every level that has a value, in order.
    """

    began: float
    limit: float
    current: str = ""
    levels: Mapping[str, Progress] = field(default_factory=dict)

    def after(self, news: Progress) -> "ProgressView":
        """Return the view once ``news`` is known."""
        if news.value is None:
            return replace(self, current=news.level)
        # A phase without a bound of its own leaves once a level takes over.
        kept = {
            name: known
            for name, known in self.levels.items()
            if known.bound is not None or name == news.level
        }
        levels = {**kept, news.level: news}
        return replace(self, current=news.level, levels=levels)

    def is_news(self, news: Progress) -> bool:
        """Whether a line about it tells more than the last one did."""
        former = self.levels.get(news.level)
        if news.value is None:
            return news.level != self.current
        return former is None or former.value != news.value


def progress_line(news: Progress) -> str:
    """Return one line for a log."""
    head = f"{news.elapsed:6.1f} s  {level_title(news.level)}"
    if news.value is None:
        return head
    line = f"{head}: {news.value:,}"
    if news.bound is not None:
        line += f", cannot be below {news.bound:,} ({gap_text(news.value, news.bound)})"
    return f"{line}, {news.remaining:.0f} s left"


def live_screen(view: ProgressView, *, now: float) -> RenderableType:
    """Return the screen at a moment."""
    elapsed = min(max(now - view.began, 0.0), view.limit)
    parts: list[RenderableType] = []
    if view.levels:
        parts.append(_levels(view))
        parts.append(Text())
    parts.append(_clock(view, elapsed))
    parts.append(Text("Ctrl-C stops and keeps the best so far.", style="dim"))
    return Group(*parts)


def _levels(view: ProgressView) -> Table:
    table = plain_table()
    table.add_column("Level", ratio=1)
    table.add_column("Now", justify="right", no_wrap=True)
    table.add_column("Cannot be below", justify="right", no_wrap=True)
    table.add_column("Gap", justify="right", no_wrap=True)
    for name, news in view.levels.items():
        value, bound = news.value, news.bound
        if value is None or bound is None:
            shown = ("" if value is None else f"{value:,}", "", "")
        else:
            shown = (f"{value:,}", f"{bound:,}", gap_text(value, bound))
        style = "bold" if name == view.current else "dim"
        table.add_row(
            Text(level_title(name)), *(Text(text) for text in shown), style=style
        )
    return table


def _clock(view: ProgressView, elapsed: float) -> Table:
    row = Table.grid(padding=(0, 2), expand=True)
    row.add_column(no_wrap=True)
    row.add_column(ratio=1)
    row.add_column(no_wrap=True, justify="right")
    doing = level_title(view.current).capitalize() if view.current else "Starting"
    left = view.limit - elapsed
    row.add_row(
        Text(doing),
        ProgressBar(total=view.limit, completed=elapsed),
        Text(f"{elapsed:.0f} s of {view.limit:.0f} s, {left:.0f} s left"),
    )
    return row
