"""Cases where weeks, relations and rooms meet: S8 beside G4, V3, V4, R1 and R2."""

from dataclasses import replace

from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import PatternKind, Setting, WeekPattern
from rules.case import case
from verify.build import (
    MON,
    TUE,
    amount,
    hours,
    provider,
    push_service,
    relation,
    room,
    school,
    service,
    session,
    settings,
    student,
)

ANA = service("S1-Speech-1", "S1")
BEN = service("S2-Speech-1", "S2")
BEN_ODD = replace(BEN, pattern=WeekPattern(kind=PatternKind.ODD))
ANA_IN = push_service("S1-SDI-1", "S1")
BEN_IN = push_service("S2-ELL-1", "S2", name="ELL")
TOGETHER = relation(RelationKind.TOGETHER, "S1", "S2")


def weeks(count, services, *sessions, by=(), **fields):
    """A template of some weeks with two students, two providers and two rooms."""
    made = school(
        **{
            "settings": settings(weeks=count),
            "students": (student("S1"), student("S2")),
            "services": services,
            "relations": by,
            "providers": (provider(weeks=count), provider("SLP2", weeks=count)),
            "rooms": (room(weeks=count), room("R2", weeks=count)),
            **fields,
        }
    )
    return made, sessions


def each_week(of, numbers, *where, **fields):
    return tuple(session(of, *where, week=week, **fields) for week in numbers)


REPEATED = (ANA, BEN_ODD)
PAIR_THEN_ALONE = (session(REPEATED), session(ANA, week=2))

TOGETHER_IN_WEEKS = [
    case(
        "together, odd weeks among every week",
        *weeks(2, REPEATED, *PAIR_THEN_ALONE, by=(TOGETHER,)),
    ),
    case(
        "together, the odd week's session beside the weekly ones",
        *weeks(
            2,
            REPEATED,
            *each_week(ANA, (1, 2)),
            session(BEN_ODD, TUE),
            by=(TOGETHER,),
        ),
        "G4",
    ),
    case(
        "together, both every week",
        *weeks(2, (ANA, BEN), *each_week((ANA, BEN), (1, 2)), by=(TOGETHER,)),
    ),
    case(
        "together, both every week but apart",
        *weeks(
            2,
            (ANA, BEN),
            *each_week(ANA, (1, 2)),
            *each_week(BEN, (1, 2), TUE),
            by=(TOGETHER,),
        ),
        "G4",
    ),
]

LISTED = [
    case(
        "a service cell limits no listed services",
        *weeks(
            1,
            (ANA_IN, BEN_IN),
            session((ANA_IN, BEN_IN)),
            by=(relation(RelationKind.APART, "S1-SDI-1", "S2-ELL-1", service="OT"),),
        ),
        "G4",
    ),
    case(
        "a service cell limits no listed service of a provider relation",
        *weeks(
            1,
            (ANA,),
            session(ANA),
            by=(
                relation(
                    RelationKind.NOT_PROVIDER,
                    "S1-Speech-1",
                    provider="SLP1",
                    service="OT",
                ),
            ),
        ),
        "G4",
    ),
]

ROOMS = [
    case(
        "one room in both weeks, a fellow in one of them",
        *weeks(2, REPEATED, *PAIR_THEN_ALONE),
    ),
    case(
        "another room where the fellow is missing",
        *weeks(2, REPEATED, session(REPEATED), session(ANA, week=2, room_id="R2")),
        "S8",
    ),
    case(
        "the second room in every week",
        *weeks(2, REPEATED, *(replace(s, room_id="R2") for s in PAIR_THEN_ALONE)),
    ),
    case(
        "a room that holds the pair, where the other holds one",
        *weeks(
            2,
            REPEATED,
            *(replace(s, room_id="R2") for s in PAIR_THEN_ALONE),
            rooms=(room(weeks=2, capacity=1), room("R2", weeks=2)),
        ),
    ),
    case(
        "a room that holds one, for the pair",
        *weeks(
            2,
            REPEATED,
            *PAIR_THEN_ALONE,
            rooms=(room(weeks=2, capacity=1), room("R2", weeks=2)),
        ),
        "G1",
    ),
]

