"""All counting reasons of a school, in the order in which they are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pushpull_sched.counting.groups import Groups
from pushpull_sched.counting.people import People
from pushpull_sched.counting.possible import Possible
from pushpull_sched.counting.pressure import Pressure
from pushpull_sched.counting.rooms import Rooms
from pushpull_sched.counting.services import Alone
from pushpull_sched.counting.students import Students
from pushpull_sched.counting.supply import Supply
from pushpull_sched.domain.explanation import Count, Strength
from pushpull_sched.domain.school import School
from pushpull_sched.model.atlas import Atlas


@dataclass(frozen=True)
class Counting:
    """Everything that is counted in one school, on demand and kept.

    Attributes:
        atlas: Where and when things can be at all.
    """

    atlas: Atlas

    @cached_property
    def possible(self) -> Possible:
        """The ways of all services."""
        return Possible(self.atlas)

    @cached_property
    def alone(self) -> Alone:
        """Services by themselves."""
        return Alone(self.possible)

    @cached_property
    def pressure(self) -> Pressure:
        """Needs by window."""
        return Pressure(self.possible, Groups(self.possible), self.alone.hopeless)

    @cached_property
    def supply(self) -> Supply:
        """What providers and rooms have."""
        return Supply(self.possible)

    @cached_property
    def people(self) -> People:
        """Providers and roles."""
        return People(self.pressure, self.supply)

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Every reason: proofs first, the largest effect first, then tight spots."""
        people = tuple(self.people.counts())
        rooms = Rooms(self.pressure, self.supply).counts()
        return _in_order(
            (
                *self.alone.counts(),
                *Students(self.pressure).counts(),
                *people,
                *(one for one in rooms if not _follows(one, people)),
            )
        )


def _follows(room: Count, people: Iterable[Count]) -> bool:
    """Whether rooms are short only because the providers are there so little."""
    return any(
        (one.service_ids, one.window) == (room.service_ids, room.window)
        and one.available <= room.available
        for one in people
    )


def _in_order(counts: Iterable[Count]) -> tuple[Count, ...]:
    return tuple(
        sorted(
            counts,
            key=lambda count: (
                count.strength is Strength.TIGHT,
                -count.minutes,
                count.available - count.needed,
            ),
        )
    )


def counts_of_school(school: School) -> tuple[Count, ...]:
    """Count everything in a school without errors; see :func:`counts_of`."""
    return counts_of(Atlas(school))


def counts_of(atlas: Atlas) -> tuple[Count, ...]:
    """Count everything: proofs first, the largest effect first, then tight spots."""
    return Counting(atlas).counts
