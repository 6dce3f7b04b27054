import zipfile
from dataclasses import replace
from datetime import date, time
from io import BytesIO

import export_sample as sample
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Provider, School, Settings, WorkHours
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.workbook_file import render_workbook

ID = "c" * 64
COLUMNS = [
    "session_id",
    "week",
    "day",
    "start",
    "end",
    "minutes",
    "setting",
    "provider_id",
    "room_id",
    "class_id",
    "service",
    "service_id",
    "student_id",
    "group_size",
]


def rendered(result=None, school=None, run=None):
    return render_workbook(
        school or sample.school(),
        result or sample.incomplete(),
        run or sample.run(),
        ID,
    )


def opened(*args, **more):
    return openpyxl.load_workbook(BytesIO(rendered(*args, **more)))


@pytest.fixture(scope="module")
def book():
    return opened()


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


def cell_of(sheet, part):
    return next(
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and part in cell.value
    )


def test_sheets_stand_in_their_order_and_every_provider_has_one(book):
    assert book.sheetnames[:4] == ["Summary", "Schedule", "Compliance", "Master"]
    assert len(book.sheetnames) == 4 + len(sample.PROVIDERS)
    assert book.sheetnames[4] == "Ms. Alvarez"
    assert book.sheetnames[-1] == "Master (2)"
    assert "no sessions" in " ".join(texts(book["Master (2)"]))


def test_the_schedule_sheet_has_the_columns_of_the_contract(book):
    sheet = book["Schedule"]
    assert [cell.value for cell in sheet[1]] == COLUMNS
    assert sheet.freeze_panes == "A2"
    table = sheet.tables["ScheduleTable"]
    assert table.ref == f"A1:N{sheet.max_row}"
    assert table.autoFilter is not None or table.headerRowCount == 1


def test_times_are_excel_times_and_blank_is_blank(book):
    row = dict(zip(COLUMNS, book["Schedule"][2], strict=True))
    assert row["start"].value == time(8, 30)
    assert row["start"].number_format == "hh:mm"
    assert row["day"].value == "Mon"
    assert row["class_id"].value is None
    assert row["minutes"].value == 30


def test_the_schedule_sheet_names_no_student(book):
    everything = " ".join(texts(book["Schedule"]))
    assert "Ana Ruiz" not in everything
    assert "S1-Speech-1" in everything


def test_ids_stay_text(book):
    ids = {
        (cell.value, cell.data_type)
        for cell in book["Schedule"]["M"][1:]
        if cell.value is not None
    }
    assert ("007", "s") in ids
    assert ("7", "s") in ids


def test_nothing_from_the_roster_becomes_a_formula(book):
    kinds = {
        cell.data_type
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }
    assert "f" not in kinds
    assert "e" not in kinds
    session = cell_of(book["Schedule"], "=cmd")
    assert (session.value, session.quotePrefix) == ("=cmd", True)


def test_a_name_that_looks_like_a_formula_stays_a_name():
    wishes = ("=HYPERLINK(1)", "+1", "-1", "@x", "#N/A", "=1+1", "\t=1")
    school = sample.school()
    named = tuple(
        replace(each, name=name)
        for each, name in zip(school.providers, wishes, strict=True)
    )
    book = opened(school=replace(school, providers=named))
    for name in wishes:
        assert cell_of(book["Master"], name.strip()).data_type == "s"


def test_control_characters_are_left_out_and_the_rest_is_kept():
    school = sample.school()
    named = Settings(
        school="Map\x07le\r\n\ud800\ufffe School", days=sample.DAYS, weeks=2
    )
    book = opened(school=replace(school, settings=named))
    assert book["Summary"]["A1"].value == "Maple\n School: service schedule"


def test_a_text_longer_than_a_cell_is_cut_and_its_row_not_too_tall_for_excel():
    result = replace(sample.infeasible(), reasons=("x" * 40_000,))
    sheet = opened(result)["Summary"]
    cell = cell_of(sheet, "xxx")
    assert len(cell.value) == 32_767
    assert sheet.row_dimensions[cell.row].height == 409


def test_no_two_merged_ranges_overlap(book):
    for sheet in book.worksheets:
        cells = [
            cell
            for merged in sheet.merged_cells.ranges
            for row in merged.rows
            for cell in row
        ]
        assert len(cells) == len(set(cells)), sheet.title


