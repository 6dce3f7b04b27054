"""Make a conflict small: leave out services, then rules, as long as it stays one.

Deletion-based search for a minimal unsatisfiable subset, in halves first as
QuickXplain does (Junker, AAAI 2004). A rule is left out by easing it as far as the
catalogue goes; a service by not serving it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pushpull_sched.engine.proof import Servable
from pushpull_sched.explain.changes import Pick, Rule
from pushpull_sched.explain.oracle import MANY, Asked, Budget, Counter, Oracle


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Services that cannot all be served in full under some rules.

    Attributes:
        services: The services, the one it grew from first.
        rules: The rules that cannot be left out; all other rules of the catalogue may
            be eased and it is still a conflict.
        clause: Changes of which at least one is needed, whatever else is changed.
        minimal: Without any one service or rule the others can hold together: tested.
        confirmed: A second, different search agrees.
    """

    services: tuple[str, ...]
    rules: tuple[Rule, ...]
    clause: frozenset[Pick]
    minimal: bool
    confirmed: bool


def fewest_services(
    oracle: Asked, services: Sequence[str], picks: Iterable[Pick], budget: Budget
) -> tuple[tuple[str, ...], bool]:
    """Leave out services while the others still cannot all be served.

    Args:
        oracle: Who is asked.
        services: Services that cannot all be served; those that should stay first.
        picks: Changes that are made.
        budget: Time.

    Returns:
        What is left, and whether nothing more can be left out.
    """
    made = tuple(picks)
    kept = list(services)
    size = max(1, len(kept) // 2)
    while True:
        sure = True
        end = len(kept)
        while end > 0:
            start = max(0, end - size)
            rest = kept[:start] + kept[end:]
            answer = Servable.YES
            if rest:
                answer = oracle.ask(rest, made, budget)
            if answer is Servable.NO:
                kept = rest
            sure = sure and answer is not Servable.UNKNOWN
            end = start
        if size == 1:
            return tuple(kept), sure
        size = max(1, min(size // 2, len(kept) // 2))


def core_of(
    oracle: Oracle,
    services: Sequence[str],
    rules: Sequence[Rule],
    picks: Iterable[Pick],
    budget: Budget,
) -> Core:
    """Leave out rules while the services still cannot all be served.

    Of many services that counting rules out, counting alone is asked: solving would
    hardly ever say anything in time. Such a conflict is not called minimal.

    Args:
        oracle: Who is asked.
        services: Services that cannot all be served after the changes.
        rules: What can be eased; what is listed first is most easily left out.
        picks: Changes that are made.
        budget: Time.
    """
    made = list(picks)
    by_counting = len(services) > MANY and oracle.counted(services, made)
    asked = Counter(oracle) if by_counting else oracle
    sieve = _Sieve(asked, tuple(services), made, budget)
    sieve.sift(rules)
    return Core(
        services=tuple(services),
        rules=tuple(rule for rule, _ in sieve.kept),
        clause=frozenset(
            Pick(rule.key, at)
            for rule, level in sieve.kept
            for at in range(level, len(rule.steps))
        ),
        minimal=sieve.sure and not by_counting,
        confirmed=oracle.confirmed(services, sieve.made, budget),
    )


class _Sieve:
    """Rules eased so far, and rules that have to stay as they are.

    Attributes:
        made: Changes made, after all of which it is still a conflict.
        kept: Rules that cannot be left out, each with the first step that helps.
        sure: Every rule kept has been shown to be needed.
    """

    def __init__(
        self,
        oracle: Asked,
        services: tuple[str, ...],
        made: list[Pick],
        budget: Budget,
    ) -> None:
        self.oracle = oracle
        self.services = services
        self.budget = budget
        self.made = made
        self.kept: list[tuple[Rule, int]] = []
        self.sure = True

    def sift(self, rules: Sequence[Rule]) -> None:
        """Ease what can be eased of some rules, in halves."""
        if not rules:
            return
        all_of_them = [Pick(rule.key, len(rule.steps) - 1) for rule in rules]
        answer = self._ask(all_of_them)
        if answer is Servable.NO:
            self.made.extend(all_of_them)
        elif len(rules) == 1:
            self._keep(rules[0], answer)
        else:
            middle = len(rules) // 2
            self.sift(rules[:middle])
            self.sift(rules[middle:])

    def _keep(self, rule: Rule, answer: Servable) -> None:
        self.sure = self.sure and answer is Servable.YES
        low, high = 0, len(rule.steps) - 1
        while low < high:
            middle = (low + high) // 2
            if self._ask([Pick(rule.key, middle)]) is Servable.NO:
                low = middle + 1
            else:
                high = middle
        if low:
            self.made.append(Pick(rule.key, low - 1))
        self.kept.append((rule, low))

    def _ask(self, more: list[Pick]) -> Servable:
        return self.oracle.ask(self.services, self.made + more, self.budget)
