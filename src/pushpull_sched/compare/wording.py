"""Changes in sentences that a coordinator can pass on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pushpull_sched.compare.slots import Block
from pushpull_sched.domain.comparison import Change, Slot
from pushpull_sched.domain.facts import amount_text
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Setting

_MOST_NAMES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How things are called in sentences.

    Attributes:
        days: Names of the days.
        weeks: Weeks of the template that both schedules are looked at in.
        schools: Rosters in which names are looked up, the newest first.
    """

    days: tuple[str, ...]
    weeks: int
    schools: tuple[School, ...]

    def provider(self, provider_id: str) -> str:
        """Name a provider."""
        for school in self.schools:
            found = school.provider.get(provider_id)
            if found and found.name:
                return found.name
        return provider_id or "nobody"

    def place(self, slot: Slot) -> str:
        """Say where a slot is: its setting with the room or class."""
        if slot.place is None:
            return slot.setting.value
        return f"{slot.setting.value} in {self.place_name(slot)}"

    def place_name(self, slot: Slot) -> str:
        """Name the room or class of a slot."""
        place = slot.place or ""
        for school in self.schools:
            if slot.setting is Setting.PUSH_IN and place in school.school_class:
                subject = school.school_class[place].subject
                return place if subject == place else f"{subject} ({place})"
            if slot.setting is Setting.PULL_OUT and place in school.room:
                return school.room[place].name or place
        return place

    def day(self, day: int) -> str:
        """Name a day."""
        return self.days[day]

    def weeks_tail(self, weeks: Sequence[int]) -> str:
        """Name the weeks after a sentence; empty where it holds in all."""
        if len(weeks) == self.weeks:
            return ""
        word = "week" if len(weeks) == 1 else "weeks"
        return f" ({word} {', '.join(str(week) for week in weeks)})"


def short_time(minute: int) -> str:
    """Write a time as on a bell schedule: ``8:30``, ``1:15``."""
    hour, rest = divmod(minute, 60)
    return f"{(hour - 1) % 12 + 1}:{rest:02d}"


def counted(amount: Fraction | int, thing: str) -> str:
    """Write an amount with its noun: ``1 session``, ``2.5 sessions``."""
    return (
        f"{amount_text(amount)} {thing}"
        if amount == 1
        else f"{amount_text(amount)} {thing}s"
    )


def listed(names: Iterable[str]) -> str:
    """Join names, the first few of many."""
    found = list(names)
    if len(found) > _MOST_NAMES:
        rest = len(found) - _MOST_NAMES + 1
        found = [*found[: _MOST_NAMES - 1], f"{rest} others"]
    if len(found) < 2:  # noqa: PLR2004 - one name needs no "and"
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def change_sentences(
    head: str, changes: Iterable[Change], voice: Voice
) -> tuple[str, ...]:
    """Word the changes of one service; the same on several days is one sentence."""
    days: dict[Change, list[int]] = {}
    for change in changes:
        key, day = _without_day(change)
        days.setdefault(key, []).append(day)
    return tuple(
        f"{head}: {_change(change, _days(when, voice), voice)}"
        f"{voice.weeks_tail(change.weeks)}"
        for change, when in days.items()
    )


def _without_day(change: Change) -> tuple[Change, int]:
    """Return a change with its day taken out, where it stays on its day."""
    before, after = change.before, change.after
    slot = before or after
    assert slot is not None  # noqa: S101 - a change has one side at least
    if before and after and before.day != after.day:
        return change, before.day
    return (
        replace(
            change,
            before=before and replace(before, day=0),
            after=after and replace(after, day=0),
        ),
        slot.day,
    )


def _days(days: Sequence[int], voice: Voice) -> str:
    ordered = sorted(set(days))
    run = list(range(ordered[0], ordered[-1] + 1))
    if len(ordered) > 2 and ordered == run:  # noqa: PLR2004 - Mon-Wed, but Mon, Tue
        return f"{voice.day(ordered[0])}-{voice.day(ordered[-1])}"
    return ", ".join(voice.day(day) for day in ordered)


def _change(change: Change, days: str, voice: Voice) -> str:
    before, after = change.before, change.after
    if before is None:
        assert after is not None  # noqa: S101 - a change has one side at least
        return f"new, {_whole(after, days, voice)}"
    if after is None:
        return f"no longer {days} {short_time(before.start)}"
    parts = [_when(before, after, days, voice), *_differences(before, after, voice)]
    return ", ".join(parts)


