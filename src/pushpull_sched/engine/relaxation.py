"""The pooled relaxation: what all students together leave of providers and groups.

Providers are not named: a session takes up one of the providers who could give it, and
a group needs one session. The linear relaxation of that prices every option: what the
minutes of the providers, the seats in groups and the mixing rules are worth. With these
prices each student is solved alone and exactly (``bounds``), which is a Lagrangian
bound (Geoffrion, Mathematical Programming Study 2, 1974): valid for any prices of the
right sign, so the linear program need not be solved to the end.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ortools.linear_solver.python import model_builder as mb

from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.groups import chains
from pushpull_sched.model.options import times_of
from pushpull_sched.model.providers import day_needs
from pushpull_sched.model.slots import Option, Slot

Students = Mapping[str, Mapping[str, Sequence[Option]]]
"""Options of every service, by student."""

LARGEST = 120_000
"""Options up to which the linear program is tried."""
PRECISION = (
    "num_threads: 1 termination_criteria { simple_optimality_criteria {"
    " eps_optimal_relative: 1e-4 eps_optimal_absolute: 1e-4 }"
    " iteration_limit: 20000 }"
)
"""First-order method (PDLP): four digits are enough for prices."""
HIGHEST = 1e6
"""The highest price of a row; those of a program without a solution grow forever."""
SOFT = 15
"""A student is in one place: looked at every so many minutes, for better prices."""


class Prices(NamedTuple):
    """What options cost beside the level itself.

    Attributes:
        constant: Added to the sum of the students' bests.
        of_option: Added to the cost of an option; 0 for those left out.
    """

    constant: float
    of_option: Mapping[Option, float]


@dataclass(slots=True)
class _Program:
    """A linear program to be minimised: columns in [0, upper], rows one-sided."""

    upper: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    rows: list[tuple[list[int], list[float], float, bool]] = field(default_factory=list)

    def column(self, upper: float, cost: float = 0.0) -> int:
        """Add a column; its number."""
        self.upper.append(upper)
        self.cost.append(cost)
        return len(self.upper) - 1

    def at_most(
        self, terms: Sequence[tuple[int, float]], limit: float, *, own: bool = False
    ) -> None:
        """Add a row; ``own`` marks what each student keeps alone anyway."""
        columns = [column for column, _ in terms]
        self.rows.append((columns, [factor for _, factor in terms], limit, own))

    def duals(self) -> list[float] | None:
        """Prices of the rows, none of them positive; None where there are none."""
        model = mb.Model()  # type: ignore[no-untyped-call]
        variables = [model.new_num_var(0.0, upper, "") for upper in self.upper]
        posted: list[mb.LinearConstraint] = []
        for columns, factors, limit, _ in self.rows:
            left = mb.LinearExpr.weighted_sum([variables[c] for c in columns], factors)
            row = model.add_linear_constraint(left, -math.inf, limit)
            posted.append(row)
        priced = [c for c, cost in enumerate(self.cost) if cost]
        model.minimize(
            mb.LinearExpr.weighted_sum(
                [variables[c] for c in priced], [self.cost[c] for c in priced]
            )
        )
        solver = mb.Solver("pdlp")
        solver.set_solver_specific_parameters(PRECISION)
        status = solver.solve(model)
        if status not in {mb.SolveStatus.OPTIMAL, mb.SolveStatus.FEASIBLE}:
            return None
        duals = (solver.dual_value(row) for row in posted)
        return [min(0.0, max(dual, -HIGHEST)) for dual in duals]


class Held(NamedTuple):
    """A level above: what an option adds to it, and the most of it in all."""

    cost: Mapping[Option, int]
    limit: int


def prices(
    atlas: Atlas,
    students: Students,
    cost: Mapping[Option, int],
    held: Iterable[Held] = (),
) -> Prices | None:
    """Price the options of a school for a level that is a sum over options.

    Every service is to be served in full: only for schools where level 1 is held at 0.

    Args:
        atlas: Static possibilities of the school.
        students: Options of every service that is scheduled, by anyone.
        cost: What an option adds to the level.
        held: Levels above.

    Returns:
        Prices for ``StudentBounds.priced``; None where the program is too large, or
        no prices were found.
    """
    if sum(len(o) for mine in students.values() for o in mine.values()) > LARGEST:
        return None
    program = _Program()
    x: dict[Option, int] = {}
    for mine in students.values():
        for options in mine.values():
            for option in options:
                x[option] = program.column(1.0, float(cost.get(option, 0)))
    for service_id, options in _services(students):
        _serve_in_full(program, atlas, service_id, options, x)
    for mine in students.values():
        _one_place(program, [o for options in mine.values() for o in options], x)
    for above in held:
        terms = [(x[o], float(each)) for o, each in above.cost.items() if each]
        if terms:
            program.at_most(terms, float(above.limit))
    for pool in _pools(atlas):
        _hold_pool(program, atlas, pool, students, x)
    duals = program.duals()
    return None if duals is None else _priced(program, duals, x)


def _priced(
    program: _Program, duals: Sequence[float], x: Mapping[Option, int]
) -> Prices:
    """Move the priced rows into the costs; columns that are no options stand alone."""
    reduced = [0.0] * len(program.upper)
    constant = 0.0
    for (columns, factors, limit, own), dual in zip(program.rows, duals, strict=True):
        if own or not dual:
            continue
        constant += dual * limit
        for column, factor in zip(columns, factors, strict=True):
            reduced[column] -= dual * factor
    options = set(x.values())
    constant += sum(
        min(0.0, program.cost[column] + reduced[column]) * upper
        for column, upper in enumerate(program.upper)
        if column not in options
    )
    return Prices(constant, {o: reduced[c] for o, c in x.items() if reduced[c]})


def _services(students: Students) -> Iterable[tuple[str, Sequence[Option]]]:
    for mine in students.values():
        yield from mine.items()


# ── what a student keeps alone ──────────────────────────────────────────────────────
def _serve_in_full(
    program: _Program,
    atlas: Atlas,
    service_id: str,
    options: Sequence[Option],
    x: Mapping[Option, int],
) -> None:
    demand = atlas.demand[service_id]
    if atlas.school.service[service_id].is_co_teach:
        program.at_most([(x[o], -1.0) for o in options], -1.0, own=True)
        return
    minutes = [(x[o], -float(o.minutes)) for o in options]
    program.at_most(minutes, -float(math.ceil(demand.required_minutes)), own=True)
    if demand.sessions is not None:
        count = [(x[o], float(len(o.slots))) for o in options]
        program.at_most(count, float(demand.sessions), own=True)
    by_day: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    for option in options:
        for slot in option.slots:
            by_day[slot.week, slot.day].append((x[option], 1.0))
    for terms in by_day.values():
        if demand.max_per_day is not None:
            program.at_most(terms, float(demand.max_per_day), own=True)


def _one_place(
    program: _Program, options: Sequence[Option], x: Mapping[Option, int]
) -> None:
    by_moment: dict[tuple[int, int, int], list[tuple[int, float]]] = defaultdict(list)
    for option in options:
        if option.setting is Setting.CONSULT:
            continue
        for slot in option.slots:
            first = -(-slot.start // SOFT) * SOFT
            for moment in range(first, slot.end, SOFT):
                by_moment[slot.week, slot.day, moment].append((x[option], 1.0))
    for terms in by_moment.values():
        if len(terms) > 1:
            program.at_most(terms, 1.0, own=True)


# ── what providers leave to all ─────────────────────────────────────────────────────
class _Member(NamedTuple):
    """A service in a slot: its column and its share of a full group."""

    service: Service
    column: int
    share: float


def _pools(atlas: Atlas) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Sets of providers, each with the services that nobody else can give."""
    able = {
        service.id: frozenset(
            provider
            for provider in atlas.providers[service.id]
            if service.is_co_teach or any(times_of(atlas, service, provider))
        )
        for service in atlas.services
    }
    return [
        (pool, frozenset(service for service, who in able.items() if who <= pool))
        for pool in dict.fromkeys(able.values())
        if pool
    ]


