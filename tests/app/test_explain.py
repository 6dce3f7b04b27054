"""What ``explain`` is asked and answers, without the solver."""

from itertools import chain, repeat

import pytest

from pushpull_sched.app.explain import ExplainRequest, explain, read_costs
from pushpull_sched.app.faults import UsageFault
from pushpull_sched.domain.explanation import (
    DEFAULT_COSTS,
    Ask,
    Explanation,
    RepairKind,
)


@pytest.fixture
def known(monkeypatch):
    """What a stub in place of the search was asked."""
    asked = {}

    def stub(school, ask, *, should_stop, **_):
        asked.update(school=school, ask=ask, stopped=should_stop())
        return Explanation(status="Nothing is in the way.")

    monkeypatch.setattr("pushpull_sched.explain.answer.explain_school", stub)
    return asked


def test_the_school_is_explained_and_called_by_its_name(roster, known):
    answer = explain(ExplainRequest(roster=roster, ask=Ask(seed=7)))
    assert answer.explanation.status == "Nothing is in the way."
    assert answer.title == known["school"].settings.school
    assert known["ask"].seed == 7
    assert known["ask"].costs == DEFAULT_COSTS
    assert not known["stopped"]
    assert answer.seconds >= 0


@pytest.mark.parametrize(("reading", "left"), [(10, 50), (59.5, 1)])
def test_reading_the_roster_is_part_of_the_time(roster, known, reading, left):
    clock = chain([100.0], repeat(100.0 + reading))
    explain(ExplainRequest(roster=roster, ask=Ask(time_limit=60)), clock=clock.__next__)
    assert known["ask"].time_limit == left


def test_costs_of_a_file_are_used(roster, known, tmp_path):
    file = tmp_path / "costs.toml"
    file.write_text("room = 40\nprovider-day = 1\n", encoding="utf-8")
    explain(ExplainRequest(roster=roster, costs=file))
    costs = known["ask"].costs
    assert costs[RepairKind.ROOM] == 40
    assert costs[RepairKind.PROVIDER_DAY] == 1
    assert costs[RepairKind.GROUP_CAP] == DEFAULT_COSTS[RepairKind.GROUP_CAP]


def test_a_workbook_with_errors_is_not_explained(faulty_roster, known):
    answer = explain(ExplainRequest(roster=faulty_roster))
    assert answer.explanation is None
    assert known == {}


def test_every_fault_of_a_costs_file_is_told(tmp_path):
    file = tmp_path / "costs.toml"
    file.write_text("rom = 1\nroom = 0\ngroup-cap = true\n", encoding="utf-8")
    with pytest.raises(UsageFault, match="has 3 faults") as caught:
        read_costs(file)
    assert caught.value.advice[0] == 'There is no kind "rom". Did you mean "room"?'
    assert caught.value.advice[1] == "room has to be a whole number from 1."
    assert caught.value.advice[2] == "group-cap has to be a whole number from 1."
    assert caught.value.advice[3].startswith("Kinds: ")


def test_one_fault_and_no_toml(tmp_path):
    file = tmp_path / "costs.toml"
    file.write_text("room = 2.5", encoding="utf-8")
    with pytest.raises(UsageFault, match="has a fault"):
        read_costs(file)
    file.write_text("room: 2", encoding="utf-8")
    with pytest.raises(UsageFault, match="is no TOML file"):
        read_costs(file)
    with pytest.raises(UsageFault, match="There is no costs file"):
        read_costs(tmp_path / "other.toml")
