"""Rules that protect the provider: V1 to V8 (V4 and V5 stand in ``breaks``)."""

from collections.abc import Iterator

from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Provider
from pushpull_sched.verify.context import Context, Place, qualified, runs
from pushpull_sched.verify.spans import covers, merged, total
from pushpull_sched.verify.wording import (
    brief,
    broken,
    count_text,
    day_text,
    full,
    service_text,
    span_text,
    week_text,
)


def v1_one_session_at_a_time(ctx: Context) -> Iterator[Violation]:
    """V1: one session at a time, with time to change place or building."""
    for (provider_id, week, day), sessions in ctx.by_provider_day.items():
        places = [ctx.place_of(session) for session in sessions]
        when = day_text(ctx, week, day)
        for at, first in enumerate(sessions):
            for later, second in enumerate(sessions[at + 1 :], start=at + 1):
                if first.start < second.end and second.start < first.end:
                    message = "gives two sessions at once"
                else:
                    gap = max(second.start - first.end, first.start - second.end)
                    needed, why = _pause_owed(ctx, places[at], places[later])
                    if gap >= needed:
                        continue
                    message = (
                        f"needs {needed} minutes between two sessions {why} and has "
                        f"{gap}"
                    )
                yield broken(
                    "V1",
                    f"{provider_id} {message} on {when}: {brief(first)} and "
                    f"{brief(second)}.",
                    first,
                    second,
                )


def _pause_owed(
    ctx: Context, place: Place | None, other: Place | None
) -> tuple[int, str]:
    settings = ctx.school.settings
    if place is None or other is None or place.key == other.key:
        return 0, ""
    if None in {place.building, other.building} or place.building == other.building:
        return settings.transition_minutes, "in different places"
    return settings.travel_minutes, "in different buildings"


def v2_qualified(ctx: Context) -> Iterator[Violation]:
    """V2: the provider is the named one, or has one of the service's roles."""
    for session in ctx.sessions:
        provider = ctx.provider_of(session)
        if provider is None:
            continue
        for service in ctx.services_of(session):
            if qualified(provider, service):
                continue
            roles = " or ".join(sorted(service.roles)) or "none"
            wanted = service.provider or f"a provider with role {roles}"
            yield broken(
                "V2",
                f"{full(ctx, session)}: {service_text(ctx, service)} must be given by "
                f"{wanted}; {provider.id} has role "
                f"{', '.join(sorted(provider.roles)) or 'none'}.",
                session,
                services=(service.id,),
            )


def v3_available(ctx: Context) -> Iterator[Violation]:
    """V3: inside the provider's available hours, in the building of those hours."""
    for session in ctx.sessions:
        provider = ctx.provider_of(session)
        if provider is None:
            continue
        what = full(ctx, session)
        hours = ctx.available(provider, session.week, session.day)
        place = ctx.place_of(session)
        building = None if place is None else place.building
        if not covers(hours, session.start, session.end):
            listed = ", ".join(span_text(*span) for span in hours) or "none"
            yield broken(
                "V3",
                f"{what} is outside the hours of {provider.id} on that day: {listed}.",
                session,
            )
        elif building is not None and not _is_there(provider, session, building):
            yield broken(
                "V3",
                f"{what} is in building {building}; {provider.id} is not there then.",
                session,
            )


def _is_there(provider: Provider, session: Session, building: str) -> bool:
    there = merged(
        (hours.when.start, hours.when.end)
        for hours in provider.hours
        if (hours.when.week, hours.when.day) == (session.week, session.day)
        and (not hours.buildings or building in hours.buildings)
    )
    return covers(there, session.start, session.end)


def v6_minutes_per_day_and_week(ctx: Context) -> Iterator[Violation]:
    """V6: max_minutes_day and max_minutes_week of the provider hold."""
    by_week: dict[tuple[str, int], list[Session]] = {}
    for (provider_id, week, day), sessions in ctx.by_provider_day.items():
        by_week.setdefault((provider_id, week), []).extend(sessions)
        most = ctx.school.provider[provider_id].max_minutes_day
        minutes = sum(session.minutes for session in sessions)
        if most is not None and minutes > most:
            yield broken(
                "V6",
                f"{provider_id} has {minutes} minutes of sessions on "
                f"{day_text(ctx, week, day)}; at most {most} are allowed on a day.",
                *sessions,
            )
    for (provider_id, week), held in by_week.items():
        most = ctx.school.provider[provider_id].max_minutes_week
        minutes = sum(session.minutes for session in held)
        if most is not None and minutes > most:
            yield broken(
                "V6",
                f"{provider_id} has {minutes} minutes of sessions in "
                f"{week_text(ctx, week)}; at most {most} are allowed in a week.",
                *held,
            )


def v7_consecutive_minutes(ctx: Context) -> Iterator[Violation]:
    """V7: no run of sessions is longer than max_consecutive minutes."""
    for (provider_id, week, day), sessions in ctx.by_provider_day.items():
        provider = ctx.school.provider[provider_id]
        most = provider.max_consecutive
        for run in runs(provider, sessions):
            span = (run[0].start, max(session.end for session in run))
            if most is not None and total((span,)) > most:
                yield broken(
                    "V7",
                    f"{provider_id} works {span_text(*span)} on "
                    f"{day_text(ctx, week, day)} without a pause of "
                    f"{provider.break_minutes} minutes: {total((span,))} minutes in "
                    f"{count_text(len(run), 'session')}, at most {most} are allowed.",
                    *run,
                )


def v8_same_provider(ctx: Context) -> Iterator[Violation]:
    """V8: one provider gives all sessions of a service, where Settings say so."""
    if not ctx.school.settings.same_provider:
        return
    for service_id, sessions in ctx.by_service.items():
        known = [s for s in sessions if ctx.provider_of(s) is not None]
        givers = dict.fromkeys(session.provider_id for session in known)
        if len(givers) > 1:
            yield broken(
                "V8",
                f"{service_text(ctx, ctx.counted[service_id])} has several providers: "
                f"{', '.join(givers)}.",
                *known,
                services=(service_id,),
            )
