"""Cases of S1 to S8: on the edge, and just outside it."""

from dataclasses import replace

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.service import (
    Delivery,
    PatternKind,
    Per,
    Setting,
    WeekPattern,
)
from rules.case import case
from verify.build import (
    FRI,
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
    weekly,
)

MINUTE = settings(grid=1)
TWO_WEEKS = settings(grid=1, weeks=2)
FOUR_WEEKS = settings(grid=1, weeks=4)
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
    case(
        "takes a minute of a class it may not miss",
        *one("9:01-9:31", of=ONLY_READING),
        "S3",
    ),
    case("ends as a class never missed begins", *one("9:00-9:30", of=NOT_MATH)),
    case(
        "takes a minute of a class never missed",
        *one("9:01-9:31", of=NOT_MATH),
        "S3",
    ),
    case("may miss nothing, in free time", *one("11:00-11:30", of=NOTHING)),
    case("may miss nothing, in class", *one("10:31-11:01", of=NOTHING), "S3"),
]

EITHER = replace(SDI, setting=Setting.EITHER, amount=amount(sessions=2))
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
    case(
        "at its earliest time",
        *one("8:30-9:00", of=replace(SPEECH, earliest=510)),
    ),
    case(
        "a minute before its earliest time",
        *one("8:29-8:59", of=replace(SPEECH, earliest=510)),
        "S4",
    ),
    case("until its latest time", *one("8:30-9:00", of=replace(SPEECH, latest=540))),
    case(
        "a minute after its latest time",
        *one("8:31-9:01", of=replace(SPEECH, latest=540)),
        "S4",
    ),
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

HOUR = replace(SPEECH, amount=weekly(60), session_minutes=tuple(range(20, 46)))
ONE_OR_TWO = replace(
    SPEECH,
    amount=amount(60, Per.WEEK, sessions=2),
    session_minutes=(30, 60),
)
ROUNDED = replace(SPEECH, amount=amount(25, sessions=2), session_minutes=(30,))
PERIOD = school_class("read", "8:00-8:42", subject="Reading")
PERIOD_PUSH = replace(SDI, amount=amount(42))
PERIOD_PULL = replace(SPEECH, amount=amount(42))


def period_school(of):
    others = tuple(each for each in usual_classes() if each.id != "read")
    return school(services=(of,), classes=(PERIOD, *others))


S7 = [
    case(
        "minutes just reached",
        *alone(HOUR, session(HOUR, MON), session(HOUR, TUE)),
    ),
    case(
        "a minute short",
        *alone(HOUR, session(HOUR, MON), session(HOUR, TUE, "8:30-8:59")),
        short="S7",
    ),
    case("nothing placed", *alone(HOUR), short="S7"),
    case(
        "a minute less than a session too many",
        *alone(
            HOUR,
            session(HOUR, MON, "8:00-8:45"),
            session(HOUR, TUE, "8:00-8:34"),
        ),
    ),
    case(
        "a session too many in minutes",
        *alone(
            HOUR,
            session(HOUR, MON, "8:00-8:45"),
            session(HOUR, TUE, "8:00-8:35"),
        ),
        "S7",
    ),
    case(
        "the shortest length",
        *alone(
            HOUR,
            *(session(HOUR, day, "8:30-8:50") for day in (MON, TUE, WED)),
        ),
    ),
    case(
        "a minute less than the shortest length",
        *alone(
            HOUR,
            session(HOUR, MON, "8:00-8:45"),
            session(HOUR, TUE, "8:30-8:49"),
        ),
        "S7",
    ),
    case(
        "a session less than owed",
        *alone(TWICE, session(TWICE, MON)),
        short="S7",
    ),
    case(
        "a session more than owed",
        *alone(TWICE, *(session(TWICE, day) for day in (MON, TUE, WED))),
        "S7",
    ),
    case(
        "all minutes in too few sessions",
        *alone(ONE_OR_TWO, session(ONE_OR_TWO, MON, "8:30-9:30")),
        "S7",
    ),
    case(
        "lengths above the stated one still fit the number",
        *alone(ROUNDED, session(ROUNDED, MON), session(ROUNDED, TUE)),
    ),
    case(
        "a push-in session that is a whole period off the grid",
        period_school(PERIOD_PUSH),
        (session(PERIOD_PUSH, MON, "8:00-8:42"),),
    ),
    case(
        "a pull-out session that is a whole period off the grid",
        period_school(PERIOD_PULL),
        (session(PERIOD_PULL, MON, "8:00-8:42"),),
    ),
    case(
        "a period's length at another time",
        period_school(PERIOD_PULL),
        (session(PERIOD_PULL, MON, "9:30-10:12"),),
        "S7 C1",
    ),
    case(
        "the period's length on the grid",
        period_school(PERIOD_PULL),
        (session(PERIOD_PULL, MON, "8:00-8:45"),),
    ),
]


def fortnight(of, *sessions, **fields):
    return (
        school(
            **{
                "settings": TWO_WEEKS,
                "services": (of,),
                "rooms": (room(weeks=2), room("R2", weeks=2)),
                "providers": (provider(weeks=2), provider("SLP2", weeks=2)),
                **fields,
            }
        ),
        sessions,
    )


