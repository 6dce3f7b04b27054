"""What takes the places that a service could have: who is where in a schedule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from pushpull_sched.counting.possible import Possible
from pushpull_sched.counting.words import (
    hours_text,
    listed,
    minutes_text,
    row_text,
    rows_text,
    some,
    weeks_text,
)
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Day
from pushpull_sched.model.providers import day_needs
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.timetable import Timetable

MOST_SESSIONS = 2
"""Sessions that are named as taking a place."""
MOST_STARTS = 40
"""Starts that are looked at to say why what is left does not serve."""


class _Left(NamedTuple):
    """Where the minutes at which a service could be have gone.

    Attributes:
        all: Minutes at which it could be, by day.
        student: Of these, with the student in another session.
        staff: Of the rest, with every provider who could give it in another session.
        open: What is left.
    """

    all: Mapping[Day, int]
    student: Mapping[Day, int]
    staff: Mapping[Day, int]
    open: Mapping[Day, int]


def _minutes(days: Mapping[Day, int]) -> int:
    return sum(mask.bit_count() for mask in days.values())


@dataclass(frozen=True)
class Taken:
    """A schedule, seen by who is busy when.

    Attributes:
        possible: The ways of the services asked about.
        timetable: The schedule.
    """

    possible: Possible
    timetable: Timetable

    @cached_property
    def _members(self) -> Mapping[Slot, Sequence[str]]:
        return self.timetable.members()

    @cached_property
    def _of_provider(self) -> Mapping[tuple[str, Day], list[Slot]]:
        found: dict[tuple[str, Day], list[Slot]] = defaultdict(list)
        for slot in sorted(self._members, key=_when):
            found[slot.provider, (slot.week, slot.day)].append(slot)
        return found

    @cached_property
    def _of_student(self) -> Mapping[tuple[str, Day], list[Slot]]:
        found: dict[tuple[str, Day], list[Slot]] = defaultdict(list)
        service = self.possible.atlas.school.service
        for slot, members in sorted(self._members.items(), key=lambda it: _when(it[0])):
            for one in members:
                student = service[one].student
                if student is not None and slot.setting is not Setting.CONSULT:
                    found[student, (slot.week, slot.day)].append(slot)
        return found

    @cached_property
    def _of_room(self) -> Mapping[tuple[str, Day], list[Slot]]:
        found: dict[tuple[str, Day], list[Slot]] = defaultdict(list)
        for slot, room in self.timetable.room.items():
            found[room, (slot.week, slot.day)].append(slot)
        return found

    def sentence(self, service: Service) -> str:
        """Say in one sentence or two what takes the places of a service."""
        team = self._team(service)
        if service.is_co_teach:
            return self._co_teach(service)
        left = self._left(service, team)
        total = _minutes(left.all)
        school = self.possible.atlas.school
        rows = rows_text(school.provider[name].source for name in team)
        times = (
            f"{some(team)} ({rows}) could give it in {minutes_text(total)} "
            f"{weeks_text(school.settings.weeks)}"
        )
        clauses = list(self._clauses(service, team, left))
        return f"{times}: {listed(clauses)}."

    def _team(self, service: Service) -> list[str]:
        """Who can give what is missing: only those who give the rest, if one must."""
        able = [
            name
            for name in self.possible.atlas.providers[service.id]
            if name in self.possible.able[service.id]
        ]
        given = {option.provider for option in self.timetable.taken.get(service.id, ())}
        if given and self.possible.atlas.school.settings.same_provider:
            return [name for name in able if name in given]
        return able

    def _left(self, service: Service, team: Sequence[str]) -> _Left:
        by_provider = self.possible.covered_by[service.id]
        student = service.student or ""
        days = {when for name in team for when in by_provider.get(name, {})}
        found: tuple[dict[Day, int], ...] = ({}, {}, {}, {})
        for when in sorted(days):
            chances = {name: by_provider[name].get(when, 0) for name in team}
            everything = masks.union(chances.values())
            own = 0
            if service.setting is not Setting.CONSULT:
                own = _busy(self._of_student.get((student, when), ()))
            free = masks.union(
                mask & ~_busy(self._of_provider.get((name, when), ()))
                for name, mask in chances.items()
            )
            rest = everything & ~own
            found[0][when] = everything
            found[1][when] = everything & own
            found[2][when] = rest & ~free
            found[3][when] = rest & free
        return _Left(*found)

    def _clauses(
        self, service: Service, team: Sequence[str], left: _Left
    ) -> Iterator[str]:
        own, staff, rest = (_minutes(days) for days in left[1:])
        if own:
            slots = self._overlapping(
                self._of_student, [service.student or ""], left.student
            )
            yield (
                f"for {minutes_text(own)} {service.student} is in a session "
                f"({self._sessions(slots, alone=True)})"
            )
        if staff:
            slots = self._overlapping(self._of_provider, team, left.staff)
            who = (
                f"{team[0]} has other sessions"
                if len(team) == 1
                else "all of them have other sessions"
            )
            yield f"for {minutes_text(staff)} {who} ({self._sessions(slots)})"
        if rest:
            which = f"the other {minutes_text(rest)}" if own or staff else "they"
            yield f"{which} {self._why_not_rest(service, team, left.open)}"

    def _overlapping(
        self,
        sessions: Mapping[tuple[str, Day], list[Slot]],
        names: Iterable[str],
        days: Mapping[Day, int],
    ) -> list[Slot]:
        """Sessions of people in some minutes, those that take most of them first."""
        found: dict[Slot, int] = {}
        for name in names:
            for when, mask in days.items():
                for slot in sessions.get((name, when), ()):
                    overlap = (mask & masks.span(slot.start, slot.end)).bit_count()
                    if overlap:
                        found[slot] = overlap
        return sorted(found, key=lambda slot: (-found[slot], _when(slot)))

    def _sessions(self, slots: Sequence[Slot], *, alone: bool = False) -> str:
        """Name a few sessions: when, whose, and how many more there are."""
        known: dict[tuple[object, ...], Slot] = {}
        for slot in slots:
            known.setdefault((slot.provider, slot.day, slot.start, slot.about), slot)
        shown = sorted(list(known.values())[:MOST_SESSIONS], key=_when)
        texts = [self._session(slot, alone=alone) for slot in shown]
        more = len(known) - len(shown)
        return "; ".join(texts) + (f"; and {more} more" if more else "")

    def _session(self, slot: Slot, *, alone: bool) -> str:
        school = self.possible.atlas.school
        when = f"{school.settings.days[slot.day]} {hours_text(slot.start, slot.end)}"
        members = [school.service[one] for one in self._members[slot]]
        names = listed(list(dict.fromkeys(one.name for one in members)))
        if alone:
            return f"{when} {names} with {slot.provider}"
        students = [one.student for one in members if one.student is not None]
        if slot.setting is Setting.CONSULT or not students:
            return f"{when} {names}"
        return f"{when} {names} of {some(students, 3)}"

    def _why_not_rest(
        self, service: Service, team: Sequence[str], rest: Mapping[Day, int]
    ) -> str:
        """Say why the minutes left hold no session of the service."""
        found = (
            why
            for way in self.possible.ways[service.id]
            for name in way.providers
            if name in team
            for when, starts in way.days.items()
            for one in starts
            for why in self._starts_left(
                service, name, when, rest, one.length, one.starts
            )
        )
        whys = list(islice(found, MOST_STARTS))
        demand = self.possible.demand(service.id)
        length = min((*demand.lengths, *demand.exact_lengths))
        if not whys:
            return f"are in pieces too short for a session of {minutes_text(length)}"
        return max(dict.fromkeys(whys), key=whys.count)

    def _starts_left(  # noqa: PLR0913, PLR0917 - one place of one way
        self,
        service: Service,
        name: str,
        when: Day,
        rest: Mapping[Day, int],
        length: int,
        starts: int,
    ) -> Iterator[str]:
        busy = _busy(self._of_provider.get((name, when), ()))
        inside = starts & masks.starts(rest.get(when, 0) & ~busy, length)
        used = any(
            (slot.week, slot.day) == when
            for option in self.timetable.taken.get(service.id, ())
            for slot in option.slots
        )
        needs = day_needs(self.possible.atlas.school.provider[name], when)
        for start in masks.minutes_of(inside):
            if used:
                yield "are on days on which it has a session already"
            elif service.setting is Setting.PULL_OUT and not self._room_free(
                service, name, when, start, start + length
            ):
                yield "have no room that is free"
            elif not needs.met(busy | masks.span(start, start + length)):
                yield f"are needed for {name}'s lunch or planning"
            else:
                yield "look free, so that more time may find a place"

    def _room_free(
        self, service: Service, name: str, when: Day, start: int, end: int
    ) -> bool:
        atlas = self.possible.atlas
        return any(
            sum(
                slot.start < end and start < slot.end
                for slot in self._of_room.get((room, when), ())
            )
            < atlas.school.room[room].groups
            for room in atlas.rooms(service, name)
            if atlas.place_starts(name, room, when, end - start) >> start & 1
        )

    def _co_teach(self, service: Service) -> str:
        """Name for each provider the first meeting that somebody is not free for."""
        found: dict[str, str] = {}
        for way in self.possible.ways[service.id]:
            name = way.providers[0]
            for when, starts in sorted(way.days.items()):
                span = masks.union(
                    masks.spread(one.starts, one.length) for one in starts
                )
                blocks = self._blocking(service, name, when, span)
                if blocks and name not in found:
                    found[name] = blocks
        rows = row_text(service.source)
        if not found:
            return f"No free way to be at every meeting was found ({rows})."
        texts = list(dict.fromkeys(found.values()))
        more = len(texts) - MOST_SESSIONS
        end = f"; and {more} more such" if more > 0 else ""
        return (
            f"It takes every meeting of the class ({rows}), but "
            f"{'; '.join(texts[:MOST_SESSIONS])}{end}."
        )

    def _blocking(self, service: Service, name: str, when: Day, span: int) -> str:
        mine = self._overlapping(
            self._of_student, [service.student or ""], {when: span}
        )
        if mine:
            return f"{service.student} is in {self._session(mine[0], alone=True)}"
        others = self._overlapping(self._of_provider, [name], {when: span})
        if others:
            return f"{name} is busy on {self._session(others[0], alone=False)}"
        return ""


def _when(slot: Slot) -> tuple[int, int, int, str]:
    return slot.week, slot.day, slot.start, slot.provider


def _busy(slots: Iterable[Slot]) -> int:
    return masks.union(masks.span(slot.start, slot.end) for slot in slots)
