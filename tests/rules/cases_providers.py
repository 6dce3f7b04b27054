"""Cases of V1 to V8; those of V4, V5 and V7 from ``cases_breaks``."""

from dataclasses import replace

from pushpull_sched.domain.service import Setting
from rules import cases_breaks
from rules.case import case
from verify.build import (
    MON,
    THU,
    TUE,
    WED,
    amount,
    hours,
    provider,
    push_service,
    room,
    school,
    school_class,
    service,
    session,
    settings,
    student,
    usual_classes,
)

LONG_DAY = frozenset({"read", "math", "art"})
STUDENTS = tuple(student(f"S{n}", classes=LONG_DAY) for n in range(1, 6))
SPEECH = tuple(service(f"S{n}-Speech-1", f"S{n}") for n in range(1, 6))
A, B, C, D, E = SPEECH
MINUTE = settings(grid=1)


def lasting(of, minutes):
    return replace(of, amount=amount(minutes))


def given(*sessions, services=None, by=None, **fields):
    """Students whose day is 8:00 to 14:00, one provider, rooms without limits."""
    made = school(
        **{
            "settings": MINUTE,
            "students": STUDENTS,
            "services": services or SPEECH[: len(sessions)],
            "providers": (by or provider(),),
            "rooms": (room(groups=9, capacity=99), room("R2", groups=9)),
            **fields,
        }
    )
    return made, sessions


def two(times, other=B, *, rooms=None, classes=None, **fields):
    """A in R1 from 8:30 to 9:00, and another session of the provider."""
    apart = {key: fields.pop(key) for key in ("travel", "move") if key in fields}
    return given(
        session(A),
        session(other, MON, times, **fields),
        services=(A, other),
        settings=settings(
            grid=1,
            transition_minutes=apart.get("move", 5),
            travel_minutes=apart.get("travel", 30),
        ),
        rooms=rooms or (room(), room("R2")),
        classes=classes or usual_classes(),
    )


NORTH, SOUTH = room(building="North"), room("R2", building="South")
SDI = push_service("S2-SDI-1", "S2", roles=frozenset({"SLP"}))
CONSULT = service("S2-Consult-1", "S2", setting=Setting.CONSULT)


def reading(**fields):
    read = school_class("read", "8:00-9:30", subject="Reading", **fields)
    return (read, *usual_classes()[1:])


V1 = [
    case("touching in one room", *two("9:00-9:30", room_id="R1")),
    case(
        "sharing a minute",
        *two("8:59-9:29", room_id="R1", rooms=(room(groups=2),)),
        "V1",
    ),
    case("enough time to change rooms", *two("9:05-9:35", room_id="R2")),
    case("a minute too little to change rooms", *two("9:04-9:34", room_id="R2"), "V1"),
    case(
        "enough time before the first", *two("8:00-8:25", lasting(B, 25), room_id="R2")
    ),
    case(
        "enough time to travel",
        *two("9:30-10:00", room_id="R2", rooms=(NORTH, SOUTH)),
    ),
    case(
        "a minute too little to travel",
        *two("9:29-9:59", room_id="R2", rooms=(NORTH, SOUTH)),
        "V1",
    ),
    case(
        "one building is blank",
        *two("9:05-9:35", room_id="R2", rooms=(NORTH, room("R2"))),
    ),
    case(
        "two rooms of one building",
        *two("9:05-9:35", room_id="R2", rooms=(NORTH, room("R2", building="North"))),
    ),
    case("consult needs no pause", *two("9:00-9:30", CONSULT)),
    case("consult during a session", *two("8:59-9:29", CONSULT), "V1"),
    case(
        "from a class to the room it meets in",
        *given(
            session(SDI, MON, "9:00-9:30"),
            session(A, MON, "9:30-10:00"),
            services=(SDI, A),
            settings=settings(grid=1, transition_minutes=5),
            classes=reading(room="r1"),
        ),
    ),
    case(
        "from a room to a class elsewhere",
        *two("9:00-9:30", SDI, classes=reading(room="Room 12")),
        "V1",
    ),
    case(
        "from a room to a class without a room",
        *two("9:00-9:30", SDI, classes=reading()),
        "V1",
    ),
    case(
        "from a room to a class without a room, in time",
        *two(
            "9:05-9:30",
            lasting(SDI, 25),
            classes=reading(),
        ),
    ),
    case(
        "between two classes that name one room",
        *given(
            session(push_service(), MON, "9:00-9:30"),
            session(
                push_service(
                    "S2-SDI-1", "S2", subjects=("Math",), classes=frozenset({"math"})
                ),
                MON,
                "9:30-10:00",
                class_id="math",
            ),
            services=(
                push_service(),
                push_service(
                    "S2-SDI-1", "S2", subjects=("Math",), classes=frozenset({"math"})
                ),
            ),
            settings=settings(grid=1, transition_minutes=5),
            classes=(
                school_class("read", "8:00-9:30", subject="Reading", room="Room 12"),
                school_class("math", "9:30-11:00", subject="Math", room="ROOM 12"),
                *usual_classes()[2:],
            ),
        ),
    ),
    case(
        "two sessions of a day that are no neighbours",
        *given(
            session(A, MON, "8:30-9:00", room_id="R1"),
            session(B, MON, "9:00-9:20", room_id="R3"),
            session(C, MON, "9:20-9:50", room_id="R2"),
            services=(A, lasting(B, 20), C),
            rooms=(NORTH, SOUTH, room("R3")),
        ),
        "V1",
    ),
]

