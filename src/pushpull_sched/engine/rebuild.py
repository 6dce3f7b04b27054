"""Take a few services down and put them up again: the search between exact steps.

Ruin and recreate (Schrimpf et al., Journal of Computational Physics 159, 2000; slack
induction by string removals, Christiaens and Vanden Berghe, Transportation Science 54,
2020) with the acceptance of simulated annealing. A move takes milliseconds, and what
stands on the board is legal at any time.
"""

import math
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.service import Repetition
from pushpull_sched.engine.board import Board, Standing
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.placing import Placer
from pushpull_sched.engine.plans import plans
from pushpull_sched.engine.tally import Tally, Touched
from pushpull_sched.engine.taste import Taste
from pushpull_sched.model import masks
from pushpull_sched.model.options import option_at
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.timetable import Timetable

SMALLEST, LARGEST = 2, 8
"""Services taken down in one move, about."""
NOISE = 40.0
"""How far the order of putting up strays from that of the first schedule, in places."""
HOT, COLD = 1.0, 0.15
"""First and last temperature, in units of a typical change for the worse."""
SAMPLES = 40
"""Moves that a typical change is estimated from."""
KEEP = 100.0
"""Weight of a minute kept from an earlier schedule, against minutes missed."""
WAY_SHARE = 0.6
"""Share of the moves for a missing service that clear a drawn set of places for it."""
DRAWN = 4
"""Starts on a day of which the one with fewest in its way is taken."""
OWN_WEEK = 0.5
"""Share of the moves that take down the other services of the student as well."""

Held = Sequence[tuple[Level, int]]
"""Levels above with the values they may not exceed."""


