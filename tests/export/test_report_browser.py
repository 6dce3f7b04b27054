"""The report in a headless Chromium, opened from a file like from a USB stick."""

import re
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import export_sample as sample
import pytest
from report_sample import NASTY, crowded, nasty_school

from pushpull_sched.domain.clock import Interval
from pushpull_sched.export.names import NameStyle
from pushpull_sched.export.report.page import render_report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright
except ImportError:  # pragma: no cover - a plain installation
    sync_playwright = None

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(sync_playwright is None, reason="playwright is not installed"),
]

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield running
        running.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    """Reports: every setting in two weeks, two schools, awkward names, no schedule."""
    folder = tmp_path_factory.mktemp("reports")
    made = {
        "small": render_report(sample.school(), sample.incomplete(), sample.run()),
        "middle": render_report(*crowded(), sample.run()),
        "toy": render_report(*crowded("toy"), sample.run()),
        "nasty": render_report(
            nasty_school(), sample.incomplete(), sample.run(), NameStyle.FULL
        ),
        "none": render_report(sample.school(), sample.infeasible(), sample.run()),
    }
    paths = {}
    for name, content in made.items():
        paths[name] = folder / f"{name}.html"
        paths[name].write_bytes(content)
    return paths


class Opened:
    """A page, what it asked the network for and what went wrong in it."""

    def __init__(self, browser, file: Path, mark: str = "", **options) -> None:
        options = {"viewport": LAPTOP, "color_scheme": "light", **options}
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", lambda news: self.faults.append(news.text))
        self.page.on("request", lambda asked: self.requests.append(asked.url))
        self.page.goto(f"{file.as_uri()}{mark}")

    def text(self, selector: str) -> str:
        return re.sub(r"\s+", " ", self.page.locator(selector).first.inner_text())


@pytest.fixture
def opened(browser, files) -> Iterator:
    pages: list[Opened] = []

    def run(name: str, mark: str = "", **options) -> Opened:
        pages.append(Opened(browser, files[name], mark, **options))
        return pages[-1]

    yield run
    for one in pages:
        one.context.close()
        assert one.faults == []


def axe_violations(page, options=None, context=None) -> list[str]:
    wanted = {"resultTypes": ["violations"], **(options or {})}
    answer = Axe().run(page, context=context, options=wanted)
    found = answer.response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def test_the_file_asks_the_network_for_nothing(opened, files):
    one = opened("middle")
    one.page.locator("input[value=students]").check(force=True)
    one.page.emulate_media(media="print")
    assert one.requests == [files["middle"].as_uri()]


def test_nothing_could_be_fetched_even_by_a_script(opened):
    one = opened("small")
    answer = one.page.evaluate(
        "fetch('https://example.org/').then(() => 'sent', () => 'refused')"
    )
    assert answer == "refused"
    assert "Content Security Policy" in " ".join(one.faults)
    one.faults.clear()


def test_the_overview_fits_one_laptop_screen(opened):
    one = opened("middle")
    box = one.page.locator("#overview").bounding_box()
    assert box["y"] + box["height"] <= LAPTOP["height"]


def test_a_provider_is_shown_first_and_others_can_be_chosen(opened):
    one = opened("small")
    assert one.text("#timetable h3") == "Ms. Alvarez"
    assert "7 sessions, 240 minutes in 2 weeks" in one.text("#timetable header")
    one.page.select_option("#who", label="Master [P7]")
    assert one.text("#timetable h3") == "Master"
    one.page.click("#previous")
    assert "Fox & Friends" in one.text("#timetable h3")
    one.page.click("#next")
    assert one.page.locator("#next").is_disabled()


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("students", "A.R."),
        ("rooms", "Resource Room"),
        ("classes", "Math 3"),
        ("teachers", "Lee"),
    ],
)
def test_every_kind_of_timetable_can_be_switched_to(opened, kind, first):
    one = opened("small")
    one.page.locator(f"input[value={kind}]").check(force=True)
    assert one.text("#timetable h3") == first
    assert one.page.locator("#timetable .events > li").count()


def test_the_height_of_a_block_is_its_minutes(opened):
    one = opened("small")
    heights = one.page.eval_on_selector_all(
        "#timetable .week:not([hidden]) .events > li",
        "all => all.map(one => [one.innerText, one.getBoundingClientRect().height])",
    )
    speech = [height for text, height in heights if text.startswith("8:30")]
    lunch = [height for text, height in heights if "lunch" in text]
    planning = [height for text, height in heights if "planning" in text]
    assert speech[0] == pytest.approx(45)
    assert lunch[0] == pytest.approx(45)
    assert planning[0] == pytest.approx(45 * 1.5)


def test_weeks_that_differ_are_chosen_and_those_alike_stand_once(opened):
    one = opened("small")
    week = one.page.locator("#timetable .week:not([hidden])")
    assert "Common planning" not in week.inner_text()
    one.page.get_by_role("button", name="Week 2").click()
    assert "Common planning" in week.inner_text()
    one.page.get_by_role("button", name="All", exact=True).click()
    assert week.count() == 2
    one.page.select_option("#who", label="Master [P7]")
    assert one.page.locator("#timetable .week > h4").inner_text() == "Every week"


