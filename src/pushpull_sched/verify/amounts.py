"""Rules on how much of a service is given, and in which weeks: S7 and S8."""

from collections import Counter
from collections.abc import Iterator
from math import ceil
from typing import TypeAlias

from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.service import Demand, Repetition, Service
from pushpull_sched.verify.context import Context, has_exact_length
from pushpull_sched.verify.wording import (
    broken,
    count_text,
    day_text,
    service_text,
    session_span,
    short,
    span_text,
)

_Signature: TypeAlias = tuple[int, int, int, str, str]
"""Day, start, end, provider and place of a session."""


def s7_minutes_and_sessions(ctx: Context) -> Iterator[Violation]:
    """S7: allowed lengths, neither too much nor (a shortfall) too little.

    What co-teach owes is rule P3.
    """
    for service_id, sessions in ctx.by_service.items():
        service = ctx.counted[service_id]
        if not service.is_co_teach:
            yield from _wrong_lengths(ctx, service, sessions)
            yield from _too_much(ctx, service, sessions)
            yield from _too_little(ctx, service, sessions)


def _wrong_lengths(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    lengths = ctx.owed[service.id].lengths
    for session in sessions:
        if session.minutes in lengths or has_exact_length(ctx, session, service):
            continue
        allowed = ", ".join(str(length) for length in lengths)
        yield broken(
            "S7",
            f"{service_text(ctx, service)}: the session on "
            f"{day_text(ctx, session.week, session.day)} {session_span(session)} lasts "
            f"{session.minutes} minutes; allowed: {allowed}.",
            session,
            services=(service.id,),
        )


def _too_much(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    demand, name = ctx.owed[service.id], service_text(ctx, service)
    minutes = sum(session.minutes for session in sessions)
    if demand.sessions is not None and len(sessions) > demand.sessions:
        yield broken(
            "S7",
            f"{name} has {count_text(len(sessions), 'session')}; "
            f"it is owed {demand.sessions}.",
            *sessions,
            services=(service.id,),
        )
    elif demand.most_minutes is not None and minutes > demand.most_minutes:
        yield broken(
            "S7",
            f"{name} has {minutes} minutes; it is owed {demand.required_minutes}, and "
            f"more than {demand.most_minutes} is a session too many.",
            *sessions,
            services=(service.id,),
        )


def _too_little(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    demand, name = ctx.owed[service.id], service_text(ctx, service)
    minutes = sum(session.minutes for session in sessions)
    missing = ceil(demand.required_minutes) - minutes
    owed = 0 if demand.sessions is None else demand.sessions
    if missing <= 0 and len(sessions) < owed:
        yield broken(
            "S7",
            f"{name} has all its {demand.required_minutes} minutes in "
            f"{count_text(len(sessions), 'session')}; it is owed {owed}.",
            *sessions,
            services=(service.id,),
        )
    elif missing > 0:
        of = "" if demand.sessions is None else f" of {owed}"
        yield short(
            "S7",
            f"{name} is {count_text(missing, 'minute')} short: {minutes} of "
            f"{demand.required_minutes} minutes in {len(sessions)}{of} sessions.",
            service,
            *sessions,
        )


def is_served_in_full(ctx: Context, service: Service) -> bool:
    """Tell whether a service has all its minutes and sessions."""
    demand, sessions = ctx.owed[service.id], ctx.by_service[service.id]
    if service.is_co_teach and not sessions:
        return False
    minutes = sum(session.minutes for session in sessions)
    enough = demand.sessions is None or len(sessions) >= demand.sessions
    return enough and minutes >= demand.required_minutes


def s8_weeks(ctx: Context) -> Iterator[Violation]:
    """S8: weekly repetition and the week pattern of the service hold."""
    for service_id, sessions in ctx.by_service.items():
        service = ctx.counted[service_id]
        repetition = ctx.owed[service_id].repetition
        yield from _outside_weeks(ctx, service, sessions)
        if repetition is Repetition.IDENTICAL:
            yield from _unlike_weeks(ctx, service, sessions)
        elif repetition is Repetition.SHARE:
            yield from _uneven_weeks(ctx, service, sessions)
        else:
            yield from _crowded_blocks(ctx, service, sessions)
            yield from _crowded_weeks(ctx, service, sessions)


def _outside_weeks(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    weeks = ctx.owed[service.id].weeks
    for session in sessions:
        if session.week not in weeks:
            yield broken(
                "S8",
                f"{service_text(ctx, service)}: the session on "
                f"{day_text(ctx, session.week, session.day)} {session_span(session)} "
                f"is outside its weeks ({service.pattern}).",
                session,
                services=(service.id,),
            )


def _signature(session: Session) -> _Signature:
    place = session.room_id or session.class_id or ""
    return session.day, session.start, session.end, session.provider_id, place


def _unlike_weeks(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    weeks = range(1, ctx.school.settings.weeks + 1)
    held = {
        week: Counter(_signature(s) for s in sessions if s.week == week)
        for week in weeks
    }
    for week in weeks[1:]:
        if held[week] == held[1]:
            continue
        only_first = _listed(ctx, held[1] - held[week])
        only_here = _listed(ctx, held[week] - held[1])
        yield broken(
            "S8",
            f"{service_text(ctx, service)} must be the same in every week: only in "
            f"week 1 {only_first}, only in week {week} {only_here}.",
            *(s for s in sessions if s.week in {1, week}),
            services=(service.id,),
        )


def _listed(ctx: Context, held: Counter[_Signature]) -> str:
    days = ctx.school.settings.days
    texts = (
        f"{days[day]} {span_text(start, end)} with {provider}"
        + (f" in {place}" if place else "")
        for day, start, end, provider, place in sorted(held.elements())
    )
    return ", ".join(texts) or "nothing"


def _uneven_weeks(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    demand = ctx.owed[service.id]
    whole = is_served_in_full(ctx, service)
    for week in range(1, ctx.school.settings.weeks + 1):
        here = [session for session in sessions if session.week == week]
        message = _unfair_share(demand, here, whole=whole)
        if message:
            yield broken(
                "S8",
                f"{service_text(ctx, service)} has {message} in week {week}.",
                *here,
                services=(service.id,),
            )


def _unfair_share(demand: Demand, here: list[Session], *, whole: bool) -> str:
    minutes, number = sum(session.minutes for session in here), len(here)
    share = demand.weekly_sessions
    if share is not None and (number > share or (whole and number < share)):
        return f"{count_text(number, 'session')} instead of {share}"
    if whole and demand.weekly_minutes is not None and minutes < demand.weekly_minutes:
        return f"{minutes} minutes instead of at least {ceil(demand.weekly_minutes)}"
    return ""


def _crowded_blocks(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    block = ctx.owed[service.id].block
    if block is None:
        return
    most, length = block
    for first in range(1, ctx.school.settings.weeks + 1, length):
        inside = [s for s in sessions if first <= s.week < first + length]
        weeks = sorted({session.week for session in inside})
        if len(weeks) > most:
            listed = ", ".join(str(week) for week in weeks)
            yield broken(
                "S8",
                f"{service_text(ctx, service)} is given in weeks {listed}; its "
                f"pattern is {service.pattern} weeks.",
                *inside,
                services=(service.id,),
            )


def _crowded_weeks(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    demand = ctx.owed[service.id]
    for week in range(1, ctx.school.settings.weeks + 1):
        here = [session for session in sessions if session.week == week]
        minutes = sum(session.minutes for session in here)
        most_sessions, most_minutes = demand.block_sessions, demand.block_minutes
        if most_sessions is not None and len(here) > most_sessions:
            excess = f"{len(here)} sessions in week {week}; at most {most_sessions}"
        elif most_minutes is not None and minutes > most_minutes:
            excess = f"{minutes} minutes in week {week}; at most {most_minutes}"
        else:
            continue
        yield broken(
            "S8",
            f"{service_text(ctx, service)} has {excess} are allowed in one week.",
            *here,
            services=(service.id,),
        )
