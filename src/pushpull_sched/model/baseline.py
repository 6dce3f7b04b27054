"""Level 2, ``moved``: what an earlier schedule gave, and what of it an option keeps.

Sessions of one service that one provider gives on one day never overlap, so the minutes
kept are a plain sum over the options taken, and ``moved`` is what is left of the
baseline's minutes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Service
from pushpull_sched.model.slots import Option, Slot

_WHOLE_NUMBER = re.compile(r"(\d+)\.0+")

Spans = tuple[tuple[int, int], ...]
"""(start, end) pairs in minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The sessions of an earlier schedule, by the services that still count.

    Attributes:
        minutes: Minutes of each service over the template, whether they can be kept or
            not. A session that two rows name counts once.
        given: Of these, what providers of the roster gave on days of the template: by
            (service, week, day), then by provider.
        rooms: Rooms of the roster in which sessions were, by (provider, week, day,
            start, end).
    """

    minutes: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[tuple[str, int, int], Mapping[str, Spans]] = field(
        default_factory=dict
    )
    rooms: Mapping[tuple[str, int, int, int, int], str] = field(default_factory=dict)

    def room_of(self, slot: Slot) -> str | None:
        """Room in which a session of the same provider was at the same time."""
        when = slot.week, slot.day, slot.start, slot.end
        return self.rooms.get((slot.provider, *when))

    def kept_by(self, option: Option) -> int:
        """Minutes of the baseline that an option gives again.

        An option by anyone (``options.ANYONE``) counts as given by whom it keeps most
        of: never less than what any provider would keep.
        """
        return sum(self._kept(option.service, slot) for slot in option.slots)

    def moved(self, service_id: str, options: Iterable[Option]) -> int:
        """Minutes of the baseline that the options of a service do not give again."""
        return self.minutes.get(service_id, 0) - sum(map(self.kept_by, options))

    def _kept(self, service_id: str, slot: Slot) -> int:
        spans = self.given.get((service_id, slot.week, slot.day))
        if spans is None:
            return 0
        if slot.provider:
            return _shared(slot, spans.get(slot.provider, ()))
        return max(_shared(slot, each) for each in spans.values())


def _shared(slot: Slot, spans: Spans) -> int:
    return sum(
        max(0, min(slot.end, end) - max(slot.start, start)) for start, end in spans
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The words of a schedule's rows in terms of a roster.

    Attributes:
        services: Ids of the services that count, by the form in which they compare.
        providers: Ids of the providers, likewise.
        rooms: Ids of the rooms, likewise.
        classes: Ids of the classes, likewise.
        days: Positions of the days, by name.
    """

    services: Mapping[str, str]
    providers: Mapping[str, str]
    rooms: Mapping[str, str]
    classes: Mapping[str, str]
    days: Mapping[str, int]


def reading_of(school: School, services: Iterable[Service]) -> Reading:
    """Index a roster for rows that spell ids in other cases or with more spaces."""
    return Reading(
        services={plain(service.id): service.id for service in services},
        providers={plain(found): found for found in school.provider},
        rooms={plain(found): found for found in school.room},
        classes={plain(found): found for found in school.school_class},
        days={plain(day): at for at, day in enumerate(school.settings.days)},
    )


def plain(text: str | None) -> str:
    """The form in which two ids compare: no case, single spaces, ``7`` for ``7.0``."""
    words = " ".join((text or "").split()).casefold()
    number = _WHOLE_NUMBER.fullmatch(words)
    return number[1] if number else words


def baseline_of(
    school: School, services: Iterable[Service], rows: Iterable[ScheduleRow]
) -> Baseline:
    """Read the rows of an earlier schedule.

    Args:
        school: The school as it is now.
        services: Its services that belong in a schedule.
        rows: The rows, right or wrong; those of other services count for nothing.
    """
    known = reading_of(school, services)
    held: dict[tuple[str, int, str, str], dict[tuple[int, int], None]] = {}
    places: dict[tuple[str, int, int, int, int], str] = {}
    for row in rows:
        service_id = known.services.get(plain(row.service_id))
        if service_id is not None and row.start < row.end:
            key = service_id, row.week, plain(row.day), plain(row.provider_id)
            held.setdefault(key, {})[row.start, row.end] = None
            day, who = known.days.get(key[2]), known.providers.get(key[3])
            room = known.rooms.get(plain(row.room_id))
            if day is not None and who is not None and room is not None:
                places[who, row.week, day, row.start, row.end] = room
    minutes: dict[str, int] = {}
    given: dict[tuple[str, int, int], dict[str, Spans]] = {}
    for (service_id, week, day_name, who), spans in held.items():
        length = sum(end - start for start, end in spans)
        minutes[service_id] = minutes.get(service_id, 0) + length
        day, provider = known.days.get(day_name), known.providers.get(who)
        if day is not None and provider is not None:
            given.setdefault((service_id, week, day), {})[provider] = tuple(spans)
    return Baseline(minutes=minutes, given=given, rooms=places)
