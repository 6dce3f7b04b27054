"""One step of the search: open some services, hold the others, solve exactly."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from pushpull_sched.domain.policy import Level
from pushpull_sched.engine.offers import FULL_WIDTH, Offers, Width
from pushpull_sched.engine.solver import Answer, Effort, run
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import build, read
from pushpull_sched.model.levels import level_total, minutes_short
from pushpull_sched.model.options import options_of
from pushpull_sched.model.timetable import Timetable
from pushpull_sched.model.variables import Model, Total

SHORT_WEIGHT = 1000
"""A minute short weighs as much as this many provider minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serve:
    """Serve some services in full, and no other worse than now; nothing to minimise.

    Full service as a hard demand is found many times sooner than through a penalty.
    """

    services: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """Leave as few minutes short as possible, in as few provider minutes as possible.

    Full groups leave time for what is still to be placed.

    Attributes:
        first: Minutes short may change; False keeps every service as served as it is.
    """

    first: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Better:
    """Improve one level.

    Attributes:
        level: The level.
        held: Levels above it, each with the amount by which it may worsen.
    """

    level: Level
    held: tuple[tuple[Level, int], ...] = ()


Goal = Serve | Fill | Better


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """What came of a step.

    Attributes:
        timetable: The new schedule, or the old one where nothing better was found.
        answer: The solver's word.
    """

    timetable: Timetable
    answer: Answer


def step(  # noqa: PLR0913 - one step has as many sides
    atlas: Atlas,
    now: Timetable,
    free: Collection[str],
    goal: Goal,
    effort: Effort,
    *,
    width: Width = FULL_WIDTH,
    should_stop: Callable[[], bool] = lambda: False,
) -> Stepped:
    """Reschedule the free services as well as possible around the others."""
    model = open_model(atlas, now, free, width)
    aim = post(model, atlas, goal)
    answer = run(model, replace(effort, hinted=aim is not None), should_stop)
    better = answer.solved and (
        aim is None or (answer.objective or 0) < model.total_now(aim)
    )
    return Stepped(
        timetable=read(model, answer.value, now) if better else now, answer=answer
    )


def open_model(
    atlas: Atlas, now: Timetable, free: Collection[str], width: Width = FULL_WIDTH
) -> Model:
    """Build the model in which the free services may change."""
    wanted = set(free)
    held = [
        (slot, [service for service in services if service not in wanted])
        for slot, services in now.members().items()
    ]
    offers = Offers(atlas, [item for item in held if item[1]], width)
    return build(
        atlas,
        now,
        {
            service.id: options_of(atlas, service, offers)
            for service in atlas.services
            if service.id in wanted
        },
        width.rooms,
    )


def post(model: Model, atlas: Atlas, goal: Goal) -> Total | None:
    """Post a goal; return what is minimised, None where any solution will do."""
    if isinstance(goal, Serve):
        _serve(model, goal.services)
        return None
    if isinstance(goal, Fill):
        if not goal.first:
            _serve(model, frozenset())
        aim = _filling(model, atlas)
    else:
        for level, slack in goal.held:
            total = level_total(model, atlas, level)
            if total.terms:
                model.cp.add(total.expression <= model.total_now(total) + slack)
        aim = level_total(model, atlas, goal.level)
    model.cp.minimize(aim.expression)
    return aim


def _serve(model: Model, services: frozenset[str]) -> None:
    for service_id in model.free_services:
        short = model.short[service_id]
        most = 0 if service_id in services else model.total_now(short)
        if short.terms:
            model.cp.add(short.expression <= most)
        elif short.constant > most:
            model.cp.add_bool_or([])


def _filling(model: Model, atlas: Atlas) -> Total:
    total = Total()
    total.extend(minutes_short(model, atlas), SHORT_WEIGHT)
    for slot in model.open_slots:
        total.add(model.held[slot], slot.minutes)
    return total
