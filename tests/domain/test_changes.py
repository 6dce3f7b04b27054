"""What differs between two schedules, told session by session."""

import pytest

from pushpull_sched.domain.changes import (
    ChangeKind,
    Sitting,
    changes_between,
    changes_by_provider,
)
from pushpull_sched.domain.schedule import ScheduleRow


def row(day="Mon", start=540, *, by="P1", room="R1", service="S1-Speech-1", **fields):
    return ScheduleRow(
        **{
            "session_id": "X1",
            "week": 1,
            "day": day,
            "start": start,
            "end": start + 30,
            "minutes": 30,
            "setting": "pull-out",
            "provider_id": by,
            "room_id": room,
            "service": "Speech",
            "service_id": service,
            "student_id": "S1",
            **fields,
        }
    )


def kinds(before, after):
    return [change.kind.value for change in changes_between(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([row()], [row()], []),
        ([], [], []),
        ([row()], [row(start=545)], ["moved"]),
        ([row()], [row("Tue")], ["moved"]),
        ([row()], [row(by="P2")], ["moved"]),
        ([row()], [row(end=575)], ["moved"]),
        ([row()], [row(room="R2")], ["other place"]),
        ([row()], [row(room=None, class_id="3A")], ["other place"]),
        ([], [row()], ["new"]),
        ([row()], [], ["ended"]),
        ([row()], [row(), row("Tue")], ["new"]),
        ([row(), row("Tue")], [row("Tue")], ["ended"]),
        ([row(service="old")], [row()], ["new", "ended"]),
        ([row(service=None)], [], []),
    ],
)
def test_a_session_is_kept_moved_new_or_ended(before, after, expected):
    assert kinds(before, after) == expected


def test_ids_compare_without_case_and_spaces_and_are_spelled_as_now():
    loud = row("MON", by=" p1 ", room="r1", service=" s1-SPEECH-1 ")
    assert kinds([loud], [row()]) == []
    (change,) = changes_between([loud], [row(start=600)])
    assert change.service_id == "S1-Speech-1"
    assert change.before == Sitting(
        day="Mon", start=540, end=570, provider_id="P1", place="R1"
    )


def test_the_nearest_sessions_are_paired():
    before = [row("Mon"), row("Tue"), row("Wed", by="P2")]
    after = [row("Tue", 600), row("Thu"), row("Wed", 700, by="P3")]
    pairs = {
        (change.before.day, change.after.day)
        for change in changes_between(before, after)
    }
    assert pairs == {("Mon", "Thu"), ("Tue", "Tue"), ("Wed", "Wed")}


def test_the_same_change_in_several_weeks_is_told_once():
    before = [row(), row(week=2)]
    (change,) = changes_between(before, [row("Tue"), row("Tue", week=2)])
    assert change.weeks == (1, 2)
    (change,) = changes_between(before, [row(), row("Tue", week=2)])
    assert change.weeks == (2,)


def test_weeks_of_a_shorter_template_come_again():
    both = [row(), row(week=2)]
    assert kinds([row()], both) == []
    assert kinds(both, [row()]) == []
    (change,) = changes_between([row()], [row(), row("Tue", week=2)])
    assert change.weeks == (2,)


def test_weeks_that_no_template_has_are_no_part_of_it():
    assert kinds([row(), row("Tue", week=99)], [row()]) == []


def test_a_consult_block_has_no_student_and_no_place():
    block = row(student_id=None, room=None)
    (change,) = changes_between([], [block])
    assert change.student_id == ""
    assert change.after.place == ""


def test_a_change_of_provider_concerns_both():
    changes = changes_between(
        [row(), row(week=2), row("Fri", service="old")],
        [row(by="P2"), row(by="P2", week=2)],
    )
    assert changes_by_provider(changes) == {
        "P1": {ChangeKind.MOVED: 2, ChangeKind.ENDED: 1},
        "P2": {ChangeKind.MOVED: 2},
    }
