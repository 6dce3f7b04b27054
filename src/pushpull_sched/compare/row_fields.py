"""How the fields of one row differ between two rosters, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from pushpull_sched.compare.wording import listed, short_time
from pushpull_sched.domain.clock import MINUTES_PER_DAY, Interval
from pushpull_sched.domain.facts import amount_text
from pushpull_sched.domain.school import WorkHours

_QUIET = frozenset(
    {
        "id",
        "source",
        "conversion",
        "inactive_because",
        "active",
        "amount",
        "weeks_are_given",
    }
)
"""Fields that say nothing of their own, or are worded otherwise."""

_WORDS = {
    "classes": "classes",
    "hours": "hours",
    "unavailable": "times not available",
    "meetings": "meeting times, rooms or pull",
    "max_group": "max_group",
    "subjects": "subject",
    "roles": "role",
    "pattern": "week_pattern",
    "name": "name",
    "individual": "group",
}
"""Fields under the names that a workbook gives them."""

_LAST_MINUTE = MINUTES_PER_DAY - 1
"""What is left of a day that was taken away whole: 23:59 is the last time of a cell."""

Days = tuple[Sequence[str], Sequence[str]]
"""Names of the days in either roster."""


def field_changes(before: object, after: object, days: Days = ((), ())) -> list[str]:
    """Word every field that differs, with both values where they are short."""
    found = []
    for field in fields(before):  # type: ignore[arg-type] # callers hand dataclasses
        name = field.name
        if name in _QUIET:
            continue
        old, new = bare(getattr(before, name)), bare(getattr(after, name))
        if old != new and name == "hours":
            found.append(
                _hours_change(getattr(before, name), getattr(after, name), days)
            )
        elif old != new:
            found.append(_field_change(name, old, new, days))
    return found


def _hours_change(
    before: Sequence[WorkHours | Interval],
    after: Sequence[WorkHours | Interval],
    days: Days,
) -> str:
    """Say on which days hours were lost, won or changed."""
    old, new = _hours_by_day(before, days[0]), _hours_by_day(after, days[1])
    if not new:
        return "no hours left"
    both = [day for day in old if day in new and old[day] != new[day]]
    lost = [day for day in old if day not in new]
    won = [day for day in new if day not in old]
    said = (("no longer on", lost), ("now on", won), ("other hours on", both))
    return ", ".join(f"{words} {listed(found)}" for words, found in said if found)


def _hours_by_day(
    hours: Sequence[WorkHours | Interval], days: Sequence[str]
) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for one in hours:
        when = one.when if isinstance(one, WorkHours) else one
        if when.start < _LAST_MINUTE:
            found.setdefault(days[when.day], []).append(bare(one))
    return found


def _field_change(name: str, old: object, new: object, days: Days) -> str:
    word = _WORDS.get(name, name)
    if name in {"earliest", "latest", "lunch_start", "lunch_end"}:
        old, new = _clock(old), _clock(new)
    if name == "days":
        old, new = _day_names(old, days[0]), _day_names(new, days[1])
    if name == "classes":
        before, after = _as_set(old), _as_set(new)
        parts = [f"+{one}" for one in sorted(after - before)]
        parts += [f"-{one}" for one in sorted(before - after)]
        return f"{word} {listed(parts)}"
    if _is_short(old) and _is_short(new):
        return f"{word} {shown(old)} → {shown(new)}"
    return f"other {word}"


def _day_names(value: object, days: Sequence[str]) -> object:
    """Name days that are positions; the names of Settings stay."""
    if not isinstance(value, frozenset) or not days:
        return value
    return ", ".join(days[at] for at in sorted(value)) or "none"


def _as_set(value: object) -> set[str]:
    return set(value) if isinstance(value, frozenset) else set()


def _clock(value: object) -> object:
    return short_time(value) if isinstance(value, int) else value


def _is_short(value: object) -> bool:
    if isinstance(value, frozenset | tuple):
        return len(value) <= 3 and all(  # noqa: PLR2004 - a few plain names
            isinstance(one, str | int) for one in value
        )
    return not is_dataclass(value) and not isinstance(value, Mapping)


def shown(value: object) -> str:
    """Write one value as a cell would show it."""
    if value is None or value == "" or value in (frozenset(), ()):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(str(one) for one in value))
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, Fraction):
        return amount_text(value)
    return str(value)


def bare(value: Any) -> Any:  # noqa: ANN401 - any value of the domain
    """Return a value without the cells that it came from."""
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(
            bare(getattr(value, field.name))
            for field in fields(value)
            if field.name != "source"
        )
    if isinstance(value, tuple):
        return tuple(bare(one) for one in value)
    return value