ABSENT = {
    "providers": (
        provider(hours=tuple(h for h in hours(weeks=4) if h.when.week != 3)),
        provider("SLP2", weeks=4),
    )
}
ANA_TWO_OF_FOUR = replace(ANA, pattern=WeekPattern(kind=PatternKind.N_OF_M, n=2, m=4))
PLANNING = service(
    "Planning", None, setting=Setting.CONSULT, name="Planning", amount=amount(90)
)
DUTY = {
    "providers": (
        provider(
            hours=tuple(
                hour
                for hour in (*hours(weeks=4), *hours("11:30-13:30", weeks=4))
                if (hour.when.week == 3) is (hour.when.minutes == 120)
            )
        ),
    )
}

FOUR_WEEKS = [
    case(
        "alike in four weeks",
        *weeks(4, (ANA,), *each_week(ANA, (1, 2, 3, 4))),
    ),
    case(
        "alike in four weeks, the provider away in the third",
        *weeks(4, (ANA,), *each_week(ANA, (1, 2, 3, 4)), **ABSENT),
        "V3",
    ),
    case(
        "alike in four weeks with the provider who is always there",
        *weeks(4, (ANA,), *each_week(ANA, (1, 2, 3, 4), by="SLP2"), **ABSENT),
    ),
    case(
        "left out in the week in which the provider is away",
        *weeks(4, (ANA,), *each_week(ANA, (1, 2, 4)), **ABSENT),
        "S8",
        short="S7",
    ),
    case(
        "2 of 4 around the week in which the provider is away",
        *weeks(4, (ANA_TWO_OF_FOUR,), *each_week(ANA_TWO_OF_FOUR, (2, 4)), **ABSENT),
    ),
    case(
        "lunch where no week is short",
        *weeks(4, (PLANNING,), *each_week(PLANNING, (1, 2, 3, 4), MON, "12:00-13:30")),
    ),
    case(
        "lunch before the session in a third week of two hours",
        *weeks(
            4,
            (PLANNING,),
            *each_week(PLANNING, (1, 2, 3, 4), MON, "12:00-13:30"),
            **DUTY,
        ),
    ),
    case(
        "no lunch in a third week of two hours",
        *weeks(
            4,
            (PLANNING,),
            *each_week(PLANNING, (1, 2, 3, 4), MON, "11:50-13:20"),
            **DUTY,
        ),
        "V4",
    ),
]

NORTH = {
    "students": (student("S1", building="North"), student("S2")),
    "rooms": (room(building="North"), room("R2", building="South")),
}
FOUR = tuple(service(f"S{n}-Speech-1", f"S{n}") for n in (1, 2, 3, 4))
CROWD = {
    "students": tuple(student(f"S{n}") for n in (1, 2, 3, 4)),
    "rooms": (room(groups=2, capacity=3), room("R2")),
}

CHOSEN_ROOMS = [
    case(
        "a pair in the room that suits both",
        *weeks(1, (ANA, BEN), session((ANA, BEN)), **NORTH),
    ),
    case(
        "a pair in a room that suits one of them",
        *weeks(1, (ANA, BEN), session((ANA, BEN), room_id="R2"), **NORTH),
        "R2",
    ),
    case(
        "the one whom the second room suits, in it",
        *weeks(1, (ANA, BEN), session(ANA), session(BEN, TUE, room_id="R2"), **NORTH),
    ),
    case(
        "two groups that fill one of two rooms",
        *weeks(1, FOUR[:3], session(FOUR[:2]), session(FOUR[2], by="SLP2"), **CROWD),
    ),
    case(
        "two groups with a student too many for one of two rooms",
        *weeks(1, FOUR, session(FOUR[:2]), session(FOUR[2:], by="SLP2"), **CROWD),
        "R1",
    ),
    case(
        "two groups in a room each",
        *weeks(
            1,
            FOUR,
            session(FOUR[:2]),
            session(FOUR[2:], by="SLP2", room_id="R2"),
            **CROWD,
        ),
    ),
    case(
        "no time between buildings is owed where none is asked for",
        *weeks(
            1,
            (ANA, BEN),
            session(ANA),
            session(BEN, MON, "9:00-9:30", room_id="R2"),
            settings=settings(travel_minutes=0),
            rooms=NORTH["rooms"],
        ),
    ),
]

CASES = [*CHOSEN_ROOMS, *TOGETHER_IN_WEEKS, *LISTED, *ROOMS, *FOUR_WEEKS]
