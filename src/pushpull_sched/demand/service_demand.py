"""What each service of a school demands (workbook.md, section 3)."""

from collections.abc import Mapping
from fractions import Fraction

from pushpull_sched.demand.amounts import (
    pattern_weeks,
    repeats_weekly,
    rounded_up,
    session_count,
    stated_minutes,
    weekly_minutes_stated,
    weekly_sessions_stated,
)
from pushpull_sched.demand.co_teach import co_teach_options, co_teach_required
from pushpull_sched.demand.lengths import exact_lengths, most_minutes, session_lengths
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import (
    Demand,
    PatternKind,
    Per,
    Repetition,
    Service,
)


def demands(school: School) -> Mapping[str, Demand]:
    """Compute what every service demands, active or not, by service id."""
    return {service.id: demand_of(school, service) for service in school.services}


def demand_of(school: School, service: Service) -> Demand:
    """Compute what one service demands over the template, exactly.

    Args:
        school: The whole instance, with the weeks of the template settled.
        service: One of its services.

    Raises:
        ValueError: The service is not co-teach and states no minutes.
    """
    settings = school.settings
    days = len(_attended(school, service))
    stated = stated_minutes(service, days=days, settings=settings)
    weeks = pattern_weeks(service.pattern, settings.weeks)
    if service.is_co_teach:
        options = co_teach_options(school, service)
        return Demand(
            service_id=service.id,
            required_minutes=co_teach_required(stated, options),
            weeks=weeks,
            repetition=Repetition.FREE,
            co_teach=options,
        )
    if stated is None:
        raise ValueError(f"service {service.id} states no minutes")
    count = session_count(service, days=days, settings=settings)
    if count is not None and count.denominator != 1:
        return Demand(
            service_id=service.id,
            outside_template=True,
            required_minutes=Fraction(rounded_up(stated)),
            weeks=weeks,
            repetition=Repetition.FREE,
        )
    return _session_demand(
        school,
        service,
        required=rounded_up(stated),
        sessions=None if count is None else int(count),
    )


def _session_demand(
    school: School, service: Service, *, required: int, sessions: int | None
) -> Demand:
    """Compute the demand of a service that is neither co-teach nor outside."""
    settings = school.settings
    lengths = session_lengths(
        service, required=required, sessions=sessions, settings=settings
    )
    repetition = _repetition(school, service)
    repeating = repetition is not Repetition.FREE
    block, block_sessions, block_minutes = _block_limits(school, service, lengths)
    return Demand(
        service_id=service.id,
        required_minutes=Fraction(required),
        sessions=sessions,
        lengths=lengths,
        exact_lengths=exact_lengths(
            service,
            required=required,
            sessions=sessions,
            lengths=lengths,
            settings=settings,
        ),
        most_minutes=most_minutes(
            required=required,
            sessions=sessions,
            lengths=lengths,
            weeks_alike=settings.weeks if repeating else 1,
        ),
        max_per_day=_max_per_day(
            school, service, required=required, sessions=sessions, longest=lengths[-1]
        ),
        weeks=pattern_weeks(service.pattern, settings.weeks),
        repetition=repetition,
        weekly_sessions=(
            sessions // settings.weeks if repeating and sessions is not None else None
        ),
        weekly_minutes=Fraction(required, settings.weeks) if repeating else None,
        block=block,
        block_sessions=block_sessions,
        block_minutes=block_minutes,
    )


def _attended(school: School, service: Service) -> frozenset[int]:
    """Days of a week on which the student attends; all days without a student."""
    if service.student is None:
        return frozenset(range(len(school.settings.days)))
    return school.student[service.student].days


def _repetition(school: School, service: Service) -> Repetition:
    if not repeats_weekly(service):
        return Repetition.FREE
    if service.student is None or _classes_alike(school, service.student):
        return Repetition.IDENTICAL
    return Repetition.SHARE


def _classes_alike(school: School, student_id: str) -> bool:
    """Tell whether the student's classes meet alike in every week."""
    weeks: dict[int, set[tuple[str, int, int, int]]] = {
        week: set() for week in range(1, school.settings.weeks + 1)
    }
    for class_id in school.student[student_id].classes:
        for meeting in school.school_class[class_id].meetings:
            when = meeting.when
            weeks[when.week].add((class_id, when.day, when.start, when.end))
    return all(week == weeks[1] for week in weeks.values())


def _max_per_day(
    school: School,
    service: Service,
    *,
    required: int,
    sessions: int | None,
    longest: int,
) -> int:
    """Give the cell, the number stated per day, or the least that can serve in full."""
    if service.max_per_day is not None:
        return service.max_per_day
    amount = service.amount
    if amount.sessions is not None and amount.sessions_per is Per.DAY:
        return amount.sessions
    shared = len(service.days & _attended(school, service))
    if not shared:
        return 1
    total = Fraction(required, longest) if sessions is None else Fraction(sessions)
    return max(1, rounded_up(total / (school.settings.weeks * shared)))


def _block_limits(
    school: School, service: Service, lengths: tuple[int, ...]
) -> tuple[tuple[int, int] | None, int | None, int | None]:
    """Give (n, m), the most sessions and the most minutes of a week, for n of m."""
    pattern = service.pattern
    if pattern.kind is not PatternKind.N_OF_M or not (pattern.n and pattern.m):
        return None, None, None
    block = (pattern.n, pattern.m)
    days = len(_attended(school, service))
    sessions = weekly_sessions_stated(service, days=days)
    if sessions is not None:
        return block, sessions, None
    minutes = weekly_minutes_stated(service.amount, days=days)
    return block, None, None if minutes is None else minutes + lengths[0] - 1
