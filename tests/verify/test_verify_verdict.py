"""What a verdict says beside the codes: sentences, ids, outcomes, completeness."""

from dataclasses import replace

import pytest

from pushpull_sched.domain.findings import Breach, SourceRef
from pushpull_sched.domain.result import ServiceOutcome, ServiceStatus
from pushpull_sched.domain.service import Delivery, Per, Setting
from pushpull_sched.verify import verify, verify_schedule
from verify.build import (
    MON,
    TUE,
    WED,
    amount,
    changed,
    pin,
    provider,
    push_service,
    room,
    rows,
    schedule,
    school,
    service,
    session,
    settings,
    student,
    weekly,
)

SPEECH = service("S017-Speech-1", "S017")
OT = service("S017-OT-1", "S017", name="OT", roles=frozenset({"OT"}))
ANA = student("S017", name="Ana Ruiz")


def judge(*sessions, services=(SPEECH,), weeks=1, **options):
    fields = {key: options.pop(key) for key in ("providers", "rooms") if key in options}
    of = school(
        settings=settings(weeks=weeks),
        students=(ANA,),
        services=services,
        **fields,
    )
    return verify_schedule(of, schedule(*sessions), **options)


def messages(verdict):
    return [f"{each.rule}: {each.message}" for each in verdict.violations]


