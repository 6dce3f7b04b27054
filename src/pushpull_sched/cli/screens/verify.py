"""Screen of ``verify``."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import counted, verdict_sentence
from pushpull_sched.domain.findings import Breach, Violation
from pushpull_sched.domain.policy import MEASURE_TITLES
from pushpull_sched.domain.result import Verdict
from pushpull_sched.domain.rules import RULE, RULES

MOST_PER_RULE = 10
_ORDER = {rule.code: at for at, rule in enumerate(RULES)}


def verify_screen(schedule: Path, verdict: Verdict) -> RenderableType:
    """Return the verdict, what breaks it by rule, what is short, and the measures."""
    broken = [found for found in verdict.violations if found.severity is Breach.BROKEN]
    short = [found for found in verdict.violations if found.severity is Breach.SHORT]
    parts: list[RenderableType] = []
    if broken:
        parts += [_table("Broken rules", broken), Text()]
    if short:
        parts += [_table("Short", short), Text()]
    parts += [_measures(verdict), Text(), _closing(schedule, verdict, len(broken))]
    return Group(*parts)


def _table(title: str, violations: Iterable[Violation]) -> Table:
    """Return one row per violation, grouped by rule, the first of each rule."""
    table = plain_table(Text(title))
    table.add_column("Rule", no_wrap=True)
    table.add_column("Sessions", max_width=24, overflow="fold")
    table.add_column("What is wrong", ratio=1, overflow="fold")
    ordered = sorted(violations, key=lambda found: _ORDER[found.rule])
    for code, group in groupby(ordered, key=lambda found: found.rule):
        found = list(group)
        rule = f"{code} {RULE[code].title}"
        table.add_row(Text(rule, style="bold"), Text(counted(len(found), "time")))
        for violation in found[:MOST_PER_RULE]:
            table.add_row(
                Text(),
                Text(", ".join(violation.session_ids)),
                Text(violation.message),
            )
        more = len(found) - MOST_PER_RULE
        if more > 0:
            table.add_row(Text(), Text(), Text(f"and {more} more; see all with --json"))
    return table


def _measures(verdict: Verdict) -> Table:
    table = plain_table(Text("Measures (smaller is better, 0 is perfect)"))
    table.add_column("Measure", ratio=1)
    table.add_column("Value", justify="right")
    for measure, value in verdict.measures.items():
        table.add_row(Text(MEASURE_TITLES[measure]), Text(f"{value:,}"))
    return table


def _closing(schedule: Path, verdict: Verdict, broken: int) -> Text:
    sentence = f"{schedule}: {verdict_sentence(verdict)}"
    if not verdict.legal:
        return Text(f"{sentence} ({counted(broken, 'fault')} found)", style="bold red")
    return Text(sentence, style="bold green" if verdict.complete else "bold yellow")
