"""The whole school as one model: affordable for small schools, and then a proof."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.engine.improve import goal_for
from pushpull_sched.engine.search import HeldLevel, Search
from pushpull_sched.engine.solver import LINEAR, Effort, Found, Presolve, run
from pushpull_sched.engine.step import post
from pushpull_sched.model.build import build, read
from pushpull_sched.model.options import options_by_anyone, options_of
from pushpull_sched.model.slots import Option
from pushpull_sched.model.variables import Model, Total

AFFORDABLE = 25_000
"""Options of the whole school up to which one model of everything is tried."""
OPTIONS_A_SECOND = 5_000
"""Options that go with a second at least: building the model takes half of it."""


class Whole:
    """The whole school, its options made once."""

    def __init__(self, search: Search) -> None:
        self.search = search

    @cached_property
    def _options(self) -> Mapping[str, list[Option]]:
        return {
            service.id: options_of(self.search.atlas, service)
            for service in self.search.atlas.services
        }

    def model(self) -> Model:
        """A new model of everything around the schedule at hand."""
        return build(self.search.atlas, self.search.now, self._options)

    @cached_property
    def affordable(self) -> bool:
        """Whether one model of everything is worth its time."""
        count = 0
        for service in self.search.atlas.services:
            count += len(options_by_anyone(self.search.atlas, service))
            if count > AFFORDABLE:
                return False
        return sum(map(len, self._options.values())) <= AFFORDABLE

    def settle(self, level: Level, held: Sequence[HeldLevel], seconds: float) -> int:
        """Improve a level and return a proven lower bound for it (0 at least).

        Args:
            level: The level.
            held: Levels above.
            seconds: Limit; nothing is done where the model could hardly be built.
        """
        search = self.search
        if sum(map(len, self._options.values())) > seconds * OPTIONS_A_SECOND:
            return 0
        latest = search.elapsed + seconds
        model = self.model()
        post(model, search.atlas, goal_for(search, level, held))
        left = seconds if search.params.deterministic else latest - search.elapsed
        effort = replace(search.effort(left), presolve=Presolve.FULL, searches=LINEAR)
        answer = run(model, effort, search.over)
        search.spend_step(answer)
        if answer.solved:
            search.keep_if_better(read(model, answer.value, search.now), level, held)
            search.hand_out()
        bound = max(0, answer.bound or 0)
        if not model.exact and any(_counts_churn(above.level) for above in held):
            # Churn left out of a held level would make the model too tight.
            return 0
        if bound and _is_claim(level) and not self._confirmed(level, held, bound):
            return 0
        return bound

    def _confirmed(self, level: Level, held: Sequence[HeldLevel], bound: int) -> bool:
        """Ask a second way whether anything below the bound exists."""
        search = self.search
        model = self.model()
        aim = post(model, search.atlas, goal_for(search, level, held)) or Total()
        model.drop_objective()
        model.cp.add(aim.expression <= bound - 1)
        effort = search.effort(max(5.0, search.remaining / 4))
        second = Effort(
            seconds=effort.seconds,
            workers=1,
            seed=effort.seed,
            presolve=Presolve.OFF,
            linear=2,
            deterministic=effort.deterministic,
        )
        answer = run(model, second, search.over)
        search.spend_step(answer)
        return answer.found is Found.NONE_EXISTS


def _counts_churn(level: Level) -> bool:
    return any(measure is Measure.CHURN for measure, _ in level.weights)


def _is_claim(level: Level) -> bool:
    """Whether a bound above 0 says that a promise to a child cannot be kept."""
    return any(measure is Measure.MINUTES_SHORT for measure, _ in level.weights)
