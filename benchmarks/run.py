"""``python -m benchmarks.run``: measure a suite, one line of results per run.

A run that stands in the results file already is skipped, so a suite that was ended
goes on where it was.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.instances import CACHE, Files, files_of
from benchmarks.judge import Judgement, judge, school_of
from benchmarks.measure import Finished, on_cores, run_measured
from benchmarks.record import (
    Record,
    append_record,
    default_file,
    described,
    judged,
    marks,
    phases,
    read_records,
    versions,
)
from benchmarks.report import runs_table
from benchmarks.suites import OURS, SOLVERS, SUITES, Job

CORES = 2
_GRACE = 30.0
"""Seconds above its limit after which a run is ended, and no longer waited for."""
_ANSWERED = frozenset({0, 4, 5})
"""Exit codes of a run that has an answer: complete, incomplete, nothing found."""


class RunFailed(Exception):
    """A run that measured nothing: it is not recorded, so it can be tried again."""


def measure(job: Job, *, cores: int, cache: Path = CACHE) -> Record:
    """Run a job and judge what it wrote.

    Raises:
        RunFailed: The command does not work as it is.
    """
    files = files_of(job.instance, cache)
    out = cache / "out" / "-".join(str(part) for part in job.key)
    schedule = out / "schedule.json"
    schedule.unlink(missing_ok=True)
    command = command_of(job, files, out, cores)
    finished = run_measured(command, most_seconds=job.limit + _GRACE)
    if finished.exit_code not in _ANSWERED and not finished.ended:
        said = finished.stderr.strip().splitlines()[-4:]
        raise RunFailed(f"exit code {finished.exit_code}: {' / '.join(said)}")
    judgement = None
    if schedule.exists():
        judgement = judge(files.roster, schedule, files.baseline)
    return record_of(job, files, finished, judgement, cores)


def command_of(job: Job, files: Files, out: Path, cores: int) -> list[str]:
    """Return the command line of a job."""
    if job.solver == OURS:
        command = ["-m", "pushpull_sched", "solve", str(files.roster), "--json"]
        command += ["--force", "--out", str(out)]
        command += ["--policy", job.policy] if job.policy else []
    else:
        command = ["-m", "benchmarks.baselines", job.solver, str(files.roster)]
        command += ["--out", str(out)]
    if files.baseline is not None:
        command += ["--baseline", str(files.baseline)]
    command += ["--time-limit", f"{job.limit:g}", "--seed", str(job.seed)]
    return [sys.executable, *command, "--workers", str(cores)]


def record_of(
    job: Job,
    files: Files,
    finished: Finished,
    judgement: Judgement | None,
    cores: int,
) -> Record:
    """Join what was asked, measured, said and judged."""
    said = _answer(finished.stdout)
    trace = said.get("trace", [])
    startup = 0.0
    if trace:
        first = finished.first_word or trace[0]["seconds"]
        startup = max(first - trace[0]["seconds"], 0.0)
    school = school_of(files.roster)
    found = judged(judgement)
    cut = phases(trace, startup, served=found.get("served", False))
    return Record(
        **described(job),
        **found,
        **cut,
        students=len(school.students),
        services=len(school.services),
        providers=len(school.providers),
        cores=cores,
        exit_code=finished.exit_code,
        ended=finished.ended,
        total=round(finished.seconds, 2),
        peak_mb=finished.peak_mb,
        bounds={stage["level"]: stage["bound"] for stage in said.get("stages", [])},
        seconds={stage["level"]: stage["seconds"] for stage in said.get("stages", [])},
        trace=marks(trace, startup),
        notes=[*said.get("notes", []), *_doubts(said, found.get("values", {}))],
        versions=versions(),
        at=f"{datetime.now().astimezone():%Y-%m-%dT%H:%M:%S%z}",
    )


def _doubts(said: dict[str, Any], values: dict[str, int]) -> list[str]:
    """Say where a solver's own value, or its bound, is not what the verifier finds."""
    return [
        f"claims {stage['value']} (bound {stage['bound']}) for {stage['level']}, "
        f"which is {values[stage['level']]}"
        for stage in said.get("stages", [])
        if stage["level"] in values
        and not stage["bound"] <= stage["value"] == values[stage["level"]]
    ]


def _answer(stdout: str) -> dict[str, Any]:
    """Read the JSON of a run; one that was ended has printed none."""
    try:
        answer = json.loads(stdout)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def run_suite(
    jobs: Sequence[Job], results: Path, *, again: bool, cores: int
) -> list[Record]:
    """Measure what the results file lacks, and return the records of all the jobs."""
    known = {} if again else {one.key: one for one in read_records(results)}
    records = []
    with on_cores(cores) as given:
        for number, job in enumerate(jobs, start=1):
            head = f"{number}/{len(jobs)} {job.instance.key} {job.solver}"
            if job.key in known:
                records.append(known[job.key])
                continue
            began = time.monotonic()
            try:
                record = measure(job, cores=given)
            except (RunFailed, ValueError) as fault:
                print(f"{head}: not measured: {fault}", file=sys.stderr)
                continue
            append_record(results, record)
            records.append(record)
            seconds = time.monotonic() - began
            print(f"{head}: {in_words(record)} ({seconds:.0f} s)", file=sys.stderr)
    return records


def in_words(record: Record) -> str:
    """Say in one line what came of a run."""
    if record.legal is None:
        return "no schedule"
    if not record.legal:
        return f"not legal: {', '.join(record.broken)}"
    when = "" if record.complete is None else f", complete at {record.complete:.1f} s"
    values = ", ".join(f"{name} {value}" for name, value in record.values.items())
    return f"{values}{when}, {record.peak_mb} MB"


def main() -> None:
    """Measure a suite and print its table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.run", description="Measure a suite of rosters."
    )
    parser.add_argument("--suite", choices=SUITES, default="quick")
    parser.add_argument("--tier", action="append", help="only this tier (repeatable)")
    parser.add_argument("--solver", action="append", choices=SOLVERS)
    parser.add_argument("--seed", action="append", type=int, help="only this seed")
    parser.add_argument("--limit", type=float, help="another time limit in seconds")
    parser.add_argument("--cores", type=int, default=CORES)
    parser.add_argument("--results", type=Path, help="results file; today's")
    parser.add_argument("--again", action="store_true", help="measure known runs too")
    parser.add_argument("--list", action="store_true", help="only list the runs")
    args = parser.parse_args()
    jobs = [
        job if args.limit is None else replace(job, limit=args.limit)
        for job in SUITES[args.suite]()
        if (not args.tier or job.instance.tier in args.tier)
        and (not args.solver or job.solver in args.solver)
        and (not args.seed or job.seed in args.seed)
    ]
    if args.list:
        for job in jobs:
            print(job.instance.key, job.solver, f"seed {job.seed}", f"{job.limit:g} s")
        return
    results = args.results or default_file()
    records = run_suite(jobs, results, again=args.again, cores=args.cores)
    print(runs_table(records))


if __name__ == "__main__":
    main()
