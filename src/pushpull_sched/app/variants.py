"""What ``variants`` does: one roster under several policies and what-ifs, compared.

Every variant is a result folder like any other, made by :func:`~.solve.solve`. A
what-if is a changed copy of the roster that lies in its folder, so that each folder can
be verified, compared and solved again by itself.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pushpull_sched.app.child import ENGINE
from pushpull_sched.app.compare import (
    CompareRequest,
    compare,
    write_comparison,
)
from pushpull_sched.app.faults import InternalFault, UnreadableFault, UsageFault
from pushpull_sched.app.files import (
    default_folder,
    existing,
    write_whole,
)
from pushpull_sched.app.finished import finished_result, schedule_hash
from pushpull_sched.app.result_folder import refuse_folder
from pushpull_sched.app.roster import load_roster
from pushpull_sched.app.solve import SolveAnswer, SolveRequest, solve, unreadable
from pushpull_sched.app.variant_plan import (
    Desk,
    Planned,
    changes_of,
    errors_told,
    faulty,
    refuse_errors,
    usual,
    workshop,
)
from pushpull_sched.app.variant_runs import (
    VariantOutcome,
    VariantRun,
    VariantsAnswer,
    VariantsRequest,
    VariantWatchers,
)
from pushpull_sched.app.variants_file import (
    default_variants,
    read_variants,
)
from pushpull_sched.domain.result import RunInfo

COMPARISON_XLSX = "comparison.xlsx"
COMPARISON_HTML = "comparison.html"
_SECONDS = 60.0
_SEED = 1
_FEWEST = 2


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
            raise faulty(request.file, asked.faults)
        return VariantsAnswer(roster=roster, out=out)
    what_ifs = asked.variants or default_variants(asked.policy)
    changed = changes_of(request.file, roster, what_ifs, asked.faults)
    request = replace(
        request,
        time_limit=request.time_limit or asked.time_limit or _SECONDS,
        seed=next(one for one in (request.seed, asked.seed, _SEED) if one is not None),
    )
    with workshop(out) as hidden:
        desk = Desk(source=source, roster=roster, out=out, hidden=hidden)
        planned = [desk.planned(*pair) for pair in changed]
        remarks: tuple[str, ...] = ()
        if not asked.variants:
            more, remarks = usual(desk, asked.policy)
            planned += more
        refuse_errors(planned)
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


# ── the runs ────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True, kw_only=True)
class _Runner:
    """Solves the variants one after the other."""

    request: VariantsRequest
    planned: Sequence[Planned]
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

    def _asked(self, one: Planned, outcomes: Sequence[VariantOutcome]) -> SolveRequest:
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

    def _reused(self, one: Planned, asked: SolveRequest) -> VariantOutcome | None:
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

    def _solved(self, one: Planned, run: VariantRun) -> tuple[VariantOutcome, bool]:
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

    def _with_roster(self, one: Planned, outcome: VariantOutcome) -> VariantOutcome:
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
    return UnreadableFault(f"{name} cannot be read.", *errors_told(findings))


# ── the comparison ──────────────────────────────────────────────────────────────────
def _compared(
    answer: VariantsAnswer, source: Path, planned: Sequence[Planned]
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
