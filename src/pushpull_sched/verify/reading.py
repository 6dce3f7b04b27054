"""Rows of a schedule, right or wrong, turned into the sessions they mean.

What cannot be understood is left out here without a word; rules C1 and C3 look at the
rows themselves and say so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pushpull_sched.domain.schedule import ScheduleRow, Served, Session
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Service, Setting

_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")


def canonical(text: str | None) -> str:
    """Return the form in which two ids (or names) are compared.

    Case and surrounding spaces do not count, and ``7.0`` is ``7``; ``007`` is not.
    """
    plain = " ".join((text or "").split()).casefold()
    number = _WHOLE_NUMBER.fullmatch(plain)
    return number[1] if number else plain


def spelled(ids: Iterable[str]) -> Mapping[str, str]:
    """Map the compared form of each id to the id as the roster writes it."""
    return {canonical(written): written for written in ids}


def setting_of(text: str) -> Setting | None:
    """Read a setting of a session; None for anything else, ``either`` included."""
    plain = canonical(text)
    for setting in (Setting.PUSH_IN, Setting.PULL_OUT, Setting.CONSULT):
        if plain == setting.value:
            return setting
    return None


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Ids of a school by the form in which they are compared."""

    school: School
    counted: Mapping[str, Service] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)

    def service(self, text: str | None) -> Service | None:
        """Find a service, active or not."""
        written = self.services.get(canonical(text))
        return None if written is None else self.school.service[written]


def roster_of(school: School, counted: Mapping[str, Service]) -> Roster:
    """Index a school.

    Args:
        school: The school.
        counted: The services that belong in a schedule, by id.
    """
    return Roster(
        school=school,
        counted=counted,
        days={canonical(day): at for at, day in enumerate(school.settings.days)},
        services=spelled(school.service),
        providers=spelled(school.provider),
        rooms=spelled(school.room),
        classes=spelled(school.school_class),
    )


def grouped(rows: Iterable[ScheduleRow]) -> tuple[tuple[ScheduleRow, ...], ...]:
    """Collect the rows of each session, in order of first appearance."""
    groups: dict[str, list[ScheduleRow]] = {}
    for row in rows:
        groups.setdefault(canonical(row.session_id), []).append(row)
    return tuple(tuple(group) for group in groups.values())


def sessions_of(
    roster: Roster, groups: Iterable[Sequence[ScheduleRow]]
) -> tuple[Session, ...]:
    """Read the sessions that rows mean; the first row of a session speaks for it.

    A session without a week, day, setting or length that can be understood is left
    out, and so is a service that does not belong in the schedule.
    """
    read = (_session(roster, group) for group in groups)
    return tuple(session for session in read if session is not None)


def _session(roster: Roster, group: Sequence[ScheduleRow]) -> Session | None:
    head = group[0]
    day = roster.days.get(canonical(head.day))
    setting = setting_of(head.setting)
    in_template = 1 <= head.week <= roster.school.settings.weeks
    if day is None or setting is None or not in_template or head.end <= head.start:
        return None
    pull_out, push_in = setting is Setting.PULL_OUT, setting is Setting.PUSH_IN
    return Session(
        id=head.session_id,
        week=head.week,
        day=day,
        start=head.start,
        end=head.end,
        setting=setting,
        provider_id=provider_of(roster, head),
        served=_served(roster, group),
        room_id=roster.rooms.get(canonical(head.room_id)) if pull_out else None,
        class_id=roster.classes.get(canonical(head.class_id)) if push_in else None,
    )


def provider_of(roster: Roster, row: ScheduleRow) -> str:
    """Spell the provider of a row as the roster does, where it has that provider."""
    return roster.providers.get(canonical(row.provider_id), row.provider_id or "")


def _served(roster: Roster, group: Iterable[ScheduleRow]) -> tuple[Served, ...]:
    served: dict[str, Served] = {}
    for row in group:
        service = roster.service(row.service_id)
        if service is not None and service.id in roster.counted:
            served[service.id] = Served(
                service_id=service.id,
                service=service.name,
                student_id=service.student,
            )
    return tuple(served.values())
