"""Cases of S7 and S8: on the edge, and just outside it."""

from dataclasses import replace

from pushpull_sched.domain.service import (
    PatternKind,
    Per,
    Setting,
    WeekPattern,
)
from rules.case import case
from verify.build import (
    MON,
    THU,
    TUE,
    WED,
    amount,
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
SPEECH = service()
SDI = push_service()
TWICE = replace(SPEECH, amount=amount(sessions=2))


def alone(of, *sessions, **fields):
    return school(settings=MINUTE, services=(of,), **fields), sessions


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
PERIOD_TALK = replace(PERIOD_PULL, setting=Setting.CONSULT)


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
        "a consult that is a whole period off the grid",
        period_school(PERIOD_TALK),
        (session(PERIOD_TALK, MON, "8:00-8:42"),),
    ),
    case(
        "a consult of a period's length at another time",
        period_school(PERIOD_TALK),
        (session(PERIOD_TALK, MON, "9:30-10:12"),),
        "S7 C1",
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
RANGE_IN_FOUR = replace(HOURS_IN_FOUR, session_minutes=tuple(range(20, 46)))
THREE_A_MONTH = replace(SPEECH, amount=amount(30, Per.SESSION, 3, Per.MONTH))
WEEK_TWO = replace(SPEECH, pattern=WeekPattern(kind=PatternKind.WEEK, week=2))
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
        "2 of 4, a minute less than a session too many in a week",
        *month(
            RANGE_IN_FOUR,
            session(RANGE_IN_FOUR, MON, "8:00-8:45"),
            session(RANGE_IN_FOUR, TUE, "8:00-8:34"),
            session(RANGE_IN_FOUR, MON, "8:00-8:41", week=2),
        ),
    ),
    case(
        "2 of 4, a session too many in a week by a minute",
        *month(
            RANGE_IN_FOUR,
            session(RANGE_IN_FOUR, MON, "8:00-8:45"),
            session(RANGE_IN_FOUR, TUE, "8:00-8:35"),
            session(RANGE_IN_FOUR, MON, "8:00-8:40", week=2),
        ),
        "S8",
    ),
    case(
        "2 of 4, in three weeks",
        *month(
            RANGE_IN_FOUR,
            *(session(RANGE_IN_FOUR, MON, "8:00-8:40", week=w) for w in (1, 2, 3)),
        ),
        "S8",
    ),
    case(
        "2 of 4, a session too many in the second week",
        *month(
            RANGE_IN_FOUR,
            session(RANGE_IN_FOUR, MON, "8:00-8:40", week=2),
            session(RANGE_IN_FOUR, TUE, "8:00-8:40", week=2),
            session(RANGE_IN_FOUR, MON, "8:00-8:40", week=4),
        ),
        "S8",
    ),
    case(
        "twice on a day of the third week",
        *month(
            THREE_A_MONTH,
            session(THREE_A_MONTH, MON, "8:00-8:30"),
            session(THREE_A_MONTH, MON, "8:00-8:30", week=3),
            session(THREE_A_MONTH, MON, "9:00-9:30", week=3),
        ),
        "S5",
    ),
    case(
        "2 of 4, a session too many in the last week",
        *month(
            RANGE_IN_FOUR,
            session(RANGE_IN_FOUR, MON, "8:00-8:40"),
            session(RANGE_IN_FOUR, MON, "8:00-8:45", week=4),
            session(RANGE_IN_FOUR, TUE, "8:00-8:35", week=4),
        ),
        "S8",
    ),
    case(
        "1 of 2, in neighbouring weeks of two blocks",
        *month(HALF, session(HALF, week=2), session(HALF, week=3)),
    ),
    case(
        "1 of 2, twice in the second block",
        *month(HALF, session(HALF, week=3), session(HALF, week=4)),
        "S8",
    ),
    case(
        "a month's minutes in any weeks",
        *month(MONTHLY, session(MONTHLY, THU, "8:30-9:15", week=3)),
    ),
]

CASES = [*S7, *S8]
