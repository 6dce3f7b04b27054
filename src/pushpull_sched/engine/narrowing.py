"""Which few providers and rooms to offer to the free services of a step.

A step with every provider is exact and slow; one with the least loaded of them is most
often as good, and the next step draws others.
"""

import random
from collections import Counter
from collections.abc import Collection, Mapping

from pushpull_sched.domain.service import Setting
from pushpull_sched.engine.offers import Width
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import Timetable


def narrowed(
    atlas: Atlas,
    timetable: Timetable,
    free: Collection[str],
    count: int,
    rng: random.Random,
) -> Width:
    """Offer each service its own providers and the ``count`` least loaded ones.

    Services with the same candidates are offered the same people, so that they can
    still form groups.

    Args:
        atlas: Static possibilities of the school.
        timetable: The schedule at hand, which says who is loaded and with whom a
            service is now.
        free: Ids of the services that may change.
        count: How many of the least loaded candidates each is offered.
        rng: Breaks ties and draws the further rooms.
    """
    load: dict[str, int] = {}
    for slot in timetable.members():
        load[slot.provider] = load.get(slot.provider, 0) + slot.minutes
    spare = {
        provider: load.get(provider, 0) / max(minutes, 1) + rng.random() / 20
        for provider, minutes in atlas.available.items()
    }

    def offered(service_id: str) -> frozenset[str]:
        consult = atlas.school.service[service_id].setting is Setting.CONSULT
        candidates = sorted(atlas.nearby[service_id], key=spare.__getitem__)
        own = [option.provider for option in timetable.taken.get(service_id, ())]
        # Nobody meets in a consult: one provider with time is as good as several.
        return frozenset([*candidates[: min(count, 1) if consult else count], *own])

    return Width(
        rooms=_few_rooms(atlas, timetable, rng),
        few={service_id: offered(service_id) for service_id in free},
    )


def _few_rooms(
    atlas: Atlas, timetable: Timetable, rng: random.Random
) -> Mapping[str, frozenset[str]]:
    """For each provider, the room used most and two others."""
    used: dict[str, Counter[str]] = {}
    for slot, room in timetable.room.items():
        used.setdefault(slot.provider, Counter())[room] += 1
    rooms = [room.id for room in atlas.school.rooms]
    if not rooms:
        return {}
    return {
        provider.id: frozenset(
            [
                *(room for room, _ in used.get(provider.id, Counter()).most_common(1)),
                *rng.sample(sorted(provider.rooms) or rooms, k=1),
                rng.choice(rooms),
            ]
        )
        for provider in atlas.school.providers
    }
