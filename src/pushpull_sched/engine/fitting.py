"""Whether one more option may stand on the board, rule by rule.

Where a rule would take a look at the whole wall (a shared room over changing moments),
this refuses more than the rule does; the exact model gets back what is lost by that.
"""

from collections.abc import Iterable, Sequence

from pushpull_sched.domain.school import RelationKind, Student
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.engine.board import Board, Key
from pushpull_sched.engine.spots import Spot, Spots
from pushpull_sched.model import masks
from pushpull_sched.model.options import Times, rooms_for
from pushpull_sched.model.providers import DayNeeds, day_needs
from pushpull_sched.model.relations import related
from pushpull_sched.model.slots import Option, Slot


class Fitting:
    """The rules of a school, asked about one board."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.atlas = board.atlas
        self.school = board.school
        self._needs: dict[Key, DayNeeds] = {}
        self._spots = Spots(board.atlas)
        self._apart = related(self.school, self.atlas.services, RelationKind.APART)

    def fit(self, option: Option, wanted: str | None = None) -> dict[Slot, str] | None:
        """Rooms with which an option can be put up; None where a rule forbids it.

        Only in the ``wanted`` room, where a pin names one; only pull-out sessions have
        rooms of their own. That amounts (S7, S8) and co-teaching are kept is the
        caller's part.
        """
        roomless = wanted is not None and option.setting is not Setting.PULL_OUT
        service = self.school.service[option.service]
        if roomless or not self._student_agrees(service, option.slots):
            return None
        new: list[Slot] = []
        for slot in option.slots:
            if slot not in self.board.members:
                new.append(slot)
            elif not self._may_join(service, slot):
                return None
        if not self._provider_agrees(new):
            return None
        if option.setting is Setting.PULL_OUT:
            return self._find_room(option, new, wanted)
        if option.setting is Setting.PUSH_IN:
            spots = [(slot, self._spots.of_class(slot)) for slot in new]
            if not all(self._in_time(*each, spots) for each in spots):
                return None
        return {}

    def block_is_full(self, service: Service, times: Times) -> bool:
        """S8, ``n of m``: the week of a session must be one of n used ones."""
        demand = self.atlas.demand[service.id]
        if demand.block is None:
            return False
        most, length = demand.block
        (week,) = times.weeks
        slots = [s for o in self.board.taken.get(service.id, ()) for s in o.slots]
        there = [slot for slot in slots if slot.week == week]
        if demand.block_sessions is not None and len(there) >= demand.block_sessions:
            return True
        minutes = sum(slot.minutes for slot in there) + times.length
        if demand.block_minutes is not None and minutes > demand.block_minutes:
            return True
        used = {s.week for s in slots if (s.week - 1) // length == (week - 1) // length}
        return week not in used and len(used) >= most

    def _student_agrees(self, service: Service, slots: Sequence[Slot]) -> bool:
        """S1, S5 and S6."""
        most = self.atlas.demand[service.id].max_per_day
        apart = 1 if service.is_co_teach else service.min_days_apart
        mine = [
            slot
            for option in self.board.taken.get(service.id, ())
            for slot in option.slots
        ]
        # Co-teaching has no limit per day, and no distance of days either.
        for slot in slots:
            there = [other.day - slot.day for other in mine if other.week == slot.week]
            if most is not None and there.count(0) >= most:
                return False
            if any(0 < abs(distance) < apart for distance in there):
                return False
            mine.append(slot)
        if service.student is None or service.setting is Setting.CONSULT:
            return True
        student = self.school.student[service.student]
        seen: list[Slot] = []
        for slot in slots:
            key = student.id, slot.week, slot.day
            also = [one for one in seen if (one.week, one.day) == key[1:]]
            if not _day_holds(
                student, slot, [*self.board.student_slots.get(key, ()), *also]
            ):
                return False
            seen.append(slot)
        return True

    def _may_join(self, service: Service, slot: Slot) -> bool:
        """P2 and G1 to G4 for one more member of a session that stands."""
        members = self.board.members[slot]
        if slot.setting is Setting.CONSULT:
            return False
        if not self._apart.get(service.id, frozenset()).isdisjoint(members):
            return False
        group = [service, *(self.school.service[member] for member in members)]
        size = len(group)
        if any(one.max_group is not None and size > one.max_group for one in group):
            return False
        if slot.setting is Setting.PUSH_IN:
            most = self._visitors(slot)
            return most is None or size <= most
        return self._may_mix(group, slot) and self._room_takes_one_more(slot, size)

    def _may_mix(self, group: Sequence[Service], slot: Slot) -> bool:
        """G1 to G3 for the students of a pull-out session."""
        most = self.school.provider[slot.provider].max_group
        if most is not None and len(group) > most:
            return False
        if any(one.individual for one in group):
            return False
        areas = {one.goal_area for one in group} - {None}
        levels = {one.level for one in group} - {None}
        grades = [
            self.school.student[one.student].grade
            for one in group
            if one.student is not None
        ]
        wide = max(grades) - min(grades) if grades else 0
        return (
            len(areas) <= 1
            and len(levels) <= 1
            and wide <= self.school.settings.max_grade_span
        )

    def _room_takes_one_more(self, slot: Slot, size: int) -> bool:
        """G1 and R1: the room's capacity, alone and with the sessions beside it."""
        name = self.board.room[slot]
        room = self.school.room[name]
        beside = [
            other
            for other in self.board.room_slots[name, slot.week, slot.day]
            if other != slot and other.start < slot.end and slot.start < other.end
        ]
        return size + sum(len(self.board.members[o]) for o in beside) <= room.capacity

    def _visitors(self, slot: Slot) -> int | None:
        limits = [
            meeting.max_push_in
            for meeting in self.atlas.class_day.get(
                (slot.about, slot.week, slot.day), ()
            )
            if meeting.max_push_in is not None
            and meeting.when.start <= slot.start
            and slot.end <= meeting.when.end
        ]
        return max(limits, default=None)

    def _provider_agrees(self, new: Sequence[Slot]) -> bool:
        """V1 (without places) and V4 to V7 with further sessions of a provider."""
        by_day: dict[Key, list[Slot]] = {}
        by_week: dict[tuple[str, int], int] = {}
        for slot in new:
            by_day.setdefault((slot.provider, slot.week, slot.day), []).append(slot)
            week = slot.provider, slot.week
            by_week[week] = by_week.get(week, 0) + slot.minutes
        for week, minutes in by_week.items():
            most = self.school.provider[week[0]].max_minutes_week
            if (
                most is not None
                and self.board.minutes_week.get(week, 0) + minutes > most
            ):
                return False
        return all(self._day_agrees(key, slots) for key, slots in by_day.items())

    def _day_agrees(self, key: Key, new: Sequence[Slot]) -> bool:
        provider = self.school.provider[key[0]]
        busy = self.board.provider_busy.get(key, 0)
        for slot in new:
            span = masks.span(slot.start, slot.end)
            if busy & span:
                return False
            busy |= span
        most = provider.max_minutes_day
        if most is not None and busy.bit_count() > most:
            return False
        if key not in self._needs:
            self._needs[key] = day_needs(provider, key[1:])
        if not self._needs[key].met(busy):
            return False
        if provider.max_consecutive is None:
            return True
        present = [*self.board.day_slots.get(key, ()), *new]
        return _runs_hold(present, provider.max_consecutive, provider.break_minutes)

    def _in_time(
        self, slot: Slot, spot: Spot, beside: Sequence[tuple[Slot, Spot]] = ()
    ) -> bool:
        """V1: the pause owed between places, also to other new sessions ``beside``."""
        longest = self._spots.longest_pause
        if longest <= 0:
            return True
        key = slot.provider, slot.week, slot.day
        near = [
            (other, self._spots.of(other, self.board.room.get(other)))
            for other in self.board.day_slots.get(key, ())
            if other.setting is not Setting.CONSULT
            and other.end + longest > slot.start
            and slot.end + longest > other.start
        ]
        near += [
            each
            for each in beside
            if each[0] != slot and (each[0].week, each[0].day) == key[1:]
        ]
        for other, there in near:
            gap = self._spots.pause(spot, there)
            if other.end + gap > slot.start and slot.end + gap > other.start:
                return False
        return True

    def _find_room(
        self, option: Option, new: Sequence[Slot], wanted: str | None
    ) -> dict[Slot, str] | None:
        """One room for all slots that are new, the same as that of joined ones.

        Alike weeks of a service are in one room (S8); the room of an earlier schedule
        first, then the provider's usual room.
        """
        suitable = rooms_for(self.atlas, option)
        if wanted is not None:
            suitable = tuple(room for room in suitable if room == wanted)
        joined = {
            self.board.room[slot] for slot in option.slots if slot in self.board.members
        }
        if joined:
            suitable = tuple(room for room in suitable if {room} == joined)
        used = self.board.used_rooms.get(option.provider)
        ordered = sorted(suitable, key=lambda room: -used[room]) if used else suitable
        home = self.atlas.baseline.room_of(new[0]) if new and self.atlas.old else None
        if home in suitable:
            ordered = [home, *(room for room in ordered if room != home)]
        for room in ordered:
            spot = self._spots.of_room(room)
            if all(self._room_is_free(s, room) and self._in_time(s, spot) for s in new):
                return dict.fromkeys(new, room)
        return None

    def _room_is_free(self, slot: Slot, name: str) -> bool:
        """R1, counting everything that overlaps the slot as if at one moment."""
        room = self.school.room[name]
        beside = [
            other
            for other in self.board.room_slots.get((name, slot.week, slot.day), ())
            if other.start < slot.end and slot.start < other.end
        ]
        if not beside:
            return True
        students = sum(len(self.board.members[other]) for other in beside)
        return len(beside) < room.groups and students + 1 <= room.capacity


def _runs_hold(slots: Iterable[Slot], longest: int, pause: int) -> bool:
    """V7: no run of sessions longer than ``longest`` minutes."""
    begin = end = -pause
    for slot in sorted(slots, key=lambda slot: slot.start):
        if slot.start - end >= pause:
            begin = slot.start
        end = slot.end
        if end - begin > longest:
            return False
    return True


def _day_holds(student: Student, slot: Slot, present: Sequence[Slot]) -> bool:
    """S1 and S6 for one more session on a student's day."""
    if any(other.start < slot.end and slot.start < other.end for other in present):
        return False
    most = student.max_sessions_day
    if most is not None and len(present) >= most:
        return False
    if student.max_pullout_day is None or slot.setting is not Setting.PULL_OUT:
        return True
    pulled = sum(one.minutes for one in present if one.setting is Setting.PULL_OUT)
    return pulled + slot.minutes <= student.max_pullout_day
