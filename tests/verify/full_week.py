"""A legal, complete week with every kind of session, and ways to change it."""

from dataclasses import replace

from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Delivery, Setting
from verify.build import (
    FRI,
    MON,
    THU,
    TUE,
    WED,
    amount,
    changed,
    every,
    hours,
    pin,
    provider,
    push_service,
    relation,
    room,
    school,
    school_class,
    service,
    session,
    settings,
    student,
    usual_classes,
)

DAY = frozenset({"read", "math", "lunch", "art"})
TWICE = amount(sessions=2)
SPED = frozenset({"SPED"})
MATH = {"subjects": ("Math",), "classes": frozenset({"math"})}

SERVICES = {
    each.id: each
    for each in (
        service("S1-Speech-1", "S1", amount=TWICE, min_days_apart=2, goal_area="r"),
        service("S2-Speech-1", "S2", amount=TWICE, goal_area="r", level="A"),
        service("S3-Speech-1", "S3", individual=True, never_miss=frozenset({"read"})),
        service("S1-OT-1", "S1", name="OT", roles=frozenset({"OT"}), earliest=570),
        push_service("S1-SDI-1", "S1", amount=TWICE, roles=SPED),
        push_service("S2-ELL-1", "S2", name="ELL", amount=TWICE, roles=SPED),
        push_service("S3-SDI-1", "S3", setting=Setting.EITHER, roles=SPED),
        push_service(
            "S4-Math-1",
            "S4",
            delivery=Delivery.CO_TEACH,
            roles=SPED,
            amount=replace(amount(), minutes=None),
            **MATH,
        ),
        service("X-Plan-1", None, setting=Setting.CONSULT, roles=SPED, name="Plan"),
        service("S4-Old-1", "S4", active=False),
    )
}
ROSTER = school(
    settings=settings(transition_minutes=5),
    students=(
        student("S1", classes=DAY, max_sessions_day=2, max_pullout_day=30),
        student("S2", classes=DAY),
        student("S3", classes=DAY, grade=4, building="North"),
        student("S4", classes=DAY, grade=6),
    ),
    classes=(
        replace(usual_classes()[0], unavailable=every("9:00-9:30", days={FRI})),
        *usual_classes()[1:],
        school_class("band", "10:00-11:00", room="R1", days={FRI}),
    ),
    rooms=(
        room("R1", capacity=3, building="North", times="8:00-14:30"),
        room("R2", allows=frozenset({"OT"}), building="South"),
    ),
    providers=(
        provider(
            "SLP1",
            max_group=3,
            max_consecutive=90,
            max_minutes_day=120,
            max_minutes_week=150,
            planning_minutes=60,
        ),
        provider("SLP2"),
        provider("OT1", "OT", rooms=frozenset({"R2"})),
        provider("SPED1", "SPED", max_group=1, hours=hours("7:30-15:00")),
    ),
    services=tuple(SERVICES.values()),
    relations=(
        relation(RelationKind.TOGETHER, "S1", "S2", service="Speech"),
        relation(RelationKind.NOT_PROVIDER, "S3", provider="SLP2"),
    ),
    pins=(pin("S3-Speech-1", THU, "9:30"),),
)


def held(key, of, *args, **fields):
    services = tuple(SERVICES[each] for each in of.split())
    return session(services, *args, id=key, **fields)


SESSIONS = {
    each.id: each
    for each in (
        held("group-mon", "S1-Speech-1 S2-Speech-1", MON, "8:30-9:00"),
        held("group-wed", "S1-Speech-1 S2-Speech-1", WED, "8:30-9:00"),
        held("alone", "S3-Speech-1", THU, "9:30-10:00"),
        held("ot", "S1-OT-1", TUE, "9:30-10:00", by="OT1", room_id="R2"),
        held("visit-tue", "S1-SDI-1 S2-ELL-1", TUE, "8:30-9:00", by="SPED1"),
        held("visit-thu", "S1-SDI-1 S2-ELL-1", THU, "8:30-9:00", by="SPED1"),
        held(
            "either", "S3-SDI-1", WED, "8:30-9:00", by="SPED1", setting=Setting.PUSH_IN
        ),
        *(
            held(
                f"math-{day}",
                "S4-Math-1",
                day,
                "9:30-11:00",
                by="SPED1",
                class_id="math",
            )
            for day in range(5)
        ),
        held("plan", "X-Plan-1", FRI, "13:00-13:30", by="SPED1"),
    )
}


def rows_of(sessions):
    return list(Schedule(sessions=tuple(sessions)).rows(ROSTER.settings.days))


def moved(key, times=None, **fields):
    """Rows in which one session is changed."""
    if times is not None:
        start, end = (
            int(hour) * 60 + int(minute)
            for hour, minute in (part.split(":") for part in times.split("-"))
        )
        fields |= {"start": start, "end": end}
    return rows_of(
        replace(each, **fields) if each.id == key else each
        for each in SESSIONS.values()
    )


def added(*of, **fields):
    return rows_of((*SESSIONS.values(), held(*of, **fields)))


def row(key, at=0, **fields):
    """Rows in which one cell or more of one row is changed."""
    found = rows_of(SESSIONS.values())
    places = [number for number, each in enumerate(found) if each.session_id == key]
    found[places[at]] = changed(found[places[at]], **fields)
    return found


def dropped(key):
    return rows_of(each for each in SESSIONS.values() if each.id != key)


def roster(kind, key, **fields):
    """The roster in which one line is changed."""
    lines = getattr(ROSTER, kind)
    return replace(
        ROSTER,
        **{
            kind: tuple(
                replace(line, **fields) if line.id == key else line for line in lines
            )
        },
    )


def limits(**fields):
    return replace(ROSTER, settings=replace(ROSTER.settings, **fields))


RIGHT = rows_of(SESSIONS.values())
