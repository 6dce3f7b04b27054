"""Run a command and measure it: seconds, and peak memory of all its processes."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

_EVERY = 0.1
"""Seconds between two looks at the memory."""
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A command that has ended.

    Attributes:
        exit_code: Its exit code; negative for a signal.
        stdout: What it printed.
        stderr: What it said, the last lines.
        seconds: From its start to its end.
        first_word: Seconds from its start to its first line on stderr; None without.
        peak_mb: Largest sum, over all its processes, of resident memory in MB of
            1,000,000 bytes. Memory shared by two processes counts twice.
        ended: It was ended because it took longer than allowed.
    """

    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    first_word: float | None
    peak_mb: int
    ended: bool


def run_measured(command: Sequence[str], *, most_seconds: float) -> Finished:
    """Run a command to its end, or end it and its children when it takes too long."""
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - commands of this package
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        out = _Reader(process.stdout, began)
        err = _Reader(process.stderr, began)
        peak, ended = 0, False
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            if time.monotonic() - began > most_seconds and not ended:
                ended = True
                _end_tree(process.pid)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_EVERY)
        seconds = time.monotonic() - began
        out.join()
        err.join()
    return Finished(
        exit_code=process.returncode,
        stdout=out.text,
        stderr=err.text[-2000:],
        seconds=seconds,
        first_word=err.first,
        peak_mb=round(peak / _MEGABYTE),
        ended=ended,
    )


class _Reader(threading.Thread):
    """Reads a pipe to its end and notes when its first line came."""

    def __init__(self, pipe: IO[str] | None, began: float) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self._began = began
        self.text = ""
        self.first: float | None = None
        self.start()

    def run(self) -> None:
        for line in self._pipe or ():
            if self.first is None:
                self.first = time.monotonic() - self._began
            self.text += line


def _memory(pid: int) -> int:
    import psutil  # noqa: PLC0415 - only benchmarks have it

    total = 0
    for process in _tree(pid):
        with suppress(psutil.Error):
            total += process.memory_info().rss
    return total


def _tree(pid: int) -> list["psutil.Process"]:
    import psutil  # noqa: PLC0415 - only benchmarks have it

    try:
        root = psutil.Process(pid)
        return [*root.children(recursive=True), root]
    except psutil.Error:
        return []


def _end_tree(pid: int) -> None:
    import psutil  # noqa: PLC0415 - only benchmarks have it

    for process in _tree(pid):
        with suppress(psutil.Error):
            process.kill()


@contextmanager
def on_cores(count: int) -> Iterator[int]:
    """Bind this process, and all that it starts, to so many cores where possible.

    Yields:
        The number of cores that runs have.
    """
    if sys.platform != "linux":
        yield min(count, os.cpu_count() or count)
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(before)[:count]))
    try:
        yield len(os.sched_getaffinity(0))
    finally:
        os.sched_setaffinity(0, before)
