"""The third worked example of ``docs/explain.md`` is what the program says."""

import re
import time
from pathlib import Path

from pushpull_sched.domain.explanation import DEFAULT_COSTS, Ask, RepairKind, Strength
from pushpull_sched.explain.answer import explain_school
from schools import school, speech

PAGE = (Path(__file__).parents[2] / "docs" / "explain.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.partition("## Third example")[2].partition("\n## ")[0]


def three_students():
    slp = {
        "provider_id": "P1",
        "role": "SLP",
        "days": "Tue,Thu",
        "start": "8:00",
        "end": "8:45",
    }
    return school(
        services=[
            speech(each, group="individual", frequency="30 min weekly")
            for each in ("S1", "S2", "S3")
        ],
        providers=[slp],
    )


def rows():
    cells = [line.strip("| ").split(" | ") for line in EXAMPLE.splitlines()]
    return [row for row in cells if re.fullmatch(r"\d+", row[0])]


def test_the_third_example_is_told_to_the_letter():
    answer = explain_school(
        three_students(), Ask(time_limit=25.0, workers=1), clock=time.process_time
    )
    assert [one.strength for one in answer.counts] == [Strength.TIGHT]
    (conflict,) = answer.conflicts
    assert conflict.minimal
    quoted = [
        line.removeprefix("> ") for line in EXAMPLE.splitlines() if line[:1] == ">"
    ]
    assert " ".join(quoted) == conflict.argument
    repair = answer.repair
    assert repair.least
    assert repair.complete
    told = [
        [str(one.cost), one.text, str(one.cites[0].source)] for one in repair.changes
    ]
    assert rows()[:2] == told
    alone = [
        [str(one.change.cost), one.change.text, f"{one.minutes}, complete"]
        for one in answer.alone
    ]
    assert rows()[2:] == alone[: len(rows()) - 2]
    assert answer.complete_list


def test_the_page_lists_every_cost():
    costs = PAGE.partition("## Costs")[2].partition("\n## ")[0]
    listed = re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", costs, re.MULTILINE)
    assert {RepairKind(kind): int(cost) for kind, cost in listed} == dict(DEFAULT_COSTS)
