"""Random schools through the whole program: does anything disagree with anything?

``python -m benchmarks.soak`` draws a school by its seed, solves it, reads the result
back from both of its files and has every form of it verified through the program's own
commands. All must tell the same story, and no bound may lie above the timetable that
was planted in the roster. Every school is one line of the results; a seed that stands
there is skipped, so a stopped run goes on.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from benchmarks.instances import CACHE, Files, Instance, files_of
from benchmarks.judge import Judgement, judge, school_of
from pushpull_sched.cli.main import app
from pushpull_sched.domain.policy import DEFAULT_POLICY
from pushpull_sched.domain.result_folder import SCHEDULE_JSON, SCHEDULE_XLSX
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.workbook.schedule_reader import read_schedule

RESULTS = Path(__file__).parent / "results"
TIERS = ("toy", "toy", "slp", "slp", "small")
TIGHTNESS = (0.5, 0.65, 0.75, 0.85, 0.95)
PATIENCE = 8
"""A school without a schedule in its time is tried again with so many times as much."""
COMPLETE, INCOMPLETE, NOTHING = 0, 4, 5
"""Exit codes of ``solve`` that are answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """One school and what came of it.

    Attributes:
        seed: It draws everything.
        instance: Name of the roster.
        limit: Seconds that ``solve`` had.
        status: Status of the result; empty where there is none.
        sessions: Sessions in it.
        values: Levels of the default policy, by name.
        disagreements: Sentences; empty where all is well.
        seconds: Duration of everything.
    """

    seed: int
    instance: str
    limit: float
    status: str
    sessions: int
    values: dict[str, int]
    disagreements: tuple[str, ...]
    seconds: float


def drawn(seed: int) -> Instance:
    """Draw a school: its size, how full it is, and whether the rarer rules are on."""
    draw = random.Random(f"soak-{seed}")
    return Instance(
        tier=draw.choice(TIERS),
        seed=10_000 + seed,
        tightness=draw.choice(TIGHTNESS),
        rarer=draw.random() < 0.7,  # noqa: PLR2004 - most of them
    )


def soak(seed: int, limit: float, cache: Path = CACHE) -> Soaked:
    """Solve the school of a seed and compare all that is said about the result."""
    began = time.monotonic()
    instance = drawn(seed)
    files = files_of(instance, cache)
    content: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="soak-") as place:
        out = Path(place) / "out"
        words = ["solve", str(files.roster), "--out", str(out), "--quiet"]
        words += ["--workers", "1", "--seed", str(seed), "--time-limit"]
        code, said = _command(*words, str(limit))
        if code == NOTHING:
            limit *= PATIENCE
            code, said = _command(*words, str(limit))
        if code in {COMPLETE, INCOMPLETE}:
            content = json.loads((out / SCHEDULE_JSON).read_text(encoding="utf-8"))
            wrong = [*_disagreements(files, out, code, content)]
        else:
            wrong = [] if code == NOTHING else [f"solve ended with {code}: {said}"]
    measures = content.get("measures", {})
    return Soaked(
        seed=seed,
        instance=instance.key,
        limit=limit,
        status=content.get("status", ""),
        sessions=len(content.get("sessions", ())),
        values={
            level.name: sum(
                weight * measures.get(one, 0) for one, weight in level.weights
            )
            for level in DEFAULT_POLICY.levels
        },
        disagreements=tuple(wrong),
        seconds=round(time.monotonic() - began, 1),
    )


def _command(*words: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, list(words))
    return answer.exit_code, answer.stdout


def _disagreements(
    files: Files, out: Path, code: int, content: Mapping[str, Any]
) -> Iterator[str]:
    """Yield every two things about a result that do not fit."""
    served = content["status"] == "complete"
    if served is not (code == COMPLETE):
        yield f"solve ended with {code}, the result says {content['status']}"
    for form in (out, out / SCHEDULE_XLSX, out / SCHEDULE_JSON):
        yield from _verified(files.roster, form, code, content)
    if _rows(files.roster, out / SCHEDULE_XLSX) != _rows(
        files.roster, out / SCHEDULE_JSON
    ):
        yield "schedule.xlsx and schedule.json hold different rows"
    yield from _against_planted(judge(files.roster, files.planted), content)


