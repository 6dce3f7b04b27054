"""Small schools for the tests of demand arithmetic."""

from fractions import Fraction

from pushpull_sched.demand import demand_of
from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.school import (
    Meeting,
    School,
    SchoolClass,
    Settings,
    Student,
)
from pushpull_sched.domain.service import (
    Amount,
    Delivery,
    Demand,
    Per,
    Service,
    Setting,
    WeekPattern,
)

MON_TO_FRI = frozenset(range(5))


def at(week: int, day: int, start: int, end: int, **more) -> Meeting:
    return Meeting(when=Interval(week=week, day=day, start=start, end=end), **more)


def service(minutes=30, per=Per.WEEK, sessions=None, sessions_per=Per.WEEK, **more):
    given = {
        "id": "V1",
        "student": "S1",
        "name": "Speech",
        "setting": Setting.PULL_OUT,
        "days": MON_TO_FRI,
        **more,
    }
    return Service(
        amount=Amount(
            minutes=minutes, per=per, sessions=sessions, sessions_per=sessions_per
        ),
        **given,
    )


def co_teach(minutes=None, per=Per.WEEK, sessions=None, **more) -> Service:
    return service(
        minutes,
        per,
        sessions,
        setting=Setting.PUSH_IN,
        delivery=Delivery.CO_TEACH,
        **more,
    )


def school(
    *services: Service,
    weeks: int = 1,
    days=MON_TO_FRI,
    classes: tuple[SchoolClass, ...] = (),
    unavailable: tuple[Interval, ...] = (),
    **settings,
) -> School:
    return School(
        settings=Settings(weeks=weeks, **settings),
        students=(
            Student(
                id="S1",
                grade=3,
                days=days,
                classes=frozenset(found.id for found in classes),
                unavailable=unavailable,
            ),
        ),
        classes=classes,
        services=services,
    )


def demand(wanted: Service, **more) -> Demand:
    return demand_of(school(wanted, **more), wanted)


def pattern(kind, **more) -> WeekPattern:
    return WeekPattern(kind=kind, **more)


def whole(number: int) -> Fraction:
    return Fraction(number)
