"""Parts of a school: some of its services, and everything that concerns them."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from pushpull_sched.domain.school import Relation, RelationKind, School
from pushpull_sched.domain.service import Service

PROVIDER_RELATIONS = frozenset(
    {
        RelationKind.WITH_PROVIDER,
        RelationKind.NOT_PROVIDER,
        RelationKind.PREFER_PROVIDER,
    }
)


def part_of(school: School, services: Collection[str]) -> School:
    """The school with only some of its services.

    What can be served in it can be served in the school as far as these services go:
    every rule looks at what stands, and relations compare pair by pair.
    """
    wanted = set(services)
    kept = tuple(each for each in school.services if each.id in wanted)
    students = {each.student for each in kept}
    classes = {c for each in kept for c in each.classes}
    classes |= {c for one in school.students if one.id in students for c in one.classes}
    rooms = {
        _plain(name) for room in school.rooms for name in (room.id, room.name) if name
    }
    return replace(
        school,
        students=tuple(one for one in school.students if one.id in students),
        services=kept,
        classes=tuple(
            one
            for one in school.classes
            if one.id in classes
            or any(_plain(meeting.room or "") in rooms for meeting in one.meetings)
        ),
        relations=tuple(_relations(school, wanted, students)),
        pins=tuple(pin for pin in school.pins if pin.service in wanted),
    )


def _relations(
    school: School, services: set[str], students: set[str | None]
) -> Iterator[Relation]:
    for relation in school.relations:
        who = tuple(
            entry
            for entry in relation.who
            if entry.service in services
            or (entry.student is not None and entry.student in students)
        )
        if len(who) >= (1 if relation.kind in PROVIDER_RELATIONS else 2):
            yield replace(relation, who=who)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def share_something(one: Service, other: Service) -> bool:
    """Whether two services have a student or a class to push into in common."""
    return (one.student is not None and one.student == other.student) or bool(
        one.classes & other.classes
    )
