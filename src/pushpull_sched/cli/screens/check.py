"""Screens of ``check``, and of a roster with errors wherever one turns up."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import (
    advised,
    counted,
    finding_count,
    severity_count,
)
from pushpull_sched.domain.findings import Finding, Severity, has_errors

if TYPE_CHECKING:
    from pushpull_sched.app.check import CheckAnswer, DemandList

MOST_FINDINGS = 200
_MOST_VALUE = 24
_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "dim",
}
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def check_screen(answer: "CheckAnswer", *, with_demand: bool) -> RenderableType:
    """Return everything that ``check`` shows.

    Notes say how the reader understood something; they are shown with the demand.
    """
    findings = answer.roster.findings
    parts: list[RenderableType] = list(_findings(findings, with_notes=with_demand))
    if answer.demand is not None:
        parts += [_demand_table(answer.demand), Text()]
    parts.append(_closing(answer.roster.name, findings))
    if answer.annotated is not None:
        parts.append(Text(f"Written: {answer.annotated}, the faulty cells marked."))
    return Group(*parts)


def faults_screen(name: str, findings: Iterable[Finding]) -> RenderableType:
    """Return what other commands show when a roster or schedule has errors."""
    found = tuple(findings)
    count = severity_count(found)
    return Group(
        remarks_screen(found),
        Text(f"{name}: {count}. Correct the errors, then try again.", style="bold red"),
    )


def remarks_screen(findings: Iterable[Finding]) -> RenderableType:
    """Return the findings alone, without notes."""
    return Group(*_findings(findings, with_notes=False))


def _findings(
    findings: Iterable[Finding], *, with_notes: bool
) -> Iterable[RenderableType]:
    """Yield one table per sheet, sheets in order of first appearance."""
    kept = [
        finding
        for finding in findings
        if with_notes or finding.severity is not Severity.NOTE
    ]
    sheets = {finding.source.sheet: at for at, finding in reversed([*enumerate(kept)])}
    kept.sort(
        key=lambda finding: (
            sheets[finding.source.sheet],
            _ORDER.index(finding.severity),
        )
    )
    shown = kept[:MOST_FINDINGS]
    for sheet, group in groupby(shown, key=lambda finding: finding.source.sheet):
        yield _sheet_table(sheet, list(group))
        yield Text()
    if len(kept) > len(shown):
        more = counted(len(kept) - len(shown), "more finding")
        yield Text(f"and {more}; see all with --json or --annotate.\n")


def _sheet_table(sheet: str, findings: list[Finding]) -> Table:
    table = plain_table(Text(f"{sheet or 'The file'}: {finding_count(findings)}"))
    with_cells = any(finding.source.cell for finding in findings)
    with_values = any(finding.value for finding in findings)
    if with_cells:
        table.add_column("Cell", no_wrap=True)
    table.add_column("Code", no_wrap=True)
    table.add_column("Kind", no_wrap=True)
    if with_values:
        table.add_column("Found", max_width=_MOST_VALUE, overflow="fold")
    table.add_column("What is wrong, and what to do", ratio=1, overflow="fold")
    for finding in findings:
        table.add_row(
            *([Text(finding.source.cell)] if with_cells else []),
            Text(finding.code),
            Text(finding.severity.value, style=_STYLES[finding.severity]),
            *([Text(_clipped(finding.value))] if with_values else []),
            advised(finding.message, finding.advice),
        )
    return table


def _clipped(value: str) -> str:
    """Shorten a value to two lines of its column."""
    most = 2 * _MOST_VALUE
    return value if len(value) <= most else value[: most - 3] + "..."


def _closing(name: str, findings: tuple[Finding, ...]) -> RenderableType:
    count = severity_count(findings)
    if has_errors(findings):
        text = f"{name}: {count}. Correct the errors, then check again."
        return Text(text, style="bold red")
    return Text(f"{name}: {count}. Ready to solve.", style="bold green")


def _demand_table(demand: "DemandList") -> Table:
    """Return what every service demands, and how its text was read."""
    weeks = counted(demand.weeks, "week")
    table = plain_table(Text(f"Demand over a template of {weeks}"))
    table.add_column("Service", overflow="fold")
    table.add_column("Setting", no_wrap=True)
    table.add_column("Minutes", justify="right")
    table.add_column("Sessions", justify="right")
    table.add_column("Lengths", justify="right")
    table.add_column("Read as", ratio=1, overflow="fold")
    for service, owed in demand.rows:
        reading = service.conversion or service.inactive_because
        if owed is None:
            numbers = (Text("not active", style="dim"), Text(), Text())
        elif owed.outside_template:
            numbers = (Text("outside template", style="yellow"), Text(), Text())
        else:
            lengths = ", ".join(map(str, owed.lengths)) or "whole meetings"
            sessions = "free" if owed.sessions is None else str(owed.sessions)
            numbers = (
                Text(f"{float(owed.required_minutes):,g}"),
                Text("meetings" if service.is_co_teach else sessions),
                Text(lengths),
            )
        table.add_row(
            Text(service.id), Text(service.setting.value), *numbers, Text(reading)
        )
    return table
