"""Schools and schedules told differently: other ids, other order, later, larger.

Each function keeps, by ``docs/rules.md``, all that its name does not say. What this
means for verdict and measures is asserted by the tests that use them.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from oracle.enumeration import (
    MENDED_BY_OWN_SESSIONS,
    as_schedule,
    broken,
    placements,
)
from pushpull_sched.domain.clock import MINUTES_PER_DAY, Interval
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import Provider, Relation, Room, School, Student
from pushpull_sched.domain.service import Service
from pushpull_sched.verify import verify_schedule

TRIES = 12
"""Placements that are tried for one schedule by chance."""


@dataclass(frozen=True)
class Renaming:
    """Other ids for everything, and other words for names, roles and buildings."""

    person: Callable[[str], str]
    place: Callable[[str], str]
    service: Callable[[str], str]
    word: Callable[[str], str]


def backwards(prefix="", word=""):
    """Ids that sort the other way round, and differ by kind."""

    def turned(kind, text):
        return f"{prefix}{kind}" + "".join(chr(0x4E80 - ord(letter)) for letter in text)

    return Renaming(
        person=lambda text: turned("p", text),
        place=lambda text: turned("q", text),
        service=lambda text: turned("s", text),
        word=lambda text: word + text[::-1],
    )


def _maybe(change, text):
    return None if text is None else change(text)


def _all(change, texts):
    return None if texts is None else frozenset(map(change, texts))


def renamed(school: School, names: Renaming) -> School:
    """The same school by other names."""
    return replace(
        school,
        students=tuple(_student(one, names) for one in school.students),
        classes=tuple(_class(one, names) for one in school.classes),
        rooms=tuple(_room(one, names) for one in school.rooms),
        providers=tuple(_provider(one, names) for one in school.providers),
        services=tuple(_service(one, names) for one in school.services),
        relations=tuple(_relation(one, names) for one in school.relations),
        pins=tuple(
            replace(
                one,
                service=names.service(one.service),
                provider=_maybe(names.person, one.provider),
                room=_maybe(names.place, one.room),
            )
            for one in school.pins
        ),
    )


def _student(one: Student, names: Renaming) -> Student:
    return replace(
        one,
        id=names.person(one.id),
        building=_maybe(names.word, one.building),
        classes=_all(names.place, one.classes),
    )


def _class(one, names):
    return replace(
        one,
        id=names.place(one.id),
        subject=names.word(one.subject),
        meetings=tuple(
            replace(
                meeting,
                room=_maybe(names.place, meeting.room),
                building=_maybe(names.word, meeting.building),
            )
            for meeting in one.meetings
        ),
    )


def _room(one: Room, names: Renaming) -> Room:
    return replace(
        one,
        id=names.place(one.id),
        building=_maybe(names.word, one.building),
        allows=_all(names.word, one.allows),
    )


def _provider(one: Provider, names: Renaming) -> Provider:
    return replace(
        one,
        id=names.person(one.id),
        roles=_all(names.word, one.roles),
        rooms=_all(names.place, one.rooms),
        hours=tuple(
            replace(hours, buildings=_all(names.word, hours.buildings))
            for hours in one.hours
        ),
    )


def _service(one: Service, names: Renaming) -> Service:
    return replace(
        one,
        id=names.service(one.id),
        student=_maybe(names.person, one.student),
        name=names.word(one.name),
        roles=_all(names.word, one.roles),
        provider=_maybe(names.person, one.provider),
        subjects=tuple(map(names.word, one.subjects)),
        classes=_all(names.place, one.classes),
        may_miss=_all(names.place, one.may_miss),
        never_miss=_all(names.place, one.never_miss),
        goal_area=_maybe(names.word, one.goal_area),
        level=_maybe(names.word, one.level),
    )


def _relation(one: Relation, names: Renaming) -> Relation:
    return replace(
        one,
        who=tuple(
            replace(
                entry,
                student=_maybe(names.person, entry.student),
                service=_maybe(names.service, entry.service),
            )
            for entry in one.who
        ),
        provider=_maybe(names.person, one.provider),
        service=_maybe(names.word, one.service),
    )


def renamed_schedule(schedule: Schedule, names: Renaming) -> Schedule:
    """The same sessions by the other names, and by other ids of their own."""
    return Schedule(
        sessions=tuple(
            replace(
                one,
                id=names.word(one.id) + "'",
                provider_id=names.person(one.provider_id),
                room_id=_maybe(names.place, one.room_id),
                class_id=_maybe(names.place, one.class_id),
                served=tuple(
                    replace(
                        served,
                        service_id=names.service(served.service_id),
                        service=names.word(served.service),
                        student_id=_maybe(names.person, served.student_id),
                    )
                    for served in one.served
                ),
            )
            for one in schedule.sessions
        )
    )


def shuffled(school: School, seed: int) -> School:
    """The same school with every list in another order but meetings and hours."""
    rng = random.Random(seed)  # noqa: S311 - seeded on purpose

    def mixed(things):
        return tuple(rng.sample(things, len(things)))

    return replace(
        school,
        students=mixed(
            [
                replace(one, unavailable=mixed(one.unavailable))
                for one in school.students
            ]
        ),
        classes=mixed(school.classes),
        rooms=mixed(school.rooms),
        providers=mixed(school.providers),
        services=mixed(school.services),
        relations=mixed([replace(one, who=mixed(one.who)) for one in school.relations]),
        pins=mixed(school.pins),
    )


def shuffled_schedule(schedule: Schedule, seed: int) -> Schedule:
    """The same sessions in another order, and the services inside each."""
    rng = random.Random(seed)  # noqa: S311 - seeded on purpose
    sessions = [
        replace(one, served=tuple(rng.sample(one.served, len(one.served))))
        for one in schedule.sessions
    ]
    return Schedule(sessions=tuple(rng.sample(sessions, len(sessions))))


def at_times(
    school: School, move: Callable[[Interval], tuple[Interval, ...]]
) -> School:
    """The school with every stretch of time replaced by others."""

    def moved(stretches):
        return tuple(new for old in stretches for new in move(old))

    def around(things):
        return tuple(replace(one, when=new) for one in things for new in move(one.when))

    return replace(
        school,
        students=tuple(
            replace(one, unavailable=moved(one.unavailable)) for one in school.students
        ),
        classes=tuple(
            replace(
                one, meetings=around(one.meetings), unavailable=moved(one.unavailable)
            )
            for one in school.classes
        ),
        rooms=tuple(replace(one, hours=moved(one.hours)) for one in school.rooms),
        providers=tuple(
            replace(one, hours=around(one.hours)) for one in school.providers
        ),
    )


def later(school: School, minutes: int) -> School:
    """The school with its clock moved; what is open all day stays so."""

    def clock(minute):
        return minute if minute in {0, MINUTES_PER_DAY} else minute + minutes

    moved = at_times(
        school,
        lambda when: (replace(when, start=clock(when.start), end=clock(when.end)),),
    )
    return replace(
        moved,
        providers=tuple(
            replace(
                one,
                lunch_start=one.lunch_start + minutes,
                lunch_end=one.lunch_end + minutes,
            )
            for one in moved.providers
        ),
        services=tuple(
            replace(
                one,
                earliest=_maybe(clock, one.earliest),
                latest=_maybe(clock, one.latest),
            )
            for one in moved.services
        ),
        pins=tuple(replace(one, start=one.start + minutes) for one in moved.pins),
    )


def later_schedule(schedule: Schedule, minutes: int) -> Schedule:
    """The sessions at the moved clock."""
    return Schedule(
        sessions=tuple(
            replace(one, start=one.start + minutes, end=one.end + minutes)
            for one in schedule.sessions
        )
    )


def twice(school: School) -> School:
    """A template of twice the weeks, in which every row is copied."""
    weeks = school.settings.weeks
    doubled = at_times(
        school, lambda when: (when, replace(when, week=when.week + weeks))
    )
    return replace(
        doubled,
        settings=replace(school.settings, weeks=2 * weeks),
        pins=tuple(
            pin
            for one in school.pins
            for pin in (
                [one]
                if one.week is None
                else [one, replace(one, week=one.week + weeks)]
            )
        ),
    )


def twice_schedule(schedule: Schedule, weeks: int) -> Schedule:
    """The sessions, and all of them again in the weeks that were added."""
    return Schedule(
        sessions=(
            *schedule.sessions,
            *(
                replace(one, id=f"{one.id}-again", week=one.week + weeks)
                for one in schedule.sessions
            ),
        )
    )


def beside(one: School, other: School) -> School:
    """Two schools of the same settings as one, with nothing in common."""
    return School(
        settings=one.settings,
        students=one.students + other.students,
        classes=one.classes + other.classes,
        rooms=one.rooms + other.rooms,
        providers=one.providers + other.providers,
        services=one.services + other.services,
        relations=one.relations + other.relations,
        pins=one.pins + other.pins,
    )


def some_schedules(school: School, seed: int, count: int) -> list[Schedule]:
    """Schedules by chance, right or wrong: up to three sessions of each service."""
    rng = random.Random(seed)  # noqa: S311 - seeded on purpose
    ways = [placements(school, service) for service in school.services]
    return [
        as_schedule(
            school,
            school.services,
            [rng.sample(way, min(len(way), rng.randrange(4))) for way in ways],
        )
        for _ in range(count)
    ]


def legal_schedules_of(school: School, seed: int, count: int) -> list[Schedule]:
    """Legal schedules by chance: the empty one, and placements added one by one."""
    rng = random.Random(seed)  # noqa: S311 - seeded on purpose
    ways = [
        (number, place)
        for number, service in enumerate(school.services)
        for place in placements(school, service)
    ]
    found = [Schedule()]
    for _ in range(count):
        found += _grown(school, rng.sample(ways, min(len(ways), TRIES)))
    return [one for one in found if verify_schedule(school, one).legal]


def _grown(school: School, ways: list) -> list[Schedule]:
    """What stands after every placement that fits, and after the last one."""
    chosen: list[list] = [[] for _ in school.services]
    found = []
    for number, place in ways:
        chosen[number].append(place)
        schedule = as_schedule(school, school.services, [sorted(one) for one in chosen])
        wrong = broken(verify_schedule(school, schedule))
        if wrong - MENDED_BY_OWN_SESSIONS:
            chosen[number].pop()
        elif not wrong:
            found.append(schedule)
    return found[-2:]
