"""The sizes of school that the generator makes, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from benchmarks.generator import catalog as cat
from benchmarks.generator.catalog import ServiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPlan:
    """A group of providers of one role.

    Attributes:
        role: Role as written.
        count: How many.
        days: Days a week each works.
        roaming: Another building every day, and two buildings on the first.
        planning: Planning minutes a day.
        duties: Share of providers with a weekly meeting or duty in Availability.
        max_consecutive: Longest run of sessions.
    """

    role: str
    count: int
    days: int = 5
    roaming: bool = False
    planning: int = 40
    duties: float = 0.5
    max_consecutive: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One size of school.

    Attributes:
        name: Name on the command line.
        title: Title of the school.
        grades: Grades of one building.
        pupils: (category, number) over the school.
        staff: Providers of the whole school.
        kinds: Services.
        weeks: Weeks in the template.
        buildings: Names; one for a plain school.
        homerooms: Homerooms (or sections of a subject) per grade and building.
        secondary: Periods, sections and enrollments instead of homerooms.
        period_minutes: Length of a period, secondary only.
        alternate: A/B days over two weeks, secondary only.
        co_teach: Share of a teacher's time that may go to whole class meetings.
        transition: Minutes between two places of a provider.
        rooms: (room name, allowed roles, number per building).
    """

    name: str
    title: str
    grades: tuple[int, ...]
    pupils: tuple[tuple[str, int], ...]
    staff: tuple[StaffPlan, ...]
    kinds: tuple[ServiceKind, ...] = cat.ELEMENTARY
    weeks: int = 1
    buildings: tuple[str, ...] = ("",)
    homerooms: int = 4
    secondary: bool = False
    period_minutes: int = 42
    alternate: bool = False
    co_teach: float = 0.0
    transition: int = 0
    rooms: tuple[tuple[str, tuple[str, ...], int], ...] = (
        ("Resource", (), 4),
        ("Speech", ("SLP", "Counselor"), 1),
        ("OT Gym", ("OT", "PT"), 1),
        ("Counseling", ("Counselor", "SLP", "Gifted Teacher"), 1),
    )


def _staff(**counts: int | tuple[int, int]) -> tuple[StaffPlan, ...]:
    """Plan providers: role to number, or to (number, days a week)."""
    plans = []
    for name, value in counts.items():
        number, days = value if isinstance(value, tuple) else (value, 5)
        plans.append(
            StaffPlan(
                role=name.replace("_", " "),
                count=number,
                days=days,
                planning=40 if days > 1 else 0,
            )
        )
    return tuple(plans)


_FEW_TIMES = ((2, 0.5), (3, 0.4), (1, 0.1))
_TOY_KINDS = tuple(
    replace(kind, rate=rate, sessions=_FEW_TIMES, minutes=((30, 0.8), (20, 0.2)))
    for kind, rate in (
        (cat.READING, 0.95),
        (cat.MATH, 0.9),
        (cat.WRITING, 0.6),
        (cat.BEHAVIOR, 0.3),
    )
)
_SPEECH_ONLY = (
    replace(cat.SPEECH, rate=1.0, push_share=0.1),
    replace(
        cat.SPEECH,
        name="Language",
        rate=0.12,
        goals=("Vocabulary", "Narrative"),
        push_share=0.3,
    ),
)
_SECONDARY = tuple(
    replace(kind, subjects=("ELA",))
    if kind in {cat.WRITING, cat.OT}
    else replace(kind, only_in=("Study Hall",))
    if kind in {cat.TIER2, cat.TIER3}
    else kind
    for kind in cat.ELEMENTARY
)
_K8_ROOMS = (
    ("Speech", ("SLP", "Counselor"), 2),
    ("OT Gym", ("OT", "PT"), 1),
    ("Counseling", ("Counselor", "SLP", "Gifted Teacher"), 2),
)

