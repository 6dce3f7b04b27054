"""The half-filled schedule of the greedy: may this session stand beside the others?

Days are bit masks of minutes. Every rule about sessions together is checked when a
session is added; where a session can be at all comes with the options.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pushpull_sched.domain.school import Meeting, Provider, RelationKind
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.options import rooms_for
from pushpull_sched.model.slots import Option, Slot

DayKey = tuple[str, int, int]
"""(who, week, day)."""
_LUNCH_SLACK = 30
_PLANNING_DAY = 240


@dataclass(slots=True)
class Held:
    """A session that is held: where, and for which services."""

    room: str | None
    members: list[str] = field(default_factory=list)


class State:
    """All sessions so far, by slot, and who is busy when."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.school = atlas.school
        self.held: dict[Slot, Held] = {}
        self.taken: dict[str, list[Option]] = {}
        self.student_busy: dict[DayKey, int] = {}
        self.provider_day: dict[DayKey, list[Slot]] = {}
        self.room_day: dict[DayKey, list[Slot]] = {}
        self.load: dict[str, int] = {}
        self._room_uses: dict[tuple[str, str], int] = {}
        self._rooms = _room_names(atlas)
        self._apart = set(pairs(atlas, RelationKind.APART))
        self._services_of: dict[str, list[Service]] = {}
        for service in atlas.services:
            self._services_of.setdefault(service.student or "", []).append(service)

    # ── asking ──────────────────────────────────────────────────────────────────────
    def fits(
        self, service: Service, option: Option, *, room: str | None = None
    ) -> list[str | None] | None:
        """Return a room for each slot of the option; None where a rule forbids it.

        Args:
            service: The service.
            option: The sessions to add, each new or joined.
            room: The only room allowed.
        """
        if not all(self._student_can(service, slot) for slot in option.slots):
            return None
        known = [self.held.get(slot) for slot in option.slots]
        for slot, held in zip(option.slots, known, strict=True):
            if held is not None and not self._can_join(service, slot, held):
                return None
        new = [
            slot for slot, held in zip(option.slots, known, strict=True) if held is None
        ]
        if not self._provider_can(option.provider, new):
            return None
        if option.setting is not Setting.PULL_OUT:
            nowhere = all(self._pauses_hold(slot, None) for slot in new)
            return [None] * len(known) if nowhere else None
        fixed = {held.room for held in known if held is not None}
        for place in self._rooms_in_order(option, room):
            if fixed - {place}:
                continue
            if all(
                self._room_can(slot, place)
                and (slot in self.held or self._pauses_hold(slot, place))
                for slot in option.slots
            ):
                return [place] * len(known)
        return None

    def joins(self, option: Option) -> bool:
        """Whether every session of the option is held already."""
        return all(slot in self.held for slot in option.slots)

    def free(self, provider: str, when: tuple[int, int]) -> int:
        """Minutes of a day in which a provider has no session."""
        busy = masks.union(
            masks.span(slot.start, slot.end)
            for slot in self.provider_day.get((provider, *when), ())
        )
        return masks.WHOLE_DAY & ~busy

    # ── changing ────────────────────────────────────────────────────────────────────
    def add(
        self, service: Service, option: Option, rooms: Sequence[str | None]
    ) -> None:
        """Hold the sessions of an option for a service."""
        self.taken.setdefault(service.id, []).append(option)
        for slot, room in zip(option.slots, rooms, strict=True):
            if slot not in self.held:
                self.held[slot] = Held(room)
                self.provider_day.setdefault(_day(slot.provider, slot), []).append(slot)
                self.load[slot.provider] = (
                    self.load.get(slot.provider, 0) + slot.minutes
                )
                if room is not None:
                    self.room_day.setdefault(_day(room, slot), []).append(slot)
                    uses = self._room_uses
                    uses[slot.provider, room] = uses.get((slot.provider, room), 0) + 1
            self.held[slot].members.append(service.id)
            if _binds(service, slot):
                key = _day(service.student or "", slot)
                span = masks.span(slot.start, slot.end)
                self.student_busy[key] = self.student_busy.get(key, 0) | span

    def remove(self, service: Service) -> None:
        """Take back everything that a service has."""
        for option in self.taken.pop(service.id, ()):
            for slot in option.slots:
                held = self.held[slot]
                held.members.remove(service.id)
                if not held.members:
                    del self.held[slot]
                    self.provider_day[_day(slot.provider, slot)].remove(slot)
                    self.load[slot.provider] -= slot.minutes
                    if held.room is not None:
                        self.room_day[_day(held.room, slot)].remove(slot)
                        self._room_uses[slot.provider, held.room] -= 1
                if _binds(service, slot):
                    key = _day(service.student or "", slot)
                    self.student_busy[key] &= ~masks.span(slot.start, slot.end)

    # ── rules ───────────────────────────────────────────────────────────────────────
    def _student_can(self, service: Service, slot: Slot) -> bool:
        """S1 and S6."""
        if not _binds(service, slot):
            return True
        key = _day(service.student or "", slot)
        busy = self.student_busy.get(key, 0)
        if busy & masks.span(slot.start, slot.end):
            return False
        student = self.school.student[key[0]]
        if student.max_sessions_day is None and student.max_pullout_day is None:
            return True
        today = list(self._sessions_of(key))
        pulled = sum(s.minutes for s in today if s.setting is Setting.PULL_OUT)
        pulled += slot.minutes if slot.setting is Setting.PULL_OUT else 0
        return (
            student.max_sessions_day is None or len(today) < student.max_sessions_day
        ) and (student.max_pullout_day is None or pulled <= student.max_pullout_day)

    def _sessions_of(self, key: DayKey) -> Iterator[Slot]:
        student, week, day = key
        for service in self._services_of.get(student, ()):
            for option in self.taken.get(service.id, ()):
                for slot in option.slots:
                    today = (slot.week, slot.day) == (week, day)
                    if today and slot.setting is not Setting.CONSULT:
                        yield slot

    def _can_join(self, service: Service, slot: Slot, held: Held) -> bool:
        """P2, G1 to G4 for one more service in a session."""
        if slot.setting is Setting.CONSULT:
            return False
        others = [self.school.service[one] for one in held.members]
        size = len(others) + 1
        limits = [one.max_group for one in (*others, service)]
        if any(limit is not None and size > limit for limit in limits):
            return False
        if any(one.student == service.student for one in others):
            return False
        if any(frozenset({one.id, service.id}) in self._apart for one in others):
            return False
        if slot.setting is Setting.PUSH_IN:
            most = self._meeting(slot).max_push_in
            return most is None or size <= most
        most = self.school.provider[slot.provider].max_group
        return (most is None or size <= most) and self._alike(service, others)

    def _alike(self, service: Service, others: list[Service]) -> bool:
        everyone = [*others, service]
        if any(one.individual for one in everyone):
            return False
        for values in (
            {one.goal_area for one in everyone},
            {o.level for o in everyone},
        ):
            if len(values - {None, ""}) > 1:
                return False
        grades = [self.school.student[one.student or ""].grade for one in everyone]
        return max(grades) - min(grades) <= self.school.settings.max_grade_span

    def _provider_can(self, provider_id: str, new: list[Slot]) -> bool:
        """V1 (without pauses) and V4 to V7 for new sessions."""
        provider = self.school.provider[provider_id]
        days: dict[tuple[int, int], list[Slot]] = {}
        for slot in new:
            days.setdefault((slot.week, slot.day), []).append(slot)
        for when, slots in days.items():
            day = [*self.provider_day.get((provider_id, *when), ()), *slots]
            day.sort(key=lambda slot: slot.start)
            if any(a.end > b.start for a, b in pairwise(day)):
                return False
            if not self._day_holds(provider, when, day):
                return False
        if provider.max_minutes_week is None:
            return True
        for week in {slot.week for slot in new}:
            minutes = sum(slot.minutes for slot in new if slot.week == week)
            for (who, other, _), slots in self.provider_day.items():
                if (who, other) == (provider_id, week):
                    minutes += sum(slot.minutes for slot in slots)
            if minutes > provider.max_minutes_week:
                return False
        return True

    def _day_holds(
        self, provider: Provider, when: tuple[int, int], day: list[Slot]
    ) -> bool:
        most = provider.max_minutes_day
        if most is not None and sum(slot.minutes for slot in day) > most:
            return False
        if provider.max_consecutive is not None:
            begin = day[0].start
            for before, slot in zip([day[0], *day], day, strict=False):
                if slot.start - before.end >= provider.break_minutes:
                    begin = slot.start
                if slot.end - begin > provider.max_consecutive:
                    return False
        busy = masks.union(masks.span(slot.start, slot.end) for slot in day)
        available = self.atlas.hours(provider.id, None).get(when, 0)
        return pauses_fit(provider, available, available & ~busy)

    def _pauses_hold(self, slot: Slot, room: str | None) -> bool:
        """V1: time to walk or to drive between this session and every other."""
        settings = self.school.settings
        if slot.setting is Setting.CONSULT:
            return True
        place, building = self._place(slot, room)
        for other in self.provider_day.get(_day(slot.provider, slot), ()):
            if other.setting is Setting.CONSULT:
                continue
            there, house = self._place(other, self.held[other].room)
            if there == place:
                continue
            far = building is not None and house is not None and building != house
            owed = settings.travel_minutes if far else settings.transition_minutes
            pause = (
                slot.start - other.end
                if other.end <= slot.start
                else other.start - slot.end
            )
            if pause < owed:
                return False
        return True

    def _place(self, slot: Slot, room: str | None) -> tuple[str, str | None]:
        if slot.setting is Setting.PULL_OUT:
            return f"room {room}", self.school.room[room or ""].building
        meeting = self._meeting(slot)
        if meeting.room is None:
            return f"class {slot.about}", meeting.building
        name = meeting.room.casefold()
        return f"room {self._rooms.get(name, name)}", meeting.building

    def _meeting(self, slot: Slot) -> Meeting:
        """The class meeting that a push-in session lies in."""
        for meeting in self.atlas.class_day[slot.about, slot.week, slot.day]:
            if meeting.when.start <= slot.start and slot.end <= meeting.when.end:
                return meeting
        raise LookupError(f"no meeting of {slot.about} holds {slot}")

    def _rooms_in_order(self, option: Option, room: str | None) -> list[str]:
        """Suitable rooms, those that the provider uses most first."""
        uses = self._room_uses
        suitable = [r for r in rooms_for(self.atlas, option) if room in {None, r}]
        return sorted(suitable, key=lambda r: -uses.get((option.provider, r), 0))

    def _room_can(self, slot: Slot, room_id: str) -> bool:
        """G1 and R1: one more student in the room."""
        room = self.school.room[room_id]
        own = self.held.get(slot)
        size = 1 + (len(own.members) if own else 0)
        others = [
            len(self.held[other].members)
            for other in self.room_day.get(_day(room_id, slot), ())
            if other != slot and other.start < slot.end and slot.start < other.end
        ]
        return len(others) < room.groups and size + sum(others) <= room.capacity


