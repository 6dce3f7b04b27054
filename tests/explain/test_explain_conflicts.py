"""Conflicts, their words and the cheapest repair, on schools small enough for paper."""

import time
from dataclasses import replace

import pytest

from pushpull_sched.domain.explanation import DEFAULT_COSTS, Ask, RepairKind
from pushpull_sched.explain.answer import explain_school
from pushpull_sched.explain.catalogue import rules_for
from pushpull_sched.explain.changes import Pick
from pushpull_sched.explain.cores import Core
from pushpull_sched.explain.finder import Finder
from pushpull_sched.explain.oracle import Budget, Oracle
from pushpull_sched.explain.repairing import Repairer
from pushpull_sched.explain.solving import Attempt
from pushpull_sched.explain.wording import conflict_of
from schools import school, speech

SECONDS = 6.0
"""Limit of a run, in seconds of the processor: the machine may be busy."""


@pytest.fixture(autouse=True)
def short_attempts(monkeypatch):
    """What a change buys in these schools is found at once or never."""
    monkeypatch.setattr("pushpull_sched.explain.repairing.ALONE_SECONDS", 0.4)
    monkeypatch.setattr("pushpull_sched.explain.repairing.MOST_ALONE", 4)


def slp(name="P1", **row):
    return {
        "provider_id": name,
        "role": "SLP",
        "days": "Tue,Thu",
        "start": "8:00",
        "end": "14:30",
        **row,
    }


def cores_of(found, costs=DEFAULT_COSTS):
    finder = Finder(Oracle(found), costs)
    return list(finder.find([one.id for one in found.services], (), Budget(60.0)))


def explained(found, seconds=SECONDS, **ask):
    ask = Ask(time_limit=seconds, workers=1, **ask)
    return explain_school(found, ask, clock=time.process_time)


def windows(days="Tue,Thu", minutes=45):
    """Three students who are alone, and a therapist there for short mornings."""
    return school(
        services=[
            speech(each, group="individual", frequency="30 min weekly")
            for each in ("S1", "S2", "S3")
        ],
        providers=[slp(days=days, end=f"8:{minutes}")],
    )


# ── conflicts ───────────────────────────────────────────────────────────────────────
def test_a_service_with_too_few_days_is_a_conflict_of_its_own():
    (core,) = cores_of(
        school(services=[speech(frequency="30 min 3x weekly")], providers=[slp()])
    )
    assert core.services == ("S1-Speech-1",)
    assert core.minimal
    assert core.confirmed
    texts = [rule.text for rule in core.rules]
    assert "P1 is not there on Mon" in texts
    assert "S1-Speech-1 has at most 1 session on a day" in texts
    assert not any("lunch" in text for text in texts)


def test_three_sessions_do_not_fit_into_two_windows():
    found = windows()
    (core,) = cores_of(found)
    assert sorted(core.services) == [f"S{n}-Speech-1" for n in (1, 2, 3)]
    assert core.minimal
    assert not cores_of(windows("Mon,Tue,Thu"))


def test_conflicts_of_different_services_are_told_apart():
    found = school(
        services=[
            speech("S1", frequency="30 min 3x weekly"),
            speech("S2", frequency="30 min 4x weekly"),
            speech("S3"),
        ],
        providers=[slp()],
    )
    cores = cores_of(found)
    assert sorted(core.services for core in cores) == [
        ("S1-Speech-1",),
        ("S2-Speech-1",),
    ]


def test_a_feasible_school_has_no_conflict():
    found = school(services=[speech("S1"), speech("S2"), speech("S3")])
    assert not cores_of(found)
    answer = explained(found)
    assert answer.status.startswith("Nothing is in the way")
    assert not answer.conflicts
    assert answer.repair is None


def test_the_argument_names_rows_amounts_and_what_is_left():
    found = windows()
    (core,) = cores_of(found)
    conflict = conflict_of(found, core, 30)
    assert conflict.minimal
    assert conflict.minutes == 30
    assert [one.service_id for one in conflict.members[:3]] == sorted(core.services)
    assert conflict.members[0].text.endswith("Speech, 30 min a week")
    for row in (2, 3, 4):
        assert f"Services row {row}" in conflict.argument
    assert "P1 is there Tue and Thu 8:00-8:45" in conflict.argument
    assert "cannot all be placed" in conflict.argument
    assert "By itself each of S1-Speech-1, S2-Speech-1 and" in conflict.argument
    for member in conflict.members:
        assert member.cites
        assert member.text