def _verified(
    roster: Path, form: Path, code: int, content: Mapping[str, Any]
) -> Iterator[str]:
    """Yield where ``verify`` of one form of a result says something else than it."""
    answered, said = _command("verify", str(roster), str(form), "--json")
    if answered != code:
        yield f"verify {form.name} ended with {answered}, solve with {code}"
    verdict = json.loads(said)
    if not verdict.get("legal"):
        yield f"verify {form.name}: not legal: {verdict.get('findings')}"
    if verdict.get("complete") is not (code == COMPLETE):
        yield f"verify {form.name}: complete is {verdict.get('complete')}"
    stated, found = content["measures"], verdict.get("measures", {})
    wrong = {one: value for one, value in stated.items() if found.get(one) != value}
    if wrong:
        yield f"verify {form.name}: the result states {wrong}, measured are {found}"


def _rows(roster: Path, schedule: Path) -> Counter[ScheduleRow]:
    rows, _ = read_schedule(schedule, school_of(roster).settings.days)
    return Counter(replace(row, source=None) for row in rows)


def _against_planted(planted: Judgement, content: Mapping[str, Any]) -> Iterator[str]:
    """Yield what cannot be, since the planted timetable exists."""
    if not (planted.legal and planted.complete):
        yield f"the planted timetable breaks {planted.broken or 'S7'}"
        return
    best = dict(
        zip(
            (level.name for level in DEFAULT_POLICY.levels), planted.levels, strict=True
        )
    )
    for stage in content["stages"]:
        name = stage["level"]
        if stage["bound"] > best[name]:
            yield f"bound {stage['bound']} of {name}, planted is {best[name]}"
        if stage["value"] != best[name]:
            # The levels below are bounded with this one held at another value.
            return


def default_file() -> Path:
    """Return the results file of today."""
    return RESULTS / f"{datetime.now().astimezone():%Y-%m-%d}-soak.jsonl"


def read_results(files: Sequence[Path]) -> dict[int, Soaked]:
    """Read results by seed."""
    lines = [line for one in files for line in one.read_text("utf-8").splitlines()]
    found = (Soaked(**json.loads(line)) for line in lines if line)
    return {one.seed: one for one in found}


def summary(found: Sequence[Soaked]) -> str:
    """Say in a line what came of the schools."""
    status = Counter(one.status or "no schedule" for one in found)
    wrong = sum(bool(one.disagreements) for one in found)
    parts = ", ".join(f"{count} {name}" for name, count in sorted(status.items()))
    sessions = sum(one.sessions for one in found)
    return f"{len(found)} schools ({parts}), {sessions} sessions, {wrong} disagreements"


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak, record, and return 1 where anything disagreed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--count", type=int, default=500, help="the last seed")
    parser.add_argument("--limit", type=float, default=8.0, help="seconds of a solve")
    parser.add_argument("--minutes", type=float, help="begin no school after so many")
    parser.add_argument("--results", type=Path, help="this file, and no other")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where rosters are")
    asked = parser.parse_args(arguments)
    file: Path = asked.results or default_file()
    known = [asked.results] if asked.results else sorted(RESULTS.glob("*-soak.jsonl"))
    done = read_results([one for one in known if one.exists()])
    until = time.monotonic() + 60 * (asked.minutes or float("inf"))
    file.parent.mkdir(parents=True, exist_ok=True)
    seeds = range(asked.first, asked.count + 1)
    for seed in seeds:
        if seed in done or time.monotonic() > until:
            continue
        done[seed] = soak(seed, asked.limit, asked.cache)
        with file.open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(asdict(done[seed])) + "\n")
        for sentence in done[seed].disagreements:
            print(f"seed {seed}, {done[seed].instance}: {sentence}", flush=True)
    found = [done[seed] for seed in seeds if seed in done]
    print(summary(found))
    return int(any(one.disagreements for one in found))


if __name__ == "__main__":
    sys.exit(main())
