"""A conflict in words: what is asked for, and what leaves no room, with the cells."""

import math
from collections.abc import Iterable, Iterator, Sequence

from pushpull_sched.domain.explanation import Cite, Conflict, ConflictMember
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Demand, Service, Setting
from pushpull_sched.explain.changes import Rule, cite, span_text
from pushpull_sched.explain.cores import Core
from pushpull_sched.model import masks
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.options import options_of
from pushpull_sched.model.slots import Option

MOST_NAMED = 4
"""Services that are told one by one; of more, only the first."""
MOST_WINDOWS = 5
"""Times of day that are listed; where there are more, only the days."""


def conflict_of(school: School, core: Core, minutes: int) -> Conflict:
    """Write a conflict down.

    Args:
        school: The school as it is in the workbook.
        core: The services and rules.
        minutes: Minutes that stay short because of it, proven.
    """
    atlas = Atlas(school)
    wanted = set(core.services)
    services = [each for each in school.services if each.id in wanted]
    members = [_service_member(atlas, service) for service in services]
    members += [
        ConflictMember(key=rule.key, text=rule.text, cites=rule.cites)
        for rule in core.rules
    ]
    return Conflict(
        members=tuple(members),
        argument=" ".join(_argument(atlas, services, core.rules)),
        minimal=core.minimal,
        minutes=minutes,
    )


def amount_text(atlas: Atlas, service: Service) -> str:
    """Write what a service asks for: ``2 x 30 min a week``."""
    demand = atlas.demand[service.id]
    weeks = school_weeks(atlas)
    if service.is_co_teach:
        return "every meeting of its class"
    if demand.sessions is not None:
        count, unit = _per_week(demand.sessions, weeks)
        length = _length(demand)
        return f"{count} x {length} min {unit}"
    minutes, unit = _per_week(math.ceil(demand.required_minutes), weeks)
    if demand.lengths == (minutes,):
        return f"{minutes} min {unit}"
    lengths = " or ".join(map(str, demand.lengths))
    return f"{minutes} min {unit} in sessions of {lengths}"


def school_weeks(atlas: Atlas) -> int:
    """Weeks in the template."""
    return atlas.school.settings.weeks


def _per_week(amount: int, weeks: int) -> tuple[int, str]:
    if amount % weeks == 0:
        return amount // weeks, "a week"
    return amount, f"in {weeks} weeks"


def _length(demand: Demand) -> str:
    return " or ".join(map(str, demand.lengths or demand.exact_lengths))


def _service_member(atlas: Atlas, service: Service) -> ConflictMember:
    return ConflictMember(
        key=service.id,
        text=_asked(atlas, service),
        cites=(cite(service.source, service.id),),
        service_id=service.id,
    )


def _asked(atlas: Atlas, service: Service) -> str:
    whose = f"{service.student}'s {service.name}" if service.student else service.name
    return f"{whose}, {amount_text(atlas, service)}"


# ── the argument ────────────────────────────────────────────────────────────────────
def _argument(
    atlas: Atlas, services: Sequence[Service], rules: Sequence[Rule]
) -> Iterator[str]:
    """Sentences: what is asked, what each could have, what stands in the way."""
    yield _headline(atlas, services)
    reasons = list(_reasons(atlas, rules))
    if reasons:
        yield f"{_listed(reasons)}."
    left: dict[str, list[str]] = {}
    for service in services[:MOST_NAMED]:
        left.setdefault(_left(atlas, service), []).append(service.id)
    for when, names in left.items():
        each = "each of " if len(names) > 1 else ""
        yield f"By itself {each}{_listed(names)} {when}."
    if len(services) > 1:
        yield _clash(services)


def _headline(atlas: Atlas, services: Sequence[Service]) -> str:
    if len(services) == 1:
        one = services[0]
        return f"{_asked(atlas, one)} ({one.source}), cannot be placed."
    if len(services) <= MOST_NAMED:
        parts = [f"{_asked(atlas, one)} ({one.source})" for one in services]
        many = "both" if len(services) == 2 else "all"  # noqa: PLR2004
        return f"{_listed(parts, sep='; ')} cannot {many} be placed."
    names = sorted({one.name for one in services})
    return (
        f"These {len(services)} services ({', '.join(names)}; {_rows(services)}) "
        "cannot all be placed."
    )


def _rows(services: Iterable[Service]) -> str:
    """Rows of Services, runs joined: ``Services rows 4, 7-9``."""
    sheet = ""
    rows: list[int] = []
    for one in services:
        sheet = one.source.sheet
        if one.source.row is not None:
            rows.append(one.source.row)
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    shown = [f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs]
    return f"{sheet} rows {', '.join(shown)}"


