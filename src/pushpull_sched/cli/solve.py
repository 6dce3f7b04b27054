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
    """
    started = time.monotonic()
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
        ),
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


def _report(answer: "SolveAnswer", *, as_json: bool, quiet: bool) -> None:
    """Say what came out; the findings of a faulty roster are never held back."""
    from pushpull_sched.cli.json_out import findings_object, solve_object
    from pushpull_sched.cli.screens.check import faults_screen
    from pushpull_sched.cli.screens.solve import solve_screen

    if answer.result is None:
        findings = answer.roster.findings
        if as_json:
            console.print_json(findings_object(answer.roster, findings))
        console.messages().print(faults_screen(answer.roster.name, findings))
    elif as_json:
        console.print_json(solve_object(answer, answer.result))
    elif not quiet:
        console.results().print(solve_screen(answer, answer.result))


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
