from dataclasses import replace

import export_sample as sample
import pytest
from report_sample import attended, crowded

from pushpull_sched.compare.lookup import counted
from pushpull_sched.compare.places import subject_facts
from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import Params, RunInfo, Stage, StageStatus
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import School, WorkHours
from pushpull_sched.export.names import NameStyle, names_of
from pushpull_sched.export.report import figures
from pushpull_sched.export.report.inclusion import (
    Missed,
    MissedRow,
    StudentRow,
    bucket_counts,
    missed_minutes,
    percent,
    student_rows,
)
from pushpull_sched.export.report.staffing import Cell, staffing


def names(school):
    return names_of(school, NameStyle.IDS)


def row(school_minutes, pull_out):
    return StudentRow(
        student_id="S1",
        name="S1",
        grade="3",
        sessions=1,
        push_in=0,
        pull_out=pull_out,
        school_minutes=school_minutes,
        missed=0,
        short=0,
    )


@pytest.mark.parametrize(
    ("pull_out", "bucket", "text"),
    [
        (0, 0, "100.0 %"),
        (400, 0, "80.0 %"),
        (401, 1, "79.9 %"),
        (1200, 1, "40.0 %"),
        (1201, 2, "39.9 %"),
        (2000, 2, "0.0 %"),
    ],
)
def test_buckets_begin_where_the_contract_says(pull_out, bucket, text):
    one = row(2000, pull_out)
    assert one.bucket == bucket
    assert one.share_text == text


def test_the_share_is_never_rounded_into_another_bucket():
    one = row(100_000, 20_001)
    assert one.share == pytest.approx(79.999)
    assert (one.bucket, one.share_text) == (1, "79.9 %")


def test_a_student_without_classes_has_no_share():
    one = row(0, 30)
    assert (one.share, one.bucket, one.share_text) == (None, None, "")
    assert bucket_counts([one, row(100, 0)]) == (1, 0, 0)


def test_school_minutes_run_from_the_first_class_to_the_last_on_days_attended():
    school = attended(sample.school())
    part = replace(school.students[0], days=frozenset({0, 1}))
    school = replace(school, students=(part, *school.students[1:]))
    first, second, *_ = student_rows(school, sample.incomplete(), names(school))
    # 9:00 to 10:47 on two days, and on five, in each of two weeks.
    assert first.school_minutes == 107 * 2 * 2
    assert second.school_minutes == 107 * 5 * 2


def test_minutes_of_students_add_up():
    school = attended(sample.school())
    rows = {
        each.student_id: each
        for each in student_rows(school, sample.incomplete(), names(school))
    }
    assert rows["S1"].pull_out == 6 * 30
    assert rows["S1"].push_in == 0
    assert rows["7"].push_in == 2 * 45 + 2 * 42
    assert rows["S6"].sessions == 1
    assert rows["S6"].short == 45
    # Speech on Thu 10:30-11:00 takes 17 minutes of the second class, in both weeks.
    assert rows["S1"].missed == 2 * 17


def test_a_student_whose_services_all_count_nowhere_is_left_out():
    school = attended(sample.school())
    services = tuple(
        each if each.id in {"S6-OT-2", "S6-Yearly"} else replace(each, student="S1")
        for each in school.services
    )
    rows = student_rows(
        replace(school, services=services), sample.complete(), names(school)
    )
    assert [each.student_id for each in rows] == ["S1", "S6"]
    idle = sample.incomplete()
    rows = student_rows(replace(school, services=services), idle, names(school))
    assert [each.student_id for each in rows] == ["S1"]


def test_missed_minutes_stand_by_subject_and_grade():
    school = attended(sample.school())
    older = replace(school.students[1], grade=0)
    school = replace(school, students=(school.students[0], older, *school.students[2:]))
    missed = missed_minutes(school, sample.incomplete())
    assert missed.grades == ("K", "3")
    assert [(each.subject, each.by_grade) for each in missed.rows] == [
        ("=Reading", (34, 68))
    ]
    assert missed.minutes == 102


def test_the_most_missed_has_the_darkest_shade():
    def missed_row(minutes):
        return MissedRow(subject="ELA", by_grade=(minutes,), weighted=minutes)

    missed = Missed(grades=("3",), rows=(missed_row(100), missed_row(1)), free=(900,))
    assert [missed.shade(minutes) for minutes in (100, 1, 0)] == [5, 1, 0]
    assert Missed(grades=("3",), rows=(), free=(900,)).shade(0) == 0


def test_time_that_costs_nothing_is_counted_apart():
    school = attended(sample.school())
    flex = tuple(
        replace(met, meetings=tuple(replace(each, weight=0) for each in met.meetings))
        for met in school.classes
    )
    missed = missed_minutes(replace(school, classes=flex), sample.incomplete())
    assert (missed.rows, missed.minutes, missed.free) == ((), 0, (102,))
    rows = student_rows(
        replace(school, classes=flex), sample.incomplete(), names(school)
    )
    assert {each.missed for each in rows} == {0}


@pytest.mark.parametrize("name", ["toy", "middle-school"])
def test_minutes_missed_are_those_of_compare(name):
    school, result = crowded(name)
    missed = missed_minutes(school, result)
    weeks = school.settings.weeks
    facts = subject_facts(counted(result.schedule.sessions, weeks, school))
    assert {each.subject: each.minutes for each in missed.rows} == {
        each.subject: each.missed * weeks for each in facts if each.missed
    }
    assert sum(missed.free) == sum(each.free for each in facts) * weeks


