"""A careful greedy: hardest first, into an open group, else where least is missed.

It never takes back what it has placed.

Where a session of one service can be at all is taken from ``pushpull_sched.model``;
everything about sessions together is its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import ceil

from benchmarks.baselines.common import Task
from benchmarks.baselines.greedy_state import State, mates
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import Pin
from pushpull_sched.domain.service import Demand, Repetition, Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.options import StartFilter, options_of
from pushpull_sched.model.slots import Option, Slot
from pushpull_sched.model.timetable import Timetable, schedule_of

_TRIED = 12
"""Providers tried for one service: those with open groups first, then the idlest."""
_MOST_SESSIONS = 25
_KINDER = (Setting.PUSH_IN, Setting.CONSULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is placed at once: a week's share, or the whole demand.

    Attributes:
        weeks: Weeks whose options may be used.
        lengths: Length of each session.
    """

    weeks: tuple[int, ...]
    lengths: tuple[int, ...]


def solve(task: Task) -> Schedule | None:
    """Place every service once, in order of difficulty."""
    atlas = Atlas(task.school)
    state = State(atlas)
    greedy = Greedy(atlas, state)
    task.mark("built")
    for service in greedy.order():
        if task.remaining <= 0:
            task.notes.append("time ended before every service was tried")
            break
        greedy.place(service)
    rooms = {slot: held.room for slot, held in state.held.items() if held.room}
    taken = {name: tuple(options) for name, options in state.taken.items()}
    return schedule_of(task.school, Timetable(taken=taken, room=rooms))


