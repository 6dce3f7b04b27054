"""Rules of pull-out groups and of relations: G1 to G4."""

from collections.abc import Iterator

from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.school import Relation, RelationKind
from pushpull_sched.verify.context import Context, qualified
from pushpull_sched.verify.relations import (
    entry_text,
    kept_apart,
    meant_services,
    pairs,
    together_sets,
)
from pushpull_sched.verify.wording import (
    broken,
    count_text,
    full,
    service_text,
    student_text,
)


def g1_group_size(ctx: Context) -> Iterator[Violation]:
    """G1: max_group of service and provider, capacity of the room, individual."""
    for session in ctx.pull_outs:
        size, what = len(session.served), full(ctx, session)
        group = f"{what} has {count_text(size, 'student')}"
        for service in ctx.services_of(session):
            name = service_text(ctx, service)
            if service.individual and size > 1:
                message = f"{group}; {name} is individual."
            elif service.max_group is not None and size > service.max_group:
                message = f"{group}; {name} allows {service.max_group}."
            else:
                continue
            yield broken("G1", message, session, services=(service.id,))
        provider = ctx.provider_of(session)
        if provider and provider.max_group is not None and size > provider.max_group:
            yield broken(
                "G1",
                f"{group}; provider {provider.id} takes {provider.max_group}.",
                session,
            )
        if session.room_id is not None:
            room = ctx.school.room[session.room_id]
            if size > room.capacity:
                yield broken(
                    "G1", f"{group}; room {room.id} holds {room.capacity}.", session
                )


def g2_one_service_goal_area_and_level(ctx: Context) -> Iterator[Violation]:
    """G2: one service name, no two goal areas and no two levels in a group."""
    for session in ctx.pull_outs:
        services = ctx.services_of(session)
        for thing, values in (
            ("services", {service.name for service in services}),
            ("goal areas", {service.goal_area for service in services} - {None, ""}),
            ("levels", {service.level for service in services} - {None, ""}),
        ):
            if len(values) > 1:
                mixed = ", ".join(sorted(str(value) for value in values))
                yield broken(
                    "G2", f"{full(ctx, session)} mixes {thing}: {mixed}.", session
                )


def g3_grade_span(ctx: Context) -> Iterator[Violation]:
    """G3: grades in a pull-out group differ by at most max_grade_span."""
    span = ctx.school.settings.max_grade_span
    for session in ctx.pull_outs:
        students = sorted(ctx.students_of(session), key=lambda each: each.grade)
        if students and students[-1].grade - students[0].grade > span:
            low, high = students[0], students[-1]
            yield broken(
                "G3",
                f"{full(ctx, session)} joins {student_text(low)} in grade "
                f"{_grade_text(low.grade)} and {student_text(high)} in grade "
                f"{_grade_text(high.grade)}; grades may differ by {span}.",
                session,
            )


def _grade_text(grade: int) -> str:
    return {-1: "PK", 0: "K"}.get(grade, str(grade))


def g4_relations(ctx: Context) -> Iterator[Violation]:
    """G4: together, apart, with-provider and not-provider hold."""
    for relation in ctx.school.relations:
        if relation.kind is RelationKind.TOGETHER:
            yield from _not_together(ctx, relation)
        elif relation.kind is RelationKind.APART:
            yield from _not_apart(ctx, relation)
        elif relation.kind is RelationKind.WITH_PROVIDER:
            yield from _wrong_provider(ctx, relation, wanted=True)
        elif relation.kind is RelationKind.NOT_PROVIDER:
            yield from _wrong_provider(ctx, relation, wanted=False)


def _not_together(ctx: Context, relation: Relation) -> Iterator[Violation]:
    for first, second in pairs(relation):
        for label, ones, others in together_sets(ctx, relation, first, second):
            fewer, more = sorted((ones, others), key=len)
            lonely = [session for session in fewer if session not in more]
            if lonely:
                yield broken(
                    "G4",
                    f"{entry_text(ctx, first)} and {entry_text(ctx, second)} must be "
                    f"together in {label}; {full(ctx, lonely[0])} has only one of "
                    f"them ({count_text(len(lonely), 'session')} in all).",
                    *lonely,
                )


def _not_apart(ctx: Context, relation: Relation) -> Iterator[Violation]:
    for first, second in pairs(relation):
        ones, others = kept_apart(ctx, relation, first, second)
        for session in ctx.sessions:
            inside = {one.service_id for one in session.served}
            if inside & ones and inside & others:
                yield broken(
                    "G4",
                    f"{entry_text(ctx, first)} and {entry_text(ctx, second)} must "
                    f"never be in one session, but both are in "
                    f"{full(ctx, session)}.",
                    session,
                )


def _wrong_provider(
    ctx: Context, relation: Relation, *, wanted: bool
) -> Iterator[Violation]:
    provider = ctx.school.provider[relation.provider or ""]
    for entry in relation.who:
        for service in meant_services(ctx, relation, entry):
            if not qualified(provider, service):
                continue
            wrong = [
                session
                for session in ctx.by_service[service.id]
                if (session.provider_id == provider.id) is not wanted
            ]
            if wrong:
                must = "must" if wanted else "must not"
                givers = ", ".join(dict.fromkeys(s.provider_id for s in wrong))
                yield broken(
                    "G4",
                    f"{service_text(ctx, service)} {must} be given by {provider.id}; "
                    f"{count_text(len(wrong), 'session')} with {givers}.",
                    *wrong,
                    services=(service.id,),
                )
