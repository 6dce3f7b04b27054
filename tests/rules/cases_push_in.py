"""Cases of P1 to P3: on the edge, and just outside it."""

from dataclasses import replace

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.service import Delivery
from rules.case import case
from verify.build import (
    FRI,
    MON,
    TUE,
    amount,
    provider,
    push_service,
    school,
    school_class,
    session,
    settings,
    student,
    usual_classes,
)

MINUTE = settings(grid=1)
SDI = push_service()
OTHERS = usual_classes()[1:]


def visit(times, of=SDI, *, class_id="read", **reading):
    """One visit to Reading, which meets 8:00 to 9:30; its fields may be given."""
    read = school_class("read", "8:00-9:30", subject="Reading", **reading)
    made = school(settings=MINUTE, classes=(read, *OTHERS), services=(of,))
    return made, (session(of, MON, times, class_id=class_id),)


CLOSED = (Interval(1, MON, 540, 550),)

TWICE_A_DAY = school_class("read", "8:00-9:30", subject="Reading")
TWICE_A_DAY = replace(
    TWICE_A_DAY,
    meetings=(
        *TWICE_A_DAY.meetings,
        *(
            replace(meeting, push_in=False)
            for meeting in school_class("read", "8:00-9:00").meetings
        ),
    ),
)

P1 = [
    case("begins with the class", *visit("8:00-8:30")),
    case("ends with the class", *visit("9:00-9:30")),
    case("ends a minute after the class", *visit("9:01-9:31"), "P1"),
    case(
        "begins a minute before the class",
        school(
            settings=MINUTE,
            services=(replace(SDI, subjects=("Math",), classes=frozenset({"math"})),),
        ),
        (session(SDI, MON, "9:29-9:59", class_id="math"),),
        "P1",
    ),
    case("in a class of another subject", *visit("9:30-10:00", class_id="math"), "P1"),
    case("in a class that allows no push-in", *visit("8:00-8:30", push_in=False), "P1"),
    case("ends as an unavailable time begins", *visit("8:30-9:00", unavailable=CLOSED)),
    case(
        "begins as an unavailable time ends",
        *visit("9:10-9:30", replace(SDI, amount=amount(20)), unavailable=CLOSED),
    ),
    case(
        "a minute inside an unavailable time",
        *visit("8:31-9:01", unavailable=CLOSED),
        "P1",
    ),
    case(
        "in one of two meetings at once, which allows push-in",
        school(settings=MINUTE, services=(SDI,), classes=(TWICE_A_DAY, *OTHERS)),
        (session(SDI),),
    ),
]

STUDENTS = tuple(student(f"S{n}") for n in (1, 2, 3))
SERVICES = tuple(push_service(f"S{n}-SDI-1", f"S{n}") for n in (1, 2, 3))


def together(number, *, services=SERVICES, students=STUDENTS, by="SLP1", **reading):
    """The first students in one visit."""
    read = school_class("read", "8:00-9:30", subject="Reading", **reading)
    made = school(
        settings=MINUTE,
        students=students,
        classes=(read, *OTHERS),
        services=services[:number],
        providers=(provider(max_group=1),),
    )
    return made, (session(services[:number], by=by),)


def limited(**fields):
    return (replace(SERVICES[0], **fields), *SERVICES[1:])


def named(name):
    return (replace(SERVICES[0], name=name), *SERVICES[1:])


P2 = [
    case("as many students as max_push_in", *together(2, max_push_in=2)),
    case("a student more than max_push_in", *together(3, max_push_in=2), "P2"),
    case("as many students as max_group", *together(2, services=limited(max_group=2))),
    case(
        "a student more than max_group",
        *together(3, services=limited(max_group=2)),
        "P2",
    ),
    case(
        "individual and the provider's max_group concern pull-out only",
        *together(2, services=limited(individual=True)),
    ),
    case("two service names in one visit", *together(2, services=named("ELL"))),
    case(
        "a student of another class",
        *together(
            2,
            students=(
                STUDENTS[0],
                student("S2", classes=frozenset({"math"})),
                STUDENTS[2],
            ),
        ),
        "P2",
    ),
]

