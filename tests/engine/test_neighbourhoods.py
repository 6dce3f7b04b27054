"""Neighbourhoods: the seed first, then what stands near it."""

import random

import pytest

from pushpull_sched.domain.service import Setting
from pushpull_sched.engine.neighbourhoods import (
    NEIGHBOURHOODS,
    Surroundings,
    a_providers_days,
    a_students_week,
    choose,
    like_services,
    one_day,
    one_group,
)
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.slots import Option, Slot
from pushpull_sched.model.timetable import Timetable
from verify.build import MON, TUE, at, provider, school, service, student

GRADES = {"S1": 3, "S2": 3, "S3": 5, "S4": 4}
SPEECH = {s: service(f"{s}-Speech-1", s) for s in GRADES}
ANA_OT = service("S1-OT-1", "S1", name="OT", roles=frozenset({"OT"}))
BEN_OT = service("S2-OT-1", "S2", name="OT", roles=frozenset({"OT"}))
TALK = service("Talk-1", None, name="Talk", setting=Setting.CONSULT)
SCHOOL = school(
    students=tuple(student(s, grade=grade) for s, grade in GRADES.items()),
    services=(*SPEECH.values(), ANA_OT, BEN_OT, TALK),
    providers=(provider(), provider("OT1", "OT")),
)


def held(day, *services, by="SLP1", start="8:30"):
    slot = Slot(
        by,
        1,
        day,
        at(start),
        at(start) + 30,
        services[0].setting,
        services[0].name,
    )
    return {s.id: (Option(s.id, by, s.setting, (slot,)),) for s in services}


def surroundings(of, now, seed=1):
    rng = random.Random(seed)  # noqa: S311 - seeded on purpose
    return Surroundings(Atlas(of), now, rng)


def around(seed=1):
    now = Timetable(
        taken={
            **held(MON, SPEECH["S1"], SPEECH["S2"]),
            **held(TUE, SPEECH["S3"]),
            **held(MON, ANA_OT, by="OT1", start="9:30"),
        }
    )
    return surroundings(SCHOOL, now, seed)


@pytest.mark.parametrize("look", NEIGHBOURHOODS)
@pytest.mark.parametrize("seed", [one.id for one in SCHOOL.services])
def test_a_neighbourhood_holds_its_seed_and_services_of_the_school(look, seed):
    everything = {one.id for one in SCHOOL.services}
    for number in range(5):
        chosen = choose(around(number), look, seed, 100)
        assert seed in chosen
        assert chosen <= everything


@pytest.mark.parametrize("look", NEIGHBOURHOODS)
def test_no_more_services_are_chosen_than_asked(look):
    assert len(choose(around(), look, "S1-Speech-1", 2)) == 2
    assert choose(around(), look, "S1-Speech-1", 1) == {"S1-Speech-1"}


def test_a_provider_s_days_hold_what_that_provider_does():
    found = list(a_providers_days(around(), "S1-Speech-1"))
    assert found[0] == "S1-Speech-1"
    assert set(found) == {"S1-Speech-1", "S2-Speech-1", "S3-Speech-1"}


def test_a_service_without_any_provider_stands_alone():
    orphan = service("S1-PT-1", "S1", name="PT", roles=frozenset({"PT"}))
    lonely = school(services=(orphan,))
    alone = surroundings(lonely, Timetable())
    for look in NEIGHBOURHOODS:
        assert choose(alone, look, orphan.id, 5) == {orphan.id}


def test_one_day_holds_nothing_of_other_days():
    for number in range(10):
        found = set(one_day(around(number), "S3-Speech-1"))
        assert found in (
            {"S3-Speech-1"},
            {"S3-Speech-1", "S1-Speech-1", "S2-Speech-1"},
        )


def test_like_services_come_nearest_grade_first():
    found = list(like_services(around(), "S3-Speech-1"))
    assert found[0] == "S3-Speech-1"
    assert next(one for one in found[1:] if one != "S3-Speech-1") == "S4-Speech-1"
    assert "S1-OT-1" not in found


def test_a_student_s_week_starts_with_all_of_the_student():
    found = list(a_students_week(around(), "S1-OT-1"))
    assert found[:2] == ["S1-Speech-1", "S1-OT-1"]
    assert "S2-Speech-1" in found


def test_one_group_is_followed_by_the_other_services_of_its_students():
    found = list(dict.fromkeys(one_group(around(), "S1-Speech-1")))
    assert set(found[:2]) == {"S1-Speech-1", "S2-Speech-1"}
    assert set(found[2:4]) == {"S1-OT-1", "S2-OT-1"}
