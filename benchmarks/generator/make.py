"""Make one roster: ground, hidden timetable, commitments, tables."""

import random
from dataclasses import dataclass

from benchmarks.generator.build import build_ground
from benchmarks.generator.extras import draw_extras
from benchmarks.generator.ground import Ground, Series
from benchmarks.generator.ladder import find_tier
from benchmarks.generator.planter import Planter
from benchmarks.generator.tables import Tables, make_tables
from benchmarks.generator.tiers import with_rarer_rules
from benchmarks.generator.wording import Row, service_rows

MODERATE = 0.3
"""Share of the rarer rules in a plain roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A generated school with the timetable that proves it can be served.

    Attributes:
        ground: The school without commitments.
        series: The hidden timetable.
        rows: The commitments, each with its planted sessions.
        tables: The sheets of the workbook.
        fill: Share of the providers' free time that the sessions take.
    """

    ground: Ground
    series: list[Series]
    rows: list[Row]
    tables: Tables
    fill: float

    def summary(self) -> str:
        """Say how large the roster is."""
        weekly = sum(len(row.member.slots) for row in self.rows) / self.ground.weeks
        sessions = sum(len(found.slots) for found in self.series)
        return (
            f"{self.ground.title}: {len(self.ground.pupils)} students, "
            f"{len(self.rows)} services, {len(self.ground.staff)} providers, "
            f"{weekly:.0f} student-sessions a week, {sessions} sessions in "
            f"{self.ground.weeks} week(s), providers {self.fill:.0%} filled"
        )


def make_roster(
    tier: str, *, seed: int = 1, tightness: float = 0.75, rarer: bool = False
) -> Roster:
    """Make a roster.

    Args:
        tier: Name of a tier, or of a school of the ladder (``elementary-120``).
        seed: Same seed, same roster.
        tightness: Share of the providers' free time that the hidden timetable fills.
        rarer: Switches on the rarer rules.
    """
    plan = with_rarer_rules(find_tier(tier)) if rarer else find_tier(tier)
    rng = random.Random(f"{tier}-{seed}-{tightness}-{rarer}")
    ground = build_ground(plan, rng)
    planter = Planter(ground, plan, tightness, rng)
    series = planter.run()
    rows = service_rows(ground, series, rng)
    extras = draw_extras(ground, rows, rng, 1.0 if rarer else MODERATE)
    return Roster(
        ground=ground,
        series=series,
        rows=rows,
        tables=make_tables(ground, rows, extras, rng),
        fill=sum(planter.filled.values()) / sum(planter.free.values()),
    )
