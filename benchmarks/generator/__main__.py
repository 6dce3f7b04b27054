"""Command line of the generator."""

import argparse
from pathlib import Path

from benchmarks.generator.files import write_csv_folder, write_plan, write_workbook
from benchmarks.generator.ladder import LADDER, PREFIX
from benchmarks.generator.make import make_roster
from benchmarks.generator.samples import write_samples
from benchmarks.generator.tiers import TIERS

_TIERS = [*sorted(TIERS), *(f"{PREFIX}{size}" for size in LADDER)]


def main() -> None:
    """Make one roster, or with ``samples`` all samples."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generator")
    parser.add_argument("what", nargs="?", choices=["roster", "samples"])
    parser.add_argument("--tier", choices=_TIERS, default="average")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tightness", type=float, default=0.75)
    parser.add_argument("--rarer", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("roster.xlsx"))
    parser.add_argument("--plan", type=Path)
    args = parser.parse_args()
    if args.what == "samples":
        write_samples()
        return
    roster = make_roster(
        args.tier, seed=args.seed, tightness=args.tightness, rarer=args.rarer
    )
    if args.out.suffix:
        write_workbook(roster.tables, args.out)
    else:
        write_csv_folder(roster.tables, args.out)
    if args.plan:
        write_plan(roster.ground, roster.rows, args.plan)
    print(roster.summary())


if __name__ == "__main__":
    main()
