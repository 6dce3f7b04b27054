"""Ctrl-C while a schedule is made: the first asks to stop, the second quits at once.

The solver runs in a child process that never sees Ctrl-C; the parent keeps this
handler from the start of the solve until the files are written.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """How often the user has pressed Ctrl-C."""

    def __init__(self) -> None:
        self.count = 0

    @property
    def requested(self) -> bool:
        """Whether the user asked to stop."""
        return self.count > 0

    def handle(self, signum: int, frame: FrameType | None) -> None:
        """Count one Ctrl-C.

        Raises:
            KeyboardInterrupt: It is the second one.
        """
        del signum, frame
        self.count += 1
        if self.count > 1:
            raise KeyboardInterrupt


@contextmanager
def watched_interrupts() -> Iterator[Interrupts]:
    """Count Ctrl-C inside the block; outside the main thread nothing is changed."""
    interrupts = Interrupts()
    if threading.current_thread() is not threading.main_thread():
        yield interrupts
        return
    former = signal.signal(signal.SIGINT, interrupts.handle)
    try:
        yield interrupts
    finally:
        signal.signal(
            signal.SIGINT, signal.default_int_handler if former is None else former
        )
