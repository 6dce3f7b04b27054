"""Take a few services down and put them up again: the search between exact steps.

Ruin and recreate (Schrimpf et al., Journal of Computational Physics 159, 2000; slack
induction by string removals, Christiaens and Vanden Berghe, Transportation Science 54,
2020) with the acceptance of simulated annealing. A move takes milliseconds, and what
stands on the board is legal at any time.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from pushpull_sched.domain.service import Repetition, Setting
from pushpull_sched.engine.board import Board, Standing
from pushpull_sched.engine.clearing import lighten, standing_in
from pushpull_sched.engine.knowledge import Knowledge, lacking
from pushpull_sched.engine.plans import plans
from pushpull_sched.engine.taste import Taste
from pushpull_sched.engine.uniting import UnitPlacer
from pushpull_sched.model import masks
from pushpull_sched.model.options import option_at
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.timetable import Timetable

SMALLEST, LARGEST = 2, 8
"""Services taken down in one move, about."""
NOISE = 40.0
"""How far the order of putting up strays from that of the first schedule, in places."""
ALSO = 2
"""Other missing services that are tried after a move that placed one."""
KEEP = 100.0
"""Weight of a minute kept from an earlier schedule, against minutes missed."""
WAY_SHARE = 0.6
"""Share of the moves for a missing service that clear a drawn set of places for it."""
DRAWN = 4
"""Starts on a day of which the one with fewest in its way is taken."""
WIDE_MARGIN = 40
"""Minutes around a drawn place that are cleared now and then, for lunch or planning."""
HOMELESS = 1_000_000
"""Minutes that a service with a pinned session that does not stand counts as missing:
it may be so on the way to a complete schedule, never in what is kept."""
HOMELESS_SHARE = 0.5
"""Share of the moves that are for one of those."""
OWN_WEEK = 0.5
"""Share of the moves that take down the other services of the student as well."""


class Rebuilder:
    """The board, and moves on it.

    Attributes:
        board: What stands.
        order: Services that may be moved, in the order of the first schedule; of those
            bound together the first one stands for all.
        blame: How often each of them was tried in vain, and once more.
        only: For services in it, the only setting in which they are put up.
    """

    def __init__(
        self, known: Knowledge, now: Timetable, order: Sequence[str], rng: random.Random
    ) -> None:
        self.known = known
        self.atlas = known.atlas
        self.school = known.atlas.school
        self.only: dict[str, Setting] = {}
        self._stand(now)
        self.order = tuple(order)
        self.rng = rng
        self.moves = 0
        self.blame: Counter[str] = Counter(self.order)
        self._before = now
        # With an earlier schedule, what stood there comes before anything else.
        self._first_taste = Taste(moved=KEEP if self.atlas.baseline.minutes else 0.0)
        self._rank = {service_id: place for place, service_id in enumerate(order)}
        self._of_student: dict[str, list[str]] = {}
        for leader in order:
            for each in known.unit(leader):
                student = self.school.service[each].student
                self._of_student.setdefault(student or "", []).append(leader)

    # ── the first schedule ──────────────────────────────────────────────────────────
    def place_all(
        self, until: Callable[[], bool], spend: Callable[[int], None]
    ) -> list[str]:
        """Put everything up in order; return what did not fit."""
        taken = self.board.taken
        waiting = [
            each
            for each in self.order
            if any(
                lacking(self.atlas, one, taken.get(one, ())) > 0
                for one in self.known.unit(each)
            )
        ]
        self.placer.taste = self._first_taste
        self.placer.wait_for(waiting)
        failed = []
        for service_id in waiting:
            if until() or not self.placer.insert(service_id):
                failed.append(service_id)
            spend(1)
        return failed

    def complete(
        self,
        missing: Sequence[str],
        give_up: Callable[[int], bool],
        spend: Callable[[int], None],
    ) -> list[str]:
        """Make room for what is missing; return what still is.

        Args:
            missing: Services without sessions on the board but for pinned ones.
            give_up: Asked after every move, with the number still missing.
            spend: Told how many services each move put up.
        """
        missing = list(missing)
        self.placer.taste = self._first_taste
        best, least = missing, self._weight(missing)
        kept: Timetable | None = None
        while missing and not give_up(len(best)):
            seed = self._seed(missing)
            placed, failed = self._make_room(seed, missing)
            self.moves += 1
            spend(1 + len(placed) + len(failed))
            if seed not in placed:
                self.blame[seed] += 1
                continue
            left = [each for each in missing if each not in placed]
            missing = list(dict.fromkeys([*left, *failed]))
            weight = self._weight(missing)
            if weight <= least:
                best, least, kept = missing, weight, None
            elif kept is None and weight > least:
                kept = self._before
        if kept is not None and self._weight(missing) > least:
            self._stand(kept)
        return best

    def _seed(self, missing: Sequence[str]) -> str:
        """Draw whom to make room for, more often those whose pins do not stand.

        Nothing counts as progress while a pinned session does not stand.
        """
        if self.rng.random() < HOMELESS_SHARE:
            stand = self.placer.stand
            homeless = [each for each in missing if not stand(each)]
            return self.rng.choice(homeless or missing)
        return self.rng.choice(missing)

    def _make_room(
        self, seed: str, missing: Sequence[str]
    ) -> tuple[list[str], list[str]]:
        """Place a missing service, at the cost of others that were missing less often.

        The longer a service has been missing, the more it may push out (guided
        ejection search, Nagata and Braysy, Operations Research Letters 37, 2009).

        Returns:
            Services that were missing and are placed, and those that are missing now;
            both empty where nothing has changed.
        """
        rng, insert = self.rng, self.placer.insert
        way = rng.random() < WAY_SHARE
        out = self._in_the_way(seed) if way else self.choose(seed)
        self._before = self.board.timetable()
        back = {each: self.remove(each) for each in (seed, *out)}
        todo = [seed, *self.shuffled(out)]
        self.placer.wait_for(todo)
        if not insert(seed):
            self.restore(todo, back)
            return [], []
        failed = [each for each in todo[1:] if not insert(each)]
        price = sum(self.blame[each] * self._owed(each) for each in failed)
        if price > self.blame[seed] * self._owed(seed):
            self.restore(todo, back)
            return [], []
        for each in failed:
            self.placer.stand(each)
        others = [each for each in missing if each != seed]
        also = rng.sample(others, min(len(others), ALSO))
        return [seed, *(each for each in also if insert(each))], failed

    def _stand(self, now: Timetable) -> None:
        """Start from a schedule."""
        self.board = Board(self.atlas, now)
        self.placer = UnitPlacer(self.board, self.known, self.only)

    def take_down(self, service_id: str) -> None:
        """Take down a service that is short; what is pinned stays until it fits."""
        if not any(map(self.known.pins, self.known.unit(service_id))):
            self.remove(service_id)

    def remove(self, service_id: str) -> Standing:
        """Take down a service, and whoever is bound to it."""
        return self.placer.take_down(self.known.unit(service_id))

    def fill(self, missing: Sequence[str]) -> None:
        """Give what is possible of services that cannot be placed in full."""
        for service_id in sorted(missing, key=self._owed, reverse=True):
            self.placer.insert(service_id, part=True)

    def _weight(self, services: Collection[str]) -> int:
        """What is missing; a pinned session that does not stand outweighs all else."""
        return sum(
            self._owed(each) + (0 if self.placer.stand(each) else HOMELESS)
            for each in services
        )

    def _owed(self, service_id: str) -> int:
        demand, service = self.atlas.demand, self.school.service
        return sum(
            service[one].priority * max(1, math.ceil(demand[one].required_minutes))
            for one in self.known.unit(service_id)
        )

    # ── moves ───────────────────────────────────────────────────────────────────────
    def choose(self, seed: str) -> list[str]:
        """Services around a seed: days of a provider, and the student's own week."""
        size = self.rng.randint(SMALLEST, LARGEST)
        board, rng = self.board, self.rng
        found: dict[str, None] = {}
        if rng.random() < OWN_WEEK:
            mine = self._of_student.get(self.school.service[seed].student or "", ())
            found.update(dict.fromkeys(each for each in mine if each in board.taken))
        providers = [option.provider for option in board.taken.get(seed, ())]
        provider = rng.choice(providers or self.atlas.nearby[seed] or [""])
        days = [
            when for when in self.atlas.days() if board.day_slots.get((provider, *when))
        ]
        rng.shuffle(days)
        for when in days:
            slots = list(board.day_slots[provider, *when])
            rng.shuffle(slots)
            for slot in slots:
                found.update(dict.fromkeys(board.members[slot]))
                if len(found) >= size:
                    break
            if len(found) >= size:
                break
        return self._units(found, seed)

    def away_from_home(self, seed: str) -> list[str]:
        """Services that stand where a service stood in an earlier schedule."""
        unit = self.known.unit(seed)
        pause = self.school.settings.transition_minutes
        found: dict[str, None] = {}
        for (service_id, week, day), given in self.atlas.baseline.given.items():
            if service_id in unit:
                about = self.school.service[service_id]
                for provider, spans in given.items():
                    for start, end in spans:
                        home = Slot(
                            provider, week, day, start, end, about.setting, about.name
                        )
                        others = standing_in(self.board, home, about.student, pause)
                        found.update(dict.fromkeys(others))
        return self._units(found, seed)[:LARGEST]

    def _in_the_way(self, seed: str) -> list[str]:
        """Services that stand where a missing one could have all its sessions.

        One drawn set of places: of each day's start a few are looked at, and the one
        that fewest others stand in the way of is taken.
        """
        rng, settings = self.rng, self.school.settings
        margin = rng.choice(
            (settings.transition_minutes, settings.travel_minutes, WIDE_MARGIN)
        )
        student = self.school.service[seed].student
        found: dict[str, None] = {}
        places: list[Slot] = []
        for slots in self._drawn_places(seed):
            ways = [
                (dict.fromkeys(standing_in(self.board, slot, student, margin)), slot)
                for slot in slots
            ]
            others, place = min(ways, key=lambda way: len(way[0]))
            found.update(others)
            places.append(place)
        for place in places:
            lighten(self.board, place, places, found, rng)
        size = self.rng.randint(SMALLEST, LARGEST)
        extra = [each for each in self.choose(seed) if each not in found]
        rng.shuffle(extra)
        found.update(dict.fromkeys(extra[: max(0, size - len(found))]))
        return self._units(found, seed)

    def _units(self, services: Iterable[str], seed: str) -> list[str]:
        """Who may be moved of some services, each with whoever is bound to it."""
        unit = self.known.unit
        first = dict.fromkeys(unit(each)[0] for each in services)
        first.pop(seed, None)
        return [
            each for each in first if each in self._rank and each in self.board.taken
        ]

    def _drawn_places(self, seed: str) -> list[list[Slot]]:
        """For each session of a missing service, some slots it could have."""
        service, rng = self.school.service[seed], self.rng
        if service.is_co_teach:
            options = self.known.whole_classes(service)
            return [[slot] for slot in rng.choice(options).slots] if options else []
        demand = self.atlas.demand[seed]
        splits = plans(demand, len(service.days), self.school.settings.weeks)
        near = self.atlas.nearby[seed]
        if not splits or not near:
            return []
        provider = rng.choice(near)
        only = self.only.get(seed)
        every = [
            times
            for times in self.known.times(service, provider)
            if times.starts and only in {None, times.setting}
        ]
        rng.shuffle(every)
        count = len(splits[0])
        if demand.repetition is Repetition.SHARE:
            count *= len(demand.weeks)
        used: set[tuple[int, int]] = set()
        places: list[list[Slot]] = []
        pins = [pin for each in self.known.unit(seed) for pin in self.known.pins(each)]
        for pin, week in pins:
            for times in self.known.pinned_times(service, provider, pin, week):
                used.add((times.weeks[0], times.day))
                option = option_at(service, provider, times, pin.start)
                places.append([option.slots[0]])
                break
        for times in every:
            day = times.weeks[0], times.day
            if len(places) < count and day not in used:
                used.add(day)
                starts = list(masks.minutes_of(times.starts))
                drawn = rng.sample(starts, min(len(starts), DRAWN))
                places.append(
                    [option_at(service, provider, times, at).slots[0] for at in drawn]
                )
        return places

    def shuffled(self, services: Collection[str]) -> list[str]:
        """The order of the first schedule, more or less."""
        noise = self.rng.choice((NOISE, NOISE, 10 * NOISE))
        return sorted(
            services, key=lambda each: self._rank[each] + self.rng.gauss(0, noise)
        )

    def restore(self, changed: Collection[str], back: Mapping[str, Standing]) -> None:
        """Take a move back."""
        for service_id in changed:
            self.remove(service_id)
        for standing in back.values():
            for option, rooms in standing:
                self.board.add(option, rooms)
