"""Who takes the places of a service that falls short, in one or two sentences."""

from pushpull_sched.counting.shortfalls import shortfall_reasons
from pushpull_sched.domain.service import Setting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.options import options_of, rooms_for
from pushpull_sched.model.timetable import Timetable, schedule_of
from pushpull_sched.verify import verify_schedule
from schools import school, speech

WEEKLY = {"frequency": "30 min 1x weekly", "group": "individual"}
MONDAY = {
    "provider_id": "P1",
    "role": "SLP,OT",
    "days": "Mon",
    "start": "8:00",
    "end": "9:00",
    "lunch_minutes": 0,
}
OTHER = MONDAY | {"provider_id": "P2"}


def reasons(of, **starts):
    """The reasons where some services stand at a minute of Monday with a provider.

    Args:
        of: The school.
        starts: Service ids with ``_`` for ``-``, to (provider, minute).
    """
    atlas = Atlas(of)
    taken, rooms = {}, {}
    for key, (provider, start) in starts.items():
        service = of.service[key.replace("_", "-")]
        option = next(
            one
            for one in options_of(atlas, service)
            if (one.provider, one.slots[0].start) == (provider, start)
        )
        taken[service.id] = (option,)
        slot = option.slots[0]
        if slot.setting is Setting.PULL_OUT:
            rooms[slot] = rooms_for(atlas, option)[0]
    timetable = Timetable(taken=taken, room=rooms)
    verdict = verify_schedule(of, schedule_of(of, timetable))
    assert verdict.legal, verdict.violations
    return shortfall_reasons(atlas, timetable, verdict)


def individual(student, **more):
    return speech(student, **(WEEKLY | more))


def test_the_provider_is_with_others():
    of = school(
        services=[individual("S1"), individual("S2"), individual("S3")],
        providers=[MONDAY | {"end": "9:10"}],
    )
    found = reasons(of, S2_Speech_1=("P1", 480), S3_Speech_1=("P1", 510))
    assert found == {
        "S1-Speech-1": "Not everything fits: P1 has at most 70 min for 3 services that "
        "need 90 min. P1 (Providers row 2) could give it in 70 min a week: for 60 min "
        "P1 has other sessions (Mon 8:00-8:30 Speech of S2; Mon 8:30-9:00 Speech of "
        "S3) and the other 10 min are in pieces too short for a session of 30 min."
    }


def test_many_sessions_are_summed_up():
    of = school(
        services=[
            *(individual("S2", service=name, role="OT") for name in ("A", "B", "C")),
            individual("S1", latest="9:30"),
        ],
        providers=[MONDAY | {"end": "10:30"}],
    )
    found = reasons(of, S2_A_1=("P1", 480), S2_B_1=("P1", 510), S2_C_1=("P1", 540))
    assert found["S1-Speech-1"] == (
        "P1 (Providers row 2) could give it in 90 min a week: for 90 min P1 has other "
        "sessions (Mon 8:00-8:30 A of S2; Mon 8:30-9:00 B of S2; and 1 more)."
    )


def test_the_student_is_elsewhere():
    of = school(
        services=[
            individual("S1", latest="8:30"),
            individual("S1", service="OT", role="OT"),
        ],
        providers=[MONDAY, OTHER],
        rooms=[{"room_id": "R1", "groups": 2}],
    )
    found = reasons(of, S1_OT_1=("P2", 480))
    assert found["S1-Speech-1"] == (
        "P1 and P2 (Providers rows 2 and 3) could give it in 30 min a week: for 30 min "
        "S1 is in a session (Mon 8:00-8:30 OT with P2)."
    )


def test_all_providers_are_busy():
    of = school(
        services=[
            individual("S1", latest="8:30"),
            individual("S2", service="OT", role="OT"),
            individual("S3", service="OT", role="OT"),
        ],
        providers=[MONDAY, OTHER],
        rooms=[{"room_id": "R1", "groups": 3}],
    )
    found = reasons(of, S2_OT_1=("P1", 480), S3_OT_1=("P2", 480))
    assert "for 30 min all of them have other sessions" in found["S1-Speech-1"]


def test_no_room_is_free():
    of = school(
        services=[individual("S1", latest="8:30"), individual("S2")],
        providers=[MONDAY, OTHER],
    )
    found = reasons(of, S2_Speech_1=("P1", 480))
    assert found["S1-Speech-1"].endswith(
        "in 30 min a week: they have no room that is free."
    )


def test_lunch_needs_the_rest():
    of = school(
        services=[individual("S1", earliest="11:00"), individual("S2")],
        providers=[
            MONDAY
            | {
                "start": "10:30",
                "end": "11:30",
                "lunch_minutes": 30,
                "lunch_start": "10:30",
                "lunch_end": "11:30",
            }
        ],
    )
    found = reasons(of, S2_Speech_1=("P1", 630))
    assert "P1's lunch or planning" in found["S1-Speech-1"]


def test_a_free_place_is_called_free():
    of = school(services=[individual("S1")], providers=[MONDAY])
    assert reasons(of) == {
        "S1-Speech-1": "P1 (Providers row 2) could give it in 60 min a week: they look "
        "free, so that more time may find a place."
    }


def test_another_session_on_a_day_that_has_one():
    of = school(
        services=[speech("S1", frequency="30 min 2x weekly")],
        providers=[MONDAY, MONDAY | {"days": "Tue", "end": "8:30"}],
    )
    found = reasons(of, S1_Speech_1=("P1", 480))
    assert (
        "for 30 min S1 is in a session (Mon 8:00-8:30 Speech with P1)"
        in (found["S1-Speech-1"])
    )


def co_teaching(student):
    return {
        "student_id": student,
        "service": "Co-teaching",
        "setting": "push-in",
        "delivery": "co-teach",
        "subject": "Reading",
        "role": "SLP",
        "days": "Mon",
    }


def test_co_teaching_names_the_meeting_that_is_not_free():
    of = school(
        services=[co_teaching("S1"), individual("S2")],
        providers=[MONDAY | {"end": "10:00"}],
    )
    found = reasons(of, S2_Speech_1=("P1", 480))
    assert found["S1-Co-teaching-1"] == (
        "It takes every meeting of the class (Services row 2), but P1 is busy on Mon "
        "8:00-8:30 Speech of S2."
    )
    of = school(
        services=[co_teaching("S1"), individual("S1", service="OT", role="OT")],
        providers=[MONDAY, OTHER],
    )
    found = reasons(of, S1_OT_1=("P2", 480))
    assert "but S1 is in Mon 8:00-8:30 OT with P2" in found["S1-Co-teaching-1"]
    assert reasons(of)["S1-Co-teaching-1"].endswith(
        "No free way to be at every meeting was found (Services row 2)."
    )
