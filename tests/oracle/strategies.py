"""Hypothesis strategies for tiny schools with every rule switched on at random.

At most three students, four services, two days, two providers and two rooms, in a
school morning of two hours on a grid of 30 minutes (with a class that is off it), so
that :mod:`oracle.enumeration` can try every schedule.
"""

from dataclasses import replace

from hypothesis import strategies as st

from oracle.enumeration import legal_choices
from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.school import (
    Meeting,
    Pin,
    Provider,
    Pull,
    Relation,
    RelationEntry,
    RelationKind,
    Room,
    School,
    SchoolClass,
    Settings,
    Student,
    SubjectKind,
    WorkHours,
)
from pushpull_sched.domain.service import (
    Amount,
    Delivery,
    PatternKind,
    Per,
    Service,
    Setting,
    WeekPattern,
)

EIGHT, NINE, TEN = 480, 540, 600
MIDNIGHT = 24 * 60
SELDOM = 5
BUILDINGS = ("North", "South")
TIMETABLES = (
    # (class, subject, kind, pull, weight, start, end)
    (
        ("read", "Reading", SubjectKind.CORE, Pull.AVOID, 3, EIGHT, NINE),
        ("recess", "Recess", SubjectKind.RECESS, Pull.NEVER, 1, NINE, NINE + 30),
        ("win", "WIN", SubjectKind.FLEX, Pull.OK, 0, NINE + 30, TEN),
    ),
    (
        ("win", "WIN", SubjectKind.FLEX, Pull.OK, 0, EIGHT, EIGHT + 30),
        ("math", "Math", SubjectKind.CORE, Pull.AVOID, 3, EIGHT + 30, NINE + 30),
        ("art", "Art", SubjectKind.SPECIAL, Pull.AVOID, 2, NINE + 30, TEN),
    ),
    (
        ("read", "Reading", SubjectKind.CORE, Pull.AVOID, 3, EIGHT, EIGHT + 42),
        ("math", "Math", SubjectKind.CORE, Pull.AVOID, 3, EIGHT + 45, NINE + 27),
        ("art", "Art", SubjectKind.SPECIAL, Pull.AVOID, 2, NINE + 30, TEN),
    ),
)


@st.composite
def rarely(draw, strategy, otherwise=None):
    """The plain value, one time in eight one drawn from the strategy."""
    return draw(strategy) if draw(st.sampled_from(range(8))) == SELDOM else otherwise


@st.composite
def tiny_schools(draw, *, most_services=3):
    """Draw a school small enough to try every schedule.

    Args:
        draw: Given by Hypothesis.
        most_services: Largest number of services; four takes some seconds a school.
    """
    weeks = draw(st.sampled_from((1, 1, 1, 2)))
    days = ("Mon", "Tue")[: 1 if weeks > 1 else draw(st.integers(1, 2))]
    settings = Settings(
        days=days,
        weeks=weeks,
        weeks_are_given=True,
        grid=30,
        session_minutes=draw(st.sampled_from(((30,), (30,), (30, 60)))),
        same_provider=draw(st.booleans()),
        max_grade_span=draw(st.integers(0, 1)),
        transition_minutes=draw(rarely(st.just(30), 0)),
        target_group=draw(st.integers(1, 3)),
    )
    two_sites = draw(rarely(st.just(True), otherwise=False))
    classes = draw(_classes(settings, two_sites=two_sites))
    students = tuple(
        draw(_students(f"S{n}", settings, classes, two_sites=two_sites))
        for n in range(1, draw(st.integers(1, 3)) + 1)
    )
    rooms = tuple(
        draw(_rooms(f"R{n}", settings, two_sites=two_sites))
        for n in range(1, draw(st.integers(1, 2)) + 1)
    )
    providers = tuple(
        draw(_providers(f"P{n}", settings, rooms, two_sites=two_sites))
        for n in range(1, draw(st.integers(1, 2)) + 1)
    )
    services = tuple(
        draw(_services(n, settings, students, classes))
        for n in range(1, draw(st.integers(1, most_services)) + 1)
    )
    school = School(
        settings=settings,
        students=students,
        classes=classes,
        rooms=rooms,
        providers=providers,
        services=services,
    )
    school = replace(school, relations=draw(_relations(school)))
    return replace(school, pins=draw(_pins(school)))


def _times(settings, start, end):
    return [
        Interval(week, day, start, end)
        for week in range(1, settings.weeks + 1)
        for day in range(len(settings.days))
    ]


