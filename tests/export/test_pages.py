"""What stands on the pages, before any format draws them."""

from dataclasses import replace
from itertools import combinations

import export_sample as sample
import pages_sample as pages
import pytest

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.school import Room, SchoolClass
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.names import NameStyle
from pushpull_sched.export.pages.colours import PALETTE, colours_of
from pushpull_sched.export.pages.drawing import drawing
from pushpull_sched.export.pages.furniture import heading_fit
from pushpull_sched.export.pages.model import GRID_WIDTH, PAGE, By, Tint
from pushpull_sched.export.views import BlockKind

SOURCE = pages.source()


def texts(page):
    return [each.text for each in page.placed] + list(page.notes)


def blocks(page, kind):
    return [each.block for each in page.placed if each.block.kind is kind]


def only(found):
    (one,) = found
    return one


def overlap(one, other):
    return (
        one["x"] < other["x"] + other["w"]
        and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"]
        and other["y"] < one["y"] + one["h"]
    )


@pytest.mark.parametrize("by", [each for each in By if each is not By.TEACHER])
@pytest.mark.parametrize("weeks", [1, 2, 4])
def test_boxes_lie_on_the_grid_and_never_on_one_another(by, weeks):
    made = pages.source(weeks)
    for page in pages.pages(made, by):
        drawn = drawing(page, colours_of(made, by))
        assert drawn["height"] < PAGE[1]
        for box in drawn["boxes"]:
            assert box["x"] >= drawn["time_width"]
            assert box["x"] + box["w"] <= GRID_WIDTH
            assert box["y"] >= 0
            assert box["y"] + box["h"] <= drawn["height"]
        assert not any(overlap(*pair) for pair in combinations(drawn["boxes"], 2))


def test_a_minute_has_the_same_height_everywhere():
    page = only(pages.pages(SOURCE, By.PROVIDER, "P1"))
    drawn = drawing(page, {})
    ratios = {
        round((box["h"] + 2) / (each.block.end - each.block.start), 6)
        for box, each in zip(drawn["boxes"], page.placed, strict=True)
    }
    assert ratios == {round(page.per_minute, 6)}


def test_a_provider_sees_sessions_lunch_planning_and_hours():
    page = only(pages.pages(SOURCE, By.PROVIDER, "P1"))
    kinds = {each.block.kind for each in page.placed}
    assert kinds == {
        BlockKind.PULL_OUT,
        BlockKind.CONSULT,
        BlockKind.LUNCH,
        BlockKind.PLANNING,
    }
    assert page.columns[2].open == ((pages.clock("8:00"), pages.clock("13:00")),)
    assert page.head.title == "Ms. Alvarez - SLP"
    assert page.head.facts == (
        "Maple Elementary & Friends",
        "Term 2026-09-01 to 2026-12-18",
        "7 sessions, 240 minutes in 2 weeks",
    )
    legend = [entry.text for entry in page.legend]
    assert legend == [
        "Common planning",
        "Speech",
        "pull-out: dashed frame",
        "consult: double frame",
        "lunch, planning: dotted frame",
        "not available",
    ]


def test_students_are_named_by_initials_and_in_full_only_when_asked():
    everything = " ".join(texts(only(pages.pages(SOURCE, By.PROVIDER, "P1"))))
    assert "A.R." in everything
    assert "Ruiz" not in everything
    full = pages.source(style=NameStyle.FULL)
    everything = " ".join(texts(only(pages.pages(full, By.PROVIDER, "P1"))))
    assert "Ana Ruiz" in everything


def test_days_that_differ_between_weeks_stand_side_by_side():
    page = only(pages.pages(SOURCE, By.PROVIDER, "P1"))
    assert [(each.heading, each.weeks) for each in page.columns] == [
        ("Mon", "every week"),
        ("Tue", "every week"),
        ("Wed", "every week"),
        ("Thu", "every week"),
        ("Fri", "week 1"),
        ("Fri", "week 2"),
    ]
    friday = [each for each in page.placed if each.first >= 4]
    lunch = only(each for each in friday if each.block.kind is BlockKind.LUNCH)
    assert (lunch.first, lunch.last) == (4, 5)


