"""The staffing view: needs by role, and heat maps of the week."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.explanation import HalfHour, RoleLoad, Staffing

_SHADES = (
    (0.0, "black on grey93"),
    (0.25, "black on light_goldenrod2"),
    (0.5, "black on gold1"),
    (0.75, "black on orange1"),
    (0.9, "white on dark_orange3"),
    (1.0, "bold white on red3"),
)
"""Colour from each share of the available minutes on."""
_TIGHT = 0.9
_HALF_HOURS_A_ROW = 16


def staffing_screen(staffing: Staffing) -> RenderableType:
    """Return the table of roles, then a heat map of each."""
    parts: list[RenderableType] = [_roles(staffing), Text()]
    for role in staffing.roles:
        if any(half.available for day in role.days for half in day):
            parts += [*_heat(role, staffing.day_names), Text()]
    if staffing.roles:
        parts.append(_legend())
    return Group(*parts)


def _roles(staffing: Staffing) -> Table:
    weeks = "a week" if staffing.weeks == 1 else f"in {staffing.weeks} weeks"
    table = plain_table(
        Text(f"What each role needs at the least, and has: minutes {weeks}")
    )
    table.add_column("Role", ratio=1, min_width=12, overflow="fold")
    table.add_column("Services", justify="right", no_wrap=True)
    table.add_column("Owed to\nstudents", justify="right", no_wrap=True)
    table.add_column("Needed\nat least", justify="right", no_wrap=True)
    table.add_column("There", justify="right", no_wrap=True)
    table.add_column("Share", justify="right", no_wrap=True)
    table.add_column("At once:\nasked / can", justify="right", no_wrap=True)
    for role in staffing.roles:
        table.add_row(
            Text(role.role),
            Text(f"{role.services:,}"),
            Text(f"{role.student_minutes:,}"),
            Text(f"{role.needed:,}"),
            Text(f"{role.available:,}"),
            _share(role),
            Text(f"{role.mean_group:.1f} / {role.largest_group:.1f}"),
        )
    return table


def _share(role: RoleLoad) -> Text:
    if not role.available:
        return Text("-")
    share = role.needed / role.available
    style = "bold red" if share > 1 else "yellow" if share > _TIGHT else ""
    return Text(f"{share:.0%}".replace("%", " %"), style=style)


def _heat(role: RoleLoad, day_names: Sequence[str]) -> Iterator[RenderableType]:
    title = Text(role.role, style="bold")
    title.append(f"  {', '.join(role.provider_ids)}", style="dim")
    yield title
    halves = role.days[0]
    for first in range(0, len(halves), _HALF_HOURS_A_ROW):
        part = slice(first, first + _HALF_HOURS_A_ROW)
        grid = Table.grid(padding=(0, 0))
        grid.add_column(no_wrap=True, min_width=4)
        for _ in halves[part]:
            grid.add_column(no_wrap=True, width=4, justify="right")
        grid.add_row(Text(), *(_hour(half) for half in halves[part]))
        for name, day in zip(day_names, role.days, strict=True):
            grid.add_row(Text(name), *(_cell(half) for half in day[part]))
        yield grid


def _hour(half: HalfHour) -> Text:
    """Return the full hour; half hours in between are plain from their neighbours."""
    on_the_hour = half.start % 60 == 0
    return Text(clock_text(half.start)[:2] + "h " if on_the_hour else "", style="dim")


def _cell(half: HalfHour) -> Text:
    share = half.share
    if share is None:
        return Text("  . ", style="dim")
    style = [shade for least, shade in _SHADES if share >= least][-1]
    return Text(f"{100 * share:3.0f} ", style=style)


def _legend() -> Text:
    return Text(
        "At once: students that each session would have to serve on average, and can "
        "at the most.\n"
        "Heat: percent of the available minutes that sessions would take if every "
        "service were spread evenly over all times at which it can be given, in the "
        "largest groups that the rules allow. From 90 on there is hardly a choice. "
        "A dot: nobody is there.",
        style="dim",
    )
