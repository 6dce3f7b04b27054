"""What could be changed about services, students and what binds them together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pushpull_sched.domain.explanation import Change, Cite, RepairKind
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.school import RelationKind, School
from pushpull_sched.domain.service import Demand, Service
from pushpull_sched.explain.changes import (
    Rule,
    Step,
    cite,
    short_clock,
    with_service,
    with_settings,
    with_student,
)
from pushpull_sched.explain.parts import PROVIDER_RELATIONS

PULL_OUT_STEP = 30
"""Minutes by which the pull-out of a student's day may grow."""
TWICE_A_DAY = 2
"""What one more session on a day costs: so many times another limit of a service."""
Costs = Mapping[RepairKind, int]
SETTINGS = SourceRef(sheet="Settings")


def service_rules(
    school: School, service: Service, demand: Demand, costs: Costs
) -> Iterator[Rule]:
    """Yield the limits on when a service may be and who may give it."""
    days = school.settings.days
    cost = costs[RepairKind.SERVICE_DAYS]

    def limit(  # noqa: PLR0913, PLR0917 - one row of a table
        name: str,
        text: str,
        change: str,
        edit: Callable[[Service], Service],
        kind: RepairKind = RepairKind.SERVICE_DAYS,
        price: int = cost,
    ) -> Rule:
        cites = (cite(service.source, f"{service.id}: {name}"),)
        made = Change(
            kind=kind,
            target=service.id,
            cost=price,
            text=f"{service.id}: {change}",
            cites=cites,
        )
        return Rule(
            key=f"{name} {service.id}",
            text=f"{service.id} {text}",
            steps=(Step(change=made, apply=with_service(service.id, edit)),),
            cites=cites,
        )

    every = (
        frozenset(range(len(days)))
        if service.student is None
        else school.student[service.student].days
    )
    if not every <= service.days:
        names = ", ".join(days[day] for day in sorted(service.days))
        most = demand.max_per_day
        yield limit(
            "days",
            f"is limited to {names}",
            f"days {names} -> all",
            lambda one: replace(one, days=one.days | every, max_per_day=most),
        )
    if service.earliest is not None:
        at = short_clock(service.earliest)
        yield limit(
            "earliest",
            f"may not start before {at}",
            f"earliest {at} -> blank",
            lambda one: replace(one, earliest=None),
        )
    if service.latest is not None:
        at = short_clock(service.latest)
        yield limit(
            "latest",
            f"has to end by {at}",
            f"latest {at} -> blank",
            lambda one: replace(one, latest=None),
        )
    if service.min_days_apart > 1:
        apart = service.min_days_apart
        yield limit(
            "min_days_apart",
            f"needs its sessions {apart} days apart",
            f"min_days_apart {apart} -> 1",
            lambda one: replace(one, min_days_apart=1),
        )
    if demand.max_per_day is not None:
        most = demand.max_per_day
        stated = "blank" if service.max_per_day is None else most
        yield limit(
            "max_per_day",
            f"has at most {most} session{'s' * (most > 1)} on a day",
            f"max_per_day {stated} -> {most + 1}",
            lambda one: replace(one, max_per_day=most + 1),
            price=cost * TWICE_A_DAY,
        )
    if service.may_miss is not None:
        yield limit(
            "may_miss",
            "may miss the subjects of may_miss only",
            "may_miss -> blank (any subject)",
            lambda one: replace(one, may_miss=None),
            RepairKind.PULL_RULE,
            costs[RepairKind.PULL_RULE],
        )
    if service.never_miss:
        yield limit(
            "never_miss",
            "never misses the subjects of never_miss",
            "never_miss -> blank",
            lambda one: replace(one, never_miss=frozenset()),
            RepairKind.PULL_RULE,
            costs[RepairKind.PULL_RULE],
        )
    named = school.provider.get(service.provider or "")
    roles = service.roles or (named.roles if named else frozenset())
    if named and any(one.roles & roles for one in school.providers if one != named):
        yield limit(
            "provider",
            f"is given by {named.id} only",
            f"provider {named.id} -> any {' or '.join(sorted(roles))}",
            lambda one: replace(one, provider=None, roles=roles),
            RepairKind.ONE_PROVIDER,
            costs[RepairKind.ONE_PROVIDER],
        )


