"""Rules V1 to V8: what a provider's day and week must look like."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ortools.sat.python.cp_model_helper import Literal

from pushpull_sched.domain.school import Provider, School
from pushpull_sched.domain.service import Service
from pushpull_sched.model import masks
from pushpull_sched.model.slots import Slot
from pushpull_sched.model.variables import Model, ProviderDay

LUNCH_SLACK = 30
"""Lunch is owed where the window holds this many minutes more than it (V4)."""
PLANNING_DAY = 240
"""Planning is owed on days with at least this many available minutes (V5)."""

Piece = tuple[int, int]


def v2_qualified(school: School, service: Service) -> tuple[str, ...]:
    """Providers who may give the service: the named one, or those with a role."""
    if service.provider is not None:
        return (service.provider,)
    return tuple(
        provider.id for provider in school.providers if provider.roles & service.roles
    )


def v3_hours(provider: Provider, building: str | None) -> dict[tuple[int, int], int]:
    """Minutes of each (week, day) in which the provider can be in the building.

    Where the hours or the place name no building, the hours hold.
    """
    left: dict[tuple[int, int], int] = {}
    for hours in provider.hours:
        if building is None or not hours.buildings or building in hours.buildings:
            when = hours.when.week, hours.when.day
            left[when] = left.get(when, 0) | masks.span(
                hours.when.start, hours.when.end
            )
    return left


def v1_one_session_at_a_time(model: Model, days: Iterable["WorkDay"]) -> None:
    """Keep sessions, lunch and planning of a provider apart."""
    for day in days:
        items = [(slot.start, slot.end, model.held[slot]) for slot in day.slots]
        items += [(*piece, lit) for piece, lit in day.lunch.items()]
        items += [(*piece, lit) for piece, lit in day.planning.items()]
        model.one_at_a_time(items)


def v4_lunch(model: Model, days: Iterable["WorkDay"]) -> None:
    """Give the provider lunch in one piece on each day with a session."""
    for day in days:
        if day.needs.lunch:
            model.cp.add_bool_or([*day.lunch.values(), ~day.used])


def v5_planning(model: Model, days: Iterable["WorkDay"]) -> None:
    """Give the provider planning time in one piece on each day with a session."""
    for day in days:
        if day.needs.planning:
            model.cp.add_bool_or([*day.planning.values(), ~day.used])


def v6_minutes_per_day_and_week(model: Model) -> None:
    """Hold max_minutes_day and max_minutes_week."""
    for (provider_id, _, _), slots, _ in model.distinct_days():
        most = model.school.provider[provider_id].max_minutes_day
        if most is not None:
            model.at_most([(model.held[slot], slot.minutes) for slot in slots], most)
    for (provider_id, _), slots in model.provider_weeks.items():
        most = model.school.provider[provider_id].max_minutes_week
        if most is not None:
            model.at_most([(model.held[slot], slot.minutes) for slot in slots], most)


def v7_consecutive_minutes(model: Model) -> None:
    """End every run of sessions within max_consecutive minutes of its start.

    A session that starts at ``a`` needs a pause of break_minutes that begins after
    ``a`` and not later than ``a + max_consecutive``; such a pause can be moved to begin
    at the end of a session, so the ends of slots are the only candidates.
    """
    for (provider_id, _, _), slots, _ in model.distinct_days():
        provider = model.school.provider[provider_id]
        longest = provider.max_consecutive
        if longest is None:
            continue
        pause = provider.break_minutes
        ends = sorted({slot.end for slot in slots})
        breaks = {end: _pause(model, slots, end, end + pause) for end in ends}
        for slot in slots:
            reach = slot.start + longest
            chances = [breaks[end] for end in ends if slot.start < end <= reach]
            model.cp.add_bool_or([*chances, ~model.held[slot]])


def _pause(model: Model, slots: tuple[Slot, ...], start: int, end: int) -> Literal:
    """A literal that keeps [start, end) free of sessions."""
    inside = [
        model.held[slot] for slot in slots if slot.start < end and start < slot.end
    ]
    free = model.bool(hint=not any(model.now(lit) for lit in inside))
    for lit in inside:
        model.cp.add_implication(free, ~lit)
    return free


def v8_same_provider(model: Model) -> None:
    """Give all sessions of a service by one provider, where Settings say so."""
    if not model.school.settings.same_provider:
        return
    for service_id in model.free_services:
        by_provider: dict[str, list[Literal]] = {}
        for option, lit in model.taken(service_id):
            by_provider.setdefault(option.provider, []).append(lit)
        if len(by_provider) <= 1:
            continue
        chosen = []
        for literals in by_provider.values():
            gives = model.bool(hint=any(model.now(lit) for lit in literals))
            for lit in literals:
                model.cp.add_implication(lit, gives)
            chosen.append(gives)
        model.cp.add_at_most_one(chosen)


@dataclass(frozen=True, slots=True)
class DayNeeds:
    """What a provider's day must leave free where it has a session (V4, V5).

    Attributes:
        available: Available minutes of the day, in any building.
        window: Available minutes inside the lunch window.
        lunch: Minutes of lunch owed; 0 for none.
        planning: Minutes of planning owed; 0 for none.
    """

    available: int
    window: int
    lunch: int
    planning: int

    def met(self, busy: int) -> bool:
        """Whether lunch and planning find room, apart, beside the busy minutes.

        If two pieces fit at all, the one that comes first can be moved to its earliest
        start.
        """
        lunch = masks.starts(self.window & ~busy, self.lunch) if self.lunch else 0
        if self.lunch and not lunch:
            return False
        if not self.planning:
            return True
        planning = masks.starts(self.available & ~busy, self.planning)
        if not planning or not self.lunch:
            return bool(planning)
        lunch_first = planning >> (masks.first(lunch) + self.lunch)
        return bool(lunch_first or lunch >> (masks.first(planning) + self.planning))


def day_needs(provider: Provider, when: tuple[int, int]) -> DayNeeds:
    """What is owed to a provider on one (week, day) with a session."""
    available = v3_hours(provider, None).get(when, 0)
    window = available & masks.span(provider.lunch_start, provider.lunch_end)
    owes_lunch = window.bit_count() >= provider.lunch_minutes + LUNCH_SLACK
    owes_planning = available.bit_count() >= PLANNING_DAY
    return DayNeeds(
        available=available,
        window=window,
        lunch=provider.lunch_minutes if owes_lunch else 0,
        planning=provider.planning_minutes if owes_planning else 0,
    )


@dataclass(frozen=True)
class WorkDay:
    """One provider-day of the model with its lunch and planning pieces.

    A piece can be moved to the left until it touches the start of the hours or of the
    lunch window, the end of a session, or the end of the other piece; only those
    starts are candidates.

    Attributes:
        model: The model.
        key: (provider, week, day).
        slots: All slots of the day.
        lunch: Lunch pieces with their literals; empty where none is owed.
        planning: Planning pieces likewise.
    """

    model: Model
    key: ProviderDay
    slots: tuple[Slot, ...]
    lunch: dict[Piece, Literal] = field(default_factory=dict)
    planning: dict[Piece, Literal] = field(default_factory=dict)

    @cached_property
    def provider(self) -> Provider:
        """The provider."""
        return self.model.school.provider[self.key[0]]

    @cached_property
    def needs(self) -> DayNeeds:
        """What the day must leave free."""
        return day_needs(self.provider, self.key[1:])

    @cached_property
    def used(self) -> Literal:
        """A literal that is true where the day has a session (at least)."""
        return self.model.any_of([self.model.held[slot] for slot in self.slots])


def work_days(model: Model) -> tuple[WorkDay, ...]:
    """Make the provider-days that can change, with literals for their pieces."""
    days: dict[object, WorkDay] = {}
    for key, slots in model.provider_days.items():
        day = WorkDay(model=model, key=key, slots=slots)
        # Weeks with the same hours and the same literals need their pieces once.
        alike = key[0], key[2], day.needs.available, model.signs(slots)
        if alike not in days:
            _make_pieces(day)
            days[alike] = day
    return tuple(days.values())


def _make_pieces(day: WorkDay) -> None:
    lunch, planning = day.needs.lunch, day.needs.planning
    ends = masks.union(1 << slot.end for slot in day.slots)
    lunch_at = _starts(day.needs.window, ends, lunch)
    planning_at = _starts(day.needs.available, ends, planning)
    if lunch and planning:
        after_lunch = masks.union(1 << at + lunch for at in masks.minutes_of(lunch_at))
        after_planning = masks.union(
            1 << at + planning for at in masks.minutes_of(planning_at)
        )
        lunch_at |= _starts(day.needs.window, after_planning, lunch)
        planning_at |= _starts(day.needs.available, after_lunch, planning)
    pieces = _pieces_now(day, lunch_at, lunch, planning_at, planning)
    for at in masks.minutes_of(lunch_at):
        piece = at, at + lunch
        day.lunch[piece] = day.model.bool(hint=piece == pieces[0])
    for at in masks.minutes_of(planning_at):
        piece = at, at + planning
        day.planning[piece] = day.model.bool(hint=piece == pieces[1])


def _starts(open_minutes: int, ends: int, length: int) -> int:
    if not length:
        return 0
    edges = open_minutes & ~(open_minutes << 1)
    return masks.starts(open_minutes, length) & (ends | edges)


def _pieces_now(
    day: WorkDay, lunch_at: int, lunch: int, planning_at: int, planning: int
) -> tuple[Piece | None, Piece | None]:
    """Lunch and planning as they fit around the sessions at hand."""
    busy = masks.union(
        masks.span(slot.start, slot.end)
        for slot in day.slots
        if day.model.now(day.model.held[slot])
    )
    lunches = _free_pieces(lunch_at, lunch, busy)
    plannings = _free_pieces(planning_at, planning, busy)
    for first in lunches:
        for second in plannings:
            if first[1] <= second[0] or second[1] <= first[0]:
                return first, second
    if lunches:
        return lunches[0], None
    return None, plannings[0] if plannings else None


def _free_pieces(starts: int, length: int, busy: int) -> list[Piece]:
    return [
        (at, at + length)
        for at in masks.minutes_of(starts)
        if not busy & masks.span(at, at + length)
    ]
