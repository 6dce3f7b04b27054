"""The sizes of school that the generator makes, as data."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.generator import catalog as cat
from benchmarks.generator.catalog import ServiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPlan:
    """A group of providers of one role.

    Attributes:
        role: Role as written.
        count: How many.
        days: Days a week each works (in one building: those days; several: turns).
        roaming: Spreads the days over the buildings.
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
        staff: Providers (per school, not per building).
        kinds: Services.
        weeks: Weeks in the template.
        buildings: Names; one for a plain school.
        homerooms: Homerooms per grade and building.
        secondary: Periods, sections and enrollments instead of homerooms.
        period_minutes: Length of a period, secondary only.
        alternate: A/B days over two weeks, secondary only.
        co_teach: Share of the SDI push-in series that take whole meetings.
        transition: Minutes between two places of a provider.
        rooms: (room name, allowed services or roles, number per building).
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


_AVERAGE = Tier(
    name="average",
    title="Maple Grove Elementary",
    grades=(0, 1, 2, 3, 4, 5),
    pupils=(("IEP", 62), ("gifted", 10), ("504", 2)),
    staff=(
        StaffPlan(role="Resource Teacher", count=4),
        StaffPlan(role="SLP", count=1),
        StaffPlan(role="OT", count=1, days=3),
        StaffPlan(role="PT", count=1, days=1, planning=0),
        StaffPlan(role="Counselor", count=1, days=2),
        StaffPlan(role="Gifted Teacher", count=1, days=2),
    ),
)
_MIDDLE = Tier(
    name="middle",
    title="Cedar Ridge Middle School",
    grades=(6, 7, 8),
    pupils=(("IEP", 108), ("gifted", 8), ("504", 4)),
    staff=(
        StaffPlan(role="Resource Teacher", count=7),
        StaffPlan(role="SLP", count=1),
        StaffPlan(role="OT", count=1, days=2),
        StaffPlan(role="Counselor", count=1, days=4),
        StaffPlan(role="Gifted Teacher", count=1, days=2),
    ),
    weeks=2,
    secondary=True,
    alternate=True,
    co_teach=0.35,
    rooms=(
        ("Learning Lab", (), 6),
        ("Speech", ("SLP", "OT"), 1),
        ("Counseling", ("Counselor", "Gifted Teacher"), 1),
    ),
)
TIERS: Mapping[str, Tier] = {tier.name: tier for tier in (_AVERAGE, _MIDDLE)}