def test_of_many_services_only_the_rows_are_told():
    rows = [
        speech(f"S{n}", group="individual", frequency="30 min weekly")
        for n in range(1, 7)
    ]
    students = [
        {"student_id": f"S{n}", "grade": 3, "homeroom": "3A"} for n in range(1, 7)
    ]
    found = school(
        services=rows,
        students=students,
        providers=[slp(days="Mon-Fri", end="8:45")],
    )
    core = Core(
        services=tuple(one.id for one in found.services),
        rules=(),
        clause=frozenset(),
        minimal=True,
        confirmed=True,
    )
    text = conflict_of(found, core, 1).argument
    assert text.startswith("These 6 services (Speech; Services rows 2-7) cannot all")
    assert text.count("-Speech-1 and S4-Speech-1 could be within") == 1


def test_a_class_that_meets_too_seldom_is_named():
    classes = [
        {
            "class_id": "3A-Reading",
            "subject": "Reading",
            "homeroom": "3A",
            "days": "Mon,Tue",
            "start": "8:00",
            "end": "9:00",
        }
    ]
    found = school(
        services=[
            speech(setting="push-in", subject="Reading", frequency="30 min 3x weekly")
        ],
        classes=classes,
        providers=[slp(days="Mon-Fri")],
    )
    (core,) = cores_of(found)
    text = conflict_of(found, core, 30).argument
    assert "3A-Reading meets on Mon and Tue only" in text
    kinds = {step.change.kind for rule in core.rules for step in rule.steps}
    assert RepairKind.CLASS_SECTION in kinds


def test_nothing_left_is_said_as_such():
    found = school(
        services=[speech(days="Mon", frequency="30 min weekly")],
        providers=[slp()],
    )
    (core,) = cores_of(found)
    text = conflict_of(found, core, 30).argument
    assert "By itself S1-Speech-1 could not be at any moment." in text


# ── repair ──────────────────────────────────────────────────────────────────────────
def test_the_cheapest_change_is_found_and_proven_cheapest():
    found = school(
        services=[speech(frequency="30 min 2x weekly", min_days_apart=3)],
        providers=[slp()],
    )
    answer = explained(found)
    repair = answer.repair
    assert repair.complete
    assert repair.verified
    assert repair.least
    assert repair.cost == DEFAULT_COSTS[RepairKind.SERVICE_DAYS]
    (change,) = repair.changes
    assert change.text == "S1-Speech-1: min_days_apart 3 -> 1"
    assert str(change.cites[0].source) == "Services row 2"
    assert any(one.change == change and one.complete for one in answer.alone)


def test_the_users_costs_decide():
    found = school(
        services=[speech(frequency="30 min 2x weekly", min_days_apart=3)],
        providers=[slp()],
    )
    dear = {**DEFAULT_COSTS, RepairKind.SERVICE_DAYS: 50}
    repair = explained(found, costs=dear).repair
    assert repair.complete
    assert repair.cost == DEFAULT_COSTS[RepairKind.PROVIDER_DAY]
    assert repair.changes[0].kind is RepairKind.PROVIDER_DAY


def one_by_one(students=20):
    """So many half hours in seven hours, as long as nobody shares a session."""
    names = [f"S{n}" for n in range(1, students + 1)]
    return school(
        students=[{"student_id": n, "grade": 3, "homeroom": "3A"} for n in names],
        services=[speech(each, frequency="30 min weekly") for each in names],
        providers=[slp(end="11:30", max_group=1)],
    )


def test_a_conflict_of_many_services_is_resolved_by_counting():
    found = one_by_one()
    (core,) = cores_of(found)
    assert len(core.services) == 13
    assert (core.confirmed, core.minimal) == (True, False)
    repair = explained(found).repair
    assert [one.text for one in repair.changes] == ["P1: max_group 1 -> 2"]
    assert repair.complete
    assert repair.least


