"""A process with a crew, or with the engine's child that has one, to be killed.

Writes the ids of all processes below it, one a line, then waits.
"""

import os
import sys
import time

from pushpull_sched.app.child import EngineChild
from pushpull_sched.app.watchers import Watchers
from pushpull_sched.domain.result import Params, Progress
from pushpull_sched.engine.crew import Crew
from verify.build import school


def members(crew):
    return [member.process.pid for member in crew._members]


def waits_with_a_crew(of, params, *, on_progress, **watchers):
    """An engine that starts a crew, tells all ids and hangs."""
    crew = Crew(of, (), 1)
    for pid in (os.getpid(), *members(crew)):
        on_progress(
            Progress(level=str(pid), value=None, bound=None, elapsed=0, remaining=0)
        )
    time.sleep(600)


def say(line):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def with_a_crew():
    for pid in members(Crew(school(), (), 2)):
        say(pid)
    time.sleep(600)


def with_a_child():
    with EngineChild("engine.crew_script:waits_with_a_crew") as child:
        child.solve(
            school(),
            Params(),
            deadline=time.monotonic() + 600,
            clock=time.monotonic,
            stop_requested=lambda: False,
            watchers=Watchers(progress=lambda told: say(told.level)),
        )


if __name__ == "__main__":
    {"crew": with_a_crew, "child": with_a_child}[sys.argv[1]]()
