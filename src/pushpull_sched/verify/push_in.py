"""Rules of push-in sessions: P1 to P3."""

from collections.abc import Iterator

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import SchoolClass
from pushpull_sched.domain.service import Service
from pushpull_sched.verify.context import Context, during
from pushpull_sched.verify.wording import (
    broken,
    count_text,
    day_text,
    full,
    service_text,
    session_span,
    short,
    span_text,
    student_text,
)


def _visits(ctx: Context) -> Iterator[tuple[Session, SchoolClass]]:
    """Push-in sessions with their class; an unknown class is a matter of C3."""
    for session in ctx.push_ins:
        if session.class_id is not None:
            yield session, ctx.school.school_class[session.class_id]


def p1_inside_the_class_meeting(ctx: Context) -> Iterator[Violation]:
    """P1: inside one meeting of a class of a named subject that allows push-in."""
    for session, school_class in _visits(ctx):
        what = full(ctx, session)
        class_text = f"{school_class.subject} ({school_class.id})"
        meeting = ctx.visited(session)
        if meeting is None:
            yield broken(
                "P1", f"{what} is not inside one meeting of {class_text}.", session
            )
        elif not meeting.push_in:
            when = span_text(meeting.when.start, meeting.when.end)
            yield broken(
                "P1",
                f"{what}: {class_text} {when} does not allow push-in.",
                session,
            )
        for away in during(school_class.unavailable, session):
            when = span_text(away.start, away.end)
            yield broken("P1", f"{what}: {class_text} is unavailable {when}.", session)
        for service in ctx.services_of(session):
            if school_class.id not in service.classes:
                named = ", ".join(service.subjects) or "no subject"
                yield broken(
                    "P1",
                    f"{what}: {service_text(ctx, service)} is for {named}, "
                    f"not for {class_text}.",
                    session,
                    services=(service.id,),
                )


def p2_students_of_that_class(ctx: Context) -> Iterator[Violation]:
    """P2: students who attend the class, at most max_push_in and max_group."""
    for session, school_class in _visits(ctx):
        what, students = full(ctx, session), ctx.students_of(session)
        for student in students:
            if school_class.id not in student.classes:
                yield broken(
                    "P2",
                    f"{what}: {student_text(student)} does not attend "
                    f"{school_class.subject} ({school_class.id}).",
                    session,
                )
        size, meeting = len(students), ctx.visited(session)
        most = None if meeting is None else meeting.max_push_in
        if most is not None and size > most:
            yield broken(
                "P2",
                f"{what} serves {count_text(size, 'student')}; {school_class.subject} "
                f"({school_class.id}) allows {most} in one visit.",
                session,
            )
        for service in ctx.services_of(session):
            if service.max_group is not None and size > service.max_group:
                yield broken(
                    "P2",
                    f"{what} serves {count_text(size, 'student')}; "
                    f"{service_text(ctx, service)} allows {service.max_group}.",
                    session,
                    services=(service.id,),
                )


def p3_co_teaching(ctx: Context) -> Iterator[Violation]:
    """P3: whole meetings, all that are owed of one class, by one provider."""
    for service_id, sessions in ctx.by_service.items():
        service = ctx.counted[service_id]
        if not service.is_co_teach:
            continue
        if not sessions:
            yield short(
                "P3",
                f"{service_text(ctx, service)} is not placed at all: "
                f"{_owed_text(ctx, service)}.",
                service,
            )
            continue
        for message in _co_teach_faults(ctx, service, sessions):
            yield broken(
                "P3",
                f"{service_text(ctx, service)}: {message}",
                *sessions,
                services=(service_id,),
            )


def _owed_text(ctx: Context, service: Service) -> str:
    options = ctx.owed[service.id].co_teach
    if not options:
        return "the student attends no class that it could be held in"
    classes = " or ".join(option.class_id for option in options)
    return f"it owes the meetings of {classes}"


def _co_teach_faults(
    ctx: Context, service: Service, sessions: tuple[Session, ...]
) -> Iterator[str]:
    for session in sessions:
        key = (session.class_id or "", session.week, session.day)
        meetings = {(m.when.start, m.when.end) for m in ctx.class_day.get(key, ())}
        if session.class_id and (session.start, session.end) not in meetings:
            when = day_text(ctx, session.week, session.day)
            yield (
                f"the session on {when} {session_span(session)} is not a whole "
                f"meeting of {session.class_id}."
            )
    providers = dict.fromkeys(session.provider_id for session in sessions)
    if len(providers) > 1:
        yield f"its sessions have several providers ({', '.join(providers)})."
    classes = dict.fromkeys(s.class_id for s in sessions if s.class_id)
    if len(classes) > 1:
        yield f"its sessions are in several classes ({', '.join(classes)})."
        return
    for option in ctx.owed[service.id].co_teach:
        if option.class_id not in classes:
            continue
        for week, day, start, end in option.meetings:
            owed = Interval(week, day, start, end)
            if not any(during((owed,), session) for session in sessions):
                yield (
                    f"the meeting of {option.class_id} on {day_text(ctx, week, day)} "
                    f"{span_text(start, end)} has no session."
                )
