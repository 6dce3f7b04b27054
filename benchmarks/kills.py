"""Kill ``solve`` at random points: the folder holds the old result or the new one.

``python -m benchmarks.kills`` solves a small school again and again into one folder and
ends the process at a random moment, often while it writes. What is left is
judged through the program's own commands. Every kill is one line of the results, drawn
by its number; a number that stands there is skipped, so a stopped run goes on.

Every tenth run is the program as a user starts it. In the others the process that is
killed is forked with everything imported, and the solver's process answers with a
schedule that was found before: most of the time is then spent on reading, verifying
and writing, where a kill can do harm.
"""

import argparse
import functools
import hashlib
import importlib
import json
import os
import pickle
import random
import shutil
import signal
import sys
import time
import types
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil
from typer.testing import CliRunner

import pushpull_sched.app.solve
from benchmarks.replay import ANSWER
from pushpull_sched.app.opened import open_schedule
from pushpull_sched.cli.main import app
from pushpull_sched.cli.main import run as run_program
from pushpull_sched.domain.result_folder import PARTIAL_PREFIX, SCHEDULE_JSON

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "samples" / "toy.xlsx"
POLICY = ROOT / "benchmarks" / "until-complete.toml"
WORK = ROOT / "benchmarks" / ".cache" / "kills"
RESULTS = ROOT / "benchmarks" / "results" / "kills.jsonl"
FILES = ("schedule.xlsx", "report.html", SCHEDULE_JSON)
SIGNALS = (signal.SIGKILL,) * 3 + (signal.SIGTERM, signal.SIGINT)
LONGEST = 120.0
"""Seconds after which a run that its signal did not end is ended for good."""
AIMS = {"anywhere": 1.0, "writing": 0.8, "moving": 0.004}
"""Seconds in which a kill falls, from the moment it waits for: the start of the run (a
share of its length), the hidden folder, and the first file that is moved into place."""
ORPHANS = 60.0
"""Seconds in which the solver has to notice that its parent is gone.

On a busy machine it may still be starting, which it finishes first.
"""
SOLVED = (0, 4)
UNREADABLE = 3
"""Exit code of verify and show where a result cannot be read."""
AS_USERS_DO = 10
"""Every tenth run is started as users start it."""
PLAIN, FORKED = "plain", "forked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One kill and what it left.

    Attributes:
        number: Its number, by which it was drawn.
        started: ``plain`` as a user starts it, or ``forked``.
        signal: The signal.
        aim: What it was aimed at, one of :data:`AIMS`.
        after: Seconds from the start to the signal.
        exit: Exit code; negative where the signal ended the process.
        left: ``old``, ``new``, ``none`` or ``mixture``.
        refused: verify and show both refused what was left.
        hidden: Hidden folders that are left.
        orphan: A process of the run outlived it by a minute.
    """

    number: int
    started: str
    signal: str
    aim: str
    after: float
    exit: int
    left: str
    refused: bool
    hidden: int
    orphan: bool

    @property
    def sound(self) -> bool:
        """Whether the promise of the output contract was kept."""
        whole = self.left in {"old", "new"} and not self.refused
        mixture = self.left == "mixture" and self.refused
        return (whole or mixture) and self.hidden <= 1 and not self.orphan


def arguments_of(roster: Path, folder: Path, number: int) -> list[str]:
    """Return the arguments of the run that is killed."""
    return [
        *("solve", str(roster), "--out", str(folder), "--seed", str(number)),
        *("--workers", "1", "--time-limit", "60", "--policy", str(POLICY), "--quiet"),
    ]


def start(words: Sequence[str], started: str) -> psutil.Process:
    """Start the program with arguments and return its process."""
    if started == FORKED:
        return psutil.Process(os.fork() or _become(words))
    whole = [sys.executable, "-m", "pushpull_sched", *words]
    with Path(os.devnull).open("wb") as nowhere:
        return psutil.Popen(whole, stdout=nowhere, stderr=nowhere)


def _become(words: Sequence[str]) -> int:
    """Go on as the program, in a process that was forked; never returns."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    # The solver's process must not import this script again.
    sys.modules["__main__"] = types.ModuleType("__main__")
    real = pushpull_sched.app.solve.solve
    pushpull_sched.app.solve.solve = functools.partial(
        real, engine="benchmarks.replay:replay"
    )
    sys.argv = ["pushpull-sched", *words]
    code = 1
    try:
        run_program()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def hidden_folders(folder: Path) -> set[Path]:
    """Return what unfinished runs left in a folder."""
    return set(folder.glob(f"{PARTIAL_PREFIX}*"))


def hashes(folder: Path) -> dict[str, str]:
    """Return the hashes of the files of a result, by name."""
    return {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in FILES
        if (folder / name).exists()
    }


def state_of(folder: Path, old: dict[str, str]) -> str:
    """Tell by hashes alone what a folder holds."""
    now = hashes(folder)
    if not now:
        return "none"
    if now == old:
        return "old"
    try:
        stated = json.loads((folder / SCHEDULE_JSON).read_bytes())["hashes"]
    except (OSError, ValueError, KeyError):
        return "mixture"
    whole = len(now) == len(FILES) and all(now[name] == stated[name] for name in stated)
    return "new" if whole else "mixture"


def refuse(roster: Path, folder: Path) -> bool:
    """Tell whether verify and show refuse to read what is in a folder."""
    runner = CliRunner()
    commands = (
        ["verify", str(roster), str(folder)],
        ["show", str(folder), "--roster", str(roster)],
    )
    codes = {runner.invoke(app, words).exit_code for words in commands}
    return codes == {UNREADABLE}


