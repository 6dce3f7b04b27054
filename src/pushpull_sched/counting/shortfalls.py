"""Why services of a schedule fall short: what counting proves, then who is where."""

from collections.abc import Iterable, Mapping

from pushpull_sched.counting.possible import Possible
from pushpull_sched.counting.reasons import Counting
from pushpull_sched.counting.services import Alone
from pushpull_sched.counting.taken import Taken
from pushpull_sched.counting.words import minutes_text, some
from pushpull_sched.domain.explanation import Count, Strength
from pushpull_sched.domain.result import ServiceStatus, Verdict
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import Timetable

MOST_SERVICES = 400
"""Up to this many services everything is counted; else only what falls short."""


def shortfall_reasons(
    atlas: Atlas, timetable: Timetable, verdict: Verdict
) -> Mapping[str, str]:
    """Return one or two sentences for every service that falls short, by its id."""
    short = [
        outcome.service_id
        for outcome in verdict.outcomes
        if outcome.status in {ServiceStatus.SHORT, ServiceStatus.UNPLACED}
    ]
    if not short:
        return {}
    if len(atlas.services) <= MOST_SERVICES:
        counting = Counting(atlas)
        possible, counts = counting.possible, counting.counts
    else:
        possible = Possible(atlas, only=frozenset(short))
        counts = tuple(Alone(possible).counts())
    taken = Taken(possible, timetable)
    proofs = _plainest(counts)
    return {one: _reason(taken, one, proofs.get(one)) for one in short}


def _plainest(counts: Iterable[Count]) -> dict[str, Count]:
    """The proof about the fewest services, for each service that is in one."""
    found: dict[str, Count] = {}
    for count in counts:
        if count.strength is Strength.CANNOT:
            for one in count.service_ids:
                if one not in found or len(count.service_ids) < len(
                    found[one].service_ids
                ):
                    found[one] = count
    return found


def _reason(taken: Taken, service_id: str, proof: Count | None) -> str:
    service = taken.possible.atlas.school.service[service_id]
    if proof is not None and len(proof.service_ids) == 1:
        return proof.text
    places = taken.sentence(service)
    if proof is None:
        return places
    when = f" on {proof.window}" if proof.window else ""
    have = "has" if len(proof.names) == 1 else "have"
    return (
        f"Not everything fits: {some(proof.names)} {have} at most "
        f"{minutes_text(proof.available)}{when} for {len(proof.service_ids)} services "
        f"that need {minutes_text(proof.needed)}. {places}"
    )
