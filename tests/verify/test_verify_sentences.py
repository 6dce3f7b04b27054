"""The sentences of the verifier, word for word, and the sessions they list."""

from dataclasses import replace

import pytest

from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.service import Per, Setting
from pushpull_sched.verify import verify, verify_schedule
from verify.build import (
    FRI,
    MON,
    TUE,
    WED,
    amount,
    changed,
    every,
    hours,
    pin,
    provider,
    push_service,
    room,
    rows,
    schedule,
    school,
    service,
    session,
    settings,
    student,
    usual_classes,
    weekly,
)

SPEECH = service("S017-Speech-1", "S017")
OT = service("S017-OT-1", "S017", name="OT", roles=frozenset({"OT"}))
ANA = student("S017", name="Ana Ruiz")


def judge(*sessions, services=(SPEECH,), weeks=1, **options):
    fields = {key: options.pop(key) for key in ("providers", "rooms") if key in options}
    of = school(
        settings=settings(weeks=weeks),
        students=(ANA,),
        services=services,
        **fields,
    )
    return verify_schedule(of, schedule(*sessions), **options)


def messages(verdict):
    return [f"{each.rule}: {each.message}" for each in verdict.violations]


def test_a_clash_names_the_student_the_day_the_times_and_the_providers():
    verdict = judge(
        session(SPEECH, TUE, "9:00-9:30", id="A"),
        session(OT, TUE, "9:15-9:45", by="OT1", room_id="R2", id="B"),
        services=(replace(SPEECH, amount=weekly(30)), OT),
        providers=(provider(), provider("OT1", "OT")),
        rooms=(room(), room("R2")),
    )
    assert messages(verdict) == [
        (
            "S1: Ana Ruiz (S017) is in two sessions at once on Tue: "
            "Speech 09:00-09:30 with SLP1 and OT 09:15-09:45 with OT1."
        )
    ]
    assert verdict.violations[0].session_ids == ("A", "B")
    assert verdict.violations[0].service_ids == ("S017-Speech-1", "S017-OT-1")


def test_sessions_of_the_weeks_that_differ_are_listed():
    verdict = judge(
        session(SPEECH, TUE, id="1"),
        session(SPEECH, TUE, "8:35-9:05", week=2, id="2"),
        weeks=2,
        providers=(provider(weeks=2),),
    )
    assert verdict.violations[0].session_ids == ("1", "2")


def test_weeks_are_named_where_there_are_several():
    verdict = judge(
        session(SPEECH, TUE),
        session(SPEECH, TUE, "8:35-9:05", week=2),
        weeks=2,
        providers=(provider(weeks=2, break_minutes=0, max_minutes_day=29),),
    )
    assert messages(verdict) == [
        (
            "S8: Speech of Ana Ruiz (S017-Speech-1) must be the same in every "
            "week: only in week 1 Tue 08:30-09:00 with SLP1 in R1, only in week 2 "
            "Tue 08:35-09:05 with SLP1 in R1."
        ),
        (
            "V6: SLP1 has 30 minutes of sessions on Tue week 1; at most 29 are "
            "allowed on a day."
        ),
        (
            "V6: SLP1 has 30 minutes of sessions on Tue week 2; at most 29 are "
            "allowed on a day."
        ),
    ]


def test_sessions_of_days_that_break_a_limit_are_listed():
    held = [
        session(SPEECH, day, times, week=week, id=f"{week}-{day}-{times[:2]}")
        for week, day, times in (
            (1, MON, "08:00-08:30"),
            (1, MON, "10:00-10:30"),
            (1, TUE, "08:00-08:30"),
            (1, FRI, "08:00-08:30"),
            (2, MON, "08:00-08:30"),
        )
    ]
    spread = replace(
        SPEECH,
        amount=amount(12, Per.SESSION, 5, Per.MONTH),
        session_minutes=(30,),
        min_days_apart=3,
        max_per_day=1,
    )
    verdict = judge(*held, services=(spread,), weeks=4)
    crowded, close = (v.session_ids for v in verdict.violations if v.rule == "S5")
    assert crowded == ("1-0-08", "1-0-10")
    assert close == ("1-0-08", "1-0-10", "1-1-08")


@pytest.mark.parametrize(("days", "named"), [({MON, WED}, "Mon, Wed"), (set(), "none")])
def test_the_days_allowed_are_listed(days, named):
    limited = replace(SPEECH, days=frozenset(days))
    assert messages(judge(session(SPEECH, TUE), services=(limited,))) == [
        (
            "S4: Speech of Ana Ruiz (S017-Speech-1): the session on Tue "
            "08:30-09:00 is "
            f"on a day it may not use (allowed: {named})."
        )
    ]


