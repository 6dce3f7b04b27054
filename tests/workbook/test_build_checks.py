"""Arithmetic that a person can check on paper."""

import pytest

from schools import DEFAULTS, built, codes, speech

P1 = DEFAULTS["providers"][0]


def push(student="S1", **cells):
    return speech(student, setting="push-in", subject="Math", **cells)


def faults(*rows, settings=None, **sheets):
    return built(settings, services=list(rows), **sheets)[1]


def one(findings, code):
    (found,) = [finding for finding in findings if finding.code == code]
    return found


def test_pull_out_needs_rooms():
    findings = faults(
        speech(), speech("S2", setting="either", subject="Math"), rooms=[]
    )
    assert codes(findings) == ["W313"]
    assert "S1-Speech-1, S2-Speech-1" in findings[-1].message
    assert codes(faults(push(), rooms=[])) == []
    assert codes(faults(speech(setting="consult"), rooms=[])) == []


def test_no_provider_with_the_role():
    found = one(faults(speech(role="SLPP")), "W601")
    assert found.value == "SLPP"
    assert found.advice == "Did you mean SLP?"
    assert codes(faults(speech(role="OT, SLP"))) == []


# Days


def test_fewer_days_than_sessions():
    row = speech(frequency="30 min 3x weekly", days="Mon,Tue", max_per_day=1)
    found = one(faults(row), "W602")
    assert "needs 3 sessions in 1 week, but at most 2" in found.message
    assert "Mon, Tue" in found.message
    assert found.value == "Mon,Tue"
    assert found.message.count("Services!") == 2


@pytest.mark.parametrize(
    "cells",
    [
        {"frequency": "30 min 2x weekly", "days": "Mon,Tue"},
        {"frequency": "30 min 4x weekly", "days": "Mon,Tue", "max_per_day": 2},
        {"frequency": "30 min 3x weekly", "min_days_apart": 2},
        {"minutes": 60, "days": "Mon,Wed", "session_minutes": 30, "max_per_day": 1},
        {"minutes": 40, "per": "day", "session_minutes": 20},
    ],
)
def test_days_that_just_do(cells):
    assert codes(faults(speech(**cells))) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"frequency": "30 min 4x weekly", "min_days_apart": 2},
        {"frequency": "30 min 2x weekly", "days": "Mon,Tue", "min_days_apart": 2},
        {"minutes": 61, "days": "Mon,Wed", "session_minutes": 30, "max_per_day": 1},
        {"minutes": 90, "days": "Mon,Tue", "session_minutes": 30, "max_per_day": 1},
    ],
)
def test_days_that_just_do_not(cells):
    assert codes(faults(speech(**cells))) == ["W602"]


def test_days_of_the_provider_and_the_class_count():
    providers = [P1 | {"days": "Tue"}]
    found = one(faults(speech(), providers=providers), "W602")
    assert "student and provider: Tue" in found.message
    classes = [dict(row) for row in DEFAULTS["classes"]]
    classes[1]["days"] = "Wed"
    assert "class: Wed" in one(faults(push(), classes=classes), "W602").message
    classes[1]["push_in"] = "no"
    assert "no day" in one(faults(push(), classes=classes), "W602").message


def test_two_providers_may_share_where_the_school_allows():
    providers = [P1 | {"days": "Tue"}, P1 | {"provider_id": "P2", "days": "Thu"}]
    assert codes(faults(speech(), providers=providers)) == ["W602"]
    settings = {"same_provider": "no"}
    assert codes(faults(speech(), providers=providers, settings=settings)) == []


def test_weeks_of_a_block_count_once():
    row = speech(frequency="30 min 2x weekly, 1 of 2 weeks", days="Mon,Tue")
    assert codes(faults(row)) == []
    row["max_per_day"] = 1
    row["min_days_apart"] = 2
    assert codes(faults(row)) == ["W602"]


