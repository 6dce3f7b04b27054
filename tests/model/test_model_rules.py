"""Every case of the rules' tables, asked of the model instead of the verifier."""

import pytest

from model.fixing import admits, cost
from pushpull_sched.model.levels import MEASURES
from pushpull_sched.verify import measures_of
from rules import (
    cases_amounts,
    cases_breaks,
    cases_calendar,
    cases_groups,
    cases_providers,
    cases_push_in,
    cases_rooms,
    cases_students,
)

TABLES = (
    cases_amounts,
    cases_breaks,
    cases_calendar,
    cases_groups,
    cases_providers,
    cases_push_in,
    cases_rooms,
    cases_students,
)
CASES = [case for table in TABLES for case in table.CASES]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_model_admits_exactly_what_is_legal(case):
    assert admits(case.school, case.schedule) == (not case.codes)


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.codes], ids=lambda case: case.name
)
def test_model_counts_the_measures_as_the_verifier_does(case):
    verified = measures_of(case.school, case.schedule)
    counted = {m: cost(case.school, case.schedule, m) for m in MEASURES}
    assert counted == {m: verified[m] for m in MEASURES}