def test_a_week_without_its_share_is_named():
    minutes = replace(SPEECH, amount=weekly(60), session_minutes=(30,))
    of = school(
        settings=settings(weeks=2),
        students=(replace(ANA, classes=frozenset({"read", "art"})),),
        classes=(*usual_classes(2)[:1], *usual_classes(1)[3:]),
        providers=(provider(weeks=2),),
        rooms=(room(weeks=2),),
        services=(minutes,),
    )
    held = [session(minutes, day, id=f"1-{day}") for day in (MON, TUE, WED)]
    held.append(session(minutes, MON, week=2, id="2-0"))
    verdict = verify_schedule(of, schedule(*held))
    assert messages(verdict) == [
        (
            "S8: Speech of Ana Ruiz (S017-Speech-1) has 30 minutes instead of at "
            "least 60 in week 2."
        )
    ]
    assert verdict.violations[0].session_ids == ("2-0",)


def test_a_shortfall_says_what_is_there_and_what_is_owed():
    twice = replace(SPEECH, amount=amount(sessions=2))
    assert messages(judge(session(twice), services=(twice,))) == [
        (
            "S7: Speech of Ana Ruiz (S017-Speech-1) is 30 minutes short: "
            "30 of 60 minutes in 1 of 2 sessions."
        )
    ]


def test_overlong_overlaps_are_one_fact():
    verdict = judge(session(SPEECH, MON, "11:10-11:40"))
    assert messages(verdict) == [
        (
            "S2: Speech on Mon 11:10-11:40 with SLP1: Ana Ruiz (S017) must never "
            "be pulled from Lunch (lunch) 11:30-12:00."
        )
    ]


def test_a_missing_lunch_names_the_window_and_what_lies_in_it():
    parts = tuple(replace(SPEECH, id=f"S017-Speech-{n}") for n in range(1, 4))
    verdict = judge(
        session(parts[0], MON, "10:25-10:55", id="before"),
        session(parts[1], MON, "11:00-11:30", id="inside"),
        session(parts[2], TUE, "10:25-10:55", id="elsewhere"),
        services=parts,
        providers=(provider(lunch_start=655, lunch_end=716, lunch_minutes=31),),
    )
    assert messages(verdict) == [
        (
            "V4: SLP1 has no 31 free minutes in one piece for lunch on Mon between "
            "10:55 and 11:56."
        )
    ]
    assert verdict.violations[0].session_ids == ("inside",)


def test_a_row_names_its_cell():
    of = school(students=(ANA,), services=(SPEECH,))
    (row,) = rows(of, session(SPEECH, id="A"))
    source = SourceRef(sheet="Schedule", row=7)
    verdict = verify(of, [changed(row, provider_id="SLP9", source=source)])
    assert messages(verdict) == [
        ("C3: Session 'A' (Schedule row 7): there is no provider 'SLP9' in Providers.")
    ]
    assert verdict.violations[0].session_ids == ("A",)


@pytest.mark.parametrize("subjects", [("Math", "Art"), ()])
def test_a_class_that_is_not_named_says_which_are(subjects):
    math = push_service("S017-SDI-1", "S017", subjects=subjects, classes=frozenset())
    named = ", ".join(subjects) or "no subject"
    assert messages(judge(session(math), services=(math,))) == [
        (
            "P1: SDI on Mon 08:30-09:00 with SLP1: SDI of Ana Ruiz (S017-SDI-1) is for "
            f"{named}, not for Reading (read)."
        )
    ]


def test_rows_that_disagree_are_told_with_both_values():
    other = replace(SPEECH, id="S2-Speech-1", student="S2")
    of = school(students=(ANA, student("S2")), services=(SPEECH, other))
    first, second = rows(of, session((SPEECH, other), id="A"))
    verdict = verify(of, [first, changed(second, start=520, end=550)])
    assert messages(verdict) == [
        "C3: Session 'A': its rows disagree about start: 08:30, 08:40.",
        "C3: Session 'A': its rows disagree about end: 09:00, 09:10.",
    ]


def test_a_pin_says_what_was_asked():
    of = school(students=(ANA,), services=(SPEECH,))
    full = pin("S017-Speech-1", minutes=30, provider="SLP1", room="R1")
    of = replace(of, pins=(full,))
    verdict = verify_schedule(of, schedule(session(SPEECH, WED)))
    assert messages(verdict) == [
        (
            "C2: The pin of Speech of Ana Ruiz (S017-Speech-1) at Mon 08:30, "
            "30 minutes, with SLP1, in room R1 is not kept on Mon."
        )
    ]


