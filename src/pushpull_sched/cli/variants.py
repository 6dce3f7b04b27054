"""``pushpull-sched variants``."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson, Roster
from pushpull_sched.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from pushpull_sched.app.variant_runs import (
        VariantOutcome,
        VariantRun,
        VariantsAnswer,
    )
    from pushpull_sched.app.watchers import Watchers


def variants(
    roster: Roster,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml",
            help="Variants to solve, in a small text file (docs/variants.md). Flags "
            "below add one variant each. Without any: five usual ones.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Folder of the results, one folder for each variant; without it, "
            "ROSTER-variants beside the roster.",
        ),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option(
            min=1.0,
            metavar="SECONDS",
            show_default=False,
            help="Seconds for each variant, up to its written files; without it, what "
            "the file says, or 60.",
        ),
    ] = None,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME|FILE.toml",
            help="A variant with this policy; may be given again.",
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A variant with another setting: target_group=4; may be given again.",
        ),
    ] = None,
    absent: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PROVIDER [DAYS]",
            help='A variant without a provider: P03, or "P03 Fri"; may be given again.',
        ),
    ] = None,
    more_like: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PROVIDER [DAYS]",
            help="A variant with one provider more, with the hours and role of this "
            'one: P03, or "P03 Mon,Wed"; may be given again.',
        ),
    ] = None,
    closed: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROOM [DAYS]",
            help='A variant without a room: R2, or "R2 Mon"; may be given again.',
        ),
    ] = None,
    group_cap: Annotated[
        list[int] | None,
        typer.Option(
            min=1,
            metavar="N",
            help="A variant with pull-out groups of N students at most; may be given "
            "again.",
        ),
    ] = None,
    protect_core: Annotated[
        bool | None,
        typer.Option(
            "--protect-core/--open-core",
            show_default=False,
            help="A variant in which nobody leaves core classes; --open-core: one in "
            "which students may.",
        ),
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SERVICE=SETTING [in SUBJECT]",
            help='A variant with another setting of a service: "Speech=push-in in '
            'ELA"; may be given again.',
        ),
    ] = None,
    stay_close: Annotated[
        bool,
        typer.Option(
            "--stay-close",
            help="Variants of flags move as little as possible of the first variant's "
            "schedule.",
        ),
    ] = False,
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="SCHEDULE",
            help="An earlier schedule to which every variant stays close, as with "
            "solve.",
        ),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Threads of the solver; 0 fits the machine."
        ),
    ] = 0,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            show_default=False,
            help="Seed of every random choice; without it, what the file says, or 1.",
        ),
    ] = None,
    gap: Annotated[
        str,
        typer.Option(
            metavar="SHARE",
            help="How far from the proven best is good enough, at each level: 5% or "
            "0.05. 0 goes on to the best.",
        ),
    ] = "0",
    deterministic: Annotated[
        bool,
        typer.Option(
            "--deterministic",
            help="Limit the work instead of the clock, as with solve.",
        ),
    ] = False,
    again: Annotated[
        bool,
        typer.Option("--again", help="Solve finished variants once more."),
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace results that were edited by hand."),
    ] = False,
    details: Annotated[
        bool,
        typer.Option("--details", help="Show every table and every change."),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Show no progress.")
    ] = False,
    as_json: AsJson = False,
) -> ExitCode:
    """Solve a roster under several policies and what-ifs, and compare the results.

    A variant that is finished is not solved again, so a run that was ended goes on
    where it was. The comparison is also written as comparison.xlsx and .html.

    Example: pushpull-sched variants roster.xlsx --policy steady-groups --closed R2
    """
    from pushpull_sched.app.amounts import share_of
    from pushpull_sched.app.variant_runs import VariantsRequest, VariantWatchers
    from pushpull_sched.app.variants import variants as answer_to
    from pushpull_sched.domain.result import Params

    flagged: list[Flagged] = [
        *_policies(policy),
        *_pairs(settings, "--set", "target_group=4", "settings"),
        *(_lacking("absent", f"without {one}", one) for one in absent or ()),
        *(_more(one) for one in more_like or ()),
        *(_lacking("closed", f"{one} closed", one) for one in closed or ()),
        *_caps(group_cap),
        *_core(protect_core),
        *_pairs(setting, "--setting", "Speech=push-in", "services"),
    ]
    request = VariantsRequest(
        roster=roster,
        out=out,
        file=file,
        flagged=tuple(
            {**one, "stay_close": True} if stay_close else one for one in flagged
        ),
        params=Params(
            workers=workers,
            gap=share_of(gap, option="--gap"),
            deterministic=deterministic,
        ),
        time_limit=time_limit,
        seed=seed,
        baseline=baseline,
        again=again,
        force=force,
        today=date.today(),  # noqa: DTZ011 - the day on the user's wall
    )
    watchers = VariantWatchers()
    if not quiet:
        watchers = VariantWatchers(begins=_begins, ended=_ended)
    try:
        answer = answer_to(request, watchers=watchers)
    except KeyboardInterrupt:
        console.messages().print(
            "Interrupted. Finished variants are kept; the same command goes on there."
        )
        return ExitCode.INTERRUPTED
    _report(answer, as_json=as_json, details=details)
    return exit_code(answer)


Flagged = dict[str, object]


def _policies(names: Sequence[str] | None) -> Iterator[Flagged]:
    for name in names or ():
        yield {"name": Path(name).stem, "policy": name}


def _lacking(key: str, name: str, entry: str) -> Flagged:
    return {"name": name, key: [entry]}


def _caps(sizes: Sequence[int] | None) -> Iterator[Flagged]:
    for size in sizes or ():
        yield {"name": f"groups up to {size}", "group_cap": size}


def _core(protected: bool | None) -> Iterator[Flagged]:
    if protected is not None:
        state = "protected" if protected else "open"
        yield {"name": f"core classes {state}", "protect_core": protected}


def _more(entry: str) -> Flagged:
    """One provider more: like whom, and on which days where that is said."""
    name, _, days = entry.partition(" ")
    wanted = {"like": name, "days": days.strip()} if days.strip() else {"like": name}
    return {"name": f"one more like {entry}", "add_providers": [wanted]}


def _pairs(
    texts: Sequence[str] | None, option: str, example: str, key: str
) -> Iterator[Flagged]:
    """Take ``NAME=VALUE`` apart.

    Raises:
        UsageFault: There is no ``=``.
    """
    from pushpull_sched.app.faults import UsageFault

    for text in texts or ():
        name, sign, value = (part.strip() for part in text.partition("="))
        if not (name and sign):
            raise UsageFault(f'{option} "{text}" has no "=".', f"Write {example}.")
        cells = {name: value if key == "settings" else _given(value)}
        yield {"name": f"{name} {value}", key: cells}


def _given(value: str) -> dict[str, str]:
    """Read ``push-in in ELA``: a setting, and the subject where one is named."""
    setting, _, subject = (part.strip() for part in value.partition(" in "))
    return {"setting": setting, "subject": subject} if subject else {"setting": setting}


# ── while it works ──────────────────────────────────────────────────────────────────
@contextmanager
def _begins(run: "VariantRun") -> Iterator["Watchers"]:
    """Say which variant begins, and show its progress."""
    from pushpull_sched.cli.progress import shown_progress
    from pushpull_sched.cli.screens.variants import begin_line

    out = console.messages()
    out.print(begin_line(run))
    with shown_progress(out, run.request, greet=run.number == 1) as watchers:
        yield watchers


def _ended(outcome: "VariantOutcome") -> None:
    from pushpull_sched.cli.screens.variants import end_lines

    console.messages().print(end_lines(outcome))


# ── at the end ──────────────────────────────────────────────────────────────────────
def _report(answer: "VariantsAnswer", *, as_json: bool, details: bool) -> None:
    from pushpull_sched.cli.json_out import findings_object
    from pushpull_sched.cli.json_variants import variants_object
    from pushpull_sched.cli.screens.check import faults_screen
    from pushpull_sched.cli.screens.variants import closing_lines

    if not answer.roster.usable:
        if as_json:
            found = answer.roster.findings
            console.print_json(findings_object(answer.roster, found))
        screen = faults_screen(answer.roster.name, answer.roster.findings)
        console.messages().print(screen)
        return
    if as_json:
        console.print_json(variants_object(answer))
        return
    comparison = answer.compared.comparison if answer.compared else None
    out = console.results()
    if comparison is not None and answer.compared is not None:
        from pushpull_sched.cli.screens.compare import first_screen
        from pushpull_sched.cli.screens.compare_details import details_screen

        out.print()
        out.print(first_screen(comparison))
        if details:
            out.print(details_screen(comparison, answer.compared.tables))
    out.print(closing_lines(answer, details=details))


def exit_code(answer: "VariantsAnswer") -> ExitCode:
    """Translate what came out: a comparison is an answer, whatever it says."""
    from pushpull_sched.domain.result import SolveStatus

    if not answer.roster.usable:
        return ExitCode.UNREADABLE
    states = {outcome.status for outcome in answer.outcomes}
    if None in states:
        return ExitCode.INTERNAL_FAULT
    if answer.compared is not None:
        return ExitCode.DONE
    if answer.interrupted:
        return ExitCode.INTERRUPTED
    if SolveStatus.UNKNOWN in states:
        return ExitCode.NOTHING_FOUND
    return ExitCode.NOT_SERVED
