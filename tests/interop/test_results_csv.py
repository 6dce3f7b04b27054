"""Results under the names of CEDS and Ed-Fi."""

import csv
import json
from io import StringIO

import pytest

from pushpull_sched.interop.results_csv import (
    COLUMNS,
    ResultTable,
    Standard,
    result_csv,
)

SESSION = {
    "session_id": "X1", "week": 1, "day": "Mon", "start": "09:00", "end": "09:30",
    "minutes": 30, "setting": "pull-out", "provider_id": "P1", "room_id": "R1",
    "class_id": None, "group_size": 2,
    "services": [
        {"service_id": "A", "service": "Speech", "student_id": "S1"},
        {"service_id": "B", "service": "Speech", "student_id": "S2"},
    ],
}  # fmt: skip
COMPLIANCE = {
    "service_id": "A", "student_id": "S1", "service": "Speech", "setting": "pull-out",
    "required_minutes": 60, "scheduled_minutes": 60, "minutes_short": 0, "sessions": 2,
    "provider_id": "P1", "status": "met", "conversion": "1 session per week of 30 min",
    "reason": "",
}  # fmt: skip
CONTENT = {
    "weeks": 2,
    "sessions": [SESSION, {**SESSION, "session_id": "X2", "week": 2}],
    "compliance": [
        COMPLIANCE,
        {**COMPLIANCE, "service_id": "B", "student_id": "S2", "setting": "either",
         "sessions": 1},
        {**COMPLIANCE, "service_id": "C", "student_id": None, "setting": "consult",
         "service": "=cmd()", "provider_id": None, "status": "unplaced",
         "scheduled_minutes": 0, "sessions": 0},
        {**COMPLIANCE, "service_id": "D", "setting": "push-in"},
    ],
}  # fmt: skip


def table(standard, what, content=CONTENT, **more):
    text = result_csv(content, Standard(standard), ResultTable(what), **more)
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.parametrize("standard", list(Standard))
@pytest.mark.parametrize("what", list(ResultTable))
def test_headings_are_distinct_and_ours_are_marked(standard, what):
    headings = [heading for heading, _ in COLUMNS[standard, what]]
    assert len(headings) == len(set(headings))
    assert sum(not heading.startswith("pushpull_") for heading in headings) >= 8


def test_ceds_services():
    first, either, consult, push_in = table("ceds", "services")
    assert first["StudentIdentifier"] == "S1"
    assert first["IndividualizedProgramPlannedServiceType"] == "Speech"
    assert first["IndividualizedProgramPlannedServiceDuration"] == "0.5"
    assert first["IndividualizedProgramNoninclusionMinutesPerWeek"] == "30"
    assert first["MethodOfServiceDelivery"] == "Direct"
    assert first["StaffMemberIdentifier"] == "P1"
    assert first["pushpull_status"] == "met"
    assert either["pushpull_setting"] == "pull-out"
    assert either["ServiceSettingDescription"] == "Special Education Classroom"
    assert consult["MethodOfServiceDelivery"] == "Indirect"
    assert consult["StudentIdentifier"] == ""
    assert consult["IndividualizedProgramNoninclusionMinutesPerWeek"] == "0"
    assert push_in["ServiceSettingDescription"] == "General Education Classroom"


def test_minutes_outside_class_are_rounded_up_to_the_minute():
    content = {**CONTENT, "weeks": 4}
    row = table("ceds", "services", content)[0]
    assert row["IndividualizedProgramNoninclusionMinutesPerWeek"] == "15"
    one = {**CONTENT, "weeks": 4, "sessions": [{**SESSION, "minutes": 33}]}
    row = table("ceds", "services", one)[0]
    assert row["IndividualizedProgramNoninclusionMinutesPerWeek"] == "9"


def test_edfi_services():
    row = table("edfi", "services")[0]
    assert row["studentUniqueId"] == "S1"
    assert row["servicePrescriptionDescriptor"] == "Speech"
    assert (row["durationMinutes"], row["durationPeriodDescriptor"]) == (
        "30",
        "Per Week",
    )
    assert (row["frequencyValue"], row["frequencyPeriodDescriptor"]) == (
        "2",
        "Per 2 Weeks",
    )
    weekly = table("edfi", "services", {**CONTENT, "weeks": 1})[0]
    assert weekly["frequencyPeriodDescriptor"] == "Weekly"


@pytest.mark.parametrize(
    ("standard", "student", "start"),
    [("ceds", "StudentIdentifier", "09:00"), ("edfi", "studentUniqueId", "09:00:00")],
)
def test_sessions_have_a_row_for_each_student(standard, student, start):
    rows = table(standard, "sessions")
    assert [row[student] for row in rows] == ["S1", "S2", "S1", "S2"]
    clock = "ClassBeginningTime" if standard == "ceds" else "startTime"
    assert rows[0][clock] == start
    assert [row["pushpull_week"] for row in rows] == ["1", "1", "2", "2"]


def test_formulas_are_defused_unless_raw():
    heading = "IndividualizedProgramPlannedServiceType"
    assert table("ceds", "services")[2][heading] == "'=cmd()"
    assert table("ceds", "services", raw=True)[2][heading] == "=cmd()"


@pytest.mark.parametrize("content", [{}, {"weeks": 1}, {**CONTENT, "weeks": "x"}])
def test_what_is_no_result_is_refused(content):
    with pytest.raises((KeyError, TypeError, ValueError)):
        result_csv(json.loads(json.dumps(content)), Standard.CEDS, ResultTable.SERVICES)