def _is_due(aim: str, folder: Path, known: set[Path]) -> bool:
    """Tell whether the moment has come from which a kill is drawn."""
    if aim == "anywhere":
        return True
    new = hidden_folders(folder) - known
    if aim == "writing":
        return bool(new)
    return any(True for each in new for _ in each.glob("replaced-*"))


def is_running(process: psutil.Process) -> bool:
    """Tell whether a process has not ended."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _signalled(process: psutil.Process, chosen: signal.Signals) -> int:
    """Send a signal and return how the process ended."""
    if is_running(process):
        process.send_signal(chosen)
    try:
        return int(process.wait(LONGEST) or 0)
    except psutil.TimeoutExpired:
        process.kill()
        return int(process.wait() or 0)


def kill_once(
    roster: Path, folder: Path, number: int, *, started: str, usual: float
) -> Kill:
    """Start a run that replaces the result in a folder, end it, and judge.

    Args:
        roster: The roster.
        folder: The folder, which holds a result.
        number: Number of the kill; it draws the signal and the moment.
        started: ``plain`` or ``forked``.
        usual: Seconds that such a run takes when it is left alone.
    """
    draw = random.Random(number)
    chosen, aim = draw.choice(SIGNALS), draw.choice(list(AIMS))
    delay = draw.uniform(0, AIMS[aim] * (usual if aim == "anywhere" else 1))
    old, known = hashes(folder), hidden_folders(folder)
    began = time.monotonic()
    process = start(arguments_of(roster, folder, number), started)
    while not _is_due(aim, folder, known) and is_running(process):
        time.sleep(0.0005)
    time.sleep(delay)
    after = time.monotonic() - began
    children = process.children(recursive=True) if is_running(process) else []
    code = _signalled(process, chosen)
    alive = psutil.wait_procs(children, timeout=ORPHANS)[1]
    return Kill(
        number=number,
        started=started,
        signal=chosen.name,
        aim=aim,
        after=round(after, 3),
        exit=code,
        left=state_of(folder, old),
        refused=refuse(roster, folder),
        hidden=len(hidden_folders(folder)),
        orphan=bool(alive),
    )


def finished(roster: Path, folder: Path, *, started: str) -> float:
    """Have a run replace whatever is there, left alone; return its seconds.

    Raises:
        RuntimeError: It made no result, or left a hidden folder behind.
    """
    began = time.monotonic()
    words = [*arguments_of(roster, folder, 0), "--force"]
    code = start(words, started).wait()
    if code not in SOLVED or hidden_folders(folder):
        raise RuntimeError(
            f"a run left alone ended with {code}: {list(folder.iterdir())}"
        )
    return time.monotonic() - began


def prepare(work: Path) -> tuple[Path, Path]:
    """Make a roster, a first result and the answer of the replaying engine.

    Returns:
        The roster and the folder of the result.
    """
    work.mkdir(parents=True, exist_ok=True)
    roster, folder = work / "toy.xlsx", work / "out"
    answer = work / "answer.pickle"
    shutil.copy2(SAMPLE, roster)
    if not answer.exists():
        finished(roster, folder, started=PLAIN)
        result = open_schedule(folder, roster).result
        answer.write_bytes(pickle.dumps(replace(result, verdict=None)))
    os.environ[ANSWER] = str(answer)
    for module in ("result_folder", "roster", "baseline"):
        importlib.import_module(f"pushpull_sched.app.{module}")
    return roster, folder


def _done(results: Path) -> dict[int, Kill]:
    if not results.exists():
        return {}
    lines = results.read_text(encoding="utf-8").splitlines()
    kills = [Kill(**json.loads(line)) for line in lines if line]
    return {kill.number: kill for kill in kills}


def report(kills: Sequence[Kill]) -> str:
    """Say what came of the kills."""
    left = {
        word: sum(kill.left == word for kill in kills)
        for word in ("old", "new", "mixture", "none")
    }
    ended = sum(kill.exit < 0 for kill in kills)
    plain = sum(kill.started == PLAIN for kill in kills)
    return "\n".join(
        (
            f"{len(kills)} kills, {plain} of the program as users start it",
            f"{ended} ended the process",
            "aimed at "
            + ", ".join(
                f"{aim}: {sum(kill.aim == aim for kill in kills)}" for aim in AIMS
            ),
            ", ".join(f"{word} {count}" for word, count in left.items()),
            f"most hidden folders at a time: {max(kill.hidden for kill in kills)}",
            f"orphans: {sum(kill.orphan for kill in kills)}",
            f"unsound: {[kill.number for kill in kills if not kill.sound]}",
        )
    )


def main(arguments: list[str]) -> int:
    """Kill, record, and return 1 where the promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--work", type=Path, default=WORK, help="where it solves")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args(arguments)
    count: int = options.count
    roster, folder = prepare(options.work)
    done, usual = _done(options.results), {PLAIN: 0.0, FORKED: 0.0}
    options.results.parent.mkdir(exist_ok=True)
    for number in range(1, count + 1):
        if number in done:
            continue
        started = FORKED if number % AS_USERS_DO else PLAIN
        if not usual[started] or state_of(folder, {}) != "new":
            usual[started] = finished(roster, folder, started=started)
        kill = kill_once(roster, folder, number, started=started, usual=usual[started])
        done[number] = kill
        with options.results.open("a", encoding="utf-8") as results:
            results.write(json.dumps(asdict(kill)) + "\n")
    kills = [done[number] for number in sorted(done) if number <= count]
    print(report(kills))
    return int(not all(kill.sound for kill in kills))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
