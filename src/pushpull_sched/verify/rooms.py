"""Rules of rooms: R1 and R2."""

from collections.abc import Iterator

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Room
from pushpull_sched.verify.context import Context, during
from pushpull_sched.verify.spans import covers, merged
from pushpull_sched.verify.wording import (
    brief,
    broken,
    count_text,
    day_text,
    full,
    span_text,
    student_text,
)


def r1_room_not_overbooked(ctx: Context) -> Iterator[Violation]:
    """R1: sessions and students at a time, and no class meeting in the room."""
    for (room_id, week, day), sessions in ctx.by_room_day.items():
        room = ctx.school.room[room_id]
        when = day_text(ctx, week, day)
        yield from _crowds(room, when, sessions)
        for session in sessions:
            for school_class, meeting in ctx.room_meetings.get(
                (room_id, week, day), ()
            ):
                if during((meeting.when,), session):
                    times = span_text(meeting.when.start, meeting.when.end)
                    yield broken(
                        "R1",
                        f"Room {room_id} on {when}: {brief(session)} while "
                        f"{school_class.subject} ({school_class.id}) meets there "
                        f"{times}.",
                        session,
                    )


def _crowds(
    room: Room, when: str, sessions: tuple[Session, ...]
) -> Iterator[Violation]:
    for minute in sorted({session.start for session in sessions}):
        present = [s for s in sessions if s.start <= minute < s.end]
        students = sum(len(session.served) for session in present)
        listed = ", ".join(brief(session) for session in present)
        at = f"Room {room.id} on {when} at {clock_text(minute)}"
        if len(present) > room.groups:
            yield broken(
                "R1",
                f"{at} holds {count_text(len(present), 'session')}, at most "
                f"{room.groups} fit: {listed}.",
                *present,
            )
        if len(present) > 1 and students > room.capacity:
            yield broken(
                "R1",
                f"{at} holds {students} students in "
                f"{count_text(len(present), 'session')}, at most {room.capacity} fit: "
                f"{listed}.",
                *present,
            )


def r2_suitable_room(ctx: Context) -> Iterator[Violation]:
    """R2: allowed, open, one of the provider's rooms, in the student's building."""
    for session in ctx.pull_outs:
        if session.room_id is not None:
            room = ctx.school.room[session.room_id]
            for message in dict.fromkeys(_unsuitable(ctx, session, room)):
                yield broken("R2", f"{full(ctx, session)}: {message}", session)


def _unsuitable(ctx: Context, session: Session, room: Room) -> Iterator[str]:
    provider = ctx.provider_of(session)
    roles = frozenset() if provider is None else provider.roles
    for service in ctx.services_of(session):
        if room.allows and not room.allows & ({service.name} | service.roles | roles):
            allowed = ", ".join(sorted(room.allows))
            yield f"room {room.id} is for {allowed}, not for {service.name}."
    opened = merged(
        (hours.start, hours.end)
        for hours in room.hours
        if (hours.week, hours.day) == (session.week, session.day)
    )
    if not covers(opened, session.start, session.end):
        listed = ", ".join(span_text(*span) for span in opened) or "closed"
        yield f"room {room.id} is not open then (open: {listed})."
    if provider is not None and provider.rooms and room.id not in provider.rooms:
        listed = ", ".join(sorted(provider.rooms))
        yield f"{provider.id} may use {listed}, not room {room.id}."
    for student in ctx.students_of(session):
        if room.building and student.building not in {None, room.building}:
            yield (
                f"room {room.id} is in building {room.building}, "
                f"{student_text(student)} in {student.building}."
            )
