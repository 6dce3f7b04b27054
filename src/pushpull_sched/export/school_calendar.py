"""Which day of the template each date of the term is.

Where the names of the days are weekdays, a date is the day of its name, and the weeks
of the template follow one another from calendar week to calendar week; a week without
any school day is not counted. Any other names (``A``, ``B``; ``1`` … ``6``) are a
rotation: they follow one another from school day to school day, Monday to Friday, and
a holiday moves them on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pushpull_sched.domain.school import Settings

_WEEKDAY_WORDS = (
    ("m", "mo", "mon", "monday", "mondays"),
    ("t", "tu", "tue", "tues", "tuesday", "tuesdays"),
    ("w", "we", "wed", "weds", "wednesday", "wednesdays"),
    ("th", "r", "thu", "thur", "thurs", "thursday", "thursdays"),
    ("f", "fr", "fri", "friday", "fridays"),
    ("sa", "sat", "saturday", "saturdays"),
    ("su", "sun", "sunday", "sundays"),
)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDay:
    """A date with school.

    Attributes:
        on: The date.
        week: Week of the template, from 1.
        day: Position of the day in ``Settings.days``.
        turn: Number of the week (or turn of the rotation) in the term, from 0.
    """

    on: date
    week: int
    day: int
    turn: int


def weekdays(days: tuple[str, ...]) -> tuple[int, ...]:
    """Return which weekday (Monday 0) each day is; nothing where one is none."""
    words = {word: at for at, some in enumerate(_WEEKDAY_WORDS) for word in some}
    found = tuple(words.get(name.strip().casefold(), -1) for name in days)
    return () if -1 in found or len(set(found)) < len(found) else found


def school_days(settings: Settings) -> tuple[SchoolDay, ...]:
    """Return the days of the term with school, in order; holidays are left out.

    Args:
        settings: Names the days, the weeks, the term and the holidays. Without
            ``term_start`` and ``term_end`` there are none.
    """
    if settings.term_start is None or settings.term_end is None:
        return ()
    span = (settings.term_end - settings.term_start).days + 1
    holidays = frozenset(settings.holidays)
    dates = [
        found
        for number in range(max(0, span))
        if (found := settings.term_start + timedelta(days=number)) not in holidays
    ]
    known = weekdays(settings.days)
    return _by_name(settings, dates, known) if known else _rotating(settings, dates)


def begins_text(settings: Settings, weeks: Sequence[int]) -> str:
    """Say when weeks of the template begin: ``Week 2 begins on Sep 8, 21, Oct 5``.

    Empty where the term has no dates, the template has one week, or the days are a
    rotation, which has no weeks that a calendar would know.

    Args:
        settings: Names the days, the weeks, the term and the holidays.
        weeks: Weeks of the template.
    """
    if settings.weeks == 1 or not weekdays(settings.days):
        return ""
    begins: dict[int, dict[int, date]] = {week: {} for week in weeks}
    for found in school_days(settings):
        begins.get(found.week, {}).setdefault(found.turn, found.on)
    return " ".join(
        f"Week {week} begins on {_dates_text(tuple(turns.values()))}."
        for week, turns in begins.items()
        if turns
    )


def _dates_text(dates: Sequence[date]) -> str:
    """Write dates, a month once for all that follow: ``Aug 31, Sep 14, 28``."""
    parts: list[str] = []
    month = 0
    for found in dates:
        parts.append(
            f"{found.day}" if found.month == month else f"{found:%b} {found.day}"
        )
        month = found.month
    return ", ".join(parts)


def _by_name(
    settings: Settings, dates: list[date], known: tuple[int, ...]
) -> tuple[SchoolDay, ...]:
    open_ = [found for found in dates if found.weekday() in known]
    mondays = sorted({_monday(found) for found in open_})
    turns = {monday: turn for turn, monday in enumerate(mondays)}
    return tuple(
        SchoolDay(
            on=found,
            week=1 + turns[_monday(found)] % settings.weeks,
            day=known.index(found.weekday()),
            turn=turns[_monday(found)],
        )
        for found in open_
    )


def _rotating(settings: Settings, dates: list[date]) -> tuple[SchoolDay, ...]:
    count = len(settings.days)
    open_ = [found for found in dates if found.weekday() < _SATURDAY]
    return tuple(
        SchoolDay(
            on=found,
            week=1 + number // count % settings.weeks,
            day=number % count,
            turn=number // count,
        )
        for number, found in enumerate(open_)
    )


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
