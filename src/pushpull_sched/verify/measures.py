"""The measures of quality, each from the workbook and the schedule alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.schedule import ScheduleRow, Session
from pushpull_sched.domain.school import Provider, SubjectKind
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.verify.context import Context, runs
from pushpull_sched.verify.reading import canonical, provider_of
from pushpull_sched.verify.relations import broken_preferences
from pushpull_sched.verify.spans import Span, merged, shared_minutes, total, without

PREFERENCE_COST = 30
"""Cost of one broken ``prefer-`` relation."""


def measured(
    ctx: Context, baseline: Sequence[ScheduleRow] | None
) -> Mapping[Measure, int]:
    """Compute every measure; ``moved`` is 0 without a baseline."""
    return {
        Measure.MINUTES_SHORT: minutes_short(ctx),
        Measure.MOVED: moved(ctx, baseline or ()),
        Measure.LRE: lre(ctx),
        Measure.MISSED: missed(ctx, frozenset(SubjectKind)),
        Measure.OVERSIZE: oversize(ctx),
        Measure.IRREGULAR: irregular(ctx),
        Measure.CHURN: churn(ctx),
        Measure.IMBALANCE: imbalance(ctx),
        Measure.PREFERENCES: PREFERENCE_COST * broken_preferences(ctx),
        Measure.SPLITS: splits(ctx),
        Measure.MISSED_CORE: missed(ctx, frozenset({SubjectKind.CORE})),
        Measure.PULL_OUT: pull_out(ctx),
    }


def missing_minutes(ctx: Context, service: Service) -> int:
    """Return max(0, R - T) of a service in minutes, R rounded up."""
    given = sum(session.minutes for session in ctx.by_service[service.id])
    return max(0, ceil(ctx.owed[service.id].required_minutes) - given)


def minutes_short(ctx: Context) -> int:
    """Sum, over services, priority times missing minutes."""
    return sum(
        service.priority * missing_minutes(ctx, service)
        for service in ctx.counted.values()
    )


def moved(ctx: Context, baseline: Iterable[ScheduleRow]) -> int:
    """Sum the baseline's minutes no longer given at the same time by the same person.

    Counted for every service of the baseline that still belongs in a schedule.
    """
    held: dict[tuple[str, int, int, str], set[Span]] = {}
    for service_id, week, day, provider_id, span in _baseline(ctx, baseline):
        held.setdefault((service_id, week, day, provider_id), set()).add(span)
    given: dict[tuple[str, int, int, str], list[Span]] = {}
    for session in ctx.sessions:
        for one in session.served:
            key = (one.service_id, session.week, session.day, session.provider_id)
            given.setdefault(key, []).append((session.start, session.end))
    return sum(
        total(without((span,), given.get(key, ())))
        for key, spans in held.items()
        for span in spans
    )


def _baseline(
    ctx: Context, rows: Iterable[ScheduleRow]
) -> Iterator[tuple[str, int, int, str, Span]]:
    for row in rows:
        service = ctx.roster.service(row.service_id)
        if service is not None and service.id in ctx.counted:
            day = ctx.roster.days.get(canonical(row.day), -1)
            provider_id = provider_of(ctx.roster, row)
            yield service.id, row.week, day, provider_id, (row.start, row.end)


def lre(ctx: Context) -> int:
    """Sum the pull-out minutes of ``either`` services."""
    return sum(
        session.minutes
        for session in ctx.pull_outs
        for service in ctx.services_of(session)
        if service.setting is Setting.EITHER
    )


def missed(ctx: Context, kinds: frozenset[SubjectKind]) -> int:
    """Sum the class minutes that pulled students miss, times the subject's weight.

    Args:
        ctx: School and schedule.
        kinds: Kinds of subject that count.
    """
    cost = 0
    for session in ctx.pull_outs:
        for student in ctx.students_of(session):
            for school_class, meeting in ctx.meetings_on(student, session):
                if school_class.kind in kinds:
                    when = meeting.when
                    cost += meeting.weight * shared_minutes(
                        session.start, session.end, when.start, when.end
                    )
    return cost


def oversize(ctx: Context) -> int:
    """Sum minutes times the students above the target group size."""
    target = ctx.school.settings.target_group
    return sum(
        session.minutes * max(0, len(session.served) - target)
        for session in ctx.pull_outs
    )


def irregular(ctx: Context) -> int:
    """Count, per service, the clock times of start beyond the first."""
    return sum(
        len({session.start for session in sessions}) - 1
        for sessions in ctx.by_service.values()
        if sessions
    )


def churn(ctx: Context) -> int:
    """Count, per pulled service in groups, the sets of fellows beyond the first."""
    extra = 0
    for service_id, sessions in ctx.by_service.items():
        service = ctx.counted[service_id]
        pulled = [s for s in sessions if s.setting is Setting.PULL_OUT]
        if pulled and not service.individual:
            extra += len({_fellows(service, session) for session in pulled}) - 1
    return extra


def _fellows(service: Service, session: Session) -> frozenset[str | None]:
    students = frozenset(one.student_id for one in session.served)
    return students - {service.student}


def imbalance(ctx: Context) -> int:
    """Sum, over roles, the thousandths between the fullest and the emptiest day."""
    load: dict[str, int] = {}
    for session in ctx.sessions:
        load[session.provider_id] = load.get(session.provider_id, 0) + session.minutes
    shares: dict[str, list[Fraction]] = {}
    for provider in ctx.school.providers:
        available = _available_minutes(provider)
        for role in provider.roles if available else ():
            share = Fraction(load.get(provider.id, 0), available)
            shares.setdefault(role, []).append(share)
    return sum(floor(1000 * (max(each) - min(each))) for each in shares.values())


def _available_minutes(provider: Provider) -> int:
    by_day: dict[tuple[int, int], list[Span]] = {}
    for hours in provider.hours:
        when = hours.when
        by_day.setdefault((when.week, when.day), []).append((when.start, when.end))
    return sum(total(merged(spans)) for spans in by_day.values())


def splits(ctx: Context) -> int:
    """Count the runs of sessions beyond the first on each day of a provider."""
    return sum(
        len(runs(ctx.school.provider[provider_id], sessions)) - 1
        for (provider_id, _, _), sessions in ctx.by_provider_day.items()
    )


def pull_out(ctx: Context) -> int:
    """Sum the pull-out minutes over sessions and students."""
    return sum(session.minutes * len(session.served) for session in ctx.pull_outs)
