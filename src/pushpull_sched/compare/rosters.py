"""How two rosters differ: row by row, services first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from pushpull_sched.compare.row_fields import Days, bare, field_changes, shown
from pushpull_sched.compare.wording import listed, short_time
from pushpull_sched.domain.comparison import RosterChange, RosterComparison
from pushpull_sched.domain.facts import amount_text
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Amount, Per, Service
from pushpull_sched.domain.variant import RosterState, StatedService, Variant


def compare_rosters(before: Variant, after: Variant) -> RosterComparison:
    """Say how the rosters of two schedules differ.

    Where a roster was not found, the services that its result file lists are compared.
    """
    hashes = _own_hash(before), _own_hash(after)
    if hashes[0] and hashes[0] == hashes[1]:
        alone = before.origin is None or after.origin is None
        made = "are judged by" if alone else "were made from"
        return RosterComparison(same=True, sentence=f"Both {made} one roster.")
    old, new = _own(before), _own(after)
    if old is not None and new is not None:
        return _schools(old, new)
    return _stated_services(before, after)


def _own(variant: Variant) -> School | None:
    return variant.school if variant.roster_state is RosterState.OWN else None


def _own_hash(variant: Variant) -> str:
    if variant.origin is not None:
        return variant.origin.roster_sha256
    return variant.roster_sha256 if _own(variant) is not None else ""


def _schools(old: School, new: School) -> RosterComparison:
    days = (old.settings.days, new.settings.days)
    changes = (
        *_services(old.service, new.service, days),
        *_things("student", old.student, new.student, days),
        *_things("provider", old.provider, new.provider, days),
        *_things("room", old.room, new.room, days),
        *_things("class", old.school_class, new.school_class, days),
        *_settings(old, new),
        *_rows("relation", old.relations, new.relations, days),
        *_rows("pin", old.pins, new.pins, days),
    )
    if not changes:
        sentence = "The roster files differ, but they say the same."
        return RosterComparison(same=True, sentence=sentence)
    return RosterComparison(
        same=False, sentence=f"The rosters differ: {_sum(changes)}.", changes=changes
    )


def _sum(changes: Sequence[RosterChange]) -> str:
    """Count what differs: ``3 services added, 1 student changed``."""
    counts: dict[tuple[str, str], int] = {}
    for change in changes:
        key = (change.what, change.kind)
        counts[key] = counts.get(key, 0) + 1
    return ", ".join(
        f"{n} {_plural(what, n)} {kind}" for (what, kind), n in counts.items()
    )


def _plural(what: str, n: int) -> str:
    if n == 1:
        return what
    return "classes" if what == "class" else f"{what}s"


def _services(
    old: Mapping[str, Service], new: Mapping[str, Service], days: Days
) -> Iterable[RosterChange]:
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        was = before is not None and before.active
        will = after is not None and after.active
        if will and not was:
            yield _change("service", "added", key, f"new: {_owed(after)}")
        elif was and not will:
            why = f" ({after.inactive_because})" if after else ""
            yield _change("service", "ended", key, f"ended: was {_owed(before)}{why}")
        elif before and after and was and will:
            said = [
                *_amount_change(before, after),
                *field_changes(before, after, days),
            ]
            if said:
                yield _change("service", "changed", key, "; ".join(said))


def _change(what: str, kind: str, key: str, text: str) -> RosterChange:
    return RosterChange(what=what, kind=kind, id=key, text=text)


def _owed(service: Service | None) -> str:
    if service is None:
        return ""
    who = f" for {service.student}" if service.student else ""
    return f"{service.name}{who}, {service.setting.value}, {_amount(service.amount)}"


def _amount(amount: Amount) -> str:
    """Write an amount as on an IEP: ``2 x 30 min a week``, ``60 min a month``."""
    if amount.minutes is None:
        return "whole class meetings"
    per = _per(amount.per)
    if amount.per is Per.SESSION:
        times = amount_text(amount.sessions or 1)
        return (
            f"{times} x {amount_text(amount.minutes)} min {_per(amount.sessions_per)}"
        )
    text = f"{amount_text(amount.minutes)} min {per}"
    if amount.sessions is None:
        return text
    return (
        f"{text} in {amount_text(amount.sessions)} sessions {_per(amount.sessions_per)}"
    )


def _per(per: Per) -> str:
    return f"a {per.value}"


def _amount_change(before: Service, after: Service) -> list[str]:
    if before.amount == after.amount:
        return []
    return [f"{_amount(before.amount)} → {_amount(after.amount)}"]


def _things(
    what: str, old: Mapping[str, object], new: Mapping[str, object], days: Days
) -> Iterable[RosterChange]:
    for key in dict.fromkeys((*new, *old)):
        if key not in old:
            yield _change(what, "added", key, "new")
        elif key not in new:
            yield _change(what, "ended", key, "no longer in the roster")
        elif said := field_changes(old[key], new[key], days):
            yield _change(what, "changed", key, "; ".join(said))


def _settings(old: School, new: School) -> Iterable[RosterChange]:
    for said in field_changes(old.settings, new.settings):
        key = said.removeprefix("other ").split(" ", 1)[0]
        yield _change("setting", "changed", key, said)


def _rows(
    what: str, old: Iterable[object], new: Iterable[object], days: Days
) -> Iterable[RosterChange]:
    """Compare rows without an id: what stands in one list only."""
    before = {bare(row): row for row in old}
    after = {bare(row): row for row in new}
    for key, row in after.items():
        if key not in before:
            yield _change(what, "added", _address(row), _row_text(row, days[1]))
    for key, row in before.items():
        if key not in after:
            yield _change(what, "ended", _address(row), _row_text(row, days[0]))


def _address(row: Any) -> str:  # noqa: ANN401 - rows of several sheets
    return str(row.source)


def _row_text(row: Any, days: Sequence[str]) -> str:  # noqa: ANN401 - rows of several sheets
    said = [
        f"{field.name} {shown(value)}"
        for field in fields(row)
        if field.name not in {"source", "who", "kind", "start", "day"}
        and (value := getattr(row, field.name)) is not None
    ]
    if hasattr(row, "who"):
        names = [one.student or one.service or "" for one in row.who]
        said = [f"{row.kind.value} {', '.join(names)}", *said]
    if hasattr(row, "start"):
        said.append(f"{days[row.day]} {short_time(row.start)}")
    return ", ".join(said)


def _stated_services(before: Variant, after: Variant) -> RosterComparison:
    """Compare the services alone, as rosters or result files list them."""
    old, new = _listed(before), _listed(after)
    missing = [one.label for one in (before, after) if _own(one) is None]
    head = f"The roster of {listed(missing)} was not found"
    if old is None or new is None:
        sentence = f"{head}, so the rosters cannot be compared."
        return RosterComparison(same=None, sentence=sentence)
    changes = tuple(_listed_changes(old, new))
    if not changes:
        sentence = f"{head}; its services are the same in minutes and setting."
        return RosterComparison(same=None, sentence=sentence)
    sentence = (
        f"{head}; by the services that the results list, {_sum(changes)}. "
        "Other sheets cannot be compared."
    )
    return RosterComparison(same=False, sentence=sentence, changes=changes)


Listed = Mapping[str, tuple[str | None, str, str, int | None]]
"""Student, service, setting and minutes owed of each service by id."""


def _listed(variant: Variant) -> Listed | None:
    """Services that a result file lists; without one, those of the own roster."""
    if variant.origin is not None and variant.origin.services:
        return {one.service_id: _of_stated(one) for one in _active(variant)}
    school = _own(variant)
    if school is None:
        return None
    return {
        one.id: (one.student, one.name, one.setting.value, None)
        for one in school.services
        if one.active
    }


def _active(variant: Variant) -> list[StatedService]:
    services = variant.origin.services if variant.origin else ()
    return [one for one in services if one.status != "not active"]


def _of_stated(one: StatedService) -> tuple[str | None, str, str, int | None]:
    return one.student_id, one.service, one.setting, one.required_minutes


def _listed_changes(old: Listed, new: Listed) -> Iterable[RosterChange]:
    for key in dict.fromkeys((*new, *old)):
        if key not in old:
            yield _change("service", "added", key, f"new: {_listed_text(new[key])}")
        elif key not in new:
            text = f"ended: was {_listed_text(old[key])}"
            yield _change("service", "ended", key, text)
        else:
            said = list(_listed_change(old[key], new[key]))
            if said:
                yield _change("service", "changed", key, "; ".join(said))


def _listed_text(one: tuple[str | None, str, str, int | None]) -> str:
    student, service, setting, minutes = one
    who = f" for {student}" if student else ""
    amount = "" if minutes is None else f", {amount_text(minutes)} min in the template"
    return f"{service}{who}, {setting}{amount}"


def _listed_change(
    old: tuple[str | None, str, str, int | None],
    new: tuple[str | None, str, str, int | None],
) -> Iterable[str]:
    names = ("student", "service", "setting", "minutes in the template")
    for name, before, after in zip(names, old, new, strict=True):
        if before is not None and after is not None and before != after:
            yield f"{name} {before} → {after}"
