"""Relations and pins."""

import pytest

from pushpull_sched.domain.school import RelationKind
from schools import DEFAULTS, built, codes, school, speech

TWO = (speech(), speech("S2"))


def push(student="S1", **cells):
    return speech(student, setting="push-in", subject="Math", **cells)


def relate(kind, who, *, services=TWO, **cells):
    row = {"type": kind, "who": who, **cells}
    return built(services=list(services), relations=[row])


# Relations


def test_relations_name_students_or_services():
    found, findings = relate("together", "s1; S2-Speech-1", service="speech")
    assert codes(findings) == []
    (relation,) = found.relations
    assert relation.kind is RelationKind.TOGETHER
    assert [(one.student, one.service) for one in relation.who] == [
        ("S1", None),
        (None, "S2-Speech-1"),
    ]
    assert relation.service == "Speech"


def test_unknown_ids_and_services_of_relations():
    _, findings = relate("apart", "S1,S22")
    assert [(one.code, one.value) for one in findings if one.code == "W301"] == [
        ("W301", "S22")
    ]
    _, findings = relate("apart", "S1,S2", service="Speach")
    (found,) = [one for one in findings if one.code == "W504"]
    assert found.advice == "Did you mean Speech?"


def test_an_id_of_a_student_and_a_service():
    services = (speech(service_id="S2"), speech("S3"))
    assert codes(relate("apart", "S2,S3", services=services)[1]) == ["W501"]


def test_a_relation_needs_two_entries():
    assert codes(relate("together", "S1")[1]) == ["W502"]
    assert codes(relate("together", "S1,s1")[1]) == ["W502"]


def test_a_relation_of_hundreds_is_refused():
    """Every pair of its entries would be looked at: millions for a whole school."""
    many = ", ".join(f"S{number}" for number in range(201))
    found = [f for f in relate("prefer-together", many)[1] if f.code == "W221"]
    assert [f.expected for f in found] == ["at most 200"]
    few = ", ".join(f"S{number}" for number in range(200))
    assert "W221" not in codes(relate("prefer-together", few)[1])


def test_provider_relations_need_a_provider():
    assert codes(relate("with-provider", "S1")[1]) == ["W503"]
    assert codes(relate("with-provider", "S1", provider="P9")[1]) == ["W301"]
    found, findings = relate("not-provider", "S1", provider="p1")
    assert codes(findings) == []
    assert found.relations[0].provider == "P1"
    found, findings = relate("apart", "S1,S2", provider="P1")
    assert codes(findings) == ["W505"]
    assert found.relations[0].provider is None


def test_relations_that_say_nothing_are_warnings():
    services = (speech(role="OT"), speech("S2"))
    found = relate("with-provider", "S1,S2", services=services, provider="P1")[1]
    (warning,) = [one for one in found if one.code == "W506"]
    assert "S1" in warning.message
    services = (speech(service="OT"), speech("S2"))
    assert codes(relate("together", "S1,S2", services=services)[1]) == ["W508"] * 2


def test_two_services_are_compared_whatever_their_names():
    services = (speech(service="OT"), speech("S2"))
    who = "S1-OT-1,S2-Speech-1"
    assert codes(relate("apart", who, services=services)[1]) == []


@pytest.mark.parametrize(
    ("first", "second", "more", "contradict"),
    [
        ("together", "apart", {}, True),
        ("together", "prefer-apart", {}, False),
        ("with-provider", "not-provider", {"provider": "P1"}, True),
    ],
)
def test_relations_that_contradict(first, second, more, contradict):
    rows = [
        {"type": first, "who": "S1,S2", **more},
        {"type": second, "who": "S2,S1", **more},
    ]
    _, findings = built(services=list(TWO), relations=rows)
    assert ("W507" in codes(findings)) is contradict


def test_relations_of_different_services_do_not_contradict():
    rows = [
        {"type": "together", "who": "S1,S2", "service": "Speech"},
        {"type": "apart", "who": "S1,S2", "service": "OT"},
    ]
    services = [
        *TWO,
        speech(service="OT"),
        speech("S2", service="OT"),
    ]
    _, findings = built(services=services, relations=rows)
    assert codes(findings) == []


# Pins


def pinned(row, *services, settings=None, **sheets):
    services = services or (speech(),)
    data = {"service_id": "S1-Speech-1", "day": "Mon", "start": "13:00", **row}
    found, findings = built(settings, services=list(services), pins=[data], **sheets)
    return found, [one for one in findings if one.code.startswith("W51")]


