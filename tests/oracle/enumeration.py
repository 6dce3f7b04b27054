"""Every schedule of a tiny school, by trying them all.

Nothing here knows the model. Placements are listed naively from the domain data
(every start of the grid and of a class meeting, every length owed, every provider and
place), schedules are all combinations of them, and the verifier alone says which are
legal.

Entry points for a property test of the model, with a school from
:func:`oracle.strategies.tiny_schools` and ``assume(size(school) <= 400)``:

- ``{keys(schedule) for schedule, _ in legal_schedules(school)}`` is the set of legal
  schedules (shortfalls allowed), to be compared with what the model permits;
- ``best(school).values`` is (minutes_short, missed), ``None`` where pins or relations
  leave nothing; other levels on request.

:func:`legal_schedules` cuts a branch early only where the verifier already finds a
rule broken that more sessions of *other* services cannot mend: all rules but
``together`` (G4) and the pins (C2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, product
from math import ceil, comb, inf

from pushpull_sched.domain.findings import Breach
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import Verdict
from pushpull_sched.domain.schedule import Schedule, Served, Session
from pushpull_sched.domain.school import Provider, School
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.verify import owed, verify_schedule

MOST_CHOICES = 1_000
"""Sets of sessions of one service that are looked at."""
MENDED_BY_OTHER_SERVICES = frozenset({"G4", "C2"})
MENDED_BY_OWN_SESSIONS = MENDED_BY_OTHER_SERVICES | {"S7", "S8", "P3"}


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """One way to hold one session of a service."""

    week: int
    day: int
    start: int
    end: int
    setting: Setting
    provider: str
    room: str
    class_id: str


Choice = tuple[Placement, ...]
"""All sessions of one service."""
SessionKey = tuple[Placement, frozenset[str]]
"""A session without its id: the placement and the services."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The best values of a school, level by level, and a schedule that reaches them."""

    values: tuple[int, ...]
    schedule: Schedule


def all_schedules(school: School) -> Iterator[Schedule]:
    """Yield every set of sessions over the naive placements, legal or not.

    A service has at most as many sessions as it can be owed. Only for schools of a
    few placements.
    """
    choices = [
        list(_subsets(placements(school, service), most_sessions(school, service)))
        for service in school.services
    ]
    for chosen in product(*choices):
        yield as_schedule(school, school.services, chosen)


def legal_schedules(school: School) -> Iterator[tuple[Schedule, Verdict]]:
    """Yield every legal schedule (shortfalls allowed) with the verifier's word."""
    choices = [legal_choices(school, service) for service in school.services]
    yield from _extended(school, choices, ())


def _extended(
    school: School, choices: Sequence[list[Choice]], chosen: tuple[Choice, ...]
) -> Iterator[tuple[Schedule, Verdict]]:
    schedule = as_schedule(school, school.services[: len(chosen)], chosen)
    verdict = verify_schedule(school, schedule)
    if len(chosen) == len(choices):
        if verdict.legal:
            yield schedule, verdict
        return
    if broken(verdict) - MENDED_BY_OTHER_SERVICES:
        return
    for choice in choices[len(chosen)]:
        yield from _extended(school, choices, (*chosen, choice))


def best(
    school: School,
    levels: Sequence[Measure] = (Measure.MINUTES_SHORT, Measure.MISSED),
) -> Best | None:
    """Return the best values of the levels in order; None where nothing is legal."""
    found: Best | None = None
    for schedule, verdict in legal_schedules(school):
        values = tuple(verdict.measures[level] for level in levels)
        if found is None or values < found.values:
            found = Best(values=values, schedule=schedule)
    return found


def size(school: School) -> float:
    """Return the number of combinations that :func:`legal_schedules` may visit.

    Infinite where even one service has more than ``MOST_CHOICES``: to count those that
    are legal would take minutes.
    """
    result = 1.0
    for service in school.services:
        single = len(_single(school, service))
        most = most_sessions(school, service)
        if sum(comb(single, n) for n in range(most + 1)) > MOST_CHOICES:
            return inf
        result *= len(legal_choices(school, service))
    return result


def keys(schedule: Schedule) -> frozenset[SessionKey]:
    """Return the sessions without ids and order, to compare schedules as sets."""
    return frozenset(
        (
            Placement(
                session.week,
                session.day,
                session.start,
                session.end,
                session.setting,
                session.provider_id,
                session.room_id or "",
                session.class_id or "",
            ),
            frozenset(served.service_id for served in session.served),
        )
        for session in schedule.sessions
    )