def test_what_counting_rules_out_after_a_change_is_seen_as_well():
    # Twelve half hours are there; in pairs it would still take thirteen.
    repair = explained(one_by_one(26), seconds=20.0).repair
    assert [one.text for one in repair.changes] == ["P1: max_group 1 -> 3"]
    assert repair.complete
    assert repair.least


def repaired_if(monkeypatch, holds, short=()):
    """The outcome where solving succeeds only under some condition."""

    def pretended(found, *_args, **_options):
        done = holds(found)
        return Attempt(complete=done, clash=False, short=short, minutes=240, rows=())

    found = one_by_one()
    monkeypatch.setattr("pushpull_sched.explain.repairing.attempt", pretended)
    now = Attempt(complete=False, clash=False, short=(), minutes=300, rows=())
    oracle = Oracle(found)
    finder = Finder(oracle, DEFAULT_COSTS)
    cores = list(finder.find([one.id for one in found.services], (), Budget(60.0)))
    return Repairer(oracle, DEFAULT_COSTS, now).run(cores, Budget(60.0))


def test_where_a_change_does_not_do_the_next_cheapest_one_is_tried(monkeypatch):
    outcome = repaired_if(monkeypatch, lambda found: found.provider["P1"].max_group > 2)
    assert [one.text for one in outcome.repair.changes] == ["P1: max_group 1 -> 3"]
    assert not outcome.repair.least
    assert outcome.least_cost < outcome.repair.cost


def test_where_nothing_shows_why_it_does_not_do_what_is_needed_is_found(monkeypatch):
    def holds(found):
        last = max(hours.when.end for hours in found.provider["P1"].hours)
        return found.provider["P1"].max_group > 1 and last >= 12 * 60

    outcome = repaired_if(monkeypatch, holds, short=("S1-Speech-1",))
    first, second = [one.text for one in outcome.repair.changes]
    assert first == "P1 on Tue: 8:00-11:30 -> 8:00-12:00"
    assert second == "P1: max_group 1 -> 2"
    assert outcome.repair.complete
    assert not outcome.repair.least


def test_a_cheaper_repair_that_turns_up_later_is_the_one_shown():
    found = one_by_one()
    oracle = Oracle(found)
    services = [one.id for one in found.services]
    oracle.learn(rules_for(found, services, DEFAULT_COSTS))
    now = Attempt(complete=False, clash=False, short=(), minutes=300, rows=())
    repairer = Repairer(oracle, DEFAULT_COSTS, now)
    dear, cheap = Pick("max_group P1", 1), Pick("max_group P1", 0)
    done = replace(now, complete=True, minutes=0)
    repairer.tried[frozenset({dear})] = done
    first = repairer.best()
    assert repairer.cheaper(first) == first
    repairer.tried[frozenset({cheap})] = replace(now, minutes=10)
    assert repairer.cheaper(first) == first
    repairer.tried[frozenset({cheap})] = done
    assert repairer.cheaper(first).cost < first.cost
    assert repairer.cheaper(None) is None


def test_every_conflict_is_repaired_by_its_own_change():
    found = school(
        services=[
            speech("S1", min_days_apart=3),
            speech("S2", min_days_apart=3),
        ],
        providers=[slp()],
    )
    answer = explained(found)
    assert answer.repair.complete
    assert answer.repair.cost == 2 * DEFAULT_COSTS[RepairKind.SERVICE_DAYS]
    assert {one.target for one in answer.repair.changes} == {
        "S1-Speech-1",
        "S2-Speech-1",
    }
    assert not any(one.complete and one.change.cost == 1 for one in answer.alone)


def test_a_budget_buys_what_it_can():
    found = school(
        services=[
            speech("S1", min_days_apart=3),
            speech("S2", min_days_apart=3),
        ],
        providers=[slp()],
    )
    repair = explained(found, budget=1).repair
    assert not repair.complete
    assert repair.cost == 1
    assert repair.minutes == 30


