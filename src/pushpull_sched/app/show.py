"""What ``show`` does: a week, a day's line-up or compliance, for the terminal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pushpull_sched.app.export import choose
from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.opened import Opened, open_schedule
from pushpull_sched.app.suggest import did_you_mean
from pushpull_sched.domain.result import ServiceOutcome
from pushpull_sched.domain.school import School
from pushpull_sched.export.names import NameStyle, names_of
from pushpull_sched.export.pages.days import (
    Source,
    class_days,
    provider_days,
    room_days,
    student_days,
)
from pushpull_sched.export.pages.model import By
from pushpull_sched.export.pages.whose import Person, class_groups
from pushpull_sched.export.school_calendar import school_days, weekdays
from pushpull_sched.export.views import (
    Block,
    BlockKind,
    ComplianceRow,
    DayPlan,
    compliance_rows,
    day_columns,
    place_label,
)
from pushpull_sched.export.wording import term_text, weeks_text

__all__ = ["BlockKind", "NameStyle", "ShowAnswer", "ShowRequest", "show"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRequest:
    """What is asked.

    Attributes:
        schedule: A result folder or a schedule file.
        roster: Its roster; None to find it beside the result.
        who: Whose week; None for none.
        on: A date whose line-up is wanted; None for none.
        day: A day of the template whose line-up is wanted, by name; None for none.
        week: Its week; None for the only one.
        compliance: What every service gets is wanted.
        names: How students are named.
    """

    schedule: Path
    roster: Path | None = None
    who: str | None = None
    on: date | None = None
    day: str | None = None
    week: int | None = None
    compliance: bool = False
    names: NameStyle = NameStyle.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a week or a line-up.

    Attributes:
        start: First minute.
        end: Minute after the last.
        kind: A setting, class, lunch or planning.
        what: Service, subject or provider.
        who: Students, or staff on a student's page.
        where: The place.
        provider: Who gives it, in a line-up; empty in a week.
    """

    start: int
    end: int
    kind: str
    what: str
    who: str
    where: str
    provider: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDay:
    """A day with its lines.

    Attributes:
        day: Its name; empty for a line-up, whose title says it.
        weeks: Its weeks, in words; empty where there is one week.
        lines: What happens.
        present: Whether someone is there at all.
    """

    day: str
    weeks: str
    lines: tuple[Line, ...]
    present: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownService:
    """A service in compliance, its people named as asked."""

    row: ComplianceRow
    student: str
    provider: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAnswer:
    """What there is to show; one of ``days`` and ``services`` is filled.

    Attributes:
        title: Whose week, or which day.
        school: The school and its term.
        mark: A warning; empty where nothing is wrong.
        remarks: What the user should know.
        days: The days of a week, or the one day of a line-up.
        services: Compliance, what is short first.
        is_compliance: Compliance is what was asked for.
    """

    title: str
    school: str
    mark: str
    remarks: tuple[str, ...]
    days: tuple[ShownDay, ...] = ()
    services: tuple[ShownService, ...] = ()
    is_compliance: bool = False


def show(request: ShowRequest) -> ShowAnswer:
    """Look up what is asked for.

    Raises:
        UsageFault: A name, a day or a date is not in the schedule, or the roster has
            to be named.
        UnreadableFault: The schedule or the roster cannot be read.
    """
    opened = open_schedule(request.schedule, request.roster)
    source = Source(
        school=opened.school,
        result=opened.result,
        names=names_of(opened.school, request.names),
        mark=opened.mark,
    )
    if request.compliance:
        return _answer(
            opened,
            "What every service gets",
            services=_services(source),
            is_compliance=True,
        )
    if request.who is not None:
        by, person = _one(source, request.who)
        plans = _plans(source, by, person)
        title = f"{person.name} ({by.value})"
        return _answer(opened, title, days=_week(source, plans))
    title, week, day = _when(opened.school, request)
    return _answer(opened, title, days=(_line_up(source, week, day),))


def _answer(
    opened: Opened,
    title: str,
    *,
    days: tuple[ShownDay, ...] = (),
    services: tuple[ShownService, ...] = (),
    is_compliance: bool = False,
) -> ShowAnswer:
    settings = opened.school.settings
    return ShowAnswer(
        title=title,
        school=" · ".join(filter(None, [settings.school, term_text(settings)])),
        mark=opened.mark,
        remarks=opened.remarks,
        days=days,
        services=services,
        is_compliance=is_compliance,
    )


# ── a week ──────────────────────────────────────────────────────────────────────────
_KINDS = (By.PROVIDER, By.STUDENT, By.ROOM, By.CLASS)


def _one(source: Source, who: str) -> tuple[By, Person]:
    """Find the one whom a name means.

    Raises:
        UsageFault: Nobody, or several.
    """
    chosen = choose(source, _KINDS, (who,))
    found = [(by, person) for by, some in chosen.items() for person in some]
    if len(found) > 1:
        kinds = ", ".join(f"{by.value} {person.name}" for by, person in found)
        raise UsageFault(f'"{who}" names several: {kinds}.', "Name another by its id.")
    return found[0]


