"""The whole answer: counting first, then conflicts and a repair by solving."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from pushpull_sched.counting.reasons import counts_of
from pushpull_sched.counting.staffing import staffing_of
from pushpull_sched.domain.explanation import (
    Ask,
    Conflict,
    Count,
    Explanation,
    Strength,
)
from pushpull_sched.domain.result import Progress
from pushpull_sched.domain.school import School
from pushpull_sched.explain.oracle import Budget, cannot_by_counting, ruled_out
from pushpull_sched.explain.parts import part_of
from pushpull_sched.explain.searching import Searching
from pushpull_sched.explain.summing_up import remarks_of, status_of
from pushpull_sched.model.atlas import Atlas


def explain_school(
    school: School,
    ask: Ask,
    *,
    on_progress: Callable[[Progress], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
    should_stop: Callable[[], bool] = lambda: False,
) -> Explanation:
    """Say why a school has no complete schedule, and what would help.

    Args:
        school: The instance, without errors.
        ask: Time limit, seed, costs.
        on_progress: Told what is done at the moment.
        clock: Seconds of a steady clock.
        should_stop: Asked often; True ends the search with what is known.
    """
    budget = Budget(ask.time_limit, clock, should_stop)
    atlas = Atlas(school)
    counts = counts_of(atlas)
    if ask.staffing:
        return Explanation(
            status=_status(counts), counts=counts, staffing=staffing_of(atlas)
        )
    solved = Searching(school, ask, budget, ruled_out(counts), on_progress).run()
    shown = not_counted(school, solved.conflicts, counts)
    solved = replace(solved, conflicts=shown)
    return Explanation(
        status=status_of(counts, solved),
        counts=counts,
        conflicts=shown,
        complete_list=solved.complete_list,
        repair=solved.repair,
        alone=solved.alone,
        remarks=tuple(remarks_of(solved)),
    )


def not_counted(
    school: School, conflicts: Iterable[Conflict], counts: Iterable[Count]
) -> tuple[Conflict, ...]:
    """Leave out the conflicts that counting tells already, in numbers."""
    told = {
        service_id
        for count in counts
        if count.strength is Strength.CANNOT
        for service_id in count.service_ids
    }

    def is_counted(conflict: Conflict) -> bool:
        mine = {one.service_id for one in conflict.members if one.service_id}
        return not told.isdisjoint(mine) and cannot_by_counting(part_of(school, mine))

    return tuple(each for each in conflicts if not is_counted(each))


def _status(counts: tuple[Count, ...]) -> str:
    proofs = [count for count in counts if count.strength is Strength.CANNOT]
    if not proofs:
        return "Counting finds nothing that rules out a complete schedule."
    reasons = "reason" if len(proofs) == 1 else "reasons"
    return (
        "No schedule can serve everything: counting alone gives "
        f"{len(proofs)} {reasons}."
    )
