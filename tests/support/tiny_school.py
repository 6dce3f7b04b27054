"""The smallest school with something to schedule, and its schedules."""

from dataclasses import replace

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.schedule import Schedule, Served, Session
from pushpull_sched.domain.school import (
    Meeting,
    Provider,
    Room,
    School,
    SchoolClass,
    Settings,
    Student,
    WorkHours,
)
from pushpull_sched.domain.service import Amount, Service, Setting

DAYS = range(5)
NINE = 9 * 60


def at(day: int, start: int, end: int) -> Interval:
    return Interval(week=1, day=day, start=start, end=end)


def tiny_school() -> School:
    """One student, one class all morning, one provider, one room, two services."""
    morning = tuple(Meeting(when=at(day, NINE, NINE + 180)) for day in DAYS)
    return School(
        settings=Settings(school="Tiny"),
        students=(
            Student(
                id="S1", grade=2, days=frozenset(DAYS), classes=frozenset({"Math"})
            ),
        ),
        classes=(SchoolClass(id="Math", subject="Math", meetings=morning),),
        rooms=(Room(id="R1", hours=tuple(at(day, 0, 24 * 60) for day in DAYS)),),
        providers=(
            Provider(
                id="P1",
                roles=frozenset({"SLP"}),
                hours=tuple(WorkHours(when=at(day, 480, 900)) for day in DAYS),
            ),
        ),
        services=(service("Speech"), service("Language")),
    )


def service(name: str) -> Service:
    return Service(
        id=f"S1-{name}-1",
        student="S1",
        name=name,
        setting=Setting.PULL_OUT,
        amount=Amount(minutes=30, sessions=1),
        roles=frozenset({"SLP"}),
        days=frozenset(DAYS),
        conversion="30 min once a week",
    )


def session(name: str, *, day: int = 0, start: int = NINE) -> Session:
    return Session(
        id=f"X-{name}",
        week=1,
        day=day,
        start=start,
        end=start + 30,
        setting=Setting.PULL_OUT,
        provider_id="P1",
        room_id="R1",
        served=(Served(service_id=f"S1-{name}-1", service=name, student_id="S1"),),
    )


COMPLETE = Schedule(sessions=(session("Speech"), session("Language", day=1)))
INCOMPLETE = Schedule(sessions=(session("Speech"),))
ILLEGAL = Schedule(
    sessions=(session("Speech"), replace(session("Language"), room_id="R9"))
)
