from dataclasses import replace

import export_sample as sample
import pytest

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.result import SolveResult, SolveStatus
from pushpull_sched.domain.school import Meeting, SchoolClass
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.views import (
    BlockKind,
    compliance_rows,
    day_columns,
    provider_name,
    provider_plans,
    room_label,
    schedule_rows,
    student_label,
)

SCHOOL = sample.school()
RESULT = sample.incomplete()


def plan(provider, week, day, result=RESULT, school=SCHOOL):
    plans = provider_plans(school, result, provider)
    return next(found for found in plans if (found.week, found.day) == (week, day))


def sessions_of(day):
    return [block for block in day.blocks if block.is_session]


def test_rows_run_by_week_day_start_and_provider():
    rows = schedule_rows(SCHOOL, RESULT)
    keys = [(r.week, sample.DAYS.index(r.day), r.start, r.provider_id) for r in rows]
    assert keys == sorted(keys)
    assert len(rows) == sum(len(s.served) for s in RESULT.schedule.sessions)


def test_without_a_schedule_there_are_no_rows():
    nothing = sample.infeasible()
    assert schedule_rows(SCHOOL, nothing) == ()
    assert compliance_rows(SCHOOL, nothing) == ()
    assert sessions_of(plan("P1", 1, 0, nothing)) == []


def test_compliance_has_one_row_per_service_in_the_order_of_the_roster():
    rows = compliance_rows(SCHOOL, RESULT)
    assert [row.service_id for row in rows] == [s.id for s in SCHOOL.services]
    speech = rows[2]
    assert (speech.setting, speech.status, speech.sessions) == ("either", "met", 6)
    assert (speech.provider_id, speech.student_id) == ("P1", "S3")
    assert speech.conversion.startswith("60 minutes a week")


@pytest.mark.parametrize(
    ("service_id", "reason"),
    [
        ("S1-Speech-1", ""),
        ("S6-OT-1", "No OT has a free stretch of 30 minutes."),
        ("7-Math-1", "45 minutes of Math SDI are missing."),
        ("S6-OT-2", "ends before the term starts"),
    ],
)
def test_compliance_says_why(service_id, reason):
    rows = {row.service_id: row for row in compliance_rows(SCHOOL, RESULT)}
    assert rows[service_id].reason == reason


def test_a_service_outside_the_template_says_to_book_it_by_date():
    rows = {row.service_id: row for row in compliance_rows(SCHOOL, RESULT)}
    assert "book it by date" in rows["S6-Yearly"].reason
    assert rows["S6-Yearly"].provider_id is None


@pytest.mark.parametrize(
    ("student", "label"),
    [
        ("S1", "Ana Ruiz (S1)"),
        ("S6", "S6"),
        (None, ""),
        ("ghost", "ghost"),
    ],
)
def test_students_are_named_with_their_id(student, label):
    assert student_label(SCHOOL, student) == label


def test_providers_and_rooms_are_named_and_the_id_serves_where_no_name_is():
    assert provider_name(SCHOOL, "P1") == "Ms. Alvarez"
    assert provider_name(SCHOOL, "ghost") == "ghost"
    assert room_label(SCHOOL, "R5") == "Resource Room"
    assert room_label(SCHOOL, "+R6") == "+R6"
    assert room_label(SCHOOL, None) == ""


def test_a_pull_out_block_names_students_and_room():
    (block,) = sessions_of(plan("P1", 1, 0))
    assert block.kind is BlockKind.PULL_OUT
    assert block.services == ("Speech",)
    assert block.student_ids == ("S2", "S1", "S3")
    assert block.place == "Resource Room"


def test_a_visit_of_several_services_says_who_gets_which():
    (block,) = sessions_of(plan("P2", 2, 0))
    assert block.kind is BlockKind.PUSH_IN
    assert block.services == ("Math SDI", "Reading SDI")
    assert "Zoë 🦊 Park (7): Reading SDI" in block.students
    assert block.place == "Math 3 [3A-M], Lee, Room 12"


def test_consult_has_neither_student_nor_place():
    (block,) = sessions_of(plan("P1", 2, 4))
    assert block.kind is BlockKind.CONSULT
    assert (block.students, block.place) == ((), "")


def test_the_place_of_a_push_in_is_that_of_its_own_meeting():
    def meeting(start, room):
        when = Interval(week=2, day=4, start=start, end=start + 60)
        return Meeting(when=when, room=room)

    early, late = meeting(480, "Room 1"), meeting(605, "R5")
    other = SchoolClass(id="3A-R", subject="3A-R", meetings=(early, late))
    school = replace(SCHOOL, classes=(SCHOOL.classes[0], other))
    (block,) = sessions_of(plan("P2", 2, 4, school=school))
    assert block.place == "3A-R, Resource Room"
    (block,) = sessions_of(plan("P2", 1, 4, school=school))
    assert block.place == "3A-R"


def test_a_class_that_is_not_in_the_roster_is_named_by_its_id():
    school = replace(SCHOOL, classes=())
    (block,) = sessions_of(plan("P2", 1, 4, school=school))
    assert block.place == "3A-R"


def test_lunch_and_planning_stand_in_order_between_the_sessions():
    day = plan("P1", 1, 0)
    assert [block.kind for block in day.blocks] == [
        BlockKind.PULL_OUT,
        BlockKind.PLANNING,
        BlockKind.LUNCH,
    ]
    assert day.available == ((sample.clock("8:00"), sample.clock("15:10")),)


def test_a_provider_is_not_available_on_a_day_off():
    assert plan("P6", 1, 0).available == ()
    assert plan("P6", 1, 0).blocks == ()


def test_weeks_in_which_a_day_is_the_same_share_a_column():
    columns = day_columns(provider_plans(SCHOOL, RESULT, "P1"))
    assert [(column.day, column.weeks) for column in columns] == [
        (0, (1, 2)),
        (1, (1, 2)),
        (2, (1, 2)),
        (3, (1, 2)),
        (4, (1,)),
        (4, (2,)),
    ]


def test_a_shortfall_without_a_known_reason_takes_the_verifiers_words():
    silent = replace(RESULT, service_reasons={})
    rows = {row.service_id: row for row in compliance_rows(SCHOOL, silent)}
    assert rows["S6-OT-1"].reason == ""
    assert rows["7-Math-1"].reason == "45 minutes of Math SDI are missing."


def test_an_unknown_result_has_no_compliance():
    assert compliance_rows(SCHOOL, SolveResult(status=SolveStatus.UNKNOWN)) == ()


def test_settings_of_blocks_are_those_of_sessions():
    kinds = {BlockKind(setting.value) for setting in Setting if setting != "either"}
    assert kinds == {BlockKind.PUSH_IN, BlockKind.PULL_OUT, BlockKind.CONSULT}


def test_an_early_end_says_that_it_left_the_reason_out():
    silent = replace(RESULT, service_reasons={}, interrupted=True)
    rows = {row.service_id: row for row in compliance_rows(SCHOOL, silent)}
    assert rows["7-Math-1"].reason == (
        "45 minutes of Math SDI are missing. "
        "The run ended before the reason was looked for."
    )
    assert rows["S6-OT-1"].reason == "The run ended before the reason was looked for."
