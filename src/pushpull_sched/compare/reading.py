"""Rows of several schedules, read alike: one spelling for every id.

Other than the verifier, nothing is left out for not standing in the roster: a service
that has ended since is part of what differs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pushpull_sched.domain.schedule import ScheduleRow, Served, Session
from pushpull_sched.domain.service import Setting
from pushpull_sched.domain.variant import Variant
from pushpull_sched.verify.reading import canonical, grouped, setting_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One spelling for every id, by the form in which ids are compared."""

    students: Mapping[str, str]
    services: Mapping[str, str]
    providers: Mapping[str, str]
    rooms: Mapping[str, str]
    classes: Mapping[str, str]


def spelling_of(variants: Iterable[Variant]) -> Spelling:
    """Collect the spellings: rosters before rows, the first before the others."""
    found = tuple(variants)
    schools = [one.school for one in found if one.school is not None]
    rows = [row for one in found for row in one.rows]
    return Spelling(
        students=_first(
            [student.id for school in schools for student in school.students],
            [row.student_id for row in rows],
        ),
        services=_first(
            [service.id for school in schools for service in school.services],
            [row.service_id for row in rows],
        ),
        providers=_first(
            [provider.id for school in schools for provider in school.providers],
            [row.provider_id for row in rows],
        ),
        rooms=_first(
            [room.id for school in schools for room in school.rooms],
            [row.room_id for row in rows],
        ),
        classes=_first(
            [each.id for school in schools for each in school.classes],
            [row.class_id for row in rows],
        ),
    )


def _first(*sources: Iterable[str | None]) -> dict[str, str]:
    found: dict[str, str] = {}
    for source in sources:
        for text in source:
            if text is not None:
                found.setdefault(canonical(text), text)
    return found


def sessions_of(variant: Variant, spelling: Spelling) -> tuple[Session, ...]:
    """Read the sessions of a schedule, in order of time; see :func:`unread`.

    The first row of a session speaks for it, as in the verifier.
    """
    days = {canonical(day): at for at, day in enumerate(variant.days)}
    owners = _owners(variant, spelling)
    read = (_session(group, days, spelling, owners) for group in grouped(variant.rows))
    found = [session for session in read if session is not None]
    found.sort(key=lambda one: (one.week, one.day, one.start, one.end, one.id))
    return tuple(found)


def unread(variant: Variant, sessions: Iterable[Session]) -> int:
    """Count the sessions whose day, setting or length cannot be understood."""
    return len(grouped(variant.rows)) - len(tuple(sessions))


def _owners(variant: Variant, spelling: Spelling) -> dict[str, str | None]:
    """Student of each service of the roster; rows say it of the others."""
    services = variant.school.services if variant.school else ()
    return {
        spelling.services[canonical(one.id)]: _spelt(spelling.students, one.student)
        for one in services
    }


def _session(
    group: tuple[ScheduleRow, ...],
    days: Mapping[str, int],
    spelling: Spelling,
    owners: Mapping[str, str | None],
) -> Session | None:
    head = group[0]
    day = days.get(canonical(head.day))
    setting = setting_of(head.setting)
    if day is None or setting is None or head.week < 1 or head.end <= head.start:
        return None
    room = _spelt(spelling.rooms, head.room_id)
    met = _spelt(spelling.classes, head.class_id)
    return Session(
        id=head.session_id,
        week=head.week,
        day=day,
        start=head.start,
        end=head.end,
        setting=setting,
        provider_id=_spelt(spelling.providers, head.provider_id) or "",
        served=_served(group, spelling, owners),
        room_id=room if setting is Setting.PULL_OUT else None,
        class_id=met if setting is Setting.PUSH_IN else None,
    )


def _served(
    group: Iterable[ScheduleRow],
    spelling: Spelling,
    owners: Mapping[str, str | None],
) -> tuple[Served, ...]:
    served: dict[str, Served] = {}
    for row in group:
        service_id = _spelt(spelling.services, row.service_id)
        if service_id is not None:
            written = _spelt(spelling.students, row.student_id)
            served[service_id] = Served(
                service_id=service_id,
                service=row.service or service_id,
                student_id=owners.get(service_id, written),
            )
    return tuple(served[key] for key in sorted(served))


def _spelt(known: Mapping[str, str], text: str | None) -> str | None:
    return None if text is None else known.get(canonical(text), text)
