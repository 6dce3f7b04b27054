"""The Settings sheet with its defaults filled in."""

from dataclasses import dataclass
from fractions import Fraction

from pushpull_sched.domain.school import Settings
from pushpull_sched.workbook.days import WEEKDAYS
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import (
    date_of,
    dates_of,
    flag_or,
    fraction_of,
    lengths_of,
    names_of,
    number_or,
    text_of,
)

SCHOOL_DAYS_A_YEAR = 180
SCHOOL_DAYS_A_MONTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsCells:
    """Settings as read, with what the domain does not keep.

    Attributes:
        settings: The settings; ``weeks`` is 1 until ``auto`` is resolved.
        protect_core: Core subjects are never pulled from.
        row: The one row of the sheet; None where there is none.
    """

    settings: Settings
    protect_core: bool = False
    row: Row | None = None


def is_rotation(days: tuple[str, ...]) -> bool:
    """Tell whether the day names are no weekdays (A/B, 1 to 6)."""
    return any(day.casefold() not in WEEKDAYS for day in days)


def read_settings(workbook: Workbook, log: Log) -> SettingsCells:
    """Read Settings; every key that is absent has its default."""
    row = next(workbook.tables["settings"].rows(), None)
    if row is None:
        return SettingsCells(settings=Settings(school=workbook.name))
    base = Settings()
    days = names_of(row, "days") or base.days
    year, month = base.weeks_per_year, base.weeks_per_month
    if is_rotation(days):
        year = Fraction(SCHOOL_DAYS_A_YEAR, len(days))
        month = Fraction(SCHOOL_DAYS_A_MONTH, len(days))
    weeks = text_of(row, "weeks")
    given = weeks is not None and weeks != "auto"
    term_start = date_of(row, "term_start")
    settings = Settings(
        school=text_of(row, "school") or workbook.name,
        days=days,
        weeks=int(weeks) if weeks is not None and given else 1,
        weeks_are_given=given,
        term_start=term_start,
        term_end=date_of(row, "term_end"),
        weeks_per_year=fraction_of(row, "weeks_per_year") or year,
        weeks_per_month=fraction_of(row, "weeks_per_month") or month,
        grid=number_or(row, "grid", base.grid),
        session_minutes=lengths_of(row) or base.session_minutes,
        same_provider=flag_or(row, "same_provider", default=base.same_provider),
        max_grade_span=number_or(row, "max_grade_span", base.max_grade_span),
        transition_minutes=number_or(
            row, "transition_minutes", base.transition_minutes
        ),
        travel_minutes=number_or(row, "travel_minutes", base.travel_minutes),
        target_group=number_or(row, "target_group", base.target_group),
        holidays=dates_of(row, "holidays"),
        as_of=date_of(row, "as_of") or term_start,
    )
    _check_dates(row, settings, log)
    return SettingsCells(
        settings=settings,
        protect_core=flag_or(row, "protect_core", default=False),
        row=row,
    )


def _check_dates(row: Row, settings: Settings, log: Log) -> None:
    start, end, as_of = settings.term_start, settings.term_end, settings.as_of
    if as_of and ((start and as_of < start) or (end and as_of > end)):
        log.cell(
            "W327",
            row,
            "as_of",
            f"as_of is {as_of}, a day outside the term.",
            expected=f"a date from {start or '-'} to {end or '-'}",
        )