def test_provider_faults_are_said_in_numbers():
    late = session(OT, MON, "9:04-9:34", room_id="R2")
    verdict = judge(
        session(SPEECH),
        late,
        services=(SPEECH, OT),
        providers=(provider(max_minutes_week=59),),
        rooms=(room(building="North"), room("R2", building="South")),
    )
    pause, role, week, grid = messages(verdict)
    assert pause == (
        "V1: SLP1 needs 30 minutes between two sessions in different buildings "
        "and has 4 on Mon: Speech 08:30-09:00 with SLP1 and OT 09:04-09:34 with "
        "SLP1."
    )
    assert role == (
        "V2: OT on Mon 09:04-09:34 with SLP1: OT of Ana Ruiz (S017-OT-1) must be "
        "given by a provider with role OT; SLP1 has role SLP."
    )
    assert week == (
        "V6: SLP1 has 60 minutes of sessions in the week; at most 59 are allowed "
        "in a week."
    )
    assert grid == (
        "C1: OT on Mon 09:04-09:34 with SLP1: not on the grid of 5 minutes: "
        "09:04 and 09:34."
    )


@pytest.mark.parametrize(
    ("times", "open_text", "hours_text"),
    [("9:00-10:00", "09:00-10:00", "09:00-10:00"), (None, "closed", "none")],
)
def test_hours_that_do_not_fit_are_listed(times, open_text, hours_text):
    opened = every(times) if times else ()
    worked = hours(times) if times else ()
    verdict = judge(
        session(SPEECH),
        providers=(provider(hours=worked),),
        rooms=(room(hours=opened),),
    )
    what = "Speech on Mon 08:30-09:00 with SLP1"
    assert messages(verdict) == [
        f"V3: {what} is outside the hours of SLP1 on that day: {hours_text}.",
        f"R2: {what}: room R1 is not open then (open: {open_text}).",
    ]


def test_one_room_for_others_is_one_fact_for_a_whole_group():
    other = replace(SPEECH, id="S2-Speech-1", student="S2")
    of = school(
        students=(ANA, student("S2")),
        services=(SPEECH, other),
        rooms=(room(allows=frozenset({"OT"})),),
    )
    verdict = verify_schedule(of, schedule(session((SPEECH, other))))
    assert messages(verdict) == [
        ("R2: Speech on Mon 08:30-09:00 with SLP1: room R1 is for OT, not for Speech.")
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"student_id": "S2"},
            "service S017-Speech-1 is for S017, the row says S2.",
        ),
        (
            {"student_id": None},
            "service S017-Speech-1 is for S017, the row says blank.",
        ),
        ({"service": "OT"}, "service S017-Speech-1 is Speech, the row says OT."),
        ({"service": None}, "service S017-Speech-1 is Speech, the row says blank."),
    ],
)
def test_a_row_that_does_not_fit_says_what_it_says(cells, message):
    of = school(students=(ANA,), services=(SPEECH,))
    (row,) = rows(of, session(SPEECH, id="A"))
    verdict = verify(of, [changed(row, **cells)])
    assert messages(verdict) == [f"C3: Session 'A': {message}"]
    assert verdict.violations[0].service_ids == ("S017-Speech-1",)


def test_a_block_without_a_student_says_so():
    block = service("X-Plan-1", None, setting=Setting.CONSULT)
    of = school(services=(block,))
    (row,) = rows(of, session(block, id="A"))
    assert messages(verify(of, [changed(row, student_id="S1")])) == [
        "C3: Session 'A': service X-Plan-1 is for no student, the row says S1."
    ]


def test_a_row_without_a_service_lists_none():
    of = school(services=())
    (row,) = rows(of, session(service(), id="A"))
    verdict = verify(of, [changed(row, service_id=None)])
    assert messages(verdict) == ["C3: Session 'A': the row has no service_id."]
    assert verdict.violations[0].service_ids == ()


@pytest.mark.parametrize(
    ("weeks", "advice"), [(1, "the template has only week 1"), (2, "write 1 to 2")]
)
def test_a_week_outside_the_template_says_which_there_are(weeks, advice):
    of = school(settings=settings(weeks=weeks), services=())
    (row,) = rows(of, session(service(), id="A"))
    found = messages(verify(of, [changed(row, week=9)]))
    assert found[0] == f"C1: Session 'A': there is no week 9; {advice}."