def crowded(weeks):
    """A provider with six short sessions a day, other ones in every week."""
    long = pages.NASTY[10]
    names = [
        replace(each, name=f"{long} {each.id}") for each in pages.school(weeks).students
    ]
    school = replace(pages.school(weeks), students=tuple(names))
    sessions = [
        sample._session(
            f"{week}-{day}-{number}",
            Interval(week=week, day=day, start=480 + 20 * number + 5 * week, end=0),
            15,
            "P1",
            sample.served("S1-Speech-1", "S2-Speech-1", "S3-Speech-1"),
            room_id="R5",
        )
        for week in range(1, weeks + 1)
        for day in range(5)
        for number in range(6)
    ]
    return pages.source(
        weeks, of=school, sessions=tuple(sessions), style=NameStyle.FULL
    )


def test_weeks_that_crowd_a_page_get_a_page_each():
    found = pages.pages(crowded(2), By.PROVIDER, "P1")
    assert [page.head.title for page in found] == [
        "Ms. Alvarez - SLP - week 1",
        "Ms. Alvarez - SLP - week 2",
    ]
    assert [page.head.name for page in found] == [
        "Ms. Alvarez week 1",
        "Ms. Alvarez week 2",
    ]
    assert {page.head.key for page in found} == {"P1"}


def test_what_does_not_fit_its_block_is_a_numbered_note():
    page = only(pages.pages(crowded(1), By.PROVIDER, "P1"))
    assert len(page.notes) == 30
    assert page.notes[0].startswith("1)  Mon 8:05-8:20 Speech; Maximiliana")
    noted = [each.text for each in page.placed if each.text.endswith("1)")]
    assert noted
    assert page.height >= 250


def test_weeks_that_are_alike_share_a_page():
    made = crowded(4)
    same = [
        replace(each, week=each.week + 2)
        for each in made.sessions
        if each.week in {1, 2}
    ]
    kept = [each for each in made.sessions if each.week in {1, 2}]
    again = pages.source(
        4, of=made.school, sessions=(*kept, *same), style=NameStyle.FULL
    )
    found = pages.pages(again, By.PROVIDER, "P1")
    assert [page.head.title[-10:] for page in found] == ["weeks 1, 3", "weeks 2, 4"]


def test_a_visit_for_several_services_says_who_gets_which():
    page = only(pages.pages(SOURCE, By.PROVIDER, "P2"))
    (visit,) = {
        each.text for each in page.placed if each.block.start == pages.clock("9:10")
    }
    assert visit.startswith("9:10-9:55\nMath SDI: ل.ح.; Reading SDI: Z.P.")


def test_colours_tell_the_service_or_the_grade():
    blocks_of = {each.block.tint for each in pages.pages(SOURCE, By.MASTER)[0].placed}
    assert blocks_of == {"", "Speech", "Math SDI + Reading SDI"}
    graded = pages.source(tint=Tint.GRADE)
    tints = {each.block.tint for each in pages.pages(graded, By.MASTER)[0].placed}
    assert tints == {"", "grade 3"}
    mixed = replace(
        SOURCE.school,
        students=(
            replace(SOURCE.school.students[0], grade=-1),
            replace(SOURCE.school.students[1], grade=0),
            *SOURCE.school.students[2:],
        ),
    )
    made = pages.source(of=mixed, tint=Tint.GRADE)
    tints = {
        each.block.tint
        for page in pages.pages(made, By.PROVIDER, "P1")
        for each in page.placed
    }
    assert tints == {"", "grade PK to 3", "no grade"}


