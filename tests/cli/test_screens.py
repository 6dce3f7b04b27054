"""What a person sees, at 80 columns."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from school_fixtures import ERROR, WARNING, loaded
from stub_engines import HALF, WHOLE
from tiny_school import COMPLETE, ILLEGAL, INCOMPLETE, tiny_school

from pushpull_sched.app.baseline import Earlier
from pushpull_sched.app.check import CheckAnswer, DemandList
from pushpull_sched.app.solve import SolveAnswer
from pushpull_sched.cli.screens import check as check_module
from pushpull_sched.cli.screens.check import check_screen, faults_screen
from pushpull_sched.cli.screens.progress import (
    ProgressView,
    live_screen,
    progress_line,
)
from pushpull_sched.cli.screens.solve import solve_screen
from pushpull_sched.cli.screens.verify import verify_screen
from pushpull_sched.cli.screens.words import (
    gap_text,
    level_title,
    severity_count,
    short_services,
    status_sentence,
    verdict_sentence,
)
from pushpull_sched.domain.findings import Breach, Severity, Violation
from pushpull_sched.domain.result import (
    Progress,
    SolveResult,
    SolveStatus,
    Stage,
    StageStatus,
)
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.service import Delivery, Demand
from pushpull_sched.verify import verify_schedule


def shown(renderable, width=80) -> str:
    console = Console(
        width=width,
        markup=False,
        highlight=False,
        color_system=None,
        force_terminal=True,
    )
    with console.capture() as capture:
        console.print(renderable)
    text = capture.get()
    assert all(len(line) <= width for line in text.splitlines())
    return "\n".join(line.rstrip() for line in text.splitlines())


def flat(renderable) -> str:
    return " ".join(shown(renderable, 120).replace("│", " ").split())


def checked(*findings, demand=None, annotated=None):
    return CheckAnswer(roster=loaded(*findings), demand=demand, annotated=annotated)


def test_findings_are_grouped_by_sheet_with_their_cells():
    settings = replace(ERROR, source=replace(ERROR.source, sheet="Settings"))
    text = shown(check_screen(checked(WARNING, settings, ERROR), with_demand=False))
    assert text == (
        "Services: 1 error, 1 warning\n"
        "Cell   Code   Kind      Found     What is wrong, and what to do\n"
        + "─"
        * 80
        + "\n"
        'F12    W201   error     Alvares   "Alvares" is no provider.\n'
        '                                  Did you mean "Alvarez"?\n'
        "E15    W305   warning   30 x 2    Read as 2 times 30 minutes.\n"
        "\n"
        "Settings: 1 error\n"
        "Cell   Code   Kind    Found     What is wrong, and what to do\n"
        + "─"
        * 80
        + "\n"
        'F12    W201   error   Alvares   "Alvares" is no provider.\n'
        '                                Did you mean "Alvarez"?\n'
        "\n"
        "roster.xlsx: 2 errors, 1 warning. Correct the errors, then check again."
    )


def test_a_clean_workbook_is_ready():
    text = shown(check_screen(checked(), with_demand=False))
    assert text == "roster.xlsx: no errors. Ready to solve."


def test_markup_in_a_name_is_printed_as_written():
    odd = replace(ERROR, value="[/Ana] [b]x[/b]", message="[red]No[/red].")
    text = flat(check_screen(checked(odd), with_demand=False))
    assert "[/Ana] [b]x[/b]" in text
    assert "[red]No[/red]." in text


def test_a_long_value_is_shortened():
    odd = replace(ERROR, value="x" * 400)
    text = flat(check_screen(checked(odd), with_demand=False))
    assert "xxx..." in text
    assert "x" * 50 not in text.replace(" ", "")


def test_a_finding_without_a_sheet_is_about_the_file():
    odd = replace(ERROR, source=replace(ERROR.source, sheet=""))
    assert shown(faults_screen("x.xlsx", [odd])).startswith("The file: 1 error")


def test_a_column_that_would_be_blank_is_left_out():
    odd = replace(ERROR, source=replace(ERROR.source, row=None, column=None), value="")
    heading = shown(faults_screen("x.xlsx", [odd])).splitlines()[1]
    assert heading == "Code   Kind    What is wrong, and what to do"


def test_notes_are_shown_with_the_demand_only():
    note = replace(ERROR, severity=Severity.NOTE, message="Read so.")
    assert "Read so." not in shown(check_screen(checked(note), with_demand=False))
    text = shown(check_screen(checked(note), with_demand=True))
    assert "Read so." in text
    assert text.startswith("Services: 1 note\n")


def test_too_many_findings_are_cut(monkeypatch):
    monkeypatch.setattr(check_module, "MOST_FINDINGS", 2)
    text = shown(check_screen(checked(*[ERROR] * 5), with_demand=False))
    assert text.count("W201") == 2
    assert "and 3 more findings; see all with --json or --annotate." in text
    assert "roster.xlsx: 5 errors" in text


def test_the_annotated_copy_is_named():
    answer = checked(ERROR, annotated=Path("marked.xlsx"))
    assert "Written: marked.xlsx" in shown(check_screen(answer, with_demand=False))


def test_demand_is_one_row_per_service():
    speech = tiny_school().services[0]
    rows = (
        (
            speech,
            Demand(service_id="S1-Speech-1", required_minutes=30, lengths=(20, 30)),
        ),
        (
            replace(speech, id="N", conversion=""),
            Demand(service_id="N", required_minutes=1200, sessions=3, lengths=(30,)),
        ),
        (
            replace(speech, id="C", delivery=Delivery.CO_TEACH),
            Demand(service_id="C", required_minutes=300),
        ),
        (
            replace(speech, id="O"),
            Demand(service_id="O", required_minutes=1, outside_template=True),
        ),
        (replace(speech, id="I", inactive_because="ended", conversion=""), None),
    )
    answer = checked(demand=DemandList(weeks=2, rows=rows))
    lines = shown(check_screen(answer, with_demand=True), 120).splitlines()
    assert lines[0] == "Demand over a template of 2 weeks"
    cells = [line.split() for line in lines[3:8]]
    assert cells[0][:6] == ["S1-Speech-1", "pull-out", "30", "free", "20,", "30"]
    assert cells[1] == ["N", "pull-out", "1,200", "3", "30"]
    assert cells[2][:6] == ["C", "pull-out", "300", "meetings", "whole", "meetings"]
    assert cells[3][:4] == ["O", "pull-out", "outside", "template"]
    assert cells[4] == ["I", "pull-out", "not", "active", "ended"]


def answer_of(result, *findings, files=("out/schedule.xlsx", "out/schedule.json")):
    return SolveAnswer(
        roster=loaded(*findings),
        out=Path("out"),
        result=result,
        files=tuple(map(Path, files)),
        seconds=12.3,
    )


def judged(result):
    verdict = verify_schedule(tiny_school(), result.schedule)
    return replace(result, verdict=verdict)


def test_a_complete_result_says_so_in_one_sentence():
    result = judged(WHOLE)
    text = shown(solve_screen(answer_of(result), result))
    assert text.startswith("╭─ Tiny ─")
    assert text.endswith("─ 12 s ─╯")
    whole = flat(solve_screen(answer_of(result), result))
    assert "Complete: every service is served in full, and no rule is broken." in whole
    assert "2 sessions (2 pull-out) for 1 student by 1 provider." in whole
    assert "Minutes short (weighted by priority) 0 0 proven" in whole
    assert "Short of minutes" not in whole


def test_a_result_that_went_elsewhere_says_so():
    result = judged(WHOLE)
    answer = replace(answer_of(result), remark="The folder is locked.")
    assert "The folder is locked." in flat(solve_screen(answer, result))


def test_an_incomplete_result_lists_what_is_short_and_why():
    result = judged(HALF)
    text = flat(solve_screen(answer_of(result, WARNING), result))
    assert "Incomplete: 1 service falls short, 30 minutes in all." in text
    assert "S1-Language-1 30 0 P1 has no time left." in text
    assert "The workbook has 1 warning: see pushpull-sched check." in text


def many_short(number):
    result = judged(HALF)
    missing = next(o for o in result.verdict.outcomes if o.minutes_short)
    outcomes = tuple(
        replace(missing, service_id=f"S{at}", minutes_short=at + 1)
        for at in range(number)
    )
    return replace(result, verdict=replace(result.verdict, outcomes=outcomes))


def test_twenty_short_services_are_shown_the_worst_first():
    text = flat(solve_screen(answer_of(many_short(20)), many_short(20)))
    assert text.index("S19 30") < text.index("S0 30")
    assert "more in Compliance" not in text


def test_more_than_twenty_short_services_are_counted():
    result = many_short(23)
    assert "and 3 more in Compliance" in flat(solve_screen(answer_of(result), result))
    unwritten = flat(solve_screen(answer_of(result, files=()), result))
    assert "and 3 more with --json" in unwritten
    assert "Nothing was written, as --strict asks." in unwritten


def test_a_moved_level_is_told_when_nothing_moved_too():
    stage = Stage(
        level="moved", value=0, bound=0, status=StageStatus.PROVEN, seconds=0.0
    )
    result = replace(judged(WHOLE), stages=(stage,))
    assert "baseline 0 0 proven" in flat(solve_screen(answer_of(result), result))
    result = replace(judged(WHOLE), stages=(replace(stage, value=5),))
    assert "baseline 5 0 100 %" in flat(solve_screen(answer_of(result), result))


def with_baseline(*sessions, **fields):
    result = judged(WHOLE)
    rows = tuple(Schedule(sessions=sessions).rows(tiny_school().settings.days))
    earlier = Earlier(name="spring-schedule", sha256="a" * 64, rows=rows)
    return flat(
        solve_screen(replace(answer_of(result, **fields), earlier=earlier), result)
    )


def test_what_changes_is_told_by_provider():
    speech, language = COMPLETE.sessions
    text = with_baseline(
        replace(speech, start=600, end=630), replace(language, provider_id="P9")
    )
    assert "Changes against spring-schedule" in text
    assert "Moved Other place New Ended" in text
    assert "P1 2" in text
    assert "P9 1" in text
    assert "In all 2 moved, for 1 student. The sheet Changes lists them." in text


def test_other_places_new_and_ended_sessions_are_counted_apart():
    speech, language = COMPLETE.sessions
    gone = replace(language, served=(replace(language.served[0], service_id="old"),))
    text = with_baseline(replace(speech, room_id="R7"), gone, files=())
    assert "P1 1 1 1" in text
    assert "In all 1 other place, 1 new, 1 ended, for 1 student." in text
    assert "lists them" not in text


def test_nothing_changes_against_the_same_schedule():
    assert "Nothing changes against spring-schedule." in with_baseline(
        *COMPLETE.sessions
    )


def test_only_the_busiest_providers_are_listed():
    speech = COMPLETE.sessions[0]
    many = [replace(speech, id=f"X{n}", provider_id=f"P{n:02}") for n in range(20, 40)]
    text = with_baseline(*many)
    assert "P20" in text
    assert "and 9 more" in text


def test_nothing_found_is_not_called_impossible():
    result = SolveResult(status=SolveStatus.UNKNOWN)
    text = flat(solve_screen(answer_of(result, files=()), result))
    assert "This does not mean that there is none." in text
    assert "--time-limit" in text


def test_an_interrupted_run_is_told():
    result = SolveResult(status=SolveStatus.UNKNOWN, interrupted=True)
    text = flat(solve_screen(answer_of(result, files=()), result))
    assert "Interrupted before any schedule was found" in text
    assert "--time-limit" not in text


def test_an_infeasible_roster_tells_its_reasons():
    result = SolveResult(status=SolveStatus.INFEASIBLE, reasons=("Two pins clash.",))
    text = flat(solve_screen(answer_of(result), result))
    assert "Infeasible: no schedule can hold the pins" in text
    assert "Two pins clash." in text


@pytest.mark.parametrize("status", SolveStatus)
def test_every_status_has_a_sentence_and_a_screen(status):
    result = SolveResult(status=status)
    assert status_sentence(result)
    assert shown(solve_screen(answer_of(result), result))


def test_a_legal_schedule_shows_its_measures():
    verdict = verify_schedule(tiny_school(), COMPLETE)
    text = flat(verify_screen(Path("s.xlsx"), verdict))
    assert "Class minutes missed (weighted by subject) 60" in text
    assert text.endswith("s.xlsx: legal, complete")


def test_a_legal_schedule_that_falls_short_is_incomplete():
    verdict = verify_schedule(tiny_school(), INCOMPLETE)
    text = flat(verify_screen(Path("s.xlsx"), verdict))
    assert "S7 minutes and sessions: short 1 time" in text
    assert text.endswith("s.xlsx: legal, incomplete")


def test_an_illegal_schedule_lists_its_faults_by_rule():
    verdict = verify_schedule(tiny_school(), ILLEGAL)
    text = flat(verify_screen(Path("s.xlsx"), verdict))
    assert text.index("S1 one place") < text.index("C3 rows that fit")
    assert "there is no room 'R9'" in text
    assert text.endswith("not legal (3 faults found)")


def test_many_faults_of_one_rule_are_cut():
    verdict = verify_schedule(tiny_school(), COMPLETE)
    fault = Violation(rule="S1", message="Twice.", service_ids=("[b]",))
    verdict = replace(verdict, violations=(fault,) * 12)
    text = flat(verify_screen(Path("s.xlsx"), verdict))
    assert text.count("[b] Twice.") == 10
    assert "and 2 more; see all with --json" in text
    assert verdict.violations[0].severity is Breach.BROKEN


def news(level="missed", value=None, bound=None):
    return Progress(level=level, value=value, bound=bound, elapsed=3.0, remaining=57.0)


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (news("reading"), "   3.0 s  reading"),
        (
            news("missed", 1236, 1170),
            (
                "   3.0 s  Class minutes missed (weighted by subject): 1,236, "
                "cannot be below 1,170 (5 %), 57 s left"
            ),
        ),
        (
            news("lre", 0),
            "   3.0 s  Pull-out minutes of services that may be push-in: 0, 57 s left",
        ),
    ],
)
def test_a_line_of_progress(told, line):
    assert progress_line(told) == line


def test_a_line_is_news_when_level_or_value_change():
    view = ProgressView(began=0.0, limit=60.0)
    assert view.is_news(news("reading"))
    view = view.after(news("reading"))
    assert not view.is_news(news("reading"))
    assert view.is_news(news("missed", 5, 0))
    view = view.after(news("missed", 5, 0))
    assert not view.is_news(news("missed", 5, 3))
    assert view.is_news(news("missed", 4, 3))


def test_the_live_screen_grows_with_the_levels():
    view = ProgressView(began=10.0, limit=60.0)
    assert "Starting" in shown(live_screen(view, now=10.0))
    view = view.after(news("minutes_short", 0, 0)).after(news("missed", 1236, 1170))
    assert list(view.after(news("lre", 3)).levels) == ["minutes_short", "missed", "lre"]
    view = view.after(news("first schedule", 3)).after(news("lre", 3, 0))
    assert "first schedule" not in view.levels
    text = flat(live_screen(view, now=22.0))
    assert "Minutes short (weighted by priority) 0 0 proven" in text
    assert "Class minutes missed (weighted by subject) 1,236 1,170 5 %" in text
    assert "12 s of 60 s, 48 s left" in text
    assert "Ctrl-C stops and keeps the best so far." in text


def test_the_clock_stays_inside_the_limit():
    view = ProgressView(began=10.0, limit=60.0)
    assert "60 s of 60 s, 0 s left" in flat(live_screen(view, now=99.0))
    assert "0 s of 60 s, 60 s left" in flat(live_screen(view, now=9.0))


@pytest.mark.parametrize(
    ("value", "bound", "text"),
    [(0, 0, "proven"), (5, 5, "proven"), (1000, 995, "0.5 %"), (100, 95, "5 %")],
)
def test_a_gap_in_words(value, bound, text):
    assert gap_text(value, bound) == text


def test_levels_have_titles():
    assert level_title("missed").startswith("Class minutes missed")
    assert level_title("comfort").startswith("Comfort")
    assert level_title("my level") == "my level"


def test_counts_and_verdicts_in_words():
    assert severity_count([]) == "no errors"
    assert severity_count([ERROR, ERROR, WARNING]) == "2 errors, 1 warning"
    assert short_services(None) == ()
    assert verdict_sentence(verify_schedule(tiny_school(), ILLEGAL)) == "not legal"
