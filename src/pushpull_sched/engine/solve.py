"""The pipeline: first schedule, complete, then level by level, each with its bound."""

import time
from collections.abc import Callable
from dataclasses import replace

from pushpull_sched.domain.policy import Level
from pushpull_sched.domain.result import (
    Params,
    Progress,
    SolveResult,
    SolveStatus,
    Stage,
    StageStatus,
)
from pushpull_sched.domain.school import School
from pushpull_sched.engine.bounds import Held, StudentBounds
from pushpull_sched.engine.construct import batches, in_batches, pinned
from pushpull_sched.engine.exact import Whole
from pushpull_sched.engine.improve import complete, improve, short_services
from pushpull_sched.engine.offers import Width
from pushpull_sched.engine.reasons import pins_clash, why_short
from pushpull_sched.engine.search import (
    Disagreement,
    HeldLevel,
    Search,
    status_of,
)
from pushpull_sched.engine.solver import Found, Presolve, run
from pushpull_sched.engine.step import Fill, Serve, open_model
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import build, read
from pushpull_sched.model.options import options_of

PIN_SECONDS = 5.0
"""Limit for placing the pinned sessions alone."""
BATCH_SECONDS = 0.5
"""Limit for placing one batch of the first schedule."""
PROVIDERS = 2
"""Providers offered to a batch: the least loaded ones."""
COMPLETE_SHARE = 0.85
"""Share of the time that completing the schedule may take."""
LEVEL_SHARE = 0.5
"""Share of the remaining time that a level may take before the next one."""
EXACT_SHARE = 0.5
"""Share of a level's time for the model of everything, where it is affordable."""


