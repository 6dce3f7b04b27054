"""Rules S1 to S8: what a student's day and a service's sessions must look like."""

import math
from collections.abc import Iterable, Mapping

from ortools.sat.python.cp_model_helper import LinearExpr, Literal

from pushpull_sched.domain.clock import MINUTES_PER_DAY
from pushpull_sched.domain.school import Meeting, Pull, School
from pushpull_sched.domain.service import Demand, Repetition, Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.variables import Model, Total

Day = tuple[int, int]


def s1_one_place_at_a_time(model: Model) -> None:
    """Keep the sessions of a student apart, over all services and providers."""
    for moments in model.student_days.values():
        model.one_at_a_time((slot.start, slot.end, lit) for slot, lit in moments)


def s2_day(school: School, service: Service, *, pull_out: bool) -> dict[Day, int]:
    """Minutes of each (week, day) that the student's day leaves for a session.

    Consult is not bound to a student's day and gets every minute.
    """
    settings = school.settings
    every = [
        (week, day)
        for week in range(1, settings.weeks + 1)
        for day in range(len(settings.days))
    ]
    if service.student is None or service.setting is Setting.CONSULT:
        return dict.fromkeys(every, masks.WHOLE_DAY)
    student = school.student[service.student]
    left = {when: masks.WHOLE_DAY for when in every if when[1] in student.days}
    if pull_out:
        left = {
            when: mask & _pull_out_day(meetings)
            for when, mask in left.items()
            for meetings in (_meetings(school, student.classes, when),)
        }
    for block in student.unavailable:
        when = block.week, block.day
        if when in left:
            left[when] &= ~masks.span(block.start, block.end)
    return left


def _meetings(school: School, classes: Iterable[str], when: Day) -> list[Meeting]:
    return [
        meeting
        for class_id in classes
        for meeting in school.school_class[class_id].meetings
        if (meeting.when.week, meeting.when.day) == when
    ]


def _pull_out_day(meetings: list[Meeting]) -> int:
    """From the first start to the last end, without the meetings never pulled from."""
    if not meetings:
        return 0
    day = masks.span(
        min(meeting.when.start for meeting in meetings),
        max(meeting.when.end for meeting in meetings),
    )
    for meeting in meetings:
        if meeting.pull is Pull.NEVER:
            day &= ~masks.span(meeting.when.start, meeting.when.end)
    return day


def s3_missable(
    school: School, service: Service, left: Mapping[Day, int]
) -> dict[Day, int]:
    """Take away the meetings that ``may_miss`` and ``never_miss`` protect."""
    result = dict(left)
    if service.student is None:
        return result
    for class_id in school.student[service.student].classes:
        kept = service.may_miss is not None and class_id not in service.may_miss
        if not kept and class_id not in service.never_miss:
            continue
        for meeting in school.school_class[class_id].meetings:
            when = meeting.when.week, meeting.when.day
            if when in result:
                result[when] &= ~masks.span(meeting.when.start, meeting.when.end)
    return result


def s4_window(
    service: Service, left: Mapping[Day, int], days: Iterable[Day]
) -> dict[Day, int]:
    """Keep the service's days and the minutes between its earliest and latest."""
    window = masks.span(
        service.earliest or 0,
        MINUTES_PER_DAY if service.latest is None else service.latest,
    )
    return {
        when: left[when] & window
        for when in days
        if when in left and when[1] in service.days
    }


def s4_one_setting(model: Model) -> None:
    """Give all sessions of an ``either`` service in one setting."""
    for service_id in model.free_services:
        if model.service(service_id).setting is not Setting.EITHER:
            continue
        taken = model.taken(service_id)
        pull = [lit for option, lit in taken if option.setting is Setting.PULL_OUT]
        push = [lit for option, lit in taken if option.setting is Setting.PUSH_IN]
        if not pull or not push:
            continue
        side = model.bool(hint=any(model.now(lit) for lit in pull))
        for lit in pull:
            model.cp.add_implication(lit, side)
        for lit in push:
            model.cp.add_implication(lit, ~side)


def s5_spread_over_days(model: Model) -> None:
    """Hold max_per_day and min_days_apart of every free service."""
    for service_id in model.free_services:
        demand = model.demand[service_id]
        service = model.service(service_id)
        if service.is_co_teach:
            continue
        by_week: dict[int, dict[int, list[Literal]]] = {}
        for slot, lit in model.moments(service_id):
            by_week.setdefault(slot.week, {}).setdefault(slot.day, []).append(lit)
        weeks = list(by_week.items())
        if demand.repetition is Repetition.IDENTICAL:
            weeks = weeks[:1]
        for _, days in weeks:
            _spread(model, days, demand.max_per_day, service.min_days_apart)


def _spread(
    model: Model, days: Mapping[int, list[Literal]], per_day: int | None, apart: int
) -> None:
    for literals in days.values():
        if per_day is not None and len(literals) > per_day:
            if per_day == 1:
                model.cp.add_at_most_one(literals)
            else:
                model.cp.add(LinearExpr.sum(literals) <= per_day)
    if apart <= 1:
        return
    used = {day: model.any_of(literals) for day, literals in days.items()}
    for first in sorted(used):
        window = [used[day] for day in range(first, first + apart) if day in used]
        if len(window) > 1:
            model.cp.add_at_most_one(window)


