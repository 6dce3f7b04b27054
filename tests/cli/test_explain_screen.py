"""What a person and a program see of an explanation."""

import json

import pytest
from rich.console import Console
from school_fixtures import loaded
from typer.testing import CliRunner

from pushpull_sched.app.explain import ExplainAnswer
from pushpull_sched.cli.json_explain import explanation_object
from pushpull_sched.cli.main import app
from pushpull_sched.cli.progress import shown_phase
from pushpull_sched.cli.screens.explain import MOST_ALONE, MOST_COUNTS, explain_screen
from pushpull_sched.domain.explanation import (
    Alone,
    Change,
    Cite,
    Conflict,
    ConflictMember,
    Count,
    Explanation,
    HalfHour,
    Repair,
    RepairKind,
    RoleLoad,
    Staffing,
    Strength,
    Subject,
)
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.result import Progress

CELL = Cite(source=SourceRef(sheet="Providers", row=3, column="E"), what="SLP1's hours")
ROW = Cite(source=SourceRef(sheet="Services", row=41), what="S017-Speech-1")


def row(number):
    return Cite(source=SourceRef(sheet="Services", row=number))


def count(number=1, **fields):
    return Count(
        **{
            "code": "provider-minutes",
            "strength": Strength.CANNOT,
            "subject": Subject.PROVIDER,
            "names": (f"SLP{number}",),
            "needed": 1320,
            "available": 1190,
            "unit": "min",
            "text": f"The argument about SLP{number}.",
            "window": "Tue 9:00-10:00",
            "cites": (CELL, ROW),
            "service_ids": ("S017-Speech-1",),
            "minutes": 130,
            **fields,
        }
    )


def change(number=1, **fields):
    return Change(
        **{
            "kind": RepairKind.PROVIDER_TIME,
            "target": "SLP1",
            "cost": 5,
            "text": f"Let SLP1 stay until 1{number}:00.",
            "cites": (CELL,),
            **fields,
        }
    )


CONFLICT = Conflict(
    members=(
        ConflictMember(key="S017-Speech-1", text="2 x 30 Speech", cites=(ROW,)),
        ConflictMember(key="hours SLP1", text="SLP1 is there Tue and Thu"),
    ),
    argument="S017's Speech cannot be placed.",
    minimal=True,
    minutes=30,
)
STAFFING = Staffing(
    day_names=("Mon", "Tue"),
    weeks=2,
    roles=(
        RoleLoad(
            role="SLP",
            provider_ids=("SLP1",),
            services=4,
            student_minutes=200,
            needed=120,
            available=100,
            mean_group=2.0,
            largest_group=1.7,
            days=(
                tuple(
                    HalfHour(start=480 + 30 * n, load=15.0 * n, available=60)
                    for n in range(6)
                ),
                tuple(
                    HalfHour(start=480 + 30 * n, load=0.0, available=0)
                    for n in range(6)
                ),
            ),
            cites=(CELL,),
        ),
        RoleLoad(
            role="OT",
            provider_ids=("OTR1",),
            services=0,
            student_minutes=0,
            needed=0,
            available=0,
            mean_group=0.0,
            largest_group=0.0,
            days=((), ()),
        ),
    ),
)
REPAIR = Repair(
    changes=(change(5), change(6)), cost=10, minutes=60, complete=True, verified=True
)
WHOLE = Explanation(
    status="No schedule can serve everything: 1 reason by counting.",
    counts=(count(), count(2, strength=Strength.TIGHT, window="", minutes=0)),
    conflicts=(CONFLICT,),
    repair=REPAIR,
    alone=(
        Alone(change=change(5), minutes=30),
        Alone(change=change(6), minutes=60, complete=True),
    ),
    staffing=STAFFING,
    remarks=("More time may find more.",),
)


def answer(explanation=WHOLE):
    return ExplainAnswer(roster=loaded(), explanation=explanation, seconds=3.4)


def shown(explanation=WHOLE, width=80):
    console = Console(width=width, color_system=None, force_terminal=True, markup=False)
    with console.capture() as capture:
        console.print(explain_screen(answer(explanation), explanation))
    lines = capture.get().splitlines()
    assert all(len(line) <= width for line in lines)
    return " ".join(" ".join(line.strip("│╭╮╰╯─ ") for line in lines).split())


