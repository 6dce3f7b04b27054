"""Suites, records and tables of the benchmarks."""

import json
import sys
from dataclasses import asdict, replace

import pytest
from benchmarks.changes import CHANGES
from benchmarks.curve import exponent
from benchmarks.generator.ladder import LADDER, find_tier, ladder_tier
from benchmarks.generator.make import make_roster
from benchmarks.instances import Instance, files_of
from benchmarks.judge import judge
from benchmarks.measure import Finished, run_measured
from benchmarks.record import Record, append_record, marks, phases, read_records
from benchmarks.report import (
    BEGIN,
    END,
    baselines_table,
    change_table,
    curve_table,
    phases_table,
    results_part,
    runs_table,
    targets_table,
    tight_table,
    write_page,
)
from benchmarks.suites import SUITES, TARGETS, UNTIL_COMPLETE, Job

from benchmarks import run as runner
from pushpull_sched.app.policy_file import find_policy
from pushpull_sched.workbook.load import load_school

LEVELS = {"minutes_short": 0, "moved": 0, "lre": 5, "missed": 100, "comfort": 7}


def record(**more):
    asked = {
        "instance": "average-t75-s1",
        "tier": "average",
        "tightness": 0.75,
        "rarer": False,
        "change": "",
        "roster_seed": 1,
        "students": 74,
        "services": 201,
        "providers": 9,
        "solver": "pushpull",
        "seed": 1,
        "limit": 60,
        "cores": 2,
        "exit_code": 0,
        "ended": False,
        "total": 59.0,
        "complete": 4.0,
        "peak_mb": 500,
        "legal": True,
        "served": True,
        "values": LEVELS,
        "bounds": {"missed": 98, "moved": 0},
    }
    return Record(**{**asked, **more})


# ── rosters ─────────────────────────────────────────────────────────────────────────
def test_the_ladder_keeps_the_density():
    small, large = ladder_tier(LADDER[0]), ladder_tier(LADDER[-1])
    for tier, students in ((small, 40), (large, 450)):
        assert sum(count for _, count in tier.pupils) == students
        days = sum(plan.count * plan.days for plan in tier.staff)
        assert days / students == pytest.approx(31 / 74, rel=0.15)
    assert find_tier("elementary-120").name == "elementary-120"
    assert find_tier("toy").name == "toy"
    with pytest.raises(KeyError):
        find_tier("elementary-many")


def test_providers_of_one_role_have_names_of_their_own():
    staff = make_roster("elementary-75").ground.staff
    assert len({one.id for one in staff}) == len(staff)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_roster_reads_well_and_its_old_schedule_no_longer_does(
    tmp_path, change
):
    files = files_of(Instance(tier="small", change=change), tmp_path)
    assert load_school(files.roster).usable
    old = judge(files.roster, files.planted, files.baseline)
    assert old.levels[1] == 0
    assert not (old.legal and old.complete)


def test_an_unchanged_roster_is_served_by_what_was_planted(tmp_path):
    instance = Instance(tier="toy")
    files = files_of(instance, tmp_path)
    stamp = files.roster.stat().st_mtime_ns
    assert files_of(instance, tmp_path).roster.stat().st_mtime_ns == stamp
    judged = judge(files.roster, files.planted)
    assert judged.legal
    assert judged.complete


@pytest.mark.parametrize("name", SUITES)
def test_every_suite_lists_runs_that_differ(name):
    jobs = list(SUITES[name]())
    assert len({job.key for job in jobs}) == len(jobs)
    for job in jobs:
        find_tier(job.instance.tier)
        assert job.instance.change in {"", *CHANGES}


# ── running ─────────────────────────────────────────────────────────────────────────
@pytest.fixture
def psutil():
    return pytest.importorskip("psutil", reason="only the group bench has it")


