"""How a stated amount was read, in one line of arithmetic for Compliance."""

from fractions import Fraction

from pushpull_sched.demand.amounts import WITHIN_A_WEEK
from pushpull_sched.domain.school import School, Settings
from pushpull_sched.domain.service import Demand, PatternKind, Per, Service
from pushpull_sched.workbook.settings import is_rotation

DAYS_OF_A_SCHOOL_WEEK = 5


def conversion_text(
    school: School, service: Service, demand: Demand, *, written: str, reading: str
) -> str:
    """Say how a row was read and what it comes to over the template.

    Args:
        school: For the weeks and the days attended.
        service: The commitment.
        demand: What it demands.
        written: The frequency text as written; blank where there is none.
        reading: How that text was read.
    """
    parts = [
        f'"{written}" read as {reading}' if written else "",
        rotation_text(service, school.settings),
    ]
    parts.insert(1, _arithmetic(school, service, demand))
    return "; ".join(part for part in parts if part)


def rotation_text(service: Service, settings: Settings) -> str:
    """Say what an amount per week is worth in a rotation, or nothing.

    Only where the day names are no weekdays and the rotation has not five days
    (workbook.md, weeks_per_year).
    """
    days = len(settings.days)
    amount = service.amount
    if not is_rotation(settings.days) or days == DAYS_OF_A_SCHOOL_WEEK:
        return ""
    minutes: int | None = None
    if amount.per is Per.WEEK:
        minutes = amount.minutes
    elif amount.per is Per.SESSION and amount.sessions_per is Per.WEEK:
        minutes = (amount.minutes or 0) * (amount.sessions or 0)
    if minutes:
        worth = Fraction(minutes * DAYS_OF_A_SCHOOL_WEEK, days)
        return (
            f"{minutes} min per pass of {days} days = {number_text(worth)} min per "
            f"{DAYS_OF_A_SCHOOL_WEEK} school days"
        )
    return ""


def _arithmetic(school: School, service: Service, demand: Demand) -> str:
    settings = school.settings
    total = (
        f"{number_text(demand.required_minutes)} min in {weeks_text(settings.weeks)}"
    )
    if service.is_co_teach:
        return f"co-teach: every meeting of the class, {total}"
    amount = service.amount
    if amount.per is Per.SESSION:
        per = amount.sessions_per
        stated = f"{_sessions(amount.sessions or 0)} of {amount.minutes} min per {per}"
        factors = f"{amount.sessions} x {amount.minutes}"
    else:
        per = amount.per
        stated = f"{amount.minutes} min per {per}"
        factors = f"{amount.minutes}"
    factors += _periods_factors(school, service, per)
    text = stated if factors == f"{amount.minutes}" else f"{stated} = {factors}"
    text += f" -> {total}"
    if demand.outside_template:
        return f"{text}; no template of 1, 2 or 4 weeks holds whole sessions"
    if demand.sessions is not None:
        text += f", {_sessions(demand.sessions)}"
    return text


def _periods_factors(school: School, service: Service, per: Per) -> str:
    """Write ``periods(per)`` and the week pattern as factors."""
    settings = school.settings
    weeks = "" if settings.weeks == 1 else f" x {settings.weeks}"
    match per:
        case Per.DAY:
            days = (
                len(settings.days)
                if service.student is None
                else len(school.student[service.student].days)
            )
            factors = f" x {days}{weeks}"
        case Per.MONTH:
            factors = f" x {settings.weeks} / {number_text(settings.weeks_per_month)}"
        case Per.QUARTER:
            factors = (
                f" x 4 x {settings.weeks} / {number_text(settings.weeks_per_year)}"
            )
        case Per.YEAR:
            factors = f" x {settings.weeks} / {number_text(settings.weeks_per_year)}"
        case _:
            factors = weeks
    if per not in WITHIN_A_WEEK:
        return factors
    pattern = service.pattern
    match pattern.kind:
        case PatternKind.ODD | PatternKind.EVEN:
            return f"{factors} / 2 ({pattern} weeks)"
        case PatternKind.WEEK:
            return f"{factors} / {settings.weeks} (week {pattern} only)"
        case PatternKind.N_OF_M:
            return f"{factors} x {pattern.n} / {pattern.m} ({pattern} weeks)"
        case _:
            return factors


def number_text(number: Fraction) -> str:
    """Write a number as people do: whole, or with at most two decimals."""
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def weeks_text(weeks: int) -> str:
    """Write a number of weeks."""
    return "1 week" if weeks == 1 else f"{weeks} weeks"


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"
