"""Demand arithmetic and the verifier's own agree: two authors, one contract."""

from dataclasses import replace
from fractions import Fraction

from demand_cases import at
from hypothesis import given, settings
from hypothesis import strategies as st

from pushpull_sched.demand import demand_of
from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.school import School, SchoolClass, Settings, Student
from pushpull_sched.domain.service import (
    Amount,
    Delivery,
    PatternKind,
    Per,
    Service,
    Setting,
    WeekPattern,
)
from pushpull_sched.verify.owed import owed

LENGTHS = st.lists(
    st.sampled_from((15, 18, 20, 30, 42, 45, 60)), max_size=3, unique=True
).map(tuple)
DAYS = st.frozensets(st.integers(0, 4), min_size=1)
TIMES = st.none() | st.sampled_from((510, 540, 545, 600))
PERIODS = st.sampled_from([per for per in Per if per is not Per.SESSION])


@st.composite
def patterns(draw):
    kind = draw(st.sampled_from(PatternKind))
    if kind is PatternKind.WEEK:
        return WeekPattern(kind=kind, week=draw(st.integers(1, 4)))
    if kind is PatternKind.N_OF_M:
        m = draw(st.sampled_from((1, 2, 4)))
        return WeekPattern(kind=kind, n=draw(st.integers(1, m)), m=m)
    return WeekPattern(kind=kind)


@st.composite
def amounts(draw, co_teach):
    minutes = draw(st.sampled_from((1, 20, 30, 42, 60, 61, 90, 134, 300, 1200)))
    sessions = draw(st.none() | st.integers(1, 9))
    per = draw(PERIODS | st.just(Per.SESSION))
    if per is Per.SESSION and sessions is None:
        sessions = 2
    if co_teach and draw(st.booleans()):
        minutes = None
    return Amount(
        minutes=minutes, per=per, sessions=sessions, sessions_per=draw(PERIODS)
    )


@st.composite
def services(draw):
    setting = draw(st.sampled_from(Setting))
    co_teach = setting is Setting.PUSH_IN and draw(st.booleans())
    pattern = draw(patterns())
    if co_teach and pattern.kind is PatternKind.N_OF_M:
        pattern = WeekPattern()
    alone = setting is Setting.CONSULT and draw(st.booleans())
    return Service(
        id="V1",
        student=None if alone else "S1",
        name="Speech",
        setting=setting,
        amount=draw(amounts(co_teach)),
        pattern=pattern,
        session_minutes=draw(LENGTHS),
        classes=draw(st.frozensets(st.sampled_from(("C1", "C2")))),
        delivery=Delivery.CO_TEACH if co_teach else Delivery.SUPPORT,
        days=draw(DAYS),
        earliest=draw(TIMES),
        latest=draw(TIMES),
        max_per_day=draw(st.none() | st.integers(1, 3)),
    )


@st.composite
def meetings(draw, weeks):
    days = draw(st.lists(st.integers(0, 4), unique=True, max_size=3))
    held = draw(st.frozensets(st.integers(1, weeks), min_size=1))
    alike = draw(st.booleans())
    return tuple(
        at(week, day, 540, draw(st.sampled_from((582, 600))), push_in=day != 3)
        if not alike
        else at(week, day, 540, 600)
        for week in sorted(range(1, weeks + 1) if alike else held)
        for day in sorted(days)
    )


@st.composite
def schools(draw):
    weeks = draw(st.sampled_from((1, 2, 4)))
    away = tuple(
        Interval(week=week, day=1, start=590, end=620)
        for week in draw(st.frozensets(st.integers(1, weeks)))
    )
    classes = tuple(
        SchoolClass(
            id=name,
            subject="Math",
            meetings=draw(meetings(weeks)),
            unavailable=away if name == "C1" else (),
        )
        for name in ("C1", "C2")
    )
    return School(
        settings=Settings(
            weeks=weeks,
            grid=draw(st.sampled_from((1, 5, 10))),
            session_minutes=draw(LENGTHS.filter(bool)),
            weeks_per_year=draw(st.sampled_from((Fraction(36), Fraction(30)))),
            weeks_per_month=draw(st.sampled_from((Fraction(4), Fraction(10, 3)))),
        ),
        students=(
            Student(
                id="S1",
                grade=3,
                days=draw(DAYS),
                classes=draw(st.frozensets(st.sampled_from(("C1", "C2")))),
                unavailable=draw(st.sampled_from(((), away))),
            ),
        ),
        classes=classes,
    )


@settings(max_examples=300, deadline=None)
@given(school=schools(), service=services())
def test_two_readings_of_section_3_agree(school, service):
    found, other = demand_of(school, service), owed(school, service)
    if service.student is None:  # nobody's class meetings: says nothing
        other = replace(other, exact_lengths=())
    assert found == other
