import copy
import json
from dataclasses import replace
from datetime import date

import export_sample as sample
import jsonschema
import pytest

from pushpull_sched.domain.result import SolveResult, SolveStatus
from pushpull_sched.export.json_file import (
    json_schema,
    render_json,
    result_content,
    result_id,
)

HASHES = {"schedule.xlsx": "d" * 64}


def written(result=None, run=None):
    content = result_content(
        sample.school(), result or sample.incomplete(), run or sample.run()
    )
    return json.loads(render_json(content, HASHES))


def valid(data):
    validator = jsonschema.Draft202012Validator(json_schema())
    return validator.is_valid(data)


@pytest.mark.parametrize(
    "result",
    [
        sample.incomplete(),
        sample.complete(),
        sample.infeasible(),
        SolveResult(status=SolveStatus.UNKNOWN),
    ],
)
def test_every_status_fits_the_published_schema(result):
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(written(result), json_schema())


def test_the_keys_of_the_contract_are_there():
    assert set(written()) >= {
        "schema_version",
        "status",
        "roster",
        "params",
        "versions",
        "stages",
        "measures",
        "sessions",
        "compliance",
        "hashes",
    }
    assert written()["hashes"] == HASHES
    assert written()["roster"] == {"name": "maple.xlsx", "sha256": "ab" * 32}


def test_sessions_hold_text_times_and_their_services():
    session = written()["sessions"][0]
    assert session == {
        "session_id": "W1D0-speech",
        "week": 1,
        "day": "Mon",
        "start": "08:30",
        "end": "09:00",
        "minutes": 30,
        "setting": "pull-out",
        "provider_id": "P1",
        "room_id": "R5",
        "class_id": None,
        "group_size": 3,
        "services": [
            {"service_id": f"S{n}-Speech-1", "service": "Speech", "student_id": f"S{n}"}
            for n in (1, 2, 3)
        ],
    }
    consult = written()["sessions"][-1]
    assert consult["setting"] == "consult"
    assert consult["services"][0]["student_id"] is None


def test_seconds_are_rounded_to_a_tenth_and_stay_floats():
    seconds = [stage["seconds"] for stage in written()["stages"]]
    assert seconds == [1.3, 7.0]
    assert isinstance(seconds[1], float)


def test_params_hold_the_policy_with_weights_and_tolerances():
    params = written()["params"]
    assert params["seed"] == 7
    assert params["policy"]["name"] == "default"
    assert params["policy"]["levels"][-1]["weights"]["churn"] == 30
    assert params["policy"]["levels"][0]["tolerance"] == {
        "amount": 0,
        "unit": "minutes",
    }


def test_an_impossible_roster_keeps_its_reasons_and_nothing_else():
    data = written(sample.infeasible())
    assert data["reasons"]
    assert data["sessions"] == data["compliance"] == data["stages"] == []
    assert data["measures"] == {}


def test_names_of_students_stay_out_and_other_texts_are_untouched():
    text = render_json(
        result_content(sample.school(), sample.incomplete(), sample.run()), HASHES
    ).decode()
    assert "Ana Ruiz" not in text
    assert '"=cmd"' in text


def test_the_result_id_follows_the_content_but_not_the_clock():
    content = result_content(sample.school(), sample.incomplete(), sample.run())
    slower = copy.deepcopy(content)
    slower["stages"][0]["seconds"] = 50.0
    assert result_id(slower) == result_id(content)
    moved = copy.deepcopy(content)
    moved["sessions"][0]["start"] = "08:35"
    assert result_id(moved) != result_id(content)


def test_the_day_of_the_run_is_kept_where_given():
    run = replace(sample.run(), created=date(2026, 8, 20))
    assert written(run=run)["created"] == "2026-08-20"
    assert written()["created"] is None


def test_half_a_character_does_not_break_the_file():
    result = replace(sample.infeasible(), reasons=("\ud800",))
    content = result_content(sample.school(), result, sample.run())
    assert json.loads(render_json(content, HASHES))["reasons"] == ["\ud800"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("status",), "done"),
        (("sessions", 0, "start"), "8:30"),
        (("sessions", 0, "setting"), "either"),
        (("sessions", 0, "color"), "red"),
        (("compliance", 0, "status"), "ok"),
        (("hashes", "schedule.xlsx"), "short"),
        (("stages", 0, "value"), -1),
        (("measures", "missed"), 1.5),
    ],
)
def test_the_schema_refuses_what_the_contract_does_not_know(path, value):
    data = written()
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not valid(data)


def descriptions(node):
    properties = node.get("properties", {}) if isinstance(node, dict) else {}
    for name, inner in properties.items():
        yield name, inner.get("description", "")
        yield from descriptions(inner)
        yield from descriptions(inner.get("items", {}))


def test_every_property_of_the_schema_is_described():
    described = dict(descriptions(json_schema()))
    assert len(described) > 40
    assert all(described.values())