def test_everybody_keeps_a_colour_whoever_is_exported():
    found = colours_of(SOURCE, By.PROVIDER)
    assert list(found) == [
        "Common planning",
        "Math SDI",
        "OT",
        "Reading SDI",
        "Speech",
        "Math SDI + Reading SDI",
    ]
    assert len(set(found.values())) == len(found)
    assert colours_of(SOURCE, By.ROOM)["Ms. Alvarez"] == PALETTE[0]
    grades = colours_of(pages.source(tint=Tint.GRADE), By.PROVIDER)
    assert list(grades) == ["grade 3", "no grade"]


def test_a_student_sees_classes_and_sessions_but_no_other_student():
    page = only(pages.pages(SOURCE, By.STUDENT, "S1"))
    assert page.head.title == "A.R. - grade 3, homeroom 3A"
    everything = " ".join(texts(page))
    assert "Ms. Alvarez" in everything
    assert "Math 3" in everything
    for other in ("1.", "M.J.", "M.F.", "Z.P."):
        assert f" {other}" not in everything
    sessions = blocks(page, BlockKind.PULL_OUT)
    assert {block.student_ids for block in sessions} == {("S1",)}


def test_of_a_class_only_what_the_session_leaves_is_shown():
    page = only(pages.pages(SOURCE, By.STUDENT, "7"))
    monday = [each.block for each in page.placed if each.first == 0]
    math = [
        (block.start, block.end) for block in monday if block.title.startswith("Math")
    ]
    assert math == [
        (pages.clock("9:00"), pages.clock("9:10")),
        (pages.clock("9:55"), pages.clock("10:00")),
    ]


def test_the_time_in_which_a_student_is_not_available_is_gray():
    away = Interval(week=1, day=1, start=pages.clock("9:00"), end=pages.clock("9:30"))
    student = replace(SOURCE.school.students[0], unavailable=(away,), homeroom=None)
    school = replace(SOURCE.school, students=(student, *SOURCE.school.students[1:]))
    made = pages.source(of=school, style=NameStyle.IDS)
    page = only(pages.pages(made, By.STUDENT, "S1"))
    assert page.head.title == "S1 - grade 3"
    tuesday = next(each for each in page.columns if each.heading == "Tue")
    assert tuesday.open == ((pages.clock("9:30"), pages.clock("12:00")),)


def test_consult_is_not_on_the_page_of_a_student():
    plan = sample._session(
        "x",
        Interval(week=1, day=0, start=480, end=0),
        30,
        "P1",
        sample.served("S6-OT-1"),
    )
    assert plan.setting is Setting.CONSULT
    made = pages.source(sessions=(plan,))
    page = only(pages.pages(made, By.STUDENT, "S6"))
    assert blocks(page, BlockKind.CONSULT) == []
    assert page.head.facts[-1] == "no sessions"


def test_a_door_names_providers_and_students_but_no_service():
    page = only(pages.pages(SOURCE, By.ROOM, "R5"))
    everything = " ".join([*texts(page), *(entry.text for entry in page.legend)])
    assert "Ms. Alvarez" in everything
    assert "A.R." in everything
    assert "Speech" not in everything
    assert page.columns[0].open == ((pages.clock("8:00"), pages.clock("15:10")),)


def test_a_room_is_gray_while_it_is_closed_and_shows_the_classes_in_it():
    page = only(pages.pages(SOURCE, By.ROOM, "+R6"))
    assert page.columns[0].open == ((pages.clock("8:00"), pages.clock("9:00")),)
    room = Room(id="X", name="room 12", hours=SOURCE.school.rooms[0].hours)
    made = pages.source(of=replace(SOURCE.school, rooms=(room,)))
    page = only(pages.pages(made, By.ROOM, "X"))
    assert {block.title for block in blocks(page, BlockKind.CLASS)} == {
        "Math 3",
        "=Reading",
    }


def test_two_sessions_at_once_stand_side_by_side():
    first = sample.schedule().sessions[0]
    other = replace(first, id="other", provider_id="P4", end=first.end + 10)
    third = replace(first, id="third", start=first.end + 10, end=first.end + 40)
    made = pages.source(sessions=(first, other, third))
    page = only(pages.pages(made, By.ROOM, "R5"))
    assert [(each.lane, each.lanes) for each in page.placed] == [(0, 2), (1, 2), (0, 1)]


