"""Minutes and sessions over the template, exact (workbook.md, section 3)."""

from fractions import Fraction
from math import ceil

from pushpull_sched.domain.school import Settings
from pushpull_sched.domain.service import Amount, PatternKind, Per, Service, WeekPattern

WITHIN_A_WEEK = frozenset({Per.SESSION, Per.DAY, Per.WEEK, Per.CYCLE})
"""Periods whose amounts a week pattern scales, and that may repeat weekly."""


def periods(per: Per, *, days: int, weeks: int, settings: Settings) -> Fraction:
    """Count how many periods the template holds.

    Args:
        per: The period; not ``SESSION``.
        days: D, the days of a week on which the student attends.
        weeks: W, the weeks of the template.
        settings: For the weeks of a month and of a year.

    Raises:
        ValueError: ``per`` is ``SESSION``, which is no stretch of time.
    """
    match per:
        case Per.DAY:
            return Fraction(days * weeks)
        case Per.WEEK | Per.CYCLE:
            return Fraction(weeks)
        case Per.MONTH:
            return weeks / settings.weeks_per_month
        case Per.QUARTER:
            return 4 * weeks / settings.weeks_per_year
        case Per.YEAR:
            return weeks / settings.weeks_per_year
        case Per.SESSION:
            raise ValueError("a session is no period of time")


def pattern_share(pattern: WeekPattern, weeks: int) -> Fraction:
    """Give the part of the template's weeks that a pattern keeps, from 0 to 1."""
    match pattern.kind:
        case PatternKind.EVERY:
            return Fraction(1)
        case PatternKind.ODD | PatternKind.EVEN:
            return Fraction(1, 2)
        case PatternKind.WEEK:
            return Fraction(1, weeks)
        case PatternKind.N_OF_M:
            return Fraction(pattern.n or 0, pattern.m or 1)


def pattern_weeks(pattern: WeekPattern, weeks: int) -> tuple[int, ...]:
    """List the weeks of the template in which a pattern allows sessions."""
    every = range(1, weeks + 1)
    match pattern.kind:
        case PatternKind.ODD:
            return tuple(every[::2])
        case PatternKind.EVEN:
            return tuple(every[1::2])
        case PatternKind.WEEK:
            return tuple(week for week in every if week == pattern.week)
        case PatternKind.EVERY | PatternKind.N_OF_M:
            return tuple(every)


def implies_daily_sessions(service: Service) -> bool:
    """Tell whether an amount per day means one session a day."""
    return (
        service.amount.per is Per.DAY
        and service.amount.sessions is None
        and not service.session_minutes
    )


def repeats_weekly(service: Service) -> bool:
    """Tell whether the demand is the same every week (docs/readings.md, Demand 3)."""
    amount = service.amount
    return (
        not service.is_co_teach
        and service.pattern.kind is PatternKind.EVERY
        and amount.per in WITHIN_A_WEEK
        and (amount.sessions is None or amount.sessions_per in WITHIN_A_WEEK)
    )


def _scaled(per: Per, service: Service, *, days: int, settings: Settings) -> Fraction:
    """Count the periods that the service's week pattern keeps."""
    held = periods(per, days=days, weeks=settings.weeks, settings=settings)
    if per in WITHIN_A_WEEK:
        return held * pattern_share(service.pattern, settings.weeks)
    return held


def stated_minutes(
    service: Service, *, days: int, settings: Settings
) -> Fraction | None:
    """Convert the stated minutes to the template of ``settings.weeks``, not rounded.

    Args:
        service: The commitment.
        days: D, the days of a week on which its student attends.
        settings: With the weeks of the template.

    Returns:
        Minutes over the template; None where the row states none, or states the
        length of a session without saying how many.
    """
    amount = service.amount
    if amount.minutes is None:
        return None
    if amount.per is not Per.SESSION:
        return amount.minutes * _scaled(
            amount.per, service, days=days, settings=settings
        )
    if amount.sessions is None:
        return None
    sessions = amount.sessions * _scaled(
        amount.sessions_per, service, days=days, settings=settings
    )
    return amount.minutes * sessions


def session_count(
    service: Service, *, days: int, settings: Settings
) -> Fraction | None:
    """Compute N, which may turn out not to be whole; None where it is free.

    Args:
        service: The commitment; for co-teach the count is always free.
        days: D, the days of a week on which its student attends.
        settings: With the weeks of the template.
    """
    if service.is_co_teach:
        return None
    amount = service.amount
    if amount.sessions is not None:
        return amount.sessions * _scaled(
            amount.sessions_per, service, days=days, settings=settings
        )
    if implies_daily_sessions(service):
        return _scaled(Per.DAY, service, days=days, settings=settings)
    return None


def weekly_sessions_stated(service: Service, *, days: int) -> int | None:
    """Give the sessions stated for one week; None where nothing is stated for it."""
    amount = service.amount
    if implies_daily_sessions(service):
        return days
    return _for_a_week(amount.sessions, amount.sessions_per, days=days)


def weekly_minutes_stated(amount: Amount, *, days: int) -> int | None:
    """Give the minutes stated for one week; None where nothing is stated for it."""
    return _for_a_week(amount.minutes, amount.per, days=days)


def _for_a_week(number: int | None, per: Per, *, days: int) -> int | None:
    if number is None:
        return None
    match per:
        case Per.DAY:
            return number * days
        case Per.WEEK | Per.CYCLE:
            return number
        case _:
            return None


def rounded_up(minutes: Fraction, step: int = 1) -> int:
    """Round up to a multiple of ``step`` minutes."""
    return step * ceil(minutes / step)