def _hold_pool(
    program: _Program,
    atlas: Atlas,
    pool: tuple[frozenset[str], frozenset[str]],
    students: Students,
    x: Mapping[Option, int],
) -> None:
    """Let the sessions of a pool's services fit the minutes of its providers."""
    providers, services = pool
    members: dict[Slot, list[_Member]] = defaultdict(list)
    for service_id, options in _services(students):
        if service_id in services:
            service = atlas.school.service[service_id]
            for option in options:
                share = 1.0 / _limit(atlas, service, option.setting, providers)
                for slot in option.slots:
                    # A slot by anyone stands for the providers of the pool.
                    pooled = slot._replace(provider="")
                    members[pooled].append(_Member(service, x[option], share))
    by_day: dict[tuple[int, int], list[tuple[Slot, int]]] = defaultdict(list)
    known: dict[object, int] = {}
    for slot, present in members.items():
        # Weeks with the same options are one decision: one column serves them all.
        alike = slot._replace(week=0), tuple(member.column for member in present)
        if alike not in known:
            known[alike] = _held(program, atlas, slot, present, len(providers))
        held = known[alike]
        by_day[slot.week, slot.day].append((slot, held))
    for when, slots in by_day.items():
        _hold_day(program, atlas, providers, when, slots)


def _limit(
    atlas: Atlas, service: Service, setting: Setting, providers: Collection[str]
) -> int:
    """The largest group that the service can be in."""
    if setting is Setting.CONSULT or (
        setting is Setting.PULL_OUT and service.individual
    ):
        return 1
    most = service.max_group or len(atlas.school.students)
    if setting is Setting.PULL_OUT:
        limits = [atlas.school.provider[name].max_group for name in providers]
        if None not in limits:
            most = min(most, max(limit or 1 for limit in limits))
        rooms = [room.capacity for room in atlas.school.rooms]
        most = min(most, max(rooms, default=1))
    return max(most, 1)


