"""Cases of R1 and R2: on the edge, and just outside it."""

from rules.case import case
from verify.build import (
    MON,
    TUE,
    every,
    provider,
    room,
    school,
    school_class,
    service,
    session,
    settings,
    student,
    usual_classes,
)

STUDENTS = tuple(student(f"S{n}") for n in (1, 2, 3, 4))
SPEECH = tuple(service(f"S{n}-Speech-1", f"S{n}") for n in (1, 2, 3, 4))
PROVIDERS = (provider(), provider("SLP2"))


def shared(*sessions, number=2, **fields):
    """Students and providers for several sessions in the one room R1."""
    made = school(
        **{
            "settings": settings(grid=1),
            "students": STUDENTS,
            "services": SPEECH[:number],
            "providers": PROVIDERS,
            **fields,
        }
    )
    return made, sessions


def with_class(times, *, meets_in="R1", day=MON, rooms=None):
    """A class that meets in a room from 9:00 to 9:30 on Mondays."""
    band = school_class("band", "9:00-9:30", room=meets_in, days=frozenset({MON}))
    return shared(
        session(SPEECH[0], day, times),
        number=1,
        classes=(*usual_classes(), band),
        rooms=rooms or (room(name="Resource Room"),),
    )


TWO_ANNEXES = (room(name="Annex"), room("R2", name="Annex"))
A, B = session(SPEECH[0]), session(SPEECH[1], by="SLP2")
LATER = session(SPEECH[1], MON, "9:00-9:30", by="SLP2")
MINUTE_LATER = session(SPEECH[1], MON, "8:59-9:29", by="SLP2")
NEXT = session(SPEECH[2], MON, "9:00-9:30", by="SLP2")
PAIR_A, PAIR_B = session(SPEECH[:2]), session(SPEECH[2:], by="SLP2")

R1 = [
    case("one session after the other", *shared(A, LATER)),
    case("two sessions share a minute", *shared(A, MINUTE_LATER), "R1"),
    case("two sessions, as the room allows", *shared(A, B, rooms=(room(groups=2),))),
    case(
        "one session follows as two end",
        *shared(A, B, NEXT, number=3, rooms=(room(groups=2, capacity=2),)),
    ),
    case(
        "together as many students as the room holds",
        *shared(PAIR_A, PAIR_B, number=4, rooms=(room(groups=2, capacity=4),)),
    ),
    case(
        "together a student more than the room holds",
        *shared(PAIR_A, PAIR_B, number=4, rooms=(room(groups=2, capacity=3),)),
        "R1",
    ),
    case("ends as a class comes in", *with_class("8:30-9:00")),
    case("begins as a class leaves", *with_class("9:30-10:00")),
    case("a minute while a class meets", *with_class("8:31-9:01"), "R1"),
    case(
        "a class that writes the room's name",
        *with_class("8:31-9:01", meets_in="resource room"),
        "R1",
    ),
    case(
        "a class that writes a name of two rooms",
        *with_class("8:31-9:01", meets_in="Annex", rooms=TWO_ANNEXES),
    ),
    case("a class in another room", *with_class("8:31-9:01", meets_in="Gym")),
    case("a class on another day", *with_class("8:31-9:01", day=TUE)),
]


def suits(times="8:30-9:00", *, by=None, who=None, **room_fields):
    """One session in R1."""
    made = school(
        settings=settings(grid=1),
        students=(who or student(),),
        services=SPEECH[:1],
        providers=(by or provider(),),
        rooms=(room(**room_fields), room("R2")),
    )
    return made, (session(SPEECH[0], MON, times),)


def allows(*names):
    return frozenset(names)


R2 = [
    case("a room for the service", *suits(allows=allows("Speech"))),
    case("a room for the role of the service", *suits(allows=allows("SLP"))),
    case(
        "a room for another role of the provider",
        *suits(allows=allows("LEAD"), by=provider("SLP1", "SLP", "LEAD")),
    ),
    case("a room for others", *suits(allows=allows("OT", "PT")), "R2"),
    case("until the room closes", *suits(hours=every("8:30-9:00"))),
    case("a minute after the room closes", *suits(hours=every("8:30-8:59")), "R2"),
    case("a minute before the room opens", *suits(hours=every("8:31-9:30")), "R2"),
    case(
        "over hours of the room that touch",
        *suits(hours=(*every("8:00-8:45"), *every("8:45-9:30"))),
    ),
    case("open on that day", *suits(hours=every("8:00-9:00", days=(MON,)))),
    case("open on another day", *suits(hours=every("8:00-9:00", days=(TUE,))), "R2"),
    case("a room that is closed", *suits(hours=()), "R2"),
    case("one of the provider's rooms", *suits(by=provider(rooms=allows("R1")))),
    case(
        "not one of the provider's rooms",
        *suits(by=provider(rooms=allows("R2"))),
        "R2",
    ),
    case(
        "in the student's building",
        *suits(building="North", who=student(building="North")),
    ),
    case(
        "in another building",
        *suits(building="North", who=student(building="South")),
        "R2",
    ),
    case("a student without a building", *suits(building="North")),
    case("a room without a building", *suits(who=student(building="South"))),
]

CASES = [*R1, *R2]
