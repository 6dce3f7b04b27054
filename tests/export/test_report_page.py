import re
from dataclasses import replace
from datetime import date

import export_sample as sample
import pytest
import report_sample
from drawn import schools
from hypothesis import given
from hypothesis import strategies as st
from report_sample import (
    NASTY,
    crowded,
    data_of,
    digest,
    nasty_school,
    page,
    read,
    seen,
)

from pushpull_sched.domain.explanation import RoleLoad, Staffing
from pushpull_sched.domain.result import SolveResult, SolveStatus
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import School
from pushpull_sched.export.names import NameStyle, names_of
from pushpull_sched.export.report.page import render_report

UNKNOWN = SolveResult(status=SolveStatus.UNKNOWN)
TWO_MEGABYTES = 2_000_000


def test_a_complete_schedule_says_so_and_misses_nothing():
    text = page(result=sample.complete())
    assert "Complete: all 10 services are served in full" in seen(text)
    assert 'id="missing"' not in text
    assert 'href="#missing"' not in text


def test_an_incomplete_schedule_names_what_is_short_and_why():
    words = seen(page())
    assert "Incomplete: 2 of 8 services" in words
    assert "45 of 60 minutes missing" in words
    assert "No OT has a free stretch of 30 minutes." in words


def test_a_schedule_without_any_session_says_so():
    result = replace(sample.incomplete(), schedule=Schedule())
    assert "No sessions in 2 weeks for" in seen(page(result=result))


def test_what_each_role_needs_stands_above_the_maps():
    slp = RoleLoad(
        role="SLP",
        provider_ids=("P1",),
        services=9,
        student_minutes=1200,
        needed=330,
        available=300,
        mean_group=4.0,
        largest_group=3.6363,
        days=(),
    )
    nobody = replace(slp, role="OT", needed=60, available=0, mean_group=0.0)
    idle = replace(nobody, role="PT", needed=0, largest_group=0.0)
    needs = Staffing(day_names=("Mon",), weeks=2, roles=(slp, nobody, idle))
    text = page(result=replace(sample.complete(), needs=needs))
    words = seen(text)
    assert "minutes in 2 weeks of the services" in words
    assert "SLP 110 % 330 300 1,200 9 4.0 3.6 OT" in words
    assert "OT nobody 60 0 1,200 9 0.0 3.6 PT" in words
    assert "PT \u2013 0 0 1,200 9 0.0 0.0" in words
    assert '<b class="bad">110 %</b>' in text
    assert "What each role needs" not in seen(page())


def test_a_run_that_judged_no_level_says_where_the_measures_are():
    words = seen(page(result=replace(sample.incomplete(), stages=())))
    assert "ended before any level could be judged" in words


def test_levels_stand_with_value_bound_and_gap():
    words = seen(page())
    assert "Minutes short (weighted by priority) 90 90 proven" in words
    assert "Comfort: the remaining measures, weighted and added 120 60 50 %" in words


def test_a_service_short_of_sessions_only_has_no_minutes_missing():
    result = sample.incomplete()
    outcomes = tuple(replace(each, minutes_short=0) for each in result.verdict.outcomes)
    bare = replace(result, verdict=replace(result.verdict, outcomes=outcomes))
    words = seen(page(result=bare))
    assert "sessions missing" in words
    assert "0 of 45" not in words


def test_more_than_three_missing_services_are_counted_in_the_overview():
    school, result = crowded("toy")
    missing = [each for each in result.verdict.outcomes if each.minutes_short]
    assert len(missing) > 3
    words = seen(page(school, result))
    assert f"and {len(missing) - 3} more, with the reasons" in words


@pytest.mark.parametrize("result", [sample.infeasible(), UNKNOWN])
def test_without_a_schedule_there_are_reasons_and_nothing_to_comply_with(result):
    text = page(result=result)
    words = seen(text)
    assert "o schedule" in words
    assert all(reason in words for reason in result.reasons)
    assert 'id="compliance"' not in text
    assert data_of(text)["sessions"] == []


def test_an_empty_school_has_a_page():
    empty = SolveResult(status=SolveStatus.COMPLETE, schedule=Schedule())
    assert "Timetables" in seen(page(School(), empty))
    assert "NO SCHEDULE" not in seen(page(School(), empty))


def test_the_same_result_gives_the_same_bytes():
    assert page() == page()


def test_nothing_leads_out_of_the_file():
    text = page(nasty_school(), sample.incomplete(), NameStyle.FULL)
    for tag, attributes in read(text).tags:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form"}
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
    assert "http" not in re.sub(r"http-equiv", "", text)
    assert "url(" not in text
    assert "@import" not in text


def test_the_policy_allows_the_script_of_the_page_and_no_other():
    reader = read(page())
    policy = next(
        attributes["content"]
        for tag, attributes in reader.tags
        if tag == "meta" and "http-equiv" in attributes
    )
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest(reader.scripts[1])}'" in policy


