"""Where sessions are, and how long a provider takes from one place to another (V1)."""

from typing import NamedTuple

from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.rooms import plain, room_ids
from pushpull_sched.model.slots import Slot


class Spot(NamedTuple):
    """Where a session is: an identity of the place, and its building."""

    place: str
    building: str | None


class Spots:
    """The places of one school; those of class meetings are looked up once."""

    def __init__(self, atlas: Atlas) -> None:
        self.school = atlas.school
        self._class_day = atlas.class_day
        self._room_ids = room_ids(atlas.school)
        self._known: dict[tuple[str, int, int, int, int], Spot] = {}

    @property
    def longest_pause(self) -> int:
        """Most minutes that two places can ask for."""
        settings = self.school.settings
        return max(settings.transition_minutes, settings.travel_minutes)

    def pause(self, one: Spot, other: Spot) -> int:
        """Minutes owed between sessions in two places."""
        if one.place == other.place:
            return 0
        settings = self.school.settings
        if None in {one.building, other.building} or one.building == other.building:
            return settings.transition_minutes
        return settings.travel_minutes

    def of(self, slot: Slot, room: str | None) -> Spot:
        """Where a push-in session is, or a pull-out session in a room."""
        return self.of_class(slot) if room is None else self.of_room(room)

    def of_room(self, room: str) -> Spot:
        """The spot of a room."""
        return Spot(f"room {room}", self.school.room[room].building)

    def of_class(self, slot: Slot) -> Spot:
        """The spot of the class meeting that a push-in session lies in."""
        key = slot.about, slot.week, slot.day, slot.start, slot.end
        if key not in self._known:
            meeting = next(
                meeting
                for meeting in self._class_day[key[:3]]
                if meeting.when.start <= slot.start and slot.end <= meeting.when.end
            )
            where = f"class {slot.about}"
            if meeting.room is not None:
                name = plain(meeting.room)
                where = f"room {self._room_ids.get(name, name)}"
            self._known[key] = Spot(where, meeting.building)
        return self._known[key]
