"""The wall of sticky notes: a schedule that is changed session by session.

What stands takes up minutes of students, providers and rooms, kept as masks and short
lists. Whether something may be put up is asked of ``fitting``.
"""

from collections import Counter
from collections.abc import Mapping

from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.options import Times
from pushpull_sched.model.slots import Option, Slot
from pushpull_sched.model.timetable import Timetable

Standing = list[tuple[Option, dict[Slot, str]]]
"""Options of one service with the rooms of their pull-out slots."""

MANY = 200_000
"""Free starts that are remembered, at most."""

Key = tuple[str, int, int]
"""(name, week, day) of a student, a provider or a room."""


class Board:
    """The sessions that stand, and what each of them takes up.

    Attributes:
        atlas: Static possibilities of the school.
        taken: Options of each service that has any.
        members: Services of every held slot.
        room: Room of every held pull-out slot.
        minutes: Session minutes of each provider over the template.
        day_slots: Held slots of each provider-day.
        provider_busy: Minutes of each provider-day in sessions.
        student_busy: Minutes of each student-day in sessions, consult left out.
        student_slots: Slots of each student-day, one for each service, likewise.
        room_slots: Held slots of each room-day.
        minutes_week: Session minutes of each provider in each week.
        used_rooms: How many slots each provider has in each room.
    """

    def __init__(self, atlas: Atlas, now: Timetable | None = None) -> None:
        self.atlas = atlas
        self.school = atlas.school
        self.taken: dict[str, tuple[Option, ...]] = {}
        self.members: dict[Slot, list[str]] = {}
        self.room: dict[Slot, str] = {}
        self.minutes: dict[str, int] = {}
        self.day_slots: dict[Key, list[Slot]] = {}
        self.provider_busy: dict[Key, int] = {}
        self.student_busy: dict[Key, int] = {}
        self.room_slots: dict[Key, list[Slot]] = {}
        self._joinable: dict[tuple[object, ...], int] = {}
        self.student_slots: dict[Key, list[Slot]] = {}
        self.minutes_week: dict[tuple[str, int], int] = {}
        self.used_rooms: dict[str, Counter[str]] = {}
        self._starts: dict[tuple[int, int], int] = {}
        if now is not None:
            for options in now.taken.values():
                for option in options:
                    self.add(
                        option, {s: now.room[s] for s in option.slots if s in now.room}
                    )

    def timetable(self) -> Timetable:
        """The schedule as it stands."""
        return Timetable(
            taken=dict(self.taken),
            room=dict(self.room),
        )

    # ── what stands ─────────────────────────────────────────────────────────────────
    def add(self, option: Option, rooms: Mapping[Slot, str]) -> None:
        """Put an option up, unchecked; ``rooms`` for its new pull-out slots."""
        self.taken[option.service] = (*self.taken.get(option.service, ()), option)
        student = self.atlas.school.service[option.service].student
        for slot in option.slots:
            span = masks.span(slot.start, slot.end)
            present = self.members.get(slot)
            if present is None:
                self.members[slot] = [option.service]
                self._hold(slot, span, rooms.get(slot))
            else:
                present.append(option.service)
            if student is not None and slot.setting is not Setting.CONSULT:
                key = student, slot.week, slot.day
                self.student_busy[key] = self.student_busy.get(key, 0) | span
                self.student_slots.setdefault(key, []).append(slot)

    def _hold(self, slot: Slot, span: int, room: str | None) -> None:
        key = slot.provider, slot.week, slot.day
        self.provider_busy[key] = self.provider_busy.get(key, 0) | span
        self.day_slots.setdefault(key, []).append(slot)
        week = key[:2]
        self.minutes_week[week] = self.minutes_week.get(week, 0) + slot.minutes
        self.minutes[slot.provider] = self.minutes.get(slot.provider, 0) + slot.minutes
        if slot.setting is not Setting.CONSULT:
            join = _join_key(slot)
            self._joinable[join] = self._joinable.get(join, 0) | 1 << slot.start
        if room is not None:
            self.room[slot] = room
            self.room_slots.setdefault((room, slot.week, slot.day), []).append(slot)
            self.used_rooms.setdefault(slot.provider, Counter())[room] += 1

    def remove(self, service_id: str) -> Standing:
        """Take the sessions of a service down; what to ``add`` to have them back."""
        options = self.taken.pop(service_id, ())
        return [(option, self._lift(option)) for option in options]

    def take_off(self, option: Option) -> dict[Slot, str]:
        """Take one option down; the rooms with which to ``add`` it again."""
        left = tuple(each for each in self.taken[option.service] if each != option)
        if left:
            self.taken[option.service] = left
        else:
            del self.taken[option.service]
        return self._lift(option)

    def _lift(self, option: Option) -> dict[Slot, str]:
        rooms = {slot: self.room[slot] for slot in option.slots if slot in self.room}
        student = self.school.service[option.service].student
        for slot in option.slots:
            span = masks.span(slot.start, slot.end)
            members = self.members[slot]
            members.remove(option.service)
            if not members:
                self._release(slot, span)
            if student is not None and slot.setting is not Setting.CONSULT:
                key = student, slot.week, slot.day
                self.student_busy[key] &= ~span
                self.student_slots[key].remove(slot)
        return rooms

    def _release(self, slot: Slot, span: int) -> None:
        del self.members[slot]
        key = slot.provider, slot.week, slot.day
        self.provider_busy[key] &= ~span
        self.day_slots[key].remove(slot)
        self.minutes_week[key[:2]] -= slot.minutes
        self.minutes[slot.provider] -= slot.minutes
        if slot.setting is not Setting.CONSULT:
            self._joinable[_join_key(slot)] &= ~(1 << slot.start)
        room = self.room.pop(slot, None)
        if room is not None:
            self.room_slots[room, slot.week, slot.day].remove(slot)
            self.used_rooms[slot.provider][room] -= 1

    def load(self, provider: str) -> float:
        """Share of the minutes that a provider can have in sessions that is taken."""
        return self.minutes.get(provider, 0) / max(self.atlas.capacity[provider], 1)

    # ── where a service could go ────────────────────────────────────────────────────
    def open_starts(
        self, service: Service, provider: str, times: Times
    ) -> tuple[int, int]:
        """Starts at which an existing session could be joined, and others.

        Only what masks can tell: neither side is busy. ``fit`` looks at the rest.
        """
        setting, about, weeks, day, length, starts = times
        joins = fresh = starts
        student = service.student or ""
        bound = service.student is not None and setting is not Setting.CONSULT
        for week in weeks:
            if bound:
                free = self._free(self.student_busy, (student, week, day), length)
                fresh &= free
                joins &= free
                if not joins:
                    return 0, 0
            key = provider, week, day
            there = self._joinable.get((*key, length, setting, about), 0)
            free = self._free(self.provider_busy, key, length)
            joins &= there if len(weeks) == 1 else there | free
            fresh &= free
        return joins & ~fresh, fresh

    def _free(self, busy: dict[Key, int], key: Key, length: int) -> int:
        """Minutes from which nothing is busy for ``length`` minutes."""
        mask = busy.get(key, 0)
        if not mask:
            return -1
        known = mask, length
        if known not in self._starts:
            if len(self._starts) > MANY:
                self._starts.clear()
            self._starts[known] = masks.starts(masks.WHOLE_DAY & ~mask, length)
        return self._starts[known]

    def edges(self, provider: str, week: int, day: int) -> int:
        """Minutes at which a session of the provider starts or ends, on the grid."""
        busy = self.provider_busy.get((provider, week, day), 0)
        return self.atlas.rounded((busy ^ (busy << 1)) & masks.WHOLE_DAY)

    def student_free(self, student: str, week: int, day: int, length: int) -> int:
        """Minutes from which the student has no session for ``length`` minutes."""
        return self._free(self.student_busy, (student, week, day), length)


def _join_key(slot: Slot) -> tuple[object, ...]:
    return (
        slot.provider,
        slot.week,
        slot.day,
        slot.end - slot.start,
        slot.setting,
        slot.about,
    )
