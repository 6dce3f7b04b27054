"""The files: what opens, prints, filters and reads back, with the worst of names."""

import csv
import re
import zipfile
from dataclasses import replace
from datetime import time
from html.parser import HTMLParser
from io import BytesIO, StringIO

import export_sample as sample
import openpyxl
import pages_sample as pages
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pushpull_sched.export.formats.file_names import file_names
from pushpull_sched.export.formats.flat import (
    ID_COLUMNS,
    columns_of,
    flat_rows,
    render_csv,
)
from pushpull_sched.export.formats.html import render_html
from pushpull_sched.export.formats.pdf import render_pdf
from pushpull_sched.export.formats.xlsx import render_xlsx
from pushpull_sched.export.names import NameStyle
from pushpull_sched.export.pages.colours import colours_of
from pushpull_sched.export.pages.model import By, Tint
from pushpull_sched.export.views import schedule_rows
from pushpull_sched.workbook.schedule_reader import read_schedule

NASTY = pages.source(of=pages.named_nastily(), style=NameStyle.FULL, mark="INCOMPLETE")
KINDS = list(By)


def book_of(made, by, *keys):
    content = render_xlsx(
        pages.pages(made, by, *keys),
        colours_of(made, by),
        columns_of(made, by),
        flat_rows(made, by, pages.everyone(made, by)),
    )
    return openpyxl.load_workbook(BytesIO(content))


def html_of(made, by):
    return render_html("Title", pages.pages(made, by), colours_of(made, by)).decode()


def pdf_of(made, by):
    return render_pdf("Title", pages.pages(made, by), colours_of(made, by))


def pdf_texts(content):
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


# ── workbook ────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module", params=KINDS)
def nasty_book(request):
    return book_of(NASTY, request.param)


def test_sheet_names_are_legal_and_unique(nasty_book):
    names = nasty_book.sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\]", name)
        assert name.strip("' ") == name
    assert names[-1] == "Sessions"


def test_no_cell_is_a_formula_and_no_two_merges_overlap(nasty_book):
    for sheet in nasty_book.worksheets:
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert not kinds & {"f", "e"}
        cells = [
            cell
            for merged in sheet.merged_cells.ranges
            for row in merged.rows
            for cell in row
        ]
        assert len(cells) == len(set(cells)), sheet.title


def test_every_page_prints_on_one_sheet_of_paper(nasty_book):
    for sheet in nasty_book.worksheets[:-1]:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
        assert sheet.print_area
        assert sheet.freeze_panes
        assert sheet.sheet_properties.tabColor.rgb.endswith("C00000")


def test_the_flat_sheet_filters_and_repeats_its_headings(nasty_book):
    sheet = nasty_book["Sessions"]
    (table,) = sheet.tables.values()
    assert table.ref.endswith(str(max(2, sheet.max_row)))
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.freeze_panes == "A2"
    start = [cell.value for cell in sheet[1]].index("start")
    assert isinstance(sheet.cell(row=2, column=start + 1).value, time)


def test_rows_are_as_high_as_their_minutes():
    made = pages.source()
    sheet = book_of(made, By.PROVIDER)["Ms. Alvarez"]
    assert sheet.page_setup.orientation == "landscape"
    (page,) = pages.pages(made, By.PROVIDER, "P1")
    heights = [
        sheet.row_dimensions[row].height
        for row in range(5, sheet.max_row)
        if sheet.cell(row=row, column=1).value or row == 5
    ]
    assert heights
    total = sum(
        sheet.row_dimensions[row].height
        for row in range(5, 5 + 40)
        if sheet.row_dimensions[row].height
    )
    assert total >= page.height


def test_blocks_side_by_side_share_the_columns_of_a_day():
    first = sample.schedule().sessions[0]
    first = replace(first, end=first.start + 90)
    other = replace(first, id="other", provider_id="P4")
    third = replace(first, id="third", provider_id="P5")
    later = replace(first, id="later", start=first.end, end=first.end + 90)
    last = replace(later, id="last", provider_id="P4")
    made = pages.source(1, sessions=(first, other, third, later, last))
    sheet = book_of(made, By.ROOM)["Resource Room"]
    widths = {"10:30-12:00": [], "12:00-1:30": []}
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            time_of = str(cell.value).split(" ")[0]
            if time_of in widths:
                merged = [
                    each
                    for each in sheet.merged_cells.ranges
                    if cell.coordinate in each
                ]
                widths[time_of].append(merged[0].max_col - merged[0].min_col + 1)
    assert widths == {"10:30-12:00": [1, 1, 1], "12:00-1:30": [1, 2]}