def _reasons(atlas: Atlas, rules: Sequence[Rule]) -> Iterator[str]:
    """What stands in the workbook, rules of one kind and place joined."""
    days = atlas.school.settings.days
    told: set[str] = set()
    for rule in rules:
        kind, _, rest = rule.key.partition(" ")
        if kind in {"day", "earlier", "later", "gap"}:
            who = rest.split(" ")[0]
            if f"hours {who}" not in told:
                told.add(f"hours {who}")
                yield _presence(atlas, who, rule.cites)
        elif kind == "person":
            role = rest.rpartition(" ")[0]
            if role not in told:
                told.add(role)
                yield _only_ones(atlas, role)
        elif kind == "meeting":
            who = rest.rpartition(" ")[0]
            if f"class {who}" not in told:
                told.add(f"class {who}")
                meets = atlas.school.school_class[who].meetings
                on = [days[day] for day in sorted({m.when.day for m in meets})]
                yield f"{who} meets on {_listed(on)} only ({_where(rule.cites)})"
        elif kind == "individual":
            if kind not in told:
                told.add(kind)
                alone = [r for r in rules if r.key.startswith("individual ")]
                names = _listed([r.key.partition(" ")[2] for r in alone])
                verb = "is" if len(alone) == 1 else "are"
                rows = ", ".join(_where(r.cites) for r in alone)
                yield f"{names} {verb} individual ({rows})"
        else:
            yield f"{rule.text}{_in_brackets(rule.cites)}"


def _presence(atlas: Atlas, provider_id: str, cites: tuple[Cite, ...]) -> str:
    """When a provider is there: ``SLP1 is there Tue and Wed 8:00-14:30``."""
    provider = atlas.school.provider[provider_id]
    days = atlas.school.settings.days
    by_hours: dict[tuple[tuple[int, int], ...], list[str]] = {}
    for day, name in enumerate(days):
        mask = 0
        for week in range(1, school_weeks(atlas) + 1):
            mask |= atlas.hours(provider.id, None).get((week, day), 0)
        pieces = tuple(masks.pieces(mask))
        if pieces:
            by_hours.setdefault(pieces, []).append(name)
    parts = [
        f"{_listed(names)} {' and '.join(span_text(*piece) for piece in pieces)}"
        for pieces, names in by_hours.items()
    ]
    when = "; ".join(parts) if parts else "never"
    return f"{provider_id} is there {when} ({_where(cites)})"


def _only_ones(atlas: Atlas, role: str) -> str:
    names = [one.id for one in atlas.school.providers if role in one.roles]
    if not names:
        return f"there is no {role}"
    verb = "is the only" if len(names) == 1 else "are the only ones for"
    return f"{_listed(names)} {verb} {role}"


def _left(atlas: Atlas, service: Service) -> str:
    """When a service could be at all, taken by itself."""
    options = options_of(atlas, service)
    if not options:
        return "could not be at any moment"
    windows = list(_windows(options))
    days = atlas.school.settings.days
    if len(windows) > MOST_WINDOWS:
        on = [days[d] for d in sorted({s.day for o in options for s in o.slots})]
        return f"could be on {_listed(on)} only"
    where = _listed([f"{days[day]} {span_text(*piece)}" for day, piece in windows])
    return f"could be within {where} only"


def _windows(options: Sequence[Option]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Stretches of the days that sessions of the options cover, over all weeks."""
    covered: dict[int, int] = {}
    for option in options:
        for slot in option.slots:
            mask = masks.span(slot.start, slot.end)
            covered[slot.day] = covered.get(slot.day, 0) | mask
    for day in sorted(covered):
        for piece in masks.pieces(covered[day]):
            yield day, piece


def _clash(services: Sequence[Service]) -> str:
    students = {one.student for one in services}
    pushed = all(one.setting is Setting.PUSH_IN for one in services)
    if len(students) == 1:
        return "A student can be in one session at a time, and they do not fit."
    if pushed:
        return "A provider can be in one class at a time, and they do not fit."
    return "However they are placed and grouped, at least one of them is left over."


def _where(cites: Iterable[Cite]) -> str:
    return ", ".join(str(one.source) for one in cites)


def _in_brackets(cites: tuple[Cite, ...]) -> str:
    return f" ({_where(cites)})" if cites else ""


def _listed(parts: Sequence[str], sep: str = ", ") -> str:
    """Join with commas and a last ``and``."""
    if len(parts) < 2:  # noqa: PLR2004 - one part
        return "".join(parts)
    return f"{sep.join(parts[:-1])} and {parts[-1]}"
