"""Every case of the rules' tables, asked of the model instead of the verifier."""

import pytest

from model.fixing import admits, costs
from pushpull_sched.model.levels import MEASURES
from pushpull_sched.verify import measures_of
from rules.tables import CASES

LEGAL = [case for case in CASES if not case.codes]
BROKEN = [case for case in CASES if case.codes]


@pytest.mark.parametrize("case", LEGAL, ids=lambda case: case.name)
def test_model_admits_what_is_legal_and_counts_as_the_verifier_does(case):
    verified = measures_of(case.school, case.schedule)
    counted = costs(case.school, case.schedule)
    assert counted == {measure: verified[measure] for measure in MEASURES}


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_model_rules_out_what_is_broken(case):
    assert not admits(case.school, case.schedule)
