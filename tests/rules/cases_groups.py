"""Cases of G1 to G4: on the edge, and just outside it."""

from dataclasses import replace

from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Setting
from rules.case import case
from verify.build import (
    MON,
    TUE,
    WED,
    amount,
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

NUMBERS = (1, 2, 3)
STUDENTS = tuple(student(f"S{n}") for n in NUMBERS)
SPEECH = tuple(service(f"S{n}-Speech-1", f"S{n}") for n in NUMBERS)


def group(number, *, services=SPEECH, **fields):
    """The first students in one pull-out session."""
    made = school(
        **{
            "settings": settings(grid=1),
            "students": STUDENTS,
            "services": services[:number],
            **fields,
        }
    )
    return made, (session(services[:number]),)


def first(**fields):
    return (replace(SPEECH[0], **fields), *SPEECH[1:])


def both(key, one, other):
    return (
        replace(SPEECH[0], **{key: one}),
        replace(SPEECH[1], **{key: other}),
    )


def grades(*values):
    return {
        "students": tuple(
            student(f"S{n}", grade=grade)
            for n, grade in zip(NUMBERS, values, strict=False)
        )
    }


G1 = [
    case("as many as the service allows", *group(2, services=first(max_group=2))),
    case(
        "one more than the service allows",
        *group(3, services=first(max_group=2)),
        "G1",
    ),
    case(
        "as many as the provider takes",
        *group(2, providers=(provider(max_group=2),)),
    ),
    case(
        "one more than the provider takes",
        *group(3, providers=(provider(max_group=2),)),
        "G1",
    ),
    case("as many as the room holds", *group(3, rooms=(room(capacity=3),))),
    case("one more than the room holds", *group(3, rooms=(room(capacity=2),)), "G1"),
    case("individual, alone", *group(1, services=first(individual=True))),
    case("individual, in a pair", *group(2, services=first(individual=True)), "G1"),
]

G2 = [
    case("one service name", *group(2)),
    case("two service names", *group(2, services=first(name="Language")), "G2"),
    case("one goal area", *group(2, services=both("goal_area", "s", "s"))),
    case("a goal area and none", *group(2, services=both("goal_area", "s", None))),
    case("two goal areas", *group(2, services=both("goal_area", "s", "r")), "G2"),
    case("one level", *group(2, services=both("level", "1", "1"))),
    case("a level and none", *group(2, services=both("level", "1", None))),
    case("two levels", *group(2, services=both("level", "1", "2")), "G2"),
]

G3 = [
    case("neighbouring grades", *group(2, **grades(3, 4))),
    case("grades two apart", *group(2, **grades(3, 5)), "G3"),
    case("the outer two of three grades", *group(3, **grades(3, 4, 5)), "G3"),
    case("PK and K", *group(2, **grades(-1, 0))),
    case("PK and grade 1", *group(2, **grades(-1, 1)), "G3"),
    case(
        "grades two apart as allowed",
        *group(2, **grades(3, 5), settings=settings(grid=1, max_grade_span=2)),
    ),
    case(
        "one grade only",
        *group(2, settings=settings(grid=1, max_grade_span=0)),
    ),
    case(
        "neighbouring grades where none may differ",
        *group(2, **grades(3, 4), settings=settings(grid=1, max_grade_span=0)),
        "G3",
    ),
]

ANA, BEN, _ = SPEECH
ANA_TWICE = replace(ANA, amount=amount(sessions=2))
BEN_TWICE = replace(BEN, amount=amount(sessions=2))
ANA_OT = service("S1-OT-1", "S1", name="OT")
ANA_IN = push_service("S1-SDI-1", "S1")
BEN_IN = push_service("S2-ELL-1", "S2", name="ELL")
ANA_CONSULT = service("S1-Speech-9", "S1", setting=Setting.CONSULT)
TOGETHER = relation(RelationKind.TOGETHER, "S1", "S2")
APART = relation(RelationKind.APART, "S1", "S2")


def related(*sessions, by, services=(ANA, BEN), **fields):
    """A school with relations, two providers and two rooms."""
    made = school(
        **{
            "settings": settings(grid=1),
            "students": STUDENTS,
            "services": services,
            "relations": (by,) if not isinstance(by, tuple) else by,
            "providers": (provider(), provider("SLP2")),
            "rooms": (room(groups=2), room("R2")),
            **fields,
        }
    )
    return made, sessions


PAIR = session((ANA, BEN))
ALONE_A, ALONE_B = session(ANA), session(BEN, TUE)
IN_CLASS = session((ANA_IN, BEN_IN))


def provides(kind, *who, service=None):
    return relation(kind, *who, provider="SLP1", service=service)


WITH = provides(RelationKind.WITH_PROVIDER, "S1")
NOT = provides(RelationKind.NOT_PROVIDER, "S1")
SECOND = session(ANA, by="SLP2")
NAMED = replace(ANA, provider="SLP2", roles=frozenset())

G4 = [
    case("together, in one session", *related(PAIR, by=TOGETHER)),
    case("together, each alone", *related(ALONE_A, ALONE_B, by=TOGETHER), "G4"),
    case(
        "together, at the same time but apart",
        *related(ALONE_A, session(BEN, by="SLP2", room_id="R2"), by=TOGETHER),
        "G4",
    ),
    case(
        "together, the fewer among the more",
        *related(
            PAIR,
            session(ANA_TWICE, TUE),
            by=TOGETHER,
            services=(ANA_TWICE, BEN),
        ),
    ),
    case(
        "together, one of the fewer alone",
        *related(
            session((ANA_TWICE, BEN_TWICE), MON),
            session(ANA_TWICE, TUE),
            session(BEN_TWICE, WED),
            by=TOGETHER,
            services=(ANA_TWICE, BEN_TWICE),
        ),
        "G4",
    ),
    case("together, one unplaced", *related(ALONE_A, by=TOGETHER), short="S7"),
    case(
        "together concerns names that both have",
        *related(session(ANA_OT), ALONE_B, by=TOGETHER, services=(ANA_OT, BEN)),
    ),
    case(
        "together, limited to another name",
        *related(
            ALONE_A,
            ALONE_B,
            by=relation(RelationKind.TOGETHER, "S1", "S2", service="OT"),
        ),
    ),
    case(
        "together leaves consult out",
        *related(
            session(ANA_CONSULT), ALONE_B, by=TOGETHER, services=(ANA_CONSULT, BEN)
        ),
    ),
    case(
        "together, two listed services of different names, alone",
        *related(
            session(ANA_IN, MON),
            session(BEN_IN, TUE),
            by=relation(RelationKind.TOGETHER, "S1-SDI-1", "S2-ELL-1"),
            services=(ANA_IN, BEN_IN),
        ),
        "G4",
    ),
    case(
        "together, two listed services in one visit",
        *related(
            IN_CLASS,
            by=relation(RelationKind.TOGETHER, "S1-SDI-1", "S2-ELL-1"),
            services=(ANA_IN, BEN_IN),
        ),
    ),
    case(
        "together, a listed service that is not active",
        *related(
            ALONE_B,
            by=relation(RelationKind.TOGETHER, "S1-Speech-1", "S2-Speech-1"),
            services=(replace(ANA, active=False), BEN),
        ),
    ),
    case(
        "together, a student and a service, alone",
        *related(
            ALONE_A,
            ALONE_B,
            by=relation(RelationKind.TOGETHER, "S1", "S2-Speech-1"),
        ),
        "G4",
    ),
    case(
        "together, a student and a service: other names of the student are free",
        *related(
            session((ANA, BEN_TWICE), MON),
            session(BEN_TWICE, TUE),
            session(ANA_OT, WED),
            by=relation(RelationKind.TOGETHER, "S1", "S2-Speech-1"),
            services=(ANA, ANA_OT, BEN_TWICE),
        ),
    ),
    case("apart, each alone", *related(ALONE_A, ALONE_B, by=APART)),
    case("apart, in one session", *related(PAIR, by=APART), "G4"),
    case(
        "apart, in one visit for different services",
        *related(IN_CLASS, by=APART, services=(ANA_IN, BEN_IN)),
        "G4",
    ),
    case(
        "apart, limited to another name",
        *related(PAIR, by=relation(RelationKind.APART, "S1", "S2", service="OT")),
    ),
    case(
        "apart, a student and a service of another name in one visit",
        *related(
            IN_CLASS,
            by=relation(RelationKind.APART, "S1", "S2-ELL-1"),
            services=(ANA_IN, BEN_IN),
        ),
    ),
    case(
        "apart, a student and a service of one name",
        *related(PAIR, by=relation(RelationKind.APART, "S1", "S2-Speech-1")),
        "G4",
    ),
    case(
        "apart at the same time in one room",
        *related(ALONE_A, session(BEN, by="SLP2"), by=APART),
    ),
    case("with the provider", *related(ALONE_A, ALONE_B, by=WITH)),
    case("with another provider", *related(SECOND, ALONE_B, by=WITH), "G4"),
    case("not with the provider", *related(SECOND, ALONE_B, by=NOT)),
    case("with the provider to avoid", *related(ALONE_A, ALONE_B, by=NOT), "G4"),
    case(
        "with a provider who is not qualified",
        *related(session(NAMED, by="SLP2"), ALONE_B, by=WITH, services=(NAMED, BEN)),
    ),
    case(
        "with the provider, limited to another name",
        *related(
            SECOND,
            ALONE_B,
            by=provides(RelationKind.WITH_PROVIDER, "S1", service="OT"),
        ),
    ),
    case(
        "with the provider, a listed service",
        *related(
            SECOND,
            ALONE_B,
            by=provides(RelationKind.WITH_PROVIDER, "S1-Speech-1"),
        ),
        "G4",
    ),
    case(
        "preferences are no rules",
        *related(
            PAIR,
            by=(
                relation(RelationKind.PREFER_APART, "S1", "S2"),
                relation(RelationKind.PREFER_TOGETHER, "S1", "S3"),
                provides(RelationKind.PREFER_PROVIDER, "S1"),
            ),
        ),
    ),
]

CASES = [*G1, *G2, *G3, *G4]
