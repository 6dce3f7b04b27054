"""What is to be placed, and where."""

from dataclasses import dataclass

from benchmarks.generator.ground import ClassRow, Need, RoomSpec, Staff

Opening = tuple[int, int]
"""(day, start)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What is to be placed.

    Attributes:
        staff: Who gives it.
        need: The student and service it starts from.
        sessions: Sessions a week.
        others: Needs of other students that may join.
        size: Students wished for.
        push_in: Held in a class.
        whole_period: Sessions are exactly one period.
        split: Weeks differ (A/B), so each week is placed by itself.
    """

    staff: Staff
    need: Need
    sessions: int
    others: list[Need]
    size: int
    push_in: bool
    whole_period: bool
    split: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A lesson with its place: the meetings of a class, a room, or neither."""

    lesson: Lesson
    rows: tuple[ClassRow, ...]
    room: RoomSpec | None

    @property
    def place(self) -> str | None:
        """What two sessions of a provider have in common without a walk."""
        if self.rows:
            return self.rows[0].room or self.rows[0].class_id
        return self.room.id if self.room else None