def pauses_fit(provider: Provider, available: int, free: int) -> bool:
    """Whether lunch and planning find room in the free minutes of a day (V4, V5)."""
    window = masks.span(provider.lunch_start, provider.lunch_end)
    lunch = provider.lunch_minutes
    if (available & window).bit_count() < lunch + _LUNCH_SLACK:
        lunch = 0
    planning = provider.planning_minutes
    if available.bit_count() < _PLANNING_DAY:
        planning = 0
    if not lunch:
        return not planning or masks.starts(free, planning) != 0
    for start, end in masks.pieces(free & window):
        for at in (start, end - lunch) if end - start >= lunch else ():
            rest = free & ~masks.span(at, at + lunch)
            if not planning or masks.starts(rest, planning):
                return True
    return False


def _day(who: str, slot: Slot) -> DayKey:
    return who, slot.week, slot.day


def _binds(service: Service, slot: Slot) -> bool:
    """Whether the session takes the student's time."""
    return service.student is not None and slot.setting is not Setting.CONSULT


def _room_names(atlas: Atlas) -> dict[str, str]:
    """Rooms by id and by name, in small letters; ids win."""
    found = {room.name.casefold(): room.id for room in atlas.school.rooms if room.name}
    found.update({room.id.casefold(): room.id for room in atlas.school.rooms})
    return found