def solve(
    school: School,
    params: Params,
    *,
    on_progress: Callable[[Progress], None] = lambda _: None,
    on_incumbent: Callable[[SolveResult], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
    should_stop: Callable[[], bool] = lambda: False,
) -> SolveResult:
    """Make the best schedule that can be found in the time given.

    Args:
        school: The instance, without errors.
        params: Time limit, seed, policy.
        on_progress: Told about every step forward.
        on_incumbent: Handed every verified schedule better than the last.
        clock: Seconds of a steady clock.
        should_stop: Asked often; True ends the run with the best schedule so far.

    Returns:
        A result whose schedule has passed the verifier. Infeasible (only where pins
        clash) and unknown are answers, not exceptions.
    """
    search = Search(
        atlas=Atlas(school),
        params=params,
        clock=clock,
        on_progress=on_progress,
        on_incumbent=on_incumbent or (lambda _: None),
        asked_to_stop=should_stop,
    )
    search.report("first schedule", None, None)
    stages: tuple[Stage, ...] = ()
    reasons: tuple[str, ...] = ()
    try:
        blocked = _place_pins(search)
        if blocked is not None:
            return replace(blocked, seconds=search.elapsed, interrupted=should_stop())
        _construct(search)
        stages = _levels(search)
        search.hand_out(at_once=True)
    except Disagreement as fault:
        reasons = (
            f"The search stopped early: {fault}. The schedule shown was verified "
            "before that. Please report this.",
        )
    return _result(search, stages, reasons)


def _place_pins(search: Search) -> SolveResult | None:
    """Place the pinned services; a result where they cannot stand together.

    The pinned sessions alone are tried first. Only where they do not fit are the
    pinned services given all their options, and then "impossible" takes two searches.
    """
    free = pinned(search.atlas)
    if not free or _stand_alone(search, free):
        return None
    found = []
    for presolve in (Presolve.LIGHT, Presolve.OFF):
        model = open_model(search.atlas, search.now, free)
        effort = replace(search.effort(search.remaining / 2), presolve=presolve)
        answer = run(model, replace(effort, hinted=False), search.over)
        if answer.solved:
            search.keep(read(model, answer.value, search.now))
            return None
        found.append(answer.found)
    if all(each is Found.NONE_EXISTS for each in found):
        return SolveResult(
            status=SolveStatus.INFEASIBLE, reasons=pins_clash(search.atlas)
        )
    return SolveResult(
        status=SolveStatus.UNKNOWN,
        reasons=("No way to place the pinned sessions was found in the time given.",),
    )


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
    if answer.solved:
        search.keep(read(model, answer.value, search.now))
    return answer.solved


def _construct(search: Search) -> None:
    """Place batch after batch around what is placed already."""
    for batch in [*in_batches(pinned(search.atlas)), *batches(search.atlas)]:
        if search.over():
            return
        _place(search, batch)
        width = search.narrow(batch, 0, fine=False)
        search.take(batch, Fill(first=False), BATCH_SECONDS / 2, width)
        search.report("first schedule", search.minutes_short(), None)
    search.hand_out(at_once=True)


def _place(search: Search, batch: list[str]) -> None:
    """Place a batch in full; where that fails, its halves one after the other."""
    if search.over():
        return
    goal = Serve(services=frozenset(batch))
    alone = len(batch) == 1
    width = search.narrow(batch, PROVIDERS, fine=False)
    for tried in (width, Width(fine=True)) if alone else (width,):
        if search.take(batch, goal, BATCH_SECONDS, tried).answer.solved:
            return
    if alone:
        search.take(batch, Fill(), BATCH_SECONDS)
        return
    middle = len(batch) // 2
    _place(search, batch[:middle])
    _place(search, batch[middle:])


def _levels(search: Search) -> tuple[Stage, ...]:
    """Take the levels in order, each with its bound, the ones above held."""
    bounds = StudentBounds(search.atlas)
    whole = Whole(search)
    held: list[HeldLevel] = []
    seen: list[Held] = []
    stages: list[Stage] = []
    levels = search.params.policy.levels
    for place, level in enumerate(levels):
        began = search.elapsed
        last = place == len(levels) - 1
        bound = _take_level(search, level, held, seen, bounds, whole, last=last)
        value = search.value(level)
        limit = level.tolerance.limit(value)
        held.append(HeldLevel(level=level, limit=limit))
        stages.append(
            Stage(
                level=level.name,
                value=value,
                bound=min(bound, value),
                status=StageStatus.PROVEN if bound >= value else StageStatus.IMPROVED,
                seconds=search.elapsed - began,
            )
        )
        search.report(level.name, value, min(bound, value))
        search.hand_out(at_once=True)
    return tuple(stages)


def _take_level(
    search: Search,
    level: Level,
    held: list[HeldLevel],
    seen: list[Held],
    bounds: StudentBounds,
    whole: Whole,
    *,
    last: bool,
) -> int:
    """Improve one level and return its proven bound."""
    bound = 0
    first = not held
    share = 1.0 if last else COMPLETE_SHARE if first else LEVEL_SHARE
    until = search.elapsed + share * max(search.remaining, 0.0)
    if first:
        complete(search, lambda: search.elapsed > until)
    if search.value(level) > 0:
        only = _short_students(search) if first else None
        bests = bounds.bests(level, seen, search.params.seed, search.over, only)
        if bests is not None:
            bound = sum(bests.values())
            seen.append(Held(level=level, limit=0, best=bests))
        if whole.affordable and search.value(level) > bound:
            seconds = EXACT_SHARE * max(until - search.elapsed, 0.0)
            bound = max(bound, whole.settle(level, held, seconds))
        improve(search, level, held, lambda: bound, until)
    if seen and seen[-1].level is level:
        limit = level.tolerance.limit(search.value(level))
        seen[-1] = replace(seen[-1], limit=limit)
    elif search.value(level) == 0:
        limit = level.tolerance.limit(0)
        seen.append(Held(level=level, limit=limit, best={}))
    return bound


def _stage_of(stage: Stage, value: int) -> Stage:
    """A stage with the value of the schedule that is answered."""
    proven = StageStatus.PROVEN if stage.bound >= value else StageStatus.IMPROVED
    return replace(stage, value=value, bound=min(stage.bound, value), status=proven)


def _short_students(search: Search) -> frozenset[str]:
    school = search.atlas.school
    return frozenset(
        school.service[service_id].student or ""
        for service_id in short_services(search)
    )


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
        seconds=search.elapsed,
        interrupted=search.asked_to_stop(),
    )
