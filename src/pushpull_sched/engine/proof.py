"""Whether a (part of a) school can be served in full: a schedule, or a proof.

Taking services away from a legal schedule leaves a legal schedule, so what is
impossible for a part of the services is impossible for all of them. A yes is a schedule
that the verifier has passed. A no is CP-SAT's word, to be asked for a second time in
another way (:func:`confirm`) before anybody hears of it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from pushpull_sched.domain.school import School
from pushpull_sched.engine.construct import bound_together, careful_order
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.engine.rebuild import Rebuilder
from pushpull_sched.engine.solver import Effort, Found, Presolve, run
from pushpull_sched.engine.step import Serve, post
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import read, whole
from pushpull_sched.model.levels import minutes_short
from pushpull_sched.model.timetable import Timetable, schedule_of
from pushpull_sched.verify import verify_schedule

MOVES, MOVES_EACH = 60, 4
"""Moves on the board before the exact model is asked: at most, and for each service."""


def never() -> bool:
    """Answer that nobody asks to stop."""
    return False


class Servable(StrEnum):
    """Whether every service of a school can be served in full together."""

    YES = "yes"
    """There is a verified schedule."""
    NO = "no"
    """The solver says that there is none."""
    UNKNOWN = "unknown"
    """Time ended before an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The answer for one school.

    Attributes:
        found: Whether everything can be served.
        timetable: The schedule that does; empty for other answers.
    """

    found: Servable
    timetable: Timetable = field(default_factory=Timetable)


def can_serve(
    school: School,
    seconds: float,
    *,
    seed: int = 1,
    should_stop: Callable[[], bool] = never,
) -> Served:
    """Say whether all services of a school can be served in full together.

    Args:
        school: The school; with few services it answers for these alone.
        seconds: Time limit of the exact model.
        seed: Seed of every random choice.
        should_stop: Asked often; True ends the search.
    """
    atlas = Atlas(school)
    timetable = _on_board(atlas, seed, should_stop)
    if timetable is not None:
        return Served(found=Servable.YES, timetable=timetable)
    effort = Effort(seconds=seconds, seed=seed, hinted=False)
    return _exactly(atlas, effort, should_stop)


def confirm(
    school: School,
    seconds: float,
    *,
    seed: int = 1,
    should_stop: Callable[[], bool] = never,
) -> bool:
    """Ask in a second way whether a school cannot be served in full.

    Without presolve, with the strongest linear relaxation and another seed: CP-SAT's
    known wrong answers come from single settings.
    """
    effort = Effort(
        seconds=seconds, seed=seed + 1, presolve=Presolve.OFF, linear=2, hinted=False
    )
    return _exactly(Atlas(school), effort, should_stop).found is Servable.NO


def least_short(school: School, seconds: float, *, seed: int = 1) -> int:
    """Bound from below the minutes short of a school, not weighted by its options.

    Returns:
        A proven bound of the measure minutes_short; 0 where nothing is proven.
    """
    atlas = Atlas(school)
    model = whole(atlas)
    aim = minutes_short(model, atlas)
    model.cp.minimize(aim.expression)
    answer = run(model, Effort(seconds=seconds, seed=seed, hinted=False))
    return max(0, answer.bound or 0)


def left_over(
    known: Knowledge,
    fixed: Timetable,
    moves: int,
    *,
    seed: int = 1,
    should_stop: Callable[[], bool] = never,
) -> tuple[list[str], Timetable]:
    """Place the other services around some that stay where they are.

    Returns:
        The services for which no place was found after so many moves on the board, and
        what stands.
    """
    rng = random.Random(seed)  # noqa: S311 - seeded on purpose
    order = [each for each in careful_order(known) if each not in fixed.taken]
    builder = Rebuilder(known, fixed, order, rng)
    return _completed(builder, moves, should_stop), builder.board.timetable()


def verified(school: School, timetable: Timetable) -> bool:
    """Whether the verifier finds a timetable legal and complete."""
    verdict = verify_schedule(school, schedule_of(school, timetable))
    return verdict.legal and verdict.complete


def _on_board(
    atlas: Atlas, seed: int, should_stop: Callable[[], bool]
) -> Timetable | None:
    """Look for a complete schedule by moves on the board."""
    known = Knowledge(atlas)
    if bound_together(known):
        return None
    rng = random.Random(seed)  # noqa: S311 - seeded on purpose
    builder = Rebuilder(known, Timetable(), careful_order(known), rng)
    moves = min(MOVES, MOVES_EACH * (len(builder.order) - 1))
    if _completed(builder, moves, should_stop):
        return None
    timetable = builder.board.timetable()
    return timetable if verified(atlas.school, timetable) else None


def _completed(
    builder: Rebuilder, moves: int, should_stop: Callable[[], bool]
) -> list[str]:
    """Put up everything; return what no place was found for."""
    missing = builder.place_all(should_stop, _nothing)

    def give_up(_: int) -> bool:
        return should_stop() or builder.moves >= moves

    return builder.complete(missing, give_up, _nothing) if missing else []


def _nothing(_: int) -> None:
    """Count no work."""


def _exactly(atlas: Atlas, effort: Effort, should_stop: Callable[[], bool]) -> Served:
    model = whole(atlas)
    post(model, atlas, Serve(services=frozenset(model.free)))
    answer = run(model, effort, should_stop)
    if answer.found is Found.NONE_EXISTS:
        return Served(found=Servable.NO)
    if answer.solved:
        timetable = read(model, answer.value, Timetable())
        if verified(atlas.school, timetable):
            return Served(found=Servable.YES, timetable=timetable)
    return Served(found=Servable.UNKNOWN)