def reasons(row, *services, **more):
    """Return the text of the one finding about a pin; blank where it can stand."""
    _, findings = pinned(row, *services, **more)
    assert [one.code for one in findings] in ([], ["W512"])
    return findings[0].message if findings else ""


def test_a_pin_as_written():
    found, findings = pinned(
        {"minutes": 30, "provider_id": "p1", "room_id": "r1", "week": 1}
    )
    assert findings == []
    (pin,) = found.pins
    assert (pin.service, pin.day, pin.start, pin.minutes) == (
        "S1-Speech-1",
        0,
        780,
        30,
    )
    assert (pin.week, pin.provider, pin.room) == (1, "P1", "R1")


def test_unknown_ids_of_pins():
    row = {"service_id": "S1-Speach-1", "provider_id": "P9", "room_id": "R9"}
    found, findings = built(
        services=[speech()], pins=[row | {"day": "Mon", "start": "13:00"}]
    )
    assert codes(findings) == ["W301"] * 3
    assert "Did you mean S1-Speech-1?" in [one.advice for one in findings]
    assert found.pins == ()


def test_pins_lie_on_the_grid():
    _, findings = pinned({"start": "13:02"})
    assert [one.code for one in findings] == ["W510"]
    _, findings = pinned({"minutes": 32})
    assert [(one.code, one.value) for one in findings] == [("W510", "32")]


def test_pins_lie_in_the_template():
    _, findings = pinned({"week": 2}, settings={"weeks": 1})
    assert [one.code for one in findings] == ["W511"]
    assert findings[0].expected == "1 to 1"
    _, findings = pinned({"week": 3}, settings={"weeks": 2})
    assert "2 weeks" in findings[0].message


def test_pins_of_services_that_are_not_active_count_for_nothing():
    term = {"term_start": "2026-09-01", "term_end": "2027-01-29"}
    found, findings = pinned({}, speech(end_date="2026-08-01"), settings=term)
    assert [one.code for one in findings] == ["W513"]
    assert len(found.pins) == 1


@pytest.mark.parametrize(
    ("row", "cells", "reason"),
    [
        ({"minutes": 45}, {}, "45 minutes is not an allowed length (30)"),
        ({}, {"days": "Tue"}, "Mon is not a day of the service"),
        ({}, {"earliest": "13:05"}, "before 13:05"),
        ({}, {"latest": "13:25"}, "after 13:25"),
        ({"start": "11:15"}, {}, "Lunch (3A-Lunch) may never be missed"),
        ({}, {"never_miss": "WIN"}, "never_miss names WIN"),
        ({}, {"may_miss": "Art"}, "WIN (3A-WIN) is not in may_miss"),
        ({"start": "7:45"}, {}, "not between 08:00 and 14:30"),
        ({"start": "14:15"}, {}, "not between 08:00 and 14:30"),
        ({"week": 1}, {"week_pattern": "even"}, "no session in that week"),
        ({"start": "15:00"}, {"setting": "consult"}, "P1 is not there from 15:00"),
        ({"room_id": "R1"}, {"setting": "consult"}, "consult has no room"),
    ],
)
def test_pins_that_break_a_rule_of_the_service(row, cells, reason):
    assert reason in reasons(row, speech(**cells))


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ({"start": "8:00"}, {"earliest": "8:00"}),
        ({"start": "14:00"}, {"latest": "14:30"}),
        ({"start": "11:00"}, {}),
        ({"start": "10:00"}, {"may_miss": "Art"}),  # free time
        ({}, {"never_miss": "Art"}),
        ({}, {"setting": "consult"}),
        ({"start": "9:00"}, {"setting": "either", "subject": "Math"}),
    ],
)
def test_pins_just_inside_the_rules(row, cells):
    assert reasons(row, speech(**cells)) == ""


def test_pins_and_the_student():
    students = [{"student_id": "S1", "grade": 3, "homeroom": "3A", "days": "Tue"}]
    assert "S1 does not attend on Mon" in reasons({}, students=students)
    students = [
        {"student_id": "S1", "grade": 3, "homeroom": "3A", "max_pullout_day": 25}
    ]
    assert "pulled out 25 min a day" in reasons({}, students=students)
    away = [{"who": "grade 3", "days": "Mon", "start": "13:20", "end": "14:00"}]
    assert "unavailable" in reasons({}, availability=away)
    away[0]["start"] = "13:30"
    assert reasons({}, availability=away) == ""
    loner = [{"student_id": "S1", "grade": 9}]
    assert "S1 has no classes on Mon" in reasons({}, students=loner)


