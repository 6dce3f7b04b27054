"""The pages of those who were asked for."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from pushpull_sched.domain.schedule import Session
from pushpull_sched.export.pages.days import (
    Source,
    class_days,
    days_of,
    grade_text,
    provider_days,
    room_days,
    student_days,
)
from pushpull_sched.export.pages.layout import Part, lay_out, week_pages, whole_page
from pushpull_sched.export.pages.model import By, Head, Page, WeekPage
from pushpull_sched.export.pages.slips import slip, teachers
from pushpull_sched.export.pages.whose import Person, class_groups
from pushpull_sched.export.school_calendar import begins_text
from pushpull_sched.export.views import DayPlan
from pushpull_sched.export.wording import counted, template_text, term_text, weeks_text

MASTER_COLUMNS = 12
"""Providers side by side on one page of the master schedule."""

_NOT_AVAILABLE = "not available"


def pages_of(source: Source, by: By, chosen: Iterable[Person]) -> tuple[Page, ...]:
    """Make the pages of some people: one each, for the master one per day.

    Args:
        source: The schedule.
        by: Whose pages.
        chosen: Whom of :func:`people`.
    """
    if by is By.MASTER:
        return master_pages(source)
    make = _PAGES[by]
    return tuple(page for person in chosen for page in make(source, person))


def _head(source: Source, person: Person, title: str, load: str = "") -> Head:
    settings = source.school.settings
    facts = (settings.school, term_text(settings), load)
    return Head(
        key=person.key,
        name=person.name,
        title=title,
        facts=tuple(fact for fact in facts if fact),
        mark=source.mark,
    )


def _load(source: Source, own: Iterable[Session]) -> str:
    sessions = tuple(own)
    if not sessions:
        return "no sessions"
    minutes = sum(session.minutes for session in sessions)
    return (
        f"{counted(len(sessions), 'session')}, {counted(minutes, 'minute')} "
        f"{template_text(source.school.settings)}"
    )


def _provider_pages(source: Source, person: Person) -> tuple[Page, ...]:
    head = _provider_head(source, person)
    plans = provider_days(source, person.key)
    return week_pages(head, source.school.settings, plans, away=_NOT_AVAILABLE)


def provider_page(source: Source, key: str) -> WeekPage:
    """Make one page of a provider's whole template, however full it gets.

    Args:
        source: The schedule.
        key: The provider's id.
    """
    head = _provider_head(source, Person(key=key, name=source.names.provider(key)))
    plans = provider_days(source, key)
    return whole_page(head, source.school.settings, plans, away=_NOT_AVAILABLE)


def _provider_head(source: Source, person: Person) -> Head:
    roles = ", ".join(sorted(source.school.provider[person.key].roles))
    own = (each for each in source.sessions if each.provider_id == person.key)
    title = f"{person.name} - {roles}" if roles else person.name
    return _head(source, person, title, _load(source, own))


def _student_page(source: Source, person: Person) -> tuple[Page, ...]:
    student = source.school.student[person.key]
    own = (
        session
        for session in source.sessions
        if session.class_id or session.room_id
        if any(served.student_id == student.id for served in session.served)
    )
    facts = [grade_text(student.grade)]
    if student.homeroom:
        facts.append(f"homeroom {student.homeroom}")
    title = f"{person.name} - {', '.join(facts)}"
    plans = student_days(source, student)
    head = _head(source, person, title, _load(source, own))
    return week_pages(
        head, source.school.settings, plans, away="not at school, or no sessions then"
    )


def _teacher_page(source: Source, person: Person) -> tuple[Page, ...]:
    head = _head(source, person, f"{person.name}: who leaves, who comes in")
    return (slip(source, head, teachers(source.school)[person.key]),)


def _room_page(source: Source, person: Person) -> tuple[Page, ...]:
    room = source.school.room[person.key]
    plans = room_days(source, room)
    head = _head(source, person, person.name, room.building or "")
    return week_pages(head, source.school.settings, plans, away="closed")


def _class_page(source: Source, person: Person) -> tuple[Page, ...]:
    classes = class_groups(source.school)[person.key]
    subjects = dict.fromkeys(met.subject for met in classes)
    staff = dict.fromkeys(met.teacher for met in classes if met.teacher)
    about = [*subjects] if len(subjects) == 1 else []
    about += list(staff) if len(staff) == 1 else []
    title = " - ".join([person.name, ", ".join(about)] if about else [person.name])
    plans = class_days(source, classes)
    head = _head(source, person, title)
    return week_pages(head, source.school.settings, plans, away="no class")


_PAGES: Mapping[By, Callable[[Source, Person], tuple[Page, ...]]] = MappingProxyType(
    {
        By.PROVIDER: _provider_pages,
        By.STUDENT: _student_page,
        By.TEACHER: _teacher_page,
        By.ROOM: _room_page,
        By.CLASS: _class_page,
    }
)


def master_pages(source: Source) -> tuple[WeekPage, ...]:
    """Draw everyone by time: a page per day, more where days or people are many.

    Providers have the same width on all of them. There is none without providers.
    """
    providers = source.school.providers
    plans = {
        provider.id: {
            (plan.week, plan.day): plan for plan in provider_days(source, provider.id)
        }
        for provider in providers
    }
    ids = [provider.id for provider in providers]
    count = -(-len(ids) // MASTER_COLUMNS) or 1
    size = -(-len(ids) // count)
    groups = [ids[at : at + size] for at in range(0, len(ids), size)] if ids else []
    pages: list[WeekPage] = []
    for when in _days_alike(source, plans):
        weeks, day = when
        every = len(weeks) == source.school.settings.weeks
        remark = "" if every else begins_text(source.school.settings, weeks)
        for number, group in enumerate(groups, start=1):
            head = _day_head(source, when, f"{number} of {count}" if count > 1 else "")
            parts = [
                Part(
                    heading=source.names.provider(key),
                    weeks="",
                    plan=plans[key][weeks[0], day],
                    weight=1.0,
                    group=at,
                )
                for at, key in enumerate(group)
            ]
            page = lay_out(
                head, parts, away=_NOT_AVAILABLE, room_for=size, remark=remark
            )
            pages.append(page)
    return tuple(pages)


def _days_alike(
    source: Source, plans: Mapping[str, Mapping[tuple[int, int], DayPlan]]
) -> list[tuple[tuple[int, ...], int]]:
    """Return each day with the weeks in which it is the same for everybody."""
    alike: dict[object, list[tuple[int, int]]] = {}
    for week, day in days_of(source.school):
        key = (
            day,
            tuple(
                (days[week, day].available, days[week, day].blocks)
                for days in plans.values()
            ),
        )
        alike.setdefault(key, []).append((week, day))
    found = [(tuple(week for week, _ in same), same[0][1]) for same in alike.values()]
    return sorted(found, key=lambda each: (each[1], each[0]))


def _day_head(source: Source, when: tuple[tuple[int, ...], int], part: str) -> Head:
    settings = source.school.settings
    weeks, day = when
    name = settings.days[day]
    if len(weeks) < settings.weeks:
        name += f" {weeks_text(weeks, settings.weeks)}"
    name = f"{name} {part}".strip()
    return _head(source, Person(key=name, name=name), f"Master schedule - {name}")
