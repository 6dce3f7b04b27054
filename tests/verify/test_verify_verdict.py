"""What a verdict says beside its violations: completeness and outcomes."""

from dataclasses import replace

import pytest

from pushpull_sched.domain.findings import Breach
from pushpull_sched.domain.result import ServiceOutcome, ServiceStatus
from pushpull_sched.domain.service import Delivery, Per, Setting
from pushpull_sched.verify import verify, verify_schedule
from verify.build import (
    MON,
    WED,
    amount,
    changed,
    provider,
    push_service,
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

    def test_a_provider_that_nobody_knows_is_shown_as_written(self):
        of = school(students=(ANA,), services=(SPEECH,))
        (row,) = rows(of, session(SPEECH))
        (found,) = verify(of, [changed(row, provider_id="SLP9")]).outcomes
        assert found.provider_ids == ("SLP9",)

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
