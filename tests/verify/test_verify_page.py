"""The generated page of rules and measures."""

from pathlib import Path

from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.rules import RULES
from pushpull_sched.verify import rules_page


def test_every_rule_has_one_heading_followed_by_its_statement():
    lines = rules_page().splitlines()
    for rule in RULES:
        at = lines.index(f"### {rule.code}: {rule.title}")
        assert lines[at + 2] == rule.statement
    headings = [line for line in lines if line.startswith("### ")]
    assert len(headings) == len(RULES) + len(Measure)


def test_every_measure_is_defined():
    lines = rules_page().splitlines()
    for measure in Measure:
        (at,) = (
            number
            for number, line in enumerate(lines)
            if line.startswith(f"### {measure.value}: ")
        )
        assert len(lines[at + 2].split()) > 5


def test_the_page_is_markdown_with_one_blank_line_between_blocks():
    page = rules_page()
    assert page.startswith("# Rules and measures\n")
    assert page.endswith(".\n")
    assert "\n\n\n" not in page


def test_the_page_is_the_one_in_the_documents():
    shipped = Path(__file__).parents[2] / "docs" / "rules.md"
    assert rules_page() == shipped.read_text("utf-8")
