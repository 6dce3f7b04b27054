"""``pushpull-sched solve``."""

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson, Roster
from pushpull_sched.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from pushpull_sched.app.solve import SolveAnswer

_SECONDS = 60.0


def solve(
    roster: Roster,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Folder of the result; without it, ROSTER-schedule beside the roster.",
        ),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(
            min=1.0,
            metavar="SECONDS",
            help="Seconds for everything, up to the written files.",
        ),
    ] = _SECONDS,
    workers: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Threads of the solver; 0 fits the machine."
        ),
    ] = 0,
    seed: Annotated[
        int, typer.Option(min=0, metavar="N", help="Seed of every random choice.")
    ] = 1,
    policy: Annotated[
        str,
        typer.Option(
            metavar="NAME|FILE.toml",
            help="What matters in which order: default, steady-groups, protect-core, "
            "inclusion-first, balanced-load, compact-days, or a file of your own.",
        ),
    ] = "default",
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="SCHEDULE",
            help="An earlier schedule to stay close to: the folder of a result, its "
            "schedule.xlsx or schedule.json (edited by hand or not), or a CSV file. "
            "Least movement comes right after the minutes owed.",
        ),
    ] = None,
    freeze: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHO|DAY|edits",
            help="With --baseline: a provider, student or day whose sessions stay "
            "exactly as they are; may be given again, or as a list: P02,S017,Fri. "
            "edits: every session that you edited in schedule.xlsx.",
        ),
    ] = None,
    only: Annotated[
        bool,
        typer.Option(
            "--only",
            help="With --baseline: place only what is new; every session that the "
            "roster still allows stays.",
        ),
    ] = False,
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
            help="Limit the work instead of the clock: the same roster, options and "
            "versions give the same schedule. May take longer than --time-limit.",
        ),
    ] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Write nothing if the schedule is incomplete."),
    ] = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Replace a result that was edited by hand or is not ours."
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Show no progress and no summary.")
    ] = False,
    as_json: AsJson = False,
) -> ExitCode:
    """Make a schedule from a roster workbook, verify it and write it.

    Ctrl-C stops early and keeps the best schedule found so far.

    Example: pushpull-sched solve roster.xlsx --time-limit 120
    After a change: pushpull-sched solve roster.xlsx --baseline roster-schedule
    After an edit: add --freeze edits --out another-folder
    """
    started = time.monotonic()
    from pushpull_sched.app.amounts import share_of
    from pushpull_sched.app.policy_file import find_policy
    from pushpull_sched.app.solve import SolveRequest
    from pushpull_sched.app.solve import solve as answer_to
    from pushpull_sched.app.watchers import Watchers
    from pushpull_sched.cli.progress import shown_progress
    from pushpull_sched.domain.result import Params

    request = SolveRequest(
        roster=roster,
        out=out,
        params=Params(
            time_limit=time_limit,
            workers=workers,
            seed=seed,
            policy=find_policy(policy),
            gap=share_of(gap, option="--gap"),
            deterministic=deterministic,
        ),
        baseline=baseline,
        freeze=_listed(freeze),
        only_new=only,
        strict=strict,
        force=force,
        started=started,
        today=date.today(),  # noqa: DTZ011 - the day on the user's wall
    )
    if quiet:
        answer = answer_to(request, watchers=Watchers())
    else:
        with shown_progress(console.messages(), request) as watchers:
            answer = answer_to(request, watchers=watchers)
    _report(answer, as_json=as_json, quiet=quiet)
    return exit_code(answer)


def _listed(names: list[str] | None) -> tuple[str, ...]:
    """Take lists apart: several options, each with names between commas."""
    parts = (part.strip() for text in names or () for part in text.split(","))
    return tuple(dict.fromkeys(filter(None, parts)))


def _report(answer: "SolveAnswer", *, as_json: bool, quiet: bool) -> None:
    """Say what came out; findings that stopped the run are never held back."""
    from pushpull_sched.cli.json_out import findings_object, solve_object
    from pushpull_sched.cli.screens.check import faults_screen
    from pushpull_sched.cli.screens.solve import solve_screen

    if answer.result is None:
        from pushpull_sched.app.solve import unreadable

        name, findings = unreadable(answer)
        if as_json:
            console.print_json(findings_object(answer.roster, findings))
        console.messages().print(faults_screen(name, findings))
    elif as_json:
        console.print_json(solve_object(answer, answer.result))
    elif not quiet:
        out = console.results()
        out.print(solve_screen(answer, answer.result))
        for file in answer.files:
            out.print(f"Written: {file}", soft_wrap=True)


def exit_code(answer: "SolveAnswer") -> ExitCode:
    """Translate what came out; total over the statuses."""
    from pushpull_sched.domain.result import SolveStatus

    if answer.result is None:
        return ExitCode.UNREADABLE
    match answer.result.status:
        case SolveStatus.COMPLETE:
            return ExitCode.DONE
        case SolveStatus.INCOMPLETE | SolveStatus.INFEASIBLE:
            return ExitCode.NOT_SERVED
        case SolveStatus.UNKNOWN:
            stopped = answer.result.interrupted
            return ExitCode.INTERRUPTED if stopped else ExitCode.NOTHING_FOUND
