"""What Timefold plans: needs, and the choices that they take.

A need is one session of one service; the choice it takes says by whom, when, about
what and where. Needs with the same session are one group. These classes are translated
to Java bytecode, so they hold plain numbers only: an id of a student or a provider is
its position.
"""

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import BendableScore

HARD, SOFT = 1, 3
"""Levels of the score: broken rules; minutes short, lre, missed."""
FIRST_TICK, DAY_TICKS = 72, 157
"""Running sums of missed minutes cover 6:00 to 19:00, in steps of 5 minutes."""
PULL_OUT = 2
"""Code of the setting; 0 is consult and 1 push-in."""


@dataclass(eq=False)
class Choice:
    """A session that a need may take.

    Attributes:
        id: Position.
        session: Same number, same session: provider, weeks, day, times, subject.
        track: Same number, same provider and setting (and class, for co-teach).
        provider: Who gives it.
        provider_day: Provider and day as one number.
        weeks: Bit mask of its weeks.
        week: Its first week.
        day: Position of the day.
        start: First minute.
        end: Minute after the last.
        reach: End, and the longest pause that may be owed after it.
        setting: Code of the setting.
        place: Same number, same place; -1 for none.
        building: Building of the place; -1 for none.
        capacity: Most students in the session.
        room: Room of a pull-out session; without one, a number of its own.
        room_groups: Sessions that the room holds at once.
        transition: Minutes owed between two places of one building.
        travel: Minutes owed between two buildings.
    """

    id: int
    session: int
    track: int
    provider: int
    provider_day: int
    weeks: int
    week: int
    day: int
    start: int
    end: int
    reach: int
    setting: int
    place: int
    building: int
    capacity: int
    room: int
    room_groups: int
    transition: int
    travel: int


@planning_entity
@dataclass(eq=False)
class Need:
    """One session of a service, to be placed or left out.

    Lunch and planning of a provider's day are needs too: they must be placed, and
    nobody attends them.
    """

    id: Annotated[int, PlanningId]
    service: int
    student: int
    grade: int
    span: int
    goal: int
    level: int
    individual: bool
    limit: int
    minutes: int
    owed: int
    must: bool
    together: int
    apart: int
    all_of: int
    either: bool
    max_per_day: int
    days_apart: int
    week_sessions: int
    most_weeks: int
    block_size: int
    max_sessions_day: int
    max_pullout_day: int
    costs: list[int]
    choices: Annotated[list[Choice], ValueRangeProvider]
    choice: Annotated[Choice | None, PlanningVariable(allows_unassigned=True)] = field(
        default=None
    )


@planning_solution
@dataclass
class Plan:
    """All needs, and the score."""

    needs: Annotated[list[Need], PlanningEntityCollectionProperty]
    score: Annotated[
        BendableScore | None,
        PlanningScore(bendable_hard_levels_size=HARD, bendable_soft_levels_size=SOFT),
    ] = field(default=None)
