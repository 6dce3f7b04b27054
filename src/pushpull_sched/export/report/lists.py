"""Every provider's sessions as a list: what a browser without scripts shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from pushpull_sched.domain.result import SolveResult
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import School
from pushpull_sched.export.names import Names
from pushpull_sched.export.views import class_label, ordered_sessions
from pushpull_sched.export.wording import weeks_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A session, once for all weeks in which it is the same.

    Attributes:
        day: Name of the day.
        weeks: The weeks in words.
        start: First minute.
        end: Minute after the last.
        kind: Push-in, pull-out or consult.
        services: Service names.
        students: Labels of the students.
        place: Room or class; empty for consult.
    """

    day: str
    weeks: str
    start: int
    end: int
    kind: str
    services: str
    students: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderList:
    """The sessions of a provider, by day and time."""

    name: str
    lines: tuple[Line, ...]


def provider_lists(
    school: School, result: SolveResult, names: Names
) -> tuple[ProviderList, ...]:
    """Return the list of every provider, in the order of the roster."""
    own: dict[str, dict[tuple[object, ...], list[Session]]] = {}
    for session in ordered_sessions(result.schedule):
        same = (
            session.day,
            session.start,
            session.end,
            session.setting,
            session.room_id,
            session.class_id,
            frozenset(session.served),
        )
        own.setdefault(session.provider_id, {}).setdefault(same, []).append(session)
    return tuple(
        ProviderList(
            name=names.provider(provider.id),
            lines=tuple(_lines(school, names, own.get(provider.id, {}))),
        )
        for provider in school.providers
    )


def _lines(
    school: School, names: Names, groups: dict[tuple[object, ...], list[Session]]
) -> Iterator[Line]:
    settings = school.settings
    for same in sorted(groups.values(), key=lambda each: (each[0].day, each[0].start)):
        first = same[0]
        yield Line(
            day=settings.days[first.day],
            weeks=weeks_text([session.week for session in same], settings.weeks),
            start=first.start,
            end=first.end,
            kind=first.setting.value,
            services=" + ".join(dict.fromkeys(each.service for each in first.served)),
            students=tuple(
                names.student(each.student_id)
                for each in first.served
                if each.student_id is not None
            ),
            place=_place(school, names, first),
        )


def _place(school: School, names: Names, session: Session) -> str:
    met = school.school_class.get(session.class_id or "")
    return class_label(school, met, session) if met else names.room(session.room_id)
