"""Results that are still in memory, as schedules to compare."""

from pushpull_sched.domain.rerun import rerun_command
from pushpull_sched.domain.result import RunInfo, ServiceOutcome, SolveResult
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Service
from pushpull_sched.domain.variant import Origin, StatedService, Variant


def variant_of(
    label: str, school: School, result: SolveResult, run: RunInfo
) -> Variant:
    """Make a schedule to compare of a result, without a file.

    Args:
        label: What it is called.
        school: The roster that it was made from.
        result: The result; one without a schedule has no sessions.
        run: What made it.
    """
    days = school.settings.days
    schedule, verdict = result.schedule, result.verdict
    outcomes = verdict.outcomes if verdict else ()
    return Variant(
        label=label,
        rows=tuple(schedule.rows(days)) if schedule else (),
        days=days,
        weeks=school.settings.weeks,
        school=school,
        roster_name=run.roster_name,
        roster_sha256=run.roster_sha256,
        origin=Origin(
            roster_name=run.roster_name,
            roster_sha256=run.roster_sha256,
            status=result.status.value,
            policy=run.params.policy.name,
            seed=run.params.seed,
            versions=run.versions,
            created=run.created,
            stages=result.stages,
            measures=verdict.measures if verdict else {},
            services=tuple(
                _stated(school.service[one.service_id], one) for one in outcomes
            ),
            rerun=rerun_command(run),
        ),
        remarks=result.reasons,
    )


def _stated(service: Service, outcome: ServiceOutcome) -> StatedService:
    return StatedService(
        service_id=service.id,
        student_id=service.student,
        service=service.name,
        setting=service.setting.value,
        required_minutes=outcome.required_minutes,
        scheduled_minutes=outcome.scheduled_minutes,
        minutes_short=outcome.minutes_short,
        status=outcome.status.value,
    )
