"""Better, level by level: moves on the board, accepted as in simulated annealing."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.engine.pushing import Push, Pusher
from pushpull_sched.engine.rebuild import KEEP, Rebuilder
from pushpull_sched.engine.shifting import Shifter
from pushpull_sched.engine.tally import Tally, Touched
from pushpull_sched.engine.taste import Taste
from pushpull_sched.model.slots import Option
from pushpull_sched.model.timetable import Timetable

HOT, COLD = 1.0, 0.15
"""First and last temperature, in units of a typical change for the worse."""
SHIFT_SHARE = 0.6
"""Share of the moves that move one session; the others put services up again."""
PUSH_SHARE = 0.5
"""Share of these that push out whoever stands at the new time."""
HOME_SHARE = 0.4
"""With an earlier schedule, share of the others that clear a service's place in it."""
SAMPLES = 40
"""Moves that a typical change is estimated from."""
Held = Sequence[tuple[Level, int]]
"""Levels above with the values they may not exceed."""


def improve_on(  # noqa: PLR0913, PLR0917 - one run of the search
    builder: Rebuilder,
    level: Level,
    held: Held,
    progress: Callable[[], float],
    good_enough: Callable[[int], bool],
    spend: Callable[[int], None],
    on_better: Callable[[int], None],
) -> Timetable:
    """Improve a level while those above are held; return the best schedule.

    Args:
        builder: The board and its moves.
        level: The level.
        held: Levels above with their limits.
        progress: How much of the time is used, 0 to 1 and more.
        good_enough: Whether a value of the level needs no improvement.
        spend: Told how many services each move put up.
        on_better: Told of each better value.
    """
    run = Annealing(builder, level, held)
    while (used := progress()) < 1 and not good_enough(run.best):
        moved, better = run.move(used)
        spend(moved)
        if better:
            on_better(run.best)
    return run.best_timetable()


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
        self._going_home = Measure.MOVED in measures and any(
            builder.atlas.baseline.minutes.values()
        )
        self._worse: list[int] = []
        self._unit = 0.0
        self._movable = [each for each in builder.order if each in builder.board.taken]
        self._weights: list[float] = []
        self._tastes = _tastes(level, held)
        everyone = [one for each in self._movable for one in builder.known.unit(each)]
        self._shifter = Shifter(builder.board, builder.known, everyone)
        self._pusher = Pusher(self._shifter)

    def best_timetable(self) -> Timetable:
        """The best schedule of the search."""
        if self._kept is not None:
            return self._kept
        return self.builder.board.timetable()

    def move(self, used: float) -> tuple[int, bool]:
        """Make one move; the services it put up, and whether it found a new best."""
        builder = self.builder
        if builder.moves % 50 == 0 or not self._weights:
            self._weights = [self._attraction(each) for each in self._movable]
        builder.moves += 1
        seed = builder.rng.choices(self._movable, self._weights)[0]
        if builder.rng.random() < SHIFT_SHARE:
            return self._shift(seed, used)
        return self._put_up_again(seed, used)

    def _shift(self, seed: str, used: float) -> tuple[int, bool]:
        """Move one session of a service, with everybody in it."""
        board, rng = self.builder.board, self.builder.rng
        group = self._shifter.group_of(rng.choice(board.taken[seed]))
        if group is None:
            return 1, False
        taste = rng.choice(self._tastes)
        others: Sequence[Sequence[Option]] = ()
        plan: Push | None = None
        if rng.random() < PUSH_SHARE:
            plan = self._pusher.plan(group, taste, rng)
            if plan is None:
                return 1, False
            others = plan.others
        moved = [option.service for each in (group, *others) for option in each]
        touched = Touched(frozenset(moved))
        touched.look(board)
        kept = self._snapshot()
        if plan is None:
            shifted = self._shifter.shift(group, taste, rng)
        else:
            shifted = self._pusher.push(plan, taste, rng)
        if shifted is None:
            return 1, False
        accepted, better = self._judge(touched, used, kept)
        if not accepted:
            self._shifter.restore(shifted)
        return 1 + len(others), better

    def _put_up_again(self, seed: str, used: float) -> tuple[int, bool]:
        """Take some services down and put them up again."""
        builder = self.builder
        board, placer = builder.board, builder.placer
        home = self._going_home and builder.rng.random() < HOME_SHARE
        others = builder.away_from_home(seed) if home else builder.choose(seed)
        todo = [seed, *others]
        todo = [each for each in todo if each in board.taken]
        unit = builder.known.unit
        touched = Touched(frozenset(one for each in todo for one in unit(each)))
        touched.look(board)
        kept = self._snapshot()
        back = {service_id: builder.remove(service_id) for service_id in todo}
        placer.taste = builder.rng.choice(self._tastes)
        todo = todo if home else builder.shuffled(todo)
        placer.wait_for(todo)
        if all(placer.insert(each) for each in todo):
            accepted, better = self._judge(touched, used, kept)
            if accepted:
                return len(todo), better
        builder.restore(todo, back)
        return len(todo), False

    def _snapshot(self) -> Timetable | None:
        """The schedule as it stands, where it is the best and may be left."""
        if self._kept is None and self.value == self.best:
            return self.builder.board.timetable()
        return None

    def _judge(
        self, touched: Touched, used: float, kept: Timetable | None
    ) -> tuple[bool, bool]:
        """Whether what stands now is accepted, and whether it is a new best."""
        touched.look(self.builder.board)
        parts = self.tally.count(touched)
        change = self.tally.change(parts)
        worse = self.level.value(change)
        if not (self._holds(change) and self._accepts(worse, used)):
            return False, False
        self.tally.accept(parts)
        self.value += worse
        if worse > 0 and kept is not None:
            self._kept = kept
        if self.value < self.best:
            self.best = self.value
            self._kept = None
            return True, True
        return True, False

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
            weight * self.tally.of(measure, each)
            for measure, weight in self.level.weights
            for each in self.builder.known.unit(service_id)
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
