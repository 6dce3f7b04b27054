"""Cases of C1 to C3; ``ROW_CASES`` are rows that no schedule could have written."""

from dataclasses import replace

from pushpull_sched.domain.service import (
    Delivery,
    PatternKind,
    Setting,
    WeekPattern,
)
from rules.case import case, row_case
from verify.build import (
    MON,
    TUE,
    amount,
    changed,
    pin,
    provider,
    push_service,
    room,
    rows,
    school,
    school_class,
    service,
    session,
    settings,
    student,
    usual_classes,
)

SPEECH = service()
TWO_WEEKS = settings(weeks=2)
ODD_READING = (
    school_class("read", "8:02-8:34", subject="Reading"),
    *usual_classes()[1:],
)
CO_TEACH = push_service(
    delivery=Delivery.CO_TEACH, amount=replace(amount(), minutes=None)
)
SUPPORT = push_service("S2-SDI-1", "S2", amount=amount(32))
PERIOD = push_service(amount=amount(32))
BLOCK = service("X-Consult-1", None, setting=Setting.CONSULT, amount=amount(32))


def off_grid(*services, times="8:02-8:34", days=(MON,)):
    made = school(
        students=(student(), student("S2")),
        classes=ODD_READING,
        services=services,
    )
    return made, [session(services, day, times) for day in days]


C1 = [
    case("on the grid", school(), [session(SPEECH)]),
    case("a minute off the grid", school(), [session(SPEECH, MON, "8:31-9:01")], "C1"),
    case(
        "a grid of 15 minutes",
        school(settings=settings(grid=15)),
        [session(SPEECH, MON, "8:15-8:45")],
    ),
    case(
        "off a grid of 15 minutes",
        school(settings=settings(grid=15)),
        [session(SPEECH, MON, "8:20-8:50")],
        "C1",
    ),
    case("co-teach off the grid", *off_grid(CO_TEACH, days=range(5))),
    case("a whole meeting of a stated length off the grid", *off_grid(PERIOD)),
    case(
        "only one of two services may leave the grid",
        *off_grid(PERIOD, replace(SUPPORT, amount=amount(30))),
        "S7 C1",
    ),
    case(
        "a period's length off the grid in another class",
        school(
            students=(student(classes=frozenset({"read", "art"})),),
            classes=(
                *ODD_READING[:1],
                school_class("art", "8:02-8:34", subject="Art"),
            ),
            services=(PERIOD,),
        ),
        [session(PERIOD, MON, "8:02-8:34", class_id="art")],
        "S7 P1 C1",
    ),
    case(
        "a consult block without a student off the grid",
        school(services=(BLOCK,)),
        [session(BLOCK, MON, "14:02-14:34")],
        "S7 C1",
    ),
    case("two whole meetings in one visit", *off_grid(PERIOD, SUPPORT)),
]


def pinned(*sessions, of=SPEECH, weeks=1, **fields):
    made = school(
        settings=settings(weeks=weeks),
        services=(of,),
        rooms=(room(weeks=weeks), room("R2", weeks=weeks)),
        providers=(provider(weeks=weeks), provider("SLP2", weeks=weeks)),
        pins=(pin(**fields),),
    )
    return made, sessions


ODD = replace(SPEECH, pattern=WeekPattern(kind=PatternKind.ODD))
FREE = replace(
    SPEECH,
    amount=amount(sessions=2),
    pattern=WeekPattern(kind=PatternKind.N_OF_M, n=1, m=2),
)
BOTH_WEEKS = (session(SPEECH), session(SPEECH, week=2))
BOTH_LATER = (
    session(SPEECH, MON, "9:00-9:30"),
    session(SPEECH, MON, "9:00-9:30", week=2),
)

