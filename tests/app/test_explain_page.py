"""The worked examples of ``docs/explain.md`` are what the program says."""

import re
from pathlib import Path

import pytest
from rich.console import Console

from pushpull_sched.app.explain import ExplainRequest, explain
from pushpull_sched.cli.screens.explain import explain_screen
from pushpull_sched.domain.explanation import Ask, Strength

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explain.md").read_text(encoding="utf-8")


def answer(sample):
    """What the sample says without solving."""
    roster = ROOT / "data" / "samples" / sample
    return explain(ExplainRequest(roster=roster, ask=Ask(staffing=True)))


def test_the_first_example_is_told_to_the_letter():
    page = " ".join(line.removeprefix("> ") for line in PAGE.splitlines())
    proofs = answer("infeasible.xlsx").explanation.counts
    assert [one.strength for one in proofs] == [Strength.CANNOT] * 2
    for one in proofs:
        numbers = f"{one.needed} {one.unit} needed, {one.available} there"
        assert f"**{one.names[0]}: {numbers}.** {one.text}" in page


def test_the_second_example_is_shown_to_the_letter():
    (block,) = re.findall(
        r"<!-- short-staffed.xlsx at 80 columns -->\n```text\n(.*?)\n```",
        PAGE,
        re.DOTALL,
    )
    found = answer("short-staffed.xlsx")
    console = Console(width=80, color_system=None, force_terminal=True)
    with console.capture() as capture:
        console.print(explain_screen(found, found.explanation))
    lines = [line[3:-1].rstrip() for line in capture.get().splitlines()[1:-1]]
    assert "\n".join(lines).strip("\n") == block


@pytest.mark.parametrize("place", range(3), ids=["OT", "Resource Teacher", "SLP"])
def test_the_staffing_of_a_role_adds_up(place):
    role = answer("short-staffed.xlsx").explanation.staffing.roles[place]
    assert role.largest_group == pytest.approx(role.student_minutes / role.needed)
    assert role.mean_group == pytest.approx(role.student_minutes / role.available)
    halves = [half for day in role.days for half in day]
    # Services that others can give too add to the load, but not to the need.
    assert sum(half.load for half in halves) <= role.student_minutes
    for half in halves:
        assert half.available <= 30 * len(role.provider_ids)
        assert half.share is None or half.share >= 0
