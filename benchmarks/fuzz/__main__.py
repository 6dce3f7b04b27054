"""``python -m benchmarks.fuzz``: fuzz the reader, go on where the last run ended.

The working corpus grows in ``benchmarks/.cache/fuzz``; ``--keep`` reduces it to a small
one in ``benchmarks/corpus`` that the tests replay. Each run adds a line to the results.
"""

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path

from benchmarks.fuzz.mutate import mutated
from benchmarks.fuzz.seeds import seeds
from benchmarks.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
WORK = ROOT / "benchmarks" / ".cache" / "fuzz"
KEPT = ROOT / "benchmarks" / "corpus"
RESULTS = ROOT / "benchmarks" / "results" / "fuzz.jsonl"
LONGEST = {"cells": 200, "frequency": 200, "schedule": 4_000}
LONGEST_FILE = 60_000
BLIND = 0.2
"""Share of changes to a workbook that know nothing of XML."""
MOST_KEPT = 100
MOST_KEPT_BYTES = 4_000
_FIGURES = re.compile(r"stat::(\w+):\s+(\d+)")
_COVERED = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz")
    parser.add_argument("--target", choices=sorted(TARGETS), action="append")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument(
        "--keep", action="store_true", help="write benchmarks/corpus afterwards"
    )
    parser.add_argument("--inside", choices=sorted(TARGETS), help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _plant(name: str) -> Path:
    """Fill the working corpus of a target with its seeds and what was kept."""
    folder = WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds()[name]:
        (folder / sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    for file in (KEPT / name).glob("*"):
        shutil.copy2(file, folder / file.name)
    return folder


def _fuzzer(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.fuzz", "--inside", name, *arguments]


def fuzz(name: str, seconds: int) -> dict[str, object]:
    """Fuzz one target and return the figures of the run."""
    corpus = _plant(name)
    found = WORK / f"{name}-found"
    found.mkdir(exist_ok=True)
    before = set(found.iterdir())
    began = time.monotonic()
    executions = edges = features = kept = 0
    while (left := seconds - (time.monotonic() - began)) > 1:
        run = subprocess.run(  # noqa: S603 - this very script
            _fuzzer(
                name,
                str(corpus),
                f"-max_total_time={int(left)}",
                f"-max_len={LONGEST.get(name, LONGEST_FILE)}",
                f"-artifact_prefix={found}/",
                "-len_control=0",
                "-timeout=60",
                "-rss_limit_mb=3000",
                "-print_final_stats=1",
            ),
            cwd=ROOT,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        (WORK / f"{name}.log").write_text(run.stderr[-200_000:], encoding="utf-8")
        figures = dict(_FIGURES.findall(run.stderr))
        executions += int(figures.get("number_of_executed_units", 0))
        for match in _COVERED.finditer(run.stderr):
            edges, features, kept = map(int, match.groups())
        if "number_of_executed_units" not in figures:
            break  # the fuzzer itself did not run; the log says why
    return {
        "day": datetime.now(tz=UTC).date().isoformat(),
        "target": name,
        "seconds": round(time.monotonic() - began),
        "executions": executions,
        "edges": edges,
        "features": features,
        "corpus": kept,
        "found": sorted(
            path.name
            for path in set(found.iterdir()) - before
            if not path.name.startswith("slow-unit-")  # the machine was busy
        ),
    }


def keep(name: str) -> int:
    """Write the small corpus of a target: short inputs that each reached something."""
    files = sorted(
        (file for file in (WORK / name).iterdir()),
        key=lambda file: (file.stat().st_size, file.name),
    )
    small = [file for file in files if file.stat().st_size <= MOST_KEPT_BYTES]
    chosen = small[:: max(1, -(-len(small) // MOST_KEPT))]
    target = KEPT / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in chosen:
        shutil.copyfile(file, target / file.name)
    return len(chosen)


def _inside(name: str, arguments: list[str]) -> None:
    """Run the fuzzer in this process; it ends the process."""
    import atheris  # noqa: PLC0415 - only here, and after it nothing is imported plainly

    with atheris.instrument_imports(include=["pushpull_sched", "openpyxl"]):
        for module in list(sys.modules):
            if module.startswith(("pushpull_sched", "openpyxl", "benchmarks.fuzz.t")):
                del sys.modules[module]
        from benchmarks.fuzz.targets import TARGETS as INSTRUMENTED  # noqa: PLC0415

    for seed in seeds()[name]:
        INSTRUMENTED[name](seed)  # whatever is imported late is imported now
    own = {}
    if name == "workbook":

        def change(data: bytes, most: int, seed: int) -> bytes:
            draw = random.Random(seed)
            if b"<" not in data:  # a part without XML teaches little
                data = draw.choice(seeds()[name])
            if draw.random() < BLIND:
                return bytes(atheris.Mutate(data, most))
            return mutated(data, draw, atheris.Mutate)[:most]

        own["custom_mutator"] = change
    atheris.Setup([sys.argv[0], *arguments], INSTRUMENTED[name], **own)
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """Fuzz, record, and return 1 where something was found."""
    if arguments[:1] == ["--inside"]:
        _inside(arguments[1], arguments[2:])
        return 0
    options = _options(arguments)
    wrong = False
    for name in options.target or sorted(TARGETS):
        line = fuzz(name, options.seconds)
        RESULTS.parent.mkdir(exist_ok=True)
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write(json.dumps(line) + "\n")
        print(json.dumps(line), flush=True)
        wrong = wrong or bool(line["found"])
        if options.keep:
            print(f"{keep(name)} inputs kept for {name}", flush=True)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
