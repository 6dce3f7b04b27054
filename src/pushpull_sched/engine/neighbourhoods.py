"""Which services to open together: neighbourhoods that mean something in a school.

Each function takes a seed service and returns services in order of closeness to it;
the caller opens as many of them as a step can carry.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.timetable import Timetable


@dataclass(frozen=True)
class Surroundings:
    """Who shares what with whom in the schedule at hand.

    Attributes:
        atlas: Static possibilities of the school.
        now: The schedule at hand.
        rng: The run's source of random numbers.
    """

    atlas: Atlas
    now: Timetable
    rng: random.Random

    @cached_property
    def members(self) -> Mapping[Slot, list[str]]:
        """Services of every held slot."""
        return self.now.members()

    @cached_property
    def provider_day(self) -> Mapping[tuple[str, int], list[str]]:
        """Services by (provider, day), over all weeks."""
        found: dict[tuple[str, int], dict[str, None]] = {}
        for slot, services in self.members.items():
            found.setdefault((slot.provider, slot.day), {}).update(
                dict.fromkeys(services)
            )
        return {key: list(services) for key, services in found.items()}

    @cached_property
    def of_student(self) -> Mapping[str, list[str]]:
        """Services by student."""
        found: dict[str, list[str]] = {}
        for service in self.atlas.services:
            if service.student is not None:
                found.setdefault(service.student, []).append(service.id)
        return found

    def fellows(self, service_id: str) -> list[str]:
        """Services that share a session with one."""
        return [
            other
            for option in self.now.taken.get(service_id, ())
            for slot in option.slots
            for other in self.members[slot]
        ]

    def providers(self, service_id: str) -> list[str]:
        """Providers the service has, or may have where it is unplaced; shuffled."""
        taken = self.now.taken.get(service_id, ())
        has = list(dict.fromkeys(option.provider for option in taken))
        may = list(self.atlas.providers[service_id])
        self.rng.shuffle(may)
        return has + may


def a_providers_days(around: Surroundings, seed: str) -> Iterable[str]:
    """What one provider does on a few days, nearest in grade first."""
    day_count = len(around.atlas.school.settings.days)
    provider = around.rng.choice(around.providers(seed) or [""])
    days = around.rng.sample(range(day_count), day_count)
    yield seed
    for day in days:
        services = list(around.provider_day.get((provider, day), ()))
        around.rng.shuffle(services)
        yield from services


def one_day(around: Surroundings, seed: str) -> Iterable[str]:
    """What the providers of a service do on one day."""
    day = around.rng.randrange(len(around.atlas.school.settings.days))
    yield seed
    for provider in around.providers(seed):
        services = list(around.provider_day.get((provider, day), ()))
        around.rng.shuffle(services)
        yield from services


def like_services(around: Surroundings, seed: str) -> Iterable[str]:
    """Services of the same name, nearest grades first: groups may form anew."""
    school = around.atlas.school
    service = school.service[seed]
    grade = _grade(around, seed)
    alike = [other.id for other in around.atlas.services if other.name == service.name]
    around.rng.shuffle(alike)
    yield seed
    yield from sorted(alike, key=lambda other: abs(_grade(around, other) - grade))


def a_students_week(around: Surroundings, seed: str) -> Iterable[str]:
    """Everything of one student, then of those who share sessions with the student."""
    student = around.atlas.school.service[seed].student
    mine = around.of_student.get(student or "", [seed])
    yield from mine
    for service_id in mine:
        yield from around.fellows(service_id)
    for service_id in mine:
        yield from a_providers_days(around, service_id)


def one_group(around: Surroundings, seed: str) -> Iterable[str]:
    """The services that share sessions, and everything of their students."""
    fellows = list(dict.fromkeys([seed, *around.fellows(seed)]))
    yield from fellows
    for service_id in fellows:
        student = around.atlas.school.service[service_id].student
        yield from around.of_student.get(student or "", ())
    yield from like_services(around, seed)


def _grade(around: Surroundings, service_id: str) -> int:
    student = around.atlas.school.service[service_id].student
    return 0 if student is None else around.atlas.school.student[student].grade


Neighbourhood = Callable[[Surroundings, str], Iterable[str]]

NEIGHBOURHOODS: tuple[Neighbourhood, ...] = (
    a_providers_days,
    like_services,
    a_students_week,
    one_group,
    one_day,
)


def choose(around: Surroundings, look: Neighbourhood, seed: str, size: int) -> set[str]:
    """Take the first ``size`` services of a neighbourhood."""
    chosen: dict[str, None] = {}
    for service_id in look(around, seed):
        chosen[service_id] = None
        if len(chosen) >= size:
            break
    return set(chosen)
