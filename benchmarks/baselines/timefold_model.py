"""The rules as Timefold constraint streams.

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
from timefold.solver.score import (
    BendableScore,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

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


@constraint_provider
def rules(factory: ConstraintFactory) -> list[Constraint]:
    """Every rule and the first levels, one constraint each."""
    return [
        one_place_at_a_time(factory),
        provider_conflict(factory),
        room_conflict(factory),
        misfits(factory),
        group_too_large(factory),
        sessions_of_student(factory),
        minutes_of_student(factory),
        left_out(factory),
        one_track(factory),
        days_of_a_service(factory),
        sessions_of_a_day(factory),
        weeks_of_a_block(factory),
        sessions_of_a_week(factory),
        all_or_none(factory),
        away_from_mate(factory),
        minutes_short(factory),
        lre(factory),
        missed(factory),
    ]


def hard() -> BendableScore:
    return BendableScore.of((1,), (0, 0, 0))


def soft(level: int) -> BendableScore:
    parts = [0] * SOFT
    parts[level] = 1
    return BendableScore.of((0,), tuple(parts))


def same_week(a: Need, b: Need) -> bool:
    return (a.choice.weeks & b.choice.weeks) != 0


def one_place_at_a_time(factory: ConstraintFactory) -> Constraint:
    """S1."""
    return (
        factory.for_each_unique_pair(
            Need,
            Joiners.equal(lambda need: need.student),
            Joiners.equal(lambda need: need.choice.day),
            Joiners.overlapping(
                lambda need: need.choice.start, lambda need: need.choice.end
            ),
        )
        .filter(same_week)
        .penalize(hard())
        .as_constraint("S1")
    )


def clash_of_provider(a: Need, b: Need) -> bool:
    """V1: two sessions at once, or too close for the way between their places."""
    one, two = a.choice, b.choice
    if one.session == two.session or (one.weeks & two.weeks) == 0:
        return False
    if one.start < two.end and two.start < one.end:
        return True
    if one.place == two.place or one.place < 0 or two.place < 0:
        return False
    pause = two.start - one.end
    if pause < 0:
        pause = one.start - two.end
    far = one.building >= 0 and two.building >= 0 and one.building != two.building
    return pause < (one.travel if far else one.transition)


def provider_conflict(factory: ConstraintFactory) -> Constraint:
    """V1."""
    return (
        factory.for_each_unique_pair(
            Need,
            Joiners.equal(lambda need: need.choice.provider_day),
            Joiners.overlapping(
                lambda need: need.choice.start, lambda need: need.choice.reach
            ),
        )
        .filter(clash_of_provider)
        .penalize(hard())
        .as_constraint("V1")
    )


def clash_of_room(a: Need, b: Need) -> bool:
    return (
        a.choice.room_groups == 1
        and a.choice.session != b.choice.session
        and same_week(a, b)
    )


def room_conflict(factory: ConstraintFactory) -> Constraint:
    """R1, for rooms that hold one session at a time."""
    return (
        factory.for_each_unique_pair(
            Need,
            Joiners.equal(lambda need: need.choice.room),
            Joiners.equal(lambda need: need.choice.day),
            Joiners.overlapping(
                lambda need: need.choice.start, lambda need: need.choice.end
            ),
        )
        .filter(clash_of_room)
        .penalize(hard())
        .as_constraint("R1")
    )


def cannot_meet(a: Need, b: Need) -> bool:
    """G1 to G4 for two needs in one session."""
    if a.apart >= 0 and a.apart == b.apart:
        return True
    if a.choice.setting != PULL_OUT:
        return False
    if a.individual or b.individual:
        return True
    if a.goal >= 0 and b.goal >= 0 and a.goal != b.goal:
        return True
    if a.level >= 0 and b.level >= 0 and a.level != b.level:
        return True
    difference = a.grade - b.grade
    return difference > a.span or -difference > a.span


def misfits(factory: ConstraintFactory) -> Constraint:
    """G1 to G4: two who may not be in one group."""
    return (
        factory.for_each_unique_pair(
            Need, Joiners.equal(lambda need: need.choice.session)
        )
        .filter(cannot_meet)
        .penalize(hard())
        .as_constraint("G2")
    )


def most_in_session(need: Need) -> int:
    if need.limit < need.choice.capacity:
        return need.limit
    return need.choice.capacity


def group_too_large(factory: ConstraintFactory) -> Constraint:
    """G1 and P2: the smallest limit of all members."""
    return (
        factory.for_each(Need)
        .group_by(
            lambda need: need.choice.session,
            ConstraintCollectors.count(),
            ConstraintCollectors.min(most_in_session),
        )
        .filter(lambda session, size, most: size > most)
        .penalize(hard(), lambda session, size, most: size - most)
        .as_constraint("G1")
    )


def sessions_of_student(factory: ConstraintFactory) -> Constraint:
    """S6: sessions on one day."""
    return (
        factory.for_each(Need)
        .filter(lambda need: need.max_sessions_day > 0)
        .group_by(
            lambda need: need.student,
            lambda need: need.choice.day * 64 + need.choice.week,
            ConstraintCollectors.count(),
            ConstraintCollectors.min(lambda need: need.max_sessions_day),
        )
        .filter(lambda student, day, count, most: count > most)
        .penalize(hard())
        .as_constraint("S6 sessions")
    )


def minutes_of_student(factory: ConstraintFactory) -> Constraint:
    """S6: pull-out minutes on one day."""
    return (
        factory.for_each(Need)
        .filter(
            lambda need: need.max_pullout_day > 0 and need.choice.setting == PULL_OUT
        )
        .group_by(
            lambda need: need.student,
            lambda need: need.choice.day * 64 + need.choice.week,
            ConstraintCollectors.sum(lambda need: need.choice.end - need.choice.start),
            ConstraintCollectors.min(lambda need: need.max_pullout_day),
        )
        .filter(lambda student, day, minutes, most: minutes > most)
        .penalize(hard())
        .as_constraint("S6 minutes")
    )


def left_out(factory: ConstraintFactory) -> Constraint:
    """V4, V5 and C2: pauses and pinned sessions must be placed."""
    return (
        factory.for_each_including_unassigned(Need)
        .filter(lambda need: need.must and need.choice is None)
        .penalize(hard())
        .as_constraint("V4")
    )


def one_track(factory: ConstraintFactory) -> Constraint:
    """V8 and S4: one provider and one setting for all sessions of a service."""
    return (
        factory.for_each_unique_pair(Need, Joiners.equal(lambda need: need.service))
        .filter(lambda a, b: a.choice.track != b.choice.track)
        .penalize(hard())
        .as_constraint("V8")
    )


def too_close(a: Need, b: Need) -> bool:
    if (a.choice.weeks & b.choice.weeks) == 0 or a.choice.day == b.choice.day:
        return False
    distance = a.choice.day - b.choice.day
    return -a.days_apart < distance < a.days_apart


def days_of_a_service(factory: ConstraintFactory) -> Constraint:
    """S5: days at least so far apart."""
    return (
        factory.for_each_unique_pair(Need, Joiners.equal(lambda need: need.service))
        .filter(too_close)
        .penalize(hard())
        .as_constraint("S5 apart")
    )


def sessions_of_a_day(factory: ConstraintFactory) -> Constraint:
    """S5: at most so many sessions on one day."""
    return (
        factory.for_each(Need)
        .group_by(
            lambda need: need.service,
            lambda need: need.choice.day * 64 + need.choice.week,
            ConstraintCollectors.count(),
            ConstraintCollectors.min(lambda need: need.max_per_day),
        )
        .filter(lambda service, day, count, most: count > most)
        .penalize(hard(), lambda service, day, count, most: count - most)
        .as_constraint("S5 per day")
    )


def weeks_of_a_block(factory: ConstraintFactory) -> Constraint:
    """S8: n of m."""
    return (
        factory.for_each(Need)
        .filter(lambda need: need.block_size > 0)
        .group_by(
            lambda need: need.service,
            lambda need: (need.choice.week - 1) // need.block_size,
            ConstraintCollectors.count_distinct(lambda need: need.choice.week),
            ConstraintCollectors.min(lambda need: need.most_weeks),
        )
        .filter(lambda service, block, weeks, most: weeks > most)
        .penalize(hard())
        .as_constraint("S8 block")
    )


def sessions_of_a_week(factory: ConstraintFactory) -> Constraint:
    """S8: sessions in one week of n of m."""
    return (
        factory.for_each(Need)
        .filter(lambda need: need.week_sessions > 0)
        .group_by(
            lambda need: need.service,
            lambda need: need.choice.week,
            ConstraintCollectors.count(),
            ConstraintCollectors.min(lambda need: need.week_sessions),
        )
        .filter(lambda service, week, count, most: count > most)
        .penalize(hard())
        .as_constraint("S8 week")
    )


def all_or_none(factory: ConstraintFactory) -> Constraint:
    """P3: co-teaching covers every meeting or none."""
    return (
        factory.for_each(Need)
        .filter(lambda need: need.all_of > 0)
        .group_by(
            lambda need: need.service,
            ConstraintCollectors.count(),
            ConstraintCollectors.min(lambda need: need.all_of),
        )
        .filter(lambda service, count, all_of: count < all_of)
        .penalize(hard(), lambda service, count, all_of: all_of - count)
        .as_constraint("P3")
    )


def away_from_mate(factory: ConstraintFactory) -> Constraint:
    """G4: together. Every session of the one with fewer is one of the other's."""
    return (
        factory.for_each(Need)
        .filter(lambda need: need.together >= 0)
        .if_not_exists(
            Need,
            Joiners.equal(
                lambda need: need.choice.session, lambda mate: mate.choice.session
            ),
            Joiners.equal(lambda need: need.together, lambda mate: mate.service),
        )
        .penalize(hard())
        .as_constraint("G4")
    )


def minutes_short(factory: ConstraintFactory) -> Constraint:
    """Level 1."""
    return (
        factory.for_each_including_unassigned(Need)
        .filter(lambda need: need.choice is None)
        .penalize(soft(0), lambda need: need.owed)
        .as_constraint("minutes short")
    )


def lre(factory: ConstraintFactory) -> Constraint:
    """Level 3."""
    return (
        factory.for_each(Need)
        .filter(lambda need: need.either and need.choice.setting == PULL_OUT)
        .penalize(soft(1), lambda need: need.minutes)
        .as_constraint("lre")
    )


def cost(need: Need) -> int:
    """Weighted class minutes missed: ``costs`` holds running sums, in steps of 5."""
    here = need.choice
    base = here.day * DAY_TICKS - FIRST_TICK
    return need.costs[base + here.end // 5] - need.costs[base + here.start // 5]


def missed(factory: ConstraintFactory) -> Constraint:
    """Level 4."""
    return (
        factory.for_each(Need)
        .filter(lambda need: need.choice.setting == PULL_OUT)
        .penalize(soft(2), cost)
        .as_constraint("missed")
    )