_ALL = (
    Tier(
        name="toy",
        title="Little Creek School",
        grades=(5, 6),
        pupils=(("IEP", 13),),
        staff=_staff(Resource_Teacher=1),
        kinds=_TOY_KINDS,
        homerooms=1,
        rooms=(("Resource", (), 1),),
    ),
    Tier(
        name="slp",
        title="Harbor View Elementary, speech caseload",
        grades=(0, 1, 2, 3, 4, 5),
        pupils=(("IEP", 50),),
        staff=_staff(SLP=1),
        kinds=_SPEECH_ONLY,
        homerooms=3,
        rooms=(("Speech", ("SLP",), 1),),
    ),
    Tier(
        name="small",
        title="Birch Hill Elementary",
        grades=(0, 1, 2, 3, 4, 5),
        pupils=(("IEP", 38),),
        staff=_staff(Resource_Teacher=2, SLP=(1, 3), OT=(1, 2)),
        homerooms=2,
        rooms=(("Resource", (), 2), ("Speech", ("SLP",), 1), ("OT Gym", ("OT",), 1)),
    ),
    Tier(
        name="average",
        title="Maple Grove Elementary",
        grades=(0, 1, 2, 3, 4, 5),
        pupils=(("IEP", 62), ("gifted", 10), ("504", 2)),
        staff=_staff(
            Resource_Teacher=4,
            SLP=(1, 4),
            OT=(1, 2),
            PT=(1, 1),
            Counselor=(1, 2),
            Gifted_Teacher=(1, 2),
        ),
    ),
    Tier(
        name="large",
        title="Summit K-8 School",
        grades=tuple(range(9)),
        pupils=(("IEP", 135), ("MTSS", 75), ("gifted", 14), ("504", 6)),
        staff=_staff(
            Resource_Teacher=8,
            SLP=2,
            OT=1,
            PT=(1, 1),
            Counselor=(1, 4),
            Gifted_Teacher=(1, 2),
            Interventionist=3,
        ),
        rooms=(("Resource", (), 12), *_K8_ROOMS),
    ),
    Tier(
        name="middle",
        title="Cedar Ridge Middle School",
        grades=(6, 7, 8),
        pupils=(("IEP", 108), ("gifted", 8), ("504", 4)),
        staff=_staff(
            Resource_Teacher=7,
            SLP=(1, 4),
            OT=(1, 1),
            Counselor=(1, 3),
            Gifted_Teacher=(1, 1),
        ),
        kinds=_SECONDARY,
        weeks=2,
        secondary=True,
        alternate=True,
        co_teach=0.35,
        rooms=(
            ("Learning Lab", (), 6),
            ("Speech", ("SLP", "OT"), 1),
            ("Counseling", ("Counselor", "Gifted Teacher"), 1),
        ),
    ),
    Tier(
        name="high",
        title="Lakeshore High School",
        grades=(9, 10, 11, 12),
        pupils=(("IEP", 330), ("MTSS", 20), ("gifted", 15), ("504", 10)),
        staff=_staff(
            Resource_Teacher=17,
            SLP=2,
            OT=1,
            Counselor=3,
            Gifted_Teacher=(1, 4),
            Interventionist=1,
        ),
        kinds=_SECONDARY,
        homerooms=6,
        secondary=True,
        period_minutes=47,
        co_teach=0.35,
        rooms=(
            ("Learning Lab", (), 15),
            ("Speech", ("SLP", "OT"), 2),
            ("Counseling", ("Counselor", "Gifted Teacher"), 3),
        ),
    ),
    Tier(
        name="itinerant",
        title="Three Rivers Schools",
        grades=(0, 1, 2, 3, 4, 5),
        pupils=(("IEP", 114),),
        staff=(
            StaffPlan(role="Resource Teacher", count=6),
            StaffPlan(role="SLP", count=2, roaming=True),
            StaffPlan(role="OT", count=1, days=4, roaming=True),
            StaffPlan(role="PT", count=1, days=3, roaming=True, planning=30),
            StaffPlan(role="Counselor", count=1, days=3, roaming=True),
        ),
        weeks=4,
        buildings=("North", "South", "West"),
        homerooms=2,
        rooms=(
            ("Resource", (), 2),
            ("Speech", ("SLP", "Counselor"), 1),
            ("OT Gym", ("OT", "PT"), 1),
        ),
    ),
    Tier(
        name="campus",
        title="Riverside Campus K-8",
        grades=tuple(range(9)),
        pupils=(("IEP", 400), ("MTSS", 30), ("gifted", 14), ("504", 6)),
        staff=_staff(
            Resource_Teacher=28,
            SLP=5,
            OT=3,
            PT=1,
            Counselor=2,
            Gifted_Teacher=(1, 2),
            Interventionist=2,
        ),
        homerooms=6,
        rooms=(
            ("Resource", (), 30),
            ("Speech", ("SLP", "Counselor"), 5),
            ("OT Gym", ("OT", "PT"), 3),
            ("Counseling", ("Counselor", "SLP", "Gifted Teacher"), 3),
        ),
    ),
)
TIERS: Mapping[str, Tier] = {tier.name: tier for tier in _ALL}
"""Tiers by name."""


def with_rarer_rules(tier: Tier) -> Tier:
    """Return the tier with transitions, limited runs, and co-teaching."""
    return replace(
        tier,
        transition=5,
        co_teach=max(tier.co_teach, 0.2),
        staff=tuple(
            replace(plan, max_consecutive=150 if number % 2 == 0 else None)
            for number, plan in enumerate(tier.staff)
        ),
    )
