"""Cases of S1 to S6, and those of S7 and S8 from their own tables."""

from dataclasses import replace

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.service import (
    Delivery,
    PatternKind,
    Setting,
    WeekPattern,
)
from rules import cases_amounts, cases_weeks
from rules.case import case
from verify.build import (
    FRI,
    MON,
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
)

MINUTE = settings(grid=1)
TWO_WEEKS = settings(grid=1, weeks=2)
ODD = WeekPattern(kind=PatternKind.ODD)
EVEN = WeekPattern(kind=PatternKind.EVEN)
BLOCK = service("X-Consult-1", None, setting=Setting.CONSULT)
OPEN_DAY = frozenset({"read", "math", "art"})

SPEECH = service()
OT = service("S1-OT-1", name="OT", roles=frozenset({"OT"}))
SDI = push_service()
CONSULT = service("S1-Consult-1", name="OT", setting=Setting.CONSULT, roles=OT.roles)


def pair_school(*services, weeks=1, **fields):
    """Two rooms and two providers, so that only the student can be in the way."""
    return school(
        **{
            "settings": settings(grid=1, weeks=weeks),
            "services": services,
            "rooms": (room(weeks=weeks), room("R2", weeks=weeks)),
            "providers": (
                provider(weeks=weeks),
                provider("OT1", "OT", weeks=weeks),
            ),
            **fields,
        }
    )


def ot(times, day=MON, **fields):
    return session(OT, day, times, by="OT1", room_id="R2", **fields)


def one(times, *, day=MON, of=SPEECH, **fields):
    """A school of one service with one session, day 7:00 to 15:00."""
    length = fields.pop("length", 30)
    of = replace(of, amount=amount(length))
    made = school(
        settings=MINUTE,
        services=(of,),
        **{"providers": (provider(hours=hours("7:00-15:00")),), **fields},
    )
    return made, (session(of, day, times),)


S1 = [
    case(
        "sessions that touch",
        pair_school(SPEECH, OT),
        (session(SPEECH), ot("9:00-9:30")),
    ),
    case(
        "sessions a minute apart",
        pair_school(SPEECH, OT),
        (session(SPEECH), ot("9:01-9:31")),
    ),
    case(
        "sessions that share a minute",
        pair_school(SPEECH, OT),
        (session(SPEECH), ot("8:59-9:29")),
        "S1",
    ),
    case(
        "same times on two days",
        pair_school(SPEECH, OT),
        (session(SPEECH), ot("8:30-9:00", TUE)),
    ),
    case(
        "same times in two weeks",
        pair_school(replace(SPEECH, pattern=ODD), replace(OT, pattern=EVEN), weeks=2),
        (session(SPEECH), ot("8:30-9:00", week=2)),
    ),
    case(
        "push-in during pull-out",
        pair_school(SDI, OT),
        (session(SDI), ot("8:59-9:29")),
        "S1",
    ),
    case(
        "consult about a student who is in a session",
        pair_school(SPEECH, CONSULT),
        (session(SPEECH), session(CONSULT, by="OT1")),
    ),
]

AWAY = (Interval(1, MON, 540, 550),)

S2 = [
    case("begins with the first class", *one("8:00-8:30")),
    case("begins a minute before the first class", *one("7:59-8:29"), "S2"),
    case(
        "ends with the last class",
        *one("13:30-14:00", students=(student(classes=OPEN_DAY),)),
    ),
    case(
        "ends a minute after the last class",
        *one("13:31-14:01", students=(student(classes=OPEN_DAY),)),
        "S2",
    ),
    case("ends as lunch begins", *one("11:00-11:30")),
    case("takes a minute of lunch", *one("11:01-11:31"), "S2"),
    case(
        "ends as an unavailable time begins",
        *one("8:30-9:00", students=(student(unavailable=AWAY),)),
    ),
    case(
        "begins as an unavailable time ends",
        *one("9:10-9:40", students=(student(unavailable=AWAY),)),
    ),
    case(
        "a minute inside an unavailable time",
        *one("8:31-9:01", students=(student(unavailable=AWAY),)),
        "S2",
    ),
    case(
        "unavailable on another day",
        *one("8:31-9:01", day=TUE, students=(student(unavailable=AWAY),)),
    ),
    case(
        "push-in a minute inside an unavailable time",
        *one("8:31-9:01", of=SDI, students=(student(unavailable=AWAY),)),
        "S2",
    ),
    case(
        "pull-out on a day the student is away",
        *one("8:30-9:00", day=TUE, students=(student(days=frozenset({MON})),)),
        "S2",
    ),
    case(
        "push-in on a day the student is away",
        *one("8:30-9:00", of=SDI, day=TUE, students=(student(days=frozenset({MON})),)),
        "S2",
    ),
    case(
        "a day without classes",
        *one(
            "8:30-9:00",
            day=TUE,
            classes=(school_class("read", "8:00-9:30", days=frozenset({MON})),),
            students=(student(classes=frozenset({"read"})),),
        ),
        "S2",
    ),
    case(
        "consult at any time of the student's",
        pair_school(
            CONSULT, students=(student(days=frozenset({MON}), unavailable=AWAY),)
        ),
        (session(CONSULT, MON, "14:00-14:30", by="OT1"),),
    ),
]