AB_CLASSES = (
    *usual_classes(2)[:3],
    school_class("art", "13:00-14:00", subject="Art"),
)
AB_STUDENT = student(classes=frozenset({"read", "math", "lunch", "art"}))
AB = {"classes": AB_CLASSES, "students": (AB_STUDENT,)}
HALF = replace(SPEECH, pattern=WeekPattern(kind=PatternKind.N_OF_M, n=1, m=2))
TWO_OF_FOUR = WeekPattern(kind=PatternKind.N_OF_M, n=2, m=4)
TWO_IN_FOUR = replace(SPEECH, pattern=TWO_OF_FOUR)
HOURS_IN_FOUR = replace(SPEECH, pattern=TWO_OF_FOUR, amount=weekly(60))
WEEK_TWO = replace(SPEECH, pattern=WeekPattern(kind=PatternKind.WEEK, week=2))
AB_TWICE = replace(TWICE, max_per_day=2)
AB_MINUTES = replace(SPEECH, amount=weekly(60), session_minutes=(30,))
MONTHLY = replace(SPEECH, amount=amount(45, Per.MONTH, sessions=None))


def month(of, *sessions):
    return school(settings=FOUR_WEEKS, services=(of,)), sessions


S8 = [
    case(
        "the same in both weeks",
        *fortnight(SPEECH, session(SPEECH), session(SPEECH, week=2)),
    ),
    case(
        "a minute later in week 2",
        *fortnight(SPEECH, session(SPEECH), session(SPEECH, MON, "8:31-9:01", week=2)),
        "S8",
    ),
    case(
        "another day in week 2",
        *fortnight(SPEECH, session(SPEECH), session(SPEECH, TUE, week=2)),
        "S8",
    ),
    case(
        "another room in week 2",
        *fortnight(SPEECH, session(SPEECH), session(SPEECH, week=2, room_id="R2")),
        "S8",
    ),
    case(
        "another provider in week 2",
        *fortnight(
            SPEECH,
            session(SPEECH),
            session(SPEECH, week=2, by="SLP2"),
            settings=replace(TWO_WEEKS, same_provider=False),
        ),
        "S8",
    ),
    case(
        "missing in week 2",
        *fortnight(SPEECH, session(SPEECH)),
        "S8",
        short="S7",
    ),
    case(
        "short, but alike",
        *fortnight(TWICE, session(TWICE), session(TWICE, week=2)),
        short="S7",
    ),
    case(
        "classes differ: another day in week 2",
        *fortnight(SPEECH, session(SPEECH), session(SPEECH, TUE, week=2), **AB),
    ),
    case(
        "classes differ: both sessions in week 1",
        *fortnight(SPEECH, session(SPEECH), session(SPEECH, TUE), **AB),
        "S8",
    ),
    case(
        "classes differ: short in one week",
        *fortnight(
            TWICE,
            session(TWICE),
            session(TWICE, TUE),
            session(TWICE, week=2),
            **AB,
        ),
        short="S7",
    ),
    case(
        "classes differ: short, yet too many in one week",
        *fortnight(
            TWICE,
            session(TWICE),
            session(TWICE, TUE),
            session(TWICE, WED),
            **AB,
        ),
        "S8",
        short="S7",
    ),
    case(
        "classes differ: minutes shared evenly",
        *fortnight(
            AB_MINUTES,
            *(session(AB_MINUTES, d, week=w) for d in (MON, TUE) for w in (1, 2)),
            **AB,
        ),
    ),
    case(
        "classes differ: all minutes, but most in one week",
        *fortnight(
            AB_MINUTES,
            *(session(AB_MINUTES, day) for day in (MON, TUE, WED)),
            session(AB_MINUTES, week=2),
            **AB,
        ),
        "S8",
    ),
    case(
        "odd in week 1",
        *fortnight(replace(SPEECH, pattern=ODD), session(SPEECH)),
    ),
    case(
        "odd in week 2",
        *fortnight(replace(SPEECH, pattern=ODD), session(SPEECH, week=2)),
        "S8",
    ),
    case(
        "even in week 2",
        *fortnight(replace(SPEECH, pattern=EVEN), session(SPEECH, week=2)),
    ),
    case("week 2 in week 2", *fortnight(WEEK_TWO, session(WEEK_TWO, week=2))),
    case("week 2 in week 1", *fortnight(WEEK_TWO, session(WEEK_TWO)), "S8"),
    case("1 of 2 in one week", *fortnight(HALF, session(HALF, week=2))),
    case(
        "1 of 2 in both weeks",
        *fortnight(
            replace(HALF, amount=amount(sessions=2)),
            session(HALF),
            session(HALF, week=2),
        ),
        "S8",
    ),
    case(
        "2 of 4 in two weeks",
        *month(TWO_IN_FOUR, session(TWO_IN_FOUR), session(TWO_IN_FOUR, week=4)),
    ),
    case(
        "2 of 4, both sessions in one week",
        *month(TWO_IN_FOUR, session(TWO_IN_FOUR), session(TWO_IN_FOUR, WED)),
        "S8",
    ),
    case(
        "2 of 4, an hour in each of two weeks",
        *month(
            HOURS_IN_FOUR,
            *(
                session(HOURS_IN_FOUR, day, week=week)
                for week in (1, 2)
                for day in (MON, TUE)
            ),
        ),
    ),
    case(
        "2 of 4, a session too many in one of them",
        *month(
            HOURS_IN_FOUR,
            *(session(HOURS_IN_FOUR, day) for day in (MON, TUE, WED)),
            session(HOURS_IN_FOUR, week=2),
        ),
        "S8",
    ),
    case(
        "a month's minutes in any weeks",
        *month(MONTHLY, session(MONTHLY, THU, "8:30-9:15", week=3)),
    ),
]

CASES = [*S1, *S2, *S3, *S4, *S5, *S6, *S7, *S8]
