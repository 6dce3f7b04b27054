"""All case tables of the rules, in the order of the catalogue."""

from rules import (
    cases_calendar,
    cases_groups,
    cases_providers,
    cases_push_in,
    cases_rooms,
    cases_students,
)

TABLES = (
    cases_students,
    cases_push_in,
    cases_groups,
    cases_providers,
    cases_rooms,
    cases_calendar,
)
CASES = [case for table in TABLES for case in table.CASES]
ROW_CASES = cases_calendar.ROW_CASES
