"""Why a service cannot be given on a day: the first condition that leaves nothing."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pushpull_sched.counting.words import days_text, rows_text, some
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas, Day
from pushpull_sched.model.push_in import p1_inside_the_meeting


class Obstacle(NamedTuple):
    """What leaves no session.

    Attributes:
        text: In a few words; ``{days}`` stands for the days on which it is so.
        sources: The rows that say so.
    """

    text: str
    sources: tuple[SourceRef, ...]


def obstacles_text(school: School, found: Iterable[tuple[int, Obstacle]]) -> str:
    """Say once what leaves nothing on several days; clauses with their rows."""
    days: dict[Obstacle, list[int]] = {}
    for day, obstacle in found:
        days.setdefault(obstacle, []).append(day)
    clauses = []
    for obstacle, on in days.items():
        rows = rows_text(obstacle.sources)
        clause = obstacle.text.format(days=days_text(school, on))
        clauses.append(f"{clause} ({rows})" if rows else clause)
    return "; ".join(clauses)


def obstacle_on(atlas: Atlas, service: Service, day: int) -> Obstacle:
    """The first condition, from the plainest on, that leaves no session on a day."""
    school = atlas.school
    here = (service.source,)
    if day not in service.days:
        return Obstacle("its own days leave out {days}", here)
    if service.student is not None:
        student = school.student[service.student]
        if day not in student.days:
            return Obstacle(
                f"{student.id} does not attend on {{days}}", (student.source,)
            )
    days = [(week, day) for week in atlas.demand[service.id].weeks]
    return (
        _of_providers(atlas, service, days)
        or _of_setting(atlas, service, days)
        or _never_together(atlas, service)
    )


def _never_together(atlas: Atlas, service: Service) -> Obstacle:
    team, length = _team(atlas, service), _shortest(atlas, service)
    if service.setting is Setting.CONSULT or service.student is None:
        text = f"{team} {_is(atlas, service)} never there for {length} min on {{days}}"
    elif service.setting is Setting.PULL_OUT:
        text = (
            f"{service.student}, {team} and a room are never free together for "
            f"{length} min on {{days}}"
        )
    else:
        text = (
            f"{service.student} and {team} are never free together for {length} min "
            "on {days}"
        )
    return Obstacle(text, ())


def _is(atlas: Atlas, service: Service) -> str:
    return "is" if len(atlas.providers[service.id]) == 1 else "are"


def _shortest(atlas: Atlas, service: Service) -> int:
    demand = atlas.demand[service.id]
    return min((*demand.lengths, *demand.exact_lengths), default=0)


def _team(atlas: Atlas, service: Service) -> str:
    return some(atlas.providers[service.id])


def _of_providers(atlas: Atlas, service: Service, days: list[Day]) -> Obstacle | None:
    team = atlas.providers[service.id]
    sources = tuple(atlas.school.provider[name].source for name in team)[:3]
    there = [
        name
        for name in team
        if any(atlas.hours(name, None).get(when, 0) for when in days)
    ]
    verb = _is(atlas, service)
    if not there:
        return Obstacle(
            f"{_team(atlas, service)} {verb} not there on {{days}}", sources
        )
    building = atlas.building(service)
    if building is not None and not any(
        atlas.hours(name, building).get(when, 0) for name in there for when in days
    ):
        return Obstacle(
            f"{_team(atlas, service)} {verb} not in building {building} on {{days}}",
            sources,
        )
    return None


def _of_setting(atlas: Atlas, service: Service, days: list[Day]) -> Obstacle | None:
    if service.setting is Setting.PUSH_IN:
        return _of_classes(atlas, service, days)
    if service.setting is Setting.PULL_OUT and service.student is not None:
        return _of_student(atlas, service, days)
    return None


def _of_classes(atlas: Atlas, service: Service, days: list[Day]) -> Obstacle | None:
    meetings = [
        (class_id, meeting)
        for class_id, meeting, left in p1_inside_the_meeting(atlas.school, service)
        if (meeting.when.week, meeting.when.day) in days and left
    ]
    mine = sorted(atlas.school.student[service.student or ""].classes & service.classes)
    if not meetings:
        sources = tuple(atlas.school.school_class[one].source for one in mine)[:3]
        verb = "does" if len(mine) == 1 else "do"
        return Obstacle(f"{some(mine)} {verb} not meet on {{days}}", sources)
    sources = tuple(dict.fromkeys(meeting.source for _, meeting in meetings))[:2]
    hours = any(
        atlas.hours(name, meeting.building).get(
            (meeting.when.week, meeting.when.day), 0
        )
        & masks.span(meeting.when.start, meeting.when.end)
        for name in atlas.providers[service.id]
        for _, meeting in meetings
    )
    if not hours:
        return Obstacle(
            f"{_team(atlas, service)} {_is(atlas, service)} not there while "
            f"{some(mine)} meets on {{days}}",
            sources,
        )
    return None


def _of_student(atlas: Atlas, service: Service, days: list[Day]) -> Obstacle | None:
    length = _shortest(atlas, service)
    student = atlas.school.student[service.student or ""]
    if not any(
        masks.starts(atlas.pullable(service).get(when, 0), length) for when in days
    ):
        return Obstacle(
            f"{student.id} can never be pulled out for {length} min on {{days}}",
            (student.source,),
        )
    return None


def obstacles(
    atlas: Atlas, service: Service, without: Iterable[int]
) -> Iterator[tuple[int, Obstacle]]:
    """Yield the obstacle of every day of the week but some."""
    used = set(without)
    for day in range(len(atlas.school.settings.days)):
        if day not in used:
            yield day, obstacle_on(atlas, service, day)