def test_search_finds_people_rooms_and_classes_and_enter_opens(opened):
    one = opened("small")
    one.page.fill("#find", "resource")
    assert "1 timetable found" in one.text("#found-count")
    one.page.press("#find", "Enter")
    assert one.text("#timetable h3") == "Resource Room"
    assert one.page.evaluate("document.activeElement.tagName") == "H3"
    one.page.fill("#find", "ZOE")
    assert "Nothing found" in one.text("#found-count")
    one.page.fill("#find", "s1")
    one.page.get_by_role("button", name="A.R. [S1] student").click()
    assert one.text("#timetable h3") == "A.R."
    one.page.fill("#find", "lee")
    one.page.press("#find", "Escape")
    assert one.page.locator("#found li").count() == 0


def test_accents_need_not_be_typed(opened):
    one = opened("nasty")
    one.page.fill("#find", "sohne")
    assert one.page.locator("#found li").count() >= 1


def test_a_session_opens_a_dialog_that_leads_on(opened):
    one = opened("small")
    one.page.locator("#timetable button.session").first.focus()
    one.page.keyboard.press("Enter")
    assert one.page.locator("#detail").is_visible()
    words = one.text("#detail")
    assert "Speech" in words
    assert "every week" in words
    one.page.locator("#detail a", has_text="A.R.").click()
    assert not one.page.locator("#detail").is_visible()
    assert one.text("#timetable h3") == "A.R."
    one.page.go_back()
    one.page.locator("#timetable button.session").first.click()
    one.page.keyboard.press("Escape")
    assert not one.page.locator("#detail").is_visible()


def test_a_link_of_the_tables_opens_the_timetable(opened):
    one = opened("small")
    one.page.locator("#services a", has_text="A.R.").first.click()
    assert one.text("#timetable h3") == "A.R."
    one.page.locator("input[value=rooms]").check(force=True)
    one.page.locator("#services a", has_text="A.R.").first.click()
    assert one.text("#timetable h3") == "A.R."


@pytest.mark.parametrize("mark", ["#students/99", "#nobody/0", "#students/x", "#%E0"])
def test_an_address_that_names_nobody_changes_nothing(opened, mark):
    assert opened("small", mark).text("#timetable h3") == "Ms. Alvarez"


def test_compliance_is_filtered_by_words_and_columns(opened):
    one = opened("small")
    rows = one.page.locator("#services tbody tr:visible")
    assert rows.count() == 10
    one.page.select_option("#filter-status", "unplaced")
    assert rows.count() == 1
    assert one.text("#filter-count") == "1 of 10 services shown"
    one.page.click("#filter-clear")
    one.page.fill("#filter-text", "ot free stretch")
    assert rows.count() == 1
    one.page.click("#filter-clear")
    one.page.select_option("#filter-provider", "Ms. Alvarez")
    assert rows.count() == 4
    one.page.select_option("#filter-setting", "consult")
    assert rows.count() == 1


def test_a_teacher_sees_who_comes_in_and_who_leaves(opened):
    one = opened("toy", "#teachers/0")
    words = one.text("#timetable")
    assert "someone comes in" in words
    assert " out: " in words


def test_names_of_any_kind_are_text(opened):
    one = opened("nasty")
    for at in range(len(NASTY)):
        one.page.evaluate(f"location.hash = 'students/{at}'")
        one.page.wait_for_function(
            "name => document.querySelector('#timetable h3').textContent === name",
            arg=" ".join(NASTY[at].split()),
        )
        one.page.locator("#timetable button.session").first.click()
        one.page.keyboard.press("Escape")
    for kind in ("providers", "rooms", "classes", "teachers"):
        one.page.locator(f"input[value={kind}]").check(force=True)
    assert one.page.evaluate("window.broken") is None
    assert one.page.locator("main script, main i").count() == 0


def test_an_arabic_name_runs_from_the_right_and_its_line_does_not(opened):
    one = opened("nasty", "#students/2")
    direction = "node => getComputedStyle(node).direction"
    assert one.page.locator("#timetable h3 bdi").evaluate(direction) == "rtl"
    assert one.page.locator("#timetable header").evaluate(direction) == "ltr"


def test_a_very_long_name_does_not_widen_the_page(opened):
    for mark in ("#students/4", "#providers/4"):
        one = opened("nasty", mark, viewport=PHONE)
        wide = one.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]


def test_the_page_follows_the_system_and_can_be_turned(opened):
    color = "getComputedStyle(document.body).backgroundColor"
    one = opened("small", color_scheme="dark")
    dark = one.page.evaluate(color)
    one.page.get_by_role("button", name="Light page").click()
    light = one.page.evaluate(color)
    assert light == "rgb(255, 255, 255)"
    assert dark != light
    one.page.get_by_role("button", name="Dark page").click()
    assert one.page.evaluate(color) == dark
    one.page.emulate_media(media="print", color_scheme="dark")
    assert one.page.evaluate(color) == light


