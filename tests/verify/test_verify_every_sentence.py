"""Every sentence about every case, word for word, with services and sessions."""

import pytest

from verify.sentences import approved, judged, told

APPROVED = approved()
CASES = list(judged())


@pytest.mark.parametrize(("name", "ask", "of"), CASES, ids=[each[0] for each in CASES])
def test_the_verifier_says_what_was_approved(name, ask, of):
    assert tuple(told(ask(*of))) == APPROVED.get(name, ())


def test_nothing_is_approved_for_cases_that_are_gone():
    assert set(APPROVED) <= {name for name, _, _ in CASES}
