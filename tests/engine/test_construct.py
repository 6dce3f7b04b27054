"""The order in which a first schedule is placed."""

from dataclasses import replace

from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Delivery, Setting
from pushpull_sched.engine.construct import (
    bound_together,
    careful_order,
    pinned,
    without_choice,
)
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.model.atlas import Atlas
from verify.build import (
    amount,
    pin,
    provider,
    push_service,
    relation,
    school,
    service,
    student,
    weekly,
)

CO_TEACH = push_service(
    "S1-Math-1",
    delivery=Delivery.CO_TEACH,
    amount=replace(amount(), minutes=None, sessions=None),
)
TALK = service("Talk-1", None, name="Talk", setting=Setting.CONSULT, amount=weekly(60))


def order(*services, **fields):
    names = dict.fromkeys(s.student for s in services if s.student)
    of = school(services=services, students=tuple(student(n) for n in names), **fields)
    return careful_order(Knowledge(Atlas(of)))


def test_what_is_bound_most_comes_first():
    stages = (
        TALK,
        service(),
        push_service("S1-OT-1", name="OT", setting=Setting.EITHER),
        push_service(),
        CO_TEACH,
    )
    assert order(*stages) == [one.id for one in reversed(stages)]


def test_longer_services_come_before_shorter_ones():
    short = service("S1-Speech-1", "S1", amount=weekly(30))
    long = service("S2-Speech-1", "S2", amount=weekly(120))
    assert order(short, long) == [long.id, short.id]


def test_services_of_scarcer_providers_come_first():
    rare = service("S2-OT-1", "S2", name="OT", roles=frozenset({"OT"}))
    few = provider("OT1", "OT", hours=provider().hours[:1])
    assert order(service(), rare, providers=(provider(), few)) == [
        rare.id,
        "S1-Speech-1",
    ]


def test_pinned_services_come_before_all_others():
    of = school(services=(service(), push_service()), pins=(pin(),))
    assert pinned(Atlas(of)) == ["S1-Speech-1"]
    assert careful_order(Knowledge(Atlas(of))) == ["S1-Speech-1", "S1-SDI-1"]


def test_of_services_that_must_meet_the_first_one_is_placed():
    pair = [service(f"S{n}-Speech-1", f"S{n}") for n in (1, 2)]
    of = school(
        services=(*pair, push_service()),
        students=(student("S1"), student("S2")),
        relations=(relation(RelationKind.TOGETHER, "S1", "S2"),),
    )
    known = Knowledge(Atlas(of))
    assert careful_order(known) == ["S1-SDI-1", "S1-Speech-1"]
    assert known.unit("S2-Speech-1") == ("S1-Speech-1", "S2-Speech-1")
    assert bound_together(known) == []


def test_whoever_is_bound_to_one_of_them_is_placed_with_them():
    three = [service(f"S{n}-Speech-1", f"S{n}") for n in (1, 2, 3)]
    of = school(
        services=(*three, service("S3-OT-1", "S3", name="OT")),
        students=tuple(student(f"S{n}") for n in (1, 2, 3)),
        relations=(
            relation(RelationKind.TOGETHER, "S1", "S2", service="Speech"),
            relation(RelationKind.TOGETHER, "S2", "S3"),
        ),
        pins=(pin("S3-Speech-1"),),
    )
    known = Knowledge(Atlas(of))
    assert known.unit("S1-Speech-1")[0] == "S3-Speech-1", "the pinned one leads"
    assert sorted(known.unit("S1-Speech-1")) == [each.id for each in three]
    assert known.unit("S3-OT-1") == ("S3-OT-1",)


def test_co_teaching_that_is_bound_to_something_is_left_to_the_model():
    visit = replace(CO_TEACH, id="S2-Math-1", student="S2", delivery=Delivery.SUPPORT)
    visit = replace(visit, amount=amount())
    of = school(
        services=(CO_TEACH, visit),
        students=(student("S1"), student("S2")),
        relations=(relation(RelationKind.TOGETHER, "S1", "S2"),),
    )
    known = Knowledge(Atlas(of))
    assert [sorted(unit) for unit in bound_together(known)] == [[CO_TEACH.id, visit.id]]
    assert careful_order(known) == []


def test_co_teaching_by_anyone_comes_before_services_with_a_choice():
    # Nobody else's week can move its class; where two would do, it has a choice.
    either = replace(CO_TEACH, roles=frozenset({"SLP"}))
    both = (provider("SLP1"), provider("SLP2"))
    of = school(services=(service(), either), providers=both)
    assert careful_order(Knowledge(Atlas(of)))[0] == either.id
    assert without_choice(Knowledge(Atlas(of))) == [either.id]
