"""A student's page in a real browser: narrow, by keyboard, on paper, and fetching nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from autograder.classroom.code import CodePart
from autograder.reports import student_page
from autograder.reports.audience import Audience
from autograder.reports.student_page import Link, Links
from tests.reports.conftest import EVIL, check, result

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")

WIDE = "    return " + " + ".join(f"x{n}" for n in range(60))
CODES = {"ch01_workflow": [CodePart("ben.py", 3, f"def line(x):\n{WIDE}\n")]}
LINKS = Links("../index.html", None, Link("Eve", "eve.html"))

# The least contrast of any text with the colour behind it, as WCAG 2 defines it.
CONTRAST = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const linear = v => v <= 10.31 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const written = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const ratios = [...document.querySelectorAll("body *")].filter(written).map(e => {
    const both = [light(parts(getComputedStyle(e).color)), light(behind(e))];
    return (Math.max(...both) + .05) / (Math.min(...both) + .05);
  });
  return Math.min(...ratios);
}"""


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The staff's page of Ben: a failed task with wide code, hostile texts, a solved task."""
    evil: Any = {"message": EVIL[0] * 5, "output": EVIL[1], "hint": EVIL[2]}
    bad = check("line", "fail", 1, where="ben.py:4", misconception="m" * 90, **evil)
    tests = [bad, check("fit", "pass", 2)]
    path = tmp_path / "ben.html"
    student_page.write(path, [result("ben", *tests)], CODES, Audience.STAFF, links=LINKS)
    return path.as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone's window, at night."""
    context = browser.new_context(viewport={"width": 400, "height": 800}, color_scheme="dark")
    yield context.new_page()
    context.close()


def test_on_a_phone_the_code_scrolls_and_the_page_does_not(page: Page, url: str) -> None:
    """All text is within the window; wide code is reached by keyboard."""
    page.goto(url)
    box = page.locator(".codes .code")

    assert page.evaluate("document.documentElement.scrollWidth") == 400
    assert box.evaluate("e => e.scrollWidth > e.clientWidth")
    for _ in range(10):
        page.keyboard.press("Tab")
        if box.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("ArrowRight")
    sync_api.expect(box).not_to_have_js_property("scrollLeft", 0)


def test_tasks_open_and_close_with_enter(page: Page, url: str) -> None:
    """A solved task is closed at first."""
    page.goto(url)
    solved = page.locator("details.task").nth(1)
    solved.locator("summary").focus()

    assert solved.get_attribute("open") is None
    page.keyboard.press("Enter")
    assert solved.get_attribute("open") is not None


def test_the_first_key_press_leads_past_the_links(page: Page, url: str) -> None:
    """A link that is seen when it has the focus."""
    page.goto(url)
    page.keyboard.press("Tab")

    sync_api.expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    sync_api.expect(page.locator("main")).to_be_focused()


def test_a_link_to_a_task_opens_it(page: Page, url: str) -> None:
    """As from the page of the class."""
    page.goto(f"{url}#01.fit")

    sync_api.expect(page.locator("[id='01.fit']")).to_be_visible()


def test_on_paper_everything_is_open_and_nothing_is_cut(page: Page, url: str) -> None:
    """Tasks that are closed on the screen too; links to other pages are left out."""
    page.goto(url)
    page.emulate_media(media="print", color_scheme="light")

    assert page.locator("[id='01.fit']").is_visible()
    assert page.locator("nav.pages").is_hidden()
    for box in page.locator("pre.code").all():
        assert box.evaluate("e => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_read(page: Page, url: str, scheme: Any) -> None:
    """At least 4.5 to 1, by day and by night."""
    page.emulate_media(color_scheme=scheme)
    page.goto(url)

    assert page.evaluate(CONTRAST) >= 4.5


def test_the_page_fetches_nothing_and_runs_nothing(page: Page, url: str) -> None:
    """Whatever is in a student's text."""
    requests: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto(url, wait_until="networkidle")

    assert requests == [url]
    assert dialogs == []
    assert "<script>alert(1)</script>" in page.locator("body").inner_text()
