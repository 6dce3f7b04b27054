"""Which starts to offer to a service that may change, given what is held around it.

Dropping what collides with held sessions loses nothing. Keeping only starts that touch
something (a border of a class, of hours, of a held session, or the coarse grid) may
lose the best place of the moment; steps with every start get it back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.options import Days
from pushpull_sched.model.slots import Slot

COARSE = 15
"""Minutes between the starts of the coarse grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """How much is offered to the free services of a step.

    Attributes:
        fine: Every start of the grid, not only those that touch something.
        few: For services in it, the only providers offered.
        rooms: For providers in it, the only rooms offered, where any is possible.
    """

    fine: bool = True
    few: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rooms: Mapping[str, frozenset[str]] = field(default_factory=dict)


FULL_WIDTH = Width()


class Offers:
    """Starts that held sessions leave open.

    Attributes:
        atlas: Static possibilities of the school.
        width: How much is offered.
    """

    def __init__(
        self,
        atlas: Atlas,
        held: Iterable[tuple[Slot, Iterable[str]]],
        width: Width,
    ) -> None:
        self.atlas = atlas
        self.width = width
        self._coarse = masks.grid(COARSE)
        self._student: dict[tuple[str, int, int], int] = {}
        self._provider: dict[tuple[str, int, int], int] = {}
        self._joinable: dict[tuple[str, int, int, int], int] = {}
        self._edges: dict[tuple[str, int, int], int] = {}
        for slot, members in held:
            self._occupy(slot, members)

    def _occupy(self, slot: Slot, members: Iterable[str]) -> None:
        span = masks.span(slot.start, slot.end)
        day = slot.week, slot.day
        key = slot.provider, *day
        self._provider[key] = self._provider.get(key, 0) | span
        edges = 1 << slot.start | 1 << slot.end
        self._edges[key] = self._edges.get(key, 0) | edges
        if slot.setting is Setting.CONSULT:
            return
        join = *key, slot.minutes
        self._joinable[join] = self._joinable.get(join, 0) | 1 << slot.start
        for service_id in members:
            student = self.atlas.school.service[service_id].student
            if student is not None:
                mine = student, *day
                self._student[mine] = self._student.get(mine, 0) | span

    def __call__(self, service: Service, provider: str, days: Days, length: int) -> int:
        """Minutes at which the service may start with the provider on the days."""
        few = self.width.few.get(service.id)
        if few is not None and provider not in few:
            return 0
        result = masks.WHOLE_DAY
        for week, day in days:
            key = provider, week, day
            free = masks.starts(masks.WHOLE_DAY & ~self._provider.get(key, 0), length)
            if not self.width.fine:
                free &= self._touching(service, key, length)
            free |= self._joinable.get((*key, length), 0)
            if service.student is not None and service.setting is not Setting.CONSULT:
                busy = self._student.get((service.student, week, day), 0)
                free &= masks.starts(masks.WHOLE_DAY & ~busy, length)
            result &= free
        return result

    def _touching(
        self, service: Service, key: tuple[str, int, int], length: int
    ) -> int:
        edges = self.atlas.rounded(self._edges.get(key, 0))
        edges |= self.atlas.borders(service, key)
        return self._coarse | edges | edges >> length
