"""The class's page in a browser: sort, search, filter and open, by keyboard, with no request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from autograder.classroom.runfolder import RunFolder
from autograder.reports import pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")

LAST = 3
"""Tabs from the search to the list of mistakes: name, chapter, status, mistake."""


@pytest.fixture
def url(graded_class: RunFolder) -> str:
    """The page of a class of four in two chapters, and of one who handed in nothing."""
    pages.write(graded_class)
    return graded_class.page.as_uri()


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """The page, opened; it may load itself and nothing else, and break no rule of its policy."""
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    requests: list[str] = []
    errors: list[str] = []
    opened.on("request", lambda request: requests.append(request.url))
    opened.on("console", lambda message: errors.append(message.text))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(url)
    yield opened
    assert {one.rpartition("/")[0] for one in requests} <= {
        url.rpartition("/")[0],
        url.rpartition("/")[0] + "/students",
    }
    assert errors == []
    opened.close()


def students(page: Page) -> list[str]:
    """The students of the scores that can be seen, from the top."""
    heads = page.locator("#score-table tbody tr:not([hidden]) th")
    return [text.split("\n")[0].strip() for text in heads.all_inner_texts()]


def test_a_click_on_a_head_sorts_and_a_second_one_turns_it(page: Page) -> None:
    """By number where there are numbers; who has none is last both ways."""
    head = page.locator("#score-table thead th", has_text="01 of")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert students(page) == ["ben", "dee", "cem", "ada", "Fay Fox"]
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert students(page) == ["ada", "cem", "ben", "dee", "Fay Fox"]


def test_every_table_can_be_sorted_by_every_head(page: Page) -> None:
    """Also those in closed parts of the page."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    heads = page.locator("table thead th")
    assert heads.count() > 20
    for head in heads.all():
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == "ascending"


def test_a_search_finds_names_and_says_how_many(page: Page) -> None:
    """Letters of either case, in any part of a name or id."""
    page.get_by_role("searchbox", name="Name").fill("FOX")

    assert students(page) == ["Fay Fox"]
    assert page.locator("#found").inner_text() == "1 of 5 students"
    page.get_by_role("button", name="Show all").click()
    assert len(students(page)) == 5


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("done", ["ada"]),
        ("failed", ["ben", "cem"]),
        ("not started", ["dee"]),
        ("not graded", ["cem"]),
        ("missing", ["Fay Fox", "ada", "dee"]),
        ("nothing handed in at all", ["Fay Fox"]),
    ],
)
def test_a_status_leaves_those_who_have_it_in_some_chapter(
    page: Page, status: str, found: list[str]
) -> None:
    """Each status that a chapter can have, and those who handed in nothing."""
    page.get_by_label("Status").select_option(status)

    assert sorted(students(page)) == found


def test_a_chapter_leaves_its_column_and_its_tasks(page: Page) -> None:
    """And a status then means that chapter."""
    page.get_by_label("Chapter").select_option("02")
    page.get_by_label("Status").select_option("not graded")

    heads = page.locator("#score-table thead th:not([hidden])").all_inner_texts()
    assert not any(head.startswith("01") for head in heads)
    assert page.locator("section[data-chapter]:visible h3").all_inner_texts() == [
        "02 Classification"
    ]
    assert students(page) == ["cem"]


def test_a_mistake_leaves_those_who_made_it(page: Page) -> None:
    """In the scores and in the heat map."""
    page.get_by_label("Mistake").select_option(label="line: flat (2)")

    assert students(page) == ["ben", "cem"]
    page.get_by_text("01: students and tasks").click()
    rows = page.locator("table.heat[data-chapter='01'] tbody tr:visible")
    assert [text.split("\t")[0] for text in rows.all_inner_texts()] == ["ben", "cem"]


def test_who_made_a_mistake_is_a_click_away(page: Page) -> None:
    """The link leads to the task on the student's page."""
    page.locator("summary", has_text="2 of 3").click()
    page.locator("#mistakes ~ div").get_by_role("link", name="ben").click()

    assert page.url.endswith("/students/ben.html#01.line")
    assert page.get_by_text("Your x is flat.").first.is_visible()


def test_a_student_is_a_click_away_in_the_heat_map(page: Page) -> None:
    """Rows that were sorted lead to the student they name."""
    page.get_by_text("01: students and tasks").click()
    heat = page.locator("table.heat[data-chapter='01']")
    heat.get_by_role("button", name="line").click()
    heat.get_by_role("link", name="cem").click()

    assert page.url.endswith("/students/cem.html")


def test_the_keyboard_is_enough(page: Page) -> None:
    """Search, a filter, a sort and a student, without a mouse."""
    page.get_by_role("searchbox", name="Name").focus()
    page.keyboard.type("e")
    for _ in range(LAST):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert students(page) == ["ben", "cem"]

    for _ in range(3):  # the button "Show all", the scroller, the first head
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert students(page) == ["cem", "ben"]
    while page.evaluate("document.activeElement.tagName") != "A":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/students/cem.html")


def test_whatever_scrolls_can_be_reached_and_has_a_name(page: Page) -> None:
    """Keyboards scroll what has the focus; screen readers say what it is."""
    for region in page.locator(".scroll").all():
        assert region.get_attribute("tabindex") == "0"
        assert region.get_attribute("aria-label") or region.get_attribute("aria-labelledby")


def test_a_narrow_window_hides_no_column(page: Page) -> None:
    """The page is as wide as the window, tables scroll, and no text is wider than what is seen."""
    page.set_viewport_size({"width": 400, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    for cell in page.locator(".scroll th, .scroll td").all():
        cell.scroll_into_view_if_needed()
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["width"] <= 376, cell.inner_text()


def test_dark_mode_is_dark(page: Page) -> None:
    """Where the system says so."""
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.emulate_media(color_scheme="dark")

    assert (light, page.evaluate(ground)) == ("rgb(255, 255, 255)", "rgb(22, 24, 28)")


def test_without_script_everything_is_there_but_the_controls(browser: Browser, url: str) -> None:
    """Names, links, scores and heat maps are in the page itself."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url)

    assert not page.locator("#filters").is_visible()
    assert page.locator(".sort").count() == 0
    assert students(page) == ["ada", "ben", "cem", "dee", "Fay Fox"]
    page.get_by_text("01: students and tasks").click()
    assert "✓" in page.locator("table.heat[data-chapter='01'] tbody tr").first.inner_text()
    context.close()