def test_weeks_that_are_alike_share_their_days():
    away = [
        {"who": "P1", "days": "Mon,Tue", "start": "8:00", "end": "15:00", "weeks": "1"},
        {
            "who": "P1",
            "days": "Wed-Fri",
            "start": "8:00",
            "end": "15:00",
            "weeks": "2",
        },
    ]
    found = one(faults(speech(), availability=away), "W602")
    assert "no day" in found.message


# Lengths and times


def test_sessions_too_short_for_the_minutes():
    row = speech(minutes=90, per="week", sessions=3, session_minutes=20)
    found = one(faults(row), "W604")
    assert "3 sessions of at most 20 min are 60 min, not 90" in found.message
    assert found.expected == "a length of at least 30 min"
    assert codes(faults(row | {"session_minutes": 30})) == []


def test_a_session_longer_than_the_window():
    row = speech(earliest="9:00", latest="9:25")
    assert "25 min" in one(faults(row), "W605").message
    assert codes(faults(row | {"latest": "9:30"})) == []


def test_push_in_needs_a_meeting_that_is_long_enough():
    row = push(frequency="65 min 1x weekly")
    assert "leaves 60 min" in one(faults(row), "W608").message
    assert codes(faults(push(frequency="60 min 1x weekly"))) == []
    late = push(frequency="60 min 1x weekly", earliest="9:05")
    assert "leaves 55 min" in one(faults(late), "W608").message
    early = push(frequency="60 min 1x weekly", latest="8:30")
    assert "leaves 0 min" in one(faults(early), "W608").message


def test_push_in_of_exactly_one_meeting():
    classes = [dict(row) for row in DEFAULTS["classes"]]
    classes[1]["end"] = "9:42"
    assert codes(faults(push(frequency="42 min 5x weekly"), classes=classes)) == []
    assert codes(faults(push(frequency="43 min 5x weekly"), classes=classes)) == [
        "W608"
    ]


# Rooms


@pytest.mark.parametrize(
    ("room", "fine"),
    [
        ({}, True),
        ({"services": "OT"}, False),
        ({"services": "Speech"}, True),
        ({"services": "SLP"}, True),
        ({"services": "Nurse"}, True),
        ({"building": "West"}, False),
        ({"building": "east"}, True),
    ],
)
def test_a_room_for_the_service(room, fine):
    students = [{"student_id": "S1", "grade": 3, "homeroom": "3A", "building": "East"}]
    providers = [P1 | {"role": "SLP, Nurse"}]
    findings = faults(
        speech(),
        speech(service="OT", setting="consult"),
        rooms=[{"room_id": "R1", **room}],
        students=students,
        providers=providers,
    )
    assert ("W609" in codes(findings)) is not fine


def test_rooms_of_the_provider():
    rooms = [{"room_id": "R1", "services": "OT"}, {"room_id": "R2"}]
    providers = [P1 | {"rooms": "R1"}]
    assert "W609" in codes(faults(speech(), rooms=rooms, providers=providers))


# Loads


def busy(minutes, **cells):
    return {
        "service": "Planning",
        "setting": "consult",
        "role": "SLP",
        "minutes": minutes,
        "session_minutes": 30,
        "max_per_day": 20,
    } | cells


def test_more_minutes_than_a_provider_has():
    # 5 days of 420 minutes without 30 of lunch: 1950
    assert codes(faults(busy(1950))) == []
    found = one(faults(busy(1951)), "W606")
    assert "at least 1951 min" in found.message
    assert "there are 1950 min" in found.message
    assert found.source.sheet == "Providers"


@pytest.mark.parametrize(
    ("cells", "there"),
    [
        ({"planning_minutes": 60}, 1650),
        ({"lunch_minutes": 0}, 2100),
        ({"max_minutes_day": 300}, 1500),
        ({"max_minutes_week": 1000}, 1000),
        ({"end": "11:00", "planning_minutes": 60}, 900),  # neither is owed
    ],
)
def test_lunch_planning_and_caps_are_taken_off(cells, there):
    providers = [P1 | cells]
    assert codes(faults(busy(there), providers=providers)) == []
    assert codes(faults(busy(there + 1), providers=providers)) == ["W606"]