def s6_load_of_the_day(model: Model) -> None:
    """Hold max_sessions_day and max_pullout_day of the students."""
    for (student_id, _, _), moments in model.student_days.items():
        student = model.school.student[student_id]
        if student.max_sessions_day is not None:
            model.at_most([(lit, 1) for _, lit in moments], student.max_sessions_day)
        if student.max_pullout_day is not None:
            model.at_most(
                [
                    (lit, slot.minutes)
                    for slot, lit in moments
                    if slot.setting is Setting.PULL_OUT
                ],
                student.max_pullout_day,
            )


def s7_minutes_and_sessions(model: Model) -> None:
    """Never more than is owed; what is missing becomes ``model.short``."""
    for service_id in model.free_services:
        demand = model.demand[service_id]
        service = model.service(service_id)
        taken = model.taken(service_id)
        if service.is_co_teach:
            required = math.ceil(demand.required_minutes)
            total = Total(constant=required)
            for _, lit in taken:
                total.add(lit, -required)
            model.short[service_id] = total
            continue
        minutes = [(lit, option.minutes) for option, lit in taken]
        count = [(lit, len(option.slots)) for option, lit in taken]
        if demand.most_minutes is not None:
            model.at_most(minutes, demand.most_minutes)
        if demand.sessions is not None:
            model.at_most(count, demand.sessions)
        _shortfall(model, service_id, minutes, count)


def _shortfall(
    model: Model,
    service_id: str,
    minutes: list[tuple[Literal, int]],
    count: list[tuple[Literal, int]],
) -> None:
    """Define the minutes short, and forbid T >= R with sessions or shares missing."""
    demand = model.demand[service_id]
    required = math.ceil(demand.required_minutes)
    given = _sum(minutes)
    now = sum(weight * model.now(lit) for lit, weight in minutes)
    short = model.whole(0, required, required - now)
    model.cp.add(short + given >= required)
    total = Total()
    total.add(short)
    model.short[service_id] = total
    if service_id in model.partial or not minutes or not _needs_full(demand, minutes):
        return
    full = model.bool(hint=now >= required)
    model.cp.add(given >= required).only_enforce_if(full)
    model.cp.add(given <= required - 1).only_enforce_if(~full)
    if demand.sessions is not None:
        model.cp.add(_sum(count) == demand.sessions).only_enforce_if(full)
    if demand.repetition is Repetition.SHARE:
        for literals in _by_week(model, service_id).values():
            _full_week(model, demand, literals, full)


def _needs_full(demand: Demand, minutes: list[tuple[Literal, int]]) -> bool:
    """Whether T >= R could hold although sessions, or the share of a week, miss."""
    if demand.repetition is Repetition.SHARE:
        return True
    if demand.sessions is None:
        return False
    longest = max(weight for _, weight in minutes)
    weeks = demand.sessions
    if demand.repetition is Repetition.IDENTICAL and demand.weekly_sessions:
        weeks = demand.weekly_sessions
    return (weeks - 1) * longest >= demand.required_minutes


def _by_week(model: Model, service_id: str) -> dict[int, list[tuple[Slot, Literal]]]:
    weeks: dict[int, list[tuple[Slot, Literal]]] = {
        week: [] for week in model.demand[service_id].weeks
    }
    for slot, lit in model.moments(service_id):
        weeks[slot.week].append((slot, lit))
    return weeks


def _full_week(
    model: Model, demand: Demand, moments: list[tuple[Slot, Literal]], full: Literal
) -> None:
    if demand.weekly_sessions is not None:
        sessions = _sum([(lit, 1) for _, lit in moments])
        model.cp.add(sessions == demand.weekly_sessions).only_enforce_if(full)
    if demand.weekly_minutes is not None:
        minutes = _sum([(lit, slot.minutes) for slot, lit in moments])
        share = math.ceil(demand.weekly_minutes)
        model.cp.add(minutes >= share).only_enforce_if(full)


def s8_weeks(model: Model) -> None:
    """Hold the shares of the weeks and the week pattern.

    Identical weeks are built into the options; odd, even and single weeks into the
    weeks for which options are made.
    """
    for service_id in model.free_services:
        demand = model.demand[service_id]
        if model.service(service_id).is_co_teach:
            continue
        if demand.repetition is Repetition.SHARE:
            for moments in _by_week(model, service_id).values():
                if demand.weekly_sessions is not None:
                    model.at_most(
                        [(lit, 1) for _, lit in moments], demand.weekly_sessions
                    )
        if demand.block is not None:
            _hold_block(model, service_id, demand.block)


def _hold_block(model: Model, service_id: str, block: tuple[int, int]) -> None:
    demand = model.demand[service_id]
    most, length = block
    weeks = _by_week(model, service_id)
    used: dict[int, list[Literal]] = {}
    for week, moments in weeks.items():
        if not moments:
            continue
        used.setdefault((week - 1) // length, []).append(
            model.any_of([lit for _, lit in moments])
        )
        if demand.block_sessions is not None:
            model.at_most([(lit, 1) for _, lit in moments], demand.block_sessions)
        if demand.block_minutes is not None:
            model.at_most(
                [(lit, slot.minutes) for slot, lit in moments], demand.block_minutes
            )
    for literals in used.values():
        model.at_most([(lit, 1) for lit in literals], most)


def _sum(items: list[tuple[Literal, int]]) -> LinearExpr:
    return LinearExpr.weighted_sum(
        [lit for lit, _ in items], [weight for _, weight in items]
    )
