"""Why a service falls short, in words that name what is missing."""

from dataclasses import replace

import pytest

from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Delivery, Setting
from pushpull_sched.engine.reasons import pins_clash, why_short
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.slots import Option, Slot
from pushpull_sched.model.timetable import Timetable, schedule_of
from pushpull_sched.verify import verify_schedule
from verify.build import (
    FRI,
    MON,
    amount,
    at,
    hours,
    pin,
    provider,
    push_service,
    relation,
    room,
    school,
    school_class,
    service,
    student,
)

SPEECH = service()
SDI = push_service()
CO_TEACH = push_service(
    delivery=Delivery.CO_TEACH, amount=replace(amount(), minutes=None, sessions=None)
)
CONSULT = service(setting=Setting.CONSULT)
EITHER = push_service(setting=Setting.EITHER)


def why(of_school, timetable=None):
    """The reasons given for a schedule, nothing placed where not said."""
    timetable = timetable or Timetable()
    schedule = schedule_of(of_school, timetable)
    verdict = verify_schedule(of_school, schedule)
    return why_short(Atlas(of_school), timetable, verdict)


def reason(of, **fields):
    return why(school(services=(of,), **fields))[of.id]


@pytest.mark.parametrize(
    ("of", "fields", "expected"),
    [
        pytest.param(
            replace(SPEECH, roles=frozenset({"OT", "COTA"})),
            {},
            "no provider may give it (COTA or OT).",
            id="no provider with the role",
        ),
        pytest.param(
            SDI,
            {"students": (student(classes=frozenset({"math"})),)},
            "S1 attends no class of Reading.",
            id="push-in without a class of the subject",
        ),
        pytest.param(
            SDI,
            {"providers": (provider(hours=hours("10:00-15:00")),)},
            "SLP1 is not there while read meets on Mon-Fri (Classes).",
            id="push-in without a provider there",
        ),
        pytest.param(
            replace(SPEECH, latest=at("7:00")),
            {},
            "S1 can never be pulled out for 30 min on Mon-Fri (Students).",
            id="pull-out outside the school day",
        ),
        pytest.param(
            SPEECH,
            {"rooms": (room(allows=frozenset({"OT"})),)},
            "no room suits Speech, its provider and the student's building.",
            id="no room",
        ),
        pytest.param(
            SPEECH,
            {"providers": (provider(hours=hours("14:00-15:00")),)},
            "S1, SLP1 and a room are never free together for 30 min on Mon-Fri.",
            id="never all free at once",
        ),
        pytest.param(
            CONSULT,
            {"providers": (provider(hours=hours("14:00-14:20")),)},
            "SLP1 is never there for 30 min on Mon-Fri.",
            id="consult longer than the hours",
        ),
        pytest.param(
            EITHER,
            {
                "students": (student(classes=frozenset({"math"})),),
                "rooms": (),
            },
            "as push-in, S1 attends no class of Reading; as pull-out, no room "
            "suits SDI, its provider and the student's building.",
            id="either, for both reasons",
        ),
        pytest.param(
            CO_TEACH,
            {"providers": (provider(hours=hours("8:00-9:00")),)},
            "SLP1 cannot be at every meeting of read.",
            id="co-teach beyond the provider's hours",
        ),
        pytest.param(
            replace(CO_TEACH, amount=amount(90)),
            {"students": (student(classes=frozenset({"math"})),)},
            "S1 has no meeting of Reading that it can have.",
            id="co-teach without a class",
        ),
    ],
)
def test_each_condition_has_its_sentence(of, fields, expected):
    assert reason(of, **fields) == (
        f"{of.id} (Services) cannot have a single session: {expected}"
    )


def test_a_named_provider_who_is_excluded_is_named():
    named = replace(SPEECH, provider="SLP1", roles=frozenset())
    barred = relation(RelationKind.NOT_PROVIDER, "S1", provider="SLP1")
    assert reason(named, relations=(barred,)) == (
        "S1-Speech-1 (Services) cannot have a single session: no provider may give it "
        "(SLP1)."
    )


def test_a_service_crowded_out_says_what_it_could_have_and_who_is_busy():
    other = service("S2-Speech-1", "S2", individual=True)
    alone = replace(SPEECH, days=frozenset({MON}), earliest=at("8:00"))
    alone = replace(alone, latest=at("8:35"))
    of = school(
        students=(student("S1"), student("S2")),
        services=(alone, other),
        classes=(school_class("read", "8:00-9:30"), school_class("math", "9:30-11:00")),
        providers=(provider(hours=hours("8:00-9:00")),),
    )
    of = replace(
        of,
        students=tuple(
            replace(s, classes=frozenset({"read", "math"})) for s in of.students
        ),
    )
    slot = Slot("SLP1", 1, FRI, at("8:00"), at("8:30"), Setting.PULL_OUT, "Speech")
    option = Option(other.id, "SLP1", Setting.PULL_OUT, (slot,))
    now = Timetable(taken={other.id: (option,)}, room={slot: "R1"})
    assert why(of, now) == {
        alone.id: "SLP1 (Providers) could give it in 35 min a week: they look free, "
        "so that more time may find a place."
    }


def test_services_served_in_full_have_no_reason():
    assert why(school(services=())) == {}
    assert schedule_of(school(), Timetable()) == Schedule()


def test_pins_that_clash_are_listed_with_their_rows():
    of = school(pins=(pin(), pin("S2-Speech-1")))
    clash, rows = pins_clash(Atlas(of))
    assert "cannot all stand" in clash
    assert "two independent searches" in clash
    assert rows == "Pins concerned: S1-Speech-1 (Pins), S2-Speech-1 (Pins)."
