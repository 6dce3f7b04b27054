"""Every measure, against values counted by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.school import RelationKind, SubjectKind
from pushpull_sched.domain.service import Delivery, Per, Setting
from pushpull_sched.verify import measures_of, verify_schedule
from verify.build import (
    FRI,
    MON,
    THU,
    TUE,
    WED,
    amount,
    changed,
    hours,
    provider,
    push_service,
    relation,
    room,
    rows,
    schedule,
    school,
    school_class,
    service,
    session,
    settings,
    student,
    usual_classes,
    weekly,
)

STUDENTS = tuple(student(f"S{n}") for n in range(1, 6))
TWICE = tuple(
    service(f"S{n}-Speech-1", f"S{n}", amount=amount(sessions=2)) for n in range(1, 6)
)
ANA, BEN, CAM, DEB, EVA = TWICE
CONSULT = service("S1-Consult-1", setting=Setting.CONSULT)


def made(*services, **fields):
    return school(**{"students": STUDENTS, "services": services or TWICE[:2], **fields})


def value(measure, of, *sessions, baseline=None):
    """The measure, which ``verify`` and ``measures_of`` must agree on."""
    plan = schedule(*sessions)
    alone = measures_of(of, plan, baseline)
    assert alone == verify_schedule(of, plan, baseline=baseline).measures
    assert set(alone) == set(Measure)
    return alone[measure]


def test_an_empty_schedule_misses_every_minute_and_nothing_else():
    empty = measures_of(made(), schedule())
    assert {key for key, number in empty.items() if number} == {Measure.MINUTES_SHORT}


class TestMinutesShort:
    def test_missing_minutes_count_by_priority(self):
        of = made(replace(ANA, priority=3), BEN)
        # Ana 3 x (60 - 30), Ben 1 x 60.
        assert value(Measure.MINUTES_SHORT, of, session(ANA)) == 150

    def test_minutes_above_the_required_ones_make_up_for_nobody(self):
        rounded = replace(ANA, amount=amount(25), session_minutes=(30,))
        of = made(rounded, BEN)
        assert value(Measure.MINUTES_SHORT, of, session(rounded)) == 60

    def test_services_not_active_or_outside_the_template_owe_nothing(self):
        outside = replace(BEN, amount=amount(sessions=1, sessions_per=Per.YEAR))
        of = made(replace(ANA, active=False), outside)
        assert value(Measure.MINUTES_SHORT, of) == 0

    def test_a_fraction_of_a_co_teach_minute_counts_as_a_minute(self):
        yearly = push_service(
            delivery=Delivery.CO_TEACH,
            amount=replace(weekly(1000), per=Per.YEAR),
        )
        # 1000 / 36 = 27.8 minutes.
        assert value(Measure.MINUTES_SHORT, made(yearly)) == 28


class TestMoved:
    BEFORE = (session(ANA), session(ANA, WED))

    def moved(self, *sessions, of=None, baseline=BEFORE):
        of = of or made(providers=(provider(), provider("SLP2")))
        return value(Measure.MOVED, of, *sessions, baseline=rows(of, *baseline))

    def test_without_a_baseline_nothing_moved(self):
        assert value(Measure.MOVED, made(), session(ANA)) == 0

    def test_the_same_schedule_has_not_moved(self):
        assert self.moved(*self.BEFORE) == 0

    def test_another_room_is_no_move(self):
        elsewhere = session(ANA, WED, room_id="R2")
        of = made(rooms=(room(), room("R2")))
        assert self.moved(session(ANA), elsewhere, of=of) == 0

    def test_minutes_that_are_no_longer_given_count(self):
        assert self.moved(session(ANA), session(ANA, WED, "8:40-9:10")) == 10

    def test_another_day_counts_whole(self):
        assert self.moved(session(ANA), session(ANA, THU)) == 30

    def test_another_provider_counts_whole(self):
        assert self.moved(session(ANA), session(ANA, WED, by="SLP2")) == 30

    def test_each_service_of_a_session_counts(self):
        pair = (session((ANA, BEN)),)
        assert self.moved(session(ANA), baseline=pair) == 30

    def test_two_sessions_may_cover_one_of_the_baseline(self):
        cover = (session(ANA, MON, "8:30-8:45"), session(ANA, MON, "8:45-9:00"))
        assert self.moved(*cover, baseline=(session(ANA),)) == 0

    def test_services_no_longer_active_or_known_do_not_count(self):
        of = made(replace(ANA, active=False))
        assert self.moved(of=of) == 0
        gone = (replace(ANA, id="S9-Speech-1"),)
        assert self.moved(baseline=(session(gone),)) == 0

    def test_a_day_that_no_longer_exists_counts_whole(self):
        of = made()
        (before,) = rows(of, session(ANA))
        moved = changed(before, day="Sat")
        assert value(Measure.MOVED, of, session(ANA), baseline=(moved,)) == 30


class TestWherePulled:
    EITHER = replace(
        push_service("S1-SDI-1"), setting=Setting.EITHER, amount=amount(sessions=2)
    )

    def test_either_given_as_pull_out_counts_each_student(self):
        other = replace(self.EITHER, id="S2-SDI-1", student="S2")
        of = made(self.EITHER, other)
        held = (session((self.EITHER, other)), session(self.EITHER, TUE))
        assert value(Measure.LRE, of, *held) == 90
        assert value(Measure.PULL_OUT, of, *held) == 90

    def test_either_given_in_class_is_no_pull_out(self):
        held = session(self.EITHER, setting=Setting.PUSH_IN)
        of = made(self.EITHER)
        assert value(Measure.LRE, of, held) == 0
        assert value(Measure.PULL_OUT, of, held) == 0

    def test_pull_out_services_are_no_matter_of_lre(self):
        assert value(Measure.LRE, made(), session(ANA)) == 0
        assert value(Measure.PULL_OUT, made(), session((ANA, BEN))) == 60


class TestMissed:
    def test_overlapped_minutes_by_the_weight_of_each_class(self):
        long_day = student(classes=frozenset({"read", "math", "lunch", "art"}))
        of = made(ANA, students=(long_day,))
        # 10 minutes of Reading x 3 + 20 of Math x 3; then 15 of Art x 2.
        held = (
            session(ANA, MON, "9:20-9:50"),
            session(ANA, TUE, "12:45-13:15"),
        )
        assert value(Measure.MISSED, of, *held) == 120
        assert value(Measure.MISSED_CORE, of, *held) == 90

    def test_each_student_of_a_group_counts(self):
        assert value(Measure.MISSED, made(), session((ANA, BEN))) == 180

    def test_free_time_and_push_in_cost_nothing(self):
        sdi = push_service()
        of = made(ANA, sdi)
        held = (session(ANA, MON, "11:00-11:30"), session(sdi))
        assert value(Measure.MISSED, of, *held) == 0

    def test_two_classes_at_once_both_count(self):
        chorus = school_class("chorus", "8:30-8:40", kind=SubjectKind.SPECIAL, weight=2)
        of = made(
            ANA,
            students=(student(classes=frozenset({"read", "chorus"})),),
            classes=(*usual_classes(), chorus),
        )
        assert value(Measure.MISSED, of, session(ANA)) == 90 + 20

    def test_a_weight_of_zero_costs_nothing(self):
        of = made(ANA, classes=(school_class("read", "8:00-9:30", weight=0),))
        of = replace(of, students=(student(classes=frozenset({"read"})),))
        assert value(Measure.MISSED, of, session(ANA)) == 0


class TestOversize:
    def test_groups_up_to_the_target_cost_nothing(self):
        assert value(Measure.OVERSIZE, made(*TWICE), session(TWICE[:3])) == 0

    def test_students_above_the_target_count_by_minutes(self):
        held = (session(TWICE[:4]), session(TWICE, TUE))
        assert value(Measure.OVERSIZE, made(*TWICE), *held) == 30 + 60

    def test_push_in_visits_have_no_target(self):
        visit = tuple(push_service(f"S{n}-SDI-1", f"S{n}") for n in range(1, 6))
        assert value(Measure.OVERSIZE, made(*visit), session(visit)) == 0


class TestIrregular:
    def test_one_clock_time_on_two_days(self):
        assert value(Measure.IRREGULAR, made(), session(ANA), session(ANA, TUE)) == 0

    def test_each_further_clock_time_counts(self):
        held = (session(ANA), session(ANA, TUE, "8:35-9:05"), session(BEN))
        assert value(Measure.IRREGULAR, made(), *held) == 1

    def test_weeks_and_consult_count_too(self):
        of = made(CONSULT, settings=settings(weeks=2))
        held = (session(CONSULT), session(CONSULT, MON, "9:00-9:30", week=2))
        assert value(Measure.IRREGULAR, of, *held) == 1


class TestChurn:
    def test_the_same_fellows_every_time(self):
        held = (session((ANA, BEN)), session((ANA, BEN), TUE))
        assert value(Measure.CHURN, made(), *held) == 0

    def test_being_alone_is_a_set(self):
        held = (session((ANA, BEN)), session(ANA, TUE), session(BEN, WED))
        assert value(Measure.CHURN, made(), *held) == 2

    def test_other_fellows_are_another_set(self):
        held = (session((ANA, BEN)), session((ANA, CAM), TUE))
        assert value(Measure.CHURN, made(*TWICE[:3]), *held) == 1

    def test_individual_services_and_push_in_have_no_fellows(self):
        lone = replace(ANA, individual=True)
        visits = tuple(
            push_service(f"S{n}-SDI-1", f"S{n}", amount=amount(sessions=2))
            for n in (1, 2)
        )
        held = (
            session((lone, BEN)),
            session(lone, TUE),
            session(visits, WED),
            session(visits[0], THU),
        )
        assert value(Measure.CHURN, made(lone, BEN, *visits), *held) == 0


class TestImbalance:
    def of(self, *providers):
        return made(*TWICE[:2], providers=providers)

    def test_load_is_measured_against_the_available_minutes(self):
        # 60 of 5 x 120 minutes against 30 of 5 x 420: 0.1 - 0.0142857.
        busy, free = provider(hours=hours("8:00-10:00")), provider("SLP2")
        held = (session(ANA), session(ANA, TUE), session(BEN, WED, by="SLP2"))
        assert value(Measure.IMBALANCE, self.of(busy, free), *held) == 85

    def test_a_provider_without_hours_is_left_out(self):
        idle = provider("SLP2", hours=())
        assert value(Measure.IMBALANCE, self.of(provider(), idle), session(ANA)) == 0

    def test_each_role_with_two_providers_counts(self):
        both = provider("SLP1", "SLP", "LEAD")
        other = provider("SLP2", "SLP", "LEAD")
        # 30 of 2100 minutes against none: 14 thousandths in each of two roles.
        assert value(Measure.IMBALANCE, self.of(both, other), session(ANA)) == 28

    def test_hours_in_two_buildings_at_once_count_once(self):
        here = hours(buildings=("North",))
        there = hours(buildings=("South",))
        twice = provider(hours=here + there)
        held = (session(ANA), session(BEN, by="SLP2"))
        assert value(Measure.IMBALANCE, self.of(twice, provider("SLP2")), *held) == 0

    def test_a_role_of_one_provider_is_balanced(self):
        assert value(Measure.IMBALANCE, self.of(provider()), session(ANA)) == 0


class TestPreferences:
    def cost(self, *sessions, by, services=TWICE[:2]):
        of = made(
            *services,
            relations=by,
            providers=(provider(), provider("SLP2")),
        )
        return value(Measure.PREFERENCES, of, *sessions)

    TOGETHER = relation(RelationKind.PREFER_TOGETHER, "S1", "S2")
    APART = relation(RelationKind.PREFER_APART, "S1", "S2")
    WITH = relation(RelationKind.PREFER_PROVIDER, "S1", provider="SLP1")

    def test_together_needs_one_common_session(self):
        held = (session((ANA, BEN)), session(ANA, TUE), session(BEN, WED))
        assert self.cost(*held, by=(self.TOGETHER,)) == 0

    def test_together_without_a_common_session(self):
        assert self.cost(session(ANA), session(BEN, TUE), by=(self.TOGETHER,)) == 30

    def test_an_unplaced_service_breaks_nothing(self):
        by = (self.TOGETHER, self.APART, self.WITH)
        assert self.cost(session(BEN, TUE), by=by) == 0

    def test_one_of_two_names_without_a_common_session_breaks_it_once(self):
        ots = tuple(service(f"S{n}-OT-1", f"S{n}", name="OT") for n in (1, 2))
        held = (session((ANA, BEN)), session(ots[0], TUE), session(ots[1], WED))
        services = (ANA, BEN, *ots)
        assert self.cost(*held, by=(self.TOGETHER,), services=services) == 30
        limited = replace(self.TOGETHER, service="Speech")
        assert self.cost(*held, by=(limited,), services=services) == 0

    def test_a_pair_counts_once_per_type_and_service(self):
        again = relation(RelationKind.PREFER_TOGETHER, "S2", "S1")
        limited = replace(self.TOGETHER, service="Speech")
        held = (session(ANA), session(BEN, TUE))
        assert self.cost(*held, by=(self.TOGETHER, again)) == 30
        assert self.cost(*held, by=(self.TOGETHER, limited)) == 60

    def test_every_pair_of_a_list_counts(self):
        three = relation(RelationKind.PREFER_TOGETHER, "S1", "S2", "S3")
        held = (session(ANA), session(BEN, TUE), session(CAM, WED))
        assert self.cost(*held, by=(three,), services=TWICE[:3]) == 90

    def test_apart_is_broken_by_a_common_session_of_one_name(self):
        assert self.cost(session((ANA, BEN)), by=(self.APART,)) == 30
        assert self.cost(session(ANA), session(BEN, TUE), by=(self.APART,)) == 0

    def test_apart_allows_one_visit_for_different_services(self):
        visit = (
            push_service("S1-SDI-1", "S1"),
            push_service("S2-ELL-1", "S2", name="ELL"),
        )
        assert self.cost(session(visit), by=(self.APART,), services=visit) == 0
        listed = relation(RelationKind.PREFER_APART, "S1-SDI-1", "S2-ELL-1")
        assert self.cost(session(visit), by=(listed,), services=visit) == 30

    def test_another_provider_breaks_it_once_per_entry(self):
        held = (session(ANA, by="SLP2"), session(ANA, TUE, by="SLP2"), session(BEN))
        both = relation(RelationKind.PREFER_PROVIDER, "S1", "S2", provider="SLP2")
        assert self.cost(*held, by=(self.WITH,)) == 30
        assert self.cost(*held, by=(self.WITH, self.WITH)) == 30
        assert self.cost(*held, by=(both,)) == 30

    def test_consult_and_services_of_others_are_left_out(self):
        elsewhere = replace(ANA, provider="SLP2")
        held = (session(elsewhere, by="SLP2"), session(CONSULT, TUE, by="SLP2"))
        cost = self.cost(*held, by=(self.WITH,), services=(elsewhere, CONSULT))
        assert cost == 0


class TestSplits:
    def test_one_run_a_day(self):
        held = (session(ANA), session(BEN, MON, "9:09-9:39"), session(ANA, FRI))
        assert value(Measure.SPLITS, made(), *held) == 0

    def test_a_pause_as_long_as_a_break_begins_a_run(self):
        held = (session(BEN, MON, "9:10-9:40"), session(ANA))
        assert value(Measure.SPLITS, made(), *held) == 1

    def test_a_run_lasts_until_its_longest_session_ends(self):
        held = (
            session(ANA, MON, "8:00-9:00"),
            session(BEN, MON, "8:10-8:40"),
            session(ANA, MON, "9:09-9:39"),
        )
        assert value(Measure.SPLITS, made(), *held) == 0

    @pytest.mark.parametrize(("minutes", "expected"), [(5, 1), (6, 0)])
    def test_the_break_is_the_provider_s_own(self, minutes, expected):
        of = made(providers=(provider(break_minutes=minutes),))
        held = (session(ANA), session(BEN, MON, "9:05-9:35"))
        assert value(Measure.SPLITS, of, *held) == expected


def test_a_month_of_the_default_length_is_four_weeks():
    monthly = replace(ANA, amount=amount(sessions=1, sessions_per=Per.MONTH))
    of = made(monthly, settings=settings(weeks=4, weeks_per_month=Fraction(4)))
    assert value(Measure.MINUTES_SHORT, of) == 30