C2 = [
    case("stands as pinned", *pinned(session(SPEECH))),
    case(
        "every cell of the pin holds",
        *pinned(session(SPEECH), minutes=30, week=1, provider="SLP1", room="R1"),
    ),
    case("nothing placed", *pinned(), "C2", short="S7"),
    case("another day", *pinned(session(SPEECH, TUE)), "C2"),
    case("five minutes later", *pinned(session(SPEECH, MON, "8:35-9:05")), "C2"),
    case("another length", *pinned(session(SPEECH), minutes=45), "C2"),
    case("another provider", *pinned(session(SPEECH), provider="SLP2"), "C2"),
    case("another room", *pinned(session(SPEECH), room="R2"), "C2"),
    case("in every week", *pinned(*BOTH_WEEKS, weeks=2)),
    case("in no week", *pinned(*BOTH_LATER, weeks=2), "C2"),
    case(
        "in one week of two, where it repeats",
        *pinned(session(SPEECH), weeks=2),
        "S8 C2",
        short="S7",
    ),
    case("in any week", *pinned(session(ODD), of=ODD, weeks=2)),
    case(
        "not in any week",
        *pinned(session(ODD, TUE), of=ODD, weeks=2),
        "C2",
    ),
    case("in the week named", *pinned(session(ODD), of=ODD, weeks=2, week=1)),
    case(
        "in another week than the one named",
        *pinned(
            session(FREE, MON, week=2),
            session(FREE, TUE, week=2),
            of=FREE,
            weeks=2,
            week=1,
        ),
        "C2",
    ),
    case("of a service that is not active", *pinned(of=replace(SPEECH, active=False))),
    case(
        "of a service outside the template",
        *pinned(of=replace(ODD, amount=amount(sessions=3))),
    ),
]

SCHOOL = school(
    settings=settings(),
    students=(student(name="Ana Ruiz"), student("S2"), student("7")),
    services=(
        SPEECH,
        service("S2-Speech-1", "S2"),
        service("7", "7", name="Reading Help"),
        service("S2-Old-1", "S2", active=False, inactive_because="ended in May"),
        service("S2-Odd-1", "S2", pattern=WeekPattern(kind=PatternKind.ODD)),
        service("S2-Consult-1", "S2", setting=Setting.CONSULT),
        service("X-Consult-1", None, setting=Setting.CONSULT),
        push_service("S2-SDI-1", "S2"),
    ),
)
OF = SCHOOL.service
FIRST = session(SPEECH)
GROUP = session((SPEECH, OF["S2-Speech-1"]))
NUMBER = session(OF["7"], MON, "8:00-8:30")
PLANNING = session(OF["X-Consult-1"], MON, "14:00-14:30")
VISIT = session(OF["S2-SDI-1"], MON, "9:00-9:30")
(ROW,) = rows(SCHOOL, FIRST)
ROW_A, ROW_B = rows(SCHOOL, GROUP)
(VISIT_ROW,) = rows(SCHOOL, VISIT)
(CONSULT_ROW,) = rows(SCHOOL, PLANNING)
(NUMBER_ROW,) = rows(SCHOOL, NUMBER)


def judged(name, *of, codes="", short="S7"):
    """Rows of a schedule in which other services are short."""
    return row_case(name, SCHOOL, of, codes, short)