def test_what_no_change_can_help_is_said():
    never = {"class_id": "3A-Lunch", "subject": "Lunch", "homeroom": "3A",
             "days": "Mon-Fri", "start": "8:00", "end": "14:00"}  # fmt: skip
    found = school(
        services=[speech("S1", frequency="30 min weekly"), speech("S3")],
        classes=[
            never,
            {**never, "class_id": "4A-Math", "subject": "Math", "homeroom": "4A"},
        ],
    )
    answer = explained(found)
    assert answer.repair is None or not answer.repair.complete
    assert any("cannot be resolved" in remark for remark in answer.remarks)


def test_pins_that_clash_are_no_conflict_to_repair():
    pin = {"day": "Tue", "start": "9:00", "minutes": 30}
    found = school(
        services=[
            speech("S1", group="individual"),
            speech("S2", group="individual"),
        ],
        providers=[slp()],
        pins=[
            {"service_id": "S1-Speech-1", **pin},
            {"service_id": "S2-Speech-1", **pin},
        ],
    )
    answer = explained(found)
    assert "pinned sessions cannot all stand" in answer.status


def test_staffing_solves_nothing(monkeypatch):
    monkeypatch.setattr("pushpull_sched.explain.answer.Searching", None)
    answer = explained(school(services=[speech()]), staffing=True)
    assert answer.staffing is not None


@pytest.mark.parametrize("stop", [True, False])
def test_whoever_asks_to_stop_gets_what_is_known(stop):
    answer = explain_school(
        windows(),
        Ask(time_limit=SECONDS, workers=1),
        should_stop=lambda: stop,
        clock=time.process_time,
    )
    assert bool(answer.conflicts) is not stop


def test_what_counting_tells_is_no_conflict_as_well():
    found = school(services=[speech(frequency="30 min 3x weekly")], providers=[slp()])
    answer = explained(found)
    assert [one.service_ids for one in answer.counts if one.minutes] == [
        ("S1-Speech-1",)
    ]
    assert not answer.conflicts
    assert answer.repair.complete


# ── the catalogue ───────────────────────────────────────────────────────────────────
def changes_of(found, *services):
    rules = rules_for(
        found, services or [one.id for one in found.services], DEFAULT_COSTS
    )
    assert len({rule.key for rule in rules}) == len(rules)
    return {step.change.text: step for rule in rules for step in rule.steps}


def everything():
    """A school with every rule that can be eased."""
    classes = [
        {
            "class_id": f"{room}-{subject}",
            "subject": subject,
            "homeroom": room,
            "days": days,
            "start": start,
            "end": end,
            "pull": pull,
            "push_in": push_in,
            "max_push_in": cap,
        }
        for room in ("3A", "4A", "5A")
        for subject, start, end, days, pull, push_in, cap in (
            ("Reading", "8:00", "9:00", "Mon,Tue", "never", "yes", 1),
            ("Math", "9:00", "10:00", "Mon-Fri", "never", "no", None),
            ("Lunch", "11:30", "12:00", "Mon-Fri", None, "yes", None),
            ("Art", "13:00", "14:30", "Mon-Fri", None, "yes", None),
        )
    ]
    return school(
        settings={"transition_minutes": 5},
        students=[
            {"student_id": "S1", "grade": 3, "homeroom": "3A",
             "max_sessions_day": 2, "max_pullout_day": 60},
            {"student_id": "S2", "grade": 4, "homeroom": "4A"},
            {"student_id": "S3", "grade": 5, "homeroom": "5A"},
        ],
        classes=classes,
        rooms=[
            {"room_id": "R1", "capacity": 1, "days": "Mon", "start": "8:00",
             "end": "12:00"},
            {"room_id": "R2", "services": "OT"},
        ],
        providers=[
            slp(max_group=2, max_minutes_day=120, max_minutes_week=300,
                max_consecutive=90, planning_minutes=30, rooms="R1"),
            slp("P2", days="Mon"),
        ],
        availability=[{"who": "P1", "days": "Tue", "start": "10:00", "end": "10:40"}],
        services=[
            speech("S1", days="Mon,Tue", earliest="8:30", latest="12:00",
                   min_days_apart=2, max_group=2, may_miss="Art",
                   never_miss="Math"),
            speech("S2", group="individual", provider="P1", role=None),
            speech("S3", setting="push-in", subject="Reading,Math"),
        ],
        relations=[{"type": "apart", "who": "S1,S2"}],
        pins=[{"service_id": "S3-Speech-1", "day": "Tue", "start": "8:00"}],
    )  # fmt: skip


