"""Schools with something idle added, or with one rule relaxed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.school import (
    Provider,
    Pull,
    RelationKind,
    Room,
    School,
    SchoolClass,
    Student,
)

HARD = frozenset(
    {
        RelationKind.TOGETHER,
        RelationKind.APART,
        RelationKind.WITH_PROVIDER,
        RelationKind.NOT_PROVIDER,
    }
)


def with_idle(school: School) -> School:
    """A student, room, class and provider more, and an inactive service.

    The provider has a role of its own: level 8 counts roles with two or more providers.
    """
    first = school.services[0]
    return replace(
        school,
        students=(*school.students, Student(id="Idle", grade=3, days=frozenset({0}))),
        rooms=(Room(id="Spare", hours=school.rooms[0].hours), *school.rooms),
        classes=(*school.classes, SchoolClass(id="Empty", subject="Empty")),
        providers=(
            Provider(
                id="A", roles=frozenset({"Nurse"}), hours=school.providers[0].hours
            ),
            *school.providers,
        ),
        services=(*school.services, replace(first, id="Ended", active=False)),
    )


def with_idle_colleague(school: School) -> School:
    """A provider more with every role, hour and room of the first."""
    first = school.providers[0]
    return replace(school, providers=(*school.providers, replace(first, id="P9")))


@dataclass(frozen=True)
class Relaxation:
    """One rule relaxed.

    Attributes:
        change: Gives the relaxed school.
        measures: Measures that it may change by their definition in docs/rules.md.
    """

    change: Callable[[School], School]
    measures: frozenset[Measure] = frozenset()


def _each(part, measures=frozenset(), **values):
    """Set values on every thing of one list."""
    return Relaxation(
        lambda school: replace(
            school,
            **{part: tuple(replace(one, **values) for one in getattr(school, part))},
        ),
        measures,
    )


def _changed(part, change, measures=frozenset()):
    """Change every thing of one list."""
    return Relaxation(
        lambda school: replace(
            school, **{part: tuple(map(change, getattr(school, part)))}
        ),
        measures,
    )


def _settings(**values):
    return Relaxation(
        lambda school: replace(school, settings=replace(school.settings, **values))
    )


def _meetings(**values):
    return _changed(
        "classes",
        lambda one: replace(
            one, meetings=tuple(replace(each, **values) for each in one.meetings)
        ),
    )


def _longer_hours(one: Provider) -> Provider:
    """An hour more in the evening: no lunch or planning may come to be owed by it."""
    if one.planning_minutes:
        return one
    return replace(
        one,
        hours=tuple(
            replace(each, when=replace(each.when, end=each.when.end + 60))
            for each in one.hours
        ),
    )


def _avoided(one: SchoolClass) -> SchoolClass:
    return replace(
        one,
        meetings=tuple(
            replace(each, pull=Pull.AVOID if each.pull is Pull.NEVER else each.pull)
            for each in one.meetings
        ),
    )


RELAXATIONS = {
    "students are free": _each("students", unavailable=()),
    "students have no limit": _each(
        "students", max_sessions_day=None, max_pullout_day=None
    ),
    # More days would lower the default of max_per_day (docs/readings.md, Demand 7).
    "students may go anywhere": _each("students", building=None),
    "classes are free": _each("classes", unavailable=()),
    "classes may be left": _changed("classes", _avoided),
    "classes allow visits": _meetings(push_in=True, max_push_in=None),
    "rooms are large": _each("rooms", capacity=20),
    "rooms are shared": _each("rooms", capacity=20, groups=9),
    "rooms are for all": _each("rooms", allows=frozenset()),
    "rooms stand nowhere": _each("rooms", building=None),
    "providers use any room": _each("providers", rooms=frozenset()),
    "providers have no limit": _each(
        "providers",
        max_group=None,
        max_minutes_day=None,
        max_minutes_week=None,
        max_consecutive=None,
    ),
    # Runs, and with them level 10, are defined by the break.
    "short breaks": _each("providers", frozenset({Measure.SPLITS}), break_minutes=0),
    "no lunch": _each("providers", lunch_minutes=0),
    "no planning": _each("providers", planning_minutes=0),
    # Shares, and with them level 8, are divided by the available minutes.
    "longer hours": _changed(
        "providers", _longer_hours, frozenset({Measure.IMBALANCE})
    ),
    "any grades": _settings(max_grade_span=9),
    "no transition": _settings(transition_minutes=0, travel_minutes=0),
    "several providers": _settings(same_provider=False),
    "any provider of the role": _each("services", provider=None),
    "large groups": _each("services", max_group=None),
    "any goal and level": _each("services", goal_area=None, level=None),
    # Level 7 leaves out individual services.
    "nobody alone": _each("services", frozenset({Measure.CHURN}), individual=False),
    "any hour": _each("services", earliest=None, latest=None),
    "days next to each other": _each("services", min_days_apart=1),
    "many a day": _each("services", max_per_day=9),
    "anything may be missed": _each("services", may_miss=None, never_miss=frozenset()),
    "no relations": Relaxation(
        lambda school: replace(
            school,
            relations=tuple(one for one in school.relations if one.kind not in HARD),
        )
    ),
    "no pins": Relaxation(lambda school: replace(school, pins=())),
}