class TestSentences:
    def test_a_clash_names_the_student_the_day_the_times_and_the_providers(self):
        verdict = judge(
            session(SPEECH, TUE, "9:00-9:30", id="A"),
            session(OT, TUE, "9:15-9:45", by="OT1", room_id="R2", id="B"),
            services=(replace(SPEECH, amount=weekly(30)), OT),
            providers=(provider(), provider("OT1", "OT")),
            rooms=(room(), room("R2")),
        )
        assert messages(verdict) == [
            (
                "S1: Ana Ruiz (S017) is in two sessions at once on Tue: "
                "Speech 09:00-09:30 with SLP1 and OT 09:15-09:45 with OT1."
            )
        ]
        assert verdict.violations[0].session_ids == ("A", "B")
        assert verdict.violations[0].service_ids == ("S017-Speech-1", "S017-OT-1")

    def test_weeks_are_named_where_there_are_several(self):
        verdict = judge(
            session(SPEECH, TUE),
            session(SPEECH, TUE, "8:35-9:05", week=2),
            weeks=2,
            providers=(provider(weeks=2, break_minutes=0, max_minutes_day=29),),
        )
        assert messages(verdict) == [
            (
                "S8: Speech of Ana Ruiz (S017-Speech-1) must be the same in every "
                "week: only in week 1 Tue 08:30-09:00 with SLP1 in R1, only in week 2 "
                "Tue 08:35-09:05 with SLP1 in R1."
            ),
            (
                "V6: SLP1 has 30 minutes of sessions on Tue week 1; at most 29 are "
                "allowed on a day."
            ),
            (
                "V6: SLP1 has 30 minutes of sessions on Tue week 2; at most 29 are "
                "allowed on a day."
            ),
        ]

    def test_a_shortfall_says_what_is_there_and_what_is_owed(self):
        twice = replace(SPEECH, amount=amount(sessions=2))
        assert messages(judge(session(twice), services=(twice,))) == [
            (
                "S7: Speech of Ana Ruiz (S017-Speech-1) is 30 minutes short: "
                "30 of 60 minutes in 1 of 2 sessions."
            )
        ]

    def test_overlong_overlaps_are_one_fact(self):
        verdict = judge(session(SPEECH, MON, "11:10-11:40"))
        assert messages(verdict) == [
            (
                "S2: Speech on Mon 11:10-11:40 with SLP1: Ana Ruiz (S017) must never "
                "be pulled from Lunch (lunch) 11:30-12:00."
            )
        ]

    def test_a_missing_lunch_names_the_window(self):
        verdict = judge(
            session(SPEECH, MON, "11:00-11:30"),
            providers=(provider(lunch_start=655, lunch_end=716, lunch_minutes=31),),
        )
        assert messages(verdict) == [
            (
                "V4: SLP1 has no 31 free minutes in one piece for lunch on Mon between "
                "10:55 and 11:56."
            )
        ]

    def test_a_row_names_its_cell(self):
        of = school(students=(ANA,), services=(SPEECH,))
        (row,) = rows(of, session(SPEECH, id="A"))
        source = SourceRef(sheet="Schedule", row=7)
        verdict = verify(of, [changed(row, provider_id="SLP9", source=source)])
        assert messages(verdict) == [
            (
                "C3: Session 'A' (Schedule row 7): there is no provider 'SLP9' in "
                "Providers."
            )
        ]
        assert verdict.violations[0].session_ids == ("A",)

    def test_rows_that_disagree_are_told_with_both_values(self):
        other = replace(SPEECH, id="S2-Speech-1", student="S2")
        of = school(students=(ANA, student("S2")), services=(SPEECH, other))
        first, second = rows(of, session((SPEECH, other), id="A"))
        verdict = verify(of, [first, changed(second, start=520, end=550)])
        assert messages(verdict) == [
            "C3: Session 'A': its rows disagree about start: 08:30, 08:40.",
            "C3: Session 'A': its rows disagree about end: 09:00, 09:10.",
        ]

    def test_a_pin_says_what_was_asked(self):
        of = school(students=(ANA,), services=(SPEECH,))
        full = pin("S017-Speech-1", minutes=30, provider="SLP1", room="R1")
        of = replace(of, pins=(full,))
        verdict = verify_schedule(of, schedule(session(SPEECH, WED)))
        assert messages(verdict) == [
            (
                "C2: The pin of Speech of Ana Ruiz (S017-Speech-1) at Mon 08:30, "
                "30 minutes, with SLP1, in room R1 is not kept on Mon."
            )
        ]

    def test_provider_faults_are_said_in_numbers(self):
        late = session(OT, MON, "9:04-9:34", room_id="R2")
        verdict = judge(
            session(SPEECH),
            late,
            services=(SPEECH, OT),
            providers=(provider(max_minutes_week=59),),
            rooms=(room(building="North"), room("R2", building="South")),
        )
        pause, role, week, grid = messages(verdict)
        assert pause == (
            "V1: SLP1 needs 30 minutes between two sessions in different buildings "
            "and has 4 on Mon: Speech 08:30-09:00 with SLP1 and OT 09:04-09:34 with "
            "SLP1."
        )
        assert role == (
            "V2: OT on Mon 09:04-09:34 with SLP1: OT of Ana Ruiz (S017-OT-1) must be "
            "given by a provider with role OT; SLP1 has role SLP."
        )
        assert week == (
            "V6: SLP1 has 60 minutes of sessions in the week; at most 59 are allowed "
            "in a week."
        )
        assert grid == (
            "C1: OT on Mon 09:04-09:34 with SLP1: not on the grid of 5 minutes: "
            "09:04 and 09:34."
        )

    def test_one_room_for_others_is_one_fact_for_a_whole_group(self):
        other = replace(SPEECH, id="S2-Speech-1", student="S2")
        of = school(
            students=(ANA, student("S2")),
            services=(SPEECH, other),
            rooms=(room(allows=frozenset({"OT"})),),
        )
        verdict = verify_schedule(of, schedule(session((SPEECH, other))))
        assert messages(verdict) == [
            (
                "R2: Speech on Mon 08:30-09:00 with SLP1: room R1 is for OT, not for "
                "Speech."
            )
        ]


