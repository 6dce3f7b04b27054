"""A school with everything that a board can hold, and a level of every measure."""

from dataclasses import replace

from pushpull_sched.domain.policy import Level, Measure
from pushpull_sched.domain.school import RelationKind
from pushpull_sched.domain.service import Delivery, Setting
from verify.build import (
    amount,
    hours,
    provider,
    push_service,
    relation,
    room,
    school,
    service,
    settings,
    student,
    usual_classes,
    weekly,
)

EVERYTHING = Level(name="everything", weights=tuple((each, 1) for each in Measure))
NAMES = ("S1", "S2", "S3", "S4", "S5")


def team(weeks=1):
    """The school, in one week or several."""
    speech = tuple(
        service(f"{n}-Speech-1", n, amount=amount(sessions=2)) for n in NAMES
    )
    others = (
        push_service("S1-SDI-1", "S1", setting=Setting.EITHER, amount=weekly(60)),
        push_service("S2-SDI-1", "S2", amount=amount(sessions=2)),
        service("S3-OT-1", "S3", name="OT", individual=True, roles=frozenset({"OT"})),
        service("S4-OT-1", "S4", name="OT", roles=frozenset({"OT"}), priority=2),
        push_service(
            "S5-Math-1",
            "S5",
            name="Math",
            delivery=Delivery.CO_TEACH,
            subjects=("Math",),
            classes=frozenset({"math"}),
            amount=replace(amount(), minutes=None, sessions=None),
            roles=frozenset({"OT"}),
        ),
        service("Talk-1", None, name="Talk", setting=Setting.CONSULT),
    )
    fields = {"hours": hours("8:00-14:00", weeks=weeks), "lunch_minutes": 30}
    return school(
        settings=settings(grid=15, weeks=weeks, weeks_are_given=True, target_group=2),
        students=tuple(
            student(n, grade=grade)
            for n, grade in zip(NAMES, (2, 2, 3, 3, 4), strict=True)
        ),
        services=(*speech, *others),
        providers=(
            provider("SLP1", max_consecutive=90, **fields),
            provider("SLP2", max_minutes_day=60, **fields),
            provider("OT1", "OT", "SLP", **fields),
        ),
        classes=usual_classes(weeks),
        rooms=(room(weeks=weeks), room("R2", weeks=weeks, capacity=2)),
        relations=(
            relation(RelationKind.PREFER_TOGETHER, "S1", "S2"),
            relation(RelationKind.PREFER_APART, "S2", "S3"),
            relation(RelationKind.PREFER_PROVIDER, "S4", provider="SLP2"),
            relation(RelationKind.APART, "S1", "S4"),
        ),
    )
