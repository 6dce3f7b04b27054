"""``python -m benchmarks.timeshare``: where the time of a run goes.

The engine solves a planted school in this process, and a thread looks a hundred times a
second at what it is doing. A look counts for the time since the last one, so that long
calls into the solver, which let no other thread run, weigh what they last. Processes on
further cores are not looked at.
"""

import argparse
import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from benchmarks.instances import CACHE, Instance, files_of
from benchmarks.measure import on_cores
from pushpull_sched.domain.result import Params
from pushpull_sched.engine.solve import solve
from pushpull_sched.workbook.load import load_school

EVERY = 0.01
"""Seconds between two looks."""
RESULTS = Path(__file__).parent / "results" / "timeshare.jsonl"
OTHER = "rest"

PARTS: Sequence[tuple[str, str, frozenset[str]]] = (
    ("solving exact models", "engine.solver", frozenset({"run"})),
    ("reading solutions", "model.build", frozenset({"read"})),
    ("building exact models", "engine.step", frozenset({"open_model", "post"})),
    ("building exact models", "engine.exact", frozenset({"model"})),
    ("building exact models", "model.build", frozenset({"build", "whole"})),
    ("building exact models", "model.options", frozenset({"options_of"})),
    ("verifying", "verify", frozenset()),
    ("moves on the board", "engine.annealing", frozenset()),
    ("moves on the board", "engine.rebuild", frozenset()),
    ("bounds", "engine.bounds", frozenset()),
    ("staffing table", "counting", frozenset()),
)
"""What a stretch of the stack is called: name, module or package, functions (any)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Where the time of one run went.

    Attributes:
        instance: Name of the roster.
        seconds: Length of the run.
        parts: Seconds by part, the longest first.
        at: When it ended.
    """

    instance: str
    seconds: float
    parts: dict[str, float]
    at: str


class Sampler(threading.Thread):
    """Looks at the stack of another thread until it is stopped."""

    def __init__(self, watched: int) -> None:
        super().__init__(daemon=True)
        self.watched = watched
        self.seconds: dict[str, float] = {}
        self._stopped = threading.Event()

    def run(self) -> None:
        """Count time by part."""
        last = time.perf_counter()
        while not self._stopped.wait(EVERY):
            frame = sys._current_frames().get(self.watched)  # noqa: SLF001 - documented
            now = time.perf_counter()
            part = part_of(frame)
            self.seconds[part] = self.seconds.get(part, 0.0) + now - last
            last = now

    def stop(self) -> None:
        """End, and wait for the end."""
        self._stopped.set()
        self.join()


def part_of(frame: FrameType | None) -> str:
    """Name the part that the innermost known stretch of a stack belongs to."""
    for module, function in _stack(frame):
        for name, place, functions in PARTS:
            inside = module == place or module.startswith(f"{place}.")
            if inside and (not functions or function in functions):
                return name
    return OTHER


def _stack(frame: FrameType | None) -> Iterator[tuple[str, str]]:
    """Modules of the program and functions, innermost first."""
    while frame is not None:
        package, _, module = frame.f_globals.get("__name__", "").partition(".")
        if package == "pushpull_sched":
            yield module, frame.f_code.co_name
        frame = frame.f_back


def look(instance: Instance, seconds: float, cores: int, cache: Path = CACHE) -> Shares:
    """Solve a planted school and say where the time went.

    Raises:
        ValueError: The roster has errors.
    """
    school = load_school(files_of(instance, cache).roster).school
    if school is None:
        raise ValueError(instance.key)
    sampler = Sampler(threading.get_ident())
    began = time.perf_counter()
    sampler.start()
    params = Params(time_limit=seconds, seed=instance.seed, workers=cores)
    solve(school, params)
    sampler.stop()
    longest = sorted(sampler.seconds.items(), key=lambda one: -one[1])
    return Shares(
        instance=instance.key,
        seconds=round(time.perf_counter() - began, 1),
        parts={name: round(spent, 2) for name, spent in longest},
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S%z"),
    )


def table(shares: Shares) -> str:
    """The shares as a Markdown table."""
    total = sum(shares.parts.values()) or 1.0
    rows = [
        f"| {name} | {spent:.1f} s | {100 * spent / total:.1f} % |"
        for name, spent in shares.parts.items()
    ]
    return "\n".join(["| part | time | share |", "| --- | --- | --- |", *rows])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a table, and keep a line of results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tier", default="average", help="tier of the school")
    parser.add_argument("--seed", type=int, default=1, help="seed of school and solver")
    parser.add_argument("--limit", type=float, default=60.0, help="seconds")
    parser.add_argument("--cores", type=int, default=2, help="cores to use")
    parser.add_argument("--results", type=Path, default=RESULTS, help="file of lines")
    asked = parser.parse_args(arguments)
    instance = Instance(tier=asked.tier, seed=asked.seed)
    with on_cores(asked.cores) as cores:
        shares = look(instance, asked.limit, cores)
    print(f"{shares.instance}, {shares.seconds:.0f} s\n\n{table(shares)}")
    with asked.results.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(shares)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
