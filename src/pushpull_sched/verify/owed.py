"""What each service is owed: section 3 of the input contract, counted here once more.

The verifier starts from the services as written, so that a fault in the arithmetic
that feeds the model does not pass unseen.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from math import ceil

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.school import Meeting, School, Student
from pushpull_sched.domain.service import (
    CoTeachOption,
    Demand,
    PatternKind,
    Per,
    Repetition,
    Service,
)

LONGEST_SINGLE_AMOUNT = 60
"""Minutes up to which a whole repeated amount may be one session."""

_WEEKLY_PERIODS = frozenset({Per.SESSION, Per.DAY, Per.WEEK, Per.CYCLE})
_SCALED_PERIODS = frozenset({Per.DAY, Per.WEEK, Per.CYCLE})


def owed(school: School, service: Service) -> Demand:
    """Count what a service demands over the template.

    Args:
        school: The school.
        service: One of its services.

    Returns:
        The demand. A service outside the template only has its required minutes.
    """
    if service.is_co_teach:
        return _owed_co_teach(school, service)
    count = _session_count(school, service)
    required = ceil(_stated_minutes(school, service))
    if count is not None and count.denominator != 1:
        return Demand(
            service_id=service.id,
            required_minutes=Fraction(required),
            outside_template=True,
            weeks=pattern_weeks(school, service),
            repetition=_repetition(school, service),
        )
    return _owed_sessions(
        school, service, required, None if count is None else int(count)
    )


def pattern_weeks(school: School, service: Service) -> tuple[int, ...]:
    """Return the weeks that the pattern of a service names; all for n of m."""
    weeks = range(1, school.settings.weeks + 1)
    kind = service.pattern.kind
    if kind is PatternKind.ODD:
        return tuple(week for week in weeks if week % 2 == 1)
    if kind is PatternKind.EVEN:
        return tuple(week for week in weeks if week % 2 == 0)
    if kind is PatternKind.WEEK:
        return tuple(week for week in weeks if week == service.pattern.week)
    return tuple(weeks)


def _owed_sessions(
    school: School, service: Service, required: int, count: int | None
) -> Demand:
    weeks = school.settings.weeks
    repetition = _repetition(school, service)
    repeats = repetition is not Repetition.FREE
    lengths, exact = _lengths(school, service, required, count, repeats=repeats)
    demand = Demand(
        service_id=service.id,
        required_minutes=Fraction(required),
        sessions=count,
        lengths=lengths,
        exact_lengths=exact if service.student is not None else (),
        most_minutes=_most_minutes(required, count, lengths, weeks if repeats else 1),
        max_per_day=_max_per_day(
            school,
            service,
            Fraction(required, max(lengths)) if count is None else Fraction(count),
        ),
        weeks=pattern_weeks(school, service),
        repetition=repetition,
    )
    if repeats:
        return replace(
            demand,
            weekly_sessions=None if count is None else count // weeks,
            weekly_minutes=Fraction(required, weeks),
        )
    return _with_block(school, service, demand)


def _student(school: School, service: Service) -> Student | None:
    return None if service.student is None else school.student[service.student]


def _attended(school: School, service: Service) -> frozenset[int]:
    """Return the days on which the student attends; without a student all days."""
    student = _student(school, service)
    every = frozenset(range(len(school.settings.days)))
    return every if student is None else student.days


def _days_of_week(school: School, service: Service) -> int:
    """D: the days of a week on which the student attends."""
    return len(_attended(school, service))


def _periods(school: School, service: Service, per: Per) -> Fraction:
    """Count how many periods the template holds."""
    settings = school.settings
    weeks = Fraction(settings.weeks)
    if per is Per.DAY:
        return weeks * _days_of_week(school, service)
    if per is Per.MONTH:
        return weeks / settings.weeks_per_month
    if per is Per.QUARTER:
        return 4 * weeks / settings.weeks_per_year
    if per is Per.YEAR:
        return weeks / settings.weeks_per_year
    return weeks


def _scale(school: School, service: Service, per: Per) -> Fraction:
    """Share of the weeks in which an amount stated for a period is given."""
    pattern = service.pattern
    if per not in _SCALED_PERIODS:
        return Fraction(1)
    if pattern.kind is PatternKind.N_OF_M:
        return Fraction(pattern.n or 1, pattern.m or 1)
    if pattern.kind in {PatternKind.ODD, PatternKind.EVEN}:
        return Fraction(1, 2)
    if pattern.kind is PatternKind.WEEK:
        return Fraction(1, school.settings.weeks)
    return Fraction(1)


def _over_template(school: School, service: Service, amount: int, per: Per) -> Fraction:
    periods = _periods(school, service, per)
    return amount * periods * _scale(school, service, per)


def _stated_minutes(school: School, service: Service) -> Fraction:
    """Minutes over the template, not rounded; 0 where none are stated."""
    amount = service.amount
    minutes = amount.minutes or 0
    if amount.per is Per.SESSION:
        sessions = amount.sessions or 0
        return _over_template(school, service, minutes * sessions, amount.sessions_per)
    return _over_template(school, service, minutes, amount.per)


def _one_session_a_day(service: Service) -> bool:
    amount = service.amount
    return (
        amount.per is Per.DAY
        and amount.sessions is None
        and not service.session_minutes
    )


def _session_count(school: School, service: Service) -> Fraction | None:
    """N over the template, whole or not; None where the number is free."""
    amount = service.amount
    if amount.sessions is not None:
        return _over_template(school, service, amount.sessions, amount.sessions_per)
    if _one_session_a_day(service):
        return _over_template(school, service, 1, Per.DAY)
    return None


def _repetition(school: School, service: Service) -> Repetition:
    amount = service.amount
    if service.pattern.kind is not PatternKind.EVERY:
        return Repetition.FREE
    if amount.per not in _WEEKLY_PERIODS:
        return Repetition.FREE
    if amount.sessions is not None and amount.sessions_per not in _WEEKLY_PERIODS:
        return Repetition.FREE
    if _classes_meet_alike(school, _student(school, service)):
        return Repetition.IDENTICAL
    return Repetition.SHARE


def _classes_meet_alike(school: School, student: Student | None) -> bool:
    weeks = school.settings.weeks
    if student is None or weeks == 1:
        return True
    seen: dict[int, set[tuple[str, int, int, int]]] = {
        week: set() for week in range(1, weeks + 1)
    }
    for class_id in student.classes:
        for meeting in school.school_class[class_id].meetings:
            when = meeting.when
            seen[when.week].add((class_id, when.day, when.start, when.end))
    return all(meetings == seen[1] for meetings in seen.values())


def _up_to_grid(school: School, minutes: Fraction | int) -> int:
    grid = school.settings.grid
    return ceil(Fraction(minutes) / grid) * grid


def _on_grid(school: School, lengths: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted({_up_to_grid(school, length) for length in lengths}))


def _off_grid(school: School, lengths: Iterable[int]) -> tuple[int, ...]:
    grid = school.settings.grid
    return tuple(sorted({length for length in lengths if length % grid}))


def _lengths(
    school: School, service: Service, required: int, count: int | None, *, repeats: bool
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """L, and the lengths off the grid that a whole class meeting may have."""
    named = service.session_minutes
    if named:
        return _on_grid(school, named), _off_grid(school, named)
    if count:
        stated = Fraction(required, count)
        whole = (int(stated),) if stated.denominator == 1 else ()
        return (_up_to_grid(school, stated),), _off_grid(school, whole)
    usual = school.settings.session_minutes
    lengths = _on_grid(school, usual)
    weeks = school.settings.weeks if repeats else 1
    amount = _up_to_grid(school, Fraction(required, weeks))
    if 0 < amount <= LONGEST_SINGLE_AMOUNT and not _is_sum(amount, lengths):
        return (amount,), ()
    return lengths, _off_grid(school, usual)


def _is_sum(amount: int, lengths: tuple[int, ...]) -> bool:
    """Tell whether an amount is a sum of lengths, each used any number of times."""
    reached = {0}
    for minute in range(1, amount + 1):
        if any(minute - length in reached for length in lengths):
            reached.add(minute)
    return amount in reached


def _most_minutes(
    required: int, count: int | None, lengths: tuple[int, ...], weeks: int
) -> int:
    most = required + weeks * min(lengths) - 1
    if not count:
        return most
    enough = [length for length in lengths if length * count >= required]
    return max(most, count * min(enough)) if enough else most


def _max_per_day(school: School, service: Service, sessions: Fraction) -> int:
    """Spread a least number of sessions over the days of a week that are shared."""
    if service.max_per_day is not None:
        return service.max_per_day
    amount = service.amount
    if amount.sessions is not None and amount.sessions_per is Per.DAY:
        return amount.sessions
    days = service.days & _attended(school, service)
    if not days:
        return 1
    return max(1, ceil(sessions / school.settings.weeks / len(days)))


def _with_block(school: School, service: Service, demand: Demand) -> Demand:
    """Add the limits of the pattern n of m."""
    pattern, amount = service.pattern, service.amount
    if pattern.kind is not PatternKind.N_OF_M:
        return demand
    days = _days_of_week(school, service)
    sessions: int | None = None
    minutes: int | None = None
    if _one_session_a_day(service):
        sessions = days
    elif amount.sessions is not None and amount.sessions_per in _SCALED_PERIODS:
        sessions = amount.sessions * (days if amount.sessions_per is Per.DAY else 1)
    elif amount.minutes is not None and amount.per in _SCALED_PERIODS:
        stated = amount.minutes * (days if amount.per is Per.DAY else 1)
        minutes = stated + min(demand.lengths) - 1
    return replace(
        demand,
        block=(pattern.n or 1, pattern.m or 1),
        block_sessions=sessions,
        block_minutes=minutes,
    )


def _owed_co_teach(school: School, service: Service) -> Demand:
    stated = _stated_minutes(school, service)
    options = _co_teach_options(school, service)
    required = stated
    if options:
        smallest = Fraction(min(option.minutes for option in options))
        required = min(stated, smallest) if _states_minutes(service) else smallest
    return Demand(
        service_id=service.id,
        required_minutes=required,
        weeks=pattern_weeks(school, service),
        repetition=Repetition.FREE,
        co_teach=options,
    )


def _states_minutes(service: Service) -> bool:
    """Tell whether minutes of co-teach say more than that meetings are whole."""
    amount = service.amount
    if amount.per is Per.SESSION and amount.sessions is None:
        return False
    return amount.minutes is not None


def _co_teach_options(school: School, service: Service) -> tuple[CoTeachOption, ...]:
    student = _student(school, service)
    if student is None:
        return ()
    options = []
    for school_class in school.classes:
        if school_class.id not in student.classes & service.classes:
            continue
        away = student.unavailable + school_class.unavailable
        meetings = tuple(
            (when.week, when.day, when.start, when.end)
            for when in (
                meeting.when
                for meeting in school_class.meetings
                if _is_owed(school, service, away, meeting)
            )
        )
        if meetings:
            options.append(CoTeachOption(class_id=school_class.id, meetings=meetings))
    return tuple(options)


def _is_owed(
    school: School, service: Service, away: tuple[Interval, ...], meeting: Meeting
) -> bool:
    """Tell whether a meeting can have a session outside the times away."""
    when = meeting.when
    return (
        meeting.push_in
        and when.week in pattern_weeks(school, service)
        and when.day in service.days & _attended(school, service)
        and (service.earliest is None or when.start >= service.earliest)
        and (service.latest is None or when.end <= service.latest)
        and not any(_meets(when, other) for other in away)
    )


def _meets(when: Interval, other: Interval) -> bool:
    same_day = (when.week, when.day) == (other.week, other.day)
    return same_day and when.start < other.end and other.start < when.end