def test_a_homeroom_shares_a_door_sheet_and_other_classes_have_their_own():
    single = SchoolClass(
        id="Band",
        subject="Band",
        teacher="Ms. Horn",
        meetings=pages.meeting_every_day("13:00", "13:40", 2, None),
    )
    made = pages.source(
        of=replace(SOURCE.school, classes=(*SOURCE.school.classes, single))
    )
    found = pages.pages(made, By.CLASS)
    assert [page.head.title for page in found] == ["3A - Lee", "Band - Band, Ms. Horn"]
    concerned = {each.key: each.concerned for each in pages.everyone(made, By.CLASS)}
    assert concerned == {"3A": True, "Band": False}
    everything = " ".join(texts(found[0]))
    assert pages.NASTY[10][:18] in everything
    assert "SDI" not in everything


def test_a_master_page_has_a_column_for_everyone():
    found = pages.pages(SOURCE, By.MASTER)
    assert [page.head.name for page in found] == [
        "Mon",
        "Tue week 1",
        "Tue week 2",
        "Wed",
        "Thu",
        "Fri week 1",
        "Fri week 2",
    ]
    assert next(each.heading for each in found[0].columns) == "Ms. Alvarez"
    assert len(found[0].columns) == len(sample.PROVIDERS)


def test_very_many_providers_share_several_pages_a_day():
    school = pages.school(1)
    many = tuple(
        replace(school.providers[0], id=f"Q{number}", name="") for number in range(13)
    )
    made = pages.source(1, of=replace(school, providers=many), sessions=())
    found = pages.pages(made, By.MASTER)
    assert [page.head.name for page in found[:2]] == ["Mon 1 of 2", "Mon 2 of 2"]
    assert [len(page.columns) for page in found[:2]] == [7, 6]


def test_a_school_without_anybody_has_no_master_pages():
    made = pages.source(1, of=replace(pages.school(1), providers=()), sessions=())
    assert pages.pages(made, By.MASTER) == ()


def test_a_person_without_any_hours_has_an_empty_page():
    school = pages.school(1)
    idle = replace(school.providers[0], hours=(), roles=frozenset())
    made = pages.source(
        1, of=replace(school, providers=(idle,), classes=()), sessions=()
    )
    page = only(pages.pages(made, By.PROVIDER))
    assert page.head.title == "Ms. Alvarez"
    assert (page.start, page.end, page.placed) == (480, 900, ())
    assert pages.pages(made, By.ROOM)[0].columns[0].open == ((480, 900),)


def test_a_mark_is_on_every_page():
    made = pages.source(mark="INCOMPLETE SCHEDULE")
    for by in By:
        assert {page.head.mark for page in pages.pages(made, by)} == {
            "INCOMPLETE SCHEDULE"
        }


def test_long_headings_get_more_room_and_are_cut_at_last():
    school = pages.school(1)
    short = pages.pages(pages.source(1), By.PROVIDER, "P1")[0]
    assert short.heading_height == 16
    many = tuple(
        replace(school.providers[0], id=f"Q{at}", name=pages.NASTY[10] * 3 + str(at))
        for at in range(12)
    )
    made = pages.source(1, of=replace(school, providers=many), sessions=())
    page = pages.pages(made, By.MASTER)[0]
    assert page.heading_height == 30
    drawn = drawing(page, {})
    assert all(each["text"].endswith("…") for each in drawn["headings"])
    assert heading_fit("x", 1.0, 1.0) == ("x", 6.0)


def test_equal_names_that_are_cut_keep_their_ids():
    name = "Maximiliana-Alexandrina Featherstonehaugh-Cholmondeley Jr."
    first, _ = heading_fit(f"{name} (P2)", 60, 30)
    other, _ = heading_fit(f"{name} (P3)", 60, 30)
    assert first != other
    assert first.endswith("… (P2)")
