"""Measures of the model against values counted by hand."""

import pytest

from model.fixing import costs
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.verify import measures_of
from verify.build import (
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

NAMES = ("S1", "S2", "S3")
SPEECH = tuple(
    service(f"{name}-Speech-1", name, amount=amount(sessions=2)) for name in NAMES
)
OT = tuple(service(f"{name}-OT-1", name, name="OT") for name in NAMES)
VISITS = (push_service("S1-SDI-1", "S1"), push_service("S2-ELL-1", "S2", name="ELL"))
TOGETHER = relation(RelationKind.PREFER_TOGETHER, "S1", "S2")
APART = relation(RelationKind.PREFER_APART, "S1", "S2")
ANA, BEN, CAM = SPEECH
BOTH = (session((ANA, BEN)), session((ANA, BEN), TUE))
ALONE = (session(ANA), session(BEN, TUE))
SAME_OT = (session(OT[:2], WED),)
OWN_OT = (session(OT[0], WED), session(OT[1], WED, "9:30-10:00"))


def counted(measure, sessions, *relations, services=(*SPEECH, *OT), **fields):
    """The model's value, once it is known to be the verifier's too."""
    of = school(
        **{
            "settings": settings(grid=5),
            "students": tuple(student(name) for name in NAMES),
            "services": services,
            "relations": relations,
            "providers": (provider(), provider("SLP2")),
            "rooms": (room(), room("R2")),
            **fields,
        }
    )
    schedule = Schedule(sessions=tuple(sessions))
    value = costs(of, schedule)[measure]
    assert value == measures_of(of, schedule)[measure]
    return value


@pytest.mark.parametrize(
    ("sessions", "cost"),
    [
        ((*BOTH, *SAME_OT), 0),
        ((*BOTH, *OWN_OT), 30),
        ((*ALONE, *SAME_OT), 30),
        ((*ALONE, *OWN_OT), 30),
    ],
)
def test_two_names_in_common_count_once_for_a_pair_that_wants_to_meet(sessions, cost):
    assert counted(Measure.PREFERENCES, sessions, TOGETHER) == cost


@pytest.mark.parametrize(
    ("sessions", "cost"),
    [
        ((*ALONE, *OWN_OT), 0),
        ((*BOTH, *OWN_OT), 30),
        ((*BOTH, *SAME_OT), 30),
    ],
)
def test_two_names_in_common_count_once_for_a_pair_that_wants_not_to(sessions, cost):
    assert counted(Measure.PREFERENCES, sessions, APART) == cost


def test_the_same_wish_written_twice_counts_once_and_limited_ones_apart():
    again = relation(RelationKind.PREFER_TOGETHER, "S2", "S1")
    limited = relation(RelationKind.PREFER_TOGETHER, "S1", "S2", service="Speech")
    assert counted(Measure.PREFERENCES, ALONE, TOGETHER, again) == 30
    assert counted(Measure.PREFERENCES, ALONE, TOGETHER, limited) == 60


def test_a_service_cell_limits_no_listed_services():
    visit = (session(VISITS),)
    for limit in (None, "OT"):
        listed = relation(
            RelationKind.PREFER_APART, "S1-SDI-1", "S2-ELL-1", service=limit
        )
        assert counted(Measure.PREFERENCES, visit, listed, services=VISITS) == 30


def test_every_entry_that_wants_another_provider_counts():
    wish = relation(RelationKind.PREFER_PROVIDER, "S1", "S2-Speech-1", provider="SLP2")
    assert counted(Measure.PREFERENCES, ALONE, wish) == 60
    assert counted(Measure.PREFERENCES, ALONE[:1], wish) == 30


def test_being_alone_is_a_set_of_fellows_too():
    held = (session((ANA, BEN)), session(ANA, TUE), session(BEN, WED))
    assert counted(Measure.CHURN, held) == 2
    assert counted(Measure.CHURN, BOTH) == 0


def test_a_third_student_changes_the_set_of_the_other_two():
    held = (session((ANA, BEN, CAM)), session((ANA, BEN), TUE), session(CAM, WED))
    assert counted(Measure.CHURN, held) == 3


def test_students_above_the_target_cost_their_minutes():
    target = settings(grid=5, target_group=1)
    assert counted(Measure.OVERSIZE, BOTH, settings=target) == 60
    three = (session(SPEECH),)
    assert counted(Measure.OVERSIZE, three, settings=target) == 60


def test_starts_beyond_the_first_are_irregular():
    held = (session(ANA), session(ANA, TUE, "8:35-9:05"), session(BEN))
    assert counted(Measure.IRREGULAR, (held[0], held[1])) == 1
    assert counted(Measure.IRREGULAR, BOTH) == 0


def test_imbalance_is_the_spread_of_the_shares():
    assert counted(Measure.IMBALANCE, (session(ANA), session(BEN, TUE, by="SLP2"))) == 0
    # 30 of 2100 minutes against none.
    assert counted(Measure.IMBALANCE, (session(ANA),)) == 14
