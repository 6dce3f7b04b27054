"""Sentences and labels that several sheets share."""

from collections.abc import Sequence

from pushpull_sched.domain.policy import MEASURE_TITLES
from pushpull_sched.domain.result import (
    ServiceStatus,
    SolveResult,
    SolveStatus,
    StageStatus,
)
from pushpull_sched.domain.school import School, Settings
from pushpull_sched.export.views import Block, BlockKind

NOON = 12 * 60

_HYPHEN = "\u2011"
"""The hyphen at which no line breaks: ``pull-out`` stays whole in a narrow cell."""

STAGE_WORDS = {
    StageStatus.PROVEN: "proven: no legal schedule does better",
    StageStatus.CLOSE_ENOUGH: "close enough to the best, as asked with --gap",
    StageStatus.IMPROVED: "best found in the time given",
}

_LEVEL_TITLES = {
    "comfort": "Comfort: the remaining measures, weighted and added",
    "steady": "Steady times and groups, weighted and added",
}


def short_time(minute: int) -> str:
    """Write a time as on a school's bell schedule: ``8:30``, ``1:15``."""
    hour, rest = divmod(minute, 60)
    return f"{(hour - 1) % 12 + 1}:{rest:02d}"


def long_time(minute: int) -> str:
    """Write a time with its half of the day: ``8:30 AM``."""
    return f"{short_time(minute)} {'AM' if minute < NOON else 'PM'}"


def counted(number: int, thing: str) -> str:
    """Write a number with its noun: ``1 session``, ``2 sessions``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def weeks_text(weeks: Sequence[int], total: int) -> str:
    """Name weeks of the template: ``every week``, ``week 1``, ``weeks 1, 3``."""
    if len(weeks) == total:
        return "every week"
    numbers = ", ".join(str(week) for week in weeks)
    return f"week {numbers}" if len(weeks) == 1 else f"weeks {numbers}"


def template_text(settings: Settings) -> str:
    """Name the stretch over which everything is counted, after a number."""
    return "a week" if settings.weeks == 1 else f"in {settings.weeks} weeks"


def term_text(settings: Settings) -> str:
    """Write the term; empty where no dates are given."""
    if settings.term_start is None and settings.term_end is None:
        return ""
    start = settings.term_start.isoformat() if settings.term_start else "…"
    end = settings.term_end.isoformat() if settings.term_end else "…"
    return f"Term {start} to {end}"


def level_title(level: str) -> str:
    """Write the name of a level for people."""
    titles = {measure.value: title for measure, title in MEASURE_TITLES.items()}
    return titles.get(level) or _LEVEL_TITLES.get(level, level)


def status_mark(result: SolveResult) -> str:
    """Return a mark for every page of a schedule that is not complete."""
    if result.status is SolveStatus.COMPLETE:
        return ""
    if result.status is SolveStatus.INCOMPLETE:
        return "INCOMPLETE SCHEDULE"
    return "NO SCHEDULE"


def status_sentence(school: School, result: SolveResult) -> str:
    """Say in one sentence how the schedule stands."""
    if result.status is SolveStatus.INFEASIBLE:
        return (
            "No schedule is possible: the pinned sessions cannot stand together, "
            "so no sessions are planned."
        )
    if result.status is SolveStatus.UNKNOWN or result.verdict is None:
        return (
            "No schedule was found in the time given; this does not mean that there "
            "is none."
        )
    outcomes = result.verdict.outcomes
    open_ = {ServiceStatus.OUTSIDE_TEMPLATE, ServiceStatus.NOT_ACTIVE}
    counted_in = [found for found in outcomes if found.status not in open_]
    missing = [found for found in counted_in if found.status is not ServiceStatus.MET]
    if not missing:
        return (
            f"Complete: {_all_services(len(counted_in))} served in full, and every "
            "rule has been checked."
        )
    minutes = sum(found.minutes_short for found in missing)
    amount = (
        f"{counted(minutes, 'minute')} {template_text(school.settings)} missing"
        if minutes
        else "sessions missing"
    )
    return (
        f"Incomplete: {len(missing)} of {counted(len(counted_in), 'service')} "
        f"{'is' if len(missing) == 1 else 'are'} not served in full ({amount}); "
        "every other rule has been checked."
    )


def _all_services(number: int) -> str:
    return "the one service is" if number == 1 else f"all {number:,} services are"


def block_head(block: Block) -> str:
    """Return how the wording of a session begins: its time and what it is.

    Where a page names the service of every student, it is not said here as well.
    """
    times = f"{short_time(block.start)}-{short_time(block.end)}"
    services = " + ".join(block.services)
    if any(": " in students for students in block.students) and not block.title:
        return times
    return f"{times} {block.title or services}"


def block_texts(block: Block) -> tuple[str, ...]:
    """Word a block of a timetable, the fullest wording first."""
    times = f"{short_time(block.start)}-{short_time(block.end)}"
    if block.kind is BlockKind.CLASS:
        return _class_texts(block, times)
    if not block.is_session:
        return (f"{block.kind.value.capitalize()} {times}", block.kind.value)
    head = block_head(block)
    between = "; " if len(block.services) > 1 else ", "
    people = between.join(part for part in (block.staff, *block.students) if part)
    kind = "" if block.title else block.kind.value.replace("-", _HYPHEN)
    where = ": ".join(part for part in (kind, block.place) if part)
    brief = block.brief or block.place
    return (
        _joined("\n", head, people, where),
        _joined("; ", head, people, where),
        _joined("; ", head, people, block.place),
        _joined("; ", head, people, brief),
    )


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def _class_texts(block: Block, times: str) -> tuple[str, ...]:
    where = ", ".join(part for part in (block.staff, block.place) if part)
    return (
        _joined("\n", f"{times} {block.title}", where),
        f"{times} {block.title}",
        block.title,
    )