@pytest.mark.parametrize("name", ["toy", "middle-school"])
def test_weighted_minutes_missed_are_the_measure(name):
    school, result = crowded(name)
    missed = missed_minutes(school, result)
    assert (
        sum(each.weighted for each in missed.rows)
        == (result.verdict.measures[Measure.MISSED])
    )
    assert missed.minutes


def test_pull_out_minutes_of_students_are_the_measure():
    school, result = crowded()
    rows = student_rows(school, result, names(school))
    assert (
        sum(each.pull_out for each in rows)
        == (result.verdict.measures[Measure.PULL_OUT])
    )


def test_loads_split_by_setting_and_the_fullest_comes_first():
    school = sample.school()
    rows = figures.load_rows(school, sample.incomplete(), names(school))
    by_id = {each.provider_id: each for each in rows}
    assert rows[0].provider_id == "P1"
    assert by_id["P1"].minutes == (0, 180, 60)
    assert by_id["P1"].group_size == 3
    assert by_id["P2"].minutes == (174, 0, 0)
    assert by_id["P2"].group_size is None
    assert by_id["P2"].students == 2
    assert by_id["P7"].used == 0
    # Four long days and a short one, twice.
    assert by_id["P1"].available == 2 * (4 * 430 + 300)


def test_hours_that_overlap_count_once():
    provider = sample.school().provider["P7"]
    first = provider.hours[0]
    doubled = replace(provider, hours=(*provider.hours, first, first))
    assert figures.available_minutes(doubled) == figures.available_minutes(provider)
    nobody = replace(provider, hours=())
    school = School(providers=(nobody,))
    (row_,) = figures.load_rows(
        school, replace(sample.complete(), schedule=Schedule()), names(school)
    )
    assert (row_.available, row_.share) == (0, 0.0)


def test_moves_are_shown_with_a_baseline_only():
    stage = Stage(
        level="moved", value=0, bound=0, status=StageStatus.PROVEN, seconds=0.0
    )
    result = replace(sample.complete(), stages=(stage,))
    assert figures.level_rows(result, sample.run()) == ()
    run = RunInfo(roster_name="a", roster_sha256="b", params=Params(baseline=()))
    (moved,) = figures.level_rows(result, run)
    assert moved.proven


@pytest.mark.parametrize(("grade", "text"), [(-1, "PK"), (0, "K"), (1, "1")])
def test_grades_are_written_as_in_the_workbook(grade, text):
    assert figures.grade_text(grade) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(0, 0, 0), (1, 3, 33), (2, 2, 100), (199, 200, 99)]
)
def test_percentages_are_cut(part, whole, text):
    assert percent(part, whole) == text


@pytest.mark.parametrize(
    ("used", "available", "shade", "percent_"),
    [(0, 30, 0, 0), (1, 30, 1, 3), (24, 30, 4, 80), (25, 30, 5, 83), (30, 30, 5, 100)],
)
def test_shades_reach_the_darkest_above_four_fifths(used, available, shade, percent_):
    cell = Cell(used=used, available=available)
    assert (cell.shade, cell.percent) == (shade, percent_)


def test_a_half_hour_without_anybody_is_empty():
    assert (Cell(used=0, available=0).shade, Cell(used=0, available=0).percent) == (
        0,
        None,
    )


def test_staffing_counts_minutes_by_role_day_and_half_hour():
    school = sample.school()
    shown = staffing(school, sample.incomplete())
    maps = {each.role: each for each in shown.maps}
    assert shown.starts[0] == 480
    assert shown.starts[-1] == 900
    assert shown.maps[0].role == ""
    slp = maps["SLP"]
    # Mon 8:30 in two weeks; 3:00 to 3:10 is a third of the last half hour.
    assert slp.rows[0][1] == Cell(used=60, available=60)
    assert slp.rows[0][-1] == Cell(used=0, available=20)
    assert slp.rows[2][-1] == Cell(used=0, available=0)
    assert slp.used == 240
    assert maps["OT"].providers == 3
    assert maps[""].available == sum(
        figures.available_minutes(each) for each in school.providers
    )


def test_staffing_names_what_a_role_is_asked_for_and_what_is_short():
    school = sample.school()
    services = tuple(
        replace(each, roles=frozenset({"OT"}))
        if each.name == "OT"
        else replace(each, provider="P1")
        for each in school.services
    )
    result = sample.incomplete()
    maps = {
        each.role: each
        for each in staffing(replace(school, services=services), result).maps
    }
    assert (maps["OT"].needed, maps["OT"].short) == (60, 45)
    assert maps["SLP"].short == 45
    assert maps[""].short == 90
    assert staffing(school, sample.infeasible()).maps[0].needed == 0


def test_one_role_needs_no_map_of_everybody():
    school = sample.school()
    alone = replace(school, providers=school.providers[:1])
    assert [each.role for each in staffing(alone, sample.infeasible()).maps] == ["SLP"]
    assert staffing(School(), sample.infeasible()).starts == ()


def test_late_hours_have_their_half_hours():
    provider = sample.school().providers[0]
    late = WorkHours(when=Interval(week=1, day=0, start=17 * 60, end=17 * 60 + 10))
    school = replace(
        sample.school(), providers=(replace(provider, hours=(*provider.hours, late)),)
    )
    assert staffing(school, sample.infeasible()).starts[-1] == 17 * 60
