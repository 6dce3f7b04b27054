"""Bounds from all students together: never above the best, and worth more than one."""

from dataclasses import replace
from itertools import combinations

import drawn
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.running import one
from model.fixing import solved
from oracle.enumeration import legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Delivery, Setting
from pushpull_sched.engine import relaxation
from pushpull_sched.engine.bench import Bench, Prove, proofs
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.build import whole
from pushpull_sched.model.groups import chains
from pushpull_sched.model.levels import level_total
from pushpull_sched.verify import measures_of
from verify.build import (
    MON,
    amount,
    at,
    hours,
    provider,
    push_service,
    relation,
    room,
    school,
    service,
    settings,
    student,
    usual_classes,
)

SHORT, MISSED, LRE = one(Measure.MINUTES_SHORT), one(Measure.MISSED), one(Measure.LRE)
MOVED, CORE = one(Measure.MOVED), one(Measure.MISSED_CORE)
PULL_OUT = one(Measure.PULL_OUT)
JOINED = Level(
    name="joined",
    weights=(
        (Measure.MISSED, 2),
        (Measure.IRREGULAR, 10),
        (Measure.MOVED, 1),
        (Measure.SPLITS, 10),
    ),
)
ORDERS = (
    (SHORT, MOVED, LRE, MISSED),
    (SHORT, CORE, LRE),
    (SHORT, PULL_OUT, MISSED),
    (SHORT, LRE, JOINED),
)


def bounds_of(of, order, values, old=()):
    """The bounds of each level with those above held at their values."""
    bench = Bench(Atlas(of, old))
    found = {}
    for place, level in enumerate(order):
        held = tuple(zip(order[:place], values, strict=False))
        proved = list(proofs(bench, Prove(level=level, held=held, seed=1)))
        assert [each.last for each in proved] == [False, True]
        alone, together = (each.bound for each in proved)
        # Also where something is short: the prices are valid all the same.
        priced = bench.bounds.priced(level, bench.held(held), 1, lambda: False)
        found[level.name] = alone, max(together, priced)
    return found


def check_against_all(of, order, old, slack):
    counted = [measures_of(of, found, old) for found, _ in legal_schedules(of)]
    assume(counted)
    values, left = [], counted
    for level in order:
        values.append(min(level.value(each) for each in left) + slack)
        left = [each for each in left if level.value(each) <= values[-1]]
    bounds = bounds_of(of, order, values, old)
    for level, value in zip(order, values, strict=True):
        alone, together = bounds[level.name]
        assert alone <= value - slack
        assert together <= value - slack


@given(tiny_schools(), st.integers(0, 1000), st.sampled_from((0, 0, 30)))
@drawn.schools(16)
def test_no_bound_is_above_the_best_schedule_of_all(of, seed, slack):
    assume(1 < size(of) <= 60)
    old = ()
    if seed % 2:
        legal = [found for found, _ in legal_schedules(of)]
        assume(legal)
        old = tuple(legal[seed % len(legal)].rows(of.settings.days))
    check_against_all(of, ORDERS[seed % len(ORDERS)], old, slack)


# ── what is worth something together ────────────────────────────────────────────────
NAMES = ("S1", "S2", "S3", "S4")
HALF_HOUR = {"earliest": at("8:30"), "latest": at("11:30"), "days": frozenset({MON})}
MORNING = {
    "settings": settings(grid=30),
    # Reading and Math but for the half hour from 11:00, which is free.
    "providers": (provider(hours=hours("8:00-12:00", days={MON}), lunch_minutes=0),),
}


def speech(count, **fields):
    return tuple(
        service(f"{n}-Speech-1", n, **{**HALF_HOUR, **fields}) for n in NAMES[:count]
    )


def crowd(count=3, own=None, **fields):
    """Students who all want the one half hour in which nothing is missed."""
    return school(
        **{
            "students": tuple(student(n) for n in NAMES[:count]),
            "services": speech(count, **(own or {"individual": True})),
            **MORNING,
            **fields,
        }
    )


def missed_in(of, **fields):
    """Bounds of missed where everything is served: alone, and together."""
    return bounds_of(of, (SHORT, MISSED), (0, 0), **fields)["missed"]


