"""The schedule as the model thinks of it: options taken, and rooms of held slots."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pushpull_sched.domain.schedule import Schedule, Served, Session
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Setting
from pushpull_sched.model.slots import Option, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Options taken by each service, and the room of each held pull-out slot.

    Attributes:
        taken: Options of each service that has any.
        room: Room of each pull-out slot that is held.
    """

    taken: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    room: Mapping[Slot, str] = field(default_factory=dict)

    def members(self) -> dict[Slot, list[str]]:
        """Services of every held slot, in the order of ``taken``."""
        found: dict[Slot, list[str]] = {}
        for service_id, options in self.taken.items():
            for option in options:
                for slot in option.slots:
                    found.setdefault(slot, []).append(service_id)
        return found


def schedule_of(school: School, timetable: Timetable) -> Schedule:
    """Write a timetable as sessions, numbered in order of time and provider."""
    order = {service.id: place for place, service in enumerate(school.services)}
    held = sorted(
        timetable.members().items(),
        key=lambda item: (
            item[0].week,
            item[0].day,
            item[0].start,
            item[0].end,
            item[0].provider,
            item[0].about,
        ),
    )
    return Schedule(
        sessions=tuple(
            _session(school, number, slot, sorted(members, key=order.__getitem__), room)
            for number, (slot, members) in enumerate(held, start=1)
            for room in (timetable.room.get(slot),)
        )
    )


def _session(
    school: School, number: int, slot: Slot, members: list[str], room: str | None
) -> Session:
    return Session(
        id=f"X{number:04d}",
        week=slot.week,
        day=slot.day,
        start=slot.start,
        end=slot.end,
        setting=slot.setting,
        provider_id=slot.provider,
        room_id=room,
        class_id=slot.about if slot.setting is Setting.PUSH_IN else None,
        served=tuple(
            Served(
                service_id=service_id,
                service=school.service[service_id].name,
                student_id=school.service[service_id].student,
            )
            for service_id in members
        ),
    )
