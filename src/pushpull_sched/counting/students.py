"""Reasons about one student: the services together against the time that is left."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from pushpull_sched.counting.pressure import TIGHT, WHOLE, Pressure, Window
from pushpull_sched.counting.words import (
    cites_of,
    listed,
    minutes_text,
    row_text,
    service_cites,
    weeks_text,
)
from pushpull_sched.domain.explanation import Count, Strength, Subject
from pushpull_sched.domain.school import Student
from pushpull_sched.domain.service import Setting
from pushpull_sched.model import masks

MOST_SERVICES = 6
"""Up to this many services of a student every choice of them is looked at."""


class _Press(NamedTuple):
    """Services of a student inside a window, in minutes or sessions."""

    ids: tuple[str, ...]
    window: Window
    needed: int
    available: int
    short: int
    unit: str

    @property
    def over(self) -> int:
        return self.needed - self.available


@dataclass(frozen=True)
class Students:
    """The services of each student, who is in one session at a time (S1).

    Attributes:
        pressure: Needs by window.
    """

    pressure: Pressure

    def counts(self) -> Iterator[Count]:
        """Yield the plainest proof of each student, or the week where it is tight."""
        by_student: dict[str, list[str]] = defaultdict(list)
        for service in self.pressure.possible.services:
            placed = service.setting is not Setting.CONSULT
            if service.student and placed and service.id not in self.pressure.hopeless:
                by_student[service.student].append(service.id)
        for name, ids in by_student.items():
            if len(ids) > 1:
                yield from self._of_student(name, ids)

    def _of_student(self, name: str, ids: Sequence[str]) -> Iterator[Count]:
        student = self.pressure.school.student[name]
        presses = [
            press
            for chosen in _choices(ids)
            for window in (WHOLE, *self._days())
            for press in self._presses(student, chosen, window)
        ]
        proofs = [press for press in presses if press.over > 0]
        if proofs:
            # The fewest services make the shortest argument.
            yield self._count(
                student, min(proofs, key=lambda press: (len(press.ids), -press.short))
            )
            return
        tight = [
            press
            for press in presses
            if press.window == WHOLE
            and press.needed > TIGHT * press.available
            and not any(self.pressure.is_fixed([one]) for one in press.ids)
        ]
        if tight:
            yield self._count(student, max(tight, key=lambda press: len(press.ids)))

    def _days(self) -> list[Window]:
        return [Window(day) for day in range(len(self.pressure.school.settings.days))]

    def _presses(
        self, student: Student, ids: tuple[str, ...], window: Window
    ) -> Iterator[_Press]:
        gaps = [self.pressure.owed(one, window.day) for one in ids]
        if not all(gap.minutes for gap in gaps):
            return
        needed = sum(gap.minutes for gap in gaps)
        stated = sum(gap.stated for gap in gaps)
        there = self._minutes(student, ids, window)
        short = max(1, stated - there) if needed > there else 0
        yield _Press(ids, window, needed, there, short, "min")

    def _minutes(self, student: Student, ids: Sequence[str], window: Window) -> int:
        """Minutes at which one of the services can be, in pieces that hold one."""
        possible = self.pressure.possible
        lengths = {
            length
            for one in ids
            for demand in (possible.demand(one),)
            for length in (*demand.lengths, *demand.exact_lengths)
        }
        only = next(iter(lengths)) if len(lengths) == 1 else None
        if any(possible.atlas.school.service[one].is_co_teach for one in ids):
            only = None
        pulled = all(
            way.setting is Setting.PULL_OUT for one in ids for way in possible.ways[one]
        )
        total = 0
        for when in window.days(self.pressure.school):
            mask = masks.union(possible.covered[one].get(when, 0) for one in ids)
            minutes = sum(
                (end - start) // only * only if only else end - start
                for start, end in masks.pieces(mask)
            )
            if pulled and student.max_pullout_day is not None:
                minutes = min(minutes, student.max_pullout_day)
            total += minutes
        return total

    def _count(self, student: Student, press: _Press) -> Count:
        school = self.pressure.school
        services = [
            f"{minutes_text(self.pressure.owed(one, press.window.day).minutes)} of "
            f"{school.service[one].name} ({row_text(school.service[one].source)})"
            for one in press.ids
        ]
        when = press.window.text(school)
        then = f"on {when}" if when else weeks_text(school.settings.weeks)
        need = "needs" if not when else "must have"
        end = (
            f"{minutes_text(press.over)} too many"
            if press.over > 0
            else f"{minutes_text(-press.over)} to spare"
        )
        forced = "" if not when else ", as the other days cannot hold them all"
        cites = cites_of([(student.source, student.id)])
        return Count(
            code="student-minutes",
            strength=Strength.CANNOT if press.over > 0 else Strength.TIGHT,
            subject=Subject.STUDENT,
            names=(student.id,),
            needed=press.needed,
            available=press.available,
            unit=press.unit,
            window=when,
            text=(
                f"{student.id} ({row_text(student.source)}) {need} "
                f"{minutes_text(press.needed)} {then}: {listed(services)}{forced}. "
                "The times at which one of them can be given come to "
                f"{minutes_text(press.available)}: {end}."
            ),
            cites=cites + service_cites(school, press.ids),
            service_ids=press.ids,
            minutes=press.short,
        )


def _choices(ids: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield every choice of two services and more; of many, pairs and all of them."""
    if len(ids) <= MOST_SERVICES:
        for size in range(2, len(ids) + 1):
            yield from combinations(ids, size)
    else:
        yield from combinations(ids, 2)
        yield tuple(ids)
