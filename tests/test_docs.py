"""What the pages and docstrings say is so: examples give what they show, names are there."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import click
import numpy as np
import pytest
import torch
from torch import nn

from autograder.checks import draws, expect, parity, task
from autograder.cli import cli
from autograder.course import chapters
from autograder.remote.channels import ProcessChannel
from autograder.remote.client import Student
from autograder.remote.launch import Template
from autograder.remote.session import Session
from autograder.sandbox import Policy
from autograder.submission import from_text

ROOT = chapters.ROOT
SUBMISSION = '```python title="submission.py"\n'
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
IMPORTED = {
    "np": np,
    "torch": torch,
    "nn": nn,
    "draws": draws,
    "expect": expect,
    "parity": parity,
}
WRAPPED = doctest.NORMALIZE_WHITESPACE  # a long message goes on in the next line
PARTS = sorted(path.name for path in (ROOT / "autograder").iterdir() if path.is_dir())
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
KINDS = r"(?:py|md|json|txt|diff|toml)"
FILE = re.compile(rf"`((?:autograder|tests|docs|{'|'.join(PARTS)})/[a-z0-9_/.]+\.{KINDS})`")


def named(path: Path) -> str:
    """A page's name, for the name of a test."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", [draws, expect, parity, task])
def test_the_examples_of_the_check_api_give_what_they_show(module: ModuleType) -> None:
    """Messages of failed checks included."""
    outcome = doctest.testmod(module, extraglobs=IMPORTED, optionflags=WRAPPED)
    assert outcome.attempted
    assert not outcome.failed


@pytest.fixture
def student(template: Template) -> Iterator[Student]:
    """The client of the submission that ``docs/checks.md`` shows."""
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    text = page.partition(SUBMISSION)[2].partition("```")[0]
    session = Session(
        from_text(text, "ch01_workflow", "submission.py"),
        lambda: ProcessChannel(template.spawn(Policy.self_check())),
    )
    session.begin(seed=0)
    yield Student(session)
    session.close()


def test_the_page_of_the_check_api_shows_what_a_real_submission_answers(student: Student) -> None:
    """Its examples run against a student process."""
    names = {
        **IMPORTED,
        "student": student,
        "rng": np.random.default_rng(0),
    }
    path = ROOT / "docs" / "checks.md"
    outcome = doctest.testfile(str(path), module_relative=False, globs=names, optionflags=WRAPPED)
    assert outcome.attempted
    assert not outcome.failed


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_commands_of_a_page_exist(page: Path) -> None:
    """Each ``autograder ...`` in a block of shell is a command, and has the options given to it."""
    for block in SHELL.findall(page.read_text(encoding="utf-8")):
        for line in re.split(r"\n|&&", block):
            words = shlex.split(line, comments=True)
            if words[:1] == ["autograder"]:
                parse(cli, words[1:])


def parse(command: click.Command, words: list[str]) -> None:
    """Read words as click does; an unknown command or option is an error."""
    context = click.Context(command, **command.context_settings)
    _, rest, _ = command.make_parser(context).parse_args(words)
    if isinstance(command, click.Group):
        inner = command.get_command(context, rest[0])
        assert inner, f"no command {rest[0]}"
        parse(inner, rest[1:])


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_files_that_a_page_names_exist(page: Path) -> None:
    """A module that moves is moved on the page too; paths are the repository's or the package's."""
    names = FILE.findall(page.read_text(encoding="utf-8"))
    assert not [n for n in names if not any((r / n).exists() for r in (ROOT, ROOT / "autograder"))]


def test_the_page_of_formats_has_every_field_of_a_result() -> None:
    """Those of the schema, for the result and for its tests."""
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    path = ROOT / "autograder" / "grading" / "result.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    for part in (schema, schema["$defs"]["test"]):
        rows = [name for name in part["properties"] if f"| `{name}` |" in text]
        assert rows == list(part["properties"])


@pytest.mark.skipif(not find_spec("mkdocs"), reason="the extra docs is not installed")
def test_the_site_builds_without_a_warning_and_asks_nothing_of_the_network(tmp_path: Path) -> None:
    """No font, script, style or picture of a page comes from elsewhere."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    for page in tmp_path.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|img|iframe)[^>]* src=.?(?:https?:)?//[^>]*>", text)
        assert not re.findall(r"<link[^>]* rel=.?(?:stylesheet|preconnect)[^>]*//[^>]*>", text)
