"""When things happened in a run: its phases, and each level's values and bounds."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pushpull_sched.app.watchers import Watchers, phase
from pushpull_sched.domain.result import Progress, SolveResult, SolveStatus
from pushpull_sched.domain.school import School

LOADED = "loaded"
"""The workbook was read and has no errors."""
SCHEDULE = "schedule"
"""The first verified schedule was there, complete or not."""
COMPLETE = "complete"
"""The first verified schedule that serves everything was there."""
VERIFIED = "verified"
"""The final schedule was verified once more."""
WRITTEN = "written"
"""The files were written and read back."""


@dataclass(slots=True)
class Trace:
    """A list of marks that grows as a run goes on.

    Attributes:
        elapsed: Seconds since the run began.
        marks: What happened, in order; a phase has neither value nor bound.
    """

    elapsed: Callable[[], float]
    marks: list[Progress] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _last: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)

    def mark(self, name: str) -> None:
        """Note that a phase is reached, the first time only."""
        if name not in self._known:
            self._known.add(name)
            self._note(phase(name))

    def watching(self, watchers: Watchers) -> Watchers:
        """Return watchers that take notes before they pass the news on."""

        def loaded(school: School) -> None:
            self.mark(LOADED)
            watchers.loaded(school)

        def progress(news: Progress) -> None:
            if self._last.get(news.level) != (news.value, news.bound):
                self._last[news.level] = news.value, news.bound
                self._note(news)
            watchers.progress(news)

        def incumbent(result: SolveResult) -> None:
            self.mark(SCHEDULE)
            if result.status is SolveStatus.COMPLETE:
                self.mark(COMPLETE)
            watchers.incumbent(result)

        return Watchers(loaded=loaded, progress=progress, incumbent=incumbent)

    def _note(self, news: Progress) -> None:
        self.marks.append(replace(news, elapsed=self.elapsed()))