@st.composite
def _some_times(draw, settings, start=EIGHT, end=TEN):
    """Half an hour of the morning on one day of every week, or nothing."""
    day = draw(st.integers(0, len(settings.days) - 1))
    at = draw(st.sampled_from(range(start, end, 30)))
    return tuple(
        Interval(week, day, at, at + 30) for week in range(1, settings.weeks + 1)
    )


@st.composite
def _classes(draw, settings, *, two_sites):
    found = []
    for key, subject, kind, pull, weight, start, end in draw(
        st.sampled_from(TIMETABLES)
    ):
        fields = {
            "pull": draw(rarely(st.sampled_from(Pull), pull)),
            "push_in": draw(rarely(st.booleans(), otherwise=kind.value != "recess")),
            "max_push_in": draw(rarely(st.integers(1, 2))),
            "room": draw(rarely(st.just("R1"))),
            "building": draw(rarely(st.sampled_from(BUILDINGS))) if two_sites else None,
        }
        fields["weight"] = 0 if fields["pull"] is Pull.OK else weight
        times = _times(settings, start, end)
        if settings.weeks > 1 and draw(rarely(st.just(True), otherwise=False)):
            times = [when for when in times if when.week == 1]
        found.append(
            SchoolClass(
                id=key,
                subject=subject,
                kind=kind,
                meetings=tuple(Meeting(when=when, **fields) for when in times),
                unavailable=draw(rarely(_some_times(settings), ())),
            )
        )
    return tuple(found)


@st.composite
def _students(draw, key, settings, classes, *, two_sites):
    every_day = frozenset(range(len(settings.days)))
    names = [found.id for found in classes]
    return Student(
        id=key,
        grade=draw(st.integers(2, 4)),
        days=draw(rarely(st.just(frozenset({0})), every_day)),
        building=draw(rarely(st.sampled_from(BUILDINGS))) if two_sites else None,
        classes=frozenset(draw(rarely(st.just(names[:-1]), names))),
        unavailable=draw(rarely(_some_times(settings), ())),
        max_sessions_day=draw(rarely(st.integers(1, 2))),
        max_pullout_day=draw(rarely(st.sampled_from((30, 45, 60)))),
    )


@st.composite
def _rooms(draw, key, settings, *, two_sites):
    opens = draw(rarely(st.just(NINE), 0))
    groups = draw(rarely(st.just(2), 1))
    return Room(
        id=key,
        hours=tuple(_times(settings, opens, MIDNIGHT)),
        capacity=draw(rarely(st.integers(1, 2), 3)),
        groups=groups,
        building=draw(rarely(st.sampled_from(BUILDINGS))) if two_sites else None,
        allows=draw(
            rarely(
                st.sampled_from((frozenset({"SDI"}), frozenset({"SLP"}))), frozenset()
            )
        ),
    )


@st.composite
def _providers(draw, key, settings, rooms, *, two_sites):
    long_day = draw(rarely(st.just(True), otherwise=False))
    end = EIGHT + 240 if long_day else TEN
    hours = tuple(
        WorkHours(
            when=when,
            buildings=frozenset(draw(rarely(st.just({BUILDINGS[0]}), ())))
            if two_sites
            else frozenset(),
        )
        for when in _times(settings, draw(rarely(st.just(NINE - 30), EIGHT)), end)
    )
    return Provider(
        id=key,
        roles=draw(
            st.sampled_from((frozenset({"SLP"}), frozenset({"SLP", "Teacher"})))
        ),
        hours=hours,
        rooms=draw(rarely(st.just(frozenset({rooms[0].id})), frozenset())),
        max_group=draw(rarely(st.integers(1, 2))),
        max_minutes_day=draw(rarely(st.sampled_from((30, 60)))),
        max_minutes_week=draw(rarely(st.sampled_from((30, 60, 90)))),
        max_consecutive=draw(rarely(st.sampled_from((30, 60)))),
        break_minutes=draw(rarely(st.just(30), 10)),
        lunch_minutes=draw(rarely(st.sampled_from((30, 45)), 0)),
        lunch_start=EIGHT,
        lunch_end=TEN,
        planning_minutes=draw(st.sampled_from((0, 150, 180))) if long_day else 0,
    )


@st.composite
def _amounts(draw, settings):
    """An amount of at most two sessions a week."""
    most = len(settings.days)
    return draw(
        st.sampled_from(
            [
                Amount(minutes=30, per=Per.SESSION, sessions=1),
                Amount(minutes=30, per=Per.SESSION, sessions=most),
                Amount(minutes=30, per=Per.WEEK),
                Amount(minutes=60, per=Per.WEEK),
                Amount(minutes=45, per=Per.WEEK),
                Amount(minutes=42, per=Per.SESSION, sessions=1),
                Amount(minutes=30, per=Per.DAY),
                Amount(minutes=120, per=Per.MONTH),
                Amount(minutes=1000, per=Per.YEAR),
            ]
        )
    )


