"""Level after level: improve, prove what can be proven, hold, go on."""

from collections.abc import Callable
from dataclasses import replace

from pushpull_sched.domain.policy import Level
from pushpull_sched.domain.result import Stage, StageStatus
from pushpull_sched.engine.bench import Bench, Prove, proofs
from pushpull_sched.engine.crew import Crew
from pushpull_sched.engine.exact import Whole
from pushpull_sched.engine.homing import bring_home
from pushpull_sched.engine.improve import complete, improve, short_services
from pushpull_sched.engine.inclusion import counts_inclusion, include
from pushpull_sched.engine.search import HeldLevel, Search
from pushpull_sched.engine.staying import Staying, counts_moved

COMPLETE_SHARE = 0.85
"""Share of the time that completing the schedule may take."""
LEVEL_SHARE = 0.6
"""Share of the remaining time that a level may take before the next one."""
INCLUSION_SHARE = 0.15
"""Likewise for a level that only counts pull-out of services with an open setting."""
AGAIN_SHARE = 0.25
"""Share of the first level's time for further draws, with an earlier schedule."""
DRAW_SECONDS, MORE_PATIENCE = 0.5, 1.5
"""Limit of the first draw, and how much longer the next may take after one in vain."""
MOVED_SHARE = 0.8
"""Likewise for the level that only counts what is moved: after a change it is what
everybody asks about, and what follows is held by it."""
LEAST_MOVEMENT = ((True, 0.5), (False, 0.85), (True, 1.0))
"""Whether least movement is proven, or searched for, up to a share of its time."""
EXACT_SHARE = 0.5
"""Share of a level's time for the model of everything, where it is affordable."""
PROOF_SHARE = 0.25
"""Share of a level's time for its bound, where no second core proves it meanwhile."""
CLIMB_SHARE = 0.1
"""Share of the whole time that must be left for another climb."""
LOOK_EVERY = 0.5
"""Seconds between two looks at what the crew has proven."""