class Greedy:
    """The order of work, and the choice for each service."""

    def __init__(self, atlas: Atlas, state: State) -> None:
        self.atlas = atlas
        self.state = state
        self.mates = mates(atlas)
        self.pins: dict[str, list[Pin]] = {}
        for pin in atlas.school.pins:
            self.pins.setdefault(pin.service, []).append(pin)

    def order(self) -> Iterator[Service]:
        """Yield services, hardest first; those that go together follow each other."""
        done: set[str] = set()
        for service in sorted(self.atlas.services, key=self._ease):
            together = [service.id, *sorted(self.mates.get(service.id, ()))]
            for one in sorted(together, key=lambda name: -self._sessions(name)):
                if one not in done and one in self.atlas.demand:
                    done.add(one)
                    yield self.atlas.school.service[one]

    def _ease(self, service: Service) -> tuple[object, ...]:
        student = service.student
        grade = self.atlas.school.student[student].grade if student else 0
        return (
            service.id not in self.pins,
            not service.is_co_teach,
            service.setting is Setting.CONSULT,
            -self._sessions(service.id),
            not service.individual,
            len(self.atlas.providers[service.id]),
            service.name,
            grade,
            service.id,
        )

    def _sessions(self, service_id: str) -> float:
        """Sessions a week, or as many as the minutes ask for."""
        demand = self.atlas.demand[service_id]
        weeks = max(len(demand.weeks), 1)
        if demand.sessions is not None:
            return demand.sessions / weeks
        longest = max(demand.lengths, default=30)
        return float(demand.required_minutes) / longest / weeks

    def place(self, service: Service) -> None:
        """Try the service with several providers and keep the best outcome."""
        best: tuple[tuple[float, ...], list[tuple[Option, list[str | None]]]] | None
        best = None
        tried, pins = 0, len(self.pins.get(service.id, ()))
        for provider in self._providers(service):
            for setting, options in self._by_setting(service, provider):
                chosen = self._attempt(service, options)
                self.state.remove(service)
                tried += bool(options)
                if chosen and (best is None or self._rank(service, chosen) < best[0]):
                    best = self._rank(service, chosen), chosen
                if best and best[0][:2] == (-pins, 0) and setting in _KINDER:
                    break  # an either service is better pushed in
            if (best and best[0][:4] == (-pins, 0, 0, 0)) or tried >= _TRIED:
                break
        for option, rooms in best[1] if best else ():
            self.state.add(service, option, rooms)

    def _rank(
        self, service: Service, chosen: list[tuple[Option, list[str | None]]]
    ) -> tuple[float, ...]:
        """Broken pins, minutes short, pulled, new minutes of a provider, missed."""
        options = [option for option, _ in chosen]
        kept = sum(
            any(
                (slot.day, slot.start) == (pin.day, pin.start)
                for option in options
                for slot in option.slots
            )
            for pin in self.pins.get(service.id, ())
        )
        demand = self.atlas.demand[service.id]
        given = sum(option.minutes for option in options)
        short = max(0, ceil(demand.required_minutes) - given)
        if demand.sessions is not None and not service.is_co_teach:
            short += max(0, demand.sessions - sum(len(o.slots) for o in options))
        pulled = service.setting is Setting.EITHER and any(
            option.setting is Setting.PULL_OUT for option in options
        )
        new = sum(
            slot.minutes
            for option in options
            for slot in option.slots
            if slot not in self.state.held
        )
        provider = options[0].provider
        load = self.state.load.get(provider, 0) / max(1, self.atlas.available[provider])
        return -kept, short, pulled, new, sum(map(self._missed, options)), load

    def _providers(self, service: Service) -> list[str]:
        """Those who have open groups of the service's name first, then the idlest."""
        pinned = {pin.provider for pin in self.pins.get(service.id, ())} - {None}
        able = [
            one
            for one in self.atlas.providers[service.id]
            if not pinned or one in pinned
        ]
        names = {service.name, *self._classes(service)}
        groups: dict[str, int] = {}
        for slot in self.state.held:
            if slot.about in names:
                groups[slot.provider] = groups.get(slot.provider, 0) + 1
        load, available = self.state.load, self.atlas.available

        def key(one: str) -> tuple[bool, float]:
            return one not in groups, load.get(one, 0) / max(1, available[one])

        return sorted(able, key=key)

    def _classes(self, service: Service) -> frozenset[str]:
        if service.student is None:
            return frozenset()
        return service.classes & self.atlas.school.student[service.student].classes

    def _by_setting(
        self, service: Service, provider: str
    ) -> Iterator[tuple[Setting, list[Option]]]:
        """Yield push-in options first, in order of preference."""
        found = [
            option
            for option in options_of(self.atlas, service, self._offered(provider))
            if option.provider == provider
        ]
        together = self._slots_of(self.mates.get(service.id, ()))
        if together:
            found = [o for o in found if together.issuperset(o.slots)]
        order = (Setting.CONSULT, Setting.PUSH_IN, Setting.PULL_OUT)
        for setting in order:
            options = [option for option in found if option.setting is setting]
            if options:
                options.sort(key=self._preference)
                yield setting, options

    def _preference(self, option: Option) -> tuple[object, ...]:
        joins = self.state.joins(option)
        first = option.slots[0]
        return not joins, self._missed(option), first.week, first.day, first.start

    def _offered(self, provider: str) -> StartFilter:
        """Starts at which the student is free, and the provider is or has a group."""
        state = self.state

        def offered(
            service: Service, who: str, days: Iterable[tuple[int, int]], length: int
        ) -> int:
            if who != provider:
                return 0
            starts = masks.WHOLE_DAY
            for when in days:
                open_starts = masks.starts(state.free(provider, when), length)
                for slot in state.provider_day.get((provider, *when), ()):
                    if slot.minutes == length:
                        open_starts |= 1 << slot.start
                starts &= open_starts
                if service.student and service.setting is not Setting.CONSULT:
                    busy = state.student_busy.get((service.student, *when), 0)
                    starts &= masks.starts(masks.WHOLE_DAY & ~busy, length)
            return starts

        return offered

    def _slots_of(self, services: Iterable[str]) -> set[Slot]:
        return {
            slot
            for name in services
            for option in self.state.taken.get(name, ())
            for slot in option.slots
        }

    def _missed(self, option: Option) -> int:
        """Weighted class minutes that the student misses."""
        service = self.atlas.school.service[option.service]
        if option.setting is not Setting.PULL_OUT or service.student is None:
            return 0
        return sum(
            weight * max(0, min(slot.end, end) - max(slot.start, start))
            for slot in option.slots
            for start, end, weight in self.atlas.missed_costs(
                service.student, slot.week, slot.day, core_only=False
            )
        )

    def _attempt(
        self, service: Service, options: list[Option]
    ) -> list[tuple[Option, list[str | None]]]:
        """Place as much of the service as fits, in order of preference."""
        demand = self.atlas.demand[service.id]
        chosen: list[tuple[Option, list[str | None]]] = []
        if service.is_co_teach:
            for option in options:
                if self._take(service, option, chosen):
                    break
            return chosen
        for part in parts(demand):
            lengths = list(part.lengths)
            for pin in self.pins.get(service.id, ()):
                self._pinned(service, pin, options, part, lengths, chosen)
            for option in options:
                if not lengths:
                    break
                length = option.slots[0].minutes
                stands = ceil(length / self.atlas.school.settings.grid)
                stands *= self.atlas.school.settings.grid
                fits = stands in lengths and option.slots[0].week in part.weeks
                if fits and self._take(service, option, chosen):
                    lengths.remove(stands)
        return chosen

    def _pinned(  # noqa: PLR0913, PLR0917 - one step of an attempt
        self,
        service: Service,
        pin: Pin,
        options: list[Option],
        part: Part,
        lengths: list[int],
        chosen: list[tuple[Option, list[str | None]]],
    ) -> None:
        if pin.week is not None and pin.week not in part.weeks:
            return
        for option in options:
            first = option.slots[0]
            if (
                (first.day, first.start) == (pin.day, pin.start)
                and pin.minutes in {None, first.minutes}
                and pin.week in {None, first.week}
                and first.week in part.weeks
                and first.minutes in lengths
                and self._take(service, option, chosen, room=pin.room)
            ):
                lengths.remove(first.minutes)
                return

    def _take(
        self,
        service: Service,
        option: Option,
        chosen: list[tuple[Option, list[str | None]]],
        *,
        room: str | None = None,
    ) -> bool:
        demand = self.atlas.demand[service.id]
        before = [slot for other, _ in chosen for slot in other.slots]
        if not service.is_co_teach and not _spread(service, demand, option, before):
            return False
        rooms = self.state.fits(service, option, room=room)
        if rooms is None:
            return False
        self.state.add(service, option, rooms)
        chosen.append((option, rooms))
        return True