@pytest.mark.usefixtures("psutil")
def test_a_command_is_measured():
    code = (
        "import sys, time; print('out'); print('word', file=sys.stderr);time.sleep(0.5)"
    )
    finished = run_measured([sys.executable, "-c", code], most_seconds=100)
    assert finished.exit_code == 0
    assert finished.stdout == "out\n"
    assert finished.first_word is not None
    assert finished.first_word <= finished.seconds
    assert finished.peak_mb >= 1
    assert not finished.ended


@pytest.mark.usefixtures("psutil")
def test_a_command_that_takes_too_long_is_ended_with_its_children():
    code = (
        "import subprocess, sys, time;"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "time.sleep(60)"
    )
    finished = run_measured([sys.executable, "-c", code], most_seconds=0.5)
    assert finished.ended
    assert finished.exit_code != 0


def test_a_run_that_is_known_is_not_made_again(tmp_path, monkeypatch, capsys):
    made = []

    def measure(job, *, cores):
        made.append(job)
        if job.solver == "textbook":
            raise runner.RunFailed("exit code 2")
        return record(instance=job.instance.key, solver=job.solver, limit=job.limit)

    monkeypatch.setattr(runner, "measure", measure)
    jobs = [
        Job(instance=Instance(tier="toy"), solver=solver, seed=1, limit=5)
        for solver in ("pushpull", "textbook")
    ]
    results = tmp_path / "results.jsonl"
    first = runner.run_suite(jobs, results, again=False, cores=2)
    assert [one.solver for one in first] == ["pushpull"]
    assert "not measured: exit code 2" in capsys.readouterr().err
    runner.run_suite(jobs, results, again=False, cores=2)
    assert [job.solver for job in made] == ["pushpull", "textbook", "textbook"]
    runner.run_suite(jobs[:1], results, again=True, cores=2)
    assert len(made) == 4
    assert len(results.read_text().splitlines()) == 2
    assert len(read_records(results)) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("psutil")
def test_the_greedy_is_run_judged_and_recorded(tmp_path):
    job = Job(instance=Instance(tier="toy"), solver="greedy", seed=1, limit=60)
    found = runner.measure(job, cores=1, cache=tmp_path)
    assert found.legal
    assert found.instance == "toy-t75-s1"
    assert found.load is not None
    assert found.load <= found.total
    assert found.peak_mb > 20
    assert (found.students, found.services) == (13, 31)


def test_runs_that_ask_only_when_they_are_complete_end_there(tmp_path):
    files = files_of(Instance(tier="toy"), tmp_path)
    for suite, ends in (("curve", True), ("tight", True), ("targets", False)):
        line = runner.command_of(next(SUITES[suite]()), files, tmp_path / "out", 2)
        assert ("--policy" in line) == ends
    policy = find_policy(UNTIL_COMPLETE)
    assert [level.name for level in policy.levels] == ["minutes_short"]


def test_a_false_claim_is_noted(tmp_path):
    instance = Instance(tier="toy")
    files = files_of(instance, tmp_path)
    job = Job(instance=instance, solver="pushpull", seed=1, limit=5)
    judged = judge(files.roster, files.planted)
    missed = judged.levels[3]
    stages = [
        {"level": "minutes_short", "value": 0, "bound": 0, "seconds": 0.5},
        {"level": "missed", "value": missed + 1, "bound": 0, "seconds": 0.5},
    ]
    finished = Finished(
        exit_code=0,
        stdout=json.dumps({"stages": stages, "trace": TRACE}),
        stderr="",
        seconds=9.0,
        first_word=0.6,
        peak_mb=1,
        ended=False,
    )
    found = runner.record_of(job, files, finished, judged, 2)
    claim = f"claims {missed + 1} (bound 0) for missed, which is {missed}"
    assert found.notes == [claim]
    assert found.load == 1.5
    assert found.bounds == {"minutes_short": 0, "missed": 0}
    ended = replace(finished, exit_code=-9, stdout="", ended=True)
    silent = runner.record_of(job, files, ended, None, 2)
    assert (silent.legal, silent.complete, silent.trace) == (None, None, [])


