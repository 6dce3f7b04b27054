"""Whose pages there are, and the pages of those who were asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import School, SchoolClass
from pushpull_sched.export.names import Names
from pushpull_sched.export.pages.days import (
    Source,
    class_days,
    days_of,
    grade_text,
    provider_days,
    room_days,
    student_days,
)
from pushpull_sched.export.pages.layout import Part, lay_out, week_parts
from pushpull_sched.export.pages.model import By, Head, Page
from pushpull_sched.export.pages.slips import slip, teachers
from pushpull_sched.export.views import DayPlan
from pushpull_sched.export.wording import counted, template_text, term_text, weeks_text

MASTER_COLUMNS = 12
"""Providers side by side on one page of the master schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone or something that has a page.

    Attributes:
        key: Id in the roster (the name, for a teacher).
        name: Name on the page.
        also: Other names by which one may ask for it.
        concerned: Whether any session concerns it.
    """

    key: str
    name: str
    also: tuple[str, ...] = ()
    concerned: bool = True


def people(
    school: School, names: Names, by: By, sessions: Iterable[Session]
) -> tuple[Person, ...]:
    """Return everyone who can have a page, in the order of the roster.

    Args:
        school: The roster.
        names: How everybody is named.
        by: Whose pages.
        sessions: The sessions, which say whom they concern.
    """
    return _PEOPLE[by](school, names, tuple(sessions))


def _providers(
    school: School, names: Names, _: Sequence[Session]
) -> tuple[Person, ...]:
    return tuple(
        Person(key=each.id, name=names.provider(each.id), also=(each.name,))
        for each in school.providers
    )


def _students(school: School, names: Names, _: Sequence[Session]) -> tuple[Person, ...]:
    return tuple(
        Person(key=each.id, name=names.student(each.id), also=(each.name,))
        for each in school.students
    )


def _rooms(school: School, names: Names, _: Sequence[Session]) -> tuple[Person, ...]:
    return tuple(
        Person(key=each.id, name=names.room(each.id), also=(each.name,))
        for each in school.rooms
    )


def _teachers(
    school: School, _: Names, sessions: Sequence[Session]
) -> tuple[Person, ...]:
    visited = {session.class_id for session in sessions}
    pulled = {
        key
        for session in sessions
        if session.room_id is not None
        for served in session.served
        if served.student_id in school.student
        for key in school.student[served.student_id or ""].classes
    }
    return tuple(
        Person(
            key=name,
            name=name,
            also=tuple(dict.fromkeys(met.homeroom for met in classes if met.homeroom)),
            concerned=any(met.id in visited | pulled for met in classes),
        )
        for name, classes in teachers(school).items()
    )


def _classes(
    school: School, _: Names, sessions: Sequence[Session]
) -> tuple[Person, ...]:
    visited = {session.class_id for session in sessions}
    return tuple(
        Person(
            key=key,
            name=key,
            concerned=any(met.id in visited for met in classes),
        )
        for key, classes in class_groups(school).items()
    )


def class_groups(school: School) -> Mapping[str, tuple[SchoolClass, ...]]:
    """Return what shares a door sheet: a homeroom's classes, or a class without one."""
    found: dict[str, list[SchoolClass]] = {}
    for met in school.classes:
        found.setdefault(met.homeroom or met.id, []).append(met)
    return {key: tuple(classes) for key, classes in found.items()}


def _everyone(_: School, __: Names, ___: Sequence[Session]) -> tuple[Person, ...]:
    return (Person(key="master", name="Master schedule"),)


_PEOPLE: Mapping[
    By, Callable[[School, Names, Sequence[Session]], tuple[Person, ...]]
] = MappingProxyType(
    {
        By.PROVIDER: _providers,
        By.STUDENT: _students,
        By.TEACHER: _teachers,
        By.ROOM: _rooms,
        By.CLASS: _classes,
        By.MASTER: _everyone,
    }
)


def pages_of(source: Source, by: By, chosen: Iterable[Person]) -> tuple[Page, ...]:
    """Make the pages of some people: one each, for the master one per day.

    Args:
        source: The schedule.
        by: Whose pages.
        chosen: Whom of :func:`people`.
    """
    if by is By.MASTER:
        return _master_pages(source)
    make = _PAGES[by]
    return tuple(make(source, person) for person in chosen)


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


def _provider_page(source: Source, person: Person) -> Page:
    roles = ", ".join(sorted(source.school.provider[person.key].roles))
    own = (each for each in source.sessions if each.provider_id == person.key)
    title = f"{person.name} - {roles}" if roles else person.name
    parts = week_parts(source.school.settings, provider_days(source, person.key))
    head = _head(source, person, title, _load(source, own))
    return lay_out(head, parts, away="not available")


def _student_page(source: Source, person: Person) -> Page:
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
    parts = week_parts(source.school.settings, student_days(source, student))
    head = _head(source, person, title, _load(source, own))
    return lay_out(head, parts, away="not at school, or no sessions then")


def _teacher_page(source: Source, person: Person) -> Page:
    head = _head(source, person, f"{person.name}: who leaves, who comes in")
    return slip(source, head, teachers(source.school)[person.key])


def _room_page(source: Source, person: Person) -> Page:
    room = source.school.room[person.key]
    parts = week_parts(source.school.settings, room_days(source, room))
    head = _head(source, person, person.name, room.building or "")
    return lay_out(head, parts, away="closed")


def _class_page(source: Source, person: Person) -> Page:
    classes = class_groups(source.school)[person.key]
    subjects = dict.fromkeys(met.subject for met in classes)
    staff = dict.fromkeys(met.teacher for met in classes if met.teacher)
    about = [*subjects] if len(subjects) == 1 else []
    about += list(staff) if len(staff) == 1 else []
    title = " - ".join([person.name, ", ".join(about)] if about else [person.name])
    parts = week_parts(source.school.settings, class_days(source, classes))
    return lay_out(_head(source, person, title), parts, away="no class")


_PAGES: Mapping[By, Callable[[Source, Person], Page]] = MappingProxyType(
    {
        By.PROVIDER: _provider_page,
        By.STUDENT: _student_page,
        By.TEACHER: _teacher_page,
        By.ROOM: _room_page,
        By.CLASS: _class_page,
    }
)


def _master_pages(source: Source) -> tuple[Page, ...]:
    """Draw everyone by time: a page per day, more where days or people are many."""
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
    pages: list[Page] = []
    for weeks, day in _days_alike(source, plans):
        for number, group in enumerate(groups, start=1):
            columns = [plans[key][weeks[0], day] for key in group]
            part = f"{number} of {count}" if count > 1 else ""
            pages.append(_master_page(source, (weeks, day), group, columns, part))
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


def _master_page(
    source: Source,
    when: tuple[tuple[int, ...], int],
    group: Sequence[str],
    columns: Sequence[DayPlan],
    part: str,
) -> Page:
    settings = source.school.settings
    weeks, day = when
    name = settings.days[day]
    if settings.weeks > 1:
        name += f" {weeks_text(weeks, settings.weeks)}"
    name = f"{name} {part}".strip()
    parts = [
        Part(
            heading=source.names.provider(key),
            weeks="",
            plan=plan,
            weight=1.0,
            group=number,
        )
        for number, (key, plan) in enumerate(zip(group, columns, strict=True))
    ]
    person = Person(key=name, name=name)
    head = _head(source, person, f"Master schedule - {name}")
    return lay_out(head, parts, away="not available")
