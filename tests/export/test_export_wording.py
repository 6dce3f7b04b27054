from dataclasses import replace
from datetime import date

import export_sample as sample
import pytest

from pushpull_sched.domain.result import (
    ServiceStatus,
    SolveResult,
    SolveStatus,
)
from pushpull_sched.domain.school import Settings
from pushpull_sched.export.views import Block, BlockKind
from pushpull_sched.export.wording import (
    block_texts,
    level_title,
    long_time,
    short_time,
    status_mark,
    status_sentence,
    term_text,
    weeks_text,
)

SCHOOL = sample.school()


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("0:05", "12:05", "12:05 AM"),
        ("8:30", "8:30", "8:30 AM"),
        ("11:59", "11:59", "11:59 AM"),
        ("12:00", "12:00", "12:00 PM"),
        ("13:15", "1:15", "1:15 PM"),
    ],
)
def test_times_read_as_on_a_bell_schedule(text, short, long):
    assert short_time(sample.clock(text)) == short
    assert long_time(sample.clock(text)) == long


def test_weeks_are_named():
    assert weeks_text((1, 2), 2) == "every week"
    assert weeks_text((2,), 4) == "week 2"
    assert weeks_text((1, 3), 4) == "weeks 1, 3"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (None, None, ""),
        (date(2026, 9, 1), date(2027, 1, 22), "Term 2026-09-01 to 2027-01-22"),
        (date(2026, 9, 1), None, "Term 2026-09-01 to …"),
        (None, date(2027, 1, 22), "Term … to 2027-01-22"),
    ],
)
def test_the_term_is_named_as_far_as_it_is_known(start, end, text):
    assert term_text(Settings(term_start=start, term_end=end)) == text


def test_a_complete_schedule_says_so():
    sentence = status_sentence(SCHOOL, sample.complete())
    assert sentence.startswith("Complete: all 10 services are served in full")
    assert status_mark(sample.complete()) == ""


def test_one_service_is_not_called_all_services():
    result = sample.complete()
    verdict = replace(result.verdict, outcomes=result.verdict.outcomes[:1])
    sentence = status_sentence(SCHOOL, replace(result, verdict=verdict))
    assert "the one service is served in full" in sentence


def test_an_incomplete_schedule_counts_what_is_missing():
    sentence = status_sentence(SCHOOL, sample.incomplete())
    assert "2 of 8 services are not served in full" in sentence
    assert "90 minutes in 2 weeks missing" in sentence
    assert status_mark(sample.incomplete()) == "INCOMPLETE SCHEDULE"


def test_sessions_can_be_missing_without_minutes():
    result = sample.incomplete()
    short = replace(
        result.verdict.outcomes[0], status=ServiceStatus.SHORT, minutes_short=0
    )
    verdict = replace(result.verdict, outcomes=(short,))
    sentence = status_sentence(SCHOOL, replace(result, verdict=verdict))
    assert "1 of 1 service is not served in full (sessions missing)" in sentence


def test_no_schedule_is_told_apart_from_no_time():
    assert "pinned sessions" in status_sentence(SCHOOL, sample.infeasible())
    unknown = SolveResult(status=SolveStatus.UNKNOWN)
    assert "does not mean" in status_sentence(SCHOOL, unknown)
    assert status_mark(unknown) == "NO SCHEDULE"


def test_levels_have_titles_and_unknown_ones_keep_their_names():
    assert level_title("minutes_short") == "Minutes short (weighted by priority)"
    assert level_title("comfort").startswith("Comfort")
    assert level_title("my own level") == "my own level"


def test_every_wording_of_a_session_keeps_times_service_students_and_place():
    block = Block(
        start=510,
        end=540,
        kind=BlockKind.PULL_OUT,
        services=("Speech",),
        students=("Ana (S1)", "Ben (S2)"),
        place="Room 5",
    )
    for text in block_texts(block):
        for part in ("8:30-9:00", "Speech", "Ana (S1)", "Ben (S2)", "Room 5"):
            assert part in text


def test_lunch_is_called_lunch_and_consult_consult():
    lunch = Block(start=720, end=750, kind=BlockKind.LUNCH)
    assert block_texts(lunch) == ("Lunch 12:00-12:30", "lunch")
    consult = Block(
        start=840, end=900, kind=BlockKind.CONSULT, services=("Planning block",)
    )
    assert block_texts(consult)[0] == "2:00-3:00 Planning block\nconsult"