def test_groups_need_a_share_and_individuals_all():
    rooms = [{"room_id": "R1", "capacity": 4}]
    group = speech("S1", minutes=400, session_minutes=30, max_per_day=9)
    alone = speech("S2", minutes=100, group="individual", max_per_day=9)
    providers = [P1 | {"max_minutes_week": 200}]
    assert codes(faults(group, alone, rooms=rooms, providers=providers)) == []
    providers = [P1 | {"max_minutes_week": 199}]
    found = one(faults(group, alone, rooms=rooms, providers=providers), "W606")
    assert "at least 200 min" in found.message
    assert "1 of them" in found.message
    smaller = group | {"max_group": 2}
    found = one(faults(smaller, alone, rooms=rooms, providers=providers), "W606")
    assert "at least 300 min" in found.message


def test_sets_of_providers_share_their_load():
    providers = [
        P1 | {"role": "SLP", "max_minutes_week": 100},
        P1 | {"provider_id": "P2", "role": "SLP, OT", "max_minutes_week": 100},
    ]
    both = [busy(150), busy(60, service="Case", role="OT")]
    found = one(faults(*both, providers=providers), "W606")
    assert "P1, P2" in found.message
    assert "2 services" in found.message
    assert codes(faults(busy(150), busy(50, role="OT"), providers=providers)) == []


def test_more_pull_out_than_a_student_can_miss():
    # 8:00 to 14:30 without 30 minutes of lunch: 360 on 5 days
    rows = [speech(minutes=900, service="A"), speech(minutes=900, service="B")]
    settings = {"session_minutes": 30}
    more = {"settings": settings}
    rows = [row | {"max_per_day": 20} for row in rows]
    assert "W607" not in codes(faults(*rows, **more))
    rows[1]["minutes"] = 901
    found = one(faults(*rows, **more), "W607")
    assert "S1 owes 1801 min" in found.message
    assert "for 1800 min" in found.message


def test_caps_and_unavailable_time_of_a_student():
    students = [
        {"student_id": "S1", "grade": 3, "homeroom": "3A", "max_pullout_day": 30}
    ]
    row = speech(minutes=151, session_minutes=30)
    assert "for 150 min" in one(faults(row, students=students), "W607").message
    away = [{"who": "S1", "days": "Mon-Thu", "start": "8:00", "end": "14:30"}]
    row = speech(minutes=361, session_minutes=30, max_per_day=20)
    assert "for 360 min" in one(faults(row, availability=away), "W607").message


# Faults elsewhere


def test_arithmetic_waits_for_the_sheets_it_rests_on():
    row = speech(frequency="30 min 3x weekly", days="Mon,Tue", max_per_day=1)
    assert codes(faults(row)) == ["W602"]
    providers = [P1, P1 | {"provider_id": "P2", "start": "eightish"}]
    assert codes(faults(row, providers=providers)) == ["W206"]
    settings = {"grid": "five"}
    assert codes(faults(row, settings=settings)) == ["W204"]


def test_roles_are_compared_once_all_are_known():
    providers = [P1, P1 | {"provider_id": "P2", "role": None}]
    assert codes(faults(speech(role="OT"), providers=providers)) == ["W308"]
    providers = [P1, P1 | {"provider_id": "P2", "start": "eightish"}]
    assert codes(faults(speech(role="OT"), providers=providers)) == ["W206", "W601"]


def test_a_missing_sheet_is_not_said_in_every_row():
    assert "W301" not in codes(faults(speech(), students=[]))
    found = codes(faults(push(), classes=[]))
    assert "W412" not in found
    assert "W322" not in found
    assert "W601" not in codes(faults(speech(), providers=[]))
