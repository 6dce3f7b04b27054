"""What is asked of ``variants``, what comes of it, and who is told meanwhile."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pushpull_sched.app.compare import CompareAnswer
from pushpull_sched.app.solve import SolveRequest
from pushpull_sched.app.variants_file import Table
from pushpull_sched.app.watchers import Watchers
from pushpull_sched.domain.result import Params, SolveStatus
from pushpull_sched.domain.what_if import WhatIf
from pushpull_sched.workbook.load import LoadedRoster


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantsRequest:
    """What is asked.

    Attributes:
        roster: The workbook, or a folder of CSV files.
        out: Folder of the variants; None for ``ROSTER-variants`` beside the workbook.
        file: A TOML file that lists variants; None for none.
        flagged: Variants of flags, in the form of the file's tables.
        params: What each run is asked; its policy is not looked at.
        time_limit: Seconds for each variant; None for what the file says, else 60.
        seed: Seed of each variant; None for what the file says, else 1.
        baseline: An earlier schedule to which all variants stay close.
        again: Solve variants again that are finished.
        force: Replace results that were edited by hand.
        today: Day of the run; None keeps dates out of the files.
    """

    roster: Path
    out: Path | None = None
    file: Path | None = None
    flagged: tuple[Table, ...] = ()
    params: Params = field(default_factory=Params)
    time_limit: float | None = None
    seed: int | None = None
    baseline: Path | None = None
    again: bool = False
    force: bool = False
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRun:
    """A variant that is about to be solved.

    Attributes:
        number: Its place, from 1.
        count: How many there are.
        what_if: The variant.
        request: What is asked of ``solve``.
    """

    number: int
    count: int
    what_if: WhatIf
    request: SolveRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantOutcome:
    """What became of a variant.

    Attributes:
        what_if: The variant.
        folder: Its result; None where there is none.
        roster: The changed roster beside its result; None where nothing is changed.
        status: Status of its result; None where the program broke down.
        reused: It was there already.
        seconds: Duration of its run.
        reasons: What the run, or the fault, has to say.
    """

    what_if: WhatIf
    folder: Path | None
    roster: Path | None = None
    status: SolveStatus | None = None
    reused: bool = False
    seconds: float = 0.0
    reasons: tuple[str, ...] = ()

    @property
    def has_schedule(self) -> bool:
        """Whether there is something to compare."""
        return self.status in {SolveStatus.COMPLETE, SolveStatus.INCOMPLETE}


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantsAnswer:
    """What came out.

    Attributes:
        roster: The roster as read, with its findings.
        out: Folder of the variants.
        outcomes: What became of each variant; those that were not begun are missing.
        count: How many variants there are.
        compared: The comparison; None where fewer than two schedules came out.
        remarks: What the user should know about the files.
        interrupted: The user ended it.
    """

    roster: LoadedRoster
    out: Path
    outcomes: tuple[VariantOutcome, ...] = ()
    count: int = 0
    compared: CompareAnswer | None = None
    remarks: tuple[str, ...] = ()
    interrupted: bool = False


def _silence(_: VariantRun) -> AbstractContextManager[Watchers]:
    return nullcontext(Watchers())


def _ignore(_: VariantOutcome) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantWatchers:
    """Who is told what happens.

    Attributes:
        begins: A run begins; what it returns is held open until the run ends.
        ended: What became of it.
    """

    begins: Callable[[VariantRun], AbstractContextManager[Watchers]] = _silence
    ended: Callable[[VariantOutcome], None] = _ignore
