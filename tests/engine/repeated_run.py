"""Solve a school without a clock and write what came of it, to compare processes."""

import sys
from pathlib import Path

from engine.team import team
from pushpull_sched.domain.result import Params
from pushpull_sched.engine.solve import solve
from pushpull_sched.workbook.load import load_school

TOY = Path(__file__).parents[2] / "data" / "samples" / "toy.xlsx"


def main(which, seconds, seed):
    """Write the sessions and the levels of a run."""
    of = team() if which == "team" else load_school(TOY).school
    params = Params(deterministic=True, seed=int(seed), time_limit=float(seconds))
    result = solve(of, params)
    sys.stdout.write(f"{result.schedule}\n{result.stages}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
