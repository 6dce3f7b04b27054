"""The variables of the model, with a hint for each, and the views that rules ask for.

Literals: an option is taken; a slot is held; a held pull-out slot is in a room. Each
variable is made together with its value in the schedule at hand, so that the solver
starts from a complete assignment and the value of every measure is known before it
begins.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import IntVar, LinearExpr, Literal

from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Demand, Service, Setting
from pushpull_sched.model.slots import Option, Slot

ProviderDay = tuple[str, int, int]


@dataclass(slots=True)
class Total:
    """A sum of literals and whole-number variables with coefficients.

    Attributes:
        terms: (variable, coefficient) pairs.
        constant: Added to the sum.
    """

    terms: list[tuple[Literal, int]] = field(default_factory=list)
    constant: int = 0

    def add(self, variable: Literal, coefficient: int = 1) -> None:
        """Add ``coefficient`` times a variable."""
        if coefficient:
            self.terms.append((variable, coefficient))

    def extend(self, other: "Total", weight: int = 1) -> None:
        """Add ``weight`` times another total."""
        self.terms.extend((term, weight * factor) for term, factor in other.terms)
        self.constant += weight * other.constant

    @property
    def expression(self) -> LinearExpr:
        """The sum as CP-SAT writes it."""
        return (
            LinearExpr.weighted_sum(
                [term for term, _ in self.terms], [factor for _, factor in self.terms]
            )
            + self.constant
        )


class Model:
    """A CP-SAT model of (part of) a school, and the views of its variables.

    Services outside ``free`` keep the options they have; their literals are constant.

    Attributes:
        cp: The CP-SAT model.
        school: The school.
        demand: What each service demands.
        free: Services whose options are open.
        partial: Of these, services that may have sessions which the model does not
            show: what asks for sessions, or for all of them, is not asked of them.
        options: Options of every service in the model, free or not.
        lit: Whether an option is taken.
        held: Whether a slot is held.
        members: Services (with their literals) that a slot may serve.
        twin: For a slot, the slot at the same time of an earlier week that serves
            exactly the same services by the same literals: one decision, made once.
        short: Minutes short of each free service, not weighted.
        exact: False where a measure was left a lower bound of itself.
        rooms: For a pull-out slot, the rooms it may be in.
        option_rooms: Rooms open to one option, where not all of its slot's are.
    """

    def __init__(
        self,
        school: School,
        demand: Mapping[str, Demand],
        free: frozenset[str],
        partial: frozenset[str] = frozenset(),
    ) -> None:
        self.cp = cp_model.CpModel()
        self.school = school
        self.demand = demand
        self.free = free
        self.partial = partial
        self.true = self.cp.new_constant(1)
        self.false = self.cp.new_constant(0)
        self._hints: dict[int, int] = {self.true.index: 1, self.false.index: 0}
        self.options: dict[str, list[Option]] = {}
        self.lit: dict[Option, Literal] = {}
        self.held: dict[Slot, Literal] = {}
        self.members: dict[Slot, list[tuple[str, Literal]]] = {}
        self.rooms: dict[Slot, dict[str, Literal]] = {}
        self.option_rooms: dict[Option, frozenset[str]] = {}
        self.twin: dict[Slot, Slot] = {}
        self.short: dict[str, Total] = {}
        self.exact = True

    # ── variables with their hints ──────────────────────────────────────────────────
    def bool(self, *, hint: bool) -> Literal:
        """Make a literal."""
        literal = self.cp.new_bool_var("")
        self._hints[literal.index] = int(hint)
        return literal

    def whole(self, low: int, high: int, hint: int) -> IntVar:
        """Make a whole-number variable."""
        variable = self.cp.new_int_var(low, high, "")
        self._hints[variable.index] = min(max(hint, low), high)
        return variable

    def now(self, variable: Literal) -> int:
        """Value of a variable or literal in the schedule at hand."""
        index = variable.index
        return self._hints[index] if index >= 0 else 1 - self._hints[-index - 1]

    def total_now(self, total: Total) -> int:
        """Value of a sum in the schedule at hand."""
        return total.constant + sum(
            factor * self.now(term) for term, factor in total.terms
        )

    def any_of(self, literals: Sequence[Literal]) -> Literal:
        """A literal that is true where any of the literals is (at least)."""
        if len(literals) == 1:
            return literals[0]
        result = self.bool(hint=any(self.now(literal) for literal in literals))
        for literal in literals:
            self.cp.add_implication(literal, result)
        return result

    def give_hints(self) -> None:
        """Hand the schedule at hand to the solver as a complete assignment."""
        hint = self.cp.proto.solution_hint
        hint.vars.extend(self._hints.keys())
        hint.values.extend(self._hints.values())

    def drop_objective(self) -> None:
        """Take the objective away, to ask a question of yes or no."""
        self.cp.clear_objective()  # type: ignore[no-untyped-call]

    # ── views ───────────────────────────────────────────────────────────────────────
    def service(self, service_id: str) -> Service:
        """A service by id."""
        return self.school.service[service_id]

    @cached_property
    def free_services(self) -> tuple[str, ...]:
        """The free services, in the order of the roster."""
        return tuple(service for service in self.options if service in self.free)

    def taken(self, service_id: str) -> list[tuple[Option, Literal]]:
        """Options of a service with their literals."""
        return [(option, self.lit[option]) for option in self.options[service_id]]

    def moments(self, service_id: str) -> Iterator[tuple[Slot, Literal]]:
        """Every slot of every option of a service, with the option's literal."""
        for option in self.options[service_id]:
            literal = self.lit[option]
            for slot in option.slots:
                yield slot, literal

    @cached_property
    def open_slots(self) -> tuple[Slot, ...]:
        """Slots in which anything can change: those a free service may take."""
        seen: dict[Slot, None] = {}
        for service_id in self.free_services:
            for option in self.options[service_id]:
                for slot in option.slots:
                    seen[slot] = None
        return tuple(seen)

    @cached_property
    def distinct_slots(self) -> Mapping[Slot, int]:
        """Open slots without their twins, each with the weeks that it stands for."""
        found: dict[Slot, int] = {}
        for slot in self.open_slots:
            first = self.twin.get(slot, slot)
            found[first] = found.get(first, 0) + 1
        return found

    def distinct_days(self) -> list[tuple[ProviderDay, tuple[Slot, ...], int]]:
        """Provider-days that can change, alike weeks once, with their number."""
        found: dict[object, list[tuple[ProviderDay, tuple[Slot, ...]]]] = {}
        for key, slots in self.provider_days.items():
            provider, _, day = key
            alike = provider, day, self.signs(slots)
            found.setdefault(alike, []).append((key, slots))
        return [(*days[0], len(days)) for days in found.values()]

    def signs(self, slots: Sequence[Slot]) -> tuple[object, ...]:
        """What slots decide: equal signs are equal decisions in different weeks."""
        return tuple(
            (
                slot.start,
                slot.end,
                slot.about,
                self.held[slot].index,
                tuple((r, lit.index) for r, lit in self.rooms.get(slot, {}).items()),
            )
            for slot in slots
        )

    @cached_property
    def provider_days(self) -> Mapping[ProviderDay, tuple[Slot, ...]]:
        """All slots of every provider-day on which something can change."""
        touched = {(slot.provider, slot.week, slot.day) for slot in self.open_slots}
        found: dict[ProviderDay, list[Slot]] = {}
        for slot in self.held:
            key = slot.provider, slot.week, slot.day
            if key in touched:
                found.setdefault(key, []).append(slot)
        return {key: tuple(slots) for key, slots in found.items()}

    @cached_property
    def provider_weeks(self) -> Mapping[tuple[str, int], tuple[Slot, ...]]:
        """All slots of every provider-week in which something can change."""
        touched = {(slot.provider, slot.week) for slot in self.open_slots}
        found: dict[tuple[str, int], list[Slot]] = {}
        for slot in self.held:
            key = slot.provider, slot.week
            if key in touched:
                found.setdefault(key, []).append(slot)
        return {key: tuple(slots) for key, slots in found.items()}

    @cached_property
    def student_days(self) -> Mapping[tuple[str, int, int], list[tuple[Slot, Literal]]]:
        """Slots (consult left out) of every student-day that can change, alike once."""
        students = {self.service(service).student for service in self.free_services}
        found: dict[tuple[str, int, int], list[tuple[Slot, Literal]]] = {}
        for service_id in self.options:
            student = self.service(service_id).student
            if student is None or student not in students:
                continue
            for slot, literal in self.moments(service_id):
                if slot.setting is not Setting.CONSULT:
                    key = student, slot.week, slot.day
                    found.setdefault(key, []).append((slot, literal))
        return _once(found)

    @cached_property
    def room_days(
        self,
    ) -> Mapping[tuple[str, int, int], list[tuple[Slot, Literal]]]:
        """Slots that may be in a room, for room-days that can change, alike once."""
        touched = {
            (room, slot.week, slot.day)
            for slot in self.open_slots
            for room in self.rooms.get(slot, ())
        }
        found: dict[tuple[str, int, int], list[tuple[Slot, Literal]]] = {}
        for slot, rooms in self.rooms.items():
            for room, literal in rooms.items():
                key = room, slot.week, slot.day
                if key in touched:
                    found.setdefault(key, []).append((slot, literal))
        return _once(
            found, lambda slot: tuple(lit.index for _, lit in self.members[slot])
        )

    # ── forms that several rules need ───────────────────────────────────────────────
    def one_at_a_time(self, items: Iterable[tuple[int, int, Literal]]) -> None:
        """Let no two of the items (start, end, literal) overlap.

        Posted as one at-most-one for every largest set of items that share a moment,
        which is as strong as pairs and far smaller.
        """
        for clique in cliques(items):
            self.cp.add_at_most_one(clique)

    def at_most(self, items: Sequence[tuple[Literal, int]], limit: int) -> None:
        """Limit a weighted sum of literals, unless it cannot reach the limit."""
        if sum(weight for _, weight in items) > limit:
            self.cp.add(
                LinearExpr.weighted_sum(
                    [literal for literal, _ in items], [weight for _, weight in items]
                )
                <= limit
            )


