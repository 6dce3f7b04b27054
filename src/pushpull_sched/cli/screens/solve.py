"""Closing screen of ``solve``."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from pushpull_sched.cli.screens.changes import changes_screen
from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import (
    STATUS_STYLES,
    counted,
    gap_text,
    level_title,
    schedule_sentence,
    short_services,
    status_sentence,
)
from pushpull_sched.domain.findings import Severity
from pushpull_sched.domain.result import SolveResult, SolveStatus

if TYPE_CHECKING:
    from pushpull_sched.app.solve import SolveAnswer

MOST_SHORT = 20


def solve_screen(answer: "SolveAnswer", result: SolveResult) -> RenderableType:
    """Return the status, the levels, what is short, and why nothing was written.

    Where the files are is for the caller to print: a border would break long paths.
    """
    style = STATUS_STYLES[result.status]
    inside: list[RenderableType] = [Text(status_sentence(result), style="bold")]
    if result.schedule is not None and result.schedule.sessions:
        inside.append(Text(schedule_sentence(result.schedule)))
    inside += [Text(reason) for reason in result.reasons]
    if result.stages:
        inside += [Text(), _levels(result)]
    if short_services(result.verdict):
        inside += [Text(), _short(answer, result)]
    if answer.earlier is not None and result.schedule is not None:
        name, written = answer.earlier.name, bool(answer.files)
        inside += [Text(), changes_screen(name, answer.changes, written=written)]
    if remarks := _remarks(answer, result):
        inside += [Text(), *remarks]
    return Panel(
        Group(*inside),
        title=Text(answer.title, style="bold"),
        title_align="left",
        subtitle=Text(f"{answer.seconds:.0f} s", style="dim"),
        subtitle_align="right",
        border_style=style,
        box=box.ROUNDED,
        padding=(1, 2),
    )


def _levels(result: SolveResult) -> Table:
    table = plain_table()
    table.add_column("Level", ratio=1)
    table.add_column("Value", justify="right", no_wrap=True)
    table.add_column("Cannot be below", justify="right", no_wrap=True)
    table.add_column("Gap", justify="right", no_wrap=True)
    for stage in result.stages:
        gap = gap_text(stage.value, stage.bound)
        table.add_row(
            Text(level_title(stage.level)),
            Text(f"{stage.value:,}"),
            Text(f"{stage.bound:,}"),
            Text(gap, style="green" if gap == "proven" else ""),
        )
    return table


def _short(answer: "SolveAnswer", result: SolveResult) -> RenderableType:
    short = short_services(result.verdict)
    table = plain_table(Text("Short of minutes"))
    table.add_column("Service", overflow="fold")
    table.add_column("Owed", justify="right", no_wrap=True)
    table.add_column("Given", justify="right", no_wrap=True)
    table.add_column("Why", ratio=1, overflow="fold")
    for outcome in short[:MOST_SHORT]:
        reason = result.service_reasons.get(outcome.service_id, "")
        table.add_row(
            Text(outcome.service_id),
            Text(str(outcome.required_minutes)),
            Text(str(outcome.scheduled_minutes)),
            Text(reason),
        )
    closing = []
    if result.interrupted and not result.service_reasons:
        closing.append(Text("The run ended before the reasons were looked for."))
    more = len(short) - MOST_SHORT
    if more > 0:
        where = "in Compliance" if answer.files else "with --json"
        closing.append(Text(f"and {more} more {where}"))
    return Group(table, *closing)


def _remarks(answer: "SolveAnswer", result: SolveResult) -> list[Text]:
    lines = []
    warnings = [
        finding
        for finding in answer.roster.findings
        if finding.severity is Severity.WARNING
    ]
    if warnings:
        counts = counted(len(warnings), "warning")
        lines.append(
            Text(f"The workbook has {counts}: see pushpull-sched check.", style="dim")
        )
    if answer.remark:
        lines.append(Text(answer.remark, style="yellow"))
    if not answer.files:
        strict = result.status is SolveStatus.INCOMPLETE
        why = "Nothing was written, as --strict asks."
        lines.append(Text(why if strict else _next_step(result)))
    return lines


def _next_step(result: SolveResult) -> str:
    if result.status is SolveStatus.UNKNOWN and not result.interrupted:
        return "Nothing was written. Give it more time, for example --time-limit 300."
    return "Nothing was written."
