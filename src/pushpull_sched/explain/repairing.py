"""The least-cost change that makes everything fit: implicit hitting sets.

Every conflict says: at least one of these changes is needed. The cheapest choice that
takes something from every such clause is the least that any repair can cost; it is made
and the changed roster is solved. Either that is a repair, and no cheaper one exists, or
there is another conflict, and with it another clause (Moreno-Centeno and Karp,
Operations Research 61, 2013; Davies and Bacchus, CP 2011).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pushpull_sched.domain.explanation import Alone, Repair, RepairKind
from pushpull_sched.engine.hitting import cheapest_choice
from pushpull_sched.engine.proof import Servable
from pushpull_sched.explain.catalogue import rules_for
from pushpull_sched.explain.changes import Pick
from pushpull_sched.explain.cores import Core, core_of
from pushpull_sched.explain.finder import Finder
from pushpull_sched.explain.oracle import Budget, Oracle, strongest
from pushpull_sched.explain.solving import Attempt, attempt

FIRST_SECONDS = 3.0
"""Limit for solving a changed roster."""
CLAUSE_SECONDS, CLAUSE_SHARE = 10.0, 0.25
"""Limit for one more clause, and its share of the time left at most."""
FURTHER_SECONDS = 4.0
"""Limit for several at once: after it the next choice is made with what is known."""
ALONE_SECONDS = 2.0
"""Limit for solving with one change alone."""
MOST_ALONE = 10
"""Changes shown with what each buys by itself, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of looking for a repair.

    Attributes:
        repair: The best repair; None where nothing helps or time ended.
        least_cost: No complete repair by the catalogue costs less: proven.
        hopeless: Conflicts that no change of the catalogue resolves.
    """

    repair: Repair | None
    least_cost: int
    hopeless: int


@dataclass
class Repairer:
    """Looks for the cheapest repair of one school.

    Attributes:
        oracle: Who is asked.
        costs: Cost of a change by kind.
        now: The best schedule of the school as it is.
        workers: Threads of the solver.
        limit: The largest cost allowed; None for any.
        groups: Services of every conflict found, changed school or not.
        clauses: Changes of which at least one is needed.
        guesses: Changes of which one seems to be needed: without, no complete schedule
            was found.
        tried: What solving with some changes gave.
    """

    oracle: Oracle
    costs: Mapping[RepairKind, int]
    now: Attempt
    workers: int = 1
    limit: int | None = None
    groups: list[tuple[str, ...]] = field(default_factory=list)
    clauses: list[frozenset[Pick]] = field(default_factory=list)
    guesses: list[frozenset[Pick]] = field(default_factory=list)
    tried: dict[frozenset[Pick], Attempt] = field(default_factory=dict)

    def run(
        self,
        cores: Sequence[Core],
        budget: Budget,
        told: Callable[[int], None] = lambda _: None,
    ) -> Outcome:
        """Look for the cheapest repair until it is found or time ends.

        Args:
            cores: Conflicts of the school as it is.
            budget: Time.
            told: Told the least that a repair can cost, as it becomes known.
        """
        hopeless = sum(not core.clause for core in cores)
        for core in cores:
            if core.clause:
                self.groups.append(core.services)
                self.clauses.append(core.clause)
        least = 0
        while self.clauses and not budget.over():
            picks = self._cheapest([*self.clauses, *self.guesses])
            if picks is None or self._is_beaten(picks):
                break
            if not self.guesses:
                least = self._cost(picks)
                told(least)
            if self.limit is not None and self._cost(picks) > self.limit:
                self._try_affordable(self.limit, budget)
                break
            if self._more_clauses(picks, budget):
                continue
            found = self._solved(picks, budget)
            if found.complete or hopeless:
                sure = found.complete and self._cost(picks) == least
                return Outcome(
                    repair=self._repair(picks, found, least=sure),
                    least_cost=least,
                    hopeless=hopeless,
                )
            if not self._new_conflict(picks, found, budget):
                self._go_beyond(picks, found, budget)
        return Outcome(repair=self.best(), least_cost=least, hopeless=hopeless)

    # ── clauses ─────────────────────────────────────────────────────────────────────
    def _cheapest(self, clauses: Sequence[frozenset[Pick]]) -> list[Pick] | None:
        universe = sorted(
            {pick for clause in clauses for pick in clause},
            key=lambda pick: (self.oracle.cost(pick), pick.rule, pick.level),
        )
        place = {pick: at for at, pick in enumerate(universe)}
        chosen = cheapest_choice(
            [[place[pick] for pick in clause] for clause in clauses],
            {at: self.oracle.cost(pick) for at, pick in enumerate(universe)},
        )
        return None if chosen is None else strongest(universe[at] for at in chosen)

    def _try_affordable(self, limit: int, budget: Budget) -> None:
        """Resolve as many conflicts as a cost allows, the first ones first."""
        made: list[Pick] = []
        clauses: list[frozenset[Pick]] = []
        for clause in self.clauses:
            picks = self._cheapest([*clauses, clause])
            if picks is not None and self._cost(picks) <= limit:
                made, clauses = picks, [*clauses, clause]
        if made:
            self._solved(made, budget)

    def _is_beaten(self, picks: Sequence[Pick]) -> bool:
        """Whether a complete repair is known that costs no more."""
        best = self.best()
        if best is None or not best.complete:
            return False
        return best.cost <= self._cost(picks)

    def _go_beyond(self, picks: Sequence[Pick], found: Attempt, budget: Budget) -> None:
        """Ask for more than some changes that did not do.

        Nobody has shown that they cannot do, so nothing is proven from then on.
        """
        if not self.guesses:
            self._stretch(picks, found, budget)
        made = {pick.rule: pick.level for pick in picks}
        further = frozenset(
            pick
            for clause in self.clauses
            for pick in clause
            if pick.level > made.get(pick.rule, -1)
        )
        self.guesses.append(further)

    def _cost(self, picks: Sequence[Pick]) -> int:
        return sum(map(self.oracle.cost, picks))

    def _more_clauses(self, picks: Sequence[Pick], budget: Budget) -> bool:
        """Ask for every known conflict whether the changes resolve it.

        With them counting may rule out other services, more than those known.
        """
        found = False
        further = budget.part(FURTHER_SECONDS)
        known = set(self.groups)
        counted = self.oracle.still_ruled_out(picks)
        self.groups.extend(each for each in counted if each not in known)
        for services in self.groups:
            made = list(picks)
            # Further clauses of the same conflict, each without the help of the last.
            while self.oracle.ask(services, made, budget) is Servable.NO:
                clause = self._clause(services, made, budget)
                if not clause or clause in self.clauses:
                    break
                self.clauses.append(clause)
                found = True
                made.append(min(clause, key=self.oracle.cost))
                if further.over():
                    return True
        return found

    def _clause(
        self, services: Sequence[str], picks: Sequence[Pick], budget: Budget
    ) -> frozenset[Pick]:
        rules = rules_for(self.oracle.school, services, self.costs)
        self.oracle.learn(rules)
        part = budget.part(min(CLAUSE_SECONDS, CLAUSE_SHARE * budget.left))
        return core_of(self.oracle, services, rules, picks, part).clause

    def _new_conflict(
        self, picks: Sequence[Pick], found: Attempt, budget: Budget
    ) -> bool:
        """Look for a conflict that is still there after the changes."""
        finder = Finder(self.oracle, self.costs, tuple(picks))
        for core in finder.find(found.short, (), budget, quick=True):
            if core.clause and core.clause not in self.clauses:
                self.groups.append(core.services)
                self.clauses.append(core.clause)
                return True
        return False

    def _stretch(self, picks: Sequence[Pick], found: Attempt, budget: Budget) -> None:
        """Ease everything around what is still short, and take back what can be.

        For schools so full that no conflict is seen and yet nothing fits: what is left
        in the end makes the schedule complete, and nothing of it can be spared. What
        is taken back first decides what is left: the dearest first, then the others.
        """
        rules = rules_for(self.oracle.school, found.short, self.costs)
        self.oracle.learn(rules)
        made = {pick.rule for pick in picks}
        more = [Pick(rule.key, 0) for rule in rules if rule.key not in made]
        more.sort(key=self.oracle.cost)
        eased = self._solved([*picks, *more], budget, start=found)
        if eased.complete:
            self._take_back([*picks, *more], eased, budget)
            self._take_back([*picks, *reversed(more)], eased, budget)

    def _take_back(self, made: list[Pick], best: Attempt, budget: Budget) -> None:
        """Take changes back, the last ones first, as long as it stays complete."""
        size = len(made)
        while size > 0 and not budget.over():
            size //= 2
            end = len(made)
            while end > 0 and size > 0 and not budget.over():
                first = max(0, end - size)
                rest = [*made[:first], *made[end:]]
                if rest and not self._still_a_conflict(rest, budget):
                    tried = self._solved(rest, budget, ALONE_SECONDS, best)
                    if tried.complete:
                        made, best = rest, tried
                end = first

    def _still_a_conflict(self, picks: Sequence[Pick], budget: Budget) -> bool:
        """Whether changes leave a known conflict as it is."""
        return any(
            self.oracle.ask(services, picks, budget) is Servable.NO
            for services in self.groups
        )

    # ── solving ─────────────────────────────────────────────────────────────────────
    def _solved(
        self,
        picks: Sequence[Pick],
        budget: Budget,
        seconds: float = FIRST_SECONDS,
        start: Attempt | None = None,
    ) -> Attempt:
        key = frozenset(picks)
        known = self.tried.get(key)
        if known is not None and (known.complete or seconds <= ALONE_SECONDS):
            return known
        found = attempt(
            self.oracle.changed(picks),
            seconds,
            budget,
            seed=self.oracle.seed,
            workers=self.workers,
            start=(known or start or self.now).rows,
        )
        if known is None or found.bought(known) >= 0:
            self.tried[key] = found
        return self.tried[key]

    def _repair(
        self, picks: Sequence[Pick], found: Attempt, *, least: bool
    ) -> Repair | None:
        minutes = found.bought(self.now)
        if minutes <= 0 and not found.complete:
            return None
        return Repair(
            changes=tuple(
                self.oracle.rules[pick.rule].steps[pick.level].change for pick in picks
            ),
            cost=self._cost(picks),
            minutes=minutes,
            complete=found.complete,
            verified=True,
            least=least,
        )

    def best(self) -> Repair | None:
        """The best of everything tried: complete, then most minutes, then cheapest."""
        allowed = [
            (list(picks), found)
            for picks, found in self.tried.items()
            if self.limit is None or self._cost(list(picks)) <= self.limit
        ]
        if not allowed:
            return None
        picks, found = max(
            allowed,
            key=lambda item: (
                item[1].complete,
                item[1].bought(self.now),
                -self._cost(item[0]),
            ),
        )
        return self._repair(strongest(picks), found, least=False)

    def cheaper(self, repair: Repair | None) -> Repair | None:
        """A complete repair that was tried since and costs less, or the same one."""
        best = self.best()
        if repair is None or best is None or not best.complete:
            return repair
        return best if best.cost < repair.cost else repair

    def joined(
        self, alone: Sequence[tuple[Pick, Alone]], budget: Budget
    ) -> Repair | None:
        """Put changes together that buy something, most minutes for their cost first.

        Returns:
            The best of everything tried, however it was found.
        """
        order = sorted(
            alone, key=lambda item: -item[1].minutes / self.oracle.cost(item[0])
        )
        made: list[Pick] = []
        bought = 0
        for pick, _ in order:
            best = self.best()
            if budget.over() or (best is not None and best.complete):
                break
            picks = strongest([*made, pick])
            if picks == made or (
                self.limit is not None and self._cost(picks) > self.limit
            ):
                continue
            found = self._solved(picks, budget, seconds=ALONE_SECONDS)
            if found.bought(self.now) > bought:
                made, bought = picks, found.bought(self.now)
        return self.best()

    # ── one change at a time ────────────────────────────────────────────────────────
    def alone(self, budget: Budget) -> tuple[tuple[Pick, Alone], ...]:
        """What each change by itself buys, those that hit most conflicts first."""
        hits: dict[Pick, int] = {}
        for clause in self.clauses:
            first: dict[str, Pick] = {}
            for pick in clause:
                known = first.get(pick.rule, pick)
                first[pick.rule] = min(known, pick, key=lambda one: one.level)
            for pick in first.values():
                hits[pick] = hits.get(pick, 0) + 1
        order = sorted(
            hits,
            key=lambda pick: (-hits[pick], self.oracle.cost(pick), pick.rule),
        )
        found = []
        for pick in order[:MOST_ALONE]:
            if budget.over():
                break
            tried = self._solved([pick], budget, seconds=ALONE_SECONDS)
            minutes = tried.bought(self.now)
            if minutes > 0 or tried.complete:
                step = self.oracle.rules[pick.rule].steps[pick.level]
                bought = Alone(
                    change=step.change, minutes=minutes, complete=tried.complete
                )
                found.append((pick, bought))
        found.sort(key=lambda item: (-item[1].minutes, item[1].change.cost))
        return tuple(found)
