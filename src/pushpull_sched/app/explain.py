"""What ``explain`` does: why a roster has no complete schedule, and what would help."""

import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.files import existing
from pushpull_sched.app.interrupts import watched_interrupts
from pushpull_sched.app.roster import load_roster
from pushpull_sched.app.suggest import did_you_mean
from pushpull_sched.app.watchers import Watchers
from pushpull_sched.domain.explanation import (
    DEFAULT_COSTS,
    Ask,
    Explanation,
    RepairKind,
)

if TYPE_CHECKING:
    from pushpull_sched.workbook.load import LoadedRoster

_LEAST_SECONDS = 1.0
"""What is left for the search, however long the reading took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainRequest:
    """What is asked.

    Attributes:
        roster: The workbook, or a folder of CSV files.
        ask: Time limit for everything, seed, budget; its costs count where ``costs``
            is None.
        costs: A TOML file with the cost of a change of each kind.
    """

    roster: Path
    ask: Ask = field(default_factory=Ask)
    costs: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainAnswer:
    """What there is to say.

    Attributes:
        roster: The workbook as read, with its findings.
        explanation: The answer; None where the workbook has errors.
        seconds: Duration of everything.
    """

    roster: "LoadedRoster"
    explanation: Explanation | None
    seconds: float = 0.0

    @property
    def title(self) -> str:
        """Name of the school, or of the file where there is none."""
        school = self.roster.school
        return self.roster.name if school is None else school.settings.school


def explain(
    request: ExplainRequest,
    *,
    watchers: Watchers | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> ExplainAnswer:
    """Read the roster and explain it. Ctrl-C ends the search with what is known.

    Raises:
        UsageFault: There is no such file, or the costs file has faults.
    """
    began = clock()
    told = watchers or Watchers()
    ask = request.ask
    if request.costs is not None:
        ask = replace(ask, costs=read_costs(request.costs))
    roster = load_roster(existing(request.roster, what="roster"))
    school = roster.school
    if school is None or not roster.usable:
        return ExplainAnswer(roster=roster, explanation=None, seconds=clock() - began)
    told.loaded(school)
    left = max(ask.time_limit - (clock() - began), _LEAST_SECONDS)
    from pushpull_sched.explain.answer import explain_school  # noqa: PLC0415 - heavy

    with watched_interrupts() as interrupts:
        explanation = explain_school(
            school,
            replace(ask, time_limit=left),
            on_progress=told.progress,
            clock=clock,
            should_stop=lambda: interrupts.requested,
        )
    return ExplainAnswer(
        roster=roster, explanation=explanation, seconds=clock() - began
    )


def read_costs(file: Path) -> MappingProxyType[RepairKind, int]:
    """Read the costs of changes: ``provider-time = 5`` and so on, whole numbers.

    A kind that is not named keeps its cost in :data:`DEFAULT_COSTS`.

    Raises:
        UsageFault: The file is missing, no TOML, or has faults; all are listed.
    """
    path = existing(file, what="costs file")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageFault(f"{path} is no TOML file: {error}.") from error
    kinds = [kind.value for kind in RepairKind]
    faults = []
    for key, value in table.items():
        if key not in kinds:
            near = did_you_mean(key, kinds)
            faults.append(" ".join(filter(None, [f'There is no kind "{key}".', near])))
        elif type(value) is not int or value < 1:
            faults.append(f"{key} has to be a whole number from 1.")
    if faults:
        raise UsageFault(
            f"{path} has {len(faults)} faults."
            if len(faults) > 1
            else f"{path} has a fault.",
            *faults,
            f"Kinds: {', '.join(kinds)}.",
        )
    read = {RepairKind(key): value for key, value in table.items()}
    return MappingProxyType({**DEFAULT_COSTS, **read})