V2 = [
    case("the role of the service", *given(session(A))),
    case("another role", *given(session(A), by=provider("SLP1", "OT")), "V2"),
    case(
        "one of several roles",
        *given(session(A), services=(replace(A, roles=frozenset({"SLP", "SLPA"})),)),
    ),
    case(
        "the named provider, without a role",
        *given(session(A), services=(replace(A, provider="SLP1", roles=frozenset()),)),
    ),
    case(
        "another than the named provider",
        *given(
            session(A),
            services=(replace(A, provider="SLP2"),),
            providers=(provider(), provider("SLP2")),
        ),
        "V2",
    ),
]


def on_duty(times, *stretches, **fields):
    by = provider(hours=tuple(each for stretch in stretches for each in stretch))
    return given(session(A, MON, times), by=by, **fields)


BY_DAY = (
    hours(days=frozenset({MON}), buildings=("North",)),
    hours(days=frozenset({TUE}), buildings=("South",)),
)

V3 = [
    case("until the hours end", *on_duty("8:30-9:00", hours("8:00-9:00"))),
    case(
        "a minute after the hours end", *on_duty("8:31-9:01", hours("8:00-9:00")), "V3"
    ),
    case("from when the hours begin", *on_duty("8:30-9:00", hours("8:30-9:30"))),
    case(
        "a minute before the hours begin",
        *on_duty("8:29-8:59", hours("8:30-9:30")),
        "V3",
    ),
    case(
        "over hours that touch",
        *on_duty("8:30-9:00", hours("8:00-8:45"), hours("8:45-9:30")),
    ),
    case(
        "over hours with a gap",
        *on_duty("8:30-9:00", hours("8:00-8:44"), hours("8:45-9:30")),
        "V3",
    ),
    case("a day off", *on_duty("8:30-9:00", hours(days=frozenset({TUE}))), "V3"),
    case(
        "in the building of the hours",
        *on_duty("8:30-9:00", hours(buildings=("North",)), rooms=(NORTH,)),
    ),
    case(
        "in another building",
        *on_duty("8:30-9:00", hours(buildings=("South",)), rooms=(NORTH,)),
        "V3",
    ),
    case(
        "in one of two buildings",
        *on_duty("8:30-9:00", hours(buildings=("North", "South")), rooms=(NORTH,)),
    ),
    case(
        "hours in two buildings, each for half the session",
        *on_duty(
            "8:30-9:00",
            hours("8:00-8:45", buildings=("North",)),
            hours("8:45-9:30", buildings=("South",)),
            rooms=(NORTH,),
        ),
        "V3",
    ),
    case(
        "hours anywhere that follow hours in the building",
        *on_duty(
            "8:30-9:00",
            hours("8:00-8:45", buildings=("North",)),
            hours("8:45-9:30"),
            rooms=(NORTH,),
        ),
    ),
    case(
        "in the building of that day",
        *on_duty("8:30-9:00", *BY_DAY, rooms=(NORTH,)),
    ),
    case(
        "in the building of another day",
        *on_duty("8:30-9:00", *BY_DAY, rooms=(replace(NORTH, building="South"),)),
        "V3",
    ),
    case(
        "a room without a building",
        *on_duty("8:30-9:00", hours(buildings=("South",))),
    ),
    case(
        "push-in in another building than the hours",
        *given(
            session(SDI, MON, "8:30-9:00"),
            services=(SDI,),
            by=provider(hours=hours(buildings=("South",))),
            classes=reading(building="North"),
        ),
        "V3",
    ),
    case(
        "consult is in no building",
        *given(
            session(CONSULT),
            services=(CONSULT,),
            by=provider(hours=hours(buildings=("South",))),
        ),
    ),
]


V6 = [
    case(
        "as many minutes as allowed on a day",
        *given(
            session(A), session(B, MON, "9:00-9:30"), by=provider(max_minutes_day=60)
        ),
    ),
    case(
        "a minute more than allowed on a day",
        *given(
            session(A), session(B, MON, "9:00-9:30"), by=provider(max_minutes_day=59)
        ),
        "V6",
    ),
    case(
        "one day does not count for another",
        *given(session(A), session(B, TUE), by=provider(max_minutes_day=59)),
    ),
    case(
        "as many minutes as allowed in a week",
        *given(
            session(A),
            session(B, TUE),
            session(C, WED),
            by=provider(max_minutes_week=90),
        ),
    ),
    case(
        "a minute more than allowed in a week",
        *given(
            session(A),
            session(B, TUE),
            session(C, WED),
            by=provider(max_minutes_week=89),
        ),
        "V6",
    ),
    case(
        "a group counts once",
        *given(session((A, B)), services=(A, B), by=provider(max_minutes_day=30)),
    ),
    case(
        "consult counts",
        *given(
            session(A),
            session(CONSULT, MON, "9:00-9:30"),
            services=(A, CONSULT),
            by=provider(max_minutes_day=59),
        ),
        "V6",
    ),
]


TWICE = replace(A, amount=amount(sessions=2))
TWO_PROVIDERS = (provider(), provider("SLP2"))

V8 = [
    case(
        "one provider",
        *given(session(TWICE), session(TWICE, THU), services=(TWICE,)),
    ),
    case(
        "two providers",
        *given(
            session(TWICE),
            session(TWICE, THU, by="SLP2"),
            services=(TWICE,),
            providers=TWO_PROVIDERS,
        ),
        "V8",
    ),
    case(
        "two providers as allowed",
        *given(
            session(TWICE),
            session(TWICE, THU, by="SLP2"),
            services=(TWICE,),
            providers=TWO_PROVIDERS,
            settings=replace(MINUTE, same_provider=False),
        ),
    ),
]

CASES = [*V1, *V2, *V3, *cases_breaks.CASES, *V6, *V8]