def test_slips_have_boxes_and_stand_upright():
    sheet = book_of(pages.source(), By.TEACHER)["Lee"]
    assert sheet.page_setup.orientation == "portrait"
    everything = [cell.value for row in sheet.iter_rows() for cell in row]
    assert everything.count("☐") == 4 * 3
    assert everything.count("let's talk") == 2
    empty = book_of(pages.source(sessions=()), By.TEACHER)["Lee"]
    everything = [cell.value for row in empty.iter_rows() for cell in row]
    assert everything.count("Nobody.") == 2


def test_the_same_pages_give_the_same_bytes():
    made = pages.source()
    first, again = (
        render_xlsx(
            pages.pages(made, By.ROOM),
            colours_of(made, By.ROOM),
            columns_of(made, By.ROOM),
            flat_rows(made, By.ROOM, pages.everyone(made, By.ROOM)),
        )
        for _ in range(2)
    )
    assert first == again
    assert b"pushpull-sched" in zipfile.ZipFile(BytesIO(first)).read(
        "docProps/core.xml"
    )
    assert pdf_of(made, By.ROOM) == pdf_of(made, By.ROOM)


# ── PDF ─────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("by", KINDS)
def test_every_page_is_one_page_of_the_pdf_with_every_name(by):
    found = pages.pages(NASTY, by)
    texts = pdf_texts(pdf_of(NASTY, by))
    assert len(texts) == len(found)
    for text in texts:
        assert "INCOMPLETE" in text
        assert "Confidential student information" in text
    if by is By.PROVIDER:
        everything = "\n".join(texts)
        for name in ("=HYPERLINK(1)", "<script>", "#let x = 1 $ _a_ `b`", "@cmd"):
            assert name in everything


def test_letters_of_many_scripts_are_in_the_fonts():
    school = pages.school()
    names = ("Łukasz Ñandú", "ليلى حداد", "王小明", "김민준", "佐藤さくら", "שרה", "🦊")
    providers = tuple(
        replace(school.providers[0], id=f"N{at}", name=name)
        for at, name in enumerate(names)
    )
    made = pages.source(of=replace(school, providers=providers), sessions=())
    texts = pdf_texts(pdf_of(made, By.PROVIDER))
    for name, text in zip(names, texts, strict=True):
        kept = name if name.isascii() or "ل" not in name else "حداد"
        assert kept in text or kept[::-1] in text or set(kept) <= set(text), name


def test_a_page_never_runs_over_to_a_second():
    school = pages.school()
    long = tuple(
        replace(each, name=f"{pages.NASTY[10]} {each.id}") for each in school.students
    )
    made = pages.source(of=replace(school, students=long), style=NameStyle.FULL)
    for by in (By.PROVIDER, By.MASTER, By.CLASS, By.STUDENT):
        assert len(pdf_texts(pdf_of(made, by))) == len(pages.pages(made, by))


# ── HTML ────────────────────────────────────────────────────────────────────────────
class Seen(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []
        self.text = []
        self.links = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for key, value in attrs if key in {"src", "href"}]

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("by", KINDS)
def test_html_shows_every_name_and_runs_nothing(by):
    page = html_of(NASTY, by)
    seen = Seen()
    seen.feed(page)
    assert "script" not in seen.tags
    assert all(link.startswith("#") for link in seen.links)
    assert "default-src 'none'" in page
    assert seen.tags.count("article") == len(pages.pages(NASTY, by))
    if by is By.PROVIDER:
        everything = " ".join(seen.text)
        assert "<script>alert(1)</script>" in everything
        assert "ليلى حداد" in everything


def test_one_page_alone_has_no_list_of_pages():
    made = pages.source()
    alone = render_html("Title", pages.pages(made, By.TEACHER), {}).decode()
    assert "<nav" not in alone
    assert "<nav" in html_of(made, By.ROOM)