def pairs(atlas: Atlas, kind: RelationKind) -> Iterator[frozenset[str]]:
    """Pairs of services that relations of a kind compare."""
    for relation in atlas.school.relations:
        if relation.kind is not kind:
            continue
        for place, one in enumerate(relation.who):
            for other in relation.who[place + 1 :]:
                named = one.service is not None and other.service is not None
                for first in _entry(atlas, one.student, one.service):
                    for second in _entry(atlas, other.student, other.service):
                        alike = first.name == second.name
                        both = one.service is None and other.service is None
                        if both and relation.service not in {None, first.name}:
                            continue
                        if both and relation.service not in {None, second.name}:
                            continue
                        if alike or named or (both and kind is RelationKind.APART):
                            yield frozenset({first.id, second.id})


def _entry(atlas: Atlas, student: str | None, service: str | None) -> Iterator[Service]:
    for one in atlas.services:
        if one.setting is Setting.CONSULT:
            continue
        if one.id == service or (student is not None and one.student == student):
            yield one


def mates(atlas: Atlas) -> dict[str, set[str]]:
    """Services that must be in the same sessions, by service."""
    found: dict[str, set[str]] = {}
    for pair in pairs(atlas, RelationKind.TOGETHER):
        for one in pair:
            found.setdefault(one, set()).update(pair - {one})
    return found
