"""The pipeline: first schedule, complete, then level by level, each with its bound."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from pushpull_sched.counting.staffing import staffing_of
from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.result import (
    Params,
    Progress,
    SolveResult,
    SolveStatus,
    Stage,
    StageStatus,
)
from pushpull_sched.domain.school import School
from pushpull_sched.engine.construct import (
    bound_together,
    pinned,
    without_choice,
)
from pushpull_sched.engine.ladder import Ladder
from pushpull_sched.engine.offers import Width
from pushpull_sched.engine.reasons import pins_clash, why_short
from pushpull_sched.engine.rebuild import Rebuilder
from pushpull_sched.engine.same_rooms import time_for_rooms, to_same_rooms
from pushpull_sched.engine.search import (
    Disagreement,
    Search,
    status_of,
)
from pushpull_sched.engine.solver import Found, Presolve, run
from pushpull_sched.engine.staying import Staying, counts_moved
from pushpull_sched.engine.step import Fill, Serve, open_model
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import build, read
from pushpull_sched.model.earlier import legal_part, timetable_of
from pushpull_sched.model.options import options_of
from pushpull_sched.model.timetable import Timetable

START_SHARE = 0.15
"""Share of the time for what can stay of an earlier schedule."""
MOVED = Level(name="as before", weights=((Measure.MOVED, 1),))
"""What is kept at the start where the policy has no such level."""
PIN_SECONDS = 5.0
"""Limit for placing the pinned sessions alone."""
BATCH_SECONDS = 0.5
"""Limit for placing one batch of the first schedule."""
PROVIDERS = 2
"""Providers offered to a batch: the least loaded ones."""


def solve(  # noqa: PLR0913 - what a caller may watch and steer, all by keyword
    school: School,
    params: Params,
    *,
    on_progress: Callable[[Progress], None] = lambda _: None,
    on_incumbent: Callable[[SolveResult], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
    should_stop: Callable[[], bool] = lambda: False,
    with_needs: bool = True,
) -> SolveResult:
    """Make the best schedule that can be found in the time given.

    Args:
        school: The instance, without errors.
        params: Time limit, seed, policy.
        on_progress: Told about every step forward.
        on_incumbent: Handed every verified schedule better than the last.
        clock: Seconds of a steady clock.
        should_stop: Asked often; True ends the run with the best schedule so far.
        with_needs: Count what each role needs at the least.

    Returns:
        A result whose schedule has passed the verifier. Infeasible (only where pins
        clash) and unknown are answers, not exceptions.
    """
    search = Search(
        atlas=Atlas(school, params.baseline or ()),
        params=params,
        clock=clock,
        on_progress=on_progress,
        on_incumbent=on_incumbent or (lambda _: None),
        asked_to_stop=should_stop,
    )
    search.kept_back = time_for_rooms(search)
    search.report("first schedule", None, None)
    stages: tuple[Stage, ...] = ()
    reasons: tuple[str, ...] = ()
    try:
        _start_from(search)
        blocked = _place_pins(search)
        if blocked is not None:
            return replace(blocked, seconds=search.elapsed, interrupted=should_stop())
        _construct(search)
        stages = _levels(search, with_needs=with_needs)
        search.hand_out(at_once=True)
        search.kept_back = 0.0
        to_same_rooms(search)
    except Disagreement as fault:
        stopped = (
            f"The search stopped early: {fault}. The schedule shown was verified "
            "before that. Please report this."
        )
        reasons = (stopped,)
    return _result(search, stages, reasons)


def _start_from(search: Search) -> None:
    """Keep as much of an earlier schedule as is still legal together."""
    rows = search.params.baseline
    if rows is None:
        return
    search.keep(legal_part(timetable_of(search.atlas, rows), search.broken))
    levels = filter(counts_moved, search.params.policy.levels)
    staying = Staying(search, next(levels, MOVED))
    found = staying.begin(START_SHARE * search.remaining)
    if found is not None:
        search.keep(legal_part(found, search.broken))
    search.report("earlier schedule", search.minutes_short(), None)


def _place_pins(search: Search) -> SolveResult | None:
    """Place the pinned services; a result where they cannot stand together.

    The pinned sessions alone are tried first. Only where they do not fit are the
    pinned services given all their options.
    """
    free = pinned(search.atlas)
    if not free or search.pins_stand() or _stand_alone(search, free):
        return None
    # Whoever else stands (an earlier schedule) may not decide what can be pinned.
    search.keep(Timetable())
    found, placed = _place_pinned(search, free)
    if placed is not None:
        search.keep(placed)
        return None
    if found is Found.NONE_EXISTS:
        alone = [
            each
            for each in free
            if not search.over()
            and _place_pinned(search, [each])[0] is Found.NONE_EXISTS
        ]
        return SolveResult(
            status=SolveStatus.INFEASIBLE,
            reasons=pins_clash(search.atlas, alone),
            needs=staffing_of(search.atlas),
        )
    return SolveResult(
        status=SolveStatus.UNKNOWN,
        reasons=("No way to place the pinned sessions was found in the time given.",),
    )


def _place_pinned(
    search: Search, services: Sequence[str]
) -> tuple[Found, Timetable | None]:
    """Look for places of pinned services with all their options.

    That there are none takes two searches, one of them without presolve.
    """
    found = []
    for presolve in (Presolve.LIGHT, Presolve.OFF):
        model = open_model(search.atlas, search.now, services)
        effort = replace(search.effort(search.remaining / 2), presolve=presolve)
        answer = run(model, replace(effort, hinted=False), search.over)
        search.spend_step(answer)
        if answer.solved:
            return answer.found, read(model, answer.value, search.now)
        found.append(answer.found)
    none = all(each is Found.NONE_EXISTS for each in found)
    return Found.NONE_EXISTS if none else Found.NOTHING, None


def _stand_alone(search: Search, services: list[str]) -> bool:
    """Place the pinned sessions and no others of their services, if that is legal."""
    wanted = {(pin.service, pin.day, pin.start) for pin in search.atlas.school.pins}
    options = {
        service_id: [
            option
            for option in options_of(
                search.atlas, search.atlas.school.service[service_id]
            )
            if any((service_id, s.day, s.start) in wanted for s in option.slots)
        ]
        for service_id in services
    }
    model = build(search.atlas, search.now, options)
    effort = replace(search.effort(PIN_SECONDS), hinted=False)
    answer = run(model, effort, search.over)
    search.spend_step(answer)
    if answer.solved:
        search.keep(read(model, answer.value, search.now))
    return answer.solved


def _construct(search: Search) -> None:
    """The first schedule: one service after the other, but for those bound together.

    These are placed by the exact model, after the services with hardly a choice.
    """
    first = set(without_choice(search.known))
    _place_in_order(search, [each for each in search.order if each in first])
    for bound in bound_together(search.known):
        _place(search, bound)
    _place_in_order(search, search.order)
    search.report("first schedule", search.minutes_short(), None)
    search.hand_out(at_once=True)


def _place_in_order(search: Search, order: list[str]) -> None:
    builder = Rebuilder(search.known, search.now, order, search.rng)
    builder.place_all(search.over, search.spend_moves)
    search.keep(builder.board.timetable())


def _place(search: Search, bound: Sequence[str]) -> None:
    """Place services that are bound together: in full where that can be found."""
    if search.over() or not any(search.missing_of(each) > 0 for each in bound):
        return
    goal = Serve(services=frozenset(bound))
    for width in (search.narrow(bound, PROVIDERS, fine=False), Width(fine=True)):
        if search.take(bound, goal, BATCH_SECONDS, width).answer.solved:
            return
    search.take(bound, Fill(), BATCH_SECONDS)


def _levels(search: Search, *, with_needs: bool) -> tuple[Stage, ...]:
    """Take the levels in order, the ones above held, as often as it is worth it."""
    ladder = Ladder(search)
    levels = search.params.policy.levels
    climbing = True
    try:
        while climbing:
            for level in levels:
                ladder.take(level, last=level is levels[-1])
                search.hand_out(at_once=True)
                if with_needs and search.needs is None:
                    search.needs = staffing_of(search.atlas)
            climbing = ladder.start_again()
        return ladder.stages()
    finally:
        if search.crew is not None:
            search.crew.close()


def _stage_of(stage: Stage, value: int) -> Stage:
    """A stage with the value of the schedule that is answered."""
    status = stage.status
    if stage.bound >= value:
        status = StageStatus.PROVEN
    elif status is StageStatus.PROVEN:
        status = StageStatus.IMPROVED
    return replace(stage, value=value, bound=min(stage.bound, value), status=status)


def _result(
    search: Search, stages: tuple[Stage, ...], reasons: tuple[str, ...]
) -> SolveResult:
    if search.best is None:
        return SolveResult(
            status=SolveStatus.UNKNOWN,
            reasons=reasons or ("No schedule was found in the time given.",),
            seconds=search.elapsed,
            interrupted=search.asked_to_stop(),
        )
    timetable, verdict = search.best
    search.keep(timetable)
    return SolveResult(
        status=status_of(verdict),
        schedule=search.schedule,
        verdict=verdict,
        stages=tuple(
            _stage_of(stage, level.value(verdict.measures))
            for stage, level in zip(stages, search.params.policy.levels, strict=False)
        ),
        reasons=reasons,
        service_reasons=why_short(search.atlas, timetable, verdict),
        needs=search.needs,
        seconds=search.elapsed,
        interrupted=search.asked_to_stop(),
    )