def _spread(
    service: Service, demand: Demand, option: Option, before: list[Slot]
) -> bool:
    """S5 and the weeks of S8."""
    for slot in option.slots:
        week = [other for other in before if other.week == slot.week]
        same = sum(other.day == slot.day for other in week)
        if demand.max_per_day is not None and same >= demand.max_per_day:
            return False
        if any(
            0 < abs(other.day - slot.day) < service.min_days_apart for other in week
        ):
            return False
        if demand.block_sessions is not None and len(week) >= demand.block_sessions:
            return False
        if demand.block_minutes is not None:
            minutes = slot.minutes + sum(other.minutes for other in week)
            if minutes > demand.block_minutes:
                return False
        if demand.block is not None:
            most, size = demand.block
            block = (slot.week - 1) // size
            weeks = {o.week for o in before if (o.week - 1) // size == block}
            if len(weeks | {slot.week}) > most:
                return False
    return True


def parts(demand: Demand) -> Iterator[Part]:
    """Yield what has to be placed: lengths that serve the demand exactly."""
    weeks = demand.weeks
    if demand.repetition is Repetition.FREE:
        total = ceil(demand.required_minutes)
        yield Part(weeks=weeks, lengths=split(demand.lengths, total, demand.sessions))
        return
    per_week = demand.weekly_minutes
    need = ceil(demand.required_minutes / len(weeks) if per_week is None else per_week)
    lengths = split(demand.lengths, need, demand.weekly_sessions)
    if demand.repetition is Repetition.IDENTICAL:
        yield Part(weeks=weeks, lengths=lengths)
        return
    for week in weeks:
        yield Part(weeks=(week,), lengths=lengths)


def split(lengths: tuple[int, ...], need: int, count: int | None) -> tuple[int, ...]:
    """Return lengths of sessions that give at least the minutes needed.

    As few minutes too many as possible; then as few sessions as possible.

    Args:
        lengths: Allowed lengths, increasing.
        need: Minutes.
        count: Number of sessions, where it is given.
    """
    if not lengths:
        return ()
    shortest, longest = lengths[0], lengths[-1]
    if len(lengths) == 1 or (count or 0) > _MOST_SESSIONS:
        return (longest,) * (count or ceil(need / longest))
    counts = (
        [count] if count else range(ceil(need / longest), ceil(need / shortest) + 1)
    )
    best: tuple[int, int, tuple[int, ...]] | None = None
    for number in counts:
        for mix in combinations_with_replacement(lengths, number):
            if sum(mix) >= need and (best is None or (sum(mix), number) < best[:2]):
                best = sum(mix), number, mix
        if best is not None and best[0] == need:
            break
    return tuple(reversed(best[2])) if best else (longest,) * (count or 1)
