"""Mutation testing of verifier, demand arithmetic and model with mutmut.

``python -m benchmarks.mutation`` copies the project into ``benchmarks/.cache``, has
mutmut change one thing at a time there, and records which changes no test notices: the
survivors. Verifier and demand arithmetic are taken whole, the model by mutants that are
drawn by a seed. mutmut keeps what it has tried in the copy, so a stopped run goes on.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "benchmarks" / ".cache" / "mutation"
RESULTS = ROOT / "benchmarks" / "results" / "mutation.json"
PACKAGE = Path("src") / "pushpull_sched"
COPIED = ("src", "tests", "benchmarks", "data", "docs", "README.md", "pyproject.toml")
TESTS = {
    "demand": ("tests/demand", "tests/verify", "tests/oracle"),
    "verify": ("tests/verify", "tests/demand"),
    "model": ("tests/model", "tests/oracle"),
}
"""What is mutated, and the quickest tests that ought to notice."""
LEFT_OUT = {"verify": ("tests/verify/test_metamorphic.py",)}
"""Tests that take a minute for each mutant that survives; the score is one without."""
DRAWN = {"model": 300}
"""Mutants that are drawn; of the others all are taken."""
BATCH = 2000
"""Mutants of one run of mutmut, between two looks at the clock."""
KILLED, TIMEOUT, UNTESTED = "killed", "timeout", "no tests"
OUTCOMES: Mapping[int | None, str] = {
    None: "not tried",
    2: "not tried",
    0: "survived",
    1: KILLED,
    3: KILLED,
    5: UNTESTED,
    33: UNTESTED,
    24: TIMEOUT,
    36: TIMEOUT,
    152: TIMEOUT,
    255: TIMEOUT,
    -24: TIMEOUT,
}
"""What the exit codes that mutmut keeps of a mutant mean; others are ``suspicious``."""
UNNOTICED = {"survived", UNTESTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How mutants are tried.

    Attributes:
        children: So many at a time.
        again: Those that were not noticed are tried once more, after new tests.
    """

    children: int = 1
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How the mutants of one module fared.

    Attributes:
        module: File name below the package.
        mutants: Number of mutants that are wanted.
        outcomes: Number of mutants by outcome.
        survivors: Names of the mutants that no test noticed, or none runs.
    """

    module: str
    mutants: int
    outcomes: dict[str, int]
    survivors: tuple[str, ...]

    @property
    def noticed(self) -> int:
        """Mutants that a test noticed; one that never ends counts."""
        return self.outcomes.get(KILLED, 0) + self.outcomes.get(TIMEOUT, 0)

    @property
    def tried(self) -> int:
        """Mutants with an outcome."""
        return self.mutants - self.outcomes.get(OUTCOMES[None], 0)


def prepare(work: Path, part: str) -> Path:
    """Bring the copy of the project for one package up to date.

    mutmut compares the functions of a copy with what it has tried, so that only what
    has changed since is tried again.
    """
    place = work / part
    place.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        source, target = ROOT / name, place / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(
                source, target, ignore=shutil.ignore_patterns(".cache", "__pycache__")
            )
        else:
            shutil.copy2(source, target)
    options = ["-p", "no:cacheprovider", "-q"]
    options += [f"--ignore={name}" for name in LEFT_OUT.get(part, ())]
    settings = (
        "\n[tool.mutmut]\n"
        'source_paths = ["src"]\n'
        f'only_mutate = ["{(PACKAGE / part).as_posix()}/*"]\n'
        f"pytest_add_cli_args_test_selection = {json.dumps(TESTS[part])}\n"
        f"pytest_add_cli_args = {json.dumps(options)}\n"
        f"also_copy = {json.dumps(COPIED[1:])}\n"
        "timeout_constant = 20.0\n"
    )
    project = place / "pyproject.toml"
    project.write_text(project.read_text("utf-8") + settings, "utf-8")
    tomllib.loads(project.read_text("utf-8"))
    return place


def mutmut(
    place: Path, names: Sequence[str], seconds: float, children: int = 1
) -> bool:
    """Have mutmut try mutants; return whether it came to its end.

    What it has tried when the time is over it keeps.
    """
    words = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children)]
    log = place / "mutmut.log"
    with log.open("ab") as output:
        run = subprocess.Popen(  # noqa: S603 - this interpreter
            [*words, *names],
            cwd=place,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        code = run.wait(timeout=max(0.0, seconds))
    except subprocess.TimeoutExpired:
        # Its children too, each of which tries a mutant.
        os.killpg(run.pid, signal.SIGKILL)
        code = run.wait()
    return code == 0


def outcomes(place: Path, part: str) -> dict[str, dict[str, str]]:
    """Read what mutmut keeps: modules, their mutants, and what came of each."""
    found = {}
    folder = place / "mutants" / PACKAGE / part
    for file in sorted(folder.rglob("*.meta")):
        kept = json.loads(file.read_text("utf-8"))["exit_code_by_key"]
        module = file.relative_to(folder.parent).as_posix().removesuffix(".meta")
        found[module] = {
            name: OUTCOMES.get(code, "suspicious") for name, code in kept.items()
        }
    return found


def wanted(known: Iterable[str], part: str, seed: int) -> list[str]:
    """Return the mutants of a package that are to be tried, in a drawn order."""
    names = sorted(known)
    random.Random(f"mutants-{part}-{seed}").shuffle(names)
    return names[: DRAWN.get(part)]


def scores(found: Mapping[str, Mapping[str, str]], names: Iterable[str]) -> list[Score]:
    """Count the wanted mutants of every module."""
    kept = set(names)
    made = []
    for module, fates in found.items():
        ours = {name: fate for name, fate in fates.items() if name in kept}
        fine = {KILLED, TIMEOUT, OUTCOMES[None]}
        survivors = sorted(name for name, fate in ours.items() if fate not in fine)
        if ours:
            made.append(
                Score(
                    module=module,
                    mutants=len(ours),
                    outcomes=dict(Counter(ours.values())),
                    survivors=tuple(survivors),
                )
            )
    return made


def take(part: str, *, work: Path, seed: int, until: datetime, how: Way) -> list[Score]:
    """Try what is left of the mutants of one package, until the time is over."""

    def left() -> float:
        return (until - datetime.now(UTC)).total_seconds()

    place = prepare(work, part)
    if how.again:
        # Which tests reach which function is told anew, for the new tests.
        (place / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    found = outcomes(place, part)
    if not found and left() > 0:
        # With a name that fits nothing mutmut makes the mutants, and complains.
        mutmut(place, ["none.*"], left())
        found = outcomes(place, part)
    names = wanted((name for fates in found.values() for name in fates), part, seed)
    fates = {name: fate for each in found.values() for name, fate in each.items()}
    wished = {OUTCOMES[None], *(UNNOTICED if how.again else ())}
    open_ = [name for name in names if fates[name] in wished]
    while open_ and left() > 0:
        batch, open_ = open_[:BATCH], open_[BATCH:]
        if not mutmut(place, batch, left(), how.children) and left() > 0:
            print(f"mutmut stopped early: see {place / 'mutmut.log'}")
            break
    return scores(outcomes(place, part), names)


def table(found: Sequence[Score]) -> str:
    """Say how every module fared, and all of them together."""
    lines = [
        f"{one.module}  {one.mutants}  {one.tried}  {one.noticed}  {len(one.survivors)}"
        for one in found
    ]
    tried, noticed = (
        sum(one.tried for one in found),
        sum(one.noticed for one in found),
    )
    share = f"{noticed / tried:.1%}" if tried else "nothing tried"
    head = "module  mutants  tried  noticed  survivors"
    return "\n".join([head, *lines, f"noticed {noticed} of {tried} ({share})"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Try mutants, record what is known of all, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation")
    parser.add_argument("--part", choices=tuple(TESTS), action="append")
    parser.add_argument("--minutes", type=float, default=60.0, help="of each part")
    parser.add_argument("--seed", type=int, default=1, help="draws the model's mutants")
    parser.add_argument("--children", type=int, default=1, help="mutants at a time")
    parser.add_argument(
        "--again", action="store_true", help="survivors too, after new tests"
    )
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args(arguments)
    results: Path = asked.results
    everything = []
    for part in asked.part or tuple(TESTS):
        seconds = 60 * asked.minutes
        until = datetime.fromtimestamp(datetime.now(UTC).timestamp() + seconds, UTC)
        found = take(
            part,
            work=asked.work,
            seed=asked.seed,
            until=until,
            how=Way(children=asked.children, again=asked.again),
        )
        # Read only now: another part may have been recorded meanwhile.
        known = json.loads(results.read_text("utf-8")) if results.exists() else {}
        known[part] = [asdict(one) for one in found]
        results.parent.mkdir(parents=True, exist_ok=True)
        results.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
        everything += found
    print(table(everything))
    return 0


if __name__ == "__main__":
    sys.exit(main())