def test_a_change_is_solved_from_the_old_schedule(tmp_path):
    instance = Instance(tier="toy", change="more-minutes")
    job = Job(instance=instance, solver="pushpull", seed=7, limit=9.5)
    files = files_of(instance, tmp_path)
    line = runner.command_of(job, files, tmp_path / "out", 2)
    assert line[line.index("--baseline") + 1] == str(files.planted)
    assert line[line.index("--time-limit") + 1] == "9.5"
    assert line[line.index("--seed") + 1] == "7"


# ── records ─────────────────────────────────────────────────────────────────────────
def mark(at, seconds, value=None, bound=None):
    return {"at": at, "seconds": seconds, "value": value, "bound": bound}


TRACE = [
    mark("reading", 0.1),
    mark("loaded", 1.0),
    mark("first schedule", 1.1),
    mark("first schedule", 1.5, 300),
    mark("schedule", 2.0),
    mark("complete", 3.0),
    mark("missed", 4.0, 50, 40),
    mark("writing", 5.0),
    mark("verified", 5.2),
    mark("written", 6.0),
]


def test_phases_count_from_the_start_of_the_process():
    assert phases(TRACE, 0.5, served=True) == {
        "load": 1.5,
        "build": 0.5,
        "first": 2.5,
        "complete": 3.5,
        "verify": 0.2,
        "export": 0.8,
    }


def test_what_is_not_served_was_never_complete():
    assert phases(TRACE, 0.5, served=False)["complete"] is None


def test_a_run_that_was_complete_only_at_its_end_is_so_when_verified():
    late = [one for one in TRACE if one["at"] != "complete"]
    assert phases(late, 0.0, served=True)["complete"] == 5.2


def test_a_run_without_a_word_has_no_phases():
    assert set(phases([], 0.0, served=False).values()) == {None}


def test_a_long_trace_keeps_its_phases_and_its_end():
    long = [*TRACE[:2], *(mark("missed", 2 + i, 5000 - i, 9) for i in range(2000))]
    kept = marks(long, 1.0)
    assert len(kept) < 500
    assert kept[:2] == [["reading", 1.1, None, None], ["loaded", 2.0, None, None]]
    assert kept[-1] == ["missed", 2002.0, 3001, 9]


def test_the_last_line_about_a_run_counts(tmp_path):
    file = tmp_path / "a" / "results.jsonl"
    append_record(file, record(total=1.0))
    append_record(file, record(total=2.0))
    assert [one.total for one in read_records(file, tmp_path / "none")] == [2.0]
    assert json.loads(file.read_text().splitlines()[0]) == asdict(record(total=1.0))


def test_gap_and_order_of_a_record():
    assert record().gap("missed") == pytest.approx(0.02)
    assert record().gap("lre") is None
    assert record(values={**LEVELS, "missed": 0}, bounds={"missed": 0}).gap(
        "missed"
    ) == pytest.approx(0)
    assert record().order == (0, 0, 5, 100, 7)
    assert record(legal=False).order is None


# ── tables ──────────────────────────────────────────────────────────────────────────
def seeds(*completes, **more):
    return [
        record(seed=seed, instance=f"average-{seed}", complete=complete, **more)
        for seed, complete in enumerate(completes, start=1)
    ]


def test_a_target_is_met_by_the_median():
    line = targets_table(seeds(1.0, 5.0, 9.0)).splitlines()[2]
    assert "5.0 s, 9.0 s (5 s)" in line
    assert line.rstrip(" |").endswith("yes")
    late = targets_table(seeds(1.0, 5.1, 9.0)).splitlines()[2]
    assert "no: complete" in late


def test_a_target_is_missed_by_gap_memory_and_law():
    bad = seeds(1.0, 1.0, 1.0, bounds={"missed": 96}, peak_mb=1001, legal=False)
    assert "no: gap, memory, legal" in targets_table(bad)