CO_TEACH = replace(
    SDI, delivery=Delivery.CO_TEACH, amount=replace(amount(), minutes=None)
)
TWO_CLASSES = replace(CO_TEACH, classes=frozenset({"read", "math"}))


def taught(*sessions, of=CO_TEACH, **fields):
    return school(**{"settings": MINUTE, "services": (of,), **fields}), sessions


def week_of(of=CO_TEACH, *, days=range(5), times="8:00-9:30", **fields):
    return tuple(session(of, day, times, **fields) for day in days)


FOUR_DAYS = range(1, 5)
MONDAY_AWAY = (Interval(1, MON, 480, 481),)
TWO_TEACHERS = (provider(), provider("SLP2"))
NOT_SAME = replace(MINUTE, same_provider=False)

P3 = [
    case("every meeting", *taught(*week_of())),
    case("none of the meetings", *taught(), short="P3"),
    case("all meetings but one", *taught(*week_of(days=FOUR_DAYS)), "P3"),
    case(
        "a meeting not held to its end",
        *taught(*week_of(days=FOUR_DAYS), session(CO_TEACH, MON, "8:00-9:29")),
        "P3",
    ),
    case(
        "a meeting on a day that the service has not",
        *taught(
            *week_of(days=FOUR_DAYS),
            of=replace(CO_TEACH, days=frozenset(FOUR_DAYS)),
        ),
    ),
    case(
        "a meeting that begins before the earliest time",
        *taught(of=replace(CO_TEACH, earliest=481)),
        short="P3",
    ),
    case(
        "a meeting that ends after the latest time",
        *taught(of=replace(CO_TEACH, latest=569)),
        short="P3",
    ),
    case(
        "a meeting at the earliest and until the latest time",
        *taught(*week_of(), of=replace(CO_TEACH, earliest=480, latest=570)),
    ),
    case(
        "a meeting during which the student is away",
        *taught(*week_of(days=FOUR_DAYS), students=(student(unavailable=MONDAY_AWAY),)),
    ),
    case(
        "a meeting during which the class is away",
        *taught(
            *week_of(days=FOUR_DAYS),
            classes=(
                school_class(
                    "read", "8:00-9:30", subject="Reading", unavailable=MONDAY_AWAY
                ),
                *OTHERS,
            ),
        ),
    ),
    case(
        "times off the grid are the class's",
        *taught(
            *week_of(times="8:02-9:29"),
            settings=settings(),
            classes=(school_class("read", "8:02-9:29", subject="Reading"), *OTHERS),
        ),
    ),
    case(
        "one of two classes",
        *taught(*week_of(TWO_CLASSES), of=TWO_CLASSES),
    ),
    case(
        "some meetings of each of two classes",
        *taught(
            *week_of(TWO_CLASSES, days=FOUR_DAYS),
            *week_of(TWO_CLASSES, days=[MON], times="9:30-11:00", class_id="math"),
            of=TWO_CLASSES,
        ),
        "P3",
    ),
    case(
        "two providers",
        *taught(
            *week_of(days=range(4)),
            session(CO_TEACH, FRI, "8:00-9:30", by="SLP2"),
            settings=NOT_SAME,
            providers=TWO_TEACHERS,
        ),
        "P3",
    ),
    case(
        "no class to be held in",
        *taught(
            students=(student(classes=frozenset({"math", "lunch"})),),
        ),
        short="P3",
    ),
    case(
        "minutes below the sum of the meetings",
        *taught(*week_of(), of=replace(CO_TEACH, amount=amount(60, sessions=5))),
    ),
    case(
        "support in part of a meeting",
        *taught(session(SDI, TUE, "8:10-8:40"), of=SDI),
    ),
]

CASES = [*P1, *P2, *P3]
