"""``docs/rules.md``, written from the catalogue of rules and the measures."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pushpull_sched.domain.policy import MEASURE_TITLES, Measure
from pushpull_sched.domain.rules import RULES, Family

FAMILY_TITLES: Mapping[Family, str] = MappingProxyType(
    {
        Family.STUDENTS: "Students",
        Family.PUSH_IN: "Push-in",
        Family.GROUPS: "Pull-out groups and relations",
        Family.PROVIDERS: "Providers",
        Family.ROOMS: "Rooms",
        Family.CALENDAR: "Calendar and rows",
    }
)

MEASURE_TEXTS: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.MINUTES_SHORT: (
            "Sum over services of priority times the required minutes that are not "
            "scheduled. Services outside the template or not active do not count."
        ),
        Measure.MOVED: (
            "Sum over the sessions and services of the baseline, of services still "
            "active, of the minutes that no session of the service gives in the same "
            "week, on the same day, at the same minutes and by the same provider. The "
            "place does not count. 0 without a baseline."
        ),
        Measure.LRE: (
            "Sum of the minutes of services with setting either that are given as "
            "pull-out, counted for each student."
        ),
        Measure.MISSED: (
            "Sum over pull-out sessions, their students and the class meetings they "
            "overlap of the overlapped minutes times the subject's weight. A meeting "
            "whose own pull cell says ok has weight 0; two meetings at once both count."
        ),
        Measure.OVERSIZE: (
            "Sum over pull-out sessions of the minutes times the students above "
            "target_group."
        ),
        Measure.IRREGULAR: (
            "Sum over services with at least one session of the distinct clock times "
            "of start, over all days and weeks, less one."
        ),
        Measure.CHURN: (
            "Sum over services given as pull-out that are not individual of the "
            "distinct sets of fellow students over their sessions, less one. Being "
            "alone is a set."
        ),
        Measure.IMBALANCE: (
            "Sum over roles with two or more providers of 1000 times the difference "
            "between the highest and the lowest share, rounded down. A share is a "
            "provider's session minutes over the template divided by the available "
            "minutes; providers without available minutes are left out."
        ),
        Measure.PREFERENCES: (
            "30 times the broken prefer- relations, counted once per pair of entries "
            "of who (or entry and provider), type and service. Unplaced services break "
            "none, and consult is left out. prefer-together is broken when a service "
            "name that both have placed has no common session, prefer-apart when one "
            "session serves it for both, prefer-provider when another provider gives a "
            "session of a service that this one is qualified for."
        ),
        Measure.SPLITS: (
            "Sum over providers, weeks and days with at least one session of the runs "
            "of sessions, less one. A run continues while the pause is shorter than "
            "break_minutes."
        ),
        Measure.MISSED_CORE: "As missed, counted on subjects of kind core only.",
        Measure.PULL_OUT: "Sum of pull-out minutes over sessions and students.",
    }
)
"""Definition of every measure in words."""


def rules_page() -> str:
    """Render the page: one heading per rule code, then the measures, in Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Rules and measures"
    yield ""
    yield "Generated from the catalogue of rules; do not edit by hand."
    yield ""
    yield (
        "Every finding about a schedule names one of these codes. Intervals are "
        "half-open: a session may start at the minute another ends."
    )
    for family in Family:
        yield ""
        yield f"## {FAMILY_TITLES[family]}"
        for rule in RULES:
            if rule.family is family:
                yield ""
                yield f"### {rule.code}: {rule.title}"
                yield ""
                yield rule.statement
    yield ""
    yield "## Measures"
    yield ""
    yield ("Whole numbers, counted over the template. Smaller is better, 0 is perfect.")
    for measure in Measure:
        yield ""
        yield f"### {measure.value}: {MEASURE_TITLES[measure]}"
        yield ""
        yield MEASURE_TEXTS[measure]
    yield ""
