"""Rules that protect the student: S1 to S6 (S7 and S8 stand in ``amounts``)."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Pull, Student
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.verify.context import Context, during
from pushpull_sched.verify.wording import (
    brief,
    broken,
    count_text,
    day_text,
    full,
    service_text,
    session_span,
    span_text,
    student_text,
)


def s1_one_place_at_a_time(ctx: Context) -> Iterator[Violation]:
    """S1: a student is in at most one session at a time."""
    for (student_id, week, day), sessions in ctx.by_student_day.items():
        who = student_text(ctx.school.student[student_id])
        for at, first in enumerate(sessions):
            for second in sessions[at + 1 :]:
                if first.start < second.end and second.start < first.end:
                    yield broken(
                        "S1",
                        f"{who} is in two sessions at once on "
                        f"{day_text(ctx, week, day)}: {brief(first)} and "
                        f"{brief(second)}.",
                        first,
                        second,
                        services=_services_for(student_id, first, second),
                    )


def _services_for(student_id: str, *sessions: Session) -> tuple[str, ...]:
    ids = (
        one.service_id
        for session in sessions
        for one in session.served
        if one.student_id == student_id
    )
    return tuple(dict.fromkeys(ids))


def s2_inside_the_school_day(ctx: Context) -> Iterator[Violation]:
    """S2: on a day the student attends, inside the school day, at allowed times."""
    for session in ctx.sessions:
        if session.setting is Setting.CONSULT:
            continue
        for student in ctx.students_of(session):
            for message in _absences(ctx, session, student):
                yield broken(
                    "S2",
                    message,
                    session,
                    services=_services_for(student.id, session),
                )


def _absences(ctx: Context, session: Session, student: Student) -> Iterator[str]:
    who, what = student_text(student), full(ctx, session)
    if session.day not in student.days:
        yield f"{what}: {who} does not attend on that day."
        return
    for away in during(student.unavailable, session):
        yield (f"{what}: {who} is unavailable {span_text(away.start, away.end)}.")
    if session.setting is Setting.PULL_OUT:
        yield from _pulled_wrongly(ctx, session, student)


def _pulled_wrongly(ctx: Context, session: Session, student: Student) -> Iterator[str]:
    who, what = student_text(student), full(ctx, session)
    meetings = ctx.meetings_on(student, session)
    if not meetings:
        yield f"{what}: {who} has no class on that day to be pulled out of."
        return
    first = min(meeting.when.start for _, meeting in meetings)
    last = max(meeting.when.end for _, meeting in meetings)
    if session.start < first or session.end > last:
        yield f"{what}: the school day of {who} is {span_text(first, last)}."
    for school_class, meeting in meetings:
        when = meeting.when
        if meeting.pull is Pull.NEVER and during((when,), session):
            yield (
                f"{what}: {who} must never be pulled from {school_class.subject} "
                f"({school_class.id}) {span_text(when.start, when.end)}."
            )


def s3_subjects_that_may_be_missed(ctx: Context) -> Iterator[Violation]:
    """S3: may_miss and never_miss of the service hold."""
    for session in ctx.pull_outs:
        for service in ctx.services_of(session):
            student = ctx.student_of(service)
            if student is None:
                continue
            missed = {
                school_class.id: school_class
                for school_class, meeting in ctx.meetings_on(student, session)
                if during((meeting.when,), session)
            }
            for school_class in missed.values():
                if _may_miss(service, school_class.id):
                    continue
                yield broken(
                    "S3",
                    f"{full(ctx, session)}: {student_text(student)} would miss "
                    f"{school_class.subject} ({school_class.id}), which "
                    f"{service_text(ctx, service)} does not allow.",
                    session,
                    services=(service.id,),
                )


def _may_miss(service: Service, class_id: str) -> bool:
    if class_id in service.never_miss:
        return False
    return service.may_miss is None or class_id in service.may_miss


def s4_setting_days_and_hours(ctx: Context) -> Iterator[Violation]:
    """S4: setting, days, earliest and latest of the service hold."""
    for service_id, sessions in ctx.by_service.items():
        service = ctx.counted[service_id]
        name = service_text(ctx, service)
        for session in sessions:
            for message in _misfits(ctx, service, session):
                yield broken(
                    "S4", f"{name}: {message}", session, services=(service_id,)
                )
        used = {session.setting for session in sessions} - {Setting.CONSULT}
        if service.setting is Setting.EITHER and len(used) > 1:
            yield broken(
                "S4",
                f"{name} may be push-in or pull-out, but one of them for all its "
                f"sessions; here it is both.",
                *sessions,
                services=(service_id,),
            )


def _misfits(ctx: Context, service: Service, session: Session) -> Iterator[str]:
    when = f"{day_text(ctx, session.week, session.day)} {session_span(session)}"
    if not _setting_fits(service, session):
        yield (
            f"the session on {when} is {session.setting.value}, "
            f"the service is {service.setting.value}."
        )
    if session.day not in service.days:
        names = ctx.school.settings.days
        allowed = ", ".join(names[day] for day in sorted(service.days)) or "none"
        yield f"the session on {when} is on a day it may not use (allowed: {allowed})."
    if service.earliest is not None and session.start < service.earliest:
        yield (
            f"the session on {when} starts before its earliest time "
            f"{clock_text(service.earliest)}."
        )
    if service.latest is not None and session.end > service.latest:
        yield (
            f"the session on {when} ends after its latest time "
            f"{clock_text(service.latest)}."
        )


def _setting_fits(service: Service, session: Session) -> bool:
    if service.setting is Setting.EITHER:
        return session.setting is not Setting.CONSULT
    return session.setting is service.setting


def s5_spread_over_days(ctx: Context) -> Iterator[Violation]:
    """S5: max_per_day and min_days_apart of the service hold; co-teach is exempt."""
    for service_id, sessions in ctx.by_service.items():
        service = ctx.counted[service_id]
        if not service.is_co_teach:
            yield from _crowded_days(ctx, service, sessions)
            yield from _days_too_close(ctx, service, sessions)


def _crowded_days(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    most = ctx.owed[service.id].max_per_day or 1
    for (week, day), number in _per_day(sessions).items():
        if number > most:
            yield broken(
                "S5",
                f"{service_text(ctx, service)} has {number} sessions on "
                f"{day_text(ctx, week, day)}; at most {most} are allowed on a day.",
                *(s for s in sessions if (s.week, s.day) == (week, day)),
                services=(service.id,),
            )


def _days_too_close(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    for (week, day), (next_week, next_day) in pairwise(sorted(_per_day(sessions))):
        if week == next_week and next_day - day < service.min_days_apart:
            yield broken(
                "S5",
                f"{service_text(ctx, service)} has sessions on "
                f"{day_text(ctx, week, day)} and {day_text(ctx, week, next_day)}; "
                f"they must be at least {service.min_days_apart} days apart.",
                *(s for s in sessions if s.week == week and s.day in {day, next_day}),
                services=(service.id,),
            )


def _per_day(sessions: tuple[Session, ...]) -> Counter[tuple[int, int]]:
    return Counter((session.week, session.day) for session in sessions)


def s6_load_of_the_students_day(ctx: Context) -> Iterator[Violation]:
    """S6: max_sessions_day and max_pullout_day of the student hold."""
    for (student_id, week, day), sessions in ctx.by_student_day.items():
        student = ctx.school.student[student_id]
        who, when = student_text(student), day_text(ctx, week, day)
        most = student.max_sessions_day
        if most is not None and len(sessions) > most:
            yield broken(
                "S6",
                f"{who} has {count_text(len(sessions), 'session')} on {when}; "
                f"at most {most} are allowed on a day.",
                *sessions,
                services=_services_for(student_id, *sessions),
            )
        pulled = [s for s in sessions if s.setting is Setting.PULL_OUT]
        minutes = sum(session.minutes for session in pulled)
        if student.max_pullout_day is not None and minutes > student.max_pullout_day:
            yield broken(
                "S6",
                f"{who} is pulled out for {minutes} minutes on {when}; "
                f"at most {student.max_pullout_day} are allowed on a day.",
                *pulled,
                services=_services_for(student_id, *pulled),
            )
