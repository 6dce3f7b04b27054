"""Everything that could be eased for some services of a school, rule by rule."""

from collections.abc import Iterator, Sequence

from pushpull_sched.demand import demands
from pushpull_sched.domain.school import Provider, School
from pushpull_sched.domain.service import Service
from pushpull_sched.explain.changes import Rule
from pushpull_sched.explain.class_changes import meeting_rules, pull_rules
from pushpull_sched.explain.parts import part_of
from pushpull_sched.explain.room_changes import group_rules, room_rules
from pushpull_sched.explain.service_changes import (
    relation_rules,
    service_rules,
    settings_rules,
    student_rules,
)
from pushpull_sched.explain.staff_changes import (
    Costs,
    Stretch,
    further_people,
    limit_rules,
    staff_rules,
)
from pushpull_sched.model.groups import g4_providers
from pushpull_sched.model.providers import v2_qualified

SCHOOL_DAY: Stretch = (8 * 60, 15 * 60)
"""Where no class meets at all."""


def rules_for(
    school: School, services: Sequence[str], costs: Costs
) -> tuple[Rule, ...]:
    """List what could be eased for some services.

    Those that explain least come first: what is tried first is most easily left out of
    a conflict.
    """
    return tuple(_rules(school, services, costs))


def _rules(school: School, ids: Sequence[str], costs: Costs) -> Iterator[Rule]:
    wanted = set(ids)
    part = part_of(school, wanted)
    services = part.services
    providers = _able(school, services)
    day = _school_day(part)
    classes = [
        one
        for one in part.classes
        if any(one.id in service.classes for service in services)
    ]
    yield from settings_rules(school, costs)
    for provider in providers:
        yield from limit_rules(provider, costs)
    yield from relation_rules(school, part, costs)
    for student in part.students:
        yield from student_rules(school, student.id, costs)
    yield from group_rules(services, providers, classes, costs)
    yield from room_rules(school, services, providers, costs)
    yield from meeting_rules(school, services, costs)
    demand = demands(part)
    for service in services:
        yield from service_rules(school, service, demand[service.id], costs)
    for role in sorted(
        {role for one in services if one.provider is None for role in one.roles}
    ):
        yield from further_people(school, role, day, costs)
    yield from pull_rules(school, services, costs)
    yield from staff_rules(school, providers, day, costs)


def _able(school: School, services: Sequence[Service]) -> list[Provider]:
    names = {
        name
        for service in services
        for name in g4_providers(school, service, v2_qualified(school, service))
    }
    return [one for one in school.providers if one.id in names]


def _school_day(part: School) -> Stretch:
    """From the first start to the last end of the students' classes."""
    mine = {name for student in part.students for name in student.classes}
    meetings = [m.when for one in part.classes if one.id in mine for m in one.meetings]
    if not meetings:
        return SCHOOL_DAY
    return min(when.start for when in meetings), max(when.end for when in meetings)
