"""An engine that answers with a schedule that was found before."""

import os
import pickle
from pathlib import Path

from pushpull_sched.domain.result import SolveResult

ANSWER = "PUSHPULL_REPLAY"
"""Environment variable that names the file with the answer."""


def replay(*_: object, **__: object) -> SolveResult:
    """Answer in place of :func:`pushpull_sched.engine.solve.solve`."""
    content = Path(os.environ[ANSWER]).read_bytes()
    result: SolveResult = pickle.loads(content)  # noqa: S301 - written a minute ago
    return result
