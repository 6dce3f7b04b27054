"""Improve one level of the policy by neighbourhoods, the levels above held."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.service import Service
from pushpull_sched.engine.annealing import improve_on
from pushpull_sched.engine.bench import Anneal, Limits
from pushpull_sched.engine.inclusion import counts_inclusion
from pushpull_sched.engine.neighbourhoods import NEIGHBOURHOODS, Surroundings, choose
from pushpull_sched.engine.offers import Width
from pushpull_sched.engine.rebuild import Rebuilder
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
PATIENCE = 2.0
"""Seconds without a step forward after which completing turns to other means."""
USUAL = 250
"""Services up to which moves are so quick; with more of them the patience grows."""
PROBE_SECONDS, PROBE_SHARE = 2.0, 0.15
"""The first, short search at a level: seconds at most, and share of its time."""
FAILURES = 6
"""Exact steps in a row without a gain after which a level is left."""
BOARD_SHARE, INCLUSION_BOARD_SHARE = 0.9, 0.7
"""Share of a level's time for moves on the board; of one that only counts pull-out of
services with an open setting, where exact steps gain more."""
CREW_GRACE = 1.0
"""Seconds that the crew's answers are waited for."""
WORTH_A_TASK = 1.0
"""Seconds of search from which the crew is asked to help."""
PACK_SHARE = 0.3
"""Share of the failed steps after which the surroundings are packed."""
FINE_SHARE = 0.3
"""Share of the steps in which every start of the grid is offered."""
WIDE_SHARE = 0.2
"""Share of the steps in which every qualified provider is offered."""
PROVIDERS = 2
"""Providers offered beside a service's own in the other steps."""