# ── flat table ──────────────────────────────────────────────────────────────────────
def csv_rows(made, by, *keys):
    some = [each for each in pages.everyone(made, by) if not keys or each.key in keys]
    content = render_csv(columns_of(made, by), flat_rows(made, by, some))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_holds_every_session_and_service_once():
    made = pages.source()
    rows = csv_rows(made, By.MASTER)
    assert len(rows) == len(schedule_rows(made.school, made.result))
    assert len(rows) == len(csv_rows(made, By.PROVIDER))
    assert rows[0] == {
        "week": "1",
        "day": "Mon",
        "start": "08:30",
        "end": "09:00",
        "minutes": "30",
        "setting": "pull-out",
        "service": "Speech",
        "provider": "Ms. Alvarez",
        "student": "A.R.",
        "grade": "3",
        "homeroom": "3A",
        "room": "Resource Room",
        "class": "",
        "subject": "",
        "teacher": "",
        "group_size": "3",
        "session_id": "W1D0-speech",
    }


@pytest.mark.parametrize(
    ("by", "key", "count"),
    [
        (By.PROVIDER, "P2", 6),
        (By.STUDENT, "7", 4),
        (By.STUDENT, "S1", 6),
        (By.ROOM, "R5", 18),
        (By.CLASS, "3A", 6),
        (By.TEACHER, "Lee", 18),
    ],
)
def test_csv_holds_what_concerns_someone(by, key, count):
    rows = csv_rows(pages.source(), by, key)
    assert len(rows) == count
    assert ("for_teacher" in rows[0]) == (by is By.TEACHER)


def test_csv_with_ids_reads_back_as_the_schedule(tmp_path):
    made = pages.source(style=NameStyle.IDS)
    sound = [each for each in made.sessions if not each.id.startswith("=")]
    made = pages.source(style=NameStyle.IDS, sessions=tuple(sound))
    assert columns_of(made, By.TEACHER) == ID_COLUMNS
    path = tmp_path / "schedule.csv"
    everyone = pages.everyone(made, By.MASTER)
    path.write_bytes(render_csv(ID_COLUMNS, flat_rows(made, By.MASTER, everyone)))
    rows, findings = read_schedule(path, sample.DAYS)
    assert findings == ()
    assert {replace(row, source=None) for row in rows} == set(
        schedule_rows(made.school, made.result)
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1"])
def test_csv_cells_are_no_formulas(text):
    content = render_csv(("a",), [{"a": text}]).decode("utf-8-sig")
    assert content.splitlines()[1].lstrip('"').startswith("'")


def test_numbers_and_plain_texts_stay_as_they_are():
    content = render_csv(("a", "b", "c"), [{"a": -5, "b": "x\0y"}])
    assert content.decode("utf-8-sig") == "a,b,c\r\n-5,xy,\r\n"


def test_a_session_of_someone_unknown_still_has_a_row():
    first = sample.schedule().sessions[0]
    ghost = replace(
        first,
        served=(replace(first.served[0], student_id="ghost"),),
        class_id="ghost",
        room_id=None,
    )
    made = pages.source(sessions=(ghost,), tint=Tint.GRADE)
    (row,) = csv_rows(made, By.MASTER)
    assert (row["student"], row["grade"], row["subject"]) == ("ghost", "", "")
    assert csv_rows(made, By.TEACHER, "Lee") == []


# ── names of files ──────────────────────────────────────────────────────────────────
def test_file_names_are_legal_and_tell_people_apart():
    names = file_names([*pages.NASTY, "Ana/Bo", "ana-bo", "", "x" * 400])
    assert names[-4:-1] == ("Ana-Bo", "ana-bo (2)", "unnamed (2)")
    assert names[14] == "unnamed"
    assert "ليلى حداد" in names
    assert len(names[-1]) == 120


@pytest.mark.parametrize("name", ["con", "COM1", "lpt9", "Aux_"])
def test_the_name_of_a_device_is_no_file_name(name):
    (made,) = file_names([name])
    assert made.startswith("_")
    assert file_names(["Connie", "com"]) == ("Connie", "com")


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_name_makes_a_file_name(texts):
    names = file_names(texts)
    assert len({name.casefold() for name in names}) == len(texts)
    for name in names:
        assert 0 < len(f"{name}.html".encode()) < 200
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert name.strip(" .") == name
        assert name.upper().split(".")[0] not in {"CON", "NUL", "PRN", "AUX", "COM1"}
