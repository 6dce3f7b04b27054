"""Where a conflict may be: sets of services around one that is short."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pushpull_sched.domain.explanation import RepairKind
from pushpull_sched.domain.school import School
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.proof import Servable, left_over
from pushpull_sched.explain.catalogue import rules_for
from pushpull_sched.explain.changes import Pick
from pushpull_sched.explain.cores import Core, core_of, fewest_services
from pushpull_sched.explain.oracle import MANY, Asked, Budget, Counter, Oracle
from pushpull_sched.explain.parts import part_of, share_something
from pushpull_sched.model.atlas import Atlas

MOVES = 40
"""Moves on the board that look for places around a growing set."""
MOST_AT_ONCE = 8
"""Services by which a set grows at once, at most."""
LARGEST_POOL = 30
"""Services that are asked about together because the same people give them, at most:
of more the exact model rarely says anything in time."""
GROWING_SECONDS = 8.0
"""Limit for growing one set."""
CONFLICT_SECONDS = 20.0
"""Limit for making one conflict small."""


@dataclass
class Finder:
    """Looks for conflicts in one school after some changes.

    Attributes:
        oracle: Who is asked.
        costs: Cost of a change by kind.
        picks: Changes that are made.
        used: Services of conflicts found before: further ones are independent.
    """

    oracle: Oracle
    costs: Mapping[RepairKind, int]
    picks: tuple[Pick, ...] = ()
    used: set[str] = field(default_factory=set)

    @cached_property
    def school(self) -> School:
        """The school after the changes."""
        return self.oracle.changed(self.picks)

    @cached_property
    def atlas(self) -> Atlas:
        """Its possibilities."""
        return Atlas(self.school)

    def find(
        self,
        short: Sequence[str],
        hints: Iterable[Collection[str]],
        budget: Budget,
        *,
        quick: bool = False,
    ) -> Iterator[Core]:
        """Yield independent conflicts.

        Args:
            short: Services that fall short in the best schedule known.
            hints: Services that cannot all be served for all that is known.
            budget: Time.
            quick: Look at single services and single students only.
        """
        for sets in self._stages(short, hints, budget, quick=quick):
            for services in sets():
                if budget.over():
                    return
                free = [each for each in services if each not in self.used]
                if not free:
                    continue
                if self.oracle.ask(free, self.picks, budget) is Servable.NO:
                    core = self.small(free, budget)
                    if core is not None:
                        self.used.update(core.services)
                        yield core

    def small(self, services: Sequence[str], budget: Budget) -> Core | None:
        """Make a conflict small; None where a second search does not agree."""
        part = budget.part(CONFLICT_SECONDS)
        asked: Asked = self.oracle
        if len(services) > MANY and self.oracle.counted(services, self.picks):
            asked = Counter(self.oracle)
        fewest, sure = fewest_services(asked, services, self.picks, part)
        if asked is not self.oracle and len(fewest) <= MANY:
            fewest, sure = fewest_services(self.oracle, fewest, self.picks, part)
        rules = rules_for(self.oracle.school, fewest, self.costs)
        self.oracle.learn(rules)
        core = core_of(self.oracle, fewest, rules, self.picks, part)
        if core.confirmed and sure:
            return core
        if core.confirmed or self.oracle.confirmed(fewest, self.picks, budget):
            return replace(core, minimal=False, confirmed=True)
        return None

    def _stages(
        self,
        short: Sequence[str],
        hints: Iterable[Collection[str]],
        budget: Budget,
        *,
        quick: bool,
    ) -> Iterator[Callable[[], Iterator[Sequence[str]]]]:
        """Ever larger sets: alone, counted, by student, by provider, grown."""
        yield lambda: ((each,) for each in short)
        yield lambda: (sorted(each) for each in hints)
        yield lambda: self._of_students(short)
        if quick:
            return
        yield lambda: self._of_providers(short)
        yield lambda: self._grown(short, budget)

    def _of_students(self, short: Sequence[str]) -> Iterator[Sequence[str]]:
        students = {self.school.service[each].student: each for each in short}
        for student, first in students.items():
            mine = [s.id for s in self.atlas.services if s.student == student]
            if student is not None and len(mine) > 1:
                yield [first, *(each for each in mine if each != first)]

    def _of_providers(self, short: Sequence[str]) -> Iterator[Sequence[str]]:
        """All services that only the providers of a short one can give."""
        pools = {frozenset(self.atlas.providers[each]): each for each in short}
        for pool, first in sorted(pools.items(), key=lambda item: len(item[0])):
            mine = [
                s.id
                for s in self.atlas.services
                if s.id != first and pool >= set(self.atlas.providers[s.id])
            ]
            if 0 < len(mine) < LARGEST_POOL:
                yield [first, *mine]

    def _grown(self, short: Sequence[str], budget: Budget) -> Iterator[Sequence[str]]:
        for each in short:
            if each not in self.used:
                found = self._grow(each, budget)
                if found:
                    yield found

    def _grow(self, first: str, whole: Budget) -> Sequence[str]:
        """Add what finds no place around the set, until the set cannot be served."""
        rest = [s.id for s in self.atlas.services if s.id not in self.used]
        known = Knowledge(Atlas(part_of(self.school, rest)))
        grown, more = [first], 1
        budget = whole.part(GROWING_SECONDS)
        while not budget.over():
            served = self.oracle.serve(grown, self.picks, budget)
            if served.found is Servable.NO:
                return grown
            if served.found is Servable.UNKNOWN:
                return ()
            missing, _ = left_over(
                known, served.timetable, MOVES, seed=len(grown), should_stop=budget.over
            )
            linked = [each for each in missing if self._linked(each, grown)]
            if not linked:
                return ()
            grown += linked[:more]
            more = min(2 * more, MOST_AT_ONCE)
        return ()

    def _linked(self, one: str, others: Sequence[str]) -> bool:
        """Whether a service competes with others for a student, class or provider."""
        mine = set(self.atlas.providers[one])
        service = self.school.service
        return any(
            share_something(service[one], service[other])
            or mine & set(self.atlas.providers[other])
            for other in others
        )
