"""Demand against time: provider by provider, and student by student."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Demand, Service, Setting
from pushpull_sched.workbook.capacity import provider_minutes, pull_out_minutes
from pushpull_sched.workbook.conversion import number_text, weeks_text
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import listed
from pushpull_sched.workbook.relations import qualified


def check_loads(
    school: School,
    scheduled: Sequence[Service],
    demand: Mapping[str, Demand],
    log: Log,
) -> None:
    """Report sets of providers whose services need more time than they have.

    The services that only providers of a set can give need at least: consult and
    individual pull-out their minutes, group pull-out its minutes over the largest group
    possible. Push-in is left out: one visit may serve a whole class.
    """
    groups: dict[frozenset[str], list[Service]] = {}
    for service in scheduled:
        able = frozenset(one.id for one in school.providers if qualified(service, one))
        if able and service.setting in {Setting.CONSULT, Setting.PULL_OUT}:
            groups.setdefault(able, []).append(service)
    time = {one.id: provider_minutes(one) for one in school.providers}
    largest = _largest_groups(school)
    for able in sorted(groups, key=lambda names: (len(names), sorted(names))):
        mine = [
            service
            for names, services in groups.items()
            if names <= able
            for service in services
        ]
        needed = ceil(
            sum(
                demand[one.id].required_minutes / _shared_by(one, able, largest)
                for one in mine
            )
        )
        there = sum(time[name] for name in able)
        if needed > there:
            _report_load(school, able, mine, (needed, there), log)


def _largest_groups(school: School) -> Mapping[str, int]:
    """Give the largest pull-out group of each provider, by rooms and own limit."""
    capacity = max((room.capacity for room in school.rooms), default=1)
    return {
        one.id: min(capacity, one.max_group or capacity) for one in school.providers
    }


def _shared_by(
    service: Service, able: frozenset[str], largest: Mapping[str, int]
) -> Fraction:
    """Give the most students that one of its sessions can serve."""
    if service.setting is Setting.CONSULT or service.individual:
        return Fraction(1)
    group = max(largest[name] for name in able)
    return Fraction(max(1, min(group, service.max_group or group)))


def _report_load(
    school: School,
    able: frozenset[str],
    mine: Sequence[Service],
    minutes: tuple[int, int],
    log: Log,
) -> None:
    needed, there = minutes
    first = next(one for one in school.providers if one.id in able)
    alone = [one for one in mine if one.individual or one.setting is Setting.CONSULT]
    log.at(
        "W606",
        first.source,
        f"{len(mine)} services that only {listed(sorted(able))} can give need at least "
        f"{needed} min in {weeks_text(school.settings.weeks)} ({len(alone)} of them "
        f"are individual or consult), but there are {there} min after lunch and "
        "planning.",
        value=listed(sorted(able)),
        expected=f"at least {needed} min of available time",
    )


def check_students(
    school: School,
    scheduled: Sequence[Service],
    demand: Mapping[str, Demand],
    log: Log,
) -> None:
    """Report students who owe more pull-out minutes than they can be pulled out."""
    owed: dict[str, Fraction] = {}
    for service in scheduled:
        if service.setting is Setting.PULL_OUT and service.student is not None:
            needed = demand[service.id].required_minutes
            owed[service.student] = owed.get(service.student, Fraction(0)) + needed
    for student in school.students:
        needed = owed.get(student.id, Fraction(0))
        if not needed or not student.classes:
            continue
        there = pull_out_minutes(school, student)
        if needed > there:
            log.at(
                "W607",
                student.source,
                f"{student.id} owes {number_text(needed)} min of pull-out in "
                f"{weeks_text(school.settings.weeks)}, but can be pulled out for "
                f"{there} min.",
                value=student.id,
                expected=f"at least {number_text(needed)} min outside classes that "
                "may never be missed",
            )