def _plans(source: Source, by: By, person: Person) -> tuple[DayPlan, ...]:
    school = source.school
    match by:
        case By.PROVIDER:
            return provider_days(source, person.key)
        case By.STUDENT:
            return student_days(source, school.student[person.key])
        case By.ROOM:
            return room_days(source, school.room[person.key])
        case _:
            return class_days(source, class_groups(school)[person.key])


def _week(source: Source, plans: Iterable[DayPlan]) -> tuple[ShownDay, ...]:
    settings = source.school.settings
    return tuple(
        ShownDay(
            day=settings.days[column.day],
            weeks=weeks_text(column.weeks, settings.weeks)
            if settings.weeks > 1
            else "",
            lines=tuple(_line(block) for block in column.plan.blocks),
            present=bool(column.plan.available or column.plan.blocks),
        )
        for column in day_columns(plans)
    )


def _line(block: Block) -> Line:
    what = block.title or " + ".join(block.services) or block.kind.value
    between = "; " if len(block.services) > 1 else ", "
    return Line(
        start=block.start,
        end=block.end,
        kind=block.kind.value,
        what=what,
        who=between.join(filter(None, (block.staff, *block.students))),
        where=block.place,
    )


# ── a line-up ───────────────────────────────────────────────────────────────────────
def _when(school: School, request: ShowRequest) -> tuple[str, int, int]:
    """Return the title, week and day of the line-up that is asked for.

    Raises:
        UsageFault: There is no such day, no school then, or the week is not clear.
    """
    settings = school.settings
    if request.day is not None:
        days = {name.casefold(): at for at, name in enumerate(settings.days)}
        day = days.get(request.day.strip().casefold())
        if day is None:
            raise UsageFault(
                f'There is no day "{request.day}".',
                did_you_mean(request.day, settings.days)
                or f"The days are {', '.join(settings.days)}.",
            )
        week = _week_of(school, request)
        text = f", week {week}" if settings.weeks > 1 else ""
        return f"{settings.days[day]}{text}", week, day
    on = request.on
    if on is None:
        raise UsageFault(
            "Nothing to show.", "Name --who, --day, --date or --compliance."
        )
    dated = settings.term_start is not None and settings.term_end is not None
    if not dated:
        return _undated(school, request, on)
    for found in school_days(settings):
        if found.on == on:
            text = f", week {found.week}" if settings.weeks > 1 else ""
            title = f"{on.isoformat()}: {settings.days[found.day]}{text}"
            return title, found.week, found.day
    later = [found.on for found in school_days(settings) if found.on > on]
    advice = f"The next school day is {later[0].isoformat()}." if later else ""
    raise UsageFault(
        f"There is no school on {on.isoformat()}.", *([advice] if advice else [])
    )


def _undated(school: School, request: ShowRequest, on: date) -> tuple[str, int, int]:
    """Find the day of a date by its weekday, where the roster has no term."""
    settings = school.settings
    known = weekdays(settings.days)
    if not known:
        raise UsageFault(
            "Which day of the rotation a date is cannot be told without the term.",
            "Fill in term_start and term_end on the Settings sheet, or name --day.",
        )
    if on.weekday() not in known:
        raise UsageFault(
            f"There is no school on {on.isoformat()}.",
            f"Name a day with --day: {', '.join(settings.days)}.",
        )
    day = known.index(on.weekday())
    week = _week_of(school, request)
    text = f", week {week}" if settings.weeks > 1 else ""
    return f"{on.isoformat()}: {settings.days[day]}{text}", week, day


def _week_of(school: School, request: ShowRequest) -> int:
    weeks = school.settings.weeks
    if request.week is None:
        if weeks > 1:
            raise UsageFault(f"Name one of the {weeks} weeks with --week.")
        return 1
    if not 1 <= request.week <= weeks:
        raise UsageFault(
            f"There is no week {request.week}.", f"The template has {weeks}."
        )
    return request.week


def _line_up(source: Source, week: int, day: int) -> ShownDay:
    """Return the sessions of a day by time, then by provider."""
    names = source.names
    lines = [
        Line(
            start=session.start,
            end=session.end,
            kind=session.setting.value,
            what=" + ".join(dict.fromkeys(each.service for each in session.served)),
            who=", ".join(sorted(names.student(e.student_id) for e in session.served)),
            where=place_label(source.school, session),
            provider=names.provider(session.provider_id),
        )
        for session in source.sessions
        if (session.week, session.day) == (week, day)
    ]
    lines.sort(key=lambda line: (line.start, line.provider))
    return ShownDay(day="", weeks="", lines=tuple(lines))


# ── compliance ──────────────────────────────────────────────────────────────────────
def _services(source: Source) -> tuple[ShownService, ...]:
    """Return every service, the most minutes short first."""
    verdict = source.result.verdict
    outcomes: dict[str, ServiceOutcome] = {
        each.service_id: each for each in (verdict.outcomes if verdict else ())
    }
    rows = compliance_rows(source.school, source.result)
    ordered = sorted(rows, key=lambda row: -row.minutes_short)
    return tuple(
        ShownService(
            row=row,
            student=source.names.student(row.student_id),
            provider=", ".join(
                source.names.provider(key)
                for key in outcomes[row.service_id].provider_ids
            ),
        )
        for row in ordered
    )
