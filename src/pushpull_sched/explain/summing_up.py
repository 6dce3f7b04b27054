"""The answer in one sentence, and what else is to be said of it."""

from collections.abc import Iterator, Sequence

from pushpull_sched.domain.explanation import Count, Strength
from pushpull_sched.explain.searching import Solved


def status_of(counts: Sequence[Count], solved: Solved) -> str:
    """Say in one sentence what came of it."""
    if solved.complete:
        return "Nothing is in the way: a complete schedule was found and verified."
    if solved.clash:
        return (
            "The pinned sessions cannot all stand; run solve for the rows. Confirmed "
            "by two searches."
        )
    proofs = sum(count.strength is Strength.CANNOT for count in counts)
    conflicts = len(solved.conflicts)
    if not proofs and not conflicts:
        return (
            "Nothing is known to be in the way, but no complete schedule was found in "
            "the time given. More time may find one, or the reason."
        )
    found = []
    if proofs:
        found.append(f"{proofs} {_noun(proofs, 'reason')} by counting")
    if conflicts:
        found.append(f"{conflicts} independent {_noun(conflicts, 'conflict')}")
    return f"No schedule can serve everything: {' and '.join(found)}."


def remarks_of(solved: Solved) -> Iterator[str]:
    """Say what the answer leaves open."""
    if solved.missing and not solved.complete:
        yield (
            f"The best schedule found leaves {solved.missing} minutes short over the "
            "template."
        )
    if solved.conflicts:
        yield "Every conflict was confirmed by two searches that work differently."
    if solved.complete_list:
        yield "The list is complete: everything else fits together."
    elif solved.conflicts:
        yield (
            "The list may not be complete: whether everything else fits was not "
            "settled in the time given."
        )
    not_yet = sum(not one.minimal for one in solved.conflicts)
    if not_yet:
        yield (
            f"{not_yet} {_noun(not_yet, 'conflict')} may be larger than need be (not "
            "yet minimal): more time would show."
        )
    if solved.hopeless:
        yield (
            f"{solved.hopeless} {_noun(solved.hopeless, 'conflict')} cannot be "
            "resolved by any change that explain knows; the services themselves would "
            "have to change."
        )
    elif solved.conflicts and solved.repair is None:
        least = f" It would cost {solved.least_cost} at least." * bool(
            solved.least_cost
        )
        yield f"No change that helps was found in the time given.{least}"
    if solved.repair is not None and not solved.repair.least and solved.least_cost:
        yield f"No complete repair costs less than {solved.least_cost}: proven."


def _noun(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"