@st.composite
def crowds(draw):
    """Students who compete for a morning, with limits of every kind on groups."""
    count = draw(st.integers(2, 4))
    some = st.sampled_from((None, None, 1, 2, 3))
    mark = st.sampled_from((None, None, "a", "b"))
    services = tuple(
        replace(
            each,
            max_group=draw(some),
            individual=draw(st.sampled_from((False, False, False, True))),
            goal_area=draw(mark),
            level=draw(mark),
            amount=amount(sessions=1),
            setting=draw(st.sampled_from(("pull-out", "pull-out", "either"))),
            subjects=("Math",),
            classes=frozenset({"math"}),
            earliest=at(draw(st.sampled_from(("8:30", "10:30")))),
        )
        for each in speech(count)
    )
    services = tuple(
        replace(each, setting=Setting(each.setting), individual=False)
        if each.setting == "either"
        else replace(each, setting=Setting.PULL_OUT, subjects=(), classes=frozenset())
        for each in services
    )
    (first,) = MORNING["providers"]
    providers = tuple(
        replace(
            first,
            id=f"SLP{n}",
            max_group=draw(some),
            max_minutes_day=draw(st.sampled_from((None, None, 30, 60))),
            lunch_minutes=draw(st.sampled_from((0, 0, 60))),
            lunch_start=at("10:30"),
            lunch_end=at("12:00"),
        )
        for n in range(1, draw(st.integers(1, 2)) + 1)
    )
    return crowd(
        count,
        services=services,
        providers=providers,
        students=tuple(
            student(name, grade=draw(st.integers(1, 3))) for name in NAMES[:count]
        ),
        rooms=(room(capacity=draw(st.integers(1, 4))), room("R2", capacity=2)),
    )


@given(crowds(), st.sampled_from(ORDERS[:3]))
@drawn.schools(25)
def test_where_many_compete_no_bound_is_above_the_exact_model(of, order):
    atlas = Atlas(of)
    values = []
    model = whole(atlas)
    for level in order:
        total = level_total(model, atlas, level)
        model.cp.minimize(total.expression)
        values.append(round(solved(model).objective_value))
        model.cp.add(total.expression <= values[-1])
    for level, bounds in bounds_of(of, order, values).items():
        true = values[[each.name for each in order].index(level)]
        assert max(bounds) <= true


def test_one_provider_has_one_cheap_half_hour_for_three():
    assert missed_in(crowd()) == (0, 180)


def test_two_providers_have_two():
    (one_provider,) = MORNING["providers"]
    both = (one_provider, replace(one_provider, id="SLP2"))
    assert missed_in(crowd(providers=both)) == (0, 90)


def test_a_provider_who_may_not_come_does_not_help():
    (one_provider,) = MORNING["providers"]
    both = (one_provider, replace(one_provider, id="SLP2"))
    away = relation(RelationKind.NOT_PROVIDER, *NAMES[:3], provider="SLP2")
    assert missed_in(crowd(providers=both, relations=(away,))) == (0, 180)
    named = {"individual": True, "provider": "SLP1"}
    assert missed_in(crowd(providers=both, own=named)) == (0, 180)


@pytest.mark.parametrize(
    ("own", "bound"),
    [
        ({}, 0),
        ({"max_group": 3}, 0),
        ({"max_group": 2}, 45),
        ({"max_group": 1}, 180),
    ],
)
def test_a_group_shares_the_cheap_half_hour(own, bound):
    alone, together = missed_in(crowd(own={"max_group": None, **own}))
    assert alone == 0
    # The relaxation may seat three in one and a half sessions.
    assert bound <= together <= (180 if bound == 180 else 90 if bound else 0)


def test_the_largest_group_of_any_provider_counts():
    (small,) = MORNING["providers"]
    both = (replace(small, max_group=1), replace(small, id="SLP2", max_group=3))
    assert missed_in(crowd(4, own={"max_group": None}, providers=both)) == (0, 0)
    assert missed_in(crowd(4, own={"max_group": None}, providers=both[:1])) == (0, 270)


def test_a_small_room_holds_no_large_group():
    one_seat = (room(capacity=1), room("R2", capacity=1))
    assert missed_in(crowd(own={"max_group": None}, rooms=one_seat)) == (0, 180)


def test_what_may_not_be_mixed_takes_a_session_each():
    students = tuple(
        student(name, grade=grade)
        for name, grade in zip(NAMES, (1, 3, 5), strict=False)
    )
    one_grade = settings(grid=30, max_grade_span=1)
    assert missed_in(crowd(own={"max_group": None})) == (0, 0)
    apart = crowd(own={"max_group": None}, students=students, settings=one_grade)
    assert missed_in(apart) == (0, 180)
    for name in ("goal_area", "level"):
        services = tuple(
            replace(each, **{name: value})
            for each, value in zip(speech(4), ("a", "b", "b", None), strict=True)
        )
        # A blank one may join either.
        assert missed_in(crowd(4, services=services)) == (0, 90)


def test_lunch_and_planning_are_no_sessions():
    (busy,) = MORNING["providers"]
    # 11:00 to 11:30 is free, and at least half an hour of the morning is left.
    full = replace(busy, max_minutes_day=90)
    assert missed_in(crowd(providers=(full,))) == (0, 180)
    # A day that cannot hold lunch and planning takes nobody, and gives no one less.
    never = replace(
        busy,
        id="SLP2",
        lunch_minutes=60,
        lunch_start=at("8:00"),
        lunch_end=at("12:00"),
        planning_minutes=230,
    )
    assert missed_in(crowd(providers=(full, never))) == (0, 180)