def test_awkward_texts_come_out_as_written():
    text = page(nasty_school(), sample.incomplete(), NameStyle.FULL)
    reader = read(text)
    assert len(reader.scripts) == 2
    words = " ".join(reader.words)
    assert report_sample.SCRIPT in words
    assert NASTY[1] in words
    assert NASTY[2] in words
    assert NASTY[5] in words
    named = {each["name"] for each in data_of(text)["students"]}
    assert {" ".join(name.split()) for name in NASTY} == named
    assert not [tag for tag, attributes in reader.tags if "onmouseover" in attributes]


def test_identical_names_are_told_apart_by_id():
    school = sample.school()
    twins = replace(
        school,
        students=tuple(replace(each, name="Ana Ruiz") for each in school.students),
    )
    names = [
        each["name"] for each in data_of(page(twins, style=NameStyle.FULL))["students"]
    ]
    assert len(set(names)) == len(names)
    assert "Ana Ruiz (S1)" in names


def test_half_a_letter_does_no_harm():
    school = sample.school()
    broken = replace(school, settings=replace(school.settings, school="A\ud83d"))
    assert render_report(broken, sample.incomplete(), sample.run()).decode("utf-8")


def test_full_names_of_students_are_not_on_the_page_by_default():
    school, result = sample.school(), sample.incomplete()
    told = replace(
        result,
        reasons=("Moved for Ana Ruiz.",),
        service_reasons={
            "S6-OT-1": "Ana Ruiz and ليلى حداد are there; Ana Ruizes not."
        },
    )
    text = page(school, told)
    assert "Ana Ruiz." not in text
    assert "Moved for A.R.." in seen(text)
    assert "A.R. and" in seen(text)
    assert "Ana Ruizes" in text
    # A provider has the same name as this student, and providers are named.
    assert all(each["name"] != "ليلى حداد" for each in data_of(text)["students"])
    assert sample.LONG_NAME not in {each["name"] for each in data_of(text)["students"]}


def test_full_names_are_shown_when_asked_for():
    text = page(style=NameStyle.FULL)
    assert "Ana Ruiz" in seen(text)
    assert "keep this page inside the school" in seen(text)


def test_ids_alone_are_shown_when_asked_for():
    text = page(style=NameStyle.IDS)
    assert [each["name"] for each in data_of(text)["students"]] == [
        "S1", "S2", "S3", "007", "7", "S6"
    ]  # fmt: skip
    assert "A.R." not in text


def test_a_reason_with_two_students_of_one_name_names_its_own():
    school = sample.school()
    twins = replace(
        school,
        students=tuple(replace(each, name="Ana Ruiz") for each in school.students),
    )
    result = replace(
        sample.incomplete(), service_reasons={"S6-OT-1": "OT of Ana Ruiz (S6-OT-1)"}
    )
    label = next(
        each["name"] for each in data_of(page(twins))["students"] if each["id"] == "S6"
    )
    assert f"OT of {label} (S6-OT-1)" in seen(page(twins, result))


def test_without_scripts_every_provider_has_a_list():
    text = page()
    inside = text[text.index("<noscript>") : text.index("</noscript>")]
    words = seen(inside)
    assert "Mon every week 8:30\u20139:00 pull-out: Speech A.R." in words
    assert "Tue week 1 8:05\u20138:20 pull-out: OT" in words
    assert "consult: Common planning" in words
    assert "Math SDI + Reading SDI" in words
    assert "No sessions." in words


def test_a_middle_school_stays_under_two_megabytes():
    school, result = crowded()
    assert len(result.schedule.sessions) > 600
    made = render_report(school, result, sample.run())
    assert len(made) < TWO_MEGABYTES


def test_the_baseline_and_the_day_are_told():
    run = replace(sample.run(), baseline_name="last.xlsx", created=date(2026, 9, 1))
    words = seen(render_report(sample.school(), sample.complete(), run).decode())
    assert "last.xlsx" in words
    assert "2026-09-01" in words


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@schools(25)
@given(st.lists(TEXT, min_size=4, max_size=4), st.sampled_from(NameStyle))
def test_whatever_people_are_called_the_page_stands(texts, style):
    student, provider, subject, service = texts
    school = sample.school()
    school = replace(
        school,
        settings=replace(school.settings, school=subject),
        students=(replace(school.students[0], name=student), *school.students[1:]),
        providers=(replace(school.providers[0], name=provider), *school.providers[1:]),
        classes=tuple(replace(each, subject=subject) for each in school.classes),
        services=(*school.services, replace(school.services[0], id="x", name=service)),
    )
    text = page(school, style=style)
    reader = read(text)
    assert len(reader.scripts) == 2
    made, names = data_of(text), names_of(school, style)
    assert made["students"][0]["name"] == names.student("S1")
    assert made["providers"][0]["name"] == names.provider("P1")
    assert made["classes"][0]["name"] == subject
    assert service in made["services"]
