"""Who stands where a session is to go, and who has to leave a provider's full day."""

import random
from collections.abc import Iterator, Sequence

from pushpull_sched.engine.board import Board
from pushpull_sched.model.slots import Slot


def standing_in(
    board: Board, slot: Slot, student: str | None, margin: int
) -> Iterator[str]:
    """Services whose sessions overlap a slot, of its provider or of a student.

    Of the provider also those nearer than the margin (minutes): on the way from another
    place, or where lunch or planning would have to go.
    """
    key = slot.provider, slot.week, slot.day
    for other in board.day_slots.get(key, ()):
        if (
            other != slot
            and other.start < slot.end + margin
            and slot.start < other.end + margin
        ):
            yield from board.members[other]
    services = board.atlas.school.service
    for other in board.student_slots.get((student or "", *key[1:]), ()):
        if other.start < slot.end and slot.start < other.end:
            for service_id in board.members[other]:
                if services[service_id].student == student:
                    yield service_id


def lighten(
    board: Board,
    place: Slot,
    places: Sequence[Slot],
    found: dict[str, None],
    rng: random.Random,
) -> None:
    """V6: take out more of a provider's day and week, until the places fit in.

    Args:
        board: What stands.
        place: The place whose provider is looked at.
        places: All places that are to be free.
        found: Services that leave anyway; those that have to as well are added.
        rng: Draws who.
    """
    provider = board.atlas.school.provider[place.provider]
    limits = (
        (provider.max_minutes_day, (place.week, place.day)),
        (provider.max_minutes_week, (place.week,)),
    )
    for limit, when in limits:
        if limit is None:
            continue
        standing = [
            slot
            for (name, week, day), slots in board.day_slots.items()
            if name == provider.id and (week, day)[: len(when)] == when
            for slot in slots
        ]
        rng.shuffle(standing)
        needed = sum(
            slot.minutes
            for slot in places
            if slot.provider == provider.id
            and (slot.week, slot.day)[: len(when)] == when
        )
        left = sum(
            slot.minutes
            for slot in standing
            if not found.keys() >= set(board.members[slot])
        )
        for slot in standing:
            members = board.members[slot]
            if left + needed <= limit:
                break
            if not found.keys() >= set(members):
                found.update(dict.fromkeys(members))
                left -= slot.minutes