def test_visits_and_pull_out_compete_for_the_provider():
    visits = tuple(
        push_service(
            f"{name}-SDI-1",
            name,
            setting=Setting.EITHER,
            days=frozenset({MON}),
            roles=frozenset({"SLP"}),
            max_group=1,
            latest=at("9:00"),
        )
        for name in NAMES[:3]
    )
    # From 8:00 to 9:00 there are two half hours for three services.
    of = crowd(services=visits)
    bounds = bounds_of(of, (SHORT, LRE), (30, 0))
    assert bounds["lre"] == (0, 0)
    longer = crowd(
        services=tuple(replace(one, latest=at("10:00")) for one in visits),
        classes=tuple(
            replace(
                each,
                meetings=tuple(
                    replace(meeting, when=replace(meeting.when, end=at("9:00")))
                    for meeting in each.meetings
                ),
            )
            if each.id == "read"
            else each
            for each in usual_classes()
        ),
    )
    assert bounds_of(longer, (SHORT, LRE), (0, 0))["lre"] == (0, 30)


def test_two_weeks_alike_count_twice():
    weeks = {
        "settings": settings(grid=30, weeks=2, weeks_are_given=True),
        "providers": (
            provider(hours=hours("8:00-12:00", weeks=2, days={MON}), lunch_minutes=0),
        ),
        "rooms": (room(weeks=2),),
        "classes": usual_classes(2),
    }
    assert missed_in(crowd(2, **weeks)) == (0, 180)


def test_co_teaching_and_consult_take_the_provider_as_well():
    co_teach = push_service(
        "S4-Math-1",
        "S4",
        name="Math",
        delivery=Delivery.CO_TEACH,
        roles=frozenset({"SLP"}),
        subjects=("Math",),
        classes=frozenset({"math"}),
        amount=replace(amount(), minutes=None, sessions=None),
    )
    talk = service(
        "Talk-1",
        None,
        name="Talk",
        setting=Setting.CONSULT,
        days=frozenset({MON}),
        earliest=at("11:00"),
        latest=at("11:30"),
    )
    everyday = (provider(hours=hours("8:00-12:00"), lunch_minutes=0),)
    services = (*speech(2), talk)
    of = crowd(2, services=services, own={})
    # The consult has the only free half hour: nobody else can have it.
    assert missed_in(of)[1] >= 90
    taught = crowd(
        4, services=(*speech(2, individual=True), co_teach), providers=everyday
    )
    alone, together = missed_in(taught)
    assert alone == 0
    assert together == 90


def test_a_level_that_no_option_adds_to_has_no_price():
    assert bounds_of(crowd(), (SHORT, MOVED), (0, 0))["moved"] == (0, 0)
    assert bounds_of(crowd(), (SHORT, one(Measure.SPLITS)), (0, 0))["splits"] == (0, 0)


def test_values_in_steps_have_bounds_in_steps():
    odd = crowd(own={"individual": True, "amount": amount(30)})
    of = replace(
        odd,
        classes=tuple(
            replace(
                each,
                meetings=tuple(replace(m, weight=1) for m in each.meetings),
            )
            for each in odd.classes
        ),
    )
    alone, together = missed_in(of)
    assert (alone, together) == (0, 60)
    assert together % 30 == 0


def test_too_large_a_program_is_not_tried(monkeypatch):
    monkeypatch.setattr(relaxation, "LARGEST", 3)
    assert missed_in(crowd()) == (0, 0)


def test_a_program_without_an_answer_prices_nothing(monkeypatch):
    monkeypatch.setattr(relaxation._Program, "duals", lambda _: None)
    assert missed_in(crowd()) == (0, 0)


@pytest.mark.parametrize("calls", [0, 3, 6])
def test_a_stopped_proof_proves_nothing(calls):
    bench = Bench(Atlas(crowd()))
    asked = []

    def stop():
        asked.append(None)
        return len(asked) > calls

    held = ((SHORT, 0),)
    found = list(proofs(bench, Prove(level=MISSED, held=held, seed=1), stop))
    assert found[-1].bound == 0
    assert len(asked) >= calls + 1


def test_where_something_is_short_only_students_alone_are_asked(monkeypatch):
    bench = Bench(Atlas(crowd()))
    monkeypatch.setattr(bench.bounds, "priced", lambda *_: 1000)
    found = list(proofs(bench, Prove(level=MISSED, held=((SHORT, 30),), seed=1)))
    assert [each.bound for each in found] == [0, 0]


# ── grades that never meet ──────────────────────────────────────────────────────────
@pytest.mark.parametrize("span", [0, 1, 2])
@pytest.mark.parametrize("grades", [[1], [1, 2], [1, 2, 4], [0, 1, 2, 3, 5, 8]])
def test_chains_are_the_longest_sets_of_grades_that_never_meet(grades, span):
    sets = {
        chosen
        for count in range(1, len(grades) + 1)
        for chosen in combinations(grades, count)
        if all(b - a > span for a, b in combinations(chosen, 2))
    }
    longest = {
        each for each in sets if not any(set(each) < set(other) for other in sets)
    }
    found = [tuple(chain) for chain in chains(grades, span)]
    assert set(found) == longest
    assert len(found) == len(longest)