@lru_cache(maxsize=16)
def legal_choices(school: School, service: Service) -> list[Choice]:
    """List the sets of sessions of one service that are legal by themselves."""
    return [
        choice
        for choice in _subsets(_single(school, service), most_sessions(school, service))
        if not _broken_alone(school, service, choice) - MENDED_BY_OTHER_SERVICES
    ]


@lru_cache(maxsize=16)
def _single(school: School, service: Service) -> list[Placement]:
    """List the placements of one service that are legal by themselves."""
    return [
        place
        for place in placements(school, service)
        if not _broken_alone(school, service, (place,)) - MENDED_BY_OWN_SESSIONS
    ]


def placements(school: School, service: Service) -> list[Placement]:
    """List placements naively: any provider, place, start and length that exist."""
    if not service.active or owed(school, service).outside_template:
        return []
    return sorted(
        Placement(week, day, start, start + length, setting, provider.id, *place)
        for provider in school.providers
        for setting, place in _places(school, service)
        for week in range(1, school.settings.weeks + 1)
        for day in range(len(school.settings.days))
        for length in _lengths(school, service)
        for start in _starts(school, provider, day, length)
    )


def most_sessions(school: School, service: Service) -> int:
    """Return how many sessions a service can have at most."""
    demand = owed(school, service)
    if service.is_co_teach:
        return max((len(option.meetings) for option in demand.co_teach), default=0)
    if demand.sessions is not None:
        return demand.sessions
    most = demand.most_minutes or ceil(demand.required_minutes)
    lengths = (*demand.lengths, *demand.exact_lengths)
    return most // min(lengths) if lengths else 0


def as_schedule(
    school: School, services: Sequence[Service], chosen: Sequence[Choice]
) -> Schedule:
    """Join the sessions of the services that share a placement; consult stays alone."""
    groups: dict[tuple[Placement, str], list[Service]] = {}
    for service, choice in zip(services, chosen, strict=True):
        for place in choice:
            alone = service.id if place.setting is Setting.CONSULT else ""
            groups.setdefault((place, alone), []).append(service)
    return Schedule(
        sessions=tuple(
            Session(
                id=f"T{number}",
                week=place.week,
                day=place.day,
                start=place.start,
                end=place.end,
                setting=place.setting,
                provider_id=place.provider,
                room_id=place.room or None,
                class_id=place.class_id or None,
                served=tuple(
                    Served(service_id=s.id, service=s.name, student_id=s.student)
                    for s in members
                ),
            )
            for number, ((place, _), members) in enumerate(sorted_groups(groups))
        )
    )


def sorted_groups(
    groups: dict[tuple[Placement, str], list[Service]],
) -> list[tuple[tuple[Placement, str], list[Service]]]:
    """Sort by placement, so that alike schedules are equal values."""
    return sorted(groups.items(), key=lambda item: item[0])


def broken(verdict: Verdict) -> frozenset[str]:
    """Return the codes of the rules that are broken; shortfalls are not."""
    return frozenset(
        found.rule for found in verdict.violations if found.severity is Breach.BROKEN
    )


def _broken_alone(school: School, service: Service, choice: Choice) -> frozenset[str]:
    return broken(verify_schedule(school, as_schedule(school, (service,), (choice,))))


def _subsets(places: Sequence[Placement], most: int) -> Iterator[Choice]:
    return chain.from_iterable(combinations(places, n) for n in range(most + 1))


def _places(
    school: School, service: Service
) -> Iterator[tuple[Setting, tuple[str, str]]]:
    if service.setting is Setting.CONSULT:
        yield Setting.CONSULT, ("", "")
    if service.setting in {Setting.PUSH_IN, Setting.EITHER}:
        for found in school.classes:
            yield Setting.PUSH_IN, ("", found.id)
    if service.setting in {Setting.PULL_OUT, Setting.EITHER}:
        for room in school.rooms:
            yield Setting.PULL_OUT, (room.id, "")


def _lengths(school: School, service: Service) -> list[int]:
    demand = owed(school, service)
    lengths = {*demand.lengths, *demand.exact_lengths}
    if service.is_co_teach:
        lengths = {
            meeting.when.minutes
            for found in school.classes
            for meeting in found.meetings
        }
    return sorted(lengths)


def _starts(school: School, provider: Provider, day: int, length: int) -> list[int]:
    stretches = [hours.when for hours in provider.hours if hours.when.day == day]
    if not stretches:
        return []
    grid = school.settings.grid
    first = min(when.start for when in stretches)
    last = max(when.end for when in stretches) - length
    starts = {
        meeting.when.start
        for found in school.classes
        for meeting in found.meetings
        if meeting.when.day == day
    }
    starts |= set(range(-(-first // grid) * grid, last + 1, grid))
    return sorted(start for start in starts if first <= start <= last)