def test_pins_and_the_room():
    rooms = [{"room_id": "R1", "services": "OT"}, {"room_id": "R2", "days": "Tue"}]
    assert "room R1 is not for Speech" in reasons({"room_id": "R1"}, rooms=rooms)
    assert "room R2 is not open" in reasons({"room_id": "R2"}, rooms=rooms)
    assert reasons({}, rooms=rooms)
    assert reasons({}, rooms=[*rooms, {"room_id": "R3"}]) == ""
    classes = [dict(one) for one in DEFAULTS["classes"]]
    classes[-2]["room"] = "R1"
    assert "4A-WIN meets in room R1" in reasons({}, classes=classes)
    students = [{"student_id": "S1", "grade": 3, "homeroom": "3A", "building": "East"}]
    rooms = [{"room_id": "R1", "building": "West"}]
    assert "not in the building" in reasons({}, students=students, rooms=rooms)


P1 = DEFAULTS["providers"][0]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"end": "13:25"}, "P1 is not there from 13:00 to 13:30"),
        ({"days": "Tue"}, "P1 is not there"),
        ({"max_minutes_day": 25}, "max_minutes_day"),
        ({"max_minutes_week": 25}, "max_minutes_week"),
        ({"max_consecutive": 25}, "max_consecutive"),
        ({"lunch_start": "12:45", "lunch_end": "13:50"}, "no lunch"),
        ({"planning_minutes": 300}, "no planning time"),
        ({"rooms": "R2"}, "room R1 is not one of P1's rooms"),
        ({"role": "OT"}, "no provider is qualified for Speech"),
    ],
)
def test_pins_and_the_provider(cells, reason):
    rooms = [{"room_id": "R1"}, {"room_id": "R2"}]
    row = {"room_id": "R1"}
    assert reason in reasons(row, providers=[P1 | cells], rooms=rooms)
    helper = P1 | {"provider_id": "P2"}
    both = {"providers": [P1 | cells, helper], "rooms": rooms}
    assert reasons(row, **both) == ""
    assert reasons(row | {"provider_id": "P1"}, **both)


@pytest.mark.parametrize(
    "cells",
    [
        {"end": "13:30"},
        {"max_consecutive": 30},
        {"lunch_start": "12:30", "lunch_end": "13:30"},
        {"lunch_start": "12:45", "lunch_end": "13:40"},  # 55 min: no lunch is owed
        {"lunch_minutes": 0, "lunch_start": "13:00"},
        {"planning_minutes": 270},
        {"planning_minutes": 300, "start": "11:05"},  # fewer than 240 min: not owed
    ],
)
def test_pins_that_the_provider_can_just_hold(cells):
    assert reasons({}, providers=[P1 | cells]) == ""


def test_pins_and_relations_with_providers():
    providers = [P1, P1 | {"provider_id": "P2"}]
    relations = [{"type": "not-provider", "who": "S1", "provider": "P1"}]
    more = {"providers": providers, "relations": relations}
    assert "relation" in reasons({"provider_id": "P1"}, **more)
    assert reasons({"provider_id": "P2"}, **more) == ""
    relations[0]["type"] = "with-provider"
    assert reasons({"provider_id": "P1"}, **more) == ""
    assert "relation" in reasons({"provider_id": "P2"}, **more)
    relations[0]["who"] = "S1-Speech-1"
    assert "relation" in reasons({"provider_id": "P2"}, **more)
    relations[0]["who"] = "S2"
    assert reasons({"provider_id": "P2"}, **more) == ""


def test_pins_and_buildings():
    providers = [P1 | {"building": "East"}]
    rooms = [{"room_id": "R1", "building": "West"}]
    assert "not there in West" in reasons({}, providers=providers, rooms=rooms)
    rooms = [{"room_id": "R1"}]
    assert reasons({}, providers=providers, rooms=rooms) == ""


# Push-in pins

MATH = {"start": "9:00"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"start": "9:35"}, "no class meeting of S1 in Math holds it"),
        ({"start": "8:30"}, "no class meeting"),
        (MATH | {"room_id": "R1"}, "leave room_id blank"),
    ],
)
def test_push_in_pins_lie_inside_a_meeting(row, reason):
    assert reason in reasons(row, push())
    assert reasons({"start": "9:30"}, push()) == ""


