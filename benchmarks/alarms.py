"""``python -m benchmarks.alarms``: does anything say "cannot" of what can be served?

Every sample marked complete, and small planted schools from seeds, each with every
service looked at as if it were short. Nothing may be found, neither by counting nor by
solving.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.generator.make import make_roster
from benchmarks.twins import school_of
from pushpull_sched.domain.explanation import DEFAULT_COSTS
from pushpull_sched.domain.school import School
from pushpull_sched.explain.finder import Finder
from pushpull_sched.explain.oracle import Budget, Oracle, cannot_by_counting
from pushpull_sched.workbook.load import load_school

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
COMPLETE = (
    "toy.xlsx",
    "small-elementary.xlsx",
    "average-elementary.xlsx",
    "middle-school.xlsx",
    "three-buildings.xlsx",
)
SECONDS = 600.0
"""Limit for one school."""


def alarms(school: School) -> list[str]:
    """Everything that is wrongly said to be impossible in a school."""
    found = ["counting"] if cannot_by_counting(school) else []
    oracle = Oracle(school)
    finder = Finder(oracle, DEFAULT_COSTS)
    services = [one.id for one in finder.atlas.services]
    cores = finder.find(services, (), Budget(SECONDS), quick=True)
    return found + [", ".join(core.services) for core in cores]


def feasible(count: int) -> Iterator[tuple[str, School]]:
    """The samples, and so many small planted schools, with their names."""
    for name in COMPLETE:
        school = load_school(SAMPLES / name).school
        if school is not None:
            yield name, school
    for seed in range(1, count + 1):
        made = school_of(make_roster("toy", seed=seed, tightness=0.9).tables)
        if made is not None:
            yield f"toy-s{seed}", made


def main(arguments: Sequence[str] | None = None) -> int:
    """Look at every school; the exit code is 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=200, help="planted schools")
    asked = parser.parse_args(arguments)
    wrong = looked = 0
    for name, school in feasible(asked.schools):
        found = alarms(school)
        looked += 1
        wrong += bool(found)
        print(f"{name}: {'; '.join(found) or 'nothing'}", flush=True)
    print(f"{looked} schools, {wrong} with a false alarm")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
