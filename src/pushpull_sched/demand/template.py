"""How many weeks the template needs (workbook.md, section 3, "Template")."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pushpull_sched.demand.amounts import session_count
from pushpull_sched.domain.school import Settings
from pushpull_sched.domain.service import PatternKind, Service, WeekPattern

TEMPLATES = (1, 2, 4)
"""The numbers of weeks that a template may have."""


def template_weeks(
    services: Iterable[Service],
    *,
    attendance: Mapping[str, frozenset[int]],
    settings: Settings,
    named_weeks: Iterable[int] = (),
    alternating: bool = False,
) -> int:
    """Resolve ``weeks: auto``: the least number of weeks that fits everything.

    Args:
        services: All services; those that are not active, or whose number of sessions
            is whole for no template, ask for nothing.
        attendance: Days on which each student attends, by student id.
        settings: The school's settings; their own weeks are not looked at.
        named_weeks: Week numbers in weeks columns and pins, from 1 to 4.
        alternating: A weeks column says ``odd`` or ``even``.

    Returns:
        1, 2 or 4.
    """
    scheduled = [
        (service, days)
        for service in services
        if service.active
        for days in (_days_attended(service, attendance, settings),)
        if fits_some_template(service, days=days, settings=settings)
    ]
    least = max(named_weeks, default=1)
    for weeks in TEMPLATES:
        if weeks < least or (alternating and weeks % 2):
            continue
        if all(
            pattern_fits(service.pattern, weeks)
            and _count_is_whole(service, days=days, weeks=weeks, settings=settings)
            for service, days in scheduled
        ):
            return weeks
    return TEMPLATES[-1]


def fits_some_template(service: Service, *, days: int, settings: Settings) -> bool:
    """Tell whether the number of sessions is whole for 1, 2 or 4 weeks.

    Args:
        service: The commitment.
        days: D, the days of a week on which its student attends.
        settings: For the conversion; their own weeks are not looked at.
    """
    return any(
        _count_is_whole(service, days=days, weeks=weeks, settings=settings)
        for weeks in TEMPLATES
    )


def pattern_fits(pattern: WeekPattern, weeks: int) -> bool:
    """Tell whether a week pattern can be held in a template of that many weeks."""
    match pattern.kind:
        case PatternKind.EVERY:
            return True
        case PatternKind.ODD | PatternKind.EVEN:
            return weeks % 2 == 0
        case PatternKind.WEEK:
            return weeks >= max(2, pattern.week or 0)
        case PatternKind.N_OF_M:
            return weeks % (pattern.m or 1) == 0


def _count_is_whole(
    service: Service, *, days: int, weeks: int, settings: Settings
) -> bool:
    count = session_count(service, days=days, settings=replace(settings, weeks=weeks))
    return count is None or count.denominator == 1


def _days_attended(
    service: Service,
    attendance: Mapping[str, frozenset[int]],
    settings: Settings,
) -> int:
    if service.student is None:
        return len(settings.days)
    return len(attendance[service.student])