def test_page_headers_stay_within_what_excel_takes():
    school = sample.school()
    named = replace(school.settings, school="&" * 200, term_start=date(2026, 9, 1))
    book = opened(school=replace(school, settings=named))
    for sheet in book.worksheets:
        header = sheet.oddHeader
        assert header.left.text.count("&") % 2 == 0
        assert len(header.left.text + header.right.text) <= 230


def test_the_summary_says_first_how_it_stands_and_what_is_missing(book):
    said = texts(book["Summary"])
    assert said[0] == "Maple Elementary & Friends: service schedule"
    assert said[1].startswith("Incomplete: 2 of 8 services")
    missing = said.index("What is missing: 2 services")
    assert missing < said.index("How good it is") < said.index("Settings")
    assert "Zoë 🦊 Park (7)" in said
    assert "No OT has a free stretch of 30 minutes. (S6-OT-1)" in said


def test_the_summary_names_every_level_with_value_bound_and_gap(book):
    sheet = book["Summary"]
    row = cell_of(sheet, "2  Comfort").row
    values = [sheet.cell(row=row, column=column).value for column in range(2, 6)]
    assert values == [120, 60, 0.5, "best found in the time given"]
    assert sheet.cell(row=row, column=4).number_format == "0.0%"


def test_the_summary_names_seed_policy_versions_and_roster_but_no_duration(book):
    said = texts(book["Summary"])
    for part in ("7", "default", "9.15", "0.1.0", "maple.xlsx", "ab" * 32):
        assert part in said
    assert not any("8.3" in text for text in said)


def test_the_summary_counts_what_is_left_out(book):
    said = " ".join(texts(book["Summary"]))
    assert "1 service not active in this term" in said
    assert "1 service without a place in a repeating week" in said


def test_a_long_list_of_missing_services_points_to_compliance():
    result = sample.incomplete()
    one = result.verdict.outcomes[4]
    verdict = replace(result.verdict, outcomes=(one,) * 41)
    said = texts(opened(replace(result, verdict=verdict))["Summary"])
    assert said.count("Zoë 🦊 Park (7)") == 40
    assert any(text.startswith("… and 1 more") for text in said)


def test_a_missing_consult_block_has_no_student():
    result = sample.incomplete()
    short = result.verdict.outcomes[4]
    plan = replace(short, service_id="PLAN")
    verdict = replace(result.verdict, outcomes=(plan,), violations=())
    said = texts(opened(replace(result, verdict=verdict))["Summary"])
    assert said[said.index("Common planning") - 1] == "-"
    assert "PLAN" in said


def test_term_day_of_the_run_and_early_end_are_told():
    school = sample.school()
    settings = replace(school.settings, term_start=date(2026, 9, 1))
    book = opened(
        replace(sample.complete(), interrupted=True, reasons=("Stopped by Ctrl-C.",)),
        school=replace(school, settings=settings),
        run=replace(sample.run(), created=date(2026, 8, 20)),
    )
    said = texts(book["Summary"])
    assert "Term 2026-09-01 to …" in said
    assert "2026-08-20" in said
    assert any("stopped early" in text for text in said)
    assert "Remarks" in said
    assert "•  Stopped by Ctrl-C." in said


def test_an_impossible_roster_gives_its_reasons_and_no_sessions():
    book = opened(sample.infeasible())
    said = texts(book["Summary"])
    assert any("No schedule is possible" in text for text in said)
    assert any("Pins row 2" in text for text in said)
    assert book["Schedule"]["A2"].value is None
    assert book["Schedule"].tables["ScheduleTable"].ref == "A1:N2"
    assert book["Compliance"]["A2"].value is None


def test_compliance_words_and_colours_the_status(book):
    sheet = book["Compliance"]
    headings = [cell.value for cell in sheet[1]]
    assert headings == [
        "service_id",
        "student_id",
        "service",
        "setting",
        "required_minutes",
        "scheduled_minutes",
        "minutes_short",
        "sessions",
        "provider_id",
        "status",
        "conversion",
        "reason",
    ]
    colours = {
        row[9].value: row[9].fill.fgColor.rgb for row in sheet.iter_rows(min_row=2)
    }
    assert set(colours) == {
        "met",
        "short",
        "unplaced",
        "outside template",
        "not active",
    }
    assert len(set(colours.values())) == 5
    assert sheet.tables["ComplianceTable"].ref == f"A1:L{sheet.max_row}"


