"""Whose pages there are, and which sessions concern whom."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pushpull_sched.domain.schedule import Served, Session
from pushpull_sched.domain.school import School, SchoolClass
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.names import Names
from pushpull_sched.export.pages.model import By
from pushpull_sched.export.pages.slips import overlaps, teachers


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
    return tuple(
        Person(
            key=name,
            name=name,
            also=tuple(dict.fromkeys(met.homeroom for met in classes if met.homeroom)),
            concerned=any(map(_of_teacher(school, classes), sessions)),
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


Concern = Callable[[Session], tuple[Served, ...]]
"""What of a session concerns someone; nothing where it does not."""


def concern(school: School, by: By, person: Person) -> Concern:
    """Return what tells whether a session concerns someone, and which services of it.

    A teacher is concerned by who comes into a class, and by the own students who
    leave one.
    """
    match by:
        case By.MASTER:
            return lambda session: session.served
        case By.PROVIDER:
            return _if(lambda session: session.provider_id == person.key)
        case By.ROOM:
            room = person.key.casefold()
            return _if(lambda session: (session.room_id or "").casefold() == room)
        case By.STUDENT:
            return _of_student(person.key)
        case By.CLASS:
            ids = {met.id for met in class_groups(school)[person.key]}
            return _if(lambda session: session.class_id in ids)
        case By.TEACHER:
            return _of_teacher(school, teachers(school)[person.key])


def _if(holds: Callable[[Session], bool]) -> Concern:
    return lambda session: session.served if holds(session) else ()


def _of_student(key: str) -> Concern:
    def found(session: Session) -> tuple[Served, ...]:
        if session.setting is Setting.CONSULT:
            return ()
        return tuple(each for each in session.served if each.student_id == key)

    return found


def _of_teacher(school: School, classes: Sequence[SchoolClass]) -> Concern:
    ids = {met.id for met in classes}

    def found(session: Session) -> tuple[Served, ...]:
        if session.class_id is not None:
            return session.served if session.class_id in ids else ()
        if session.setting is Setting.CONSULT:
            return ()
        own = [
            served
            for served in session.served
            if served.student_id in school.student
            and ids & school.student[served.student_id or ""].classes
        ]
        if not own:
            return ()
        missed = {met.id for met in classes if overlaps(met, session)}
        return tuple(
            served
            for served in own
            if missed & school.student[served.student_id or ""].classes
        )

    return found
