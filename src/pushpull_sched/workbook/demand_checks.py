"""Warnings about what a row demands, with the arithmetic in words."""

from collections.abc import Mapping
from dataclasses import replace

from pushpull_sched.demand import demand_of
from pushpull_sched.demand.amounts import stated_minutes
from pushpull_sched.demand.template import TEMPLATES
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Demand, Per, Service, Setting
from pushpull_sched.workbook.conversion import number_text, rotation_text, weeks_text
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.tables import Row

_LONG_PERIODS = frozenset({Per.MONTH, Per.QUARTER, Per.YEAR})


def check_demands(
    school: School, demand: Mapping[str, Demand], rows: Mapping[str, Row], log: Log
) -> None:
    """Report what is lost, gained or left out when amounts meet the template.

    Args:
        school: The whole instance.
        demand: What each service demands.
        rows: The row of each service.
        log: Takes the warnings.
    """
    for service in school.services:
        if not service.active:
            continue
        row, owed = rows[service.id], demand[service.id]
        if owed.outside_template:
            _outside(school, row, log)
            continue
        lost = rotation_text(service, school.settings)
        if lost:
            log.cell(
                "W422",
                row,
                _amount_key(row),
                f"The amount is per pass of the days in Settings: {lost}.",
                advice="Write the amount for a pass, or with per = cycle.",
            )
        if service.is_co_teach:
            _co_teach(school, service, owed, row, log)
        else:
            _short_sessions(school, service, owed, row, log)
        if service.setting is Setting.PUSH_IN:
            _classes_attended(school, service, owed, row, log)


def _amount_key(row: Row) -> str:
    return "frequency" if row.text("frequency") else "minutes"


def _outside(school: School, row: Row, log: Log) -> None:
    key = "frequency" if row.text("frequency") else "sessions"
    if not row.text(key):
        key = "minutes"
    weeks = school.settings.weeks
    held = (
        f"a template of {weeks_text(weeks)}"
        if school.settings.weeks_are_given
        else "a template of 1, 2 or 4 weeks"
    )
    log.cell(
        "W420",
        row,
        key,
        f"The sessions do not come out whole in {held}: the service is not scheduled.",
        expected="a number of sessions that is whole in the template",
        advice="Place it by hand, or state minutes instead of sessions.",
    )


def _short_sessions(
    school: School, service: Service, owed: Demand, row: Row, log: Log
) -> None:
    """Warn of amounts that the template cuts into very short sessions."""
    amount = service.amount
    settings = school.settings
    if (
        amount.per not in _LONG_PERIODS
        or amount.sessions is not None
        or service.session_minutes
        or owed.lengths[-1] >= min(settings.session_minutes)
    ):
        return
    longest = TEMPLATES[-1]
    better = ""
    if settings.weeks != longest:
        larger = replace(school, settings=replace(settings, weeks=longest))
        with_four = demand_of(larger, service)
        better = (
            f" With weeks {longest}: {number_text(with_four.required_minutes)} min in "
            f"sessions of {' or '.join(map(str, with_four.lengths))} min."
        )
    log.cell(
        "W421",
        row,
        _amount_key(row),
        f"{amount.minutes} min per {amount.per} make one session of "
        f"{owed.lengths[-1]} min in {weeks_text(settings.weeks)}, shorter than every "
        f"length in Settings.{better}",
        expected=f"sessions from {min(settings.session_minutes)} min",
        advice=f"Set weeks in Settings to {longest}, or fill in session_minutes.",
    )


def _co_teach(
    school: School, service: Service, owed: Demand, row: Row, log: Log
) -> None:
    days = len(school.settings.days)
    if service.student is not None:
        days = len(school.student[service.student].days)
    stated = stated_minutes(service, days=days, settings=school.settings)
    if stated is not None and owed.co_teach and stated > owed.required_minutes:
        log.cell(
            "W423",
            row,
            _amount_key(row),
            f"{number_text(stated)} min are stated for the template, but the meetings "
            f"of the class come to {number_text(owed.required_minutes)} min: these "
            "are taken.",
            expected=f"at most {number_text(owed.required_minutes)} min",
        )


def _classes_attended(
    school: School, service: Service, owed: Demand, row: Row, log: Log
) -> None:
    if service.student is None:
        return
    mine = school.student[service.student].classes & service.classes
    if not mine:
        log.cell(
            "W424",
            row,
            "subject",
            f"Student {service.student} attends no class of this subject: the service "
            "cannot be placed.",
            expected="a subject of the student's classes",
        )
    elif service.is_co_teach and not owed.co_teach:
        log.cell(
            "W424",
            row,
            "subject",
            f"No meeting of {', '.join(sorted(mine))} is left for co-teaching: days, "
            "times, Availability and push_in exclude them all.",
            expected="a class with a meeting that can be had",
        )
