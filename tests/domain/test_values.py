"""Addresses of cells, tolerances and values of a policy."""

import pytest

from pushpull_sched.domain.findings import Finding, Severity, SourceRef, has_errors
from pushpull_sched.domain.policy import (
    DEFAULT_POLICY,
    JOINED_WEIGHTS,
    Measure,
    Tolerance,
    ToleranceUnit,
)


@pytest.mark.parametrize(
    ("row", "column", "cell", "text"),
    [
        (12, "F", "F12", "Services!F12"),
        (12, None, "row 12", "Services row 12"),
        (None, "F", "F", "Services!F"),
        (None, None, "", "Services"),
    ],
)
def test_an_address_reads_as_excel_shows_it(row, column, cell, text):
    source = SourceRef(sheet="Services", row=row, column=column)
    assert (source.cell, str(source)) == (cell, text)


@pytest.mark.parametrize(
    ("severity", "stops"),
    [(Severity.ERROR, True), (Severity.WARNING, False), (Severity.NOTE, False)],
)
def test_only_errors_stop_the_run(severity, stops):
    source = SourceRef(sheet="Services")
    found = Finding(code="W001", severity=severity, source=source, message="x")
    assert has_errors([found]) is stops
    assert not has_errors([])


@pytest.mark.parametrize(
    ("amount", "unit", "limit"),
    [
        (0, ToleranceUnit.MINUTES, 199),
        (15, ToleranceUnit.MINUTES, 214),
        (0, ToleranceUnit.PERCENT, 199),
        (10, ToleranceUnit.PERCENT, 218),
    ],
)
def test_a_tolerance_is_in_minutes_or_whole_percent_rounded_down(amount, unit, limit):
    assert Tolerance(amount=amount, unit=unit).limit(199) == limit


def test_the_last_level_of_the_default_policy_is_the_weighted_sum():
    ones = dict.fromkeys(Measure, 1)
    joined = sum(JOINED_WEIGHTS.values())
    assert joined == 1 + 10 + 30 + 1 + 1 + 10
    assert DEFAULT_POLICY.values(ones) == (1, 1, 1, 1, joined)
