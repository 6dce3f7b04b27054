"""The rules as Timefold constraint streams, one constraint each.

The functions are translated to Java bytecode: plain arithmetic, few branches.
"""

from timefold.solver.score import (
    BendableScore,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

from benchmarks.baselines.timefold_model import (
    DAY_TICKS,
    FIRST_TICK,
    PULL_OUT,
    SOFT,
    Need,
)


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