def test_a_provider_page_prints_on_one_landscape_page(book):
    for sheet in book.worksheets[4:]:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        assert sheet.print_area
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert "Maple Elementary" in sheet.oddHeader.left.text
        assert "INCOMPLETE" in sheet.oddHeader.right.text


def test_a_provider_page_has_name_roles_and_load(book):
    sheet = book["Ms. Alvarez"]
    assert sheet["A1"].value == "Ms. Alvarez - SLP"
    assert "7 sessions, 240 minutes in 2 weeks" in sheet["A2"].value
    assert "INCOMPLETE SCHEDULE" in sheet["A2"].value


def test_weeks_that_differ_stand_side_by_side_and_equal_ones_once(book):
    sheet = book["Ms. Alvarez"]
    assert [cell.value for cell in sheet[3]][1:] == [*sample.DAYS, None]
    weeks = [cell.value for cell in sheet[4]][1:]
    assert weeks == [*["every week"] * 4, "week 1", "week 2"]
    ranges = {str(merged) for merged in sheet.merged_cells.ranges}
    assert "F3:G3" in ranges


def test_push_in_and_pull_out_differ_by_frame_as_well_as_by_colour(book):
    pushed = cell_of(book.worksheets[5], "9:10-9:55")
    pulled = cell_of(book.worksheets[4], "8:30-9:00 Speech")
    consult = cell_of(book.worksheets[4], "Common planning")
    frames = {cell.border.top.style for cell in (pushed, pulled, consult)}
    assert frames == {"medium", "mediumDashed", "double"}
    colours = {cell.fill.fgColor.rgb for cell in (pushed, pulled, consult)}
    assert len(colours) == 3
    assert cell_of(book.worksheets[4], "dashed frame")


def test_rows_are_as_high_as_their_minutes_are_long(book):
    sheet = book["Ms. Alvarez"]
    speech = cell_of(sheet, "8:30-9:00 Speech")
    planning = cell_of(sheet, "Planning 9:00-9:45")
    merged = {
        rng.min_row: rng
        for rng in sheet.merged_cells.ranges
        if rng.min_col == 2 and rng.min_row >= 5
    }

    def height(cell):
        rng = merged.get(cell.row)
        rows = range(rng.min_row, rng.max_row + 1) if rng else [cell.row]
        return sum(sheet.row_dimensions[row].height for row in rows)

    assert height(planning) / height(speech) == pytest.approx(1.5, abs=0.01)


def test_a_session_off_the_grid_has_its_true_place(book):
    cell = cell_of(book.worksheets[5], "10:05-10:47")
    labels = [book.worksheets[5].cell(row=row, column=1).value for row in range(5, 40)]
    assert "10:00 AM" in labels
    assert cell.row > 5 + labels.index("10:00 AM")


def test_time_without_the_provider_is_shaded(book):
    sheet = book.worksheets[9]
    assert sheet["A1"].value.startswith("🦊")
    monday = sheet.cell(row=6, column=2)
    assert monday.fill.fgColor.rgb == "00D9D9D9"


def test_master_has_a_page_per_day_with_every_provider(book):
    sheet = book["Master"]
    titles = [text for text in texts(sheet) if text.startswith("Master schedule")]
    assert titles == [
        "Master schedule - Mon",
        "Master schedule - Tue week 1",
        "Master schedule - Tue week 2",
        "Master schedule - Wed",
        "Master schedule - Thu",
        "Master schedule - Fri week 1",
        "Master schedule - Fri week 2",
    ]
    assert len(sheet.row_breaks.brk) == 6
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.freeze_panes == "B1"
    for at in (at for at, text in enumerate(texts(sheet)) if text in titles):
        assert texts(sheet)[at + 2] == "Ms. Alvarez"


def test_the_master_of_one_day_is_fitted_to_its_page():
    book = opened(sample.infeasible(), school=crowded(3))
    assert book["Master"].sheet_properties.pageSetUpPr.fitToPage
    assert book["Master"].freeze_panes == "B4"


def crowded(providers):
    hours = tuple(
        WorkHours(when=Interval(week=1, day=0, start=480, end=900)) for _ in range(1)
    )
    people = tuple(
        Provider(id=f"P{number}", roles=frozenset(), hours=hours)
        for number in range(providers)
    )
    return School(
        settings=Settings(days=("A",)),
        students=sample.school().students,
        services=sample.school().services,
        providers=people,
    )


