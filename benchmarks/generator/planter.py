"""Fill the providers' free time with push-in visits, pull-out groups and consults."""

import random
from collections import defaultdict
from dataclasses import replace
from itertools import count

from benchmarks.generator.catalog import ServiceKind, Shares
from benchmarks.generator.diary import Diary
from benchmarks.generator.ground import Ground, Need, Pupil, Series, Staff
from benchmarks.generator.lesson import Lesson
from benchmarks.generator.openings import find_slots, whole_class
from benchmarks.generator.tiers import Tier

TRIES = 8
"""Attempts at a series, of which the one that serves most is kept."""
SHORT = 20
"""Length of the sessions that fill what is left of a provider's time."""
PATIENCE = 40
"""Failures in a row after which a provider counts as full."""


def pick(rng: random.Random, shares: Shares) -> int:
    """Draw a value by its share."""
    values, weights = zip(*shares, strict=True)
    return int(rng.choices(values, weights)[0])


class Planter:
    """Makes the hidden timetable of one school."""

    def __init__(
        self, ground: Ground, tier: Tier, tightness: float, rng: random.Random
    ) -> None:
        self.ground = ground
        self.tier = tier
        self.rng = rng
        self.diary = Diary(ground)
        self.series: list[Series] = []
        self.has: set[tuple[str, str]] = set()
        self.needs: dict[str, list[Need]] = defaultdict(list)
        self.free = {s.id: self.diary.staff_minutes(s) for s in ground.staff}
        self.target = {name: tightness * free for name, free in self.free.items()}
        self.filled = dict.fromkeys(self.free, 0)
        self.fails = dict.fromkeys(self.free, 0)

    def run(self) -> list[Series]:
        """Plant until every provider is filled, and return the series."""
        self._draw_needs()
        self._co_teach()
        active = list(self.ground.staff)
        for _ in count():
            active = [
                staff
                for staff in active
                if self.fails[staff.id] < PATIENCE
                and self.filled[staff.id] + 10 * self.ground.weeks
                < self.target[staff.id]
            ]
            if not active:
                return self.series
            staff = min(active, key=lambda s: self.filled[s.id] / self.target[s.id])
            self._step(staff)
        return self.series

    def _draw_needs(self) -> None:
        for pupil in self.ground.pupils:
            drawn = [
                kind
                for kind in self.tier.kinds
                if kind.category == pupil.category and self.rng.random() < kind.rate
            ]
            own = [kind for kind in self.tier.kinds if kind.category == pupil.category]
            for kind in drawn or own[:1]:
                self.needs[kind.role].append(self._need(pupil, kind))
        for found in self.needs.values():
            self.rng.shuffle(found)

    def _need(self, pupil: Pupil, kind: ServiceKind) -> Need:
        pattern = "every"
        if self.ground.weeks > 1 and self.rng.random() < kind.odd_share:
            choices = ["1 of 2"]
            if self.ground.weeks == 4:  # noqa: PLR2004 - month and 3:1 need four
                choices += ["monthly", "monthly", "3 of 4"]
            pattern = self.rng.choice(choices)
        sessions = pick(self.rng, kind.sessions)
        minutes = pick(self.rng, kind.minutes)
        if self.tier.secondary and "SDI" in kind.name and self.rng.random() < 0.6:  # noqa: PLR2004
            minutes = self.tier.period_minutes
            sessions = min(sessions, 4)
        if kind.only_in:
            minutes = min(minutes, 30)
        return Need(
            pupil=pupil,
            kind=kind,
            sessions=1 if pattern in {"1 of 2", "monthly"} else sessions,
            minutes=minutes,
            pattern=pattern,
            individual=self.rng.random() < kind.alone,
        )

    def _group_wish(self, role: str) -> float:
        """Return the mean group size at which the needs fill the time left."""
        owed = sum(
            need.sessions * need.minutes * self.ground.weeks
            for need in self.needs[role]
        )
        left = sum(
            self.target[staff.id] - self.filled[staff.id]
            for staff in self.ground.staff
            if staff.role == role
        )
        return owed / max(left, 1.0)

    def _step(self, staff: Staff) -> None:
        needs = self.needs[staff.role]
        if not needs:
            self._more_needs(staff.role)
        mine = [need for need in needs if self._reaches(staff, need.pupil)]
        if not mine:
            self.fails[staff.id] = PATIENCE
            return
        need = self.rng.choice(mine)
        if self.fails[staff.id] > PATIENCE // 4 and need.minutes > SHORT:
            need = replace(need, minutes=SHORT)
        room_left = (self.target[staff.id] - self.filled[staff.id]) / self.ground.weeks
        sessions = max(1, min(need.sessions, int((room_left + 15) // need.minutes)))
        wish = self._group_wish(staff.role)
        lesson = Lesson(
            staff=staff,
            need=need,
            sessions=sessions,
            others=mine,
            size=self._size(need, wish),
            push_in=self.rng.random() < need.kind.push_share,
            whole_period=self.tier.secondary
            and need.minutes == self.tier.period_minutes,
            split=self.tier.alternate,
        )
        made = self._best(lesson)
        if made is not None:
            self.fails[staff.id] = 0
            self._keep(made)
            return
        self.fails[staff.id] += 1
        if self.fails[staff.id] > PATIENCE // 2:
            self.needs[staff.role] = [n for n in needs if n.pupil != need.pupil]

    def _best(self, lesson: Lesson) -> Series | None:
        """Try a few times for a series that serves many, then for fewer sessions."""
        while lesson.sessions:
            found = [
                made
                for _ in range(TRIES)
                if (made := find_slots(self.diary, lesson, self.rng))
            ]
            if found:
                return max(found, key=lambda s: sum(len(m.slots) for m in s.members))
            lesson = replace(lesson, sessions=lesson.sessions - 1)
        return None

    def _size(self, need: Need, wish: float) -> int:
        if need.individual or need.kind.consult:
            return 1
        drawn = round(self.rng.gauss(max(wish, 1.0) * 1.5, 0.8))
        return max(1, min(drawn, need.kind.cap))

    def _reaches(self, staff: Staff, pupil: Pupil) -> bool:
        buildings = {hours.building for hours in staff.hours}
        return None in buildings or pupil.building in buildings

    def _more_needs(self, role: str) -> None:
        """Give students of the right category services that they do not have yet."""
        kinds = [k for k in self.tier.kinds if k.role == role and not k.consult]
        found = [
            self._need(pupil, kind)
            for kind in kinds
            for pupil in self.ground.pupils
            if pupil.category == kind.category and (pupil.id, kind.name) not in self.has
        ]
        self.needs[role].extend(self.rng.sample(found, min(len(found), 6)))

    def _keep(self, series: Series) -> None:
        self.series.append(series)
        place = series.room or self._class_place(series)
        for slot in series.slots:
            self.diary.book(series.staff, slot, place)
        for member in series.members:
            self.has.add((member.pupil.id, series.kind.name))
            if series.setting != "consult":
                for slot in member.slots:
                    self.diary.book_pupil(member.pupil, slot)
        self.filled[series.staff.id] += sum(s.end - s.start for s in series.slots)
        self.needs[series.staff.role] = [
            need
            for need in self.needs[series.staff.role]
            if (need.pupil.id, need.kind.name) not in self.has
        ]

    def _class_place(self, series: Series) -> str | None:
        if series.class_id is None:
            return None
        return self.diary.rows[series.class_id][0].room or series.class_id

    def _co_teach(self) -> None:
        """Give some sections with several students a co-teacher for every meeting."""
        if not self.tier.co_teach:
            return
        wanted: dict[tuple[str, str], list[Need]] = defaultdict(list)
        kinds = {k.name: k for k in self.tier.kinds if k.subjects and "SDI" in k.name}
        for need in [n for found in self.needs.values() for n in found]:
            if need.kind.name in kinds:
                for name in need.pupil.classes:
                    if self.diary.rows[name][0].topic == need.kind.subjects[0]:
                        wanted[name, need.kind.name].append(need)
        for (name, kind), needs in sorted(wanted.items(), key=lambda kv: -len(kv[1])):
            for staff in self.rng.sample(self.ground.staff, len(self.ground.staff)):
                enough = (
                    self.filled[staff.id] < self.tier.co_teach * self.target[staff.id]
                )
                right = staff.role == kinds[kind].role and len(needs) > 1
                if right and enough and self._whole_class(staff, name, needs):
                    break

    def _whole_class(self, staff: Staff, name: str, needs: list[Need]) -> bool:
        made = whole_class(self.diary, staff, name, needs)
        if made is None:
            return False
        self._keep(made)
        return True
