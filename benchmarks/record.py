"""One measured run as one line of a results file."""

import json
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.judge import LEVELS, Judgement
from benchmarks.suites import OURS, Job

RESULTS = Path(__file__).parent / "results"
_MOST_MARKS = 400
_LIBRARIES = ("ortools", "pandas", "openpyxl", "timefold")

Key = tuple[str, str, int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A run and what came of it. Seconds count from the start of the process.

    Attributes:
        instance: Name of the roster.
        tier: Its tier.
        tightness: Share of the providers' free time that is planted.
        rarer: Whether the rarer rules are on.
        change: What was changed against the baseline; empty for nothing.
        roster_seed: Seed of the roster.
        students: Number of students.
        services: Number of services.
        providers: Number of providers.
        solver: Who solved it.
        seed: Seed of the solver.
        limit: Time limit in seconds.
        policy: File name of the policy asked for; empty for the default.
        cores: Cores that the run had.
        exit_code: Exit code of the process.
        ended: It was ended because it took much longer than its limit.
        total: Duration of the process.
        load: Until the roster was read.
        build: From then until the search said its first word.
        first: Until the first verified schedule.
        complete: Until the first complete verified schedule; None for never.
        verify: Verifying the final schedule.
        export: Writing the files and reading them back.
        peak_mb: Peak memory of all processes of the run.
        legal: The verifier finds no broken rule; None without a schedule.
        served: The verifier finds nothing missing.
        broken: Codes of broken rules.
        values: Value of every level of the default policy, by the verifier.
        measures: Every measure, by the verifier.
        bounds: Lower bounds of the levels that the solver claims, by name.
        seconds: Seconds that the solver spent on each level, by name.
        trace: [name, seconds, value, bound] of every change during the run.
        notes: What the solver says of its own limits.
        versions: Versions of everything that matters.
        at: When the run ended.
    """

    instance: str
    tier: str
    tightness: float
    rarer: bool
    change: str
    roster_seed: int
    students: int
    services: int
    providers: int
    solver: str
    seed: int
    limit: float
    cores: int
    exit_code: int
    ended: bool
    total: float
    policy: str = ""
    load: float | None = None
    build: float | None = None
    first: float | None = None
    complete: float | None = None
    verify: float | None = None
    export: float | None = None
    peak_mb: int = 0
    legal: bool | None = None
    served: bool = False
    broken: list[str] = field(default_factory=list)
    values: dict[str, int] = field(default_factory=dict)
    measures: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    trace: list[list[Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    at: str = ""

    @property
    def key(self) -> Key:
        """What makes two runs the same."""
        return self.instance, self.solver, self.seed, self.limit

    @property
    def is_plain(self) -> bool:
        """Whether the roster is as it was made, without the rarer rules."""
        return not self.change and not self.rarer

    def gap(self, level: str) -> float | None:
        """(value - bound) / max(value, 1), or None where either is missing."""
        value, bound = self.values.get(level), self.bounds.get(level)
        if value is None or bound is None:
            return None
        return (value - bound) / max(value, 1)

    @property
    def order(self) -> tuple[int, ...] | None:
        """Level values in order: the smaller, the better; None without a schedule."""
        if not self.legal:
            return None
        return tuple(self.values[level] for level in LEVELS)


def phases(
    trace: Sequence[Mapping[str, Any]], startup: float, *, served: bool
) -> dict[str, Any]:
    """Cut a run into phases.

    Args:
        trace: The marks of ``solve --json``: at, seconds, value, bound.
        startup: Seconds of the process before the first mark's clock began.
        served: Whether the written schedule is complete: then a run that said so only
            at its end was complete when it was verified.
    """
    when: dict[str, float] = {}
    for mark in trace:
        when.setdefault(mark["at"], mark["seconds"])
    loaded, written = when.get("loaded"), when.get("written")
    words = [mark["seconds"] for mark in trace if mark["value"] is not None]
    verified = when.get("verified", written)
    complete = when.get("complete", verified) if served else None

    def since(mark: float | None, before: float | None) -> float | None:
        both = mark is not None and before is not None
        return round(mark - before, 2) if both else None  # type: ignore[operator]

    def from_start(mark: float | None) -> float | None:
        return None if mark is None else round(mark + startup, 2)

    return {
        "load": from_start(loaded),
        "build": since(when.get("built", words[0] if words else None), loaded),
        "first": from_start(when.get("schedule", verified)),
        "complete": from_start(complete),
        "verify": since(when.get("verified"), when.get("writing")),
        "export": since(written, verified),
    }


def marks(trace: Iterable[Mapping[str, Any]], startup: float) -> list[list[Any]]:
    """Shorten a trace: every mark is a list, and long traces lose marks evenly."""
    kept = [
        [mark["at"], round(mark["seconds"] + startup, 2), mark["value"], mark["bound"]]
        for mark in trace
    ]
    step = 1 + len(kept) // _MOST_MARKS
    return [
        mark
        for place, mark in enumerate(kept)
        if place % step == 0 or mark[2] is None or place == len(kept) - 1
    ]


def judged(judgement: Judgement | None) -> dict[str, Any]:
    """Return what the verifier says, by the names of :class:`Record`."""
    if judgement is None:
        return {}
    return {
        "legal": judgement.legal,
        "served": judgement.complete,
        "broken": list(judgement.broken),
        "values": dict(zip(LEVELS, judgement.levels, strict=True)),
        "measures": judgement.measures,
    }


def described(job: Job) -> dict[str, Any]:
    """Return what was asked, by the names of :class:`Record`."""
    return {
        "instance": job.instance.key,
        "tier": job.instance.tier,
        "tightness": job.instance.tightness,
        "rarer": job.instance.rarer,
        "change": job.instance.change,
        "roster_seed": job.instance.seed,
        "solver": job.solver,
        "seed": job.seed,
        "limit": job.limit,
        "policy": Path(job.policy).stem,
    }


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Return the versions of this program and of what it stands on."""
    found = {
        OURS: metadata.version("pushpull-sched"),
        "commit": _commit(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
    }
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _commit() -> str:
    git = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    try:
        answer = subprocess.run(git, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return answer.stdout.strip()


def default_file() -> Path:
    """Return the results file of today."""
    return RESULTS / f"{datetime.now().astimezone():%Y-%m-%d}.jsonl"


def read_records(*files: Path) -> list[Record]:
    """Read results; of several lines about the same run the last one counts."""
    found: dict[Key, Record] = {}
    for file in files:
        if file.exists():
            for line in file.read_text(encoding="utf-8").splitlines():
                record = Record(**json.loads(line))
                found[record.key] = record
    return list(found.values())


def append_record(file: Path, record: Record) -> None:
    """Add a line to a results file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(asdict(record), separators=(",", ":")) + "\n")
