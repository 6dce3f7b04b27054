"""Elementary schools of equal density and different size, for curves over size.

All of them are the average school (tier ``average``) made smaller or larger: as many
students to a homeroom, services to a student and hours of each role to a service.
"""

from benchmarks.generator.tiers import TIERS, StaffPlan, Tier

LADDER = (40, 75, 120, 200, 300, 450)
"""Numbers of students."""
PREFIX = "elementary-"
"""Tiers of the ladder are named ``elementary-120``."""
_WEEK = 5
_MOST_HOMEROOMS = 26
"""Homerooms of a grade have a letter each."""


def ladder_tier(students: int) -> Tier:
    """Return the average school with this many students."""
    model = TIERS["average"]
    whole = sum(count for _, count in model.pupils)
    factor = students / whole
    return Tier(
        name=f"{PREFIX}{students}",
        title=f"Elementary school with {students} students",
        grades=model.grades,
        pupils=_pupils(model, students, whole),
        staff=tuple(
            scaled
            for plan in model.staff
            for scaled in _staff(plan, plan.count * plan.days * factor)
        ),
        homerooms=min(_MOST_HOMEROOMS, max(1, round(model.homerooms * factor))),
        rooms=tuple(
            (name, roles, max(1, round(count * factor)))
            for name, roles, count in model.rooms
        ),
    )


def _pupils(model: Tier, students: int, whole: int) -> tuple[tuple[str, int], ...]:
    """Share out the students; the first category takes what rounding leaves."""
    first, *others = model.pupils
    shares = [(name, round(count * students / whole)) for name, count in others]
    rest = students - sum(count for _, count in shares)
    return ((first[0], rest), *((name, count) for name, count in shares if count))


def _staff(plan: StaffPlan, days: float) -> list[StaffPlan]:
    """Plan people of one role for so many days a week, at least one."""
    full, rest = divmod(max(1, round(days)), _WEEK)
    counts = ((full, _WEEK), (1 if rest else 0, rest))
    return [
        StaffPlan(
            role=plan.role,
            count=count,
            days=days_each,
            planning=40 if days_each > 1 else 0,
            duties=plan.duties,
        )
        for count, days_each in counts
        if count
    ]


def find_tier(name: str) -> Tier:
    """Return a tier by its name, those of the ladder included.

    Raises:
        KeyError: There is no such tier.
    """
    size = name.removeprefix(PREFIX)
    if size != name and size.isdecimal():
        return ladder_tier(int(size))
    return TIERS[name]
