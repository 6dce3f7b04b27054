"""Cheap arithmetic that a person can check on paper, before any solving.

Each warning is a necessary condition that fails: the service, or some of its minutes,
cannot be placed whatever the solver does. Numbers are upper bounds of what is possible.
"""

from collections.abc import Mapping

from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Demand, Service, Setting
from pushpull_sched.workbook.capacity import most_sessions, usable_days
from pushpull_sched.workbook.conversion import number_text, weeks_text
from pushpull_sched.workbook.load_checks import check_loads, check_students
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Spelling, did_you_mean, listed
from pushpull_sched.workbook.place_checks import check_meetings_for, check_rooms_for
from pushpull_sched.workbook.relations import qualified
from pushpull_sched.workbook.tables import Row

_DAY_KEYS = ("days", "min_days_apart", "max_per_day")
_PEOPLE_SHEETS = frozenset(
    {
        *("settings", "students", "classes", "enrollments", "periods"),
        *("rooms", "providers", "availability"),
    }
)
"""Sheets on which the arithmetic of days and minutes rests."""


def check_school(
    school: School,
    demand: Mapping[str, Demand],
    rows: Mapping[str, Row],
    log: Log,
    *,
    sound: frozenset[str],
) -> None:
    """Report what cannot work, with the numbers and the cells.

    Args:
        school: The whole instance.
        demand: What each service demands.
        rows: The row of each service.
        log: Takes the findings.
        sound: Sheets without an error; what rests on others is not counted.
    """
    people = sound >= _PEOPLE_SHEETS
    roles_known = all(one.roles for one in school.providers) and bool(school.providers)
    scheduled = [
        service
        for service in school.services
        if service.active and not demand[service.id].outside_template
    ]
    _check_rooms(school, scheduled, log)
    for service in scheduled:
        row, owed = rows[service.id], demand[service.id]
        able = roles_known and _check_providers(school, service, row, log)
        pulled = service.setting is Setting.PULL_OUT
        if able and pulled and school.rooms and people:
            check_rooms_for(school, service, row, log)
        if not service.is_co_teach:
            _check_lengths(service, owed, row, log)
            _check_window(service, owed, row, log)
            if able and people:
                _check_sessions(school, service, owed, row, log)
            if people and service.setting is Setting.PUSH_IN:
                check_meetings_for(school, service, owed, row, log)
    if people:
        check_loads(school, scheduled, demand, log)
        check_students(school, scheduled, demand, log)


def _check_rooms(school: School, scheduled: list[Service], log: Log) -> None:
    """Report pull-out services of a school without rooms, once."""
    pulled = [
        service
        for service in scheduled
        if service.setting in {Setting.PULL_OUT, Setting.EITHER}
    ]
    if school.rooms or not pulled:
        return
    log.at(
        "W313",
        pulled[0].source,
        f"{len(pulled)} services may be pull-out, but Rooms has no room "
        f"({listed(service.id for service in pulled)}).",
        expected="a row in Rooms for every room where sessions can be",
    )


def _check_providers(school: School, service: Service, row: Row, log: Log) -> bool:
    """Report services that nobody can give; tell whether somebody can."""
    able = [one for one in school.providers if qualified(service, one)]
    if service.provider is None and not able:
        roles = Spelling(role for one in school.providers for role in sorted(one.roles))
        wanted = sorted(service.roles)
        log.cell(
            "W601",
            row,
            "role",
            f"No provider has the role {' or '.join(wanted)}: {service.id} cannot be "
            "placed.",
            expected="a role of Providers",
            advice=did_you_mean(wanted[0], roles) if wanted else "",
        )
    named = school.provider.get(service.provider or "")
    if named is not None and service.roles and not service.roles & named.roles:
        log.cell(
            "W428",
            row,
            "provider",
            f"{named.id} has none of the roles {', '.join(sorted(service.roles))}; as "
            "the named person the service is theirs all the same.",
        )
    return bool(able)


def _check_lengths(service: Service, owed: Demand, row: Row, log: Log) -> None:
    """Report a count of sessions whose longest lengths do not make the minutes."""
    longest = max((*owed.lengths, *owed.exact_lengths))
    if owed.sessions and owed.sessions * longest < owed.required_minutes:
        log.cell(
            "W604",
            row,
            "session_minutes",
            f"{owed.sessions} sessions of at most {longest} min are "
            f"{owed.sessions * longest} min, not {number_text(owed.required_minutes)}.",
            expected="a length of at least "
            f"{number_text(owed.required_minutes / owed.sessions)} min",
        )


def _check_window(service: Service, owed: Demand, row: Row, log: Log) -> None:
    if service.earliest is None or service.latest is None:
        return
    shortest = min((*owed.lengths, *owed.exact_lengths))
    if service.latest - service.earliest < shortest:
        log.cell(
            "W605",
            row,
            "latest",
            f"Between earliest and latest are {service.latest - service.earliest} min, "
            f"but a session takes {shortest} min.",
            expected=f"at least {shortest} min between them",
        )


def _check_sessions(
    school: School, service: Service, owed: Demand, row: Row, log: Log
) -> None:
    """Report a service that its days cannot hold, with the cells that limit it."""
    days = usable_days(school, service, owed)
    most = most_sessions(service, owed, days)
    longest = max((*owed.lengths, *owed.exact_lengths))
    if owed.sessions is not None and most < owed.sessions:
        needed = f"{owed.sessions} sessions"
        possible = f"{most}"
    elif owed.sessions is None and most * longest < owed.required_minutes:
        needed = f"{number_text(owed.required_minutes)} min"
        possible = f"{most} x {longest} = {most * longest} min"
    else:
        return
    week = max(days.values(), key=len, default=frozenset())
    names = ", ".join(school.settings.days[day] for day in sorted(week)) or "no day"
    parties = ["provider"] if service.student is None else ["student", "provider"]
    if service.setting is Setting.PUSH_IN:
        parties.append("class")
    whose = " and ".join(parties)
    limits = [f"{owed.max_per_day} a day"]
    if service.min_days_apart > 1:
        limits.append(f"{service.min_days_apart} days apart")
    limits.extend(f"{key} in {row.ref(key)}" for key in _DAY_KEYS if row.text(key))
    log.cell(
        "W602",
        row,
        next((key for key in _DAY_KEYS if row.text(key)), "service"),
        f"{service.id} needs {needed} in {weeks_text(school.settings.weeks)}, but at "
        f"most {possible} can be held: days of {whose}: {names} ({'; '.join(limits)}).",
        expected=f"days for {needed}",
    )
