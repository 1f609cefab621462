"""The pytest plugin: collects students' files, and runs the public checks on them.

``pytest exercises/`` collects each chapter's file and runs its public checks on it;
``autograder check`` and ``autograder grade`` call the same tests themselves (see ``collection``).
This module is loaded by every pytest session where the kit is installed, so it imports nothing
heavy before it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from autograder.checks.task import check_of
from autograder.text import one_line

if TYPE_CHECKING:
    import numpy as np
    import torch

    from autograder.checks.check import Check
    from autograder.course.chapter import Chapter
    from autograder.grading.results import TestResult
    from autograder.grading.running import SubmissionRun
    from autograder.remote.client import Student
    from autograder.remote.launch import Template

_RUN = pytest.StashKey["SubmissionRun"]()
_TEMPLATE = pytest.StashKey["Template"]()
_NAMED = pytest.StashKey[list[str]]()
_Outcome = Literal["passed", "failed", "skipped"]
_SHOWN: dict[str, _Outcome] = {
    "pass": "passed",
    "not_started": "skipped",
    "skipped": "skipped",
}


def pytest_configure(config: pytest.Config) -> None:
    """Register the ``task`` marker."""
    config.addinivalue_line("markers", "task(name, points, seconds): a check of an exercise")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ChapterFile | None:
    """Collect a student's chapter file; a notebook only where it is named on the command line.

    A chapter that is a package is collected by its ``__init__.py``.
    """
    if file_path.suffix not in (".py", ".ipynb"):
        return None
    if file_path.suffix == ".ipynb" and not parent.session.isinitpath(file_path):
        return None
    from autograder.course import chapters, courses
    from autograder.course.chapter import NAME

    stem = _work(file_path).stem
    if not NAME.fullmatch(stem):
        return None
    courses.choose(())
    if all(stem != chapter.name for chapter in chapters.present()):
        return None
    return ChapterFile.from_parent(parent, path=file_path)


def _work(file_path: Path) -> Path:
    return file_path.parent if file_path.name == "__init__.py" else file_path


class ChapterFile(pytest.File):
    """A student's file, whose tests are the public checks of its chapter."""

    def collect(self) -> Iterable[pytest.Collector]:
        """Collect the chapter's public checks, bound to this submission."""
        from autograder.course import chapters
        from autograder.grading import grader

        work = _work(self.path)
        chapter = chapters.find(work.stem)
        if not any(map(self.session.isinitpath, (self.path, work))):
            work = self._chosen(work, chapter)
        self.stash[_RUN] = grader.self_check(work, chapter, _template(self.config))
        graders = chapter.folder / "public.py"
        node_id = f"{self.nodeid}::{graders.stem}"
        yield pytest.Module.from_parent(self, path=graders, nodeid=node_id)

    def _chosen(self, work: Path, chapter: Chapter) -> Path:
        """The student's file of the chapter, where none was named on the command line."""
        from autograder.submission.own import own

        found = own(work.parent, chapter)
        if found and found.note:
            self.warn(pytest.PytestWarning(found.note))
        return found.path if found else work

    def teardown(self) -> None:
        """End the student's process, tell of imports that failed and of mistakes that are known."""
        from autograder.grading import grader

        run = self.stash[_RUN]
        run.close()
        for note in run.failed_imports:
            self.warn(pytest.PytestWarning(one_line(note)))
        named = [t for t in grader.named(run) if t.misconception or t.resembles]
        told = (f"{test.task_id}: {test.first_hint}" for test in named)
        self.config.stash[_NAMED] = [*self.config.stash.get(_NAMED, []), *dict.fromkeys(told)]


def _template(config: pytest.Config) -> Template:
    """Return the session's template, started when the first chapter is collected."""
    if _TEMPLATE not in config.stash:
        from autograder.remote.launch import Template

        config.stash[_TEMPLATE] = Template.start()
        config.add_cleanup(config.stash[_TEMPLATE].close)
    return config.stash[_TEMPLATE]


def _run_of(item: pytest.Item) -> SubmissionRun | None:
    file = item.getparent(ChapterFile)
    return None if file is None else file.stash[_RUN]


def _bound(request: pytest.FixtureRequest) -> tuple[SubmissionRun, Check]:
    run, check = _run_of(request.node), check_of(request.node)
    if run is None or check is None:
        pytest.fail("A check runs under `autograder check`, `grade` or `pytest exercises/`.")
    return run, check


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Student:
    """The submission, reset to a known state."""
    run, check = _bound(request)
    return run.begin(check)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Random inputs of this check for this submission."""
    from autograder.checks.check import generator

    run, check = _bound(request)
    return generator(run.seed(check))


@pytest.fixture
def device(request: pytest.FixtureRequest) -> torch.device:
    """The device the student's code is checked on."""
    run, _ = _bound(request)
    return run.device


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> pytest.TestReport | None:
    """Report the kit's own outcome of a check; pytest's, with its costly traceback, of all else."""
    check, run = check_of(item), _run_of(item)
    ended = call.when == "call" or (call.when == "setup" and call.excinfo is not None)
    if check is None or run is None or not ended:
        return None
    error = call.excinfo.value if call.excinfo else None
    result = run.record(check, error, call.duration).result
    outcome: _Outcome = _SHOWN.get(result.status, "failed")
    return pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords=dict.fromkeys(item.keywords, 1),
        outcome=outcome,
        longrepr=_shown(result, outcome, item),
        when="setup" if call.when == "setup" else "call",
        duration=call.duration,
        start=call.start,
        stop=call.stop,
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell which known mistakes were recognised: each fits all checks of its task that ran."""
    if named := terminalreporter.config.stash.get(_NAMED, []):
        terminalreporter.section("known mistakes")
        for line in named:
            terminalreporter.write_line(line)


def _shown(
    result: TestResult, outcome: str, item: pytest.Item
) -> str | tuple[str, int, str] | None:
    if outcome == "skipped":
        return result.where or str(item.path), 0, f"Skipped: {_line(result)}"
    return _line(result) if outcome == "failed" else None


def _line(result: TestResult) -> str:
    if result.status == "not_started":
        return f"{result.task_id} is not started yet"
    parts = [f"{result.task_id}: {result.name}", result.message]
    parts += [f"hint: {result.hint}"] if result.hint else []
    parts += [f"at {result.where}"] if result.where else []
    return "\n".join(parts)