class Ladder:
    """The levels taken so far, and what their bounds rest on.

    Attributes:
        held: Levels that are done, with their limits.
    """

    def __init__(self, search: Search) -> None:
        self.search = search
        self.held: list[HeldLevel] = []
        self._whole = Whole(search)
        self._bench = Bench(search.atlas, deterministic=search.params.deterministic)
        self._taken: dict[Level, float] = {}
        self._asked: set[Prove] = set()
        self._reached: tuple[Stage, ...] = ()
        self._looked = 0.0

    def stages(self) -> tuple[Stage, ...]:
        """The levels taken, with the values of the schedule at hand."""
        self.search.absorb()
        return tuple(
            self._stage(level, seconds) for level, seconds in self._taken.items()
        )

    def start_again(self) -> bool:
        """Go back to the first level, unless nothing more is to be expected.

        Levels that gave up early leave time. Another climb is worth it while the last
        one got somewhere and not every level is good enough.
        """
        search, before = self.search, self._reached
        self._reached = tuple(replace(one, seconds=0.0) for one in self.stages())
        again = (
            search.remaining > CLIMB_SHARE * search.params.time_limit
            and not search.over()
            and self._reached != before
            and any(one.status is StageStatus.IMPROVED for one in self._reached)
        )
        if again:
            self.held.clear()
        return again

    def take(self, level: Level, *, last: bool) -> None:
        """Improve one level, prove what can be proven of it, and hold it."""
        search = self.search
        began = search.elapsed
        first = not self.held
        until = began + _share(level, first=first, last=last) * max(
            search.remaining, 0.0
        )
        if first and not self._taken:
            self._complete(until)
            search.hand_out(at_once=True)
            self._call_crew()
        elif first:
            self._complete_further(until)
        if not search.over():  # else what is left of the time is for writing
            self._improve(level, until)
        value = search.value(level)
        limit = level.tolerance.limit(value)
        if level.tolerance.amount:
            limit = min(limit, search.limits.get(level.name, limit))
            search.limits[level.name] = limit
        self.held.append(HeldLevel(level=level, limit=limit))
        self._taken[level] = self._taken.get(level, 0.0) + search.elapsed - began
        search.report(level.name, value, min(self._bound(level), value))

    def _improve(self, level: Level, until: float) -> None:
        """Make a level better, and ask how good it can be."""
        search, enough = self.search, self._enough(level)
        if search.value(level) > 0 and counts_moved(level):
            self._least_movement(level, enough, until)
        elif not enough(search.value(level)):
            self._prove(level, until)
            if counts_inclusion(level):
                include(
                    search,
                    level,
                    self.held,
                    lambda: search.elapsed > until or enough(search.value(level)),
                )
            improve(search, level, self.held, enough, until)

    def _complete(self, until: float) -> None:
        """Complete the schedule; with an earlier one several times, for least movement.

        Who has to make room for whom is drawn, and what of it comes home again later is
        a matter of luck: the best of several draws is a far better start. A draw that
        takes long has gone astray, and is given up for another one.
        """
        search = self.search
        levels = [one for one in search.params.policy.levels if counts_moved(one)]
        if search.params.baseline is not None and levels:
            self._draw(levels[0], until)
        complete(search, lambda: search.elapsed > until)

    def _complete_further(self, until: float) -> None:
        """Complete once more, where that gains something."""
        search = self.search
        before, short = search.now, search.minutes_short()
        complete(search, lambda: search.elapsed > until)
        if search.minutes_short() >= short:
            search.keep(before)

    def _draw(self, moved: Level, until: float) -> None:
        """Complete from the same start again and again; keep what moves least."""
        search, start = self.search, self.search.now
        latest = search.elapsed + AGAIN_SHARE * (until - search.elapsed)

        def worth() -> tuple[int, int]:
            return search.minutes_short(), search.value(moved)

        def late() -> bool:
            return search.elapsed > ends

        best, patience = (worth(), start), DRAW_SECONDS
        while search.elapsed < latest and best[0] > (0, self._bound(moved)):
            ends = min(latest, search.elapsed + patience)
            search.keep(start)
            complete(search, late)
            if best[0][0] and not search.minutes_short():
                search.hand_out(at_once=True)
            best = min(best, (worth(), search.now), key=lambda each: each[0])
            if best[0][0]:
                patience *= MORE_PATIENCE
        search.keep(best[1])

    def _least_movement(
        self, level: Level, enough: Callable[[int], bool], until: float
    ) -> None:
        """Prove it where the change is small; else search, then raise the bound."""
        search = self.search
        staying = Staying(search, level)
        began = search.elapsed
        for prove, share in LEAST_MOVEMENT:
            latest = began + share * (until - began)
            if enough(search.value(level)):
                return
            if prove:
                staying.settle(self.held, latest)
            else:
                bring_home(search, level, self.held, enough, latest)

    def _stage(self, level: Level, seconds: float) -> Stage:
        value = self.search.value(level)
        bound = min(self._bound(level), value)
        if bound >= value:
            status = StageStatus.PROVEN
        elif value - bound <= self.search.params.gap * value:
            status = StageStatus.CLOSE_ENOUGH
        else:
            status = StageStatus.IMPROVED
        return Stage(
            level=level.name, value=value, bound=bound, status=status, seconds=seconds
        )

    def _bound(self, level: Level) -> int:
        return self.search.proved.get(level.name, 0)

    def _enough(self, level: Level) -> Callable[[int], bool]:
        """Whether a value is proven best, or as near to it as was asked."""
        search = self.search
        gap = search.params.gap

        def enough(value: int) -> bool:
            if search.elapsed - self._looked > LOOK_EVERY:
                self._looked = search.elapsed
                search.absorb()
            return value - self._bound(level) <= gap * max(value, 1)

        return enough

    def _call_crew(self) -> None:
        """Start a process for each further core, where there is work for it."""
        search = self.search
        spare = search.threads - 1
        if spare > 0 and not self._whole.affordable and not search.over():
            atlas = search.atlas
            search.crew = Crew(atlas.school, atlas.old, spare)

    def _prove(self, level: Level, until: float) -> None:
        """Ask for a bound: of the crew, else here, for a share of the level's time."""
        search = self.search
        task = Prove(
            level=level,
            held=tuple((above.level, above.limit) for above in self.held),
            seed=search.params.seed,
            only=_short_students(search) if not self.held else None,
        )
        asked = task in self._asked
        self._asked.add(task)
        if search.crew is not None:
            if not asked:
                search.crew.prove(task)
            return
        latest = search.elapsed + PROOF_SHARE * (until - search.elapsed)

        def late() -> bool:
            search.spend_proof()
            return search.over() or search.elapsed > latest

        for found in () if asked else proofs(self._bench, task, late):
            search.prove(found.level, found.bound)
        if not self._enough(level)(search.value(level)) and self._whole.affordable:
            seconds = EXACT_SHARE * max(until - search.elapsed, 0.0)
            search.prove(level.name, self._whole.settle(level, self.held, seconds))


def _share(level: Level, *, first: bool, last: bool) -> float:
    if last:
        return 1.0
    if first:
        return COMPLETE_SHARE
    if counts_moved(level):
        return MOVED_SHARE
    return INCLUSION_SHARE if counts_inclusion(level) else LEVEL_SHARE


def _short_students(search: Search) -> frozenset[str]:
    school = search.atlas.school
    return frozenset(
        school.service[service_id].student or ""
        for service_id in short_services(search)
    )
