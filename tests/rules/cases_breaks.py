"""Cases of V4, V5 and V7: on the edge, and just outside it."""

from dataclasses import replace

from pushpull_sched.domain.service import Setting
from rules.case import case
from verify.build import (
    MON,
    amount,
    hours,
    provider,
    room,
    school,
    service,
    session,
    settings,
    student,
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


CONSULT = service("S2-Consult-1", "S2", setting=Setting.CONSULT)


def lunching(times, *, duty="8:00-15:00", window=(660, 720), more=(), **fields):
    """One session and a lunch of 30 minutes; the usual window is 11:00 to 12:00."""
    by = provider(
        **{
            "hours": (*hours(duty), *more),
            "lunch_start": window[0],
            "lunch_end": window[1],
            **fields,
        }
    )
    return given(session(A, MON, times), by=by)


V4 = [
    case("half of the window left", *lunching("11:00-11:30")),
    case("half of the window left at its beginning", *lunching("11:30-12:00")),
    case("a minute less left in each piece", *lunching("11:01-11:31"), "V4"),
    case(
        "the window one minute too small to owe lunch",
        *lunching("11:01-11:31", window=(660, 719)),
    ),
    case(
        "hours one minute too short to owe lunch",
        *lunching("11:01-11:31", duty="8:00-11:59"),
    ),
    case(
        "hours just long enough to owe lunch",
        *lunching("11:01-11:31", duty="8:00-12:00"),
        "V4",
    ),
    case("no lunch", *lunching("11:01-11:31", lunch_minutes=0)),
    case("a shorter lunch", *lunching("11:01-11:31", lunch_minutes=29)),
    case(
        "a duty is no lunch",
        *lunching(
            "10:45-11:15",
            duty="8:00-11:30",
            more=hours("11:40-15:00"),
            window=(645, 720),
        ),
        "V4",
    ),
    case(
        "lunch over hours that touch",
        *lunching("11:00-11:30", duty="8:00-11:45", more=hours("11:45-15:00")),
    ),
    case(
        "two sessions that leave a minute too little",
        *given(
            session(A, MON, "11:00-11:30"),
            session(lasting(B, 31), MON, "12:29-13:00"),
            session(lasting(C, 30), MON, "11:30-12:00"),
            services=(A, lasting(B, 31), C),
            by=provider(lunch_start=660, lunch_end=780),
        ),
        "V4",
    ),
    case(
        "two sessions that leave just enough",
        *given(
            session(A, MON, "11:00-11:30"),
            session(B, MON, "12:30-13:00"),
            session(C, MON, "11:30-12:00"),
            by=provider(lunch_start=660, lunch_end=780),
        ),
    ),
    case(
        "consult takes lunch as any session",
        *given(
            session(CONSULT, MON, "11:01-11:31"),
            services=(CONSULT,),
            by=provider(lunch_start=660, lunch_end=720),
        ),
        "V4",
    ),
]


def planning(*times, duty="8:00-12:00", minutes=60, **fields):
    """Sessions of any length around planning time; no lunch where not said."""
    services = tuple(
        lasting(of, session(of, MON, each).minutes)
        for of, each in zip(SPEECH, times, strict=False)
    )
    by = provider(
        **{
            "hours": hours(duty),
            "planning_minutes": minutes,
            "lunch_minutes": 0,
            **fields,
        }
    )
    held = (session(of, MON, each) for of, each in zip(services, times, strict=True))
    return given(*held, services=services, by=by)


LATE_LUNCH = {"lunch_minutes": 30, "lunch_start": 660, "lunch_end": 720}
EARLY_LUNCH = {"lunch_minutes": 30, "lunch_start": 480, "lunch_end": 540}

V5 = [
    case("just enough left", *planning("8:00-9:30", "10:30-12:00")),
    case("a minute too little left", *planning("8:00-9:30", "10:29-12:00"), "V5"),
    case(
        "a day one minute too short to owe planning",
        *planning("8:00-9:30", "10:29-11:59", duty="8:00-11:59"),
    ),
    case("no planning", *planning("8:00-9:30", "10:29-12:00", minutes=0)),
    case("planning before a late lunch", *planning("8:00-10:30", **LATE_LUNCH)),
    case(
        "a minute too little beside a late lunch",
        *planning("8:00-10:31", **LATE_LUNCH),
        "V5",
    ),
    case(
        "lunch does not fit into the piece beside the planning",
        *planning("8:00-11:00", "11:20-11:30", duty="8:00-12:30", **LATE_LUNCH),
        "V5",
    ),
    case("planning after an early lunch", *planning("9:30-12:00", **EARLY_LUNCH)),
    case(
        "a minute too little beside an early lunch",
        *planning("9:29-12:00", **EARLY_LUNCH),
        "V5",
    ),
    case(
        "lunch in the shorter piece leaves the longer one",
        *planning(
            "8:30-9:00", "10:00-12:00", lunch_minutes=30, lunch_start=480, lunch_end=600
        ),
    ),
    case(
        "lunch fits one piece of its window only",
        *planning(
            "8:10-9:00",
            "10:00-12:00",
            lunch_minutes=30,
            lunch_start=480,
            lunch_end=570,
            minutes=30,
        ),
    ),
    case(
        "no room for lunch: planning alone",
        *planning("11:01-11:31", **LATE_LUNCH),
        "V4",
    ),
    case(
        "lunch not owed takes nothing",
        *planning("8:00-11:00", lunch_minutes=30, lunch_start=690, lunch_end=720),
    ),
]


def run(*times, most=60, **fields):
    services = tuple(
        lasting(of, session(of, MON, each).minutes)
        for of, each in zip(SPEECH, times, strict=False)
    )
    held = (session(of, MON, each) for of, each in zip(services, times, strict=True))
    return given(*held, services=services, by=provider(max_consecutive=most, **fields))


V7 = [
    case("a run as long as allowed", *run("8:00-8:30", "8:30-9:00")),
    case("a run one minute longer", *run("8:00-8:30", "8:30-9:01"), "V7"),
    case("one session longer than a run", *run("8:00-9:01"), "V7"),
    case("a pause just long enough", *run("8:00-8:30", "8:40-9:30")),
    case("a pause one minute too short", *run("8:00-8:30", "8:39-9:09"), "V7"),
    case("pauses count in a run", *run("8:00-8:20", "8:29-8:49", most=49)),
    case(
        "pauses count in a run, a minute more",
        *run("8:00-8:20", "8:29-8:49", most=48),
        "V7",
    ),
    case(
        "another break",
        *run("8:00-8:30", "8:35-9:25", break_minutes=5),
    ),
    case("no limit", *run("8:00-8:30", "8:30-9:30", most=None)),
]

CASES = [*V4, *V5, *V7]
