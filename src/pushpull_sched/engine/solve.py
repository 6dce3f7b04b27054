"""The pipeline: first schedule, complete, then level by level, each with its bound."""

import time
from collections.abc import Callable, Mapping
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


def solve(  # noqa: PLR0913 - what a caller may watch and steer, all by keyword
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
        stopped = (
            f"The search stopped early: {fault}. The schedule shown was verified "
            "before that. Please report this."
        )
        reasons = (stopped,)
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
    ladder = _Ladder(search)
    levels = search.params.policy.levels
    for level in levels:
        ladder.take(level, last=level is levels[-1])
        search.hand_out(at_once=True)
    return tuple(ladder.stages)


class _Ladder:
    """The levels taken so far, and what their bounds rest on."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.bounds = StudentBounds(search.atlas)
        self.whole = Whole(search)
        self.held: list[HeldLevel] = []
        self.seen: list[Held] = []
        self.stages: list[Stage] = []

    def take(self, level: Level, *, last: bool) -> None:
        """Improve one level, prove what can be proven of it, and hold it."""
        search = self.search
        began = search.elapsed
        first = not self.held
        share = 1.0 if last else COMPLETE_SHARE if first else LEVEL_SHARE
        until = began + share * max(search.remaining, 0.0)
        if first:
            complete(search, lambda: search.elapsed > until)
        best: Mapping[str, int] = {}
        bound = 0
        if search.value(level) > 0:
            best = self._bests(level, first=first)
            bound = self._bound(level, sum(best.values()), until)
            improve(search, level, self.held, lambda: bound, until)
        value = search.value(level)
        limit = level.tolerance.limit(value)
        self.held.append(HeldLevel(level=level, limit=limit))
        self.seen.append(Held(level=level, limit=limit, best=best))
        self.stages.append(
            Stage(
                level=level.name,
                value=value,
                bound=min(bound, value),
                status=StageStatus.PROVEN if bound >= value else StageStatus.IMPROVED,
                seconds=search.elapsed - began,
            )
        )
        search.report(level.name, value, min(bound, value))

    def _bests(self, level: Level, *, first: bool) -> Mapping[str, int]:
        """Each student's own best; only of those who lack something at level 1."""
        only = _short_students(self.search) if first else None
        search = self.search
        seed = search.params.seed
        return self.bounds.bests(level, self.seen, seed, search.over, only) or {}

    def _bound(self, level: Level, bound: int, until: float) -> int:
        """The larger of a bound and that of the model of everything, if affordable."""
        search = self.search
        if search.value(level) <= bound or not self.whole.affordable:
            return bound
        seconds = EXACT_SHARE * max(until - search.elapsed, 0.0)
        return max(bound, self.whole.settle(level, self.held, seconds))


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
