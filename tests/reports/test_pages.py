"""Pages show what happened to whom, and nothing a student wrote does anything in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from autograder.classroom import classlist, roster
from autograder.classroom.classlist import Member
from autograder.classroom.layouts import Person
from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import Result, TestResult
from autograder.reports import pages
from autograder.reports.audience import Audience
from autograder.reports.pages import student_path

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "a", "b", "i"),
    *("ul", "ol", "li", "div", "span", "details", "summary", "br"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("nav", "main", "footer", "header", "pre", "mark", "section"),
    *("script", "label", "input", "select", "option", "optgroup", "button", "output"),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv"),
    *("class", "style", "title", "href", "open", "id", "aria-label"),
    *("rel", "role", "tabindex", "scope", "hidden", "type", "value", "label", "autocomplete"),
    *("aria-labelledby", "aria-live", "data-m", "data-chapter"),
}


class Reader(HTMLParser):
    """What a browser would make of a page: tags, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


@pytest.fixture
def folder(run: RunFolder) -> Path:
    """The pages of the class."""
    pages.write(run)
    return run.page.parent


def read(path: Path) -> Reader:
    """A page as a browser reads it."""
    return Reader(path.read_text(encoding="utf-8"))


def test_hostile_text_makes_no_element_and_no_attribute(folder: Path) -> None:
    """Every page holds the template's elements only, and says so to the browser too."""
    written = [folder / "index.html", *(folder / "students").glob("*.html")]
    for path in written:
        page = read(path)
        policies = [a["content"] or "" for t, a in page.tags if a.get("http-equiv")]

        assert {tag for tag, _ in page.tags} <= TAGS
        assert {name for _, attributes in page.tags for name in attributes} <= ATTRIBUTES
        assert len(policies) == 1
        assert policies[0].startswith("default-src 'none'; style-src 'unsafe-inline'")
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page.text)
    assert len(written) == 6


def test_the_class_page_runs_its_own_script_alone(folder: Path) -> None:
    """The policy names it by its hash, and has no other exception."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policies = [a["content"] or "" for _, a in read(folder / "index.html").tags if "content" in a]

    assert len(scripts) == 1
    assert any(policy.endswith(f"script-src 'sha256-{digest}'") for policy in policies)
    for path in (folder / "students").glob("*.html"):
        assert "script" not in {tag for tag, _ in read(path).tags}


def test_hostile_text_is_shown_as_it_is(folder: Path, run: RunFolder) -> None:
    """Nothing is lost either: the instructor reads what was printed."""
    evil = "<script>alert(1)</script>"
    shown = [read(path).text for path in (folder / "students").glob("*.html")]

    assert any(evil in text for text in shown)
    assert any("{{ 7 * 7 }}" in text for text in shown)
    assert evil in read(run.page).text


def test_each_student_has_a_page_that_the_class_links_to(folder: Path, run: RunFolder) -> None:
    """The links lead to files, whatever the names."""
    every = [a["href"] or "" for tag, a in read(run.page).tags if tag == "a"]
    links = {link.partition("#")[0] for link in every} - {""}

    assert len(links) == 5
    assert all((folder / unquote(link)).is_file() for link in links)
    assert all(re.fullmatch(r"students/[\w%.~-]+\.html", link) for link in links)


def test_a_student_reads_message_place_and_first_hint(folder: Path, run: RunFolder) -> None:
    """As on the terminal; later levels are for those who ask."""
    text = read(student_path(run, "ben")).text

    assert "Expected (4, 1), but got (4,)." in text
    assert "ben.py:3" in text
    assert "Your x is flat." in text
    assert "An axis." not in text
    assert "not started" in text
    assert "1 of 4 points" in re.sub(r"\s+", " ", text)


def test_a_change_that_was_found_is_for_the_instructor_alone(run: RunFolder) -> None:
    """The staff's pages have it, the students' edition has the line and no more."""
    ben = run.load("ben", "ch01_workflow")
    assert ben is not None
    change = "@ ben.py:3\n- x = <1>\n+ x = 2"
    tests = tuple(replace(t, repair=change if t.status == "fail" else "") for t in ben.tests)
    run.save(replace(ben, tests=tests))
    pages.write(run)
    pages.write(run, Audience.STUDENTS)

    assert change in read(run.page).text
    assert change in read(student_path(run, "ben")).text
    for_ben = read(student_path(run, "ben", Audience.STUDENTS)).text
    assert "ben.py:3" in for_ben
    assert "x = 2" not in for_ben


def test_a_class_that_the_kit_failed_to_grade_has_a_page(tmp_path: Path) -> None:
    """It says so, and counts as no zero."""
    run = RunFolder(tmp_path)
    lost = TestResult("works", "public.test_line", "line", "infrastructure", 0, 4, message="died")
    run.save(
        Result(
            *("ch01_workflow", "ada", "infrastructure", "died", 0, 4, "cpu", (), 0.1, True, "", ""),
            (lost,),
        )
    )
    pages.write(run)

    text = " ".join(read(run.page).text.split())
    assert "1 not graded: run `autograder grade` again" in text
    assert "– of the points, on average" in text
    assert "died" in read(student_path(run, "ada")).text


def test_who_has_no_result_is_on_the_class_page(run: RunFolder, tmp_path: Path) -> None:
    """With the reason or as missing, by name, harmless, and without a link to no page."""
    evil = "<script>alert(1)</script>\x1b[2J{{ 7 * 7 }}"
    members = [Member(Person("eve", evil), f"a PDF {evil}")]
    classlist.save(run, classlist.of(members, []))
    (tmp_path / "given.csv").write_text("id,name\nada,Ada Lovelace\nfay,Fay <b>Fox</b>\n")
    roster.keep(run, tmp_path / "given.csv")
    pages.write(run)
    page = read(run.page)

    absent = page.text.partition("Nothing handed in, or nothing that could be read: 2")[2]
    assert "Fay <b>Fox</b>" in absent
    assert "a PDF" in page.text
    assert "Ada Lovelace" in page.text
    assert "Ada Lovelace" in read(student_path(run, "ada")).text
    assert "students/eve.html" not in run.page.read_text(encoding="utf-8")
    assert {tag for tag, _ in page.tags} <= TAGS