class TestCompleteness:
    TWICE = replace(SPEECH, amount=amount(sessions=2))

    def test_an_empty_schedule_is_legal_and_incomplete(self):
        verdict = judge()
        assert verdict.legal
        assert not verdict.complete
        assert [each.severity for each in verdict.violations] == [Breach.SHORT]

    def test_a_complete_schedule_has_nothing_to_say(self):
        verdict = judge(session(SPEECH), claims_complete=True)
        assert (verdict.violations, verdict.legal, verdict.complete) == ((), True, True)

    def test_a_shortfall_is_broken_where_completeness_is_claimed(self):
        verdict = judge(claims_complete=True)
        assert not verdict.legal
        assert [each.severity for each in verdict.violations] == [Breach.BROKEN]

    def test_a_school_without_services_is_complete(self):
        assert judge(services=()).complete

    def test_rules_come_in_the_order_of_the_catalogue(self):
        verdict = judge(
            session(self.TWICE, MON, "8:31-9:01", by="SLP9"),
            session(self.TWICE, MON, "11:10-11:40"),
            services=(self.TWICE,),
        )
        assert [each.rule for each in verdict.violations] == ["S2", "S5", "C1", "C3"]


def outcome(of, *sessions, **fields):
    made = school(students=(ANA,), services=(of,), **fields)
    (found,) = verify_schedule(made, schedule(*sessions)).outcomes
    return found


class TestOutcomes:
    TWICE = replace(SPEECH, amount=amount(sessions=2), priority=4)

    def test_minutes_are_not_weighted(self):
        assert outcome(self.TWICE, session(self.TWICE)) == ServiceOutcome(
            service_id="S017-Speech-1",
            required_minutes=60,
            scheduled_minutes=30,
            minutes_short=30,
            sessions=1,
            sessions_required=2,
            provider_ids=("SLP1",),
            status=ServiceStatus.SHORT,
        )

    def test_outcomes_follow_the_roster(self):
        verdict = judge(session(OT), services=(SPEECH, OT))
        assert [each.service_id for each in verdict.outcomes] == [SPEECH.id, OT.id]
        assert [each.status for each in verdict.outcomes] == [
            ServiceStatus.UNPLACED,
            ServiceStatus.MET,
        ]

    def test_providers_come_in_order_of_time(self):
        found = outcome(
            self.TWICE,
            session(self.TWICE, WED),
            session(self.TWICE, MON, by="SLP2"),
            providers=(provider(), provider("SLP2")),
        )
        assert found.provider_ids == ("SLP2", "SLP1")
        assert found.status is ServiceStatus.MET

    def test_not_active(self):
        found = outcome(replace(SPEECH, active=False))
        assert (found.status, found.minutes_short) == (ServiceStatus.NOT_ACTIVE, 0)
        assert found.required_minutes == 30

    def test_outside_the_template(self):
        yearly = replace(SPEECH, amount=amount(sessions=3, sessions_per=Per.YEAR))
        found = outcome(yearly)
        assert found.status is ServiceStatus.OUTSIDE_TEMPLATE
        assert (found.required_minutes, found.minutes_short) == (3, 0)

    def test_all_minutes_in_too_few_sessions_is_not_met(self):
        one = replace(
            SPEECH,
            amount=amount(60, Per.WEEK, sessions=2),
            session_minutes=(30, 60),
        )
        found = outcome(one, session(one, MON, "8:30-9:30"))
        assert (found.status, found.minutes_short) == (ServiceStatus.SHORT, 0)

    @pytest.mark.parametrize("classes", [{"read"}, {"math"}])
    def test_co_teach_without_a_session_is_unplaced(self, classes):
        co_teach = push_service(
            delivery=Delivery.CO_TEACH,
            amount=replace(amount(), minutes=None),
            classes=frozenset({"read"}),
        )
        made = school(
            students=(student(classes=frozenset(classes)),), services=(co_teach,)
        )
        verdict = verify_schedule(made, schedule())
        assert [each.status for each in verdict.outcomes] == [ServiceStatus.UNPLACED]
        assert not verdict.complete

    def test_required_minutes_of_co_teach_are_shown_rounded_up(self):
        co_teach = push_service(
            "S017-SDI-1",
            "S017",
            delivery=Delivery.CO_TEACH,
            amount=replace(weekly(1000), per=Per.YEAR),
        )
        assert outcome(co_teach).required_minutes == 28

    def test_consult_counts_its_minutes(self):
        consult = replace(SPEECH, setting=Setting.CONSULT)
        assert outcome(consult, session(consult)).status is ServiceStatus.MET