def test_push_in_pins_and_the_class():
    classes = [dict(one) for one in DEFAULTS["classes"]]
    classes[1]["push_in"] = "no"
    assert "allows no push-in" in reasons(MATH, push(), classes=classes)
    away = [{"who": "3A-Math", "days": "Mon", "start": "9:00", "end": "9:10"}]
    assert "3A-Math is unavailable" in reasons(MATH, push(), availability=away)


def test_either_may_be_pulled_out_for_a_pin():
    row = speech(setting="either", subject="Math")
    assert reasons({"start": "13:00", "room_id": "R1"}, row) == ""
    lunch = {"start": "11:30", "room_id": "R1"}
    assert "may never be missed" in reasons(lunch, row)


def test_either_without_rooms_can_be_pushed_in():
    row = speech(setting="either", subject="Math")
    _, findings = pinned(MATH, row, rooms=[])
    assert findings == []
    (found,) = pinned({}, speech(), rooms=[])[1]
    assert "there is no room" in found.message


def test_co_teach_pins_are_owed_meetings():
    row = push(delivery="co-teach")
    assert reasons(MATH, row) == ""
    assert reasons(MATH | {"minutes": 60}, row) == ""
    assert "30 minutes" not in reasons(MATH | {"minutes": 30}, row)
    assert "no owed meeting" in reasons({"start": "9:30"}, row)


def test_lengths_off_the_grid_are_whole_meetings():
    classes = [dict(one) for one in DEFAULTS["classes"]]
    classes[1] |= {"end": "9:42"}
    row = push(frequency="42 min 5x weekly")
    more = {"classes": classes}
    assert reasons(MATH | {"minutes": 42}, row, **more) == ""
    assert reasons(MATH, row, **more) == ""
    pull = speech(frequency="42 min 5x weekly")
    assert reasons(MATH | {"minutes": 42}, pull, **more) == ""
    text = reasons({"start": "13:00", "minutes": 42}, pull, **more)
    assert "whole class meeting" in text
    consult = speech(setting="consult", frequency="42 min 5x weekly")
    assert reasons(MATH | {"minutes": 42}, consult, **more) == ""
    text = reasons({"start": "13:00", "minutes": 42}, consult, **more)
    assert "whole class meeting" in text
    _, findings = pinned({"start": "9:01", "minutes": 42}, row, **more)
    assert [one.code for one in findings] == ["W510"]


def test_a_whole_meeting_off_the_grid_may_be_pinned():
    classes = [dict(one) for one in DEFAULTS["classes"]]
    classes[1] |= {"start": "9:03", "end": "9:45"}
    more = {"classes": classes}
    row = push(frequency="42 min 5x weekly")
    assert reasons({"start": "9:03"}, row, **more) == ""
    assert reasons({"start": "9:03", "minutes": 42}, row, **more) == ""
    for wrong in (
        {"start": "9:03", "minutes": 45},
        {"start": "9:08", "minutes": 42},
    ):
        _, findings = pinned(wrong, row, **more)
        assert [one.code for one in findings] == ["W510"]
    _, findings = pinned({"start": "9:03"}, push(), **more)
    assert [one.code for one in findings] == ["W510"]
    block = speech(
        None, setting="consult", frequency="42 min 5x weekly", service_id="B"
    )
    _, findings = pinned({"service_id": "B", "start": "9:03"}, block, **more)
    assert [one.code for one in findings] == ["W510"]


def test_a_pin_inside_a_longer_meeting_is_not_exact():
    row = push(frequency="42 min 5x weekly")
    text = reasons(MATH | {"minutes": 42}, row)
    assert "whole class meeting" in text


def test_a_pin_without_a_week_holds_in_every_week_of_a_repeating_service():
    away = [
        {"who": "S1", "days": "Mon", "start": "13:00", "end": "14:00", "weeks": "2"}
    ]
    assert "unavailable" in reasons({}, availability=away)
    assert reasons({"week": 1}, availability=away) == ""
    monthly = speech(minutes=60, per="month", session_minutes=30)
    assert reasons({}, monthly, availability=away) == ""
    assert "unavailable" in reasons({"week": 2}, monthly, availability=away)


def test_pins_stay_in_the_school():
    found = school(
        services=[speech()],
        pins=[{"service_id": "s1-speech-1", "day": "Mon", "start": "13:00"}],
    )
    assert len(found.pins) == 1