def test_everything_that_can_be_eased_is_offered():
    offered = changes_of(everything())
    for text in (
        "same_provider yes -> no",
        "max_grade_span 1 -> 2",
        "transition_minutes 5 -> 0",
        "let P1 have lunch at any time of the day (lunch_start, lunch_end)",
        "do without P1's planning_minutes",
        "lift P1's max_minutes_day (120)",
        "lift P1's max_minutes_week (300)",
        "lift P1's max_consecutive (90)",
        "let P1 use every room (rooms)",
        "give up apart for S1, S2",
        "give up the pin of S3-Speech-1 on Tue 8:00",
        "S1: max_sessions_day 2 -> 3",
        "S1: max_pullout_day 60 -> 90",
        "S2-Speech-1: group individual -> group, max_group 2",
        "S1-Speech-1: max_group 2 -> 3",
        "P1: max_group 2 -> 4",
        "5A-Reading: max_push_in 1 -> 3",
        "find one more room for pull-out (a row more)",
        "find 2 more rooms for pull-out (a row more)",
        "open R1 all week (days, start, end)",
        "R1: capacity 1 -> 2",
        "let Speech use R2 (services)",
        "5A-Math: push_in no -> yes",
        "let 5A-Reading meet on Wed too, 8:00-9:00",
        "S1-Speech-1: days Mon, Tue -> all",
        "S1-Speech-1: earliest 8:30 -> blank",
        "S1-Speech-1: latest 12:00 -> blank",
        "S1-Speech-1: min_days_apart 2 -> 1",
        "S1-Speech-1: max_per_day blank -> 2",
        "S1-Speech-1: may_miss -> blank (any subject)",
        "S1-Speech-1: never_miss -> blank",
        "S2-Speech-1: provider P1 -> any SLP",
        "find one more SLP for Fri 8:00-14:30 (a row more)",
        "Reading: pull never -> avoid in the whole school",
        "3A-Math: pull never -> avoid",
        "let P1 work on Mon too, 8:00-14:30",
        "free P1 on Tue 10:00-10:40 for sessions",
    ):
        assert text in offered, text
    assert not any("Lunch" in text for text in offered)


def test_every_change_makes_another_school_and_can_be_joined_with_the_others():
    found = everything()
    joined = found
    for text, step in changes_of(found).items():
        assert step.apply(found) != found, text
        joined = step.apply(joined)
        assert step.change.cites, text
        assert step.change.cost >= 1
    assert {one.id for one in joined.services} == {one.id for one in found.services}
    assert not joined.relations
    assert not joined.pins
    assert joined.provider["P1"].max_group == 4
    assert "new SLP" in joined.provider
    assert len(joined.rooms) == 4


def test_longer_hours_go_half_hour_by_half_hour_up_to_the_school_day():
    found = school(
        services=[speech()], providers=[slp(days="Tue", start="9:00", end="13:40")]
    )
    offered = changes_of(found)
    later = [text for text in offered if text.startswith("P1 on Tue: 9:00-13:40 -> 9")]
    assert later == [
        "P1 on Tue: 9:00-13:40 -> 9:00-14:10",
        "P1 on Tue: 9:00-13:40 -> 9:00-14:30",
    ]
    cost = DEFAULT_COSTS[RepairKind.PROVIDER_TIME]
    assert [offered[text].change.cost for text in later] == [cost, 2 * cost]
    earlier = offered["P1 on Tue: 9:00-13:40 -> 8:00-13:40"].apply(found)
    assert min(h.when.start for h in earlier.provider["P1"].hours) == 8 * 60


def test_a_change_of_a_class_reaches_all_its_meetings():
    found = everything()
    more = changes_of(found)["let 5A-Reading meet on Wed too, 8:00-9:00"]
    days = {m.when.day for m in more.apply(found).school_class["5A-Reading"].meetings}
    assert days == {0, 1, 2}
