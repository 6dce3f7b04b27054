"""Every way in which a service can have a session, looked at by itself.

What is left out breaks a rule whatever else the schedule holds; nothing legal is lost
unless a filter on starts is given.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pushpull_sched.domain.school import Meeting
from pushpull_sched.domain.service import Repetition, Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas, Day
from pushpull_sched.model.push_in import p1_inside_the_meeting
from pushpull_sched.model.slots import Option, Slot

ANYONE = ""
"""Stands for the provider where providers are forgotten."""

Days = tuple[Day, ...]
"""The same day in one week or several."""

StartFilter = Callable[[Service, str, Days, int], int]
"""(service, provider, days, length) to the minutes at which a start is offered."""


def every_start(service: Service, provider: str, days: Days, length: int) -> int:
    """Offer every start: the whole, exact set of options."""
    return masks.WHOLE_DAY


def options_of(
    atlas: Atlas, service: Service, offered: StartFilter = every_start
) -> list[Option]:
    """Return the options of a service in order of provider, setting and time."""
    if service.is_co_teach:
        return list(_co_teach(atlas, service))
    return [
        option
        for provider in atlas.providers[service.id]
        for times in times_of(atlas, service, provider, offered)
        for option in _options(service, provider, times)
    ]


def options_by_anyone(atlas: Atlas, service: Service) -> list[Option]:
    """Return the options of a service with the providers forgotten (``ANYONE``).

    One for each time, setting and class at which some qualified provider could do it:
    a relaxation that is several times smaller.
    """
    if service.is_co_teach:
        taught = [_by_anyone(option) for option in _co_teach(atlas, service)]
        return list(dict.fromkeys(taught))
    if service.setting is Setting.CONSULT:
        # Two providers may hold two consults of one service at the same time.
        return options_of(atlas, service)
    joined: dict[tuple[object, ...], Times] = {}
    for provider in atlas.providers[service.id]:
        for times in times_of(atlas, service, provider):
            known = joined.get(times[:-1])
            starts = times.starts | (known.starts if known else 0)
            joined[times[:-1]] = times._replace(starts=starts)
    return [
        option
        for times in joined.values()
        for option in _options(service, ANYONE, times)
    ]


def _by_anyone(option: Option) -> Option:
    slots = tuple(slot._replace(provider=ANYONE) for slot in option.slots)
    return option._replace(provider=ANYONE, slots=slots)


class Times(NamedTuple):
    """Starts of sessions that differ in nothing else.

    Attributes:
        setting: Push-in, pull-out or consult.
        about: Service name, class or service; see :class:`Slot`.
        weeks: Weeks that one option covers.
        day: Position of the day.
        length: Minutes of a session.
        starts: Minutes at which a session may start.
    """

    setting: Setting
    about: str
    weeks: tuple[int, ...]
    day: int
    length: int
    starts: int


def option_at(service: Service, provider: str, times: Times, start: int) -> Option:
    """The option that starts at one of the starts."""
    setting, about, weeks, day, length, _ = times
    end = start + length
    return Option(
        service.id,
        provider,
        setting,
        tuple([Slot(provider, w, day, start, end, setting, about) for w in weeks]),
    )


def _options(service: Service, provider: str, times: Times) -> Iterator[Option]:
    for start in masks.minutes_of(times.starts):
        yield option_at(service, provider, times, start)


def times_of(
    atlas: Atlas,
    service: Service,
    provider: str,
    offered: StartFilter = every_start,
) -> Iterator[Times]:
    """Yield the times at which a provider could give a service; not for co-teach."""
    if service.setting is Setting.CONSULT:
        yield from _consult(atlas, service, provider, offered)
    if service.setting in {Setting.PUSH_IN, Setting.EITHER}:
        yield from _push_in(atlas, service, provider, offered)
    if service.setting in {Setting.PULL_OUT, Setting.EITHER}:
        yield from _pull_out(atlas, service, provider, offered)


def rooms_for(atlas: Atlas, option: Option) -> tuple[str, ...]:
    """Rooms in which every slot of a pull-out option can be held."""
    service = atlas.school.service[option.service]
    return tuple(
        room
        for room in atlas.rooms(service, option.provider)
        if all(
            atlas.place_starts(slot.provider, room, (slot.week, slot.day), slot.minutes)
            >> slot.start
            & 1
            for slot in option.slots
        )
    )


def _week_sets(atlas: Atlas, service: Service) -> list[tuple[int, ...]]:
    """Weeks that one option covers: all of them for identical weeks, else one."""
    demand = atlas.demand[service.id]
    if demand.repetition is Repetition.IDENTICAL:
        return [demand.weeks]
    return [(week,) for week in demand.weeks]


def _days(weeks: tuple[int, ...], day: int) -> Days:
    return tuple((week, day) for week in weeks)


def _consult(
    atlas: Atlas, service: Service, provider: str, offered: StartFilter
) -> Iterator[Times]:
    left = atlas.attended(service)
    hours = atlas.hours(provider, None)
    demand = atlas.demand[service.id]
    for weeks in _week_sets(atlas, service):
        for day in sorted(service.days):
            for length in (*demand.lengths, *demand.exact_lengths):
                starts = _allowed_starts(atlas, service, weeks, day, length)
                starts &= offered(service, provider, _days(weeks, day), length)
                for week in weeks:
                    when = week, day
                    both = left.get(when, 0) & hours.get(when, 0)
                    starts &= masks.starts(both, length)
                if starts:
                    yield Times(Setting.CONSULT, service.id, weeks, day, length, starts)


def _pull_out(
    atlas: Atlas, service: Service, provider: str, offered: StartFilter
) -> Iterator[Times]:
    rooms = atlas.rooms(service, provider)
    left = atlas.pullable(service)
    demand = atlas.demand[service.id]
    for weeks in _week_sets(atlas, service):
        for day in sorted(service.days):
            for length in (*demand.lengths, *demand.exact_lengths):
                starts = masks.WHOLE_DAY
                for week in weeks:
                    starts &= masks.starts(left.get((week, day), 0), length)
                if not starts:
                    continue
                starts &= _allowed_starts(atlas, service, weeks, day, length)
                starts &= atlas.room_starts(provider, rooms, _days(weeks, day), length)
                if starts:
                    starts &= offered(service, provider, _days(weeks, day), length)
                if starts:
                    yield Times(
                        Setting.PULL_OUT, service.name, weeks, day, length, starts
                    )


def _allowed_starts(
    atlas: Atlas, service: Service, weeks: tuple[int, ...], day: int, length: int
) -> int:
    """Grid starts for lengths in L; starts of equal class meetings for exact ones."""
    demand = atlas.demand[service.id]
    if length in demand.lengths:
        return atlas.on_grid
    result = masks.WHOLE_DAY
    for week in weeks:
        meetings = atlas.student_day.get((service.student or "", week, day), ())
        result &= masks.union(
            1 << meeting.when.start
            for meeting in meetings
            if meeting.when.minutes == length
        )
    return result


def _push_in(
    atlas: Atlas, service: Service, provider: str, offered: StartFilter
) -> Iterator[Times]:
    demand = atlas.demand[service.id]
    inside = _meeting_masks(atlas, service, provider)
    for weeks in _week_sets(atlas, service):
        for class_id, day in sorted({(key[0], key[2]) for key in inside}):
            if day not in service.days:
                continue
            days = [inside.get((class_id, week, day), []) for week in weeks]
            for length in (*demand.lengths, *demand.exact_lengths):
                starts = offered(service, provider, _days(weeks, day), length)
                for meetings in days:
                    starts &= masks.union(
                        _starts_inside(atlas, demand.lengths, meeting, left, length)
                        for meeting, left in meetings
                    )
                if starts:
                    yield Times(Setting.PUSH_IN, class_id, weeks, day, length, starts)


def _starts_inside(
    atlas: Atlas, on_grid: tuple[int, ...], meeting: Meeting, left: int, length: int
) -> int:
    if length in on_grid:
        return masks.starts(left, length) & atlas.on_grid
    if meeting.when.minutes != length:
        return 0
    return masks.starts(left, length) & 1 << meeting.when.start


def _meeting_masks(
    atlas: Atlas, service: Service, provider: str
) -> Mapping[tuple[str, int, int], list[tuple[Meeting, int]]]:
    """Open minutes of each meeting with the provider there: by (class, week, day)."""
    attended = atlas.attended(service)
    found: dict[tuple[str, int, int], list[tuple[Meeting, int]]] = {}
    for class_id, meeting, left in p1_inside_the_meeting(atlas.school, service):
        when = meeting.when.week, meeting.when.day
        open_minutes = left & attended.get(when, 0)
        open_minutes &= atlas.hours(provider, meeting.building).get(when, 0)
        if open_minutes:
            key = class_id, *when
            found.setdefault(key, []).append((meeting, open_minutes))
    return found


def _co_teach(atlas: Atlas, service: Service) -> Iterator[Option]:
    """One option per class and provider: every meeting owed."""
    for choice in atlas.demand[service.id].co_teach:
        for provider in atlas.providers[service.id]:
            if all(
                masks.covers(
                    atlas.hours(
                        provider, atlas.meetings[choice.class_id, *when].building
                    ).get(when[:2], 0),
                    *when[2:],
                )
                for when in choice.meetings
            ):
                yield Option(
                    service.id,
                    provider,
                    Setting.PUSH_IN,
                    tuple(
                        Slot(provider, *when, Setting.PUSH_IN, choice.class_id)
                        for when in choice.meetings
                    ),
                )