ONLY_READING = replace(SPEECH, may_miss=frozenset({"read"}))
NOT_MATH = replace(SPEECH, never_miss=frozenset({"math"}))
NOTHING = replace(SPEECH, may_miss=frozenset())

S3 = [
    case("ends with the class it may miss", *one("9:00-9:30", of=ONLY_READING)),
    case("takes a minute of another class", *one("9:01-9:31", of=ONLY_READING), "S3"),
    case("ends as a class never missed begins", *one("9:00-9:30", of=NOT_MATH)),
    case(
        "takes a minute of a class never missed", *one("9:01-9:31", of=NOT_MATH), "S3"
    ),
    case("may miss nothing, in free time", *one("11:00-11:30", of=NOTHING)),
    case("may miss nothing, in class", *one("10:31-11:01", of=NOTHING), "S3"),
]

EITHER = replace(SDI, setting=Setting.EITHER, amount=amount(sessions=2))
FROM_8_30 = replace(SPEECH, earliest=510)
UNTIL_9 = replace(SPEECH, latest=540)
BOTH_WAYS = replace(SPEECH, subjects=("Reading",), classes=frozenset({"read"}))


def alone(of, *sessions, **fields):
    return school(settings=MINUTE, services=(of,), **fields), sessions


S4 = [
    case(
        "pull-out given in class",
        *alone(BOTH_WAYS, session(BOTH_WAYS, setting=Setting.PUSH_IN)),
        "S4",
    ),
    case(
        "push-in given as pull-out",
        *alone(SDI, session(SDI, setting=Setting.PULL_OUT)),
        "S4",
    ),
    case(
        "consult given as pull-out",
        *alone(
            replace(CONSULT, roles=SPEECH.roles),
            session(CONSULT, setting=Setting.PULL_OUT),
        ),
        "S4",
    ),
    case(
        "a consult block without a student given as pull-out",
        *alone(BLOCK, session(BLOCK, setting=Setting.PULL_OUT)),
        "S4",
    ),
    case(
        "either given as consult",
        *alone(
            EITHER,
            session(EITHER, MON, setting=Setting.CONSULT),
            session(EITHER, TUE, setting=Setting.CONSULT),
        ),
        "S4",
    ),
    case(
        "either, all push-in",
        *alone(
            EITHER,
            session(EITHER, MON, setting=Setting.PUSH_IN),
            session(EITHER, TUE, setting=Setting.PUSH_IN),
        ),
    ),
    case(
        "either, all pull-out",
        *alone(EITHER, session(EITHER, MON), session(EITHER, TUE)),
    ),
    case(
        "either, one of each",
        *alone(
            EITHER,
            session(EITHER, MON),
            session(EITHER, TUE, setting=Setting.PUSH_IN),
        ),
        "S4",
    ),
    case(
        "on one of its days",
        *one("8:30-9:00", of=replace(SPEECH, days=frozenset({MON}))),
    ),
    case(
        "on another day",
        *one("8:30-9:00", day=TUE, of=replace(SPEECH, days=frozenset({MON}))),
        "S4",
    ),
    case("at its earliest time", *one("8:30-9:00", of=FROM_8_30)),
    case("a minute before its earliest time", *one("8:29-8:59", of=FROM_8_30), "S4"),
    case("until its latest time", *one("8:30-9:00", of=UNTIL_9)),
    case("a minute after its latest time", *one("8:31-9:01", of=UNTIL_9), "S4"),
    case(
        "consult before its earliest time",
        pair_school(replace(CONSULT, earliest=510)),
        (session(CONSULT, MON, "8:29-8:59", by="OT1"),),
        "S4",
    ),
]

