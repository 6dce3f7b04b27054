"""Screens of ``show``: each fits 80 columns, and reads as plain text in a pipe."""

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import counted
from pushpull_sched.domain.clock import clock_text

if TYPE_CHECKING:
    from pushpull_sched.app.show import Line, ShowAnswer, ShownDay, ShownService

_STYLES = {
    "push-in": "cyan",
    "pull-out": "yellow",
    "consult": "green",
}
_QUIET = "dim"
_STATUS_STYLES = {"met": "green", "short": "yellow", "unplaced": "bold red"}


def show_screen(answer: "ShowAnswer") -> RenderableType:
    """Return a week, a line-up or compliance with its title."""
    head = Text(answer.title, style="bold")
    if answer.mark:
        head.append(f"  {answer.mark}", style="bold red")
    parts: list[RenderableType] = [head, Text(answer.school, style=_QUIET), Text()]
    if answer.is_compliance:
        parts.append(_compliance(answer.services))
    else:
        for day in answer.days:
            parts += [_day(day), Text()]
    return Group(*parts)


def _day(day: "ShownDay") -> RenderableType:
    words = " ".join(part for part in (day.day, day.weeks) if part)
    title = Text(words) if words else None
    if not day.lines:
        said = "  no sessions" if day.present else "  not there"
        return Group(Text(words, style="bold"), Text(said, style=_QUIET))
    line_up = any(line.provider for line in day.lines)
    table = plain_table(title)
    table.add_column("Time", no_wrap=True)
    if line_up:
        table.add_column("Provider", ratio=3, overflow="fold")
    table.add_column("What", ratio=4, overflow="fold")
    table.add_column("Who", ratio=4, overflow="fold")
    table.add_column("Where", ratio=4, overflow="fold")
    for line in day.lines:
        _add(table, line, line_up=line_up)
    return table


def _add(table: Table, line: "Line", *, line_up: bool) -> None:
    time = f"{clock_text(line.start)}-{clock_text(line.end)}"
    session = line.kind in _STYLES
    what = Text(line.what)
    if session:
        what.append(f" ({line.kind})", style=_STYLES[line.kind])
    cells = [Text(time), what, Text(line.who), Text(line.where)]
    if line_up:
        cells.insert(1, Text(line.provider))
    table.add_row(*cells, style=None if session else _QUIET)


def _compliance(services: "tuple[ShownService, ...]") -> RenderableType:
    table = plain_table()
    for heading, ratio in (("Student", 3), ("Service", 3), ("Provider", 3)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for heading in ("Gets", "Owed", "Short"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Status", no_wrap=True)
    for shown in services:
        row = shown.row
        table.add_row(
            Text(shown.student),
            Text(row.service),
            Text(shown.provider),
            Text(f"{row.scheduled_minutes:,}"),
            Text(f"{row.required_minutes:,}"),
            Text(f"{row.minutes_short:,}" if row.minutes_short else ""),
            Text(row.status, style=_STATUS_STYLES.get(row.status, _QUIET)),
        )
    short = [shown for shown in services if shown.row.status in {"short", "unplaced"}]
    minutes = sum(shown.row.minutes_short for shown in short)
    closing = (
        f"{counted(len(short), 'service')} of {len(services):,} short, "
        f"{counted(minutes, 'minute')} missing."
        if short
        else f"Every service is met ({len(services):,} in all)."
    )
    return Group(table, Text(closing, style="bold"))


def show_object(answer: "ShowAnswer") -> dict[str, object]:
    """Return what ``show --json`` prints."""
    found: dict[str, object] = {
        "title": answer.title,
        "school": answer.school,
        "mark": answer.mark,
        "remarks": list(answer.remarks),
    }
    if answer.is_compliance:
        found["services"] = [
            {
                "service_id": shown.row.service_id,
                "student_id": shown.row.student_id,
                "student": shown.student,
                "service": shown.row.service,
                "setting": shown.row.setting,
                "provider": shown.provider,
                "required_minutes": shown.row.required_minutes,
                "scheduled_minutes": shown.row.scheduled_minutes,
                "minutes_short": shown.row.minutes_short,
                "sessions": shown.row.sessions,
                "status": shown.row.status,
                "reason": shown.row.reason,
            }
            for shown in answer.services
        ]
        return found
    found["days"] = [
        {
            "day": day.day,
            "weeks": day.weeks,
            "lines": [_line_object(line) for line in day.lines],
        }
        for day in answer.days
    ]
    return found


def _line_object(line: "Line") -> dict[str, object]:
    return {
        "start": clock_text(line.start),
        "end": clock_text(line.end),
        "kind": line.kind,
        "what": line.what,
        "who": line.who,
        "where": line.where,
        "provider": line.provider or None,
    }