class Rebuilder:
    """The board, and moves on it.

    Attributes:
        board: What stands.
        order: Services that may be moved, in the order of the first schedule.
    """

    def __init__(
        self, known: Knowledge, now: Timetable, order: Sequence[str], rng: random.Random
    ) -> None:
        self.known = known
        self.atlas = known.atlas
        self.school = known.atlas.school
        self.board = Board(known.atlas, now)
        self.order = tuple(order)
        self.rng = rng
        self.moves = 0
        # With an earlier schedule, what stood there comes before anything else.
        self._first_taste = Taste(moved=KEEP if self.atlas.baseline.minutes else 0.0)
        self._rank = {service_id: place for place, service_id in enumerate(order)}
        self.placer = Placer(self.board, known)
        self._of_student: dict[str, list[str]] = {}
        for service_id in order:
            student = self.school.service[service_id].student
            self._of_student.setdefault(student or "", []).append(service_id)

    # ── the first schedule ──────────────────────────────────────────────────────────
    def place_all(
        self, until: Callable[[], bool], spend: Callable[[int], None]
    ) -> list[str]:
        """Put everything up in order; return what did not fit."""
        waiting = [each for each in self.order if each not in self.board.taken]
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
            missing: Services without sessions on the board.
            give_up: Asked after every move, with the number still missing.
            spend: Told how many services each move put up.
        """
        missing = list(missing)
        self.placer.taste = self._first_taste
        while missing and not give_up(len(missing)):
            seed = self.rng.choice(missing)
            way = self.rng.random() < WAY_SHARE
            out = self._in_the_way(seed) if way else self.choose(seed)
            back = {service_id: self.board.remove(service_id) for service_id in out}
            others = [each for each in missing if each != seed]
            todo = [seed, *self.shuffled(out), *others]
            self.placer.wait_for(todo)
            failed = [each for each in todo if not self.placer.insert(each)]
            if self._weight(failed) <= self._weight(missing):
                missing = failed
            else:
                self.restore(todo, back)
            self.moves += 1
            spend(len(todo))
        return missing

    def fill(self, missing: Sequence[str]) -> None:
        """Give what is possible of services that cannot be placed in full."""
        for service_id in sorted(missing, key=self._owed, reverse=True):
            self.placer.insert(service_id, part=True)

    def _weight(self, services: Collection[str]) -> int:
        return sum(map(self._owed, services))

    def _owed(self, service_id: str) -> int:
        service = self.school.service[service_id]
        required = self.atlas.demand[service_id].required_minutes
        return service.priority * max(1, math.ceil(required))

    # ── better, level by level ──────────────────────────────────────────────────────
    def improve(  # noqa: PLR0913, PLR0917 - one run of the search
        self,
        level: Level,
        held: Held,
        progress: Callable[[], float],
        good_enough: Callable[[int], bool],
        spend: Callable[[int], None],
        on_better: Callable[[int], None],
    ) -> Timetable:
        """Improve a level while those above are held; return the best schedule.

        Args:
            level: The level.
            held: Levels above with their limits.
            progress: How much of the time is used, 0 to 1 and more.
            good_enough: Whether a value of the level needs no improvement.
            spend: Told how many services each move put up.
            on_better: Told of each better value.
        """
        run = Annealing(self, level, held)
        while (used := progress()) < 1 and not good_enough(run.best):
            moved, better = run.move(used)
            spend(moved)
            if better:
                on_better(run.best)
        return run.best_timetable()

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
        return [each for each in found if each in self._rank and each != seed]

    def _in_the_way(self, seed: str) -> list[str]:
        """Services that stand where a missing one could have all its sessions.

        One drawn set of places: of each day's start a few are looked at, and the one
        that fewest others stand in the way of is taken.
        """
        board, rng = self.board, self.rng
        found: dict[str, None] = {}
        for slots in self._drawn_places(seed):
            least: dict[str, None] | None = None
            for slot in slots:
                others = dict.fromkeys(self._standing_in(slot, seed))
                if least is None or len(others) < len(least):
                    least = others
            found.update(least or {})
        size = self.rng.randint(SMALLEST, LARGEST)
        extra = [each for each in self.choose(seed) if each not in found]
        rng.shuffle(extra)
        found.update(dict.fromkeys(extra[: max(0, size - len(found))]))
        return [each for each in found if each in self._rank and each in board.taken]

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
        every = [t for t in self.known.times(service, provider) if t.starts]
        rng.shuffle(every)
        count = len(splits[0])
        if demand.repetition is Repetition.SHARE:
            count *= len(demand.weeks)
        used: set[tuple[int, int]] = set()
        places: list[list[Slot]] = []
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

    def _standing_in(self, slot: Slot, seed: str) -> Iterator[str]:
        """Services whose sessions overlap a slot, of its provider or its student."""
        board = self.board
        key = slot.provider, slot.week, slot.day
        for other in board.day_slots.get(key, ()):
            if other != slot and other.start < slot.end and slot.start < other.end:
                yield from board.members[other]
        student = self.school.service[seed].student
        for other in board.student_slots.get((student or "", *key[1:]), ()):
            if other.start < slot.end and slot.start < other.end:
                for service_id in board.members[other]:
                    if self.school.service[service_id].student == student:
                        yield service_id

    def shuffled(self, services: Collection[str]) -> list[str]:
        """The order of the first schedule, more or less."""
        noise = self.rng.choice((NOISE, NOISE, 10 * NOISE))
        return sorted(
            services, key=lambda each: self._rank[each] + self.rng.gauss(0, noise)
        )

    def restore(self, changed: Collection[str], back: Mapping[str, Standing]) -> None:
        """Take a move back."""
        for service_id in changed:
            self.board.remove(service_id)
        for standing in back.values():
            for option, rooms in standing:
                self.board.add(option, rooms)


class Annealing:
    """One level's search: values, temperature, best schedule so far."""

    def __init__(self, builder: Rebuilder, level: Level, held: Held) -> None:
        self.builder = builder
        self.level = level
        self.held = held
        measures = {
            m for each in (level, *(h for h, _ in held)) for m, _ in each.weights
        }
        self.tally = Tally(builder.board, measures)
        self.value = self.best = level.value(self.tally.totals)
        self._kept: Timetable | None = None
        self._worse: list[int] = []
        self._unit = 0.0
        self._movable = [each for each in builder.order if each in builder.board.taken]
        self._weights: list[float] = []
        self._tastes = _tastes(level, held)

    def best_timetable(self) -> Timetable:
        """The best schedule of the search."""
        if self._kept is not None:
            return self._kept
        return self.builder.board.timetable()

    def move(self, used: float) -> tuple[int, bool]:
        """Make one move; the services it put up, and whether it found a new best."""
        builder = self.builder
        board, rng, placer = builder.board, builder.rng, builder.placer
        if builder.moves % 50 == 0 or not self._weights:
            self._weights = [self._attraction(each) for each in self._movable]
        builder.moves += 1
        seed = rng.choices(self._movable, self._weights)[0]
        todo = [seed, *builder.choose(seed)]
        todo = [each for each in todo if each in board.taken]
        touched = Touched(frozenset(todo))
        touched.look(board)
        kept = None
        if self._kept is None and self.value == self.best:
            kept = board.timetable()
        back = {service_id: board.remove(service_id) for service_id in todo}
        placer.taste = rng.choice(self._tastes)
        todo = builder.shuffled(todo)
        placer.wait_for(todo)
        fits = all(placer.insert(each) for each in todo)
        if fits:
            touched.look(board)
            parts = self.tally.count(touched)
            change = self.tally.change(parts)
            worse = self.level.value(change)
            if self._holds(change) and self._accepts(worse, used):
                self.tally.accept(parts)
                self.value += worse
                if worse > 0 and kept is not None:
                    self._kept = kept
                if self.value < self.best:
                    self.best = self.value
                    self._kept = None
                    return len(todo), True
                return len(todo), False
        builder.restore(todo, back)
        return len(todo), False

    def _holds(self, change: Mapping[Measure, int]) -> bool:
        """Whether the levels above stay within their limits, or come closer to them."""
        return all(
            worse <= 0 or above.value(self.tally.totals) + worse <= limit
            for above, limit in self.held
            for worse in (above.value(change),)
        )

    def _accepts(self, worse: int, used: float) -> bool:
        if worse <= 0:
            return True
        if len(self._worse) < SAMPLES:
            self._worse.append(worse)
            self._unit = sorted(self._worse)[len(self._worse) // 2]
        temperature = self._unit * HOT * (COLD / HOT) ** min(used, 1.0)
        return self.builder.rng.random() < math.exp(-worse / max(temperature, 1e-9))

    def _attraction(self, service_id: str) -> float:
        """How likely a service is to be the seed: by what it costs."""
        own = sum(
            weight * self.tally.of(measure, service_id)
            for measure, weight in self.level.weights
        )
        return 1.0 + max(own, 0)


def _tastes(level: Level, held: Held) -> list[Taste]:
    """Tastes that follow the weights of a level; several, so that moves differ."""
    weights = {m: float(w) for above, _ in held for m, w in above.weights}
    weights.update(dict(level.weights))
    missed = max(
        weights.get(Measure.MISSED, 0.0), weights.get(Measure.MISSED_CORE, 0.0)
    )
    goal = {measure for measure, _ in level.weights}
    base = Taste(
        missed=1.0 if missed else 0.1,
        core_only=Measure.MISSED_CORE in goal and Measure.MISSED not in weights,
        oversize=1.0 if Measure.OVERSIZE in goal else 0.0,
        irregular=10.0 if goal & {Measure.IRREGULAR, Measure.CHURN} else 0.0,
        load=2.0 if Measure.IMBALANCE in goal else 0.0,
        moved=KEEP if Measure.MOVED in weights else 0.0,
    )
    return [
        replace(base, provider=provider, mates=mates, gap=gap)
        for provider in (0.0, 0.5, 1.0, 2.0, 4.0)
        for mates in (0.0, 0.5, 1.5)
        for gap in (0.0, 10.0)
    ]