TWICE = replace(SPEECH, amount=amount(sessions=2))
SPREAD = replace(TWICE, min_days_apart=2)
CO_TEACH = replace(
    SDI,
    delivery=Delivery.CO_TEACH,
    amount=replace(amount(), minutes=None),
    max_per_day=1,
    min_days_apart=3,
)

S5 = [
    case(
        "two days",
        *alone(TWICE, session(TWICE, MON), session(TWICE, TUE)),
    ),
    case(
        "two sessions on a day by default",
        *alone(TWICE, session(TWICE, MON), session(TWICE, MON, "9:00-9:30")),
        "S5",
    ),
    case(
        "two sessions on a day as allowed",
        *alone(
            replace(TWICE, max_per_day=2),
            session(TWICE, MON),
            session(TWICE, MON, "9:00-9:30"),
        ),
    ),
    case(
        "two sessions on the only day it has",
        *alone(
            replace(TWICE, days=frozenset({MON})),
            session(TWICE, MON),
            session(TWICE, MON, "9:00-9:30"),
        ),
    ),
    case(
        "one day between",
        *alone(SPREAD, session(SPREAD, MON), session(SPREAD, WED)),
    ),
    case(
        "no day between",
        *alone(SPREAD, session(SPREAD, MON), session(SPREAD, TUE)),
        "S5",
    ),
    case(
        "no day between, later in the week",
        *alone(SPREAD, session(SPREAD, TUE), session(SPREAD, WED)),
        "S5",
    ),
    case(
        "distance does not run across the weekend",
        school(
            settings=TWO_WEEKS,
            services=(replace(TWICE, min_days_apart=4),),
        ),
        (session(TWICE, day, week=week) for week in (1, 2) for day in (MON, FRI)),
    ),
    case(
        "consult on days too close",
        pair_school(replace(CONSULT, amount=TWICE.amount, min_days_apart=2)),
        (session(CONSULT, MON, by="OT1"), session(CONSULT, TUE, by="OT1")),
        "S5",
    ),
    case(
        "co-teach is exempt",
        *alone(CO_TEACH, *(session(CO_TEACH, d, "8:00-9:30") for d in range(5))),
    ),
]

LOAD = (SPEECH, replace(SPEECH, id="S1-Speech-2"), replace(SPEECH, id="S1-Speech-3"))
LONGER = replace(SPEECH, id="S1-Speech-2", amount=amount(31))
LOAD_SESSIONS = (
    session(LOAD[0], MON, "8:00-8:30"),
    session(LOAD[1], MON, "8:30-9:00"),
    session(LOAD[2], MON, "9:00-9:30"),
)


def loaded(services, **fields):
    return school(settings=MINUTE, services=services, students=(student(**fields),))


S6 = [
    case(
        "as many sessions as allowed",
        loaded(LOAD, max_sessions_day=3),
        LOAD_SESSIONS,
    ),
    case(
        "a session more than allowed",
        loaded(LOAD, max_sessions_day=2),
        LOAD_SESSIONS,
        "S6",
    ),
    case(
        "consult is no session of the student",
        pair_school(SPEECH, CONSULT, students=(student(max_sessions_day=1),)),
        (session(SPEECH), session(CONSULT, by="OT1")),
    ),
    case(
        "as many pull-out minutes as allowed",
        loaded(LOAD[:2], max_pullout_day=60),
        LOAD_SESSIONS[:2],
    ),
    case(
        "a pull-out minute more than allowed",
        loaded((SPEECH, LONGER), max_pullout_day=60),
        (session(SPEECH, MON, "8:00-8:30"), session(LONGER, MON, "8:30-9:01")),
        "S6",
    ),
    case(
        "push-in is no pull-out minute",
        loaded((SPEECH, replace(SDI, id="S1-SDI-2")), max_pullout_day=30),
        (session(SPEECH, MON, "8:00-8:30"), session(replace(SDI, id="S1-SDI-2"))),
    ),
]

CASES = [*S1, *S2, *S3, *S4, *S5, *S6, *cases_amounts.CASES, *cases_weeks.CASES]
