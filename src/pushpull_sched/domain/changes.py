"""What differs between two schedules, session by session of each service.

Rows are compared as they are written, so that an edited or older schedule can be held
against a new one. Weeks in which the same happens are told once; where one schedule has
fewer weeks than the other, its weeks come again in turn.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pushpull_sched.domain.matching import matched
from pushpull_sched.domain.schedule import ScheduleRow

Weeks = Mapping[int, Sequence[ScheduleRow]]
"""Rows of one service by week."""
_MOST_WEEKS = 4
"""The longest template; rows of later weeks are no part of it."""


class ChangeKind(StrEnum):
    """What happens to a session of a service."""

    MOVED = "moved"
    """It is given at another time or by another provider."""
    PLACE = "other place"
    """Only the room or class differs."""
    NEW = "new"
    """The service has a session more."""
    ENDED = "ended"
    """The service has a session less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """When, where and by whom one session of a service is given.

    Attributes:
        day: Name of the day.
        start: First minute.
        end: Minute after the last.
        provider_id: Who gives it.
        place: Room or class; empty for consult.
    """

    day: str
    start: int
    end: int
    provider_id: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChange:
    """One session of a service that is not as it was.

    Attributes:
        kind: What happens to it.
        service_id: The service.
        service: Its name.
        student_id: Its student; empty for consult without one.
        weeks: Weeks in which this is so, from 1.
        before: How it was; None for a new session.
        after: How it will be; None for one that ended.
    """

    kind: ChangeKind
    service_id: str
    service: str
    student_id: str
    weeks: tuple[int, ...]
    before: Sitting | None
    after: Sitting | None

    @property
    def provider_ids(self) -> tuple[str, ...]:
        """Whom it concerns, each once: who gave it first."""
        both = (one.provider_id for one in (self.before, self.after) if one)
        return tuple(dict.fromkeys(both))


def changes_between(
    before: Iterable[ScheduleRow], after: Iterable[ScheduleRow]
) -> tuple[SessionChange, ...]:
    """Hold a new schedule against an earlier one.

    Sessions of a service that stand in both are left out. Of the others in a week, one
    that was and one that will be are paired as one move: the same provider and day
    first, then the same provider, then the same day, then whatever is left.

    Args:
        before: Rows of the earlier schedule.
        after: Rows of the new one; ids are spelled as in these where both have them.

    Returns:
        The changes by service, in the order of the new schedule and then of the old.
    """
    spelled: dict[str, str] = {}
    new, old = _by_service(after, spelled), _by_service(before, spelled)
    most = max(_last(new), _last(old))
    found: list[SessionChange] = []
    for key in {**new, **old}:
        mine, theirs = new.get(key, {}), old.get(key, {})
        sample = next(row for rows in (mine or theirs).values() for row in rows)
        was, will = _in_turn(theirs, _last(old), most), _in_turn(mine, _last(new), most)
        found.extend(_of_service(sample, was, will, spelled))
    return tuple(found)


def _last(found: Mapping[str, Weeks]) -> int:
    return max((week for weeks in found.values() for week in weeks), default=1)


def _in_turn(weeks: Weeks, last: int, most: int) -> Weeks:
    """Repeat the weeks of a shorter schedule."""
    return {week: weeks.get((week - 1) % last + 1, ()) for week in range(1, most + 1)}


def changes_by_provider(
    changes: Iterable[SessionChange],
) -> Mapping[str, Mapping[ChangeKind, int]]:
    """Count the changes that concern each provider, one a week of the template."""
    counts: dict[str, Counter[ChangeKind]] = {}
    for change in changes:
        for provider_id in change.provider_ids:
            mine = counts.setdefault(provider_id, Counter())
            mine[change.kind] += len(change.weeks)
    return {provider_id: counts[provider_id] for provider_id in sorted(counts)}


def _by_service(
    rows: Iterable[ScheduleRow], spelled: dict[str, str]
) -> dict[str, dict[int, list[ScheduleRow]]]:
    """Rows of each service by week; learns the spelling of ids on the way."""
    found: dict[str, dict[int, list[ScheduleRow]]] = {}
    for row in rows:
        for text in (row.provider_id, row.room_id, row.class_id, row.day):
            spelled.setdefault(_plain(text), text or "")
        if row.service_id and 1 <= row.week <= _MOST_WEEKS:
            weeks = found.setdefault(_plain(row.service_id), {})
            weeks.setdefault(row.week, []).append(row)
    return found


def _of_service(
    sample: ScheduleRow, before: Weeks, after: Weeks, spelled: Mapping[str, str]
) -> Iterator[SessionChange]:
    """Changes of one service, in order of time; alike ones of several weeks are one."""
    weeks: dict[tuple[Sitting | None, Sitting | None], list[int]] = {}
    for week in before:
        old = [_sitting(row, spelled) for row in before[week]]
        new = [_sitting(row, spelled) for row in after[week]]
        for pair in _paired(old, new):
            weeks.setdefault(pair, []).append(week)
    for (was, will), numbers in weeks.items():
        yield SessionChange(
            kind=_kind(was, will),
            service_id=sample.service_id or "",
            service=sample.service or "",
            student_id=sample.student_id or "",
            weeks=tuple(dict.fromkeys(numbers)),
            before=was,
            after=will,
        )


def _sitting(row: ScheduleRow, spelled: Mapping[str, str]) -> Sitting:
    return Sitting(
        day=spelled[_plain(row.day)],
        start=row.start,
        end=row.end,
        provider_id=spelled[_plain(row.provider_id)],
        place=spelled[_plain(row.room_id or row.class_id)],
    )


def _paired(
    before: Sequence[Sitting], after: Sequence[Sitting]
) -> Sequence[tuple[Sitting | None, Sitting | None]]:
    """Pair what was with what will be; what stands in both is left out."""
    old, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    return matched([*old.elements()], [*new.elements()], _distance)


def _distance(one: Sitting, other: Sitting) -> tuple[bool, bool, int, str, int]:
    """How far a session would have moved; equal moves in order of time."""
    same_provider = one.provider_id == other.provider_id
    same_day = one.day == other.day
    shift = abs(one.start - other.start) + abs(one.end - other.end)
    return not same_provider, not same_day, shift, one.day, one.start


def _kind(was: Sitting | None, will: Sitting | None) -> ChangeKind:
    if was is None:
        return ChangeKind.NEW
    if will is None:
        return ChangeKind.ENDED
    both = ((one.day, one.start, one.end, one.provider_id) for one in (was, will))
    return ChangeKind.PLACE if len(set(both)) == 1 else ChangeKind.MOVED


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()
