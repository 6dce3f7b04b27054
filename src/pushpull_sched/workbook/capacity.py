"""How many sessions and minutes are possible at the very most."""

from collections.abc import Iterable, Mapping

from pushpull_sched.domain.school import Provider, Pull, School, Student
from pushpull_sched.domain.service import Demand, Repetition, Service, Setting
from pushpull_sched.workbook.breaks import owes_lunch, owes_planning
from pushpull_sched.workbook.hours import Span, joined, without
from pushpull_sched.workbook.relations import qualified

Days = Mapping[int, frozenset[int]]
"""Week to days."""


def usable_days(school: School, service: Service, owed: Demand) -> Days:
    """Give the days of each week that the service, its student and a provider share.

    With ``same_provider`` the provider with most days counts. Push-in also needs a
    meeting of a named class. Where weeks are alike, a day must serve in all of them.
    """
    able = [one for one in school.providers if qualified(service, one)]
    own = service.days
    if service.student is not None:
        own = own & school.student[service.student].days
    classes = _class_days(school, service) if _is_pushed(service) else None

    def days_with(providers: Iterable[Provider]) -> Days:
        working = {
            (work.when.week, work.when.day) for one in providers for work in one.hours
        }
        held = {
            week: frozenset(
                day
                for day in own
                if (week, day) in working
                and (classes is None or (week, day) in classes)
            )
            for week in owed.weeks
        }
        if owed.repetition is Repetition.IDENTICAL:
            alike = frozenset.intersection(*held.values())
            return dict.fromkeys(held, alike)
        return held

    if not school.settings.same_provider:
        return days_with(able)
    return max(
        (days_with([one]) for one in able),
        key=lambda days: sum(map(len, days.values())),
        default={week: frozenset() for week in owed.weeks},
    )


def _is_pushed(service: Service) -> bool:
    return service.setting is Setting.PUSH_IN and service.student is not None


def _class_days(school: School, service: Service) -> frozenset[tuple[int, int]]:
    mine = school.student[service.student or ""].classes & service.classes
    return frozenset(
        (meeting.when.week, meeting.when.day)
        for name in mine
        for meeting in school.school_class[name].meetings
        if meeting.push_in
    )


def most_sessions(service: Service, owed: Demand, days: Days) -> int:
    """Count the sessions that the days can hold, spaced as the service asks."""
    per_week = {
        week: _spaced(held, service.min_days_apart) * (owed.max_per_day or 0)
        for week, held in days.items()
    }
    if owed.block is None:
        return sum(per_week.values())
    chosen, length = owed.block
    blocks: dict[int, list[int]] = {}
    for week, count in per_week.items():
        blocks.setdefault((week - 1) // length, []).append(count)
    return sum(sum(sorted(counts, reverse=True)[:chosen]) for counts in blocks.values())


def _spaced(days: frozenset[int], apart: int) -> int:
    """Count the most days of which no two are nearer than ``apart``."""
    count, last = 0, None
    for day in sorted(days):
        if last is None or day - last >= apart:
            count, last = count + 1, day
    return count


def provider_minutes(provider: Provider) -> int:
    """Bound a provider's session minutes over the template.

    Available hours without lunch and planning where they are owed, and the caps of a
    day and a week.
    """
    by_week: dict[int, int] = {}
    stretches: dict[tuple[int, int], list[Span]] = {}
    for work in provider.hours:
        key = (work.when.week, work.when.day)
        stretches.setdefault(key, []).append((work.when.start, work.when.end))
    for (week, _), spans in stretches.items():
        by_week[week] = by_week.get(week, 0) + _day_minutes(provider, joined(spans))
    cap = provider.max_minutes_week
    return sum(total if cap is None else min(total, cap) for total in by_week.values())


def _day_minutes(provider: Provider, spans: tuple[Span, ...]) -> int:
    total = sum(end - start for start, end in spans)
    left = total
    if owes_lunch(provider, spans):
        left -= provider.lunch_minutes
    if owes_planning(provider, spans):
        left -= provider.planning_minutes
    cap = provider.max_minutes_day
    return max(0, left if cap is None else min(left, cap))


def pull_out_minutes(school: School, student: Student) -> int:
    """Bound the minutes for which a student can be pulled out over the template."""
    meetings: dict[tuple[int, int], list[tuple[int, int, bool]]] = {}
    for name in student.classes:
        for meeting in school.school_class[name].meetings:
            when = meeting.when
            if when.day in student.days:
                meetings.setdefault((when.week, when.day), []).append(
                    (when.start, when.end, meeting.pull is Pull.NEVER)
                )
    total = 0
    for (week, day), held in meetings.items():
        school_day = (min(one[0] for one in held), max(one[1] for one in held))
        taken = [(start, end) for start, end, never in held if never] + [
            (one.start, one.end)
            for one in student.unavailable
            if (one.week, one.day) == (week, day)
        ]
        free = sum(end - start for start, end in without([school_day], taken))
        cap = student.max_pullout_day
        total += free if cap is None else min(free, cap)
    return total
