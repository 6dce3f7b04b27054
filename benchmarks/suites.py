"""What is measured: named lists of runs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from benchmarks.changes import CHANGES
from benchmarks.generator.ladder import LADDER, PREFIX
from benchmarks.instances import Instance

OURS = "pushpull"
BASELINES = ("textbook", "greedy", "timefold")
SOLVERS = (OURS, *BASELINES)
SEEDS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A row of the table of targets.

    Attributes:
        title: The school in words.
        complete: Seconds within which nothing may be short.
        gap: Largest gap of ``missed``, as a share.
        at: Seconds after which the gap is read: the time limit of the run.
        memory: Peak memory in MB.
    """

    title: str
    complete: float
    gap: float
    at: float
    memory: int


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "average": Target(
            title="Average elementary, 74 students",
            complete=5,
            gap=0.03,
            at=60,
            memory=1000,
        ),
        "middle": Target(
            title="Middle school, 120 students, A/B days",
            complete=10,
            gap=0.03,
            at=60,
            memory=1000,
        ),
        "large": Target(
            title="Large K-8, 135 students and interventions",
            complete=15,
            gap=0.05,
            at=120,
            memory=1500,
        ),
        "high": Target(
            title="High school, 375 students",
            complete=60,
            gap=0.05,
            at=300,
            memory=3000,
        ),
        "campus": Target(
            title="Campus, 450 students",
            complete=60,
            gap=0.10,
            at=300,
            memory=3000,
        ),
        "itinerant": Target(
            title="Three buildings, itinerants, 4 weeks",
            complete=60,
            gap=0.10,
            at=300,
            memory=3000,
        ),
    }
)
"""The table of targets, by tier, at tightness 0.75."""

TIGHT = 0.9
TIGHT_FACTOR = 4
"""At tightness 0.9, times may be so many times longer."""
UNTIL_COMPLETE = str(Path(__file__).parent / "until-complete.toml")
"""A policy with one level: runs that only ask when a schedule is complete end there."""
CHANGE_SHARE = 0.25
"""After a change, times are this share of the targets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run.

    Attributes:
        instance: The roster.
        solver: Who solves it.
        seed: Seed of the solver.
        limit: Time limit in seconds, for everything up to the written files.
        policy: ``--policy`` of the run; empty for the default.
    """

    instance: Instance
    solver: str
    seed: int
    limit: float
    policy: str = ""

    @property
    def key(self) -> tuple[str, str, int, float]:
        """What makes two runs the same."""
        return self.instance.key, self.solver, self.seed, self.limit


def targets() -> Iterator[Job]:
    """Yield the table of targets: every row, three rosters each."""
    for tier, target in TARGETS.items():
        for seed in SEEDS:
            yield _ours(Instance(tier=tier, seed=seed), target.at)


def tight() -> Iterator[Job]:
    """Yield ten rosters of every row at tightness 0.9, four times the time."""
    for tier, target in TARGETS.items():
        for seed in range(1, 11):
            instance = Instance(tier=tier, seed=seed, tightness=TIGHT)
            yield _until_complete(instance, TIGHT_FACTOR * target.complete)


def rarer() -> Iterator[Job]:
    """Yield the targets' rosters with the rarer rules on."""
    for tier, target in TARGETS.items():
        for seed in SEEDS:
            yield _ours(Instance(tier=tier, seed=seed, rarer=True), target.at)


def baselines() -> Iterator[Job]:
    """Yield every tier at 60 seconds, by every solver."""
    for tier in ("toy", "slp", "small", *TARGETS):
        for solver in SOLVERS:
            yield Job(instance=Instance(tier=tier), solver=solver, seed=1, limit=60)


def curve() -> Iterator[Job]:
    """Yield schools of equal density from 40 to 450 students."""
    for students in LADDER:
        for seed in SEEDS:
            instance = Instance(tier=f"{PREFIX}{students}", seed=seed)
            yield _until_complete(instance, 120)


def change() -> Iterator[Job]:
    """Yield mid-year changes, the planted timetable being the old schedule."""
    for tier, target in TARGETS.items():
        for name in CHANGES:
            for seed in SEEDS:
                yield _ours(
                    Instance(tier=tier, seed=seed, change=name), min(target.at, 60)
                )


def quick() -> Iterator[Job]:
    """Yield what runs in a few minutes: small schools and short limits.

    Timefold needs most of a short limit to start, so it gets the smallest one only.
    """
    for tier, limit, solvers in (
        ("toy", 20.0, SOLVERS),
        ("slp", 15.0, SOLVERS[:-1]),
        ("small", 20.0, SOLVERS[:-1]),
    ):
        for solver in solvers:
            yield Job(instance=Instance(tier=tier), solver=solver, seed=1, limit=limit)
    yield _ours(Instance(tier="average"), 30)
    yield _ours(Instance(tier="small", change="new-student"), 15)


def smoke() -> Iterator[Job]:
    """Yield one very short run of every solver."""
    for solver in SOLVERS:
        yield Job(instance=Instance(tier="toy"), solver=solver, seed=1, limit=5)


def _ours(instance: Instance, limit: float) -> Job:
    """A run of this program; the seed of the roster is the seed of the solver."""
    return Job(instance=instance, solver=OURS, seed=instance.seed, limit=limit)


def _until_complete(instance: Instance, limit: float) -> Job:
    """A run that may end once it is complete."""
    return replace(_ours(instance, limit), policy=UNTIL_COMPLETE)


SUITES: Mapping[str, Callable[[], Iterator[Job]]] = MappingProxyType(
    {
        suite.__name__: suite
        for suite in (
            targets,
            baselines,
            tight,
            rarer,
            curve,
            change,
            quick,
            smoke,
        )
    }
)
"""Suites by name."""
