"""Who is taken when: minutes of a day as the bits of an integer."""

from collections import defaultdict

from benchmarks.generator.ground import (
    ClassRow,
    Ground,
    Key,
    Pupil,
    RoomSpec,
    Slot,
    Staff,
)

WHOLE_DAY = (1 << 24 * 60) - 1


def span(start: int, end: int) -> int:
    """Return the bits of [start, end)."""
    return ((1 << (end - start)) - 1) << start


def runs(free: int, minutes: int) -> int:
    """Return the starts at which that many minutes in a row are free."""
    found, have = free, 1
    while have < minutes:
        step = min(have, minutes - have)
        found &= found >> step
        have += step
    return found


def grid_bits(grid: int) -> int:
    """Return the minutes of a day that are multiples of the grid."""
    return sum(1 << minute for minute in range(0, 24 * 60, grid))


ON_GRID = grid_bits(5)


class Diary:
    """Free time of students, providers and rooms while a timetable is planted."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.rows: dict[str, list[ClassRow]] = defaultdict(list)
        for row in ground.classes:
            self.rows[row.class_id].append(row)
        self.meetings: dict[str, dict[Key, list[ClassRow]]] = {}
        self.away: dict[tuple[str, Key], int] = {}
        self.pull: dict[tuple[str, Key], int] = {}
        self.busy: dict[tuple[str, Key], int] = defaultdict(int)
        self.places: dict[tuple[str, Key], list[tuple[int, int, str]]] = defaultdict(
            list
        )
        self.in_room: dict[tuple[str, Key], list[int]] = defaultdict(lambda: [0, 0])
        self.rooms_of: dict[str, set[str]] = defaultdict(set)
        self.work: dict[tuple[str, Key], int] = {}
        self.site: dict[tuple[str, Key], dict[str | None, int]] = {}
        for pupil in ground.pupils:
            self._open_pupil(pupil)
        for staff in ground.staff:
            self._open_staff(staff)

    def _open_pupil(self, pupil: Pupil) -> None:
        found = self.meetings[pupil.id] = self._week_of(pupil)
        for key in self.ground.keys:
            here = found[key]
            if not here or key[1] not in pupil.days:
                self.away[pupil.id, key] = self.pull[pupil.id, key] = 0
                continue
            free = WHOLE_DAY & ~self._blocked({pupil.id, f"grade {pupil.grade}"}, key)
            self.away[pupil.id, key] = free
            free &= span(min(r.start for r in here), max(r.end for r in here))
            for row in here:
                if row.closed:
                    free &= ~span(row.start, row.end)
            self.pull[pupil.id, key] = free

    def _week_of(self, pupil: Pupil) -> dict[Key, list[ClassRow]]:
        found: dict[Key, list[ClassRow]] = defaultdict(list)
        names = set(pupil.classes) | {
            row.class_id
            for row in self.ground.classes
            if row.for_grade and row.grade == pupil.grade
        }
        for row in (row for name in sorted(names) for row in self.rows[name]):
            for week in row.weeks or range(1, self.ground.weeks + 1):
                for day in row.days:
                    found[week, day].append(row)
        return found

    def _blocked(self, who: set[str], key: Key) -> int:
        blocked = 0
        for block in self.ground.blocks:
            if block.who in who and key[1] in block.days:
                blocked |= span(block.start, block.end)
        return blocked

    def _open_staff(self, staff: Staff) -> None:
        for key in self.ground.keys:
            day = key[1]
            blocked = self._blocked({staff.id}, key)
            for pause in staff.pauses:
                if day in pause.days:
                    blocked |= span(pause.start, pause.end)
            sites: dict[str | None, int] = defaultdict(int)
            for hours in staff.hours:
                if day in hours.days:
                    sites[hours.building] |= span(hours.start, hours.end) & ~blocked
            self.site[staff.id, key] = dict(sites)
            self.work[staff.id, key] = 0
            for bits in sites.values():
                self.work[staff.id, key] |= bits

    def staff_minutes(self, staff: Staff) -> int:
        """Return the provider's free minutes before any session."""
        return sum(self.work[staff.id, key].bit_count() for key in self.ground.keys)

    def staff_free(self, staff: Staff, key: Key, building: str | None) -> int:
        """Return the provider's free minutes in that building."""
        sites = self.site[staff.id, key]
        bits = sites.get(building, 0) | sites.get(None, 0)
        if building is None:
            bits = self.work[staff.id, key]
        return bits & ~self.busy[staff.id, key]

    def pupil_free(self, pupil: Pupil, key: Key, *, pulled: bool) -> int:
        """Return the minutes in which a student may have a session."""
        open_time = self.pull if pulled else self.away
        return open_time[pupil.id, key] & ~self.busy[pupil.id, key]

    def missed(self, pupil: Pupil, key: Key, start: int, end: int) -> int:
        """Return the weighted class minutes missed by a pull-out session."""
        return sum(
            row.weight * max(0, min(end, row.end) - max(start, row.start))
            for row in self.meetings[pupil.id][key]
        )

    def fits_staff(self, staff: Staff, slot: Slot, place: str | None) -> bool:
        """Tell whether transitions and runs allow a session in that place."""
        there = self.places[staff.id, slot.key]
        gap = self.ground.transition
        for start, end, other in there:
            pause = gap if place and other and other != place else 0
            if slot.start < end + pause and start < slot.end + pause:
                return False
        if staff.max_consecutive is None:
            return True
        limit, first = staff.max_consecutive, -1
        last = -1000
        for start, end, _ in sorted([*there, (slot.start, slot.end, "")]):
            first = start if start - last >= 10 else first  # noqa: PLR2004 - break
            last = end
            if last - first > limit:
                return False
        return True

    def room_open(self, room: RoomSpec, key: Key) -> int:
        """Return the minutes in which the room can hold one more session."""
        return ~self.in_room[room.id, key][room.groups - 1]

    def book(self, staff: Staff, slot: Slot, place: str | None) -> None:
        """Take the provider (and the room, where the place is one)."""
        self.busy[staff.id, slot.key] |= span(slot.start, slot.end)
        self.places[staff.id, slot.key].append((slot.start, slot.end, place or ""))
        taken, layers = span(slot.start, slot.end), self.in_room[place or "", slot.key]
        layers[1] |= layers[0] & taken
        layers[0] |= taken
        self.rooms_of[staff.id].add(place or "")

    def book_pupil(self, pupil: Pupil, slot: Slot) -> None:
        """Take the student."""
        self.busy[pupil.id, slot.key] |= span(slot.start, slot.end)
