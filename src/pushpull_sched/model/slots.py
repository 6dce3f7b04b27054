"""The two nouns of the model: a slot (a session that may be held) and an option.

Named tuples rather than dataclasses: a large school has several hundred thousand of
them, used as keys, and tuples hash and compare in C.
"""

from typing import NamedTuple

from pushpull_sched.domain.service import Setting


class Slot(NamedTuple):
    """A session that may be held: who, when and what about, but not where or for whom.

    Attributes:
        provider: The provider.
        week: From 1.
        day: Position of the day.
        start: First minute.
        end: Minute after the last.
        setting: Push-in, pull-out or consult.
        about: What all its services share: the service name (pull-out), the class
            (push-in) or the one service (consult).
    """

    provider: str
    week: int
    day: int
    start: int
    end: int
    setting: Setting
    about: str

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


class Option(NamedTuple):
    """One way in which a service can have sessions.

    Usually one slot; the same slot in every week for a service that repeats
    identically; every owed meeting of one class for co-teach.

    Attributes:
        service: The service.
        provider: Who gives it.
        setting: Push-in, pull-out or consult.
        slots: The slots it takes part in, in order of time.
    """

    service: str
    provider: str
    setting: Setting
    slots: tuple[Slot, ...]

    @property
    def minutes(self) -> int:
        """Minutes that it gives over the template."""
        return sum(slot.end - slot.start for slot in self.slots)
