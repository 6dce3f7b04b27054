"""``python -m benchmarks.baselines greedy ROSTER --out FOLDER``.

Prints one JSON object like ``pushpull-sched solve --json`` does, and exits with the
same codes: 0 complete, 4 incomplete, 5 nothing found.
"""

import argparse
import json
import pkgutil
import sys
import time
from pathlib import Path

from benchmarks.baselines.common import Task, repaired, write_schedule
from benchmarks.judge import school_of
from pushpull_sched.verify import verify_schedule
from pushpull_sched.workbook.schedule_reader import read_schedule

BASELINES = {
    name: f"benchmarks.baselines.{name}:solve"
    for name in ("greedy", "textbook", "timefold")
}
_COMPLETE, _INCOMPLETE, _NOTHING = 0, 4, 5


def main() -> int:
    """Run a baseline."""
    began = time.monotonic()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.baselines")
    parser.add_argument("baseline", choices=BASELINES)
    parser.add_argument("roster", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--baseline-schedule", "--baseline", type=Path, dest="before")
    args = parser.parse_args()
    print("reading", file=sys.stderr, flush=True)
    task = Task(
        school=school_of(args.roster),
        limit=args.time_limit,
        workers=args.workers,
        seed=args.seed,
        began=began,
    )
    task.marks.append({"at": "reading", "seconds": 0.0, "value": None, "bound": None})
    task.mark("loaded")
    if args.before:
        task.baseline, _ = read_schedule(args.before, task.school.settings.days)
    schedule = pkgutil.resolve_name(BASELINES[args.baseline])(task)
    task.mark("writing")
    code = _NOTHING
    if schedule is not None:
        schedule = repaired(task, schedule)
        verdict = verify_schedule(task.school, schedule)
        task.mark("verified")
        write_schedule(task.school, schedule, args.out / "schedule.json")
        task.mark("written")
        code = _COMPLETE if verdict.complete else _INCOMPLETE
    print(json.dumps({"trace": task.marks, "stages": task.stages, "notes": task.notes}))
    return code


if __name__ == "__main__":
    sys.exit(main())