def _whole(slot: Slot, days: str, voice: Voice) -> str:
    """Say everything about a slot."""
    times = f"{days} {short_time(slot.start)}-{short_time(slot.end)}"
    parts = [times, voice.place(slot), voice.provider(slot.provider_id)]
    if slot.fellows:
        parts.append(f"with {listed(slot.fellows)}")
    return ", ".join(parts)


def _when(before: Slot, after: Slot, days: str, voice: Voice) -> str:
    start, new_start = short_time(before.start), short_time(after.start)
    if before.day != after.day:
        return f"{voice.day(before.day)} {start} → {voice.day(after.day)} {new_start}"
    if start != new_start:
        return f"{days} {start} → {new_start}"
    return f"{days} {start}"


def _differences(before: Slot, after: Slot, voice: Voice) -> list[str]:
    """Say what differs beside the time."""
    parts = []
    minutes, new_minutes = before.end - before.start, after.end - after.start
    if minutes != new_minutes:
        parts.append(f"{minutes} → {new_minutes} min")
    if (before.setting, before.place) != (after.setting, after.place):
        parts.append(_places(before, after, voice))
    if before.provider_id != after.provider_id:
        names = (voice.provider(one.provider_id) for one in (before, after))
        parts.append(" → ".join(names))
    parts += _company(before.fellows, after.fellows)
    return parts


def _places(before: Slot, after: Slot, voice: Voice) -> str:
    """Say where it was and will be; the setting only where it changes."""
    if before.setting is after.setting:
        return f"{voice.place_name(before)} → {voice.place_name(after)}"
    return f"{voice.place(before)} → {voice.place(after)}"


def _company(before: Sequence[str], after: Sequence[str]) -> list[str]:
    joined = [one for one in after if one not in before]
    left = [one for one in before if one not in after]
    if left and not after:
        return ["now alone"]
    parts = []
    if joined:
        parts.append(f"now with {listed(joined)}")
    if left:
        parts.append(f"no longer with {listed(left)}")
    return parts


def block_sentences(
    pairs: Iterable[tuple[Block | None, Block | None, int]], voice: Voice
) -> tuple[str, ...]:
    """Word what changes in a provider's week.

    Args:
        pairs: Before, after and the week; what is alike is left out by the caller.
        voice: Names.
    """
    weeks: dict[tuple[Block | None, Block | None, int], list[int]] = {}
    for before, after, week in pairs:
        weeks.setdefault(_without_block_day(before, after), []).append(week)
    days: dict[tuple[Block | None, Block | None, tuple[int, ...]], list[int]] = {}
    for (old, new, day), when in weeks.items():
        days.setdefault((old, new, tuple(sorted(when))), []).append(day)
    return tuple(
        _block(old, new, _days(found, voice), voice) + voice.weeks_tail(when)
        for (old, new, when), found in days.items()
    )


def _without_block_day(
    before: Block | None, after: Block | None
) -> tuple[Block | None, Block | None, int]:
    """Return two blocks with their day taken out, where it is one day."""
    block = before or after
    assert block is not None  # noqa: S101 - a pair has one side at least
    if before and after and before.slot.day != after.slot.day:
        return before, after, before.slot.day
    return _dayless(before), _dayless(after), block.slot.day


def _dayless(block: Block | None) -> Block | None:
    return block and replace(block, slot=replace(block.slot, day=0))


def _block(before: Block | None, after: Block | None, days: str, voice: Voice) -> str:
    if before is None:
        assert after is not None  # noqa: S101 - a pair has one side at least
        slot = after.slot
        times = f"{days} {short_time(slot.start)}-{short_time(slot.end)}"
        return f"new: {_title(after)}, {times}, {voice.place(slot)}"
    if after is None:
        return f"no longer: {_title(before)}, {days} {short_time(before.slot.start)}"
    old = replace(before.slot, fellows=(), provider_id="")
    new = replace(after.slot, fellows=(), provider_id="")
    parts = [_when(old, new, days, voice), *_differences(old, new, voice)]
    joined = [one for one in after.slot.fellows if one not in before.slot.fellows]
    left = [one for one in before.slot.fellows if one not in after.slot.fellows]
    if joined:
        parts.append(f"{listed(joined)} {'joins' if len(joined) == 1 else 'join'}")
    if left:
        parts.append(f"{listed(left)} {'leaves' if len(left) == 1 else 'leave'}")
    return f"{_title(before)}: {', '.join(parts)}"


def _title(block: Block) -> str:
    services = " + ".join(block.services)
    who = listed(block.slot.fellows)
    return f"{services} with {who}" if who else services