@pytest.mark.parametrize("width", [80, 120])
def test_every_section_is_shown(width):
    text = shown(width=width)
    assert "SLP1, Tue 9:00-10:00: 1,320 min needed, 1,190 there" in text
    assert "The argument about SLP1." in text
    assert "Tight spots: it fits, but only just 1. SLP2: 1,320 min needed" in text
    assert "30 minutes short 2 rows and rules S017's Speech cannot be placed." in text
    assert "- 2 x 30 Speech (Services row 41)" in text
    assert "A change that was found makes the schedule complete (cost 10)" in text
    assert "Let SLP1 stay until 15:00. Providers!E3 5" in text
    assert "What each change alone would buy" in text
    assert "Let SLP1 stay until 16:00. Providers!E3 5 all" in text
    assert "minutes in 2 weeks" in text
    assert "SLP 4 200 120 100 120 % 2.0 / 1.7" in text
    assert "Mon 0 25 50 75 100 125" in text
    assert "More time may find more." in text


def test_half_hours_without_anybody_are_dots():
    assert "Tue . . . . . ." in shown()


def test_long_lists_are_cut_and_say_so():
    many = Explanation(
        status="Much.",
        counts=tuple(count(n) for n in range(MOST_COUNTS + 2)),
        alone=tuple(Alone(change=change(n), minutes=n) for n in range(MOST_ALONE + 3)),
    )
    text = shown(many)
    assert "and 2 more; see all with --json" in text
    assert "and 3 more; see all with --json" in text


def test_what_is_not_settled_is_said():
    conflict = Conflict(
        members=(
            ConflictMember(key="a", text="one", cites=(ROW,)),
            ConflictMember(
                key="b",
                text="all",
                cites=tuple(
                    Cite(source=SourceRef(sheet="Services", row=n))
                    for n in range(2, 11)
                ),
            ),
        ),
        argument="They do not fit.",
        minimal=False,
        minutes=1,
    )
    part = Repair(
        changes=(change(),),
        cost=5,
        minutes=45,
        complete=False,
        verified=False,
        least=True,
    )
    text = shown(Explanation(status="Open.", conflicts=(conflict,), repair=part))
    assert "1 minute short 2 rows and rules, not yet minimal" in text
    assert "Services row 7 and 3 more)" in text
    assert "The cheapest change that was found gives 45 minutes more (cost 5)" in text
    assert "verified" not in text


def test_a_school_with_nothing_in_the_way_gets_one_sentence():
    assert "Nothing is in the way." in shown(
        Explanation(status="Nothing is in the way.")
    )


def test_json_holds_everything():
    found = json.loads(json.dumps(explanation_object(answer(), WHOLE)))
    assert found["counts"][0]["window"] == "Tue 9:00-10:00"
    assert found["counts"][0]["cites"][0] == {
        "sheet": "Providers",
        "cell": "E3",
        "what": "SLP1's hours",
        "value": "",
    }
    assert found["counts"][1]["strength"] == "tight"
    assert found["conflicts"][0]["members"][1]["key"] == "hours SLP1"
    assert found["repair"]["changes"][1]["cost"] == 5
    assert found["alone"][1]["complete"] is True
    role = found["staffing"]["roles"][0]
    assert role["half_hours"][1] == {
        "day": "Mon",
        "start": "08:30",
        "load": 15.0,
        "available": 60,
    }
    bare = explanation_object(answer(), Explanation(status="Open."))
    assert bare["repair"] is None
    assert bare["staffing"] is None


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_command_answers_with_0(roster, monkeypatch):
    monkeypatch.setattr(
        "pushpull_sched.explain.answer.explain_school", lambda *_, **__: WHOLE
    )
    found = run("explain", roster)
    assert found.exit_code == 0
    assert "The argument about SLP1." in found.output
    found = run("explain", roster, "--json", "--budget", "3")
    assert found.exit_code == 0
    assert json.loads(found.stdout)["status"] == WHOLE.status


def test_the_staffing_of_a_school_is_shown_without_solving(roster):
    found = run("explain", roster, "--staffing", "--json")
    assert found.exit_code == 0
    assert json.loads(found.stdout)["staffing"]["roles"]


def test_a_workbook_with_errors_ends_with_3(faulty_roster):
    found = run("explain", faulty_roster, "--json")
    assert found.exit_code == 3
    assert json.loads(found.stdout)["findings"][0]["code"] == "W201"
    assert "Correct the errors" in found.stderr


def test_a_terminal_shows_what_is_done():
    console = Console(force_terminal=True, width=80, color_system=None)
    news = Progress(level="solving", value=None, bound=None, elapsed=1.0, remaining=9.0)
    with console.capture() as capture, shown_phase(console) as watchers:
        watchers.progress(news)
    assert capture.get()
    with shown_phase(Console(force_terminal=False)) as watchers:
        watchers.progress(news)
