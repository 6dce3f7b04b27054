"""Lines about variants: which one begins, what became of it, what is where."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from pushpull_sched.cli.screens.words import counted
from pushpull_sched.domain.result import SolveStatus

if TYPE_CHECKING:
    from pushpull_sched.app.variant_runs import (
        VariantOutcome,
        VariantRun,
        VariantsAnswer,
    )

_WORDS = {
    SolveStatus.COMPLETE: ("complete", "green"),
    SolveStatus.INCOMPLETE: ("incomplete: minutes are missing", "yellow"),
    SolveStatus.INFEASIBLE: ("no legal schedule: the pins cannot stand", "red"),
    SolveStatus.UNKNOWN: ("no schedule was found in the time given", "red"),
    None: ("not solved: the program broke down", "red"),
}


def begin_line(run: "VariantRun") -> RenderableType:
    """Say which variant begins."""
    line = Text()
    line.append(f"{run.number} of {run.count}  {run.what_if.name}", style="bold")
    line.append(f"  {run.what_if.about}", style="dim")
    line.append(f", {run.request.params.time_limit:g} s at most", style="dim")
    return line


def end_lines(outcome: "VariantOutcome") -> RenderableType:
    """Say what became of a variant."""
    words, style = _WORDS[outcome.status]
    line = Text("  ")
    if outcome.reused:
        line.append(f"{outcome.what_if.name}: finished earlier, ", style="bold")
    line.append(words, style=style)
    if not outcome.reused:
        line.append(f"  {outcome.seconds:.0f} s", style="dim")
    said = () if outcome.has_schedule else outcome.reasons
    return Group(line, *(Text(f"  {reason}", style="dim") for reason in said))


def closing_lines(answer: "VariantsAnswer", *, details: bool) -> RenderableType:
    """Say what is missing, and where everything is."""
    return Group(*_closing(answer, details=details))


def _closing(answer: "VariantsAnswer", *, details: bool) -> Iterator[Text]:
    for outcome in answer.outcomes:
        if not outcome.has_schedule:
            words, style = _WORDS[outcome.status]
            yield Text(f"Not compared: {outcome.what_if.name} ({words}).", style=style)
    if answer.compared is None:
        yield Text(
            "There are fewer than two schedules: nothing to compare.", style="yellow"
        )
    left = answer.count - len(answer.outcomes)
    if left:
        yield Text(
            f"{counted(left, 'variant')} not begun; the same command goes on there.",
            style="yellow",
        )
    for remark in answer.remarks:
        yield Text(remark, style="yellow")
    if any(outcome.folder for outcome in answer.outcomes):
        yield Text(f"Every variant has its own folder in {answer.out}")
    for file in answer.compared.files if answer.compared else ():
        yield Text(f"Written: {file}")
    if answer.compared and not details:
        yield Text("All of it on the terminal: --details or --json.", style="dim")
