"""The engine in a process of its own, so that no crash of the solver costs a schedule.

Parent and child talk over one pipe. The child says that it is ready, receives its job,
then sends every progress report and every better schedule as it is found, and at last
its answer. A message from the parent asks it to stop; a closed pipe ends it. So neither
outlives the other, and what has been received stays received when the child aborts,
hangs or is killed.
"""

import multiprocessing
import os
import pkgutil
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Protocol, Self

from pushpull_sched.app.faults import describe
from pushpull_sched.app.watchers import Watchers, phase
from pushpull_sched.domain.result import Params, Progress, SolveResult
from pushpull_sched.domain.school import School

ENGINE = "pushpull_sched.engine.solve:solve"
"""Where the engine is."""
POLL_SECONDS = 0.1
"""How often the parent looks up from the pipe for Ctrl-C and the clock."""
STOP_GRACE = 5.0
"""Seconds that a child gets for its answer once it was asked to stop."""
LATE = "the solver did not answer in time"
"""What went wrong with a child that was asked to stop."""
EXIT_SECONDS = 2.0
"""Seconds until a child whose pipe is closed must be gone."""


class Engine(Protocol):
    """What is run in the child: :func:`pushpull_sched.engine.solve.solve`."""

    def __call__(  # noqa: PLR0913 - mostly keywords
        self,
        school: School,
        params: Params,
        *,
        on_progress: Callable[[Progress], None],
        on_incumbent: Callable[[SolveResult], None] | None,
        clock: Callable[[], float],
        should_stop: Callable[[], bool],
    ) -> SolveResult:
        """Make a schedule; a request to stop is answered with the best found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The child has imported the engine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What the child is to do."""

    school: School
    params: Params


@dataclass(frozen=True, slots=True, kw_only=True)
class Incumbent:
    """A better schedule, verified by the child."""

    result: SolveResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The end of the job."""

    result: SolveResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The engine raised: the type of the error and where, never its text."""

    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildOutcome:
    """What the parent holds once the child is gone.

    Attributes:
        best: The child's answer, else the best schedule received; None for neither.
        failure: What went wrong with the child; empty where nothing did.
        timed_out: It was asked to stop, and left or was ended without an answer.
    """

    best: SolveResult | None
    failure: str = ""
    timed_out: bool = False


@dataclass(slots=True)
class _Patience:
    """When the child is asked to stop, and how long it is waited for then."""

    deadline: float
    clock: Callable[[], float]
    stop_requested: Callable[[], bool]
    asked: bool = False
    overdue: float = 0.0

    def ends_now(self) -> bool:
        """Whether the child is to be asked now; True once only."""
        if self.asked or not (self.stop_requested() or self.clock() >= self.deadline):
            return False
        self.asked = True
        self.overdue = self.clock() + STOP_GRACE
        return True

    @property
    def is_over(self) -> bool:
        """Whether an answer is waited for no longer."""
        return self.asked and self.clock() >= self.overdue


class EngineChild:
    """A child process that runs the engine once.

    Starting it early lets it import the solver while the parent reads the workbook.
    """

    def __init__(self, engine: str = ENGINE) -> None:
        """Start the child.

        Args:
            engine: ``module:function`` of an :class:`Engine`. Only its name crosses
                over, so that this process never has to import the solver.
        """
        context = multiprocessing.get_context("spawn")
        self._pipe, far_end = context.Pipe(duplex=True)
        self._process = context.Process(
            target=_child,
            args=(engine, far_end),
            name="solver",
            daemon=False,
        )
        self._process.start()
        far_end.close()

    def __enter__(self) -> Self:
        """Keep the child until the block ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the child, whatever it does."""
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()

    def solve(  # noqa: PLR0913 - mostly keywords
        self,
        school: School,
        params: Params,
        *,
        deadline: float,
        clock: Callable[[], float],
        stop_requested: Callable[[], bool],
        watchers: Watchers,
    ) -> ChildOutcome:
        """Have the child solve, and return what there is to keep.

        Args:
            school: The instance.
            params: What is asked; ``time_limit`` is replaced by what remains, unless
                the clock is not to decide anything.
            deadline: Time of ``clock`` at which the child should answer.
            clock: Seconds.
            stop_requested: Whether the user wants to end.
            watchers: Told of each report and each better schedule.
        """
        patience = _Patience(deadline, clock, stop_requested)
        best: SolveResult | None = None
        try:
            while not patience.is_over:
                if patience.ends_now():
                    watchers.progress(phase("stopping"))
                    self._pipe.send(None)
                if not self._pipe.poll(POLL_SECONDS):
                    continue
                match self._pipe.recv():
                    case Ready():
                        remaining = max(deadline - clock(), 0.0)
                        job = Job(school=school, params=_within(params, remaining))
                        self._pipe.send(job)
                    case Progress() as progress:
                        watchers.progress(progress)
                    case Incumbent(result=result):
                        best = result
                        watchers.incumbent(result)
                    case Answer(result=result):
                        return ChildOutcome(best=result)
                    case Broken(where=where):
                        return ChildOutcome(best=best, failure=where)
        except (EOFError, OSError):
            pass  # the pipe is closed: the child is gone
        failure = LATE if patience.asked else self._how_it_died()
        return ChildOutcome(best=best, failure=failure, timed_out=patience.asked)

    def _how_it_died(self) -> str:
        """Say how the process ended, once its pipe is closed."""
        self._process.join(EXIT_SECONDS)
        code = self._process.exitcode
        if code is not None and code < 0:
            return f"the solver was ended by {signal.Signals(-code).name}"
        return f"the solver ended with exit code {code}"


def _within(params: Params, remaining: float) -> Params:
    """What is asked of the engine with so many seconds left."""
    return params if params.deterministic else replace(params, time_limit=remaining)


def _child(engine: str, pipe: Connection) -> None:
    """Run in the child."""
    _leave_terminal_to_parent()
    serve(engine, pipe)


def serve(engine_name: str, pipe: Connection) -> None:
    """Receive one job over the pipe, do it, answer."""
    send_lock = threading.Lock()

    def send(message: object) -> None:
        with send_lock:
            pipe.send(message)

    try:
        # Imports the solver, which can fail on a machine that lacks its libraries.
        engine: Engine = pkgutil.resolve_name(engine_name)
        send(Ready())
        job = pipe.recv()
        if job is not None:
            stop = threading.Event()
            listener = threading.Thread(target=_listen, args=(pipe, stop), daemon=True)
            listener.start()
            result = engine(
                job.school,
                job.params,
                on_progress=send,
                on_incumbent=lambda better: send(Incumbent(result=_portable(better))),
                clock=time.monotonic,
                should_stop=stop.is_set,
            )
            send(Answer(result=_portable(result)))
    except (EOFError, BrokenPipeError):
        return
    except Exception as error:  # noqa: BLE001 - the parent is told, as a value
        send(Broken(where=describe(error)))


def _listen(pipe: Connection, stop: threading.Event) -> None:
    """Wait for the request to stop; leave at once when the parent is gone."""
    try:
        while True:
            pipe.recv()
            stop.set()
    except (EOFError, OSError):
        os._exit(0)


def _leave_terminal_to_parent() -> None:
    """Keep Ctrl-C away, also when the solver resets its handling, and stay silent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)


def _portable(result: SolveResult) -> SolveResult:
    """Strip what the parent works out by itself and what cannot be pickled."""
    return replace(result, verdict=None, service_reasons=dict(result.service_reasons))
