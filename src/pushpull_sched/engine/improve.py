"""Improve one level of the policy by neighbourhoods, the levels above held."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.service import Service
from pushpull_sched.engine.neighbourhoods import NEIGHBOURHOODS, Surroundings, choose
from pushpull_sched.engine.offers import Width
from pushpull_sched.engine.search import HeldLevel, Search
from pushpull_sched.engine.solver import Found
from pushpull_sched.engine.step import Better, Fill, Serve
from pushpull_sched.model.levels import missed_by

SMALLEST, LARGEST = 4, 60
"""Services opened in one step, at least and at most."""
STEP_SECONDS = 0.5
"""Limit of one step."""
FIRST_SIZE = 24
"""Services opened in the first step."""
PACK_SHARE = 0.3
"""Share of the failed steps after which the surroundings are packed."""
FINE_SHARE = 0.3
"""Share of the steps in which every start of the grid is offered."""
WIDE_SHARE = 0.2
"""Share of the steps in which every qualified provider is offered."""
PROVIDERS = 2
"""Providers offered beside a service's own in the other steps."""


def goal_for(search: Search, level: Level, held: Sequence[HeldLevel]) -> Better:
    """The goal of a step, with the room that the held levels still have."""
    return Better(
        level=level,
        held=tuple(
            (above.level, max(0, above.limit - search.value(above.level)))
            for above in held
        ),
    )


def complete(search: Search, until: Callable[[], bool]) -> None:
    """Repair an incomplete schedule around the services that are short.

    A step asks to serve one of them in full without making another worse. Where that
    fails, a step that packs the surroundings into fewer provider minutes makes room.
    """
    size = FIRST_SIZE
    while not search.over() and not until():
        short = short_services(search)
        if not short:
            return
        seed = search.rng.choice(short)
        around = Surroundings(search.atlas, search.now, search.rng)
        look = search.rng.choice(NEIGHBOURHOODS)
        free = choose(around, look, seed, size) | {seed}
        width = _width_around(search, free, seed)
        goal = Serve(services=frozenset({seed}))
        stepped = search.take(free, goal, STEP_SECONDS, width)
        if stepped.answer.solved:
            search.report(Measure.MINUTES_SHORT.value, search.minutes_short(), 0)
            search.hand_out()
        elif search.rng.random() < PACK_SHARE:
            search.take(free - {seed}, Fill(first=False), STEP_SECONDS / 2, width)
        size = _next_size(size, stepped.answer.found)


def _width_around(search: Search, free: Collection[str], seed: str) -> Width:
    """Offer a service that is short everything; those in its way mostly their own."""
    fine = search.rng.random() < FINE_SHARE
    others = PROVIDERS if search.rng.random() < WIDE_SHARE else 0
    width = search.narrow(free, others, fine=fine)
    return replace(width, few={s: few for s, few in width.few.items() if s != seed})


def _width(search: Search, free: Collection[str]) -> Width:
    """Mostly few providers and starts that touch something; sometimes everything."""
    fine = search.rng.random() < FINE_SHARE
    if search.rng.random() < WIDE_SHARE:
        return Width(fine=fine)
    return search.narrow(free, PROVIDERS, fine=fine)


def short_services(search: Search) -> list[str]:
    """Services that fall short in the schedule at hand."""
    return [s.id for s in search.atlas.services if search.missing(s) > 0]


def improve(
    search: Search,
    level: Level,
    held: Sequence[HeldLevel],
    bound: Callable[[], int],
    until: float,
) -> None:
    """Take steps until the level meets its bound or the time for it is over."""
    size = SMALLEST * 3
    costs = _costs(search, level)
    while not search.over() and search.elapsed < until:
        value = search.value(level)
        if value <= bound():
            return
        services = search.atlas.services
        if not services:
            return
        seed = search.rng.choices(services, [costs(service) for service in services])[0]
        around = Surroundings(search.atlas, search.now, search.rng)
        free = choose(around, search.rng.choice(NEIGHBOURHOODS), seed.id, size)
        stepped = search.try_out(
            free,
            goal_for(search, level, held),
            STEP_SECONDS,
            _width(search, free),
        )
        if search.keep_if_better(stepped.timetable, level, held):
            search.report(level.name, search.value(level), bound())
            search.hand_out()
        size = _next_size(size, stepped.answer.found)


def _costs(search: Search, level: Level) -> Callable[[Service], float]:
    """How likely a service is to be the seed: by what it costs at the level."""
    missed = {measure for measure, _ in level.weights} & {
        Measure.MISSED,
        Measure.MISSED_CORE,
        Measure.LRE,
        Measure.PULL_OUT,
    }

    def cost(service: Service) -> float:
        if not missed:
            return 1.0
        taken = search.now.taken.get(service.id, ())
        return 1.0 + sum(missed_by(search.atlas, option) for option in taken)

    return cost


def _next_size(size: int, found: Found) -> int:
    """Open more where a step was solved to the end, fewer where time ran out."""
    if found in {Found.BEST, Found.NONE_EXISTS}:
        return min(LARGEST, size + 1)
    return max(SMALLEST, size - 2)
