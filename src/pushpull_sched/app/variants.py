"""What ``variants`` does: one roster under several policies and what-ifs, compared.

Every variant is a result folder like any other, made by :func:`~.solve.solve`. A
what-if is a changed copy of the roster that lies in its folder, so that each folder can
be verified, compared and solved again by itself.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from pushpull_sched.app.child import ENGINE
from pushpull_sched.app.compare import (
    CompareRequest,
    compare,
    write_comparison,
)
from pushpull_sched.app.faults import InternalFault, UnreadableFault, UsageFault
from pushpull_sched.app.files import (
    OWNER_ONLY_FOLDER,
    default_folder,
    existing,
    write_whole,
)
from pushpull_sched.app.finished import finished_result, schedule_hash
from pushpull_sched.app.result_folder import refuse_folder
from pushpull_sched.app.roster import load_roster
from pushpull_sched.app.solve import SolveAnswer, SolveRequest, solve, unreadable
from pushpull_sched.app.variant_runs import (
    VariantOutcome,
    VariantRun,
    VariantsAnswer,
    VariantsRequest,
    VariantWatchers,
)
from pushpull_sched.app.variants_file import (
    SOFTER,
    VariantsFile,
    default_variants,
    folder_name,
    read_variants,
)
from pushpull_sched.domain.findings import Finding, Severity
from pushpull_sched.domain.result import RunInfo
from pushpull_sched.domain.result_folder import PARTIAL_PREFIX, FolderState
from pushpull_sched.domain.what_if import WhatIf
from pushpull_sched.export.folder import inspect_folder
from pushpull_sched.export.workbook_file import frozen
from pushpull_sched.workbook.load import LoadedRoster
from pushpull_sched.workbook.what_if import ChangedRoster, changed_roster

COMPARISON_XLSX = "comparison.xlsx"
COMPARISON_HTML = "comparison.html"
_SECONDS = 60.0
_SEED = 1
_FEWEST = 2
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    """A variant with its roster.

    Attributes:
        what_if: The variant.
        folder: Folder of its result.
        path: Its roster: the user's, or a changed copy that is not in its place yet.
        roster: The same, as read.
    """

    what_if: WhatIf
    folder: Path
    path: Path
    roster: LoadedRoster


def variants(
    request: VariantsRequest,
    *,
    watchers: VariantWatchers | None = None,
    engine: str = ENGINE,
    clock: Callable[[], float] = time.monotonic,
) -> VariantsAnswer:
    """Solve every variant that is not finished, and compare them.

    Args:
        request: What is asked.
        watchers: Who is told what happens meanwhile.
        engine: ``module:function`` of the engine.
        clock: Seconds.

    Raises:
        UsageFault: There is no such roster or file, the variants have faults (all are
            listed), or a result is not to be replaced. Nothing is solved then.
        UnreadableFault: A changed roster has errors, or the baseline cannot be read.
        KeyboardInterrupt: The user pressed Ctrl-C twice.
    """
    source = existing(request.roster, what="roster")
    if request.baseline is not None:
        existing(request.baseline, what="baseline")
    asked = read_variants(request.file, request.flagged)
    roster = load_roster(source)
    out = request.out or _default_out(source)
    if not roster.usable:
        if asked.faults:
            raise _faulty(request, asked.faults)
        return VariantsAnswer(roster=roster, out=out)
    what_ifs = asked.variants or _five(roster, asked)
    changed = _changed(request, roster, what_ifs, asked.faults)
    request = replace(
        request,
        time_limit=request.time_limit or asked.time_limit or _SECONDS,
        seed=next(one for one in (request.seed, asked.seed, _SEED) if one is not None),
    )
    with _workshop(out) as hidden:
        planned = _planned(source, roster, out, hidden, changed)
        remarks: tuple[str, ...] = ()
        if not asked.variants:
            planned, remarks = _softened(planned, source, roster, out)
        _refuse_errors(planned)
        runner = _Runner(
            request=request,
            planned=planned,
            watchers=watchers or VariantWatchers(),
            engine=engine,
            clock=clock,
        )
        runner.refuse()
        outcomes, interrupted = runner.run()
        answer = VariantsAnswer(
            roster=roster,
            out=out,
            outcomes=outcomes,
            count=len(planned),
            remarks=remarks,
            interrupted=interrupted,
        )
        return _compared(answer, source, planned)


def _default_out(source: Path) -> Path:
    folder = default_folder(source)
    return folder.with_name(f"{folder.name.removesuffix('-schedule')}-variants")


def _five(roster: LoadedRoster, asked: VariantsFile) -> tuple[WhatIf, ...]:
    assert roster.workbook is not None  # noqa: S101 - a usable roster has its tables
    settings = roster.workbook.tables["settings"].rows()
    protected = any(row["protect_core"] is True for row in settings)
    return default_variants(protected=protected, policy=asked.policy)


# ── before anything is solved ───────────────────────────────────────────────────────
def _changed(
    request: VariantsRequest,
    roster: LoadedRoster,
    what_ifs: Sequence[WhatIf],
    faults: tuple[str, ...],
) -> list[tuple[WhatIf, ChangedRoster | None]]:
    """Make the changes, in memory.

    Raises:
        UsageFault: The file has faults, or names what is not in the roster.
    """
    assert roster.workbook is not None  # noqa: S101 - a usable roster has its tables
    assert roster.school is not None  # noqa: S101 - likewise
    found: list[tuple[WhatIf, ChangedRoster | None]] = []
    told = list(faults)
    for what_if in what_ifs:
        change = None
        if what_if.changes_roster:
            change = changed_roster(roster.workbook, roster.school, what_if)
            told += [f"{what_if.name}, {fault}" for fault in change.faults]
        found.append((what_if, change))
    if told:
        raise _faulty(request, told)
    return found


def _faulty(request: VariantsRequest, faults: Sequence[str]) -> UsageFault:
    what = f"The variants file {request.file}" if request.file else "What is asked"
    return UsageFault(f"{what} has faults; nothing was solved.", *dict.fromkeys(faults))


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """Make the folder of the variants, and in it a hidden one for changed rosters.

    Raises:
        UsageFault: It is a file or a result, or it cannot be written.
    """
    state = inspect_folder(out).state
    if (out.exists() and not out.is_dir()) or state in {
        FolderState.INTACT,
        FolderState.EDITED,
        FolderState.MIXED,
    }:
        raise UsageFault(
            f"{out} is a file or the result of a single run.",
            "Name another folder for the variants with --out.",
        )
    try:
        if not out.is_dir():
            out.mkdir(mode=OWNER_ONLY_FOLDER, parents=True)
        for left in out.glob(f"{PARTIAL_PREFIX}*"):
            rmtree(left, ignore_errors=True)
        with TemporaryDirectory(prefix=PARTIAL_PREFIX, dir=out) as hidden:
            yield Path(hidden)
    except PermissionError as error:
        raise UsageFault(
            f"Nothing can be written in {out}.", "Name another folder with --out."
        ) from error
    finally:
        with suppress(OSError):  # something is in it
            out.rmdir()


def _planned(
    source: Path,
    roster: LoadedRoster,
    out: Path,
    hidden: Path,
    changed: Sequence[tuple[WhatIf, ChangedRoster | None]],
) -> list[_Planned]:
    """Write every changed roster and read it like any other."""
    found: list[_Planned] = []
    stem = source.resolve().name if source.is_dir() else source.stem
    for what_if, change in changed:
        name = folder_name(what_if.name)
        path, own = source, roster
        if change is not None:
            path = hidden / f"{stem}-{name}.xlsx"
            path.write_bytes(frozen(change.book(), "Roster"))
            own = load_roster(path)
        found.append(
            _Planned(what_if=what_if, folder=out / name, path=path, roster=own)
        )
    return found


def _softened(
    planned: list[_Planned], source: Path, roster: LoadedRoster, out: Path
) -> tuple[list[_Planned], tuple[str, ...]]:
    """Take another variant for a usual one that this roster cannot have."""
    last = planned[-1]
    if last.roster.usable:
        return planned, ()
    other = _Planned(
        what_if=SOFTER,
        folder=out / folder_name(SOFTER.name),
        path=source,
        roster=roster,
    )
    why = next(_told(one) for one in last.roster.findings if _stops(one))
    remark = f'"{SOFTER.name}" stands for "{last.what_if.name}", which is impossible: '
    return [*planned[:-1], other], (remark + why,)


def _stops(found: Finding) -> bool:
    return found.severity is Severity.ERROR


def _refuse_errors(planned: Sequence[_Planned]) -> None:
    """Name the variants that make a roster faulty, with everything found in it.

    Raises:
        UnreadableFault: There is one.
    """
    told = [
        f"{one.what_if.name}: {_told(finding)}"
        for one in planned
        for finding in one.roster.findings
        if _stops(finding)
    ]
    if told:
        more = len(told) - _MOST_TOLD
        raise UnreadableFault(
            "What is asked makes a roster with errors; nothing was solved.",
            *told[:_MOST_TOLD],
            *([f"and {more} more"] if more > 0 else []),
        )


def _told(finding: Finding) -> str:
    parts = [f"{finding.source}: {finding.message}"]
    parts += [f"Expected: {finding.expected}."] if finding.expected else []
    return " ".join((*parts, finding.advice)).strip()


# ── the runs ────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True, kw_only=True)
class _Runner:
    """Solves the variants one after the other."""

    request: VariantsRequest
    planned: Sequence[_Planned]
    watchers: VariantWatchers
    engine: str
    clock: Callable[[], float]

    def refuse(self) -> None:
        """Stop before the first run where a result is not to be replaced."""
        for one in self.planned:
            refuse_folder(one.folder, force=self.request.force)

    def run(self) -> tuple[tuple[VariantOutcome, ...], bool]:
        """Return what became of each variant, and whether the user ended it."""
        outcomes: list[VariantOutcome] = []
        for number, one in enumerate(self.planned, start=1):
            asked = self._asked(one, outcomes)
            outcome, interrupted = self._reused(one, asked), False
            if outcome is None:
                run = VariantRun(
                    number=number,
                    count=len(self.planned),
                    what_if=one.what_if,
                    request=asked,
                )
                outcome, interrupted = self._solved(one, run)
            outcomes.append(outcome)
            self.watchers.ended(outcome)
            if interrupted:
                return tuple(outcomes), True
        return tuple(outcomes), False

    def _asked(self, one: _Planned, outcomes: Sequence[VariantOutcome]) -> SolveRequest:
        """What ``solve`` is asked for a variant."""
        request = self.request
        first = outcomes[0] if outcomes else None
        close = first.folder if first and one.what_if.stay_close else None
        params = replace(
            request.params,
            policy=one.what_if.policy,
            time_limit=request.time_limit or _SECONDS,
            seed=_SEED if request.seed is None else request.seed,
        )
        return SolveRequest(
            roster=one.path,
            out=one.folder,
            params=params,
            force=request.force,
            baseline=close or request.baseline,
            today=request.today,
        )

    def _reused(self, one: _Planned, asked: SolveRequest) -> VariantOutcome | None:
        """Return the result of an earlier run that was asked the same."""
        if self.request.again:
            return None
        baseline = asked.baseline
        run = RunInfo(
            roster_name=one.roster.name,
            roster_sha256=one.roster.sha256,
            params=asked.params,
            baseline_name=baseline.resolve().name if baseline else "",
            baseline_sha256=schedule_hash(baseline) if baseline else "",
        )
        found = finished_result(one.folder, run)
        if found is None:
            return None
        return self._with_roster(
            one,
            VariantOutcome(
                what_if=one.what_if,
                folder=one.folder,
                status=found.status,
                reused=True,
                seconds=found.seconds,
                reasons=found.reasons,
            ),
        )

    def _solved(self, one: _Planned, run: VariantRun) -> tuple[VariantOutcome, bool]:
        try:
            with self.watchers.begins(run) as watchers:
                answer = solve(
                    run.request,
                    watchers=watchers,
                    engine=self.engine,
                    clock=self.clock,
                    loaded=one.roster,
                )
        except InternalFault as fault:
            reasons = (fault.message, *fault.advice)
            outcome = VariantOutcome(what_if=one.what_if, folder=None, reasons=reasons)
            return outcome, False
        result = answer.result
        if result is None:
            raise _unreadable(answer)
        outcome = VariantOutcome(
            what_if=one.what_if,
            folder=answer.out if answer.files else None,
            status=result.status,
            seconds=answer.seconds,
            reasons=(*result.reasons, *filter(None, [answer.remark])),
        )
        return self._with_roster(one, outcome), result.interrupted

    def _with_roster(self, one: _Planned, outcome: VariantOutcome) -> VariantOutcome:
        """Lay the changed roster into the folder of its result."""
        if not one.what_if.changes_roster or outcome.folder is None:
            return outcome
        content = one.path.read_bytes()
        target = outcome.folder / one.path.name
        if not target.exists() or target.read_bytes() != content:
            write_whole(target, lambda path: _write(path, content), force=True)
        return replace(outcome, roster=target)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _unreadable(answer: SolveAnswer) -> UnreadableFault:
    name, findings = unreadable(answer)
    told = [_told(one) for one in findings if _stops(one)]
    return UnreadableFault(f"{name} cannot be read.", *told[:_MOST_TOLD])


# ── the comparison ──────────────────────────────────────────────────────────────────
def _compared(
    answer: VariantsAnswer, source: Path, planned: Sequence[_Planned]
) -> VariantsAnswer:
    """Hold the schedules side by side, where there are two at least."""
    there = [one for one in answer.outcomes if one.has_schedule and one.folder]
    if len(there) < _FEWEST:
        return answer
    known = {one.path.resolve(): one.roster for one in planned}
    moved = {
        one.roster.resolve(): known[plan.path.resolve()]
        for one, plan in zip(answer.outcomes, planned, strict=False)
        if one.roster is not None
    }
    request = CompareRequest(
        schedules=tuple(one.folder for one in there if one.folder),
        rosters=(source,),
        labels=tuple(one.what_if.name for one in there),
        about=tuple(one.what_if.about for one in there),
    )
    found = compare(request, known={**known, **moved})
    return _with_files(replace(answer, compared=found))


def _with_files(answer: VariantsAnswer) -> VariantsAnswer:
    """Write the comparison beside the variants; a file that is open elsewhere stays."""
    compared = answer.compared
    if compared is None or compared.comparison is None:
        return answer
    files: list[Path] = []
    remarks: list[str] = []
    for book, page in (
        (answer.out / COMPARISON_XLSX, None),
        (None, answer.out / COMPARISON_HTML),
    ):
        try:
            files += write_comparison(
                compared.comparison, book=book, page=page, force=True
            )
        except UsageFault as fault:
            remarks.append(" ".join((fault.message, *fault.advice)))
    return replace(
        answer,
        compared=replace(compared, files=tuple(files)),
        remarks=(*answer.remarks, *remarks),
    )