def test_a_run_that_never_completed_is_the_worst():
    assert "2.0 s, never (5 s)" in targets_table(seeds(1.0, 2.0, None))


@pytest.mark.parametrize(("good", "met"), [(9, "yes"), (8, "no")])
def test_nine_tight_rosters_of_ten_are_enough(good, met):
    limit = 4 * TARGETS["average"].complete
    runs = seeds(
        *[limit] * good, *[limit + 0.1] * (10 - good), tightness=0.9, limit=limit
    )
    line = tight_table(runs).splitlines()[2]
    assert [cell.strip() for cell in line.split("|")][3:4] == [str(good)]
    assert line.rstrip(" |").endswith(met)


def test_baselines_are_compared_level_by_level():
    ours = record(values={**LEVELS, "lre": 6, "missed": 1})
    others = [
        record(solver="textbook"),
        record(solver="greedy", values={**LEVELS, "minutes_short": 1}),
        record(solver="timefold", legal=None, values={}),
    ]
    text = baselines_table([*others, ours])
    assert "textbook (we lose)" in text
    assert "greedy (we win)" in text
    assert "timefold (we win)" in text
    assert "no schedule" in text
    same = baselines_table([record(), record(solver="greedy")])
    assert "greedy (even)" in same


def test_moved_is_held_to_a_tenth_and_a_quarter_of_the_time():
    values = {**LEVELS, "moved": 100}
    calm = seeds(1.0, 1.2, change="new-student", values=values, bounds={"moved": 90})
    assert change_table(calm).rstrip(" |").endswith("yes")
    wild = [replace(one, bounds={"moved": 89}) for one in calm]
    assert change_table(wild).rstrip(" |").endswith("no")
    assert "(1.25 s)" in change_table(calm)


def test_the_table_of_phases_shows_medians():
    runs = seeds(1.0, 2.0, 9.0, load=1.5, seconds={"missed": 30.25})
    line = phases_table(runs).splitlines()[2]
    assert [cell.strip() for cell in line.split("|")][4:8] == [
        "1.5 s",
        "never",
        "never",
        "2.0 s",
    ]
    assert "30.2 s" in line


def test_a_run_over_its_limit_is_named():
    text = results_part([record(total=61.5)], [])
    assert "over the limit: average-t75-s1 pushpull 61.5 s." in text
    assert "over the limit" not in results_part([record(total=60.9)], [])


def test_the_exponent_of_a_power_law_is_found():
    slope, factor = exponent([(n, 0.5 * n**1.3) for n in (40, 75, 450)])
    assert slope == pytest.approx(1.3)
    assert factor == pytest.approx(0.5)
    assert exponent([(40, 1.0), (40, 2.0)]) is None


def test_the_curve_uses_medians_of_completed_sizes():
    runs = [
        record(
            tier=f"elementary-{size}",
            instance=f"e-{size}-{seed}",
            students=size,
            complete=time,
        )
        for size, times in ((50, (1, 2, 9)), (100, (4, 4, 4)), (200, (8, None, None)))
        for seed, time in enumerate(times)
    ]
    text = curve_table(runs)
    assert "Fitted exponent 1.00" in text
    assert "never" in text
    assert "No exponent yet" in curve_table(runs[:3])


def test_a_table_of_runs_shows_what_failed():
    text = runs_table([record(), record(legal=None, served=False), record(legal=False)])
    assert "no schedule" in text
    assert "not legal" in text
    assert "2.0 %" in text


def test_the_page_keeps_what_stands_around_the_results(tmp_path):
    page = tmp_path / "README.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    file = tmp_path / "2026-01-01.jsonl"
    write_page([record(notes=["tired"], solver="greedy"), record()], [file], page)
    text = page.read_text()
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    assert "2026-01-01.jsonl" in text
    assert "### Targets" in text
    assert "- greedy, average-t75-s1: tired." in text
    assert "### After a change" not in text


def test_nothing_measured_is_a_page_without_tables():
    assert results_part([], []) == "Nothing has been measured yet."
