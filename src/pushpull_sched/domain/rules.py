"""The catalogue of rules: codes, families and statements. Names only, no logic."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Family(StrEnum):
    """What a rule protects; also the module in ``model`` and ``verify``."""

    STUDENTS = "students"
    PUSH_IN = "push_in"
    GROUPS = "groups"
    PROVIDERS = "providers"
    ROOMS = "rooms"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of a legal schedule.

    Attributes:
        code: Stable code.
        family: What it protects.
        title: Two to five words, for tables.
        statement: The rule in one or two sentences.
    """

    code: str
    family: Family
    title: str
    statement: str


def _rule(code: str, family: Family, title: str, statement: str) -> Rule:
    return Rule(code=code, family=family, title=title, statement=statement)


RULES: tuple[Rule, ...] = (
    _rule(
        "S1",
        Family.STUDENTS,
        "one place at a time",
        "A student is in at most one session at a time, over all services and "
        "providers.",
    ),
    _rule(
        "S2",
        Family.STUDENTS,
        "inside the school day",
        "A pull-out session lies between the start of the student's first and the end "
        "of the student's last class meeting of that day, overlaps no class meeting "
        "whose pull is never, and, like a push-in session, lies on a day the student "
        "attends, outside the unavailable times of the student and the grade.",
    ),
    _rule(
        "S3",
        Family.STUDENTS,
        "subjects that may be missed",
        "A pull-out session overlaps only class meetings that may_miss and never_miss "
        "of the service permit.",
    ),
    _rule(
        "S4",
        Family.STUDENTS,
        "setting, days and hours",
        "The setting is the service's (either: one of the two for all its sessions); "
        "its days, earliest start and latest end hold.",
    ),
    _rule(
        "S5",
        Family.STUDENTS,
        "spread over days",
        "At most max_per_day sessions of one service lie on a day, and two days with "
        "sessions in one week are at least min_days_apart apart.",
    ),
    _rule(
        "S6",
        Family.STUDENTS,
        "load of the student's day",
        "max_sessions_day and max_pullout_day of the student hold.",
    ),
    _rule(
        "S7",
        Family.STUDENTS,
        "minutes and sessions",
        "Session lengths are allowed ones, never more sessions or minutes than the "
        "service demands; fewer are a shortfall.",
    ),
    _rule(
        "S8",
        Family.STUDENTS,
        "weeks",
        "Weekly repetition and the week pattern of the service hold.",
    ),
    _rule(
        "P1",
        Family.PUSH_IN,
        "inside the class meeting",
        "A push-in session lies inside one meeting of a class whose subject the "
        "service names, that allows push-in and is available then.",
    ),
    _rule(
        "P2",
        Family.PUSH_IN,
        "students of that class",
        "All students of a push-in session attend the class; their number is at most "
        "max_push_in and each service's max_group.",
    ),
    _rule(
        "P3",
        Family.PUSH_IN,
        "co-teaching",
        "A co-teach session is the whole meeting, and every meeting owed has one, by "
        "the same provider; none at all is a shortfall.",
    ),
    _rule(
        "G1",
        Family.GROUPS,
        "group size",
        "A pull-out group is at most as large as each service's max_group, the "
        "provider's max_group and the room's capacity; an individual service is alone.",
    ),
    _rule(
        "G2",
        Family.GROUPS,
        "one service, goal area and level",
        "All services of a pull-out session have the same name, and no two different "
        "goal areas or levels.",
    ),
    _rule(
        "G3",
        Family.GROUPS,
        "grade span",
        "The grades in a pull-out group differ by at most max_grade_span.",
    ),
    _rule(
        "G4",
        Family.GROUPS,
        "relations",
        "The relations together, apart, with-provider and not-provider hold.",
    ),
    _rule(
        "V1",
        Family.PROVIDERS,
        "one session at a time",
        "A provider gives one session at a time, with transition_minutes between "
        "places and travel_minutes between buildings.",
    ),
    _rule(
        "V2",
        Family.PROVIDERS,
        "qualified",
        "The provider is the named one, or has one of the service's roles.",
    ),
    _rule(
        "V3",
        Family.PROVIDERS,
        "available",
        "A session lies inside the provider's available hours, in the building of "
        "those hours.",
    ),
    _rule(
        "V4",
        Family.PROVIDERS,
        "lunch",
        "On each day with a session the provider has lunch in one piece, inside the "
        "available hours and the lunch window.",
    ),
    _rule(
        "V5",
        Family.PROVIDERS,
        "planning",
        "On each day with a session the provider has planning time in one piece, apart "
        "from lunch.",
    ),
    _rule(
        "V6",
        Family.PROVIDERS,
        "minutes per day and week",
        "max_minutes_day and max_minutes_week of the provider hold.",
    ),
    _rule(
        "V7",
        Family.PROVIDERS,
        "consecutive minutes",
        "No run of sessions is longer than max_consecutive minutes; a pause of "
        "break_minutes ends a run.",
    ),
    _rule(
        "V8",
        Family.PROVIDERS,
        "same provider",
        "One provider gives all sessions of a service, where same_provider says so.",
    ),
    _rule(
        "R1",
        Family.ROOMS,
        "room not overbooked",
        "A room holds at most its number of sessions and students at a time, and none "
        "while a class meets in it.",
    ),
    _rule(
        "R2",
        Family.ROOMS,
        "suitable room",
        "The room allows the service or a role, is open, is one of the provider's "
        "rooms and stands in the student's building.",
    ),
    _rule(
        "C1",
        Family.CALENDAR,
        "on the template and the grid",
        "Week and day exist in the template; start and end are multiples of the grid.",
    ),
    _rule(
        "C2",
        Family.CALENDAR,
        "pins",
        "Pinned sessions stand as written.",
    ),
    _rule(
        "C3",
        Family.CALENDAR,
        "rows that fit the roster",
        "Every id exists and fits, a student stands once in a session, the rows of one "
        "session agree, and start plus minutes is the end.",
    ),
)

RULE: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in RULES})
"""Rules by code."""