OF_CLASSES = frozenset(
    {Measure.MISSED, Measure.MISSED_CORE, Measure.LRE, Measure.PULL_OUT}
)
"""Measures that are high where class minutes are missed."""


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

    Moves on the board first; while they find nothing for a while, exact steps around
    one service that is short: serve it in full without making another worse, or pack
    its surroundings into fewer provider minutes.
    """
    order = search.order
    patience = PATIENCE
    size = max(1.0, len(order) / USUAL)
    while not (search.over() or until()):
        short = short_services(search)
        if not short:
            return
        if not all(map(search.is_served, order)):
            _rebuild(search, order, patience * size, until)
        _serve_by_steps(search, patience, until)
        patience *= 2


def _rebuild(
    search: Search,
    order: list[str],
    patience: float,
    until: Callable[[], bool],
) -> None:
    """Moves on the board, until nothing has got better for a while."""
    builder = Rebuilder(search.known, search.now, order, search.rng)
    builder.blame.update(search.blame)
    missing = [each for each in order if not search.is_served(each)]
    for service_id in missing:
        builder.take_down(service_id)
    best, since = len(missing), search.elapsed

    def give_up(left: int) -> bool:
        nonlocal best, since
        if left < best:
            best, since = left, search.elapsed
        return search.over() or until() or search.elapsed - since > patience

    missing = builder.complete(missing, give_up, search.spend_moves)
    search.blame = builder.blame - Counter(order)
    builder.fill(missing)
    before = search.now, search.minutes_short()
    search.keep(builder.board.timetable())
    if search.minutes_short() > before[1]:
        search.keep(before[0])
    search.report(Measure.MINUTES_SHORT.value, search.minutes_short(), 0)
    search.hand_out()


def _serve_by_steps(search: Search, patience: float, until: Callable[[], bool]) -> None:
    """Exact steps around services that are short, for a while."""
    size = FIRST_SIZE
    since = search.elapsed
    while not (search.over() or until() or search.elapsed - since > patience):
        short = sorted(short_services(search))
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
            since = search.elapsed
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


def short_services(search: Search) -> frozenset[str]:
    """Services that fall short in the schedule at hand."""
    return frozenset(s.id for s in search.atlas.services if search.missing(s) > 0)


def improve(
    search: Search,
    level: Level,
    held: Sequence[HeldLevel],
    enough: Callable[[int], bool],
    until: float,
) -> None:
    """Improve a level until it is good enough or the time for it is over.

    A short search on the board shows whether there is anything to gain; then a long
    one, then exact steps, which see further.
    """
    before, began = search.value(level), search.elapsed
    probe = began + min(PROBE_SECONDS, PROBE_SHARE * (until - began))
    improve_on_board(search, level, held, enough, probe)
    if search.value(level) < before:
        share = INCLUSION_BOARD_SHARE if counts_inclusion(level) else BOARD_SHARE
        middle = search.elapsed + share * (until - search.elapsed)
        improve_on_board(search, level, held, enough, middle)
    _improve_by_steps(search, level, held, enough, until)


def improve_on_board(
    search: Search,
    level: Level,
    held: Sequence[HeldLevel],
    enough: Callable[[int], bool],
    until: float,
) -> None:
    """Improve a level by moves on the board alone, the crew beside."""
    order = [
        each
        for each in search.order
        if each in search.now.taken and search.is_served(each)
    ]
    began = search.elapsed
    if not order or until <= began or search.over():
        return
    limits = tuple((above.level, above.limit) for above in held)
    helped = _ask_crew(search, order, level, limits, until - began)
    builder = Rebuilder(search.known, search.now, order, search.rng)

    def progress() -> float:
        return 1.0 if search.over() else (search.elapsed - began) / (until - began)

    best = improve_on(
        builder,
        level,
        limits,
        progress,
        enough,
        search.spend_moves,
        lambda value: search.report(level.name, value, None),
    )
    search.keep_if_better(best, level, held)
    deadline = search.elapsed + CREW_GRACE
    while len(search.arrived) < helped and search.elapsed < deadline:
        search.absorb(CREW_GRACE / 4)
    for timetable in search.arrived:
        search.keep_if_better(timetable, level, held)
    search.arrived.clear()
    search.hand_out()


def _ask_crew(
    search: Search, order: list[str], level: Level, held: Limits, seconds: float
) -> int:
    """Let idle members search as well, each with a seed of its own; how many do."""
    if search.crew is None or seconds < WORTH_A_TASK:
        return 0
    return search.crew.anneal(
        [
            Anneal(
                now=search.now,
                order=tuple(order),
                level=level,
                held=held,
                seconds=seconds,
                seed=search.rng.randrange(1 << 30),
            )
            for _ in range(search.crew.size)
        ]
    )


def _improve_by_steps(
    search: Search,
    level: Level,
    held: Sequence[HeldLevel],
    enough: Callable[[int], bool],
    until: float,
) -> None:
    size = SMALLEST * 3
    costs = _costs(search, level)
    services = search.atlas.services
    failures = 0
    while services and not search.over() and search.elapsed < until:
        if enough(search.value(level)) or failures >= FAILURES:
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
        if search.step_forward(stepped.timetable, level, held):
            failures = -1
        failures += 1
        size = _next_size(size, stepped.answer.found)


def _costs(search: Search, level: Level) -> Callable[[Service], float]:
    """How likely a service is to be the seed: by what it costs at the level."""
    measures = {measure for measure, _ in level.weights}
    baseline = search.atlas.baseline

    def cost(service: Service) -> float:
        taken = search.now.taken.get(service.id, ())
        result = 1.0
        if measures & OF_CLASSES:
            result += sum(missed_by(search.atlas, option) for option in taken)
        if Measure.MOVED in measures:
            result += baseline.moved(service.id, taken)
        return result

    return cost


def _next_size(size: int, found: Found) -> int:
    """Open more where a step was solved to the end, fewer where time ran out."""
    if found in {Found.BEST, Found.NONE_EXISTS}:
        return min(LARGEST, size + 1)
    return max(SMALLEST, size - 2)