ROW_CASES = [
    judged("rows as they should be", ROW_A, ROW_B, VISIT_ROW, CONSULT_ROW, NUMBER_ROW),
    judged("no rows"),
    judged(
        "ids in other case, with spaces, and numbers as Excel writes them",
        changed(ROW, service_id=" s1-speech-1", student_id="s1 ", provider_id="slp1"),
        changed(ROW_B, session_id="other", start=540, end=570, room_id=" r1"),
        changed(
            NUMBER_ROW, service_id="7.0", student_id="7.0", service="reading  help"
        ),
        changed(
            VISIT_ROW,
            class_id="READ",
            setting="Push-In ",
            day="mon",
            start=570,
            end=600,
        ),
        codes="P1",
    ),
    judged(
        "007 is another id than 7", changed(NUMBER_ROW, student_id="007"), codes="C3"
    ),
    judged("unknown day", changed(ROW, day="Someday"), codes="C1"),
    judged("week 0", changed(ROW, week=0), codes="C1"),
    judged("week 2 of one", changed(ROW, week=2), codes="C1"),
    row_case(
        "week 3 of two",
        replace(SCHOOL, settings=TWO_WEEKS),
        [changed(ROW, week=3)],
        "C1",
        "S7",
    ),
    judged("unknown setting", changed(ROW, setting="resource"), codes="C3"),
    judged(
        "either is no setting of a session", changed(ROW, setting="either"), codes="C3"
    ),
    judged("no session id", changed(ROW, session_id=" "), codes="C3"),
    judged("unknown provider", changed(ROW, provider_id="SLP9"), codes="C3"),
    judged("no provider", changed(ROW, provider_id=None), codes="C3"),
    judged("unknown room", changed(ROW, room_id="R9"), codes="C3"),
    judged("pull-out without a room", changed(ROW, room_id=None), codes="C3"),
    judged("pull-out with a class", changed(ROW, class_id="read"), codes="C3"),
    judged("unknown class", changed(VISIT_ROW, class_id="latin"), codes="C3"),
    judged("push-in without a class", changed(VISIT_ROW, class_id=None), codes="C3"),
    judged("push-in with a room", changed(VISIT_ROW, room_id="R1"), codes="C3"),
    judged("consult with a room", changed(CONSULT_ROW, room_id="R1"), codes="C3"),
    judged("consult with a class", changed(CONSULT_ROW, class_id="read"), codes="C3"),
    judged(
        "a consult block with a student",
        changed(CONSULT_ROW, student_id="S1"),
        codes="C3",
    ),
    judged(
        "consult of two services",
        CONSULT_ROW,
        changed(
            CONSULT_ROW, service_id="S2-Consult-1", student_id="S2", service="Speech"
        ),
        codes="C3",
    ),
    judged("unknown service", changed(ROW, service_id="S1-Speech-9"), codes="C3"),
    judged("no service", changed(ROW, service_id=None), codes="C3"),
    judged(
        "a service that is not active",
        changed(ROW, service_id="S2-Old-1", student_id="S2"),
        codes="C3",
    ),
    judged(
        "a service outside the template",
        changed(ROW, service_id="S2-Odd-1", student_id="S2"),
        codes="C3",
    ),
    judged("another student", changed(ROW, student_id="S2"), codes="C3"),
    judged("no student", changed(ROW, student_id=None), codes="C3"),
    judged("another service name", changed(ROW, service="OT"), codes="C3"),
    judged("no service name", changed(ROW, service=None), codes="C3"),
    judged("one row twice", ROW_A, ROW_B, ROW_B, codes="C3"),
    judged("minutes that do not add up", changed(ROW, minutes=25), codes="C3"),
    judged("minutes left blank", changed(ROW, minutes=None)),
    judged("ends as it begins", changed(ROW, end=ROW.start, minutes=0), codes="C3"),
    judged(
        "rows disagree about the start", ROW_A, changed(ROW_B, start=520), codes="C3"
    ),
    judged("rows disagree about the week", ROW_A, changed(ROW_B, week=2), codes="C3"),
    judged("rows disagree about the day", ROW_A, changed(ROW_B, day="Tue"), codes="C3"),
    judged(
        "rows disagree about the provider",
        ROW_A,
        changed(ROW_B, provider_id=None),
        codes="C3",
    ),
    judged(
        "rows disagree about the room", ROW_A, changed(ROW_B, room_id="R2"), codes="C3"
    ),
    judged(
        "rows of two sessions under one id",
        ROW_A,
        changed(ROW_B, day="Wed", end=600, minutes=None),
        codes="C3",
    ),
]

CASES = [*C1, *C2]
