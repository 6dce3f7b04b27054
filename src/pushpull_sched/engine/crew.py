"""More cores: processes that prove bounds and search beside the run itself.

Python moves on the board use one core, so a second one proves bounds from below while
the first improves the schedule, and every further one searches from the same schedule
with a seed of its own. Members hold nothing that matters: when one dies, the run goes
on without it. Nobody outlives the run.
"""

import multiprocessing
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.school import School
from pushpull_sched.engine.bench import (
    Anneal,
    Bench,
    Found,
    Prove,
    Proved,
    Task,
    anneal,
    proofs,
)
from pushpull_sched.model.atlas import Atlas

READY = None
"""What a member says first."""


class Crew:
    """Processes beside the run.

    Attributes:
        size: Number of members alive.
    """

    def __init__(self, school: School, old: tuple[ScheduleRow, ...], size: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._school = school, old
        self._members: list[_Member] = []
        for number in range(size):
            pipe, far_end = context.Pipe(duplex=True)
            process = context.Process(
                target=_work, args=(far_end,), name=f"member {number}"
            )
            try:
                process.start()
            except OSError:
                # No room for one more process: the run goes on with those there are.
                pipe.close()
                break
            finally:
                far_end.close()
            self._members.append(_Member(process, pipe))

    @property
    def size(self) -> int:
        """Members that are alive."""
        return len(self._members)

    @property
    def listening(self) -> int:
        """Members that have started and take searches."""
        return sum(member.ready for member in self._members)

    @property
    def busy(self) -> int:
        """Members at work."""
        return sum(member.tasks > 0 for member in self._members)

    def prove(self, task: Prove) -> None:
        """Give the first member something to prove, after what it does now."""
        if self._members:
            self._give(self._members[0], task)

    def anneal(self, tasks: Sequence[Anneal]) -> int:
        """Give idle members a search each; how many took one."""
        idle = [one for one in self._members if one.ready and not one.tasks]
        for member, task in zip(idle, tasks, strict=False):
            self._give(member, task)
        return min(len(idle), len(tasks))

    def found(self, seconds: float = 0.0) -> list[Found]:
        """What members have found since, waiting so long for the first of it."""
        result: list[Found] = []
        pipes = {member.pipe: member for member in self._members}
        for ready in wait(list(pipes), seconds):
            member = pipes[ready]  # type: ignore[index]
            try:
                while member.pipe.poll():
                    answer = member.pipe.recv()
                    if answer is READY:
                        self._welcome(member)
                        continue
                    result.append(answer)
                    member.tasks -= not isinstance(answer, Proved) or answer.last
            except (EOFError, OSError):
                self._dismiss(member)
        return result

    def close(self) -> None:
        """End all members."""
        for member in list(self._members):
            self._dismiss(member)

    def _welcome(self, member: "_Member") -> None:
        """Hand a member that listens the school, and what was meant for it so far.

        A large message to a process that does not listen yet, or never will, would
        keep the run waiting.
        """
        member.ready = True
        member.pipe.send(self._school)
        for task in member.waiting:
            member.pipe.send(task)

    def _give(self, member: "_Member", task: Task) -> None:
        member.tasks += 1
        if not member.ready:
            member.waiting.append(task)
            return
        try:
            member.pipe.send(task)
        except OSError:
            self._dismiss(member)

    def _dismiss(self, member: "_Member") -> None:
        self._members.remove(member)
        member.pipe.close()
        member.process.kill()
        member.process.join()


@dataclass(slots=True)
class _Member:
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    tasks: int = 0
    ready: bool = False
    waiting: list[Task] = field(default_factory=list)


def _work(pipe: Connection) -> None:
    """Do task after task, in a process of its own."""
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    try:
        pipe.send(READY)
        bench = Bench(Atlas(*pipe.recv()))
        while True:
            match pipe.recv():
                case Prove() as task:
                    for found in proofs(bench, task):
                        pipe.send(found)
                case Anneal() as task:
                    pipe.send(anneal(bench, task))
    except (EOFError, OSError):
        return


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(0)
