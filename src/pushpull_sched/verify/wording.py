"""How violations name people, times and sessions."""

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.findings import Breach, Violation
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Student
from pushpull_sched.domain.service import Service
from pushpull_sched.verify.context import Context


def broken(
    rule: str,
    message: str,
    *sessions: Session,
    services: tuple[str, ...] | None = None,
) -> Violation:
    """Say that a rule is broken.

    Args:
        rule: Its code.
        message: The sentence.
        sessions: The sessions concerned.
        services: Ids of the services concerned; by default all of the sessions.
    """
    if services is None:
        ids = (one.service_id for session in sessions for one in session.served)
        services = tuple(dict.fromkeys(ids))
    return Violation(
        rule=rule,
        message=message,
        session_ids=tuple(dict.fromkeys(session.id for session in sessions)),
        service_ids=services,
    )


def short(rule: str, message: str, service: Service, *sessions: Session) -> Violation:
    """Say that a service falls short."""
    return Violation(
        rule=rule,
        message=message,
        severity=Breach.SHORT,
        session_ids=tuple(session.id for session in sessions),
        service_ids=(service.id,),
    )


def student_text(student: Student) -> str:
    """Name a student: ``Ana Ruiz (S017)``, or the id alone."""
    return f"{student.name} ({student.id})" if student.name else student.id


def service_text(ctx: Context, service: Service) -> str:
    """Name a service: ``Speech of Ana Ruiz (S017-Speech-1)``."""
    student = ctx.student_of(service)
    if student is None:
        return f"{service.name} ({service.id})"
    return f"{service.name} of {student.name or student.id} ({service.id})"


def day_text(ctx: Context, week: int, day: int) -> str:
    """Name a day, with its week where the template has several: ``Tue week 1``."""
    name = ctx.school.settings.days[day]
    return f"{name} week {week}" if ctx.school.settings.weeks > 1 else name


def week_text(ctx: Context, week: int) -> str:
    """Name a week: ``week 2``, or ``the week`` where the template has only one."""
    return f"week {week}" if ctx.school.settings.weeks > 1 else "the week"


def span_text(start: int, end: int) -> str:
    """Write a stretch of a day: ``09:00-09:30``."""
    return f"{clock_text(start)}-{clock_text(end)}"


def brief(session: Session) -> str:
    """Name a session where the day is known: ``Speech 09:00-09:30 with SLP1``."""
    names = " + ".join(dict.fromkeys(one.service for one in session.served))
    times = span_text(session.start, session.end)
    return f"{names or 'session ' + session.id} {times} with {session.provider_id}"


def full(ctx: Context, session: Session) -> str:
    """Name a session: ``Speech on Tue 09:00-09:30 with SLP1``."""
    names = " + ".join(dict.fromkeys(one.service for one in session.served))
    when = f"{day_text(ctx, session.week, session.day)} {session_span(session)}"
    return f"{names or 'Session ' + session.id} on {when} with {session.provider_id}"


def session_span(session: Session) -> str:
    """Write the times of a session."""
    return span_text(session.start, session.end)


def count_text(number: int, thing: str) -> str:
    """Write a number and its thing: ``1 session``, ``2 sessions``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
