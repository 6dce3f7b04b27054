"""Exported HTML in a headless Chromium, opened from a file."""

import shutil

import pages_sample as pages
import pypdfium2
import pytest

from pushpull_sched.export.formats.html import render_html
from pushpull_sched.export.names import NameStyle
from pushpull_sched.export.pages.colours import colours_of
from pushpull_sched.export.pages.model import By

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


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield running
        running.close()


@pytest.mark.parametrize("by", [By.PROVIDER, By.TEACHER, By.CLASS])
def test_pages_are_accessible_ask_nothing_and_print_one_each(by, browser, tmp_path):
    made = pages.source(
        of=pages.named_nastily(), style=NameStyle.FULL, mark="INCOMPLETE SCHEDULE"
    )
    found = pages.pages(made, by)
    file = tmp_path / "pages.html"
    file.write_bytes(render_html("Timetables", found, colours_of(made, by)))
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    answer = Axe().run(page)
    assert answer.response["violations"] == []
    assert asked == [file.as_uri()]
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    document = pypdfium2.PdfDocument(printed)
    sizes = {tuple(round(side) for side in each.get_size()) for each in document}
    count = len(document)
    document.close()
    assert count == len(found)
    assert sizes == {(612, 792) if by is By.TEACHER else (792, 612)}


def test_on_a_phone_a_week_is_a_list_that_is_no_wider_than_the_screen(
    browser, tmp_path
):
    made = pages.source(style=NameStyle.INITIALS)
    file = tmp_path / "pages.html"
    found = pages.pages(made, By.PROVIDER, "P1")
    file.write_bytes(render_html("Timetables", found, colours_of(made, By.PROVIDER)))
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    first = page.locator(".box").first
    assert first.inner_text().startswith("Mon every week")
    assert first.bounding_box()["width"] > 300
    assert not page.locator(".rule").first.is_visible()
    assert Axe().run(page).response["violations"] == []
    page.close()
