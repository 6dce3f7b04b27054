"""First reasons in plain words: why a service falls short, or pins cannot stand.

Arithmetic on what is possible at all and on what is taken; nothing here asks the
solver. A reason that says "cannot" rests on counting alone.
"""

from collections.abc import Mapping

from pushpull_sched.domain.result import ServiceStatus, Verdict
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.options import options_of
from pushpull_sched.model.timetable import Timetable


def why_short(
    atlas: Atlas, timetable: Timetable, verdict: Verdict
) -> Mapping[str, str]:
    """Return a sentence for every service that falls short, by service id."""
    load: dict[str, int] = {}
    for slot in timetable.members():
        load[slot.provider] = load.get(slot.provider, 0) + slot.minutes
    return {
        outcome.service_id: _why(atlas, atlas.school.service[outcome.service_id], load)
        for outcome in verdict.outcomes
        if outcome.status in {ServiceStatus.SHORT, ServiceStatus.UNPLACED}
    }


def _why(atlas: Atlas, service: Service, load: Mapping[str, int]) -> str:
    providers = atlas.providers[service.id]
    if not providers:
        wanted = service.provider or " or ".join(sorted(service.roles))
        return f"Cannot be placed: no provider who may give it ({wanted})."
    options = options_of(atlas, service)
    if not options:
        return f"Cannot be placed: {_nothing_possible(atlas, service)}"
    days = len({(o.slots[0].week, o.slots[0].day) for o in options})
    times = len({(s.week, s.day, s.start) for o in options for s in o.slots})
    taken = ", ".join(
        f"{provider} {load.get(provider, 0)} of {atlas.available[provider]} min used"
        for provider in providers
    )
    return (
        f"No free place was found beside the other services: taken by itself it has "
        f"{_count(times, 'possible start time')} on {_count(days, 'day')} ({taken})."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _nothing_possible(atlas: Atlas, service: Service) -> str:
    """Say which condition leaves nothing, from the narrowest to the widest."""
    if service.is_co_teach:
        return _no_co_teaching(atlas, service)
    if service.setting is Setting.PUSH_IN:
        return _no_push_in(atlas, service)
    if service.setting is Setting.CONSULT:
        return (
            "there is no moment at which a provider is there for one session of an "
            "allowed length."
        )
    if service.setting is Setting.EITHER:
        push_in = _no_push_in(atlas, service).removesuffix(".")
        return f"as push-in, {push_in}; as pull-out, {_no_pull_out(atlas, service)}"
    return _no_pull_out(atlas, service)


def _no_co_teaching(atlas: Atlas, service: Service) -> str:
    if not atlas.demand[service.id].co_teach:
        return "the student attends no class meeting of the subject that it can have."
    return "no provider is there for every meeting of the class."


def _no_push_in(atlas: Atlas, service: Service) -> str:
    student = atlas.school.student[service.student or ""]
    if not student.classes & service.classes:
        subjects = ", ".join(service.subjects)
        return f"the student attends no class of the subject {subjects}."
    return (
        "no provider is in the building during a meeting of the class that is long "
        "enough on an allowed day."
    )


def _no_pull_out(atlas: Atlas, service: Service) -> str:
    if not any(atlas.pullable(service).values()):
        return (
            "the student can never be pulled out: every minute is outside the school "
            "day, in a class that is never missed, or outside the allowed times."
        )
    if not any(atlas.rooms(service, p) for p in atlas.providers[service.id]):
        return "no room suits the service, its provider and the student's building."
    return (
        "there is no moment at which the provider, a room and the student are free for "
        "one session of an allowed length."
    )


def pins_clash(atlas: Atlas) -> tuple[str, ...]:
    """Sentences for pins that cannot stand together, with their rows."""
    rows = ", ".join(f"{pin.service} ({pin.source})" for pin in atlas.school.pins)
    clash = (
        "The pinned sessions cannot all stand: each fits by itself, but together they "
        "break a rule. This was confirmed by two independent searches."
    )
    return clash, f"Pins concerned: {rows}."
