"""The verifier: every rule, in order, on any schedule.

It is the specification in code. It shares names and data with the model, never logic:
it reads clock intervals and pairs, starts from the services as written and counts what
they are owed on its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil
from typing import TypeAlias

from pushpull_sched.domain.findings import Breach, Violation
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import ServiceOutcome, ServiceStatus, Verdict
from pushpull_sched.domain.schedule import Schedule, ScheduleRow, Session
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Service
from pushpull_sched.verify.amounts import (
    is_served_in_full,
    s7_minutes_and_sessions,
    s8_weeks,
)
from pushpull_sched.verify.breaks import v4_lunch, v5_planning
from pushpull_sched.verify.calendar import (
    c1_on_the_template_and_the_grid,
    c2_pins,
    c3_rows_that_fit_the_roster,
)
from pushpull_sched.verify.context import Context, context_of
from pushpull_sched.verify.groups import (
    g1_group_size,
    g2_one_service_goal_area_and_level,
    g3_grade_span,
    g4_relations,
)
from pushpull_sched.verify.measures import measured, missing_minutes
from pushpull_sched.verify.owed import owed
from pushpull_sched.verify.providers import (
    v1_one_session_at_a_time,
    v2_qualified,
    v3_available,
    v6_minutes_per_day_and_week,
    v7_consecutive_minutes,
    v8_same_provider,
)
from pushpull_sched.verify.push_in import (
    p1_inside_the_class_meeting,
    p2_students_of_that_class,
    p3_co_teaching,
)
from pushpull_sched.verify.reading import grouped, sessions_of
from pushpull_sched.verify.rooms import r1_room_not_overbooked, r2_suitable_room
from pushpull_sched.verify.students import (
    s1_one_place_at_a_time,
    s2_inside_the_school_day,
    s3_subjects_that_may_be_missed,
    s4_setting_days_and_hours,
    s5_spread_over_days,
    s6_load_of_the_students_day,
)

RuleCheck: TypeAlias = Callable[[Context], Iterator[Violation]]
"""A rule: what a schedule breaks of it, one violation per fact."""

CHECKS: tuple[RuleCheck, ...] = (
    s1_one_place_at_a_time,
    s2_inside_the_school_day,
    s3_subjects_that_may_be_missed,
    s4_setting_days_and_hours,
    s5_spread_over_days,
    s6_load_of_the_students_day,
    s7_minutes_and_sessions,
    s8_weeks,
    p1_inside_the_class_meeting,
    p2_students_of_that_class,
    p3_co_teaching,
    g1_group_size,
    g2_one_service_goal_area_and_level,
    g3_grade_span,
    g4_relations,
    v1_one_session_at_a_time,
    v2_qualified,
    v3_available,
    v4_lunch,
    v5_planning,
    v6_minutes_per_day_and_week,
    v7_consecutive_minutes,
    v8_same_provider,
    r1_room_not_overbooked,
    r2_suitable_room,
    c1_on_the_template_and_the_grid,
    c2_pins,
    c3_rows_that_fit_the_roster,
)
"""Every rule, in the order of ``domain.rules.RULES``."""


def verify(
    school: School,
    rows: Sequence[ScheduleRow],
    *,
    baseline: Sequence[ScheduleRow] | None = None,
    claims_complete: bool = False,
) -> Verdict:
    """Judge the rows of a schedule, right or wrong, by every rule.

    Args:
        school: The school.
        rows: The rows of the Schedule sheet.
        baseline: Rows of an earlier schedule, for the measure ``moved``.
        claims_complete: The schedule says of itself that nothing is missing: then a
            shortfall is a broken rule.

    Returns:
        Violations in the order of the rules, every measure, and how each service of
        the roster fares.
    """
    bare = context_of(school)
    groups = grouped(rows)
    sessions = in_order(sessions_of(bare.roster, groups))
    ctx = replace(bare, sessions=sessions, groups=groups)
    violations = tuple(found for check in CHECKS for found in check(ctx))
    if claims_complete:
        violations = tuple(
            replace(found, severity=Breach.BROKEN) for found in violations
        )
    return Verdict(
        violations=violations,
        measures=measured(ctx, baseline),
        outcomes=tuple(_outcome(ctx, service) for service in school.services),
    )


def verify_schedule(
    school: School,
    schedule: Schedule,
    *,
    baseline: Sequence[ScheduleRow] | None = None,
    claims_complete: bool = False,
) -> Verdict:
    """Judge a schedule as it will be written: row by row. See :func:`verify`."""
    return verify(
        school,
        tuple(schedule.rows(school.settings.days)),
        baseline=baseline,
        claims_complete=claims_complete,
    )


def measures_of(
    school: School,
    schedule: Schedule,
    baseline: Sequence[ScheduleRow] | None = None,
) -> Mapping[Measure, int]:
    """Compute the measures alone, of a schedule whose ids are those of the school.

    Args:
        school: The school.
        schedule: A schedule made for it.
        baseline: Rows of an earlier schedule, for the measure ``moved``.
    """
    return measured(context_of(school, schedule.sessions), baseline)


def in_order(sessions: Sequence[Session]) -> tuple[Session, ...]:
    """Sort sessions by time."""
    key = ("week", "day", "start", "end", "id")
    return tuple(
        sorted(sessions, key=lambda each: tuple(getattr(each, name) for name in key))
    )


def _outcome(ctx: Context, service: Service) -> ServiceOutcome:
    demand = ctx.owed.get(service.id) or owed(ctx.school, service)
    sessions = ctx.by_service.get(service.id, ())
    counts = service.id in ctx.counted
    return ServiceOutcome(
        service_id=service.id,
        required_minutes=ceil(demand.required_minutes),
        scheduled_minutes=sum(session.minutes for session in sessions),
        minutes_short=missing_minutes(ctx, service) if counts else 0,
        sessions=len(sessions),
        sessions_required=demand.sessions,
        provider_ids=tuple(dict.fromkeys(s.provider_id for s in sessions)),
        status=_status(ctx, service),
    )


def _status(ctx: Context, service: Service) -> ServiceStatus:
    if not service.active:
        return ServiceStatus.NOT_ACTIVE
    if service.id not in ctx.counted:
        return ServiceStatus.OUTSIDE_TEMPLATE
    if is_served_in_full(ctx, service):
        return ServiceStatus.MET
    return ServiceStatus.SHORT if ctx.by_service[service.id] else ServiceStatus.UNPLACED
