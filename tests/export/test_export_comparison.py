"""The comparison as a workbook and as a page: what they say and that they are safe."""

import functools
import re
from io import BytesIO

import openpyxl
import pytest
from compare_school import PROVIDERS, base_rows, session, small_school, variant, without

from pushpull_sched.compare.comparing import compare
from pushpull_sched.domain.result import Stage, StageStatus
from pushpull_sched.domain.variant import Origin, RosterState, Variant
from pushpull_sched.export.comparison.book import render_comparison_book
from pushpull_sched.export.comparison.page import render_comparison_page
from pushpull_sched.export.comparison.pictures import Bars, bar_chart
from pushpull_sched.export.comparison.views import side_by_side

ORIGIN = Origin(
    roster_name="maple.xlsx",
    roster_sha256="ab" * 32,
    status="complete",
    policy="steady-groups",
    seed=3,
    versions={"pushpull-sched": "0.1.0"},
    rerun="pushpull-sched solve maple.xlsx --seed 3",
    stages=(
        Stage(
            level="missed",
            value=240,
            bound=100,
            status=StageStatus.IMPROVED,
            seconds=1,
        ),
        Stage(
            level="comfort", value=5, bound=0, status=StageStatus.IMPROVED, seconds=1
        ),
    ),
)
OTHER = [
    *without(base_rows(), "c", "e", "f"),
    *session("c", "Mon", "10:00", ["S3 Speech"], room="R2"),
    *session("f", "Tue", "9:00", ["S2 Math SDI"]),
    *session("x", "Wed", "12:10", ["S1 OT"], provider="P2", length=25),
]


@functools.cache
def found():
    later = small_school(rooms=[{"room_id": "R1"}, {"room_id": "R2"}])
    return compare(
        [
            variant(base_rows(), label="=spring", origin=ORIGIN),
            variant(OTHER, later, label="<b>autumn</b>"),
        ]
    )


@functools.cache
def book():
    return openpyxl.load_workbook(BytesIO(render_comparison_book(found())))


def page(comparison=None):
    return render_comparison_page(comparison or found()).decode("utf-8")


def cells(name):
    return [[cell.value for cell in row] for row in book()[name].iter_rows()]


def tables():
    return {
        table.title: {line.name: line.cells for line in table.lines}
        for table in side_by_side(found())
    }


def test_who_works_in_a_later_schedule_only_has_a_row():
    more = small_school(
        providers=[
            *PROVIDERS,
            {**PROVIDERS[0], "provider_id": "P9", "name": "Nadia New"},
        ]
    )
    both = compare([variant(base_rows()), variant(base_rows(), more)])
    after = page(both).split("<h3>Providers</h3>")[1]
    assert re.search(r'<tr><th><bdi>Nadia New</bdi></th>\s*<td class="n"></td>', after)


def test_sheets_in_the_order_of_interest():
    assert book().sheetnames == [
        "Which is better",
        "Side by side",
        "Students",
        "Providers",
        "Classes",
        "Changes",
        "Provider changes",
        "To be told",
        "Rosters",
        "Runs",
    ]


def test_the_first_sheet_answers():
    text = "\n".join(str(row[0]) for row in cells("Which is better") if row[0])
    assert "A is better for" in text
    assert "For whom is B worse than A?" in text
    assert "S2: " in text
    rows = {row[0]: row[1:] for row in cells("Which is better")}
    assert rows["Service minutes missing"][:3] == [0, 5, "A"]


def test_amounts_are_numbers_and_texts_are_no_formulas():
    sheet = book()["Students"]
    heads = [cell.value for cell in sheet[2]]
    row = dict(zip(heads, sheet[3], strict=True))
    assert row["student_id"].value == "S1"
    assert row["non-inclusion A"].value == 90
    assert row["class minutes missed A"].value == 30
    assert row["bucket A"].value == "80 % or more"
    assert row["B against A"].value in {"worse", "better in some, worse in some"}
    runs = cells("Runs")
    assert runs[2][:6] == ["A", "=spring", "maple.xlsx", "ab" * 32, "steady-groups", 3]
    assert runs[2][7] == "pushpull-sched solve maple.xlsx --seed 3"
    assert book()["Runs"]["B3"].data_type == "s"
    assert runs[3][2] is None


