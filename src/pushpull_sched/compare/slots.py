"""Sessions of one service, or of one provider, matched between two schedules."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pushpull_sched.compare.lookup import students_of
from pushpull_sched.domain.comparison import Change, Slot
from pushpull_sched.domain.matching import matched
from pushpull_sched.domain.schedule import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A session as its provider sees it.

    Attributes:
        slot: When and where; its fellows are all students.
        service_ids: The services, in order.
        services: Their names, each once, in order.
    """

    slot: Slot
    service_ids: tuple[str, ...]
    services: tuple[str, ...]


def repeated(
    sessions: Iterable[Session], weeks: int, wanted: int
) -> tuple[Session, ...]:
    """Repeat a template until it has the wanted number of weeks, a multiple of its."""
    found = tuple(sessions)
    return tuple(
        replace(session, week=session.week + weeks * turn)
        for turn in range(wanted // weeks)
        for session in found
    )


def slots_by_service(
    sessions: Iterable[Session],
) -> dict[str, dict[int, list[Slot]]]:
    """Collect the slots of every service by week."""
    found: dict[str, dict[int, list[Slot]]] = {}
    for session in sessions:
        for one in session.served:
            slot = slot_of(session, without=one.student_id)
            weeks = found.setdefault(one.service_id, {})
            weeks.setdefault(session.week, []).append(slot)
    return found


def blocks_by_provider(
    sessions: Iterable[Session],
) -> dict[str, dict[int, list[Block]]]:
    """Collect the blocks of every provider by week."""
    found: dict[str, dict[int, list[Block]]] = {}
    for session in sessions:
        block = Block(
            slot=slot_of(session),
            service_ids=tuple(one.service_id for one in session.served),
            services=tuple(sorted({one.service for one in session.served})),
        )
        weeks = found.setdefault(session.provider_id, {})
        weeks.setdefault(session.week, []).append(block)
    return found


def slot_of(session: Session, *, without: str | None = None) -> Slot:
    """Return when, where and with whom a session is.

    Args:
        session: The session.
        without: The student whose fellows are meant.
    """
    return Slot(
        day=session.day,
        start=session.start,
        end=session.end,
        setting=session.setting,
        provider_id=session.provider_id,
        place=session.room_id or session.class_id,
        fellows=tuple(sorted(set(students_of(session)) - {without})),
    )


def is_kept(before: Slot, after: Slot) -> bool:
    """Whether two slots are alike in all but the other students."""
    return replace(before, fellows=()) == replace(after, fellows=())


def is_replaced(before: Slot, after: Slot) -> bool:
    """Whether only the place is another one, and perhaps the other students."""
    return before.place != after.place and is_kept(
        replace(before, place=None), replace(after, place=None)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceChanges:
    """One service in two schedules.

    Attributes:
        changes: What is not the same; alike in several weeks is one change.
        kept: Sessions alike in all but the other students.
        replaced: Sessions alike in all but the place, and perhaps the other students.
        total: Sessions in the first schedule.
    """

    changes: tuple[Change, ...]
    kept: int
    replaced: int
    total: int


def service_changes(
    service_id: str, before: dict[int, list[Slot]], after: dict[int, list[Slot]]
) -> ServiceChanges:
    """Match the sessions of a service, week by week."""
    weeks: dict[tuple[Slot | None, Slot | None], list[int]] = {}
    kept = replaced = 0
    for week in sorted({*before, *after}):
        pairs = matched(before.get(week, []), after.get(week, []), _nearness)
        for old, new in pairs:
            if old is not None and new is not None:
                kept += is_kept(old, new)
                replaced += is_replaced(old, new)
            if old != new:
                weeks.setdefault((old, new), []).append(week)
    changes = [
        Change(service_id=service_id, before=old, after=new, weeks=tuple(when))
        for (old, new), when in weeks.items()
    ]
    changes.sort(key=_order)
    return ServiceChanges(
        changes=tuple(changes),
        kept=kept,
        replaced=replaced,
        total=sum(len(slots) for slots in before.values()),
    )


def _order(change: Change) -> tuple[int, int, int]:
    slot = change.before or change.after
    assert slot is not None  # noqa: S101 - a change has one side at least
    return change.weeks[0], slot.day, slot.start


def _nearness(before: Slot, after: Slot) -> tuple[int, ...]:
    """How far apart two slots are: alike first, then the day, then the time."""
    return (
        before != after,
        not is_kept(before, after),
        before.day != after.day,
        abs(before.start - after.start),
        before.provider_id != after.provider_id,
        abs(before.day - after.day),
    )


def block_nearness(before: Block, after: Block) -> tuple[int, ...] | None:
    """How far apart two blocks are; None where they share no service."""
    shared = len({*before.service_ids} & {*after.service_ids})
    if not shared:
        return None
    union = len({*before.service_ids} | {*after.service_ids})
    return (before != after, union - shared, *_nearness(before.slot, after.slot))
