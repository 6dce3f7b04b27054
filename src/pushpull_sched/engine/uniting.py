"""Services that must share their sessions, put up and taken down as one (G4).

A unit is whoever is bound to whom by ``together``. Its first service has the most
sessions; the others may only join what their partners have.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from pushpull_sched.domain.service import Service
from pushpull_sched.engine.board import Standing
from pushpull_sched.engine.placing import Placer
from pushpull_sched.model.slots import Slot


class UnitPlacer(Placer):
    """Places units; a service without partners is a unit of its own."""

    def insert(self, leader: str, *, part: bool = False) -> bool:
        """Place a unit in full; nothing of it where that fails, but what is pinned.

        Args:
            leader: The first service of a unit, of which nothing stands, or a part.
            part: Where a single service cannot be placed in full, place what can be.
        """
        unit = self.known.unit(leader)
        if len(unit) == 1:
            return super().insert(leader, part=part)
        before = self.take_down(unit)
        for place, service_id in enumerate(unit):
            self.within = self._slots_of_partners(service_id)
            if not place:
                self.company = self._alike(unit)
                self._pins.borrowed = [p for e in unit[1:] for p in self.known.pins(e)]
            placed = super().insert(service_id)
            self.within, self.company, self._pins.borrowed = None, (), ()
            if not placed:
                break
        else:
            if self._is_together(unit):
                return True
        self.take_down(unit)
        for option, rooms in before:
            self.board.add(option, rooms)
        self.waiting.add(leader)
        return False

    def stand(self, leader: str) -> bool:
        """Put up the pinned sessions of a unit, where it has any."""
        unit = self.known.unit(leader)
        stands = [super(UnitPlacer, self).stand(each) for each in unit]
        return all(stands) and (len(unit) == 1 or self._is_together(unit))

    def take_down(self, unit: Iterable[str]) -> Standing:
        """Take down everything of some services."""
        return [each for name in unit for each in self.board.remove(name)]

    def _alike(self, unit: Sequence[str]) -> list[Service]:
        """Partners of the first service who come to every session of it."""
        demand = self.atlas.demand
        first = demand[unit[0]]
        return [
            self.school.service[each]
            for each in unit[1:]
            if (demand[each].sessions, demand[each].required_minutes)
            == (first.sessions, first.required_minutes)
        ]

    def _slots_of_partners(self, service_id: str) -> frozenset[Slot] | None:
        """Where a service may be: with every partner that stands; None for anywhere."""
        standing = [
            self._slots(partner)
            for partner in sorted(self.known.partners.get(service_id, ()))
            if partner in self.board.taken
        ]
        return frozenset.intersection(*standing) if standing else None

    def _slots(self, service_id: str) -> frozenset[Slot]:
        options = self.board.taken.get(service_id, ())
        return frozenset(slot for option in options for slot in option.slots)

    def _is_together(self, unit: Sequence[str]) -> bool:
        """G4: every session of the one with fewer is one of the other's."""
        return all(
            few <= many
            for one, other in combinations(unit, 2)
            if other in self.known.partners.get(one, ())
            for few, many in (sorted((self._slots(one), self._slots(other)), key=len),)
        )
