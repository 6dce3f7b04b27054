"""An earlier schedule as a timetable of today's options: where a run can start."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.baseline import Reading, plain, reading_of
from pushpull_sched.model.options import Days, options_of, rooms_for
from pushpull_sched.model.slots import Option, Slot
from pushpull_sched.model.timetable import Timetable

_SETTINGS = {
    setting.value: setting
    for setting in (Setting.PUSH_IN, Setting.PULL_OUT, Setting.CONSULT)
}


def timetable_of(atlas: Atlas, rows: Iterable[ScheduleRow]) -> Timetable:
    """Read rows of a schedule as the options that the school still has.

    Left out are sessions that the roster rules out whatever else is held: a service
    that ended, a length, a time, a provider that no longer does, a room without a
    substitute that is free. A service with the same sessions in every week keeps one
    only if it stands in every week that the rows cover; where the template has grown,
    the further weeks follow. What stands together may still break rules: see
    :func:`legal_part`.

    Args:
        atlas: Static possibilities of the school.
        rows: The rows, right or wrong. Each speaks for itself, whatever other rows of
            its session say.
    """
    told = _told(atlas, rows)
    last = max((slot.week for mine in told.values() for slot in mine), default=0)
    taken: dict[str, tuple[Option, ...]] = {}
    for service in atlas.services:
        kept = _standing(atlas, service, told.get(service.id, {}), last)
        if kept:
            taken[service.id] = kept
    rooms = {slot: room for mine in told.values() for slot, room in mine.items()}
    return _housed(atlas, taken, rooms)


def legal_part(
    timetable: Timetable, broken: Callable[[Timetable], Collection[Collection[str]]]
) -> Timetable:
    """Take services away until no rule is broken.

    Args:
        timetable: A timetable that may break rules.
        broken: The violations of a timetable, each as the ids of the services that it
            names. Rules that only further sessions can mend are not to be among them.

    Returns:
        The timetable without the services that most violations name, one after the
        other, chosen anew after each look.
    """
    while found := [set(one) & timetable.taken.keys() for one in broken(timetable)]:
        gone: set[str] = set()
        while open_ones := [one for one in found if one and not one & gone]:
            named = Counter(sorted(name for one in open_ones for name in one))
            gone.add(named.most_common(1)[0][0])
        if not gone:
            return Timetable()  # nothing in it is to blame by name
        timetable = _without(timetable, gone)
    return timetable


def _without(timetable: Timetable, gone: Collection[str]) -> Timetable:
    taken = {key: kept for key, kept in timetable.taken.items() if key not in gone}
    held = Timetable(taken=taken).members()
    room = {slot: place for slot, place in timetable.room.items() if slot in held}
    return Timetable(taken=taken, room=room)


# ── from rows to options ────────────────────────────────────────────────────────────
def _told(
    atlas: Atlas, rows: Iterable[ScheduleRow]
) -> dict[str, dict[Slot, str | None]]:
    """The slots that rows name, by service, each with its room where there is one."""
    known = reading_of(atlas.school, atlas.services)
    told: dict[str, dict[Slot, str | None]] = {}
    for row in rows:
        service_id = known.services.get(plain(row.service_id))
        slot = service_id and _slot(atlas.school.service[service_id], known, row)
        if service_id and slot:
            room = known.rooms.get(plain(row.room_id))
            told.setdefault(service_id, {}).setdefault(slot, room)
    return told


def _slot(service: Service, known: Reading, row: ScheduleRow) -> Slot | None:
    day = known.days.get(plain(row.day))
    provider = known.providers.get(plain(row.provider_id))
    setting = _SETTINGS.get(plain(row.setting))
    if day is None or provider is None or setting is None:
        return None
    about: str | None = service.name if setting is Setting.PULL_OUT else service.id
    if setting is Setting.PUSH_IN:
        about = known.classes.get(plain(row.class_id))
    if about is None:
        return None
    return Slot(provider, row.week, day, row.start, row.end, setting, about)


def _standing(
    atlas: Atlas, service: Service, told: Mapping[Slot, str | None], last: int
) -> tuple[Option, ...]:
    """Options of a service whose slots all stand in the rows, up to their last week."""
    starts: dict[tuple[str, int, int], int] = {}
    for slot in told:
        key = slot.provider, slot.day, slot.minutes
        starts[key] = starts.get(key, 0) | 1 << slot.start

    def offered(_: Service, provider: str, days: Days, length: int) -> int:
        return starts.get((provider, days[0][1], length), 0)

    return tuple(
        option
        for option in (options_of(atlas, service, offered) if told else ())
        if any(slot in told for slot in option.slots)
        and all(slot in told or slot.week > last for slot in option.slots)
    )


# ── rooms ───────────────────────────────────────────────────────────────────────────
def _housed(
    atlas: Atlas,
    taken: Mapping[str, tuple[Option, ...]],
    told: Mapping[Slot, str | None],
) -> Timetable:
    """Give every pull-out slot its room, another where that one no longer does.

    Options of slots for which no room is left are dropped.
    """
    room: dict[Slot, str] = {}
    homeless: list[tuple[tuple[Slot, ...], tuple[str, ...]]] = []
    for slots, options in _series(taken):
        suitable = [rooms_for(atlas, option) for option in options]
        common = tuple(r for r in suitable[0] if all(r in more for more in suitable))
        wish = next((place for slot in slots if (place := told.get(slot))), None)
        if wish in common:
            room.update(dict.fromkeys(slots, wish or ""))
        else:
            homeless.append((slots, common))
    for slots, common in homeless:
        free = next((each for each in common if _is_free(room, each, slots)), None)
        if free is not None:
            room.update(dict.fromkeys(slots, free))
    kept = {
        service_id: tuple(option for option in options if _has_rooms(option, room))
        for service_id, options in taken.items()
    }
    timetable = Timetable(taken={key: mine for key, mine in kept.items() if mine})
    held = timetable.members()
    return replace(
        timetable, room={slot: place for slot, place in room.items() if slot in held}
    )


def _series(
    taken: Mapping[str, tuple[Option, ...]],
) -> Iterable[tuple[tuple[Slot, ...], list[Option]]]:
    """Pull-out slots that need one room together, with all options that use them.

    A slot by itself; the slots of all weeks where a service repeats identically.
    """
    every = [option for options in taken.values() for option in options]
    pulled = [option for option in every if option.setting is Setting.PULL_OUT]
    linked = {slot for option in pulled if option.slots[1:] for slot in option.slots}
    slots: dict[Slot, dict[Slot, None]] = {}
    users: dict[Slot, dict[Option, None]] = {}
    for option in pulled:
        for slot in option.slots:
            key = slot._replace(week=0) if slot in linked else slot
            slots.setdefault(key, {})[slot] = None
            users.setdefault(key, {})[option] = None
    return [(tuple(slots[key]), list(users[key])) for key in slots]


def _is_free(room: Mapping[Slot, str], place: str, slots: tuple[Slot, ...]) -> bool:
    return not any(
        other == place
        and (held.week, held.day) == (slot.week, slot.day)
        and held.start < slot.end
        and slot.start < held.end
        for held, other in room.items()
        for slot in slots
    )


def _has_rooms(option: Option, room: Mapping[Slot, str]) -> bool:
    if option.setting is not Setting.PULL_OUT:
        return True
    return all(slot in room for slot in option.slots)