@pytest.mark.parametrize(
    ("name", "mark", "size"),
    [
        ("small", "", LAPTOP),
        ("small", "#students/3", LAPTOP),
        ("toy", "#teachers/0", PHONE),
        ("nasty", "#classes/0", LAPTOP),
        ("none", "#rooms/0", PHONE),
    ],
)
def test_axe_finds_no_violation(opened, name, mark, size):
    one = opened(name, mark, viewport=size)
    assert axe_violations(one.page) == []


def test_axe_finds_enough_contrast_in_the_dark(opened):
    one = opened("small", "#providers/0", color_scheme="dark")
    assert axe_violations(one.page, {"runOnly": ["color-contrast"]}) == []
    for mark in ("#students/0", "#teachers/0"):
        one.page.goto(one.page.url.partition("#")[0] + mark)
        found = axe_violations(
            one.page, {"runOnly": ["color-contrast"]}, context="#timetable"
        )
        assert found == []


def test_axe_finds_no_violation_in_the_dialog_and_the_search(opened):
    one = opened("small")
    one.page.fill("#find", "o")
    one.page.locator("#timetable button.session").first.click()
    assert axe_violations(one.page) == []


def pages_of(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points."""
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            plain = zlib.decompress(stream)
        except zlib.error:
            continue
        boxes += re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", plain)
    return [(float(wide), float(high)) for wide, high in boxes]


def test_on_paper_each_week_of_a_timetable_is_one_landscape_page(opened):
    one = opened("small")
    sizes = pages_of(one.page.pdf(prefer_css_page_size=True, format="Letter"))
    assert [wide > high for wide, high in sizes].count(True) == 2
    assert len(sizes) > 4


def test_print_this_prints_the_timetable_alone(opened):
    one = opened("small", "#students/0")
    one.page.evaluate("window.print = () => {}")
    one.page.click("#print-one")
    sizes = pages_of(one.page.pdf(prefer_css_page_size=True, format="Letter"))
    assert [wide > high for wide, high in sizes] == [True]
    assert not one.page.locator("body.only").count()


def test_print_all_prints_everybody_of_the_kind(opened):
    one = opened("small")
    one.page.locator("input[value=students]").check(force=True)
    one.page.evaluate("window.print = () => {}")
    one.page.click("#print-all")
    sheets = one.page.locator(".sheet").count()
    sizes = pages_of(one.page.pdf(prefer_css_page_size=True, format="A4"))
    assert sheets == 6
    assert len(sizes) >= sheets
    assert all(wide > high for wide, high in sizes)
    assert one.page.locator(".sheet").count() == 1


def test_paper_shows_whose_week_it_is_and_no_controls(opened):
    one = opened("small")
    one.page.emulate_media(media="print")
    heads = one.page.locator("#timetable .paper").all_inner_texts()
    assert len(heads) == 2
    assert all("Ms. Alvarez" in head for head in heads)
    assert "INCOMPLETE SCHEDULE" in heads[0]
    assert not one.page.locator("#controls").is_visible()
    assert not one.page.locator("nav").is_visible()


def test_what_does_not_fit_on_paper_stands_below_the_grid(opened):
    one = opened("nasty", "#providers/0")
    one.page.emulate_media(media="print")
    assert NASTY[1] in one.text("#timetable .notes")
    assert one.page.locator("#timetable .ev .note").first.is_visible()


def test_without_scripts_overview_and_lists_are_there(opened):
    one = opened("small", java_script_enabled=False)
    assert "Incomplete" in one.text("#overview")
    assert "Every provider's sessions as a list" in one.text("#timetables")
    assert one.page.locator("#services tbody tr:visible").count() == 10
    assert not one.page.locator("#controls").is_visible()
    assert not one.page.locator("#filters").is_visible()


def test_a_room_that_is_always_open_names_no_hours(browser, tmp_path):
    school = sample.school()
    always, mornings = (
        tuple(Interval(week=week, day=0, start=start, end=end) for week in (1, 2))
        for start, end in ((0, 24 * 60), (0, 12 * 60))
    )
    rooms = (
        replace(school.rooms[0], hours=always),
        replace(school.rooms[1], hours=mornings),
    )
    file = tmp_path / "rooms.html"
    file.write_bytes(
        render_report(replace(school, rooms=rooms), sample.incomplete(), sample.run())
    )
    one = Opened(browser, file, "#rooms/0")
    week = "#timetable .week:not([hidden]) .head"
    assert one.page.locator(week).all_inner_texts()[0] == "Mon"
    assert "not there" not in one.text(week)
    one.page.click("#next")
    assert one.page.locator(week).all_inner_texts()[0].endswith("8:00\u201312:00")
    assert one.page.locator(week).all_inner_texts()[1].endswith("not there")
    one.context.close()
    assert one.faults == []
