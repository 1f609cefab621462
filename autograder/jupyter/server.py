"""The check server, a process beside a kernel: reads cells, checks them, lays out the answer."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from autograder.commands import checking, hints
from autograder.commands.checking import Checked, Target
from autograder.commands.page import Page
from autograder.course import chapters, courses
from autograder.course.chapters import Chapter
from autograder.errors import KitError, UsageError
from autograder.grading.request import GradeRequest
from autograder.grading.results import ERROR, FAIL, NOT_STARTED, Result
from autograder.jupyter import display
from autograder.remote.launch import Template
from autograder.student import preload
from autograder.submission import Submission, from_bytes, read

_NAME = "this notebook"


def main() -> None:
    """Answer requests until the kernel is gone."""
    asked, answers = _take_streams()
    server = CheckServer()
    try:
        for line in asked:
            answers.write(json.dumps(server.answer(json.loads(line))) + "\n")
            answers.flush()
    finally:
        server.close()


class CheckServer:
    """Answers requests; keeps a template between them."""

    def __init__(self) -> None:
        self._template: Template | None = None

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Check what a kernel ran.

        Args:
            request: ``chapter`` (may be empty), ``task`` (or None), ``cells`` (number and source
                of each, in the order they ran), ``device``, whether ``hidden`` checks run too, and
                ``repair``, the seconds to look for the line of a mistake that has no name.

        Returns:
            ``text`` and ``html`` to show; for a task ``score``, its points, and ``unexplained``,
            whether it failed without a name; ``failed`` where the kit could not give a result.
        """
        try:
            courses.choose(())
            chapter, task = _asked(request["chapter"], request["task"])
            submission, numbers = _submission_of(chapter, request["cells"])
            checked = self._checked(Target(chapter, Path(_NAME), task), submission, request)
        except UsageError as error:
            return display.refusal(str(error))
        except KitError as error:
            return {**display.refusal(str(error)), "failed": True}
        except Exception as error:
            text = f"{type(error).__name__}: {error}. This is the kit's own fault, not yours."
            return {**display.refusal(text), "failed": True}
        return _laid_out(checked, numbers)

    def close(self) -> None:
        """Stop the template."""
        if self._template is not None:
            self._template.close()

    def _checked(
        self, target: Target, submission: Submission, request: Mapping[str, Any]
    ) -> Checked:
        if self._template is None and os.name != "nt":
            self._template = Template.start(
                preload=preload.wanted(source.encode() for _, source in request["cells"])
            )
        hidden = bool(request["hidden"]) and _has_hidden(target.chapter)
        how = GradeRequest(
            hidden=hidden,
            device=request["device"],
            template=self._template,
            in_process=self._template is None,
            repair_seconds=request["repair"],
        )
        checked = checking.check_submission(target, submission, how)
        if not hidden:
            home = hints.home()
            seen = hints.remember(hints.read_progress(home), checked.result)
            hints.write_progress(home, seen)
        return checked


def _asked(chapter: str, task: str | None) -> tuple[Chapter, str | None]:
    if task is None:
        if not chapter:
            raise UsageError("Expected to know the chapter. Run the notebook's first cell.")
        return chapters.find(chapter), None
    head = task.partition(".")[0]
    if chapter and not any(other.is_called(head) for other in chapters.present()):
        task = f"{chapter}.{task}"
    return chapters.find_task(task)


def _submission_of(
    chapter: Chapter, cells: Sequence[tuple[int, str]]
) -> tuple[Submission, dict[int, int]]:
    """Return the cells as a submission, and for each of them the number under which it ran.

    A chapter that is a package has its modules on disk, where its cells wrote them.
    """
    if chapter.package:
        return read(Path(chapter.package), chapter.name), {}
    content = [{"cell_type": "code", "source": source} for _, source in cells]
    data = json.dumps({"nbformat": 4, "cells": content}).encode()
    names = chapters.load(chapter).names
    found = from_bytes(data, f"{chapter.name}.ipynb", chapter.name, wanted=names)
    numbers = {place: number for place, (number, _) in enumerate(cells, 1)}
    return dataclasses.replace(found, name=_NAME), numbers


def _has_hidden(chapter: Chapter) -> bool:
    return (chapter.folder / "hidden.py").is_file()


def _laid_out(checked: Checked, numbers: Mapping[int, int]) -> dict[str, Any]:
    task, chapter = checked.target.task, checked.target.chapter
    page = _page(checked, numbers)
    tasks = [result.task_id for result in page.result.tasks()]
    general = {name: hints.general_hints(chapter, name) for name in tasks}
    answer = {"text": display.text(page), "html": display.html(page, general)}
    if task is None:
        return answer
    waiting = all(test.status == NOT_STARTED for test in page.result.tests)
    score = _score(page.result, chapters.load(chapter).task(task).points)
    named = any(test.misconception for test in page.result.tests)
    wrong = any(test.status in (FAIL, ERROR) for test in page.result.tests)
    return {**answer, "score": score, "not_started": waiting, "unexplained": wrong and not named}


def _score(result: Result, worth: int) -> float:
    """The share of a task's points; without hidden checks the public ones stand for all."""
    share = result.points / result.max_points if result.max_points else 0.0
    return round(min(max(share, 0.0), 1.0) * worth, 2)


def _page(checked: Checked, numbers: Mapping[int, int]) -> Page:
    """The page of a check, with places as IPython names them: ``Cell In[7], line 2``."""
    page = checking.page(checked)
    pattern = re.compile(rf"{re.escape(checked.target.chapter.name)}\.ipynb\[cell (\d+)\]:(\d+)")

    def place(text: str) -> str:
        return pattern.sub(lambda m: f"Cell In[{numbers.get(int(m[1]), 0)}], line {m[2]}", text)

    tests = tuple(
        dataclasses.replace(test, where=place(test.where), hints=tuple(map(place, test.hints)))
        for test in page.result.tests
    )
    task, where = page.following
    return dataclasses.replace(
        page,
        result=dataclasses.replace(page.result, tests=tests, message=place(page.result.message)),
        following=(task, place(where)),
        notes=(*page.notes, *_not_run(checked)),
        problems=tuple((place(where), message) for where, message in page.problems),
    )


def _not_run(checked: Checked) -> list[str]:
    """A note on tasks whose cells did not run in this kernel yet."""
    source, submission = chapters.load(checked.target.chapter), checked.submission
    tasks = [task for task in source.tasks if checked.target.task in (None, task.id)]
    broken = {name for problem in submission.problems for name in problem.names}
    known = broken | submission.definitions.keys()
    names = [task.id for task in tasks if known.isdisjoint(task.names)]
    if submission.package or not names:
        return []
    return [f"Not run yet in this notebook: {', '.join(names)}. Run the cell first, then check."]


def _take_streams() -> tuple[TextIO, TextIO]:
    """Move the two pipes to the kernel off the standard streams, which anything may print to."""
    asked = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    sys.stdout = sys.stderr
    return asked, answers