def test_every_change_is_a_row():
    rows = cells("Changes")[2:]
    moved = next(row for row in rows if row[2] == "S3-Speech-1")
    assert moved[:4] == ["B", "S3", "S3-Speech-1", "1"]
    assert moved[4:7] == ["Mon", "09:00", 30]
    assert moved[11:14] == ["Mon", "10:00", 30]
    assert len(rows) == sum(
        len(person.changes) for person in found().differences[0].students
    )
    assert cells("To be told")[2][1] == "provider"
    assert any(row[2] == "R1" for row in cells("Rosters"))


def test_the_same_comparison_gives_the_same_bytes():
    assert render_comparison_book(found()) == render_comparison_book(found())
    assert page() == page()


def test_tables_side_by_side():
    shown = tables()
    missed = shown["Measures"]["Class minutes missed (weighted by subject)"]
    assert missed == ("240 (≥ 100)", 230)
    assert shown["Services"]["Served in full"] == (6, 5)
    assert shown["Services"]["At least 80 % of the minutes"] == (0, 1)
    assert shown["Class minutes missed by subject"]["Math"] == (60, 60)
    assert shown["Class minutes missed by grade"]["Grade 4"] == (60, 30)
    assert shown["Regular class (LRE)"]["Inclusion minutes (push-in)"] == (90, 60)
    assert shown["Pull-out groups"]["2 students"] == (2, 2)
    assert shown["Pull-out groups"]["Share with one student"] == ("60.0 %", "66.6 %")
    assert shown["Rooms"]["R2"][0] == "30 (8.3 %)"
    assert shown["Interruptions of classes"]["4A-Math"][0] == "2 (on one day 1)"


def test_the_page_stands_alone_and_escapes_what_it_is_given():
    text = page()
    assert "<b>autumn</b>" not in text
    assert "&lt;b&gt;autumn&lt;/b&gt;" in text
    assert not re.search(r"<(script|link|img|iframe)|src=|url\(|@import", text)
    assert "default-src 'none'" in text
    assert "pushpull-sched solve maple.xlsx --seed 3" in text
    assert "A schedule file alone" in text


def test_the_page_says_what_the_screen_says():
    text = re.sub(r"\s+", " ", page())
    assert "For whom is B worse than A?" in text
    assert "A is better for" in text
    assert "S3 Speech: Mon 9:00 → 10:00" in text
    assert "Who has to be told" in text
    assert "groups 2 → 1" in text
    for sentence in (
        line for one in found().differences[0].students for line in one.sentences
    ):
        assert sentence in text


def test_pictures_have_words_for_those_who_cannot_see_them():
    text = page()
    assert text.count("<figure") >= 5
    assert text.count('role="img"') == text.count("<figure")
    assert "Class minutes missed by student a week" in re.sub(r"<[^>]+>", "", text)


def test_bars_are_as_long_as_their_amounts():
    svg = bar_chart(
        [Bars(label="x" * 40, values=(4, 2, None), texts=("4", "2", ""))], "ABC", "t"
    )
    widths = [float(w) for w in re.findall(r'<rect[^>]* width="([\d.]+)"', svg)]
    assert widths[0] == 2 * widths[1] > 0
    assert widths[2] == 0
    assert "…" in svg


def test_without_rosters_the_page_says_so():
    bare = [
        Variant(label=name, rows=tuple(base_rows()), roster_state=RosterState.MISSING)
        for name in "ab"
    ]
    comparison = compare(bare)
    assert "It cannot be told without the rosters." in page(comparison)
    loaded = openpyxl.load_workbook(BytesIO(render_comparison_book(comparison)))
    text = [row[0].value for row in loaded["Which is better"].iter_rows()]
    assert "It cannot be told without the rosters." in text
    titles = [table.title for table in side_by_side(comparison)]
    assert "Class minutes missed by subject" not in titles


@pytest.mark.parametrize("count", [3, 7])
def test_many_schedules_fit_on_the_page_and_in_the_book(count):
    comparison = compare([variant(base_rows(), label=str(n)) for n in range(count)])
    assert render_comparison_book(comparison)
    assert f"For whom is {'ABCDEFG'[count - 1]} worse than A?" in page(comparison)
