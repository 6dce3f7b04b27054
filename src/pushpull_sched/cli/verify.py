"""``pushpull-sched verify``."""

from pathlib import Path
from typing import Annotated

import typer

from pushpull_sched.cli import console
from pushpull_sched.cli.arguments import AsJson, Roster
from pushpull_sched.cli.exit_codes import ExitCode


def verify(
    roster: Roster,
    schedule: Annotated[
        Path,
        typer.Argument(
            metavar="SCHEDULE",
            help="A schedule workbook, edited by hand or not, or a result folder.",
            show_default=False,
        ),
    ],
    as_json: AsJson = False,
) -> ExitCode:
    """Judge any schedule against a roster, rule by rule.

    Example: pushpull-sched verify roster.xlsx roster-schedule/schedule.xlsx
    """
    from pushpull_sched.app.verify import VerifyRequest, unreadable
    from pushpull_sched.app.verify import verify as answer_to
    from pushpull_sched.cli.json_out import findings_object, verify_object
    from pushpull_sched.cli.screens.check import faults_screen, remarks_screen
    from pushpull_sched.cli.screens.verify import verify_screen

    answer = answer_to(VerifyRequest(roster=roster, schedule=schedule))
    verdict = answer.verdict
    if verdict is None:
        name, findings = unreadable(answer)
        if as_json:
            console.print_json(findings_object(answer.roster, findings))
        console.messages().print(faults_screen(name, findings))
        return ExitCode.UNREADABLE
    if answer.findings:
        console.messages().print(remarks_screen(answer.findings))
    if as_json:
        console.print_json(verify_object(verdict))
    else:
        console.results().print(verify_screen(answer.schedule, verdict))
    served = verdict.legal and verdict.complete
    return ExitCode.DONE if served else ExitCode.NOT_SERVED