@st.composite
def _services(draw, number, settings, students, classes):
    student = draw(st.sampled_from(students)).id
    setting = draw(
        st.sampled_from(
            (
                Setting.PULL_OUT,
                Setting.PULL_OUT,
                Setting.PUSH_IN,
                Setting.EITHER,
                Setting.CONSULT,
            )
        )
    )
    names = [found.id for found in classes]
    target = draw(st.sampled_from(classes))
    pushes = setting in {Setting.PUSH_IN, Setting.EITHER}
    co_teach = setting is Setting.PUSH_IN and draw(
        rarely(st.just(True), otherwise=False)
    )
    every_day = frozenset(range(len(settings.days)))
    pattern = WeekPattern()
    if settings.weeks > 1 and not co_teach:
        pattern = draw(
            rarely(
                st.sampled_from(
                    (
                        WeekPattern(kind=PatternKind.ODD),
                        WeekPattern(kind=PatternKind.WEEK, week=2),
                        WeekPattern(kind=PatternKind.N_OF_M, n=1, m=2),
                    )
                ),
                pattern,
            )
        )
    return Service(
        id=f"V{number}",
        student=student,
        name=draw(st.sampled_from(("Speech", "Speech", "SDI"))),
        setting=setting,
        amount=Amount(minutes=None) if co_teach else draw(_amounts(settings)),
        pattern=pattern,
        session_minutes=()
        if co_teach
        else draw(rarely(st.sampled_from(((30, 60), (42,))), ())),
        roles=draw(
            st.sampled_from((frozenset({"SLP"}), frozenset({"SLP", "Teacher"})))
        ),
        provider=draw(rarely(st.just("P1"))),
        subjects=(target.subject,) if pushes else (),
        classes=frozenset({target.id}) if pushes else frozenset(),
        individual=not pushes and draw(rarely(st.just(True), otherwise=False)),
        max_group=draw(rarely(st.integers(1, 2))),
        goal_area=draw(rarely(st.sampled_from(("a", "b")))),
        level=draw(rarely(st.sampled_from(("1", "2")))),
        delivery=Delivery.CO_TEACH if co_teach else Delivery.SUPPORT,
        days=draw(rarely(st.just(frozenset({0})), every_day)),
        earliest=draw(rarely(st.just(EIGHT + 30))),
        latest=draw(rarely(st.just(NINE + 30))),
        min_days_apart=draw(rarely(st.just(2), 1)),
        max_per_day=draw(rarely(st.integers(1, 2))),
        may_miss=draw(rarely(st.just(frozenset(names[-1:])))),
        never_miss=draw(rarely(st.just(frozenset(names[:1])), frozenset())),
        active=draw(rarely(st.booleans(), otherwise=True)),
        priority=draw(rarely(st.just(2), 1)),
    )


@st.composite
def _relations(draw, school):
    entries = [RelationEntry(student=found.id) for found in school.students]
    if draw(st.booleans()):
        entries = [RelationEntry(service=found.id) for found in school.services]
    kinds = [kind for kind in RelationKind if "provider" not in kind.value]
    person = [kind for kind in RelationKind if "provider" in kind.value]
    found = []
    if len(entries) > 1 and draw(st.booleans()):
        found.append(
            Relation(
                kind=draw(st.sampled_from(kinds)),
                who=tuple(entries[:2]),
                service=draw(rarely(st.just("Speech"))),
            )
        )
    if draw(rarely(st.just(True), otherwise=False)):
        found.append(
            Relation(
                kind=draw(st.sampled_from(person)),
                who=(draw(st.sampled_from(entries)),),
                provider=draw(st.sampled_from(school.providers)).id,
            )
        )
    return tuple(found)


@st.composite
def _pins(draw, school):
    """At most two pins, each on a session that is legal by itself."""
    found = []
    for service in school.services[:2]:
        if not draw(rarely(st.just(True), otherwise=False)):
            continue
        ways = [choice for choice in legal_choices(school, service) if choice]
        if not ways:
            continue
        place = draw(st.sampled_from(draw(st.sampled_from(ways))))
        found.append(
            Pin(
                service=service.id,
                day=place.day,
                start=place.start,
                minutes=draw(rarely(st.just(place.end - place.start))),
                week=draw(rarely(st.just(place.week))),
                provider=draw(rarely(st.just(place.provider))),
                room=draw(rarely(st.just(place.room))) or None,
            )
        )
    return tuple(found)
