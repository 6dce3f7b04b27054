"""From a school to Timefold's needs and choices, and back to a schedule."""

from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.baselines.greedy import parts
from benchmarks.baselines.greedy_state import mates, pairs
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import Pin, RelationKind
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.options import options_of, rooms_for
from pushpull_sched.model.slots import Option, Slot
from pushpull_sched.model.timetable import Timetable, schedule_of

_MANY = 99
_SETTINGS = {Setting.CONSULT: 0, Setting.PUSH_IN: 1, Setting.PULL_OUT: 2}
_LUNCH_SLACK, _PLANNING_DAY = 30, 240


class Numbers:
    """Positions of things by their names, given as they come."""

    def __init__(self) -> None:
        self._known: dict[object, int] = {}

    def __call__(self, name: object) -> int:
        """Return the number of a name; -1 for None."""
        if name is None:
            return -1
        return self._known.setdefault(name, len(self._known))


class Builder:
    """Turns a school into needs and choices, and choices back into a schedule."""

    def __init__(self, atlas: Atlas) -> None:
        from benchmarks.baselines import timefold_model  # noqa: PLC0415

        self.model = timefold_model
        self.atlas = atlas
        self.school = atlas.school
        self.numbers: dict[str, Numbers] = {}
        self.choices: dict[tuple[object, ...], Any] = {}
        self.slots: dict[int, tuple[Slot, ...]] = {}
        self.rooms: dict[int, str | None] = {}
        self.services: dict[int, str] = {}
        self.home: dict[tuple[str, str | None], str] = {}
        self.uses: dict[str, int] = {}
        self.sums: dict[str, list[int]] = {}
        self.mates = mates(atlas)
        self.apart = {
            one: number
            for number, pair in enumerate(pairs(atlas, RelationKind.APART))
            for one in pair
        }

    def number(self, kind: str, name: object) -> int:
        """Return the number of a name among its kind."""
        return self.numbers.setdefault(kind, Numbers())(name)

    def needs(self) -> Iterator[Any]:
        """Yield one need for each session of each service."""
        for service in self.atlas.services:
            made = self._co_taught if service.is_co_teach else self._plain
            for options, minutes, all_of, pinned in made(service):
                if options:
                    yield self._need(service, options, minutes, all_of, pinned)
        yield from self._pauses()

    def _plain(self, service: Service) -> Iterator[tuple[list[Any], int, int, bool]]:
        demand = self.atlas.demand[service.id]
        options = options_of(self.atlas, service)
        grid = self.school.settings.grid
        for part in parts(demand):
            pins = [
                pin
                for pin in self.school.pins
                if pin.service == service.id and pin.week in {None, *part.weeks}
            ]
            for length in part.lengths:
                able = [
                    option
                    for option in options
                    if -(-option.slots[0].minutes // grid) * grid == length
                    and option.slots[0].week in part.weeks
                ]
                pin = pins.pop(0) if pins else None
                if pin is not None:
                    able = [option for option in able if _stands(pin, option)]
                weeks = len(able[0].slots) if able else 1
                room = pin.room if pin else None
                choices = [self._choice(option, room) for option in able]
                yield choices, length * weeks, 0, pin is not None

    def _co_taught(
        self, service: Service
    ) -> Iterator[tuple[list[Any], int, int, bool]]:
        options = options_of(self.atlas, service)
        if not options:
            return
        about = options[0].slots[0].about
        meetings: dict[tuple[int, int, int], list[Option]] = {}
        for option in options:
            if option.slots[0].about != about:
                continue
            times: dict[tuple[int, int, int], list[Slot]] = {}
            for slot in option.slots:
                times.setdefault((slot.day, slot.start, slot.end), []).append(slot)
            for when, slots in times.items():
                meetings.setdefault(when, []).append(
                    option._replace(slots=tuple(slots))
                )
        for found in meetings.values():
            minutes = found[0].minutes
            choices = [self._choice(option, None) for option in found]
            yield choices, minutes, len(meetings), False

    def _need(
        self,
        service: Service,
        choices: list[Any],
        minutes: int,
        all_of: int,
        pinned: bool,  # noqa: FBT001
    ) -> Any:  # noqa: ANN401
        student = self.school.student.get(service.student or "")
        consult = service.setting is Setting.CONSULT
        demand = self.atlas.demand[service.id]
        number = self.number("service", service.id)
        self.services[number] = service.id
        block = demand.block or (0, 0)
        return self._need_of(
            service=number,
            choices=choices,
            student=self.number("student", object() if consult else service.student),
            grade=student.grade if student else 0,
            goal=self.number("goal", service.goal_area or None),
            level=self.number("level", service.level or None),
            individual=service.individual,
            limit=service.max_group or _MANY,
            minutes=minutes,
            owed=minutes * service.priority,
            must=pinned,
            together=self._mate(service),
            apart=self.apart.get(service.id, -1),
            all_of=all_of,
            either=service.setting is Setting.EITHER,
            max_per_day=demand.max_per_day or _MANY,
            days_apart=0 if service.is_co_teach else service.min_days_apart,
            week_sessions=demand.block_sessions or 0,
            most_weeks=block[0],
            block_size=block[1],
            max_sessions_day=(student.max_sessions_day or 0) if student else 0,
            max_pullout_day=(student.max_pullout_day or 0) if student else 0,
            costs=self._sums(service),
        )

    def _need_of(self, **values: Any) -> Any:  # noqa: ANN401
        """Make a need; what is not said is that of a pause."""
        usual = {
            "student": self.number("student", object()),
            "grade": 0,
            "goal": -1,
            "level": -1,
            "individual": False,
            "limit": _MANY,
            "minutes": 0,
            "owed": 0,
            "must": True,
            "together": -1,
            "apart": -1,
            "all_of": 0,
            "either": False,
            "max_per_day": _MANY,
            "days_apart": 0,
            "week_sessions": 0,
            "most_weeks": 0,
            "block_size": 0,
            "max_sessions_day": 0,
            "max_pullout_day": 0,
            "costs": [],
        }
        return self.model.Need(
            id=self.number("need", object()),
            span=self.school.settings.max_grade_span,
            **{**usual, **values},
        )

    def _mate(self, service: Service) -> int:
        """The service whose sessions this one's must be among."""
        mine = self.atlas.demand[service.id].sessions or 0
        for other in sorted(self.mates.get(service.id, ())):
            theirs = self.atlas.demand[other].sessions or 0
            if (theirs, other) > (mine, service.id):
                return self.number("service", other)
        return -1

    def _sums(self, service: Service) -> list[int]:
        """Running sums of the class minutes missed, day after day in steps of 5."""
        student = service.student
        if student is None or service.setting is Setting.CONSULT:
            return []
        if student not in self.sums:
            first, ticks = self.model.FIRST_TICK, self.model.DAY_TICKS
            sums: list[int] = []
            weeks = range(1, self.school.settings.weeks + 1)
            for day in range(len(self.school.settings.days)):
                total = [0] * ticks
                for week in weeks:
                    costs = self.atlas.missed_costs(student, week, day, core_only=False)
                    for place in range(ticks):
                        clock = 5 * (place + first)
                        total[place] += sum(
                            weight * max(0, min(clock, end) - start)
                            for start, end, weight in costs
                        )
                sums += [value // len(weeks) for value in total]
            self.sums[student] = sums
        return self.sums[student]

    def _choice(self, option: Option, room: str | None) -> Any:  # noqa: ANN401
        first = option.slots[0]
        weeks = sum(1 << (slot.week - 1) for slot in option.slots)
        when = weeks, first.day, first.start, first.end
        session = option.provider, option.setting, first.about, *when
        place, building = None, None
        if option.setting is Setting.PULL_OUT:
            room = room or self._home(option)
            place, building = f"room {room}", self.school.room[room].building
        key = (*session, room)
        if key in self.choices:
            return self.choices[key]
        capacity = _MANY
        groups = 1
        if option.setting is Setting.PULL_OUT:
            found = self.school.room[room or ""]
            most = self.school.provider[option.provider].max_group or _MANY
            capacity, groups = min(found.capacity, most), found.groups
        elif option.setting is Setting.PUSH_IN:
            for meeting in self.atlas.class_day[first.about, first.week, first.day]:
                if meeting.when.start <= first.start and first.end <= meeting.when.end:
                    capacity = meeting.max_push_in or _MANY
                    place = f"room {meeting.room or first.about}"
                    building = meeting.building
        else:
            capacity = 1
        made = self._made(
            session,
            provider=option.provider,
            track=(option.provider, option.setting),
            weeks=weeks,
            when=(first.week, first.day, first.start, first.end),
            setting=_SETTINGS[option.setting],
            place=place,
            building=building,
            capacity=capacity,
            room=room,
            groups=groups,
        )
        self.choices[key] = made
        self.slots[made.id] = option.slots
        self.rooms[made.id] = room
        return made

    def _made(  # noqa: PLR0913 - a choice has as many sides
        self,
        session: object,
        *,
        provider: str,
        track: object,
        weeks: int,
        when: tuple[int, int, int, int],
        setting: int = 0,
        place: str | None = None,
        building: str | None = None,
        capacity: int = _MANY,
        room: str | None = None,
        groups: int = 1,
    ) -> Any:  # noqa: ANN401
        settings = self.school.settings
        wide = len({one.building for one in self.school.rooms}) > 1
        longest = max(settings.transition_minutes, settings.travel_minutes * wide)
        week, day, start, end = when
        return self.model.Choice(
            id=self.number("choice", object()),
            session=self.number("session", session),
            track=self.number("track", track),
            provider=self.number("provider", provider),
            provider_day=self.number("day", (provider, day)),
            weeks=weeks,
            week=week,
            day=day,
            start=start,
            end=end,
            reach=end + longest,
            setting=setting,
            place=self.number("place", place),
            building=self.number("building", building),
            capacity=capacity,
            # Without a room: a number that nobody else has.
            room=self.number("room", object() if room is None else room),
            room_groups=groups,
            transition=settings.transition_minutes,
            travel=settings.travel_minutes,
        )

    def _home(self, option: Option) -> str:
        """The room that the provider keeps, where it suits; else another."""
        suitable = rooms_for(self.atlas, option)
        building = self.school.room[suitable[0]].building
        key = option.provider, building
        if key not in self.home:
            house = [
                one for one in suitable if self.school.room[one].building == building
            ]
            chosen = min(house, key=lambda one: (self.uses.get(one, 0), one))
            self.uses[chosen] = self.uses.get(chosen, 0) + 1
            self.home[key] = chosen
        return self.home[key] if self.home[key] in suitable else suitable[0]

    def _pauses(self) -> Iterator[Any]:
        """Yield lunch and planning of every provider's day, as needs."""
        every = range(1, self.school.settings.weeks + 1)
        for provider in self.school.providers:
            hours = self.atlas.hours(provider.id, None)
            for day in range(len(self.school.settings.days)):
                free = masks.WHOLE_DAY
                for week in every:
                    free &= hours.get((week, day), 0)
                window = masks.span(provider.lunch_start, provider.lunch_end) & free
                lunch = provider.lunch_minutes
                if window.bit_count() >= lunch + _LUNCH_SLACK:
                    yield self._pause(provider.id, day, "lunch", window, lunch)
                if free.bit_count() >= _PLANNING_DAY and provider.planning_minutes:
                    length = provider.planning_minutes
                    yield self._pause(provider.id, day, "planning", free, length)

    def _pause(
        self, provider_id: str, day: int, kind: str, free: int, length: int
    ) -> Any:  # noqa: ANN401
        starts = masks.starts(free, length) & self.atlas.on_grid
        weeks = (1 << self.school.settings.weeks) - 1
        choices = [
            self._made(
                (provider_id, kind, weeks, day, start),
                provider=provider_id,
                track=(provider_id, kind, day),
                weeks=weeks,
                when=(1, day, start, start + length),
            )
            for start in masks.minutes_of(starts)
        ]
        return self._need_of(
            service=self.number("service", (provider_id, kind, day)), choices=choices
        )

    def read(self, needs: Iterable[Any]) -> Schedule:
        """Return the schedule of the needs that have a choice."""
        taken: dict[str, list[Option]] = {}
        rooms: dict[Slot, str] = {}
        for need in needs:
            if need.choice is None or need.service not in self.services:
                continue
            service_id = self.services[need.service]
            slots = self.slots[need.choice.id]
            option = Option(service_id, slots[0].provider, slots[0].setting, slots)
            taken.setdefault(service_id, []).append(option)
            room = self.rooms[need.choice.id]
            if room is not None:
                rooms.update(dict.fromkeys(slots, room))
        kept = {service_id: tuple(options) for service_id, options in taken.items()}
        return schedule_of(self.school, Timetable(taken=kept, room=rooms))


def _stands(pin: Pin, option: Option) -> bool:
    first = option.slots[0]
    return (
        (first.day, first.start) == (pin.day, pin.start)
        and pin.minutes in {None, first.minutes}
        and pin.provider in {None, option.provider}
        and (pin.week is None or pin.week in {slot.week for slot in option.slots})
    )
