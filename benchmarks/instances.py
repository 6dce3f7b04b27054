"""The rosters that are measured: made from a seed, kept outside version control."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.changes import CHANGES
from benchmarks.generator.files import write_plan, write_workbook
from benchmarks.generator.make import make_roster

CACHE = Path(__file__).parent / ".cache"
"""Rosters, results and whatever else can be made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One roster.

    Attributes:
        tier: Name of the tier.
        seed: Seed of the generator.
        tightness: Share of the providers' free time that the planted timetable fills.
        rarer: Whether the rarer rules are on.
        change: What is changed after the old schedule was made; empty for nothing.
            The old schedule is the planted timetable, and it is the baseline.
    """

    tier: str
    seed: int = 1
    tightness: float = 0.75
    rarer: bool = False
    change: str = ""

    @property
    def key(self) -> str:
        """Name of the instance in files and results."""
        name = f"{self.tier}-t{round(100 * self.tightness)}-s{self.seed}"
        name += "-rarer" if self.rarer else ""
        return name + (f"-{self.change}" if self.change else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where an instance is.

    Attributes:
        roster: The workbook.
        planted: The planted timetable, in the form of ``schedule.json``.
        baseline: The old schedule; None where nothing has changed.
    """

    roster: Path
    planted: Path
    baseline: Path | None = field(default=None)


def files_of(instance: Instance, cache: Path = CACHE) -> Files:
    """Return the files of an instance; make those that are not there."""
    folder = cache / "rosters"
    roster = folder / f"{instance.key}.xlsx"
    planted = folder / f"{instance.key}.planted.json"
    if not roster.exists() or not planted.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = make_roster(
            instance.tier,
            seed=instance.seed,
            tightness=instance.tightness,
            rarer=instance.rarer,
        )
        write_plan(made.ground, made.rows, planted)
        if instance.change:
            CHANGES[instance.change](made, instance.seed)
        # A run that is ended half way leaves no roster that looks finished.
        unfinished = roster.with_suffix(".unfinished")
        write_workbook(made.tables, unfinished)
        os.replace(unfinished, roster)  # noqa: PTH105 - over an older file as well
    return Files(
        roster=roster, planted=planted, baseline=planted if instance.change else None
    )