def student_rules(school: School, student_id: str, costs: Costs) -> Iterator[Rule]:
    """Yield the limits on a student's day."""
    student = school.student[student_id]
    for name, more, words in (
        ("max_sessions_day", 1, "sessions"),
        ("max_pullout_day", PULL_OUT_STEP, "minutes of pull-out"),
    ):
        most = getattr(student, name)
        if most is None:
            continue
        cites = (cite(student.source, f"{student_id}: {name}"),)
        new: Mapping[str, int] = {name: most + more}
        change = Change(
            kind=RepairKind.SERVICE_DAYS,
            target=student_id,
            cost=costs[RepairKind.SERVICE_DAYS],
            text=f"{student_id}: {name} {most} -> {most + more}",
            cites=cites,
        )
        yield Rule(
            key=f"{name} {student_id}",
            text=f"{student_id} has at most {most} {words} a day",
            steps=(
                Step(
                    change=change,
                    apply=with_student(
                        student_id,
                        lambda one, new=new: replace(one, **new),  # type: ignore[misc]
                    ),
                ),
            ),
            cites=cites,
        )


def settings_rules(school: School, costs: Costs) -> Iterator[Rule]:
    """Yield the rules of Settings that bind several people."""
    settings = school.settings
    if settings.same_provider:
        yield _setting(
            RepairKind.ONE_PROVIDER,
            "same_provider",
            "all sessions of a service are by one provider",
            "same_provider yes -> no",
            {"same_provider": False},
            costs,
        )
    span = settings.max_grade_span
    yield _setting(
        RepairKind.GROUP_CAP,
        "max_grade_span",
        f"grades in a group differ by at most {span}",
        f"max_grade_span {span} -> {span + 1}",
        {"max_grade_span": span + 1},
        costs,
    )
    if settings.transition_minutes:
        yield _setting(
            RepairKind.PROVIDER_LIMIT,
            "transition_minutes",
            f"providers need {settings.transition_minutes} minutes between places",
            f"transition_minutes {settings.transition_minutes} -> 0",
            {"transition_minutes": 0},
            costs,
        )


def _setting(  # noqa: PLR0913, PLR0917 - one row of a table
    kind: RepairKind,
    name: str,
    text: str,
    change: str,
    values: Mapping[str, object],
    costs: Costs,
) -> Rule:
    cites: tuple[Cite, ...] = (cite(SETTINGS, name),)
    step = Step(
        change=Change(
            kind=kind, target=name, cost=costs[kind], text=change, cites=cites
        ),
        apply=with_settings(lambda one: replace(one, **values)),  # type: ignore[arg-type]
    )
    return Rule(key=name, text=text, steps=(step,), cites=cites)


_BINDING = frozenset(
    {
        RelationKind.TOGETHER,
        RelationKind.APART,
        RelationKind.WITH_PROVIDER,
        RelationKind.NOT_PROVIDER,
    }
)


def relation_rules(school: School, part: School, costs: Costs) -> Iterator[Rule]:
    """Yield relations and pins of a part of the school."""
    cost = costs[RepairKind.RELATION]
    for relation in part.relations:
        if relation.kind not in _BINDING:
            continue
        row = relation.source
        who = ", ".join(one.student or one.service or "" for one in relation.who)
        with_whom = (
            f" {relation.provider}" if relation.kind in PROVIDER_RELATIONS else ""
        )
        yield _dropped(
            f"relation {row}",
            f"{who}: {relation.kind.value}{with_whom}",
            f"give up {relation.kind.value}{with_whom} for {who}",
            lambda found, row=row: replace(  # type: ignore[misc]
                found,
                relations=tuple(one for one in found.relations if one.source != row),
            ),
            cost,
            cite(row),
        )
    for pin in part.pins:
        row = pin.source
        when = f"{school.settings.days[pin.day]} {short_clock(pin.start)}"
        yield _dropped(
            f"pin {row}",
            f"{pin.service} is pinned to {when}",
            f"give up the pin of {pin.service} on {when}",
            lambda found, row=row: replace(  # type: ignore[misc]
                found, pins=tuple(one for one in found.pins if one.source != row)
            ),
            cost,
            cite(row),
        )


def _dropped(  # noqa: PLR0913, PLR0917 - one row of a table
    key: str,
    text: str,
    change: str,
    apply: Callable[[School], School],
    cost: int,
    where: Cite,
) -> Rule:
    made = Change(
        kind=RepairKind.RELATION, target=key, cost=cost, text=change, cites=(where,)
    )
    return Rule(
        key=key, text=text, steps=(Step(change=made, apply=apply),), cites=(where,)
    )
