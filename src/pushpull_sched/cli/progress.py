"""Progress on stderr: live on a terminal, a line per improvement elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from pushpull_sched.app.watchers import Watchers
from pushpull_sched.cli.screens.progress import ProgressView, live_screen, progress_line
from pushpull_sched.cli.screens.words import counted
from pushpull_sched.domain.result import Progress
from pushpull_sched.domain.school import School

if TYPE_CHECKING:
    from pushpull_sched.app.solve import SolveRequest

_FRAMES_PER_SECOND = 4


@dataclass(slots=True)
class _Shown:
    """What is on the screen now."""

    view: ProgressView
    clock: Callable[[], float] = field(default=monotonic)

    def __rich__(self) -> RenderableType:
        return live_screen(self.view, now=self.clock())


@contextmanager
def shown_progress(
    console: Console, request: "SolveRequest", *, greet: bool = True
) -> Iterator[Watchers]:
    """Show what happens until the block ends.

    Args:
        console: Where.
        request: What was asked.
        greet: Say first what school it is.
    """
    began = monotonic() if request.started is None else request.started
    shown = _Shown(view=ProgressView(began=began, limit=request.params.time_limit))

    def loaded(school: School) -> None:
        if greet:
            console.print(Text(_greeting(school)))

    def advance(news: Progress) -> None:
        shown.view = shown.view.after(news)

    def tell(news: Progress) -> None:
        before = shown.view
        advance(news)
        if before.is_news(news):
            console.print(Text(progress_line(news)), soft_wrap=True)

    if not console.is_terminal:
        yield Watchers(loaded=loaded, progress=tell)
        return
    with Live(
        shown,
        console=console,
        refresh_per_second=_FRAMES_PER_SECOND,
        transient=True,
    ):
        yield Watchers(loaded=loaded, progress=advance)


@contextmanager
def shown_phase(console: Console) -> Iterator[Watchers]:
    """Show on a terminal what is done at the moment; elsewhere nothing."""
    if not console.is_terminal:
        yield Watchers()
        return
    with console.status(Text("counting")) as status:

        def tell(news: Progress) -> None:
            left = f"{news.remaining:.0f} s left"
            status.update(Text(f"{news.level}, {left}"))

        yield Watchers(progress=tell)


def _greeting(school: School) -> str:
    return (
        f"{school.settings.school}: {counted(len(school.students), 'student')}, "
        f"{counted(len(school.services), 'service')}, "
        f"{counted(len(school.providers), 'provider')}, "
        f"{counted(len(school.rooms), 'room')}."
    )
