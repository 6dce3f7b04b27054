"""Screen of ``verify``."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import counted, verdict_sentence
from pushpull_sched.domain.findings import Breach, Violation
from pushpull_sched.domain.policy import MEASURE_TITLES
from pushpull_sched.domain.result import Verdict
from pushpull_sched.domain.rules import RULE, RULES

MOST_PER_RULE = 10
_MOST_IDS = 24
_ORDER = {rule.code: at for at, rule in enumerate(RULES)}


def verify_screen(schedule: Path, verdict: Verdict) -> RenderableType:
    """Return the measures, what is broken and what is short by rule, the verdict."""
    broken = [found for found in verdict.violations if found.severity is Breach.BROKEN]
    short = [found for found in verdict.violations if found.severity is Breach.SHORT]
    return Group(
        _measures(verdict),
        Text(),
        *_by_rule(broken, style="bold red"),
        *_by_rule(short, style="bold yellow"),
        _closing(schedule, verdict, len(broken)),
    )


def _by_rule(
    violations: Iterable[Violation], *, style: str
) -> Iterator[RenderableType]:
    """Yield a heading and the first violations of each rule."""
    ordered = sorted(violations, key=lambda found: _ORDER[found.rule])
    for code, group in groupby(ordered, key=lambda found: found.rule):
        found = list(group)
        word = "short" if found[0].severity is Breach.SHORT else "broken"
        times = counted(len(found), "time")
        yield Text(f"{code} {RULE[code].title}: {word} {times}", style=style)
        rows = Table.grid(padding=(0, 2), expand=True)
        rows.add_column(max_width=_MOST_IDS, overflow="fold")
        rows.add_column(ratio=1, overflow="fold")
        for violation in found[:MOST_PER_RULE]:
            ids = violation.session_ids or violation.service_ids
            rows.add_row(Text(", ".join(ids), style="dim"), Text(violation.message))
        yield Padding(rows, (0, 0, 0, 2))
        more = len(found) - MOST_PER_RULE
        if more > 0:
            yield Text(f"  and {more} more; see all with --json")
        yield Text()


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
