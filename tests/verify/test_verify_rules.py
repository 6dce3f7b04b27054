"""Every case table, judged by the verifier."""

import re
from collections import Counter

import pytest

from pushpull_sched.domain.findings import Breach
from pushpull_sched.domain.rules import RULES
from pushpull_sched.verify import verify, verify_schedule
from pushpull_sched.verify.verifier import CHECKS
from rules.tables import CASES, ROW_CASES


def check(verdict, case):
    found = {
        severity: {v.rule for v in verdict.violations if v.severity is severity}
        for severity in Breach
    }
    messages = [violation.message for violation in verdict.violations]
    assert found == {Breach.BROKEN: case.codes, Breach.SHORT: case.short}, messages
    assert verdict.legal is not bool(case.codes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exactly_the_expected_codes_are_named(case):
    check(verify_schedule(case.school, case.schedule), case)


@pytest.mark.parametrize("case", ROW_CASES, ids=lambda case: case.name)
def test_rows_right_or_wrong_are_judged(case):
    check(verify(case.school, case.rows), case)


def test_every_rule_has_a_check_in_the_order_of_the_catalogue():
    named = [check.__name__.split("_")[0].upper() for check in CHECKS]
    assert named == [rule.code for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_name_of_a_check_is_the_title_of_its_rule(rule):
    title = re.sub("[^a-z]+", "_", rule.title.lower().replace("'", ""))
    assert f"{rule.code.lower()}_{title}" in {check.__name__ for check in CHECKS}


def test_every_rule_is_broken_alone_by_some_case():
    alone = Counter(
        code
        for case in (*CASES, *ROW_CASES)
        if len(case.codes) == 1
        for code in case.codes
    )
    assert [rule.code for rule in RULES if not alone[rule.code]] == []
