"""Small schools and schedules, built straight from the domain's dataclasses."""

from dataclasses import replace
from fractions import Fraction

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.schedule import Schedule, Served, Session
from pushpull_sched.domain.school import (
    Meeting,
    Pin,
    Provider,
    Pull,
    Relation,
    RelationEntry,
    Room,
    School,
    SchoolClass,
    Settings,
    Student,
    SubjectKind,
    WorkHours,
)
from pushpull_sched.domain.service import Amount, Per, Service, Setting

MON, TUE, WED, THU, FRI = range(5)
ALL_DAYS = frozenset(range(5))


def at(text):
    """Minutes of ``"9:05"``."""
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def span(text):
    """Start and end of ``"9:00-9:30"``."""
    start, end = text.split("-")
    return at(start), at(end)


def every(times, *, weeks=1, days=ALL_DAYS):
    """The same stretch on each day of each week."""
    start, end = span(times)
    return tuple(
        Interval(week, day, start, end)
        for week in range(1, weeks + 1)
        for day in sorted(days)
    )


def student(key="S1", **fields):
    return Student(
        **{
            "id": key,
            "grade": 3,
            "days": ALL_DAYS,
            "classes": frozenset({"read", "math", "lunch"}),
            **fields,
        }
    )


def school_class(key, times, *, subject=None, kind=SubjectKind.CORE, **fields):
    """A class that meets every day at the same times.

    Fields of Meeting go to its meetings, ``days`` and ``weeks`` choose them.
    """
    weeks, days = fields.pop("weeks", 1), fields.pop("days", ALL_DAYS)
    own = {
        name: fields.pop(name)
        for name in ("unavailable", "grade", "homeroom", "teacher")
        if name in fields
    }
    meetings = tuple(
        Meeting(when=when, **fields) for when in every(times, weeks=weeks, days=days)
    )
    return SchoolClass(
        id=key, subject=subject or key.title(), kind=kind, meetings=meetings, **own
    )


def usual_classes(weeks=1):
    """Reading 8:00-9:30, Math 9:30-11:00, Lunch 11:30-12:00."""
    return (
        school_class("read", "8:00-9:30", subject="Reading", weight=3, weeks=weeks),
        school_class("math", "9:30-11:00", subject="Math", weight=3, weeks=weeks),
        school_class(
            "lunch",
            "11:30-12:00",
            subject="Lunch",
            kind=SubjectKind.LUNCH,
            pull=Pull.NEVER,
            push_in=False,
            weeks=weeks,
        ),
        school_class(
            "art",
            "13:00-14:00",
            subject="Art",
            kind=SubjectKind.SPECIAL,
            weight=2,
            weeks=weeks,
        ),
    )


def room(key="R1", *, weeks=1, times="0:00-24:00", **fields):
    return Room(id=key, **{"hours": every(times, weeks=weeks), **fields})


def hours(times="8:00-15:00", *, weeks=1, days=ALL_DAYS, buildings=()):
    return tuple(
        WorkHours(when=when, buildings=frozenset(buildings))
        for when in every(times, weeks=weeks, days=days)
    )


def provider(key="SLP1", *roles, weeks=1, **fields):
    return Provider(
        **{
            "id": key,
            "roles": frozenset(roles or {"SLP"}),
            "hours": hours(weeks=weeks),
            **fields,
        }
    )


def amount(minutes=30, per=Per.SESSION, sessions=1, sessions_per=Per.WEEK):
    return Amount(
        minutes=minutes, per=per, sessions=sessions, sessions_per=sessions_per
    )


def weekly(minutes):
    """Minutes per week, in any number of sessions."""
    return Amount(minutes=minutes, per=Per.WEEK)


def service(key="S1-Speech-1", student="S1", **fields):
    return Service(
        **{
            "id": key,
            "student": student,
            "name": "Speech",
            "setting": Setting.PULL_OUT,
            "amount": amount(),
            "roles": frozenset({"SLP"}),
            "days": ALL_DAYS,
            **fields,
        }
    )


def push_service(key="S1-SDI-1", student="S1", **fields):
    """A push-in service for Reading."""
    return service(
        key,
        student,
        **{
            "name": "SDI",
            "setting": Setting.PUSH_IN,
            "subjects": ("Reading",),
            "classes": frozenset({"read"}),
            **fields,
        },
    )


def settings(**fields):
    return Settings(**{"weeks_per_year": Fraction(36), **fields})


def school(**fields):
    """One student, one provider, one room and the usual classes, where not given."""
    weeks = fields.get("settings", Settings()).weeks
    return School(
        **{
            "students": (student(),),
            "classes": usual_classes(weeks),
            "rooms": (room(weeks=weeks),),
            "providers": (provider(weeks=weeks),),
            "services": (service(),),
            **fields,
        }
    )


def session(of, day=MON, times="8:30-9:00", *, week=1, by="SLP1", **fields):
    """A session of one service or several; pull-out in room R1 where not said."""
    services = (of,) if isinstance(of, Service) else tuple(of)
    start, end = span(times)
    setting = fields.pop("setting", services[0].setting)
    setting = Setting.PULL_OUT if setting is Setting.EITHER else setting
    place = {
        Setting.PULL_OUT: {"room_id": "R1"},
        Setting.PUSH_IN: {"class_id": "read"},
        Setting.CONSULT: {},
    }[setting]
    return Session(
        **{
            "id": f"{services[0].id}@{week}.{day}.{start}",
            "week": week,
            "day": day,
            "start": start,
            "end": end,
            "setting": setting,
            "provider_id": by,
            "served": tuple(
                Served(service_id=s.id, service=s.name, student_id=s.student)
                for s in services
            ),
            **place,
            **fields,
        }
    )


def schedule(*sessions):
    return Schedule(sessions=sessions)


def rows(of_school, *sessions):
    """Rows of the Schedule sheet."""
    return tuple(Schedule(sessions=sessions).rows(of_school.settings.days))


def changed(row, **fields):
    """A row with some cells overwritten."""
    return replace(row, **fields)


def relation(kind, *who, provider=None, service=None):
    """A relation; entries of ``who`` with a dash are services."""
    return Relation(
        kind=kind,
        who=tuple(
            RelationEntry(service=entry)
            if "-" in entry
            else RelationEntry(student=entry)
            for entry in who
        ),
        provider=provider,
        service=service,
    )


def pin(of="S1-Speech-1", day=MON, start="8:30", **fields):
    return Pin(service=of, day=day, start=at(start), **fields)