def _held(
    program: _Program,
    atlas: Atlas,
    slot: Slot,
    members: Sequence[_Member],
    providers: int,
) -> int:
    """A column for how many sessions are held in a slot."""
    if slot.setting is Setting.CONSULT and len(members) > 1:
        held = program.column(float(len(members)))
        program.at_most([*((m.column, 1.0) for m in members), (held, -1.0)], 0.0)
        return held
    if len(members) == 1:
        return members[0].column
    held = program.column(float(providers))
    if slot.setting is not Setting.PULL_OUT:
        _seat(program, held, members)
        return held
    grades: dict[int, list[_Member]] = defaultdict(list)
    for member in members:
        student = atlas.school.student[member.service.student or ""]
        grades[student.grade].append(member)
    of_grade = {
        grade: _of_one_grade(program, mine, providers) for grade, mine in grades.items()
    }
    for chain in chains(sorted(of_grade), atlas.school.settings.max_grade_span):
        terms = [(of_grade[grade], 1.0) for grade in chain]
        program.at_most([*terms, (held, -1.0)], 0.0)
    _seat(program, held, members)
    return held


def _seat(program: _Program, held: int, members: Sequence[_Member]) -> None:
    """G1: full groups only; and no member without a session."""
    if held == members[0].column:
        return
    shares = [(member.column, member.share) for member in members]
    program.at_most([*shares, (held, -1.0)], 0.0)
    for member in members:
        program.at_most([(member.column, 1.0), (held, -1.0)], 0.0)


def _of_one_grade(program: _Program, members: Sequence[_Member], providers: int) -> int:
    """A column for the sessions that one grade needs: no two areas or levels mixed."""
    if len(members) == 1:
        return members[0].column
    held = program.column(float(providers))
    _seat(program, held, members)
    areas = [member.service.goal_area for member in members]
    levels = [member.service.level for member in members]
    for values in (areas, levels):
        by_value: dict[str, list[_Member]] = defaultdict(list)
        for member, value in zip(members, values, strict=True):
            if value is not None:
                by_value[value].append(member)
        if len(by_value) > 1:
            terms = []
            for mine in by_value.values():
                column = mine[0].column
                if len(mine) > 1:
                    column = program.column(float(providers))
                    _seat(program, column, mine)
                terms.append((column, 1.0))
            program.at_most([*terms, (held, -1.0)], 0.0)
    return held


def _hold_day(
    program: _Program,
    atlas: Atlas,
    providers: Collection[str],
    when: tuple[int, int],
    slots: Sequence[tuple[Slot, int]],
) -> None:
    """V1, V3 to V6: as many sessions at a time, and minutes, as the pool can give."""
    hours = []
    minutes = 0
    for name in providers:
        provider = atlas.school.provider[name]
        needs = day_needs(provider, when)
        left = needs.available.bit_count() - needs.lunch - needs.planning
        most = provider.max_minutes_day
        if most is not None:
            left = min(left, most)
        if left > 0:
            hours.append(needs.available)
            minutes += left
    terms = [(held, float(slot.minutes)) for slot, held in slots]
    program.at_most(terms, float(minutes))
    for moment in sorted({slot.start for slot, _ in slots}):
        present = [
            (held, 1.0) for slot, held in slots if slot.start <= moment < slot.end
        ]
        here = sum(mask >> moment & 1 for mask in hours)
        if sum(program.upper[held] for held, _ in present) > here:
            program.at_most(present, float(here))
