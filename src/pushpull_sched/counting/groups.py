"""How many students can share a session at the most, and the provider minutes left.

If nobody in a session can be in one larger than ``cap``, its members count ``1 / cap``
each and at most 1 together. So the minutes of services, each divided by its cap, bound
the provider minutes from below.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from pushpull_sched.counting.possible import Possible
from pushpull_sched.domain.school import RelationKind, SchoolClass
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model.groups import chains
from pushpull_sched.model.relations import related

_Key = tuple[Setting, str, int, int, int]
"""Setting, what it is about, week, day and length: what a shared session agrees in."""


@dataclass(frozen=True)
class Groups:
    """Who can share a session with whom.

    Attributes:
        possible: The ways of all services.
    """

    possible: Possible

    @cached_property
    def limits(self) -> Mapping[tuple[str, Setting], int]:
        """The largest session that each service allows by itself (G1, P2)."""
        return {
            (service.id, setting): self._limit(service, setting)
            for service in self.possible.services
            for setting in {way.setting for way in self.possible.ways[service.id]}
        }

    @cached_property
    def mates(self) -> Mapping[tuple[str, Setting], tuple[str, ...]]:
        """Services that can ever share a session of a setting with each service."""
        found: dict[tuple[str, Setting], set[str]] = defaultdict(set)
        for key, mine in self._chances.items():
            for at, (one, starts) in enumerate(mine):
                known = found[one, key[0]]
                for other, theirs in mine[at + 1 :]:
                    if (
                        starts & theirs
                        and other not in known
                        and self._agree(one, other, key[0])
                    ):
                        known.add(other)
                        found[other, key[0]].add(one)
        return {key: tuple(sorted(others)) for key, others in found.items()}

    @cached_property
    def caps(self) -> Mapping[str, int]:
        """Students in the largest session that each service can be in; at least 1."""
        found = dict.fromkeys((one.id for one in self.possible.services), 1)
        for service_id, setting in self.limits:
            cap = self._cap(service_id, setting)
            found[service_id] = max(found[service_id], cap)
        return found

    @cached_property
    def circles(self) -> Mapping[str, int]:
        """A number for each service; services with different ones never meet."""
        found: dict[str, int] = {}
        joined: dict[str, set[str]] = defaultdict(set)
        for (service_id, _), others in self.mates.items():
            joined[service_id].update(others)
        for service in self.possible.services:
            if service.id in found:
                continue
            number = len(found)
            waiting = [service.id]
            while waiting:
                one = waiting.pop()
                if one not in found:
                    found[one] = number
                    waiting.extend(joined[one])
        return found

    def provider_minutes(self, owed: Mapping[str, int]) -> Fraction:
        """Provider minutes that are needed at the least for minutes of services.

        Args:
            owed: Minutes of each service.
        """
        circles: dict[int, list[str]] = defaultdict(list)
        for service_id in owed:
            circles[self.circles[service_id]].append(service_id)
        return sum(
            (self._of_circle(mine, owed) for mine in circles.values()), Fraction()
        )

    def _of_circle(self, mine: list[str], owed: Mapping[str, int]) -> Fraction:
        """Grades too far apart, and different goal areas, never share a session."""
        shared = self._shared(mine, owed)
        school = self.possible.atlas.school
        grades: dict[int, list[str]] = defaultdict(list)
        for service_id in mine:
            service = school.service[service_id]
            pulled_only = (service_id, Setting.PUSH_IN) not in self.limits
            if service.student is not None and pulled_only:
                grades[school.student[service.student].grade].append(service_id)
        if not grades:
            return shared
        of_grade = {grade: self._of_grade(ids, owed) for grade, ids in grades.items()}
        apart = chains(sorted(of_grade), school.settings.max_grade_span)
        return max(
            shared,
            *(sum((of_grade[grade] for grade in one), Fraction()) for one in apart),
        )

    def _of_grade(self, mine: list[str], owed: Mapping[str, int]) -> Fraction:
        areas: dict[str, list[str]] = defaultdict(list)
        for service_id in mine:
            area = self.possible.atlas.school.service[service_id].goal_area
            if area is not None:
                areas[area].append(service_id)
        separate = sum((self._shared(ids, owed) for ids in areas.values()), Fraction())
        return max(self._shared(mine, owed), separate)

    def _shared(self, mine: Iterable[str], owed: Mapping[str, int]) -> Fraction:
        """Groups as large as can be; and nobody can be served in less than is owed."""
        ids = list(mine)
        return max(
            sum((Fraction(owed[one], self.caps[one]) for one in ids), Fraction()),
            Fraction(max((owed[one] for one in ids), default=0)),
        )

    @cached_property
    def _apart(self) -> Mapping[str, frozenset[str]]:
        atlas = self.possible.atlas
        return related(atlas.school, atlas.services, RelationKind.APART)

    @cached_property
    def _chances(self) -> Mapping[_Key, list[tuple[str, int]]]:
        """Services with their starts, by where a session can be shared."""
        found: dict[_Key, dict[str, int]] = defaultdict(dict)
        for service_id, ways in self.possible.ways.items():
            for way in ways:
                if self.limits[service_id, way.setting] <= 1:
                    continue
                for (week, day), starts in way.days.items():
                    for one in starts:
                        mine = found[way.setting, one.about, week, day, one.length]
                        mine[service_id] = mine.get(service_id, 0) | one.starts
        return {key: list(mine.items()) for key, mine in found.items()}

    def _limit(self, service: Service, setting: Setting) -> int:
        if setting is Setting.CONSULT:
            return 1
        own = service.max_group
        if setting is Setting.PULL_OUT:
            around = 1 if service.individual else self._roomiest(service)
        else:
            around = self._most_pushed_in(service)
        return max(1, around if own is None else min(own, around))

    def _roomiest(self, service: Service) -> int:
        """The largest group that a provider and a room of the service allow."""
        atlas = self.possible.atlas
        found = 1
        for way in self.possible.ways[service.id]:
            for name in way.providers:
                rooms = atlas.rooms(service, name)
                seats = max(
                    (atlas.school.room[one].capacity for one in rooms), default=1
                )
                group = atlas.school.provider[name].max_group
                found = max(found, seats if group is None else min(seats, group))
        return found

    def _most_pushed_in(self, service: Service) -> int:
        school = self.possible.atlas.school
        student = school.student[service.student or ""]
        mine = [school.school_class[one] for one in student.classes & service.classes]
        return max(
            (
                _most_visited(school_class, len(school.services))
                for school_class in mine
            ),
            default=1,
        )

    def _agree(self, one: str, other: str, setting: Setting) -> bool:
        """Whether the rules let two services share a session (G2 to G4)."""
        school = self.possible.atlas.school
        first, second = school.service[one], school.service[other]
        if first.student == second.student or other in self._apart.get(one, ()):
            return False
        if self.possible.able[one].isdisjoint(self.possible.able[other]):
            return False
        if setting is Setting.PUSH_IN:
            return True
        if len({first.goal_area, second.goal_area} - {None}) > 1:
            return False
        if len({first.level, second.level} - {None}) > 1:
            return False
        grades = [school.student[each.student or ""].grade for each in (first, second)]
        return abs(grades[0] - grades[1]) <= school.settings.max_grade_span

    def _cap(self, service_id: str, setting: Setting) -> int:
        limit = self.limits[service_id, setting]
        mates = self.mates.get((service_id, setting), ())
        if limit == 1 or not mates:
            return 1
        if setting is Setting.PUSH_IN:
            return min(limit, self._largest(mates, setting))
        school = self.possible.atlas.school
        wide = school.settings.max_grade_span
        grade = self._grade(service_id)
        return min(
            limit,
            max(
                self._largest_of_one_area(
                    service_id,
                    [one for one in mates if low <= self._grade(one) <= low + wide],
                )
                for low in range(grade - wide, grade + 1)
            ),
        )

    def _grade(self, service_id: str) -> int:
        school = self.possible.atlas.school
        return school.student[school.service[service_id].student or ""].grade

    def _largest_of_one_area(self, service_id: str, mates: list[str]) -> int:
        """The largest group with one goal area and one level at the most (G2)."""
        school = self.possible.atlas.school
        largest = self._largest(mates, Setting.PULL_OUT)
        for value_of in (_area, _level):
            if value_of(school.service[service_id]) is not None:
                continue
            values = {value_of(school.service[one]) for one in mates} - {None}
            of_values = [
                self._largest(
                    [
                        one
                        for one in mates
                        if value_of(school.service[one]) in {None, value}
                    ],
                    Setting.PULL_OUT,
                )
                for value in sorted(filter(None, values))
            ]
            if of_values:
                largest = min(largest, max(of_values))
        return largest

    def _largest(self, mates: Iterable[str], setting: Setting) -> int:
        """The largest session with as many mates as all of them allow."""
        students: dict[str, int] = {}
        for one in mates:
            student = self.possible.atlas.school.service[one].student or ""
            limit = self.limits[one, setting]
            students[student] = max(students.get(student, 0), limit)
        size = 1
        for limit in sorted(students.values(), reverse=True):
            if limit <= size:
                break
            size += 1
        return size


def _area(service: Service) -> str | None:
    return service.goal_area


def _level(service: Service) -> str | None:
    return service.level


def _most_visited(school_class: SchoolClass, everyone: int) -> int:
    """The most students that one visit of a class may serve."""
    return max(
        (
            everyone if meeting.max_push_in is None else meeting.max_push_in
            for meeting in school_class.meetings
            if meeting.push_in
        ),
        default=1,
    )