Moments = dict[tuple[str, int, int], list[tuple[Slot, Literal]]]


def _once(
    found: Moments, members: Callable[[Slot], tuple[int, ...]] = lambda _: ()
) -> Moments:
    """Keep one of the weeks in which the same literals stand at the same times.

    Args:
        found: Slots with literals by (name, week, day).
        members: What else must be the same in two slots: whom they serve.
    """
    kept: dict[object, tuple[str, int, int]] = {}
    for (name, week, day), moments in found.items():
        alike = (
            name,
            day,
            tuple(
                (
                    slot.start,
                    slot.end,
                    slot.setting,
                    literal.index,
                    members(slot),
                )
                for slot, literal in moments
            ),
        )
        kept.setdefault(alike, (name, week, day))
    return {key: found[key] for key in kept.values()}


def cliques(items: Iterable[tuple[int, int, Literal]]) -> list[list[Literal]]:
    """Largest sets of intervals (start, end, literal) that share a moment.

    Intervals overlap pairwise exactly when all of them share a moment (Helly's
    theorem on the line), so these sets say all that pairs would say.
    """
    by_start = sorted(items, key=lambda item: item[0])
    result: list[list[Literal]] = []
    active: list[tuple[int, int, Literal]] = []
    grown = False
    for item in by_start:
        still = [other for other in active if other[1] > item[0]]
        if len(still) < len(active):
            if grown and len(active) > 1:
                result.append([literal for _, _, literal in active])
            active, grown = still, False
        active.append(item)
        grown = True
    if grown and len(active) > 1:
        result.append([literal for _, _, literal in active])
    return result
