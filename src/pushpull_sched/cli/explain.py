"""``pushpull-sched explain``."""

from pathlib import Path
from typing import Annotated

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson, Roster
from pushpull_sched.cli.exit_codes import ExitCode

_SECONDS = 60.0


def explain(
    roster: Roster,
    staffing: Annotated[
        bool,
        typer.Option(
            "--staffing",
            help="Show what every role needs at the least, what there is, and where "
            "in the week it presses; nothing is solved.",
        ),
    ] = False,
    time_limit: Annotated[
        float,
        typer.Option(min=1.0, metavar="SECONDS", help="Seconds for everything."),
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
    costs: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml",
            help="What a change of each kind costs, as in docs/explain.md.",
        ),
    ] = None,
    budget: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="COST",
            help="Buy the most minutes for this total cost, instead of all of them.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> ExitCode:
    """Say why not everything can be served, and the least change that would help.

    Ctrl-C stops early and keeps what is known so far.

    Example: pushpull-sched explain roster.xlsx
    Only the staff and its load: pushpull-sched explain roster.xlsx --staffing
    """
    from pushpull_sched.app.explain import ExplainRequest
    from pushpull_sched.app.explain import explain as answer_to
    from pushpull_sched.cli.json_explain import explanation_object
    from pushpull_sched.cli.json_out import findings_object
    from pushpull_sched.cli.progress import shown_phase
    from pushpull_sched.cli.screens.check import faults_screen
    from pushpull_sched.cli.screens.explain import explain_screen
    from pushpull_sched.domain.explanation import Ask

    request = ExplainRequest(
        roster=roster,
        ask=Ask(
            time_limit=time_limit,
            workers=workers,
            seed=seed,
            budget=budget,
            staffing=staffing,
        ),
        costs=costs,
    )
    with shown_phase(console.messages()) as watchers:
        answer = answer_to(request, watchers=watchers)
    if answer.explanation is None:
        findings = answer.roster.findings
        if as_json:
            console.print_json(findings_object(answer.roster, findings))
        console.messages().print(faults_screen(answer.roster.name, findings))
        return ExitCode.UNREADABLE
    if as_json:
        console.print_json(explanation_object(answer, answer.explanation))
    else:
        console.results().print(explain_screen(answer, answer.explanation))
    return ExitCode.DONE