def alone(minutes):
    """Six students in one session of some minutes."""
    keys = ("S1-Speech-1", "S2-Speech-1", "S3-Speech-1", "007-Math-1", "7-Math-1")
    return Session(
        id="1",
        week=1,
        day=0,
        start=480,
        end=480 + minutes,
        setting=Setting.PULL_OUT,
        provider_id="P0",
        room_id="R5",
        served=sample.served(*keys),
    )


def test_very_many_providers_each_have_a_sheet_and_master_runs_over_pages():
    book = opened(sample.infeasible(), school=crowded(40))
    assert len(book.sheetnames) == 44
    sheet = book["Master"]
    assert len(sheet.row_breaks.brk) == 3
    assert [text for text in texts(sheet) if text[0] == "P"] == [
        f"P{number}" for number in range(40)
    ]
    assert sheet.max_column == 11


def test_the_last_people_of_master_have_no_wider_columns_than_the_others():
    sheet = opened(sample.infeasible(), school=crowded(13))["Master"]
    assert sheet.max_column == 8
    titles = [
        str(merged)
        for merged in sheet.merged_cells.ranges
        if sheet.cell(row=merged.min_row, column=1).font.size == 16
    ]
    assert {title[:1] + title.rstrip("0123456789")[-1] for title in titles} == {
        "AH",
        "AG",
    }


def test_a_session_too_small_for_any_text_has_a_note():
    result = sample.incomplete()
    schedule = replace(result.schedule, sessions=(alone(5),))
    verdict = replace(result.verdict, outcomes=(), violations=())
    result = replace(result, schedule=schedule, verdict=verdict)
    book = opened(result, school=crowded(2))
    for name, whose in (("P0", "A"), ("Master", "P0")):
        sheet = book[name]
        note = cell_of(sheet, f"1)  {whose} 8:00-8:05")
        for part in ("Ana Ruiz", "=1+1", sample.LONG_NAME, "R5"):
            assert part in note.value
        assert cell_of(sheet, "pull-out: dashed frame").row < note.row


def test_a_school_without_providers_or_hours_still_has_its_sheets():
    school = School(settings=Settings(days=("A", "B")))
    assert opened(sample.infeasible(), school=school).sheetnames == [
        "Summary",
        "Schedule",
        "Compliance",
        "Master",
    ]
    nobody = Provider(id="P", roles=frozenset(), hours=())
    book = opened(sample.infeasible(), school=replace(school, providers=(nobody,)))
    assert book["P"]["A1"].value == "P"
    assert cell_of(book["P"], "8:00 AM")


def test_lunch_in_a_tiny_column_keeps_its_word():
    hours = (WorkHours(when=Interval(week=1, day=0, start=0, end=1440)),)
    provider = Provider(id="P", roles=frozenset(), hours=hours, lunch_minutes=5)
    school = School(settings=Settings(days=("A",)), providers=(provider,))
    book = opened(sample.infeasible(), school=school)
    assert cell_of(book["P"], "lunch")


def test_the_same_result_gives_the_same_bytes_whenever_it_is_written():
    slower = replace(
        sample.incomplete(),
        seconds=99.0,
        stages=tuple(
            replace(stage, seconds=stage.seconds + 5)
            for stage in sample.incomplete().stages
        ),
    )
    assert rendered() == rendered(slower)


def test_properties_name_the_program_and_the_result_only(book):
    assert book.properties.creator == "pushpull-sched"
    assert book.properties.lastModifiedBy == "pushpull-sched"
    assert book.properties.modified.year == 2000
    assert [(prop.name, prop.value) for prop in book.custom_doc_props.props] == [
        ("pushpull-sched result", ID)
    ]
    with zipfile.ZipFile(BytesIO(rendered())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }


def test_page_headers_double_the_ampersand_that_begins_a_code():
    with zipfile.ZipFile(BytesIO(rendered())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "Maple Elementary &amp;&amp; Friends - Summary" in sheet


def test_every_sheet_of_an_incomplete_schedule_is_marked(book):
    assert {sheet.sheet_properties.tabColor.rgb for sheet in book.worksheets} == {
        "00C00000"
    }
    complete = opened(sample.complete())
    assert {sheet.sheet_properties.tabColor for sheet in complete.worksheets} == {None}


def test_every_column_has_a_width(book):
    for name in ("Schedule", "Compliance"):
        sheet = book[name]
        for column in range(1, sheet.max_column + 1):
            assert sheet.column_dimensions[get_column_letter(column)].width >= 9
